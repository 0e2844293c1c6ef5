//! Oximeters: Nonin format 8 and text, Nellcor.

use super::{Moment, Script};
use crate::device::{clock, whole as of};
use hearth_vitals::{Flags, Reading, Vital};

/// Nonin data format 8: four bytes a second.
pub const NONIN_DF8: Script = Script { period_ms: 1_000, write: nonin_df8 };
/// The lines that a Nonin prints.
pub const NONIN_ASCII: Script = Script { period_ms: 1_000, write: nonin_ascii };
/// The lines that a Nellcor prints.
pub const NELLCOR: Script = Script { period_ms: 2_000, write: nellcor };

fn pair(moment: &Moment, flags: Flags) -> Vec<Reading> {
    vec![of(Vital::PulseRate, moment.rate(), flags), of(Vital::Spo2, moment.spo2(), flags)]
}

fn nonin_df8(moment: &Moment) -> (Vec<u8>, Vec<Reading>) {
    let rate = moment.rate().map_or(511, |rate| rate as u16);
    let spo2 = moment.spo2().map_or(127, |spo2| spo2 as u8);
    let flags = moment.sensor().with(moment.perfusion()).with(moment.battery());
    let bit = |flag: Flags, bit: u8| if flags.contains(flag) { bit } else { 0 };
    let status =
        bit(Flags::SEARCHING, 0x20) | bit(Flags::LOW_PERFUSION, 0x10) | bit(Flags::MARGINAL_PERFUSION, 0x08) | bit(Flags::ARTEFACT, 0x04);
    let more = bit(Flags::SENSOR_OFF, 0x08) | bit(Flags::LOW_BATTERY, 0x01);
    (vec![0x80 | status | (rate >> 7) as u8, (rate & 0x7F) as u8, spo2, more], pair(moment, flags))
}

/// The format cannot express that a sensor is off, or motion: dashes are all it prints.
fn nonin_ascii(moment: &Moment) -> (Vec<u8>, Vec<Reading>) {
    let number = |number: Option<i32>| number.map_or("---".to_owned(), |number| format!("{number:03}"));
    let line = format!("SPO2={} HR={}\r\n", number(moment.spo2()), number(moment.rate()));
    (line.into_bytes(), pair(moment, Flags::NONE))
}

fn nellcor(moment: &Moment) -> (Vec<u8>, Vec<Reading>) {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (year, month, day, time) = clock::parts(moment.clock_ms);
    let number = |number: Option<i32>| number.map_or("---".to_owned(), |number| number.to_string());
    let flags = moment.sensor().with(moment.battery());
    let words = [(Flags::SENSOR_OFF, "SO"), (Flags::SEARCHING, "PS"), (Flags::ARTEFACT, "MO"), (Flags::LOW_BATTERY, "LB")];
    let codes: Vec<&str> = words.into_iter().filter(|(flag, _)| flags.contains(*flag)).map(|(_, word)| word).collect();
    let heading = if moment.frame.is_multiple_of(24) { "TIME                 %SpO2  BPM   PA  Status\r\n" } else { "" };
    let (spo2, rate, amplitude) = (number(moment.spo2()), number(moment.rate()), number(moment.spo2().map(|_| 50)));
    let month = MONTHS[(month - 1).rem_euclid(12) as usize];
    let line = format!(
        "{heading}{day:02}-{month}-{:02} {time}   {spo2:>3}   {rate:>3}   {amplitude:>3}  {}\r\n",
        year.rem_euclid(100),
        codes.join(" ")
    );
    (line.into_bytes(), pair(moment, flags))
}
