//! Recorded bytes at the pace of a serial line, over and over.

use super::health::Fault;
use std::io;
use std::path::Path;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// How much time of the line one read delivers.
const STEP: Duration = Duration::from_millis(100);
/// How many bytes of a recording are read, at most.
const MAX_BYTES: u64 = 64 << 20;

pub(super) struct Replay {
    bytes: Vec<u8>,
    next: usize,
    step_bytes: usize,
    due: Instant,
}

impl Replay {
    pub fn open(file: &Path, baud: u32) -> Result<Replay, Fault> {
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => Fault::Missing,
            io::ErrorKind::PermissionDenied => Fault::Denied,
            _ => Fault::Other(error.to_string()),
        };
        let size = std::fs::metadata(file).map_err(failed)?.len();
        if size == 0 || size > MAX_BYTES {
            return Err(Fault::Other(format!("{size} bytes: a recording has 1 to {MAX_BYTES}")));
        }
        let bytes = std::fs::read(file).map_err(failed)?;
        // Ten bits a byte: start, eight of data, stop.
        let step_bytes = (baud as usize / 10 * STEP.as_millis() as usize / 1000).max(1);
        Ok(Replay { bytes, next: 0, step_bytes, due: Instant::now() + STEP })
    }

    pub async fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        sleep_until(self.due).await;
        self.due += STEP;
        let rest = &self.bytes[self.next..];
        let count = self.step_bytes.min(into.len()).min(rest.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.next = (self.next + count) % self.bytes.len();
        Ok(count)
    }
}
