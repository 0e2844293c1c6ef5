//! What comes in, before any rule sees it: can it be believed, and if not, is it dangerous that it cannot?
//!
//! A number outside the plausible band of its vital is no measurement. Most of them are faults of a sensor, a unit or a cable:
//! a technical matter. Some are what a dying patient looks like to the device: a pulse of 0, a saturation of 48, a cuff that
//! finds 38 over 19, a glucose meter that writes LO, a 2.2 that is a low sugar in either unit. Taking those out in silence has killed people, so they are *deadly*: they
//! ring as high at once, and a person says that it was the sensor.
//!
//! * [`plausible`]: one value, one cuff measurement, one instant;
//! * [`course`]: what only a stretch shows: a step, a line that is stuck, two sources that disagree.
//!
//! What a device says about its own signal beats any number: a value of a sensor that is off is none, and a deadly number
//! with a doubt must be confirmed. The bands are those of the table of vitals; everything else is a design rule that a
//! clinician signs.

pub mod course;
pub mod plausible;

use crate::limit::Side;
use serde::{Deserialize, Serialize};

/// What is to be done with a value that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Admission {
    /// The value counts as it is.
    Good,
    /// The value counts, with care.
    Doubtful(Doubt),
    /// The device itself says that there is no value. That is silence, and rules of its own speak of it.
    Missing,
    /// It is not a value: it is kept as it came, and raises a technical alert.
    Absurd {
        /// What is wrong with it.
        fault: Fault,
        /// What it may have been.
        hint: Option<Hint>,
    },
    /// It is not a value for courses and scores, and raises a high alert at once.
    Deadly(Fault),
}

impl Admission {
    /// True if the number may be judged.
    pub const fn is_value(self) -> bool {
        matches!(self, Admission::Good | Admission::Doubtful(_))
    }

    /// True if rules must wait longer before they act on the number.
    pub const fn delays(self) -> bool {
        matches!(self, Admission::Doubtful(doubt) if !matches!(doubt, Doubt::Unusual))
    }
}

/// Why a number counts only with care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// The device reports an artefact, weak perfusion or another doubt of its own.
    Flagged,
    /// It is outside the usual band of its vital. It may be the emergency: no rule waits for it.
    Unusual,
    /// It would be deadly, but the device doubts it: it rings once it is [confirmed](course::is_confirmed).
    DeadlyUnconfirmed,
    /// Systolic and diastolic are closer than a heart makes them.
    NarrowPulsePressure,
    /// The mean pressure is not between diastolic and systolic.
    MeanNotBetween,
    /// It differs from the value before more than a body can change in that time: measure again.
    Step,
}

/// What is wrong with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// It is below the plausible band of its vital.
    BelowBand,
    /// It is above the plausible band of its vital.
    AboveBand,
    /// The meter writes that it is lower than it can measure.
    OffScaleLow,
    /// The meter writes that it is higher than it can measure.
    OffScaleHigh,
    /// The systolic pressure is not above the diastolic.
    SystolicNotAboveDiastolic,
}

impl Fault {
    /// Every value of [`Fault`].
    pub const ALL: [Fault; 5] =
        [Fault::BelowBand, Fault::AboveBand, Fault::OffScaleLow, Fault::OffScaleHigh, Fault::SystolicNotAboveDiastolic];

    /// The fixed word, as in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Fault::BelowBand => "below_band",
            Fault::AboveBand => "above_band",
            Fault::OffScaleLow => "off_scale_low",
            Fault::OffScaleHigh => "off_scale_high",
            Fault::SystolicNotAboveDiastolic => "systolic_not_above_diastolic",
        }
    }

    /// A device beyond its scale on a side.
    pub const fn off_scale(side: Side) -> Fault {
        match side {
            Side::Low => Fault::OffScaleLow,
            Side::High => Fault::OffScaleHigh,
        }
    }

    /// The side on which it lies; `None` for what is wrong with two numbers.
    pub const fn side(self) -> Option<Side> {
        match self {
            Fault::BelowBand | Fault::OffScaleLow => Some(Side::Low),
            Fault::AboveBand | Fault::OffScaleHigh => Some(Side::High),
            Fault::SystolicNotAboveDiastolic => None,
        }
    }
}

/// What an absurd number may have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hint {
    /// It looks like degrees Fahrenheit.
    Fahrenheit,
    /// It looks like degrees Celsius under the name of Fahrenheit.
    Celsius,
    /// It looks like millimoles in a litre.
    MillimolesPerLitre,
    /// It looks like milligrams in a decilitre under the name of millimoles.
    MilligramsPerDecilitre,
}

impl Hint {
    /// Every value of [`Hint`].
    pub const ALL: [Hint; 4] = [Hint::Fahrenheit, Hint::Celsius, Hint::MillimolesPerLitre, Hint::MilligramsPerDecilitre];

    /// The fixed word, as in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Hint::Fahrenheit => "fahrenheit",
            Hint::Celsius => "celsius",
            Hint::MillimolesPerLitre => "millimoles_per_litre",
            Hint::MilligramsPerDecilitre => "milligrams_per_decilitre",
        }
    }
}
