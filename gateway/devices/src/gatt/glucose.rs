//! Glucose Measurement (2A18) and its context (2A34).
//!
//! ```text
//! flags | sequence u16 | base time, 7 | [offset i16, minutes] | [concentration SFLOAT, kg/L or mol/L | type and place, u8] | [status u16]
//! ```
//!
//! The low half of "type and place" is what was measured, the high half where.

use super::fields::Fields;
use super::number::Number;
use super::unit::Unit;
use super::{Heard, Message, MessageDecoder, decoded};
use crate::decoded::{Decoded, RejectReason, Remark};
use hearth_vitals::{DeviceTime, Flags, Uuid, Vital};

/// The code for "type and place" of a control solution, which tests the meter and is nobody's blood.
const CONTROL_SOLUTION: (u8, u8) = (10, 4);

/// The name of the remark with a device's own number of a measurement.
pub(crate) const SEQUENCE: &str = "glucose_sequence";

/// The decoder of measurements.
#[derive(Debug)]
pub(crate) struct Glucose;

impl MessageDecoder for Glucose {
    fn take(&mut self, message: Message<'_>, out: &mut Vec<Decoded>) {
        decoded(message, Uuid::assigned(0x2A18), understand, out);
    }
}

fn understand(payload: &[u8]) -> Result<Heard, RejectReason> {
    let mut fields = Fields::of(payload);
    let flags = fields.u8()?;
    let has = |bit: u8| flags >> bit & 1 != 0;
    let sequence = fields.u16()?;
    let base = fields.date_time()?;
    let offset = fields.when(has(0), Fields::i16)?.unwrap_or_default();
    let measured = fields.when(has(1), |fields| Ok((fields.sfloat()?, fields.u8()?)))?;
    let status = fields.when(has(3), Fields::u16)?.unwrap_or_default();
    fields.end()?;
    let unit = if has(2) { Unit::MOL_PER_LITRE } else { Unit::KG_PER_LITRE };
    let (number, sample) = measured.unwrap_or((Number::None, 0));
    let is_blood = sample & 0x0F != CONTROL_SOLUTION.0 && sample >> 4 != CONTROL_SOLUTION.1;
    let reading = beyond(status).unwrap_or(number).reading(Vital::Glucose, unit, doubts(status).with_if(Flags::NO_VALUE, !is_blood));
    // Bit 11 of the status means that the user has corrected a clock that was not set right.
    let device_time = base.filter(|_| status >> 11 & 1 == 0).map(|base| DeviceTime(base.0 + i64::from(offset) * 60_000));
    Ok(Heard { device_time, readings: vec![reading], remarks: vec![numbered(sequence)], cut: 0 })
}

/// The remark with the meter's own number of a measurement, by which its context is found and later ones are asked for.
fn numbered(sequence: u16) -> Remark {
    Remark { what: SEQUENCE, number: Some(i64::from(sequence)), decimals: 0, unit: "1" }
}

/// Whether the value is higher or lower than the meter can measure (HI, LO), whatever stands in the field of the number.
const fn beyond(status: u16) -> Option<Number> {
    match (status >> 5 & 1, status >> 6 & 1) {
        (1, 0) => Some(Number::PlusInfinity),
        (0, 1) => Some(Number::MinusInfinity),
        (1, 1) => Some(Number::None),
        _ => None,
    }
}

fn doubts(status: u16) -> Flags {
    let any = |bits: &[u8]| bits.iter().any(|bit| status >> bit & 1 != 0);
    Flags::NONE
        .with_if(Flags::LOW_BATTERY, any(&[0]))
        .with_if(Flags::SENSOR_FAULT, any(&[1, 10])) // sensor malfunction, general fault
        .with_if(Flags::NO_VALUE, any(&[2, 3, 4, 9])) // too little blood, strip put in wrong, wrong strip, pulled too early
        .with_if(Flags::QUESTIONABLE, any(&[7, 8])) // meter too hot, too cold
        .with_if(Flags::UNKNOWN_EXCEPTION.with(Flags::QUESTIONABLE), any(&[12, 13, 14, 15]))
}

/// The decoder of the context of a measurement: meals, exercise, medication. Only HbA1c is reported.
#[derive(Debug)]
pub(crate) struct GlucoseContext;

impl MessageDecoder for GlucoseContext {
    fn take(&mut self, message: Message<'_>, out: &mut Vec<Decoded>) {
        decoded(message, Uuid::assigned(0x2A34), context, out);
    }
}

fn context(payload: &[u8]) -> Result<Heard, RejectReason> {
    let mut fields = Fields::of(payload);
    let flags = fields.u8()?;
    let has = |bit: u8| flags >> bit & 1 != 0;
    let sequence = fields.u16()?;
    fields.when(has(7), Fields::u8)?;
    let carbohydrate = fields.when(has(0), |fields| {
        fields.u8()?;
        fields.sfloat()
    })?;
    let meal = fields.when(has(1), Fields::u8)?;
    fields.when(has(2), Fields::u8)?;
    fields.when(has(3), |fields| fields.skip(3))?;
    fields.when(has(4), |fields| fields.skip(3))?;
    let hba1c = fields.when(has(6), Fields::sfloat)?;
    fields.end()?;
    let mut remarks = vec![numbered(sequence)];
    let of = |what, number: Number, unit| Remark { what, number: number.steps(Unit::ITS_OWN, 3).map(i64::from), decimals: 3, unit };
    remarks.extend(carbohydrate.map(|number| of("carbohydrate", number, "kg")));
    remarks.extend(meal.map(|meal| Remark { what: "meal", number: Some(i64::from(meal)), decimals: 0, unit: "1" }));
    remarks.extend(hba1c.map(|number| of("hba1c", number, "%")));
    Ok(Heard { remarks, ..Heard::default() })
}
