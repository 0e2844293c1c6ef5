//! Records whose time was unknown, placed when an anchor of their boot has come.
//!
//! `unplaced` keeps what a gateway measured before any clock could be trusted: the record alone, as
//! [`hearth_vitals::batch::v1::encode_record`] writes it, under the number it came with. One transaction takes it
//! out there, stores it under the same number where it belongs and lets it be judged; killed at any point, it
//! happened or it did not. Two that place the same boot wait for each other at the streams, and the second
//! finds nothing.
//!
//! What is placed counts as received when it is placed: until then nobody could know it, so it is history
//! to the engines, to trends and after a restart.

use super::newest::Newest;
use super::opening::{Opening, Wanted};
use super::records::Records;
use super::streams::Changed;
use super::{Fresh, IngestBatch, Item, Placed, frames, instants, rows, stale, stray, waiting, waveforms};
use crate::connect::Store;
use crate::error::StoreError;
use crate::transitions::{self, EpisodeTransitions};
use hearth_vitals::batch::v1::{EncodeError, encode_record};
use hearth_vitals::{BootId, GatewayId, Record, WallMs};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

pub use waiting::{Place, placed_item};

/// Records one call places, at most.
pub const PLACED_AT_ONCE: usize = 2_000;

/// What is known now about when a record was measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placing {
    /// Then.
    At(Placed),
    /// Then, and the gateway may not speak for its device.
    Stray(Placed),
    /// Still nothing: it stays where it is.
    Unknown,
    /// At no instant that is kept: its bytes go to quarantine, with the reason.
    Refused(String),
}

/// Decides what the placed records mean for alerts: as [`super::Judge`], with the batches they make.
pub type PlacedJudge<'a> = dyn FnMut(&[IngestBatch], &[Fresh]) -> Vec<EpisodeTransitions> + Send + 'a;

/// What one call placed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlacedRecords {
    /// Each as a batch of its own, in the order of their numbers; what was refused is among them.
    pub batches: Vec<IngestBatch>,
    /// There is more: call again.
    pub more: bool,
}

impl Item {
    /// A record whose time is unknown.
    ///
    /// # Errors
    /// When the record cannot be encoded.
    pub fn unplaced(boot: BootId, record: &Record) -> Result<Item, EncodeError> {
        Ok(Item::Unplaced(boot, encode_record(boot, record)?))
    }
}

impl Store {
    /// Boots of which records wait to be placed, and how many: what a starting hub looks for.
    ///
    /// # Errors
    /// As every statement; [`StoreError::Defect`] for a row that this version cannot read.
    pub async fn unplaced_boots(&self) -> Result<Vec<(GatewayId, BootId, u64)>, StoreError> {
        let rows = sqlx::query("SELECT gateway_id, boot, count(*) FROM unplaced GROUP BY 1, 2 ORDER BY 1, 2").fetch_all(&self.pool).await?;
        let boot = |row: &PgRow| {
            let gateway = GatewayId::new(row.try_get(0)?).map_err(|error| StoreError::Defect(error.to_string()))?;
            let (boot, count): (i64, i64) = (row.try_get(1)?, row.try_get(2)?);
            Ok((gateway, BootId(boot.cast_unsigned()), count.cast_unsigned()))
        };
        rows.iter().map(boot).collect()
    }

    /// Places what waits of a boot, up to [`PLACED_AT_ONCE`] records in one transaction: exactly once,
    /// whatever is killed when. `now` is when it counts as received.
    ///
    /// # Errors
    /// As [`Store::ingest`].
    pub async fn place_unplaced(
        &self,
        gateway: &GatewayId,
        boot: BootId,
        place: &Place<'_>,
        bindings_version: i64,
        judge: &mut PlacedJudge<'_>,
        now: WallMs,
    ) -> Result<PlacedRecords, StoreError> {
        let (found, more) = waiting::find(&self.pool, gateway, boot, place, PLACED_AT_ONCE).await?;
        if found.is_empty() {
            return Ok(PlacedRecords::default());
        }
        let mut batches = waiting::batches(gateway, &found, now);
        self.ensure_days(instants(&batches), now).await?;
        let (mut transaction, opening) = self.open(&Wanted::by(&batches), bindings_version).await?;
        let taken = waiting::take_out(&mut transaction, &found).await?;
        batches.retain(|batch| taken.contains(&(batch.stream, batch.first)));
        store(&mut transaction, &batches, &opening, judge).await?;
        transaction.commit().await?;
        Ok(PlacedRecords { batches, more })
    }
}

/// As an ingest, but the numbers are held already.
async fn store(
    connection: &mut PgConnection,
    batches: &[IngestBatch],
    opening: &Opening,
    judge: &mut PlacedJudge<'_>,
) -> Result<(), StoreError> {
    let Opening { locked, devices, rolled_until, .. } = opening;
    let fresh: Vec<Fresh> = (0..batches.len()).map(|batch| Fresh { batch, item: 0 }).collect();
    let judged = judge(batches, &fresh);
    transitions::write(connection, &judged).await?;
    let (frames, blocks) = rows::rows(batches, &fresh, devices, locked)?;
    waveforms::store(connection, &blocks).await?;
    Records::of(batches, &fresh, devices, locked)?.write(connection).await?;
    stray::note(connection, batches, &fresh, devices).await?;
    stale::mark(connection, &frames, *rolled_until).await?;
    frames::store(connection, &frames, &Newest::of(&frames), Changed::default()).await
}
