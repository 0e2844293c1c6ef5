//! The whole hub as a process, and what becomes of it when its parts die.

use crate::embedded::broker::Client;
use crate::embedded::http::{Answer, ask};
use hearth_mqtt::{Credentials, Message, Options, Sender, SenderEvent};
use hearth_store::testing::Cluster;
use hearth_vitals::batch::v1::{Batch, Header, encode};
use hearth_vitals::topic::{Channel, Shard, Topic};
use hearth_vitals::{
    Anchor, BootId, Class, ClockQuality, DeviceId, Flags, Frame, GatewayId, Generation, MonoMs, Reading, Record, Stream, Vital, WallMs,
};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::json;
use std::fs::Permissions;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const LONG: Duration = Duration::from_secs(90);

/// A folder that the accounts of the parts may pass through.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    folder
}

fn free_port() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

struct Hub {
    child: Child,
    address: SocketAddr,
}

fn command(folder: &Path, address: SocketAddr, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hearth-hub"));
    command.args(arguments).env("HEARTH_HUB__DATA_DIR", folder.join("data")).env("HEARTH_HUB__SERVER__LISTEN", address.to_string());
    command
}

impl Hub {
    fn start(folder: &Path, database: Option<&str>) -> Hub {
        let address = free_port();
        let mut command = command(folder, address, &["run"]);
        if let Some(url) = database {
            command.env("HEARTH_HUB__DATABASE__URL", url);
        }
        let log = std::fs::File::create(folder.join("hub.log")).unwrap();
        Hub { child: command.stderr(log).stdout(Stdio::null()).spawn().unwrap(), address }
    }

    /// With its own parts, and `soft` open files until it asks for more, `hard` then.
    fn start_with_files(folder: &Path, (soft, hard): (u32, u32)) -> Hub {
        let address = free_port();
        let mut prlimit = Command::new("prlimit");
        prlimit.arg(format!("--nofile={soft}:{hard}")).arg(env!("CARGO_BIN_EXE_hearth-hub")).arg("run");
        prlimit.env("HEARTH_HUB__DATA_DIR", folder.join("data")).env("HEARTH_HUB__SERVER__LISTEN", address.to_string());
        prlimit.env("NOTIFY_SOCKET", folder.join("notify")).env("WATCHDOG_USEC", "3000000");
        let log = std::fs::File::create(folder.join("hub.log")).unwrap();
        Hub { child: prlimit.stderr(log).stdout(Stdio::null()).spawn().unwrap(), address }
    }

    async fn ready(&self) -> Option<Answer> {
        TcpStream::connect(self.address).ok()?;
        Some(ask(self.address, "GET /readyz", "", "").await)
    }

    async fn until_ready(&self) {
        until("the hub is ready", async || self.ready().await.is_some_and(|answer| answer.status == 200)).await;
    }

    /// An orderly stop: how it ended, and how long that took.
    fn stop(mut self) -> (Option<i32>, Duration) {
        let begun = Instant::now();
        kill(Pid::from_raw(self.child.id().cast_signed()), Signal::SIGTERM).unwrap();
        let status = self.child.wait().unwrap();
        (status.code(), begun.elapsed())
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        // A test that failed leaves no hub behind; one that stopped it finds it gone.
        let _ = kill(Pid::from_raw(self.child.id().cast_signed()), Signal::SIGTERM);
        let _ = self.child.wait();
    }
}

async fn until(what: &str, mut condition: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + LONG;
    while !condition().await {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn pid(folder: &Path, file: &str) -> Pid {
    let text = std::fs::read_to_string(folder.join("data").join(file)).unwrap();
    Pid::from_raw(text.lines().next().unwrap().trim().parse().unwrap())
}

/// A nurse's cookie, by the public ways only.
async fn nurse(folder: &Path, hub: &Hub) -> String {
    signed_in(folder, hub, "nurse").await
}

async fn signed_in(folder: &Path, hub: &Hub, role: &str) -> String {
    let output = command(folder, hub.address, &["staff", "add", "ana", "--display-name", "Ana", "--role", role]).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let first = said.lines().find_map(|line| line.strip_prefix("password:")).expect("a password").trim().to_owned();
    let own = "a password of her own";
    let sign_in = |password: &str| json!({ "name": "ana", "password": password }).to_string();
    let cookie = ask(hub.address, "POST /api/v1/session", "", &sign_in(&first)).await.cookie();
    let change = json!({ "current": first, "new": own }).to_string();
    assert_eq!(ask(hub.address, "POST /api/v1/session/password", &cookie, &change).await.status, 204);
    ask(hub.address, "POST /api/v1/session", "", &sign_in(own)).await.cookie()
}

async fn fault(hub: &Hub, cookie: &str, rule: &str) -> Option<serde_json::Value> {
    let answer = ask(hub.address, "GET /api/v1/alerts?state=open", cookie, "").await;
    answer.body["alerts"].as_array()?.iter().find(|alert| alert["rule"] == rule).cloned()
}

#[tokio::test]
async fn a_database_killed_under_a_running_hub_comes_back_and_the_fault_is_on_record() {
    let folder = folder();
    let told = service_manager(folder.path());
    let hub = Hub::start_with_files(folder.path(), (300, 3_000));
    hub.until_ready().await;
    until("systemd is told", async || told("READY=1") > 0 && told("WATCHDOG=1") > 0 && told("STATUS=ready") > 0).await;
    let cookie = nurse(folder.path(), &hub).await;
    let migrate = command(folder.path(), hub.address, &["migrate"]).output().unwrap();
    assert!(!migrate.status.success() && String::from_utf8_lossy(&migrate.stderr).contains("a hub is active"), "not under a running hub");
    // A log rotation or a reload is no reason to leave a wall without alarms.
    kill(Pid::from_raw(hub.child.id().cast_signed()), Signal::SIGHUP).unwrap();
    until("it says that it goes on", async || std::fs::read_to_string(folder.path().join("hub.log")).unwrap().contains("SIGHUP: going on"))
        .await;
    assert_eq!(ask(hub.address, "GET /api/v1/session", &cookie, "").await.status, 200);
    for process in [hub.child.id().to_string(), pid(folder.path(), "broker/mosquitto.pid").to_string()] {
        let limits = std::fs::read_to_string(format!("/proc/{process}/limits")).unwrap();
        let files = limits.lines().find(|line| line.starts_with("Max open files")).unwrap().split_whitespace();
        assert_eq!(files.skip(3).take(2).collect::<Vec<_>>(), ["3000", "3000"], "the soft limit is raised, for the broker too");
    }
    let database = pid(folder.path(), "database/cluster/postmaster.pid");
    kill(database, Signal::SIGKILL).unwrap();
    // Between the two there is no file.
    let file = folder.path().join("data/database/cluster/postmaster.pid");
    let is_another = |text: String| text.lines().next().is_some_and(|line| line.trim() != database.to_string() && !line.is_empty());
    until("another database runs", async || std::fs::read_to_string(&file).is_ok_and(is_another)).await;
    hub.until_ready().await;
    assert_eq!(ask(hub.address, "GET /api/v1/session", &cookie, "").await.status, 200, "she is still signed in");
    // It hangs, as on an overloaded machine: nobody restarts what still runs.
    let broker = pid(folder.path(), "broker/mosquitto.pid");
    kill(broker, Signal::SIGSTOP).unwrap();
    until("readiness tells of it", async || {
        hub.ready()
            .await
            .is_some_and(|answer| answer.status == 503 && answer.body["detail"].as_str().is_some_and(|said| said.contains("broker: ")))
    })
    .await;
    until("systemd's status line tells of it", async || told("STATUS=not ready: broker: ") > 0).await;
    let signs = told("WATCHDOG=1");
    until("signs of life go on: a part that hangs is no reason to end the hub", async || told("WATCHDOG=1") > signs + 2).await;
    until("the broker's fault is on record", async || fault(&hub, &cookie, "broker_down").await.is_some()).await;
    kill(broker, Signal::SIGCONT).unwrap();
    hub.until_ready().await;
    until("the fault has ended", async || fault(&hub, &cookie, "broker_down").await.is_some_and(|a| a["condition"] == "cleared")).await;
    let (code, took) = hub.stop();
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(30), "{took:?}");
    for (file, what) in [("database/cluster/postmaster.pid", "database"), ("broker/mosquitto.pid", "broker")] {
        let gone =
            std::fs::read_to_string(folder.path().join("data").join(file)).ok().and_then(|text| text.lines().next()?.trim().parse().ok());
        assert!(gone.is_none_or(|id: i32| kill(Pid::from_raw(id), None).is_err()), "the {what} has ended with its hub");
    }
}

/// The socket that systemd gives a service: how often it was told what begins so.
fn service_manager(folder: &Path) -> impl Fn(&str) -> usize {
    let socket = std::os::unix::net::UnixDatagram::bind(folder.join("notify")).unwrap();
    let heard = Arc::new(Mutex::new(Vec::<String>::new()));
    let weak = Arc::downgrade(&heard);
    socket.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    // The kernel keeps ten messages, then the sender waits.
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Some(heard) = weak.upgrade() {
            if let Ok(length) = socket.recv(&mut bytes) {
                let text = String::from_utf8_lossy(&bytes[..length]).into_owned();
                heard.lock().unwrap().extend(text.lines().map(str::to_owned));
            }
        }
    });
    move |what| heard.lock().unwrap().iter().filter(|line| line.starts_with(what)).count()
}

fn lives(pid: Pid) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // A zombie nobody waited for is dead.
    stat.rsplit(") ").next().is_some_and(|rest| !rest.is_empty() && !rest.starts_with('Z'))
}

/// 505 of 560 homes got in, and "connection reset" was all that anybody was told.
#[tokio::test]
async fn a_broker_without_a_free_file_is_reported_by_the_limit_to_raise() {
    let folder = folder();
    let hub = Hub::start_with_files(folder.path(), (120, 120));
    hub.until_ready().await;
    let port: u16 = std::fs::read_to_string(folder.path().join("data/broker/port")).unwrap().trim().parse().unwrap();
    let homes: Vec<TcpStream> = (0..140).map(|_| TcpStream::connect(("127.0.0.1", port)).unwrap()).collect();
    let named = |answer: Answer| {
        let said = answer.body["detail"].as_str().unwrap_or_default();
        answer.status == 503 && said.contains("too many open files") && said.contains("LimitNOFILE")
    };
    until("the limit is named", async || hub.ready().await.is_some_and(named)).await;
    drop(homes);
    hub.until_ready().await;
    assert_eq!(hub.stop().0, Some(0));
}

/// Whatever ends the hub from outside ends its database and broker with it, in order: left
/// behind, gateways would stay connected to a broker behind which nothing can ring.
#[tokio::test]
async fn whatever_signal_ends_the_hub_ends_its_parts_in_order() {
    let folder = folder();
    let parts = |folder: &Path| [pid(folder, "database/cluster/postmaster.pid"), pid(folder, "broker/mosquitto.pid")];
    // As systemd's, Ctrl-C's and Ctrl-\ 's.
    for signal in [Signal::SIGINT, Signal::SIGQUIT] {
        let mut hub = Hub::start(folder.path(), None);
        hub.until_ready().await;
        let left = parts(folder.path());
        kill(Pid::from_raw(hub.child.id().cast_signed()), signal).unwrap();
        assert_eq!(hub.child.wait().unwrap().code(), Some(0), "{signal}");
        assert!(left.iter().all(|pid| !lives(*pid)), "{signal}");
    }
    // A window that is closed: the kernel hangs up.
    let address = free_port();
    let mut terminal = Command::new("script");
    terminal.args(["-qec", concat!("exec ", env!("CARGO_BIN_EXE_hearth-hub"), " run"), "/dev/null"]);
    terminal.env("HEARTH_HUB__DATA_DIR", folder.path().join("data")).env("HEARTH_HUB__SERVER__LISTEN", address.to_string());
    let hub = Hub { child: terminal.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap(), address };
    hub.until_ready().await;
    let left = parts(folder.path());
    let mut hub = hub;
    hub.child.kill().unwrap();
    hub.child.wait().unwrap();
    until("the hub and its parts have ended", async || TcpStream::connect(address).is_err() && left.iter().all(|pid| !lives(*pid))).await;
    assert!(!folder.path().join("data/database/cluster/postmaster.pid").exists(), "a clean stop of the database");
    // A command that started the database for itself takes it along.
    let mut backup = command(folder.path(), address, &["backup", "/dev/null/no"]);
    let mut backup = backup.stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    let file = folder.path().join("data/database/cluster/postmaster.pid");
    until("its database runs, or it is done", async || file.exists() || backup.try_wait().unwrap().is_some()).await;
    kill(Pid::from_raw(backup.id().cast_signed()), Signal::SIGINT).ok();
    backup.wait().unwrap();
    until("no database is left", async || !file.exists()).await;
}

/// Lets connections to a TCP port through to a cluster's socket, from now on.
async fn open_way(port: SocketAddr, socket: std::path::PathBuf) {
    let listener = tokio::net::TcpListener::bind(port).await.unwrap();
    tokio::spawn(async move {
        while let Ok((mut outer, _)) = listener.accept().await {
            let mut inner = tokio::net::UnixStream::connect(&socket).await.unwrap();
            tokio::spawn(async move { tokio::io::copy_bidirectional(&mut outer, &mut inner).await });
        }
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_down_at_the_start_is_named_and_waited_for() {
    let folder = folder();
    let cluster = Cluster::shared().unwrap();
    let database = cluster.empty().unwrap();
    let port = free_port();
    let hub = Hub::start(folder.path(), Some(&format!("postgres://hearth@{port}/{database}?sslmode=disable")));
    let says_so = |answer: Answer| answer.status == 503 && answer.body["detail"].as_str().is_some_and(|said| said.contains("database"));
    until("the hub says what it waits for", async || hub.ready().await.is_some_and(says_so)).await;
    assert_eq!(ask(hub.address, "GET /healthz", "", "").await.status, 200);
    open_way(port, cluster.folder().join(".s.PGSQL.5432")).await;
    hub.until_ready().await;
    assert_eq!(hub.stop().0, Some(0));
}

/// The way to the database hangs: this test's only thread waits and lets nothing through.
#[tokio::test]
async fn a_database_that_hangs_does_not_keep_the_hub_from_ending() {
    let folder = folder();
    let cluster = Cluster::shared().unwrap();
    let database = cluster.empty().unwrap();
    let port = free_port();
    open_way(port, cluster.folder().join(".s.PGSQL.5432")).await;
    let hub = Hub::start(folder.path(), Some(&format!("postgres://hearth@{port}/{database}?sslmode=disable")));
    hub.until_ready().await;
    let (code, took) = hub.stop();
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(45), "{took:?}");
}

#[test]
fn a_used_port_is_told_in_one_line_that_names_the_key() {
    let folder = folder();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let output = command(folder.path(), taken.local_addr().unwrap(), &["run"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(64), "{said}");
    assert!(said.lines().count() == 1 && said.contains("server.listen") && said.contains("free port"), "{said}");
}

#[tokio::test]
async fn a_second_hub_waits_until_the_first_has_ended() {
    let (one, two) = (folder(), folder());
    let cluster = Cluster::shared().unwrap();
    let database = cluster.url(&cluster.empty().unwrap());
    let first = Hub::start(one.path(), Some(&database));
    first.until_ready().await;
    let second = Hub::start(two.path(), Some(&database));
    until("the second says that it waits", async || {
        second.ready().await.is_some_and(|answer| answer.body["detail"].as_str().is_some_and(|detail| detail.contains("another hub")))
    })
    .await;
    assert_eq!(first.stop().0, Some(0));
    second.until_ready().await;
    assert_eq!(second.stop().0, Some(0));
}

/// A home by the public ways only: a patient with an oximeter, and its gateway's connection to the hub's own broker.
struct Home {
    gateway: GatewayId,
    device: DeviceId,
    episode: String,
    sender: Sender,
    sent: u64,
}

fn now() -> WallMs {
    hearth_hub::clock::wall_ms()
}

async fn posted(hub: &Hub, cookie: &str, path: &str, body: serde_json::Value) -> serde_json::Value {
    let answer = ask(hub.address, &format!("POST /api/v1{path}"), cookie, &body.to_string()).await;
    assert!(matches!(answer.status, 200 | 201), "{path}: {}", answer.body);
    answer.body
}

async fn got(hub: &Hub, cookie: &str, path: &str) -> serde_json::Value {
    ask(hub.address, &format!("GET /api/v1{path}"), cookie, "").await.body
}

async fn home(folder: &Path, hub: &Hub, cookie: &str, number: u32) -> Home {
    let (gateway, device, kit) = (format!("home-{number:04}"), format!("oxi-{number:04}"), format!("kit-{number:04}"));
    let output = command(folder, hub.address, &["gateway", "add", &gateway, "--json"]).output().unwrap();
    let login: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let who = json!({"medical_record_number": format!("MRN-{number}"), "birth_date": "1961-04-17"});
    let with = |mut body: serde_json::Value| {
        body.as_object_mut().unwrap().extend(who.as_object().unwrap().clone());
        body
    };
    let person = json!({"family_name": "Family", "given_name": "Given", "sex": "female", "language": "es"});
    let patient = posted(hub, cookie, "/patients", with(person)).await;
    let stay = json!({"patient_id": patient["id"], "label": "Home", "address": "", "time_zone": "UTC", "phase": "acute"});
    let episode = posted(hub, cookie, "/episodes", with(stay)).await["id"].as_str().unwrap().to_owned();
    posted(hub, cookie, "/kits", json!({"id": kit, "label": "Kit", "gateway_id": gateway})).await;
    let oximeter = json!({"id": device, "kit_id": kit, "model": "Nonin Xpod", "protocol": "nonin-df7", "serial_number": "1"});
    posted(hub, cookie, "/devices", oximeter).await;
    let binding = with(json!({"episode_id": episode, "from_at": null}));
    posted(hub, cookie, &format!("/devices/{device}/bindings"), binding).await;
    let credentials = Credentials { user: gateway.clone(), password: login["password"].as_str().unwrap().to_owned() };
    let port = u16::try_from(login["port"].as_u64().unwrap()).unwrap();
    let options = Options {
        credentials: Some(credentials),
        reconnect_cap: Duration::from_secs(1),
        ..Options::new(gateway.clone(), "127.0.0.1", port)
    };
    let (sender, mut events) = Sender::connect(options);
    until("the broker lets the gateway in", async || matches!(events.recv().await, Some(SenderEvent::Connected))).await;
    tokio::spawn(async move { while events.recv().await.is_some() {} });
    Home { gateway: GatewayId::new(&gateway).unwrap(), device: DeviceId::new(&device).unwrap(), episode, sender, sent: 0 }
}

impl Home {
    /// Publishes a saturation under the name of a device, as its gateway does.
    fn says(&mut self, device: &DeviceId, spo2: i32) {
        let (at, mono) = (now(), MonoMs(1_000_000 + self.sent));
        let reading = Reading { vital: Vital::Spo2, raw: Some(spo2), flags: Flags::NONE };
        let frame = Record::Frame(Frame::new(device.clone(), mono, None, vec![reading]).unwrap());
        let anchor = Anchor { boot: BootId(1), mono, wall: at, quality: ClockQuality::Synchronised, uncertainty_ms: 5 };
        let stream = Stream { generation: Generation(1), class: Class::Numerics };
        let header = Header { gateway: self.gateway.clone(), stream, first: self.sent, count: 1, sent: at };
        let payload = encode(&Batch { header, boot: BootId(1), anchor: Some(anchor), records: vec![frame] }).unwrap();
        let topic = Topic { shard: Shard::of(&self.gateway), gateway: self.gateway.clone(), channel: Channel::Live }.to_string();
        self.sender.try_publish(Message { topic, payload: payload.into(), retain: false }, self.sent).unwrap();
        self.sent += 1;
    }
}

/// Each second a saturation of 84 from the wearer's own gateway, and if there is one, half a second later a good one
/// from another home's. How long until it rings.
async fn until_it_rings(hub: &Hub, cookie: &str, wearer: &mut Home, mut other: Option<&mut Home>) -> Duration {
    let begun = Instant::now();
    let rings = |alerts: &serde_json::Value, episode: &str| {
        let low = |alert: &serde_json::Value| alert["rule"] == "spo2_low" && alert["episode_id"] == episode;
        alerts["alerts"].as_array().unwrap().iter().any(low)
    };
    let mut halves = tokio::time::interval(Duration::from_millis(500));
    loop {
        halves.tick().await;
        wearer.says(&wearer.device.clone(), 840);
        halves.tick().await;
        if let Some(other) = &mut other {
            other.says(&wearer.device, 970);
        }
        if rings(&got(hub, cookie, "/alerts?state=open").await, &wearer.episode) {
            return begun.elapsed();
        }
        assert!(begun.elapsed() < LONG, "84 for {LONG:?}, and nothing rings");
    }
}

#[tokio::test]
async fn a_home_that_names_another_patients_device_delays_no_alarm_and_is_told() {
    let folder = folder();
    let hub = Hub::start(folder.path(), None);
    hub.until_ready().await;
    let cookie = signed_in(folder.path(), &hub, "charge_nurse").await;
    let mut homes = Vec::new();
    for number in 1..=3 {
        homes.push(home(folder.path(), &hub, &cookie, number).await);
    }
    let [alone, wearer, other] = homes.as_mut_slice() else { panic!("three homes") };
    let (without, with) = tokio::join!(until_it_rings(&hub, &cookie, alone, None), until_it_rings(&hub, &cookie, wearer, Some(other)));
    // The delay of the limit and a second of the loop above either way.
    println!("84 rings after {without:?}, and after {with:?} while another home says 97 under the same name");
    assert!(with.abs_diff(without) < Duration::from_secs(3), "{without:?} without, {with:?} with another home");

    let alerts = got(&hub, &cookie, "/alerts?state=open").await;
    let told: Vec<_> = alerts["alerts"].as_array().unwrap().iter().filter(|alert| alert["rule"] == "stray_device").collect();
    assert_eq!(told.len(), 1, "{alerts}");
    assert_eq!((&told[0]["device_id"], &told[0]["gateway_id"]), (&json!("oxi-0002"), &json!("home-0003")));
    assert_eq!((told[0]["episode_id"].as_str(), told[0]["condition"].as_str()), (Some(wearer.episode.as_str()), Some("active")));
    let strays = got(&hub, &cookie, "/strays").await;
    let [stray] = strays["strays"].as_array().unwrap().as_slice() else { panic!("{strays}") };
    assert_eq!(
        (&stray["device_id"], &stray["gateway_id"], &stray["kit_id"]),
        (&json!("oxi-0002"), &json!("home-0003"), &json!("kit-0002"))
    );
    assert!(stray["records"].as_u64().unwrap() > 10 && stray["from_at"].as_i64() < stray["until_at"].as_i64(), "{stray}");
    let trend = format!("/episodes/{}/readings?vital=spo2&from={}&to={}&points=200", wearer.episode, now().0 - 600_000, now().0 + 1_000);
    let trend = got(&hub, &cookie, &trend).await;
    let points = trend["points"].as_array().unwrap();
    assert!(!points.is_empty() && points.iter().all(|point| point["max"] == 84.0), "{trend}");
    a_second_gateway_is_heard_on_the_shard_of_its_home(folder.path(), &hub).await;
    assert_eq!(hub.stop().0, Some(0));
}

/// Its id says another one; what it says there reaches nobody.
async fn a_second_gateway_is_heard_on_the_shard_of_its_home(folder: &Path, hub: &Hub) {
    let output = command(folder, hub.address, &["gateway", "add", "home-0004", "--beside", "home-0001", "--json"]).output().unwrap();
    let login: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(login["shard"], "2c");
    let port = u16::try_from(login["port"].as_u64().unwrap()).unwrap();
    let gateway = GatewayId::new("home-0004").unwrap();
    let stream = Stream { generation: Generation(1), class: Class::Numerics };
    let header = Header { gateway: gateway.clone(), stream, first: 0, count: 1, sent: now() };
    let reading = Reading { vital: Vital::Spo2, raw: Some(970), flags: Flags::NONE };
    let frame = Record::Frame(Frame::new(DeviceId::new("oxi-0004").unwrap(), MonoMs(1), None, vec![reading]).unwrap());
    let batch = encode(&Batch { header, boot: BootId(1), anchor: None, records: vec![frame] }).unwrap();
    let password = login["password"].as_str().unwrap().to_owned();
    let receipt = std::sync::Mutex::new(None);
    until("a receipt comes on the shard that was given", async || {
        let Ok(mut client) = Client::connect(port, "home-0004", &password).await else { return false };
        // Nobody hears this one, or its receipt would come there.
        let elsewhere = format!("hearth/v1/{}/home-0004", Shard::of(&gateway));
        client.subscribe(&format!("{elsewhere}/receipt")).await.unwrap();
        client.publish(&format!("{elsewhere}/live"), &batch).await.unwrap();
        client.subscribe("hearth/v1/2c/home-0004/receipt").await.unwrap();
        // A receipt of the try before may come first.
        if client.publish("hearth/v1/2c/home-0004/live", &batch).await.is_err() {
            return false;
        }
        // The hub may not know yet that it was added, and refuses it: a gateway sends again.
        let heard = tokio::time::timeout(Duration::from_secs(2), client.message()).await;
        let Ok(Ok((topic, payload))) = heard else { return false };
        let payload: serde_json::Value = serde_json::from_slice(&payload).unwrap();
        let is_held = payload["streams"].is_array();
        *receipt.lock().unwrap() = is_held.then_some((topic, payload));
        is_held
    })
    .await;
    let (topic, payload) = receipt.into_inner().unwrap().unwrap();
    assert_eq!(
        (topic.as_str(), payload["streams"][0]["held"].as_array().map(Vec::len)),
        ("hearth/v1/2c/home-0004/receipt", Some(1)),
        "{payload}"
    );
}
