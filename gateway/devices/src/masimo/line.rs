//! One line: the device's time, the fields by name, the exceptions as flags.
//!
//! There is no checksum. What stands against damage is the shape: printable characters
//! only, every field `KEY=VALUE`, no key twice, a number of exactly as many digits as the
//! device prints (a lost digit would turn 123 into a plausible 23), and EXC, which comes
//! after the values, must be there.

use super::{Dialect, exception};
use crate::decoded::{RejectReason, Said, beats_the_number, is_bare, reading};
use crate::device_time::Date;
use hearth_vitals::{DeviceTime, Flags, Reading, Vital};

/// The values of a line without its end.
pub(super) fn decode(dialect: Dialect, text: &[u8]) -> Result<Said, RejectReason> {
    let printable = text.iter().all(|byte| (b' '..=b'~').contains(byte));
    let text = std::str::from_utf8(text).ok().filter(|_| printable).ok_or(RejectReason::Garbage)?;
    let mut words = text.split_ascii_whitespace();
    let (date, time) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let device_time = device_time(date, time)?;
    Ok((device_time, Fields::parse(words)?.readings(dialect)?))
}

/// The fields that matter, as text from the line.
#[derive(Default)]
struct Fields<'a> {
    spo2: Option<&'a str>,
    pulse_rate: Option<&'a str>,
    perfusion: Option<&'a str>,
    alarms: Option<&'a str>,
    exceptions: Option<&'a str>,
    more_exceptions: Option<&'a str>,
}

impl<'a> Fields<'a> {
    fn parse(words: impl Iterator<Item = &'a str>) -> Result<Fields<'a>, RejectReason> {
        let mut fields = Fields::default();
        for word in words {
            let (key, value) = word.split_once('=').filter(|(key, value)| is_field(key, value)).ok_or(RejectReason::Format)?;
            let slot = match key {
                "SPO2" | "SpO2" => &mut fields.spo2,
                "BPM" | "PR" => &mut fields.pulse_rate,
                "PI" => &mut fields.perfusion,
                "ALARM" => &mut fields.alarms,
                "EXC" => &mut fields.exceptions,
                "EXC1" => &mut fields.more_exceptions,
                _ => continue,
            };
            if slot.replace(value).is_some() {
                return Err(RejectReason::Format);
            }
        }
        Ok(fields)
    }

    /// The readings of the line, in the order of their codes.
    fn readings(&self, dialect: Dialect) -> Result<Vec<Reading>, RejectReason> {
        let flags = self.flags(dialect)?;
        let (Some(rate), Some(spo2)) = (self.pulse_rate, self.spo2) else {
            return Err(RejectReason::Truncated);
        };
        let (rate, spo2) = (whole(rate, Vital::PulseRate)?, whole(spo2, Vital::Spo2)?);
        let perfusion = self.perfusion.map(hundredths).transpose()?;
        // A trend dump writes zeros where a line of ASCII 1 has dashes; no oximeter displays a saturation of 0.
        let is_blank = spo2 == Some(0) && rate == Some(0);
        let (rate, spo2) = if is_blank { (None, None) } else { (rate, spo2) };
        let mut readings = vec![reading(Vital::PulseRate, rate, flags), reading(Vital::Spo2, spo2, flags)];
        let is_bare = is_bare(&readings);
        if let Some(perfusion) = perfusion {
            readings.push(reading(Vital::PerfusionIndex, perfusion.filter(|raw| *raw != 0 || !is_bare), flags));
        }
        Ok(readings)
    }

    fn flags(&self, dialect: Dialect) -> Result<Flags, RejectReason> {
        let text = self.exceptions.ok_or(RejectReason::Truncated)?;
        let exceptions = match dialect {
            Dialect::Ascii1 => self.exception_bits(text)?,
            // `C00:LowSigIQ,SET`: the names say what the bits say.
            Dialect::Ascii2 => bits(text.split_once(':').map_or(text, |(bits, _)| bits), 3..=8)?,
        };
        let more = self.more_exceptions.map_or(Ok(0), |text| bits(text, 4..=8))?;
        let alarms = self.alarms.filter(|text| !is_dashes(text));
        let alarms = alarms.map_or(Ok(0), |text| bits(text, 2..=8))?;
        Ok(exception::of_exceptions(exceptions).with(exception::of_more_exceptions(more)).with(exception::of_alarms(alarms)))
    }

    /// Old models print three digits of EXC, beside two of ALARM or none. In a line of any other, three digits are what is left
    /// of six, and may lack the one that says "sensor off".
    fn exception_bits(&self, text: &str) -> Result<u32, RejectReason> {
        let alarms = self.alarms.filter(|text| !(text.len() == 2 && is_dashes(text)));
        match (alarms.map(str::len), text.len()) {
            (None, 3) => {
                let exceptions = bits(text, 3..=3)?;
                // Six digits begin with two zeros: three that do may be the first of them, unless they leave no number anyway.
                let is_whole = !text.starts_with("00") || beats_the_number(exception::of_exceptions(exceptions));
                is_whole.then_some(exceptions).ok_or(RejectReason::Format)
            }
            (Some(2), 3) => bits(text, 3..=3),
            (Some(2), _) => bits(text, 6..=8),
            _ => bits(text, 4..=8),
        }
    }
}

fn is_dashes(text: &str) -> bool {
    text.bytes().all(|byte| byte == b'-')
}

fn is_field(key: &str, value: &str) -> bool {
    let named = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric());
    named && !value.is_empty() && !value.contains('=')
}

/// `098`, `098%` or `---`: three places, in raw steps. The per cent sign says nothing:
/// a Rad-8 prints `BPM=---%`.
fn whole(text: &str, vital: Vital) -> Result<Option<i32>, RejectReason> {
    let text = text.strip_suffix('%').unwrap_or(text);
    match text.as_bytes() {
        b"---" => Ok(None),
        [_, _, _] => Ok(Some(digits(text)? * vital.scale())),
        _ => Err(RejectReason::Format),
    }
}

/// `00.55`, `00.55%` or `--.--`: per cent with two decimals, in raw steps.
fn hundredths(text: &str) -> Result<Option<i32>, RejectReason> {
    let text = text.strip_suffix('%').unwrap_or(text);
    if text == "--.--" || text == "---" {
        return Ok(None);
    }
    let (whole, part) = text.split_once('.').filter(|(w, p)| w.len() == 2 && p.len() == 2).ok_or(RejectReason::Format)?;
    let hundredths = digits(whole)? * 100 + digits(part)?;
    Ok(Some(hundredths * (Vital::PerfusionIndex.scale() / 100)))
}

/// Parses digits and nothing else; callers pass at most four.
fn digits(text: &str) -> Result<i32, RejectReason> {
    let clean = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| clean).ok_or(RejectReason::Format)
}

/// Parses bits in hexadecimal with this number of digits.
fn bits(text: &str, digits: std::ops::RangeInclusive<usize>) -> Result<u32, RejectReason> {
    // `from_str_radix` also takes a sign; no device writes one.
    let clean = digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit());
    u32::from_str_radix(text, 16).ok().filter(|_| clean).ok_or(RejectReason::Format)
}

/// `MM/DD/YY hh:mm:ss` of the years 2000 to 2099. A shape that is not this means a
/// damaged line; a date that does not exist means a clock nobody has set: no time.
fn device_time(date: &str, time: &str) -> Result<Option<DeviceTime>, RejectReason> {
    let [month, day, year] = triple(date, '/')?.map(i64::from);
    let [hour, minute, second] = triple(time, ':')?;
    Ok(Date { year: 2000 + year, month, day }.at(hour, minute, second))
}

/// Parses three numbers of two digits with a separator between them.
fn triple(text: &str, separator: char) -> Result<[u8; 3], RejectReason> {
    let mut parts = text.split(separator).map(|part| match part.len() {
        2 => digits(part).and_then(|number| u8::try_from(number).map_err(|_| RejectReason::Format)),
        _ => Err(RejectReason::Format),
    });
    let mut next = || parts.next().unwrap_or(Err(RejectReason::Format));
    let triple = [next()?, next()?, next()?];
    if parts.next().is_some() { Err(RejectReason::Format) } else { Ok(triple) }
}
