//! What crews measured and wrote that the record of the patient did not take: kept beside the incident with the reason.

use super::unknown;
use crate::connect::Store;
use crate::error::StoreError;
use crate::registry::audit;
use crate::stamp::Stamp;
use hearth_care::dispatch::Pressed;
use hearth_vitals::WallMs;
use serde_json::json;
use sqlx::Row;
use sqlx::postgres::PgRow;
use uuid::Uuid;

/// Of one incident, at most: a crew of four measures and writes less in a day.
pub const UNRECORDED_MAX: i64 = 500;

/// What somebody of a crew said.
#[derive(Debug, Clone, PartialEq)]
pub enum Words {
    /// A number that was measured.
    Number {
        /// The LOINC code, or the key of a vital.
        code: String,
        /// The number, in that unit.
        value: f64,
        /// Its UCUM unit.
        unit: String,
    },
    /// A coded finding, such as the level of consciousness.
    Finding {
        /// The LOINC code of what was looked at.
        code: String,
        /// The code of the finding.
        finding: String,
    },
    /// A note in free text.
    Note(String),
}

/// Why the record did not take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// The stay had ended.
    StayEnded,
    /// Nobody can say when it was measured.
    AgeUnknown,
    /// Their unit did not have the place then.
    NotAttending,
}

impl NotTaken {
    /// Each reason that there is.
    pub const ALL: [NotTaken; 3] = [NotTaken::StayEnded, NotTaken::AgeUnknown, NotTaken::NotAttending];

    /// The word for the store and the API.
    pub const fn key(self) -> &'static str {
        match self {
            NotTaken::StayEnded => "stay_ended",
            NotTaken::AgeUnknown => "age_unknown",
            NotTaken::NotAttending => "not_attending",
        }
    }

    fn from_key(key: &str) -> Option<NotTaken> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}

/// Something that was said and not taken into the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Unrecorded {
    /// The id that the phone gave it.
    pub id: Uuid,
    /// In which incident.
    pub incident: Uuid,
    /// Who said it.
    pub by: Uuid,
    /// What they said: a number, a finding or a note.
    pub words: Words,
    /// What the phone's clock said.
    pub pressed: Option<Pressed>,
    /// Why it was not taken.
    pub why: NotTaken,
}

/// The same as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct UnrecordedRow {
    /// What was kept.
    pub said: Unrecorded,
    /// When the hub heard.
    pub at: WallMs,
    /// The name of who said it.
    pub by_name: String,
}

fn row_of(row: &PgRow) -> Result<UnrecordedRow, StoreError> {
    let why: String = row.try_get("why")?;
    let pressed = row.try_get::<Option<i64>, _>("pressed_ms")?.zip(row.try_get("sent_ms")?);
    let steady_ms = row.try_get("steady_ms")?;
    let words = match row.try_get::<Option<String>, _>("code")? {
        Some(code) => match row.try_get("finding")? {
            Some(finding) => Words::Finding { code, finding },
            None => Words::Number { code, value: row.try_get("value")?, unit: row.try_get("unit")? },
        },
        None => Words::Note(row.try_get("body")?),
    };
    let said = Unrecorded {
        id: row.try_get("id")?,
        incident: row.try_get("incident_id")?,
        by: row.try_get("by_staff")?,
        words,
        pressed: pressed.map(|(at, sent)| Pressed { at: WallMs(at), sent: WallMs(sent), steady_ms }),
        why: NotTaken::from_key(&why).ok_or_else(|| unknown(&why))?,
    };
    Ok(UnrecordedRow { said, at: row.try_get::<Stamp, _>("at")?.0, by_name: row.try_get("display_name")? })
}

const ROW: &str = "SELECT c.*, s.display_name FROM crew_unrecorded c JOIN staff s ON s.id = c.by_staff";

impl Store {
    /// Keeps what the record did not take; sent twice, it is kept once. False if the incident holds no more of these.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn keep_unrecorded(&self, said: &Unrecorded, at: WallMs) -> Result<bool, StoreError> {
        let (code, value, unit, finding, body) = match &said.words {
            Words::Number { code, value, unit } => (Some(code), Some(*value), Some(unit), None, None),
            Words::Finding { code, finding } => (Some(code), None, None, Some(finding), None),
            Words::Note(body) => (None, None, None, None, Some(body)),
        };
        let mut transaction = self.begin().await?;
        let kept = sqlx::query(
            "INSERT INTO crew_unrecorded (id, incident_id, by_staff, at, code, value, unit, finding, body, pressed_ms, sent_ms, steady_ms, why) \
             SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 \
             WHERE (SELECT count(*) FROM crew_unrecorded WHERE incident_id = $2) < $14 ON CONFLICT (id) DO NOTHING",
        )
        .bind(said.id)
        .bind(said.incident)
        .bind(said.by)
        .bind(Stamp(at))
        .bind(code)
        .bind(value)
        .bind(unit)
        .bind(finding)
        .bind(body)
        .bind(said.pressed.map(|pressed| pressed.at.0))
        .bind(said.pressed.map(|pressed| pressed.sent.0))
        .bind(said.pressed.and_then(|pressed| pressed.steady_ms))
        .bind(said.why.key())
        .bind(UNRECORDED_MAX)
        .execute(&mut *transaction)
        .await?;
        if kept.rows_affected() > 0 {
            let detail = json!({ "unrecorded": said.id, "why": said.why.key() });
            audit(&mut transaction, said.by, "keep_unrecorded", &said.incident.to_string(), detail).await?;
        }
        transaction.commit().await?;
        Ok(kept.rows_affected() > 0 || self.unrecorded(said.id).await?.is_some())
    }

    /// What is kept under an id of a phone.
    ///
    /// # Errors
    /// As any statement; [`StoreError::Defect`] for a word that this version does not know.
    pub async fn unrecorded(&self, id: Uuid) -> Result<Option<UnrecordedRow>, StoreError> {
        let statement = format!("{ROW} WHERE c.id = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(id).fetch_optional(&self.pool).await?;
        row.as_ref().map(row_of).transpose()
    }

    /// What is kept beside an incident, oldest first; at most [`UNRECORDED_MAX`].
    ///
    /// # Errors
    /// As [`Store::unrecorded`].
    pub async fn unrecorded_of(&self, incident: Uuid) -> Result<Vec<UnrecordedRow>, StoreError> {
        let statement = format!("{ROW} WHERE c.incident_id = $1 ORDER BY c.at, c.id LIMIT $2");
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(incident).bind(UNRECORDED_MAX).fetch_all(&self.pool).await?;
        rows.iter().map(row_of).collect()
    }
}
