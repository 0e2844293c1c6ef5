//! Weight Measurement (2A9D).
//!
//! ```text
//! flags | weight u16, 0.005 kg or 0.01 lb | [time, 7] | [user u8] | [body mass index u16, height u16]
//! ```

use super::fields::Fields;
use super::number::Number;
use super::unit::Unit;
use super::{Heard, Message, MessageDecoder, decoded, user};
use crate::decoded::{Decoded, RejectReason};
use hearth_vitals::{Flags, Uuid, Vital};

/// The code for "not measured".
const UNSUCCESSFUL: u16 = 0xFFFF;

/// Decodes a scale's weight.
#[derive(Debug)]
pub(crate) struct Weight;

impl MessageDecoder for Weight {
    fn take(&mut self, message: Message<'_>, out: &mut Vec<Decoded>) {
        decoded(message, Uuid::assigned(0x2A9D), understand, out);
    }
}

fn understand(payload: &[u8]) -> Result<Heard, RejectReason> {
    let mut fields = Fields::of(payload);
    let flags = fields.u8()?;
    let has = |bit: u8| flags >> bit & 1 != 0;
    let count = fields.u16()?;
    let device_time = fields.when(has(1), Fields::date_time)?.flatten();
    // The user who stood on it, as the scale counts people.
    let remarks = fields.when(has(2), Fields::u8)?.map(user).into_iter().collect();
    fields.when(has(3), |fields| fields.skip(4))?;
    fields.end()?;
    let (number, unit) = weight(count, has(0));
    Ok(Heard { device_time, readings: vec![number.reading(Vital::Weight, unit, Flags::NONE)], remarks, cut: 0 })
}

/// A field of weight or mass, whose steps depend on the unit.
pub(super) const fn weight(count: u16, is_imperial: bool) -> (Number, Unit) {
    match (count, is_imperial) {
        (UNSUCCESSFUL, _) => (Number::None, Unit::ITS_OWN),
        (count, true) => (Number::fixed(count, -2), Unit::POUND),
        // A metric count is in steps of five thousandths.
        (count, false) => (Number::Decimal { mantissa: count as i64 * 5, exponent: -3 }, Unit::ITS_OWN),
    }
}
