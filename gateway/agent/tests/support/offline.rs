//! A home that is cut off from its hub, played through the real agent, codec and outbox into a real folder, with a clock of
//! its own. It counts what is written. Nothing is really synced, because no power fails here.

use hearth_devices::Decoded;
use hearth_gateway::agent::{Action, Agent};
use hearth_gateway::clock::{Now, Timekeeper};
use hearth_gateway::config::{Broker, Config, Device, LogFormat, Source};
use hearth_gateway::keeper::{Hub, Keeper, Medium};
use hearth_gateway::links::{LinkId, LinkNews, News};
use hearth_outbox::{ClassId, Disk, Outbox, Read, RealDisk, RealDiskError};
use hearth_vitals::batch::v1;
use hearth_vitals::{BootId, DeviceId, Flags, GatewayId, Generation, MonoMs, Reading, Record, Vital, WallMs, WaveformKind};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

/// The unit in which a flash card writes, bytes.
const PAGE: u64 = 4096;
/// The device samples 75 times a second and sends 25 at a time.
const PACKETS: u64 = 3;
const SAMPLES: u64 = 25;
const PERIOD_US: u32 = 13_333;

/// How much was written to the disk.
#[derive(Debug, Default, Clone)]
pub struct Written {
    pub bytes: u64,
    pub syncs: u64,
    /// Pages that had changed when they were synced: what a card without a cache would write.
    pub pages: u64,
    unsynced: BTreeMap<String, (u64, u64)>,
}

/// A folder that counts what is written.
pub struct Counting {
    disk: RealDisk,
    written: Rc<RefCell<Written>>,
}

impl Disk for Counting {
    fn list(&mut self) -> io::Result<Vec<String>> {
        self.disk.list()
    }
    fn len(&mut self, name: &str) -> io::Result<u64> {
        self.disk.len(name)
    }
    fn create(&mut self, name: &str) -> io::Result<()> {
        self.written.borrow_mut().unsynced.insert(name.to_owned(), (0, 0));
        self.disk.create(name)
    }
    fn append(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut written = self.written.borrow_mut();
        written.bytes += bytes.len() as u64;
        let span = written.unsynced.entry(name.to_owned()).or_default();
        span.1 += bytes.len() as u64;
        self.disk.append(name, bytes)
    }
    fn read_at(&mut self, name: &str, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        self.disk.read_at(name, offset, into)
    }
    fn truncate(&mut self, name: &str, len: u64) -> io::Result<()> {
        self.disk.truncate(name, len)
    }
    fn sync(&mut self, name: &str) -> io::Result<()> {
        let mut written = self.written.borrow_mut();
        written.syncs += 1;
        let (from, until) = written.unsynced.get(name).copied().unwrap_or_default();
        written.pages += until.div_ceil(PAGE) - from / PAGE;
        written.unsynced.insert(name.to_owned(), (until, until));
        Ok(())
    }
    fn rename(&mut self, from: &str, to: &str) -> io::Result<()> {
        self.written.borrow_mut().unsynced.remove(from);
        self.disk.rename(from, to)
    }
    fn remove(&mut self, name: &str) -> io::Result<()> {
        self.written.borrow_mut().unsynced.remove(name);
        self.disk.remove(name)
    }
    fn sync_dir(&mut self) -> io::Result<()> {
        // One page for the folder itself.
        self.written.borrow_mut().syncs += 1;
        self.written.borrow_mut().pages += 1;
        Ok(())
    }
    fn free_bytes(&mut self) -> io::Result<u64> {
        Ok(u64::MAX / 2)
    }
}

struct Card {
    folder: PathBuf,
    written: Rc<RefCell<Written>>,
}

impl Medium for Card {
    type Disk = Counting;
    fn open(&mut self) -> Result<Counting, String> {
        let disk = disk_of(&self.folder).map_err(|error| error.to_string())?;
        Ok(Counting { disk, written: self.written.clone() })
    }
    fn generation(&mut self) -> Generation {
        Generation(rand::random())
    }
    fn free_bytes(&self) -> u64 {
        u64::MAX / 2
    }
    fn known_hub(&self) -> Option<Hub> {
        None
    }
    fn know_hub(&mut self, _: &Hub) -> Result<(), String> {
        Ok(())
    }
}

/// A stretch of low saturation, in seconds since the beginning.
#[derive(Debug, Clone, Copy)]
pub struct Fall {
    pub from: u64,
    pub until: u64,
}

/// The outage to play.
pub struct Story {
    pub gateway: String,
    /// The devices. Each delivers three numerics a second; the first is an oximeter.
    pub devices: Vec<String>,
    pub seconds: u64,
    /// What the wall clock shows at the end.
    pub until: WallMs,
    /// The oximeter's pleth: a pulse, or noise, which cannot be packed well; `None` for no pleth.
    pub pleth: Option<Pleth>,
    pub fall: Option<Fall>,
    pub max_bytes: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pleth {
    Pulse,
    Noise,
}

/// Consecutive records of one class that were given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shed {
    pub class: &'static str,
    pub first: u64,
    pub end: u64,
}

/// What is on the disk at the end.
#[derive(Debug)]
pub struct Left {
    pub written: Written,
    pub bytes_on_disk: u64,
    /// How many records can be read, by class.
    pub records: BTreeMap<&'static str, u64>,
    /// The size of their payloads, bytes, by class.
    pub payload_bytes: BTreeMap<&'static str, u64>,
    /// What was shed; consecutive ranges are joined.
    pub shed: Vec<Shed>,
}

fn config(story: &Story, folder: &Path) -> Config {
    let device = |id: &String| Device {
        id: DeviceId::new(id).unwrap(),
        protocol: "nonin-df7".parse().unwrap(),
        source: Source::Serial { port: format!("/dev/{id}").into(), baud: 9600 },
    };
    let half = story.max_bytes / 2;
    Config {
        gateway: GatewayId::new(&story.gateway).unwrap(),
        shard: hearth_vitals::topic::Shard::of(&GatewayId::new(&story.gateway).unwrap()),
        data_dir: folder.to_owned(),
        broker: Broker { host: "nobody".into(), port: 1883, credentials: None, tls: None },
        hub: None,
        outbox: hearth_outbox::Config { max_bytes: story.max_bytes, keep_receipted_bytes: half, ..hearth_outbox::Config::default() },
        devices: story.devices.iter().map(device).collect(),
        log: LogFormat::Text,
    }
}

fn random(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

/// 16-bit counts of a pulse at about 70 beats a minute, with breathing and the noise of a converter.
fn pulse(sample: u64, seed: &mut u64) -> i16 {
    let seconds = sample as f64 / 75.0;
    let (beat, breath) = (seconds * 70.0 / 60.0, seconds / 4.0);
    let turn = std::f64::consts::TAU;
    let wave = (turn * beat).sin() + 0.4 * (2.0 * turn * beat + 0.7).sin() + 0.2 * (3.0 * turn * beat + 1.1).sin();
    let height = 3_000.0 + 400.0 * (turn * breath).sin();
    (wave * height) as i16 + (random(seed) % 17) as i16
}

fn readings(device: usize, second: u64, fall: Option<Fall>) -> Vec<Reading> {
    let slow = |period: u64, range: i32| (second / period % range.unsigned_abs() as u64) as i32;
    let value =
        |vital: Vital, units: f64, wobble: i32| Reading::checked(vital, (units * f64::from(vital.scale())) as i32 + wobble, Flags::NONE);
    if device > 0 {
        return vec![
            value(Vital::HeartRate, 70.0, slow(3, 9) * 10),
            value(Vital::RespiratoryRate, 15.0, slow(7, 4) * 10),
            value(Vital::Temperature, 36.6, slow(60, 20)),
        ];
    }
    let low = fall.is_some_and(|fall| (fall.from..fall.until).contains(&second));
    vec![
        value(Vital::Spo2, if low { 80.0 } else { 97.0 }, 0),
        value(Vital::PulseRate, 70.0, slow(3, 9) * 10),
        value(Vital::PerfusionIndex, 2.0, slow(5, 30)),
    ]
}

/// Plays the outage, and tells what is left on the disk.
pub fn play(story: &Story, folder: &Path) -> Left {
    let written = Rc::new(RefCell::new(Written::default()));
    let config = config(story, folder);
    let boot = BootId(rand::random());
    let card = Card { folder: folder.to_owned(), written: written.clone() };
    let (keeper, recovered) = Keeper::open(card, config.outbox, boot).unwrap();
    let began = 60_000;
    let offset = story.until.0 - (began + story.seconds * 1_000).cast_signed();
    let now = |mono: u64| Now { mono: MonoMs(mono), wall: WallMs(mono.cast_signed() + offset), is_kept: true };
    let mut agent = Agent::new(&config, Timekeeper::new(boot), keeper, recovered, now(began));
    let mut seed = 7;
    for second in 0..story.seconds {
        let mono = began + second * 1_000;
        let mut act = |link: u32, at: u64, decoded: Vec<Decoded>| {
            let news = LinkNews { link: LinkId(link), at: MonoMs(at), news: News::Decoded(decoded) };
            assert!(agent.apply(Action::Link(news), now(at)).is_empty(), "nobody is there to take it");
        };
        for packet in 0..if story.pleth.is_some() { PACKETS } else { 0 } {
            let first = (second * PACKETS + packet) * SAMPLES;
            let samples = (first..first + SAMPLES).map(|sample| match story.pleth {
                Some(Pleth::Noise) => random(&mut seed) as i16,
                _ => pulse(sample, &mut seed),
            });
            let samples = samples.collect();
            act(0, mono + packet * 333, vec![Decoded::Waveform { kind: WaveformKind::Pleth, period_us: PERIOD_US, samples }]);
        }
        for device in 0..story.devices.len() {
            let readings = readings(device, second, story.fall);
            act(device as u32, mono + 900 + device as u64 * 30, vec![Decoded::Numerics { device_time: None, readings }]);
        }
        let until = mono + 1_000;
        while agent.next_due().0 < until {
            let due = agent.next_due().0.max(mono);
            agent.apply(Action::Tick, now(due));
        }
    }
    agent.close().unwrap();
    let written = written.borrow().clone();
    left(written, config.outbox, folder)
}

const NAMES: [(ClassId, &str); 3] = [(ClassId::EVENTS, "events"), (ClassId::NUMERICS, "numerics"), (ClassId::WAVEFORMS, "waveforms")];

/// The outbox's disk, also right after it was let go of. A test beside this one may be starting a program: until that
/// program runs, the copy of this process that turns into it holds the lock as well.
fn disk_of(folder: &Path) -> Result<RealDisk, RealDiskError> {
    for _ in 0..500 {
        match RealDisk::open(folder.join("outbox")) {
            Err(RealDiskError::Locked(_)) => std::thread::sleep(Duration::from_millis(10)),
            opened => return opened,
        }
    }
    RealDisk::open(folder.join("outbox"))
}

fn left(written: Written, config: hearth_outbox::Config, folder: &Path) -> Left {
    let disk = disk_of(folder).unwrap();
    let (mut outbox, _) = Outbox::open(disk, config, rand::random()).unwrap();
    let mut left =
        Left { written, bytes_on_disk: outbox.bytes_on_disk(), records: BTreeMap::new(), payload_bytes: BTreeMap::new(), shed: Vec::new() };
    for info in outbox.streams() {
        let Some((class, name)) = NAMES.into_iter().find(|(class, _)| *class == info.class) else { continue };
        let mut from = 0;
        loop {
            match outbox.read(info.generation, class, from, 1_000, 1 << 20).unwrap() {
                Read::Records(records) => {
                    from = records.last().unwrap().0 + 1;
                    *left.records.entry(name).or_default() += records.len() as u64;
                    *left.payload_bytes.entry(name).or_default() += records.iter().map(|(_, payload)| payload.len() as u64).sum::<u64>();
                    for (_, payload) in records {
                        if let Ok((_, Record::Loss(loss))) = v1::decode_record(&payload) {
                            let class = NAMES[loss.stream.class as usize].1;
                            left.shed.push(Shed { class, first: loss.range.first(), end: loss.range.end() });
                        }
                    }
                }
                Read::Lost(gap) => from = gap.end,
                Read::Freed(_, end) => from = end,
                Read::End => break,
            }
        }
    }
    left.shed.sort_by_key(|shed| (shed.class, shed.first));
    left.shed.dedup_by(|next, before| {
        let follows = next.class == before.class && next.first == before.end;
        if follows {
            before.end = next.end;
        }
        follows
    });
    left
}
