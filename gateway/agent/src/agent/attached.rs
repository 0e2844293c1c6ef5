//! The links that are attached now, and what is reported of those that were taken away (pure).
//!
//! Links come and go while the gateway runs. Each has an id that is never used again, so that what was still on its way
//! from a link that is gone, or was replaced by another to the same device, is nobody else's.

use crate::collect::Collector;
use crate::config::Device;
use crate::links::{Line, LinkId};
use hearth_vitals::state::{Ailment, LinkState};
use hearth_vitals::{Anchor, DeviceId, MonoMs, Record, WallMs};
use std::collections::{BTreeMap, VecDeque};

/// How many removed devices are still reported, at most; the oldest are forgotten.
const REMOVED_MAX: usize = 64;

/// The line to one device, with what makes records of it.
#[derive(Debug)]
pub(super) struct Link {
    pub line: Line,
    pub collector: Collector,
    /// The device's id, if it repeats what it said before; otherwise `None`.
    pub says_again: Option<DeviceId>,
}

/// The links that are attached, and devices whose links were removed.
#[derive(Debug, Default)]
pub(super) struct Attached {
    links: BTreeMap<LinkId, Link>,
    /// Devices that were removed, the oldest first.
    removed: VecDeque<DeviceId>,
}

impl Link {
    /// Changes the line by `change`, and records if that took it up or down.
    pub fn change(&mut self, at: MonoMs, records: &mut Vec<Record>, change: impl FnOnce(&mut Line)) {
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

    /// Removes a link: records what waited in it, and that it went down if it was up.
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

    /// Ids of devices that repeat what they said before.
    pub fn say_again(&self) -> Vec<DeviceId> {
        self.links.values().filter_map(|link| link.says_again.clone()).collect()
    }

    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.links.values().map(|link| &link.line)
    }

    /// The links for the state message, in the order they were attached, then the removed ones.
    pub fn states(&self) -> Vec<LinkState> {
        let removed =
            self.removed.iter().map(|device| LinkState { device: device.clone(), up: false, reason: REMOVED.into(), since: None });
        self.lines().map(Line::state).chain(removed).collect()
    }

    /// The links for the state message, each with the instant of its last change.
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

/// Reason shown for a removed device, so that nobody looks for a fault.
const REMOVED: &str = "taken out of this gateway's configuration";
