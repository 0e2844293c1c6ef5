//! A Nonin oximeter in format 7 on a pty.

use nix::fcntl::OFlag;
use nix::pty::{PtyMaster, grantpt, posix_openpt, ptsname_r, unlockpt};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// How many packets make one reading: three packets of 25 frames are a second.
pub const PACKETS: usize = 3;

/// One packet of 25 frames.
pub fn packet(spo2: u8, pulse_rate: u16, pleth: u16) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(125);
    for frame in 0..25_u16 {
        let status = if frame == 0 { 0x81 } else { 0x80 };
        let [high, low] = (pleth + frame).to_be_bytes();
        let data = match frame {
            0 | 13 | 19 | 21 => (pulse_rate >> 7) as u8 & 0x03,
            1 | 14 | 20 | 22 => pulse_rate as u8 & 0x7f,
            2 | 8 | 9 | 10 | 11 | 15 | 16 => spo2,
            _ => 0,
        };
        let sum = [status, high, low, data].iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
        bytes.extend_from_slice(&[status, high, low, data, sum]);
    }
    bytes
}

/// The device's end of a pty, with a link of a stable name.
pub struct Oximeter {
    master: Option<PtyMaster>,
    path: PathBuf,
}

impl Oximeter {
    /// Makes a device and the link to it.
    pub fn plug(path: &Path) -> Oximeter {
        let mut oximeter = Oximeter { master: None, path: path.to_owned() };
        oximeter.replug();
        oximeter
    }

    pub fn replug(&mut self) {
        self.unplug();
        let master = posix_openpt(OFlag::O_RDWR | OFlag::O_NOCTTY | OFlag::O_CLOEXEC).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        std::os::unix::fs::symlink(ptsname_r(&master).unwrap(), &self.path).unwrap();
        self.master = Some(master);
    }

    pub fn unplug(&mut self) {
        let _ = std::fs::remove_file(&self.path);
        self.master = None;
    }

    pub fn send(&mut self, bytes: &[u8]) {
        self.master.as_mut().unwrap().write_all(bytes).unwrap();
    }

    /// The next bytes that the gateway sends.
    pub fn receive<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.master.as_mut().unwrap().read_exact(&mut bytes).unwrap();
        bytes
    }

    /// Sends one second of a patient, as fast as the line takes it.
    pub fn reading(&mut self, spo2: u8, pulse_rate: u16) {
        for _ in 0..PACKETS {
            self.send(&packet(spo2, pulse_rate, 30_000));
        }
    }
}
