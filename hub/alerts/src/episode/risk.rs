//! A sensor that is off: how long a patient may be unwatched, and whom to ask to put it on again.
//!
//! After five minutes somebody phones the home, by a task. Of a patient at risk it is medium at that instant, of everybody else ten
//! minutes later. At risk is whoever may get worse unseen: a score of 5 or more or a red vital as far as it is known, oxygen, the
//! fever pathway, an alert about the patient that nobody has closed, or who is watched without the score, which would say so.

use super::Episode;
use super::channel::Channel;
use crate::alert::Now;
use crate::budget::SENSOR_OFF_MEDIUM_MS;
use crate::rule::Rule;
use crate::verdict::{Item, ObservationRequest, Purpose};
use crate::words::{Condition, Kind};
use hearth_scores::news2::Component;
use hearth_vitals::Vital;

/// The points of a score from which the chart wants a set of vital signs each hour, and those of a single red part.
const CONCERNED_FROM: u8 = 5;
const RED: u8 = 3;

impl Episode {
    /// True when nothing is known that makes it worse to be unwatched.
    pub(super) fn is_calm(&self) -> bool {
        // What is owed is late says nothing of the patient.
        let is_about = |rule: Rule| rule.kind() == Kind::Clinical && rule != Rule::TaskLate;
        let is_unseen = self.chart.course().neutropenic && !self.counts_pulse_or_breathing();
        // Without the score nothing says that a patient is calm, so nobody is taken for it.
        let is_scored = self.chart.course().without_news2.is_none();
        is_scored && !is_unseen && !self.alerts.iter().any(|alert| is_about(alert.rule)) && !self.scores()
    }

    /// True when a device streams pulse or breathing, and nothing tells that it or its home cannot be heard.
    fn counts_pulse_or_breathing(&self) -> bool {
        let is_told = |channel: &Channel| {
            let device = self.device_of_channel(channel);
            let is_active = |rule: Rule| device.is_some_and(|device| self.alerts.active(rule, &device.subject).is_some());
            let home = self.gateway_of(channel);
            let is_offline = home.is_some_and(|home| self.alerts.active(Rule::GatewayOffline, &home.subject).is_some());
            is_offline || is_active(Rule::SensorOff) || self.silence_of(channel).is_some()
        };
        let tells_early = |channel: &&Channel| matches!(channel.vital, Vital::HeartRate | Vital::PulseRate | Vital::RespiratoryRate);
        let live = self.channels.iter().filter(tells_early).filter(|channel| channel.expected && channel.streams());
        live.filter(|channel| channel.valued_ms.is_some()).any(|channel| !is_told(channel))
    }

    /// True when the score, as far as it is known, wants the patient watched closely.
    fn scores(&self) -> bool {
        let Some(score) = self.news2().and_then(|judged| judged.evidence.score.as_ref()) else { return false };
        let is_on_oxygen = |component: Component, points: u8| component == Component::Oxygen && points > 0;
        let counts = |(component, points): (Component, u8)| points >= RED || is_on_oxygen(component, points);
        score.at_least >= CONCERNED_FROM || score.parts.iter().filter_map(|part| Some((part.component, part.points?))).any(counts)
    }

    /// What is to be put on again, once it has been off for long enough to phone the home.
    pub(super) fn wished_of_sensors(&self, now: Now) -> impl Iterator<Item = ObservationRequest> {
        let is_off = move |alert: &&crate::Alert| {
            alert.rule == Rule::SensorOff && alert.condition == Condition::Active && now.wall.since(alert.since) >= SENSOR_OFF_MEDIUM_MS
        };
        let device = |alert: &crate::Alert| self.devices.iter().position(|device| *device.subject == alert.subject);
        let measures = |place: usize| {
            let of_device = self.channels.iter().filter(move |channel| channel.source.device() == Some(place) && channel.expected);
            of_device.map(|channel| channel.vital).min()
        };
        let off = self.alerts.iter().filter(is_off).filter_map(device).filter_map(measures);
        off.map(|vital| ObservationRequest { what: Item::Vital(vital), due: None, purpose: Purpose::PutOn })
    }
}
