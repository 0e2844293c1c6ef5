//! Masimo ASCII 1 and 2.

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
        ("000001", None, Flags::SENSOR_OFF.with(Flags::SENSOR_FAULT)), // no sensor in the plug
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

/// Named by a public driver of the Radical-7, and one that nobody has a name for.
#[test]
fn an_exception_beyond_the_first_twelve_never_leaves_a_value_plain_good() {
    let unknown = Flags::QUESTIONABLE.with(Flags::UNKNOWN_EXCEPTION);
    let cases = [
        ("000100", None, Flags::SENSOR_FAULT),
        ("001000", None, Flags::SENSOR_OFF.with(Flags::SENSOR_FAULT)), // no cable
        ("002000", Some(970), Flags::QUESTIONABLE),
        ("004000", None, Flags::SENSOR_FAULT),
        ("008000", None, Flags::SENSOR_FAULT),
        ("010000", None, Flags::SENSOR_FAULT),
        ("020000", None, Flags::SEARCHING),
        ("040000", Some(970), Flags::QUESTIONABLE),
        ("080000", Some(970), Flags::QUESTIONABLE),
        ("100000", None, Flags::SENSOR_FAULT),
        ("200800", Some(970), Flags::QUESTIONABLE),
        ("400800", Some(970), Flags::QUESTIONABLE),
        ("000A00", Some(970), unknown),
        ("800800", Some(970), unknown),
        ("40000800", Some(970), unknown),
        ("01000820", None, unknown.with(Flags::SENSOR_OFF)),
    ];
    for (exceptions, raw, flags) in cases {
        assert_eq!(spo2_of(&masimo("097%", "072", exceptions)), (raw, flags), "EXC={exceptions}");
    }
    let more = "03/17/16 19:19:36 SPO2=098% BPM=123 ALARM=000000 EXC=0000800 EXC1=00000010\r\n";
    assert_eq!(spo2_of(more.as_bytes()), (Some(980), unknown));
}

/// The line of a Radical-5 in a public driver's source.
const RADICAL_5: &str = "09/15/10 15:10:29 SPO2=097% BPM=064 PI=11.82% ALARM=20 EXC=800";

#[test]
fn an_older_model_prints_no_serial_number_two_digits_of_alarm_and_three_of_exception() {
    let decoded = decode(stream("masimo-ascii1"), format!("{RADICAL_5}\r\n").as_bytes());
    let set = &numerics(&decoded)[0];
    assert_eq!(
        set.iter().map(|reading| (reading.raw, reading.flags)).collect::<Vec<_>>(),
        [(Some(640), Flags::NONE), (Some(970), Flags::NONE), (Some(11_820), Flags::NONE),]
    );
    assert_eq!(spo2_of(format!("{}\r\n", RADICAL_5.replace("EXC=800", "EXC=820")).as_bytes()), (None, Flags::SENSOR_OFF));
    // Dashes are no ALARM; it may be left out.
    for old in [RADICAL_5.replace("ALARM=20 ", ""), RADICAL_5.replace("ALARM=20", "ALARM=--")] {
        assert_eq!(spo2_of(format!("{old}\r\n").as_bytes()), (Some(970), Flags::NONE), "{old}");
    }
    // Six digits are whole whatever ALARM has; three are what is left of a longer field beside an ALARM of more than two.
    for (alarm, exceptions) in [("--", "000820"), ("20", "000820"), ("0000", "000820"), ("20", "0000820")] {
        let line = RADICAL_5.replace("ALARM=20", &format!("ALARM={alarm}")).replace("EXC=800", &format!("EXC={exceptions}"));
        assert_eq!(spo2_of(format!("{line}\r\n").as_bytes()), (None, Flags::SENSOR_OFF), "{line}");
    }
    // The first three of six, where ALARM does not say how many there are.
    assert_eq!(reason_of("09/15/10 15:10:29 SPO2=097% BPM=064 PI=11.82% EXC=000"), RejectReason::Format);
    assert_eq!(reason_of(&RADICAL_5.replace("EXC=800", "EXC=80")), RejectReason::Format);
    assert_eq!(reason_of(&RADICAL_5.replace("EXC=800", "EXC=0800")), RejectReason::Format);
    assert_eq!(reason_of(&RADICAL_5.replace("ALARM=20", "ALARM=0020")), RejectReason::Format);
    assert_eq!(reason_of(&RADICAL_5.replace("ALARM=20", "ALARM=----")), RejectReason::Format);
    assert_eq!(reason_of(&RADICAL_5.replace("ALARM=20", "ALARM=2G")), RejectReason::Format);
}

#[test]
fn the_battery_is_told_of_by_alarm_and_nothing_else_of_it_is_used() {
    let with = |alarm: &str| format!("03/17/16 19:19:36 SPO2=098% BPM=123 ALARM={alarm} EXC=000800\r\n");
    for (alarm, flags) in [("0040", Flags::LOW_BATTERY), ("00007F", Flags::LOW_BATTERY), ("0038", Flags::NONE), ("----", Flags::NONE)] {
        assert_eq!(spo2_of(with(alarm).as_bytes()), (Some(980), flags), "ALARM={alarm}");
    }
    let old = format!("{}\r\n", RADICAL_5.replace("ALARM=20", "ALARM=40"));
    assert_eq!(spo2_of(old.as_bytes()), (Some(970), Flags::LOW_BATTERY));
}

#[test]
fn a_perfusion_of_zero_beside_no_value_is_no_value() {
    let perfusion = |spo2: &str, bpm: &str, pi: &str, exceptions: &str| {
        let line = format!("03/17/16 19:19:36 SPO2={spo2} BPM={bpm} PI={pi} ALARM=0000 EXC={exceptions}\r\n");
        get(&numerics(&decode(stream("masimo-ascii1"), line.as_bytes()))[0], Vital::PerfusionIndex)
    };
    assert_eq!(perfusion("---%", "---", "00.00", "000800"), (None, Flags::NO_VALUE));
    assert_eq!(perfusion("098%", "---", "00.00", "000800"), (None, Flags::NO_VALUE));
    assert_eq!(perfusion("098%", "072", "00.00", "000820").0, None);
    assert_eq!(perfusion("098%", "072", "00.00", "000804"), (Some(0), Flags::LOW_PERFUSION), "a pulse that hardly swings is one");
    assert_eq!(perfusion("---%", "---", "00.40", "000800"), (Some(400), Flags::NONE));
}

/// A whole device was useless for a NUL before each of its lines.
#[test]
fn filler_around_a_line_costs_nothing() {
    let line = masimo("098%", "123", "000800");
    let good = numerics(&decode(stream("masimo-ascii1"), &line));
    for filler in [&b"\0"[..], b"\0\0\0\0", b"\xff", b"\x0c\x02", b"\r\n\0", b"\x11"] {
        let decoded = decode(stream("masimo-ascii1"), &[filler, &line[..], filler, &line[..]].concat());
        assert_eq!(numerics(&decoded), [&good[..], &good[..]].concat(), "{filler:?}");
        assert_eq!(rejected(&decoded), [], "{filler:?}");
    }
    let storm = [&b"\0".repeat(5_000)[..], &line[..]].concat();
    assert_eq!(numerics(&decode(stream("masimo-ascii1"), &storm)), good);
    assert_eq!(rejected(&decode(stream("masimo-ascii1"), b"\xff\xff\r\n\0\r\n")), [(RejectReason::Garbage, 3)]);
}

/// What ends a line differs by adapter and terminal; the same values come, and nothing is rejected.
#[test]
fn a_line_ends_in_any_way_and_an_empty_one_is_nothing() {
    let line = masimo("098%", "123", "000800");
    let (text, good) = (&line[..line.len() - 2], numerics(&decode(stream("masimo-ascii1"), &line)));
    for end in [&b"\r"[..], b"\n", b"\r\n", b"\n\r", b"\r\r\n", b"\r\n\r\n", b"\0\r", b"\r\0\n"] {
        let decoded = decode(stream("masimo-ascii1"), &[text, end, text, end, end, text, end].concat());
        assert_eq!((numerics(&decoded), rejected(&decoded)), ([&good[..]; 3].concat(), Vec::new()), "{end:?}");
    }
}

/// A line of 91 bytes behind 440 NULs was over the longest there is.
#[test]
fn filler_and_blanks_before_a_line_do_not_count_towards_its_length() {
    let line = masimo("098%", "123", "000800");
    let good = numerics(&decode(stream("masimo-ascii1"), &line));
    for filler in [&b"\0".repeat(440)[..], &b" ".repeat(440), &b" \0\t".repeat(500), &b"\0".repeat(512), &b" ".repeat(513)] {
        let decoded = decode(stream("masimo-ascii1"), &[filler, &line[..]].concat());
        assert_eq!((numerics(&decoded), rejected(&decoded)), (good.clone(), Vec::new()), "{}", filler.len());
    }
    // Noise is told, however long it is, and loses nothing behind it.
    let decoded = decode(stream("masimo-ascii1"), &[&b"\xff".repeat(1_100)[..], &line].concat());
    assert_eq!(numerics(&decoded), good);
    assert_eq!(rejected(&decoded), [(RejectReason::Garbage, 512), (RejectReason::Garbage, 512)]);
}

/// The sample of the Rad-8's operator's manual.
#[test]
fn ascii_2_reads_the_words_of_a_trend_dump() {
    let of = |rest: &str| {
        let decoded = decode(stream("masimo-ascii2"), format!("09/21/08 09:56:12 {rest}\r\n").as_bytes());
        numerics(&decoded).concat().iter().map(|reading| (reading.raw, reading.flags)).collect::<Vec<_>>()
    };
    let none = Flags::NONE;
    assert_eq!(of("SpO2=097 PR=069 PI=04.69 EXC=800:SET"), [(Some(690), none), (Some(970), none), (Some(4_690), none)]);
    let weak = Flags::QUESTIONABLE;
    assert_eq!(of("SpO2=096 PR=074 PI=02.28 EXC=C00:LowSigIQ,SET"), [(Some(740), weak), (Some(960), weak), (Some(2_280), weak)]);
    assert_eq!(of("SpO2=000 PR=000 PI=00.00 EXC=820:OffPat,SET"), [(None, Flags::SENSOR_OFF.with(Flags::NO_VALUE)); 3]);
    // Zeros are what a dump writes where there is nothing: no pulse of 0.
    assert_eq!(of("SpO2=000 PR=000 PI=00.00 EXC=800:SET"), [(None, Flags::NO_VALUE); 3]);
    assert_eq!(of("SpO2=097 SpCO=001 PR=069 PI=--- EXC=800:SET").len(), 3);
    assert_eq!(of("SPO2=098% BPM=123 PI=00.55% SPCO=--.-% PVI=--- ALARM=000000 EXC=0000C00 EXC1=00000000").len(), 3);
    for damaged in ["SpO2=97 PR=069 EXC=800:SET", "SpO2=097 PR=069 EXC=80:SET", "SpO2=097 PR=069", "SpO2=097 EXC=800", "PR=069"] {
        assert!(of(damaged).is_empty(), "{damaged}");
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
    let decoded = decode(stream("masimo-ascii1"), &[b"0\xff\x80=", &line[..], &line[..]].concat());
    assert_eq!(rejected(&decoded), [(RejectReason::Garbage, 4 + line.len() - 1)]);
    assert_eq!(numerics(&decoded).len(), 1);
}

#[test]
fn a_line_without_end_is_reported_in_pieces_and_forgotten() {
    let line = masimo("098%", "123", "000800");
    let decoded = decode(stream("masimo-ascii1"), &[&b"x".repeat(1_300)[..], b"\r\n", &line[..]].concat());
    assert_eq!(rejected(&decoded), [512, 512, 277].map(|bytes| (RejectReason::Garbage, bytes)));
    assert_eq!(numerics(&decoded).len(), 1);
}

#[test]
fn the_end_of_input_in_mid_line_is_truncated() {
    let line = masimo("098%", "123", "000800");
    let decoded = decode(stream("masimo-ascii1"), &line[..line.len() - 2]);
    assert_eq!(rejected(&decoded), [(RejectReason::Truncated, line.len() - 2)]);
}
