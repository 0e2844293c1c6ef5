//! Simulated devices that send one frame or line every second or two, or when somebody measures: each turns the state of that
//! moment into bytes.

mod others;
mod oximeters;

pub use others::{AND_SCALE, CAPNOSTREAM, OPEN, OPEN_SPOT};
pub use oximeters::{NELLCOR, NONIN_ASCII, NONIN_DF8};

use super::{Conditions, Device, LOW_PERFUSION, MARGINAL_PERFUSION, Said};
use crate::body::{Body, Vitals};
use hearth_vitals::{Flags, Reading};

/// How a protocol writes the state of a moment.
#[derive(Debug, Clone, Copy)]
pub struct Script {
    /// The time from one frame to the next, in milliseconds.
    period_ms: u64,
    /// Writes a moment: gives the bytes, and the readings in them.
    write: fn(&Moment) -> (Vec<u8>, Vec<Reading>),
}

/// A simulated device that writes one frame or line each period.
#[derive(Debug, Clone)]
pub struct Steady {
    script: Script,
    wall_ms: i64,
    frame: u64,
}

impl Steady {
    /// A device whose clock shows `wall_ms` (since 1970) at the start.
    pub const fn new(script: Script, wall_ms: i64) -> Steady {
        Steady { script, wall_ms, frame: 0 }
    }
}

impl Device for Steady {
    fn due_us(&self) -> u64 {
        self.frame * self.script.period_ms * 1_000
    }

    fn speak(&mut self, body: &Body, conditions: &Conditions, out: &mut Vec<u8>) -> Option<Said> {
        let t_ms = self.frame * self.script.period_ms;
        let moment = Moment {
            frame: self.frame,
            clock_ms: self.wall_ms.saturating_add_unsigned(t_ms),
            vitals: body.at(t_ms),
            is_off: conditions.sensor_off.holds(t_ms),
            is_searching: conditions.searching(t_ms),
            is_moving: conditions.motion.holds(t_ms),
            has_low_battery: conditions.low_battery.holds(t_ms),
        };
        let (bytes, readings) = (self.script.write)(&moment);
        out.extend(bytes);
        self.frame += 1;
        Some(Said { readings })
    }

    fn skip_to(&mut self, now_us: u64) {
        self.frame = self.frame.max(now_us.div_ceil(self.script.period_ms * 1_000));
    }
}

/// The state of body and device when a frame is written.
struct Moment {
    frame: u64,
    clock_ms: i64,
    vitals: Vitals,
    is_off: bool,
    is_searching: bool,
    is_moving: bool,
    has_low_battery: bool,
}

impl Moment {
    /// A whole number, unless the sensor is off or searches.
    fn whole(&self, value: f64, max: i32) -> Option<i32> {
        (!self.is_off && !self.is_searching).then(|| (value.round() as i32).clamp(0, max))
    }

    fn rate(&self) -> Option<i32> {
        self.whole(self.vitals.heart_rate, 300)
    }

    fn spo2(&self) -> Option<i32> {
        self.whole(self.vitals.spo2, 100)
    }

    /// The flags of the sensor from a device that can express all of them.
    fn sensor(&self) -> Flags {
        Flags::NONE
            .with_if(Flags::SENSOR_OFF, self.is_off)
            .with_if(Flags::SEARCHING, self.is_searching)
            .with_if(Flags::ARTEFACT, self.moves())
    }

    /// True while the hand moves with the sensor on it.
    fn moves(&self) -> bool {
        self.is_moving && !self.is_off
    }

    fn perfusion(&self) -> Flags {
        let index = self.vitals.perfusion_index;
        let is_on = !self.is_off && !self.is_searching;
        Flags::NONE
            .with_if(Flags::LOW_PERFUSION, is_on && index < LOW_PERFUSION)
            .with_if(Flags::MARGINAL_PERFUSION, is_on && (LOW_PERFUSION..MARGINAL_PERFUSION).contains(&index))
    }

    fn battery(&self) -> Flags {
        Flags::NONE.with_if(Flags::LOW_BATTERY, self.has_low_battery)
    }
}
