//! MEWS: the Modified Early Warning Score of Subbe and others (QJM 2001; 94:521).
//!
//! Hospitals print different versions; this is the published one, with the pulse of 40 in the band
//! that the journal's own table puts it in. Five and more is a call.

use crate::Acvpu;
use crate::chart::{Bands, charted};
use crate::score::{Given, Score, part};
use hearth_vitals::{Vital, WallMs};

/// The parts, in the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Component {
    /// Systolic blood pressure.
    Systolic,
    /// Pulse, or heart rate.
    Pulse,
    /// Breaths a minute.
    Respirations,
    /// Temperature of the body.
    Temperature,
    /// Level of consciousness by AVPU.
    Consciousness,
}

/// What is known of a patient. Raw values; `None` for what was never measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Inputs {
    /// Systolic blood pressure, raw [`Vital::Systolic`].
    pub systolic: Option<Given<i32>>,
    /// Pulse or heart rate, raw [`Vital::PulseRate`] or [`Vital::HeartRate`].
    pub pulse: Option<Given<i32>>,
    /// Breaths a minute, raw [`Vital::RespiratoryRate`].
    pub respiratory_rate: Option<Given<i32>>,
    /// Temperature of the body, raw [`Vital::Temperature`].
    pub temperature: Option<Given<i32>>,
    /// Level of consciousness.
    pub consciousness: Option<Given<Acvpu>>,
}

/// A total that is a reason to call a clinician.
pub const CALL: u8 = 5;

const SYSTOLIC: Bands<4> = Bands { up_to: [(70, 3), (80, 2), (100, 1), (199, 0)], above: 2 };
const PULSE: Bands<5> = Bands { up_to: [(40, 2), (50, 1), (100, 0), (110, 1), (129, 2)], above: 3 };
const RESPIRATIONS: Bands<4> = Bands { up_to: [(8, 2), (14, 0), (20, 1), (29, 2)], above: 3 };
/// The bands of temperature, in tenths of a degree Celsius.
const TEMPERATURE: Bands<2> = Bands { up_to: [(349, 2), (384, 0)], above: 2 };

/// Scores what is known at `now`, no input older than `window_ms`.
pub fn score(inputs: &Inputs, window_ms: i64, now: WallMs) -> Score<Component> {
    let vital =
        |component, given, vital, points: &dyn Fn(i32) -> u8| part(component, given, now, window_ms, |raw| points(charted(vital, raw)));
    Score {
        parts: vec![
            vital(Component::Systolic, inputs.systolic, Vital::Systolic, &|n| SYSTOLIC.points(n)),
            vital(Component::Pulse, inputs.pulse, Vital::PulseRate, &|n| PULSE.points(n)),
            vital(Component::Respirations, inputs.respiratory_rate, Vital::RespiratoryRate, &|n| RESPIRATIONS.points(n)),
            vital(Component::Temperature, inputs.temperature, Vital::Temperature, &|n| TEMPERATURE.points(n)),
            part(Component::Consciousness, inputs.consciousness, now, window_ms, avpu),
        ],
    }
}

/// The table knows AVPU only. New confusion was added to the scale later; a confused patient
/// answers when spoken to and is not clear, which is the point of "voice".
const fn avpu(level: Acvpu) -> u8 {
    match level {
        Acvpu::Alert => 0,
        Acvpu::Confusion | Acvpu::Voice => 1,
        Acvpu::Pain => 2,
        Acvpu::Unresponsive => 3,
    }
}
