//! Messages of cuffs, thermometers, scales and glucose meters: units, codes, and what a device says of its own measurement.

use crate::gatt::{le, of, protocol, recording, said, take, unhex};
use crate::{numerics, rejected};
use hearth_devices::{Decoded, Message, RejectReason};
use hearth_vitals::{DeviceTime, Flags, Uuid, Vital};
use proptest::prelude::*;

const NONE: Flags = Flags::NONE;
/// 2026-11-20 08:15:00, as a message has it and as it reads.
const TIME: &str = "EA070B14080F00";
const READS: DeviceTime = DeviceTime(1_795_162_500_000);

fn time(name: &str, hex: &str) -> Option<DeviceTime> {
    match of(name, hex).first() {
        Some(Decoded::Numerics { device_time, .. }) => *device_time,
        other => panic!("{other:?}"),
    }
}

/// The published messages, by what stands beside them.
#[test]
fn every_published_message_says_what_is_written_beside_it() {
    let file: serde_json::Value = serde_json::from_str(include_str!("../data/gatt_payloads.json")).unwrap();
    let keys = [
        ("temperature", Vital::Temperature),
        ("sys", Vital::Systolic),
        ("dia", Vital::Diastolic),
        ("map", Vital::MeanArterial),
        ("pulse", Vital::PulseRate),
        ("pr", Vital::PulseRate),
        ("spo2", Vital::Spo2),
        ("pai", Vital::PerfusionIndex),
        ("hr", Vital::HeartRate),
        ("weight", Vital::Weight),
        ("mg_dL", Vital::Glucose),
    ];
    for message in file.as_array().unwrap() {
        let name = format!("gatt-{}", message["char"].as_str().unwrap().to_lowercase());
        let (hex, expect) = (message["hex"].as_str().unwrap(), &message["expect"]);
        for (key, vital) in keys {
            let Some(value) = expect.get(key) else { continue };
            let scale = match expect["unit"].as_str() {
                Some("kPa") => 7.500_62,
                _ => 1.0,
            };
            let zero = if expect["unit"] == "F" { 32.0 } else { 0.0 };
            let per = if expect["unit"] == "F" { 5.0 / 9.0 } else { scale };
            let expected = value.as_f64().and_then(|value| vital.raw_from_f64((value - zero) * per)).filter(|raw| vital.is_plausible(*raw));
            assert_eq!(said(&name, hex, vital).0, expected, "{name} {hex} {key}");
        }
        if let Some("2026-11-20T08:15:00") = expect.get("timestamp").and_then(|at| at.as_str()) {
            assert_eq!(time(&name, hex), Some(READS), "{name} {hex}");
        }
    }
}

#[test]
fn a_cuff_says_three_pressures_and_a_pulse_in_millimetres_of_mercury_or_kilopascals() {
    let mmhg = format!("1E7A0051005F00{TIME}4800010000");
    let values = [(Vital::Systolic, 1_220), (Vital::Diastolic, 810), (Vital::MeanArterial, 950), (Vital::PulseRate, 720)];
    for (vital, raw) in values {
        assert_eq!(said("gatt-2a35", &mmhg, vital), (Some(raw), NONE), "{vital}");
    }
    assert_eq!(time("gatt-2a35", &mmhg), Some(READS));
    let kilopascals = "01A0F06BF07EF0";
    let values = [(Vital::Systolic, 1_200), (Vital::Diastolic, 803), (Vital::MeanArterial, 945)];
    for (vital, raw) in values {
        assert_eq!(said("gatt-2a35", kilopascals, vital), (Some(raw), NONE), "{vital}");
    }
}

#[test]
fn a_cuff_that_failed_says_no_number() {
    for word in ["FF07", "0008", "0108"] {
        for vital in [Vital::Systolic, Vital::Diastolic, Vital::MeanArterial] {
            assert_eq!(said("gatt-2a35", &format!("00{word}{word}{word}"), vital), (None, Flags::NO_VALUE));
        }
    }
    assert_eq!(said("gatt-2a35", "00FE0751005F00", Vital::Systolic), (None, Flags::OFF_SCALE_HIGH));
    assert_eq!(said("gatt-2a35", "007A0051000000", Vital::MeanArterial), (None, Flags::NO_VALUE), "no mean was computed");
    assert_eq!(said("gatt-2a35", "007A0051000000", Vital::Systolic), (Some(1_220), NONE), "and the rest stands");
}

#[test]
fn what_a_cuff_says_of_its_measurement_stands_beside_the_numbers() {
    let status = |bits: u32| said("gatt-2a35", &format!("107A0051005F00{}", le(bits, 2)), Vital::Systolic);
    for bit in [0, 1, 2, 5] {
        assert_eq!(status(1 << bit), (Some(1_220), Flags::QUESTIONABLE), "status {bit}");
    }
    assert_eq!(status(0), (Some(1_220), NONE));
    for bit in 6..16 {
        assert_eq!(status(1 << bit), (Some(1_220), Flags::QUESTIONABLE.with(Flags::UNKNOWN_EXCEPTION)), "reserved status {bit}");
    }
    let pulse = |bits: u32| said("gatt-2a35", &format!("147A0051005F004800{}", le(bits, 2)), Vital::PulseRate);
    assert_eq!(pulse(0b01_000), (None, Flags::OFF_SCALE_HIGH));
    assert_eq!(pulse(0b10_000), (None, Flags::OFF_SCALE_LOW));
    assert_eq!(said("gatt-2a35", "0051007A005F00", Vital::Systolic), (Some(810), Flags::QUESTIONABLE), "the wrong way round");
}

/// Pulse and status of this model stand the other way round, and a user's number that its flags deny.
#[test]
fn a_beurer_bm85_is_read_by_its_own_row_and_another_cuff_with_such_a_pulse_keeps_its_pressures() {
    let bm85 = format!("567A00510000 00{TIME}003F010000").replace(' ', "");
    assert_eq!(said("gatt-2a35", &bm85, Vital::PulseRate), (Some(630), NONE));
    assert_eq!(said("gatt-2a35", &bm85, Vital::Systolic), (Some(1_220), NONE));
    assert_eq!(said("gatt-2a35", &bm85, Vital::MeanArterial), (None, Flags::NO_VALUE));
    let other = "047A0051005F00003F";
    assert_eq!(said("gatt-2a35", other, Vital::PulseRate), (None, Flags::IMPLAUSIBLE));
    assert_eq!(said("gatt-2a35", other, Vital::Diastolic), (Some(810), NONE));
}

#[test]
fn what_is_measured_still_is_no_value() {
    let pressure = r#"{"vital":"systolic","value":null,"unit":"mm[Hg]","flags":["searching"]}"#;
    assert_eq!(recording("gatt-2a36", "007A00FF07FF07"), [pressure]);
    let temperature = r#"{"vital":"temperature","value":null,"unit":"Cel","flags":["searching"]}"#;
    assert_eq!(recording("gatt-2a1e", "006E0100FF"), [temperature]);
}

#[test]
fn a_temperature_is_celsius_whatever_the_device_writes() {
    let celsius = format!("026E0100FF{TIME}");
    assert_eq!((said("gatt-2a1c", &celsius, Vital::Temperature), time("gatt-2a1c", &celsius)), ((Some(3_660), NONE), Some(READS)));
    // 98.6 and 101.3 degrees Fahrenheit.
    assert_eq!(said("gatt-2a1c", "01DA0300FF", Vital::Temperature), (Some(3_700), NONE));
    assert_eq!(said("gatt-2a1c", "05F50300FF02", Vital::Temperature), (Some(3_850), NONE));
    // The same number without the flag is no body's temperature.
    assert_eq!(said("gatt-2a1c", "00DA0300FF", Vital::Temperature), (None, Flags::IMPLAUSIBLE));
    for (word, flag) in [("FFFF7F00", Flags::NO_VALUE), ("00008000", Flags::NO_VALUE), ("FEFF7F00", Flags::OFF_SCALE_HIGH)] {
        assert_eq!(said("gatt-2a1c", &format!("04{word}02"), Vital::Temperature), (None, flag), "{word}");
    }
}

#[test]
fn a_weight_is_kilograms_whatever_the_scale_writes() {
    // 80 kg in steps of 5 g; 176.37 pounds.
    assert_eq!(said("gatt-2a9d", "00803E", Vital::Weight), (Some(80_000), NONE));
    assert_eq!(said("gatt-2a9d", "01E544", Vital::Weight), (Some(80_000), NONE));
    assert_eq!(said("gatt-2a9d", "00FFFF", Vital::Weight), (None, Flags::NO_VALUE));
    assert_eq!(said("gatt-2a9d", "01FFFF", Vital::Weight), (None, Flags::NO_VALUE));
    assert_eq!(said("gatt-2a9d", "00F401", Vital::Weight), (None, Flags::IMPLAUSIBLE), "a bag of 2.5 kg");
    let full = format!("0E803E{TIME}01F500A406");
    assert_eq!((said("gatt-2a9d", &full, Vital::Weight).0, time("gatt-2a9d", &full)), (Some(80_000), Some(READS)));
}

#[test]
fn a_body_composition_has_a_weight_and_remarks() {
    let metric = recording("gatt-2a9c", "0004EA00803E");
    let expected = [r#"{"vital":"weight","value":80.0,"unit":"kg","flags":[]}"#, r#"{"remark":"body_fat","value":23.4,"unit":"%"}"#];
    assert_eq!(metric, expected);
    // Pounds; 100 lb of muscle.
    assert_eq!(recording("gatt-2a9c", "2104EA001027E544")[0], r#"{"vital":"weight","value":80.0,"unit":"kg","flags":[]}"#);
    assert_eq!(recording("gatt-2a9c", "2104EA001027E544")[2], r#"{"remark":"muscle_mass","value":45.359,"unit":"kg"}"#);
    assert_eq!(recording("gatt-2a9c", "0000FFFF"), [r#"{"remark":"body_fat","value":null,"unit":"%"}"#]);
}

#[test]
fn a_glucose_is_milligrams_a_decilitre_whatever_the_meter_writes() {
    let measured = |flags: &str, rest: &str| format!("{flags}0100{TIME}{rest}");
    // 0.0012 kg/L, 5.5 mmol/L.
    assert_eq!(said("gatt-2a18", &measured("02", "78B011"), Vital::Glucose), (Some(1_200), NONE));
    assert_eq!(said("gatt-2a18", &measured("06", "37C011"), Vital::Glucose), (Some(991), NONE));
    let shifted = measured("0B", "0A0078B0110000");
    assert_eq!(
        (said("gatt-2a18", &shifted, Vital::Glucose).0, time("gatt-2a18", &shifted)),
        (Some(1_200), Some(DeviceTime(READS.0 + 600_000)))
    );
    assert_eq!(said("gatt-2a18", &measured("02", "78B01A"), Vital::Glucose), (None, Flags::NO_VALUE), "control solution");
    assert_eq!(said("gatt-2a18", &measured("02", "78B041"), Vital::Glucose), (None, Flags::NO_VALUE), "control solution by its place");
    assert_eq!(said("gatt-2a18", &measured("00", ""), Vital::Glucose), (None, Flags::NO_VALUE));
    let status = |bits: u32| said("gatt-2a18", &measured("0A", &format!("78B011{}", le(bits, 2))), Vital::Glucose);
    let cases = [
        (0, (Some(1_200), Flags::LOW_BATTERY)),
        (1, (None, Flags::SENSOR_FAULT)),
        (2, (None, Flags::NO_VALUE)),
        (3, (None, Flags::NO_VALUE)),
        (4, (None, Flags::NO_VALUE)),
        (5, (None, Flags::OFF_SCALE_HIGH)),
        (6, (None, Flags::OFF_SCALE_LOW)),
        (7, (Some(1_200), Flags::QUESTIONABLE)),
        (8, (Some(1_200), Flags::QUESTIONABLE)),
        (9, (None, Flags::NO_VALUE)),
        (10, (None, Flags::SENSOR_FAULT)),
        (11, (Some(1_200), NONE)),
    ];
    for (bit, expected) in cases {
        assert_eq!(status(1 << bit), expected, "status {bit}");
    }
    assert_eq!(time("gatt-2a18", &measured("0A", &format!("78B011{}", le(1 << 11, 2)))), None, "its clock was lost");
}

#[test]
fn the_context_of_a_glucose_is_remarks() {
    let said = recording("gatt-2a34", "43 0100 01 37D0 02 41F0");
    let expected = [
        r#"{"remark":"glucose_sequence","value":1.0,"unit":"1"}"#,
        r#"{"remark":"carbohydrate","value":0.055,"unit":"kg"}"#,
        r#"{"remark":"meal","value":2.0,"unit":"1"}"#,
        r#"{"remark":"hba1c","value":6.5,"unit":"%"}"#,
    ];
    assert_eq!(said, expected);
    assert_eq!(recording("gatt-2a34", "430100"), [r#"{"rejected":"truncated","bytes":3}"#]);
}

/// Little-endian, as the last two bytes of a record.
fn with_sum(hex: &str, sum: fn(&[u8]) -> u16) -> String {
    format!("{hex}{}", le(u32::from(sum(&unhex(hex))), 2))
}

/// CRC-16 bit by bit, written for this test.
fn low_bit_first(bytes: &[u8]) -> u16 {
    let mut sum = 0xFFFF_u16;
    for bit in bytes.iter().flat_map(|byte| (0..8).map(move |bit| u16::from(byte >> bit & 1))) {
        sum = if (sum ^ bit) & 1 == 1 { sum >> 1 ^ 0x8408 } else { sum >> 1 };
    }
    sum
}

fn high_bit_first(bytes: &[u8]) -> u16 {
    let mut sum = 0xFFFF_u16;
    for bit in bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| u16::from(byte >> bit & 1))) {
        sum = if (sum >> 15 ^ bit) & 1 == 1 { sum << 1 ^ 0x1021 } else { sum << 1 };
    }
    sum
}

#[test]
fn a_glucose_sensor_says_a_record_or_several_with_a_checksum_or_without() {
    assert_eq!(said("gatt-2aa7", "060078000500", Vital::Glucose), (Some(1_200), NONE));
    let two = "060078000500060082000A00";
    let all: Vec<Option<i32>> = numerics(&of("gatt-2aa7", two)).concat().iter().map(|reading| reading.raw).collect();
    assert_eq!(all, [Some(1_200), Some(1_300)]);
    for sum in [low_bit_first, high_bit_first] {
        let whole = with_sum("080078000500", sum);
        assert_eq!(said("gatt-2aa7", &whole, Vital::Glucose), (Some(1_200), NONE));
        // Size and flags say how long it is: a flip there is another length. Any other one breaks the sum.
        for bit in 16..64 {
            let mut bytes = unhex(&whole);
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(rejected(&take(protocol("gatt-2aa7"), &bytes)), [(RejectReason::Checksum, 8)], "bit {bit}");
        }
    }
    let annunciated = |status: &str| said("gatt-2aa7", &format!("09E078000500{status}"), Vital::Glucose);
    assert_eq!(annunciated("000000"), (Some(1_200), NONE));
    assert_eq!(annunciated("010000"), (None, Flags::NO_VALUE));
    assert_eq!(annunciated("080000"), (None, Flags::SENSOR_FAULT));
    assert_eq!(annunciated("000800"), (Some(1_200), Flags::QUESTIONABLE));
    assert_eq!(annunciated("000040"), (None, Flags::OFF_SCALE_LOW));
    assert_eq!(annunciated("000080"), (None, Flags::OFF_SCALE_HIGH));
    for (hex, reason) in [("", RejectReason::Truncated), ("00", RejectReason::Format), ("0700780005", RejectReason::Truncated)] {
        assert_eq!(rejected(&of("gatt-2aa7", hex)), [(reason, hex.len() / 2)], "{hex}");
    }
}

/// One that is damaged holds in the other order once in 65,536 times.
#[test]
fn a_glucose_record_whose_checksum_holds_in_another_order_than_the_one_before_is_not_taken() {
    let protocol = protocol("gatt-2aa7");
    let mut decoder = protocol.decoder();
    let mut taken = |sum: fn(&[u8]) -> u16| {
        let (payload, mut out) = (unhex(&with_sum("080078000500", sum)), Vec::new());
        decoder.take(Message { characteristic: Uuid::assigned(0x2AA7), payload: &payload }, &mut out);
        !numerics(&out).is_empty()
    };
    assert_eq!([taken(low_bit_first), taken(low_bit_first), taken(high_bit_first)], [true, true, false]);
    assert_eq!([taken(high_bit_first), taken(low_bit_first), taken(low_bit_first)], [true, false, true]);
}

#[test]
fn whose_measurement_it_was_by_the_devices_own_count_is_kept() {
    let user = |name: &str, hex: &str| recording(name, hex).into_iter().find(|line| line.contains("user"));
    let said = |number: &str| Some(format!(r#"{{"remark":"user","value":{number},"unit":"1"}}"#));
    assert_eq!(user("gatt-2a35", "087A0051005F0002"), said("2.0"));
    assert_eq!(user("gatt-2a35", "087A0051005F00FF"), said("null"), "nobody whom the cuff knows");
    assert_eq!(user("gatt-2a35", "007A0051005F00"), None);
    assert_eq!((user("gatt-2a9d", "04803E03"), user("gatt-2a9c", "0404EA0001803E")), (said("3.0"), said("1.0")));
}

#[test]
fn what_a_device_says_of_itself_is_text_without_what_fills_it_up() {
    let line = |what: &str, text: &str| format!(r#"{{"named":"{what}","text":"{text}"}}"#);
    assert_eq!(recording("gatt-2a29", "41264400"), [line("maker", "A&D")]);
    assert_eq!(recording("gatt-2a24", "2055412D363531"), [line("model", "UA-651")]);
    assert_eq!(recording("gatt-2a25", &"31".repeat(200)), [line("serial_number", &"1".repeat(64))]);
    for hex in ["410A42", "FF41", "4100 42"] {
        assert!(recording("gatt-2a26", hex)[0].starts_with(r#"{"rejected":"format""#), "{hex}");
    }
}

#[test]
fn batteries_clocks_and_beats_are_remarks() {
    assert_eq!(
        recording("gatt-2a19", "55\nFF\n"),
        [r#"{"remark":"battery","value":85.0,"unit":"%"}"#, r#"{"remark":"battery","value":null,"unit":"%"}"#,]
    );
    let clocks = recording("gatt-2a2b", &format!("{TIME}050000\nD0070101000000 060001\n00000000000000 000000\n{TIME}"));
    assert_eq!(
        clocks,
        [
            r#"{"clock":"2026-11-20T08:15:00"}"#,
            r#"{"clock":"2000-01-01T00:00:00"}"#,
            r#"{"clock":null}"#,
            r#"{"rejected":"truncated","bytes":7}"#,
        ]
    );
    assert_eq!(recording("gatt-2a08", "3308 0C1F 173B3B"), [r#"{"clock":"2099-12-31T23:59:59"}"#]);
    assert_eq!(recording("gatt-2a08", "E807 021D 000000"), [r#"{"clock":"2024-02-29T00:00:00"}"#]);
    assert_eq!(
        recording("gatt-2a37", "1048 0004 0002"),
        [
            r#"{"vital":"heart_rate","value":72.0,"unit":"/min","flags":[]}"#,
            r#"{"remark":"rr_interval","value":1.0,"unit":"s"}"#,
            r#"{"remark":"rr_interval","value":0.5,"unit":"s"}"#,
        ]
    );
    assert_eq!(recording("gatt-2a37", "1448 0004").len(), 1, "a strap without skin has no beats");
}

proptest! {
    /// A message that lost its end, or has another one's beginning behind it, is rejected: it never says other numbers.
    #[test]
    fn a_message_of_another_length_never_says_other_numbers(
        which in 0_usize..6, cut in 0_usize..40, behind in proptest::collection::vec(any::<u8>(), 0..3)
    ) {
        let whole = [
            ("gatt-2a35", format!("1E7A0051005F00{TIME}4800010000")),
            ("gatt-2a1c", format!("076E0100FF{TIME}02")),
            ("gatt-2a9d", format!("0E803E{TIME}01F500A406")),
            ("gatt-2a18", format!("0B0100{TIME}0A0078B0110000")),
            ("gatt-2a5e", format!("0F5F005A00{TIME}000000000057F0")),
            ("gatt-2aa7", "09E078000500000000".to_owned()),
        ];
        let (name, hex) = &whole[which];
        let bytes = unhex(hex);
        let cut = cut.min(bytes.len());
        let decoded = take(protocol(name), &bytes[..cut]);
        prop_assert!(cut == bytes.len() || numerics(&decoded).is_empty(), "{} cut at {}", name, cut);
        let longer = take(protocol(name), &[&bytes[..], &behind[..]].concat());
        prop_assert!(behind.is_empty() || numerics(&longer).is_empty(), "{} with {:?} behind", name, behind);
    }
}
