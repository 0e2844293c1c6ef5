//! When hubs were at work, and when they received nothing; each hub writes this of itself every few seconds.

use crate::connect::Store;
use crate::error::StoreError;
use crate::stamp::Stamp;
use hearth_vitals::WallMs;
use sqlx::Row;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A hub from its start to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HubRun {
    /// When it began to judge.
    pub started: WallMs,
    /// When it was last known to be alive.
    pub alive: WallMs,
    /// Stretches in which it received nothing, ascending; one without an end lasted until the hub ended.
    pub pauses: Vec<(WallMs, Option<WallMs>)>,
}

impl Store {
    /// Notes that a hub begins to judge.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn begin_run(&self, run: Uuid, at: WallMs) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO hub_runs (id, started_at, alive_at) VALUES ($1, $2, $2) ON CONFLICT DO NOTHING")
            .bind(run)
            .bind(Stamp(at))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Notes that the hub is alive.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn note_run(&self, run: Uuid, at: WallMs) -> Result<(), StoreError> {
        sqlx::query("UPDATE hub_runs SET alive_at = greatest(alive_at, $2) WHERE id = $1")
            .bind(run)
            .bind(Stamp(at))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Notes stretches in which the hub received nothing; a known one may get its end.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn note_pauses(&self, run: Uuid, pauses: &[(WallMs, Option<WallMs>)]) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO intake_pauses (run_id, from_at, until_at) SELECT $1, n.from_at, n.until_at \
             FROM UNNEST($2::timestamptz[], $3::timestamptz[]) n (from_at, until_at) \
             ON CONFLICT (run_id, from_at) DO UPDATE SET until_at = EXCLUDED.until_at",
        )
        .bind(run)
        .bind(pauses.iter().map(|(from, _)| Stamp(*from)).collect::<Vec<_>>())
        .bind(pauses.iter().map(|(_, until)| until.map(Stamp)).collect::<Vec<_>>())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The hubs that were at work between two instants, oldest first, and the one before the first of them.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn runs(&self, from: WallMs, until: WallMs) -> Result<Vec<HubRun>, StoreError> {
        let rows = sqlx::query(
            "SELECT r.id, r.started_at, r.alive_at, p.from_at, p.until_at FROM hub_runs r LEFT JOIN intake_pauses p ON p.run_id = r.id \
             WHERE r.started_at < $2 AND (r.alive_at >= $1 OR r.id = (SELECT id FROM hub_runs WHERE alive_at < $1 ORDER BY alive_at DESC LIMIT 1)) \
             ORDER BY r.started_at, p.from_at",
        )
        .bind(Stamp(from))
        .bind(Stamp(until))
        .fetch_all(&self.pool)
        .await?;
        let mut runs: BTreeMap<(Stamp, Uuid), HubRun> = BTreeMap::new();
        for row in &rows {
            let (id, started, alive): (Uuid, Stamp, Stamp) = (row.try_get("id")?, row.try_get("started_at")?, row.try_get("alive_at")?);
            let run = runs.entry((started, id)).or_insert_with(|| HubRun { started: started.0, alive: alive.0, pauses: Vec::new() });
            let pause: (Option<Stamp>, Option<Stamp>) = (row.try_get("from_at")?, row.try_get("until_at")?);
            run.pauses.extend(pause.0.map(|from| (from.0, pause.1.map(|until| until.0))));
        }
        Ok(runs.into_values().collect())
    }
}
