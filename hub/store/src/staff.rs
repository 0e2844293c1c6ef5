//! Staff, their sessions, and who holds the watch.

use crate::connect::Store;
use crate::error::StoreError;
use crate::shifts;
use hearth_vitals::WallMs;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

/// A member of staff as stored. The password's hash is never sent to anyone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffRow {
    /// Id of the member of staff.
    pub id: Uuid,
    /// The name to sign in with.
    pub name: String,
    /// The name that colleagues see.
    pub display_name: String,
    /// The word of the role: `nurse`, `charge_nurse`, ...
    pub role: String,
    /// Argon2 hash of the password.
    pub password_hash: String,
    /// True until the person has replaced the password that somebody else gave them.
    pub must_change_password: bool,
}

/// An open session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// The person who is signed in.
    pub staff: StaffRow,
    /// When it expires, if nobody ends it before.
    pub expires_at: WallMs,
}

/// Who holds the watch of all stays, where no shifts are kept, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchRow {
    /// The person's id.
    pub holder: Uuid,
    /// The name that colleagues see.
    pub display_name: String,
    /// When the person took it.
    pub since_at: WallMs,
}

async fn audit_watch(transaction: &mut PgConnection, staff: Uuid, act: &str) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO audit (staff_id, act, subject) VALUES ($1, $2, 'watch')").bind(staff).bind(act).execute(transaction).await?;
    Ok(())
}

const STAFF: &str = "s.id, s.name, s.display_name, s.role, s.password_hash, s.must_change_password";

fn staff_row(row: &PgRow) -> Result<StaffRow, sqlx::Error> {
    Ok(StaffRow {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        display_name: row.try_get("display_name")?,
        role: row.try_get("role")?,
        password_hash: row.try_get("password_hash")?,
        must_change_password: row.try_get("must_change_password")?,
    })
}

impl Store {
    /// Adds a person; false when the name is taken.
    ///
    /// # Errors
    /// [`StoreError::Data`] with 23514 when the name or the role is not allowed.
    pub async fn add_staff(&self, staff: &StaffRow) -> Result<bool, StoreError> {
        let added = sqlx::query(
            "INSERT INTO staff (id, name, display_name, role, password_hash, must_change_password) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (name) DO NOTHING",
        )
        .bind(staff.id)
        .bind(&staff.name)
        .bind(&staff.display_name)
        .bind(&staff.role)
        .bind(&staff.password_hash)
        .bind(staff.must_change_password)
        .execute(&self.pool)
        .await?;
        Ok(added.rows_affected() == 1)
    }

    /// The person who signs in with this name.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn staff_by_name(&self, name: &str) -> Result<Option<StaffRow>, StoreError> {
        let statement = format!("SELECT {STAFF} FROM staff s WHERE s.name = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(name).fetch_optional(&self.pool).await?;
        Ok(row.as_ref().map(staff_row).transpose()?)
    }

    /// Every member of staff, sorted by name.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn all_staff(&self) -> Result<Vec<StaffRow>, StoreError> {
        let statement = format!("SELECT {STAFF} FROM staff s ORDER BY s.name");
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement)).fetch_all(&self.pool).await?;
        let staff: Result<Vec<StaffRow>, sqlx::Error> = rows.iter().map(staff_row).collect();
        Ok(staff?)
    }

    /// Sets a password and ends every session of the person except the one whose token hash is `keep`. False when there is no
    /// such person.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn set_password(&self, staff: Uuid, hash: &str, must_change: bool, keep: Option<&[u8]>) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let changed = sqlx::query("UPDATE staff SET password_hash = $2, must_change_password = $3 WHERE id = $1")
            .bind(staff)
            .bind(hash)
            .bind(must_change)
            .execute(&mut *transaction)
            .await?
            .rows_affected();
        sqlx::query("DELETE FROM sessions WHERE staff_id = $1 AND token_hash IS DISTINCT FROM $2")
            .bind(staff)
            .bind(keep)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(changed == 1)
    }

    /// Opens a session, and deletes sessions that have expired. False, and none is opened, for who may not sign in any more.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn open_session(&self, staff: Uuid, token_hash: &[u8], now: WallMs, expires_at: WallMs) -> Result<bool, StoreError> {
        sqlx::query("DELETE FROM sessions WHERE expires_at < to_timestamp($1::int8 / 1000.0)").bind(now.0).execute(&self.pool).await?;
        // Under the person's lock: somebody who disables them has to wait, and then ends this session too.
        let opened = sqlx::query(
            "INSERT INTO sessions (token_hash, staff_id, expires_at) \
             SELECT $1, id, to_timestamp($3::int8 / 1000.0) FROM staff WHERE id = $2 AND disabled_at IS NULL FOR SHARE",
        )
        .bind(token_hash)
        .bind(staff)
        .bind(expires_at.0)
        .execute(&self.pool)
        .await?;
        Ok(opened.rows_affected() == 1)
    }

    /// The session with this token hash: its person and its end. `None` when it is not open at `now`.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn session(&self, token_hash: &[u8], now: WallMs) -> Result<Option<SessionRow>, StoreError> {
        let statement = format!(
            "SELECT {STAFF}, (extract(epoch FROM t.expires_at) * 1000)::int8 AS expires_ms FROM sessions t JOIN staff s ON s.id = t.staff_id \
             WHERE t.token_hash = $1 AND t.expires_at > to_timestamp($2::int8 / 1000.0) AND s.disabled_at IS NULL"
        );
        let row = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(token_hash).bind(now.0).fetch_optional(&self.pool).await?;
        match row {
            Some(row) => Ok(Some(SessionRow { staff: staff_row(&row)?, expires_at: WallMs(row.try_get("expires_ms")?) })),
            None => Ok(None),
        }
    }

    /// Ends a session.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn end_session(&self, token_hash: &[u8]) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sessions WHERE token_hash = $1").bind(token_hash).execute(&self.pool).await?;
        Ok(())
    }

    /// Who holds the watch; `None` when nobody does.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn watch(&self) -> Result<Option<WatchRow>, StoreError> {
        let row = sqlx::query("SELECT w.holder, s.display_name, (extract(epoch FROM w.since_at) * 1000)::int8 AS since_ms FROM watch w JOIN staff s ON s.id = w.holder")
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(WatchRow {
            holder: row.try_get("holder")?,
            display_name: row.try_get("display_name")?,
            since_at: WallMs(row.try_get("since_ms")?),
        }))
    }

    /// Gives the watch of all stays to a person, with an entry in the audit. False, and nothing changed, when `from` is
    /// given and somebody else than that person holds it now, and where shifts are kept by now.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn take_watch(&self, staff: Uuid, from: Option<Uuid>, now: WallMs) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        // This row is changed first, because it is the lock for all changes of shifts.
        let statement = "UPDATE watch SET holder = $1, since_at = to_timestamp($2::int8 / 1000.0) WHERE $3::uuid IS NULL OR holder = $3";
        let taken = sqlx::query(statement).bind(staff).bind(now.0).bind(from).execute(&mut *transaction).await?.rows_affected() == 1;
        if shifts::kept_since(&mut transaction).await?.is_some_and(|since| since <= now) {
            return Ok(false);
        }
        if taken {
            audit_watch(&mut transaction, staff, "take_watch").await?;
        }
        transaction.commit().await?;
        Ok(taken)
    }

    /// Gives the watch back, so that nobody holds it. False when this person did not hold it.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn leave_watch(&self, staff: Uuid, now: WallMs) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let statement = "UPDATE watch SET holder = NULL, since_at = to_timestamp($2::int8 / 1000.0) WHERE holder = $1";
        let left = sqlx::query(statement).bind(staff).bind(now.0).execute(&mut *transaction).await?.rows_affected() == 1;
        if left {
            audit_watch(&mut transaction, staff, "leave_watch").await?;
        }
        transaction.commit().await?;
        Ok(left)
    }

    /// Takes the watch from a person who has no open session any more: signed out, expired, or ended by a new password.
    /// Returns the person who lost it, if there was one.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn lapse_watch(&self, now: WallMs) -> Result<Option<Uuid>, StoreError> {
        let mut transaction = self.begin().await?;
        let absent = sqlx::query(
            "SELECT holder FROM watch WHERE holder IS NOT NULL AND NOT EXISTS \
             (SELECT 1 FROM sessions t WHERE t.staff_id = holder AND t.expires_at > to_timestamp($1::int8 / 1000.0)) FOR UPDATE",
        )
        .bind(now.0)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(row) = absent else { return Ok(None) };
        let holder: Uuid = row.try_get("holder")?;
        sqlx::query("UPDATE watch SET holder = NULL, since_at = to_timestamp($1::int8 / 1000.0)")
            .bind(now.0)
            .execute(&mut *transaction)
            .await?;
        audit_watch(&mut transaction, holder, "lapse_watch").await?;
        transaction.commit().await?;
        Ok(Some(holder))
    }
}
