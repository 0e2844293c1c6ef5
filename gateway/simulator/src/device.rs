//! Devices that write their real protocol: body and time in, bytes out.

mod condition;
mod masimo;
mod nonin;

pub use condition::{Conditions, Spans};
pub use masimo::MasimoAscii1;
pub use nonin::{Nonin, NoninFormat};

use crate::body::Body;
use hearth_vitals::{Flags, Reading};
use serde::Deserialize;

/// What a device has just said, as far as its protocol can say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The numbers in the bytes, each vital at most once. A number that the device itself
    /// doubts is there with its flags.
    pub readings: Vec<Reading>,
}

/// A device on a line.
pub trait Device: Send {
    /// When the next piece is due, microseconds after the start.
    fn due_us(&self) -> u64;

    /// Appends the piece that is due; returns what was said when a packet or line is
    /// complete with it.
    fn speak(&mut self, body: &Body, conditions: &Conditions, out: &mut Vec<u8>) -> Option<Said>;

    /// Leaves out what should have been said before `now_us`: the machine slept.
    fn skip_to(&mut self, now_us: u64);
}

/// The protocols a device can be played in.
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

    /// A device that is switched on at the start; its own clock shows `wall_ms` (since
    /// 1970, UTC) then.
    pub fn device(self, seed: u64, wall_ms: i64) -> Box<dyn Device> {
        match self {
            Protocol::NoninDf2 => Box::new(Nonin::new(NoninFormat::Df2, seed)),
            Protocol::NoninDf7 => Box::new(Nonin::new(NoninFormat::Df7, seed)),
            Protocol::MasimoAscii1 => Box::new(MasimoAscii1::new(wall_ms)),
        }
    }
}

/// Perfusion below which a device says "low", %. (Masimo's papers: 0.3.)
const LOW_PERFUSION: f64 = 0.3;
/// Perfusion below which it says "marginal", %.
const MARGINAL_PERFUSION: f64 = 0.6;

/// A reading as the bytes hold it, with `flags` for every doubt beside it.
fn reading(vital: hearth_vitals::Vital, number: Option<i32>, flags: Flags) -> Reading {
    match number {
        Some(number) => Reading { vital, raw: Some(number), flags },
        None => Reading::missing(vital, flags),
    }
}
