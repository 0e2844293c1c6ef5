//! A real Mosquitto on a free loopback port.

use super::PATIENCE;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

pub struct Broker {
    child: Option<Child>,
    folder: tempfile::TempDir,
    pub port: u16,
}

impl Broker {
    pub fn start() -> Broker {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let text = format!("listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\nset_tcp_nodelay true\n");
        std::fs::write(folder.path().join("broker.conf"), text).unwrap();
        let mut broker = Broker { child: None, folder, port };
        broker.restart();
        broker
    }

    /// Kills it with SIGKILL, and starts it again with an empty memory.
    pub fn restart(&mut self) {
        self.kill();
        let sbin = Path::new("/usr/sbin/mosquitto");
        let program = if sbin.exists() { sbin } else { Path::new("mosquitto") };
        let settings = self.folder.path().join("broker.conf");
        self.child = Some(Command::new(program).arg("-c").arg(settings).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(Instant::now() < deadline, "mosquitto does not listen on {}", self.port);
            std::thread::yield_now();
        }
    }

    fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.kill();
    }
}
