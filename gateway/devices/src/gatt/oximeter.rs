//! PLX Spot-Check (2A5E) and Continuous (2A5F) Measurement.
//!
//! ```text
//! spot:        flags | SpO2, pulse rate | [time, 7] | [measurement status u16] | [sensor status u24] | [PAI]
//! continuous:  flags | SpO2, pulse rate | [fast pair] | [slow pair] | [measurement status] | [sensor status] | [PAI]
//! ```
//!
//! Published is the normal pair, which the device's display shows. PAI (pulse amplitude index) is the perfusion index.

use super::fields::Fields;
use super::number::Number;
use super::unit::Unit;
use super::{Message, MessageDecoder, decoded};
use crate::decoded::{RejectReason, Said, is_bare};
use hearth_vitals::{DeviceTime, Flags, Reading, Uuid, Vital};

/// The decoder of one of the two characteristics.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Oximeter {
    /// A spot check: one measurement with the time at which it was made.
    Spot,
    /// A continuous measurement: one of many, a second apart.
    Continuous,
}

impl MessageDecoder for Oximeter {
    fn take(&mut self, message: Message<'_>, out: &mut Vec<crate::Decoded>) {
        match self {
            Oximeter::Spot => decoded(message, Uuid::assigned(0x2A5E), spot, out),
            Oximeter::Continuous => decoded(message, Uuid::assigned(0x2A5F), continuous, out),
        }
    }
}

fn spot(payload: &[u8]) -> Result<Said, RejectReason> {
    let mut fields = Fields::of(payload);
    let flags = fields.u8()?;
    let has = |bit: u8| flags >> bit & 1 != 0;
    let pair = Pair::read(&mut fields)?;
    let time = if has(0) { fields.date_time()? } else { None };
    // Bit 4: the device says that its own clock is not set.
    let time = time.filter(|_| !has(4));
    pair.with_the_rest(fields, [has(1), has(2), has(3)], time)
}

fn continuous(payload: &[u8]) -> Result<Said, RejectReason> {
    let mut fields = Fields::of(payload);
    let flags = fields.u8()?;
    let has = |bit: u8| flags >> bit & 1 != 0;
    let pair = Pair::read(&mut fields)?;
    for faster_or_slower in [has(0), has(1)] {
        if faster_or_slower {
            Pair::read(&mut fields)?;
        }
    }
    pair.with_the_rest(fields, [has(2), has(3), has(4)], None)
}

struct Pair {
    spo2: Number,
    pulse_rate: Number,
}

impl Pair {
    fn read(fields: &mut Fields<'_>) -> Result<Pair, RejectReason> {
        Ok(Pair { spo2: fields.sfloat()?, pulse_rate: fields.sfloat()? })
    }

    /// Reads what both messages end with: measurement status, sensor status, PAI, each if it is present.
    fn with_the_rest(self, mut fields: Fields<'_>, has: [bool; 3], time: Option<DeviceTime>) -> Result<Said, RejectReason> {
        let measurement = if has[0] { fields.u16()? } else { 0 };
        let sensor = if has[1] { fields.u24()? } else { 0 };
        let perfusion = if has[2] { Some(fields.sfloat()?) } else { None };
        fields.end()?;
        let doubts = measurement_doubts(measurement).with(sensor_doubts(sensor));
        let of = |vital: Vital, number: Number| number.reading(vital, Unit::ITS_OWN, doubts);
        let mut readings: Vec<Reading> = vec![of(Vital::PulseRate, self.pulse_rate), of(Vital::Spo2, self.spo2)];
        let is_bare = is_bare(&readings);
        let perfusion = perfusion.map(|number| if number.is_zero() && is_bare { Number::None } else { number });
        readings.extend(perfusion.map(|number| of(Vital::PerfusionIndex, number)));
        Ok((time, readings))
    }
}

/// The doubts that the device reports about the measurement. A demonstration, a test and a calibration are no measurements.
fn measurement_doubts(status: u16) -> Flags {
    let any = |bits: &[u8]| bits.iter().any(|bit| status >> bit & 1 != 0);
    Flags::NONE
        .with_if(Flags::FROM_MEMORY, any(&[9]))
        .with_if(Flags::NO_VALUE, any(&[10, 11, 12, 13, 15])) // demo, test, calibrating, unavailable, invalid
        .with_if(Flags::QUESTIONABLE, any(&[6, 14])) // an early estimate, questionable
}

/// The doubts that the device reports about the sensor.
fn sensor_doubts(status: u32) -> Flags {
    let any = |bits: &[u8]| bits.iter().any(|bit| status >> bit & 1 != 0);
    Flags::NONE
        .with_if(Flags::SENSOR_FAULT, any(&[1, 12, 14])) // equipment fault, not recognised, sensor fault
        .with_if(Flags::LOW_PERFUSION, any(&[5]))
        .with_if(Flags::ARTEFACT, any(&[10])) // interference
        .with_if(Flags::SENSOR_OFF, any(&[11, 13])) // not on the patient, displaced
        .with_if(Flags::SENSOR_OFF.with(Flags::SENSOR_FAULT), any(&[15])) // its plug is out
        // Irregular processing; inadequate, poor, erratic or non-pulsatile signal; questionable pulse; still analysing.
        .with_if(Flags::QUESTIONABLE, any(&[2, 3, 4, 6, 7, 8, 9]))
}
