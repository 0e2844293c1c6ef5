//! Tests of what is written on a line, and when.

use crate::samples::{cms50d, df13};
use crate::{decode, stream};
use hearth_devices::{Decoded, Dialogue, Parity, StreamProtocol, Talker, Word};
use hearth_vitals::Flags;

const ACK: u8 = 0x06;
const NAK: u8 = 0x15;

/// A line that was opened at 0.
struct Line {
    protocol: StreamProtocol,
    talker: Talker,
}

impl Line {
    fn opened(key: &str) -> Line {
        let protocol = stream(key);
        Line { protocol, talker: Talker::opened(protocol, 0) }
    }

    fn hears(&mut self, at_ms: u64, bytes: &[u8]) {
        let decoded: Vec<Decoded> = decode(self.protocol, bytes);
        self.talker.heard(&decoded, at_ms);
    }

    /// What is written until then, each with its time.
    fn written(&mut self, until_ms: u64) -> Vec<(u64, Vec<u8>)> {
        let said = self.said(until_ms);
        said.into_iter().filter_map(|(at, word)| if let Word::Write(bytes) = word { Some((at, bytes)) } else { None }).collect()
    }

    fn said(&mut self, until_ms: u64) -> Vec<(u64, Word)> {
        let mut said = Vec::new();
        while let Some(due) = self.talker.due_ms().filter(|due| *due <= until_ms) {
            said.extend(self.talker.words(due).into_iter().map(|word| (due, word)));
        }
        said.extend(self.talker.words(until_ms).into_iter().map(|word| (until_ms, word)));
        said
    }
}

fn record(second: u8) -> Vec<u8> {
    df13([20, 26, 11, 20, 8, 15, second, 0], 0x0200, 72, 97)
}

#[test]
fn a_record_is_acknowledged_when_it_is_durable_and_not_before() {
    let mut line = Line::opened("nonin-df13");
    assert_eq!(line.talker.due_ms(), None, "it speaks on its own");
    line.hears(1_000, &record(0));
    assert_eq!(line.written(60_000), [], "it is read, and that is all");
    line.talker.kept(1_000);
    assert_eq!(line.written(60_000), [(60_000, vec![ACK])]);
    line.talker.kept(1_000);
    assert_eq!(line.written(70_000), [], "once: a second answer would be taken for the next record's");
}

#[test]
fn a_damaged_record_is_asked_for_again_and_noise_is_not_answered() {
    let mut line = Line::opened("nonin-df13");
    let mut damaged = record(0);
    damaged[19] ^= 1;
    line.hears(1_000, &damaged);
    assert_eq!(line.written(1_000), [(1_000, vec![NAK])]);
    line.hears(2_000, b"noise");
    assert_eq!(line.written(2_000), []);
    // It was said again by itself, and both came in one piece.
    line.hears(3_000, &[damaged, record(0)].concat());
    assert_eq!(line.written(3_000), [], "the good one is newer");
    line.talker.kept(3_000);
    assert_eq!(line.written(3_000), [(3_000, vec![ACK])]);
}

#[test]
fn one_stray_byte_does_not_hide_that_a_record_was_damaged() {
    let mut damaged = record(0);
    damaged[19] ^= 1;
    for stray in [&[0xFF][..], &[0x00], &[0x00, 0x02], &[0xFF, 0x00, 0x02, 0x55]] {
        let mut line = Line::opened("nonin-df13");
        line.hears(1_000, &[stray, &damaged].concat());
        assert_eq!(line.written(1_000), [(1_000, vec![NAK])], "{stray:02x?}");
    }
}

#[test]
fn a_line_that_damages_every_record_is_asked_again_each_five_seconds_at_most() {
    let mut line = Line::opened("nonin-df13");
    let mut damaged = record(0);
    damaged[19] ^= 1;
    let said = |line: &mut Line, at_ms: u64, bytes: &[u8]| {
        line.hears(at_ms, bytes);
        line.written(at_ms).len()
    };
    let asked: Vec<u64> = (0..120).map(|tenth| tenth * 100).filter(|at| said(&mut line, *at, &damaged) > 0).collect();
    assert_eq!(asked, [0, 5_000, 10_000]);
    // A good one came between: the next damaged one is another record.
    assert_eq!((said(&mut line, 12_100, &record(1)), said(&mut line, 12_200, &damaged)), (0, 1));
}

#[test]
fn only_the_newest_record_is_answered_and_none_of_an_earlier_opening() {
    let mut line = Line::opened("nonin-df13");
    line.hears(1_000, &record(0));
    line.hears(6_000, &record(0));
    line.talker.kept(1_000);
    assert_eq!(line.written(6_000), [], "the device waits for the answer to what it said last");
    line.talker.kept(6_000);
    assert_eq!(line.written(6_000), [(6_000, vec![ACK])]);
    let mut again = Line::opened("nonin-df13");
    again.talker.kept(6_000);
    assert_eq!(again.written(7_000), []);
}

#[test]
fn a_device_that_nobody_waits_for_is_not_answered() {
    let mut line = Line::opened("nonin-df8");
    line.hears(1_000, &crate::samples::df8(72, 97, 0, 0));
    line.talker.kept(1_000);
    assert_eq!(line.said(60_000), []);
}

#[test]
fn a_contec_is_asked_kept_awake_and_asked_anew_when_it_fell_silent() {
    let mut line = Line::opened("contec-cms50f");
    let commands = |written: Vec<(u64, Vec<u8>)>| -> Vec<(u64, u8)> { written.into_iter().map(|(at, bytes)| (at, bytes[2])).collect() };
    assert_eq!(commands(line.written(0)), [(0, 0xA1)]);
    line.hears(3_000, &crate::samples::cms50f(0x01, &[4, 19, 0x12, 60, 99, 0xFF, 0xFF]));
    assert_eq!(commands(line.written(4_000)), [(4_000, 0xAF)], "within its five seconds");
    assert_eq!(commands(line.written(12_000)), [(8_000, 0xA1), (12_000, 0xA1)]);
    assert_eq!(Line::opened("contec-cms50d").said(60_000), [], "the older one speaks on its own");
}

#[test]
fn a_contec_of_unknown_generation_is_asked_and_then_listened_for() {
    let mut line = Line::opened("contec-cms50");
    let said: Vec<_> = line
        .said(3_100)
        .into_iter()
        .map(|(at, word)| match word {
            Word::Write(bytes) => (at, u32::from(bytes[2])),
            Word::Set(serial) => (at, serial.baud),
        })
        .collect();
    assert_eq!(said, [(0, 0xA1), (1_500, 19_200), (3_000, 115_200), (3_000, 0xA1)]);
    let mut line = Line::opened("contec-cms50");
    let other = line.said(1_500).pop().unwrap();
    assert!(matches!(other, (1_500, Word::Set(serial)) if (serial.baud, serial.parity) == (19_200, Parity::Odd)), "{other:?}");
    for second in 2..60 {
        line.hears(second * 1_000, &cms50d(60, 99, 0).repeat(60));
        assert_eq!(line.said(second * 1_000), [], "it is understood: nothing is asked, nothing set");
    }
    assert_eq!(line.said(59_000 + 9_999), []);
    assert!(matches!(line.said(59_000 + 10_000)[0].1, Word::Set(serial) if serial.baud == 115_200), "it was silent for long");
}

/// What is written and set on a line of which somebody reads, in steps of 20 ms: when, and the speeds.
fn speeds(key: &str, until_ms: u64, mut says: impl FnMut(u64, u32) -> Vec<u8>) -> (Vec<(u64, u32)>, Vec<Decoded>) {
    let (mut line, mut baud) = (Dialogue::opened(stream(key), 0), 115_200);
    let (mut set, mut decoded) = (Vec::new(), Vec::new());
    for at_ms in (0..until_ms).step_by(20) {
        let bytes = says(at_ms, baud);
        decoded.extend(line.heard(&bytes, at_ms));
        for word in line.words(at_ms, &mut decoded) {
            if let Word::Set(serial) = word {
                baud = serial.baud;
                set.push((at_ms, baud));
            }
        }
    }
    (set, decoded)
}

/// A read of a line that is set too fast finds E0 and 00 in what an older one says: such bytes can look like frames of it.
#[test]
fn an_older_contec_that_was_switched_off_for_long_is_heard_again() {
    for back_ms in (30_000..33_000).step_by(300) {
        let says = |at_ms: u64, baud: u32| match baud {
            _ if (5_000..back_ms).contains(&at_ms) => Vec::new(),
            19_200 => cms50d(60, 97, 0).to_vec(),
            _ => vec![0xE0, 0, 0, 0, 0],
        };
        let (set, decoded) = speeds("contec-cms50", 60_000, says);
        assert!(set.last().is_some_and(|(at_ms, baud)| *baud == 19_200 && *at_ms < back_ms + 3_100), "{back_ms}: {set:?}");
        let sets = crate::numerics(&decoded);
        assert!(sets.len() > 20 && sets.iter().flatten().all(|reading| reading.raw.is_some()), "{back_ms}: {}", sets.len());
    }
}

/// A patient who takes it off is no reason to look for another device: each try would be a stretch of rejected bytes.
#[test]
fn a_contec_without_a_finger_is_heard_and_not_looked_for_with_another_speed() {
    let says = |at_ms: u64, baud: u32| match baud {
        19_200 => if at_ms < 20_000 { cms50d(255, 127, 0x10) } else { cms50d(60, 97, 0) }.to_vec(),
        _ => vec![0xE0, 0, 0, 0, 0],
    };
    let (set, decoded) = speeds("contec-cms50", 60_000, says);
    assert_eq!(set, [(1_500, 19_200)]);
    let sets = crate::numerics(&decoded);
    assert!(sets[0].iter().all(|reading| reading.flags.intersects(Flags::SENSOR_OFF)) && sets.len() > 40, "{:?}", sets[0]);
    assert!(sets.last().unwrap().iter().all(|reading| reading.raw.is_some()));
}

#[test]
fn what_was_begun_before_a_line_was_set_otherwise_is_no_part_of_what_comes_after() {
    let mut line = Dialogue::opened(stream("contec-cms50"), 0);
    let mut out = Vec::new();
    line.words(0, &mut out);
    line.heard(&cms50d(60, 99, 0).repeat(11), 1_000);
    assert!(matches!(line.words(1_500, &mut out)[..], [Word::Set(_)]));
    let rejected =
        |out: &[Decoded]| out.iter().map(|item| if let Decoded::Rejected { bytes, .. } = item { *bytes } else { 0 }).sum::<usize>();
    assert_eq!(rejected(&out), 55, "every byte is told");
    assert_eq!(line.heard(&cms50d(60, 99, 0), 1_600), []);
}
