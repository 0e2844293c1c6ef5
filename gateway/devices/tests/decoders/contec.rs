//! Contec CMS50, both generations, and the probe that tells them apart.

use crate::recorded::df2_packet;
use crate::samples::{cms50d, cms50f};
use crate::{bytes_rejected, decode, get, numerics, stream, waveforms};
use hearth_devices::{Decoded, Generation, generation};
use hearth_vitals::{Flags, Vital};

const NONE: Flags = Flags::NONE;
/// A live packet of a real CMS50E.
const CMS50E: [u8; 9] = [0x01, 0xE0, 0x84, 0x93, 0x92, 0xBC, 0xE3, 0xFF, 0xFF];

fn first(key: &str, bytes: &[u8], vital: Vital) -> (Option<i32>, Flags) {
    get(&numerics(&decode(stream(key), bytes))[0], vital)
}

#[test]
fn the_recorded_packet_of_a_newer_one_reads_60_and_99() {
    assert_eq!(first("contec-cms50f", &CMS50E, Vital::PulseRate), (Some(600), NONE));
    assert_eq!(first("contec-cms50f", &CMS50E, Vital::Spo2), (Some(990), NONE));
    assert_eq!(first("contec-cms50f", &CMS50E, Vital::PerfusionIndex), (None, Flags::NO_VALUE));
    assert_eq!(waveforms(&decode(stream("contec-cms50f"), &CMS50E)), [[19]]);
}

#[test]
fn each_rate_of_either_generation_reads_back_and_no_code_is_a_number() {
    for rate in 20..=254_u8 {
        assert_eq!(first("contec-cms50d", &cms50d(rate, 97, 0), Vital::PulseRate), (Some(i32::from(rate) * 10), NONE));
        let newer = cms50f(1, &[4, 19, 0x12, rate, 97, 0x7D, 0x02]);
        assert_eq!(first("contec-cms50f", &newer, Vital::PulseRate), (Some(i32::from(rate) * 10), NONE));
        assert_eq!(first("contec-cms50f", &newer, Vital::PerfusionIndex), (Some(6_370), NONE));
    }
    for (rate, spo2) in [(255, 127), (0, 0)] {
        for vital in [Vital::PulseRate, Vital::Spo2] {
            assert_eq!(first("contec-cms50d", &cms50d(rate, spo2, 0), vital), (None, Flags::NO_VALUE));
            assert_eq!(first("contec-cms50f", &cms50f(1, &[4, 19, 2, rate, spo2, 0xFF, 0xFF]), vital), (None, Flags::NO_VALUE));
        }
    }
}

#[test]
fn what_either_says_of_its_finger_takes_the_number_away() {
    // Some models go on showing the last number beside a finger that is out.
    assert_eq!(first("contec-cms50d", &cms50d(60, 99, 0x10), Vital::Spo2), (None, Flags::SENSOR_OFF));
    assert_eq!(first("contec-cms50d", &cms50d(255, 127, 0x10), Vital::Spo2).1, Flags::SENSOR_OFF.with(Flags::NO_VALUE));
    for (bit, flag) in [(0x20, Flags::SEARCHING), (0x10, Flags::SENSOR_FAULT)] {
        let mut frame = cms50d(60, 99, 0);
        frame[2] |= bit;
        assert_eq!(first("contec-cms50d", &frame, Vital::Spo2), (None, flag));
    }
    for (state, pleth, flag) in [(0x80, 19, Flags::SENSOR_FAULT), (0x10, 19, Flags::SEARCHING), (0, 0x80, Flags::SEARCHING)] {
        assert_eq!(first("contec-cms50f", &cms50f(1, &[state, pleth, 2, 60, 99, 0xFF, 0xFF]), Vital::Spo2), (None, flag));
    }
}

#[test]
fn a_perfusion_that_is_not_valid_or_stands_beside_no_value_is_none() {
    let perfusion = |bytes: &[u8]| first("contec-cms50f", bytes, Vital::PerfusionIndex);
    let none = (None, Flags::NO_VALUE);
    assert_eq!(perfusion(&[0x01, 0x88, 0x84, 0x93, 0x82, 0xFF, 0xFF, 0x80, 0x80]), none);
    let live = |bar: u8, rate: u8, spo2: u8, low: u8| perfusion(&cms50f(1, &[4, 19, bar, rate, spo2, low, 0]));
    assert_eq!(live(0x12, 0xFF, 0x7F, 0), none, "0.00 beside no value");
    assert_eq!(live(0x02, 60, 99, 0x7D), none, "the device does not say that it is valid");
    assert_eq!(live(0x12, 60, 99, 0x7D), (Some(1_250), NONE));
    assert_eq!(live(0x12, 60, 99, 0), (Some(0), NONE), "a pulse that hardly swings is one");
    assert_eq!(perfusion(&cms50f(0x09, &[0x7F, 0xFF, 0, 0])), (None, Flags::FROM_MEMORY.with(Flags::NO_VALUE)));
}

#[test]
fn sixty_frames_are_one_set_of_numerics_and_a_second_of_pleth() {
    for (key, frame) in [("contec-cms50d", cms50d(60, 99, 0).to_vec()), ("contec-cms50f", CMS50E.to_vec())] {
        let decoded = decode(stream(key), &frame.repeat(600));
        assert_eq!((numerics(&decoded).len(), bytes_rejected(&decoded)), (11, 0), "{key}: the first at once");
        assert_eq!(waveforms(&decoded).iter().map(Vec::len).collect::<Vec<_>>(), [60; 10], "{key}");
        let mut lost = frame.repeat(120);
        lost.remove(frame.len() * 30 + 2);
        let decoded = decode(stream(key), &lost);
        assert_eq!(bytes_rejected(&decoded), frame.len() - 1, "{key}");
        assert_eq!(waveforms(&decoded).iter().map(Vec::len).collect::<Vec<_>>(), [30, 60, 29], "{key}: never across a gap");
    }
}

#[test]
fn what_the_newer_one_remembers_is_told_as_remembered() {
    let sets = numerics(&decode(stream("contec-cms50f"), &cms50f(0x0F, &[97, 70, 96, 71, 127, 255])));
    let of = |set: usize| get(&sets[set], Vital::Spo2);
    assert_eq!([of(0), of(1)], [(Some(970), Flags::FROM_MEMORY), (Some(960), Flags::FROM_MEMORY)]);
    assert_eq!(of(2), (None, Flags::FROM_MEMORY.with(Flags::NO_VALUE)));
    let perfused = numerics(&decode(stream("contec-cms50f"), &cms50f(0x09, &[97, 70, 0x40, 0x01])));
    assert_eq!(get(&perfused[0], Vital::PerfusionIndex), (Some(3_200), Flags::FROM_MEMORY));
    // The device ends it, and an answer to a command: no measurements, and nothing wrong.
    let ended = [cms50f(0x0D, &[0]), CMS50E.to_vec()].concat();
    assert_eq!(
        (numerics(&decode(stream("contec-cms50f"), &ended)).len(), bytes_rejected(&decode(stream("contec-cms50f"), &ended))),
        (1, 0)
    );
}

#[test]
fn the_probe_tells_the_generations_apart_and_takes_nothing_else_for_one() {
    assert_eq!(generation(&CMS50E.repeat(13)), Some(Generation::Cms50f));
    assert_eq!(generation(&cms50d(60, 99, 0).repeat(13)), Some(Generation::Cms50d));
    let joined = [&CMS50E[5..], &CMS50E.repeat(13)].concat();
    assert_eq!(generation(&joined), Some(Generation::Cms50f), "joined in mid-packet");
    for other in [Vec::new(), CMS50E.repeat(5), df2_packet(), vec![0xFF; 500], vec![0; 500], b"SPO2=097 HR=072\r\n".repeat(9)] {
        assert_eq!(generation(&other), None, "{:?}", &other[..other.len().min(9)]);
    }
}

/// What is read of a device of which nobody has said the generation.
fn either(bytes: &[u8]) -> Vec<Decoded> {
    decode(stream("contec-cms50"), bytes)
}

#[test]
fn one_name_reads_both_generations_and_nothing_before_it_knows_which() {
    for (frame, rate) in [(cms50d(60, 99, 0).to_vec(), 600), (CMS50E.to_vec(), 600)] {
        let decoded = either(&frame.repeat(61));
        let sets = numerics(&decoded);
        assert_eq!((sets.len(), get(&sets[0], Vital::PulseRate)), (2, (Some(rate), NONE)), "{decoded:?}");
        assert!(sets.iter().flatten().all(|reading| reading.vital != Vital::PerfusionIndex), "no vital that only one of them has");
        assert_eq!(waveforms(&decoded).concat().len(), 61);
        assert_eq!(bytes_rejected(&decoded), 0);
        assert!(numerics(&either(&frame.repeat(11))).is_empty(), "eleven frames may be noise");
    }
}

#[test]
fn noise_before_a_contec_says_nothing_and_every_byte_of_it_is_told() {
    // Single good frames among noise, which alone would be numbers.
    let noise = [&CMS50E[..], &[0xFF; 40], &cms50d(60, 99, 0), &[0x00; 300]].concat();
    let decoded = either(&[&noise[..], &CMS50E.repeat(61)].concat());
    assert_eq!((numerics(&decoded).len(), bytes_rejected(&decoded)), (2, noise.len()), "{decoded:?}");
    assert_eq!(bytes_rejected(&either(&noise)), noise.len());
}

#[test]
fn a_contec_of_the_other_generation_on_the_same_line_is_known_again() {
    let both = [&cms50d(60, 99, 0).repeat(120)[..], &CMS50E.repeat(360), &cms50d(70, 91, 0).repeat(600)].concat();
    let rates: Vec<_> = numerics(&either(&both)).iter().map(|set| get(set, Vital::Spo2).0.unwrap()).collect();
    assert!(rates.starts_with(&[990, 990]) && rates.ends_with(&[910, 910]), "{rates:?}");
}
