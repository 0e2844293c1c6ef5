//! Everything a gateway records beside frames and waveforms. Rare: a row a statement is fine here,
//! and each is bounded by the number of records in a batch.

use super::opening::Devices;
use super::streams::Locked;
use super::{Fresh, IngestBatch, Item, item_of};
use crate::error::StoreError;
use crate::quarantine::PER_HOUR;
use crate::stamp;
use hearth_vitals::WallMs;
use sqlx::PgConnection;

/// A gateway writes an anchor each ten seconds; one in this time is kept (ms), unless it is of a better clock.
/// A crystal drifts by 60 ms meanwhile, and every batch carries an anchor of its own.
const ANCHOR_EVERY_MS: i64 = 600_000;

fn json<T: serde::Serialize>(value: &T) -> Result<serde_json::Value, StoreError> {
    serde_json::to_value(value).map_err(|error| StoreError::Defect(format!("cannot write a record as JSON: {error}")))
}

/// Writes the new ones.
pub async fn write(
    connection: &mut PgConnection,
    batches: &[IngestBatch],
    fresh: &[Fresh],
    devices: &Devices,
    locked: &Locked,
) -> Result<(), StoreError> {
    let mut run: Option<Run<'_>> = None;
    for new in fresh {
        let (batch, seq, item) = item_of(batches, new);
        let row = Row { batch, stream_key: locked.key(&batch.gateway, batch.stream)?, seq: seq.cast_signed() };
        if let Item::Quarantined(bytes, reason) = item
            && bytes.is_empty()
        {
            match &mut run {
                Some(run) if run.goes_on(new.batch, row.seq, reason) => run.end += 1,
                run => {
                    if let Some(done) = run.replace(Run { first: row, in_batch: new.batch, end: seq.cast_signed() + 1, reason }) {
                        done.write(connection).await?;
                    }
                }
            }
            continue;
        }
        match item {
            Item::Frame(..) | Item::Waveform(..) => {}
            // Events lie in one table without days; an instant that is none leaves the event without one.
            Item::Event(event, placed) => {
                let at = placed.map(|placed| placed.at).filter(|at| stamp::is_possible(*at));
                row.event(connection, event, at, devices).await?;
            }
            Item::Status(status) => row.status(connection, status).await?,
            Item::Anchor(anchor) => row.anchor(connection, anchor).await?,
            Item::Loss(loss) => row.loss(connection, loss, locked).await?,
            Item::Unplaced(boot, record) => row.unplaced(connection, boot.0.cast_signed(), record).await?,
            Item::Quarantined(bytes, reason) => row.quarantine(connection, row.seq + 1, bytes, reason).await?,
        }
    }
    if let Some(run) = run {
        run.write(connection).await?;
    }
    Ok(())
}

/// Numbers without bytes of their own that follow each other: one row says it of all of them. A body that nobody can
/// read may hold thousands, and must not hold up the others' commit.
struct Run<'a> {
    first: Row<'a>,
    in_batch: usize,
    end: i64,
    reason: &'a str,
}

impl Run<'_> {
    fn goes_on(&self, in_batch: usize, seq: i64, reason: &str) -> bool {
        self.in_batch == in_batch && self.end == seq && self.reason == reason
    }

    async fn write(&self, connection: &mut PgConnection) -> Result<(), StoreError> {
        self.first.quarantine(connection, self.end, &[], self.reason).await
    }
}

struct Row<'a> {
    batch: &'a IngestBatch,
    stream_key: i32,
    seq: i64,
}

impl Row<'_> {
    async fn event(
        &self,
        connection: &mut PgConnection,
        event: &hearth_vitals::Event,
        at: Option<WallMs>,
        devices: &Devices,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO events (stream_key, seq, gateway_id, device_key, at, received_at, event) \
             VALUES ($1, $2, $3, $4, to_timestamp($5::int8 / 1000.0), to_timestamp($6::int8 / 1000.0), $7)",
        )
        .bind(self.stream_key)
        .bind(self.seq)
        .bind(self.batch.gateway.as_str())
        .bind(event.device.as_ref().and_then(|device| devices.get(device).copied()))
        .bind(at.map(|at| at.0))
        .bind(self.batch.received_at.0)
        .bind(json(&event.kind)?)
        .execute(connection)
        .await?;
        Ok(())
    }

    async fn status(&self, connection: &mut PgConnection, status: &hearth_vitals::Status) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO gateway_status (gateway_id, received_at, status) VALUES ($1, to_timestamp($2::int8 / 1000.0), $3) \
             ON CONFLICT (gateway_id) DO UPDATE SET received_at = EXCLUDED.received_at, status = EXCLUDED.status \
             WHERE gateway_status.received_at <= EXCLUDED.received_at",
        )
        .bind(self.batch.gateway.as_str())
        .bind(self.batch.received_at.0)
        .bind(json(status)?)
        .execute(connection)
        .await?;
        Ok(())
    }

    async fn anchor(&self, connection: &mut PgConnection, anchor: &hearth_vitals::Anchor) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO anchors (gateway_id, boot, mono_ms, wall_ms, quality, uncertainty_ms) SELECT $1, $2, $3, $4, $5, $6 \
             WHERE NOT EXISTS (SELECT FROM anchors WHERE gateway_id = $1 AND boot = $2 AND mono_ms BETWEEN $3 - $7 AND $3 AND quality <= $5) \
             ON CONFLICT DO NOTHING",
        )
        .bind(self.batch.gateway.as_str())
        .bind(anchor.boot.0.cast_signed())
        .bind(anchor.mono.0.cast_signed())
        .bind(anchor.wall.0)
        .bind(anchor.quality as i16)
        .bind(i32::try_from(anchor.uncertainty_ms).unwrap_or(i32::MAX))
        .bind(ANCHOR_EVERY_MS)
        .execute(connection)
        .await?;
        Ok(())
    }

    async fn loss(&self, connection: &mut PgConnection, loss: &hearth_vitals::Loss, locked: &Locked) -> Result<(), StoreError> {
        let reason = json(&loss.reason)?;
        sqlx::query(
            "INSERT INTO losses (stream_key, seq, lost_stream_key, range, reason, received_at) \
             VALUES ($1, $2, $3, int8range($4, $5), $6, to_timestamp($7::int8 / 1000.0))",
        )
        .bind(self.stream_key)
        .bind(self.seq)
        .bind(locked.key(&self.batch.gateway, loss.stream)?)
        .bind(loss.range.first().cast_signed())
        .bind(loss.range.end().cast_signed())
        .bind(reason.as_str().unwrap_or_default())
        .bind(self.batch.received_at.0)
        .execute(connection)
        .await?;
        Ok(())
    }

    async fn unplaced(&self, connection: &mut PgConnection, boot: i64, record: &[u8]) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO unplaced (stream_key, seq, gateway_id, boot, received_at, record) VALUES ($1, $2, $3, $4, to_timestamp($5::int8 / 1000.0), $6)",
        )
        .bind(self.stream_key)
        .bind(self.seq)
        .bind(self.batch.gateway.as_str())
        .bind(boot)
        .bind(self.batch.received_at.0)
        .bind(record)
        .execute(connection)
        .await?;
        Ok(())
    }

    /// From its own number to `end`. Of a gateway that sends one such body after the other the bytes are kept for study
    /// as far as there is room; which numbers and why is kept always.
    async fn quarantine(&self, connection: &mut PgConnection, end: i64, bytes: &[u8], reason: &str) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO quarantine (gateway_id, stream_key, range, reason, received_at, bytes) \
             SELECT $1, $2, int8range($3, $7), $4, to_timestamp($5::int8 / 1000.0), CASE WHEN length($6) = 0 OR (SELECT count(*) FROM \
                 (SELECT FROM quarantine WHERE gateway_id = $1 AND length(bytes) > 0 AND received_at > to_timestamp($5::int8 / 1000.0) - interval '1 hour' \
                  LIMIT $8) kept) < $8 THEN $6 ELSE '' END",
        )
        .bind(self.batch.gateway.as_str())
        .bind(self.stream_key)
        .bind(self.seq)
        .bind(reason)
        .bind(self.batch.received_at.0)
        .bind(bytes)
        .bind(end)
        .bind(PER_HOUR)
        .execute(connection)
        .await?;
        Ok(())
    }
}
