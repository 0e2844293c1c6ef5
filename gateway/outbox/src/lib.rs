//! The gateway's durable queue: what a device said stays here until the hub's database has it.
//!
//! Payloads are opaque. No clock, no thread, no randomness: the random
//! generation is an argument, and the disk is a trait ([`Disk`]), so that the
//! same code runs on a folder ([`RealDisk`]) and on a simulated disk that
//! loses, tears and reorders what was not synced (`sim`).
//!
//! # Use
//!
//! ```text
//! open(disk, config, random) -> Outbox, Recovery   record Recovery.losses
//! append(class, payload) -> number                 readable at once, e.g. for the live lane
//! sync(class)                                      events at once, others each second: now durable
//! next_unreceipted / last_unreceipted -> range     the backlog, oldest first / the newest
//! read(generation, class, from, ..)                Records | Lost | Freed | End
//! receipt(generation, class, ranges)               the hub has committed these
//! take_losses()                                    after append, sync, read, receipt: record each as a loss
//! save_receipts()                                  each ten seconds; close() at the end
//! ```
//!
//! # Promises
//!
//! * What [`Outbox::sync`] returned for is there after any crash, once, and under its number.
//! * A number is issued once, ever. Numbers belong to a *generation*, the random number of one opening. An older
//!   generation is only drained. So a disk restored from an image, a cloned card, or a tail that a power cut tore off
//!   can never give an old number to a new record.
//! * Every number that was issued and is not here is accounted for: receipted by the hub, or named as a [`Gap`], at
//!   each opening, until the hub has receipted the loss itself (it counts a committed loss as held).
//! * After a failed write or fsync nothing more is taken. A kernel may drop the pages it could not write and report
//!   success the next time, so trying again proves nothing. The caller opens anew and reads what is really there.
//!
//! # Files
//!
//! ```text
//! lock                                      empty; an exclusive lock keeps a second process out
//! ledger                                    what the hub holds, and why numbers are not here
//! 9f3c0000000012ab-1-00000000000003e8.seg   a segment: generation, class, first number (hexadecimal)
//! ```
//!
//! Classes: 0 events, 1 numerics, 2 waveforms. All integers are little-endian. All checksums are CRC-32C.
//! Every file starts with a preamble that no later format will change, so that any program recognises a newer one:
//!
//! ```text
//!  0  8  magic: "HEARTHOB" segment, "HEARTHLG" ledger
//!  8  4  format, now 1
//! 12  4  checksum of bytes 0..12 (a flipped bit never poses as a newer format)
//! ```
//!
//! A segment goes on with
//!
//! ```text
//! 16  8  generation
//! 24  8  rank of the opening: generations are random, this puts them in order
//! 32  8  first number
//! 40  1  class, then 3 zero bytes
//! 44  4  checksum of bytes 0..44
//! ```
//!
//! and then records, their numbers rising by one:
//!
//! ```text
//!  0  4  checksum of generation (8), class (1), and bytes 4.. of the record
//!  4  4  length of the payload, 1 to 65,536
//!  8  8  number
//! 16  .  payload
//! ```
//!
//! A finished segment ends with a *seal*: a record's head with the length `0xFFFF_FFFF` and, as its number, the end of
//! the segment. Generation and class are in the checksum though not in the record: a file system may show a block of
//! an older, removed segment after a power cut, and such a stale record must not pass.
//!
//! The ledger, after its preamble: number of streams (4); for each the rank (8), generation (8), class (1) and six lists
//! of half-open ranges, each a count (4) and pairs (8 + 8): receipted, settled, corrupt, torn, missing, shed; at last a
//! checksum of everything before. *Settled* numbers are no longer here and need no word: freed after their receipt, or
//! lost and the loss receipted.
//!
//! # Writing
//!
//! Records wait in memory, up to 1 MiB a class, until the sync; then one write and one fsync carry them all. A new
//! segment's name is made durable (fsync of the folder) in the same sync. A segment is sealed and synced before its
//! successor is begun, so only the last segment of a stream can be torn. Nothing is ever written twice but the ledger.
//!
//! # Opening
//!
//! 1. The first bytes of every file are read. A newer format anywhere: refused, nothing was touched.
//! 2. Finished segments are taken at their seal's word. Others are walked record by record: at a bad checksum the walk
//!    goes on byte by byte until a sound record follows, whose number tells exactly what is missing. When none follows,
//!    the tail is torn: at least one record, written and never synced, may have been there.
//! 3. Numbers between segments that the ledger does not explain are missing.
//!
//! Records that a killed process left only in the system's memory are synced before they count as kept. (After a failed
//! fsync even a sync proves nothing: such records may be sent, but they were never promised to be durable.)
//!
//! Damage inside a finished segment is found by its first read, which comes before anything of it is sent, and is
//! remembered from then on. So an opening after a week without a link reads a few kilobytes, not two gigabytes.
//!
//! # Removing
//!
//! Only whole segments go, and only after the ledger durably says why: a receipt, or a loss. Receipted segments stay
//! while there is room, because a hub restored from a backup asks again. When room is needed they go first; then
//! waveforms, oldest first; then numerics, oldest first; events that the hub lacks never. On a disk so full that not even
//! the ledger can be written, a segment's file is first renamed to `9f3c0000000012ab-2-0000000000000000-00000000000003e8.gone`
//! (its range; the name is made durable) and cut to nothing. That makes the room for the ledger, and then the file is
//! removed too. If the ledger is lost, what is here is sent again, and what was freed is reported as missing once more;
//! the hub drops both, because it holds them.
//!
//! # Why not
//!
//! * *SQLite*: one file that a torn page or a bad block can take as a whole, a journal that writes everything twice on
//!   a card that wears out, deletes that do not give room back to a full disk, and no way to run its disk access under
//!   a simulation of ours. We need no query but "from this number on".
//! * *One file per record*: a directory entry and an inode each, four kilobytes for thirty bytes of payload.
//! * *One file for all*, or trimming by rewriting: room returns only by copying, and copying needs room when there is
//!   none. One file for all classes could not shed waveforms and keep events.
//! * *A memory-mapped ring*: an I/O error arrives as a signal instead of a result, and fsync of a map says little.
//! * *The MQTT client's session or the broker's queue*: they end with a PUBACK, which says nothing about the database.
//! * *Truncating a torn tail and going on in its file*: the cut numbers may have reached the hub by the live lane.

mod class;
mod config;
mod disk;
mod error;
mod gap;
mod ledger;
mod outbox;
mod preamble;
mod ranges;
mod read;
mod receipts;
mod record;
mod recovery;
mod scan;
mod segment;
mod shed;
#[cfg(feature = "sim")]
pub mod sim;
mod stream;
mod tombstone;
mod write;

pub use class::ClassId;
pub use config::{Config, MAX_SEGMENTS};
pub use disk::{Disk, RealDisk, RealDiskError};
pub use error::{AppendError, OpenError, ReadError, Stopped, SyncError};
pub use gap::{Gap, GapKind};
pub use outbox::{Backlog, Outbox, StreamInfo};
pub use preamble::FORMAT;
pub use read::Read;
pub use record::MAX_PAYLOAD;
pub use recovery::Recovery;
