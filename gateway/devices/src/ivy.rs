//! Ivy 450C, protocol ANSAR-B: one record a second.
//!
//! ```text
//! FF | "ANSAR-B " | 200 bytes of ECG, then 50 each of respiration, pleth, P1, P2 | lines, each ended by CR | FE
//!
//! HR=1;80;ECG-II-DIAG;      RR=1;35;APNEA: 20 SEC;     ETCO2=1;;;     SPO2=1;100;PR=80 ;
//! NIBP=4;121;75;92;80;;     P1=3;111;73;88;;           P2=3;;;;NO TRANSDUCER;       T1=1;;;
//! ```
//!
//! The second field is the value, empty for none; the last one a message, such as what keeps it from measuring. There is no
//! checksum: what stands against damage is the whole shape of a record, and that its text is printable and begins, where the
//! curves end, with the heart rate's line, followed by lines of known names in their order: a byte of a curve that was lost or put
//! in moves that beginning.
//!
//! A cuff's pressures are printed each second until the next ones. They are told once, when they change; those of the first
//! record may be of any age.

use crate::decoded::{Decoded, RejectReason, reading};
use crate::framed::{Frames, Look};
use hearth_vitals::{Flags, Reading, Vital, WaveformKind};
use std::collections::BTreeMap;

const HEAD: &[u8] = b"\xFFANSAR-B ";
const END: u8 = 0xFE;
/// The curves in a second of samples: ECG at 200 Hz, the others at 50 Hz.
const CURVES: [(Option<WaveformKind>, usize, u32); 5] = [
    (Some(WaveformKind::Ecg), 200, 5_000),
    (Some(WaveformKind::Resp), 50, 20_000),
    (Some(WaveformKind::Pleth), 50, 20_000),
    (None, 50, 20_000),
    (None, 50, 20_000),
];
const CURVE_BYTES: usize = 400;
/// The names of a record's lines in their order. A monitor without a part omits its line; the line of the heart rate is always
/// there.
const NAMES: [&str; 9] = ["HR", "RR", "ETCO2", "SPO2", "NIBP", "P1", "P2", "T1", "T2"];
/// The largest number of bytes of text in a record; known ones have 152.
const TEXT_BYTES: usize = 1_024;

/// Decodes the monitor's records.
#[derive(Debug, Default)]
pub(crate) struct Ivy {
    /// The pressures that were last published, to recognise a repetition.
    cuff: Option<Vec<Reading>>,
}

impl Frames for Ivy {
    fn look(&self, bytes: &[u8]) -> Look {
        let head = bytes.len().min(HEAD.len());
        if bytes[..head] != HEAD[..head] {
            return Look::Bad(RejectReason::Garbage);
        }
        let Some(text) = bytes.get(HEAD.len() + CURVE_BYTES..) else { return Look::More };
        match text.iter().position(|byte| !matches!(byte, b' '..=b'~' | b'\r' | b'\n')) {
            Some(end) if text[end] == END => Look::Frame(HEAD.len() + CURVE_BYTES + end + 1),
            Some(_) => Look::Bad(RejectReason::Truncated),
            None if text.len() > TEXT_BYTES => Look::Bad(RejectReason::Format),
            None => Look::More,
        }
    }

    fn accept(&mut self, record: &[u8], out: &mut Vec<Decoded>) {
        let text = &record[HEAD.len() + CURVE_BYTES..record.len() - 1];
        let lines = std::str::from_utf8(text).ok().and_then(lines);
        match lines.as_ref().and_then(|lines| self.numerics(lines)) {
            Some(mut readings) => {
                curves(&record[HEAD.len()..], out);
                readings.sort_by_key(|reading| reading.vital);
                if !readings.is_empty() {
                    out.push(Decoded::Numerics { device_time: None, readings });
                }
            }
            None => out.push(Decoded::Rejected { reason: RejectReason::Format, bytes: record.len() }),
        }
    }

    fn lose(&mut self, _: &mut Vec<Decoded>) {}

    fn finish(&mut self, _: &mut Vec<Decoded>) {
        *self = Ivy::default();
    }
}

fn curves(bytes: &[u8], out: &mut Vec<Decoded>) {
    let mut start = 0;
    for (kind, samples, period_us) in CURVES {
        if let Some(kind) = kind {
            let samples = bytes[start..start + samples].iter().map(|byte| i16::from(*byte)).collect();
            out.push(Decoded::Waveform { kind, period_us, samples });
        }
        start += samples;
    }
}

/// The fields of each line by its name; `None` when a line is malformed or out of order.
fn lines(text: &str) -> Option<BTreeMap<&str, Vec<&str>>> {
    let mut lines = BTreeMap::new();
    let mut due = NAMES.as_slice();
    for line in text.starts_with(NAMES[0]).then_some(text)?.split(['\r', '\n']).filter(|line| !line.is_empty()) {
        let (name, fields) = line.split_once('=')?;
        let place = due.iter().position(|due| *due == name)?;
        due = &due[place + 1..];
        let fields: Vec<&str> = fields.split(';').map(str::trim).collect();
        if fields.len() < 4 {
            return None;
        }
        lines.insert(name, fields);
    }
    lines.contains_key(NAMES[0]).then_some(lines)
}

impl Ivy {
    fn numerics(&mut self, lines: &BTreeMap<&str, Vec<&str>>) -> Option<Vec<Reading>> {
        let mut readings = Vec::new();
        for (name, vital) in [("HR", Vital::HeartRate), ("RR", Vital::RespiratoryRate), ("ETCO2", Vital::Etco2), ("SPO2", Vital::Spo2)] {
            if let Some(fields) = lines.get(name) {
                readings.push(of(vital, fields[1], doubts(fields))?);
            }
        }
        if let Some(fields) = lines.get("SPO2") {
            let rate = if fields[2].is_empty() { "" } else { fields[2].strip_prefix("PR=")? };
            readings.push(of(Vital::PulseRate, rate, doubts(fields))?);
        }
        if let Some(fields) = lines.get("NIBP") {
            readings.extend(self.pressures(fields)?);
        }
        Some(readings)
    }

    fn pressures(&mut self, fields: &[&str]) -> Option<Vec<Reading>> {
        let told = |doubts: Flags| {
            let vitals = [(Vital::Systolic, 1), (Vital::Diastolic, 2), (Vital::MeanArterial, 3)];
            vitals.into_iter().map(|(vital, place)| of(vital, fields.get(place)?, doubts)).collect::<Option<Vec<_>>>()
        };
        let now = told(doubts(fields))?;
        let is_new = self.cuff.as_ref().is_none_or(|before| *before != now);
        let is_first = self.cuff.replace(now.clone()).is_none();
        Some(match (is_new, is_first) {
            (false, _) => Vec::new(),
            (true, false) => now,
            (true, true) => told(doubts(fields).with(Flags::FROM_MEMORY))?,
        })
    }
}

/// The doubts about a line: a message at its end means that something is wrong; its wording differs by model.
fn doubts(fields: &[&str]) -> Flags {
    let message = fields.iter().skip(3).last().is_some_and(|message| !message.is_empty());
    let before = fields.len() > 4 && fields[fields.len() - 2].bytes().any(|byte| byte.is_ascii_alphabetic());
    Flags::NONE.with_if(Flags::UNKNOWN_EXCEPTION.with(Flags::QUESTIONABLE), message || before)
}

/// One to three digits, or nothing: `None` for anything else.
fn of(vital: Vital, text: &str, doubts: Flags) -> Option<Reading> {
    if text.is_empty() || text == "---" {
        return Some(reading(vital, None, doubts));
    }
    let is_number = text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    let number: i32 = text.parse().ok().filter(|_| is_number)?;
    Some(reading(vital, Some(number * vital.scale()), doubts))
}
