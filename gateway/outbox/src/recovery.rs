//! Opening: finds what older generations left, and what of it is damaged.
//!
//! Nothing is changed before the format of every file is known to be ours. A finished segment tells its end in its seal,
//! so only unfinished segments (a few per opening) are walked record by record. Damage inside a finished segment is found
//! by the first read of it, which comes before anything of it is sent.

mod inspect;
mod restore;

use crate::class::ClassId;
use crate::config::Config;
use crate::disk::Disk;
use crate::error::OpenError;
use crate::gap::Gap;
use crate::ledger;
use crate::outbox::{Outbox, StreamInfo};
use crate::scan::retry;
use crate::segment::Id;
use crate::stream::{Key, Stream};
use crate::tombstone;
use std::collections::BTreeMap;

/// What was found when the outbox was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// Streams of older generations, oldest first. Everything in them is durable.
    pub streams: Vec<StreamInfo>,
    /// Every loss that no receipt covers, also those of earlier openings. The caller records each; if a loss is recorded
    /// twice, the hub counts it once.
    pub losses: Vec<Gap>,
    /// True when the ledger could not be read. Then everything is sent again, and numbers freed long ago count as missing.
    pub ledger_is_damaged: bool,
    /// How many files are not the outbox's own; they were left alone.
    pub foreign_files: usize,
}

impl<D: Disk> Outbox<D> {
    /// Opens the outbox. `generation` is a fresh random number in which this process numbers its records; what older
    /// generations left is only sent and freed.
    pub fn open(mut disk: D, config: Config, generation: u64) -> Result<(Outbox<D>, Recovery), OpenError> {
        config.check()?;
        let names = disk.list().map_err(|source| OpenError::Io { action: "list the files", source })?;
        let (files, foreign_files) = inspect::inspect(&mut disk, &names)?;
        let (book, ledger_is_damaged) = read_ledger(&mut disk, &names);
        if files.iter().any(|file| file.id.generation == generation) || book.keys().any(|key| key.generation == generation) {
            return Err(OpenError::GenerationUsed(generation));
        }
        let tombstones: Vec<String> = names.iter().filter(|name| tombstone::from_name(name).is_some()).cloned().collect();
        let streams = restore::restore(&mut disk, files, book, &tombstones)?;
        tidy(&mut disk, &names);
        let (mut outbox, recovery) = Outbox::assemble(disk, config, generation, streams, (ledger_is_damaged, foreign_files));
        outbox.ledger_is_stale = !tombstones.is_empty();
        outbox.tombstones = tombstones;
        Ok((outbox, recovery))
    }

    fn assemble(
        disk: D,
        config: Config,
        generation: u64,
        streams: BTreeMap<Key, Stream>,
        (ledger_is_damaged, foreign_files): (bool, usize),
    ) -> (Outbox<D>, Recovery) {
        let losses = streams.iter().flat_map(|(key, stream)| stream.gaps(*key)).collect();
        let mut outbox = Outbox {
            bytes: streams.values().map(Stream::bytes).sum(),
            segments: streams.values().map(|stream| stream.segments.len()).sum(),
            opening: streams.keys().next_back().map_or(0, |key| key.opening) + 1,
            disk,
            config,
            generation,
            streams,
            active: Default::default(),
            found: Vec::new(),
            ledger_is_stale: false,
            tombstones: Vec::new(),
            stopped: None,
        };
        let recovery = Recovery { streams: outbox.streams(), losses, ledger_is_damaged, foreign_files };
        for class in ClassId::ALL {
            outbox.streams.insert(outbox.key(class), Stream::default());
        }
        (outbox, recovery)
    }
}

fn read_ledger<D: Disk>(disk: &mut D, names: &[String]) -> (ledger::Book, bool) {
    if !names.iter().any(|name| name == ledger::NAME) {
        return (ledger::Book::new(), false);
    }
    match retry(|| ledger::load(disk)) {
        Ok(Some(book)) => (book, false),
        _ => (ledger::Book::new(), true),
    }
}

/// Removes what a crash left behind: a new ledger that did not get its final name, files without a byte.
fn tidy<D: Disk>(disk: &mut D, names: &[String]) {
    for name in names {
        let is_empty = Id::from_name(name).is_some() && matches!(disk.len(name), Ok(0));
        if is_empty || name == ledger::NEXT {
            // The file does no harm if it stays, so a failure does not matter.
            let _ = disk.remove(name);
        }
    }
}
