//! A real Mosquitto on a free loopback port.

use super::PATIENCE;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

pub struct Broker {
    child: Child,
    _folder: tempfile::TempDir,
    pub port: u16,
}

impl Broker {
    pub fn start() -> Broker {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let settings = folder.path().join("broker.conf");
        let text = format!("listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\nset_tcp_nodelay true\n");
        std::fs::write(&settings, text).unwrap();
        let sbin = Path::new("/usr/sbin/mosquitto");
        let program = if sbin.exists() { sbin } else { Path::new("mosquitto") };
        let child = Command::new(program).arg("-c").arg(&settings).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < deadline, "mosquitto does not listen on {port}");
            std::thread::yield_now();
        }
        Broker { child, _folder: folder, port }
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
