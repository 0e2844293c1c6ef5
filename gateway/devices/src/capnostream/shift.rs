//! Tells a record whose values stand a byte beside their places, by the records before it.

use super::NONE;
use hearth_vitals::Vital;

/// Steps from one second to the next by which a value may leave what is plausible: it falls, it is not replaced.
const STEP: u8 = 5;
/// A saturation does not change by more than so many per cent from one second to the next.
const JUMP: u8 = 20;
/// A value that was moved is the one before it, or has changed by so much meanwhile.
const NEAR: u8 = 3;

/// What a record says in three places that follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Values {
    pub respiratory_rate: u8,
    pub spo2: u8,
    pub pulse_rate: u8,
}

/// The records before.
#[derive(Debug, Default)]
pub(super) struct Neighbours {
    /// The one directly before, whatever became of it: one odd record judges one other.
    before: Option<Values>,
    /// The last one that was taken: however many shifted ones follow it, none of them is the measure of the next.
    taken: Option<Values>,
}

impl Neighbours {
    /// True for a record that is to be dropped. It is remembered.
    pub fn is_shifted(&mut self, now: Values) -> bool {
        let is_shifted = self.is_out_of_place(now) || self.has_jumped(now) || self.has_moved(now);
        self.before = Some(now);
        if !is_shifted {
            self.taken = Some(now);
        }
        is_shifted
    }

    /// A number that cannot be, and did not come to be so step by step.
    fn is_out_of_place(&self, now: Values) -> bool {
        let of = |vital: Vital, value: fn(Values) -> u8| {
            let number = value(now);
            let is_step = self.taken.map(value).is_some_and(|last| is_within(last, number, STEP));
            number != NONE && !is_plausible(vital, number) && !is_step
        };
        of(Vital::Spo2, |values| values.spo2) || of(Vital::RespiratoryRate, |values| values.respiratory_rate)
    }

    /// A saturation that is far from the one of a second before, or the respiratory rate of it.
    fn has_jumped(&self, now: Values) -> bool {
        self.before.is_some_and(|before| {
            let is_rate = before.respiratory_rate == now.spo2 && is_plausible(Vital::RespiratoryRate, now.spo2);
            let both = before.spo2 != NONE && now.spo2 != NONE;
            is_rate || (both && self.taken == self.before && !is_within(before.spo2, now.spo2, JUMP))
        })
    }

    /// Two values that stood in the places before.
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
