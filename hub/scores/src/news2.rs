//! NEWS2: the National Early Warning Score 2 of the Royal College of Physicians (London, 2017).
//!
//! For adults; not valid under 16 years or in pregnancy, and in spinal injury only with judgement.
//! The bands are those of the published chart. The windows are design rules that a clinician signs.

use crate::Acvpu;
use crate::chart::{Bands, charted};
use crate::score::{Given, Score, part};
use hearth_vitals::{Vital, WallMs};
use serde::{Deserialize, Serialize};

/// The parts, in the order of the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Component {
    /// Breaths a minute.
    Respirations,
    /// Oxygen saturation, on one of two scales.
    Spo2,
    /// Air, or oxygen.
    Oxygen,
    /// Systolic pressure.
    Systolic,
    /// Pulse, or heart rate.
    Pulse,
    /// ACVPU.
    Consciousness,
    /// Body temperature.
    Temperature,
}

/// Which saturation is right for this patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spo2Scale {
    /// 96 % and more.
    #[default]
    One,
    /// 88 to 92 %: hypercapnic respiratory failure. Only by a clinician's recorded decision.
    Two,
}

/// What is known of a patient. Raw values; `None` for what was never measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Inputs {
    /// Raw [`Vital::RespiratoryRate`].
    pub respiratory_rate: Option<Given<i32>>,
    /// Raw [`Vital::Spo2`].
    pub spo2: Option<Given<i32>>,
    /// True while the patient breathes more than air.
    pub on_oxygen: Option<Given<bool>>,
    /// Raw [`Vital::Systolic`].
    pub systolic: Option<Given<i32>>,
    /// Raw [`Vital::PulseRate`] or [`Vital::HeartRate`].
    pub pulse: Option<Given<i32>>,
    /// Level of consciousness.
    pub consciousness: Option<Given<Acvpu>>,
    /// Raw [`Vital::Temperature`].
    pub temperature: Option<Given<i32>>,
}

/// How old an input may be, ms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Windows {
    /// Respirations, saturation and pulse: what a device streams.
    pub streamed_ms: i64,
    /// Pressure and temperature: what is taken now and then.
    pub spot_ms: i64,
    /// Oxygen and consciousness: what a person says.
    pub said_ms: i64,
}

impl Windows {
    /// While the last total was below 5. Streams: 5 min, the span of the median that stands for
    /// them; shorter makes a reconnecting sensor an incomplete score. The rest: 4 h, the longest
    /// interval between two sets of vital signs for a score of 1 to 4.
    pub const CALM: Windows = Windows { streamed_ms: 5 * MINUTE_MS, spot_ms: 240 * MINUTE_MS, said_ms: 240 * MINUTE_MS };
    /// From 5 on the chart asks for a set each hour, so a pressure of two hours ago says nothing.
    pub const CONCERNED: Windows = Windows { spot_ms: 60 * MINUTE_MS, ..Windows::CALM };
}

const MINUTE_MS: i64 = 60_000;

/// How urgent it is, by the chart's thresholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Risk {
    /// 0 to 4, none of them a single 3.
    Low,
    /// A single 3 in a total below 5: a clinician looks at once.
    LowMedium,
    /// 5 or 6: urgent assessment.
    Medium,
    /// 7 and more: emergency assessment.
    High,
}

const RESPIRATIONS: Bands<4> = Bands { up_to: [(8, 3), (11, 1), (20, 0), (24, 2)], above: 3 };
const SPO2_ONE: Bands<3> = Bands { up_to: [(91, 3), (93, 2), (95, 1)], above: 0 };
const SPO2_TWO_ON_AIR: Bands<3> = Bands { up_to: [(83, 3), (85, 2), (87, 1)], above: 0 };
const SPO2_TWO_ON_OXYGEN: Bands<6> = Bands { up_to: [(83, 3), (85, 2), (87, 1), (92, 0), (94, 1), (96, 2)], above: 3 };
const SYSTOLIC: Bands<4> = Bands { up_to: [(90, 3), (100, 2), (110, 1), (219, 0)], above: 3 };
const PULSE: Bands<5> = Bands { up_to: [(40, 3), (50, 1), (90, 0), (110, 1), (130, 2)], above: 3 };
/// In tenths of a degree.
const TEMPERATURE: Bands<4> = Bands { up_to: [(350, 3), (360, 1), (380, 0), (390, 1)], above: 2 };
/// On anything but air.
const ON_OXYGEN: u8 = 2;
/// Anything but alert.
const NOT_ALERT: u8 = 3;

/// Points that are a reason to act by themselves.
const RED: u8 = 3;
/// Total of an urgent assessment.
const URGENT: u8 = 5;
/// Total of an emergency assessment.
const EMERGENCY: u8 = 7;

/// Scores what is known at `now`.
pub fn score(inputs: &Inputs, scale: Spo2Scale, windows: Windows, now: WallMs) -> Score<Component> {
    let Windows { streamed_ms, spot_ms, said_ms } = windows;
    let on_oxygen = inputs.on_oxygen.filter(|given| now.since(given.at) <= said_ms).map(|given| given.value);
    let spo2 = |raw| spo2_points(charted(Vital::Spo2, raw), scale, on_oxygen);
    let by = |vital, raw, points: &dyn Fn(i32) -> u8| points(charted(vital, raw));
    Score {
        parts: vec![
            part(Component::Respirations, inputs.respiratory_rate, now, streamed_ms, |raw| {
                by(Vital::RespiratoryRate, raw, &|n| RESPIRATIONS.points(n))
            }),
            part(Component::Spo2, inputs.spo2, now, streamed_ms, spo2),
            part(Component::Oxygen, inputs.on_oxygen, now, said_ms, |on| if on { ON_OXYGEN } else { 0 }),
            part(Component::Systolic, inputs.systolic, now, spot_ms, |raw| by(Vital::Systolic, raw, &|n| SYSTOLIC.points(n))),
            part(Component::Pulse, inputs.pulse, now, streamed_ms, |raw| by(Vital::PulseRate, raw, &|n| PULSE.points(n))),
            part(Component::Consciousness, inputs.consciousness, now, said_ms, |level| match level {
                Acvpu::Alert => 0,
                Acvpu::Confusion | Acvpu::Voice | Acvpu::Pain | Acvpu::Unresponsive => NOT_ALERT,
            }),
            part(Component::Temperature, inputs.temperature, now, spot_ms, |raw| by(Vital::Temperature, raw, &|n| TEMPERATURE.points(n))),
        ],
    }
}

/// On scale 2 air and oxygen differ from 93 % upward only. While nobody knows which it is, the
/// fewer points count: the score is incomplete then, and what it says must hold at least.
fn spo2_points(percent: i32, scale: Spo2Scale, on_oxygen: Option<bool>) -> u8 {
    match (scale, on_oxygen) {
        (Spo2Scale::One, _) => SPO2_ONE.points(percent),
        (Spo2Scale::Two, Some(true)) => SPO2_TWO_ON_OXYGEN.points(percent),
        (Spo2Scale::Two, Some(false) | None) => SPO2_TWO_ON_AIR.points(percent),
    }
}

/// What a score means. An incomplete one means at least what its known parts mean; `None` when
/// these are no reason to act and nobody can say that there is none.
pub fn risk(score: &Score<Component>) -> Option<Risk> {
    let known = score.at_least();
    let red = score.parts.iter().any(|part| part.points == Ok(RED));
    match known {
        EMERGENCY.. => Some(Risk::High),
        URGENT.. => Some(Risk::Medium),
        _ if red => Some(Risk::LowMedium),
        _ => score.total().map(|_| Risk::Low),
    }
}

/// Longest time to the next set of vital signs by the chart, ms; `None` for "continuously", and
/// the shorter end where the chart gives two. An incomplete score says nothing: measure now.
pub fn observe_within_ms(score: &Score<Component>) -> Option<i64> {
    match (risk(score)?, score.total()) {
        (Risk::High, _) => None,
        (Risk::Medium | Risk::LowMedium, _) => Some(60 * MINUTE_MS),
        (Risk::Low, Some(0)) => Some(720 * MINUTE_MS),
        (Risk::Low, _) => Some(240 * MINUTE_MS),
    }
}
