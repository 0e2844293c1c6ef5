//! A scenario: who the patient is, which devices there are, and what happens when.
//!
//! A TOML file that a nurse can read and write:
//! ```
//! let text = r#"
//! title = "The saturation falls in the night"
//! seed = 7
//!
//! [body]
//! heart_rate = 78
//! spo2 = 96
//!
//! [[devices]]
//! id = "oxi-0001"
//! protocol = "nonin-df7"
//!
//! [[events]]
//! at_s = 60
//! what = "desaturate to 82 over 40 s for 180 s"
//! "#;
//! let scenario = hearth_sim::scenario::Scenario::parse(text)?;
//! assert_eq!(scenario.events[0].at_ms, 60_000);
//! # Ok::<(), hearth_sim::scenario::ScenarioError>(())
//! ```
//! [`Order`] describes what can happen, in the same sentences as on the simulator's standard input.

mod builtin;
mod order;

pub use builtin::{NAMES, builtin};
pub use order::{Act, Order, OrderError, Switch};

use crate::body::Rest;
use crate::device::Played;
use hearth_vitals::DeviceId;
use serde::Deserialize;
use std::collections::BTreeSet;

/// The most devices in one home.
const MAX_DEVICES: usize = 32;
/// The most events in one scenario.
const MAX_EVENTS: usize = 1_000;

/// Why a text is not a scenario.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScenarioError {
    /// Not TOML, or a key that is missing, unknown or of the wrong type.
    #[error("{0}")]
    Toml(String),
    /// A value at rest that no body can have.
    #[error("[body]: {0}")]
    Body(String),
    /// There is no device, or there are too many.
    #[error("{0} devices: give 1 to {MAX_DEVICES} [[devices]]")]
    Devices(usize),
    /// Two devices have the same id.
    #[error("device {0} is there twice: give each its own id")]
    Twice(DeviceId),
    /// There are too many events.
    #[error("{0} events: at most {MAX_EVENTS} are taken")]
    Events(usize),
    /// An event asks for something impossible.
    #[error("event at {at_s} s: {error}")]
    Event {
        /// When it happens, s after the start.
        at_s: u64,
        /// What is wrong with it.
        error: OrderError,
    },
    /// An event names a device that the scenario does not have.
    #[error("event at {at_s} s: there is no device {device}")]
    NoSuchDevice {
        /// When it happens, s after the start.
        at_s: u64,
        /// The device that it names.
        device: DeviceId,
    },
}

/// A home and what happens in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// What the scenario shows.
    pub title: String,
    /// The seed from which the patient is drawn.
    pub seed: u64,
    /// The patient's values at rest; `None` to let the seed choose them.
    pub rest: Option<Rest>,
    /// The devices; each gets its own pty.
    pub devices: Vec<DeviceSpec>,
    /// The events, in the order of time.
    pub events: Vec<Event>,
}

/// A device of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceSpec {
    /// Its id, which is also the name of its link.
    pub id: DeviceId,
    /// The protocol that it speaks.
    pub protocol: Played,
}

/// An event of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When it happens, ms after the start.
    pub at_ms: u64,
    /// What shall happen.
    pub order: Order,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    title: String,
    #[serde(default)]
    seed: u64,
    body: Option<Rest>,
    #[serde(default)]
    devices: Vec<DeviceSpec>,
    #[serde(default)]
    events: Vec<FileEvent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileEvent {
    at_s: u64,
    what: String,
}

impl Scenario {
    /// Reads a scenario.
    ///
    /// # Errors
    /// The first fault, in one line or with TOML's own pointer to its place.
    pub fn parse(text: &str) -> Result<Scenario, ScenarioError> {
        let file: File = toml::from_str(text).map_err(|error| ScenarioError::Toml(error.to_string().trim_end().to_owned()))?;
        if let Some(fault) = file.body.and_then(|rest| rest.fault()) {
            return Err(ScenarioError::Body(fault));
        }
        if file.devices.is_empty() || file.devices.len() > MAX_DEVICES {
            return Err(ScenarioError::Devices(file.devices.len()));
        }
        let mut ids = BTreeSet::new();
        if let Some(twice) = file.devices.iter().find(|device| !ids.insert(&device.id)) {
            return Err(ScenarioError::Twice(twice.id.clone()));
        }
        let events = events(file.events, &ids)?;
        Ok(Scenario { title: file.title, seed: file.seed, rest: file.body, devices: file.devices, events })
    }
}

fn events(given: Vec<FileEvent>, devices: &BTreeSet<&DeviceId>) -> Result<Vec<Event>, ScenarioError> {
    if given.len() > MAX_EVENTS {
        return Err(ScenarioError::Events(given.len()));
    }
    let mut events = Vec::with_capacity(given.len());
    for FileEvent { at_s, what } in given {
        let order: Order = what.parse().map_err(|error| ScenarioError::Event { at_s, error })?;
        if let Some(device) = order.device.as_ref().filter(|device| !devices.contains(device)) {
            return Err(ScenarioError::NoSuchDevice { at_s, device: device.clone() });
        }
        events.push(Event { at_ms: at_s.saturating_mul(1_000), order });
    }
    events.sort_by_key(|event| event.at_ms);
    Ok(events)
}
