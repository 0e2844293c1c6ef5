//! A Nonin oximeter in format 7 on a pty.

use nix::fcntl::OFlag;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::pty::{PtyMaster, grantpt, posix_openpt, ptsname_r, unlockpt};
use nix::sys::termios::{SetArg, cfmakeraw, tcgetattr, tcsetattr};
use std::io::{Read, Write};
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::time::Duration;

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
        // What is sent before anybody has opened it is not echoed: a serial line is no terminal.
        let mut settings = tcgetattr(&master).unwrap();
        cfmakeraw(&mut settings);
        tcsetattr(&master, SetArg::TCSANOW, &settings).unwrap();
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

    /// The next byte that the gateway sends, if it does so within this time.
    pub fn hears_within(&mut self, wait: Duration) -> Option<u8> {
        let wait = PollTimeout::try_from(wait).unwrap();
        let master = self.master.as_mut().unwrap();
        let is_there = poll(&mut [PollFd::new(master.as_fd(), PollFlags::POLLIN)], wait).unwrap() > 0;
        let mut byte = [0];
        // A line that nobody has open any more reads as an error.
        (is_there && matches!(master.read(&mut byte), Ok(1))).then_some(byte[0])
    }

    /// Sends one second of a patient, as fast as the line takes it.
    pub fn reading(&mut self, spo2: u8, pulse_rate: u16) {
        for _ in 0..PACKETS {
            self.send(&packet(spo2, pulse_rate, 30_000));
        }
    }
}
