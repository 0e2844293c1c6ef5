//! What has to be known of a stay besides its measurements: allergies, code status, language, the home, how to get in, whom to
//! call. Each section has versions; nothing is overwritten.

use crate::connect::Store;
use crate::error::StoreError;
use crate::registry::{audit, changed};
use crate::stamp::Stamp;
use hearth_vitals::WallMs;
use serde_json::{Value, json};
use sqlx::{PgConnection, Row};
use uuid::Uuid;

/// How many versions of one section are listed, the newest first.
pub const VERSIONS_MAX: i64 = 100;

/// One version of one section.
#[derive(Debug, Clone, PartialEq)]
pub struct ParticularRow {
    /// Name of the section: a word of the API.
    pub section: String,
    /// Counts from 1 within the section.
    pub version: i32,
    /// What it says, as JSON in the API's own form.
    pub content: Value,
    /// Who wrote it.
    pub by: Uuid,
    /// The name shown to colleagues.
    pub by_name: String,
    /// When it was written.
    pub at: WallMs,
}

/// A section as somebody wishes it.
#[derive(Debug)]
pub struct SectionWish<'a> {
    /// Name of the section: a word of the API.
    pub section: &'a str,
    /// The version that the person was shown; 0 if nothing was known.
    pub shown: i32,
    /// What it says, as JSON in the API's own form.
    pub content: &'a Value,
    /// The address of the home, if this section says it.
    pub address: Option<&'a str>,
    /// The patient's language, if this section says it.
    pub language: Option<&'a str>,
}

fn particular_row(row: &sqlx::postgres::PgRow) -> Result<ParticularRow, sqlx::Error> {
    Ok(ParticularRow {
        section: row.try_get("section")?,
        version: row.try_get("version")?,
        content: row.try_get("content")?,
        by: row.try_get("changed_by")?,
        by_name: row.try_get("display_name")?,
        at: row.try_get::<Stamp, _>("changed_at")?.0,
    })
}

/// Writes one section. False if it has another version than the person was shown.
pub(crate) async fn write(tx: &mut PgConnection, episode: Uuid, wish: &SectionWish<'_>, by: Uuid, at: WallMs) -> Result<bool, StoreError> {
    let written = sqlx::query(
        "INSERT INTO particulars (episode_id, section, version, content, changed_by, changed_at) SELECT $1, $2, $3 + 1, $4, $5, $6 \
         WHERE $3 = (SELECT coalesce(max(version), 0) FROM particulars WHERE episode_id = $1 AND section = $2) ON CONFLICT DO NOTHING",
    )
    .bind(episode)
    .bind(wish.section)
    .bind(wish.shown)
    .bind(wish.content)
    .bind(by)
    .bind(Stamp(at))
    .execute(&mut *tx)
    .await?;
    if written.rows_affected() == 0 {
        return Ok(false);
    }
    if let Some(address) = wish.address {
        sqlx::query("UPDATE episodes SET address = $2 WHERE id = $1").bind(episode).bind(address).execute(&mut *tx).await?;
    }
    if let Some(language) = wish.language {
        sqlx::query("UPDATE patients SET language = $2 WHERE id = (SELECT patient_id FROM episodes WHERE id = $1)")
            .bind(episode)
            .bind(language)
            .execute(&mut *tx)
            .await?;
    }
    Ok(true)
}

/// Notes who wrote these sections.
pub(crate) async fn note(tx: &mut PgConnection, episode: Uuid, wishes: &[SectionWish<'_>], by: Uuid) -> Result<(), StoreError> {
    for wish in wishes {
        let detail = json!({ "section": wish.section, "version": wish.shown + 1 });
        audit(&mut *tx, by, "set_particulars", &episode.to_string(), detail).await?;
    }
    Ok(())
}

impl Store {
    /// Every section of a stay as it is now.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn particulars(&self, episode: Uuid) -> Result<Vec<ParticularRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT DISTINCT ON (p.section) p.section, p.version, p.content, p.changed_by, s.display_name, p.changed_at \
             FROM particulars p JOIN staff s ON s.id = p.changed_by WHERE p.episode_id = $1 ORDER BY p.section, p.version DESC",
        )
        .bind(episode)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.iter().map(particular_row).collect::<Result<_, _>>()?)
    }

    /// The versions of one section, the newest first, at most [`VERSIONS_MAX`].
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn particular_versions(&self, episode: Uuid, section: &str) -> Result<Vec<ParticularRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT p.section, p.version, p.content, p.changed_by, s.display_name, p.changed_at \
             FROM particulars p JOIN staff s ON s.id = p.changed_by \
             WHERE p.episode_id = $1 AND p.section = $2 ORDER BY p.version DESC LIMIT $3",
        )
        .bind(episode)
        .bind(section)
        .bind(VERSIONS_MAX)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.iter().map(particular_row).collect::<Result<_, _>>()?)
    }

    /// Writes sections of an active stay, all or none, and who into the audit. False if one of them has another version than
    /// the person was shown, or the stay has ended.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn set_particulars(&self, episode: Uuid, wishes: &[SectionWish<'_>], by: Uuid, at: WallMs) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let active = sqlx::query("SELECT 1 FROM episodes WHERE id = $1 AND ended_at IS NULL FOR UPDATE").bind(episode);
        if active.fetch_optional(&mut *transaction).await?.is_none() {
            return Ok(false);
        }
        for wish in wishes {
            if !write(&mut transaction, episode, wish, by, at).await? {
                return Ok(false);
            }
        }
        // Address and language are both shown on the wall.
        if wishes.iter().any(|wish| wish.address.is_some() || wish.language.is_some()) {
            changed(&mut transaction, episode).await?;
        }
        note(&mut transaction, episode, wishes, by).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Notes that somebody was shown how to get into a home.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn saw_access(&self, episode: Uuid, by: Uuid) -> Result<(), StoreError> {
        let mut connection = self.pool.acquire().await?;
        audit(&mut connection, by, "see_access", &episode.to_string(), Value::Null).await
    }
}
