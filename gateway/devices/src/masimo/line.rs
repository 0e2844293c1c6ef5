//! One line: the device's time, the fields by name, the exceptions as flags.
//!
//! There is no checksum. What stands against damage is the shape: printable characters
//! only, every field `KEY=VALUE`, no key twice, a number of exactly as many digits as the
//! device prints (a lost digit would turn 123 into a plausible 23), and EXC, which comes
//! after the values, must be there.

use crate::decoded::{RejectReason, reading};
use crate::device_time::Date;
use hearth_vitals::{DeviceTime, Flags, Reading, Vital};

type Values = (Option<DeviceTime>, Vec<Reading>);

/// The values of a line without its end.
pub(super) fn decode(text: &[u8]) -> Result<Values, RejectReason> {
    let printable = text.iter().all(|byte| (b' '..=b'~').contains(byte));
    let text = std::str::from_utf8(text).ok().filter(|_| printable).ok_or(RejectReason::Garbage)?;
    let mut words = text.split_ascii_whitespace();
    let (date, time) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let device_time = device_time(date, time)?;
    Ok((device_time, Fields::parse(words)?.readings()?))
}

/// The fields that matter, as they stand in the line.
#[derive(Default)]
struct Fields<'a> {
    spo2: Option<&'a str>,
    pulse_rate: Option<&'a str>,
    perfusion: Option<&'a str>,
    exceptions: Option<&'a str>,
}

impl<'a> Fields<'a> {
    fn parse(words: impl Iterator<Item = &'a str>) -> Result<Fields<'a>, RejectReason> {
        let mut fields = Fields::default();
        for word in words {
            let (key, value) = word.split_once('=').filter(|(key, value)| is_field(key, value)).ok_or(RejectReason::Format)?;
            let slot = match key {
                "SPO2" => &mut fields.spo2,
                "BPM" => &mut fields.pulse_rate,
                "PI" => &mut fields.perfusion,
                "EXC" => &mut fields.exceptions,
                _ => continue,
            };
            if slot.replace(value).is_some() {
                return Err(RejectReason::Format);
            }
        }
        Ok(fields)
    }

    /// In the order of their codes.
    fn readings(&self) -> Result<Vec<Reading>, RejectReason> {
        let flags = exception_flags(self.exceptions.ok_or(RejectReason::Truncated)?)?;
        let (Some(rate), Some(spo2)) = (self.pulse_rate, self.spo2) else {
            return Err(RejectReason::Truncated);
        };
        let mut readings =
            vec![reading(Vital::PulseRate, whole(rate, Vital::PulseRate)?, flags), reading(Vital::Spo2, whole(spo2, Vital::Spo2)?, flags)];
        if let Some(text) = self.perfusion {
            readings.push(reading(Vital::PerfusionIndex, hundredths(text)?, flags));
        }
        Ok(readings)
    }
}

fn is_field(key: &str, value: &str) -> bool {
    let named = !key.is_empty() && key.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
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
    let (whole, part) = text.split_once('.').filter(|(w, p)| w.len() == 2 && p.len() == 2).ok_or(RejectReason::Format)?;
    if (whole, part) == ("--", "--") {
        return Ok(None);
    }
    let hundredths = digits(whole)? * 100 + digits(part)?;
    Ok(Some(hundredths * (Vital::PerfusionIndex.scale() / 100)))
}

/// Digits and nothing else; callers pass four at most.
fn digits(text: &str) -> Result<i32, RejectReason> {
    let clean = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| clean).ok_or(RejectReason::Format)
}

/// The exception bits in hexadecimal. 0x800 (Masimo SET runs) is how it should be. 0x400,
/// the device's own measure of weak signal, is common on healthy hands and in doubt only.
fn exception_flags(text: &str) -> Result<Flags, RejectReason> {
    // `from_str_radix` also takes a sign; no device writes one.
    let clean = (4..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit());
    let bits = u32::from_str_radix(text, 16).ok().filter(|_| clean).ok_or(RejectReason::Format)?;
    let any = |mask: u32| bits & mask != 0;
    Ok(Flags::NONE
        .with_if(Flags::SENSOR_OFF, any(0x001 | 0x020)) // no sensor; sensor off the patient
        .with_if(Flags::SENSOR_FAULT, any(0x002 | 0x080)) // defective; not recognised
        .with_if(Flags::LOW_PERFUSION, any(0x004))
        .with_if(Flags::SEARCHING, any(0x008))
        .with_if(Flags::ARTEFACT, any(0x010 | 0x040)) // interference; ambient light
        .with_if(Flags::QUESTIONABLE, any(0x400)))
}

/// `MM/DD/YY hh:mm:ss` of the years 2000 to 2099. A shape that is not this means a
/// damaged line; a date that does not exist means a clock nobody has set: no time.
fn device_time(date: &str, time: &str) -> Result<Option<DeviceTime>, RejectReason> {
    let [month, day, year] = triple(date, '/')?.map(i64::from);
    let [hour, minute, second] = triple(time, ':')?;
    Ok(Date { year: 2000 + year, month, day }.at(hour, minute, second))
}

/// Three numbers of two digits.
fn triple(text: &str, separator: char) -> Result<[u8; 3], RejectReason> {
    let mut parts = text.split(separator).map(|part| match part.len() {
        2 => digits(part).and_then(|number| u8::try_from(number).map_err(|_| RejectReason::Format)),
        _ => Err(RejectReason::Format),
    });
    let mut next = || parts.next().unwrap_or(Err(RejectReason::Format));
    let triple = [next()?, next()?, next()?];
    if parts.next().is_some() { Err(RejectReason::Format) } else { Ok(triple) }
}
