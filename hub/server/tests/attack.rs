//! No home can hurt another: one hub on its own broker, twenty homes that measure, and somebody with the
//! password of one more gateway who does what he likes.
//!
//! After each attack the others' receipts must have gone on, nobody else's connection may have ended, and
//! log and memory must be what they were, more or less.

mod honest;
mod insider;

use crate::embedded::http::{ask, tried};
use hearth_vitals::GatewayId;
use hearth_vitals::topic::{Channel, Shard, Topic};
use honest::Honest;
use insider::{Insider, Letter, letter};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::{Value, json};
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

const LONG: Duration = Duration::from_secs(90);
/// Receipts each home gets while an attack goes on and after it.
const GOES_ON: u64 = 15;
/// What all attacks together may add to the logs of hub and broker: some lines each, not megabytes.
const LOG_BYTES: u64 = 64 * 1024;
/// What the broker may have in memory at any time.
const BROKER_KIB: u64 = 128 * 1024;

struct Hub {
    child: Child,
    folder: tempfile::TempDir,
    address: SocketAddr,
    port: u16,
    cookie: String,
    honest: Option<Honest>,
}

impl Hub {
    async fn start() -> Hub {
        let folder = tempfile::tempdir().unwrap();
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let log = std::fs::File::create(folder.path().join("hub.log")).unwrap();
        let mut command = program(&folder, address);
        let child = command.arg("run").stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let mut hub = Hub { child, folder, address, port: 0, cookie: String::new(), honest: None };
        until("the hub is ready", async || tried(address, "GET /readyz", "", "").await.is_ok_and(|answer| answer.status == 200)).await;
        let fleet: Value = serde_json::from_str(&hub.says(&["gateway", "add", "--fleet", "load-", "--count", "20", "--json"])).unwrap();
        hub.port = u16::try_from(fleet["port"].as_u64().unwrap()).unwrap();
        hub.cookie = hub.nurse().await;
        hub.honest = Some(Honest::start(hub.port, fleet["password"].as_str().unwrap()));
        hub.others_go_on("before any attack").await;
        hub
    }

    fn run(&self, arguments: &[&str]) -> Output {
        program(&self.folder, self.address).args(arguments).output().unwrap()
    }

    fn says(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    async fn nurse(&self) -> String {
        let said = self.says(&["staff", "add", "ana", "--display-name", "Ana", "--role", "nurse"]);
        let first = said.lines().find_map(|line| line.strip_prefix("password:")).expect("a password").trim().to_owned();
        let sign_in = |password: &str| json!({ "name": "ana", "password": password }).to_string();
        let cookie = ask(self.address, "POST /api/v1/session", "", &sign_in(&first)).await.cookie();
        let change = json!({ "current": first, "new": "a password of her own" }).to_string();
        ask(self.address, "POST /api/v1/session/password", &cookie, &change).await;
        ask(self.address, "POST /api/v1/session", "", &sign_in("a password of her own")).await.cookie()
    }

    /// The password of one more gateway.
    async fn one_more(&self, id: &str) -> String {
        let said = self.says(&["gateway", "add", id]);
        let password = said.lines().find_map(|line| line.strip_prefix("password:")).expect("a password").trim().to_owned();
        until("the gateway is let in", async || self.enter(id, &password).await.is_ok()).await;
        password
    }

    /// Signs in and measures once, so that the hub knows this gateway.
    async fn enter_known(&self, id: &str, password: &str) -> Insider {
        let mut insider = self.enter(id, password).await.unwrap();
        let first = honest::batch(&GatewayId::new(id).unwrap(), 1, 0, 1);
        until("the hub holds what it sent", async || {
            insider.publish(&Letter { topic: &live(id), payload: &first, qos: 1, retain: false }).await.unwrap();
            self.sql(&format!("SELECT count(*) FROM streams WHERE gateway_id = '{id}'")) == 1
        })
        .await;
        insider
    }

    async fn enter(&self, id: &str, password: &str) -> Result<Insider, String> {
        Insider::connect(self.port, id, password, "any-id").await
    }

    /// Each of the others gets receipts for more, over the connection it had.
    async fn others_go_on(&self, what: &str) {
        let honest = self.honest.as_ref().unwrap();
        let (before, connects) = (honest.held(), honest.connects());
        let goes_on = || honest.held().iter().zip(&before).all(|(now, before)| *now >= before + GOES_ON);
        until(&format!("the others have receipts: {what}"), async || goes_on()).await;
        assert!(connects == honest.connects() || before.iter().all(|held| *held == 0), "{what}: the others were thrown out");
        assert!(self.broker_kib() < BROKER_KIB, "{what}: the broker has {} KiB", self.broker_kib());
    }

    fn log(&self) -> String {
        ["hub.log", "data/broker/mosquitto.log"]
            .map(|file| std::fs::read_to_string(self.folder.path().join(file)).unwrap_or_default())
            .concat()
    }

    fn broker_kib(&self) -> u64 {
        let pid = std::fs::read_to_string(self.folder.path().join("data/broker/mosquitto.pid")).unwrap();
        let status = std::fs::read_to_string(format!("/proc/{}/status", pid.trim())).unwrap();
        status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap().trim().trim_end_matches(" kB").parse().unwrap()
    }

    async fn problems(&self, id: &str) -> Vec<String> {
        let answer = ask(self.address, "GET /api/v1/gateways", &self.cookie, "").await;
        let gateway = answer.body["gateways"].as_array().unwrap().iter().find(|gateway| gateway["id"] == id).cloned().unwrap();
        gateway["problems"].as_array().unwrap().iter().map(|problem| problem["code"].as_str().unwrap().to_owned()).collect()
    }

    fn sql(&self, text: &str) -> u64 {
        let socket = self.folder.path().join("data/run");
        let url = format!("host={} dbname=hearth user=hearth", socket.display());
        let output = Command::new("psql").args(["-XAtq", "-c", text, &url]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
    }

    /// The culprit is cut off, and told once, in the log and to people.
    async fn is_cut_off(&self, id: &str, password: &str) {
        until(&format!("{id} is shut out"), async || self.enter(id, password).await.is_err()).await;
        until(&format!("people are told of {id}"), async || self.problems(id).await.contains(&"cut_off".to_owned())).await;
        let lines = self.log().lines().filter(|line| line.contains("is cut off") && line.contains(id)).count();
        assert_eq!(lines, 1, "{id} in {}", self.log());
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        let _ = kill(Pid::from_raw(self.child.id().cast_signed()), Signal::SIGTERM);
        let _ = self.child.wait();
    }
}

fn program(folder: &tempfile::TempDir, address: SocketAddr) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hearth-hub"));
    command.env("HEARTH_HUB__DATA_DIR", folder.path().join("data")).env("HEARTH_HUB__SERVER__LISTEN", address.to_string());
    command.env("HEARTH_HUB__EMBEDDED__FLEET", "true");
    command
}

async fn until(what: &str, mut condition: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + LONG;
    while !condition().await {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn topic(id: &str, channel: Channel) -> String {
    let gateway = GatewayId::new(id).unwrap();
    Topic { shard: Shard::of(&gateway), gateway, channel }.to_string()
}

fn live(id: &str) -> String {
    topic(id, Channel::Live)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_home_can_hurt_another() {
    let hub = Hub::start().await;
    let log = hub.log().len() as u64;
    what_a_broker_keeps_or_cannot_carry(&hub).await;
    somebody_elses_client_id(&hub).await;
    shards_and_topics_that_are_made_up(&hub).await;
    a_flood_of_small_bodies(&hub).await;
    rubbish_again_and_again(&hub).await;
    openings_without_end(&hub).await;
    a_revoked_gateway_that_goes_on(&hub).await;
    let grown = hub.log().len() as u64 - log;
    assert!(grown < LOG_BYTES, "{grown} bytes of log:\n{}", hub.log().chars().take(5_000).collect::<String>());
    assert_eq!(ask(hub.address, "GET /readyz", "", "").await.status, 200);
}

/// Once a message like this met the hub at each of its connects, and it never came further.
async fn what_a_broker_keeps_or_cannot_carry(hub: &Hub) {
    let password = hub.one_more("evil-kept").await;
    for channel in [Channel::Live, Channel::Backfill, Channel::State] {
        for (bytes, retain) in [(20, true), (65_536, true), (262_144, true), (262_144, false), (2_000_000, false)] {
            let mut insider = hub.enter("evil-kept", &password).await.unwrap();
            let topic = topic("evil-kept", channel);
            let _ = insider.publish(&Letter { topic: &topic, payload: &vec![b'x'; bytes], qos: 1, retain }).await;
            assert!(insider.is_ended().await, "{bytes} bytes, kept: {retain}");
        }
    }
    for payload in [b"".as_slice(), b"\0", b"\xff\xfe\xfd", b"null", b"{}"] {
        let mut insider = hub.enter("evil-kept", &password).await.unwrap();
        for channel in [Channel::Live, Channel::State] {
            insider.publish(&Letter { topic: &topic("evil-kept", channel), payload, qos: 1, retain: false }).await.unwrap();
        }
    }
    hub.others_go_on("kept and oversized messages").await;
}

async fn somebody_elses_client_id(hub: &Hub) {
    let password = hub.one_more("evil-twin").await;
    let mut before = hub.enter("evil-twin", &password).await.unwrap();
    for id in ["hub.live", "hub.receipts", "hub.backfill", "hearth-hub-live", "hearth-hub-receipts", "fleet.0", "load-0001", "honest-0"] {
        let mut insider = Insider::connect(hub.port, "evil-twin", &password, id).await.unwrap();
        assert!(before.is_ended().await, "a name has one connection");
        assert!(!insider.is_ended().await);
        before = insider;
    }
    hub.others_go_on("client ids of others").await;
}

async fn shards_and_topics_that_are_made_up(hub: &Hub) {
    let password = hub.one_more("evil-made").await;
    let mut insider = hub.enter("evil-made", &password).await.unwrap();
    let own = live("evil-made");
    let made_up = (0..64).map(|shard| format!("hearth/v1/{shard:02x}/evil-made/live")).filter(|topic| *topic != own);
    let others = [live("load-0001"), topic("load-0001", Channel::Receipt), topic("evil-made", Channel::Receipt), format!("{own}/x")];
    for topic in made_up.chain(others) {
        for _ in 0..20 {
            insider.publish(&Letter { topic: &topic, payload: b"made up", qos: 1, retain: false }).await.unwrap();
        }
    }
    let figures = ask(hub.address, "GET /metrics", "", "").await.text;
    let foreign = figures.lines().find(|line| line.starts_with("hearth_foreign_deliveries_total "));
    assert!(foreign.is_none_or(|line| line.ends_with(" 0")), "one of them came through: {foreign:?}");
    hub.others_go_on("topics that are made up").await;
}

async fn a_flood_of_small_bodies(hub: &Hub) {
    let password = hub.one_more("evil-flood").await;
    let mut insider = hub.enter("evil-flood", &password).await.unwrap();
    let one = letter(&Letter { topic: &live("evil-flood"), payload: b"twenty bytes or less", qos: 0, retain: false });
    let thousand = one.repeat(1_000);
    let begun = Instant::now();
    while insider.write(&thousand).await.is_ok() {
        assert!(begun.elapsed() < LONG, "nobody ends the flood");
    }
    hub.is_cut_off("evil-flood", &password).await;
    hub.others_go_on("a flood").await;
}

async fn rubbish_again_and_again(hub: &Hub) {
    let password = hub.one_more("evil-junk").await;
    let mut insider = hub.enter_known("evil-junk", &password).await;
    let mut sent = 0;
    let junk = |sent: u64| {
        if sent.is_multiple_of(2) { (live("evil-junk"), format!("junk {sent}")) } else { (topic("evil-junk", Channel::State), "{".into()) }
    };
    while sent < 5_000 {
        let (topic, payload) = junk(sent);
        if insider.publish(&Letter { topic: &topic, payload: payload.as_bytes(), qos: 1, retain: false }).await.is_err() {
            break;
        }
        sent += 1;
    }
    hub.is_cut_off("evil-junk", &password).await;
    let kept = hub.sql("SELECT count(*) FROM quarantine WHERE gateway_id = 'evil-junk'");
    assert!((1..=60).contains(&kept), "{kept} bodies kept");
    hub.others_go_on("rubbish").await;
}

/// One receipt for all of them would be larger than any packet, and once no other went out after it.
async fn openings_without_end(hub: &Hub) {
    let password = hub.one_more("evil-open").await;
    let mut insider = hub.enter_known("evil-open", &password).await;
    let id = GatewayId::new("evil-open").unwrap();
    let mut sent = 0;
    while sent < 10_000 {
        let payload = honest::batch(&id, 1_000 + sent, 0, 1);
        if insider.publish(&Letter { topic: &live("evil-open"), payload: &payload, qos: 1, retain: false }).await.is_err() {
            break;
        }
        sent += 1;
    }
    hub.is_cut_off("evil-open", &password).await;
    let streams = hub.sql("SELECT count(*) FROM streams WHERE gateway_id = 'evil-open'");
    assert!((2..=310).contains(&streams), "{streams} streams");
    hub.others_go_on("openings without end").await;
}

async fn a_revoked_gateway_that_goes_on(hub: &Hub) {
    let password = hub.one_more("evil-gone").await;
    let mut insider = hub.enter("evil-gone", &password).await.unwrap();
    hub.says(&["gateway", "revoke", "evil-gone"]);
    until("its connection is ended", async || insider.is_ended().await).await;
    assert!(hub.enter("evil-gone", &password).await.is_err());
    // Who was cut off and is then revoked does not come back when the time is over.
    hub.says(&["gateway", "revoke", "evil-flood"]);
    let lines = std::fs::read_to_string(hub.folder.path().join("data/broker/passwords")).unwrap();
    assert!(!lines.contains("evil-flood") && !lines.contains("evil-gone"));
    hub.others_go_on("a revocation").await;
}
