//! A frame as it is judged: what each reading of it says among the others, and what follows from them.
//!
//! A cuff gives its pressures together, and together they can contradict themselves: see [`plausible::pressures`]. The mean
//! pressure is judged last, because a low systolic pressure speaks for it; a cuff that gives none has one all the same.

use crate::admission::{Admission, Doubt, plausible};
use hearth_vitals::{Flags, Reading, Vital};

/// A reading, and what is to be done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Admitted {
    pub reading: Reading,
    pub admission: Admission,
}

impl Admitted {
    /// What the device doubts, and what admission does.
    pub fn flags(&self) -> Flags {
        self.reading.flags.with_if(Flags::QUESTIONABLE, self.admission.delays())
    }
}

/// The readings of a frame in the order in which they are judged.
pub(super) fn admitted(frame: &[Reading]) -> impl Iterator<Item = Admitted> {
    let is_mean = |reading: &&Reading| reading.vital == Vital::MeanArterial;
    let means = frame.iter().filter(is_mean).copied().chain(mean_that_follows(frame));
    let others = frame.iter().filter(move |reading| !is_mean(reading)).copied();
    others.chain(means).map(|reading| {
        let reading = one_cause(&reading, frame);
        Admitted { reading, admission: among(&reading, frame) }
    })
}

/// What a reading says, together with the pressures that were measured with it.
fn among(this: &Reading, frame: &[Reading]) -> Admission {
    let alone = plausible::reading(this);
    let is_pressure = matches!(this.vital, Vital::Systolic | Vital::Diastolic | Vital::MeanArterial);
    if !is_pressure || !alone.is_value() || matches!(alone, Admission::Doubtful(Doubt::DeadlyUnconfirmed)) {
        return alone;
    }
    let Some((systolic, diastolic)) = pair(frame) else { return alone };
    plausible::pressures(this.vital, systolic, diastolic, number(frame, Vital::MeanArterial)).unwrap_or(alone)
}

/// The mean pressure that follows from the others, where the cuff gives none that can be.
fn mean_that_follows(frame: &[Reading]) -> Option<Reading> {
    let (systolic, diastolic) = pair(frame)?;
    let measured = number(frame, Vital::MeanArterial);
    let mean = plausible::mean_of(systolic, diastolic, measured).filter(|mean| measured != Some(*mean))?;
    let flags = frame.iter().filter(|reading| matches!(reading.vital, Vital::Systolic | Vital::Diastolic)).map(|reading| reading.flags);
    Some(Reading::checked(Vital::MeanArterial, mean, flags.fold(Flags::NONE, Flags::with)))
}

/// Both pressures of a cuff, if they can be believed by themselves.
fn pair(frame: &[Reading]) -> Option<(i32, i32)> {
    number(frame, Vital::Systolic).zip(number(frame, Vital::Diastolic))
}

fn number(frame: &[Reading], vital: Vital) -> Option<i32> {
    let reading = frame.iter().find(|reading| reading.vital == vital)?;
    reading.raw.filter(|_| plausible::reading(reading).is_value())
}

/// A reading as it is to be judged. A cuff that finds almost nothing finds it in all its numbers: the systolic pressure speaks for
/// them.
fn one_cause(reading: &Reading, frame: &[Reading]) -> Reading {
    let follows = matches!(reading.vital, Vital::Diastolic | Vital::MeanArterial);
    let is_deadly =
        |other: &Reading| matches!(plausible::reading(other), Admission::Deadly(_) | Admission::Doubtful(Doubt::DeadlyUnconfirmed));
    let speaks = |other: &Reading| other.vital == Vital::Systolic && is_deadly(other);
    if follows && reading.raw.is_none() && frame.iter().any(speaks) { Reading { given: None, ..*reading } } else { *reading }
}
