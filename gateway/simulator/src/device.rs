//! Devices that write their real protocols: from a body and the time to bytes.

mod condition;
mod masimo;
mod nonin;

pub use condition::{Conditions, Spans};
pub use masimo::MasimoAscii1;
pub use nonin::{Nonin, NoninFormat};

use crate::body::Body;
use hearth_vitals::{Flags, Reading};
use serde::Deserialize;

/// What a device has just sent, as far as its protocol can express it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The readings in the bytes, at most one of each vital. A value that the device itself doubts is here with its flags.
    pub readings: Vec<Reading>,
}

/// A device on a serial line.
pub trait Device: Send {
    /// When its next bytes are due, µs after the start.
    fn due_us(&self) -> u64;

    /// Appends the bytes that are due. Returns what was sent when they complete a packet or a line.
    fn speak(&mut self, body: &Body, conditions: &Conditions, out: &mut Vec<u8>) -> Option<Said>;

    /// Skips what should have been sent before `now_us`, because the machine slept.
    fn skip_to(&mut self, now_us: u64);
}

/// The protocols that the simulator can write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protocol {
    /// Nonin serial data format 2.
    NoninDf2,
    /// Nonin serial data format 7.
    NoninDf7,
    /// Masimo ASCII 1.
    MasimoAscii1,
}

impl Protocol {
    /// The fixed name used in scenarios.
    pub const fn key(self) -> &'static str {
        match self {
            Protocol::NoninDf2 => "nonin-df2",
            Protocol::NoninDf7 => "nonin-df7",
            Protocol::MasimoAscii1 => "masimo-ascii1",
        }
    }

    /// A device that is switched on at the start. Its own clock then shows `wall_ms` (since 1970, UTC).
    pub fn device(self, seed: u64, wall_ms: i64) -> Box<dyn Device> {
        match self {
            Protocol::NoninDf2 => Box::new(Nonin::new(NoninFormat::Df2, seed)),
            Protocol::NoninDf7 => Box::new(Nonin::new(NoninFormat::Df7, seed)),
            Protocol::MasimoAscii1 => Box::new(MasimoAscii1::new(wall_ms)),
        }
    }
}

/// Perfusion below which a device reports "low", %. (Masimo's papers say 0.3.)
const LOW_PERFUSION: f64 = 0.3;
/// Perfusion below which a device reports "marginal", %.
const MARGINAL_PERFUSION: f64 = 0.6;

/// A reading as the bytes contain it, with all its flags.
fn reading(vital: hearth_vitals::Vital, number: Option<i32>, flags: Flags) -> Reading {
    match number {
        Some(number) => Reading { vital, raw: Some(number), flags },
        None => Reading::missing(vital, flags),
    }
}
