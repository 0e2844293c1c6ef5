//! The fever of a transplanted patient alone: 38.3 once, or 38.0 and more for an hour (two measurements at least, none below
//! between them, no gap of more than two hours), by the definition for neutropenic patients.

use super::{Claim, Judge, Ring, Told};
use hearth_alerts::{FrameAt, Kind, Now, Priority, Rule, Side};
use hearth_vitals::{Vital, WallMs};

/// Raw: one measurement of this is a fever.
const ONCE: i32 = 3_830;
/// Raw: so much for an hour is one too.
const LASTING: i32 = 3_800;
const LASTING_MS: i64 = 3_600_000;
const GAP_MS_MAX: i64 = 2 * LASTING_MS;

/// What is known of one patient's temperature.
#[derive(Debug, Default)]
pub struct FeverAlone {
    /// Since when it was never below the lasting line, and when it was last taken.
    warm: Option<(WallMs, WallMs)>,
    is_open: bool,
    alerts: u128,
}

impl Judge for FeverAlone {
    fn until(&mut self, _now: Now, _told: &mut Vec<Told>) {}

    fn frame(&mut self, frame: &FrameAt<'_>, now: Now, told: &mut Vec<Told>) {
        let temperature = frame.readings.iter().find(|reading| reading.vital == Vital::Temperature);
        if let Some(raw) = temperature.and_then(|reading| reading.raw) {
            self.judge(raw, frame.at, now, told);
        }
    }
}

impl FeverAlone {
    fn judge(&mut self, raw: i32, at: WallMs, now: Now, told: &mut Vec<Told>) {
        // What a chart shows, half up.
        let charted = (raw + 5).div_euclid(10) * 10;
        if charted < LASTING {
            (self.warm, self.is_open) = (None, false);
            return;
        }
        let since = self.warm.filter(|(_, newest)| at.since(*newest) <= GAP_MS_MAX).map_or(at, |(since, _)| since);
        self.warm = Some((since, at));
        let line = if charted >= ONCE { ONCE } else { LASTING };
        if (charted >= ONCE || at.since(since) >= LASTING_MS) && !std::mem::replace(&mut self.is_open, true) {
            self.alerts += 1;
            told.push(Told {
                at_ms: now.wall.0,
                alert: self.alerts,
                rule: Rule::VitalHigh(Vital::Temperature).to_string(),
                ring: Ring::Anew,
                kind: Kind::Clinical,
                priority: Priority::High,
                claim: Claim::Beyond { vital: Vital::Temperature, side: Side::High, line },
                while_offline: false,
            });
        }
    }
}
