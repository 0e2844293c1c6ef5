//! Body Composition Measurement (2A9C).
//!
//! ```text
//! flags u16 | fat u16, 0.1 % | [time, 7] | [user u8] | [basal metabolism u16, kJ] | [muscle u16, 0.1 %] | [muscle mass u16] |
//! [fat free mass u16] | [soft lean mass u16] | [water mass u16] | [impedance u16, 0.1 Ohm] | [weight u16] | [height u16]
//! ```
//!
//! The weight is a vital; the rest is remarks. One measurement may come in two messages, each with the fields it has.

use super::fields::Fields;
use super::number::Number;
use super::unit::Unit;
use super::weight::weight;
use super::{Heard, Message, MessageDecoder, decoded, user};
use crate::decoded::{Decoded, RejectReason, Remark};
use hearth_vitals::{Flags, Uuid, Vital};

/// The code for "not measured".
const UNSUCCESSFUL: u16 = 0xFFFF;

/// Decodes a scale's body composition.
#[derive(Debug)]
pub(crate) struct BodyComposition;

impl MessageDecoder for BodyComposition {
    fn take(&mut self, message: Message<'_>, out: &mut Vec<Decoded>) {
        decoded(message, Uuid::assigned(0x2A9C), understand, out);
    }
}

fn understand(payload: &[u8]) -> Result<Heard, RejectReason> {
    let mut fields = Fields::of(payload);
    let flags = fields.u16()?;
    let has = |bit: u8| flags >> bit & 1 != 0;
    let is_imperial = has(0);
    let mut remarks = vec![of("body_fat", Number::fixed(fields.u16()?, -1), Unit::ITS_OWN, "%")];
    let device_time = fields.when(has(1), Fields::date_time)?.flatten();
    remarks.extend(fields.when(has(2), Fields::u8)?.map(user));
    fields.when(has(3), Fields::u16)?;
    remarks.extend(fields.when(has(4), Fields::u16)?.map(|count| of("muscle", Number::fixed(count, -1), Unit::ITS_OWN, "%")));
    for (bit, what) in [(5, "muscle_mass"), (6, "fat_free_mass"), (7, "soft_lean_mass"), (8, "body_water_mass")] {
        remarks.extend(fields.when(has(bit), Fields::u16)?.map(|count| mass(what, count, is_imperial)));
    }
    fields.when(has(9), Fields::u16)?;
    let weighed = fields.when(has(10), Fields::u16)?.map(|count| weight(count, is_imperial));
    fields.when(has(11), Fields::u16)?;
    fields.end()?;
    let readings = weighed.map(|(number, unit)| number.reading(Vital::Weight, unit, Flags::NONE)).into_iter().collect();
    Ok(Heard { device_time, readings, remarks, cut: 0 })
}

fn mass(what: &'static str, count: u16, is_imperial: bool) -> Remark {
    let (number, unit) = weight(count, is_imperial);
    of(what, number, unit, "kg")
}

/// A remark to three decimal places.
fn of(what: &'static str, number: Number, unit: Unit, name: &'static str) -> Remark {
    let number = if number == Number::fixed(UNSUCCESSFUL, -1) { Number::None } else { number };
    Remark { what, number: number.steps(unit, 3).map(i64::from), decimals: 3, unit: name }
}
