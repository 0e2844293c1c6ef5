//! Message bodies that the hub could not read, kept for study. Records are quarantined by [`crate::ingest`].

use crate::connect::Store;
use crate::error::StoreError;
use hearth_vitals::{GatewayId, WallMs};
use sqlx::Row;

/// Of one gateway, at most this many bodies are kept in an hour; those with readable numbers are counted apart from those
/// without. A broken sender sends the same fault again and again.
pub(crate) const PER_HOUR: i64 = 60;

/// What could not be read of one gateway's messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The gateway's id, as the topic gives it.
    pub gateway: String,
    /// Records in bodies whose header, and so their numbers, could be read.
    pub records: i64,
    /// Bodies whose header could not be read.
    pub bodies: i64,
    /// When the newest of these arrived.
    pub newest_at: WallMs,
    /// Why the newest of these could not be read.
    pub reason: String,
}

impl Store {
    /// What went to quarantine since an instant, one row for each gateway.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn unread_since(&self, since: WallMs) -> Result<Vec<Unread>, StoreError> {
        let rows = sqlx::query(
            "SELECT gateway_id, coalesce(sum(upper(range) - lower(range)), 0)::int8 AS records, count(*) FILTER (WHERE range IS NULL) AS bodies, \
                    (extract(epoch FROM max(received_at)) * 1000)::int8 AS newest_ms, (array_agg(reason ORDER BY received_at DESC, id))[1] AS reason \
             FROM quarantine WHERE received_at >= to_timestamp($1::int8 / 1000.0) GROUP BY gateway_id ORDER BY gateway_id",
        )
        .bind(since.0)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Unread {
                    gateway: row.try_get("gateway_id")?,
                    records: row.try_get("records")?,
                    bodies: row.try_get("bodies")?,
                    newest_at: WallMs(row.try_get("newest_ms")?),
                    reason: row.try_get("reason")?,
                })
            })
            .collect()
    }

    /// Keeps a body whose numbers cannot be read, so that no receipt can be given for it. False when enough bodies of this
    /// gateway are kept already.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn quarantine_body(&self, gateway: &GatewayId, bytes: &[u8], reason: &str, now: WallMs) -> Result<bool, StoreError> {
        let kept = sqlx::query(
            "INSERT INTO quarantine (gateway_id, reason, received_at, bytes) SELECT $1, $2, to_timestamp($3::int8 / 1000.0), $4 \
             WHERE (SELECT count(*) FROM quarantine WHERE gateway_id = $1 AND stream_key IS NULL \
                    AND received_at > to_timestamp($3::int8 / 1000.0) - interval '1 hour') < $5",
        )
        .bind(gateway.as_str())
        .bind(reason)
        .bind(now.0)
        .bind(bytes)
        .bind(PER_HOUR)
        .execute(&self.pool)
        .await?;
        Ok(kept.rows_affected() == 1)
    }
}
