//! Messages of Bluetooth devices: the fields, the codes that are no numbers, and any bytes.
//!
//! The oximeter's payloads `0064005A00` to `...57F0` are of SpeziBluetooth's tests (see `../data/SOURCES.md`); the others
//! are written from the layouts.

use crate::any_bytes::is_honest;
use crate::{cases, get, numerics, rejected};
use hearth_devices::{Decoded, MESSAGES, Message, MessageProtocol, Protocol, RejectReason, lines};
use hearth_vitals::{DeviceTime, Flags, Transport, Uuid, Vital};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const NONE: Flags = Flags::NONE;
const NO_VALUE: Flags = Flags::NO_VALUE;

pub fn protocol(name: &str) -> MessageProtocol {
    MESSAGES.iter().copied().find(|protocol| protocol.driver().key == name).unwrap()
}

fn characteristic(protocol: MessageProtocol) -> Uuid {
    match protocol.driver().transport {
        Transport::Gatt { characteristic, .. } => characteristic,
        other => panic!("{other:?}"),
    }
}

/// What a fresh decoder makes of one message.
pub fn take(protocol: MessageProtocol, payload: &[u8]) -> Vec<Decoded> {
    let mut out = Vec::new();
    protocol.decoder().take(Message { characteristic: characteristic(protocol), payload }, &mut out);
    out
}

pub fn unhex(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

pub fn of(name: &str, hex: &str) -> Vec<Decoded> {
    take(protocol(name), &unhex(hex))
}

/// Value and flags of a vital in the only numerics of one payload.
pub fn said(name: &str, hex: &str, vital: Vital) -> (Option<i32>, Flags) {
    get(&numerics(&of(name, hex))[0], vital)
}

#[test]
fn a_heart_rate_has_one_byte_or_two_whatever_follows() {
    for (hex, rate) in [("0048", 72), ("012801", 296), ("08483412", 72), ("104800040104", 72), ("19fa00341200040104", 250)] {
        assert_eq!(said("gatt-2a37", hex, Vital::HeartRate), (Some(rate * 10), NONE), "{hex}");
    }
}

/// Straps that say "intervals follow" and have none just now are common.
#[test]
fn a_heart_rate_whose_intervals_are_missing_or_cut_stands() {
    for (hex, told, cut) in [("1048", 0, 0), ("1648000401", 1, 1), ("10480004ff", 1, 1), ("1048ff", 0, 1)] {
        let decoded = of("gatt-2a37", hex);
        assert_eq!(get(&numerics(&decoded)[0], Vital::HeartRate), (Some(720), NONE), "{hex}");
        let remarks = decoded.iter().filter(|item| matches!(item, Decoded::Remark(_))).count();
        assert_eq!((remarks, rejected(&decoded)), (told, vec![(RejectReason::Truncated, 1); cut]), "{hex}");
    }
}

/// PAI of 0 beside two codes for "no number".
#[test]
fn a_perfusion_of_zero_beside_no_value_is_no_value() {
    for (name, hex) in [("gatt-2a5f", "10ff07ff070000"), ("gatt-2a5e", "08ff07ff070000"), ("gatt-2a5f", "105F00ff0700F0")] {
        assert_eq!(said(name, hex, Vital::PerfusionIndex), (None, NO_VALUE), "{hex}");
    }
    assert_eq!(said("gatt-2a5f", "105F005A000000", Vital::PerfusionIndex), (Some(0), NONE));
}

#[test]
fn a_strap_that_feels_no_skin_has_no_rate_and_one_that_cannot_tell_has() {
    assert_eq!(said("gatt-2a37", "0448", Vital::HeartRate), (None, Flags::SENSOR_OFF));
    assert_eq!(said("gatt-2a37", "0648", Vital::HeartRate), (Some(720), NONE));
    assert_eq!(said("gatt-2a37", "0248", Vital::HeartRate), (Some(720), NONE));
    assert_eq!(said("gatt-2a37", "0000", Vital::HeartRate), (None, Flags::IMPLAUSIBLE));
}

/// A heart rate of 0 is what a dying patient looks like to a strap. It is no value, and it must not get lost.
#[test]
fn a_number_that_cannot_be_believed_is_no_value_and_is_kept_as_given() {
    let decoded = of("gatt-2a37", "0000");
    let strap = numerics(&decoded)[0][0];
    assert_eq!((strap.raw, strap.given), (None, Some(0)));
    // SpO2 48 and a pulse of 15.
    let low = numerics(&of("gatt-2a5f", "0030000F00"))[0].clone();
    assert_eq!(low.iter().map(|reading| (reading.raw, reading.given)).collect::<Vec<_>>(), [(None, Some(150)), (None, Some(480))]);
    let off = numerics(&of("gatt-2a37", "0400"))[0][0];
    assert_eq!((off.raw, off.given, off.flags), (None, None, Flags::SENSOR_OFF), "a strap that is off says nothing by its number");
    // What people read of it stays in the four keys that it always had.
    let line = hearth_devices::lines(&decoded).next().unwrap();
    assert_eq!(line, r#"{"vital":"heart_rate","value":null,"unit":"/min","flags":["implausible"]}"#);
}

#[test]
fn an_oximeter_says_saturation_pulse_and_perfusion_in_any_spelling() {
    for (hex, spo2) in [("0064005A00", 1_000), ("00E8F384F3", 1_000), ("1C5F005A00200000000057F0", 950)] {
        assert_eq!(said("gatt-2a5f", hex, Vital::Spo2), (Some(spo2), NONE), "{hex}");
        assert_eq!(said("gatt-2a5f", hex, Vital::PulseRate), (Some(900), NONE), "{hex}");
    }
    assert_eq!(said("gatt-2a5f", "1C5F005A00200000000057F0", Vital::PerfusionIndex), (Some(8_700), NONE));
    // A fast and a slow pair beside the normal one, which is what counts.
    assert_eq!(said("gatt-2a5f", "035F005A0050005B0051005C00", Vital::Spo2), (Some(950), NONE));
}

#[test]
fn a_code_for_no_number_is_a_reading_without_a_value() {
    let codes = [("FF07", NO_VALUE), ("0008", NO_VALUE), ("0108", NO_VALUE)];
    for (word, flag) in codes.into_iter().chain([("FE07", Flags::OFF_SCALE_HIGH), ("0208", Flags::OFF_SCALE_LOW)]) {
        let hex = format!("00{word}{word}");
        for name in ["gatt-2a5f", "gatt-2a5e"] {
            assert_eq!(said(name, &hex, Vital::Spo2), (None, flag), "{hex}");
            assert_eq!(said(name, &hex, Vital::PulseRate), (None, flag), "{hex}");
        }
    }
    // Sensor off (bit 11 of its status) beats a saturation beyond the scale, as it beats a number.
    assert_eq!(said("gatt-2a5f", "0802085A00000800", Vital::Spo2), (None, Flags::SENSOR_OFF));
    let half = "00FF075A00";
    assert_eq!((said("gatt-2a5f", half, Vital::Spo2).0, said("gatt-2a5f", half, Vital::PulseRate).0), (None, Some(900)));
}

#[test]
fn what_the_oximeter_says_of_itself_beats_its_number_or_stands_beside_it() {
    let measurement = |bit: u32| said("gatt-2a5f", &format!("045F005A00{}", le(1 << bit, 2)), Vital::Spo2);
    for bit in [10, 11, 12, 13, 15] {
        assert_eq!(measurement(bit), (None, NO_VALUE), "measurement status {bit}");
    }
    assert_eq!(measurement(14), (Some(950), Flags::QUESTIONABLE));
    assert_eq!(measurement(9), (Some(950), Flags::FROM_MEMORY));
    assert_eq!(measurement(6), (Some(950), Flags::QUESTIONABLE), "an early estimate");
    for bit in [0, 5, 7, 8] {
        assert_eq!(measurement(bit), (Some(950), NONE), "measurement status {bit}");
    }
    let sensor = |bit: u32| said("gatt-2a5f", &format!("085F005A00{}", le(1 << bit, 3)), Vital::Spo2);
    for (bit, flag) in [
        (1, Flags::SENSOR_FAULT),
        (10, Flags::ARTEFACT),
        (11, Flags::SENSOR_OFF),
        (12, Flags::SENSOR_FAULT),
        (13, Flags::SENSOR_OFF),
        (14, Flags::SENSOR_FAULT),
        (15, Flags::SENSOR_OFF.with(Flags::SENSOR_FAULT)), // disconnected: its plug is out
    ] {
        assert_eq!(sensor(bit), (None, flag), "sensor status {bit}");
    }
    assert_eq!(sensor(5), (Some(950), Flags::LOW_PERFUSION));
    for bit in [2, 3, 4, 6, 7, 8, 9] {
        assert_eq!(sensor(bit), (Some(950), Flags::QUESTIONABLE), "sensor status {bit}");
    }
}

/// Little-endian, in hexadecimal.
pub fn le(number: u32, bytes: usize) -> String {
    number.to_le_bytes()[..bytes].iter().map(|byte| format!("{byte:02X}")).collect()
}

#[test]
fn a_spot_check_has_the_devices_time_unless_its_clock_is_not_set() {
    let time = |flags: &str, date: &str| match &of("gatt-2a5e", &format!("{flags}5F005A00{date}"))[..] {
        [Decoded::Numerics { device_time, .. }] => *device_time,
        other => panic!("{other:?}"),
    };
    // 2026-11-20 08:15:00 without a zone.
    assert_eq!(time("01", "EA070B14080F00"), Some(DeviceTime(1_795_162_500_000)));
    assert_eq!(time("11", "EA070B14080F00"), None, "the device says that its clock is not set");
    for unset in ["00000000000000", "EA070B00080F00", "EA07021E080F00", "EA070B14180F00"] {
        assert_eq!(time("01", unset), None, "{unset}");
    }
    assert_eq!(time("00", ""), None);
}

#[test]
fn a_message_is_rejected_by_name() {
    let reason = |name: &str, hex: &str| rejected(&of(name, hex));
    for (name, hex) in [("gatt-2a37", ""), ("gatt-2a37", "01 48"), ("gatt-2a5f", "045F005A0020")] {
        let hex = hex.replace(' ', "");
        assert_eq!(reason(name, &hex), [(RejectReason::Truncated, hex.len() / 2)], "{name} {hex}");
    }
    for (name, hex) in [("gatt-2a37", "004800"), ("gatt-2a5f", "0064005A0000"), ("gatt-2a5e", "0064005A00FF")] {
        assert_eq!(reason(name, hex), [(RejectReason::Format, hex.len() / 2)], "{name} {hex}");
    }
    let mut out = Vec::new();
    protocol("gatt-2a37").decoder().take(Message { characteristic: Uuid::assigned(0x2A19), payload: &[0, 72] }, &mut out);
    assert_eq!(rejected(&out), [(RejectReason::Characteristic, 2)], "the battery's level is no heart rate");
}

/// What the recording of a protocol in hexadecimal says, as JSON.
pub fn recording(name: &str, text: &str) -> Vec<String> {
    let mut decoder = name.parse::<Protocol>().unwrap().recording();
    let mut out = Vec::new();
    decoder.push(text.as_bytes(), &mut out);
    decoder.finish(&mut out);
    lines(&out).collect()
}

#[test]
fn a_recording_is_hexadecimal_one_message_a_line() {
    let long = "00".repeat(800);
    let said = recording("gatt-2a37", &format!("0048\r\n\n00 4A\nroom air\n004\n{long}\n0449"));
    assert_eq!(
        said,
        [
            r#"{"vital":"heart_rate","value":72.0,"unit":"/min","flags":[]}"#,
            r#"{"vital":"heart_rate","value":74.0,"unit":"/min","flags":[]}"#,
            r#"{"rejected":"format","bytes":8}"#,
            r#"{"rejected":"format","bytes":3}"#,
            r#"{"rejected":"format","bytes":1600}"#,
            r#"{"vital":"heart_rate","value":null,"unit":"/min","flags":["sensor_off"]}"#,
        ]
    );
}

/// As tools print what they received.
#[test]
fn a_recording_may_have_prefixes_and_separators() {
    let plain = recording("gatt-2a37", "004A");
    for text in ["0x00 0x4A", "00-4A", "00:4a", "0x004A", "0X00,0X4A", "(0x) 00-4A", " 00\t4A "] {
        assert_eq!(recording("gatt-2a37", text), plain, "{text}");
    }
    for text in ["0x", "(0x)", "\u{b} ", "00-4A-x", "0-04A", "00:4", "x004A", "00--4A"] {
        assert_eq!(recording("gatt-2a37", text), [format!(r#"{{"rejected":"format","bytes":{}}}"#, text.len())], "{text}");
    }
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn no_message_makes_a_decoder_panic_or_lie(protocol in select(MESSAGES), payload in vec(any::<u8>(), 0..30)) {
        let decoded = take(protocol, &payload);
        prop_assert!((1..=payload.len().max(1)).contains(&decoded.len()), "never silent, and bounded");
        let is_empty = matches!(&decoded[0], Decoded::Rejected { reason: RejectReason::Truncated, bytes: 0 });
        prop_assert!(is_honest(&decoded[0]) || (is_empty && payload.is_empty()), "{:?}", decoded);
        for set in numerics(&decoded) {
            prop_assert!(set.iter().all(|reading| protocol.driver().vitals.contains(&reading.vital)), "{:?}", set);
        }
    }

    #[test]
    fn no_recording_makes_a_decoder_panic(protocol in select(Protocol::all().collect::<Vec<_>>()), text in vec(prop_oneof![4 => select(&b"0123456789abcdefAF \n"[..]), 1 => any::<u8>()], 0..200)) {
        let mut out = Vec::new();
        let mut decoder = protocol.recording();
        text.chunks(7).for_each(|piece| decoder.push(piece, &mut out));
        decoder.finish(&mut out);
        prop_assert!(out.iter().all(is_honest), "{:?}", out);
        prop_assert!(out.len() <= text.len() + 1);
    }
}
