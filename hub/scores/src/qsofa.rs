//! qSOFA: three bedside signs of sepsis with a bad course (Singer and others, JAMA 2016; 315:801).
//!
//! Two or more are positive. The 2021 guideline of the sepsis campaign advises against it as the
//! only screen: it tells late.

use crate::Acvpu;
use crate::chart::charted;
use crate::score::{Given, Score, part};
use hearth_vitals::{Vital, WallMs};

/// The three signs of the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Component {
    /// 22 breaths a minute or more.
    Respirations,
    /// A systolic pressure of 100 or less.
    Systolic,
    /// Not fully alert.
    Consciousness,
}

/// The number of signs that make the score positive.
pub const POSITIVE: u8 = 2;

const FAST_BREATHS: i32 = 22;
const LOW_SYSTOLIC: i32 = 100;

/// Scores what is known at `now` from a raw respiratory rate, a raw systolic pressure and the
/// level of consciousness, none older than `window_ms`.
pub fn score(
    respiratory_rate: Option<Given<i32>>,
    systolic: Option<Given<i32>>,
    consciousness: Option<Given<Acvpu>>,
    window_ms: i64,
    now: WallMs,
) -> Score<Component> {
    Score {
        parts: vec![
            part(Component::Respirations, respiratory_rate, now, window_ms, |raw| {
                u8::from(charted(Vital::RespiratoryRate, raw) >= FAST_BREATHS)
            }),
            part(Component::Systolic, systolic, now, window_ms, |raw| u8::from(charted(Vital::Systolic, raw) <= LOW_SYSTOLIC)),
            part(Component::Consciousness, consciousness, now, window_ms, |level| u8::from(level != Acvpu::Alert)),
        ],
    }
}
