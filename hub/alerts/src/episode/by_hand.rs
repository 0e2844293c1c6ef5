//! Vitals that people write down: judged by the same limits as what devices stream.
//!
//! A value by hand is a spot check: it is judged at once, because there is nothing to wait for. It may be corrected or
//! withdrawn. Then what holds is judged in its place; where nothing newer holds any more, nothing is known, and that
//! ends no alert.

use super::Episode;
use super::channel::{Channel, Source};
use super::stretches::Sample;
use crate::alert::{AlertId, Now, Transition};
use crate::board::Out;
use crate::budget::LATE_MS;
use hearth_vitals::{Vital, WallMs};

/// A vital that somebody wrote down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByHand {
    /// What.
    pub vital: Vital,
    /// Raw value.
    pub raw: i32,
    /// When it was so. An entry from the future is refused before it comes here.
    pub at: WallMs,
    /// When it was written down, on the hub's wall clock.
    pub entered: WallMs,
}

impl ByHand {
    fn sample(&self) -> Sample {
        let at = self.at.min(self.entered);
        Sample { at, raw: self.raw, doubtful: false, late: self.entered.since(at) > LATE_MS }
    }
}

impl Episode {
    /// People wrote a vital down, or corrected or withdrew what they had: `holds` is the newest that holds now,
    /// `None` when none does. Saying the same again changes nothing.
    pub fn by_hand(&mut self, vital: Vital, holds: Option<ByHand>, now: Now, ids: &mut dyn FnMut() -> AlertId) -> Vec<Transition> {
        let mut out = Out::new(now, ids);
        if let Some(index) = self.take_by_hand(vital, holds, now) {
            self.judge(index, &mut out);
            self.tell_passed(index, true, &mut out);
        }
        out.list
    }

    /// The channel, if anything changed and there is something to judge.
    pub(super) fn take_by_hand(&mut self, vital: Vital, holds: Option<ByHand>, now: Now) -> Option<usize> {
        let known = self.channels.iter().position(|channel| channel.source == Source::ByHand && channel.vital == vital);
        let sample = holds.map(|entry| entry.sample());
        let newest = known.and_then(|index| self.channels[index].newest);
        if newest.map(|newest| (newest.at, newest.raw)) == sample.map(|sample| (sample.at, sample.raw)) {
            return None;
        }
        let index = known.unwrap_or_else(|| {
            self.channels.push(Channel::new(Source::ByHand, vital, false, 0));
            self.channels.len() - 1
        });
        let replaced = newest.is_some_and(|newest| sample.is_none_or(|sample| sample.at <= newest.at));
        if replaced {
            self.channels[index] = Channel::new(Source::ByHand, vital, false, 0);
        }
        self.take_sample(index, sample?, now.wall, now.mono_ms());
        Some(index)
    }
}
