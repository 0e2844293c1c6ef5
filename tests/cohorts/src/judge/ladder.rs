//! A ladder of severity and duration alone: the further beyond, the sooner.
//!
//! The rungs are those of the WARD studies (716 ward patients: 137 alerts a patient-day by thresholds, 19 by these rungs;
//! Hospital Practice 2023, doi 10.1080/21548331.2023.2298185). A minute counts by the median of its good samples; a minute
//! without enough of them neither ends a run nor makes it longer.

use super::minute::Minute;
use super::{Claim, Judge, Ring, Told};
use hearth_alerts::{FrameAt, Kind, Now, Priority, Rule, Side};
use hearth_vitals::Vital;

/// Beyond `line` (whole units) for so many minutes.
struct Rung {
    line: i32,
    minutes: u32,
}

const fn rung(line: i32, minutes: u32) -> Rung {
    Rung { line, minutes }
}

/// Rungs of at most so many minutes are high: who made them wanted somebody to come at once.
const HIGH_MINUTES: u32 = 5;
/// Minutes back inside the outermost rung that end an alert.
const OVER_MINUTES: u32 = 5;

/// From the outermost rung to the innermost, for each vital and side.
const RUNGS: [(Vital, Side, &[Rung]); 5] = [
    (Vital::Spo2, Side::Low, &[rung(92, 60), rung(88, 10), rung(85, 5), rung(80, 1)]),
    (Vital::RespiratoryRate, Side::Low, &[rung(11, 10), rung(5, 5)]),
    (Vital::RespiratoryRate, Side::High, &[rung(23, 5), rung(30, 1)]),
    (Vital::PulseRate, Side::Low, &[rung(40, 10), rung(30, 5)]),
    (Vital::PulseRate, Side::High, &[rung(110, 10), rung(130, 5)]),
];
const RUNGS_MAX: usize = 4;

/// One vital on one side.
#[derive(Debug, Clone)]
struct Run {
    minute: Minute,
    vital: Vital,
    side: Side,
    rungs: &'static [Rung],
    /// For how many minutes each rung has held.
    held: [u32; RUNGS_MAX],
    inside: u32,
    open: Option<(u128, Priority)>,
}

/// All rungs of one patient.
#[derive(Debug)]
pub struct Ladder {
    runs: Vec<Run>,
    alerts: u128,
}

impl std::fmt::Debug for Rung {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} for {} min", self.line, self.minutes)
    }
}

impl Default for Ladder {
    fn default() -> Ladder {
        let run = |(vital, side, rungs): (Vital, Side, &'static [Rung])| Run {
            minute: Minute::new(vital),
            vital,
            side,
            rungs,
            held: [0; RUNGS_MAX],
            inside: 0,
            open: None,
        };
        Ladder { runs: RUNGS.into_iter().map(run).collect(), alerts: 0 }
    }
}

impl Judge for Ladder {
    fn until(&mut self, _now: Now, _told: &mut Vec<Told>) {}

    fn frame(&mut self, frame: &FrameAt<'_>, now: Now, told: &mut Vec<Told>) {
        for run in &mut self.runs {
            for reading in frame.readings {
                if let Some(Some(median)) = run.minute.take(reading, frame.at) {
                    run.judge(median, now, &mut self.alerts, told);
                }
            }
        }
    }
}

impl Run {
    fn is_beyond(&self, raw: i32, rung: &Rung) -> bool {
        let line = rung.line * self.vital.scale();
        if self.side == Side::Low { raw < line } else { raw > line }
    }

    fn judge(&mut self, median: i32, now: Now, alerts: &mut u128, told: &mut Vec<Told>) {
        for index in 0..self.rungs.len() {
            self.held[index] = if self.is_beyond(median, &self.rungs[index]) { self.held[index] + 1 } else { 0 };
        }
        self.inside = if self.held[0] == 0 { self.inside + 1 } else { 0 };
        if self.inside >= OVER_MINUTES {
            self.open = None;
        }
        let mut complete = self.rungs.iter().zip(self.held).filter(|(rung, held)| *held >= rung.minutes).map(|(rung, _)| rung);
        let Some(worst) = complete.next_back() else { return };
        let priority = if worst.minutes <= HIGH_MINUTES { Priority::High } else { Priority::Medium };
        self.tell(worst.line, priority, now, alerts, told);
    }

    fn tell(&mut self, line: i32, priority: Priority, now: Now, alerts: &mut u128, told: &mut Vec<Told>) {
        let (alert, ring) = match self.open {
            None => (*alerts + 1, Ring::Anew),
            Some((alert, before)) if priority > before => (alert, Ring::Higher),
            Some(_) => return,
        };
        *alerts = (*alerts).max(alert);
        self.open = Some((alert, priority));
        let claim = Claim::Beyond { vital: self.vital, side: self.side, line: line * self.vital.scale() };
        let rule = if self.side == Side::Low { Rule::VitalLow(self.vital) } else { Rule::VitalHigh(self.vital) };
        let rule = rule.to_string();
        told.push(Told { at_ms: now.wall.0, alert, rule, ring, kind: Kind::Clinical, priority, claim, while_offline: false });
    }
}
