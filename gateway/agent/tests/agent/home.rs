//! A home on a simulated disk, whose time the test controls, with a hub that the test plays.

use hearth_devices::Decoded;
use hearth_gateway::agent::{Action, Agent};
use hearth_gateway::clock::{Now, Timekeeper};
use hearth_gateway::config::{Broker, Config, Device, LogFormat, Source};
use hearth_gateway::keeper::{Hub, Keeper, Medium};
use hearth_gateway::links::{LinkId, LinkNews, News};
use hearth_mqtt::Message;
use hearth_outbox::Disk;
use hearth_outbox::sim::SimDisk;
use hearth_vitals::batch::v1::{self, Batch};
use hearth_vitals::receipt::{Receipt, StreamReceipt};
use hearth_vitals::state::GatewayState;
use hearth_vitals::topic::{Channel, Topic};
use hearth_vitals::{
    BootId, DeviceId, Flags, GatewayId, Generation, MonoMs, Reading, Record, SeqRange, Stream, Vital, WallMs, WaveformKind,
};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::rc::Rc;

pub const TODAY: i64 = 1_790_000_000_000;

/// A simulated disk that the test can reach while the outbox uses it.
#[derive(Clone)]
pub struct Shared(pub Rc<RefCell<SimDisk>>);

impl Disk for Shared {
    fn list(&mut self) -> io::Result<Vec<String>> {
        self.0.borrow_mut().list()
    }
    fn len(&mut self, name: &str) -> io::Result<u64> {
        self.0.borrow_mut().len(name)
    }
    fn create(&mut self, name: &str) -> io::Result<()> {
        self.0.borrow_mut().create(name)
    }
    fn append(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.0.borrow_mut().append(name, bytes)
    }
    fn read_at(&mut self, name: &str, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        self.0.borrow_mut().read_at(name, offset, into)
    }
    fn truncate(&mut self, name: &str, len: u64) -> io::Result<()> {
        self.0.borrow_mut().truncate(name, len)
    }
    fn sync(&mut self, name: &str) -> io::Result<()> {
        self.0.borrow_mut().sync(name)
    }
    fn rename(&mut self, from: &str, to: &str) -> io::Result<()> {
        self.0.borrow_mut().rename(from, to)
    }
    fn remove(&mut self, name: &str) -> io::Result<()> {
        self.0.borrow_mut().remove(name)
    }
    fn sync_dir(&mut self) -> io::Result<()> {
        self.0.borrow_mut().sync_dir()
    }
    fn free_bytes(&mut self) -> io::Result<u64> {
        self.0.borrow_mut().free_bytes()
    }
}

pub struct Card {
    disk: Shared,
    next: u64,
    hub: Option<Hub>,
}

impl Medium for Card {
    type Disk = Shared;
    fn open(&mut self) -> Result<Shared, String> {
        Ok(self.disk.clone())
    }
    fn generation(&mut self) -> Generation {
        self.next += 1;
        Generation(self.next)
    }
    fn free_bytes(&self) -> u64 {
        self.disk.0.borrow_mut().free_bytes().unwrap_or(0)
    }
    fn known_hub(&self) -> Option<Hub> {
        self.hub.clone()
    }
    fn know_hub(&mut self, hub: &Hub) -> Result<(), String> {
        self.hub = Some(hub.clone());
        Ok(())
    }
}

/// A home whose time the test controls.
pub struct Home {
    pub agent: Agent<Card>,
    pub disk: Shared,
    pub mono: u64,
    /// Wall time minus monotonic time by the system clock, ms.
    pub offset: i64,
    pub held: BTreeMap<(Stream, u64), Record>,
    pub state: Option<GatewayState>,
    pub hub_answers: bool,
    /// Wall time minus monotonic time by the hub's clock, ms.
    pub hub_offset: i64,
}

/// The configuration of a home with one oximeter.
pub fn config(max_bytes: u64) -> Config {
    config_of("nonin-df7", max_bytes)
}

/// One whose device speaks this protocol.
pub fn config_of(protocol: &str, max_bytes: u64) -> Config {
    let source = Source::Serial { port: "/dev/oximeter".into(), baud: 9600 };
    let device = Device { id: DeviceId::new("oxim-0001").unwrap(), protocol: protocol.parse().unwrap(), source };
    Config {
        gateway: GatewayId::new("home-0001").unwrap(),
        shard: "2c".parse().unwrap(),
        data_dir: "/data".into(),
        broker: Broker { host: "broker".into(), port: 1883, credentials: None, tls: None },
        hub: None,
        outbox: hearth_outbox::Config { max_bytes, segment_bytes: 200_000, keep_receipted_bytes: max_bytes / 2, min_free_bytes: 0 },
        devices: vec![device],
        log: LogFormat::Text,
    }
}

impl Home {
    pub fn new(disk: &Shared, max_bytes: u64, offset: i64, boot: u64, mono: u64) -> Home {
        Home::of("nonin-df7", disk, max_bytes, offset, boot, mono)
    }

    /// One whose device speaks this protocol.
    pub fn of(protocol: &str, disk: &Shared, max_bytes: u64, offset: i64, boot: u64, mono: u64) -> Home {
        Home::with(&config_of(protocol, max_bytes), disk, offset, boot, mono)
    }

    pub fn with(config: &Config, disk: &Shared, offset: i64, boot: u64, mono: u64) -> Home {
        let card = Card { disk: disk.clone(), next: boot * 1_000, hub: None };
        let (keeper, recovered) = Keeper::open(card, config.outbox, BootId(boot)).unwrap();
        let now = Now { mono: MonoMs(mono), wall: WallMs(mono as i64 + offset), is_kept: false };
        let agent = Agent::new(config, Timekeeper::new(BootId(boot)), keeper, recovered, now);
        Home { agent, disk: disk.clone(), mono, offset, held: BTreeMap::new(), state: None, hub_answers: true, hub_offset: TODAY }
    }

    pub fn now(&self) -> Now {
        Now { mono: MonoMs(self.mono), wall: WallMs(self.mono as i64 + self.offset), is_kept: false }
    }

    pub fn act(&mut self, action: Action) {
        let mut messages = self.agent.apply(action, self.now());
        while let Some(message) = messages.pop() {
            messages.extend(self.deliver(&message));
        }
    }

    fn deliver(&mut self, message: &Message) -> Vec<Message> {
        if message.topic.parse::<Topic>().unwrap().channel == Channel::State {
            self.state = Some(serde_json::from_slice(&message.payload).unwrap());
            return Vec::new();
        }
        let batch = v1::decode(&message.payload).unwrap();
        if !self.hub_answers {
            return Vec::new();
        }
        self.keep(&batch);
        let receipt = self.receipt(batch.header.stream);
        self.mono += 10;
        self.agent.apply(Action::Receipt(serde_json::to_vec(&receipt).unwrap()), self.now())
    }

    fn keep(&mut self, batch: &Batch) {
        for (index, record) in batch.records.iter().enumerate() {
            self.held.insert((batch.header.stream, batch.header.first + index as u64), record.clone());
        }
    }

    fn receipt(&self, stream: Stream) -> Receipt {
        let seqs: BTreeSet<u64> = self.held.keys().filter(|key| key.0 == stream).map(|key| key.1).collect();
        let mut held: Vec<SeqRange> = Vec::new();
        for seq in seqs {
            match held.pop() {
                Some(last) if last.end() == seq => held.push(SeqRange::new(last.first(), seq + 1).unwrap()),
                last => held.extend(last.into_iter().chain(SeqRange::new(seq, seq + 1).ok())),
            }
        }
        let streams = vec![StreamReceipt { stream, held, resend_from: None }];
        Receipt { v: 1, store: "store".into(), epoch: 1, hub_time: WallMs(self.hub_offset + self.mono as i64), streams, refused: None }
    }

    /// Plays one second of a patient.
    pub fn second(&mut self, pleth_samples: usize) {
        let until = self.mono + 1_000;
        let reading = Reading::new(Vital::Spo2, Some(970), Flags::NONE);
        let mut decoded = vec![Decoded::Numerics { device_time: None, readings: vec![reading] }];
        if pleth_samples > 0 {
            // Noise, which cannot be packed well.
            let samples = (0..pleth_samples).map(|n| (n as i16).wrapping_mul(22_695).wrapping_add(self.mono as i16)).collect();
            decoded.push(Decoded::Waveform { kind: WaveformKind::Pleth, period_us: 1_000_000 / pleth_samples as u32, samples });
        }
        self.act(Action::Link(LinkNews { link: LinkId(0), at: MonoMs(self.mono), news: News::Decoded(decoded) }));
        while self.agent.next_due().0 < until {
            self.mono = self.mono.max(self.agent.next_due().0);
            self.act(Action::Tick);
        }
        self.mono = self.mono.max(until);
    }

    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.held.values()
    }

    pub fn problems(&self) -> Vec<String> {
        self.state.as_ref().map(|state| state.problems.iter().map(|problem| problem.code.clone()).collect()).unwrap_or_default()
    }
}

pub fn card(capacity: u64) -> Shared {
    Shared(Rc::new(RefCell::new(SimDisk::new(1, capacity))))
}
