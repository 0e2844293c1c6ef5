//! Ingest: frames, held ranges, newest values and alert transitions, committed in one transaction.
//!
//! The exactly-once rule: a record has a number (gateway, generation, class, seq). It is stored if, and only if, the
//! `held` ranges of its stream do not contain that number yet; the number joins them in the same transaction. A record
//! that is already held is dropped, and receipted again. One exception: a number that is held only because a loss
//! record said it would never come is stored if it comes after all.
//!
//! Lock order, the same in every writer: stream rows by key, episode rows by id, newest values by device. Transactions
//! that change bindings lock names of devices, then episode rows, then bindings, and last the version of the bindings,
//! which no reading waits for ([`crate::binding_changes`]). The judge is called with the new records before the episodes
//! are locked. It is called again when the transaction has to be tried again, and must therefore work on a copy.
//!
//! A transaction with nothing but readings is four round trips: `BEGIN`, [`opening`], [`frames`], `COMMIT`.

mod anchors;
mod arrays;
mod frames;
pub mod held;
mod newest;
mod opening;
mod origin;
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
pub use unplaced::{PLACED_AT_ONCE, Place, PlacedJudge, PlacedRecords, WhenMeasured, placed_item};

use crate::connect::Store;
use crate::error::StoreError;
use crate::stamp;
use crate::transaction;
use crate::transitions::{self, EpisodeTransitions};
use hearth_vitals::{Anchor, BootId, DeviceId, Event, Frame, GatewayId, Loss, SeqRange, Status, Stream, Unknown, WallMs, WaveformBlock};
use newest::Newest;
use opening::{Opening, OpeningQuery};
use records::Records;
use sqlx::{Postgres, Transaction};

/// Attempts to open: the first may find streams or devices missing and make them; the second finds them, unless a device
/// was deleted in between, which the third mends.
const OPENINGS: usize = 3;

/// When something was measured, and how certain that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Wall time of the measurement, ms since 1970.
    pub at: WallMs,
    /// Quality of the clock that gave this time: the wire code of a [`hearth_vitals::ClockQuality`].
    pub clock: u8,
    /// The true time lies within this many ms before or after `at`.
    pub uncertainty_ms: u32,
}

/// One record on its way into the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// Readings of one device at one instant.
    Frame(Frame, Placed),
    /// A stretch of waveform.
    Waveform(WaveformBlock, Placed),
    /// Something that happened; without a time when none can be told.
    Event(Event, Option<Placed>),
    /// What the gateway says of its own health, without a time when none can be told. Nothing of it is stored, but its number
    /// is held.
    Status(Status, Option<Placed>),
    /// What the monotonic and the wall clock of a gateway showed at one moment.
    Anchor(Anchor),
    /// Records that the gateway gave up and will never send: their numbers count as held.
    Loss(Loss),
    /// A frame, a waveform, an event or an unknown record of a device for which this gateway may not speak. It is stored
    /// under a key of its own, where no query for the device finds it.
    Stray(Box<Item>),
    /// A record whose time no anchor can tell yet: its bytes are kept until one can.
    Unplaced(BootId, Vec<u8>),
    /// A kind of waveform or event that this version does not know: its bytes are kept until a version comes that does.
    Unknown(Unknown, Option<Placed>),
    /// A record that cannot be stored as data: its bytes and the reason are kept.
    Quarantined(Vec<u8>, String),
}

impl Item {
    /// The record itself, without the wrapping of a stray, and whether it is one.
    pub fn told(&self) -> (&Item, bool) {
        match self {
            Item::Stray(item) => (item, true),
            item => (item, false),
        }
    }

    /// The device that the record says it is from, and its time, as far as each is known.
    pub fn of_device(&self) -> Option<(&DeviceId, Option<WallMs>)> {
        match self.told().0 {
            Item::Frame(frame, placed) => Some((&frame.device, Some(placed.at))),
            Item::Waveform(block, placed) => Some((&block.device, Some(placed.at))),
            Item::Event(event, placed) => Some((event.device.as_ref()?, placed.map(|placed| placed.at))),
            Item::Unknown(unknown, placed) => Some((unknown.device.as_ref()?, placed.map(|placed| placed.at))),
            _ => None,
        }
    }

    /// The same record as a stray, or as none. A record that names no device is never a stray.
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
    /// The gateway that sent it.
    pub gateway: GatewayId,
    /// The stream that the records belong to.
    pub stream: Stream,
    /// Number of the first record.
    pub first: u64,
    /// When the hub received the batch.
    pub received_at: WallMs,
    /// The records; their numbers go up by one from `first`.
    pub items: Vec<Item>,
}

/// Points to a record that was not held before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fresh {
    /// Index into the batches.
    pub batch: usize,
    /// Index into its items.
    pub item: usize,
}

/// What the store holds of one stream once the transaction is committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldStream {
    /// The gateway of the stream.
    pub gateway: GatewayId,
    /// The stream within that gateway.
    pub stream: Stream,
    /// Every number that is held, as ascending ranges.
    pub held: Vec<SeqRange>,
}

/// The result of an ingest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ingested {
    /// What is held now of each stream that a batch belonged to.
    pub streams: Vec<HeldStream>,
    /// How many records were not held before.
    pub fresh: usize,
    /// The version of the bindings in this transaction. When it is newer than the judge's, the caller reads what changed.
    pub bindings_version: i64,
}

/// Decides what new records mean for alerts. It may change nothing that would outlive a failed commit.
pub type Judge<'a> = dyn FnMut(&[Fresh]) -> Vec<EpisodeTransitions> + Send + 'a;

impl Store {
    /// Commits batches: all of them or none.
    ///
    /// `bindings_version` is the version of the bindings that the judge works with. When the store has a newer one, the call
    /// is refused only if a change since then concerns a device or gateway of these batches.
    ///
    /// # Errors
    /// [`StoreError::BindingsChanged`] and [`StoreError::EpisodeChanged`]: read what changed, judge again, call again.
    /// [`StoreError::Retry`]: nothing was stored. [`StoreError::Unavailable`]: nothing was stored, or it is not known; calling
    /// again is safe, because what is held already is dropped. [`StoreError::Data`]: commit the batches one by one to find
    /// the one that is refused.
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
            // A partition of a day that was dropped meanwhile gives this code; the next try makes the partition again.
            Err(StoreError::Data { code, detail }) if code == "23514" => {
                self.days.forget();
                Err(StoreError::Retry(detail))
            }
            done => done,
        }
    }

    async fn commit(&self, batches: &[IngestBatch], bindings_version: i64, judge: &mut Judge<'_>) -> Result<Ingested, StoreError> {
        let (mut transaction, opening) = self.open(&OpeningQuery::by(batches), bindings_version).await?;
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

    /// Begins a transaction that holds the locks of the streams, unless a change of the bindings since
    /// `bindings_version` concerns one of them.
    async fn open(&self, wanted: &OpeningQuery, bindings_version: i64) -> Result<(Transaction<'static, Postgres>, Opening), StoreError> {
        for _ in 0..OPENINGS {
            let mut transaction = transaction::begin_with(&self.pool, opening::BEGIN).await?;
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

/// Refuses instants that the database cannot store, or that would need a partition for a day in another century.
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

/// The statements that are made of the list of vitals, for a test that has servers prepare them.
#[cfg(feature = "testing")]
pub(crate) fn statements() -> [&'static str; 3] {
    [frames::STORE.as_str(), frames::COMPLETE.as_str(), waveforms::STORE.as_str()]
}
