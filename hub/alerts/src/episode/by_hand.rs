//! Vitals that people write down: judged by the same limits as what devices stream.
//!
//! A value by hand is a spot check: it is judged at once, because there is nothing to wait for. If it is corrected or
//! withdrawn, the value that is then valid is judged in its place. If the alert rests on what is no longer valid alone, its
//! condition is over, in a way that somebody has to see: an older value says nothing of the time since, and a person who wrote LO
//! for the wrong patient must not have to measure to be rid of it.
//!
//! A meter that shows LO or HI gives no number, and a person who reads it off writes that. Where it is deadly it is judged as the
//! device's own would be; elsewhere (a thermometer that shows LO lies on the table) it is no value, and says nothing to a limit.

use super::Episode;
use super::channel::{Channel, Source};
use super::judge::rule_of;
use crate::admission::{Admission, plausible};
use crate::alert::{AlertId, Now, Subject, Transition};
use crate::budget::LATE_MS;
use crate::fold::Sample;
use crate::limit::Side;
use crate::open_alerts::{End, Out};
use crate::words::{By, Why};
use hearth_vitals::{Flags, Vital, WallMs};

/// A vital's value as somebody wrote it down.
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
    /// The vital that was measured.
    pub vital: Vital,
    /// What was written.
    pub noted: Noted,
    /// When it was measured. An entry from the future is refused before it comes here.
    pub at: WallMs,
    /// When it was written down, on the hub's wall clock.
    pub entered: WallMs,
}

impl ByHand {
    /// True if a limit judges it. A value that no limit judges does not replace the value before it.
    pub fn speaks(&self) -> bool {
        self.sample().is_some()
    }

    /// The sample that limits judge; `None` for a device beyond its scale where that is not deadly.
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
        let held = Side::ALL.map(|side| (side, self.withdrawn_since(vital, holds, side)));
        if let Some(index) = self.take_by_hand(vital, holds, now) {
            self.judge(index, &mut out);
            self.tell_passed(index, true, &mut out);
        }
        for (side, since) in held {
            self.end_withdrawn(vital, side, since, &mut out);
        }
        out.list
    }

    /// Since when a condition holds because of values by hand, if the newest of these is withdrawn or corrected.
    fn withdrawn_since(&self, vital: Vital, holds: Option<ByHand>, side: Side) -> Option<WallMs> {
        let channel = self.channels.iter().find(|channel| channel.source == Source::ByHand && channel.vital == vital)?;
        let newest = channel.newest()?;
        let is_replaced = |sample: Sample| sample.at < newest.at || (sample.at == newest.at && sample.raw != newest.raw);
        let is_withdrawn = holds.is_none_or(|entry| entry.sample().is_some_and(is_replaced));
        channel.holds_since(side).filter(|_| is_withdrawn)
    }

    /// Ends a condition that began with values by hand (and has held since `held`) if no valid value supports it any more.
    /// Somebody has to see that, even if the alert has an owner.
    fn end_withdrawn(&mut self, vital: Vital, side: Side, held: Option<WallMs>, out: &mut Out<'_>) {
        let rule = rule_of(vital, side);
        let rests = self.alerts.active(rule, &Subject::Patient).is_some_and(|alert| held == Some(alert.since));
        let is_said = self.channels.iter().any(|channel| channel.vital == vital && channel.contradicts(side));
        if rests && !is_said {
            let end = End { at: out.now.wall, value: None, late: false, actor: By::Limit, reason: Why::Withdrawn };
            self.alerts.ended_unseen(rule, &Subject::Patient, &end, out);
        }
    }

    /// The index of the channel; `None` if nothing changed or there is nothing to judge.
    pub(super) fn take_by_hand(&mut self, vital: Vital, holds: Option<ByHand>, now: Now) -> Option<usize> {
        let known = self.channels.iter().position(|channel| channel.source == Source::ByHand && channel.vital == vital);
        let sample = match holds {
            // It replaces no value.
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
