//! A hub as a process, and the people who use it.

use crate::embedded::http::{Answer, ask, tried};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::json;
use std::fs::Permissions;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub const LONG: Duration = Duration::from_secs(90);

/// A folder that the accounts of the parts may pass through.
pub fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    folder
}

pub fn free_port() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

pub struct Hub {
    pub child: Child,
    pub address: SocketAddr,
}

pub fn command(folder: &Path, address: SocketAddr, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hearth-hub"));
    command.args(arguments).env("HEARTH_HUB__DATA_DIR", folder.join("data")).env("HEARTH_HUB__SERVER__LISTEN", address.to_string());
    command
}

impl Hub {
    pub fn start(folder: &Path, database: Option<&str>) -> Hub {
        let address = free_port();
        let mut command = command(folder, address, &["run"]);
        if let Some(url) = database {
            command.env("HEARTH_HUB__DATABASE__URL", url);
        }
        let log = std::fs::File::create(folder.join("hub.log")).unwrap();
        Hub { child: command.stderr(log).stdout(Stdio::null()).spawn().unwrap(), address }
    }

    /// With its own parts, and `soft` open files until it asks for more, `hard` then.
    pub fn start_with_files(folder: &Path, (soft, hard): (u32, u32)) -> Hub {
        let address = free_port();
        let mut prlimit = Command::new("prlimit");
        prlimit.arg(format!("--nofile={soft}:{hard}")).arg(env!("CARGO_BIN_EXE_hearth-hub")).arg("run");
        prlimit.env("HEARTH_HUB__DATA_DIR", folder.join("data")).env("HEARTH_HUB__SERVER__LISTEN", address.to_string());
        prlimit.env("HEARTH_HUB__CANARY__PERIOD_S", "5");
        prlimit.env("NOTIFY_SOCKET", folder.join("notify")).env("WATCHDOG_USEC", "3000000");
        let log = std::fs::File::create(folder.join("hub.log")).unwrap();
        Hub { child: prlimit.stderr(log).stdout(Stdio::null()).spawn().unwrap(), address }
    }

    pub async fn ready(&self) -> Option<Answer> {
        tried(self.address, "GET /readyz", "", "").await.ok()
    }

    pub async fn until_ready(&self) {
        until("the hub is ready", async || self.ready().await.is_some_and(|answer| answer.status == 200)).await;
    }

    /// An orderly stop: how it ended, and how long that took.
    pub fn stop(mut self) -> (Option<i32>, Duration) {
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

pub async fn until(what: &str, mut condition: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + LONG;
    while !condition().await {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

pub fn pid(folder: &Path, file: &str) -> Pid {
    let text = std::fs::read_to_string(folder.join("data").join(file)).unwrap();
    Pid::from_raw(text.lines().next().unwrap().trim().parse().unwrap())
}

/// A nurse's cookie, by the public ways only.
pub async fn nurse(folder: &Path, hub: &Hub) -> String {
    signed_in(folder, hub, "nurse").await
}

pub async fn signed_in(folder: &Path, hub: &Hub, role: &str) -> String {
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

pub async fn open_alerts(hub: &Hub, cookie: &str) -> Vec<serde_json::Value> {
    let answer = ask(hub.address, "GET /api/v1/alerts?state=open", cookie, "").await;
    answer.body["alerts"].as_array().cloned().unwrap_or_default()
}

pub async fn fault(hub: &Hub, cookie: &str, rule: &str) -> Option<serde_json::Value> {
    open_alerts(hub, cookie).await.into_iter().find(|alert| alert["rule"] == rule)
}
