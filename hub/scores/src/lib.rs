//! Early-warning scores: inputs with their ages in, a score with its parts out.
//!
//! A score is a sum of points, and a sum is only as good as its parts. So a part that nobody
//! measured, or that is too old, is never counted as 0 points: the score is *incomplete* and has
//! no total. What is known is still a lower bound ([`Score::at_least`]), and that may already be
//! reason to act: a patient with a red respiratory rate does not wait for a thermometer.
//!
//! Values are raw counts of the vital's resolution ([`hearth_vitals::Vital`]), rounded half up to
//! what a chart shows before they are compared with its bands: the points are those that a nurse
//! would read off the paper.
//!
//! The parts: [`news2`] and [`mews`] (scores of several parts), [`qsofa`], [`circulation`] (mean
//! pressure, shock index), [`chart`] (rounding and bands).

pub mod chart;
pub mod circulation;
pub mod mews;
pub mod news2;
pub mod qsofa;
mod score;

pub use score::{Given, Lack, Part, Score};

use serde::{Deserialize, Serialize};

/// Level of consciousness on the ACVPU scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Acvpu {
    /// The patient is awake and clear.
    Alert,
    /// The patient is confused and was not before.
    Confusion,
    /// The patient answers when spoken to.
    Voice,
    /// The patient reacts to pain only.
    Pain,
    /// The patient does not react.
    Unresponsive,
}
