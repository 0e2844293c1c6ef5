//! A whole run, as one JSON file, and the verdict on it.
//!
//! ```json
//! {
//!   "devices": [{
//!     "id": "oxi-0001", "gateway": "home-0001", "way": "keyed", "vitals": ["pulse_rate", "spo2"],
//!     "said": [{"at_ms": 1800000000400, "key": 1800000000, "value": [700, 970], "whole": true}],
//!     "stored": [{"at_ms": 1800000000430, "key": 1800000000, "stream": 1, "seq": 0, "value": [700, 970],
//!                 "episode": "e1", "received_at_ms": 1800000000510, "uncertainty_ms": 50}],
//!     "bindings": [{"episode": "e1", "from_ms": 1799999990000}],
//!     "terms": {"tolerance_ms": 2000, "key_shifts": [0, -1], "packets_a_set": 1,
//!               "asleep": [{"from_ms": 0, "until_ms": 0}],
//!               "excuses": [{"from_ms": 0, "until_ms": 0, "most": 2, "ends_life": true, "why": "killed"}]}
//!   }],
//!   "gateways": [{"id": "home-0001", "dead": [{"from_ms": 0, "until_ms": 0, "why": "killed"}],
//!                 "not_collected": [{"from_ms": 0, "until_ms": 0}]}],
//!   "streams": [{"name": "home-0001 7 numerics", "held": [[0, 240]], "lost": [], "recorded": [], "rows": 240, "numbers": 240}],
//!   "alerts": {"looks": [], "acts": [], "histories": []},
//!   "limits": [{"rule": "spo2_low", "vital": "spo2", "side": "low", "limit": 900, "critical": 800, "delay_ms": 15000}],
//!   "expected": [{"rule": "database_down", "episode": null, "from_ms": 0, "until_ms": 0}],
//!   "disturbed": [{"from_ms": 0, "until_ms": 0}],
//!   "others": [{"name": "no process ended by itself", "found": []}]
//! }
//! ```
//!
//! Everything except the devices' ids may be left out. `way` is `keyed` (each line has the device's own second) or
//! `sets` (several packets make one row). `value` has the values of `vitals` in order, in steps of each vital's
//! resolution; `null` where there is none. `looks`, `acts` and `histories` are in the form of Hearth's API. `expected`
//! lists alerts that must have been active or shown in that time. In `disturbed` the hub could not commit. `others` are promises that the run judged itself, so
//! that all are in one list. `exactness` (see [`Exactness`]) and `told_tolerance_ms` may be set.

use crate::Stretch;
use crate::alerts::oracle::{self, Exactness, Limit, Point, Series};
use crate::alerts::{self, Act, AlertHistory, Look};
use crate::losses::{self, Dead, Stream};
use crate::persons::{self, Binding};
use crate::readings::{self, Compared, Said, Stored, Terms};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Display;

pub mod kind;
mod verdict;

pub use verdict::{Counts, verdict};

/// How a device's readings are matched with what is stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// By the second that the device prints.
    #[default]
    Keyed,
    /// By the order of sets.
    Sets,
}

/// A device: what it said, and what is stored of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Device {
    /// Id of the device.
    pub id: String,
    /// The id of its gateway, for people.
    #[serde(default)]
    pub gateway: String,
    /// How its readings are matched.
    #[serde(default)]
    pub way: Way,
    /// The vitals that its values are of, in order.
    #[serde(default)]
    pub vitals: Vec<String>,
    /// What it said, in order.
    #[serde(default)]
    pub said: Vec<Said>,
    /// What is stored.
    #[serde(default)]
    pub stored: Vec<Stored>,
    /// The episodes it was bound to. Without any, it is not judged whose readings are.
    #[serde(default)]
    pub bindings: Vec<Binding>,
    /// The rules for the comparison.
    #[serde(default)]
    pub terms: Terms,
}

/// A gateway: when it collected nothing, and what it recorded of that.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Gateway {
    /// Id of the gateway.
    pub id: String,
    /// The times in which it really collected nothing.
    pub dead: Vec<Dead>,
    /// The times that it recorded as not collected.
    pub not_collected: Vec<Stretch>,
}

/// Everything that is known of alerts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Alerts {
    /// What was shown.
    pub looks: Vec<Look>,
    /// Acts that the hub confirmed.
    pub acts: Vec<Act>,
    /// Histories as they are stored.
    pub histories: Vec<AlertHistory>,
}

/// An alert that must have been active or shown at some time between `from_ms` and `until_ms`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// Name of the rule.
    pub rule: String,
    /// Id of the episode; `None` for the hub's own alerts.
    pub episode: Option<String>,
    /// Beginning of the time, ms since 1970.
    pub from_ms: i64,
    /// End of the time, ms since 1970.
    pub until_ms: i64,
}

/// A promise and what breaks it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// The promise's fixed name, from [`kind`].
    #[serde(default)]
    pub kind: String,
    /// The promise in words.
    pub name: String,
    /// What breaks it; empty when it is kept.
    pub found: Vec<String>,
}

/// A whole run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct History {
    /// Every device of the run.
    pub devices: Vec<Device>,
    /// Every gateway of the run.
    pub gateways: Vec<Gateway>,
    /// Every stream with its numbers.
    pub streams: Vec<Stream>,
    /// Every alert that was shown.
    pub alerts: Alerts,
    /// Limits in force, for every episode.
    pub limits: Vec<Limit>,
    /// Alerts that must have been raised.
    pub expected: Vec<Expected>,
    /// Times in which the hub could not commit, or was not there: what became due in them may ring later.
    pub disturbed: Vec<Stretch>,
    /// Promises that the run judged itself.
    pub others: Vec<Promise>,
    /// How exactly alerts are judged.
    pub exactness: Exactness,
    /// By how much a recorded gap may reach into time that was collected, ms.
    pub told_tolerance_ms: i64,
}

impl Device {
    /// Compares what was said with what is stored.
    pub fn compared(&self) -> Compared {
        match self.way {
            Way::Keyed => readings::keyed(&self.said, &self.stored, &self.terms),
            Way::Sets => readings::sets(&self.said, &self.stored, &self.terms),
        }
    }
}

impl History {
    /// What each device measured of each vital for each episode that it was bound to.
    pub fn series(&self) -> Vec<Series> {
        let mut all: BTreeMap<(&str, &str, &str), Vec<Point>> = BTreeMap::new();
        for device in &self.devices {
            for row in &device.stored {
                let Some(owner) = device.bindings.iter().find(|binding| binding.holds(row.at_ms)) else { continue };
                for (vital, raw) in device.vitals.iter().zip(&row.value) {
                    let Some(raw) = *raw else { continue };
                    let received_at_ms = row.received_at_ms;
                    let known_at_ms = row.committed_at_ms.unwrap_or(received_at_ms);
                    let point = Point { at_ms: row.at_ms, raw, received_at_ms, known_at_ms, doubtful: row.doubtful };
                    all.entry((&owner.episode, vital, &device.id)).or_default().push(point);
                }
            }
        }
        let ordered = |((episode, vital, _), mut points): ((&str, &str, &str), Vec<Point>)| {
            points.sort_by_key(|point| point.at_ms);
            Series { episode: episode.into(), vital: vital.into(), points }
        };
        all.into_iter().map(ordered).collect()
    }
}
