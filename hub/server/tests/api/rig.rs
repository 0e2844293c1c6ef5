//! A hub's API on a fresh store, with a person of every role signed in.

use super::http::{Answer, send};
use hearth_alerts::{
    Actor, Alert, AlertId, By, Change, Condition, Course, Doing, Episode, Limits, Past, Priority, Response, Rule, StaffId, Subject,
    Transition,
};
use hearth_hub::api::{ApiState, router};
use hearth_hub::audit::looks::Looks;
use hearth_hub::auth::Auth;
use hearth_hub::auth::directory::Directory;
use hearth_hub::auth::role::Role;
use hearth_hub::auth::token::{COOKIE, SessionToken};
use hearth_hub::backup::revocations::Notes;
use hearth_hub::clock;
use hearth_hub::config::Config;
use hearth_hub::dispatch::DispatchHandle;
use hearth_hub::embedded::broker_files::BrokerFiles;
use hearth_hub::embedded::{Health, State};
use hearth_hub::engine::IntakeSignal;
use hearth_hub::engine::handle::{EngineHandle, Order, Refused};
use hearth_hub::feed::message::GatewayBrief;
use hearth_hub::feed::{Feed, sentry};
use hearth_hub::gatekeeper::Gatekeeper;
use hearth_hub::ingest::intake::Connected;
use hearth_hub::readiness::Signs;
use hearth_hub::telemetry::Metrics;
use hearth_hub::ward;
use hearth_hub::workbench::Workbench;
use hearth_store::alerts::AlertRow;
use hearth_store::ingest::{IngestBatch, Item, Placed};
use hearth_store::staff::StaffRow;
use hearth_store::testing::Cluster;
use hearth_store::transitions::EpisodeTransitions;
use hearth_store::{Store, StoreError};
use hearth_vitals::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use tokio::sync::{mpsc, watch};
use uuid::Uuid;

/// The family name of every patient here: it stands in no log line and no problem.
pub const FAMILY: &str = "Zzyzxquux";
pub const MRN: &str = "MRN-7001";
pub const BORN: &str = "1961-04-17";

pub struct Rig {
    pub hub: SocketAddr,
    /// The way to the loop of dispatch, which runs where a test starts it.
    pub dispatch: DispatchHandle,
    pub store: Store,
    pub feed: Feed,
    /// The way to the engine's loop, which is played.
    pub engine: EngineHandle,
    pub workbench: Workbench,
    /// What the parts of a hub would say.
    pub signs: Signals,
    /// How often the engine's loop was told that the bindings changed.
    pub binding_changes: Arc<AtomicUsize>,
    pub staff: BTreeMap<&'static str, Uuid>,
    cookies: BTreeMap<&'static str, String>,
    next_seq: AtomicUsize,
    _stop: watch::Sender<bool>,
    /// The names whose password the hub's own broker knows.
    broker: BrokerFiles,
    _folder: tempfile::TempDir,
    _cluster: Arc<Cluster>,
}

/// The loops of a hub that has just started.
pub struct Signals {
    pub intake: watch::Sender<IntakeSignal>,
    pub connected: watch::Sender<Connected>,
    pub faults: watch::Sender<Option<MonoMs>>,
}

impl Signals {
    fn not_yet() -> (Signals, Signs) {
        let (intake, intake_is) = watch::channel(IntakeSignal::default());
        let (connected, connected_is) = watch::channel(Connected::default());
        let (faults, faults_is) = watch::channel(None);
        let health = Health { database: watch::channel(State::Up).1, broker: watch::channel(State::Up).1 };
        let signs = Signs {
            health,
            connected: connected_is,
            intake: intake_is,
            faults: faults_is,
            dispatch: watch::channel(Some(clock::mono_ms())).1,
            lease: watch::channel(true).1,
        };
        (Signals { intake, connected, faults }, signs)
    }

    /// Now they turn, and readings can arrive.
    pub fn turn(&self) {
        let now = clock::mono_ms();
        self.intake.send_modify(|signal| signal.alive = Some(now));
        self.connected.send_replace(Connected { up: true, reason: String::new() });
        self.faults.send_replace(Some(now));
    }
}

fn metrics() -> Metrics {
    static METRICS: OnceLock<Metrics> = OnceLock::new();
    METRICS.get_or_init(|| Metrics::start().unwrap()).clone()
}

impl Rig {
    pub async fn start() -> Rig {
        logs();
        let cluster = Cluster::shared().unwrap();
        let store = cluster.store(4).await.unwrap();
        let (engine, orders) = EngineHandle::new();
        let binding_changes = Arc::new(AtomicUsize::new(0));
        tokio::spawn(play_the_watch_loop(store.clone(), orders, binding_changes.clone()));
        let (feed, _) = Feed::start();
        let auth = Auth::new(Directory::new(store.clone()), false).unwrap();
        let (stop, stops) = watch::channel(false);
        let found = hearth_hub::engine::found::Found::default();
        let parts = ward::Parts {
            store: store.clone(),
            clock: clock::Clock::SYSTEM,
            feed: feed.clone(),
            found,
            away_ms: ward::AWAY_MS,
            stop: stops,
        };
        let (watches, _) = ward::start(parts).await;
        let dispatch = DispatchHandle::default();
        let folder = tempfile::tempdir().unwrap();
        tokio::spawn(sentry::keep(auth.clone(), feed.viewers().clone(), stop.subscribe()));
        let (workbench, (said, signs)) = (Workbench::default(), Signals::not_yet());
        let config = Config { data_dir: folder.path().to_owned(), ..Config::default() };
        let state = ApiState {
            gatekeeper: Gatekeeper::of(&config, store.clone()).unwrap(),
            guesses: Arc::default(),
            store: store.clone(),
            auth,
            engine: engine.clone(),
            watches,
            dispatch: dispatch.clone(),
            feed: feed.clone(),
            ladders: hearth_escalation::Ladders::standard(),
            revocations: Notes::of(folder.path()),
            workbench: workbench.clone(),
            looks: Looks::new(store.clone()),
            dial_link: "sip:{number}@pbx.example".into(),
        };
        let service = router(state, metrics(), signs).into_make_service_with_connect_info::<SocketAddr>();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let hub = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, service).await });
        let mut rig = Rig {
            hub,
            dispatch,
            store,
            feed,
            engine,
            workbench,
            signs: said,
            binding_changes,
            staff: BTreeMap::new(),
            cookies: BTreeMap::new(),
            next_seq: AtomicUsize::new(1),
            _stop: stop,
            broker: BrokerFiles::of(&config).unwrap(),
            _folder: folder,
            _cluster: cluster,
        };
        for role in Role::of_staff() {
            rig.sign_in(role.key(), role, false).await;
        }
        rig.sign_in("newcomer", Role::Nurse, true).await;
        rig
    }

    /// A person with an open session; hashing a password in each test would only be slow.
    async fn sign_in(&mut self, name: &'static str, role: Role, must_change_password: bool) {
        let id = self.add(name, role, must_change_password).await.unwrap();
        self.staff.insert(name, id);
        let cookie = self.session_of(id).await;
        self.cookies.insert(name, cookie);
    }

    async fn add(&self, name: &str, role: Role, must_change_password: bool) -> Result<Uuid, StoreError> {
        let id = Uuid::now_v7();
        let display_name = format!("The {name}");
        let row =
            StaffRow { id, name: name.into(), display_name, role: role.key().into(), password_hash: "none".into(), must_change_password };
        assert!(self.store.add_staff(&row).await?);
        Ok(id)
    }

    pub async fn try_to_add(&self, name: &str, role: Role) -> Result<Uuid, StoreError> {
        self.add(name, role, false).await
    }

    /// One more session of a person: its cookie.
    pub async fn session_of(&self, id: Uuid) -> String {
        let token = SessionToken::random();
        let now = clock::wall_ms();
        assert!(self.store.open_session(id, &token.hash().0, now, now.plus(3_600_000)).await.unwrap());
        format!("{COOKIE}={}", token.reveal())
    }

    /// The person of this role signs in once more.
    pub async fn again(&self, role: Role) -> String {
        self.session_of(self.staff[role.key()]).await
    }

    pub fn cookie(&self, who: &str) -> String {
        self.cookies.get(who).cloned().unwrap_or_default()
    }

    /// `who` sends `line` ("GET /watch") with a JSON body.
    pub async fn call(&self, who: &str, line: &str, body: &Value) -> Answer {
        self.call_with(&self.cookie(who), line, body).await
    }

    /// The same with a cookie.
    pub async fn call_with(&self, cookie: &str, line: &str, body: &Value) -> Answer {
        let (method, path) = line.split_once(' ').unwrap();
        let cookie = format!("cookie: {cookie}");
        send(self.hub, &format!("{method} /api/v1{path}"), &[&cookie, "content-type: application/json"], &body.to_string()).await
    }

    /// The body of an answer that must be right.
    pub async fn right(&self, who: &str, line: &str, body: &Value) -> Value {
        let answer = self.call(who, line, body).await;
        assert!((200..300).contains(&answer.status), "{line}: {} {}", answer.status, answer.text);
        answer.body
    }

    /// True if the hub's own broker would let a gateway of this name in.
    pub fn may_sign_in(&self, gateway: &str) -> bool {
        self.broker.knows(gateway).unwrap()
    }

    pub async fn get(&self, who: &str, path: &str) -> Value {
        self.right(who, &format!("GET {path}"), &Value::Null).await
    }

    pub async fn patient(&self, record_number: &str) -> Value {
        let facts = json!({"family_name": FAMILY, "given_name": "Rosa", "birth_date": BORN, "medical_record_number": record_number, "sex": "female", "language": "es"});
        self.right("nurse", "POST /patients", &facts).await
    }

    pub async fn admit(&self, record_number: &str) -> Value {
        let patient = self.patient(record_number).await;
        self.right("nurse", "POST /episodes", &admission(&patient, record_number, BORN)).await
    }

    /// A gateway, a kit and an oximeter.
    pub async fn equip(&self, device: &str) {
        self.store.register_gateways(&[GatewayId::new("home-0001").unwrap()]).await.unwrap();
        if self.get("technician", "/kits").await["kits"].as_array().unwrap().is_empty() {
            self.right("technician", "POST /kits", &json!({"id": "kit-0001", "label": "Kit 1", "gateway_id": "home-0001"})).await;
        }
        let facts = json!({"id": device, "kit_id": "kit-0001", "model": "Xpod", "protocol": "nonin-df7", "serial_number": "S1"});
        self.right("technician", "POST /devices", &facts).await;
    }

    pub async fn bind(&self, device: &str, episode: &Value, from: Option<i64>) -> Answer {
        let number = episode["patient"]["medical_record_number"].as_str().unwrap();
        self.call("nurse", &format!("POST /devices/{device}/bindings"), &bind_wish(episode, from, number, BORN)).await
    }

    /// Stores records of a home, numbered on.
    pub async fn ingest(&self, received: i64, items: Vec<Item>) {
        let first = self.next_seq.fetch_add(items.len(), Ordering::Relaxed) as u64;
        let stream = Stream { generation: Generation(1), class: Class::Numerics };
        let batch = IngestBatch { gateway: GatewayId::new("home-0001").unwrap(), stream, first, received_at: WallMs(received), items };
        let version = self.store.bindings().await.unwrap().version;
        self.store.ingest(&[batch], version, &mut |_| Vec::new(), WallMs(received)).await.unwrap();
    }

    /// An open alert of a rule, as the engine's loop would have committed it.
    pub async fn raise(&self, episode: Option<&Value>, rule: Rule, subject: Subject, priority: Priority, at: i64) -> Uuid {
        let id = Uuid::now_v7();
        let alert = Alert {
            id: AlertId(id.as_u128()),
            version: 1,
            rule,
            subject,
            priority,
            condition: Condition::Active,
            response: Response::None,
            vital: rule.vital(),
            value: rule.vital().map(|vital| 84 * vital.scale()),
            limit: rule.vital().map(|vital| 88 * vital.scale()),
            extreme: rule.vital().map(|vital| 82 * vital.scale()),
            since: WallMs(at),
            raised_at: WallMs(at),
            cleared_at: None,
            acknowledged: None,
            doing: Doing::default(),
            reviewed: None,
            while_offline: false,
            as_of: None,
            evidence: None,
            open: true,
        };
        self.step(episode, alert, Change::Raised).await;
        id
    }

    /// The condition of an open alert ends.
    pub async fn clear(&self, episode: &Value, id: Uuid) {
        let (row, _) = self.store.alert(id).await.unwrap().unwrap();
        let cleared_at = Some(clock::wall_ms());
        let alert = Alert { version: row.alert.version + 1, condition: Condition::Cleared, cleared_at, ..row.alert };
        self.step(Some(episode), alert, Change::Cleared).await;
    }

    async fn step(&self, episode: Option<&Value>, alert: Alert, change: Change) {
        let value = alert.value;
        let transition = Transition { alert, change, at: clock::wall_ms(), actor: Actor::Rule(By::Limit), value, reason: "because".into() };
        let episode = episode.map(|episode| (id(episode), episode["version"].as_i64().unwrap()));
        self.store.commit_transitions(&[EpisodeTransitions { episode, transitions: vec![transition] }]).await.unwrap();
    }
}

pub fn id(body: &Value) -> Uuid {
    body["id"].as_str().unwrap().parse().unwrap()
}

pub fn admission(patient: &Value, record_number: &str, born: &str) -> Value {
    json!({"patient_id": patient["id"], "label": format!("Home {record_number}"), "address": "1 Test Street", "time_zone": "America/New_York",
           "phase": "acute", "medical_record_number": record_number, "birth_date": born})
}

pub fn bind_wish(episode: &Value, from: Option<i64>, record_number: &str, born: &str) -> Value {
    json!({"episode_id": episode["id"], "from_at": from, "medical_record_number": record_number, "birth_date": born})
}

/// A frame of an oximeter; no value means that the sensor is off.
pub fn frame(device: &str, at: i64, spo2: Option<i32>, flags: Flags) -> Item {
    let reading = match spo2 {
        Some(raw) => Reading::new(Vital::Spo2, Some(raw), flags),
        None => Reading::missing(Vital::Spo2, Flags::SENSOR_OFF),
    };
    let frame = Frame::new(DeviceId::new(device).unwrap(), MonoMs(at.unsigned_abs()), None, vec![reading]).unwrap();
    Item::Frame(frame, placed(at))
}

pub fn placed(at: i64) -> Placed {
    Placed { at: WallMs(at), clock: 1, uncertainty_ms: 20 }
}

/// Answers orders as the engine's loop does: by the real engine, committed before it is said.
async fn play_the_watch_loop(store: Store, mut orders: mpsc::Receiver<Order>, binding_changes: Arc<AtomicUsize>) {
    while let Some(order) = orders.recv().await {
        match order {
            Order::Acknowledge { alert, version, by, intent, reply } => {
                let act = |engine: &mut Episode, id, now| engine.take(id, version, StaffId(by.as_u128()), intent, now);
                let _ = reply.send(carry_out(&store, alert, act).await);
            }
            Order::Review { alert, version, by, note, reply } => {
                let act = |engine: &mut Episode, id, now| engine.review(id, version, StaffId(by.as_u128()), &note, now);
                let _ = reply.send(carry_out(&store, alert, act).await);
            }
            Order::BindingsChanged(reply) => {
                binding_changes.fetch_add(1, Ordering::SeqCst);
                let _ = reply.send(Ok(()));
            }
            Order::ByHand { reply, .. } | Order::Owed { reply, .. } | Order::Conduct(_, _, reply) => drop(reply.send(Ok(()))),
            Order::Wishes(reply) => drop(reply.send(Ok(BTreeMap::new()))),
            Order::HandOver(accepted, reply) => {
                let done = store.commit_handover(&[], &accepted).await;
                let _ = reply.send(done.map_err(Refused::from).and_then(|done| done.map_err(Refused::from)));
            }
            Order::Gateways(reply) => drop(reply.send(Ok(vec![brief()]))),
        }
    }
}

fn brief() -> GatewayBrief {
    GatewayBrief { id: "home-0001".into(), online: true, last_heard_at: Some(7), problems: Vec::new(), episode_ids: Vec::new() }
}

async fn carry_out<F>(store: &Store, alert: Uuid, act: F) -> Result<AlertRow, Refused>
where
    F: FnOnce(&mut Episode, AlertId, hearth_alerts::Now) -> Result<Vec<Transition>, hearth_alerts::ActError>,
{
    let open = store.open_alerts().await?;
    let row = open.into_iter().find(|row| row.alert.id.0 == alert.as_u128()).ok_or(hearth_alerts::ActError::NotFound)?;
    let now = clock::now();
    let mut engine = Episode::restore((Limits::thresholds_adult(), Course::default()), Vec::new(), vec![row.alert], &Past::default(), now);
    let transitions = act(&mut engine, AlertId(alert.as_u128()), now)?;
    let after = transitions.last().unwrap().alert.clone();
    let version = store.episode(row.episode.unwrap()).await?.unwrap().version;
    store.commit_transitions(&[EpisodeTransitions { episode: row.episode.map(|id| (id, version)), transitions }]).await?;
    Ok(AlertRow { episode: row.episode, alert: after })
}

/// Everything this process logs, from the first rig on.
pub fn logs() -> String {
    static LINES: OnceLock<Arc<Mutex<Vec<u8>>>> = OnceLock::new();
    let lines = LINES.get_or_init(|| {
        let lines = Arc::new(Mutex::new(Vec::new()));
        let sink = Sink(lines.clone());
        tracing_subscriber::fmt().with_max_level(tracing::Level::DEBUG).with_writer(move || sink.clone()).with_ansi(false).init();
        lines
    });
    String::from_utf8_lossy(&lines.lock().unwrap()).into_owned()
}

#[derive(Clone)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
