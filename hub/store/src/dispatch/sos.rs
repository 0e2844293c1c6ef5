//! Calls for help of crews in danger.

use crate::connect::Store;
use crate::error::StoreError;
use crate::registry::audit;
use crate::stamp::Stamp;
use hearth_vitals::WallMs;
use serde_json::json;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

/// How many calls of one unit are open, at most. If the button is pressed again and again, the newest stay open, because ending a
/// call names it.
const OPEN_MAX: i64 = 4;
/// How many open calls are read, at most.
const READ_MAX: i64 = 800;

/// A call for help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewSos {
    /// The id that the phone gave it.
    pub id: Uuid,
    /// Id of the unit.
    pub unit: Uuid,
    /// The crew member who pressed.
    pub by: Uuid,
    /// When it was pressed, as far as the hub can say.
    pub pressed: WallMs,
    /// When the hub heard.
    pub at: WallMs,
}

/// The person who says that a call is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndedBy {
    /// Id of the person.
    pub person: Uuid,
    /// True if the person no longer sits in the unit: then they can end only calls of their own.
    pub own_alone: bool,
}

/// A call for help that nobody has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCall {
    /// The id that the phone gave it.
    pub id: Uuid,
    /// Id of the unit.
    pub unit: Uuid,
    /// The name of that unit.
    pub unit_name: String,
    /// The crew member who pressed.
    pub by: Uuid,
    /// Name of that person, as colleagues see it.
    pub by_name: String,
    /// When it was pressed, as far as the hub can say.
    pub pressed: WallMs,
}

/// Ends the oldest open call of a unit that has too many; the unit goes on calling with the new one.
async fn make_room(connection: &mut PgConnection, new: &NewSos) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE crew_sos SET ended_at = $2, ended_by = $3 WHERE id IN \
         (SELECT id FROM crew_sos WHERE unit_id = $1 AND ended_at IS NULL ORDER BY (id = $5) DESC, at DESC, id DESC OFFSET $4)",
    )
    .bind(new.unit)
    .bind(Stamp(new.at))
    .bind(new.by)
    .bind(OPEN_MAX)
    .bind(new.id)
    .execute(connection)
    .await?;
    Ok(())
}

impl Store {
    /// Stores a call for help; one that is sent twice is stored once, and one that was ended is not opened again.
    ///
    /// # Errors
    /// As any statement; [`StoreError::Data`] with 23503 when there is no such unit.
    pub async fn call_for_help(&self, new: &NewSos) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let kept = sqlx::query(
            "INSERT INTO crew_sos (id, unit_id, by_staff, pressed_at, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING",
        )
        .bind(new.id)
        .bind(new.unit)
        .bind(new.by)
        .bind(Stamp(new.pressed))
        .bind(Stamp(new.at))
        .execute(&mut *transaction)
        .await?;
        if kept.rows_affected() > 0 {
            make_room(&mut transaction, new).await?;
            audit(&mut transaction, new.by, "call_for_help", &new.unit.to_string(), json!({ "sos": new.id })).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Ends exactly these calls of a unit: a request that was lost and is repeated must not end a newer call. Calls that were
    /// ended before stay as they were. False if the unit never made any of them.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn end_help(&self, unit: Uuid, calls: &[Uuid], by: EndedBy, at: WallMs) -> Result<bool, StoreError> {
        let EndedBy { person: by, own_alone } = by;
        let mut transaction = self.begin().await?;
        let end = "UPDATE crew_sos SET ended_at = $3, ended_by = $4 WHERE unit_id = $1 AND id = ANY($2) AND ended_at IS NULL AND (by_staff = $4 OR NOT $5)";
        let ended = sqlx::query(end).bind(unit).bind(calls).bind(Stamp(at)).bind(by).bind(own_alone).execute(&mut *transaction).await?;
        if ended.rows_affected() > 0 {
            audit(&mut transaction, by, "end_help", &unit.to_string(), json!({ "calls": calls })).await?;
        }
        let known =
            sqlx::query_scalar("SELECT EXISTS (SELECT FROM crew_sos WHERE unit_id = $1 AND id = ANY($2) AND (by_staff = $3 OR NOT $4))");
        let known: bool = known.bind(unit).bind(calls).bind(by).bind(own_alone).fetch_one(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(known)
    }

    /// True if this person has sat in the unit since that instant: somebody who just left it may still stand beside it.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn sat_in(&self, member: Uuid, unit: Uuid, since: WallMs) -> Result<bool, StoreError> {
        let sat =
            "SELECT EXISTS (SELECT FROM crews WHERE unit_id = $2 AND members @> ARRAY[$1::uuid] AND COALESCE(ended_at, until_at) > $3)";
        Ok(sqlx::query_scalar(sat).bind(member).bind(unit).bind(Stamp(since)).fetch_one(&self.pool).await?)
    }

    /// The calls for help that nobody has ended, oldest first.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn open_calls(&self) -> Result<Vec<OpenCall>, StoreError> {
        let rows = sqlx::query(
            "SELECT s.id, s.unit_id, u.name, s.by_staff, p.display_name, s.pressed_at FROM crew_sos s JOIN units u ON u.id = s.unit_id \
             JOIN staff p ON p.id = s.by_staff WHERE s.ended_at IS NULL ORDER BY s.pressed_at, s.id LIMIT $1",
        )
        .bind(READ_MAX)
        .fetch_all(&self.pool)
        .await?;
        let call = |row: &PgRow| {
            Ok(OpenCall {
                id: row.try_get("id")?,
                unit: row.try_get("unit_id")?,
                unit_name: row.try_get("name")?,
                by: row.try_get("by_staff")?,
                by_name: row.try_get("display_name")?,
                pressed: row.try_get::<Stamp, _>("pressed_at")?.0,
            })
        };
        rows.iter().map(call).collect()
    }

    /// The units that call for help, with their names and since when, by name.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn who_calls_for_help(&self) -> Result<Vec<(Uuid, String, WallMs)>, StoreError> {
        let rows = sqlx::query(
            "SELECT u.id, u.name, min(s.pressed_at) AS since FROM crew_sos s JOIN units u ON u.id = s.unit_id WHERE s.ended_at IS NULL \
             GROUP BY u.id, u.name ORDER BY u.name",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| Ok((row.try_get("id")?, row.try_get("name")?, row.try_get::<Stamp, _>("since")?.0))).collect()
    }
}
