//! Masimo's lines of text, as a Rad-8 writes them: ASCII 1 each second, ASCII 2 each two seconds.
//!
//! A Rad-8 runs on mains power, so the line has no field for a low battery.

use super::clock::parts;
use super::{Conditions, Device, LOW_PERFUSION, Said, reading};
use crate::body::Body;
use hearth_vitals::{Flags, Vital};

/// Bits of the field EXC.
mod exception {
    pub(super) const LOW_PERFUSION: u32 = 0x004;
    pub(super) const PULSE_SEARCH: u32 = 0x008;
    pub(super) const INTERFERENCE: u32 = 0x010;
    pub(super) const SENSOR_OFF: u32 = 0x020;
    pub(super) const RUNNING: u32 = 0x800;
}

/// Which of the two formats a Rad-8 is set to; it is shipped with the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MasimoDialect {
    /// A line a second.
    Ascii1,
    /// For printers: a line each two seconds, in which each exception stands as a bit and by its name.
    Ascii2,
}

/// One oximeter with its own clock.
#[derive(Debug, Clone)]
pub struct Masimo {
    dialect: MasimoDialect,
    line: u64,
    wall_ms: i64,
}

impl Masimo {
    /// A device whose clock shows `wall_ms` (since 1970) at the start.
    pub const fn new(dialect: MasimoDialect, wall_ms: i64) -> Masimo {
        Masimo { dialect, line: 0, wall_ms }
    }

    const fn period_ms(&self) -> u64 {
        match self.dialect {
            MasimoDialect::Ascii1 => 1_000,
            MasimoDialect::Ascii2 => 2_000,
        }
    }
}

impl Device for Masimo {
    fn due_us(&self) -> u64 {
        self.line * self.period_ms() * 1_000
    }

    fn speak(&mut self, body: &Body, conditions: &Conditions, out: &mut Vec<u8>) -> Option<Said> {
        let t_ms = self.line * self.period_ms();
        let values = Values::of(body, conditions, t_ms);
        let clock = clock(self.wall_ms.saturating_add_unsigned(t_ms));
        let line = match self.dialect {
            MasimoDialect::Ascii1 => values.line(&clock),
            MasimoDialect::Ascii2 => values.printed(&clock),
        };
        out.extend_from_slice(line.as_bytes());
        self.line += 1;
        Some(values.said())
    }

    fn skip_to(&mut self, now_us: u64) {
        self.line = self.line.max(now_us.div_ceil(self.period_ms() * 1_000));
    }
}

/// The numbers of one line: saturation in %, pulse rate in beats a minute, perfusion index in hundredths of a per cent.
struct Values {
    spo2: Option<i32>,
    rate: Option<i32>,
    perfusion: Option<i32>,
    exceptions: u32,
}

impl Values {
    fn of(body: &Body, conditions: &Conditions, t_ms: u64) -> Values {
        let off = conditions.sensor_off.holds(t_ms);
        let searching = conditions.searching(t_ms);
        let vitals = body.at(t_ms);
        let known = |value: f64| (!off && !searching).then(|| value.round() as i32);
        let bit = |condition: bool, bit: u32| if condition { bit } else { 0 };
        Values {
            spo2: known(vitals.spo2.min(100.0)),
            rate: known(vitals.heart_rate.min(999.0)),
            perfusion: known((vitals.perfusion_index * 100.0).min(9_999.0)),
            exceptions: exception::RUNNING
                | bit(off, exception::SENSOR_OFF)
                | bit(searching, exception::PULSE_SEARCH)
                | bit(!off && conditions.motion.holds(t_ms), exception::INTERFERENCE)
                | bit(known(0.0).is_some() && vitals.perfusion_index < LOW_PERFUSION, exception::LOW_PERFUSION),
        }
    }

    fn line(&self, clock: &str) -> String {
        let whole = |value: Option<i32>| value.map_or("---".to_owned(), |value| format!("{value:03}"));
        let (spo2, rate) = (whole(self.spo2), whole(self.rate));
        let perfusion = self.perfusion.map_or("--.--".to_owned(), |value| format!("{:02}.{:02}", value / 100, value % 100));
        let exceptions = self.exceptions;
        format!("{clock} SN=0000093112 SPO2={spo2}% BPM={rate}% PI={perfusion}% DESAT=-- PIDELTA=+-- ALARM=0000 EXC={exceptions:06X}\r\n")
    }

    fn printed(&self, clock: &str) -> String {
        let whole = |value: Option<i32>| value.map_or("---".to_owned(), |value| format!("{value:03}"));
        let (spo2, rate) = (whole(self.spo2), whole(self.rate));
        let perfusion = self.perfusion.map_or("--.--".to_owned(), |value| format!("{:02}.{:02}", value / 100, value % 100));
        let names = [
            (exception::LOW_PERFUSION, "LowPerf"),
            (exception::PULSE_SEARCH, "PulseSearch"),
            (exception::INTERFERENCE, "Interf"),
            (exception::SENSOR_OFF, "SensorOff"),
            (exception::RUNNING, "SET"),
        ];
        let names: Vec<&str> = names.into_iter().filter(|(bit, _)| self.exceptions & bit != 0).map(|(_, name)| name).collect();
        format!("{clock} SpO2={spo2} PR={rate} PI={perfusion} EXC={:03X}:{}\r\n", self.exceptions, names.join(","))
    }

    fn said(&self) -> Said {
        let any = |mask: u32| self.exceptions & mask != 0;
        let flags = Flags::NONE
            .with_if(Flags::SENSOR_OFF, any(exception::SENSOR_OFF))
            .with_if(Flags::LOW_PERFUSION, any(exception::LOW_PERFUSION))
            .with_if(Flags::SEARCHING, any(exception::PULSE_SEARCH))
            .with_if(Flags::ARTEFACT, any(exception::INTERFERENCE))
            .with_if(Flags::NO_VALUE, self.spo2.is_none());
        let scaled = |vital: Vital, value: Option<i32>, per_unit: i32| reading(vital, value.map(|v| v * (vital.scale() / per_unit)), flags);
        Said {
            readings: vec![
                scaled(Vital::PulseRate, self.rate, 1),
                scaled(Vital::Spo2, self.spo2, 1),
                scaled(Vital::PerfusionIndex, self.perfusion, 100),
            ],
        }
    }
}

/// The time as the device prints it, `MM/DD/YY hh:mm:ss`.
fn clock(wall_ms: i64) -> String {
    let (year, month, day, time) = parts(wall_ms);
    format!("{month:02}/{day:02}/{:02} {time}", year.rem_euclid(100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_shows_known_instants() {
        assert_eq!(clock(0), "01/01/70 00:00:00");
        assert_eq!(clock(951_782_399_000), "02/28/00 23:59:59");
        assert_eq!(clock(951_782_400_000), "02/29/00 00:00:00");
        assert_eq!(clock(1_458_242_376_000), "03/17/16 19:19:36");
    }
}
