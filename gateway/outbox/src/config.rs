//! The limits of an outbox.

use crate::error::OpenError;
use crate::record::{HEAD, MAX_PAYLOAD};
use crate::segment::HEADER;

/// Segment files, at most. 2 GiB in segments of 1 MiB take 2,048; each start of the gateway adds up to three.
pub const MAX_SEGMENTS: usize = 65_536;
/// Bytes of a class that wait in memory for the next sync, at most.
pub(crate) const MAX_PENDING: usize = 1024 * 1024;
/// The smallest segment: one of the largest records, header and seal.
const MIN_SEGMENT: u64 = (HEADER + HEAD + MAX_PAYLOAD + HEAD) as u64;
/// The largest; a place in it must fit the cheap marks.
const MAX_SEGMENT: u64 = 64 * 1024 * 1024;

/// The limits of an outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Config {
    /// Bytes of all segments, at most.
    pub max_bytes: u64,
    /// Bytes of one segment, at most: what is freed or shed at a time.
    pub segment_bytes: u64,
    /// Bytes of receipted segments that stay for a hub restored from a backup; more are freed, oldest first.
    pub keep_receipted_bytes: u64,
    /// Room that numerics and waveforms leave free on the medium, for events and for the rest of the system.
    pub min_free_bytes: u64,
}

impl Default for Config {
    /// 2 GiB in segments of 1 MiB, half of it for receipted ones, 64 MiB left free.
    fn default() -> Config {
        Config { max_bytes: 2 << 30, segment_bytes: 1 << 20, keep_receipted_bytes: 1 << 30, min_free_bytes: 64 << 20 }
    }
}

impl Config {
    pub(crate) fn check(&self) -> Result<(), OpenError> {
        let refuse = |key, mend| Err(OpenError::Config { key, mend });
        if self.segment_bytes < MIN_SEGMENT {
            return refuse("segment_bytes", "set at least 65616: the largest record must fit");
        }
        if self.segment_bytes > MAX_SEGMENT {
            return refuse("segment_bytes", "set at most 67108864 (64 MiB): it is freed as a whole");
        }
        if self.max_bytes / 4 < self.segment_bytes {
            return refuse("max_bytes", "set at least four times segment_bytes: one open segment for each class and one to free");
        }
        Ok(())
    }
}
