//! Deletes old data. Frames and waveforms are deleted in whole days; alerts, their steps and the audit are kept for ever.

use crate::connect::Store;
use crate::error::StoreError;
use crate::layout::days::{DAY_MS, partition};
use hearth_vitals::WallMs;
use sqlx::{AssertSqlSafe, Row};

/// How many days anchors are kept.
const ANCHORS_DAYS: i64 = 60;

/// How many days the medians of streamed vitals are kept.
const STRETCHES_DAYS: i64 = 3;

/// How many days each kind of data is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetentionDays {
    /// Frames and the minutes made of them; also records that wait to be placed in time, and codes not known yet.
    pub frames_days: u32,
    /// Blocks of waveforms, in days.
    pub waveforms_days: u32,
    /// Bodies and records in quarantine.
    pub quarantine_days: u32,
}

/// What was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Deleted {
    /// Partitions or chunks of a day, over all tables.
    pub days: usize,
    /// Rows of the quarantine.
    pub quarantined: u64,
}

impl Store {
    /// Deletes what is older than its days. To be called each hour; what a call cannot delete because a reader holds it, the
    /// next call will.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); [`StoreError::Retry`] when a day is in use.
    pub async fn delete_old(&self, kept: &RetentionDays, now: WallMs) -> Result<Deleted, StoreError> {
        let today = now.0.div_euclid(DAY_MS);
        let mut deleted = Deleted::default();
        for (table, days) in [("frames", kept.frames_days), ("frame_minutes", kept.frames_days), ("waveforms", kept.waveforms_days)] {
            let first_kept = today - i64::from(days);
            deleted.days +=
                if self.timescale() { self.drop_chunks(table, first_kept).await? } else { self.drop_days(table, first_kept).await? };
        }
        let cutoff = now.0 - i64::from(kept.quarantine_days) * DAY_MS;
        let gone = sqlx::query("DELETE FROM quarantine WHERE received_at < to_timestamp($1::int8 / 1000.0)")
            .bind(cutoff)
            .execute(&self.pool)
            .await?;
        // If no anchor of the boot has come in all that time, none will: when the records were measured stays unknown.
        sqlx::query("DELETE FROM unplaced WHERE received_at < to_timestamp($1::int8 / 1000.0)")
            .bind(now.0 - i64::from(kept.frames_days) * DAY_MS)
            .execute(&self.pool)
            .await?;
        // The frames that these unknown readings belong to are deleted too.
        sqlx::query("DELETE FROM unknown_codes WHERE received_at < to_timestamp($1::int8 / 1000.0)")
            .bind(now.0 - i64::from(kept.frames_days) * DAY_MS)
            .execute(&self.pool)
            .await?;
        // A restart reads what arrived in the last minutes or hours, never days.
        sqlx::query("DELETE FROM late_hours WHERE received_at < to_timestamp($1::int8 / 1000.0)")
            .bind(now.0 - DAY_MS)
            .execute(&self.pool)
            .await?;
        // What a replay needs is kept as long as the frames that it folds.
        for statement in [
            "DELETE FROM gateway_silences WHERE until_at < to_timestamp($1::int8 / 1000.0)",
            "DELETE FROM hub_runs WHERE alive_at < to_timestamp($1::int8 / 1000.0)",
        ] {
            sqlx::query(statement).bind(now.0 - i64::from(kept.frames_days) * DAY_MS).execute(&self.pool).await?;
        }
        // Scores look back for half a day.
        sqlx::query("DELETE FROM stretches WHERE until < to_timestamp($1::int8 / 1000.0)")
            .bind(now.0 - STRETCHES_DAYS * DAY_MS)
            .execute(&self.pool)
            .await?;
        // A gateway's disk holds records of some days; if it sends one of an older boot, it sends an anchor with it.
        sqlx::query("DELETE FROM anchors WHERE wall_ms < $1").bind(now.0 - ANCHORS_DAYS * DAY_MS).execute(&self.pool).await?;
        Ok(Deleted { quarantined: gone.rows_affected(), ..deleted })
    }

    async fn drop_chunks(&self, table: &str, first_kept: i64) -> Result<usize, StoreError> {
        let dropped = sqlx::query("SELECT drop_chunks($1::text::regclass, older_than => to_timestamp($2::int8 / 1000.0))")
            .bind(table)
            .bind(first_kept * DAY_MS)
            .fetch_all(&self.pool)
            .await?;
        Ok(dropped.len())
    }

    async fn drop_days(&self, table: &str, first_kept: i64) -> Result<usize, StoreError> {
        // Also drops partitions that were detached by a hub that was then killed.
        let rows = sqlx::query(
            "SELECT c.relname::text, i.inhrelid IS NOT NULL, coalesce(i.inhdetachpending, false) FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid \
             WHERE c.relkind = 'r' AND pg_table_is_visible(c.oid) AND c.relname ~ ('^' || $1 || '_[0-9]{8}$') AND c.relname COLLATE \"C\" < $2 ORDER BY 1",
        )
        .bind(table)
        .bind(partition(table, first_kept))
        .fetch_all(&self.pool)
        .await?;
        for row in &rows {
            let (name, attached, pending): (String, bool, bool) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
            self.drop_day(table, &name, attached, pending).await?;
        }
        Ok(rows.len())
    }

    /// Detaches the partition first, which readers and writers do not notice. DROP then locks a table that nobody uses.
    async fn drop_day(&self, table: &str, name: &str, attached: bool, pending: bool) -> Result<(), StoreError> {
        self.days.forget();
        if attached {
            let how = if pending { "FINALIZE" } else { "CONCURRENTLY" };
            sqlx::raw_sql(AssertSqlSafe(format!("ALTER TABLE {table} DETACH PARTITION {name} {how}"))).execute(&self.pool).await?;
        }
        sqlx::raw_sql(AssertSqlSafe(format!("DROP TABLE {name}"))).execute(&self.pool).await?;
        Ok(())
    }
}
