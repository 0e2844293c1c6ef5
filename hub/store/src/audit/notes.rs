//! Writes what people saw and were refused, and reads the audit page by page.

use crate::connect::Store;
use crate::error::StoreError;
use crate::stamp::Stamp;
use hearth_vitals::WallMs;
use serde_json::Value;
use sqlx::Row;
use sqlx::postgres::PgRow;
use uuid::Uuid;

/// Something that is to stand in the audit, though nothing else is written with it.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditNote {
    /// The person; `None` if nobody known.
    pub staff: Option<Uuid>,
    /// What was done, such as `look`.
    pub act: &'static str,
    /// To what: an id, or a word of the act.
    pub subject: String,
    /// The rest; never a name, an address of a home or a value of a patient.
    pub detail: Value,
}

/// Acts that are looks: they change nothing.
pub const LOOKS: [&str; 4] = ["look", "look_at_incident", "look_at_card", "see_access"];

/// Which entries are asked for; what is left out is not limited.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Of this stay: about it, its alerts or its incidents.
    pub stay: Option<Uuid>,
    /// By this person.
    pub person: Option<Uuid>,
    /// One of these acts.
    pub acts: Option<Vec<String>>,
    /// From this instant on.
    pub from: Option<WallMs>,
    /// Before this instant.
    pub until: Option<WallMs>,
}

/// An entry as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditRow {
    /// Its id; later entries have higher ones, but for those written at the same time.
    pub id: i64,
    /// When it was written.
    pub at: WallMs,
    /// The person and the name shown to colleagues; `None` for the hub itself and for whoever is not known.
    pub by: Option<(Uuid, String)>,
    /// What was done.
    pub act: String,
    /// To what it was done: an id, or a word of the act.
    pub subject: String,
    /// What else is known, by act.
    pub detail: Value,
    /// The stay that it is about and the label of its home, if it is about one.
    pub stay: Option<(Uuid, String)>,
    /// Its number in the chain of seals; `None` for about a second.
    pub seal: Option<i64>,
}

fn audit_row(row: &PgRow) -> Result<AuditRow, sqlx::Error> {
    let (staff, name): (Option<Uuid>, Option<String>) = (row.try_get("staff_id")?, row.try_get("display_name")?);
    let (stay, label): (Option<Uuid>, Option<String>) = (row.try_get("stay")?, row.try_get("label")?);
    Ok(AuditRow {
        id: row.try_get("id")?,
        at: row.try_get::<Stamp, _>("at")?.0,
        by: staff.map(|id| (id, name.unwrap_or_default())),
        act: row.try_get("act")?,
        subject: row.try_get("subject")?,
        detail: row.try_get("detail")?,
        stay: stay.zip(label),
        seal: row.try_get("number")?,
    })
}

impl Store {
    /// Writes entries of the audit.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn note_audit(&self, notes: &[AuditNote]) -> Result<(), StoreError> {
        let staff: Vec<Option<Uuid>> = notes.iter().map(|note| note.staff).collect();
        let acts: Vec<&str> = notes.iter().map(|note| note.act).collect();
        let subjects: Vec<&str> = notes.iter().map(|note| note.subject.as_str()).collect();
        let details: Vec<&Value> = notes.iter().map(|note| &note.detail).collect();
        sqlx::query(
            "INSERT INTO audit (staff_id, act, subject, detail) SELECT * FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::jsonb[])",
        )
        .bind(staff)
        .bind(acts)
        .bind(subjects)
        .bind(details)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Who signs in with this name, also if they may not any more.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn staff_id_of(&self, name: &str) -> Result<Option<Uuid>, StoreError> {
        Ok(sqlx::query_scalar("SELECT id FROM staff WHERE name = $1").bind(name).fetch_optional(&self.pool).await?)
    }

    /// At most `limit` entries that come before the entry `before`, the newest first.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn audit_page(&self, filter: &AuditFilter, before: Option<i64>, limit: i64) -> Result<Vec<AuditRow>, StoreError> {
        let rows = sqlx::query(
            "WITH subjects AS (SELECT $1::uuid::text AS subject UNION SELECT id::text FROM alerts WHERE episode_id = $1 \
                 UNION SELECT id::text FROM incidents WHERE episode_id = $1), \
             page AS (SELECT *, CASE WHEN subject ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN subject::uuid END AS thing FROM audit \
                 WHERE ($1 IS NULL OR subject IN (SELECT subject FROM subjects)) AND ($2::uuid IS NULL OR staff_id = $2) \
                 AND ($3::text[] IS NULL OR act = ANY($3)) AND ($4::timestamptz IS NULL OR at >= $4) AND ($5::timestamptz IS NULL OR at < $5) \
                 AND ($6::int8 IS NULL OR id < $6) ORDER BY id DESC LIMIT $7) \
             SELECT a.id, a.at, a.staff_id, s.display_name, a.act, a.subject, a.detail, e.id AS stay, e.label, k.number FROM page a \
             LEFT JOIN staff s ON s.id = a.staff_id LEFT JOIN audit_seals k ON k.audit_id = a.id \
             LEFT JOIN alerts l ON l.id = a.thing LEFT JOIN incidents i ON i.id = a.thing \
             LEFT JOIN episodes e ON e.id = coalesce(l.episode_id, i.episode_id, a.thing) ORDER BY a.id DESC",
        )
        .bind(filter.stay)
        .bind(filter.person)
        .bind(&filter.acts)
        .bind(filter.from.map(Stamp))
        .bind(filter.until.map(Stamp))
        .bind(before)
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.iter().map(audit_row).collect::<Result<_, _>>()?)
    }
}
