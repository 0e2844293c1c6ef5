//! Hearth's own engine, with a nurse who answers it.

use super::{Claim, Judge, Ring, Told};
use crate::kit::Kit;
use hearth_alerts::{
    Alert, AlertId, Change, Condition, Course, Episode, FrameAt, Limits, Now, Priority, Response, Rule, Side, StaffId, Transition,
};
use hearth_vitals::{GatewayId, MonoMs, Vital};

/// A nurse takes an alert that has rung for so long, ms.
const TAKEN_AFTER_MS: i64 = 60_000;
/// She reviews what has ended so long ago, ms. Unreviewed it would stay open, and the next of its kind would not be new.
const REVIEWED_AFTER_MS: i64 = 300_000;
const NURSE: StaffId = StaffId(1);

/// One stay, judged as the hub does: it is woken when it asks to be.
#[derive(Debug)]
pub struct Engine {
    episode: Episode,
    /// What the last copy has replaced.
    spare: Option<Episode>,
    wake: Option<MonoMs>,
    alerts: u128,
}

impl Engine {
    /// A stay that begins now.
    pub fn new(kit: &Kit, begin: Now) -> Engine {
        let mut episode = Episode::new(Limits::default_adult(), kit.expected(), begin);
        // Everybody here is on the pathway of those without neutrophils: it may not ring for the well either.
        let course = Course { neutropenic: true, ..Course::default() };
        episode.set_course(course, begin, &mut || AlertId(0));
        Engine { wake: episode.next_wake(), episode, spare: None, alerts: 0 }
    }

    /// Goes on with a copy of its state, as the hub does with each round that it commits. Like there the copy is made in what the
    /// one before has replaced.
    pub fn copied(&mut self) {
        let mut copy = self.spare.take().unwrap_or_else(|| self.episode.clone());
        copy.clone_from(&self.episode);
        self.spare = Some(std::mem::replace(&mut self.episode, copy));
    }

    fn act(&mut self, told: &mut Vec<Told>, event: impl FnOnce(&mut Episode, &mut dyn FnMut() -> AlertId) -> Vec<Transition>) {
        let alerts = &mut self.alerts;
        let mut ids = || {
            *alerts += 1;
            AlertId(*alerts)
        };
        let steps = event(&mut self.episode, &mut ids);
        self.wake = self.episode.next_wake();
        told.extend(steps.iter().filter_map(told_by));
    }
}

impl Judge for Engine {
    fn until(&mut self, now: Now, told: &mut Vec<Told>) {
        while let Some(wake) = self.wake.filter(|wake| *wake <= now.mono) {
            let ago_ms = i64::try_from(now.mono.since(wake)).unwrap_or(0);
            let woken = Now { wall: now.wall.plus(-ago_ms), mono: wake };
            self.act(told, |episode, ids| episode.tick(woken, ids));
            if self.wake.is_some_and(|again| again <= wake) {
                break;
            }
        }
    }

    fn frame(&mut self, frame: &FrameAt<'_>, now: Now, told: &mut Vec<Told>) {
        self.act(told, |episode, ids| episode.frame(frame, now, ids));
    }

    fn heard(&mut self, gateway: &GatewayId, now: Now, told: &mut Vec<Told>) {
        self.act(told, |episode, ids| episode.gateway(gateway, now.mono, now, ids));
    }

    fn attend(&mut self, now: Now) {
        let open: Vec<Alert> = self.episode.open_alerts().cloned().collect();
        for alert in open {
            // A refusal means that the alert has just changed; she looks again in a minute.
            let _ = match (alert.condition, alert.response, alert.cleared_at) {
                (Condition::Cleared, _, Some(ended)) if now.wall.since(ended) >= REVIEWED_AFTER_MS => {
                    self.episode.review(alert.id, alert.version, NURSE, "", now).map(drop)
                }
                (Condition::Active, Response::None, _) if now.wall.since(alert.raised_at) >= TAKEN_AFTER_MS => {
                    self.episode.acknowledge(alert.id, alert.version, NURSE, now).map(drop)
                }
                _ => Ok(()),
            };
        }
        self.wake = self.episode.next_wake();
    }
}

fn told_by(step: &Transition) -> Option<Told> {
    let ring = match step.change {
        Change::Raised | Change::Reactivated => Ring::Anew,
        Change::PriorityRaised | Change::SeverityRaised => Ring::Higher,
        Change::Worsened
        | Change::Acknowledged
        | Change::Acted
        | Change::AcknowledgementVoided
        | Change::Cleared
        | Change::Reviewed
        | Change::Closed => {
            return None;
        }
    };
    let alert = &step.alert;
    Some(Told {
        at_ms: step.at.0,
        alert: alert.id.0,
        rule: alert.rule.to_string(),
        ring,
        kind: alert.rule.kind(),
        priority: alert.priority,
        claim: claim(alert),
        while_offline: alert.while_offline,
    })
}

fn claim(alert: &Alert) -> Claim {
    match (alert.rule, alert.limit) {
        (Rule::VitalLow(vital), Some(line)) => Claim::Beyond { vital, side: Side::Low, line },
        (Rule::VitalHigh(vital), Some(line)) => Claim::Beyond { vital, side: Side::High, line },
        (Rule::Fever, Some(line)) => Claim::Beyond { vital: Vital::Temperature, side: Side::High, line: line - 1 },
        (Rule::News2, limit) => limit.or(alert.value).and_then(|points| u8::try_from(points).ok()).map_or(Claim::Nothing, Claim::Score),
        _ => Claim::Nothing,
    }
}

/// What reaches a nurse: low alerts only make aware.
pub const fn reaches_a_nurse(priority: Priority) -> bool {
    matches!(priority, Priority::Medium | Priority::High)
}
