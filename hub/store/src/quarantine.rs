//! Bodies that nobody can read, kept for study beside the records in [`crate::ingest`].

use crate::connect::Store;
use crate::error::StoreError;
use hearth_vitals::{GatewayId, WallMs};

/// Bodies without numbers kept of one gateway in an hour, at most: a broken sender repeats itself.
const PER_HOUR: i64 = 60;

impl Store {
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
