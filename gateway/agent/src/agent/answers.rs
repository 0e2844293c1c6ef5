//! Devices that keep each record until they are told that it is durable here, and say it again until then (pure).
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

/// So many records of a device are told from new ones: more than any device keeps (a meter five hundred), or each that it says again would
/// take away the next one.
pub(super) const REMEMBERED: usize = 1_024;
/// 2020-01-01, ms. A device that shows a time before it has lost its clock, and begins at the same time whenever it is switched on: a new
/// measurement can have the time and the numbers of an old one.
const FIRST_SET: DeviceTime = DeviceTime(1_577_836_800_000);

/// What tells a record of a device from any other. Its flags do not: a device that says it again may say so.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    time: DeviceTime,
    numbers: Vec<(Vital, Option<i32>)>,
}

impl Mark {
    /// `None` for a device whose clock shows nothing, or was lost: nobody could tell the next record with these numbers from this one.
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
    /// Its number, while it may not be durable.
    seq: Option<u64>,
}

/// An answer that waits until every record before this number is durable.
#[derive(Debug)]
struct Waiting {
    at: MonoMs,
    /// [`NOT_TAKEN`] until what is new has a number.
    end: u64,
}

/// Before no number: nothing makes it durable.
const NOT_TAKEN: u64 = u64::MAX;

/// Whom to answer, and when.
#[derive(Debug, Default)]
pub(super) struct Answers {
    generation: Option<Generation>,
    /// Oldest first.
    taken: BTreeMap<DeviceId, VecDeque<Taken>>,
    /// A device waits for the answer to what it said last.
    waiting: BTreeMap<LinkId, Waiting>,
    kept: Vec<Kept>,
    /// Links that said what could not be kept, or may be lost.
    lost: BTreeSet<LinkId>,
    /// Records that were said again, and not recorded again.
    again: BTreeMap<DeviceId, u64>,
}

impl Answers {
    /// What the outbox has of a device, oldest first.
    pub fn recall(&mut self, device: &DeviceId, said: &[Said]) {
        let taken = said.iter().filter_map(|Said { frame, seq }| Some(Taken { mark: mark_of(frame)?, seq: *seq }));
        self.taken.insert(device.clone(), taken.collect());
    }

    /// How many records of a device were answered and not recorded again.
    pub fn again(&self, device: &DeviceId) -> u64 {
        self.again.get(device).copied().unwrap_or(0)
    }

    /// What is new of what a device said. An answer to it waits from now on.
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
            // What was said again while nobody listened comes in one piece.
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

    /// A new record got this number; `None` if there was no room for it: what cannot be kept is not answered.
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

    /// Answers what is durable by now. A new generation begins after a fault of the disk: what was not durable then may be lost,
    /// so it is neither known nor answered any more.
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

    /// A link is gone.
    pub fn forget(&mut self, link: LinkId) {
        self.waiting.remove(&link);
    }

    /// Links whose device has to be believed again when it says again what it said.
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
