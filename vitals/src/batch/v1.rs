//! Batch encoding v1, byte by byte. **Frozen**: the golden files in `vitals/tests/golden/` prove that it has not changed.
//! Whoever must change a single byte writes a `v2` beside this file.
//!
//! `u` is an unsigned LEB128 number, `s` a zigzag LEB128 number, `u8`/`u32`/`u64` are fixed,
//! little-endian. A batch is at most [`MAX_BATCH_BYTES`].
//!
//! ```text
//! header (its shape is frozen for every later version too)
//!   "HB"            2 bytes
//!   crc             u32    CRC-32C of every byte after it
//!   version         u8     1
//!   class           u8     0 events, 1 numerics, 2 waveforms
//!   generation      u64
//!   first           u      sequence number of the first record
//!   count           u      records; 1 ..= 4096; numbers are first, first+1, ...
//!   sent            s      gateway wall clock when it was sent, ms since 1970
//!   gateway         u8 length, then its id
//! body
//!   boot            u64
//!   anchor          u8 quality (0 = no anchor); else s mono - base, s wall - sent, u uncertainty
//!   base            u      monotonic ms all times below count from
//!   devices         u8 count <= 64, each u8 length, then its id
//!   records         count times: u8 tag, then by tag
//! ```
//! (`base` stands before `anchor` in the bytes: the anchor counts from it.)
//!
//! Low four bits of a tag are its kind, high bits its options:
//! ```text
//! 0 frame      device u8, s mono step, [0x10: s device time ms], u vital mask, then per vital
//!              in ascending code: [0x20: u (flags << 1 | has value)], s raw if it has a value
//! 1 waveform   device u8, s mono step, u8 kind, u period us, u samples, u bytes, packed bytes
//! 2 event      s mono step, [0x10: device u8], u8 kind, then by kind
//!              0 button 1 link up 2 link down 5 disk fault: nothing; 3 cuff fault: u8 code;
//!              4 not collected: s from, u length ms; 6 rejected: u packets
//! 3 status     s mono step, u8 clock, u outbox bytes, u disk free bytes, u backlog, u8 up, u8 total
//! 4 loss       s mono step, u64 generation, u8 class, u first, u count, u8 reason
//! 5 anchor     s mono step, s wall ms, u8 quality, u uncertainty ms (boot is the batch's)
//! ```
//! A mono step counts from the record before; the first from `base`. Without option 0x20 every
//! vital of a frame has a value and no flags. With the flag `as_given` (bit 12) the raw number is none that can be believed:
//! a decoder gives it as [`crate::Reading::given`], as it does with any number outside the plausible range of its vital.
//!
//! Codes that a program does not know can be stepped over and are kept ([`crate::unknown`]): every vital and every flag
//! is written like the known ones, a waveform states its own length, and **an event of any kind from 7 on is `u length,
//! bytes`**. A new option, or a new kind of record, needs a `v2`.
//!
//! The decoder is safe against hostile bytes: it never allocates by an announced size that the remaining bytes could not
//! hold, and it refuses everything that the encoder would not have written, with a named error.

mod decode;
mod encode;

pub use decode::{DecodeError, decode, decode_knowing, decode_record, decode_record_knowing, peek};
pub use encode::{EncodeError, encode, encode_record};

use crate::class::Stream;
use crate::id::{BootId, GatewayId};
use crate::instant::{Anchor, WallMs};
use crate::record::Record;
use serde::Serialize;

/// The largest size of a batch, bytes.
pub const MAX_BATCH_BYTES: usize = 64 * 1024;
/// The most records in one batch.
pub const MAX_RECORDS: usize = 4_096;
/// The most devices in one batch.
pub const MAX_DEVICES: usize = 64;
/// The version this file writes.
pub const VERSION: u8 = 1;

const MAGIC: [u8; 2] = *b"HB";
/// Offset of the first byte that the CRC covers.
const CRC_END: usize = 6;

/// The part of a batch that every version shares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Header {
    /// The gateway that sent it.
    pub gateway: GatewayId,
    /// The stream to which its records belong.
    #[serde(flatten)]
    pub stream: Stream,
    /// Number of the first record.
    pub first: u64,
    /// How many records; at least 1.
    pub count: u32,
    /// When it was sent, by the gateway's wall clock.
    pub sent: WallMs,
}

/// Records of one stream with consecutive numbers, all of one boot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Batch {
    /// Gateway, stream and numbers.
    #[serde(flatten)]
    pub header: Header,
    /// The boot to which all monotonic times of the batch belong.
    pub boot: BootId,
    /// The best anchor that the gateway had for that boot when it sent the batch; `None` if it had none.
    pub anchor: Option<Anchor>,
    /// The records; there are `header.count` of them.
    pub records: Vec<Record>,
}

mod tag {
    pub const FRAME: u8 = 0;
    pub const WAVEFORM: u8 = 1;
    pub const EVENT: u8 = 2;
    pub const STATUS: u8 = 3;
    pub const LOSS: u8 = 4;
    pub const ANCHOR: u8 = 5;
    pub const OPTION_A: u8 = 0x10;
    pub const OPTION_B: u8 = 0x20;
}

mod event {
    pub const BUTTON: u8 = 0;
    pub const LINK_UP: u8 = 1;
    pub const LINK_DOWN: u8 = 2;
    pub const CUFF_FAULT: u8 = 3;
    pub const NOT_COLLECTED: u8 = 4;
    pub const DISK_FAULT: u8 = 5;
    pub const REJECTED: u8 = 6;
}
