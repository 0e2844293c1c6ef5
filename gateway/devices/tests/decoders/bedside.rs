//! Devices that stand beside a bed: Nellcor, Capnostream, Ivy, and a scale.

use crate::recorded::ivy_capture;
use crate::samples::{capnostream, capnostream_frame};
use crate::{bytes_rejected, decode, get, numerics, rejected, stream, waveforms};
use hearth_devices::{Decoded, RejectReason};
use hearth_vitals::{DeviceTime, Flags, Vital, WaveformKind};

const NONE: Flags = Flags::NONE;

fn of(key: &str, bytes: &[u8], vital: Vital) -> (Option<i32>, Flags) {
    get(&numerics(&decode(stream(key), bytes))[0], vital)
}

fn weight(line: &str) -> (Option<i32>, Flags) {
    of("and-scale", format!("{line}\r\n").as_bytes(), Vital::Weight)
}

#[test]
fn a_printed_line_of_a_nellcor_has_values_codes_and_headings_between() {
    let page = concat!(
        "N-595    VERSION 1.2.3.4    CRC: 1A2B   SpO2 Limit: 85-100%   PR Limit: 40-170BPM\r\n",
        "                         ADULT        0SAT-S\r\n",
        "TIME                 %SpO2  BPM   PA  Status\r\n",
        "01-Jul-10 13:07:04     96    85*   220  PH\r\n",
    );
    let decoded = decode(stream("nellcor-n595"), page.as_bytes());
    assert_eq!(bytes_rejected(&decoded), 0, "{decoded:?}");
    let Decoded::Numerics { device_time, readings } = &decoded[0] else { panic!("{decoded:?}") };
    assert_eq!(*device_time, Some(DeviceTime(1_277_989_624_000)));
    assert_eq!((get(readings, Vital::PulseRate), get(readings, Vital::Spo2)), ((Some(850), NONE), (Some(960), NONE)));
}

#[test]
fn each_code_of_a_nellcor_means_something_and_an_unknown_one_is_not_passed_over() {
    let with = |codes: &str| of("nellcor-n595", format!("01-Jul-10 13:07:04 96 85 220 {codes}\r\n").as_bytes(), Vital::Spo2);
    let unknown = Flags::QUESTIONABLE.with(Flags::UNKNOWN_EXCEPTION);
    let cases = [
        ("", Some(960), NONE),
        ("AO AS PH PL SH SL", Some(960), NONE),
        ("LB", Some(960), Flags::LOW_BATTERY),
        ("LM", None, Flags::SEARCHING.with(Flags::ARTEFACT)),
        ("LP", None, Flags::SEARCHING),
        ("MO", None, Flags::ARTEFACT),
        ("PS", None, Flags::SEARCHING),
        ("SD", None, Flags::SENSOR_OFF.with(Flags::SENSOR_FAULT)),
        ("SO", None, Flags::SENSOR_OFF),
        ("LB XY", Some(960), Flags::LOW_BATTERY.with(unknown)),
    ];
    for (codes, raw, flags) in cases {
        assert_eq!(with(codes), (raw, flags), "{codes}");
    }
    let none = of("nellcor-n595", b"01-Jul-10 13:07:04 --- --- ---\r\n", Vital::Spo2);
    assert_eq!(none, (None, Flags::NO_VALUE));
    for damaged in [
        "01-Jul-10 13:07:04 96 85",
        "01-Jux-10 13:07:04 96 85 220",
        "01-Jul-10 13:07 96 85 220",
        "01-Jul-10 13:07:04 9G 85 220",
        "01-Jul-10 13:07:04 96 85 220 x",
    ] {
        let decoded = decode(stream("nellcor-n595"), format!("{damaged}\r\n").as_bytes());
        assert_eq!(rejected(&decoded), [(RejectReason::Format, damaged.len() + 1)], "{damaged}");
    }
}

#[test]
fn a_capnostream_says_four_values_and_none_by_255() {
    let frame = capnostream(38, 14, 97, 72);
    let values = [(Vital::Etco2, 380), (Vital::RespiratoryRate, 140), (Vital::Spo2, 970), (Vital::PulseRate, 720)];
    for (vital, raw) in values {
        assert_eq!(of("capnostream", &frame, vital), (Some(raw), NONE), "{vital}");
        assert_eq!(of("capnostream", &capnostream(255, 255, 255, 255), vital), (None, Flags::NO_VALUE), "{vital}");
    }
    assert_eq!(of("capnostream", &capnostream(0, 0, 97, 72), Vital::RespiratoryRate), (Some(0), NONE), "no breath is a value");
    // Bytes that are sent as two.
    let escaped = capnostream(38, 14, 97, 0x85);
    assert_eq!((escaped.len(), of("capnostream", &escaped, Vital::PulseRate)), (frame.len() + 1, (Some(1_330), NONE)));
    let mut kilopascals = vec![0, 0, 1, 0, 50, 0, 14, 97, 72];
    kilopascals.extend([0; 16]);
    kilopascals.extend([2, 0]);
    let kilopascals = capnostream_frame(1, &kilopascals);
    assert_eq!(of("capnostream", &kilopascals, Vital::Etco2), (None, Flags::UNKNOWN_EXCEPTION));
    assert_eq!(of("capnostream", &kilopascals, Vital::RespiratoryRate), (Some(140), NONE), "the rest stands");
}

/// The respiratory rate of 14 turns up as the saturation.
#[test]
fn a_record_of_a_capnostream_that_is_shifted_by_a_byte_is_dropped() {
    let good = capnostream(38, 14, 97, 72);
    let shifted = capnostream(0, 0, 14, 97);
    let decoded = decode(stream("capnostream"), &[&good[..], &shifted, &good].concat());
    assert_eq!(numerics(&decoded).len(), 2);
    assert_eq!(rejected(&decoded), [(RejectReason::Format, shifted.len())]);
    assert!(numerics(&decoded).iter().all(|set| get(set, Vital::Spo2) == (Some(970), NONE)));
    // The first record of all, shifted with everything behind it: the unit is at another place.
    let mut payload = vec![0, 0, 1, 0, 38, 38, 0, 14, 97, 72];
    payload.extend([0, 0, 0, 0, 0, 0, 0, 60, 15, 8, 30, 5, 100, 85, 140, 50, 1]);
    let first = capnostream_frame(1, &payload);
    assert_eq!(rejected(&decode(stream("capnostream"), &first)), [(RejectReason::Format, first.len())]);
    let none = capnostream(38, 255, 255, 72);
    assert_eq!(numerics(&decode(stream("capnostream"), &none.repeat(3))).len(), 3, "no rate and no saturation are no shift");
}

/// How many of these records of a Capnostream are taken.
fn taken(records: &[Vec<u8>]) -> usize {
    numerics(&decode(stream("capnostream"), &records.concat())).len()
}

/// Twenty good records were lost for one in which the rate of breathing was as high as the saturation is.
#[test]
fn an_odd_record_of_a_capnostream_costs_itself_and_the_next_at_most() {
    for odd in [capnostream(38, 96, 96, 72), capnostream(38, 14, 20, 72), capnostream(38, 14, 60, 72)] {
        let records = [vec![capnostream(38, 14, 96, 72), odd], vec![capnostream(38, 14, 96, 72); 20]].concat();
        assert!((20..=21).contains(&taken(&records)), "{records:02x?}");
    }
    // What goes on being so is so.
    assert_eq!(taken(&[vec![capnostream(38, 14, 97, 72)], vec![capnostream(38, 14, 70, 72); 20]].concat()), 20);
    let falling: Vec<_> = (30..=97).rev().map(|spo2| capnostream(38, 14, spo2, 72)).collect();
    assert_eq!(taken(&falling), falling.len(), "a saturation that falls below what can be is told, second by second");
    assert_eq!(taken(&[capnostream(38, 14, 255, 255), capnostream(38, 14, 97, 72)]), 2, "the finger is back in");
    assert_eq!(taken(&[capnostream(38, 14, 97, 72), capnostream(38, 0, 97, 72), capnostream(38, 14, 97, 72)]), 3, "a breath held");
}

/// Rate and saturation stand in the next places; the rate has changed by one meanwhile, and so the saturation is none that was said.
#[test]
fn a_shifted_record_whose_unit_stands_is_dropped_whole_however_many_there_are() {
    let good = capnostream(38, 14, 97, 72);
    for shifted in [capnostream(0, 0, 15, 97), capnostream(14, 97, 72, 0), capnostream(38, 97, 72, 0), capnostream(0, 0, 16, 96)] {
        assert_eq!(taken(&[vec![good.clone()], vec![shifted.clone(); 30], vec![good.clone()]].concat()), 2, "{shifted:02x?}");
        assert_eq!(taken(&[shifted.clone(), good.clone()]), 1, "the first of all: {shifted:02x?}");
    }
    // Who breathes fast has a rate that could be a saturation.
    let (fast, shifted) = (capnostream(30, 62, 93, 140), capnostream(0, 0, 63, 93));
    assert_eq!(taken(&[vec![fast.clone()], vec![shifted; 30], vec![fast]].concat()), 2);
    // A byte short: the unit is the byte behind it.
    let mut payload = vec![0, 1, 0, 38, 0, 14, 97, 72];
    payload.extend([0; 16]);
    payload.extend([1, 1]);
    let short = capnostream_frame(1, &payload);
    assert_eq!(rejected(&decode(stream("capnostream"), &short)), [(RejectReason::Format, short.len())]);
}

#[test]
fn a_capnostream_is_told_that_somebody_speaks_with_it_before_it_is_asked() {
    let enable_and_start = [capnostream_frame(1, &[]), capnostream_frame(4, &[])].concat();
    assert_eq!(stream("capnostream").talk().hello, enable_and_start);
    assert_eq!(stream("capnostream").talk().poll.map(|poll| poll.bytes), Some(&capnostream_frame(6, &[])[..]));
}

/// The points of the curve come twenty times a second; what one said is not true for ever.
#[test]
fn the_state_of_a_curve_that_no_longer_comes_is_forgotten() {
    let bytes = [capnostream_frame(0, &[1, 38, 0, 0x40]), capnostream(38, 14, 97, 72).repeat(6)].concat();
    let etco2 = numerics(&decode(stream("capnostream"), &bytes)).into_iter().map(|set| get(&set, Vital::Etco2).1);
    let off = Flags::SENSOR_OFF;
    assert_eq!(etco2.collect::<Vec<_>>(), [off, off, off, NONE, NONE, NONE]);
}

#[test]
fn the_state_of_the_curve_and_of_the_oximeter_beat_their_numbers() {
    let after = |status: u8| {
        let bytes = [capnostream_frame(0, &[1, 38, 0, status]), capnostream(38, 14, 97, 72)].concat();
        (of("capnostream", &bytes, Vital::Etco2), of("capnostream", &bytes, Vital::Spo2))
    };
    for (status, flag) in [
        (0x01, Flags::NO_VALUE),
        (0x02, Flags::SEARCHING),
        (0x04, Flags::SENSOR_FAULT),
        (0x40, Flags::SENSOR_OFF),
        (0x80, Flags::SENSOR_FAULT),
    ] {
        assert_eq!(after(status), ((None, flag), (Some(970), NONE)), "{status:02x}");
    }
    assert_eq!(after(0), ((Some(380), NONE), (Some(970), NONE)));
    let alarm = |bits: u8| {
        let mut payload = vec![0, 0, 1, 0, 38, 0, 14, 97, 72, 0, 0, 0, 0, 0, bits];
        payload.extend([0; 10]);
        payload.extend([1, 0]);
        let bytes = capnostream_frame(1, &payload);
        (of("capnostream", &bytes, Vital::Spo2), of("capnostream", &bytes, Vital::RespiratoryRate))
    };
    for (bits, flag) in [(0x01, Flags::SEARCHING), (0x20, Flags::SENSOR_OFF), (0x40, Flags::SENSOR_OFF.with(Flags::SENSOR_FAULT))] {
        assert_eq!(alarm(bits), ((None, flag), (Some(140), NONE)), "{bits:02x}");
    }
    assert_eq!(alarm(0x1E).0, (Some(970), NONE), "its own limits are not used");
}

#[test]
fn the_recorded_monitor_says_its_values_each_second_and_its_cuff_once() {
    let decoded = decode(stream("ivy-450c"), &ivy_capture());
    let sets = numerics(&decoded);
    assert_eq!((sets.len(), bytes_rejected(&decoded)), (27, 252), "the capture begins in the middle of a record");
    for set in &sets {
        for (vital, raw) in [(Vital::HeartRate, 800), (Vital::PulseRate, 800), (Vital::Spo2, 1_000), (Vital::RespiratoryRate, 350)] {
            assert_eq!(get(set, vital), (Some(raw), NONE), "{vital}");
        }
        assert_eq!(get(set, Vital::Etco2), (None, Flags::NO_VALUE));
    }
    assert_eq!(get(&sets[0], Vital::Systolic), (Some(1_210), Flags::FROM_MEMORY));
    assert_eq!(get(&sets[0], Vital::Diastolic), (Some(750), Flags::FROM_MEMORY));
    assert!(
        sets[1..].iter().all(|set| set.iter().all(|reading| reading.vital != Vital::Systolic)),
        "an old pressure is not new each second"
    );
    let of_kind = |wanted: WaveformKind| {
        let lengths = decoded.iter().filter_map(|item| match item {
            Decoded::Waveform { kind, samples, .. } if *kind == wanted => Some(samples.len()),
            _ => None,
        });
        lengths.collect::<Vec<_>>()
    };
    assert_eq!(
        (of_kind(WaveformKind::Ecg), of_kind(WaveformKind::Resp), of_kind(WaveformKind::Pleth)),
        (vec![200; 27], vec![50; 27], vec![50; 27])
    );
    assert_eq!(waveforms(&decoded).len(), 81);
}

#[test]
fn a_new_pressure_and_a_message_of_the_monitor_are_told() {
    let record = ivy_capture()[252..252 + 562].to_vec();
    let changed = |from: &str, to: &str| {
        let text = record[409..].to_vec();
        let text = String::from_utf8_lossy(&text[..text.len() - 1]).replace(from, to);
        [&record[..409], text.as_bytes(), &[0xFE]].concat()
    };
    let sets = numerics(&decode(stream("ivy-450c"), &[&record[..], &changed("NIBP=4;121;75;92", "NIBP=4;134;80;99")].concat()));
    assert_eq!(get(&sets[1], Vital::Systolic), (Some(1_340), NONE));
    let unknown = Flags::QUESTIONABLE.with(Flags::UNKNOWN_EXCEPTION);
    let noted = changed("SPO2=1;100;PR=80 ;", "SPO2=1;100;PR=80 ;CHECK PROBE");
    assert_eq!(of("ivy-450c", &noted, Vital::Spo2), (Some(1_000), unknown));
    for (from, to) in
        [("HR=1;80", "HR=1;8O"), ("HR=1;80", "HR=1;8000"), ("HR=1;80;ECG-II-DIAG;", "HR=1"), ("RR=1;35", "HR=1;35"), ("PR=80", "QR=80")]
    {
        let bytes = changed(from, to);
        assert_eq!(rejected(&decode(stream("ivy-450c"), &bytes)), [(RejectReason::Format, bytes.len())], "{to}");
    }
}

/// Nothing but the place says where a curve ends: with a byte lost or gained, the text begins elsewhere.
#[test]
fn a_record_of_the_monitor_with_a_byte_of_a_curve_lost_or_gained_is_none() {
    let record = ivy_capture()[252..252 + 562].to_vec();
    let is_rejected = |bytes: &[u8]| {
        let decoded = decode(stream("ivy-450c"), bytes);
        numerics(&decoded).is_empty() && waveforms(&decoded).is_empty() && bytes_rejected(&decoded) == bytes.len()
    };
    // Up to the whole of the heart rate's line, and beyond.
    for lost in 1..=40 {
        assert!(is_rejected(&[&record[..100], &record[100 + lost..]].concat()), "{lost} lost");
    }
    for gained in [&b"\r"[..], b"A", b"\n", b"RR=1;35;;\r", b"X=1;2;;\r"] {
        assert!(is_rejected(&[&record[..409], gained, &record[409..]].concat()), "{gained:?}");
    }
    let text = |text: &str| [&record[..409], text.as_bytes(), &[0xFE]].concat();
    assert!(is_rejected(&text("HR=1;80;;\rSPO2=1;97;PR=80 ;\rRR=1;35;;\r")), "in another order");
    assert!(is_rejected(&text("HR=1;80;;\rR=1;35;;\r")), "a name that it has not");
    assert!(is_rejected(&text("")), "nothing");
    assert!(!is_rejected(&text("HR=1;80;;\rSPO2=1;97;PR=80 ;\r")), "a monitor without the other parts");
}

#[test]
fn a_scale_says_a_weight_when_it_stands_still() {
    assert_eq!(weight("ST,+00075.20 kg"), (Some(75_200), NONE));
    assert_eq!(weight("ST,+00165.79 lb"), (Some(75_201), NONE));
    assert_eq!(weight("US,+00075.20 kg"), (None, Flags::SEARCHING));
    assert_eq!(weight("OL,+9999999E+19"), (None, Flags::OFF_SCALE_HIGH));
    assert_eq!(weight("ST,+00002.50 kg"), (None, Flags::IMPLAUSIBLE));
    assert_eq!(weight("ST,-00000.10 kg"), (None, Flags::IMPLAUSIBLE));
    for damaged in
        ["ST,+0075.20 kg", "ST,+00075.2O kg", "ST,+00075.20 st", "XX,+00075.20 kg", "ST,00075.20 kg", "ST+00075.20 kg", "ST,+0007520 kg"]
    {
        let decoded = decode(stream("and-scale"), format!("{damaged}\r\n").as_bytes());
        assert_eq!(rejected(&decoded), [(RejectReason::Format, damaged.len() + 1)], "{damaged}");
    }
}
