//! The simulated nurse of a trial, who answers every alert in the same way, so that two profiles are compared with each other and
//! not with the evening on which the present one happened to ring.

use hearth_alerts::{Alert, Condition, Episode, Now, Response, StaffId};
use hearth_vitals::WallMs;

/// How often the nurse looks, in milliseconds.
const LOOKS_EACH_MS: i64 = 60_000;
/// How long an alert rings before the nurse takes it, in milliseconds.
const TAKEN_AFTER_MS: i64 = 60_000;
/// How long after its condition ended the nurse reviews an alert, in milliseconds. Without a review it would stay open, and the
/// next of its kind would not be new.
const REVIEWED_AFTER_MS: i64 = 300_000;
const NURSE: StaffId = StaffId(1);

/// The instant when the nurse looks next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nurse {
    next: WallMs,
}

impl Nurse {
    /// Makes a nurse who looks for the first time a minute after `now`.
    pub fn new(now: WallMs) -> Nurse {
        Nurse { next: now.plus(LOOKS_EACH_MS) }
    }

    /// The instant when the nurse looks next.
    pub fn next(self) -> WallMs {
        self.next
    }

    /// Looks at the open alerts and answers them.
    pub fn look(&mut self, episode: &mut Episode, now: Now) {
        self.next = now.wall.plus(LOOKS_EACH_MS);
        let due: Vec<Alert> = episode.open_alerts().filter(|alert| is_due(alert, now.wall)).cloned().collect();
        for alert in due {
            // A refusal means that the alert changed this very moment; the nurse looks again in a minute.
            let _ = match alert.condition {
                Condition::Cleared => episode.review(alert.id, alert.version, NURSE, "", now).map(drop),
                Condition::Active | Condition::Pending => episode.acknowledge(alert.id, alert.version, NURSE, now).map(drop),
            };
        }
    }
}

fn is_due(alert: &Alert, now: WallMs) -> bool {
    match (alert.condition, alert.response, alert.cleared_at) {
        (Condition::Cleared, _, Some(ended)) => now.since(ended) >= REVIEWED_AFTER_MS,
        (Condition::Active, Response::None, _) => now.since(alert.raised_at) >= TAKEN_AFTER_MS,
        _ => false,
    }
}
