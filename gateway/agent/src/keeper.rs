//! The keeper: the outbox with the types of `hearth-vitals`, its faults and its losses.

mod recovered;
mod said;
mod shelf;
mod told;

pub use recovered::Recovered;
pub use said::Said;

use hearth_outbox::{AppendError, ClassId, Disk, Gap, GapKind, OpenError, Outbox, SyncError};
use hearth_vitals::batch::v1;
use hearth_vitals::receipt::StreamReceipt;
use hearth_vitals::{BootId, Class, Generation, Loss, LossReason, MonoMs, Record, SeqRange, Stream};
use std::collections::{BTreeMap, BTreeSet};
use told::Told;

/// How long after it was taken a numeric or waveform is durable at the latest, ms.
const SYNC_MS: u64 = 1_000;
/// How often opening a stopped outbox is tried again, ms.
const REOPEN_MS: u64 = 10_000;
/// For how long shedding is reported, ms: a disk at its limit sheds again and again.
const SHED_TOLD_MS: u64 = 600_000;
/// The most losses that wait to be recorded; the outbox names the others when it is opened again.
const MAX_LOSSES: usize = 4_096;

/// The disk of an outbox, and the source of its random numbers.
pub trait Medium {
    /// Where the outbox keeps its files.
    type Disk: Disk;
    /// Opens the folder.
    fn open(&mut self) -> Result<Self::Disk, String>;
    /// A fresh random number.
    fn generation(&mut self) -> Generation;
    /// Free room, bytes.
    fn free_bytes(&self) -> u64;
    /// The hub that was heard last; `None` if there is no note of it.
    fn known_hub(&self) -> Option<Hub>;
    /// Notes the hub that was heard last.
    fn know_hub(&mut self, hub: &Hub) -> Result<(), String>;
}

/// Which store a hub writes to, and how often that store was restored.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Hub {
    /// The store's id.
    pub store: String,
    /// Rises at each restore from a backup.
    pub epoch: u32,
}

/// Why no records are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The instant since which records are not taken.
    pub since: MonoMs,
    /// The reason, in words.
    pub words: String,
}

/// Which numbers of a stream were issued, and which of them are durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The stream that is described.
    pub stream: Stream,
    /// The number that its next record gets.
    pub next: u64,
    /// Every record before this number is durable.
    pub durable_end: u64,
}

/// There is no room for a record.
struct Full;

/// Keeps records until the hub holds them.
pub struct Keeper<M: Medium> {
    medium: M,
    config: hearth_outbox::Config,
    boot: BootId,
    generation: Generation,
    outbox: Option<Outbox<M::Disk>>,
    /// True while an event, or a device, waits for records to be durable.
    events_wait: bool,
    sync_due: Option<MonoMs>,
    fault: Option<Fault>,
    reopen_due: MonoMs,
    full: bool,
    refused: u64,
    refused_since_sync: bool,
    shed: u64,
    shed_at: Option<MonoMs>,
    losses: Vec<Gap>,
    /// Losses that still have to be recorded.
    unrecorded: Vec<Gap>,
    /// Losses that are recorded and not yet with the hub.
    told: Told,
    /// The read that failed last, and how often it failed.
    bad_read: Option<(Stream, u64, u32)>,
    given_up: BTreeSet<(Stream, u64)>,
    /// Generations of this run that a fault ended, and from which numeric on each may be lost when the power fails, whatever can be
    /// read of it now: after a failed fsync no later one proves anything.
    doubtful: BTreeMap<u64, u64>,
}

impl<M: Medium> Keeper<M> {
    /// Opens the outbox.
    pub fn open(mut medium: M, config: hearth_outbox::Config, boot: BootId) -> Result<(Keeper<M>, Recovered), String> {
        let generation = medium.generation();
        #[cfg(feature = "breakages")]
        let generation = if hearth_breakages::is("reuse_generation") { Generation(7) } else { generation };
        let disk = medium.open()?;
        let (mut outbox, recovery) = Outbox::open(disk, config, generation.0).map_err(|error: OpenError| error.to_string())?;
        let recovered = Recovered::read(&mut outbox, &recovery);
        let keeper = Keeper {
            medium,
            config,
            boot,
            generation,
            outbox: Some(outbox),
            events_wait: false,
            sync_due: None,
            fault: None,
            reopen_due: MonoMs(0),
            full: false,
            refused: 0,
            refused_since_sync: false,
            shed: 0,
            shed_at: None,
            losses: recovery.losses,
            unrecorded: Vec::new(),
            told: Told::default(),
            bad_read: None,
            given_up: BTreeSet::new(),
            doubtful: BTreeMap::new(),
        };
        Ok((keeper, recovered))
    }

    /// The generation in which numbers are issued.
    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// The next number of a class, and the first number that a power failure could still take; `None` while no records are
    /// taken.
    pub fn standing(&self, class: Class) -> Option<Standing> {
        let outbox = self.outbox.as_ref().filter(|_| self.fault.is_none())?;
        let (next, durable_end) = (outbox.next_seq(class_id(class)), outbox.durable_end(class_id(class)));
        Some(Standing { stream: Stream { generation: self.generation, class }, next, durable_end })
    }

    /// The medium: disk, random numbers and the note of the hub.
    pub fn medium(&mut self) -> &mut M {
        &mut self.medium
    }

    /// Numbers a record; `None` when it could not be taken, and so was never accepted.
    pub fn record(&mut self, now: MonoMs, record: &Record) -> Option<u64> {
        match self.number(now, record)? {
            Ok(seq) => Some(seq),
            Err(Full) => {
                (self.full, self.refused_since_sync) = (true, true);
                self.refused += 1;
                None
            }
        }
    }

    /// Numbers a record without reporting a lack of room. `None` when the outbox has stopped.
    fn number(&mut self, now: MonoMs, record: &Record) -> Option<Result<u64, Full>> {
        let bytes = match v1::encode_record(self.boot, record) {
            Ok(bytes) => bytes,
            Err(error) => {
                tracing::error!(%error, "a record cannot be encoded; it is dropped");
                return None;
            }
        };
        let taken = self.outbox.as_mut().filter(|_| self.fault.is_none())?.append(class_id(record.class()), &bytes);
        match taken {
            Ok(seq) => {
                self.appended(record.class(), now);
                Some(Ok(seq))
            }
            Err(AppendError::Full) => Some(Err(Full)),
            Err(AppendError::Size { .. }) => None,
            Err(AppendError::Stopped(stopped)) => {
                self.stop(now, &stopped.0);
                None
            }
        }
    }

    fn appended(&mut self, class: Class, now: MonoMs) {
        if class == Class::Events {
            self.events_wait = true;
        }
        self.sync_due.get_or_insert(now.plus(SYNC_MS));
    }

    /// Lets the next [`Keeper::sync`] make everything durable: a device waits for it.
    pub fn hurry(&mut self) {
        self.events_wait = true;
    }

    fn stop(&mut self, now: MonoMs, words: &str) {
        if self.fault.is_none() {
            tracing::error!(reason = words, "the outbox takes nothing more; it is opened anew in {} s", REOPEN_MS / 1000);
            self.fault = Some(Fault { since: now, words: words.to_owned() });
            self.reopen_due = now.plus(REOPEN_MS);
        }
    }

    /// Makes records durable when it is time: all of them each second, and with every event, so that there is no gap before
    /// what is durable. Until then the operating system has them, so a kill of this process loses nothing.
    pub fn sync(&mut self, now: MonoMs) {
        let Some(outbox) = self.outbox.as_mut().filter(|_| self.fault.is_none()) else { return };
        let all = self.events_wait || self.sync_due.is_some_and(|due| due <= now);
        let result = if all { outbox.sync_all() } else { outbox.write_all() };
        self.events_wait = false;
        if all {
            self.sync_due = None;
        }
        if all && result.is_ok() {
            // Everything since the last sync found room, so the disk is not full.
            self.full = std::mem::take(&mut self.refused_since_sync);
        }
        self.synced(now, result);
    }

    fn synced(&mut self, now: MonoMs, result: Result<(), SyncError>) {
        match result {
            Ok(()) => {}
            Err(SyncError::Full) => {
                self.full = true;
                self.sync_due.get_or_insert(now.plus(SYNC_MS));
            }
            Err(SyncError::Stopped(stopped)) => self.stop(now, &stopped.0),
        }
    }

    /// When [`Keeper::sync`] or [`Keeper::reopen`] has something to do.
    pub fn next_due(&self) -> Option<MonoMs> {
        if self.fault.is_some() { Some(self.reopen_due) } else { self.sync_due }
    }

    /// Tries to open a stopped outbox anew. If that works, returns the fault that had stopped it.
    pub fn reopen(&mut self, now: MonoMs) -> Option<Fault> {
        let fault = self.fault.as_ref().filter(|_| now >= self.reopen_due)?.clone();
        self.reopen_due = now.plus(REOPEN_MS);
        // The old outbox is dropped first, because it holds the lock of the folder.
        self.doubt();
        self.outbox = None;
        let generation = self.medium.generation();
        #[cfg(feature = "breakages")]
        let generation = if hearth_breakages::is("reuse_generation") { Generation(7) } else { generation };
        let opened = self.medium.open().and_then(|disk| Outbox::open(disk, self.config, generation.0).map_err(|error| error.to_string()));
        match opened {
            Ok((outbox, recovery)) => {
                (self.outbox, self.generation, self.fault) = (Some(outbox), generation, None);
                self.forget_doubts();
                (self.events_wait, self.sync_due) = (false, None);
                (self.losses, self.unrecorded, self.told) = (recovery.losses, Vec::new(), Told::default());
                Some(fault)
            }
            Err(words) => {
                tracing::error!(reason = words, "the outbox cannot be opened anew yet");
                None
            }
        }
    }

    /// Notes from which number on it is uncertain what the stopped outbox has made durable.
    fn doubt(&mut self) {
        let stopped = self.outbox.as_ref().map(|outbox| (outbox.generation(), outbox.durable_end(ClassId::NUMERICS)));
        self.doubtful.extend(stopped);
    }

    /// Forgets doubts about records that are no longer here.
    fn forget_doubts(&mut self) {
        let streams = self.outbox.as_ref().map(Outbox::streams).unwrap_or_default();
        self.doubtful.retain(|generation, _| streams.iter().any(|stream| stream.generation == *generation));
    }

    /// The fault for which no records are taken; `None` while they are.
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    /// How many records were refused or shed since the start; `None` unless the disk is full, or was so lately.
    pub fn full(&self, now: MonoMs) -> Option<u64> {
        let shed_lately = self.shed_at.is_some_and(|at| now.since(at) <= SHED_TOLD_MS);
        (self.full || shed_lately).then_some(self.refused + self.shed)
    }

    /// Records the losses since the last call, and returns these records with their numbers. A loss for which there is no room
    /// waits for the next call: while this process runs, nobody else would ever report it.
    pub fn record_losses(&mut self, now: MonoMs) -> Vec<(u64, Record)> {
        self.find_losses(now);
        let mut recorded = Vec::new();
        let mut gaps = std::mem::take(&mut self.unrecorded).into_iter();
        for gap in gaps.by_ref() {
            let Some(record) = loss(&gap, now) else { continue };
            match self.number(now, &record) {
                Some(Ok(seq)) => {
                    self.told.note(seq, gap);
                    recorded.push((seq, record));
                }
                None | Some(Err(Full)) => {
                    self.unrecorded.push(gap);
                    break;
                }
            }
        }
        self.unrecorded.extend(gaps);
        recorded
    }

    fn find_losses(&mut self, now: MonoMs) {
        let mut found = std::mem::take(&mut self.losses);
        found.extend(self.outbox.as_mut().map(Outbox::take_losses).unwrap_or_default());
        #[cfg(feature = "breakages")]
        if hearth_breakages::is("keep_losses_quiet") {
            found.clear();
        }
        for gap in found.clone() {
            found.extend(self.told.lost_within(self.generation, &gap));
        }
        let shed: u64 = found.iter().filter(|gap| gap.kind == GapKind::Shed).map(|gap| gap.end - gap.first).sum();
        if shed > 0 {
            self.shed += shed;
            self.shed_at = Some(now);
        }
        self.unrecorded.extend(found);
        self.unrecorded.truncate(MAX_LOSSES);
    }

    /// Notes a receipt of the hub.
    pub fn receipt(&mut self, now: MonoMs, receipt: &StreamReceipt) {
        self.told.confirmed(self.generation, receipt);
        let Some(outbox) = &mut self.outbox else { return };
        let ranges: Vec<(u64, u64)> = receipt.held.iter().map(|range| (range.first(), range.end())).collect();
        let Stream { generation, class } = receipt.stream;
        if let Err(stopped) = outbox.receipt(generation.0, class_id(class), &ranges) {
            self.stop(now, &stopped.0);
        }
    }

    /// Writes the receipts to disk; true when they are durable. Losing them only costs a resend.
    pub fn save_receipts(&mut self, now: MonoMs) -> bool {
        let Some(outbox) = self.outbox.as_mut().filter(|_| self.fault.is_none()) else { return false };
        let result = outbox.save_receipts();
        let is_saved = result.is_ok();
        self.synced(now, result);
        is_saved
    }

    /// True when a hub has given receipts for anything that is here.
    pub fn has_receipts(&self) -> bool {
        self.outbox.as_ref().is_some_and(|outbox| outbox.streams().iter().any(|stream| !stream.receipted.is_empty()))
    }

    /// Forgets all receipts, because the hub is another one or was restored.
    pub fn forget_receipts(&mut self) {
        if let Some(outbox) = &mut self.outbox {
            outbox.forget_receipts();
        }
    }

    /// How many records have no receipt.
    pub fn backlog(&self) -> u64 {
        self.outbox.as_ref().map_or(0, |outbox| outbox.backlog().records)
    }

    /// Bytes that the outbox takes on disk.
    pub fn bytes_on_disk(&self) -> u64 {
        self.outbox.as_ref().map_or(0, Outbox::bytes_on_disk)
    }

    /// Ends in order: everything durable, segments sealed, receipts written.
    pub fn close(mut self) -> Result<(), String> {
        match self.outbox.take().filter(|_| self.fault.is_none()) {
            Some(outbox) => outbox.close().map(drop).map_err(|error| error.to_string()),
            None => Ok(()),
        }
    }
}

fn class_id(class: Class) -> ClassId {
    match class {
        Class::Events => ClassId::EVENTS,
        Class::Numerics => ClassId::NUMERICS,
        Class::Waveforms => ClassId::WAVEFORMS,
    }
}

fn stream_of(generation: u64, class: ClassId) -> Option<Stream> {
    Some(Stream { generation: Generation(generation), class: Class::from_code(class.code())? })
}

fn loss(gap: &Gap, now: MonoMs) -> Option<Record> {
    let reason = match gap.kind {
        GapKind::Shed => LossReason::DiskFull,
        GapKind::Torn => LossReason::PowerFailure,
        GapKind::Corrupt | GapKind::Missing => LossReason::Corrupt,
    };
    let range = SeqRange::new(gap.first, gap.end).ok()?;
    Some(Record::Loss(Loss { mono: now, stream: stream_of(gap.generation, gap.class)?, range, reason }))
}
