//! Vitals that people write down: judged by the same limits as what devices stream.
//!
//! A value by hand is a spot check: it is judged at once, because there is nothing to wait for. If it is corrected or
//! withdrawn, the value that is then valid is judged in its place. If that value is older than an alert, nothing is known
//! about the time since, so the alert does not end.

use super::Episode;
use super::channel::{Channel, Source};
use crate::admission::{Admission, plausible};
use crate::alert::{AlertId, Now, Transition};
use crate::budget::LATE_MS;
use crate::fold::Sample;
use crate::limit::Side;
use crate::open_alerts::Out;
use hearth_vitals::{Flags, Vital, WallMs};

/// A vital that somebody wrote down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByHand {
    /// The vital.
    pub vital: Vital,
    /// The value, in steps of the vital's resolution.
    pub raw: i32,
    /// When it was measured. An entry from the future is refused before it comes here.
    pub at: WallMs,
    /// When it was written down, on the hub's wall clock.
    pub entered: WallMs,
}

impl ByHand {
    fn sample(&self) -> Sample {
        let at = self.at.min(self.entered);
        let is_deadly = matches!(plausible::value(self.vital, self.raw, Flags::NONE), Admission::Deadly(_));
        Sample { at, raw: self.raw, doubtful: false, late: self.entered.since(at) > LATE_MS, deadly: is_deadly.then_some(Side::Low) }
    }
}

impl Episode {
    /// Takes a vital that people wrote down, corrected or withdrew. `holds` is the newest value that is valid now, `None` if
    /// there is none. Calling it again with the same value changes nothing.
    pub fn by_hand(&mut self, vital: Vital, holds: Option<ByHand>, now: Now, ids: &mut dyn FnMut() -> AlertId) -> Vec<Transition> {
        let mut out = Out::new(now, ids);
        if let Some(index) = self.take_by_hand(vital, holds, now) {
            self.judge(index, &mut out);
            self.tell_passed(index, true, &mut out);
        }
        out.list
    }

    /// The index of the channel; `None` if nothing changed or there is nothing to judge.
    pub(super) fn take_by_hand(&mut self, vital: Vital, holds: Option<ByHand>, now: Now) -> Option<usize> {
        let known = self.channels.iter().position(|channel| channel.source == Source::ByHand && channel.vital == vital);
        let sample = holds.map(|entry| entry.sample());
        let newest = known.and_then(|index| self.channels[index].newest());
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
        self.channels[index].take(sample?, now.wall, now.mono_ms(), &self.limits);
        Some(index)
    }
}
