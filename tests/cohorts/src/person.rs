//! Who a patient is and what befalls them.

use crate::HOUR_MS;
use crate::course::Course;
use crate::draw::Draw;
use crate::sensor::{Spots, Wear};
use hearth_sim::body::{Body, Rest, Vitals};

/// A course begins within so long after the patient has been well.
const ONSET_SPREAD_MS: f64 = 4.0 * HOUR_MS as f64;

/// What befalls a patient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fate {
    /// From it everything follows.
    pub seed: u64,
    /// How long the patient is watched, hours.
    pub hours: u64,
    /// How the sensors do.
    pub wear: Wear,
    /// How often a day the home is cut off.
    pub outages_a_day: f64,
    /// How the patient gets worse.
    pub course: Option<Course>,
    /// For how long the patient is well before, hours.
    pub well_hours: u64,
}

impl Fate {
    /// The end of the stay, ms after the start.
    pub const fn end_ms(&self) -> u64 {
        self.hours * HOUR_MS
    }
}

/// A patient's body, and when pressure and temperature are taken.
#[derive(Debug, Clone)]
pub struct Person {
    body: Body,
    spots: Spots,
    /// How the patient gets worse, and from when on (ms after the start).
    pub course: Option<(Course, u64)>,
}

impl Person {
    /// The patient with this fate.
    pub fn new(fate: &Fate) -> Person {
        let seed = fate.seed;
        let mut body = Body::new(Rest::of_seed(seed), seed);
        let mut draw = Draw::new(seed, 9);
        let course = fate.course.map(|course| (course, fate.well_hours * HOUR_MS + draw.between(0.0, ONSET_SPREAD_MS) as u64));
        if let Some((course, onset_ms)) = course {
            course.begin(&mut body, onset_ms, &mut draw);
        }
        Person { body, spots: Spots::new(&fate.wear, seed, fate.end_ms()), course }
    }

    /// The noiseless course as it can be known: what is streamed as it is, pressure and temperature as last taken.
    pub fn course_known_at(&self, t_ms: u64) -> Vitals {
        self.known(t_ms, |t_ms| self.body.course_at(t_ms))
    }

    fn known(&self, t_ms: u64, vitals: impl Fn(u64) -> Vitals) -> Vitals {
        let taken = vitals(self.spots.newest_ms(t_ms).unwrap_or(0));
        Vitals { temperature: taken.temperature, systolic: taken.systolic, diastolic: taken.diastolic, ..vitals(t_ms) }
    }

    /// The true vital signs as they can be known, without sensors.
    pub fn truth_known_at(&self, t_ms: u64) -> Vitals {
        self.known(t_ms, |t_ms| self.body.at(t_ms))
    }

    /// The true vital signs.
    pub fn at(&self, t_ms: u64) -> Vitals {
        self.body.at(t_ms)
    }

    /// When pressure and temperature are taken.
    pub fn spots(&self) -> Spots {
        self.spots.clone()
    }
}
