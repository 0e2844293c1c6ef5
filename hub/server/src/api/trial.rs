//! The result of a trial of a profile, as the API shows it.

use super::words::priority;
use hearth_alerts::{Priority, Rule};
use hearth_replay::ringing::Figures;
use hearth_replay::swap::{Ring, Rings};
use hearth_replay::trial::{self, ByPriority, Herald, Side, Trial};
use hearth_vitals::WallMs;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A number for each priority.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ByLevel {
    /// Of priority high: act now.
    pub high: f64,
    /// Of priority medium: act promptly.
    pub medium: f64,
    /// Of priority low: be aware.
    pub low: f64,
}

/// One alert of a trial.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrialAlert {
    /// Id of the stay that it would have been about.
    pub episode_id: String,
    /// Its rule: `spo2_low`, `news2`, ...
    pub rule: String,
    /// The highest priority that it reached.
    #[schema(schema_with = priority)]
    pub priority: Priority,
    /// When it rang, ms since 1970.
    pub at: i64,
    /// When its condition ended, ms since 1970; `null` if it lasted to the end.
    pub until_at: Option<i64>,
}

/// Some alerts of a trial.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct TrialAlerts {
    /// How many there are in all; the list may hold fewer.
    pub count: u64,
    /// The most urgent, at most 200.
    pub alerts: Vec<TrialAlert>,
}

/// The figures of alarm management, as if one nurse heard every alert.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct TrialBurden {
    /// The most alerts in ten minutes.
    pub most: u32,
    /// How many stretches of ten minutes had more than ten alerts.
    pub floods: u32,
    /// How many stretches of ten minutes there were in all.
    pub bins: u32,
    /// How many pairs of rule and patient rang three times in a minute.
    pub chattering: usize,
    /// How many pairs of rule and patient had an alert that lasted longer than a day.
    pub stale: usize,
}

/// One side of a trial.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
pub struct TrialSide {
    /// Alerts about patients, per patient-day.
    pub clinical: ByLevel,
    /// Alerts about sensors, devices and homes, per patient-day.
    pub technical: ByLevel,
    /// Time that nurses need for the alerts, minutes per patient-day.
    pub minutes: f64,
    /// How the alerts came: floods, repeats and the like.
    pub burden: TrialBurden,
    /// How many marked events had an alert about the patient within the day before.
    pub told: usize,
}

/// One rule on both sides: alerts per patient-day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TrialRule {
    /// Name of the rule: `spo2_low`, `news2`, ...
    pub rule: String,
    /// Under the present profiles.
    pub present: ByLevel,
    /// Under the profiles that are tried out.
    pub candidate: ByLevel,
}

/// How long before an event the first alert and the first high alert came, ms; `null` if none did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct TrialLead {
    /// Lead of the first alert about the patient, ms; `null` if there was none.
    pub any_ms: Option<i64>,
    /// Lead of the first high alert about the patient, ms; `null` if there was none.
    pub high_ms: Option<i64>,
}

/// One marked event on both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrialEvent {
    /// Id of the stay in which it happened.
    pub episode_id: String,
    /// When it happened, ms since 1970.
    pub at: i64,
    /// What happened: a word of `marked_events`.
    pub kind: String,
    /// Under the present profiles.
    pub present: TrialLead,
    /// Under the profiles that are tried out.
    pub candidate: TrialLead,
}

/// One stay on both sides: alerts per day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TrialStay {
    /// Id of the stay that is compared.
    pub episode_id: String,
    /// Under the present profile.
    pub present: f64,
    /// Under the profile that is tried out.
    pub candidate: f64,
}

/// What a trial found.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
pub struct TrialResult {
    /// Days of patients that were judged again.
    pub patient_days: f64,
    /// Frames that were judged again; 0 if nothing is stored of these days.
    pub frames: u64,
    /// The figures under the profiles that the stays have.
    pub present: TrialSide,
    /// The same days under the candidate.
    pub candidate: TrialSide,
    /// Each rule that raised an alert on either side.
    pub rules: Vec<TrialRule>,
    /// Marked events, oldest first.
    pub events: Vec<TrialEvent>,
    /// Alerts that the candidate would not have raised.
    pub lost: TrialAlerts,
    /// Alerts that only the candidate would have raised.
    pub gained: TrialAlerts,
    /// Alerts of both that are less urgent under the candidate.
    pub less_urgent: TrialAlerts,
    /// The stays with the most alerts, at most ten.
    pub top: Vec<TrialStay>,
}

impl TrialResult {
    /// The result for a span of time, with the minutes that an alert of each priority takes.
    pub fn of((found, frames): &(Trial, u64), span: (WallMs, WallMs), minutes: ByLevel) -> TrialResult {
        let side = |of: &Side, told: fn(&trial::Event) -> Herald| TrialSide {
            clinical: found.a_day(of.clinical).into(),
            technical: found.a_day(of.technical).into(),
            minutes: if found.patient_days > 0.0 { of.minutes(minutes.into()) / found.patient_days } else { 0.0 },
            burden: of.ringing.figures(span).into(),
            told: found.events.iter().filter(|event| told(event).lead_ms.is_some()).count(),
        };
        let mut events: Vec<TrialEvent> = found.events.iter().map(TrialEvent::from).collect();
        events.sort_by_key(|event| event.at);
        TrialResult {
            patient_days: found.patient_days,
            frames: *frames,
            present: side(&found.present, |event| event.present),
            candidate: side(&found.candidate, |event| event.candidate),
            rules: rules(found),
            events,
            lost: (&found.swaps.lost).into(),
            gained: (&found.swaps.gained).into(),
            less_urgent: (&found.swaps.less_urgent).into(),
            top: found.top.iter().map(TrialStay::from).collect(),
        }
    }
}

fn rules(found: &Trial) -> Vec<TrialRule> {
    let rules: BTreeSet<&Rule> = found.present.rules.keys().chain(found.candidate.rules.keys()).collect();
    let of = |side: &Side, rule: &Rule| found.a_day(side.rules.get(rule).copied().unwrap_or_default()).into();
    let row = |rule: &Rule| TrialRule { rule: rule.to_string(), present: of(&found.present, rule), candidate: of(&found.candidate, rule) };
    rules.into_iter().map(row).collect()
}

impl From<ByPriority> for ByLevel {
    fn from(ByPriority { high, medium, low }: ByPriority) -> ByLevel {
        ByLevel { high, medium, low }
    }
}

impl From<ByLevel> for ByPriority {
    fn from(ByLevel { high, medium, low }: ByLevel) -> ByPriority {
        ByPriority { high, medium, low }
    }
}

impl From<Figures> for TrialBurden {
    fn from(Figures { bins, most, floods, chattering, stale, left_out: _ }: Figures) -> TrialBurden {
        TrialBurden { most, floods, bins, chattering, stale }
    }
}

impl From<&Rings> for TrialAlerts {
    fn from(rings: &Rings) -> TrialAlerts {
        let alert = |ring: &Ring| TrialAlert {
            episode_id: ring.episode.clone(),
            rule: ring.rule.to_string(),
            priority: ring.priority,
            at: ring.at,
            until_at: ring.until,
        };
        TrialAlerts { count: rings.count, alerts: rings.named.iter().map(alert).collect() }
    }
}

impl From<&trial::Event> for TrialEvent {
    fn from(event: &trial::Event) -> TrialEvent {
        let lead = |herald: Herald| TrialLead { any_ms: herald.lead_ms, high_ms: herald.high_lead_ms };
        TrialEvent {
            episode_id: event.episode.clone(),
            at: event.at,
            kind: event.word.clone(),
            present: lead(event.present),
            candidate: lead(event.candidate),
        }
    }
}

impl From<&trial::Stay> for TrialStay {
    fn from(stay: &trial::Stay) -> TrialStay {
        let a_day = |alerts: ByPriority| if stay.days > 0.0 { alerts.all() / stay.days } else { 0.0 };
        TrialStay { episode_id: stay.episode.clone(), present: a_day(stay.present), candidate: a_day(stay.candidate) }
    }
}
