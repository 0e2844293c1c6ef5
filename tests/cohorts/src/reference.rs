//! When a patient who gets worse should have been told of, by what is agreed among clinicians and not by any rule here.
//!
//! The instants come from the *noiseless* course: the body without wandering, noise, motion and outages. Pressure and
//! temperature count from when they are next taken, because no engine can tell what nobody has measured; so the figures
//! judge the engine and not the schedule. (An engine that asks for a measurement earlier will be earlier than this.)
//!
//! *Urgent* is the chart's own line for an urgent assessment: a NEWS2 of 5, or one vital in its red band (Royal College of
//! Physicians, 2017). *Emergency* is a NEWS2 of 7, or one vital beyond a line at which wards call the emergency team:
//! saturation below 85, breathing at most 8 or above 30, pulse below 40, systolic at most 90; and after a transplant a
//! temperature of 38.3, which scores 1 point in NEWS2 and still needs antibiotics within the hour. An instant counts once
//! the course *stays* beyond the line.
//!
//! *Told in time* means: an alert that is true, of any priority, no later than [`HARM_MS`] after the emergency. An
//! earlier line (urgent) would ask for alerts which the chart answers within an hour anyway; a later one would accept an
//! alert that only confirms what has happened. *High in time* gives those that creep on as long as the chart gives the team
//! to be there, and those that fall at once no more than harm takes.

use crate::MINUTE_MS;
use crate::course::Course;
use crate::lines::{is_emergency, is_urgent};
use crate::person::Person;
use hearth_sim::body::Vitals;

/// A brain without oxygen is harmed within minutes.
pub const HARM_MS: u64 = 5 * MINUTE_MS;
/// Time in which the chart wants the emergency team at a patient who scores 7.
pub const TEAM_MS: u64 = 30 * MINUTE_MS;

/// How often the course is looked at, ms.
const STEP_MS: u64 = 10_000;

/// What a patient's course demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// When it begins.
    pub onset_ms: u64,
    /// When the chart asks for an urgent assessment.
    pub urgent_ms: u64,
    /// When it is an emergency.
    pub emergency_ms: u64,
    /// The latest instant at which an alert is in time.
    pub told_by_ms: u64,
    /// The latest instant at which an alert of high priority is in time.
    pub high_by_ms: u64,
}

impl Reference {
    /// The instants of a patient; `None` when the course crosses no line before `end_ms`.
    pub fn of(person: &Person, end_ms: u64) -> Option<Reference> {
        let (course, onset_ms) = person.course?;
        let stays = |holds: &dyn Fn(&Vitals) -> bool| stays_from(onset_ms, end_ms, |t_ms| holds(&person.course_known_at(t_ms)));
        let emergency_ms = stays(&|vitals| is_emergency(vitals, course))?;
        let urgent_ms = stays(&is_urgent).unwrap_or(emergency_ms).min(emergency_ms);
        let team_ms = match course {
            Course::Desaturation | Course::Bradycardia => HARM_MS,
            Course::RespiratoryFailure | Course::Sepsis | Course::Opioid | Course::Bleeding | Course::Fever => TEAM_MS,
        };
        Some(Reference { onset_ms, urgent_ms, emergency_ms, told_by_ms: emergency_ms + HARM_MS, high_by_ms: emergency_ms + team_ms })
    }
}

/// The first instant from which on it holds until the end.
fn stays_from(from_ms: u64, end_ms: u64, holds: impl Fn(u64) -> bool) -> Option<u64> {
    let held = (from_ms..end_ms).step_by(STEP_MS as usize).collect::<Vec<_>>();
    let lasting = held.iter().rev().take_while(|t_ms| holds(**t_ms)).last();
    lasting.copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Course;
    use crate::person::Fate;
    use crate::sensor::Wear;
    use crate::{DAY_MS, HOUR_MS};

    const WEAR: Wear = Wear {
        artefact_share: 0.0,
        flagged_share: 1.0,
        lost_share: 0.0,
        noise: 0.0,
        oximeter_off_a_day: 0.0,
        patch_off_a_day: 0.0,
        radio_gaps_a_day: 0.0,
    };

    fn fate(seed: u64, course: Option<Course>) -> Fate {
        Fate { seed, hours: 48, wear: WEAR, outages_a_day: 0.0, course, well_hours: 24 }
    }

    #[test]
    fn every_course_becomes_urgent_and_then_an_emergency() {
        for course in Course::ALL {
            for seed in 0..4 {
                let person = Person::new(&fate(seed, Some(course)));
                let found = Reference::of(&person, 2 * DAY_MS);
                let reference = found.unwrap_or_else(|| panic!("{} of seed {seed} is no emergency", course.name()));
                assert!(reference.onset_ms < reference.urgent_ms && reference.urgent_ms <= reference.emergency_ms, "{reference:?}");
                assert!(reference.emergency_ms + HOUR_MS < 2 * DAY_MS, "{}: {reference:?}: too late to be told", course.name());
            }
        }
    }

    #[test]
    fn a_line_that_is_crossed_and_left_again_is_not_the_reference() {
        let holds = |t_ms: u64| (100_000..200_000).contains(&t_ms) || t_ms >= 500_000;
        assert_eq!(stays_from(0, 1_000_000, holds), Some(500_000));
        assert_eq!(stays_from(0, 400_000, holds), None);
    }
}
