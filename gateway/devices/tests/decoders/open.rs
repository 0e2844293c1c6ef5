//! The open protocol of a site's own sensors.

use crate::samples::open;
use crate::{decode, get, numerics, rejected, stream};
use hearth_devices::{Decoded, RejectReason, lines};
use hearth_vitals::{DeviceTime, Flags, Vital};

fn line(seq: u32, readings: &str) -> Vec<u8> {
    open(&format!(r#"{{"seq":{seq},"readings":[{readings}]"#))
}

fn spo2(value: &str) -> String {
    format!(r#"{{"vital":"spo2","value":{value},"unit":"%","flags":[]}}"#)
}

fn reasons(bytes: &[u8]) -> Vec<RejectReason> {
    rejected(&decode(stream("hearth-open"), bytes)).into_iter().map(|(reason, _)| reason).collect()
}

/// The example of the page is read, and its checksum is the one that is written there.
#[test]
fn the_example_of_the_documentation_is_read() {
    let page = include_str!("../../../../docs/open-protocol.md");
    let example = page.lines().find(|line| line.starts_with("{\"seq\"")).unwrap();
    let decoded = decode(stream("hearth-open"), format!("{example}\n").as_bytes());
    assert!(matches!(&decoded[0], Decoded::Numerics { device_time: Some(_), readings } if readings.len() == 2), "{decoded:?}");
}

#[test]
fn what_decode_prints_of_a_reading_is_what_the_protocol_takes() {
    let sent = r#"{"vital":"temperature","value":36.62,"unit":"Cel","flags":["questionable"]}"#;
    let decoded = decode(stream("hearth-open"), &line(7, sent));
    assert_eq!(lines(&decoded).collect::<Vec<_>>(), [sent]);
}

#[test]
fn the_devices_time_is_taken_if_there_is_such_an_instant() {
    let at = |text: &str| open(&format!(r#"{{"seq":1,"at":"{text}","readings":[{}]"#, spo2("97")));
    let time = |text: &str| match &decode(stream("hearth-open"), &at(text))[0] {
        Decoded::Numerics { device_time, .. } => Some(*device_time),
        _ => None,
    };
    assert_eq!(time("2026-11-20T08:15:00"), Some(Some(DeviceTime(1_795_162_500_000))));
    for unset in ["1970-01-01T00:00:00", "2026-00-20T08:15:00", "2026-02-29T08:15:00"] {
        assert_eq!(time(unset), Some(None), "{unset}");
    }
    assert_eq!(reasons(&at("20 November")), [RejectReason::Format]);
}

#[test]
fn a_number_outside_what_can_be_is_flagged_and_the_doubt_of_the_sensor_beats_its_number() {
    let of = |readings: &str, vital: Vital| get(&numerics(&decode(stream("hearth-open"), &line(1, readings)))[0], vital);
    let two = format!("{},{}", spo2("127"), r#"{"vital":"pulse_rate","value":72,"unit":"/min"}"#);
    assert_eq!((of(&two, Vital::Spo2), of(&two, Vital::PulseRate)), ((None, Flags::IMPLAUSIBLE), (Some(720), Flags::NONE)));
    assert_eq!(of(&spo2("null"), Vital::Spo2), (None, Flags::NO_VALUE));
    let off = r#"{"vital":"spo2","value":97,"unit":"%","flags":["sensor_off"]}"#;
    assert_eq!(of(off, Vital::Spo2), (None, Flags::SENSOR_OFF));
    let high = r#"{"vital":"glucose","value":null,"unit":"mg/dL","flags":["off_scale_high"]}"#;
    assert_eq!(of(high, Vital::Glucose), (None, Flags::OFF_SCALE_HIGH));
}

#[test]
fn a_perfusion_of_zero_beside_no_value_is_no_value() {
    let perfusion = |spo2: &str, flags: &str| {
        let other = format!(r#"{{"vital":"spo2","value":{spo2},"unit":"%","flags":{flags}}}"#);
        let readings = format!(r#"{{"vital":"perfusion_index","value":0,"unit":"%"}},{other}"#);
        get(&numerics(&decode(stream("hearth-open"), &line(1, &readings)))[0], Vital::PerfusionIndex)
    };
    assert_eq!(perfusion("null", "[]"), (None, Flags::NO_VALUE));
    assert_eq!(perfusion("97", r#"["sensor_off"]"#), (None, Flags::NO_VALUE));
    assert_eq!(perfusion("97", "[]"), (Some(0), Flags::NONE));
    let alone = line(1, r#"{"vital":"perfusion_index","value":0,"unit":"%"},{"vital":"temperature","value":null,"unit":"Cel"}"#);
    assert_eq!(get(&numerics(&decode(stream("hearth-open"), &alone))[0], Vital::PerfusionIndex), (Some(0), Flags::NONE));
}

#[test]
fn a_line_that_is_not_as_the_page_says_is_refused_by_name() {
    let wrong = [
        r#"{"vital":"spo2","value":0.97,"unit":"1","flags":[]}"#.to_owned(),
        r#"{"vital":"blood","value":97,"unit":"%","flags":[]}"#.to_owned(),
        r#"{"vital":"spo2","value":97,"unit":"%","flags":["sunny"]}"#.to_owned(),
        r#"{"vital":"spo2","value":97,"unit":"%","flags":["as_given"]}"#.to_owned(),
        r#"{"vital":"spo2","value":"97","unit":"%","flags":[]}"#.to_owned(),
        r#"{"vital":"spo2","value":1e300,"unit":"%","flags":[]}"#.to_owned(),
        r#"{"vital":"spo2","value":97,"unit":"%","limit":90}"#.to_owned(),
        format!("{},{}", spo2("97"), spo2("96")),
        String::new(),
    ];
    for readings in wrong {
        assert_eq!(reasons(&line(1, &readings)), [RejectReason::Format], "{readings}");
    }
    let good = line(1, &spo2("97"));
    let mut damaged = good.clone();
    damaged[50] ^= 1;
    assert_eq!(reasons(&damaged), [RejectReason::Checksum]);
    assert_eq!(reasons(&[&good[..20], b"\n"].concat()), [RejectReason::Truncated]);
    assert_eq!(reasons(b"hello\n"), [RejectReason::Garbage]);
}

#[test]
fn a_line_said_again_is_taken_once_and_a_missed_one_is_told() {
    let all = [1, 1, 2, 5, 4, 6, 0, 1].map(|seq| line(seq, &spo2("97"))).concat();
    let decoded = decode(stream("hearth-open"), &all);
    let told: Vec<String> = lines(&decoded).filter(|line| !line.contains("spo2")).collect();
    let missed = r#"{"remark":"lines_missed","value":2.0,"unit":"1"}"#;
    let again = format!(r#"{{"rejected":"repeated","bytes":{}}}"#, line(1, &spo2("97")).len());
    assert_eq!(told, [again.as_str(), missed, again.as_str()]);
    assert_eq!(numerics(&decoded).len(), 6, "1, 2, 5, 6, and 0 and 1 of a sensor that was switched on again");
}

/// The line with number 0 is the one that a port, opened a moment too late, loses.
#[test]
fn a_sensor_that_was_switched_on_again_is_read_though_its_first_line_is_lost() {
    let of = |lines: &[(u32, &str)]| {
        let bytes: Vec<u8> = lines.iter().flat_map(|(seq, value)| line(*seq, &spo2(value))).collect();
        let decoded = decode(stream("hearth-open"), &bytes);
        (numerics(&decoded).len(), rejected(&decoded).len())
    };
    assert_eq!(of(&[(50_000, "97"), (1, "97"), (2, "97"), (3, "97")]), (4, 0), "far back");
    assert_eq!(
        of(&[(3, "97"), (4, "97"), (5, "97"), (1, "96"), (2, "96"), (3, "96"), (4, "97"), (5, "96")]),
        (6, 2),
        "near: 3 is another line"
    );
    // What is said again is the same line, and among the last ones.
    let last: Vec<_> = (1..=40).chain(25..=40).chain(41..=42).map(|seq| (seq, "97")).collect();
    assert_eq!(of(&last), (42, 16));
    assert_eq!(of(&[(u32::MAX - 1, "97"), (u32::MAX, "97"), (0, "97"), (1, "97"), (1, "97")]), (4, 1), "it counts on from the beginning");
}
