//! Bodies that nobody can read, kept for study beside the records in [`crate::ingest`].

use crate::connect::Store;
use crate::error::StoreError;
use hearth_vitals::{GatewayId, WallMs};
use sqlx::Row;

/// Bodies without numbers kept of one gateway in an hour, at most, and bodies with numbers: a broken sender repeats
/// itself.
pub(crate) const PER_HOUR: i64 = 60;

/// What of one gateway could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Whose.
    pub gateway: String,
    /// Records in bodies whose numbers could be read.
    pub records: i64,
    /// Bodies of which not even that.
    pub bodies: i64,
    /// When the newest arrived.
    pub newest_at: WallMs,
    /// What was wrong with it.
    pub reason: String,
}

impl Store {
    /// What went to quarantine since an instant, by gateway.
    ///
    /// # Errors
    /// As every statement.
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

    /// Keeps a body whose numbers cannot be read, so that nothing of it is receipted; false when enough
    /// of this gateway's are kept already.
    ///
    /// # Errors
    /// As every statement.
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
