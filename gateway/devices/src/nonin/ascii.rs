//! The lines that table-top and hand-held devices print, one a second.
//!
//! ```text
//! SPO2=097 HR=072          8500, Avant 9600 and 4000, 7500
//! 08:15:00 SPO2=097 HR=072 8600, 9847
//! ```
//!
//! Behind it may stand ` F` (fast-responding values), `*` (somebody pressed the event button) and `B` (a breath). There is no
//! checksum: what stands against damage is that a line is this and nothing else. When it is switched on, a device prints a
//! heading; that is rejected as what it is, a line without values.

use crate::decoded::{Decoded, RejectReason, reading};
use crate::text::Reader;
use hearth_vitals::{Flags, Reading, Vital};

/// Decodes the lines of the ASCII format.
#[derive(Debug, Default)]
pub(crate) struct NoninAscii;

impl Reader for NoninAscii {
    fn read(&mut self, line: &[u8], out: &mut Vec<Decoded>) -> Result<(), RejectReason> {
        let text = std::str::from_utf8(line).ok().filter(|_| line.iter().all(|byte| (b' '..=b'~').contains(byte)));
        let readings = readings(text.ok_or(RejectReason::Garbage)?).ok_or(RejectReason::Format)?;
        out.push(Decoded::Numerics { device_time: None, readings: readings.to_vec() });
        Ok(())
    }
}

fn readings(text: &str) -> Option<[Reading; 2]> {
    let text = text.trim_end().trim_end_matches(['*', 'B', ' ']);
    let text = text.strip_suffix(" F").unwrap_or(text).trim_end_matches(['*', 'B', ' ']);
    let mut words = text.split_ascii_whitespace();
    let first = words.next()?;
    // A time of day without a date is no time.
    let spo2 = if is_time(first) { words.next()? } else { first };
    let rate = words.next()?;
    let (spo2, rate) = (number(spo2.strip_prefix("SPO2=")?)?, number(rate.strip_prefix("HR=")?)?);
    let of = |vital: Vital, number: Option<i32>| reading(vital, number.map(|number| number * vital.scale()), Flags::NONE);
    words.next().is_none().then(|| [of(Vital::PulseRate, rate), of(Vital::Spo2, spo2)])
}

fn is_time(word: &str) -> bool {
    let is_part = |(part, below): (&str, u8)| part.len() == 2 && part.parse().is_ok_and(|number: u8| number < below);
    word.split(':').count() == 3 && word.split(':').zip([24, 60, 60]).all(is_part)
}

/// Three digits, or `---`: outer `None` for anything else.
fn number(text: &str) -> Option<Option<i32>> {
    match text.as_bytes() {
        b"---" => Some(None),
        [a, b, c] if [a, b, c].into_iter().all(u8::is_ascii_digit) => Some(text.parse().ok()),
        _ => None,
    }
}
