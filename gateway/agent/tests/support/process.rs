//! The real binary, ended by its process id.

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

impl Gateway {
    pub fn start(config: &Path) -> Gateway {
        let mut command = Command::new(binary());
        command.args(["run", "--config"]).arg(config).stdin(Stdio::null());
        if std::env::var_os("HEARTH_TEST_LOG").is_none() {
            command.stderr(Stdio::null());
        }
        Gateway { child: command.spawn().unwrap() }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// As `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// As systemd stops it; the exit code.
    pub fn stop(&mut self) -> Option<i32> {
        nix::sys::signal::kill(nix::unistd::Pid::from_raw(self.child.id() as i32), nix::sys::signal::Signal::SIGTERM).unwrap();
        self.child.wait().unwrap().code()
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
