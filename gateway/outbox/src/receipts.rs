//! Receipts: which numbers the hub holds.

use crate::class::ClassId;
use crate::disk::Disk;
use crate::error::{Stopped, SyncError, is_full};
use crate::gap::{Gap, GapKind};
use crate::outbox::Outbox;

impl<D: Disk> Outbox<D> {
    /// Notes which half-open ranges of a stream the hub holds. They are kept in memory, and on disk after the next
    /// [`Outbox::save_receipts`] or when a segment is freed. A loss that the hub holds need not be reported again.
    pub fn receipt(&mut self, generation: u64, class: ClassId, ranges: &[(u64, u64)]) -> Result<(), Stopped> {
        let Some(key) = self.find(generation, class) else { return Ok(()) };
        let current_end = (generation == self.generation).then(|| self.next_seq(class));
        if let Some(stream) = self.streams.get_mut(&key) {
            let end = current_end.unwrap_or_else(|| stream.end());
            for range in ranges {
                stream.receipt(range.0, range.1.min(end));
            }
            self.ledger_is_stale = true;
        }
        if self.stopped.is_none() { self.trim_receipted() } else { Ok(()) }
    }

    /// Writes the receipts to disk. To be called every ten seconds or so; a lost receipt only costs a resend.
    pub fn save_receipts(&mut self) -> Result<(), SyncError> {
        self.check()?;
        match self.write_ledger() {
            Err(error) if is_full(&error) => Err(SyncError::Full),
            Err(error) => Err(self.stop("write the ledger", &error).into()),
            Ok(()) => Ok(()),
        }
    }

    /// Counts records as lost that are here but that nobody can use, because the caller cannot understand them. Returns the
    /// gaps that were not lost or held before: the caller records each as a loss.
    pub fn give_up(&mut self, generation: u64, class: ClassId, first: u64, end: u64) -> Vec<Gap> {
        let Some(key) = self.find(generation, class) else { return Vec::new() };
        let Some(stream) = self.streams.get_mut(&key) else { return Vec::new() };
        self.ledger_is_stale = true;
        let fresh = stream.lose(first, end.min(stream.end()), GapKind::Corrupt);
        fresh.into_iter().map(|range| key.gap(range.0, range.1, GapKind::Corrupt)).collect()
    }

    /// Forgets all receipts, because the hub has another store or restored it: everything that is still here is sent again.
    pub fn forget_receipts(&mut self) {
        for stream in self.streams.values_mut() {
            stream.receipted = Default::default();
        }
        self.ledger_is_stale = true;
    }
}
