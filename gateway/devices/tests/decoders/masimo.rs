//! Masimo ASCII 1.

use crate::encode::masimo;
use crate::{decode, get, numerics, rejected, stream};
use hearth_devices::{Decoded, RejectReason};
use hearth_vitals::{Flags, Vital};

fn spo2_of(line: &[u8]) -> (Option<i32>, Flags) {
    get(&numerics(&decode(stream("masimo-ascii1"), line))[0], Vital::Spo2)
}

fn reason_of(text: &str) -> RejectReason {
    let decoded = decode(stream("masimo-ascii1"), format!("{text}\r\n").as_bytes());
    assert_eq!(numerics(&decoded).len(), 0, "{text}");
    rejected(&decoded)[0].0
}

#[test]
fn fields_are_found_by_name_in_any_order() {
    let line = b"03/17/16 19:19:36 EXC=000800 PVI=--- BPM=123 NEW=7 SPO2=098% SN=1\r\n";
    let decoded = decode(stream("masimo-ascii1"), line);
    let sets = numerics(&decoded);
    assert_eq!(sets[0].len(), 2, "no perfusion index in this line");
    assert_eq!(get(&sets[0], Vital::PulseRate), (Some(1230), Flags::NONE));
    assert_eq!(get(&sets[0], Vital::Spo2), (Some(980), Flags::NONE));
}

#[test]
fn exceptions_become_flags_and_the_grave_ones_take_the_number_away() {
    let cases = [
        ("000001", None, Flags::SENSOR_OFF),
        ("000002", None, Flags::SENSOR_FAULT),
        ("000004", Some(970), Flags::LOW_PERFUSION),
        ("000008", None, Flags::SEARCHING),
        ("000010", None, Flags::ARTEFACT),
        ("000020", None, Flags::SENSOR_OFF),
        ("000040", None, Flags::ARTEFACT),
        ("000080", None, Flags::SENSOR_FAULT),
        ("000400", Some(970), Flags::QUESTIONABLE),
        ("000800", Some(970), Flags::NONE),
        ("0000C24", None, Flags::SENSOR_OFF.with(Flags::LOW_PERFUSION).with(Flags::QUESTIONABLE)),
    ];
    for (exceptions, raw, flags) in cases {
        assert_eq!(spo2_of(&masimo("097%", "072", exceptions)), (raw, flags), "EXC={exceptions}");
    }
}

#[test]
fn dashes_are_no_value() {
    assert_eq!(spo2_of(&masimo("---%", "---%", "000800")), (None, Flags::NO_VALUE));
    assert_eq!(spo2_of(&masimo("---", "072", "000800")), (None, Flags::NO_VALUE));
}

#[test]
fn an_impossible_number_is_taken_out() {
    assert_eq!(spo2_of(&masimo("127%", "072", "000800")), (None, Flags::IMPLAUSIBLE));
}

#[test]
fn a_lost_digit_never_makes_a_smaller_number() {
    assert_eq!(reason_of("03/17/16 19:19:36 SPO2=098% BPM=23 EXC=000800"), RejectReason::Format);
    assert_eq!(reason_of("03/17/16 19:19:36 SPO2=98% BPM=123 EXC=000800"), RejectReason::Format);
}

#[test]
fn a_line_that_lacks_what_judges_its_values_is_refused() {
    let whole = "03/17/16 19:19:36 SPO2=098% BPM=123 EXC=000800";
    for end in 0..whole.len() {
        let decoded = decode(stream("masimo-ascii1"), format!("{}\r\n", &whole[..end]).as_bytes());
        // From here on EXC has four digits or more, as some models print it.
        assert_eq!(numerics(&decoded).len(), usize::from(end >= whole.len() - 2), "cut at {end}");
    }
}

#[test]
fn damaged_text_is_refused_by_name() {
    assert_eq!(reason_of("03/17/16 19:19:36 SPO2=098% BPM=1\u{7f}3 EXC=000800"), RejectReason::Garbage);
    assert_eq!(reason_of("03/17/16 19:19:36 SPO2=098% BPM=123 SPO2=097% EXC=000800"), RejectReason::Format);
    assert_eq!(reason_of("03/17/16 19:19:36 SPO2=098% BPM=123 EXC=+00800"), RejectReason::Format);
    assert_eq!(reason_of("03/17/16 19:19:36 SPO2=0-8% BPM=123 EXC=000800"), RejectReason::Format);
    assert_eq!(reason_of("03/17/16 19:19:36 SPO2=098%BPM=123 EXC=000800"), RejectReason::Format);
    assert_eq!(reason_of("3/17/16 19:19:36 SPO2=098% BPM=123 EXC=000800"), RejectReason::Format);
    assert_eq!(reason_of("SpO2 Rad-8 v5"), RejectReason::Format);
    assert_eq!(reason_of("03/17/16 19:19:36 SN=1 EXC=000800"), RejectReason::Truncated);
}

#[test]
fn a_clock_that_was_never_set_gives_no_time_and_keeps_the_values() {
    for stamp in ["00/00/00 00:00:00", "13/01/16 10:00:00", "02/29/15 10:00:00", "03/17/16 24:00:00"] {
        let decoded = decode(stream("masimo-ascii1"), format!("{stamp} SPO2=098% BPM=123 EXC=000800\r\n").as_bytes());
        assert!(matches!(&decoded[0], Decoded::Numerics { device_time: None, readings } if readings.len() == 2), "{stamp}");
    }
}

#[test]
fn garbage_costs_the_line_it_ends_in_and_no_more() {
    let line = masimo("098%", "123", "000800");
    let decoded = decode(stream("masimo-ascii1"), &[b"\xff\x00\x80=", &line[..], &line[..]].concat());
    assert_eq!(rejected(&decoded), [(RejectReason::Garbage, 4 + line.len())]);
    assert_eq!(numerics(&decoded).len(), 1);
}

#[test]
fn a_line_without_end_is_reported_in_pieces_and_forgotten() {
    let line = masimo("098%", "123", "000800");
    let decoded = decode(stream("masimo-ascii1"), &[&b"x".repeat(1_300)[..], b"\r\n", &line[..]].concat());
    assert_eq!(rejected(&decoded), [512, 512, 278].map(|bytes| (RejectReason::Garbage, bytes)));
    assert_eq!(numerics(&decoded).len(), 1);
}

#[test]
fn the_end_of_input_in_mid_line_is_truncated() {
    let line = masimo("098%", "123", "000800");
    let decoded = decode(stream("masimo-ascii1"), &line[..line.len() - 2]);
    assert_eq!(rejected(&decoded), [(RejectReason::Truncated, line.len() - 2)]);
}
