//! Tests of properties that hold for every stream, not only for those that somebody thought of.

use crate::encode::{Packet, masimo};
use crate::recorded::{df2_packet, masimo_lines};
use crate::samples::samples;
use crate::{bytes_rejected, cases, decode, numerics, stream as named, waveforms};
use hearth_devices::{Decoded, STREAMS, StreamProtocol, lines};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

fn protocol() -> impl Strategy<Value = StreamProtocol> {
    select(STREAMS)
}

fn nonin() -> impl Strategy<Value = StreamProtocol> {
    select(vec![named("nonin-df2"), named("nonin-df7")])
}

fn packet(protocol: StreamProtocol) -> impl Strategy<Value = Packet> {
    let status = prop_oneof![4 => Just(0_u8), 1 => any::<u8>().prop_map(|s| s & 0x7E)];
    (0_u16..512, 0_u8..128, status, vec(any::<u16>(), 25)).prop_map(move |(rate, spo2, status, pleth)| {
        let mut packet = Packet::new(protocol, rate, spo2).status(status);
        packet.pleth.copy_from_slice(&pleth);
        packet
    })
}

/// Good packets or lines of this protocol with garbage between them.
fn stream(protocol: StreamProtocol) -> BoxedStrategy<Vec<u8>> {
    let good = match protocol.driver().key {
        "masimo-ascii1" | "masimo-ascii2" => (0_u16..200, 0_u16..400, 0_u32..0x1000)
            .prop_map(|(spo2, bpm, exc)| masimo(&format!("{spo2:03}%"), &format!("{bpm:03}"), &format!("{exc:06X}")))
            .boxed(),
        "nonin-df2" | "nonin-df7" => packet(protocol).prop_map(|p| p.bytes()).boxed(),
        key => select(samples(key)).boxed(),
    };
    let piece = prop_oneof![3 => good, 1 => vec(any::<u8>(), 0..300), 1 => Just(df2_packet()), 1 => Just(masimo_lines())];
    vec(piece, 0..8).prop_map(|pieces| pieces.concat()).boxed()
}

fn protocol_and_stream() -> impl Strategy<Value = (StreamProtocol, Vec<u8>)> {
    protocol().prop_flat_map(|p| (Just(p), stream(p)))
}

/// What a decoder makes of the bytes when they arrive in pieces of these lengths.
fn decode_in_pieces(protocol: StreamProtocol, mut bytes: &[u8], lengths: &[usize]) -> Vec<Decoded> {
    let (mut decoder, mut out) = (protocol.decoder(), Vec::new());
    for length in lengths.iter().cycle() {
        let (piece, rest) = bytes.split_at((*length).min(bytes.len()));
        decoder.push(piece, &mut out);
        bytes = rest;
        if bytes.is_empty() {
            break;
        }
    }
    decoder.finish(&mut out);
    out
}

/// True if a value is plausible and has no grave flag beside it, and an absent value has a reason.
pub fn is_honest(decoded: &Decoded) -> bool {
    match decoded {
        Decoded::Numerics { readings, .. } => {
            let ordered = readings.windows(2).all(|pair| pair[0].vital < pair[1].vital);
            let honest = readings.iter().all(|r| match r.raw {
                Some(raw) => r.vital.is_plausible(raw) && !r.flags.names().any(|name| GRAVE.contains(&name)),
                None => !r.flags.is_empty(),
            });
            !readings.is_empty() && ordered && honest
        }
        Decoded::Waveform { samples, .. } => (1..=200).contains(&samples.len()),
        Decoded::Remark(remark) => !remark.what.is_empty() && !remark.unit.is_empty(),
        Decoded::Clock(_) => true,
        Decoded::Named { what, text } => !what.is_empty() && text.chars().count() <= 64 && !text.contains(char::is_control),
        Decoded::Rejected { bytes, .. } => *bytes > 0,
    }
}

const GRAVE: [&str; 6] = ["sensor_off", "artefact", "searching", "sensor_fault", "implausible", "no_value"];

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn any_cut_of_any_stream_gives_the_same((protocol, bytes) in protocol_and_stream(), lengths in vec(1_usize..200, 1..9)) {
        let whole = decode(protocol, &bytes);
        prop_assert_eq!(&decode_in_pieces(protocol, &bytes, &lengths), &whole);
        prop_assert_eq!(&decode_in_pieces(protocol, &bytes, &[1]), &whole);
    }

    #[test]
    fn no_bytes_make_a_decoder_panic_or_lie(protocol in protocol(), bytes in vec(any::<u8>(), 0..2_000)) {
        let decoded = decode(protocol, &bytes);
        prop_assert!(decoded.iter().all(is_honest));
        prop_assert!(bytes_rejected(&decoded) <= bytes.len());
    }

    #[test]
    fn what_leaves_a_decoder_is_plausible_or_absent_with_a_reason((protocol, bytes) in protocol_and_stream()) {
        let decoded = decode(protocol, &bytes);
        prop_assert!(decoded.iter().all(is_honest), "{:?}", decoded);
        for line in lines(&decoded) {
            prop_assert!(serde_json::from_str::<serde_json::Value>(&line).is_ok());
        }
    }

    #[test]
    fn output_is_bounded_by_input((protocol, bytes) in protocol_and_stream()) {
        // A packet of 125 bytes gives a waveform and at most one set of numerics; the end
        // of the input may add a set, a rejection and the rejection before it.
        let decoded = decode(protocol, &bytes);
        prop_assert!(decoded.len() <= 3 + bytes.len() / 2);
    }

    #[test]
    fn every_nonin_byte_is_accepted_or_counted_as_rejected(
        (protocol, bytes, packets) in nonin().prop_flat_map(|p| (Just(p), vec(any::<u8>(), 0..400), vec(packet(p).prop_map(|p| p.status(0)), 0..6)))
    ) {
        let good: Vec<u8> = packets.iter().flat_map(Packet::bytes).collect();
        let decoded = decode(protocol, &[&bytes[..], &good[..]].concat());
        prop_assert_eq!(waveforms(&decoded).len() * 125 + bytes_rejected(&decoded), bytes.len() + good.len());
    }

    #[test]
    fn after_garbage_the_very_next_whole_packet_counts(
        (protocol, garbage, packets) in nonin().prop_flat_map(|p| (Just(p), vec(any::<u8>(), 0..400), vec(packet(p).prop_map(|p| p.status(0)), 2)))
    ) {
        let good: Vec<u8> = packets.iter().flat_map(Packet::bytes).collect();
        let decoded = decode(protocol, &[&garbage[..], &good[..]].concat());
        prop_assert_eq!(waveforms(&decoded).len(), 2);
        prop_assert_eq!(bytes_rejected(&decoded), garbage.len());
    }

    #[test]
    fn after_garbage_the_second_masimo_line_counts_at_the_latest(garbage in vec(any::<u8>(), 0..700)) {
        let line = masimo("098%", "123", "000800");
        let decoded = decode(named("masimo-ascii1"), &[&garbage[..], &line[..], &line[..]].concat());
        prop_assert!(!numerics(&decoded).is_empty());
    }

    #[test]
    fn one_flipped_bit_costs_a_nonin_packet_and_never_changes_a_value(
        (protocol, packets) in nonin().prop_flat_map(|p| (Just(p), vec(packet(p).prop_map(|p| p.status(0)), 1..4))),
        at in any::<Index>(), bit in 0_u8..8
    ) {
        let mut bytes: Vec<u8> = packets.iter().flat_map(Packet::bytes).collect();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let mut intact = packets;
        intact.remove(at / 125);
        let expected: Vec<Vec<i16>> = intact.iter().flat_map(|p| waveforms(&decode(protocol, &p.bytes()))).collect();
        let values: Vec<_> = intact.iter().flat_map(|p| numerics(&decode(protocol, &p.bytes()))).collect();
        let decoded = decode(protocol, &bytes);
        prop_assert_eq!(waveforms(&decoded), expected);
        prop_assert_eq!(bytes_rejected(&decoded), 125);
        prop_assert!(numerics(&decoded).iter().all(|set| values.contains(set)));
    }
}

proptest! {
    #![proptest_config(cases(400))]

    /// A frame of a protocol with a checksum that lost a byte, gained one, or stands within another one, is never another
    /// value: each set of numerics is one that was sent.
    #[test]
    fn a_damaged_frame_with_a_checksum_never_says_another_value(
        key in select(&CHECKED[..]), at in any::<Index>(), byte in any::<u8>(), how in 0_u8..3
    ) {
        let frames = samples(key);
        let sent: Vec<_> = frames.iter().flat_map(|frame| numerics(&decode(named(key), frame))).collect();
        let mut bytes = frames.concat();
        let at = at.index(bytes.len());
        match how {
            0 => { bytes.remove(at); }
            1 => bytes.insert(at, byte),
            _ => { bytes.splice(at..at, frames[0].clone()); }
        }
        let decoded = decode(named(key), &bytes);
        prop_assert!(numerics(&decoded).iter().all(|set| sent.contains(set)), "{} at {}: {:?}", key, at, decoded);
    }
}

/// Streams whose frames have a checksum, beside Nonin's formats 2 and 7.
const CHECKED: [&str; 3] = ["nonin-df13", "capnostream", "hearth-open"];

#[test]
fn one_flipped_bit_of_a_frame_with_a_checksum_never_says_another_value() {
    for key in CHECKED {
        for frame in samples(key) {
            let sent = numerics(&decode(named(key), &frame));
            for bit in 0..frame.len() * 8 {
                let mut bytes = frame.clone();
                bytes[bit / 8] ^= 1 << (bit % 8);
                let decoded = decode(named(key), &[&bytes[..], &frame[..]].concat());
                assert!(numerics(&decoded).iter().all(|set| sent.contains(set)), "{key}: bit {bit}: {decoded:?}");
                assert!(!numerics(&decoded).is_empty() || key == "hearth-open", "{key}: the frame behind it counts, bit {bit}");
            }
        }
    }
}

#[test]
fn every_single_bit_of_the_recorded_packet_is_protected() {
    let packet = df2_packet();
    for bit in 0..packet.len() * 8 {
        let mut bytes = packet.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let decoded = decode(named("nonin-df2"), &bytes);
        assert_eq!((numerics(&decoded).len(), bytes_rejected(&decoded)), (0, 125), "bit {bit}");
    }
}

#[test]
fn every_single_lost_byte_of_the_recorded_packet_costs_that_packet_only() {
    let packet = df2_packet();
    for lost in 0..packet.len() {
        let mut bytes = [&packet[..], &packet[..]].concat();
        bytes.remove(lost);
        let decoded = decode(named("nonin-df2"), &bytes);
        assert_eq!((waveforms(&decoded).len(), bytes_rejected(&decoded)), (1, 124), "byte {lost}");
    }
}

/// There is no checksum; this shows what the shape of the text alone catches.
#[test]
fn a_flipped_bit_of_a_masimo_line_reaches_a_reading_only_inside_its_own_field() {
    let line = masimo("098%", "123", "000800");
    let good = numerics(&decode(named("masimo-ascii1"), &line));
    let own: Vec<usize> = [&b"SPO2="[..], b"BPM=", b" PI=", b"ALARM=", b"EXC="].into_iter().flat_map(|key| field(&line, key)).collect();
    let mut changed = 0;
    for bit in 0..line.len() * 8 {
        let mut bytes = line.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let differs = numerics(&decode(named("masimo-ascii1"), &bytes)).iter().any(|set| !good.contains(set));
        assert!(!differs || own.contains(&(bit / 8)), "bit {bit}");
        let numbers = numerics(&decode(named("masimo-ascii1"), &bytes)).concat();
        let is_other = numbers.iter().any(|reading| reading.raw.is_some() && good[0].iter().all(|good| good.raw != reading.raw));
        changed += usize::from(is_other);
    }
    assert!(changed * 24 < line.len() * 8, "{changed} of {} single flips make another number", line.len() * 8);
}

/// The range of a field in a line, its key included, the blank after it not.
fn field(line: &[u8], key: &[u8]) -> std::ops::Range<usize> {
    let start = line.windows(key.len()).position(|w| w == key).unwrap();
    let value = start + key.len();
    let end = line[value..].iter().position(|b| b" \r".contains(b)).unwrap();
    start..value + end
}
