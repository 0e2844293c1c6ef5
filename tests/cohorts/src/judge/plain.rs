//! Plain thresholds: an alert each time a value goes beyond a limit, whatever the device says of the value.

use super::{Claim, Judge, Ring, Told};
use hearth_alerts::{FrameAt, Kind, Limit, Limits, Now, Priority, Rule, Side};
use hearth_vitals::{Reading, Vital};

/// The limits that an adult starts with, without delay and hysteresis.
#[derive(Debug)]
pub struct Plain {
    limits: Limits,
    /// The open alert of each vital and side, with its priority.
    open: [[Option<(u128, Priority)>; 2]; Vital::ALL.len()],
    alerts: u128,
}

impl Default for Plain {
    fn default() -> Plain {
        Plain { limits: Limits::thresholds_adult(), open: [[None; 2]; Vital::ALL.len()], alerts: 0 }
    }
}

impl Judge for Plain {
    fn until(&mut self, _now: Now, _told: &mut Vec<Told>) {}

    fn frame(&mut self, frame: &FrameAt<'_>, now: Now, told: &mut Vec<Told>) {
        for reading in frame.readings {
            for side in [Side::Low, Side::High] {
                self.compare(reading, side, now, told);
            }
        }
    }
}

impl Plain {
    fn compare(&mut self, reading: &Reading, side: Side, now: Now, told: &mut Vec<Told>) {
        let (Some(raw), Some(limit)) = (reading.raw, self.limits.get(reading.vital)) else { return };
        let found = violated(limit, side, raw);
        let open = &mut self.open[reading.vital as usize][side as usize];
        let ring = match (found, *open) {
            (None, _) => {
                *open = None;
                return;
            }
            (Some(_), None) => Ring::Anew,
            (Some((priority, _)), Some((_, before))) if priority > before => Ring::Higher,
            (Some(_), Some(_)) => return,
        };
        let Some((priority, line)) = found else { return };
        let alert = open.map_or(self.alerts + 1, |(alert, _)| alert);
        self.alerts = self.alerts.max(alert);
        *open = Some((alert, priority));
        let rule = if side == Side::Low { Rule::VitalLow(reading.vital) } else { Rule::VitalHigh(reading.vital) };
        let claim = Claim::Beyond { vital: reading.vital, side, line };
        let rule = rule.to_string();
        told.push(Told { at_ms: now.wall.0, alert, rule, ring, kind: Kind::Clinical, priority, claim, while_offline: false });
    }
}

/// The priority of a value beyond a limit, and the line that it is beyond.
fn violated(limit: &Limit, side: Side, raw: i32) -> Option<(Priority, i32)> {
    let is_beyond = |line: i32| if side == Side::Low { raw < line } else { raw > line };
    limit.rungs(side).iter().rev().find(|rung| is_beyond(rung.edge)).map(|rung| (rung.priority, rung.edge))
}
