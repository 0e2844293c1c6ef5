//! Appending records, and making them durable.
//!
//! A record goes to memory, where it can be read at once. [`Outbox::write_all`] hands everything that waits to the
//! operating system, one call for each class; a sync also asks for fsync. After a failed write or fsync nobody knows what
//! the medium holds (the kernel may drop the pages and report success next time), so the outbox stops.

use crate::class::ClassId;
use crate::config::{MAX_PENDING, MAX_SEGMENTS};
use crate::disk::Disk;
use crate::error::{AppendError, Stopped, SyncError, is_full};
use crate::outbox::{Active, Outbox};
use crate::record::{self, HEAD, MAX_PAYLOAD};
use crate::segment::{self, HEADER, Id, Segment};
use std::io;

/// How often one write sheds segments when the disk is full, before it gives up.
const SHED_TRIES: usize = 4;

impl<D: Disk> Outbox<D> {
    /// Takes a record and numbers it. It can be read at once and is durable after the next [`Outbox::sync`] of its class.
    /// What had to be shed for it is in [`Outbox::take_losses`].
    pub fn append(&mut self, class: ClassId, payload: &[u8]) -> Result<u64, AppendError> {
        self.check()?;
        if payload.is_empty() || payload.len() > MAX_PAYLOAD {
            return Err(AppendError::Size { bytes: payload.len(), limit: MAX_PAYLOAD });
        }
        let size = HEAD + payload.len();
        self.prepare(class, size)?;
        let key = self.key(class);
        let active = &mut self.active[class.index()];
        let (seq, at) = (active.next, active.pending.len());
        record::encode(key.seed(), seq, payload, &mut active.pending);
        active.starts.push(at);
        active.next += 1;
        let offset = active.written + at as u64;
        if let Some(last) = self.streams.get_mut(&key).and_then(|stream| stream.segments.back_mut()) {
            last.note(seq, offset);
            last.end = seq + 1;
            last.bytes += size as u64;
        }
        self.bytes += size as u64;
        Ok(seq)
    }

    /// Makes every record of the class durable and returns the number after the last of them.
    pub fn sync(&mut self, class: ClassId) -> Result<u64, SyncError> {
        self.flush(class)?;
        self.fsync(class)?;
        Ok(self.durable_end(class))
    }

    /// Hands every record to the operating system, events first. From then on they survive the end of this process, though
    /// not yet a power failure.
    pub fn write_all(&mut self) -> Result<(), SyncError> {
        let results = ClassId::ALL.map(|class| self.flush(class));
        results.into_iter().collect()
    }

    /// Makes every record durable, events first. A class that finds no room does not hold up the others.
    pub fn sync_all(&mut self) -> Result<(), SyncError> {
        let results = ClassId::ALL.map(|class| self.sync(class).map(drop));
        results.into_iter().collect()
    }

    /// Ends the use of the outbox in order: everything durable, segments sealed, receipts written.
    pub fn close(mut self) -> Result<D, SyncError> {
        for class in ClassId::ALL {
            self.finish_segment(class)?;
        }
        self.save_receipts()?;
        Ok(self.disk)
    }

    /// Makes sure that the class has an open segment with room for `size` bytes.
    fn prepare(&mut self, class: ClassId, size: usize) -> Result<(), AppendError> {
        let active = &self.active[class.index()];
        let length = active.written + active.pending.len() as u64 + (size + HEAD) as u64;
        if active.is_open && length > self.config.segment_bytes {
            self.finish_segment(class).map_err(refused)?;
        }
        self.make_room(class, (size + HEADER + HEAD) as u64)?;
        if self.active[class.index()].pending.len() + size > MAX_PENDING {
            self.flush(class).map_err(refused)?;
        }
        if !self.active[class.index()].is_open {
            self.open_segment(class);
        }
        Ok(())
    }

    fn make_room(&mut self, class: ClassId, size: u64) -> Result<(), AppendError> {
        let over = (self.bytes + size).saturating_sub(self.config.max_bytes);
        let one_too_many = u64::from(!self.active[class.index()].is_open && self.segments >= MAX_SEGMENTS);
        if over == 0 && one_too_many == 0 {
            return Ok(());
        }
        if self.shed_for(class, over.max(one_too_many))? < over.max(one_too_many) { Err(AppendError::Full) } else { Ok(()) }
    }

    fn open_segment(&mut self, class: ClassId) {
        let key = self.key(class);
        let active = &mut self.active[class.index()];
        let first = active.next;
        let (durable_end, is_unnoted) = (active.durable_end, active.is_unnoted);
        *active = Active { next: first, durable_end, is_unnoted, is_open: true, first, pending_first: first, ..Active::default() };
        segment::write_header(Id { generation: key.generation, class, first }, key.opening, &mut active.pending);
        self.streams.entry(key).or_default().segments.push_back(Segment::new(first, first, HEADER as u64));
        self.bytes += HEADER as u64;
        self.segments += 1;
    }

    /// Seals the open segment of the class and makes that durable.
    fn finish_segment(&mut self, class: ClassId) -> Result<(), SyncError> {
        let key = self.key(class);
        if !self.active[class.index()].is_open {
            return Ok(self.check()?);
        }
        let active = &mut self.active[class.index()];
        let before = active.pending.len();
        record::encode_seal(key.seed(), active.next, &mut active.pending);
        if let Err(error) = self.flush(class) {
            self.active[class.index()].pending.truncate(before);
            return Err(error);
        }
        self.fsync(class)?;
        let active = &mut self.active[class.index()];
        active.is_open = false;
        let name = key.file(active.first);
        self.disk.close(&name);
        if let Some(last) = self.streams.get_mut(&key).and_then(|stream| stream.segments.back_mut()) {
            last.bytes += HEAD as u64;
        }
        self.bytes += HEAD as u64;
        Ok(self.trim_receipted()?)
    }

    /// Writes what waits; sheds segments when the disk has no room.
    fn flush(&mut self, class: ClassId) -> Result<(), SyncError> {
        self.check()?;
        let waiting = self.active[class.index()].pending.len() as u64;
        if waiting == 0 {
            return Ok(());
        }
        self.keep_free(class, waiting)?;
        for _ in 0..SHED_TRIES {
            match self.write_pending(class) {
                Ok(()) => return Ok(()),
                Err(error) if is_full(&error) => {
                    if self.shed_for(class, waiting)? == 0 {
                        break;
                    }
                }
                Err(error) => return Err(self.stop("write a segment", &error).into()),
            }
        }
        Err(SyncError::Full)
    }

    /// When the medium runs low (another program may fill it), numerics and waveforms take only as much room as they give
    /// back, so that the rest is left for events.
    fn keep_free(&mut self, class: ClassId, waiting: u64) -> Result<(), SyncError> {
        if class == ClassId::EVENTS {
            return Ok(());
        }
        let free = self.disk.free_bytes().unwrap_or(u64::MAX);
        let lack = self.config.min_free_bytes.saturating_add(waiting).saturating_sub(free).min(waiting);
        if lack == 0 || self.shed_for(class, lack)? >= lack { Ok(()) } else { Err(SyncError::Full) }
    }

    fn write_pending(&mut self, class: ClassId) -> io::Result<()> {
        let name = self.key(class).file(self.active[class.index()].first);
        let active = &mut self.active[class.index()];
        if !active.is_created {
            self.disk.create(&name)?;
            (active.is_created, active.is_unnamed) = (true, true);
        }
        active.is_dirty = true;
        if let Err(error) = self.disk.append(&name, &active.pending) {
            if is_full(&error) {
                self.disk.truncate(&name, active.written).map_err(|cut| io::Error::other(cut.to_string()))?;
            }
            return Err(error);
        }
        active.written += active.pending.len() as u64;
        active.pending.clear();
        active.starts.clear();
        active.pending_first = active.next;
        Ok(())
    }

    fn fsync(&mut self, class: ClassId) -> Result<(), Stopped> {
        if self.active[class.index()].is_unnoted {
            self.save_unless_full()?;
        }
        let name = self.key(class).file(self.active[class.index()].first);
        let active = &mut self.active[class.index()];
        #[cfg(feature = "breakages")]
        if hearth_breakages::is("skip_fsync") {
            (active.is_dirty, active.is_unnamed, active.durable_end) = (false, false, active.next);
            return Ok(());
        }
        #[cfg(feature = "breakages")]
        if hearth_breakages::is("take_on_after_failed_fsync") {
            let _ = self.disk.sync(&name);
            active.is_dirty = false;
        }
        if active.is_dirty
            && let Err(error) = self.disk.sync(&name)
        {
            return Err(self.stop("fsync a segment", &error));
        }
        if active.is_unnamed
            && let Err(error) = self.disk.sync_dir()
        {
            return Err(self.stop("fsync the folder", &error));
        }
        (active.is_dirty, active.is_unnamed) = (false, false);
        if !active.is_unnoted {
            active.durable_end = active.next;
        }
        Ok(())
    }

    pub(crate) fn check(&self) -> Result<(), Stopped> {
        self.stopped.clone().map_or(Ok(()), Err)
    }

    pub(crate) fn stop(&mut self, action: &str, error: &io::Error) -> Stopped {
        let stopped = Stopped(format!("could not {action}: {error}"));
        self.stopped.get_or_insert(stopped).clone()
    }
}

fn refused(error: SyncError) -> AppendError {
    match error {
        SyncError::Full => AppendError::Full,
        SyncError::Stopped(stopped) => AppendError::Stopped(stopped),
    }
}
