//! Seals entries of the audit, and proves the chain of those that were sealed.

use super::chain::{AuditEntry, AuditFault, Head, Seal, Walk};
use crate::connect::Store;
use crate::error::StoreError;
use futures_util::TryStreamExt;
use hearth_vitals::WallMs;
use serde_json::json;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

/// Entries that one transaction seals at most.
const SEALED_AT_ONCE: i64 = 1_000;
/// Faults that are named at most: a table that was emptied has as many as it had entries.
pub const FAULTS_MAX: usize = 100;
/// Two who seal at once would both take the same seal for the last one.
const SEALING: i64 = 0x6865_6172_7468_0a01;

/// What was sealed just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sealed {
    /// How many entries.
    pub entries: usize,
    /// True when more may wait.
    pub is_full: bool,
    /// The last seal.
    pub head: Head,
}

/// What came of a proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The last seal.
    pub head: Head,
    /// Where it does not hold; at most [`FAULTS_MAX`].
    pub faults: Vec<AuditFault>,
}

fn entry(row: &PgRow) -> Result<AuditEntry, sqlx::Error> {
    Ok(AuditEntry {
        id: row.try_get("id")?,
        at_us: row.try_get("at_us")?,
        staff: row.try_get("staff_id")?,
        act: row.try_get("act")?,
        subject: row.try_get("subject")?,
        detail: row.try_get("detail")?,
    })
}

fn seal_of(row: &PgRow) -> Result<Seal, StoreError> {
    let bytes: Vec<u8> = row.try_get("seal")?;
    let bytes = bytes.try_into().map_err(|_| StoreError::Defect("a seal of the audit has not 32 bytes".to_owned()))?;
    Ok(Seal(bytes))
}

async fn head(connection: &mut PgConnection) -> Result<Head, StoreError> {
    let last = sqlx::query("SELECT number, seal FROM audit_seals ORDER BY number DESC LIMIT 1").fetch_optional(connection).await?;
    let head = |row: &PgRow| Ok::<_, StoreError>(Head { number: row.try_get("number")?, seal: seal_of(row)? });
    Ok(last.as_ref().map(head).transpose()?.unwrap_or(Head { number: 0, seal: Seal::GENESIS }))
}

impl Store {
    /// The end of the chain of seals.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn audit_head(&self) -> Result<Head, StoreError> {
        head(&mut *self.pool.acquire().await?).await
    }

    /// Notes that a backup, made at this instant, took the place of what the hub knew.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn note_restored(&self, made_at: WallMs) -> Result<(), StoreError> {
        let detail = json!({ "made_at": made_at.0 });
        sqlx::query("INSERT INTO audit (act, subject, detail) VALUES ('restore', 'store', $1)").bind(detail).execute(&self.pool).await?;
        Ok(())
    }

    /// Seals entries of the audit that have no seal yet, at most a thousand.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn seal_audit(&self) -> Result<Sealed, StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(SEALING).execute(&mut *transaction).await?;
        let rows = sqlx::query(
            "SELECT a.id, (extract(epoch FROM a.at) * 1000000)::int8 AS at_us, a.staff_id, a.act, a.subject, a.detail::text AS detail \
             FROM audit_unsealed u JOIN audit a ON a.id = u.audit_id ORDER BY a.id LIMIT $1",
        )
        .bind(SEALED_AT_ONCE)
        .fetch_all(&mut *transaction)
        .await?;
        let mut head = head(&mut transaction).await?;
        if rows.is_empty() {
            return Ok(Sealed { entries: 0, is_full: false, head });
        }
        let (mut numbers, mut ids, mut seals) = (Vec::new(), Vec::new(), Vec::new());
        for row in &rows {
            let entry = entry(row)?;
            let number = head.number + 1;
            head = Head { number, seal: Seal::over(head.seal, number, &entry) };
            numbers.push(number);
            ids.push(entry.id);
            seals.push(head.seal.0.to_vec());
        }
        sqlx::query(
            "WITH sealed AS (INSERT INTO audit_seals (number, audit_id, seal) SELECT * FROM UNNEST($1::int8[], $2::int8[], $3::bytea[])) \
             DELETE FROM audit_unsealed WHERE audit_id = ANY($2)",
        )
        .bind(&numbers)
        .bind(&ids)
        .bind(&seals)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(Sealed { entries: ids.len(), is_full: ids.len() as i64 == SEALED_AT_ONCE, head })
    }

    /// Proves the audit: each entry says what was sealed, none is missing, and the seals are those that were noted outside the
    /// database.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn verify_audit(&self, noted: &[Head]) -> Result<Verified, StoreError> {
        let mut snapshot = self.snapshot().await?;
        let mut walk = Walk::new(noted);
        let mut faults = Vec::new();
        {
            let mut rows = sqlx::query(
                "SELECT s.number, s.seal, s.audit_id, a.id, (extract(epoch FROM a.at) * 1000000)::int8 AS at_us, a.staff_id, a.act, a.subject, \
                 a.detail::text AS detail FROM audit_seals s LEFT JOIN audit a ON a.id = s.audit_id ORDER BY s.number",
            )
            .fetch(&mut *snapshot);
            while let Some(row) = rows.try_next().await? {
                let is_there = row.try_get::<Option<i64>, _>("id")?.is_some();
                let entry = is_there.then(|| entry(&row)).transpose()?;
                faults.extend(walk.take(row.try_get("number")?, seal_of(&row)?, row.try_get("audit_id")?, entry.as_ref()));
                faults.truncate(FAULTS_MAX);
            }
        }
        let (head, short) = walk.end();
        faults.extend(short);
        faults.extend(strangers(&mut snapshot).await?);
        faults.truncate(FAULTS_MAX);
        Ok(Verified { head, faults })
    }
}

/// Entries without a seal that do not wait for one, and what waits and is gone.
async fn strangers(connection: &mut PgConnection) -> Result<Vec<AuditFault>, StoreError> {
    let unsealed: Vec<i64> = sqlx::query_scalar(
        "SELECT a.id FROM audit a WHERE NOT EXISTS (SELECT FROM audit_seals s WHERE s.audit_id = a.id) \
         AND NOT EXISTS (SELECT FROM audit_unsealed u WHERE u.audit_id = a.id) ORDER BY a.id LIMIT $1",
    )
    .bind(FAULTS_MAX as i64)
    .fetch_all(&mut *connection)
    .await?;
    let vanished: Vec<i64> = sqlx::query_scalar(
        "SELECT u.audit_id FROM audit_unsealed u WHERE NOT EXISTS (SELECT FROM audit a WHERE a.id = u.audit_id) ORDER BY u.audit_id LIMIT $1",
    )
    .bind(FAULTS_MAX as i64)
    .fetch_all(connection)
    .await?;
    let unsealed = unsealed.into_iter().map(|id| AuditFault::Unsealed { id });
    Ok(unsealed.chain(vanished.into_iter().map(|id| AuditFault::Vanished { id })).collect())
}
