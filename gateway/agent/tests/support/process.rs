//! The real program, ended by its process id.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

pub struct Gateway {
    child: Child,
}

pub fn binary() -> &'static str {
    env!("CARGO_BIN_EXE_hearth-gateway")
}

/// Writes a configuration with one oximeter.
pub fn config(dir: &Path, broker: u16, port: &Path) -> PathBuf {
    let text = format!(
        "gateway = \"home-0001\"\ndata_dir = \"{}\"\n[broker]\nhost = \"127.0.0.1\"\nport = {broker}\n\
         [outbox]\nmin_free_bytes = 0\n[[devices]]\nid = \"oxim-0001\"\nprotocol = \"nonin-df7\"\nport = \"{}\"\n",
        dir.join("data").display(),
        port.display()
    );
    let file = dir.join("gateway.toml");
    std::fs::write(&file, text).unwrap();
    file
}

/// Says in the configuration that these devices are read: id, protocol and port.
pub fn want(file: &Path, devices: &[(&str, &str, &Path)]) {
    let text = std::fs::read_to_string(file).unwrap();
    let rest = text.split("[[devices]]").next().unwrap();
    let device = |(id, protocol, port): &(&str, &str, &Path)| {
        format!("[[devices]]\nid = \"{id}\"\nprotocol = \"{protocol}\"\nport = \"{}\"\n", port.display())
    };
    std::fs::write(file, rest.to_owned() + &devices.iter().map(device).collect::<String>()).unwrap();
}

impl Gateway {
    pub fn start(config: &Path) -> Gateway {
        let mut command = Command::new(binary());
        command.args(["run", "--config"]).arg(config).stdin(Stdio::null());
        if std::env::var_os("HEARTH_TEST_LOG").is_none() {
            command.stderr(Stdio::null());
        }
        Gateway { child: command.spawn().unwrap() }
    }

    /// Starts it with its log in a file. It may open `soft` files, and `hard` after it has raised the limit.
    pub fn start_logged(config: &Path, log: &Path, (soft, hard): (u32, u32)) -> Gateway {
        let mut command = Command::new("prlimit");
        command.arg(format!("--nofile={soft}:{hard}")).arg(binary()).args(["run", "--config"]).arg(config);
        let log = std::fs::File::create(log).unwrap();
        Gateway { child: command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().unwrap() }
    }

    pub fn signal(&self, signal: nix::sys::signal::Signal) {
        nix::sys::signal::kill(nix::unistd::Pid::from_raw(self.child.id() as i32), signal).unwrap();
    }

    /// Waits for its end; returns the exit code.
    pub fn ended(&mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Kills it with SIGKILL.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Stops it as systemd does; returns the exit code.
    pub fn stop(&mut self) -> Option<i32> {
        self.signal(nix::sys::signal::Signal::SIGTERM);
        self.ended()
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
