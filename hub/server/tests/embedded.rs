//! The hub's own database and broker survive what a machine does to them.
//!
//! Real PostgreSQL and real Mosquitto, run by the real program. As root the tests run the
//! parts under their own accounts, and once more with the whole hub as a plain user.

mod backup;
pub mod broker;
pub mod http;
mod parts;
mod people;

use broker::Client;
use hearth_hub::embedded::broker_files::BrokerFiles;
use hearth_hub::embedded::{Platform, PlatformError, State};
use nix::sys::signal::Signal;
use parts::{Parts, config, home, wait_for};
use std::time::Duration;

const LONG: Duration = Duration::from_secs(60);

#[tokio::test]
async fn the_first_start_makes_both_and_the_next_finds_them() {
    let home = home();
    let platform = Platform::start(&config(home.path())).await.unwrap();
    let port = platform.broker().port;
    assert_eq!(sql(&platform, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7); SELECT n FROM kept"), "7");
    platform.stop().await;
    let platform = Platform::start(&config(home.path())).await.unwrap();
    assert_eq!(platform.broker().port, port, "gateways find the broker where it was");
    assert_eq!(sql(&platform, "SELECT n FROM kept"), "7");
    assert_eq!(sql(&platform, "SHOW fsync") + &sql(&platform, "SHOW synchronous_commit"), "onon");
    assert_eq!(sql(&platform, "SHOW log_rotation_size") + &sql(&platform, "SHOW log_rotation_age"), "10MB0", "no log without an end");
    for log in ["broker/mosquitto.log", "database/start.log"] {
        let text = std::fs::read_to_string(home.path().join("data").join(log)).unwrap();
        assert_eq!(text.matches("hearth-hub: start of").count(), 2, "{log} goes on over starts: {text}");
    }
    platform.stop().await;
}

#[tokio::test]
async fn a_killed_database_is_reported_down_and_comes_back() {
    let home = home();
    let platform = Platform::start(&config(home.path())).await.unwrap();
    sql(&platform, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)");
    let mut health = platform.health().database;
    kill(&home.path().join("data/database/cluster/postmaster.pid"), Signal::SIGKILL);
    wait_until(&mut health, |state| matches!(state, State::Down { .. })).await;
    wait_until(&mut health, |state| *state == State::Up).await;
    assert_eq!(sql(&platform, "SELECT n FROM kept"), "7", "what was committed stays");
    assert_eq!(*platform.health().broker.borrow(), State::Up);
    platform.stop().await;
}

#[tokio::test]
async fn a_killed_broker_comes_back_on_its_port() {
    let home = home();
    let platform = Platform::start(&config(home.path())).await.unwrap();
    let port = platform.broker().port;
    let mut health = platform.health().broker;
    kill(&home.path().join("data/broker/mosquitto.pid"), Signal::SIGKILL);
    wait_until(&mut health, |state| matches!(state, State::Down { .. })).await;
    wait_until(&mut health, |state| *state == State::Up).await;
    let (name, password) = platform.broker().login_for("live").unwrap();
    Client::connect(port, &name, &password).await.unwrap();
    platform.stop().await;
}

#[tokio::test]
async fn a_database_that_stands_still_is_reported_and_not_killed() {
    let home = home();
    let platform = Platform::start(&config(home.path())).await.unwrap();
    let file = home.path().join("data/database/cluster/postmaster.pid");
    let mut health = platform.health().database;
    let pid = kill(&file, Signal::SIGSTOP);
    wait_until(&mut health, |state| matches!(state, State::Down { reason, .. } if reason.contains("no answer"))).await;
    assert_eq!(kill(&file, Signal::SIGCONT), pid, "the same process");
    wait_until(&mut health, |state| *state == State::Up).await;
    platform.stop().await;
}

#[test]
fn after_a_kill_of_the_hub_the_next_start_ends_what_is_left_and_loses_nothing() {
    let home = home();
    let mut first = Parts::start(home.path(), None);
    let left = [first.pid("database/cluster/postmaster.pid"), first.pid("broker/mosquitto.pid")];
    first.sql("CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)");
    first.kill();
    assert!(left.iter().all(|pid| alive(*pid)), "they run on without the hub");
    let second = Parts::start(home.path(), None);
    assert!(left.iter().all(|pid| !alive(*pid)), "no orphans");
    assert_eq!(second.sql("SELECT n FROM kept"), "7");
    assert_eq!(second.broker, first.broker, "the same port");
    second.stop();
}

#[test]
fn a_stop_ends_both_and_leaves_nothing_behind() {
    let home = home();
    let parts = Parts::start(home.path(), None);
    let pids = [parts.pid("database/cluster/postmaster.pid"), parts.pid("broker/mosquitto.pid")];
    let group = |pid| nix::unistd::getpgid(Some(nix::unistd::Pid::from_raw(pid))).unwrap().as_raw();
    assert!(pids.iter().all(|pid| group(*pid) == *pid), "groups of their own: a Ctrl-C at the terminal is the hub's to hear");
    parts.stop();
    assert!(pids.iter().all(|pid| !alive(*pid)));
    assert!(!home.path().join("data/database/cluster/postmaster.pid").exists(), "a clean stop of the database");
}

#[test]
fn a_second_hub_in_the_same_folder_is_refused_by_name() {
    let home = home();
    let first = Parts::start(home.path(), None);
    let said = Parts::refused(home.path(), None);
    assert!(said.contains("another hub") && said.contains(&first.id().to_string()) && said.contains("data_dir"), "{said}");
    first.stop();
}

#[test]
fn a_plain_user_runs_the_same_hub_with_a_long_path() {
    let home = home();
    let long = home.path().join("a-folder-with-a-name-so-long-that-no-socket-address-can-hold-it-beside-its-own-name-of-fourteen");
    std::fs::create_dir(&long).unwrap();
    let user = parts::plain_user(&long);
    let parts = Parts::start(&long, user);
    assert_eq!(parts.sql("SELECT current_user"), "hearth");
    parts.stop();
}

#[tokio::test]
async fn a_used_port_names_the_key_to_change() {
    let home = home();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut config = config(home.path());
    config.embedded.broker_port = Some(taken.local_addr().unwrap().port());
    let error = Platform::start(&config).await.err().unwrap();
    assert!(matches!(error, PlatformError::PortInUse { .. }), "{error}");
    assert!(error.to_string().contains("embedded.broker_port"));
    assert!(!home.path().join("data/database/cluster/postmaster.pid").exists(), "and the database was stopped again");
}

#[tokio::test]
async fn a_missing_program_names_the_package_and_the_key() {
    let home = home();
    let mut database = config(home.path());
    database.embedded.postgres_dir = Some("/nowhere".into());
    let said = Platform::start(&database).await.err().unwrap().to_string();
    assert!(said.contains("package 'postgresql'") && said.contains("embedded.postgres_dir"), "{said}");
    let mut broker = config(home.path());
    broker.embedded.mosquitto = Some("/nowhere/mosquitto".into());
    let said = Platform::start(&broker).await.err().unwrap().to_string();
    assert!(said.contains("package 'mosquitto'") && said.contains("embedded.mosquitto"), "{said}");
}

#[tokio::test]
async fn a_half_made_cluster_is_made_anew() {
    let home = home();
    let platform = Platform::start(&config(home.path())).await.unwrap();
    platform.stop().await;
    let database = home.path().join("data/database");
    std::fs::rename(database.join("cluster"), database.join("cluster.new")).unwrap();
    let platform = Platform::start(&config(home.path())).await.unwrap();
    assert_eq!(sql(&platform, "SELECT 1"), "1");
    platform.stop().await;
}

#[tokio::test]
async fn a_gateway_added_to_a_running_broker_signs_in_and_disturbs_no_one() {
    let home = home();
    let config = config(home.path());
    let platform = Platform::start(&config).await.unwrap();
    let port = platform.broker().port;
    let files = BrokerFiles::of(&config).unwrap();
    files.set_password("home-0001", "first-password").await.unwrap();
    assert!(files.reload().unwrap());
    let mut first = signed_in(port, "home-0001", "first-password").await;
    files.set_password("home-0002", "second-password").await.unwrap();
    files.reload().unwrap();
    signed_in(port, "home-0002", "second-password").await;
    first.ping().await.expect("the first gateway is still connected");
    files.remove("home-0002").unwrap();
    files.reload().unwrap();
    wait_for("a revoked gateway to be refused", LONG, async || Client::connect(port, "home-0002", "second-password").await.is_err()).await;
    assert!(Client::connect(port, "home-0001", "wrong").await.is_err());
    platform.stop().await;
}

#[tokio::test]
async fn a_gateway_speaks_for_itself_alone() {
    let home = home();
    let config = config(home.path());
    let platform = Platform::start(&config).await.unwrap();
    let port = platform.broker().port;
    let files = BrokerFiles::of(&config).unwrap();
    files.set_password("home-0001", "first-password").await.unwrap();
    files.reload().unwrap();
    let (name, password) = platform.broker().login_for("live").unwrap();
    let mut hub = Client::connect(port, &name, &password).await.unwrap();
    hub.subscribe("hearth/v1/+/+/live").await.unwrap();
    let mut gateway = signed_in(port, "home-0001", "first-password").await;
    gateway.publish("hearth/v1/2c/home-0002/live", b"forged").await.unwrap();
    gateway.publish("hearth/v1/2c/home-0001/live", b"true").await.unwrap();
    assert_eq!(hub.message().await.unwrap(), ("hearth/v1/2c/home-0001/live".to_owned(), b"true".to_vec()), "the forged one never arrives");
    gateway.subscribe("hearth/v1/2c/home-0001/receipt").await.unwrap();
    // What listens may not write, and what writes may not listen: each link has its own name.
    hub.publish("hearth/v1/2c/home-0001/receipt", b"not by this link").await.unwrap();
    let (name, password) = platform.broker().login_for("receipts").unwrap();
    let mut receipts = Client::connect(port, &name, &password).await.unwrap();
    receipts.publish("hearth/v1/2c/home-0001/receipt", b"held").await.unwrap();
    assert_eq!(gateway.message().await.unwrap().1, b"held");
    platform.stop().await;
}

/// Signs in as soon as the broker has read its files again.
async fn signed_in(port: u16, name: &str, password: &str) -> Client {
    wait_for("the new gateway to be let in", LONG, async || Client::connect(port, name, password).await.is_ok()).await;
    Client::connect(port, name, password).await.unwrap()
}

async fn wait_until(health: &mut tokio::sync::watch::Receiver<State>, wanted: impl Fn(&State) -> bool) {
    tokio::time::timeout(LONG, health.wait_for(|state| wanted(state))).await.expect("in time").expect("supervised");
}

fn sql(platform: &Platform, text: &str) -> String {
    parts::sql(platform.database_url(), text)
}

fn kill(pid_file: &std::path::Path, signal: Signal) -> i32 {
    let pid = parts::pid_in(pid_file);
    nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), signal).unwrap();
    pid
}

fn alive(pid: i32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // A zombie nobody waited for is dead.
    stat.rsplit(") ").next().is_some_and(|rest| !rest.is_empty() && !rest.starts_with('Z'))
}
