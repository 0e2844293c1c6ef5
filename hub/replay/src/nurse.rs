//! The nurse of a trial: she answers every alert in the same way, so that two profiles are compared with each other and not
//! with the evening on which the present one happened to ring.

use hearth_alerts::{Alert, Condition, Episode, Now, Response, StaffId};
use hearth_vitals::WallMs;

/// She looks this often, ms.
const LOOKS_EACH_MS: i64 = 60_000;
/// She takes an alert that has rung for so long, ms.
const TAKEN_AFTER_MS: i64 = 60_000;
/// She reviews what ended so long ago, ms. Unreviewed it would stay open, and the next of its kind would not be new.
const REVIEWED_AFTER_MS: i64 = 300_000;
const NURSE: StaffId = StaffId(1);

/// When she looks next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nurse {
    next: WallMs,
}

impl Nurse {
    /// She looks a minute after `now` for the first time.
    pub fn new(now: WallMs) -> Nurse {
        Nurse { next: now.plus(LOOKS_EACH_MS) }
    }

    /// When she looks next.
    pub fn next(self) -> WallMs {
        self.next
    }

    /// She looks at what is open.
    pub fn look(&mut self, episode: &mut Episode, now: Now) {
        self.next = now.wall.plus(LOOKS_EACH_MS);
        let due: Vec<Alert> = episode.open_alerts().filter(|alert| is_due(alert, now.wall)).cloned().collect();
        for alert in due {
            // A refusal means that the alert has changed this very moment: she looks again in a minute.
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
