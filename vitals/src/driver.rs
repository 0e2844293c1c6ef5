//! The drivers: how one model or protocol is read, as far as gateway and hub must agree on it.
//!
//! One row a driver. What follows from it: which names a gateway's configuration and the registration of a device take,
//! what the hub misses when a device is silent, what the simulator may play, and the table in `docs/devices.md`. How the
//! bytes are read is the gateway's alone: its room `devices` has a row for each of these with the decoder.

use crate::uuid::Uuid;
use crate::vital::Vital;
use crate::waveform::WaveformKind;

/// A driver: one protocol of one kind of device.
#[derive(Debug, PartialEq, Eq)]
pub struct Driver {
    /// The fixed name used in configuration, on the command line, in the API and in SQL: `nonin-df2`.
    pub key: &'static str,
    /// The names of models that use it, for people.
    pub models: &'static str,
    /// How its messages reach the gateway.
    pub transport: Transport,
    /// The vitals it can deliver, in the order of their codes.
    pub vitals: &'static [Vital],
    /// The waveforms it can deliver, in the order of their codes.
    pub waveforms: &'static [WaveformKind],
    /// How often the device sends something.
    pub pace: Pace,
}

/// How the messages of a device reach the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// A serial line: bytes, in which the decoder finds where a message begins.
    Serial,
    /// Bluetooth Low Energy: each notification or indication of a characteristic is one message.
    Gatt {
        /// UUID of the service.
        service: Uuid,
        /// UUID of the characteristic.
        characteristic: Uuid,
    },
    /// No transport: the simulator writes the records itself.
    Simulated,
}

/// How often a device says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// The device sends all the time while it is worn: silence means that something is wrong.
    Continuous {
        /// Time between two frames of a healthy device, ms.
        interval_ms: u32,
    },
    /// The device sends when somebody measures: silence means nothing.
    OnDemand,
}

impl Pace {
    /// Time between two frames of a healthy device, ms, if there is one.
    pub const fn interval_ms(self) -> Option<u32> {
        match self {
            Pace::Continuous { interval_ms } => Some(interval_ms),
            Pace::OnDemand => None,
        }
    }
}

/// One frame a second.
const EACH_SECOND: Pace = Pace::Continuous { interval_ms: 1_000 };
/// UUIDs of Bluetooth services.
mod service {
    use crate::uuid::Uuid;

    pub(super) const GLUCOSE: Uuid = Uuid::assigned(0x1808);
    pub(super) const THERMOMETER: Uuid = Uuid::assigned(0x1809);
    pub(super) const HEART_RATE: Uuid = Uuid::assigned(0x180D);
    pub(super) const BLOOD_PRESSURE: Uuid = Uuid::assigned(0x1810);
    pub(super) const BODY_COMPOSITION: Uuid = Uuid::assigned(0x181B);
    pub(super) const WEIGHT_SCALE: Uuid = Uuid::assigned(0x181D);
    pub(super) const CGM: Uuid = Uuid::assigned(0x181F);
    pub(super) const PULSE_OXIMETER: Uuid = Uuid::assigned(0x1822);
    /// Nonin's own service, of the model 3230 and its relatives.
    pub(super) const NONIN: Uuid = Uuid::new(0x46A9_70E0_0D5F_11E2_8B5E_0002_A5D5_C51B);
}

/// All drivers, in the order of the documentation.
pub const DRIVERS: &[Driver] = &[
    Driver {
        key: "nonin-df2",
        models: "Nonin Xpod, WristOx2, OEM modules (serial data format 2)",
        transport: Transport::Serial,
        vitals: &[Vital::PulseRate, Vital::Spo2],
        waveforms: &[WaveformKind::Pleth],
        pace: EACH_SECOND,
    },
    Driver {
        key: "nonin-df7",
        models: "Nonin Xpod, WristOx2, OEM modules (serial data format 7)",
        transport: Transport::Serial,
        vitals: &[Vital::PulseRate, Vital::Spo2],
        waveforms: &[WaveformKind::Pleth],
        pace: EACH_SECOND,
    },
    Driver {
        key: "masimo-ascii1",
        models: "Masimo Rad-8, Rad-87, Radical-7, Root (ASCII 1)",
        transport: Transport::Serial,
        vitals: &[Vital::PulseRate, Vital::Spo2, Vital::PerfusionIndex],
        waveforms: &[],
        pace: EACH_SECOND,
    },
    Driver {
        key: "masimo-ascii2",
        models: "Masimo Rad-8 as it is shipped, trend dumps (ASCII 2)",
        transport: Transport::Serial,
        vitals: &[Vital::PulseRate, Vital::Spo2, Vital::PerfusionIndex],
        waveforms: &[],
        pace: Pace::Continuous { interval_ms: 2_000 },
    },
    Driver {
        key: "nonin-df8",
        models: "Nonin Xpod, WristOx2, OEM modules (serial data format 8)",
        transport: Transport::Serial,
        vitals: &[Vital::PulseRate, Vital::Spo2],
        waveforms: &[],
        pace: EACH_SECOND,
    },
    Driver {
        key: "nonin-df13",
        models: "Nonin WristOx2, Onyx 9560 (serial data format 13, spot checks)",
        transport: Transport::Serial,
        vitals: &[Vital::PulseRate, Vital::Spo2],
        waveforms: &[],
        pace: Pace::OnDemand,
    },
    Driver {
        key: "nonin-ascii",
        models: "Nonin 8500, 8600, 9847, Avant, 7500 (text)",
        transport: Transport::Serial,
        vitals: &[Vital::PulseRate, Vital::Spo2],
        waveforms: &[],
        pace: EACH_SECOND,
    },
    Driver {
        key: "contec-cms50",
        models: "Contec CMS50 and relatives of which nobody knows the generation",
        transport: Transport::Serial,
        vitals: &[Vital::PulseRate, Vital::Spo2],
        waveforms: &[WaveformKind::Pleth],
        pace: EACH_SECOND,
    },
    Driver {
        key: "contec-cms50d",
        models: "Contec CMS50 and relatives, older generation (CMS50D+ before firmware 4.6)",
        transport: Transport::Serial,
        vitals: &[Vital::PulseRate, Vital::Spo2],
        waveforms: &[WaveformKind::Pleth],
        pace: EACH_SECOND,
    },
    Driver {
        key: "contec-cms50f",
        models: "Contec CMS50 and relatives, newer generation (V7.0)",
        transport: Transport::Serial,
        vitals: &[Vital::PulseRate, Vital::Spo2, Vital::PerfusionIndex],
        waveforms: &[WaveformKind::Pleth],
        pace: EACH_SECOND,
    },
    Driver {
        key: "nellcor-n595",
        models: "Nellcor N-560, N-595 (text)",
        transport: Transport::Serial,
        vitals: &[Vital::PulseRate, Vital::Spo2],
        waveforms: &[],
        pace: Pace::Continuous { interval_ms: 2_000 },
    },
    Driver {
        key: "capnostream",
        models: "Capnostream 20, 35",
        transport: Transport::Serial,
        vitals: &[Vital::PulseRate, Vital::Spo2, Vital::RespiratoryRate, Vital::Etco2],
        waveforms: &[],
        pace: EACH_SECOND,
    },
    Driver {
        key: "ivy-450c",
        models: "Ivy 450C (ANSAR-B)",
        transport: Transport::Serial,
        vitals: &[
            Vital::HeartRate,
            Vital::PulseRate,
            Vital::Spo2,
            Vital::RespiratoryRate,
            Vital::Systolic,
            Vital::Diastolic,
            Vital::MeanArterial,
            Vital::Etco2,
        ],
        waveforms: &[WaveformKind::Pleth, WaveformKind::Ecg, WaveformKind::Resp],
        pace: EACH_SECOND,
    },
    Driver {
        key: "and-scale",
        models: "A&D scales (standard text)",
        transport: Transport::Serial,
        vitals: &[Vital::Weight],
        waveforms: &[],
        pace: Pace::OnDemand,
    },
    Driver {
        key: "hearth-open",
        models: "a site's own sensors that measure all the time (docs/open-protocol.md)",
        transport: Transport::Serial,
        vitals: &[
            Vital::HeartRate,
            Vital::PulseRate,
            Vital::Spo2,
            Vital::PerfusionIndex,
            Vital::RespiratoryRate,
            Vital::Temperature,
            Vital::Systolic,
            Vital::Diastolic,
            Vital::MeanArterial,
            Vital::Weight,
            Vital::Glucose,
            Vital::Etco2,
        ],
        waveforms: &[],
        pace: EACH_SECOND,
    },
    Driver {
        key: "hearth-open-spot",
        models: "a site's own sensors with which somebody measures (docs/open-protocol.md)",
        transport: Transport::Serial,
        vitals: &[
            Vital::HeartRate,
            Vital::PulseRate,
            Vital::Spo2,
            Vital::PerfusionIndex,
            Vital::RespiratoryRate,
            Vital::Temperature,
            Vital::Systolic,
            Vital::Diastolic,
            Vital::MeanArterial,
            Vital::Weight,
            Vital::Glucose,
            Vital::Etco2,
        ],
        waveforms: &[],
        pace: Pace::OnDemand,
    },
    Driver {
        key: "gatt-2a37",
        models: "Chest straps and other monitors with the Bluetooth Heart Rate service",
        transport: Transport::Gatt { service: service::HEART_RATE, characteristic: Uuid::assigned(0x2A37) },
        vitals: &[Vital::HeartRate],
        waveforms: &[],
        pace: EACH_SECOND,
    },
    Driver {
        key: "gatt-2a5e",
        models: "Oximeters with the Bluetooth Pulse Oximeter service, spot checks",
        transport: Transport::Gatt { service: service::PULSE_OXIMETER, characteristic: Uuid::assigned(0x2A5E) },
        vitals: &[Vital::PulseRate, Vital::Spo2, Vital::PerfusionIndex],
        waveforms: &[],
        pace: Pace::OnDemand,
    },
    Driver {
        key: "gatt-2a5f",
        models: "Oximeters with the Bluetooth Pulse Oximeter service, worn",
        transport: Transport::Gatt { service: service::PULSE_OXIMETER, characteristic: Uuid::assigned(0x2A5F) },
        vitals: &[Vital::PulseRate, Vital::Spo2, Vital::PerfusionIndex],
        waveforms: &[],
        pace: EACH_SECOND,
    },
    Driver {
        key: "gatt-2a35",
        models: "Cuffs with the Bluetooth Blood Pressure service",
        transport: Transport::Gatt { service: service::BLOOD_PRESSURE, characteristic: Uuid::assigned(0x2A35) },
        vitals: &[Vital::PulseRate, Vital::Systolic, Vital::Diastolic, Vital::MeanArterial],
        waveforms: &[],
        pace: Pace::OnDemand,
    },
    Driver {
        key: "gatt-2a1c",
        models: "Thermometers with the Bluetooth Health Thermometer service",
        transport: Transport::Gatt { service: service::THERMOMETER, characteristic: Uuid::assigned(0x2A1C) },
        vitals: &[Vital::Temperature],
        waveforms: &[],
        pace: Pace::OnDemand,
    },
    Driver {
        key: "gatt-2a9d",
        models: "Scales with the Bluetooth Weight Scale service",
        transport: Transport::Gatt { service: service::WEIGHT_SCALE, characteristic: Uuid::assigned(0x2A9D) },
        vitals: &[Vital::Weight],
        waveforms: &[],
        pace: Pace::OnDemand,
    },
    Driver {
        key: "gatt-2a9c",
        models: "Scales with the Bluetooth Body Composition service",
        transport: Transport::Gatt { service: service::BODY_COMPOSITION, characteristic: Uuid::assigned(0x2A9C) },
        vitals: &[Vital::Weight],
        waveforms: &[],
        pace: Pace::OnDemand,
    },
    Driver {
        key: "gatt-2a18",
        models: "Glucometers with the Bluetooth Glucose service",
        transport: Transport::Gatt { service: service::GLUCOSE, characteristic: Uuid::assigned(0x2A18) },
        vitals: &[Vital::Glucose],
        waveforms: &[],
        pace: Pace::OnDemand,
    },
    Driver {
        key: "gatt-2aa7",
        models: "Glucose sensors with the Bluetooth Continuous Glucose Monitoring service",
        transport: Transport::Gatt { service: service::CGM, characteristic: Uuid::assigned(0x2AA7) },
        vitals: &[Vital::Glucose],
        waveforms: &[],
        pace: Pace::OnDemand,
    },
    Driver {
        key: "nonin-3230",
        models: "Nonin 3230 and relatives (Nonin's own Bluetooth service)",
        transport: Transport::Gatt { service: service::NONIN, characteristic: Uuid::new(0x0AAD_7EA0_0D60_11E2_8E3C_0002_A5D5_C51B) },
        vitals: &[Vital::PulseRate, Vital::Spo2, Vital::PerfusionIndex],
        waveforms: &[],
        pace: EACH_SECOND,
    },
    Driver {
        key: "hearth-fleet-monitor",
        models: "the one monitor of each home of a simulated fleet (load tests, demo)",
        transport: Transport::Simulated,
        vitals: &[
            Vital::HeartRate,
            Vital::PulseRate,
            Vital::Spo2,
            Vital::PerfusionIndex,
            Vital::RespiratoryRate,
            Vital::Temperature,
            Vital::Systolic,
            Vital::Diastolic,
        ],
        waveforms: &[],
        pace: EACH_SECOND,
    },
];

/// The driver with this key; `None` for one that this version does not know.
pub fn find(key: &str) -> Option<&'static Driver> {
    DRIVERS.iter().find(|driver| driver.key == key)
}

/// The row with this key, for a table of another room that is built at compile time.
///
/// # Panics
/// When there is no such row; in a constant that is an error of the compiler.
pub const fn row(key: &str) -> &'static Driver {
    let mut place = 0;
    while !is_same(DRIVERS[place].key, key) {
        place += 1;
        assert!(place < DRIVERS.len(), "no driver has this key");
    }
    &DRIVERS[place]
}

/// Texts cannot be compared by `==` in a constant.
const fn is_same(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let mut place = 0;
    while place < left.len() && place < right.len() && left[place] == right[place] {
        place += 1;
    }
    place == left.len() && place == right.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_driver_has_a_key_of_its_own_and_something_to_deliver() {
        let keys: BTreeSet<&str> = DRIVERS.iter().map(|driver| driver.key).collect();
        assert_eq!(keys.len(), DRIVERS.len());
        for driver in DRIVERS {
            let is_word = driver.key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
            assert!(is_word && !driver.models.is_empty(), "{}", driver.key);
            assert!(!driver.vitals.is_empty() && driver.vitals.is_sorted() && driver.waveforms.is_sorted(), "{}", driver.key);
            assert!(driver.pace.interval_ms() != Some(0), "{}", driver.key);
            assert_eq!((find(driver.key), row(driver.key)), (Some(driver), driver));
        }
        assert_eq!(find("nonin-df"), None, "the beginning of a key is no key");
        assert_eq!(find("nonin-df22"), None);
    }

    #[test]
    fn a_bluetooth_driver_is_called_by_the_assigned_characteristic_it_reads() {
        for driver in DRIVERS {
            if let Transport::Gatt { characteristic, .. } = driver.transport
                && let Some(number) = characteristic.number()
            {
                assert_eq!(driver.key, format!("gatt-{number:04x}"));
            }
        }
    }
}
