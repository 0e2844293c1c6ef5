//! The limits of an outbox.

use crate::error::OpenError;
use crate::record::{HEAD, MAX_PAYLOAD};
use crate::segment::HEADER;

/// The most segment files an outbox may have. 2 GiB in segments of 1 MiB are 2,048; each start of the gateway adds up to
/// three.
pub const MAX_SEGMENTS: usize = 65_536;
/// The most bytes of a class that wait in memory for the next sync.
pub(crate) const MAX_PENDING: usize = 1024 * 1024;
/// The smallest allowed segment, bytes: room for one record of the largest size, the header and the seal.
const MIN_SEGMENT: u64 = (HEADER + HEAD + MAX_PAYLOAD + HEAD) as u64;
/// The largest allowed segment, bytes. Offsets in it must fit the small marks that [`crate::segment`] keeps in memory.
const MAX_SEGMENT: u64 = 64 * 1024 * 1024;

/// The limits of an outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Config {
    /// The most bytes that all segments together may take.
    pub max_bytes: u64,
    /// The most bytes in one segment. A segment is what is freed or shed at a time.
    pub segment_bytes: u64,
    /// The most bytes of receipted segments that stay for a hub restored from a backup. Beyond that the oldest are freed.
    pub keep_receipted_bytes: u64,
    /// Bytes that numerics and waveforms leave free on the medium, for events and for the rest of the system.
    pub min_free_bytes: u64,
}

impl Default for Config {
    /// 2 GiB in segments of 1 MiB; half of it may be receipted; 64 MiB of the medium are left free.
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
