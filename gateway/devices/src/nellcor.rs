//! Nellcor N-560 and N-595: the lines they print, one every two seconds.
//!
//! ```text
//! 01-Jul-10 13:07:04   96    85*   220  PH
//! ```
//!
//! Date, time, saturation, pulse rate, pulse amplitude, codes. An asterisk stands behind a value beyond the device's own
//! limits, which are not used. Every page begins with lines of headings.

use crate::decoded::{Decoded, RejectReason, reading};
use crate::device_time::Date;
use crate::text::Reader;
use hearth_vitals::{DeviceTime, Flags, Vital};

/// The words by which a heading is recognised.
const HEADINGS: [&str; 5] = ["N-560", "N-595", "SpO2", "ADULT", "NEO"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Decodes the monitor's lines.
#[derive(Debug, Default)]
pub(crate) struct Nellcor;

impl Reader for Nellcor {
    fn read(&mut self, line: &[u8], out: &mut Vec<Decoded>) -> Result<(), RejectReason> {
        let text = std::str::from_utf8(line).ok().filter(|_| line.iter().all(|byte| (b' '..=b'~').contains(byte)));
        let text = text.ok_or(RejectReason::Garbage)?;
        if HEADINGS.into_iter().any(|heading| text.contains(heading)) || text.trim().is_empty() {
            return Ok(());
        }
        out.push(values(text).ok_or(RejectReason::Format)?);
        Ok(())
    }
}

fn values(text: &str) -> Option<Decoded> {
    let mut words = text.split_ascii_whitespace();
    let device_time = time(words.next()?, words.next()?)?;
    let (spo2, rate) = (number(words.next()?)?, number(words.next()?)?);
    number(words.next()?)?;
    let flags = words.try_fold(Flags::NONE, |flags, code| Some(flags.with(of_code(code)?)))?;
    let of = |vital: Vital, number: Option<i32>| reading(vital, number.map(|number| number * vital.scale()), flags);
    Some(Decoded::Numerics { device_time, readings: vec![of(Vital::PulseRate, rate), of(Vital::Spo2, spo2)] })
}

/// The flags of a code; two capital letters that nobody has a word for are an unknown exception, and anything else is no code.
fn of_code(code: &str) -> Option<Flags> {
    Some(match code {
        // Codes for alarms by the device's own limits say nothing about the values.
        "AO" | "AS" | "PH" | "PL" | "SH" | "SL" | "BU" => Flags::NONE,
        "LB" => Flags::LOW_BATTERY,
        "LM" => Flags::SEARCHING.with(Flags::ARTEFACT),
        "LP" | "PS" => Flags::SEARCHING,
        "MO" => Flags::ARTEFACT,
        "SD" => Flags::SENSOR_OFF.with(Flags::SENSOR_FAULT), // its plug is out
        "SO" => Flags::SENSOR_OFF,
        code if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()) => Flags::UNKNOWN_EXCEPTION.with(Flags::QUESTIONABLE),
        _ => return None,
    })
}

/// One to three digits or dashes, with or without an asterisk: outer `None` for anything else.
fn number(word: &str) -> Option<Option<i32>> {
    let word = word.strip_suffix('*').unwrap_or(word);
    if word == "---" {
        return Some(None);
    }
    let is_number = (1..=3).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| word.parse().ok())
}

/// `DD-MMM-YY hh:mm:ss`: outer `None` for another shape, inner for a clock that nobody has set.
fn time(date: &str, time: &str) -> Option<Option<DeviceTime>> {
    let two = |part: &str| (part.len() == 2).then(|| part.parse::<u8>().ok()).flatten();
    let mut parts = date.split('-');
    let (day, month, year) = (two(parts.next()?)?, parts.next()?, two(parts.next()?)?);
    let month = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month))?;
    let mut clock = time.split(':');
    let (hour, minute, second) = (two(clock.next()?)?, two(clock.next()?)?, two(clock.next()?)?);
    let is_all = parts.next().is_none() && clock.next().is_none();
    let date = Date { year: 2000 + i64::from(year), month: month as i64 + 1, day: i64::from(day) };
    is_all.then(|| date.at(hour, minute, second))
}
