//! What keeps alerts of a stay quiet for hours, and who has read what rings less for a patient. The rows are never deleted.

use crate::concerned::{self, Concerned};
use crate::connect::Store;
use crate::error::StoreError;
use crate::escalation_row::{defect, instant, people, wall};
use crate::stamp::Stamp;
use hearth_alerts::StaffId;
use hearth_escalation::{Context, Ended, Quieted, Resumed, StoredQuiet};
use hearth_vitals::WallMs;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use std::collections::BTreeSet;
use uuid::Uuid;

/// How many that have ended are listed of a stay.
const ENDED_MAX: i64 = 50;

/// What keeps something quiet, with the words of who began it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuietRow {
    /// What it is, for the escalation machine.
    pub quiet: StoredQuiet,
    /// Why it was begun, in the person's own words.
    pub reason: String,
}

/// The same in the list of a stay, with how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuietRecord {
    /// What it is.
    pub row: QuietRow,
    /// When it ended; `None` while it lasts.
    pub ended_at: Option<WallMs>,
    /// Who ended it; `None` if nobody did.
    pub ended_by: Option<Uuid>,
    /// Why it ended: `over`, `worse`, `new`, `ended` or `stay_ended`; `None` while it lasts.
    pub ended_why: Option<String>,
}

/// That somebody has read what rings less for a patient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlarmsRead {
    /// The stay that it is about.
    pub episode: Uuid,
    /// Who has read it.
    pub by: Uuid,
    /// When it was read.
    pub at: WallMs,
    /// The number of the profile that reduces something; `None` if none did.
    pub profile: Option<i32>,
    /// What was quiet then, by its id.
    pub quiets: BTreeSet<Uuid>,
}

fn row(row: &PgRow) -> Result<QuietRow, StoreError> {
    let rule: Option<String> = row.try_get("rule")?;
    let context: Option<String> = row.try_get("context")?;
    let what = match (rule, context) {
        (Some(rule), _) => Quieted::Rule(rule.parse().map_err(defect)?),
        (None, Some(word)) => Quieted::Context(Context::from_key(&word).ok_or_else(|| defect(format!("the context '{word}'")))?),
        (None, None) => return Err(defect("something is quiet that has no name")),
    };
    let number = |column| row.try_get::<Uuid, _>(column).map(|id| id.as_u128());
    let quiet = StoredQuiet {
        id: number("id")?,
        stay: number("episode_id")?,
        what,
        by: StaffId(number("begun_by")?),
        at: wall(row, "begun_at")?,
        level: row.try_get("level")?,
        until: instant(row, "until_at")?,
    };
    Ok(QuietRow { quiet, reason: row.try_get("reason")? })
}

/// Writes what has begun or changed, and what has ended.
pub async fn write(connection: &mut PgConnection, rows: &[QuietRow], ended: &[(Ended, WallMs)]) -> Result<(), StoreError> {
    for QuietRow { quiet, reason } in rows {
        let (rule, context) = match quiet.what {
            Quieted::Rule(rule) => (Some(rule.to_string()), None),
            Quieted::Context(context) => (None, Some(context.as_str())),
        };
        sqlx::query(
            "INSERT INTO quiets (id, episode_id, rule, context, reason, begun_by, begun_at, level, until_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET level = EXCLUDED.level, until_at = EXCLUDED.until_at",
        )
        .bind(Uuid::from_u128(quiet.id))
        .bind(Uuid::from_u128(quiet.stay))
        .bind(rule)
        .bind(context)
        .bind(reason)
        .bind(people(Some(quiet.by)))
        .bind(Stamp(quiet.at))
        .bind(quiet.level)
        .bind(quiet.until.map(Stamp))
        .execute(&mut *connection)
        .await?;
    }
    for (ended, at) in ended {
        let by = if let Resumed::By(by) = ended.why { Some(by) } else { None };
        sqlx::query("UPDATE quiets SET ended_at = $2, ended_by = $3, ended_why = $4 WHERE id = $1 AND ended_at IS NULL")
            .bind(Uuid::from_u128(ended.quiet.id))
            .bind(Stamp(*at))
            .bind(people(by))
            .bind(ended.why.as_str())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Notes that what is quiet of these stays has changed, so that no value is judged by what was quiet before. To be called after all else.
pub async fn note_concerned(connection: &mut PgConnection, rows: &[QuietRow], ended: &[(Ended, WallMs)]) -> Result<(), StoreError> {
    let stays = rows.iter().map(|row| row.quiet.stay).chain(ended.iter().map(|(ended, _)| ended.quiet.stay));
    let stays: BTreeSet<Uuid> = stays.map(Uuid::from_u128).collect();
    if stays.is_empty() {
        return Ok(());
    }
    let episodes: Vec<Uuid> = stays.into_iter().collect();
    concerned::note(connection, Concerned { episodes: &episodes, ..Concerned::default() }).await
}

/// Writes that somebody has read what rings less for these patients.
pub async fn write_read(connection: &mut PgConnection, read: &[AlarmsRead]) -> Result<(), StoreError> {
    for one in read {
        sqlx::query(
            "INSERT INTO alarms_read (episode_id, staff_id, read_at, profile, quiets) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (episode_id, staff_id, read_at) DO UPDATE SET profile = EXCLUDED.profile, quiets = EXCLUDED.quiets, number = DEFAULT",
        )
        .bind(one.episode)
        .bind(one.by)
        .bind(Stamp(one.at))
        .bind(one.profile)
        .bind(one.quiets.iter().copied().collect::<Vec<_>>())
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

impl Store {
    /// What keeps alerts of active stays quiet now, in the order in which it began.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); [`StoreError::Defect`] for a row that this version cannot read.
    pub async fn quiets_now(&self) -> Result<Vec<QuietRow>, StoreError> {
        let statement = "SELECT q.* FROM quiets q JOIN episodes e ON e.id = q.episode_id \
             WHERE q.ended_at IS NULL AND e.ended_at IS NULL ORDER BY q.begun_at, q.id";
        sqlx::query(statement).fetch_all(&self.pool).await?.iter().map(row).collect()
    }

    /// What was kept quiet of a stay, the newest first: what lasts, and the last that ended.
    ///
    /// # Errors
    /// As [`Store::quiets_now`].
    pub async fn quiets_of(&self, episode: Uuid) -> Result<Vec<QuietRecord>, StoreError> {
        let statement = "SELECT * FROM quiets WHERE episode_id = $1 ORDER BY (ended_at IS NULL) DESC, begun_at DESC, id LIMIT $2";
        let rows = sqlx::query(statement).bind(episode).bind(ENDED_MAX).fetch_all(&self.pool).await?;
        let record = |one: &PgRow| {
            Ok(QuietRecord {
                row: row(one)?,
                ended_at: instant(one, "ended_at")?,
                ended_by: one.try_get("ended_by")?,
                ended_why: one.try_get("ended_why")?,
            })
        };
        rows.iter().map(record).collect()
    }

    /// Notes that somebody has read what rings less for a patient.
    ///
    /// # Errors
    /// As any statement: see [`StoreError`].
    pub async fn note_alarms_read(&self, read: &[AlarmsRead]) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        write_read(&mut transaction, read).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// What the holders of these stays have read last, each of them of each stay: the last that was written down, whatever its clock said.
    ///
    /// # Errors
    /// As any statement: see [`StoreError`].
    pub async fn alarms_read(&self, stays: &[Uuid]) -> Result<Vec<AlarmsRead>, StoreError> {
        let statement = "SELECT DISTINCT ON (episode_id, staff_id) * FROM alarms_read WHERE episode_id = ANY($1) \
             ORDER BY episode_id, staff_id, number DESC";
        let rows = sqlx::query(statement).bind(stays).fetch_all(&self.pool).await?;
        let read = |row: &PgRow| {
            Ok(AlarmsRead {
                episode: row.try_get("episode_id")?,
                by: row.try_get("staff_id")?,
                at: wall(row, "read_at")?,
                profile: row.try_get("profile")?,
                quiets: row.try_get::<Vec<Uuid>, _>("quiets")?.into_iter().collect(),
            })
        };
        rows.iter().map(read).collect()
    }
}
