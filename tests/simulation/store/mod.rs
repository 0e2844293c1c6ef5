//! The store of a simulated world, in the form that the hub's loop uses. It commits whole transactions or nothing. Apart
//! from that it may do everything wrong: hang, refuse, forget to answer, answer after the hub has given up, and let the hub
//! die at any of its awaits.

pub mod books;
mod read;
pub mod weather;
mod write;

use crate::clock;
use books::Books;
use hearth_alerts::Rule;
use hearth_alerts::rules::trend;
use hearth_hub::engine::ledger::Ledger;
use hearth_store::StoreError;
use hearth_store::alerts::{AlertRow, StepRow};
use hearth_store::binding_changes::BindingChanges;
use hearth_store::bindings::BindingRows;
use hearth_store::equipment::BoundDeviceRow;
use hearth_store::events::EventRow;
use hearth_store::gateways::GatewayRow;
use hearth_store::handovers::{Acceptance, NotAccepted};
use hearth_store::ingest::{IngestBatch, Ingested, Judge, Place, PlacedJudge, PlacedRecords};
use hearth_store::newest::NewestValue;
use hearth_store::observations::{Observed, ObservedVital};
use hearth_store::registry::EpisodeRow;
use hearth_store::restore::RecentFrame;
use hearth_store::staff::StaffRow;
use hearth_store::stretches::StretchRow;
use hearth_store::transitions::EpisodeTransitions;
use hearth_vitals::state::GatewayState;
use hearth_vitals::{Anchor, BootId, DeviceId, GatewayId, WallMs};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::sleep;
use uuid::Uuid;
use weather::{Stage, Turn, Weather};
use write::Ready;

/// The store; every start of the hub uses the same one.
#[derive(Clone)]
pub struct SimStore {
    books: Arc<Mutex<Books>>,
    pub weather: Weather,
    /// Held by transactions that the server is about to commit, whoever sent them.
    writers: Arc<tokio::sync::RwLock<()>>,
}

impl SimStore {
    /// A store with this content.
    pub fn new(books: Books, weather: Weather) -> SimStore {
        SimStore { books: Arc::new(Mutex::new(books)), weather, writers: Arc::default() }
    }

    /// The committed content.
    pub fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One write. The hub may die at each of its awaits.
    async fn write(&self, prepare: impl FnOnce(&Books) -> Result<Ready, StoreError> + Send) -> Result<Ingested, StoreError> {
        self.weather.pass(Stage::Begin).await?;
        let ready = prepare(&self.books())?;
        let turn = self.weather.pass(Stage::Commit).await?;
        if let Turn::Late(late_ms) = turn {
            // The server has received the COMMIT and finishes it, even if the sender is gone by then.
            let store = self.clone();
            let writer = self.writers.clone().read_owned().await;
            let epoch = self.books().epoch;
            let work = tokio::spawn(async move {
                let _writer = writer;
                sleep(Duration::from_millis(late_ms)).await;
                let mut books = store.books();
                // If the store was set back to a backup in between, what the old one was about to commit is gone with it.
                if books.epoch == epoch {
                    write::commit(&mut books, ready)
                } else {
                    Err(StoreError::Unavailable("connection reset".to_owned()))
                }
            });
            return work.await.unwrap_or_else(|error| Err(StoreError::Defect(error.to_string())));
        }
        let answer = write::commit(&mut self.books(), ready)?;
        self.weather.pass(Stage::Answer).await?;
        Ok(answer)
    }

    async fn read<T>(&self, read: impl FnOnce(&Books) -> T + Send) -> Result<T, StoreError> {
        self.weather.pass(Stage::Read).await?;
        Ok(read(&self.books()))
    }
}

impl Ledger for SimStore {
    async fn ingest(
        &self,
        batches: &[IngestBatch],
        bindings_version: i64,
        judge: &mut Judge<'_>,
        _: WallMs,
    ) -> Result<Ingested, StoreError> {
        self.weather.refuse(batches)?;
        self.write(|books| write::prepare(books, batches, bindings_version, &mut |fresh| judge(fresh))).await
    }

    async fn place_unplaced(
        &self,
        gateway: &GatewayId,
        boot: BootId,
        place: &Place<'_>,
        bindings_version: i64,
        judge: &mut PlacedJudge<'_>,
        now: WallMs,
    ) -> Result<PlacedRecords, StoreError> {
        let batches = read::placed(&self.books(), gateway, boot, place, now);
        if batches.is_empty() {
            return Ok(PlacedRecords::default());
        }
        let work = self.write(|books| {
            let fresh: Vec<_> = (0..batches.len()).map(|batch| hearth_store::ingest::Fresh { batch, item: 0 }).collect();
            write::prepare_placed(books, &batches, bindings_version, judge(&batches, &fresh))
        });
        work.await?;
        Ok(PlacedRecords { batches, more: false })
    }

    async fn commit_transitions(&self, judged: &[EpisodeTransitions]) -> Result<(), StoreError> {
        self.weather.pass(Stage::Begin).await?;
        write::transitions(&mut self.books(), judged)?;
        self.weather.pass(Stage::Answer).await.map(drop)
    }

    async fn commit_handover(&self, _: &[EpisodeTransitions], _: &Acceptance) -> Result<Result<(), NotAccepted>, StoreError> {
        // No shifts are kept in these worlds.
        Ok(Err(NotAccepted::NotOpen))
    }

    async fn quarantine_body(&self, _: &GatewayId, _: &[u8], _: &str, _: WallMs) -> Result<bool, StoreError> {
        self.weather.pass(Stage::Begin).await?;
        self.books().bodies += 1;
        Ok(true)
    }

    async fn note_gateways(&self, _: &[(GatewayId, WallMs, Option<GatewayState>)]) -> Result<(), StoreError> {
        self.weather.pass(Stage::Read).await.map(drop)
    }

    async fn bindings(&self) -> Result<BindingRows, StoreError> {
        self.read(|books| BindingRows {
            version: books.bindings_version,
            bindings: books.bindings.clone(),
            gateways: read::device_gateways(books).collect(),
        })
        .await
    }

    async fn binding_changes(&self, known: i64) -> Result<Option<BindingChanges>, StoreError> {
        self.read(|books| read::binding_changes(books, known)).await
    }

    async fn episodes(&self, active: bool) -> Result<Vec<EpisodeRow>, StoreError> {
        self.read(|books| books.episodes.values().filter(|row| !active || row.ended_at.is_none()).cloned().collect()).await
    }

    async fn episode(&self, id: Uuid) -> Result<Option<EpisodeRow>, StoreError> {
        self.read(|books| books.episodes.get(&id).cloned()).await
    }

    async fn bound_devices(&self) -> Result<Vec<BoundDeviceRow>, StoreError> {
        self.read(read::bound_devices).await
    }

    async fn known_gateways(&self) -> Result<BTreeSet<GatewayId>, StoreError> {
        self.read(|books| books.devices.iter().map(|device| device.gateway.clone()).collect()).await
    }

    async fn gateways(&self) -> Result<Vec<GatewayRow>, StoreError> {
        self.read(read::gateways).await
    }

    async fn all_staff(&self) -> Result<Vec<StaffRow>, StoreError> {
        self.read(|_| Vec::new()).await
    }

    async fn open_alerts(&self) -> Result<Vec<AlertRow>, StoreError> {
        self.read(read::open_alerts).await
    }

    async fn open_alerts_of(&self, episodes: &[Uuid]) -> Result<Vec<AlertRow>, StoreError> {
        let is_theirs = |row: &AlertRow| row.episode.is_some_and(|id| episodes.contains(&id));
        self.read(|books| read::open_alerts(books).into_iter().filter(is_theirs).collect()).await
    }

    async fn alert(&self, id: Uuid) -> Result<Option<(AlertRow, Vec<StepRow>)>, StoreError> {
        self.read(|books| books.alerts.get(&id).cloned().map(|row| (row, Vec::new()))).await
    }

    async fn newest_values(&self, _: Option<Uuid>) -> Result<Vec<NewestValue>, StoreError> {
        self.read(|_| Vec::new()).await
    }

    async fn recent_frames_of(&self, devices: &[DeviceId], since: WallMs) -> Result<Vec<RecentFrame>, StoreError> {
        self.read(|books| read::recent_frames(books, devices, since)).await
    }

    async fn observed_vitals(&self, _: &[Uuid], _: Option<WallMs>) -> Result<Vec<ObservedVital>, StoreError> {
        // Nobody writes anything down in these worlds. The answer has neither the delays nor the faults of the store, which the
        // reads beside it have: the worlds stay those that they were before there was anything to read here.
        Ok(Vec::new())
    }

    async fn observed_since(&self, _: &[Uuid], _: &[&str], _: WallMs) -> Result<Vec<Observed>, StoreError> {
        // As above.
        Ok(Vec::new())
    }

    async fn stretches_of(&self, episodes: &[Uuid], since: WallMs, steps_since: WallMs) -> Result<Vec<StretchRow>, StoreError> {
        let is_wanted = |row: &&StretchRow| {
            let until = row.stretch.until;
            let is_step = until > steps_since && until.0.rem_euclid(trend::STEP_MS) == 0;
            episodes.contains(&row.episode) && (until > since || is_step)
        };
        self.read(|books| books.stretches.values().filter(is_wanted).copied().collect()).await
    }

    async fn keep_stretches(&self, rows: &[StretchRow]) -> Result<(), StoreError> {
        self.weather.pass(Stage::Begin).await?;
        write::keep_stretches(&mut self.books(), rows);
        self.weather.pass(Stage::Answer).await.map(drop)
    }

    async fn closed_alerts_of(&self, episodes: &[Uuid], rules: &[Rule], since: WallMs) -> Result<Vec<AlertRow>, StoreError> {
        let is_wanted = |row: &&AlertRow| {
            let alert = &row.alert;
            !alert.open && alert.raised_at > since && rules.contains(&alert.rule) && row.episode.is_some_and(|id| episodes.contains(&id))
        };
        self.read(|books| books.alerts.values().filter(is_wanted).cloned().collect()).await
    }

    async fn judged_events(&self, gateways: &[GatewayId], after: WallMs, until: WallMs) -> Result<Vec<EventRow>, StoreError> {
        // Without delays and faults of the store, as above.
        Ok(read::judged_events(&self.books(), gateways, after, until))
    }

    async fn anchors(&self, _: u32, _: u32) -> Result<Vec<(GatewayId, Anchor)>, StoreError> {
        self.read(|books| books.anchors.clone()).await
    }

    async fn unplaced_boots(&self) -> Result<Vec<(GatewayId, BootId, u64)>, StoreError> {
        self.read(read::unplaced_boots).await
    }
}

/// True when this instant of the simulated clock has passed.
pub fn is_over(until_ms: u64) -> bool {
    clock::elapsed_ms() >= until_ms
}

impl SimStore {
    /// Waits until the store answers and earlier writes are done, as taking the lease does.
    pub async fn lease(&self) -> Result<(), StoreError> {
        self.read(|_| ()).await?;
        drop(self.writers.write().await);
        Ok(())
    }
}
