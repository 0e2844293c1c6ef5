//! Reading by reading: nothing lost, nothing twice, nothing that was never said, each at its instant, in order.

mod found;
mod keyed;
mod sets;

pub use found::{Compared, Disorder, Misplaced, disorder};
pub use keyed::keyed;
pub use sets::sets;

use crate::Stretch;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The values of a device's vitals, in the order in which it lists them, in steps of their resolution; `None` for no value.
pub type Values = Vec<Option<i32>>;

/// One line or packet that a device said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// When it was said, by the true clock, ms since 1970.
    pub at_ms: i64,
    /// The number that the device itself printed (its second); the store's row is found by it.
    #[serde(default)]
    pub key: i64,
    /// The values that were said.
    pub value: Values,
    /// False when no gateway could hear all of it.
    pub whole: bool,
}

/// One reading as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Stored {
    /// When it was measured according to the store, ms since 1970.
    pub at_ms: i64,
    /// The number that the device printed; `None` if it prints none.
    pub key: Option<i64>,
    /// The stream that it came in, as a number; a later generation has a higher one.
    pub stream: i64,
    /// Its number in that stream.
    pub seq: i64,
    /// The values that are stored.
    pub value: Values,
    /// The episode that it belongs to; `None` for none.
    pub episode: Option<String>,
    /// When the hub received it, ms since 1970.
    pub received_at_ms: i64,
    /// When it was committed, ms since 1970, if that is known.
    pub committed_at_ms: Option<i64>,
    /// By how much `at_ms` may be wrong according to the store, ms.
    pub uncertainty_ms: i64,
    /// True when device or gateway doubts it, so that rules may wait twice as long for it.
    pub doubtful: bool,
}

/// An excuse for missing readings: the last ones that were said in a time, up to a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excuse {
    /// Beginning of the time, excluded.
    pub from_ms: i64,
    /// End of the time, included.
    pub until_ms: i64,
    /// How many may be missing; `None` for all.
    pub most: Option<usize>,
    /// True when a gateway's run ended then, so that the reading it was putting together is gone, too.
    #[serde(default)]
    pub ends_life: bool,
    /// The reason for the excuse.
    pub why: String,
}

/// The rules for comparing a device's readings with what is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Terms {
    /// Excuses for missing readings.
    pub excuses: Vec<Excuse>,
    /// Times in which the gateway could not read its port; what was said then may be placed anywhere up to their end.
    pub asleep: Vec<Stretch>,
    /// How far a stored instant may be from when it was said, in addition to the uncertainty that the store admits, ms.
    pub tolerance_ms: i64,
    /// The device's clock may have been off by any of these, s; each is tried.
    pub key_shifts: Vec<i64>,
    /// Of how many packets the gateway takes one.
    pub packets_a_set: usize,
}

impl Default for Terms {
    fn default() -> Terms {
        Terms { excuses: Vec::new(), asleep: Vec::new(), tolerance_ms: 2_000, key_shifts: vec![0], packets_a_set: 1 }
    }
}

fn written(value: &Values) -> String {
    value.iter().map(|raw| raw.map_or("-".into(), |raw| raw.to_string())).collect::<Vec<_>>().join("/")
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} said at {} (its own {})", written(&self.value), self.at_ms, self.key)
    }
}

impl fmt::Display for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} stored at {} as number {} of stream {}", written(&self.value), self.at_ms, self.seq, self.stream)?;
        self.key.map_or(Ok(()), |key| write!(f, " (its own {key})"))
    }
}
