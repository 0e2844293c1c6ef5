//! Nonin format 8, format 13 and text.

use crate::samples::{df8, df13};
use crate::{bytes_rejected, decode, get, numerics, rejected, stream};
use hearth_devices::{Decoded, RejectReason};
use hearth_vitals::{DeviceTime, Flags, Vital};

const NONE: Flags = Flags::NONE;

fn spo2_of(key: &str, bytes: &[u8]) -> (Option<i32>, Flags) {
    get(&numerics(&decode(stream(key), bytes))[0], Vital::Spo2)
}

#[test]
fn format_8_says_each_rate_and_no_code_as_a_number() {
    for rate in 20..=300 {
        let sets = numerics(&decode(stream("nonin-df8"), &df8(rate, 97, 0, 0)));
        assert_eq!(get(&sets[0], Vital::PulseRate), (Some(i32::from(rate) * 10), NONE));
    }
    let sets = numerics(&decode(stream("nonin-df8"), &df8(511, 127, 0, 0)));
    assert_eq!((get(&sets[0], Vital::PulseRate), get(&sets[0], Vital::Spo2)), ((None, Flags::NO_VALUE), (None, Flags::NO_VALUE)));
}

#[test]
fn format_8_tells_a_finger_that_is_out_from_a_plug_that_is() {
    let cases = [
        (0x40, 0x00, None, Flags::SENSOR_OFF.with(Flags::SENSOR_FAULT)),
        (0x00, 0x08, None, Flags::SENSOR_OFF),
        (0x20, 0x00, None, Flags::SEARCHING),
        (0x10, 0x00, Some(970), Flags::LOW_PERFUSION),
        (0x08, 0x00, Some(970), Flags::MARGINAL_PERFUSION),
        (0x04, 0x00, None, Flags::ARTEFACT),
        (0x00, 0x02, Some(970), Flags::CRITICAL_BATTERY),
        (0x00, 0x01, Some(970), Flags::LOW_BATTERY),
        (0x00, 0x20, Some(970), NONE),
    ];
    for (status, more, raw, flags) in cases {
        assert_eq!(spo2_of("nonin-df8", &df8(72, 97, status, more)), (raw, flags), "{status:02x} {more:02x}");
    }
}

#[test]
fn format_8_finds_the_next_frame_after_any_lost_byte() {
    let good = df8(72, 97, 0, 0);
    for lost in 0..4 {
        let mut bytes = [good, good, good].concat();
        bytes.remove(lost);
        let decoded = decode(stream("nonin-df8"), &bytes);
        assert_eq!((numerics(&decoded).len(), bytes_rejected(&decoded)), (2, 3), "byte {lost}");
    }
}

#[test]
fn format_13_is_a_record_with_the_time_of_the_device() {
    let time = [20, 26, 11, 20, 8, 15, 0, 25];
    let decoded = decode(stream("nonin-df13"), &df13(time, 0x0200, 72, 97));
    let Decoded::Numerics { device_time, readings } = &decoded[0] else { panic!("{decoded:?}") };
    assert_eq!(*device_time, Some(DeviceTime(1_795_162_500_250)));
    assert_eq!((get(readings, Vital::PulseRate), get(readings, Vital::Spo2)), ((Some(720), NONE), (Some(970), NONE)));
    for (status, raw, flags) in
        [(0x0010, Some(970), Flags::FROM_MEMORY), (0x0001, Some(970), Flags::LOW_BATTERY), (0x0100, None, Flags::NO_VALUE)]
    {
        assert_eq!(spo2_of("nonin-df13", &df13(time, status, 72, 97)), (raw, flags), "{status:04x}");
    }
    assert_eq!(spo2_of("nonin-df13", &df13(time, 0, 511, 127)), (None, Flags::NO_VALUE));
    for (rate, spo2) in [(512, 97), (0x4048, 97), (72, 128), (72, 225)] {
        let record = df13(time, 0, rate, spo2);
        assert_eq!(rejected(&decode(stream("nonin-df13"), &record)), [(RejectReason::Format, record.len())], "more bits than they have");
    }
    let of_no_century = df13([14, 26, 11, 20, 8, 15, 0, 25], 0, 72, 97);
    assert_eq!(rejected(&decode(stream("nonin-df13"), &of_no_century)), [(RejectReason::Format, of_no_century.len())]);
    for unset in [[0; 8], [20, 26, 13, 20, 8, 15, 0, 0], [20, 26, 11, 20, 8, 15, 0, 100]] {
        let decoded = decode(stream("nonin-df13"), &df13(unset, 0, 72, 97));
        assert!(matches!(decoded[0], Decoded::Numerics { device_time: None, .. }), "{unset:?}");
    }
}

/// What is no frame is told in pieces; a piece is no more than a slow device sends within ten seconds, or of one record.
#[test]
fn a_slow_device_that_is_not_understood_is_told_of_soon() {
    for (key, bytes) in [("nonin-df8", 10 * 4), ("nonin-df13", 22)] {
        let mut decoder = stream(key).decoder();
        let mut out = Vec::new();
        decoder.push(&vec![0x11; bytes], &mut out);
        assert!(bytes_rejected(&out) > 0, "{key}: {out:?}");
    }
}

#[test]
fn a_printed_line_is_read_with_or_without_time_and_marks() {
    for line in [
        "SPO2=097 HR=072",
        "08:15:00 SPO2=097 HR=072",
        "SPO2=097 HR=072 F",
        "SPO2=097 HR=072*",
        "SPO2=097 HR=072 F*",
        "08:15:00 SPO2=097 HR=072 B",
        "08:15:00 SPO2=097 HR=072B",
    ] {
        assert_eq!(spo2_of("nonin-ascii", format!("{line}\r\n").as_bytes()), (Some(970), NONE), "{line}");
    }
    assert_eq!(spo2_of("nonin-ascii", b"SPO2=--- HR=---\r\n"), (None, Flags::NO_VALUE));
    for damaged in
        ["SPO2=97 HR=072", "SPO2=097 HR=72", "SPO2=097", "HR=072", "SPO2=097 HR=072 X", "25:00:00 SPO2=097 HR=072", "SPO2=0G7 HR=072"]
    {
        let decoded = decode(stream("nonin-ascii"), format!("{damaged}\r\n").as_bytes());
        assert_eq!(rejected(&decoded), [(RejectReason::Format, damaged.len() + 1)], "{damaged}");
    }
}
