//! The engine over a real store, with hands in place of the broker: batches go in, receipts and
//! the feed come out.

use bytes::Bytes;
use hearth_alerts::{Limits, Now};
use hearth_hub::clock;
use hearth_hub::embedded::{Health, State};
use hearth_hub::engine::found::Found;
use hearth_hub::engine::{self, Parts, Running};
use hearth_hub::feed::topic::{Scope, Subject, Topic as FeedTopic};
use hearth_hub::feed::{Feed, Viewer};
use hearth_hub::ingest::delivery::{Opened, open, open_knowing};
use hearth_hub::ingest::intake::{Arrived, Connected, Lanes, StatusReport};
use hearth_hub::receipts::outgoing::Answer;
use hearth_hub::{engine::handle::EngineHandle, limits};
use hearth_store::Store;
use hearth_store::admissions::Admission;
use hearth_store::registry::PatientRow;
use hearth_store::staff::StaffRow;
use hearth_store::testing::Cluster;
use hearth_vitals::batch::v1::{Batch, Header, encode};
use hearth_vitals::topic::{Channel, Shard, Topic};
use hearth_vitals::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, watch as signal};
use tokio::time::timeout;
use uuid::Uuid;

/// Nothing here takes longer, on the slowest machine.
const LONG: Duration = Duration::from_secs(60);
pub const RETENTION_MS: i64 = 400 * 86_400_000;

/// One home: an episode, its gateway and its oximeter.
pub struct Home {
    pub gateway: GatewayId,
    pub device: DeviceId,
    pub episode: Uuid,
}

/// A running engine and everything around it.
pub struct Rig {
    clock: clock::Clock,
    live: mpsc::Sender<Arrived>,
    backfill: mpsc::Sender<Arrived>,
    pub states: mpsc::Sender<StatusReport>,
    pub link: signal::Sender<Connected>,
    _database: signal::Sender<State>,
    _broker: signal::Sender<State>,
    answers: mpsc::Receiver<Answer>,
    running: Running,
    stop: signal::Sender<bool>,
    pub feed: Feed,
    pub found: Found,
    pub screen: Screen,
}

/// What a nurse's browser would hold.
pub struct Screen {
    viewer: Viewer,
    pub tiles: BTreeMap<String, Value>,
    pub alerts: BTreeMap<String, Value>,
    /// Every value it was ever told.
    pub told: Vec<Value>,
}

pub async fn store() -> (Arc<Cluster>, Store) {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(8).await.unwrap();
    (cluster, store)
}

/// On a cluster that the test may kill.
pub async fn store_to_kill() -> (Cluster, Store) {
    let cluster = Cluster::of_its_own().unwrap();
    let store = cluster.store(8).await.unwrap();
    (cluster, store)
}

pub async fn nurse(store: &Store, name: &str) -> Uuid {
    let id = Uuid::now_v7();
    let staff = StaffRow {
        id,
        name: name.into(),
        display_name: format!("Nurse {name}"),
        role: "nurse".into(),
        password_hash: "none".into(),
        must_change_password: false,
    };
    store.add_staff(&staff).await.unwrap();
    id
}

/// Admits a patient at a home whose oximeter is bound from `from` on.
pub async fn home(store: &Store, number: u32, by: Uuid, from: WallMs) -> Home {
    home_with(store, number, by, from, "gatt-2a5e").await
}

/// The same with an oximeter of another driver.
pub async fn home_with(store: &Store, number: u32, by: Uuid, from: WallMs, driver: &str) -> Home {
    let gateway = GatewayId::new(&format!("home-{number:04}")).unwrap();
    let device = DeviceId::new(&format!("oxi-{number:04}")).unwrap();
    store.register_gateways(std::slice::from_ref(&gateway)).await.unwrap();
    store.add_kit(&format!("kit-{number:04}"), "Kit", Some(&gateway)).await.unwrap();
    store.add_device(&device, &format!("kit-{number:04}"), "Nonin", driver, "1").await.unwrap();
    let episode = admit(store, number, by).await;
    store.bind_device(Uuid::now_v7(), &device, episode, from, by).await.unwrap();
    Home { gateway, device, episode }
}

pub async fn admit(store: &Store, number: u32, by: Uuid) -> Uuid {
    let patient = PatientRow {
        id: Uuid::now_v7(),
        family_name: format!("Family{number}"),
        given_name: "Given".into(),
        birth_date: "1970-01-01".into(),
        medical_record_number: format!("MRN-{number}"),
        sex: "female".into(),
        language: "es".into(),
    };
    store.add_patient(&patient).await.unwrap();
    let id = Uuid::now_v7();
    let admission = Admission {
        id,
        patient: patient.id,
        label: "Home",
        address: "",
        phone: "",
        time_zone: "UTC",
        phase: "acute",
        limits: limits::to_store(&Limits::thresholds_adult()),
        template_limits: limits::to_store(&Limits::default_adult()),
        without_news2: None,
        by,
        since: None,
    };
    store.admit(&admission, &[], clock::wall_ms()).await.unwrap();
    id
}

impl Rig {
    /// Starts the engine on a store; again on the same store, it is a restart.
    pub async fn start(store: &Store) -> Rig {
        Self::start_by(store, clock::Clock::SYSTEM).await
    }

    /// By a clock of the test's own.
    pub async fn start_by(store: &Store, clock: clock::Clock) -> Rig {
        let (feed, _) = Feed::start();
        let (live, live_out) = mpsc::channel(64);
        let (backfill, backfill_out) = mpsc::channel(64);
        let (states, states_out) = mpsc::channel(64);
        let (link, connected) = signal::channel(Connected { up: true, reason: String::new() });
        let (answers_in, answers) = mpsc::channel(1_024);
        let (database, database_out) = signal::channel(State::Up);
        let (broker, broker_out) = signal::channel(State::Up);
        let (stop, stops) = signal::channel(false);
        let found = Found::default();
        let parts = Parts {
            store: store.clone(),
            clock,
            feed: feed.clone(),
            answers: answers_in,
            lanes: Lanes { live: live_out, backfill: backfill_out, states: states_out, connected },
            health: Health { database: database_out, broker: broker_out },
            retention_ms: RETENTION_MS,
            found: found.clone(),
            stop: stops,
        };
        let running = engine::start(parts).await.unwrap();
        let screen = Screen::join(&feed).await;
        Rig { clock, live, backfill, states, link, _database: database, _broker: broker, answers, running, stop, feed, found, screen }
    }

    /// A broker that takes everything and hands it to the live lane, where there is room.
    pub fn broker(&self) -> impl FnMut(hearth_mqtt::Message) -> bool + Send + use<> {
        let (live, clock) = (self.live.clone(), self.clock);
        move |message| {
            let opened = open(&message.topic, &message.payload);
            let now = clock.now();
            live.try_send(Arrived { wall: now.wall, mono: now.mono, bytes: message.payload, opened }).is_ok()
        }
    }

    pub fn engine(&self) -> &EngineHandle {
        &self.running.engine
    }

    /// Ends it in order.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        self.running.task.await.unwrap();
        self.running.faults.await.unwrap();
        self.running.runs.await.unwrap();
    }

    /// Ends it as kill -9 does: nothing more is written.
    pub fn kill(self) {
        self.running.task.abort();
        self.running.faults.abort();
        self.running.runs.abort();
    }

    /// A batch of the test's own, on one of the lanes.
    pub async fn send(&self, live: bool, batch: &Batch) {
        let lane = if live { &self.live } else { &self.backfill };
        lane.send(arrived_at(self.clock.now(), batch)).await.unwrap();
    }

    pub async fn live(&self, home: &Home, first: u64, frames: &[(WallMs, Option<i32>)]) {
        self.live.send(arrived(home, first, frames)).await.unwrap();
    }

    pub async fn backfill(&self, home: &Home, first: u64, frames: &[(WallMs, Option<i32>)]) {
        self.backfill.send(arrived(home, first, frames)).await.unwrap();
    }

    /// The same frames on a lane again and again, as a busy hub sees it: the lane is never empty.
    pub fn flood(&self, home: &Home, live: bool) -> tokio::task::JoinHandle<()> {
        let lane = if live { self.live.clone() } else { self.backfill.clone() };
        let home = Home { gateway: home.gateway.clone(), device: home.device.clone(), episode: home.episode };
        tokio::spawn(async move { while lane.send(arrived(&home, 0, &[(clock::wall_ms(), Some(970))])).await.is_ok() {} })
    }

    /// A gateway tells how it is.
    pub async fn says(&self, state: state::GatewayState) {
        self.states.send(StatusReport { state, mono: clock::mono_ms(), is_retained: false }).await.unwrap();
    }

    pub async fn raw(&self, gateway: &GatewayId, bytes: Vec<u8>) {
        self.raw_to(gateway, bytes, &Known::ALL).await;
    }

    /// What a hub that knows this much makes of it.
    pub async fn raw_to(&self, gateway: &GatewayId, bytes: Vec<u8>, known: &Known) {
        let topic = Topic { shard: Shard::of(gateway), gateway: gateway.clone(), channel: Channel::Live }.to_string();
        let bytes = Bytes::from(bytes);
        let opened = open_knowing(&topic, &bytes, known);
        self.live.send(Arrived { wall: clock::wall_ms(), mono: clock::mono_ms(), bytes, opened }).await.unwrap();
    }

    /// The next answer to a gateway.
    pub async fn answer(&mut self) -> Answer {
        timeout(LONG, self.answers.recv()).await.expect("an answer in time").expect("the engine runs")
    }

    /// The next answer to this gateway.
    pub async fn answer_to(&mut self, wanted: &GatewayId) -> Answer {
        loop {
            match self.answer().await {
                Answer::Held(gateway, receipt) if gateway == *wanted => return Answer::Held(gateway, receipt),
                Answer::Refused(gateway, refusal) if gateway == *wanted => return Answer::Refused(gateway, refusal),
                _ => {}
            }
        }
    }

    /// Waits until a gateway is told that the store holds its numbers up to `end`.
    pub async fn receipted(&mut self, home: &Home, end: u64) {
        loop {
            if let Answer::Held(gateway, receipt) = self.answer().await
                && gateway == home.gateway
                && receipt.held.iter().any(|range| range.end() >= end)
            {
                return;
            }
        }
    }
}

impl Screen {
    async fn join(feed: &Feed) -> Screen {
        let viewer = feed.join(Scope::Patients).await.unwrap();
        let wall = [FeedTopic::Stays, FeedTopic::Wall, FeedTopic::Alerts];
        for topic in wall {
            viewer.subscribe(Subject::Whole(topic), Scope::Patients).await;
        }
        let mut screen = Screen { viewer, tiles: BTreeMap::new(), alerts: BTreeMap::new(), told: Vec::new() };
        let mut snapshots = 0;
        while snapshots < wall.len() {
            let message: Value = serde_json::from_str(&screen.viewer.next().await.unwrap()).unwrap();
            snapshots += usize::from(message["type"] == "snapshot");
            screen.take(&message);
        }
        screen
    }

    fn take(&mut self, message: &Value) {
        for item in message["items"].as_array().into_iter().flatten() {
            let key = text(&item["key"]);
            if message["topic"] == "stays" && item["gone"] == true {
                self.tiles.remove(&key);
            }
            if let Some(stay) = item.get("stay") {
                let newest = self.tiles.get(&key).and_then(|tile| tile.get("newest")).cloned();
                let tile = self.tiles.entry(key.clone()).or_default();
                *tile = stay.clone();
                tile["newest"] = newest.unwrap_or_default();
            }
            if let (Some(newest), Some(tile)) = (item.get("newest"), self.tiles.get_mut(&key)) {
                tile["values"] = newest.clone();
            }
            if let Some(alert) = item.get("alert") {
                self.alerts.insert(key.clone(), alert.clone());
            }
            if let Some(frame) = item.get("frame") {
                self.told.push(frame.clone());
                if let Some(tile) = self.tiles.get_mut(&key) {
                    tile["newest"] = frame.clone();
                }
            }
        }
    }

    /// Waits until what is on the screen is as wanted; shows the screen when it never is.
    pub async fn until<T>(&mut self, what: &str, wanted: impl Fn(&Screen) -> Option<T>) -> T {
        let deadline = tokio::time::Instant::now() + LONG;
        loop {
            if let Some(found) = wanted(self) {
                return found;
            }
            let message = tokio::time::timeout_at(deadline, self.viewer.next()).await;
            let message = message.unwrap_or_else(|_| panic!("waited in vain until {what}: {:#?} {:#?}", self.alerts, self.tiles)).unwrap();
            self.take(&serde_json::from_str(&message).unwrap());
        }
    }

    /// Waits for an alert of a rule that is as wanted.
    pub async fn alert(&mut self, rule: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let found = |screen: &Screen| screen.alerts.values().find(|alert| alert["rule"] == rule && wanted(alert)).cloned();
        self.until(&format!("{rule} is as wanted"), found).await
    }

    /// The newest value on a tile.
    pub async fn value(&mut self, home: &Home, vital: &str, wanted: f64) {
        let id = home.episode.to_string();
        // Told as a frame, or, when the stay itself has changed in the same round, among all that is newest of it.
        let shown = |screen: &Screen| {
            let tile = screen.tiles.get(&id)?;
            let all = tile["values"].as_array().into_iter().flatten();
            let in_all = all.filter(|value| value["vital"] == vital).any(|value| value["value"].as_f64() == Some(wanted));
            (in_all || tile["newest"]["values"][vital].as_f64() == Some(wanted)).then_some(())
        };
        self.until(&format!("{vital} is {wanted}"), shown).await;
    }
}

/// What a gateway says about itself when all is well.
pub fn state(home: &Home) -> state::GatewayState {
    state::GatewayState {
        v: 1,
        gateway: home.gateway.clone(),
        online: true,
        version: "0".into(),
        boot: BootId(3),
        generation: Generation(9),
        at: clock::wall_ms(),
        clock: ClockQuality::Synchronised,
        backlog: 0,
        links: Vec::new(),
        problems: Vec::new(),
    }
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

pub fn id(value: &Value) -> Uuid {
    value["id"].as_str().unwrap().parse().unwrap()
}

pub fn version(value: &Value) -> u32 {
    u32::try_from(value["version"].as_u64().unwrap()).unwrap()
}

/// A batch as the intake hands it over: encoded and opened, with an anchor that ties its
/// monotonic clock to the wall.
fn arrived(home: &Home, first: u64, frames: &[(WallMs, Option<i32>)]) -> Arrived {
    arrived_at(clock::now(), &batch(home, first, frames))
}

fn arrived_at(now: Now, batch: &Batch) -> Arrived {
    let bytes = Bytes::from(encode(batch).unwrap());
    let gateway = batch.header.gateway.clone();
    let topic = Topic { shard: Shard::of(&gateway), gateway, channel: Channel::Live }.to_string();
    let opened = open(&topic, &bytes);
    assert!(matches!(opened, Opened::Batch(_)), "{opened:?}");
    Arrived { wall: now.wall, mono: now.mono, bytes, opened }
}

/// Instant of mono 0 in every batch here.
const BOOTED: WallMs = WallMs(1_700_000_000_000);

pub fn batch(home: &Home, first: u64, frames: &[(WallMs, Option<i32>)]) -> Batch {
    let records = frames.iter().map(|(at, spo2)| Record::Frame(frame(&home.device, *at, *spo2))).collect::<Vec<_>>();
    let stream = Stream { generation: Generation(9), class: Class::Numerics };
    let newest = frames.last().unwrap().0;
    let anchor = Anchor { boot: BootId(3), mono: mono(newest), wall: newest, quality: ClockQuality::Synchronised, uncertainty_ms: 5 };
    let header = Header { gateway: home.gateway.clone(), stream, first, count: records.len() as u32, sent: newest };
    Batch { header, boot: BootId(3), anchor: Some(anchor), records }
}

pub fn mono(at: WallMs) -> MonoMs {
    MonoMs(at.since(BOOTED).unsigned_abs())
}

fn frame(device: &DeviceId, at: WallMs, spo2: Option<i32>) -> Frame {
    let spo2 = spo2.map_or(Reading::missing(Vital::Spo2, Flags::SENSOR_OFF), |raw| Reading::checked(Vital::Spo2, raw, Flags::NONE));
    let pulse = Reading::checked(Vital::PulseRate, 700, Flags::NONE);
    Frame::new(device.clone(), mono(at), None, vec![spo2, pulse]).unwrap()
}
