//! One frame of 5 bytes: its checks and its fields.

use crate::decoded::RejectReason;

/// Bytes in a frame.
pub(super) const FRAME_BYTES: usize = 5;

/// STATUS bit that marks frame 1 of 25.
const SYNC: u8 = 0x01;

/// STATUS bit that is set in every frame.
const ALWAYS: u8 = 0x80;

/// First byte of every frame of data format 2.
const DF2_LEAD: u8 = 0x01;

/// One of the two data formats with five-byte frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Data format 2, with 8 bits of pleth.
    Df2,
    /// Data format 7, with 16 bits of pleth.
    Df7,
}

impl Format {
    /// The index of STATUS in a frame.
    const fn status_index(self) -> usize {
        match self {
            Format::Df2 => 1,
            Format::Df7 => 0,
        }
    }

    /// The status bits of a whole frame.
    pub(super) fn status(self, frame: &[u8]) -> u8 {
        frame[self.status_index()]
    }

    /// The pleth count of a whole frame. Format 7 counts from 0 to 65535; it is moved
    /// down by 32768, which keeps all 16 bits. The zero of a pleth has no meaning.
    pub(super) fn pleth(self, frame: &[u8]) -> i16 {
        match self {
            Format::Df2 => i16::from(frame[2]),
            Format::Df7 => i16::from_be_bytes([frame[1] ^ 0x80, frame[2]]),
        }
    }

    /// The fault of this complete frame at this place (from 0) of a packet, if it has one.
    pub(super) fn fault(self, place: usize, frame: &[u8]) -> Option<RejectReason> {
        let shaped = self.has_shape(frame);
        if !shaped && place == 0 {
            return Some(RejectReason::Garbage);
        }
        let sum = frame[..4].iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
        if !shaped || sum != frame[4] {
            return Some(RejectReason::Checksum);
        }
        (!self.has_sync_where_due(place, frame)).then_some(RejectReason::Truncated)
    }

    /// True when these first bytes of a frame (0 to 4 of them) may become a good one.
    pub(super) fn may_become(self, place: usize, start: &[u8]) -> bool {
        self.has_shape(start) && self.has_sync_where_due(place, start)
    }

    fn has_shape(self, start: &[u8]) -> bool {
        let led = self == Format::Df7 || start.first().is_none_or(|lead| *lead == DF2_LEAD);
        led && start.get(self.status_index()).is_none_or(|status| status & ALWAYS != 0)
    }

    fn has_sync_where_due(self, place: usize, start: &[u8]) -> bool {
        start.get(self.status_index()).is_none_or(|status| (status & SYNC != 0) == (place == 0))
    }
}
