//! All devices of one radio: who is connected to next, and what is listened for (pure).

use super::Address;
use super::machine::{Machine, Turn};
use super::transport::{Event, Order, RadioFault};
use crate::links::{Fault, LinkId, News};
use hearth_devices::MessageProtocol;
use hearth_vitals::{DeviceTime, Uuid};
use std::collections::{BTreeMap, BTreeSet};

/// How many devices are connected at once. Common adapters can do seven or more; a home has five.
pub const SLOTS: usize = 7;
/// A device that only waits for somebody to measure gives up its slot to another one after so much silence, ms.
const IDLE_MS: u64 = 30_000;

/// How many devices with a key are remembered.
const BONDED_MAX: usize = 256;

/// What the radio knows and wants.
#[derive(Default)]
pub struct Radio {
    /// State of the radio; `None` until it was reported.
    state: Option<Result<(), RadioFault>>,
    machines: BTreeMap<LinkId, Machine>,
    /// Devices that share a key with this radio, whether they are to be read or not.
    bonded: BTreeSet<Address>,
    /// Devices that BlueZ has a connection to, whether it is used or not.
    held: BTreeSet<Address>,
    tickets: u64,
    /// The services that are listened for, as last ordered.
    scans: Option<Vec<Uuid>>,
    orders: Vec<Order>,
    news: Vec<(LinkId, News)>,
}

/// Both clocks at one moment.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// The monotonic clock, ms.
    pub mono_ms: u64,
    /// The wall clock in UTC; `None` while it is not known.
    pub wall: Option<DeviceTime>,
}

impl Radio {
    /// Begins to read a device.
    pub fn attach(&mut self, link: LinkId, address: Address, protocol: MessageProtocol, now: Now) {
        self.machines.insert(link, Machine::new(address, protocol));
        let bonded = Event::Bonded(address, self.bonded.contains(&address));
        self.turn(link, now, |machine, turn| machine.happen(&bonded, turn));
        if let Some(state) = self.state.clone() {
            self.turn(link, now, |machine, turn| machine.radio(state.map_err(Fault::from), turn));
        }
        self.pass(now);
    }

    /// Stops reading a device.
    pub fn detach(&mut self, link: LinkId, now: Now) {
        self.turn(link, now, Machine::leave);
        if self.machines.remove(&link).is_some() {
            self.news.push((link, News::Removed));
        }
        self.pass(now);
    }

    /// Notes that what a device said could not be kept.
    pub fn forget(&mut self, link: LinkId, now: Now) {
        self.turn(link, now, |machine, _| machine.forget());
    }

    /// Hands an event to the device that it is about.
    pub fn event(&mut self, event: &Event, now: Now) {
        if let Event::Bonded(address, is_bonded) = event {
            self.bonded.remove(address);
            if *is_bonded && self.bonded.len() < BONDED_MAX {
                self.bonded.insert(*address);
            }
        }
        self.hold(event);
        if let Event::Connected(address) = event
            && self.is_one_too_many(*address)
        {
            return self.orders.push(Order::Disconnect(*address));
        }
        match event {
            Event::Radio(state) => self.radio(state, now),
            Event::Seen(sighting) => self.of(Some(sighting.address), now, |machine, turn| machine.sighted(sighting, turn)),
            Event::Done(..) => self.of(None, now, |machine, turn| machine.happen(event, turn)),
            Event::Connected(address)
            | Event::Disconnected(address)
            | Event::Resolved(address, _)
            | Event::Bonded(address, _)
            | Event::Value(address, ..) => self.of(Some(*address), now, |machine, turn| machine.happen(event, turn)),
        }
        self.pass(now);
    }

    /// Notes which devices are connected, including those that nobody talks to: they do not show themselves.
    fn hold(&mut self, event: &Event) {
        match event {
            Event::Connected(address) if self.held.len() < BONDED_MAX => _ = self.held.insert(*address),
            Event::Disconnected(address) => _ = self.held.remove(address),
            Event::Radio(Err(_)) => self.held.clear(),
            _ => {}
        }
    }

    /// True for a device that connected by itself while all slots are in use.
    fn is_one_too_many(&self, address: Address) -> bool {
        self.linked() >= SLOTS && self.machines.values().any(|machine| machine.address() == address && !machine.is_linked())
    }

    /// Lets every device do what has become due.
    pub fn tick(&mut self, now: Now) {
        self.of(None, now, Machine::tick);
        self.pass(now);
    }

    /// When to call [`Radio::tick`] if nothing happens before, ms.
    pub fn due_ms(&self) -> Option<u64> {
        self.machines.values().filter_map(Machine::due_ms).min()
    }

    /// The orders to carry out now.
    pub fn orders(&mut self) -> Vec<Order> {
        std::mem::take(&mut self.orders)
    }

    /// The news to report now.
    pub fn news(&mut self) -> Vec<(LinkId, News)> {
        std::mem::take(&mut self.news)
    }

    /// How many slots are in use.
    pub fn linked(&self) -> usize {
        self.machines.values().filter(|machine| machine.is_linked()).count()
    }

    fn radio(&mut self, state: &Result<(), RadioFault>, now: Now) {
        (self.state, self.scans) = (Some(state.clone()), None);
        self.of(None, now, |machine, turn| machine.radio(state.clone().map_err(Fault::from), turn));
    }

    /// Gives a turn to the machines of this address, or to all.
    fn of(&mut self, address: Option<Address>, now: Now, mut act: impl FnMut(&mut Machine, &mut Turn<'_>)) {
        let is_meant = |machine: &Machine| address.is_none_or(|address| machine.address() == address);
        let links: Vec<LinkId> = self.machines.iter().filter(|(_, machine)| is_meant(machine)).map(|(link, _)| *link).collect();
        for link in links {
            self.turn(link, now, &mut act);
        }
    }

    fn turn(&mut self, link: LinkId, now: Now, act: impl FnOnce(&mut Machine, &mut Turn<'_>)) {
        let Some(machine) = self.machines.get_mut(&link) else { return };
        let mut news = Vec::new();
        let mut turn = Turn { now_ms: now.mono_ms, wall: now.wall, tickets: &mut self.tickets, orders: &mut self.orders, news: &mut news };
        act(machine, &mut turn);
        self.news.extend(news.into_iter().map(|news| (link, news)));
    }

    /// Decides what comes next, given the state of all devices.
    fn pass(&mut self, now: Now) {
        if self.state != Some(Ok(())) {
            return;
        }
        self.scan();
        let held = std::mem::take(&mut self.held);
        self.machines.values_mut().filter(|machine| held.contains(&machine.address())).for_each(|machine| machine.is_held(now.mono_ms));
        self.held = held;
        let waits = |(link, machine): (&LinkId, &Machine)| machine.waits_since(now.mono_ms).map(|since| (since, *link));
        let Some((_, next)) = self.machines.iter().filter_map(waits).min() else { return };
        if self.machines.values().any(Machine::is_connecting) {
            return;
        }
        if self.linked() < SLOTS {
            self.turn(next, now, Machine::connect);
        } else {
            self.make_room(now);
        }
    }

    /// Ends the connection that has said nothing for the longest time, if its silence means nothing.
    fn make_room(&mut self, now: Now) {
        let idle = |(link, machine): (&LinkId, &Machine)| machine.idle_since().map(|since| (since, *link));
        let longest = self.machines.iter().filter_map(idle).min();
        if let Some((_, link)) = longest.filter(|(since, _)| now.mono_ms.saturating_sub(*since) >= IDLE_MS) {
            self.turn(link, now, Machine::leave);
        }
    }

    /// Listens for what the devices have, and not at all where there is none.
    fn scan(&mut self) {
        let mut services: Vec<Uuid> = self.machines.values().map(Machine::service).collect();
        services.sort_unstable();
        services.dedup();
        if self.scans.as_ref() != Some(&services) {
            if self.scans.is_some() || !services.is_empty() {
                self.orders.push(Order::Scan(Some(services.clone())));
            }
            self.scans = Some(services);
        }
    }
}

impl From<RadioFault> for Fault {
    fn from(fault: RadioFault) -> Fault {
        match fault {
            RadioFault::NoAdapter => Fault::NoAdapter,
            RadioFault::NoService(words) | RadioFault::Off(words) => Fault::NoBluetooth(words),
        }
    }
}
