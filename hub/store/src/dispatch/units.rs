//! Units: cars and what is in them.

use super::board::{UNITS_MAX, UnitRow, rows};
use super::lock;
use crate::connect::Store;
use crate::error::StoreError;
use crate::registry::audit;
use crate::stamp::Stamp;
use hearth_care::dispatch::{Equipment, Fix};
use hearth_vitals::WallMs;
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

impl Store {
    /// Adds a unit. False if there are [`UNITS_MAX`] already.
    ///
    /// # Errors
    /// [`StoreError::Data`] with 23505 when the name or the id is taken.
    pub async fn add_unit(&self, id: Uuid, name: &str, equipment: &BTreeSet<Equipment>, by: Uuid) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        lock(&mut transaction).await?;
        let made = sqlx::query("INSERT INTO units (id, name, equipment) SELECT $1, $2, $3 WHERE (SELECT count(*) FROM units) < $4")
            .bind(id)
            .bind(name)
            .bind(keys(equipment))
            .bind(UNITS_MAX)
            .execute(&mut *transaction)
            .await?;
        if made.rows_affected() == 0 {
            return Ok(false);
        }
        audit(&mut transaction, by, "add_unit", &id.to_string(), json!({})).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Changes what a unit is called and carries. False if it has another version, or there is none.
    ///
    /// # Errors
    /// [`StoreError::Data`] with 23505 when the name is taken.
    pub async fn change_unit(
        &self,
        (id, version): (Uuid, u32),
        name: &str,
        equipment: &BTreeSet<Equipment>,
        by: Uuid,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        lock(&mut transaction).await?;
        let changed = sqlx::query("UPDATE units SET name = $3, equipment = $4, version = version + 1 WHERE id = $1 AND version = $2")
            .bind(id)
            .bind(version.cast_signed())
            .bind(name)
            .bind(keys(equipment))
            .execute(&mut *transaction)
            .await?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        audit(&mut transaction, by, "change_unit", &id.to_string(), json!({ "version": version + 1 })).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Stores the position of a unit, unless a newer one is known. A stored one in the future of `now` does not count as newer:
    /// the clock was set back since. False if there is no such unit.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn unit_was_at(&self, id: Uuid, fix: Fix, now: WallMs) -> Result<bool, StoreError> {
        let known = sqlx::query_scalar(
            "WITH known AS (SELECT id FROM units WHERE id = $1), kept AS ( \
                INSERT INTO unit_positions (unit_id, latitude_udeg, longitude_udeg, at) SELECT id, $2, $3, $4 FROM known \
                ON CONFLICT (unit_id) DO UPDATE SET latitude_udeg = EXCLUDED.latitude_udeg, longitude_udeg = EXCLUDED.longitude_udeg, at = EXCLUDED.at \
                WHERE EXCLUDED.at > unit_positions.at OR unit_positions.at > $5) \
             SELECT EXISTS (SELECT FROM known)",
        )
        .bind(id)
        .bind(fix.position.latitude_udeg())
        .bind(fix.position.longitude_udeg())
        .bind(Stamp(fix.at))
        .bind(Stamp(now))
        .fetch_one(&self.pool)
        .await?;
        Ok(known)
    }

    /// Every unit, by name; at most [`UNITS_MAX`].
    ///
    /// # Errors
    /// As [`Store::dispatch_board`].
    pub async fn units(&self, now: WallMs) -> Result<Vec<UnitRow>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        rows(&mut connection, now).await
    }
}

fn keys(equipment: &BTreeSet<Equipment>) -> Vec<&'static str> {
    equipment.iter().map(|one| one.key()).collect()
}
