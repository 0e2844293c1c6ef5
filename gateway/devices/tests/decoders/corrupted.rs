//! No wrong number is accepted: where a format has a checksum, a line that is disturbed once costs frames and never says a value that
//! the device did not. 20,000 disturbances are tried for each format, or as many as `PROPTEST_CASES` says.
//!
//! One disturbance is what a line does: some bits of one byte, a byte that is lost, one that is put in, a stretch that is lost, noise
//! between. What a sum of eight bits cannot see is not claimed: of two changes in one frame that undo each other one in 256 passes.

use crate::encode::Packet;
use crate::samples::{capnostream, df13, open};
use crate::{decode, numerics, stream};
use hearth_devices::{Decoded, MESSAGES, Message};
use hearth_vitals::Reading;

/// Reproducible random numbers from a seed.
struct Chance(u64);

impl Chance {
    /// A number from 0 to just below `end`.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % end as u64) as usize
    }

    fn byte(&mut self) -> u8 {
        self.below(256) as u8
    }

    fn within(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }
}

fn disturbances() -> usize {
    crate::cases(20_000).cases as usize
}

/// A good frame with numbers of its own.
fn frame(key: &str, number: usize, chance: &mut Chance) -> Vec<u8> {
    let (rate, spo2) = (chance.within(25, 250), chance.within(60, 100));
    match key {
        "nonin-df2" | "nonin-df7" => Packet::new(stream(key), rate as u16, spo2 as u8).bytes(),
        "nonin-df13" => df13([20, 26, 11, 20, 8, 15, number as u8, 0], 0x0200, rate as u16, spo2 as u8),
        "capnostream" => capnostream(chance.within(25, 50) as u8, chance.within(8, 30) as u8, spo2 as u8, rate as u8),
        _ => open(&format!(
            r#"{{"seq":{number},"readings":[{{"vital":"pulse_rate","value":{rate},"unit":"/min"}},{{"vital":"spo2","value":{spo2},"unit":"%"}}]"#
        )),
    }
}

/// Disturbs a line once and returns what it did, for the report.
fn disturb(bytes: &mut Vec<u8>, chance: &mut Chance) -> String {
    let at = chance.below(bytes.len());
    match chance.below(5) {
        0 => {
            bytes[at] ^= chance.within(1, 255) as u8;
            format!("byte {at} became {:02x}", bytes[at])
        }
        1 => {
            bytes.remove(at);
            format!("byte {at} was lost")
        }
        2 => {
            let byte = chance.byte();
            bytes.insert(at, byte);
            format!("{byte:02x} came before byte {at}")
        }
        3 => {
            bytes[at] ^= 1 << chance.below(8);
            format!("a bit of byte {at}")
        }
        _ => {
            let noise: Vec<u8> = (0..chance.within(2, 40)).map(|_| if chance.below(2) == 0 { 0xFF } else { chance.byte() }).collect();
            bytes.splice(at..at, noise.iter().copied());
            format!("{} bytes of noise before byte {at}", noise.len())
        }
    }
}

/// True when all of these readings were sent together.
fn was_sent(read: &[Reading], sent: &[Vec<Reading>]) -> bool {
    sent.iter().any(|set| read.iter().all(|reading| set.contains(reading)))
}

/// True when some numbers were sent together and the others are withheld: noise that ends a packet of [`WITHHOLDS`] and has a right sum can
/// say that there is none.
fn is_withheld(read: &[Reading], sent: &[Vec<Reading>]) -> bool {
    let is_of = |reading: &Reading, set: &Vec<Reading>| (reading.raw.is_none() && reading.given.is_none()) || set.contains(reading);
    sent.iter().any(|set| read.iter().all(|reading| is_of(reading, set)))
}

/// Formats in which a disturbance can withhold a number: the sum of each five bytes has eight bits.
const WITHHOLDS: [&str; 2] = ["nonin-df2", "nonin-df7"];
/// The largest number of a million disturbances that may withhold a number.
const WITHHELD_OF_A_MILLION: usize = 40;

/// Disturbs lines of this format.
fn disturb_all(key: &str) {
    let mut chance = Chance(2_611);
    let (mut wrong, mut understood, mut withheld) = (Vec::new(), 0, 0);
    for _ in 0..disturbances() {
        let frames: Vec<Vec<u8>> = (1..=3).map(|number| frame(key, number, &mut chance)).collect();
        let sent: Vec<Vec<Reading>> = frames.iter().flat_map(|frame| numerics(&decode(stream(key), frame))).collect();
        assert!(sent.len() >= 3, "{key}: {sent:?}");
        let mut bytes = frames.concat();
        let what = disturb(&mut bytes, &mut chance);
        let read = numerics(&decode(stream(key), &bytes));
        understood += read.iter().filter(|set| set.iter().all(|reading| reading.raw.is_some())).count();
        for set in read.into_iter().filter(|set| !was_sent(set, &sent)) {
            if WITHHOLDS.contains(&key) && is_withheld(&set, &sent) {
                withheld += 1;
            } else {
                wrong.push(format!("{what}: {set:?} of {sent:?}"));
            }
        }
    }
    assert!(withheld <= 1 + disturbances() * WITHHELD_OF_A_MILLION / 1_000_000, "{key}: {withheld} withheld of {}", disturbances());
    assert_eq!(wrong.len(), 0, "{key}: of {} disturbances: {:#?}", disturbances(), wrong.iter().take(5).collect::<Vec<_>>());
    assert!(understood > disturbances(), "{key}: what was not disturbed is read: {understood}");
}

#[test]
fn no_disturbance_makes_a_number_of_nonin_df2_that_was_not_sent() {
    disturb_all("nonin-df2");
}

#[test]
fn no_disturbance_makes_a_number_of_nonin_df7_that_was_not_sent() {
    disturb_all("nonin-df7");
}

#[test]
fn no_disturbance_makes_a_number_of_nonin_df13_that_was_not_sent() {
    disturb_all("nonin-df13");
}

#[test]
fn no_disturbance_makes_a_number_of_capnostream_that_was_not_sent() {
    disturb_all("capnostream");
}

#[test]
fn no_disturbance_makes_a_number_of_the_open_protocol_that_was_not_sent() {
    disturb_all("hearth-open");
}

/// A record of a glucose sensor, with its checksum.
fn glucose(chance: &mut Chance) -> Vec<u8> {
    let [low, high] = (chance.within(40, 400) as u16).to_le_bytes();
    let mut record = vec![8, 0, low, high, chance.byte(), 0];
    let sum = record.iter().fold(0xFFFF_u16, |sum, byte| {
        (0..8).fold(sum ^ u16::from(*byte), |sum, _| if sum & 1 != 0 { sum >> 1 ^ 0x8408 } else { sum >> 1 })
    });
    record.extend(sum.to_le_bytes());
    record
}

/// Such a record arrives whole or not at all; here a byte changes on the way, behind one that came whole. Its flags say whether there is a
/// checksum: without it the number is none, or the one that was sent.
#[test]
fn no_changed_byte_of_a_glucose_record_with_a_checksum_makes_another_number() {
    let protocol = MESSAGES.iter().find(|protocol| protocol.driver().key == "gatt-2aa7").unwrap();
    let mut chance = Chance(2_611);
    for _ in 0..disturbances() {
        let mut decoder = protocol.decoder();
        let mut read = |payload: &[u8]| -> Vec<Option<i32>> {
            let mut out: Vec<Decoded> = Vec::new();
            decoder.take(Message { characteristic: protocol.characteristic(), payload }, &mut out);
            numerics(&out).concat().iter().map(|reading| reading.raw).collect()
        };
        let mut record = glucose(&mut chance);
        let sent = read(&record);
        assert_eq!(sent.len(), 1, "{record:02x?}");
        let at = chance.below(record.len());
        record[at] ^= chance.within(1, 255) as u8;
        let after = read(&record);
        assert!(after.iter().all(|number| number.is_none() || *number == sent[0]), "byte {at}: {after:?} of {sent:?}");
    }
}
