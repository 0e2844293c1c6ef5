//! What the engine's loop asks of the store. There are two implementations: [`Store`], and the simulated one of the tests, which
//! forgets, hangs and answers too late at the worst of times (docs/decisions/0007). What each call promises is written at the
//! method of [`Store`].

use hearth_alerts::Rule;
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
use hearth_store::{Store, StoreError};
use hearth_vitals::state::GatewayState;
use hearth_vitals::{Anchor, BootId, DeviceId, GatewayId, WallMs};
use std::collections::BTreeSet;
use std::future::Future;
use std::time::Duration;
use uuid::Uuid;

/// A commit that takes longer counts as failed, and is tried again.
pub(super) const COMMIT_LIMIT: Duration = Duration::from_secs(10);

pub(super) fn no_answer() -> StoreError {
    StoreError::Unavailable(slow())
}

pub(super) fn slow() -> String {
    format!("no answer within {} s", COMMIT_LIMIT.as_secs())
}

/// A future answer of the store.
pub trait Answered<T>: Future<Output = Result<T, StoreError>> + Send {}

impl<T, F: Future<Output = Result<T, StoreError>> + Send> Answered<T> for F {}

macro_rules! ledger {
    ($($(#[$doc:meta])* fn $name:ident(&self $(, $argument:ident: $kind:ty)*) -> $result:ty;)*) => {
        /// The part of the store that the loop uses.
        pub trait Ledger: Clone + Send + Sync + 'static {
            $($(#[$doc])* fn $name(&self $(, $argument: $kind)*) -> impl Answered<$result>;)*
        }

        impl Ledger for Store {
            $(async fn $name(&self $(, $argument: $kind)*) -> Result<$result, StoreError> {
                Store::$name(self $(, $argument)*).await
            })*
        }
    };
}

ledger! {
    /// The same as [`Store::ingest`].
    fn ingest(&self, batches: &[IngestBatch], bindings_version: i64, judge: &mut Judge<'_>, now: WallMs) -> Ingested;
    /// The same as [`Store::place_unplaced`].
    fn place_unplaced(&self, gateway: &GatewayId, boot: BootId, place: &Place<'_>, bindings_version: i64, judge: &mut PlacedJudge<'_>, now: WallMs) -> PlacedRecords;
    /// The same as [`Store::commit_transitions`].
    fn commit_transitions(&self, judged: &[EpisodeTransitions]) -> ();
    /// The same as [`Store::commit_handover`].
    fn commit_handover(&self, judged: &[EpisodeTransitions], accepted: &Acceptance) -> Result<(), NotAccepted>;
    /// The same as [`Store::quarantine_body`].
    fn quarantine_body(&self, gateway: &GatewayId, bytes: &[u8], reason: &str, now: WallMs) -> bool;
    /// The same as [`Store::note_gateways`].
    fn note_gateways(&self, heard: &[(GatewayId, WallMs, Option<GatewayState>)]) -> ();
    /// The same as [`Store::bindings`].
    fn bindings(&self) -> BindingRows;
    /// The same as [`Store::binding_changes`].
    fn binding_changes(&self, known: i64) -> Option<BindingChanges>;
    /// The same as [`Store::episodes`].
    fn episodes(&self, active: bool) -> Vec<EpisodeRow>;
    /// The same as [`Store::episode`].
    fn episode(&self, id: Uuid) -> Option<EpisodeRow>;
    /// The same as [`Store::bound_devices`].
    fn bound_devices(&self) -> Vec<BoundDeviceRow>;
    /// The same as [`Store::known_gateways`].
    fn known_gateways(&self) -> BTreeSet<GatewayId>;
    /// The same as [`Store::gateways`].
    fn gateways(&self) -> Vec<GatewayRow>;
    /// The same as [`Store::all_staff`].
    fn all_staff(&self) -> Vec<StaffRow>;
    /// The same as [`Store::open_alerts`].
    fn open_alerts(&self) -> Vec<AlertRow>;
    /// The same as [`Store::open_alerts_of`].
    fn open_alerts_of(&self, episodes: &[Uuid]) -> Vec<AlertRow>;
    /// The same as [`Store::alert`].
    fn alert(&self, id: Uuid) -> Option<(AlertRow, Vec<StepRow>)>;
    /// The same as [`Store::newest_values`].
    fn newest_values(&self, episode: Option<Uuid>) -> Vec<NewestValue>;
    /// The same as [`Store::recent_frames_of`].
    fn recent_frames_of(&self, devices: &[DeviceId], received_or_measured_since: WallMs) -> Vec<RecentFrame>;
    /// The same as [`Store::observed_vitals`].
    fn observed_vitals(&self, episodes: &[Uuid], since: Option<WallMs>) -> Vec<ObservedVital>;
    /// The same as [`Store::observed_since`].
    fn observed_since(&self, episodes: &[Uuid], codes: &[&str], since: WallMs) -> Vec<Observed>;
    /// The same as [`Store::stretches_of`].
    fn stretches_of(&self, episodes: &[Uuid], since: WallMs, steps_since: WallMs) -> Vec<StretchRow>;
    /// The same as [`Store::keep_stretches`].
    fn keep_stretches(&self, rows: &[StretchRow]) -> ();
    /// The same as [`Store::closed_alerts_of`].
    fn closed_alerts_of(&self, episodes: &[Uuid], rules: &[Rule], since: WallMs) -> Vec<AlertRow>;
    /// The same as [`Store::judged_events`].
    fn judged_events(&self, gateways: &[GatewayId], after: WallMs, until: WallMs) -> Vec<EventRow>;
    /// The same as [`Store::anchors`].
    fn anchors(&self, boots: u32, per_boot: u32) -> Vec<(GatewayId, Anchor)>;
    /// The same as [`Store::unplaced_boots`].
    fn unplaced_boots(&self) -> Vec<(GatewayId, BootId, u64)>;
}
