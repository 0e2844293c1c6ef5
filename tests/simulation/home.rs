//! A home: a patient's device, and a real gateway agent on a simulated card. It notes what the gateway promised: which
//! numbers it issued, and which of them were durable.

use crate::body::Body;
use crate::card::Card;
use crate::clock;
use hearth_devices::Decoded;
use hearth_gateway::agent::{Action, Agent};
use hearth_gateway::clock::{Now, Timekeeper};
use hearth_gateway::config::{Broker, Config, Device, LogFormat, Source};
use hearth_gateway::keeper::Keeper;
use hearth_gateway::links::{LinkId, LinkNews, News};
use hearth_mqtt::Message;
use hearth_outbox::sim::Fault;
use hearth_vitals::{BootId, Class, DeviceId, DeviceTime, GatewayId, Generation, MonoMs, Reading, Stream, WallMs, WaveformKind};
use std::collections::BTreeMap;

/// Monotonic time at which a boot begins, ms.
const BOOTED_MS: u64 = 3_000;
/// The size of a card that has room for everything, bytes.
pub const ROOM_AT_ALL: u64 = 1 << 40;

/// One thing that a device said, and what the gateway did with it.
#[derive(Debug, Clone)]
pub struct Said {
    /// The device's own second, which tells it from everything else that this device says.
    pub second: u64,
    /// The readings that it said.
    pub readings: Vec<Reading>,
    /// The number that the gateway gave it; `None` if it was not taken.
    pub number: Option<(Stream, u64)>,
    /// True when a power failure could not take it any more.
    pub durable: bool,
}

/// A time in which a gateway collected nothing.
#[derive(Debug, Clone, Copy)]
pub struct Dead {
    pub from: WallMs,
    pub until: WallMs,
}

/// How a gateway's process ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Death {
    /// Like kill -9: what was written stays.
    Kill,
    /// The machine loses power.
    Power,
}

pub struct Home {
    pub gateway: GatewayId,
    pub device: DeviceId,
    pub card: Card,
    pub body: Body,
    pub said: Vec<Said>,
    pub dead: Vec<Dead>,
    /// For every stream that was opened, the number after the last durable one.
    pub durable: BTreeMap<Stream, u64>,
    /// The boot in which each generation was written.
    pub boots_of: BTreeMap<Generation, BootId>,
    /// False for a clone, which has no device.
    pub has_device: bool,
    pub sends_waveform: bool,
    /// System clock minus true time, ms; for a clock that was never set, what it showed.
    pub wall_step_ms: i64,
    pub in_1970: bool,
    pub is_kept: bool,
    pub connected: bool,
    /// True when bits were flipped on its card.
    pub is_rotten: bool,
    /// True when it has died at some time.
    pub has_died: bool,
    /// What had been promised some time before the end.
    pub promised: BTreeMap<Stream, u64>,
    /// True when its disk was full or failed at some time.
    pub was_full: bool,
    pub disk_failed: bool,
    /// Until when its disk is full, ms; 0 when it is not.
    pub full_until_ms: u64,
    /// When it was told to die, ms.
    pub doomed_ms: u64,
    outbox: hearth_outbox::Config,
    config: Config,
    agent: Option<Agent<Card>>,
    boot: BootId,
    booted_ms: u64,
    boots: u64,
    died_ms: u64,
    /// Index of the first entry in `said` that may not be durable.
    unsure: usize,
}

#[expect(clippy::unwrap_used, reason = "the protocol is a row of the table")]
fn config(gateway: &GatewayId, device: &DeviceId, outbox: hearth_outbox::Config) -> Config {
    let source = Source::Serial { port: "/dev/oximeter".into(), baud: 9_600 };
    Config {
        gateway: gateway.clone(),
        shard: hearth_vitals::topic::Shard::of(gateway),
        data_dir: "/data".into(),
        broker: Broker { host: "broker".into(), port: 1_883, credentials: None, tls: None },
        hub: None,
        outbox,
        devices: vec![Device { id: device.clone(), protocol: "nonin-df7".parse().unwrap(), source }],
        log: LogFormat::Text,
    }
}

impl Home {
    /// A home whose gateway is off. `number` makes its boots different from those of other homes.
    pub fn new(number: u64, gateway: GatewayId, device: DeviceId, card: Card, body: Body, outbox: hearth_outbox::Config) -> Home {
        Home {
            config: config(&gateway, &device, outbox),
            gateway,
            device,
            card,
            body,
            said: Vec::new(),
            dead: Vec::new(),
            durable: BTreeMap::new(),
            boots_of: BTreeMap::new(),
            has_device: true,
            sends_waveform: false,
            wall_step_ms: 0,
            in_1970: false,
            is_kept: true,
            connected: false,
            is_rotten: false,
            has_died: false,
            promised: BTreeMap::new(),
            was_full: false,
            disk_failed: false,
            full_until_ms: 0,
            doomed_ms: 0,
            outbox,
            agent: None,
            boot: BootId(number << 32),
            booted_ms: 0,
            boots: number << 32,
            died_ms: 0,
            unsure: 0,
        }
    }

    pub fn is_on(&self) -> bool {
        self.agent.is_some()
    }

    /// What the gateway's clocks show now.
    fn now(&self) -> Now {
        let at_ms = clock::elapsed_ms();
        let mono = MonoMs(BOOTED_MS + at_ms - self.booted_ms);
        let wall = if self.in_1970 { WallMs(mono.0 as i64) } else { clock::truth(at_ms).plus(self.wall_step_ms) };
        Now { mono, wall, is_kept: self.is_kept }
    }

    /// Starts the process, in a new boot if the machine was off.
    pub fn start(&mut self, new_boot: bool) {
        let at_ms = clock::elapsed_ms();
        if new_boot || self.boots == self.boot.0 {
            self.boots += 1;
            (self.boot, self.booted_ms) = (BootId(self.boots), at_ms);
        }
        let Ok((keeper, recovered)) = Keeper::open(self.card.clone(), self.config.outbox, self.boot) else { return };
        let now = self.now();
        self.agent = Some(Agent::new(&self.config, Timekeeper::new(self.boot), keeper, recovered, now));
        self.connected = false;
        if self.died_ms > 0 {
            self.dead.push(Dead { from: clock::truth(self.died_ms), until: clock::truth(at_ms) });
        }
    }

    /// When the agent will have something to do, if nothing happens before.
    pub fn next_due(&self) -> Option<u64> {
        let due = self.agent.as_ref()?.next_due();
        Some((due.0 + self.booted_ms).saturating_sub(BOOTED_MS).max(clock::elapsed_ms()))
    }

    /// The device says what is true in this second.
    pub fn measure(&mut self, crash: Option<(u64, Death)>) -> Vec<Message> {
        let at_ms = clock::elapsed_ms();
        let second = at_ms / 1_000;
        let readings = self.body.at(second);
        let said = Said { second, readings: readings.clone(), number: None, durable: false };
        self.said.push(said);
        let Some(agent) = &self.agent else { return Vec::new() };
        let before = agent.standing(Class::Numerics);
        let device_time = Some(DeviceTime(second as i64 * 1_000));
        let mut decoded = vec![Decoded::Numerics { device_time, readings }];
        if self.sends_waveform {
            let samples = (0..75).map(|n| ((second * 75 + n) % 251) as i16).collect();
            decoded.push(Decoded::Waveform { kind: WaveformKind::Pleth, period_us: 13_333, samples });
        }
        let news = LinkNews { link: LinkId(0), at: self.now().mono, news: News::Decoded(decoded) };
        let out = self.apply(Action::Link(news), crash);
        let after = self.agent.as_ref().and_then(|agent| agent.standing(Class::Numerics));
        let refused = before.is_none()
            || before
                .zip(after)
                .is_some_and(|(before, after)| before == after || (before.stream == after.stream && before.next == after.next));
        if let Some(before) = before.filter(|_| !refused)
            && let Some(said) = self.said.last_mut()
        {
            said.number = Some((before.stream, before.next));
        }
        self.note_durable();
        out
    }

    /// Gives the agent an action. With `crash`, the process dies at that operation of its disk if it gets there, and what it
    /// wanted to send is not sent.
    pub fn apply(&mut self, action: Action, crash: Option<(u64, Death)>) -> Vec<Message> {
        let now = self.now();
        let Some(agent) = &mut self.agent else { return Vec::new() };
        let failed = self.card.disk.0.borrow().failed();
        if let Some((operation, _)) = crash {
            self.card.disk.0.borrow_mut().set_fault(Fault::FailFrom(operation));
        }
        let out = agent.apply(action, now);
        if let Some((_, death)) = crash {
            let reached = self.card.disk.0.borrow().failed() > failed;
            self.card.disk.0.borrow_mut().set_fault(Fault::None);
            if reached {
                self.die(death);
                return Vec::new();
            }
        }
        self.note_durable();
        out
    }

    /// Kills the process without warning.
    pub fn die(&mut self, death: Death) {
        if self.agent.take().is_none() {
            return;
        }
        self.connected = false;
        self.died_ms = clock::elapsed_ms();
        let mut disk = self.card.disk.0.borrow_mut();
        match death {
            Death::Kill => disk.kill_process(),
            Death::Power => disk.cut_power(),
        }
        drop(disk);
        self.has_died = true;
        if death == Death::Power && self.boots.is_multiple_of(2) {
            // The note is not synced, so it may be gone.
            *self.card.hub.borrow_mut() = None;
        }
        // What is not durable now may survive or not: nothing is promised about it.
        self.unsure = self.said.len();
    }

    /// Notes what a power failure cannot take any more.
    fn note_durable(&mut self) {
        let Some(agent) = &self.agent else { return };
        for class in Class::ALL {
            let Some(standing) = agent.standing(class) else { continue };
            self.boots_of.insert(standing.stream.generation, self.boot);
            let end = self.durable.entry(standing.stream).or_default();
            *end = standing.durable_end.max(*end);
        }
        let Some(numerics) = agent.standing(Class::Numerics) else { return };
        while let Some(said) = self.said.get_mut(self.unsure) {
            match said.number {
                Some((stream, seq)) if stream == numerics.stream && seq >= numerics.durable_end => return,
                Some((stream, _)) if stream == numerics.stream => said.durable = true,
                // Not taken, or from a generation that has ended.
                _ => {}
            }
            self.unsure += 1;
        }
    }

    /// The same gateway with a copy of its card, and without a device.
    pub fn twin(&self, number: u64) -> Home {
        let mut none = crate::random::Dice::new(0, 0);
        let body = Body::new(&mut none, 0);
        let mut twin = Home::new(number, self.gateway.clone(), self.device.clone(), self.card.copied(number), body, self.outbox);
        twin.has_device = false;
        (twin.is_rotten, twin.has_died, twin.was_full, twin.disk_failed) = (self.is_rotten, true, self.was_full, self.disk_failed);
        twin
    }

    /// Leaves only this much room on the disk; false when it is full already.
    pub fn fill_disk(&mut self, room: u64, until_ms: u64) -> bool {
        if self.full_until_ms != 0 {
            return false;
        }
        let mut disk = self.card.disk.0.borrow_mut();
        let used = ROOM_AT_ALL - hearth_outbox::Disk::free_bytes(&mut *disk).unwrap_or(0);
        disk.set_capacity(used + room);
        (self.full_until_ms, self.was_full) = (until_ms, true);
        true
    }

    /// The stream and number of the next numerics.
    pub fn next_number(&self) -> Option<(Stream, u64)> {
        let standing = self.agent.as_ref()?.standing(Class::Numerics)?;
        Some((standing.stream, standing.next))
    }

    /// How many records of the gateway have no receipt.
    pub fn backlog(&self) -> u64 {
        self.agent.as_ref().map_or(0, Agent::backlog)
    }
}
