//! Two profiles over the same stored days: what each would have told, and which events each would have told of.
//!
//! An alert counts at the highest priority that it reached, and again when its condition came back. An event that a clinician
//! marked is *told* by a profile if an alert about the patient began, or was open, within [`HERALDS_MS`] before it. This is
//! generous to a profile that rings all the time, and equally so on both sides; the load beside it says what it costs.

use crate::counted::{Counted, counted};
use crate::ringing::Ringing;
use crate::swap::Swaps;
use crate::told::AlertRecord;
use hearth_alerts::{Kind, Priority, Rule};
use hearth_vitals::WallMs;
use serde::Serialize;
use std::collections::BTreeMap;

/// How long before an event an alert still counts as telling of it, in milliseconds.
pub const HERALDS_MS: i64 = 86_400_000;
/// The number of stays that are shown as those with the most alerts.
pub const TOP: usize = 10;
const DAY_MS: f64 = 86_400_000.0;

/// A number for each of the three priorities.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct ByPriority {
    /// The number for priority high: act now.
    pub high: f64,
    /// The number for priority medium: act promptly.
    pub medium: f64,
    /// The number for priority low: be aware.
    pub low: f64,
}

impl ByPriority {
    /// The sum over all priorities.
    pub fn all(&self) -> f64 {
        self.high + self.medium + self.low
    }

    fn of(&mut self, priority: Priority) -> &mut f64 {
        match priority {
            Priority::High => &mut self.high,
            Priority::Medium => &mut self.medium,
            Priority::Low => &mut self.low,
        }
    }

    fn add(&mut self, other: ByPriority) {
        self.high += other.high;
        self.medium += other.medium;
        self.low += other.low;
    }

    fn times(self, factor: f64) -> ByPriority {
        ByPriority { high: self.high * factor, medium: self.medium * factor, low: self.low * factor }
    }
}

/// An event that a clinician marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// The stay, by its id.
    pub episode: String,
    /// The instant when it happened.
    pub at: WallMs,
    /// One word for what happened.
    pub word: String,
}

/// One side of a trial: the alerts that a profile told over all stays together.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Side {
    /// Alerts about patients.
    pub clinical: ByPriority,
    /// Alerts about sensors, devices and homes.
    pub technical: ByPriority,
    /// Alerts of each rule.
    pub rules: BTreeMap<Rule, ByPriority>,
    /// When they rang, for the figures of alarm management.
    #[serde(skip)]
    pub ringing: Ringing,
}

/// How long before an event a profile told of it, in milliseconds; `None` if it did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Herald {
    /// The lead of the first alert of any priority about the patient.
    pub lead_ms: Option<i64>,
    /// The lead of the first alert of priority high.
    pub high_lead_ms: Option<i64>,
}

impl Herald {
    fn of(alerts: &[Counted<'_>], event: WallMs) -> Herald {
        let clinical = alerts.iter().filter(|alert| alert.rule.kind() == Kind::Clinical && alert.at <= event);
        let mut herald = Herald::default();
        for alert in clinical.filter(|alert| alert.until.is_none_or(|until| event.since(until) <= HERALDS_MS)) {
            let lead_ms = |at: WallMs| event.since(at).min(HERALDS_MS);
            herald.lead_ms = herald.lead_ms.max(Some(lead_ms(alert.at)));
            herald.high_lead_ms = herald.high_lead_ms.max(alert.high.filter(|high| *high <= event).map(lead_ms));
        }
        herald
    }
}

/// One event on both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// The stay, by its id.
    pub episode: String,
    /// The instant when it happened, in milliseconds since 1970.
    pub at: i64,
    /// One word for what happened.
    pub word: String,
    /// How the present profile told of it.
    pub present: Herald,
    /// How the candidate would have told of it.
    pub candidate: Herald,
}

/// One stay on both sides.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stay {
    /// Id of the stay.
    pub episode: String,
    /// The number of days of the stay that were judged.
    pub days: f64,
    /// Alerts of the present profile.
    pub present: ByPriority,
    /// Alerts of the candidate.
    pub candidate: ByPriority,
}

/// The result of a trial: what two profiles told.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Trial {
    /// The number of patient-days that were judged.
    pub patient_days: f64,
    /// The profile of each stay as it was.
    pub present: Side,
    /// The same days under the candidate.
    pub candidate: Side,
    /// Events that were marked.
    pub events: Vec<Event>,
    /// The stays with the most alerts.
    pub top: Vec<Stay>,
    /// Which alerts would be lost, new, or less urgent.
    pub swaps: Swaps,
}

impl Side {
    fn add(&mut self, episode: &str, alerts: &[Counted<'_>]) -> ByPriority {
        let mut all = ByPriority::default();
        for alert in alerts {
            self.ringing.add(episode, alert);
            let kind = if alert.rule.kind() == Kind::Clinical { &mut self.clinical } else { &mut self.technical };
            *kind.of(alert.priority) += 1.0;
            *self.rules.entry(alert.rule).or_default().of(alert.priority) += 1.0;
            *all.of(alert.priority) += 1.0;
        }
        all
    }

    /// All alerts, by priority.
    pub fn all(&self) -> ByPriority {
        let mut all = self.clinical;
        all.add(self.technical);
        all
    }

    /// The minutes that nurses spend on these alerts, when an alert of each priority takes the time in `each`.
    pub fn minutes(&self, each: ByPriority) -> f64 {
        let all = self.all();
        all.high * each.high + all.medium * each.medium + all.low * each.low
    }
}

fn since<'a>(alerts: &[Counted<'a>], from: WallMs) -> Vec<Counted<'a>> {
    alerts.iter().filter(|alert| alert.at >= from).copied().collect()
}

impl Trial {
    /// Adds a stay that was judged from `from` until `until` under both profiles, with the events that were marked in it.
    pub fn add(&mut self, episode: &str, (from, until): (WallMs, WallMs), [present, candidate]: [&[AlertRecord]; 2], marked: &[Marked]) {
        let (present, candidate) = (counted(present), counted(candidate));
        let days = until.since(from).max(0) as f64 / DAY_MS;
        let stay = Stay {
            episode: episode.to_owned(),
            days,
            present: self.present.add(episode, &since(&present, from)),
            candidate: self.candidate.add(episode, &since(&candidate, from)),
        };
        self.patient_days += days;
        self.swaps.add(episode, from, [&present, &candidate]);
        let events = marked.iter().filter(|marked| marked.episode == episode && marked.at >= from && marked.at < until);
        self.events.extend(events.map(|marked| Event {
            episode: episode.to_owned(),
            at: marked.at.0,
            word: marked.word.clone(),
            present: Herald::of(&present, marked.at),
            candidate: Herald::of(&candidate, marked.at),
        }));
        self.top.push(stay);
        self.keep_top();
    }

    fn keep_top(&mut self) {
        let load = |stay: &Stay| stay.present.all().max(stay.candidate.all());
        self.top.sort_by(|one, other| load(other).total_cmp(&load(one)).then_with(|| one.episode.cmp(&other.episode)));
        self.top.truncate(TOP);
    }

    /// The number of alerts per patient-day.
    pub fn a_day(&self, alerts: ByPriority) -> ByPriority {
        if self.patient_days > 0.0 { alerts.times(1.0 / self.patient_days) } else { ByPriority::default() }
    }

    /// The events that the present profile told of and the candidate would not.
    pub fn lost(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(|event| event.present.lead_ms.is_some() && event.candidate.lead_ms.is_none())
    }
}

#[cfg(test)]
#[path = "trial_tests.rs"]
mod tests;
