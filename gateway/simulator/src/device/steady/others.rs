//! A capnograph, a scale, and a site's own sensors over the open protocol.

use super::{Moment, Script};
use crate::device::{clock, reading, whole as of};
use hearth_vitals::{Flags, Reading, Vital};

/// Numerics of a Capnostream.
pub const CAPNOSTREAM: Script = Script { period_ms: 1_000, write: capnostream };
/// An A&D scale onto which somebody steps each ten minutes.
pub const AND_SCALE: Script = Script { period_ms: 600_000, write: and_scale };
/// A patch that measures all the time.
pub const OPEN: Script = Script { period_ms: 1_000, write: open };
/// A cuff and a thermometer with which somebody measures each ten minutes.
pub const OPEN_SPOT: Script = Script { period_ms: 600_000, write: open_spot };

fn capnostream(moment: &Moment) -> (Vec<u8>, Vec<Reading>) {
    let breaths = (moment.vitals.respiratory_rate.round() as i32).clamp(0, 150);
    // Faster breathing exhales more of it, though never below what a lung still holds.
    let etco2 = (52 - breaths).clamp(15, 60);
    let byte = |number: Option<i32>| number.map_or(0xFF, |number| number as u8);
    let alarms = u8::from(moment.is_searching) | if moment.is_off { 0x20 } else { 0 };
    let mut payload = ((moment.clock_ms / 1_000) as u32).to_be_bytes().to_vec();
    payload.extend([etco2 as u8, 0, breaths as u8, byte(moment.spo2()), byte(moment.rate()), 0, 0, 0, 0, 0, alarms]);
    payload.extend([0; 10]);
    payload.extend([1, 0]);
    // The device does not report motion.
    let flags = moment.sensor().without(Flags::ARTEFACT);
    let readings = vec![
        of(Vital::PulseRate, moment.rate(), flags),
        of(Vital::Spo2, moment.spo2(), flags),
        of(Vital::RespiratoryRate, Some(breaths), Flags::NONE),
        of(Vital::Etco2, Some(etco2), Flags::NONE),
    ];
    (framed(1, &payload), readings)
}

fn framed(code: u8, payload: &[u8]) -> Vec<u8> {
    let mut plain = vec![payload.len() as u8 + 1, code];
    plain.extend_from_slice(payload);
    plain.push(plain.iter().fold(0, |sum, byte| sum ^ byte));
    let mut frame = vec![0x85];
    for byte in plain {
        match byte {
            0x80 | 0x85 => frame.extend([0x80, byte ^ 0x80]),
            byte => frame.push(byte),
        }
    }
    frame
}

/// The person on the scale weighs 75.2 kg, give or take the variation of a day.
fn and_scale(moment: &Moment) -> (Vec<u8>, Vec<Reading>) {
    let grams = 75_200 + 50 * (moment.frame % 9) as i32;
    let line = format!("ST,+{:05}.{:02} kg\r\n", grams / 1_000, grams % 1_000 / 10);
    (line.into_bytes(), vec![reading(Vital::Weight, Some(grams), Flags::NONE)])
}

fn open(moment: &Moment) -> (Vec<u8>, Vec<Reading>) {
    let flags = moment.sensor().with(moment.battery());
    let known = |vital: Vital, value: f64| {
        let raw = vital.raw_from_f64(value).filter(|_| !moment.is_off && !moment.is_searching);
        reading(vital, raw, flags.with_if(Flags::NO_VALUE, raw.is_none()))
    };
    let readings = vec![
        known(Vital::HeartRate, moment.vitals.heart_rate),
        known(Vital::RespiratoryRate, moment.vitals.respiratory_rate),
        known(Vital::Temperature, moment.vitals.temperature),
    ];
    (line(moment, &readings), readings)
}

fn open_spot(moment: &Moment) -> (Vec<u8>, Vec<Reading>) {
    let of = |vital: Vital, value: f64| reading(vital, vital.raw_from_f64(value), moment.battery());
    let (systolic, diastolic) = (moment.vitals.systolic.round(), moment.vitals.diastolic.round());
    let readings = vec![
        of(Vital::Temperature, moment.vitals.temperature),
        of(Vital::Systolic, systolic),
        of(Vital::Diastolic, diastolic),
        of(Vital::MeanArterial, (diastolic + (systolic - diastolic) / 3.0).round()),
    ];
    (line(moment, &readings), readings)
}

/// A line of the open protocol, as `docs/open-protocol.md` has it.
fn line(moment: &Moment, readings: &[Reading]) -> Vec<u8> {
    let listed = readings.iter().map(|reading| {
        let (vital, unit) = (reading.vital, reading.vital.unit());
        let value = reading.raw.map_or("null".to_owned(), |raw| vital.raw_to_f64(raw).to_string());
        let flags: Vec<String> = reading.flags.names().map(|name| format!("\"{name}\"")).collect();
        format!("{{\"vital\":\"{vital}\",\"value\":{value},\"unit\":\"{unit}\",\"flags\":[{}]}}", flags.join(","))
    });
    let (year, month, day, time) = clock::parts(moment.clock_ms);
    let listed = listed.collect::<Vec<_>>().join(",");
    let start = format!("{{\"seq\":{},\"at\":\"{year:04}-{month:02}-{day:02}T{time}\",\"readings\":[{listed}]", moment.frame as u32);
    let sum = start.bytes().fold(0xFFFF_u16, |sum, byte| {
        (0..8).fold(sum ^ u16::from(byte) << 8, |sum, _| if sum & 0x8000 != 0 { sum << 1 ^ 0x1021 } else { sum << 1 })
    });
    format!("{start},\"crc\":\"{sum:04x}\"}}\n").into_bytes()
}
