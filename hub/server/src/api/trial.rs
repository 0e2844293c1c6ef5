//! What a trial of a profile found, as the API tells it.

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
    /// Act now.
    pub high: f64,
    /// Act promptly.
    pub medium: f64,
    /// Be aware.
    pub low: f64,
}

/// One alert of a trial.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrialAlert {
    /// The stay.
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
    /// How many.
    pub count: u64,
    /// The most urgent, at most 200.
    pub alerts: Vec<TrialAlert>,
}

/// The figures of alarm management, as if one nurse heard every alert.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct TrialBurden {
    /// The most alerts in ten minutes.
    pub most: u32,
    /// Stretches of ten minutes with more than ten alerts ...
    pub floods: u32,
    /// ... of so many stretches.
    pub bins: u32,
    /// Alerts of one rule and patient that came three times in a minute.
    pub chattering: usize,
    /// Alerts of one rule and patient that stood for longer than a day.
    pub stale: usize,
}

/// One side of a trial.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
pub struct TrialSide {
    /// Alerts about patients, a patient-day.
    pub clinical: ByLevel,
    /// Alerts about sensors, devices and homes, a patient-day.
    pub technical: ByLevel,
    /// Minutes of nurses, a patient-day.
    pub minutes: f64,
    /// How they came.
    pub burden: TrialBurden,
    /// Marked events that an alert about the patient told of in the day before.
    pub told: usize,
}

/// One rule on both sides, alerts a patient-day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TrialRule {
    /// The rule.
    pub rule: String,
    /// Under the present profiles.
    pub present: ByLevel,
    /// Under the candidate.
    pub candidate: ByLevel,
}

/// How long before an event the first alert and the first high alert told of it, ms; `null` if none did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct TrialLead {
    /// By any alert about the patient.
    pub any_ms: Option<i64>,
    /// By one of high priority.
    pub high_ms: Option<i64>,
}

/// One marked event on both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrialEvent {
    /// The stay.
    pub episode_id: String,
    /// When it happened, ms since 1970.
    pub at: i64,
    /// What happened: a word of `marked_events`.
    pub kind: String,
    /// Under the present profiles.
    pub present: TrialLead,
    /// Under the candidate.
    pub candidate: TrialLead,
}

/// One stay on both sides, alerts a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TrialStay {
    /// The stay.
    pub episode_id: String,
    /// Under the present profile.
    pub present: f64,
    /// Under the candidate.
    pub candidate: f64,
}

/// What a trial found.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
pub struct TrialResult {
    /// Days of patients that were judged again.
    pub patient_days: f64,
    /// Frames that were judged again; 0 if nothing is stored of these days.
    pub frames: u64,
    /// The profile of each stay as it was.
    pub present: TrialSide,
    /// The same days under the candidate.
    pub candidate: TrialSide,
    /// Each rule that told anything.
    pub rules: Vec<TrialRule>,
    /// Marked events, oldest first.
    pub events: Vec<TrialEvent>,
    /// Alerts that the candidate would not have told.
    pub lost: TrialAlerts,
    /// Alerts that only the candidate would have told.
    pub gained: TrialAlerts,
    /// Alerts of both that the candidate tells less urgently.
    pub less_urgent: TrialAlerts,
    /// The stays with the most alerts, at most ten.
    pub top: Vec<TrialStay>,
}

impl TrialResult {
    /// What was found in a span of time, with the minutes that an alert of each priority takes.
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
