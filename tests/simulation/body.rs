//! What is true of a patient: a saturation and a pulse for each second, decided in advance.

use crate::random::Dice;
use hearth_vitals::{Flags, Reading, Vital};

/// A stretch of low saturation: from and to, in seconds, and the value in steps of 0.1 %.
#[derive(Debug, Clone, Copy)]
struct Fall {
    from_s: u64,
    to_s: u64,
    spo2: i32,
}

/// A patient's body.
pub struct Body {
    falls: Vec<Fall>,
    /// Stretches in which the sensor had slipped: from and to, in seconds.
    slips: Vec<(u64, u64)>,
    salt: u64,
}

impl Body {
    /// A patient with falls of saturation that last shorter and longer than the alert's delay, some below the critical limit, some
    /// just below an edge, where rounding would call them inside.
    pub fn new(dice: &mut Dice, seconds: u64) -> Body {
        let mut falls = Vec::new();
        let mut from_s = dice.between(10, 90);
        while from_s < seconds {
            let to_s = from_s + dice.between(3, 90);
            let spo2 = if dice.one_in(6) { dice.between(700, 800) } else { dice.between(820, 900) } as i32;
            falls.push(Fall { from_s, to_s, spo2 });
            from_s = to_s + dice.between(30, 200);
        }
        let mut slips = Vec::new();
        let mut from_s = if dice.one_in(3) { dice.between(5, 40) } else { seconds };
        while from_s < seconds {
            let to_s = from_s + dice.between(1, 12);
            slips.push((from_s, to_s));
            from_s = to_s + dice.between(2, 40);
        }
        Body { falls, slips, salt: dice.between(0, 1 << 32) }
    }

    /// The readings of one second. The pulse is different in nearly every second, so that readings can be told apart.
    pub fn at(&self, second: u64) -> Vec<Reading> {
        if self.slips.iter().any(|(from, to)| (*from..*to).contains(&second)) {
            return vec![Reading::missing(Vital::PulseRate, Flags::SENSOR_OFF), Reading::missing(Vital::Spo2, Flags::SENSOR_OFF)];
        }
        let noise = second.wrapping_add(self.salt).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
        let fall = self.falls.iter().find(|fall| (fall.from_s..fall.to_s).contains(&second));
        let spo2 = fall.map_or(960 + (noise % 4) as i32 * 10, |fall| fall.spo2);
        let pulse = 600 + (noise % 300) as i32;
        vec![Reading::checked(Vital::PulseRate, pulse, Flags::NONE), Reading::checked(Vital::Spo2, spo2, Flags::NONE)]
    }
}
