//! A hub that encrypts, the folders of boxes, and the gateway's program.

use super::stranger::{Signed, serial};
use crate::embedded::http::{Answer, parse};
use crate::run::rig::{command, folder, free_port, until};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// How long a process may take to end.
const ENDS: Duration = Duration::from_secs(20);

/// A hub on loopback with both doors encrypted.
pub struct Hub {
    pub folder: tempfile::TempDir,
    pub address: SocketAddr,
    pub broker: SocketAddr,
    child: Child,
    keys: Vec<(String, String)>,
}

/// A gateway's program that runs.
pub struct Gateway(Child);

impl Gateway {
    pub fn stop(&mut self) {
        end(&mut self.0);
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The same command, whose process dies with this one, however it ends.
fn tied(command: &Command) -> Command {
    let mut tied = Command::new("setpriv");
    tied.args(["--pdeathsig", "KILL"]).arg(command.get_program()).args(command.get_args());
    tied.envs(command.get_envs().filter_map(|(key, value)| Some((key, value?))));
    tied
}

/// Asks a process to end, and ends it if it does not.
fn end(child: &mut Child) {
    let _ = kill(Pid::from_raw(child.id().cast_signed()), Signal::SIGTERM);
    let begun = Instant::now();
    while begun.elapsed() < ENDS && matches!(child.try_wait(), Ok(None)) {
        std::thread::sleep(Duration::from_millis(20));
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// The file that an enrolment has written there.
pub fn written(place: &Path, begin: &str, end: &str) -> Option<PathBuf> {
    let name =
        |path: &PathBuf| path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(begin) && name.ends_with(end));
    std::fs::read_dir(place).unwrap().map(|entry| entry.unwrap().path()).find(name)
}

/// The gateway's program, which the same build has made.
pub fn gateway_program() -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_hearth-hub")).with_file_name("hearth-gateway");
    assert!(program.exists(), "{} is missing: cargo build -p hearth-gateway", program.display());
    program
}

pub fn enrol(hub: &Hub, place: &Path, code: &str) -> Output {
    enrol_by(Command::new(gateway_program()), hub, place, code)
}

/// The same on a box whose clock says this.
pub fn enrol_at(clock: &str, hub: &Hub, place: &Path, code: &str) -> Output {
    enrol_by(gateway_at(clock), hub, place, code)
}

/// The gateway's program with a wall clock that begins then. By the library alone: the program `faketime` runs it as a child of its
/// own, which goes on when `faketime` is ended.
fn gateway_at(clock: &str) -> Command {
    let folders = std::fs::read_dir("/usr/lib").unwrap().map(|entry| entry.unwrap().path());
    let library = folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1")).find(|file| file.exists());
    let library = library.expect("libfaketime is missing: deploy/install-packages --tests");
    let mut command = Command::new(gateway_program());
    command.env("LD_PRELOAD", library).env("FAKETIME", format!("@{clock}")).env("DONT_FAKE_MONOTONIC", "1");
    command
}

fn enrol_by(mut command: Command, hub: &Hub, place: &Path, code: &str) -> Output {
    command.args(["enrol", "--hub", &format!("https://{}", hub.address), "--config"]).arg(place.join("gateway.toml"));
    command.args(code.split(' ')).output().unwrap()
}

impl Hub {
    pub async fn start() -> Hub {
        Hub::start_in(folder(), &[]).await
    }

    pub async fn start_in(folder: tempfile::TempDir, more: &[(&str, &Path)]) -> Hub {
        let (address, broker) = (free_port(), free_port());
        let mut keys = vec![
            ("HEARTH_HUB__SERVER__TLS".to_owned(), "on".to_owned()),
            ("HEARTH_HUB__EMBEDDED__BROKER_TLS_PORT".to_owned(), broker.port().to_string()),
            ("HEARTH_HUB__CANARY__PERIOD_S".to_owned(), "0".to_owned()),
        ];
        keys.extend(more.iter().map(|(key, value)| (format!("HEARTH_HUB__{key}"), value.display().to_string())));
        let log = std::fs::File::create(folder.path().join("hub.log")).unwrap();
        let mut run = command(folder.path(), address, &["run"]);
        let child = tied(run.envs(keys.clone())).stderr(log).stdout(Stdio::null()).spawn().unwrap();
        let hub = Hub { folder, address, broker, child, keys };
        until("the hub is ready", async || hub.tried("GET /readyz", "", "").await.is_some_and(|answer| answer.status == 200)).await;
        hub
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("hub.log")).unwrap()
    }

    pub fn says(&self, arguments: &[&str]) -> String {
        let output = command(self.folder.path(), self.address, arguments).envs(self.keys.clone()).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The words of a new code.
    pub fn code(&self, gateway: &str) -> String {
        let said: serde_json::Value = serde_json::from_str(&self.says(&["gateway", "code", gateway, "--json"])).unwrap();
        said["words"].as_str().unwrap().to_owned()
    }

    /// The folder of a box, with a configuration that names its device alone.
    pub fn home(&self, name: &str) -> PathBuf {
        let place = self.folder.path().join("boxes").join(name);
        if !place.exists() {
            std::fs::create_dir_all(&place).unwrap();
            let recording = place.join("recording");
            std::fs::write(&recording, recorded()).unwrap();
            let device = "[[devices]]\nid = \"oxim-0001\"\nprotocol = \"nonin-df7\"\nreplay";
            let (data, recording) = (place.join("data"), recording.display().to_string());
            let text = format!("data_dir = {data:?}\n[outbox]\nmin_free_bytes = 0\n{device} = {recording:?}\n");
            std::fs::write(place.join("gateway.toml"), text).unwrap();
        }
        place
    }

    /// Certificate and key of a box that was enrolled.
    pub fn identity(&self, name: &str) -> Signed {
        let file = |end: &str| written(&self.home(name), "gateway-", end).expect("a box that was enrolled");
        Signed { certificate: file(".pem"), key: file(".key") }
    }

    pub fn authority(&self) -> Vec<u8> {
        std::fs::read(self.folder.path().join("data/certificates/authority.pem")).unwrap()
    }

    pub fn run_gateway(&self, name: &str) -> Gateway {
        self.run_by(Command::new(gateway_program()), name)
    }

    pub fn run_gateway_at(&self, clock: &str, name: &str) -> Gateway {
        self.run_by(gateway_at(clock), name)
    }

    fn run_by(&self, mut command: Command, name: &str) -> Gateway {
        let place = self.home(name);
        let log = std::fs::File::create(place.join("log")).unwrap();
        command.args(["run", "--config"]).arg(place.join("gateway.toml"));
        Gateway(tied(&command).stderr(log).stdout(Stdio::null()).spawn().unwrap())
    }

    /// How often the box has connected to the broker, as its log tells.
    pub fn connections(&self, name: &str) -> usize {
        let log = std::fs::read_to_string(self.home(name).join("log")).unwrap_or_default();
        log.matches("connected to the broker, listening").count()
    }

    /// Waits until the box tells that its session has ended.
    pub async fn until_out(&self, name: &str) {
        let log = self.home(name).join("log");
        until("the session has ended", async || std::fs::read_to_string(&log).is_ok_and(|log| log.contains("not connected to the broker")))
            .await;
    }

    pub fn sql(&self, statement: &str) -> String {
        let url = self.says(&["database-url"]);
        let output = Command::new("psql").args(["-XAtq", "-c", statement, url.trim()]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    fn count(&self, statement: &str) -> usize {
        self.sql(statement).parse().unwrap()
    }

    /// Frames in the store.
    pub fn frames(&self) -> usize {
        self.count("SELECT count(*) FROM frames")
    }

    pub async fn until_frames_flow(&self, before: usize) {
        until("readings arrive", async || self.frames() > before + 3).await;
    }

    /// Stretches that are missing between the records that the store holds.
    pub fn gaps(&self) -> usize {
        self.count("SELECT coalesce(sum((SELECT count(*) FROM unnest(held)) - 1), 0) FROM streams WHERE NOT isempty(held)")
    }

    /// Records that a gateway has said to be lost.
    pub fn losses(&self) -> usize {
        self.count("SELECT count(*) FROM losses")
    }

    pub fn quarantined(&self) -> usize {
        self.count("SELECT count(*) FROM quarantine")
    }

    /// The serial of the certificate that the broker shows.
    pub async fn broker_serial(&self) -> String {
        serial(self.broker, &self.authority()).await
    }

    /// The serial of the certificate that the hub shows to browsers.
    pub async fn hub_serial(&self) -> String {
        serial(self.address, &self.authority()).await
    }

    pub async fn ask(&self, line: &str, body: &str) -> Answer {
        self.tried(line, "", body).await.unwrap()
    }

    /// A sign-in by a page that was read over this scheme.
    pub async fn as_page_of(&self, scheme: &str, body: &str) -> Answer {
        self.tried("POST /api/v1/session", &format!("origin: {scheme}://{}\r\n", self.address), body).await.unwrap()
    }

    async fn tried(&self, line: &str, more: &str, body: &str) -> Option<Answer> {
        let mut stream = super::stranger::open(self.address, None).await.ok()?;
        let (address, length) = (self.address, body.len());
        let request = format!(
            "{line} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{more}content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut text = Vec::new();
        // The end of a connection that says no goodbye is an end, too.
        let _ = stream.read_to_end(&mut text).await;
        parse(&String::from_utf8_lossy(&text)).ok()
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

/// What an oximeter said for ten seconds.
fn recorded() -> Vec<u8> {
    let frame = |number: usize| {
        let status = if number == 0 { 0x81 } else { 0x80 };
        let data = match number {
            1 | 14 | 20 | 22 => 71,
            2 | 8 | 9 | 10 | 11 | 15 | 16 => 97,
            _ => 0,
        };
        let sum = [status, 0x40, number as u8, data].iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
        [status, 0x40, number as u8, data, sum]
    };
    (0..30).flat_map(|_| (0..25).flat_map(frame)).collect()
}
