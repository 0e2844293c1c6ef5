//! The whole hub as a process, and what becomes of it when its parts die.

mod homes;
pub mod rig;
mod staff;

use crate::embedded::http::{Answer, ask};
use hearth_store::testing::Cluster;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use rig::{Hub, command, fault, folder, free_port, nurse, open_alerts, pid, until};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

#[tokio::test]
async fn a_database_killed_under_a_running_hub_comes_back_and_the_fault_is_on_record() {
    let folder = folder();
    let told = service_manager(folder.path());
    let hub = Hub::start_with_files(folder.path(), (300, 3_000));
    hub.until_ready().await;
    until("the known alert has come back", async || {
        let figures = ask(hub.address, "GET /metrics", "", "").await.text;
        figures.lines().any(|line| line.starts_with("hearth_canary_seen_timestamp_seconds 1"))
    })
    .await;
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
    assert!(open_alerts(&hub, &cookie).await.iter().all(|alert| alert["kind"] == "system"), "nobody's alert rings for it");
    until("the known alert is missed", async || fault(&hub, &cookie, "canary_missing").await.is_some()).await;
    kill(broker, Signal::SIGCONT).unwrap();
    hub.until_ready().await;
    until("it comes back", async || fault(&hub, &cookie, "canary_missing").await.is_some_and(|a| a["condition"] == "cleared")).await;
    for list in ["patients", "episodes", "alerts", "gateways", "devices"] {
        let said = ask(hub.address, &format!("GET /api/v1/{list}"), &cookie, "").await.text;
        assert!(!said.contains("hearth-canary"), "{list}: {said}");
    }
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
