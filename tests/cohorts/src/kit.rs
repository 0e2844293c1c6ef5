//! The devices of one home, as the hub knows them.

use hearth_alerts::Expected;
use hearth_vitals::{DeviceId, GatewayId, Reading, Vital};

/// The devices of a kit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// On a finger, once a second: saturation and pulse rate.
    Oximeter,
    /// On the chest, once a second: heart rate and breathing.
    Patch,
    /// Systolic, diastolic and mean pressure, when somebody takes them.
    Cuff,
    /// When somebody takes the temperature.
    Thermometer,
}

/// Time between two frames of a device that is worn, ms.
pub const CADENCE_MS: u32 = 1_000;
/// The most readings of one frame.
pub const READINGS_MAX: usize = 3;

impl Device {
    /// Every device, in the order of [`Kit`].
    pub const ALL: [Device; 4] = [Device::Oximeter, Device::Patch, Device::Cuff, Device::Thermometer];

    /// What it measures, sorted as in a frame.
    pub const fn vitals(self) -> &'static [Vital] {
        match self {
            Device::Oximeter => &[Vital::PulseRate, Vital::Spo2],
            Device::Patch => &[Vital::HeartRate, Vital::RespiratoryRate],
            Device::Cuff => &[Vital::Systolic, Vital::Diastolic, Vital::MeanArterial],
            Device::Thermometer => &[Vital::Temperature],
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Device::Oximeter => "oximeter",
            Device::Patch => "patch",
            Device::Cuff => "cuff",
            Device::Thermometer => "thermometer",
        }
    }

    const fn cadence_ms(self) -> u32 {
        match self {
            Device::Oximeter | Device::Patch => CADENCE_MS,
            Device::Cuff | Device::Thermometer => 0,
        }
    }
}

/// What one device measured at one instant.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    /// The device that measured.
    pub device: Device,
    /// When it was measured, ms after the start.
    pub at_ms: u64,
    readings: [Option<Reading>; READINGS_MAX],
}

impl Measured {
    /// A frame of these readings; at most [`READINGS_MAX`] count.
    pub fn new(device: Device, at_ms: u64, readings: impl IntoIterator<Item = Reading>) -> Measured {
        let mut held = [None; READINGS_MAX];
        held.iter_mut().zip(readings).for_each(|(place, reading)| *place = Some(reading));
        Measured { device, at_ms, readings: held }
    }

    /// The readings of that instant.
    pub fn readings(&self) -> impl Iterator<Item = Reading> + '_ {
        self.readings.iter().flatten().copied()
    }
}

/// The devices of one home, and its gateway.
#[derive(Debug, Clone)]
pub struct Kit {
    gateway: GatewayId,
    devices: [DeviceId; Device::ALL.len()],
}

/// Why the names of a kit are no names; a fault of this program.
#[derive(Debug)]
pub struct BadName;

impl Kit {
    /// The kit that every home of a cohort has.
    ///
    /// # Errors
    /// When a name in this file is no name of a device or gateway.
    pub fn new() -> Result<Kit, BadName> {
        let id = |device: Device| DeviceId::new(device.name()).map_err(|_| BadName);
        let [a, b, c, d] = Device::ALL;
        let gateway = GatewayId::new("home-0001").map_err(|_| BadName)?;
        Ok(Kit { gateway, devices: [id(a)?, id(b)?, id(c)?, id(d)?] })
    }

    /// Id of the kit's gateway.
    pub const fn gateway(&self) -> &GatewayId {
        &self.gateway
    }

    /// The id of a device.
    pub const fn id(&self, device: Device) -> &DeviceId {
        &self.devices[device as usize]
    }

    /// What the hub expects of this home.
    pub fn expected(&self) -> Vec<Expected> {
        let expected = |device: Device| Expected {
            device: self.id(device).clone(),
            vitals: device.vitals().to_vec(),
            cadence_ms: device.cadence_ms(),
            gateway: self.gateway.clone(),
        };
        Device::ALL.into_iter().map(expected).collect()
    }
}
