//! Vitals that people write down: judged by the same limits as what devices stream.
//!
//! A value by hand is a spot check: it is judged at once, because there is nothing to wait for. If it is corrected or
//! withdrawn, the value that is then valid is judged in its place. If that value is older than an alert, nothing is known
//! about the time since, so the alert does not end.
//!
//! A meter that shows LO or HI gives no number, and a person who reads it off writes that. Where it is deadly it is judged as the
//! device's own would be; elsewhere (a thermometer that shows LO lies on the table) it is no value, and says nothing to a limit.

use super::Episode;
use super::channel::{Channel, Source};
use crate::admission::{Admission, plausible};
use crate::alert::{AlertId, Now, Transition};
use crate::budget::LATE_MS;
use crate::fold::Sample;
use crate::limit::Side;
use crate::open_alerts::Out;
use hearth_vitals::{Flags, Vital, WallMs};

/// What somebody wrote of a vital.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    /// A number, in steps of the vital's resolution.
    Number(i32),
    /// LO or HI: the device shows that it is beyond its scale on this side.
    OffScale(Side),
}

impl Noted {
    /// The number, if a rule over several vitals may take it for a value.
    pub fn value(self, vital: Vital) -> Option<i32> {
        let Noted::Number(raw) = self else { return None };
        Some(raw).filter(|raw| vital.is_plausible(*raw))
    }
}

/// A vital that somebody wrote down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByHand {
    /// The vital.
    pub vital: Vital,
    /// What was written.
    pub noted: Noted,
    /// When it was measured. An entry from the future is refused before it comes here.
    pub at: WallMs,
    /// When it was written down, on the hub's wall clock.
    pub entered: WallMs,
}

impl ByHand {
    /// True if a limit judges it. What does not speak takes the place of nothing: the value before it is still the newest.
    pub fn speaks(&self) -> bool {
        self.sample().is_some()
    }

    /// What it is to a limit; `None` for a device beyond its scale where that is not deadly.
    fn sample(&self) -> Option<Sample> {
        let at = self.at.min(self.entered);
        let (raw, admission) = match self.noted {
            Noted::Number(raw) => (raw, plausible::value(self.vital, raw, Flags::NONE)),
            Noted::OffScale(side) => (Sample::off_scale(side), plausible::off_scale(self.vital, side == Side::Low)),
        };
        let deadly = if let Admission::Deadly(fault) = admission { fault.side() } else { None };
        let counts = deadly.is_some() || matches!(self.noted, Noted::Number(_));
        counts.then_some(Sample { at, raw, doubtful: false, late: self.entered.since(at) > LATE_MS, deadly })
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
        let sample = match holds {
            // It takes the place of nothing.
            Some(entry) => Some(entry.sample()?),
            None => None,
        };
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
