//! The agent as a function of what happens and when, on a disk that can fail and with a clock that can be wrong.
use hearth_devices::Decoded;
use hearth_gateway::agent::{Action, Agent};
use hearth_gateway::clock::{Now, Timekeeper};
use hearth_gateway::config::{Broker, Config, Device, LogFormat, Source};
use hearth_gateway::keeper::{Hub, Keeper, Medium};
use hearth_gateway::links::{LinkId, LinkNews, News};
use hearth_mqtt::Message;
use hearth_outbox::Disk;
use hearth_outbox::sim::{Fault, SimDisk};
use hearth_vitals::batch::v1::{self, Batch};
use hearth_vitals::receipt::{Receipt, StreamReceipt};
use hearth_vitals::state::GatewayState;
use hearth_vitals::topic::{Channel, Topic};
use hearth_vitals::{
    BootId, Class, ClockQuality, DeviceId, EventKind, Flags, GatewayId, Generation, LossReason, MonoMs, Reading, Record, SeqRange, Stream,
    Vital, WallMs, WaveformKind,
};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::rc::Rc;

const TODAY: i64 = 1_790_000_000_000;

/// A simulated disk that the test can reach while the outbox uses it.
#[derive(Clone)]
struct Shared(Rc<RefCell<SimDisk>>);

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

struct Card {
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
struct Home {
    agent: Agent<Card>,
    disk: Shared,
    mono: u64,
    /// Wall time minus monotonic time by the system clock, ms.
    offset: i64,
    held: BTreeMap<(Stream, u64), Record>,
    state: Option<GatewayState>,
    hub_answers: bool,
    /// Wall time minus monotonic time by the hub's clock, ms.
    hub_offset: i64,
}

fn config(max_bytes: u64) -> Config {
    let source = Source::Serial { port: "/dev/oximeter".into(), baud: 9600 };
    let device = Device { id: DeviceId::new("oxim-0001").unwrap(), protocol: "nonin-df7".parse().unwrap(), source };
    Config {
        gateway: GatewayId::new("home-0001").unwrap(),
        shard: "2c".parse().unwrap(),
        data_dir: "/data".into(),
        broker: Broker { host: "broker".into(), port: 1883, credentials: None, tls: None },
        outbox: hearth_outbox::Config { max_bytes, segment_bytes: 200_000, keep_receipted_bytes: 0, min_free_bytes: 0 },
        devices: vec![device],
        log: LogFormat::Text,
    }
}

impl Home {
    fn new(disk: &Shared, max_bytes: u64, offset: i64, boot: u64, mono: u64) -> Home {
        let config = config(max_bytes);
        let card = Card { disk: disk.clone(), next: boot * 1_000, hub: None };
        let (keeper, recovered) = Keeper::open(card, config.outbox, BootId(boot)).unwrap();
        let now = Now { mono: MonoMs(mono), wall: WallMs(mono as i64 + offset), is_kept: false };
        let agent = Agent::new(&config, Timekeeper::new(BootId(boot)), keeper, recovered, now);
        Home { agent, disk: disk.clone(), mono, offset, held: BTreeMap::new(), state: None, hub_answers: true, hub_offset: TODAY }
    }

    fn now(&self) -> Now {
        Now { mono: MonoMs(self.mono), wall: WallMs(self.mono as i64 + self.offset), is_kept: false }
    }

    fn act(&mut self, action: Action) {
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
    fn second(&mut self, pleth_samples: usize) {
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

    fn records(&self) -> impl Iterator<Item = &Record> {
        self.held.values()
    }

    fn problems(&self) -> Vec<String> {
        self.state.as_ref().map(|state| state.problems.iter().map(|problem| problem.code.clone()).collect()).unwrap_or_default()
    }
}

fn card(capacity: u64) -> Shared {
    Shared(Rc::new(RefCell::new(SimDisk::new(1, capacity))))
}

#[test]
fn readings_of_a_gateway_whose_clock_shows_1970_are_placed_by_the_hubs_receipt() {
    let mut home = Home::new(&card(u64::MAX), 100_000_000, 0, 1, 5_000);
    for _ in 0..60 {
        home.second(0);
    }
    assert_eq!(home.state, None);
    home.act(Action::Connected);
    for _ in 0..3 {
        home.second(0);
    }
    let placed: Vec<i64> = home
        .records()
        .filter_map(|record| match record {
            Record::Anchor(anchor) => Some(anchor),
            _ => None,
        })
        .map(|anchor| {
            assert_eq!(anchor.quality, ClockQuality::Synchronised);
            anchor.place(MonoMs(0)).since(WallMs(TODAY))
        })
        .collect();
    assert!(!placed.is_empty() && placed.iter().all(|error| error.abs() <= 60), "{placed:?}");
    assert_eq!(home.records().filter(|record| record.class() == Class::Numerics).count(), 63);
    assert!(!home.problems().contains(&"clock_unknown".to_owned()));
}

#[test]
fn a_clock_nobody_set_is_told_while_the_hub_is_silent() {
    let mut home = Home::new(&card(u64::MAX), 100_000_000, 0, 1, 5_000);
    home.hub_answers = false;
    home.act(Action::Connected);
    home.second(0);
    assert_eq!(home.problems(), ["clock_unknown"]);
    for _ in 0..61 {
        home.second(0);
    }
    assert!(home.problems().contains(&"no_receipts".to_owned()));
}

#[test]
fn what_a_disk_that_was_full_for_an_hour_lost_is_told_to_the_last_number() {
    let disk = card(u64::MAX);
    let mut home = Home::new(&disk, 100_000_000, TODAY, 1, 5_000);
    home.second(200);
    disk.0.borrow_mut().set_capacity(0);
    // Long enough that there is no room even for the records that tell of the losses.
    for _ in 0..3_600 {
        home.second(200);
    }
    disk.0.borrow_mut().set_capacity(u64::MAX);
    home.act(Action::Connected);
    for _ in 0..300 {
        home.second(200);
    }
    let lost: Vec<_> = home.records().filter_map(|record| if let Record::Loss(loss) = record { Some(*loss) } else { None }).collect();
    let standing = home.agent.standing(Class::Waveforms).unwrap();
    let is_told =
        |seq: u64| lost.iter().any(|loss| loss.stream == standing.stream && (loss.range.first()..loss.range.end()).contains(&seq));
    let untold: Vec<u64> =
        (0..standing.durable_end).filter(|seq| !home.held.contains_key(&(standing.stream, *seq)) && !is_told(*seq)).collect();
    assert!(standing.durable_end > 3_600 && !lost.is_empty());
    assert_eq!(untold, [0_u64; 0], "neither held nor told as lost; backlog {}", home.agent.backlog());
}

#[test]
fn a_full_disk_sheds_waveforms_first_and_says_what_is_lost() {
    let mut home = Home::new(&card(u64::MAX), 900_000, TODAY, 1, 5_000);
    for _ in 0..400 {
        home.second(2_000);
    }
    home.act(Action::Connected);
    for _ in 0..120 {
        home.second(0);
    }
    let held = |class| home.records().filter(|record| record.class() == class).count();
    assert_eq!(held(Class::Numerics), 520, "no numeric was shed");
    let mut lost = 0;
    for record in home.records() {
        if let Record::Loss(loss) = record {
            assert_eq!((loss.stream.class, loss.reason), (Class::Waveforms, LossReason::DiskFull));
            lost += loss.range.count();
        }
    }
    assert!(lost > 0);
    assert_eq!(held(Class::Waveforms) as u64 + lost, 400, "every waveform block is held or told as lost");
}

#[test]
fn a_disk_without_any_room_is_told_and_taking_goes_on_when_there_is_some() {
    let disk = card(700_000);
    let mut home = Home::new(&disk, 100_000_000, TODAY, 1, 5_000);
    home.hub_answers = false;
    home.act(Action::Connected);
    for _ in 0..400 {
        home.second(2_000);
    }
    assert!(home.problems().contains(&"disk_full".to_owned()), "{:?}", home.problems());
    home.hub_answers = true;
    for _ in 0..700 {
        home.second(0);
    }
    assert!(!home.problems().contains(&"disk_full".to_owned()), "{:?}", home.problems());
    let last = home.records().filter(|record| record.class() == Class::Numerics).map(Record::mono).max().unwrap();
    assert!(home.mono - last.0 < 3_000, "the newest reading is held");
}

#[test]
fn a_failed_fsync_stops_taking_at_once_and_the_next_opening_tells_the_gap() {
    let mut home = Home::new(&card(u64::MAX), 100_000_000, TODAY, 1, 5_000);
    home.act(Action::Connected);
    for _ in 0..5 {
        home.second(0);
    }
    home.disk.0.borrow_mut().set_fault(Fault::FailFrom(0));
    home.second(0);
    home.second(0);
    assert!(home.problems().contains(&"disk_fault".to_owned()), "{:?}", home.problems());
    let before = home.held.len();
    home.disk.0.borrow_mut().set_fault(Fault::None);
    for _ in 0..15 {
        home.second(0);
    }
    assert!(home.held.len() > before);
    assert!(!home.problems().contains(&"disk_fault".to_owned()));
    let has = |wanted: fn(&EventKind) -> bool| home.records().any(|record| matches!(record, Record::Event(event) if wanted(&event.kind)));
    assert!(has(|kind| matches!(kind, EventKind::DiskFault)));
    assert!(has(|kind| matches!(kind, EventKind::NotCollected { from, until } if until.since(*from) >= 8_000)));
}

/// Flips a bit of the record that was written last in a stream.
fn rot_last(disk: &Shared, stream: Stream) {
    let begin = format!("{:016x}-{}-", stream.generation.0, stream.class as u8);
    let mut disk = disk.0.borrow_mut();
    let name = disk.names().into_iter().filter(|name| name.starts_with(&begin)).max().unwrap();
    *disk.contents_mut(&name).unwrap().last_mut().unwrap() ^= 1;
}

#[test]
fn a_loss_whose_record_rots_before_it_is_sent_is_told_again() {
    let disk = card(u64::MAX);
    let mut home = Home::new(&disk, 100_000_000, TODAY, 1, 5_000);
    for _ in 0..5 {
        home.second(0);
    }
    let readings = home.agent.standing(Class::Numerics).unwrap();
    drop(home);
    disk.0.borrow_mut().kill_process();
    rot_last(&disk, readings.stream);
    let mut home = Home::new(&disk, 100_000_000, TODAY, 2, 5_000);
    // The start has recorded that the last reading is lost; nothing was taken after it.
    home.act(Action::Tick);
    rot_last(&disk, home.agent.standing(Class::Events).unwrap().stream);
    home.act(Action::Connected);
    for _ in 0..60 {
        home.second(0);
    }
    let tells = |record: &&Record| matches!(record, Record::Loss(loss) if loss.stream == readings.stream && loss.range.first() == readings.next - 1);
    assert_eq!(home.records().filter(tells).count(), 1, "the lost reading is neither held nor told");
}

#[test]
fn each_start_tells_since_when_nothing_was_collected() {
    let disk = card(u64::MAX);
    let mut first = Home::new(&disk, 100_000_000, TODAY, 1, 5_000);
    for _ in 0..60 {
        first.second(0);
    }
    // Killed, so nothing is closed. The next start is half an hour later, after a reboot.
    let collected = TODAY + first.mono as i64;
    let held = first.held;
    let mut second = Home::new(&disk, 100_000_000, collected + 1_800_000 - 2_000, 2, 2_000);
    second.held = held;
    second.hub_offset = second.offset;
    second.act(Action::Connected);
    for _ in 0..5 {
        second.second(0);
    }
    let gaps: Vec<(i64, i64)> = second
        .records()
        .filter_map(|record| match record {
            Record::Event(event) => match event.kind {
                EventKind::NotCollected { from, until } => Some((from.0 - collected, until.0 - collected)),
                _ => None,
            },
            _ => None,
        })
        .collect();
    let [(from, until)] = gaps[..] else { panic!("{gaps:?}") };
    assert!((-11_000..=0).contains(&from) && (1_799_000..=1_801_000).contains(&until), "{from} {until}");
    let old = second.held.keys().filter(|key| key.0.generation.0 < 2_000 && key.0.class == Class::Numerics).count();
    assert!(old >= 59, "{old} readings of the first run");
}

#[test]
fn an_event_is_durable_at_once_and_a_reading_within_a_second() {
    let disk = card(u64::MAX);
    let mut home = Home::new(&disk, 100_000_000, TODAY, 1, 5_000);
    home.second(0);
    let image_after = |home: &Home| {
        let mut image = home.disk.0.borrow().clone();
        image.cut_power();
        let mut after = Home::new(&Shared(Rc::new(RefCell::new(image))), 100_000_000, TODAY, 2, 1_000);
        after.act(Action::Connected);
        after.second(0);
        after.held
    };
    let old = |held: &BTreeMap<(Stream, u64), Record>, class| {
        held.keys().filter(|key| key.0 == Stream { generation: Generation(1_001), class }).count()
    };
    // The port disappears, which is an event, and the power fails within the same second.
    home.mono += 1_000;
    home.act(Action::Tick);
    let before = old(&image_after(&home), Class::Events);
    home.act(Action::Link(LinkNews {
        link: LinkId(0),
        at: MonoMs(home.mono),
        news: News::Failed(hearth_gateway::links::Fault::Unplugged),
    }));
    let held = image_after(&home);
    assert!(old(&held, Class::Events) > before);
    let down = |record: &Record| matches!(record, Record::Event(event) if event.kind == EventKind::LinkDown);
    assert!(held.values().any(down));
    home.second(0);
    home.second(0);
    assert!(old(&image_after(&home), Class::Numerics) >= 2);
}

/// One reading of a saturation, in per cent.
fn saturation(percent: i32) -> Vec<Decoded> {
    let readings = vec![Reading::new(Vital::Spo2, Some(percent * 10), Flags::NONE)];
    vec![Decoded::Numerics { device_time: None, readings }]
}

#[test]
fn links_come_and_go_and_what_was_taken_from_them_stays() {
    let mut home = Home::new(&card(u64::MAX), 100_000_000, TODAY, 1, 5_000);
    home.act(Action::Connected);
    home.second(0);
    let second = |home: &mut Home, link: u32, news: News| {
        home.act(Action::Link(LinkNews { link: LinkId(link), at: MonoMs(home.mono), news }));
        home.second(0);
    };
    let device = Device { id: DeviceId::new("oxim-0002").unwrap(), ..config(0).devices[0].clone() };
    home.act(Action::Attach { link: LinkId(7), device: device.clone() });
    second(&mut home, 7, News::Decoded(saturation(91)));
    let links = |home: &Home| -> Vec<(String, bool, String)> {
        let links = &home.state.as_ref().unwrap().links;
        links.iter().map(|link| (link.device.to_string(), link.up, link.reason.clone())).collect()
    };
    assert_eq!(links(&home), [("oxim-0001".into(), true, String::new()), ("oxim-0002".into(), true, String::new())]);
    // What its decoder still held comes right before its end; a waveform waits in the agent for its rest.
    let wave = Decoded::Waveform { kind: WaveformKind::Pleth, period_us: 13_333, samples: vec![5; 25] };
    home.act(Action::Link(LinkNews { link: LinkId(7), at: MonoMs(home.mono), news: News::Decoded([saturation(92), vec![wave]].concat()) }));
    second(&mut home, 7, News::Removed);
    assert_eq!(links(&home)[1], ("oxim-0002".into(), false, "taken out of this gateway's configuration".into()));
    for _ in 0..30 {
        home.second(0);
    }
    assert_eq!(home.problems(), Vec::<String>::new(), "nobody is asked to look for a device that was taken out");
    let of = |record: &&Record| match record {
        Record::Frame(frame) => frame.device == device.id,
        Record::Waveform(block) => block.device == device.id,
        Record::Event(event) => event.device.as_ref() == Some(&device.id),
        _ => false,
    };
    let before = home.records().filter(of).count();
    let kept: Vec<i32> = home
        .records()
        .filter(of)
        .filter_map(|record| match record {
            Record::Frame(frame) => frame.get(Vital::Spo2)?.raw,
            _ => None,
        })
        .collect();
    assert_eq!(kept, [910, 920]);
    let events: Vec<EventKind> = home
        .records()
        .filter(of)
        .filter_map(|record| match record {
            Record::Event(event) => Some(event.kind),
            _ => None,
        })
        .collect();
    assert_eq!(events, [EventKind::LinkUp, EventKind::LinkDown]);
    assert!(
        home.records().any(|record| matches!(record, Record::Waveform(block) if block.device == device.id && block.samples.len() == 25))
    );
    second(&mut home, 7, News::Decoded(saturation(93)));
    assert_eq!(home.records().filter(of).count(), before, "a link that is gone says nothing");
    home.act(Action::Attach { link: LinkId(8), device: device.clone() });
    second(&mut home, 8, News::Decoded(saturation(94)));
    assert_eq!(links(&home)[1..], [("oxim-0002".into(), true, String::new())]);
    // A status comes each ten seconds.
    for _ in 0..12 {
        home.second(0);
    }
    let status = home.records().filter_map(|record| if let Record::Status(status) = record { Some(status.links_total) } else { None });
    assert_eq!(status.max(), Some(2));
}

#[test]
fn what_is_told_of_devices_that_were_taken_out_is_bounded() {
    let mut home = Home::new(&card(u64::MAX), 100_000_000, TODAY, 1, 5_000);
    home.act(Action::Connected);
    for link in 1..200_u32 {
        let device = Device { id: DeviceId::new(&format!("oxim-{link:04}")).unwrap(), ..config(0).devices[0].clone() };
        home.act(Action::Attach { link: LinkId(link), device });
        home.act(Action::Link(LinkNews { link: LinkId(link), at: MonoMs(home.mono), news: News::Removed }));
    }
    home.second(0);
    let links = home.state.unwrap().links;
    assert_eq!((links.len(), links.last().unwrap().device.as_str()), (65, "oxim-0199"));
}
