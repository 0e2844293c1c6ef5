//! Recognises a record whose values stand one byte beside their places, by the records before it.

use super::NONE;
use hearth_vitals::Vital;

/// The largest step from one second to the next by which a value may leave the plausible range: a true value falls out of it, a
/// shifted one jumps.
const STEP: u8 = 5;
/// The largest change of a saturation from one second to the next, in per cent.
const JUMP: u8 = 20;
/// The largest difference between a moved value and the one before it: it may have changed meanwhile.
const NEAR: u8 = 3;

/// The values that a record has in three adjacent places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Values {
    pub respiratory_rate: u8,
    pub spo2: u8,
    pub pulse_rate: u8,
}

/// The records with which a new one is compared.
#[derive(Debug, Default)]
pub(super) struct Neighbours {
    /// The record directly before, whatever became of it: one odd record judges one other.
    before: Option<Values>,
    /// The last record that was taken: however many shifted ones follow it, none of them is the measure of the next.
    taken: Option<Values>,
}

impl Neighbours {
    /// True for a record that must be dropped. The record is remembered.
    pub fn is_shifted(&mut self, now: Values) -> bool {
        let is_shifted = self.is_out_of_place(now) || self.has_jumped(now) || self.has_moved(now);
        self.before = Some(now);
        if !is_shifted {
            self.taken = Some(now);
        }
        is_shifted
    }

    /// True if a number is impossible and did not come about step by step.
    fn is_out_of_place(&self, now: Values) -> bool {
        let of = |vital: Vital, value: fn(Values) -> u8| {
            let number = value(now);
            let is_step = self.taken.map(value).is_some_and(|last| is_within(last, number, STEP));
            number != NONE && !is_plausible(vital, number) && !is_step
        };
        of(Vital::Spo2, |values| values.spo2) || of(Vital::RespiratoryRate, |values| values.respiratory_rate)
    }

    /// True if the saturation is far from that of a second before, or equals its respiratory rate.
    fn has_jumped(&self, now: Values) -> bool {
        self.before.is_some_and(|before| {
            let is_rate = before.respiratory_rate == now.spo2 && is_plausible(Vital::RespiratoryRate, now.spo2);
            let both = before.spo2 != NONE && now.spo2 != NONE;
            is_rate || (both && self.taken == self.before && !is_within(before.spo2, now.spo2, JUMP))
        })
    }

    /// True if two values stood in the neighbouring places before.
    fn has_moved(&self, now: Values) -> bool {
        let is_moved = |from: u8, to: u8| from != NONE && to != NONE && is_within(from, to, NEAR);
        self.taken.is_some_and(|taken| is_moved(taken.respiratory_rate, now.spo2) && is_moved(taken.spo2, now.pulse_rate))
    }
}

fn is_plausible(vital: Vital, number: u8) -> bool {
    vital.is_plausible(i32::from(number) * vital.scale())
}

const fn is_within(one: u8, other: u8, steps: u8) -> bool {
    one.abs_diff(other) <= steps
}
