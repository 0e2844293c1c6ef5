//! The staff as an administrator keeps it: who works here, in which role, how each is reached, and who may not sign in.
//!
//! Whatever takes rights from a person ends the person's sessions in the same transaction, and is written into the audit.

use crate::connect::Store;
use crate::error::StoreError;
use hearth_vitals::WallMs;
use serde_json::{Value, json};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

/// The role without which nobody could change staff.
const ADMINISTRATOR: &str = "administrator";

/// A person as stored, without what proves who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRow {
    /// Id of the person.
    pub id: Uuid,
    /// Rises with every change of the person.
    pub version: i64,
    /// The name to sign in with; it never changes.
    pub name: String,
    /// The facts that an administrator can change.
    pub facts: MemberFacts,
    /// True until the person has replaced the password that somebody else gave them.
    pub must_change_password: bool,
    /// Since when the person may not sign in; `None` while they may.
    pub disabled_at: Option<WallMs>,
}

/// What can be changed of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberFacts {
    /// The name that colleagues see.
    pub display_name: String,
    /// The word of the role.
    pub role: String,
    /// Languages that the person speaks, tags of BCP 47; at most 8.
    pub languages: Vec<String>,
    /// The number at which the person is reached on duty; empty when none is known.
    pub phone: String,
}

/// The result of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// The change was made.
    Done,
    /// Somebody else has changed the person since that version.
    Stale,
    /// The change would leave nobody who may change staff.
    LastAdministrator,
    /// Nobody has this id.
    Unknown,
}

/// A session that may go on: the hash of its token, and the word of its person's role.
pub type InForce = (Vec<u8>, String);

const MEMBER: &str = "SELECT id, version, name, display_name, role, languages, phone, must_change_password, \
    (extract(epoch FROM disabled_at) * 1000)::int8 AS disabled_ms FROM staff";

fn member_row(row: &PgRow) -> Result<MemberRow, sqlx::Error> {
    Ok(MemberRow {
        id: row.try_get("id")?,
        version: row.try_get("version")?,
        name: row.try_get("name")?,
        facts: MemberFacts {
            display_name: row.try_get("display_name")?,
            role: row.try_get("role")?,
            languages: row.try_get("languages")?,
            phone: row.try_get("phone")?,
        },
        must_change_password: row.try_get("must_change_password")?,
        disabled_at: row.try_get::<Option<i64>, _>("disabled_ms")?.map(WallMs),
    })
}

/// `by` is `None` for a command on the hub's own machine.
async fn audit(transaction: &mut PgConnection, by: Option<Uuid>, act: &str, person: Uuid, detail: Value) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO audit (staff_id, act, subject, detail) VALUES ($1, $2, $3, $4)")
        .bind(by)
        .bind(act)
        .bind(person.to_string())
        .bind(detail)
        .execute(transaction)
        .await?;
    Ok(())
}

async fn end_sessions(transaction: &mut PgConnection, person: Uuid) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sessions WHERE staff_id = $1").bind(person).execute(transaction).await?;
    Ok(())
}

/// True if this person is the only one who may change staff. Those who may are locked first: two who disable each other at the
/// same time come one after the other.
async fn is_last_administrator(transaction: &mut PgConnection, person: Uuid) -> Result<bool, StoreError> {
    let rows = sqlx::query("SELECT id FROM staff WHERE role = $1 AND disabled_at IS NULL ORDER BY id FOR UPDATE")
        .bind(ADMINISTRATOR)
        .fetch_all(transaction)
        .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, sqlx::Error>>()?;
    Ok(ids == [person])
}

/// Locks the person; `None` if somebody changed them since `version`.
async fn unchanged(transaction: &mut PgConnection, person: Uuid, version: Option<i64>) -> Result<Result<MemberRow, Changed>, StoreError> {
    let statement = format!("{MEMBER} WHERE id = $1 FOR UPDATE");
    let row = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(person).fetch_optional(transaction).await?;
    let Some(row) = row else { return Ok(Err(Changed::Unknown)) };
    let member = member_row(&row)?;
    let is_so = version.is_none_or(|version| version == member.version);
    Ok(if is_so { Ok(member) } else { Err(Changed::Stale) })
}

impl Store {
    /// At most `limit` members of staff whose name comes after `after`, by name.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn member_page(&self, after: &str, limit: i64) -> Result<Vec<MemberRow>, StoreError> {
        let statement = format!("{MEMBER} WHERE name COLLATE \"C\" > $1 ORDER BY name COLLATE \"C\" LIMIT $2");
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(after).bind(limit).fetch_all(&self.pool).await?;
        let members: Result<Vec<MemberRow>, sqlx::Error> = rows.iter().map(member_row).collect();
        Ok(members?)
    }

    /// One member of staff.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn member(&self, id: Uuid) -> Result<Option<MemberRow>, StoreError> {
        let statement = format!("{MEMBER} WHERE id = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(id).fetch_optional(&self.pool).await?;
        Ok(row.as_ref().map(member_row).transpose()?)
    }

    /// Adds a person with a password that has to be changed at the first sign-in. False when the name is taken.
    ///
    /// # Errors
    /// [`StoreError::Data`] with 23514 when the name or the role is not allowed.
    pub async fn add_member(
        &self,
        (id, name): (Uuid, &str),
        facts: &MemberFacts,
        hash: &str,
        by: Option<Uuid>,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let added = sqlx::query(
            "INSERT INTO staff (id, name, display_name, role, languages, phone, password_hash, must_change_password) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, true) ON CONFLICT (name) DO NOTHING",
        )
        .bind(id)
        .bind(name)
        .bind(&facts.display_name)
        .bind(&facts.role)
        .bind(&facts.languages)
        .bind(&facts.phone)
        .bind(hash)
        .execute(&mut *transaction)
        .await?;
        if added.rows_affected() == 0 {
            return Ok(false);
        }
        audit(&mut transaction, by, "add_staff", id, json!({ "name": name, "role": facts.role })).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Changes a person who was shown in this version, or in any. A new role ends the person's sessions.
    ///
    /// # Errors
    /// [`StoreError::Data`] with 23514 when the role is not allowed.
    pub async fn change_member(
        &self,
        id: Uuid,
        version: Option<i64>,
        facts: &MemberFacts,
        by: Option<Uuid>,
    ) -> Result<Changed, StoreError> {
        let mut transaction = self.begin().await?;
        let takes_rights = facts.role != ADMINISTRATOR;
        if takes_rights && is_last_administrator(&mut transaction, id).await? {
            return Ok(Changed::LastAdministrator);
        }
        let before = match unchanged(&mut transaction, id, version).await? {
            Ok(member) => member,
            Err(why) => return Ok(why),
        };
        let statement = "UPDATE staff SET version = version + 1, display_name = $2, role = $3, languages = $4, phone = $5 WHERE id = $1";
        sqlx::query(statement)
            .bind(id)
            .bind(&facts.display_name)
            .bind(&facts.role)
            .bind(&facts.languages)
            .bind(&facts.phone)
            .execute(&mut *transaction)
            .await?;
        if before.facts.role != facts.role {
            end_sessions(&mut transaction, id).await?;
        }
        audit(&mut transaction, by, "change_staff", id, json!({ "name": before.name, "from": before.facts.role, "role": facts.role }))
            .await?;
        transaction.commit().await?;
        Ok(Changed::Done)
    }

    /// Forbids a person to sign in, and ends the person's sessions; or allows it again.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn disable_member(&self, id: Uuid, version: Option<i64>, disabled: bool, by: Option<Uuid>) -> Result<Changed, StoreError> {
        let mut transaction = self.begin().await?;
        if disabled && is_last_administrator(&mut transaction, id).await? {
            return Ok(Changed::LastAdministrator);
        }
        let before = match unchanged(&mut transaction, id, version).await? {
            Ok(member) => member,
            Err(why) => return Ok(why),
        };
        let statement =
            "UPDATE staff SET version = version + 1, disabled_at = CASE WHEN $2 THEN coalesce(disabled_at, now()) END WHERE id = $1";
        sqlx::query(statement).bind(id).bind(disabled).execute(&mut *transaction).await?;
        if disabled {
            end_sessions(&mut transaction, id).await?;
        }
        let act = if disabled { "disable_staff" } else { "enable_staff" };
        audit(&mut transaction, by, act, id, json!({ "name": before.name })).await?;
        transaction.commit().await?;
        Ok(Changed::Done)
    }

    /// Gives a person a password that has to be changed at the next sign-in, and ends the person's sessions.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn reset_member(&self, id: Uuid, hash: &str, by: Option<Uuid>) -> Result<Changed, StoreError> {
        let mut transaction = self.begin().await?;
        let statement = "UPDATE staff SET password_hash = $2, must_change_password = true WHERE id = $1 RETURNING name";
        let row = sqlx::query(statement).bind(id).bind(hash).fetch_optional(&mut *transaction).await?;
        let Some(row) = row else { return Ok(Changed::Unknown) };
        let name: String = row.try_get("name")?;
        end_sessions(&mut transaction, id).await?;
        audit(&mut transaction, by, "reset_password", id, json!({ "name": name })).await?;
        transaction.commit().await?;
        Ok(Changed::Done)
    }

    /// Which of these sessions are open at `now`, of people who may sign in, each with the person's role now.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn sessions_in_force(&self, token_hashes: &[Vec<u8>], now: WallMs) -> Result<Vec<InForce>, StoreError> {
        let statement = "SELECT t.token_hash, s.role FROM sessions t JOIN staff s ON s.id = t.staff_id \
             WHERE t.token_hash = ANY($1) AND t.expires_at > to_timestamp($2::int8 / 1000.0) AND s.disabled_at IS NULL";
        let rows = sqlx::query(statement).bind(token_hashes).bind(now.0).fetch_all(&self.pool).await?;
        let found: Result<Vec<InForce>, sqlx::Error> = rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect();
        Ok(found?)
    }
}
