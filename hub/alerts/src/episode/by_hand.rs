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
use super::channel::{Channel, ONE_MEASUREMENT_MS, Source};
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

/// What was written of which vital, or follows from it.
type Written = (Source, Vital);

/// The mean pressure that follows from what people wrote.
const MEAN: Written = (Source::FromHand, Vital::MeanArterial);

const fn is_of_mean(vital: Vital) -> bool {
    matches!(vital, Vital::Systolic | Vital::Diastolic | Vital::MeanArterial)
}

impl Episode {
    /// Takes a vital that people wrote down, corrected or withdrew. `holds` is the newest value that is valid now, `None` if
    /// there is none. Calling it again with the same value changes nothing.
    pub fn by_hand(&mut self, vital: Vital, holds: Option<ByHand>, now: Now, ids: &mut dyn FnMut() -> AlertId) -> Vec<Transition> {
        let mut out = Out::new(now, ids);
        self.judge_by_hand((Source::ByHand, vital), holds, &mut out);
        if is_of_mean(vital) {
            let mean = self.mean_by_hand();
            self.judge_by_hand(MEAN, mean, &mut out);
        }
        out.list
    }

    fn judge_by_hand(&mut self, (source, vital): Written, holds: Option<ByHand>, out: &mut Out<'_>) {
        let held = Side::ALL.map(|side| (side, self.withdrawn_since((source, vital), holds, side)));
        if let Some(index) = self.take_written((source, vital), holds, out.now) {
            self.judge(index, out);
            self.tell_passed(index, true, out);
        }
        for (side, since) in held {
            self.end_withdrawn(vital, side, since, out);
        }
    }

    /// The mean pressure that follows from the newest pressures that people wrote down of one measurement; `None` if they are of
    /// two, or if somebody wrote the mean as well.
    fn mean_by_hand(&self) -> Option<ByHand> {
        let newest = |vital: Vital| {
            let channel = self.channels.iter().find(|channel| channel.source == Source::ByHand && channel.vital == vital)?;
            channel.newest().filter(|newest| newest.deadly.is_none())
        };
        let (systolic, diastolic) = newest(Vital::Systolic).zip(newest(Vital::Diastolic))?;
        let is_one = |other: Sample| other.at.since(systolic.at).abs() <= ONE_MEASUREMENT_MS;
        if !is_one(diastolic) || newest(Vital::MeanArterial).is_some_and(is_one) {
            return None;
        }
        let mean = plausible::mean_of(systolic.raw, diastolic.raw, None)?;
        let at = systolic.at.max(diastolic.at);
        // Late is what is late in both.
        let entered = if systolic.late && diastolic.late { at.plus(LATE_MS + 1) } else { at };
        Some(ByHand { vital: Vital::MeanArterial, noted: Noted::Number(mean), at, entered })
    }

    /// After a restart, once everything that people wrote down is there.
    pub(super) fn restore_mean_by_hand(&mut self, now: Now) -> Option<usize> {
        let mean = self.mean_by_hand();
        self.take_written(MEAN, mean, now)
    }

    /// Since when a condition holds by what people had written down of a vital, if the newest of that is withdrawn or corrected.
    fn withdrawn_since(&self, (source, vital): Written, holds: Option<ByHand>, side: Side) -> Option<WallMs> {
        let channel = self.channels.iter().find(|channel| channel.source == source && channel.vital == vital)?;
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
        self.take_written((Source::ByHand, vital), holds, now)
    }

    fn take_written(&mut self, (source, vital): Written, holds: Option<ByHand>, now: Now) -> Option<usize> {
        let known = self.channels.iter().position(|channel| channel.source == source && channel.vital == vital);
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
            self.channels.push(Channel::new(source, vital, false, 0));
            self.channels.len() - 1
        });
        let replaced = newest.is_some_and(|newest| sample.is_none_or(|sample| sample.at <= newest.at));
        if replaced {
            self.channels[index] = Channel::new(source, vital, false, 0);
        }
        self.channels[index].take(sample?, now.wall, now.mono_ms(), &self.limits);
        Some(index)
    }
}
