//! The links that are attached now, and what is said of those that were taken away (pure).
//!
//! Links come and go while the gateway runs. Each has an id that is never used again, so that what was still on its way
//! from a link that is gone, or was replaced by another to the same device, is nobody else's.

use crate::collect::Collector;
use crate::config::Device;
use crate::links::{Line, LinkId};
use hearth_vitals::state::{Ailment, LinkState};
use hearth_vitals::{Anchor, DeviceId, MonoMs, Record, WallMs};
use std::collections::{BTreeMap, VecDeque};

/// Devices that were taken away and are still told of, at most; the oldest are forgotten.
const REMOVED_MAX: usize = 64;

/// The line to one device, and what is made of what it says.
#[derive(Debug)]
pub(super) struct Link {
    pub line: Line,
    pub collector: Collector,
    /// The device, if it says again what it said before.
    pub says_again: Option<DeviceId>,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Attached {
    links: BTreeMap<LinkId, Link>,
    /// Oldest first.
    removed: VecDeque<DeviceId>,
}

impl Link {
    /// Changes the line, and records when it went up or down by that.
    pub fn watch(&mut self, at: MonoMs, records: &mut Vec<Record>, change: impl FnOnce(&mut Line)) {
        let was_up = self.line.is_up();
        change(&mut self.line);
        self.line.settle(at);
        if self.line.is_up() != was_up {
            self.collector.link(at, !was_up, records);
        }
    }
}

impl Attached {
    /// A link whose port has not been opened yet.
    pub fn attach(&mut self, link: LinkId, device: Device, now: MonoMs) {
        self.removed.retain(|removed| *removed != device.id);
        let collector = Collector::new(device.id.clone());
        let says_again = device.protocol.says_again().then(|| device.id.clone());
        self.links.insert(link, Link { line: Line::new(device, now), collector, says_again });
    }

    /// Takes a link away: what waited in it is recorded, and that it went down if it was up.
    pub fn detach(&mut self, link: LinkId, at: MonoMs, records: &mut Vec<Record>) {
        let Some(mut gone) = self.links.remove(&link) else { return };
        if gone.line.is_up() {
            gone.collector.link(at, false, records);
        }
        gone.collector.finish(at, records);
        self.removed.push_back(gone.line.state().device);
        while self.removed.len() > REMOVED_MAX {
            self.removed.pop_front();
        }
    }

    pub fn get_mut(&mut self, link: LinkId) -> Option<&mut Link> {
        self.links.get_mut(&link)
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Link> {
        self.links.values_mut()
    }

    /// Devices that say again what they said before.
    pub fn say_again(&self) -> Vec<DeviceId> {
        self.links.values().filter_map(|link| link.says_again.clone()).collect()
    }

    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.links.values().map(|link| &link.line)
    }

    /// For the state: the links in the order they were attached, then what was taken away.
    pub fn states(&self) -> Vec<LinkState> {
        let removed =
            self.removed.iter().map(|device| LinkState { device: device.clone(), up: false, reason: REMOVED.into(), since: None });
        self.lines().map(Line::state).chain(removed).collect()
    }

    /// The same, with since when each is as it is.
    pub fn states_since(&self, anchor: &Anchor) -> Vec<LinkState> {
        let since: Vec<WallMs> = self.lines().map(|line| anchor.place(line.since())).collect();
        let mut states = self.states();
        states.iter_mut().zip(since).for_each(|(state, since)| state.since = Some(since));
        states
    }

    pub fn problems(&self) -> impl Iterator<Item = Ailment> {
        self.lines().filter_map(Line::problem)
    }
}

/// Why nothing comes from a device that was taken away: nobody is to look for a fault.
const REMOVED: &str = "taken out of this gateway's configuration";
