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
    /// Whether the patient breathes air or oxygen.
    Oxygen,
    /// Systolic blood pressure.
    Systolic,
    /// Pulse, or heart rate.
    Pulse,
    /// Level of consciousness by ACVPU.
    Consciousness,
    /// Temperature of the body.
    Temperature,
}

/// Which range of saturation is right for this patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spo2Scale {
    /// Scale 1: the right saturation is 96 % or more.
    #[default]
    One,
    /// Scale 2: the right saturation is 88 to 92 %, in hypercapnic respiratory failure. Used only by a clinician's recorded
    /// decision.
    Two,
}

/// What is known of a patient. Raw values; `None` for what was never measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Inputs {
    /// Breaths a minute, raw [`Vital::RespiratoryRate`].
    pub respiratory_rate: Option<Given<i32>>,
    /// Oxygen saturation, raw [`Vital::Spo2`].
    pub spo2: Option<Given<i32>>,
    /// True while the patient breathes more than air.
    pub on_oxygen: Option<Given<bool>>,
    /// Systolic blood pressure, raw [`Vital::Systolic`].
    pub systolic: Option<Given<i32>>,
    /// Pulse or heart rate, raw [`Vital::PulseRate`] or [`Vital::HeartRate`].
    pub pulse: Option<Given<i32>>,
    /// Level of consciousness.
    pub consciousness: Option<Given<Acvpu>>,
    /// Temperature of the body, raw [`Vital::Temperature`].
    pub temperature: Option<Given<i32>>,
}

/// How old an input may be, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Windows {
    /// The window for respirations, saturation and pulse, which devices stream.
    pub streamed_ms: i64,
    /// The window for pressure and temperature, which are taken now and then.
    pub spot_ms: i64,
    /// The window for oxygen and consciousness, which a person reports.
    pub said_ms: i64,
}

impl Windows {
    /// The windows while the last total was below 5. Streams: 5 min, the span of the median that stands for them; with a shorter
    /// window, a sensor that reconnects would make the score incomplete. The rest: 4 h, the longest interval between two sets of
    /// vital signs for a score of 1 to 4.
    pub const CALM: Windows = Windows { streamed_ms: 5 * MINUTE_MS, spot_ms: 240 * MINUTE_MS, said_ms: 240 * MINUTE_MS };
    /// The windows from a total of 5 on: the chart then asks for a set each hour, so a pressure of two hours ago says nothing.
    pub const CONCERNED: Windows = Windows { spot_ms: 60 * MINUTE_MS, ..Windows::CALM };
}

const MINUTE_MS: i64 = 60_000;

/// How urgent it is, by the chart's thresholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Risk {
    /// A total of 0 to 4 in which no single parameter has 3 points.
    Low,
    /// A single 3 in a total below 5: a clinician looks at once.
    LowMedium,
    /// A total of 5 or 6: urgent assessment.
    Medium,
    /// A total of 7 or more: emergency assessment.
    High,
}

const RESPIRATIONS: Bands<4> = Bands { up_to: [(8, 3), (11, 1), (20, 0), (24, 2)], above: 3 };
const SPO2_ONE: Bands<3> = Bands { up_to: [(91, 3), (93, 2), (95, 1)], above: 0 };
const SPO2_TWO_ON_AIR: Bands<3> = Bands { up_to: [(83, 3), (85, 2), (87, 1)], above: 0 };
const SPO2_TWO_ON_OXYGEN: Bands<6> = Bands { up_to: [(83, 3), (85, 2), (87, 1), (92, 0), (94, 1), (96, 2)], above: 3 };
const SYSTOLIC: Bands<4> = Bands { up_to: [(90, 3), (100, 2), (110, 1), (219, 0)], above: 3 };
const PULSE: Bands<5> = Bands { up_to: [(40, 3), (50, 1), (90, 0), (110, 1), (130, 2)], above: 3 };
/// The bands of temperature, in tenths of a degree Celsius.
const TEMPERATURE: Bands<4> = Bands { up_to: [(350, 3), (360, 1), (380, 0), (390, 1)], above: 2 };
/// The points for breathing anything but air.
const ON_OXYGEN: u8 = 2;
/// The points for any level of consciousness except alert.
const NOT_ALERT: u8 = 3;

/// The points of a single parameter that are a reason to act by themselves.
const RED: u8 = 3;
/// The total from which the assessment is urgent.
const URGENT: u8 = 5;
/// The total from which the assessment is an emergency.
const EMERGENCY: u8 = 7;

/// Scores what is known at `now`.
pub fn score(inputs: &Inputs, scale: Spo2Scale, windows: Windows, now: WallMs) -> Score<Component> {
    let Windows { streamed_ms, spot_ms, said_ms } = windows;
    let on_oxygen = inputs.on_oxygen.filter(|given| now.since(given.at) <= said_ms).map(|given| given.value);
    let by = |component: Component| move |raw| points(component, raw, scale, on_oxygen).unwrap_or(0);
    Score {
        parts: vec![
            part(Component::Respirations, inputs.respiratory_rate, now, streamed_ms, by(Component::Respirations)),
            part(Component::Spo2, inputs.spo2, now, streamed_ms, by(Component::Spo2)),
            part(Component::Oxygen, inputs.on_oxygen, now, said_ms, |on| if on { ON_OXYGEN } else { 0 }),
            part(Component::Systolic, inputs.systolic, now, spot_ms, by(Component::Systolic)),
            part(Component::Pulse, inputs.pulse, now, streamed_ms, by(Component::Pulse)),
            part(Component::Consciousness, inputs.consciousness, now, said_ms, |level| match level {
                Acvpu::Alert => 0,
                Acvpu::Confusion | Acvpu::Voice | Acvpu::Pain | Acvpu::Unresponsive => NOT_ALERT,
            }),
            part(Component::Temperature, inputs.temperature, now, spot_ms, by(Component::Temperature)),
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

/// The points of one number, raw, by itself; `None` for the parts that are no number.
pub fn points(component: Component, raw: i32, scale: Spo2Scale, on_oxygen: Option<bool>) -> Option<u8> {
    Some(match component {
        Component::Respirations => RESPIRATIONS.points(charted(Vital::RespiratoryRate, raw)),
        Component::Spo2 => spo2_points(charted(Vital::Spo2, raw), scale, on_oxygen),
        Component::Systolic => SYSTOLIC.points(charted(Vital::Systolic, raw)),
        Component::Pulse => PULSE.points(charted(Vital::PulseRate, raw)),
        Component::Temperature => TEMPERATURE.points(charted(Vital::Temperature, raw)),
        Component::Oxygen | Component::Consciousness => return None,
    })
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
