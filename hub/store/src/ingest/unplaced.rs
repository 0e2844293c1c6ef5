//! Records whose time was unknown: stores them once an anchor of their boot tells it.
//!
//! The table `unplaced` keeps what a gateway measured before any clock could be trusted: each record alone, as
//! [`hearth_vitals::batch::v1::encode_record`] writes it, under the number it came with. One transaction deletes it
//! there, stores it under the same number where it belongs, and lets it be judged; if the hub is killed, all of that
//! happened or nothing. If two hubs place the same boot, the second waits for the locks of the streams, and then finds
//! nothing left to place.
//!
//! A record counts as received at the moment it is placed. Nobody could know of it before, so engines, trends and
//! restarts treat it as history.

use super::newest::Newest;
use super::opening::{Opening, OpeningQuery};
use super::records::Records;
use super::streams::Changed;
use super::{Fresh, IngestBatch, Item, frames, instants, rows, stale, stray, waiting, waveforms};
use crate::connect::Store;
use crate::error::StoreError;
use crate::transitions::{self, EpisodeTransitions};
use hearth_vitals::batch::v1::{EncodeError, encode_record};
use hearth_vitals::{BootId, GatewayId, Record, WallMs};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

pub use waiting::{Place, WhenMeasured, placed_item};

/// The most records that one call places.
pub const PLACED_AT_ONCE: usize = 2_000;

/// Decides what the placed records mean for alerts. As [`super::Judge`], and also gets the batches made of them.
pub type PlacedJudge<'a> = dyn FnMut(&[IngestBatch], &[Fresh]) -> Vec<EpisodeTransitions> + Send + 'a;

/// The result of one call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlacedRecords {
    /// Each record as a batch of its own, in the order of their numbers; those that went to quarantine too.
    pub batches: Vec<IngestBatch>,
    /// True when there may be more: call again.
    pub more: bool,
}

impl Item {
    /// A record whose time is not known yet, as an item for an ingest.
    ///
    /// # Errors
    /// When the record cannot be encoded.
    pub fn unplaced(boot: BootId, record: &Record) -> Result<Item, EncodeError> {
        Ok(Item::Unplaced(boot, encode_record(boot, record)?))
    }
}

impl Store {
    /// Boots of which records wait to be placed, and how many; a hub asks when it starts.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); [`StoreError::Defect`] for a row that this version cannot read.
    pub async fn unplaced_boots(&self) -> Result<Vec<(GatewayId, BootId, u64)>, StoreError> {
        let rows = sqlx::query("SELECT gateway_id, boot, count(*) FROM unplaced GROUP BY 1, 2 ORDER BY 1, 2").fetch_all(&self.pool).await?;
        let boot = |row: &PgRow| {
            let gateway = GatewayId::new(row.try_get(0)?).map_err(|error| StoreError::Defect(error.to_string()))?;
            let (boot, count): (i64, i64) = (row.try_get(1)?, row.try_get(2)?);
            Ok((gateway, BootId(boot.cast_unsigned()), count.cast_unsigned()))
        };
        rows.iter().map(boot).collect()
    }

    /// Places the waiting records of a boot, at most [`PLACED_AT_ONCE`] in one transaction. Each is placed exactly once, even
    /// if a hub is killed. `now` is the instant at which they count as received.
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
        let (mut transaction, opening) = self.open(&OpeningQuery::by(&batches), bindings_version).await?;
        let taken = waiting::take_out(&mut transaction, &found).await?;
        batches.retain(|batch| taken.contains(&(batch.stream, batch.first)));
        store(&mut transaction, &batches, &opening, judge).await?;
        transaction.commit().await?;
        Ok(PlacedRecords { batches, more })
    }
}

/// Stores them as an ingest does, except that the numbers are held already.
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
