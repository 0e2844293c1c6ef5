//! The program `hearth-hub parts` in a folder of its own.

use hearth_hub::config::Config;
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, Uid, User};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// A folder that other accounts may pass through.
pub fn home() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    dir
}

/// Everything embedded, under `home`.
pub fn config(home: &Path) -> Config {
    Config { data_dir: home.join("data"), ..Config::default() }
}

/// As root: an account without rights that owns `dir`; as a user: the user.
pub fn plain_user(dir: &Path) -> Option<u32> {
    if !Uid::effective().is_root() {
        return None;
    }
    let user = User::from_name("nobody").unwrap().unwrap();
    nix::unistd::chown(dir, Some(user.uid), Some(user.gid)).unwrap();
    Some(user.uid.as_raw())
}

/// Waits for a condition.
pub async fn wait_for(what: &str, limit: Duration, mut condition: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + limit;
    while !condition().await {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The first line of a pid file.
pub fn pid_in(file: &Path) -> i32 {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    text.lines().next().unwrap().trim().parse().unwrap()
}

/// Asks the database by its own client; the last value.
pub fn sql(url: &str, text: &str) -> String {
    let mut command = Command::new("psql");
    command.args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text, url]);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{text}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().last().unwrap_or_default().to_owned()
}

/// Runs one command of the program on the data of `home`.
pub fn hub(home: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hearth-hub"));
    command.args(arguments).current_dir(home).env("HEARTH_HUB__DATA_DIR", home.join("data"));
    command.output().unwrap()
}

/// Runs a command that must succeed; what it printed.
pub fn succeeds(home: &Path, arguments: &[&str]) -> String {
    let output = hub(home, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Runs a command that must refuse; what it said.
pub fn refused(home: &Path, arguments: &[&str]) -> String {
    let output = hub(home, arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// The running program.
pub struct Parts {
    child: Child,
    data: PathBuf,
    /// Address of the database.
    pub database: String,
    /// Address of the broker.
    pub broker: String,
}

fn command(home: &Path, user: Option<u32>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hearth-hub"));
    command.arg("parts").env("HEARTH_HUB__DATA_DIR", home.join("data")).env_remove("XDG_RUNTIME_DIR");
    if let Some(uid) = user {
        command.uid(uid).gid(uid);
    }
    command
}

impl Parts {
    /// Starts it and waits until both parts answer.
    pub fn start(home: &Path, user: Option<u32>) -> Parts {
        let mut child = command(home, user).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut word = |name: &str| {
            let line = lines.next().expect("the parts start").unwrap();
            line.strip_prefix(name).unwrap_or_else(|| panic!("{line}")).trim().to_owned()
        };
        let (database, broker) = (word("database"), word("broker"));
        word("ready");
        Parts { child, data: home.join("data"), database, broker }
    }

    /// Starts it where it must refuse, and says what it said.
    pub fn refused(home: &Path, user: Option<u32>) -> String {
        let output = command(home, user).output().unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn pid(&self, file: &str) -> i32 {
        pid_in(&self.data.join(file))
    }

    pub fn sql(&self, text: &str) -> String {
        // As the account that owns the cluster when the hub is no root.
        sql(&self.database, text)
    }

    /// kill -9 of the hub alone.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// An orderly stop.
    pub fn stop(mut self) {
        kill(Pid::from_raw(self.child.id().cast_signed()), Signal::SIGTERM).unwrap();
        assert!(self.child.wait().unwrap().success());
    }
}

/// Ends the database of running parts for good: the hub first, so that nobody restarts it.
pub fn kill_database(mut parts: Parts) {
    parts.kill();
    for file in ["database/cluster/postmaster.pid", "broker/mosquitto.pid"] {
        kill(Pid::from_raw(parts.pid(file)), Signal::SIGQUIT).unwrap();
    }
    let socket = parts.data.join("run/.s.PGSQL.5432");
    let deadline = Instant::now() + Duration::from_secs(30);
    while std::os::unix::net::UnixStream::connect(&socket).is_ok() {
        assert!(Instant::now() < deadline, "the database does not end");
        std::thread::yield_now();
    }
}
