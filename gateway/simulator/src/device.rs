//! Simulated devices that speak their real protocols: they turn a body, the time and what they receive into bytes.

mod clock;
mod condition;
mod contec;
mod df13;
mod ivy;
mod masimo;
mod nonin;
mod steady;

pub use condition::{Conditions, Spans};
pub use contec::{Contec, ContecGeneration};
pub use df13::NoninDf13;
pub use ivy::Ivy;
pub use masimo::{Masimo, MasimoDialect};
pub use nonin::{Nonin, NoninFormat};
pub use steady::{Script, Steady};

use crate::body::Body;
use hearth_vitals::{Driver, Flags, Reading, driver};
use serde::Deserialize;

/// The readings that a device has just sent, as far as its protocol can express them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The readings in the bytes, at most one of each vital. A value that the device itself doubts is here with its flags.
    pub readings: Vec<Reading>,
}

/// A device on a serial line.
pub trait Device: Send {
    /// When the device's next bytes are due, in microseconds after the start.
    fn due_us(&self) -> u64;

    /// Appends the bytes that are due. Returns what was sent when they complete a packet or a line.
    fn speak(&mut self, body: &Body, conditions: &Conditions, out: &mut Vec<u8>) -> Option<Said>;

    /// Takes what was written to it at `now_us`. Most devices only speak.
    fn hear(&mut self, _bytes: &[u8], _now_us: u64) {}

    /// Skips what should have been sent before `now_us`, because the machine slept.
    fn skip_to(&mut self, now_us: u64);
}

/// Every driver whose device can be simulated: one row per driver, with the code that writes its bytes.
pub const PLAYED: &[Played] = &[
    Played { driver: driver::row("nonin-df2"), make: |seed, _| Box::new(Nonin::new(NoninFormat::Df2, seed)) },
    Played { driver: driver::row("nonin-df7"), make: |seed, _| Box::new(Nonin::new(NoninFormat::Df7, seed)) },
    Played { driver: driver::row("masimo-ascii1"), make: |_, wall_ms| Box::new(Masimo::new(MasimoDialect::Ascii1, wall_ms)) },
    Played { driver: driver::row("masimo-ascii2"), make: |_, wall_ms| Box::new(Masimo::new(MasimoDialect::Ascii2, wall_ms)) },
    Played { driver: driver::row("nonin-df8"), make: |_, wall_ms| Box::new(Steady::new(steady::NONIN_DF8, wall_ms)) },
    Played { driver: driver::row("nonin-df13"), make: |_, wall_ms| Box::new(NoninDf13::new(wall_ms)) },
    Played { driver: driver::row("nonin-ascii"), make: |_, wall_ms| Box::new(Steady::new(steady::NONIN_ASCII, wall_ms)) },
    Played { driver: driver::row("contec-cms50"), make: |seed, _| Box::new(Contec::of_either(seed)) },
    Played { driver: driver::row("contec-cms50d"), make: |seed, _| Box::new(Contec::new(ContecGeneration::Older, seed)) },
    Played { driver: driver::row("contec-cms50f"), make: |seed, _| Box::new(Contec::new(ContecGeneration::Newer, seed)) },
    Played { driver: driver::row("nellcor-n595"), make: |_, wall_ms| Box::new(Steady::new(steady::NELLCOR, wall_ms)) },
    Played { driver: driver::row("capnostream"), make: |_, wall_ms| Box::new(Steady::new(steady::CAPNOSTREAM, wall_ms)) },
    Played { driver: driver::row("ivy-450c"), make: |seed, _| Box::new(Ivy::new(seed)) },
    Played { driver: driver::row("and-scale"), make: |_, wall_ms| Box::new(Steady::new(steady::AND_SCALE, wall_ms)) },
    Played { driver: driver::row("hearth-open"), make: |_, wall_ms| Box::new(Steady::new(steady::OPEN, wall_ms)) },
    Played { driver: driver::row("hearth-open-spot"), make: |_, wall_ms| Box::new(Steady::new(steady::OPEN_SPOT, wall_ms)) },
];

/// A driver whose device can be simulated; a scenario names it by its key.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub struct Played {
    driver: &'static Driver,
    make: fn(u64, i64) -> Box<dyn Device>,
}

impl Played {
    /// The driver's row in the contract.
    pub const fn driver(self) -> &'static Driver {
        self.driver
    }

    /// A device that is switched on at the start. Its own clock then shows `wall_ms` (since 1970, UTC).
    pub fn device(self, seed: u64, wall_ms: i64) -> Box<dyn Device> {
        (self.make)(seed, wall_ms)
    }
}

impl TryFrom<String> for Played {
    type Error = String;

    fn try_from(key: String) -> Result<Played, String> {
        let found = PLAYED.iter().copied().find(|played| played.driver.key == key);
        let keys = || PLAYED.iter().map(|played| played.driver.key).collect::<Vec<_>>().join(", ");
        found.ok_or_else(|| format!("no device that speaks '{key}' can be played; give one of {}", keys()))
    }
}

impl PartialEq for Played {
    fn eq(&self, other: &Played) -> bool {
        self.driver == other.driver
    }
}

impl Eq for Played {}

impl std::fmt::Debug for Played {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.driver.key)
    }
}

/// Perfusion below which a device reports "low", %. (Masimo's papers say 0.3.)
const LOW_PERFUSION: f64 = 0.3;
/// Perfusion below which a device reports "marginal", %.
const MARGINAL_PERFUSION: f64 = 0.6;

/// A reading in the form in which the bytes contain it, with all its flags.
fn reading(vital: hearth_vitals::Vital, number: Option<i32>, flags: Flags) -> Reading {
    match number {
        Some(number) => Reading::new(vital, Some(number), flags),
        None => Reading::missing(vital, flags),
    }
}

/// A reading with a whole number in the vital sign's unit.
fn whole(vital: hearth_vitals::Vital, number: Option<i32>, flags: Flags) -> Reading {
    reading(vital, number.map(|number| number * vital.scale()), flags.with_if(Flags::NO_VALUE, number.is_none()))
}
