//! One transaction: frames, held ranges, newest values, alert transitions.
//!
//! The exactly-once rule: a record's number (gateway, generation, class, seq) is stored when, and only
//! when, the stream's `held` ranges do not have it yet, and joins them in the same transaction. What is
//! held already is dropped and receipted again. A number that is held only because a loss record said that it
//! will never come is stored when it comes after all.
//!
//! Lock order, the same in every writer: stream rows by key, episode rows by id, newest values by device; who changes
//! bindings locks names of devices, episode rows, bindings and last the version of the bindings, which no reading
//! waits for ([`crate::binding_changes`]). The judge is called before the episodes are locked, with what is new; it may be called
//! again when the transaction is tried again, and must therefore work on a copy.
//!
//! With readings and nothing else a transaction is four round trips: `BEGIN`, [`opening`], [`frames`], `COMMIT`.

mod anchors;
mod frames;
pub mod held;
mod newest;
mod opening;
mod quarantined;
mod records;
mod rows;
mod stale;
mod stray;
pub mod streams;
mod understood;
mod unknown;
mod unplaced;
mod waiting;
mod waveforms;

pub use understood::{UNDERSTOOD_AT_ONCE, Understood};
pub use unplaced::{PLACED_AT_ONCE, Place, PlacedJudge, PlacedRecords, Placing, placed_item};

use crate::connect::Store;
use crate::error::StoreError;
use crate::stamp;
use crate::transitions::{self, EpisodeTransitions};
use hearth_vitals::{Anchor, BootId, DeviceId, Event, Frame, GatewayId, Loss, SeqRange, Status, Stream, Unknown, WallMs, WaveformBlock};
use newest::Newest;
use opening::{Opening, Wanted};
use records::Records;
use sqlx::{Postgres, Transaction};

/// Made once, everything is there; once more for a device that was deleted between.
const OPENINGS: usize = 3;

/// When something was measured, and how sure that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Wall time of the measurement.
    pub at: WallMs,
    /// Quality of the clock that placed it: wire code of [`hearth_vitals::ClockQuality`].
    pub clock: u8,
    /// Half-width of the error, ms.
    pub uncertainty_ms: u32,
}

/// One record on its way into the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// Readings of one device at one instant.
    Frame(Frame, Placed),
    /// A stretch of waveform.
    Waveform(WaveformBlock, Placed),
    /// Something that happened, placed in time if it can be.
    Event(Event, Option<Placed>),
    /// How the gateway is doing: its number is held, and that is all.
    Status(Status),
    /// Two clocks at one moment.
    Anchor(Anchor),
    /// What will never come: its numbers count as held.
    Loss(Loss),
    /// A frame, a waveform, an event or what is not known of a device that this gateway may not speak for: stored under a key of its own,
    /// where nothing that belongs to the device finds it.
    Stray(Box<Item>),
    /// Measured at a time no anchor can tell yet: kept as it came.
    Unplaced(BootId, Vec<u8>),
    /// A kind of waveform or event that this version does not know, placed in time if it can be: kept as it came.
    Unknown(Unknown, Option<Placed>),
    /// Cannot be stored as data: the bytes and the reason are kept.
    Quarantined(Vec<u8>, String),
}

impl Item {
    /// What was measured or happened, and whether it is a stray.
    pub fn told(&self) -> (&Item, bool) {
        match self {
            Item::Stray(item) => (item, true),
            item => (item, false),
        }
    }

    /// Whose it claims to be, and when it was, as far as that is known.
    pub fn of_device(&self) -> Option<(&DeviceId, Option<WallMs>)> {
        match self.told().0 {
            Item::Frame(frame, placed) => Some((&frame.device, Some(placed.at))),
            Item::Waveform(block, placed) => Some((&block.device, Some(placed.at))),
            Item::Event(event, placed) => Some((event.device.as_ref()?, placed.map(|placed| placed.at))),
            Item::Unknown(unknown, placed) => Some((unknown.device.as_ref()?, placed.map(|placed| placed.at))),
            _ => None,
        }
    }

    /// The same as a stray, or as none; what is of no device is never one.
    #[must_use]
    pub fn as_stray(self, is_stray: bool) -> Item {
        match (self, is_stray) {
            (Item::Stray(item), false) => *item,
            (item @ (Item::Frame(..) | Item::Waveform(..) | Item::Event(..) | Item::Unknown(..)), true) => Item::Stray(Box::new(item)),
            (item, _) => item,
        }
    }
}

/// Consecutive records of one stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IngestBatch {
    /// Whose.
    pub gateway: GatewayId,
    /// Which stream.
    pub stream: Stream,
    /// Number of the first item.
    pub first: u64,
    /// When the hub received it.
    pub received_at: WallMs,
    /// The records, numbered from `first`.
    pub items: Vec<Item>,
}

/// A record that is new: which batch, which item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fresh {
    /// Index into the batches.
    pub batch: usize,
    /// Index into its items.
    pub item: usize,
}

/// What the store holds of one stream after the commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldStream {
    /// Whose.
    pub gateway: GatewayId,
    /// Which.
    pub stream: Stream,
    /// Its committed numbers, ascending, all of them.
    pub held: Vec<SeqRange>,
}

/// What came of an ingest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ingested {
    /// What is held now of every stream that was touched.
    pub streams: Vec<HeldStream>,
    /// How many records were new.
    pub fresh: usize,
    /// The version of the bindings at that time: what is newer than the judge's is to be read.
    pub bindings_version: i64,
}

/// Decides what the new records mean for alerts. Must not change anything that outlives a failed commit.
pub type Judge<'a> = dyn FnMut(&[Fresh]) -> Vec<EpisodeTransitions> + Send + 'a;

impl Store {
    /// Commits batches; either all of it happened or nothing.
    ///
    /// `bindings_version` is the one the judge resolves devices by. A newer one is no reason to refuse unless it concerns
    /// a device or gateway of these batches; the answer says which it is.
    ///
    /// # Errors
    /// [`StoreError::BindingsChanged`] and [`StoreError::EpisodeChanged`]: load again and judge again.
    /// [`StoreError::Retry`], [`StoreError::Unavailable`]: nothing happened, or nobody knows; the same call
    /// is safe either way. [`StoreError::Data`]: find the batch by committing them apart.
    pub async fn ingest(
        &self,
        batches: &[IngestBatch],
        bindings_version: i64,
        judge: &mut Judge<'_>,
        now: WallMs,
    ) -> Result<Ingested, StoreError> {
        check_instants(batches)?;
        self.ensure_days(instants(batches), now).await?;
        let done = self.commit(batches, bindings_version, judge).await;
        match done {
            // A day that was dropped meanwhile looks like bad data: the next try makes it again.
            Err(StoreError::Data { code, detail }) if code == "23514" => {
                self.days.forget();
                Err(StoreError::Retry(detail))
            }
            done => done,
        }
    }

    async fn commit(&self, batches: &[IngestBatch], bindings_version: i64, judge: &mut Judge<'_>) -> Result<Ingested, StoreError> {
        let (mut transaction, opening) = self.open(&Wanted::by(batches), bindings_version).await?;
        let Opening { mut locked, devices, rolled_until, bindings_version } = opening;
        let fresh = locked.keep_fresh(batches);
        let judged = judge(&fresh);
        transitions::write(&mut transaction, &judged).await?;
        let (frames, blocks) = rows::rows(batches, &fresh, &devices, &locked)?;
        waveforms::store(&mut transaction, &blocks).await?;
        Records::of(batches, &fresh, &devices, &locked)?.write(&mut transaction).await?;
        stray::note(&mut transaction, batches, &fresh, &devices).await?;
        stale::mark(&mut transaction, &frames, rolled_until).await?;
        frames::store(&mut transaction, &frames, &Newest::of(&frames), locked.changed()).await?;
        transaction.commit().await?;
        Ok(Ingested { streams: locked.held(batches), fresh: fresh.len(), bindings_version })
    }

    /// A transaction with the streams under lock, and with nothing in it that the judge knows by older bindings.
    async fn open(&self, wanted: &Wanted, bindings_version: i64) -> Result<(Transaction<'static, Postgres>, Opening), StoreError> {
        for _ in 0..OPENINGS {
            let mut transaction = self.pool.begin_with(opening::BEGIN).await?;
            if let Some(opening) = wanted.open(&mut transaction).await? {
                let is_overtaken = wanted.is_overtaken(&mut transaction, bindings_version, opening.bindings_version).await?;
                return if is_overtaken { Err(StoreError::BindingsChanged) } else { Ok((transaction, opening)) };
            }
            transaction.rollback().await?;
            wanted.make(&self.pool).await?;
        }
        Err(StoreError::Defect("streams or devices that were made are not there".to_owned()))
    }
}

/// An instant in another century would need a day of its own, or is none at all to the database.
fn check_instants(batches: &[IngestBatch]) -> Result<(), StoreError> {
    let received = batches.iter().map(|batch| batch.received_at);
    match received.chain(instants(batches)).find(|at| !stamp::is_possible(*at)) {
        None => Ok(()),
        Some(at) => {
            Err(StoreError::Data { code: "22008".to_owned(), detail: format!("no instant of this or the last century: {} ms", at.0) })
        }
    }
}

fn instants(batches: &[IngestBatch]) -> impl Iterator<Item = WallMs> {
    batches.iter().flat_map(|batch| &batch.items).filter_map(|item| match item.told().0 {
        Item::Frame(_, placed) | Item::Waveform(_, placed) => Some(placed.at),
        _ => None,
    })
}

/// The item a [`Fresh`] points to, with its batch and number.
fn item_of<'a>(batches: &'a [IngestBatch], fresh: &Fresh) -> (&'a IngestBatch, u64, &'a Item) {
    let batch = &batches[fresh.batch];
    (batch, batch.first + fresh.item as u64, &batch.items[fresh.item])
}
