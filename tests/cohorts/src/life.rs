//! What a healthy day does to vital signs: exertion, and shallow breathing in the night. Nobody has to come for either.

use crate::draw::Draw;
use crate::spells::{Spell, Spells};
use crate::{DAY_MS, HOUR_MS, MINUTE_MS};
use hearth_sim::body::Vitals;

/// Walks to the bathroom and up the stairs, a day.
const EXERTIONS: f64 = 8.0;
/// Dips of the saturation a night; sleepers with a healthy lung have several an hour, most too small to see.
const DIPS: f64 = 6.0;
/// The night, hours of the day.
const NIGHT: std::ops::Range<u64> = 0..7;

/// The days of one patient.
#[derive(Debug, Clone)]
pub struct Life {
    exertions: Spells,
    dips: Spells,
}

impl Life {
    /// Days of this seed.
    pub fn new(seed: u64, end_ms: u64) -> Life {
        let minutes = |low: f64, high: f64| move |draw: &mut Draw| draw.stretched(low, high) * MINUTE_MS as f64;
        // Only those that fall into the night count.
        let dips = DIPS * 24.0 / NIGHT.count() as f64;
        Life {
            exertions: Spells::a_day(EXERTIONS, end_ms, Draw::new(seed, 11), minutes(1.0, 4.0)),
            dips: Spells::a_day(dips, end_ms, Draw::new(seed, 12), minutes(0.3, 1.0)),
        }
    }

    /// Changes vital signs by what the patient does at this moment.
    pub fn apply(&mut self, t_ms: u64, vitals: &mut Vitals) {
        let is_night = NIGHT.contains(&(t_ms % DAY_MS / HOUR_MS));
        if let Some(spell) = self.exertions.at(t_ms).filter(|_| !is_night) {
            let mut draw = Draw::new(spell.seed, 1);
            let effort = swell(spell, t_ms);
            vitals.heart_rate += draw.between(8.0, 28.0) * effort;
            vitals.respiratory_rate += draw.between(1.5, 5.0) * effort;
        }
        if let Some(spell) = self.dips.at(t_ms).filter(|_| is_night) {
            vitals.spo2 -= Draw::new(spell.seed, 2).between(2.0, 7.0) * swell(spell, t_ms);
        }
    }
}

/// From 0 to 1 in the middle of a spell and back to 0.
fn swell(spell: Spell, t_ms: u64) -> f64 {
    let part = (t_ms - spell.from_ms) as f64 / spell.length_ms() as f64;
    (part * std::f64::consts::PI).sin()
}
