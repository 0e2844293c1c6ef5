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

/// Raw steps of each vital of a device, in the order in which it lists them; `None` where it had no value.
pub type Values = Vec<Option<i32>>;

/// What a device said once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// When, by the true clock.
    pub at_ms: i64,
    /// The number the device itself printed (its second), by which the store's row is found.
    #[serde(default)]
    pub key: i64,
    /// The values.
    pub value: Values,
    /// False when nobody was there to hear all of it.
    pub whole: bool,
}

/// What the store holds of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Stored {
    /// When it was measured, as the store says.
    pub at_ms: i64,
    /// The device's own number, if it came with one.
    pub key: Option<i64>,
    /// The numbered stream it came in; a later opening has a higher one.
    pub stream: i64,
    /// Its number in the stream.
    pub seq: i64,
    /// The values.
    pub value: Values,
    /// Whose it is.
    pub episode: Option<String>,
    /// When the hub received it.
    pub received_at_ms: i64,
    /// How sure the store says the instant is.
    pub uncertainty_ms: i64,
    /// The device or gateway doubts it: rules may wait twice as long.
    pub doubtful: bool,
}

/// Readings that may be missing: at most so many of those said in this time, the last ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excuse {
    /// Said after this.
    pub from_ms: i64,
    /// Said until then.
    pub until_ms: i64,
    /// How many at most; without it, all of them.
    pub most: Option<usize>,
    /// A gateway's life ended with it: what it was gathering went with it.
    #[serde(default)]
    pub ends_life: bool,
    /// Why.
    pub why: String,
}

/// By what a device's readings are compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Terms {
    /// Readings that may be missing.
    pub excuses: Vec<Excuse>,
    /// Times in which the gateway could not read its port: what was said then may be placed until their end.
    pub asleep: Vec<Stretch>,
    /// A stored instant may be this far from when it was said, beside the uncertainty that the store admits.
    pub tolerance_ms: i64,
    /// The device's clock may have begun with any of these added to the keys of what it said.
    pub key_shifts: Vec<i64>,
    /// Packets of which the gateway takes one set.
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
