//! The bytes of devices mean what the simulator says it sent: checked with a parser of the test's own and with the
//! gateway's decoders.

use hearth_devices::{Decoded, StreamProtocol, Talker, Word};
use hearth_sim::body::{Body, Change, Rest};
use hearth_sim::device::{Conditions, Contec, ContecGeneration, Device, Masimo, MasimoDialect, Nonin, NoninFormat, PLAYED, Said};
use hearth_vitals::{DeviceTime, Flags, Reading, Vital};
use std::collections::BTreeSet;

/// A patient to whom everything possible happens within four minutes.
fn eventful() -> (Body, Conditions) {
    let mut body = Body::new(Rest::default(), 17);
    let go = |vital, target, at_ms, until_ms| Change { vital, target, at_ms, over_ms: 3_000, until_ms: Some(until_ms) };
    body.change(go(Vital::Spo2, 81.0, 20_000, 50_000));
    body.change(go(Vital::HeartRate, 230.0, 60_000, 80_000));
    body.change(go(Vital::PerfusionIndex, 0.45, 90_000, 110_000));
    body.change(go(Vital::PerfusionIndex, 0.1, 120_000, 140_000));
    let mut conditions = Conditions::default();
    conditions.motion.on(150_000, Some(160_000));
    conditions.sensor_off.on(170_000, Some(190_000));
    conditions.low_battery.on(200_000, None);
    (body, conditions)
}

/// Each packet or line of this many seconds, with what the simulator says it sent.
fn packets(device: &mut dyn Device, seconds: u64) -> Vec<(Vec<u8>, Said)> {
    let (body, conditions) = eventful();
    let (mut packets, mut bytes) = (Vec::new(), Vec::new());
    while device.due_us() < seconds * 1_000_000 {
        if let Some(said) = device.speak(&body, &conditions, &mut bytes) {
            packets.push((std::mem::take(&mut bytes), said));
        }
    }
    packets
}

/// What a nurse may be shown of it: no value while the sensor is off, searching or disturbed.
fn shown(said: &Said) -> Vec<Reading> {
    let beaten = Flags::SENSOR_OFF.with(Flags::SEARCHING).with(Flags::ARTEFACT);
    said.readings.iter().map(|r| if r.flags.intersects(beaten) { Reading { raw: None, ..*r } } else { *r }).collect()
}

fn decode(protocol: &str, bytes: &[u8]) -> Vec<Decoded> {
    let mut decoder = protocol.parse::<hearth_devices::StreamProtocol>().unwrap().decoder();
    let mut decoded = Vec::new();
    decoder.push(bytes, &mut decoded);
    decoded
}

fn readings(decoded: &[Decoded]) -> Vec<Reading> {
    let numerics = decoded.iter().find_map(|d| match d {
        Decoded::Numerics { readings, .. } => Some(readings.clone()),
        _ => None,
    });
    numerics.unwrap_or_else(|| panic!("no numerics in {decoded:?}"))
}

const NONIN: [(NoninFormat, &str); 2] = [(NoninFormat::Df2, "nonin-df2"), (NoninFormat::Df7, "nonin-df7")];

#[test]
fn nonin_packets_have_the_shape_and_numbers_of_the_makers_paper() {
    for (format, name) in NONIN {
        for (bytes, said) in packets(&mut Nonin::new(format, 4), 240) {
            assert_eq!(bytes.len(), 125, "{name}");
            let frames: Vec<&[u8]> = bytes.chunks(5).collect();
            for (place, frame) in frames.iter().enumerate() {
                let status = if format == NoninFormat::Df2 { frame[1] } else { frame[0] };
                assert_eq!(frame[..4].iter().map(|b| u32::from(*b)).sum::<u32>() % 256, u32::from(frame[4]), "{name} sum");
                assert_eq!((status & 0x80, status & 1 == 1), (0x80, place == 0), "{name} status of frame {place}");
                assert!(format == NoninFormat::Df7 || frame[0] == 1);
            }
            let (rate, spo2) = (i32::from(frames[0][3]) * 128 + i32::from(frames[1][3]), i32::from(frames[2][3]));
            let expect = |reading: &Reading, none: i32| reading.raw.map_or(none, |raw| raw / 10);
            assert_eq!((rate, spo2), (expect(&said.readings[0], 511), expect(&said.readings[1], 127)), "{name}");
            assert_eq!(i32::from(frames[8][3]), spo2, "{name} SpO2-D");
            assert_eq!(i32::from(frames[19][3]) * 128 + i32::from(frames[20][3]), rate, "{name} HR-D");
        }
    }
}

#[test]
fn the_gateway_reads_from_nonin_bytes_what_was_said_value_by_value() {
    for (format, name) in NONIN {
        let mut seen = Flags::NONE;
        for (bytes, said) in packets(&mut Nonin::new(format, 4), 240) {
            let decoded = decode(name, &bytes);
            assert_eq!(readings(&decoded), shown(&said), "{name}");
            assert!(!decoded.iter().any(|d| matches!(d, Decoded::Rejected { .. })));
            seen = said.readings.iter().fold(seen, |seen, r| seen.with(r.flags));
        }
        for flag in
            [Flags::SENSOR_OFF, Flags::SEARCHING, Flags::ARTEFACT, Flags::LOW_PERFUSION, Flags::MARGINAL_PERFUSION, Flags::LOW_BATTERY]
        {
            assert!(seen.contains(flag), "{name}: the eventful patient never showed {flag:?}");
        }
    }
}

#[test]
fn a_whole_nonin_stream_is_read_without_a_rejected_byte() {
    for (format, name) in NONIN {
        let all: Vec<u8> = packets(&mut Nonin::new(format, 4), 120).into_iter().flat_map(|(bytes, _)| bytes).collect();
        let decoded = decode(name, &all);
        let numerics = decoded.iter().filter(|d| matches!(d, Decoded::Numerics { .. })).count();
        let samples: usize = decoded.iter().map(|d| if let Decoded::Waveform { samples, .. } = d { samples.len() } else { 0 }).sum();
        assert!(!decoded.iter().any(|d| matches!(d, Decoded::Rejected { .. })), "{name}");
        assert!((119..=121).contains(&numerics), "{name}: {numerics} numerics in 120 s");
        assert_eq!(samples, 120 * 75, "{name}");
    }
}

#[test]
fn the_gateway_draws_the_pleth_that_was_sent() {
    let (bytes, _) = packets(&mut Nonin::new(NoninFormat::Df7, 4), 1).remove(0);
    let sent: Vec<i32> = bytes.chunks(5).map(|frame| i32::from(frame[1]) * 256 + i32::from(frame[2]) - 32_768).collect();
    let Some(Decoded::Waveform { samples, .. }) = decode("nonin-df7", &bytes).into_iter().find(|d| matches!(d, Decoded::Waveform { .. }))
    else {
        panic!("no waveform")
    };
    assert_eq!(samples.iter().map(|s| i32::from(*s)).collect::<Vec<_>>(), sent);
}

#[test]
fn the_gateway_reads_from_masimo_lines_what_was_said_value_by_value() {
    const START_MS: i64 = 1_800_000_000_000;
    for (second, (bytes, said)) in packets(&mut Masimo::new(MasimoDialect::Ascii1, START_MS), 240).into_iter().enumerate() {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let field = |key: &str| text.split_whitespace().find_map(|w| w.strip_prefix(key)?.strip_prefix('=')).unwrap().to_owned();
        let expected = said.readings[1].raw.map_or("---%".to_owned(), |raw| format!("{:03}%", raw / 10));
        assert_eq!(field("SPO2"), expected, "{text}");
        assert!(text.ends_with("\r\n") && field("EXC").len() == 6, "{text}");
        let decoded = decode("masimo-ascii1", &bytes);
        assert_eq!(readings(&decoded), shown(&said), "{text}");
        let Decoded::Numerics { device_time, .. } = decoded[0] else { panic!("{decoded:?}") };
        assert_eq!(device_time, Some(DeviceTime(START_MS + second as i64 * 1_000)), "{text}");
    }
}

/// What the gateway's decoder makes of each packet or line, beside what the simulator says it sent. The device is asked and answered
/// as the gateway does it, and all that it says is durable at once.
fn conversation(device: &mut dyn Device, protocol: StreamProtocol, seconds: u64) -> Vec<(Vec<Decoded>, Said)> {
    let (body, conditions) = eventful();
    let (mut decoder, mut talker) = (protocol.decoder(), Talker::opened(protocol, 0));
    let (mut all, mut packet) = (Vec::new(), Vec::new());
    while device.due_us() < seconds * 1_000_000 {
        let (due_us, mut bytes, mut decoded) = (device.due_us(), Vec::new(), Vec::new());
        let said = device.speak(&body, &conditions, &mut bytes);
        decoder.push(&bytes, &mut decoded);
        talker.heard(&decoded, due_us / 1_000);
        talker.kept(due_us / 1_000);
        for word in talker.words(due_us / 1_000) {
            let Word::Write(bytes) = word else { panic!("{protocol}: {word:?}") };
            device.hear(&bytes, due_us);
        }
        packet.extend(decoded);
        all.extend(said.map(|said| (std::mem::take(&mut packet), said)));
    }
    all
}

/// The seeds with which a driver is tried: of a Contec of which nobody knows the generation one makes each.
fn seeds(key: &str) -> &'static [u64] {
    if key == "contec-cms50" { &[4, 5] } else { &[4] }
}

/// How many packets pass before the gateway understands: of that Contec it shows nothing until twelve frames agree.
fn not_yet_understood(key: &str) -> usize {
    if key == "contec-cms50" { 2 } else { 0 }
}

/// Every device that can be played, over twenty minutes in which everything happens.
#[test]
fn the_gateway_reads_from_every_played_device_what_was_said() {
    let played = PLAYED.iter().filter(|played| !["nonin-df2", "nonin-df7"].contains(&played.driver().key));
    for (played, seed) in played.flat_map(|played| seeds(played.driver().key).iter().map(move |seed| (played, *seed))) {
        let key = played.driver().key;
        let (mut seen, mut vitals) = (Flags::NONE, BTreeSet::new());
        let packets = conversation(&mut *played.device(seed, 1_800_000_000_000), key.parse().unwrap(), 1_300);
        for (decoded, said) in packets.into_iter().skip(not_yet_understood(key)) {
            assert_eq!(readings(&decoded), shown(&said), "{key}");
            assert!(!decoded.iter().any(|d| matches!(d, Decoded::Rejected { .. })), "{key}: {decoded:?}");
            assert!(said.readings.iter().all(|reading| played.driver().vitals.contains(&reading.vital)), "{key}");
            seen = said.readings.iter().fold(seen, |seen, reading| seen.with(reading.flags));
            vitals.extend(said.readings.iter().filter(|reading| reading.raw.is_some()).map(|reading| reading.vital));
        }
        let expected = match key {
            "nonin-df13" | "hearth-open-spot" => Flags::LOW_BATTERY,
            "and-scale" => Flags::NONE,
            _ => Flags::NO_VALUE,
        };
        assert!(seen.contains(expected), "{key}: the eventful patient never showed it: {seen:?}");
        let is_open = key.starts_with("hearth-open");
        assert!(is_open || vitals.into_iter().eq(played.driver().vitals.iter().copied()), "{key} says each of its vitals");
    }
}

#[test]
fn a_newer_contec_speaks_while_it_is_asked_and_no_longer() {
    let mut device = Contec::new(ContecGeneration::Newer, 1);
    let (body, conditions) = (Body::new(Rest::default(), 1), Conditions::default());
    let mut spoke = |asked: &[(u64, u8)], until_s: u64| {
        let (mut seconds, mut asked) = (BTreeSet::new(), asked.iter().peekable());
        while device.due_us() < until_s * 1_000_000 {
            let due_us = device.due_us();
            if let Some((_, command)) = asked.next_if(|(at, _)| at * 1_000_000 <= due_us) {
                device.hear(&[0x7D, 0x81, *command, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80], due_us);
            }
            let mut bytes = Vec::new();
            device.speak(&body, &conditions, &mut bytes);
            if !bytes.is_empty() {
                seconds.insert(due_us / 1_000_000);
            }
        }
        seconds.into_iter().collect::<Vec<_>>()
    };
    assert_eq!(spoke(&[(1, 0xAF)], 3), [0_u64; 0], "nobody asked it to begin");
    assert_eq!(spoke(&[(3, 0xA1)], 12), [3, 4, 5, 6, 7]);
    assert_eq!(spoke(&[(12, 0xA1), (16, 0xAF)], 30), (12..21).collect::<Vec<_>>());
    assert_eq!(spoke(&[(30, 0xA1), (31, 0xA2)], 40), [30]);
}

#[test]
fn the_rate_is_exact_over_a_day() {
    let mut oximeter = Nonin::new(NoninFormat::Df7, 1);
    let (body, conditions) = (Body::new(Rest::default(), 1), Conditions::default());
    let mut bytes = Vec::new();
    for _ in 0..75 * 600 {
        oximeter.speak(&body, &conditions, &mut bytes);
    }
    assert_eq!((bytes.len(), oximeter.due_us()), (375 * 600, 600_000_000));
    oximeter.skip_to(86_400_000_000);
    assert_eq!(oximeter.due_us(), 86_400_000_000);
}
