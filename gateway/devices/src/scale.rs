//! A&D's standard text of scales: `ST,+00075.20 kg`.
//!
//! Two letters (ST: it stands still, US: it does not, OL: more than the scale can bear), a sign, eight places, the unit.

use crate::decoded::{Decoded, RejectReason, reading};
use crate::text::Reader;
use hearth_vitals::{Flags, Reading, Vital};

/// The number of places of a number, its point included.
const PLACES: usize = 8;

/// Decodes the lines of an A&D scale.
#[derive(Debug, Default)]
pub(crate) struct AndScale;

impl Reader for AndScale {
    fn read(&mut self, line: &[u8], out: &mut Vec<Decoded>) -> Result<(), RejectReason> {
        let text = std::str::from_utf8(line).ok().filter(|_| line.iter().all(|byte| (b' '..=b'~').contains(byte)));
        let reading = weight(text.ok_or(RejectReason::Garbage)?.trim_end()).ok_or(RejectReason::Format)?;
        out.push(Decoded::Numerics { device_time: None, readings: vec![reading] });
        Ok(())
    }
}

fn weight(text: &str) -> Option<Reading> {
    let (state, rest) = text.split_once(',')?;
    if state == "OL" {
        // In an overload the field of nines or blanks is no number.
        return Some(Reading::missing(Vital::Weight, Flags::OFF_SCALE_HIGH));
    }
    let (number, unit) = rest.split_at_checked(1 + PLACES)?;
    let grams = grams(number, unit.trim_start());
    match state {
        "US" => grams.map(|_| Reading::missing(Vital::Weight, Flags::SEARCHING)),
        "ST" => grams.map(|grams| reading(Vital::Weight, Some(grams), Flags::NONE)),
        _ => None,
    }
}

/// The weight in raw steps of the vital sign, which are grams, from sign and places in a unit, half away from zero.
fn grams(number: &str, unit: &str) -> Option<i32> {
    let (sign, places) = number.split_at_checked(1)?;
    let (whole, part) = places.split_once('.')?;
    let digits: String = [whole, part].concat();
    let is_number = digits.len() == PLACES - 1 && digits.bytes().all(|byte| byte.is_ascii_digit()) && matches!(sign, "+" | "-");
    let count = i64::from(digits.parse::<i32>().ok().filter(|_| is_number)?) * if sign == "-" { -1 } else { 1 };
    // The number of grams in a unit: a pound is 453.59237.
    let (times, over) = match unit {
        "kg" => (1_000, 1),
        "lb" => (45_359_237, 100_000),
        _ => return None,
    };
    let divisor = over * 10_i64.pow(u32::try_from(part.len()).ok()?);
    let product = count * times;
    i32::try_from((product + product.signum() * (divisor / 2)) / divisor).ok()
}
