//! Temperature Measurement (2A1C) and Intermediate Temperature (2A1E).
//!
//! ```text
//! flags | temperature FLOAT, degrees Celsius or Fahrenheit | [time, 7] | [where it was measured, u8]
//! ```
//!
//! An intermediate temperature still rises: it is none of the patient yet.

use super::fields::Fields;
use super::number::Number;
use super::unit::Unit;
use super::{Message, MessageDecoder, decoded};
use crate::decoded::{Decoded, RejectReason, Said};
use hearth_vitals::{DeviceTime, Flags, Reading, Uuid, Vital};

/// The decoder of one of the two characteristics.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Thermometer {
    /// What was measured.
    Measured,
    /// A value on the way to the measurement, which still rises.
    Intermediate,
}

impl MessageDecoder for Thermometer {
    fn take(&mut self, message: Message<'_>, out: &mut Vec<Decoded>) {
        match self {
            Thermometer::Measured => decoded(message, Uuid::assigned(0x2A1C), measured, out),
            Thermometer::Intermediate => decoded(message, Uuid::assigned(0x2A1E), intermediate, out),
        }
    }
}

fn measured(payload: &[u8]) -> Result<Said, RejectReason> {
    let (number, unit, time) = read(payload)?;
    Ok((time, vec![number.reading(Vital::Temperature, unit, Flags::NONE)]))
}

fn intermediate(payload: &[u8]) -> Result<Said, RejectReason> {
    let (_, _, time) = read(payload)?;
    Ok((time, vec![Reading::missing(Vital::Temperature, Flags::SEARCHING)]))
}

fn read(payload: &[u8]) -> Result<(Number, Unit, Option<DeviceTime>), RejectReason> {
    let mut fields = Fields::of(payload);
    let flags = fields.u8()?;
    let has = |bit: u8| flags >> bit & 1 != 0;
    let unit = if has(0) { Unit::FAHRENHEIT } else { Unit::ITS_OWN };
    let number = fields.float()?;
    let time = fields.when(has(1), Fields::date_time)?.flatten();
    fields.when(has(2), Fields::u8)?;
    fields.end()?;
    Ok((number, unit, time))
}
