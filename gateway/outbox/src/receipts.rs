//! What the hub holds.

use crate::class::ClassId;
use crate::disk::Disk;
use crate::error::{Stopped, SyncError, is_full};
use crate::gap::{Gap, GapKind};
use crate::outbox::Outbox;

impl<D: Disk> Outbox<D> {
    /// Notes what the hub holds of a stream, as half-open ranges. Remembered in memory, and on disk at the next
    /// [`Outbox::save_receipts`] or when a segment is freed. A loss that the hub holds is settled by it.
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

    /// Writes down what the hub holds. Call it now and then (ten seconds): losing it only means resending.
    pub fn save_receipts(&mut self) -> Result<(), SyncError> {
        self.check()?;
        match self.write_ledger() {
            Err(error) if is_full(&error) => Err(SyncError::Full),
            Err(error) => Err(self.stop("write the ledger", &error).into()),
            Ok(()) => Ok(()),
        }
    }

    /// Counts records as lost that are here and of no use to anyone (the caller cannot understand them). Returns what
    /// was not lost or held before: record it as a loss.
    pub fn give_up(&mut self, generation: u64, class: ClassId, first: u64, end: u64) -> Vec<Gap> {
        let Some(key) = self.find(generation, class) else { return Vec::new() };
        let Some(stream) = self.streams.get_mut(&key) else { return Vec::new() };
        self.ledger_is_stale = true;
        let fresh = stream.lose(first, end.min(stream.end()), GapKind::Corrupt);
        fresh.into_iter().map(|range| key.gap(range.0, range.1, GapKind::Corrupt)).collect()
    }

    /// The hub has another store, or restored it: everything that is still here is offered again.
    pub fn forget_receipts(&mut self) {
        for stream in self.streams.values_mut() {
            stream.receipted = Default::default();
        }
        self.ledger_is_stale = true;
    }
}
