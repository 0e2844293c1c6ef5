//! Answers devices that keep each record until they are told that it is durable here, and repeat it until then (pure).
//!
//! Such a record is recorded once, however often it is said: its device's own time and its numbers tell it from every other. It
//! is answered when it is durable, and never before; what could not be taken is not answered, so that the device goes on keeping
//! it. What was taken before this program started is in the outbox, which is asked ([`Answers::recall`]): there is no second
//! memory that could disagree with it.

use crate::keeper::{Said, Standing};
use crate::links::{Kept, LinkId};
use hearth_devices::Decoded;
use hearth_vitals::{DeviceId, DeviceTime, Frame, Generation, MonoMs, Reading, Vital};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// How many records of a device are remembered, to tell repeated ones from new ones. It must be more than any device keeps (a
/// meter keeps five hundred): otherwise each repeated record would push out the memory of the next one.
pub(super) const REMEMBERED: usize = 1_024;
/// 2020-01-01, ms. A device that shows an earlier time has lost its clock and starts from the same time whenever it is switched
/// on, so a new measurement can have the time and the numbers of an old one.
const FIRST_SET: DeviceTime = DeviceTime(1_577_836_800_000);

/// What tells a record of a device from any other. Flags are not compared, because a repeated record may be flagged as a repeat.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    time: DeviceTime,
    numbers: Vec<(Vital, Option<i32>)>,
}

impl Mark {
    /// `None` for a device without a clock, or one that lost it: a later record with the same numbers could not be told from this
    /// one.
    fn of(time: Option<DeviceTime>, readings: &[Reading]) -> Option<Mark> {
        let time = time.filter(|time| *time >= FIRST_SET)?;
        let mut numbers: Vec<_> = readings.iter().map(|reading| (reading.vital, reading.raw)).collect();
        numbers.sort_unstable();
        Some(Mark { time, numbers })
    }
}

/// A record that was taken.
#[derive(Debug)]
struct Taken {
    mark: Mark,
    /// The record's number, as long as it may not be durable; then `None`.
    seq: Option<u64>,
}

/// An answer that waits until every record before this number is durable.
#[derive(Debug)]
struct Waiting {
    at: MonoMs,
    /// [`NOT_TAKEN`] until the new record has a number.
    end: u64,
}

/// An end that is never reached, so that the answer waits until a number replaces it.
const NOT_TAKEN: u64 = u64::MAX;

/// What is remembered of each device, and which answers wait.
#[derive(Debug, Default)]
pub(super) struct Answers {
    generation: Option<Generation>,
    /// Records that were taken of each device, the oldest first.
    taken: BTreeMap<DeviceId, VecDeque<Taken>>,
    /// Links whose device waits for an answer to its last record.
    waiting: BTreeMap<LinkId, Waiting>,
    kept: Vec<Kept>,
    /// Links with a record that could not be kept, or may be lost.
    lost: BTreeSet<LinkId>,
    /// How many repeated records of each device were not recorded again.
    again: BTreeMap<DeviceId, u64>,
}

impl Answers {
    /// Remembers the records of a device that are in the outbox, oldest first.
    pub fn recall(&mut self, device: &DeviceId, said: &[Said]) {
        let taken = said.iter().filter_map(|Said { frame, seq }| Some(Taken { mark: mark_of(frame)?, seq: *seq }));
        self.taken.insert(device.clone(), taken.collect());
    }

    /// How many records of a device were answered and not recorded again.
    pub fn again(&self, device: &DeviceId) -> u64 {
        self.again.get(device).copied().unwrap_or(0)
    }

    /// Keeps only the new ones of a device's records. An answer to them waits from now on.
    pub fn sift(&mut self, link: LinkId, at: MonoMs, device: &DeviceId, mut decoded: Vec<Decoded>) -> Vec<Decoded> {
        let taken = self.taken.entry(device.clone()).or_default();
        let (mut is_said, mut end, mut new, mut again) = (false, 0, Vec::new(), 0);
        decoded.retain(|item| {
            let Decoded::Numerics { device_time, readings } = item else { return true };
            is_said = true;
            let Some(mark) = Mark::of(*device_time, readings) else {
                end = NOT_TAKEN;
                return true;
            };
            if let Some(known) = taken.iter().find(|taken| taken.mark == mark) {
                end = known.seq.map_or(end, |seq| end.max(seq + 1));
                again += 1;
                return false;
            }
            // A record that was repeated while nobody read the line arrives twice in one piece.
            let is_new = !new.contains(&mark);
            again += u64::from(!is_new);
            new.push(mark);
            end = NOT_TAKEN;
            is_new
        });
        if again > 0 {
            *self.again.entry(device.clone()).or_default() += again;
        }
        if is_said {
            self.waiting.insert(link, Waiting { at, end });
        }
        decoded
    }

    /// Notes the number of a new record; `None` if there was no room, so that the device gets no answer.
    pub fn took(&mut self, link: LinkId, frame: &Frame, seq: Option<u64>) {
        let Some(seq) = seq else {
            self.waiting.remove(&link);
            self.lost.insert(link);
            return;
        };
        if let Some(waiting) = self.waiting.get_mut(&link) {
            waiting.end = if waiting.end == NOT_TAKEN { seq + 1 } else { waiting.end.max(seq + 1) };
        }
        let taken = self.taken.entry(frame.device.clone()).or_default();
        taken.extend(mark_of(frame).map(|mark| Taken { mark, seq: Some(seq) }));
        while taken.len() > REMEMBERED {
            taken.pop_front();
        }
    }

    /// Answers what is durable by now. A new generation begins after a fault of the disk: records that were not durable then may
    /// be lost, so they are neither remembered nor answered.
    pub fn settle(&mut self, standing: Option<Standing>) {
        let Some(Standing { stream, durable_end, .. }) = standing else { return };
        if self.generation.replace(stream.generation).is_some_and(|before| before != stream.generation) {
            self.taken.values_mut().for_each(|taken| taken.retain(|taken| taken.seq.is_none()));
            self.lost.extend(std::mem::take(&mut self.waiting).into_keys());
        }
        for taken in self.taken.values_mut().flatten() {
            taken.seq = taken.seq.filter(|seq| *seq >= durable_end);
        }
        for (link, waiting) in self.waiting.extract_if(.., |_, waiting| waiting.end <= durable_end) {
            self.kept.push(Kept { link, at: waiting.at });
        }
    }

    /// Forgets a link that is gone.
    pub fn forget(&mut self, link: LinkId) {
        self.waiting.remove(&link);
    }

    /// Links whose device must be heard again when it repeats what it said.
    pub fn lost(&mut self) -> BTreeSet<LinkId> {
        std::mem::take(&mut self.lost)
    }

    /// The answers to give now.
    pub fn kept(&mut self) -> Vec<Kept> {
        std::mem::take(&mut self.kept)
    }
}

fn mark_of(frame: &Frame) -> Option<Mark> {
    Mark::of(frame.device_time, frame.readings())
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_vitals::{Class, Flags, Stream};

    const LINK: LinkId = LinkId(3);

    /// What a record of this time becomes when it gets this number; the answers once everything before number 10 is durable.
    fn answered(seq: Option<u64>) -> Vec<Kept> {
        let (device, mut answers) = (DeviceId::new("spot-0001").unwrap(), Answers::default());
        let readings = vec![Reading::new(Vital::Spo2, Some(970), Flags::NONE)];
        let decoded = vec![Decoded::Numerics { device_time: Some(FIRST_SET), readings: readings.clone() }];
        assert_eq!(answers.sift(LINK, MonoMs(5), &device, decoded).len(), 1);
        let stream = Stream { generation: Generation(1), class: Class::Numerics };
        answers.settle(Some(Standing { stream, next: 10, durable_end: 10 }));
        assert_eq!(answers.kept(), [], "it has no number yet");
        let frame = Frame::new(device, MonoMs(5), Some(FIRST_SET), readings).unwrap();
        answers.took(LINK, &frame, seq);
        assert_eq!(answers.lost().contains(&LINK), seq.is_none(), "it is new when it is said again");
        answers.settle(Some(Standing { stream, next: 12, durable_end: 10 }));
        answers.kept()
    }

    #[test]
    fn what_is_durable_is_answered_and_neither_what_is_not_yet_nor_what_was_refused() {
        assert_eq!(answered(Some(9)), [Kept { link: LINK, at: MonoMs(5) }]);
        assert_eq!(answered(Some(10)), []);
        assert_eq!(answered(None), []);
    }
}
