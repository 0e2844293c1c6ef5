//! What people wrote about a stay: signed, kept, and amended only by another note that names it.

use crate::connect::Store;
use crate::error::StoreError;
use crate::registry::audit;
use crate::stamp::Stamp;
use hearth_vitals::WallMs;
use serde_json::{Value, json};
use sqlx::Row;
use uuid::Uuid;

/// When a note was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Written {
    /// When it was signed.
    #[default]
    WhenSigned,
    /// Before, without a link.
    At(WallMs),
    /// Before, and nobody can say when.
    Unknown,
}

/// A note to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct NewNote {
    /// Its id, chosen by the sender, so that one that is sent twice is kept once.
    pub id: Uuid,
    /// The stay that the note is about.
    pub episode: Uuid,
    /// Form of the note, `sbar` or `free`.
    pub kind: String,
    /// Its text or parts, as JSON in the API's own form.
    pub content: Value,
    /// Who signs it.
    pub author: Uuid,
    /// When it was signed.
    pub signed_at: WallMs,
    /// When it was written.
    pub written: Written,
    /// The note that it amends, and why.
    pub amends: Option<(Uuid, String)>,
}

/// A note as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteRow {
    /// The note as it was signed.
    pub note: NewNote,
    /// The author's name shown to colleagues.
    pub author_name: String,
    /// The note that amends this one, and its author's name.
    pub amended_by: Option<(Uuid, String)>,
}

const NOTE: &str = "SELECT n.id, n.episode_id, n.kind, n.content, n.author, n.signed_at, n.written_at, n.written_unknown, n.amends, n.reason, s.display_name, \
    a.id AS amended_by, t.display_name AS amended_name \
    FROM notes n JOIN staff s ON s.id = n.author LEFT JOIN notes a ON a.amends = n.id LEFT JOIN staff t ON t.id = a.author";

fn note_row(row: &sqlx::postgres::PgRow) -> Result<NoteRow, sqlx::Error> {
    let (amends, reason): (Option<Uuid>, String) = (row.try_get("amends")?, row.try_get("reason")?);
    let (amended_by, name): (Option<Uuid>, Option<String>) = (row.try_get("amended_by")?, row.try_get("amended_name")?);
    let written = match (row.try_get::<Option<Stamp>, _>("written_at")?, row.try_get("written_unknown")?) {
        (Some(at), _) => Written::At(at.0),
        (None, true) => Written::Unknown,
        (None, false) => Written::WhenSigned,
    };
    let note = NewNote {
        id: row.try_get("id")?,
        episode: row.try_get("episode_id")?,
        kind: row.try_get("kind")?,
        content: row.try_get("content")?,
        author: row.try_get("author")?,
        signed_at: row.try_get::<Stamp, _>("signed_at")?.0,
        written,
        amends: amends.map(|amends| (amends, reason)),
    };
    Ok(NoteRow { note, author_name: row.try_get("display_name")?, amended_by: amended_by.map(|id| (id, name.unwrap_or_default())) })
}

impl Store {
    /// Keeps a note, and writes who into the audit. False if the stay has ended; an amendment of an ended stay is kept.
    ///
    /// # Errors
    /// [`StoreError::Data`] with 23505 when the id is taken or the note has been amended already.
    pub async fn keep_note(&self, note: &NewNote) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let (amends, reason) = note.amends.as_ref().map_or((None, ""), |(id, reason)| (Some(*id), reason.as_str()));
        let kept = sqlx::query(
            "INSERT INTO notes (id, episode_id, kind, content, author, signed_at, amends, reason, written_at, written_unknown) \
             SELECT $1, e.id, $3, $4, $5, $6, $7, $8, $9, $10 FROM episodes e WHERE e.id = $2 AND ($7::uuid IS NOT NULL OR e.ended_at IS NULL)",
        )
        .bind(note.id)
        .bind(note.episode)
        .bind(&note.kind)
        .bind(&note.content)
        .bind(note.author)
        .bind(Stamp(note.signed_at))
        .bind(amends)
        .bind(reason)
        .bind(if let Written::At(at) = note.written { Some(Stamp(at)) } else { None })
        .bind(note.written == Written::Unknown)
        .execute(&mut *transaction)
        .await?;
        if kept.rows_affected() == 0 {
            return Ok(false);
        }
        let act = if amends.is_some() { "amend_note" } else { "write_note" };
        audit(&mut transaction, note.author, act, &note.episode.to_string(), json!({ "note": note.id })).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// One note.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn note(&self, id: Uuid) -> Result<Option<NoteRow>, StoreError> {
        let statement = format!("{NOTE} WHERE n.id = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(id).fetch_optional(&self.pool).await?;
        Ok(row.as_ref().map(note_row).transpose()?)
    }

    /// At most `limit` notes of a stay that come before `before`, the newest first.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn note_page(&self, episode: Uuid, before: Option<(WallMs, Uuid)>, limit: i64) -> Result<Vec<NoteRow>, StoreError> {
        let statement = format!(
            "{NOTE} WHERE n.episode_id = $1 AND ($2::timestamptz IS NULL OR (n.signed_at, n.id) < ($2, $3::uuid)) \
             ORDER BY n.signed_at DESC, n.id DESC LIMIT $4"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(episode)
            .bind(before.map(|(at, _)| Stamp(at)))
            .bind(before.map(|(_, id)| id))
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        Ok(rows.iter().map(note_row).collect::<Result<_, _>>()?)
    }
}
