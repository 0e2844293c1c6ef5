//! The ways in which a patient gets worse.

use crate::draw::Draw;
use crate::{HOUR_MS, MINUTE_MS};
use hearth_sim::body::{Body, Change};
use hearth_vitals::Vital;
use serde::Serialize;

/// One way to get worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Course {
    /// Respiratory failure over 12 hours: breathing grows faster long before the saturation falls.
    RespiratoryFailure,
    /// Sepsis over 18 hours: everything a little, nothing far.
    Sepsis,
    /// The saturation falls within two minutes: a plug of mucus, an embolus.
    Desaturation,
    /// Too much of an opioid: breathing slows for three quarters of an hour, then the saturation falls.
    Opioid,
    /// A heart block within ten minutes.
    Bradycardia,
    /// A bleeding of three hours: the pulse rises, then the pressure falls.
    Bleeding,
    /// Fever after a transplant, over six hours; often the only sign of an infection.
    Fever,
}

/// Where a vital goes, and how long it takes.
struct Turn {
    vital: Vital,
    target: f64,
    /// How much the target differs between patients, to either side.
    spread: f64,
    over_ms: u64,
}

const fn turn(vital: Vital, target: f64, spread: f64, over_ms: u64) -> Turn {
    Turn { vital, target, spread, over_ms }
}

impl Course {
    /// All courses, in the order of the report.
    pub const ALL: [Course; 7] = [
        Course::RespiratoryFailure,
        Course::Sepsis,
        Course::Desaturation,
        Course::Opioid,
        Course::Bradycardia,
        Course::Bleeding,
        Course::Fever,
    ];

    /// Name of the course on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Course::RespiratoryFailure => "respiratory failure, 12 h",
            Course::Sepsis => "sepsis, 18 h",
            Course::Desaturation => "sudden desaturation",
            Course::Opioid => "opioid",
            Course::Bradycardia => "bradycardia",
            Course::Bleeding => "bleeding, 3 h",
            Course::Fever => "fever after transplant",
        }
    }

    /// Vitals that are not named follow those that are, as the body couples them.
    const fn turns(self) -> &'static [Turn] {
        match self {
            Course::RespiratoryFailure => {
                const {
                    &[
                        turn(Vital::Spo2, 80.0, 2.0, 12 * HOUR_MS),
                        turn(Vital::RespiratoryRate, 32.0, 2.0, 12 * HOUR_MS),
                        turn(Vital::HeartRate, 122.0, 5.0, 12 * HOUR_MS),
                    ]
                }
            }
            // No vital but the temperature goes where a usual limit of an adult would be passed early.
            Course::Sepsis => {
                const {
                    &[
                        turn(Vital::Temperature, 38.8, 0.3, 18 * HOUR_MS),
                        turn(Vital::HeartRate, 126.0, 3.0, 18 * HOUR_MS),
                        turn(Vital::RespiratoryRate, 26.0, 1.5, 18 * HOUR_MS),
                        turn(Vital::Systolic, 86.0, 4.0, 18 * HOUR_MS),
                        turn(Vital::Diastolic, 48.0, 4.0, 18 * HOUR_MS),
                        turn(Vital::Spo2, 91.0, 1.0, 18 * HOUR_MS),
                    ]
                }
            }
            Course::Desaturation => const { &[turn(Vital::Spo2, 78.0, 3.0, 2 * MINUTE_MS)] },
            Course::Opioid => {
                const {
                    &[
                        turn(Vital::RespiratoryRate, 5.5, 1.0, 45 * MINUTE_MS),
                        turn(Vital::Spo2, 80.0, 2.0, 75 * MINUTE_MS),
                        turn(Vital::HeartRate, 56.0, 4.0, 45 * MINUTE_MS),
                    ]
                }
            }
            Course::Bradycardia => const { &[turn(Vital::HeartRate, 34.0, 2.5, 10 * MINUTE_MS)] },
            Course::Bleeding => {
                const {
                    &[
                        turn(Vital::HeartRate, 132.0, 4.0, 3 * HOUR_MS),
                        turn(Vital::Systolic, 78.0, 4.0, 3 * HOUR_MS),
                        turn(Vital::Diastolic, 44.0, 4.0, 3 * HOUR_MS),
                        turn(Vital::RespiratoryRate, 25.0, 1.5, 3 * HOUR_MS),
                    ]
                }
            }
            Course::Fever => const { &[turn(Vital::Temperature, 38.9, 0.3, 6 * HOUR_MS)] },
        }
    }

    /// Lets a body take this course from `onset_ms` on, a little further or faster than another body would. It does not
    /// recover.
    pub fn begin(self, body: &mut Body, onset_ms: u64, draw: &mut Draw) {
        let haste = draw.between(0.8, 1.1);
        for turn in self.turns() {
            let target = turn.target + turn.spread * draw.between(-1.0, 1.0);
            let over_ms = (turn.over_ms as f64 * haste) as u64;
            body.change(Change { vital: turn.vital, target, at_ms: onset_ms, over_ms, until_ms: None });
        }
    }
}
