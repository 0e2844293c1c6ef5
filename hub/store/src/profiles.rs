//! Profiles: the limits by which a stay is watched, version by version, with who proposed, agreed and signed.
//!
//! The row of the episode holds what is in force, because the engine's loop reads it with everything else of a stay. Each
//! act here changes both in one transaction, and raises the version of the episode when what is in force changes.

use crate::Store;
use crate::concerned::{self, Concerned};
use crate::error::StoreError;
use crate::registry::audit;
use hearth_vitals::WallMs;
use serde_json::{Value, json};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

/// The most profiles of a stay that are listed, the newest first.
pub const PROFILES_MAX: i64 = 200;

/// Who did something to a profile, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The member of staff.
    pub by: Uuid,
    /// The name shown to colleagues.
    pub name: String,
    /// When it was done.
    pub at: WallMs,
}

/// One profile of a stay.
#[derive(Debug, Clone, PartialEq)]
pub struct ProfileRow {
    /// Counts from 1 within the stay.
    pub number: i32,
    /// `proposed`, `in_force`, `past` or `refused`.
    pub state: String,
    /// The template that it came from.
    pub template: String,
    /// Alarm limits, as JSON in the hub's own form.
    pub limits: Value,
    /// True while a fever follows the pathway of patients without neutrophils.
    pub neutropenic: bool,
    /// The decision for SpO2 scale 2.
    pub scale_two: Option<Mark>,
    /// Why it was made; empty for the first profile of a stay that began before there were profiles.
    pub reason: String,
    /// Who made it and when; `None` for the first profile of a stay that began before there were profiles.
    pub author: Option<Mark>,
    /// When it was made.
    pub made_at: WallMs,
    /// When the stay goes back to the previous profile by itself; `None` if it lasts.
    pub ends_at: Option<WallMs>,
    /// Who agreed to it, or refused it.
    pub decided: Option<Mark>,
    /// Who signed it.
    pub signed: Option<Mark>,
    /// Alarm limits of its template when it was made, in the same form; `None` if that is not known.
    pub template_limits: Option<Value>,
    /// Why NEWS2 is not judged: `under_16` or `pregnant`; `None` while it is.
    pub without_news2: Option<String>,
}

/// The profile by which an active stay is watched.
#[derive(Debug, Clone, PartialEq)]
pub struct InForceRow {
    /// The active stay that is watched.
    pub episode: Uuid,
    /// The template of its profile; `adult` if it has none.
    pub template: String,
    /// Alarm limits, as JSON in the hub's own form.
    pub limits: Value,
}

/// A profile as somebody wishes it.
#[derive(Debug)]
pub struct Wish<'a> {
    /// The version of the episode that the person was shown.
    pub version: i64,
    /// The template that it comes from.
    pub template: &'a str,
    /// Alarm limits, as JSON in the hub's own form.
    pub limits: &'a Value,
    /// True if a fever follows the pathway of patients without neutrophils.
    pub neutropenic: bool,
    /// Who decided for SpO2 scale 2, and when.
    pub scale_two: Option<(Uuid, WallMs)>,
    /// Why the profile is wished, in the person's own words.
    pub reason: &'a str,
    /// Who wishes it.
    pub by: Uuid,
    /// When the stay goes back to the previous profile by itself; `None` if it lasts.
    pub ends_at: Option<WallMs>,
    /// Alarm limits of the template by which it was made, in the same form.
    pub template_limits: Option<&'a Value>,
    /// Why NEWS2 is not judged; `None` if it is.
    pub without_news2: Option<&'a str>,
}

fn mark(row: &PgRow, of: &str) -> Result<Option<Mark>, sqlx::Error> {
    let (by, at): (Option<Uuid>, Option<i64>) = (row.try_get(&*format!("{of}_by"))?, row.try_get(&*format!("{of}_ms"))?);
    let name: Option<String> = row.try_get(&*format!("{of}_name"))?;
    Ok(by.zip(at).map(|(by, at)| Mark { by, name: name.unwrap_or_default(), at: WallMs(at) }))
}

fn profile_row(row: &PgRow) -> Result<ProfileRow, sqlx::Error> {
    Ok(ProfileRow {
        number: row.try_get("number")?,
        state: row.try_get("state")?,
        template: row.try_get("template")?,
        limits: row.try_get("limits")?,
        neutropenic: row.try_get("neutropenic")?,
        scale_two: mark(row, "scale_two")?,
        reason: row.try_get("reason")?,
        author: mark(row, "author")?,
        made_at: WallMs(row.try_get("author_ms")?),
        ends_at: row.try_get::<Option<i64>, _>("ends_ms")?.map(WallMs),
        decided: mark(row, "decided")?,
        signed: mark(row, "signed")?,
        template_limits: row.try_get("template_limits")?,
        without_news2: row.try_get("without_news2")?,
    })
}

/// A profile with the names of the people in it, before its conditions.
const PROFILE: &str = "SELECT p.episode_id, p.number, p.state, p.template, p.limits, p.neutropenic, p.reason, p.template_limits, p.without_news2, \
            p.scale_two_by, (extract(epoch FROM p.scale_two_at) * 1000)::int8 AS scale_two_ms, s.display_name AS scale_two_name, \
            p.author AS author_by, (extract(epoch FROM p.made_at) * 1000)::int8 AS author_ms, a.display_name AS author_name, \
            p.decided_by, (extract(epoch FROM p.decided_at) * 1000)::int8 AS decided_ms, d.display_name AS decided_name, \
            p.signed_by, (extract(epoch FROM p.signed_at) * 1000)::int8 AS signed_ms, g.display_name AS signed_name, \
            (extract(epoch FROM p.ends_at) * 1000)::int8 AS ends_ms \
     FROM profiles p LEFT JOIN staff s ON s.id = p.scale_two_by LEFT JOIN staff a ON a.id = p.author \
     LEFT JOIN staff d ON d.id = p.decided_by LEFT JOIN staff g ON g.id = p.signed_by";

impl Store {
    /// The profile in force of every active stay.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn limits_in_force(&self) -> Result<Vec<InForceRow>, StoreError> {
        let rows: Vec<(Uuid, String, Value)> = sqlx::query_as(
            "SELECT e.id, coalesce(p.template, 'adult'), e.limits FROM episodes e \
             LEFT JOIN profiles p ON p.episode_id = e.id AND p.state = 'in_force' WHERE e.ended_at IS NULL ORDER BY e.id",
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(|(episode, template, limits)| InForceRow { episode, template, limits }).collect())
    }

    /// The profiles of a stay, the newest first, at most [`PROFILES_MAX`].
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn profiles(&self, episode: Uuid) -> Result<Vec<ProfileRow>, StoreError> {
        let statement = format!("{PROFILE} WHERE p.episode_id = $1 ORDER BY p.number DESC LIMIT $2");
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(episode).bind(PROFILES_MAX).fetch_all(&self.pool).await?;
        Ok(rows.iter().map(profile_row).collect::<Result<_, _>>()?)
    }

    /// What each of these stays is watched by; a stay that has no profile is left out.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn profiles_in_force(&self, episodes: &[Uuid]) -> Result<Vec<(Uuid, ProfileRow)>, StoreError> {
        let statement = format!("{PROFILE} WHERE p.state = 'in_force' AND p.episode_id = ANY($1) ORDER BY p.episode_id");
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(episodes).fetch_all(&self.pool).await?;
        Ok(rows.iter().map(|row| Ok((row.try_get("episode_id")?, profile_row(row)?))).collect::<Result<_, sqlx::Error>>()?)
    }

    /// Puts a profile in force at once, and gives its number.
    ///
    /// # Errors
    /// [`StoreError::EpisodeChanged`] when the version is no longer the present one.
    pub async fn set_profile(&self, episode: Uuid, wish: &Wish<'_>) -> Result<i32, StoreError> {
        let mut transaction = self.begin().await?;
        shown(&mut transaction, episode, wish.version).await?;
        let number = add(&mut transaction, episode, wish).await?;
        put_in_force(&mut transaction, episode, number, Some(wish.by), wish.reason).await?;
        transaction.commit().await?;
        Ok(number)
    }

    /// Puts other limits in force at once; everything else stays as it is.
    ///
    /// # Errors
    /// [`StoreError::EpisodeChanged`] when the version is no longer the present one.
    pub async fn set_limits(&self, episode: Uuid, version: i64, limits: &Value, by: Uuid, reason: &str) -> Result<(), StoreError> {
        let now = self.profiles(episode).await?.into_iter().find(|profile| profile.state == "in_force");
        let scale_two = now.as_ref().and_then(|now| now.scale_two.as_ref()).map(|mark| (mark.by, mark.at));
        let template = now.as_ref().map_or("adult", |now| &now.template);
        let neutropenic = now.as_ref().is_some_and(|now| now.neutropenic);
        // What of the template is outdated stays so: it is compared with the same.
        let template_limits = now.as_ref().and_then(|now| now.template_limits.as_ref());
        let without_news2 = now.as_ref().and_then(|now| now.without_news2.as_deref());
        let wish = Wish { version, template, limits, neutropenic, scale_two, reason, by, ends_at: None, template_limits, without_news2 };
        self.set_profile(episode, &wish).await.map(drop)
    }

    /// Notes a profile that needs a second person, and gives its number. A proposal that waited before is refused by it.
    ///
    /// # Errors
    /// [`StoreError::EpisodeChanged`] when the version is no longer the present one.
    pub async fn propose_profile(&self, episode: Uuid, wish: &Wish<'_>) -> Result<i32, StoreError> {
        let mut transaction = self.begin().await?;
        shown(&mut transaction, episode, wish.version).await?;
        sqlx::query(
            "UPDATE profiles SET state = 'refused', decided_by = $2, decided_at = now() WHERE episode_id = $1 AND state = 'proposed'",
        )
        .bind(episode)
        .bind(wish.by)
        .execute(&mut *transaction)
        .await?;
        let number = add(&mut transaction, episode, wish).await?;
        let detail = json!({ "number": number, "limits": wish.limits, "reason": wish.reason });
        audit(&mut transaction, wish.by, "propose_profile", &episode.to_string(), detail).await?;
        transaction.commit().await?;
        Ok(number)
    }

    /// Lets a second person agree, so that the proposal comes into force. False when it no longer waits, or is that person's own.
    ///
    /// # Errors
    /// [`StoreError::EpisodeChanged`] when the version is no longer the present one.
    pub async fn confirm_profile(&self, episode: Uuid, version: i64, number: i32, by: Uuid) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        shown(&mut transaction, episode, version).await?;
        let reason: Option<String> = sqlx::query_scalar(
            "UPDATE profiles SET decided_by = $3, decided_at = now() \
             WHERE episode_id = $1 AND number = $2 AND state = 'proposed' AND author IS DISTINCT FROM $3 RETURNING reason",
        )
        .bind(episode)
        .bind(number)
        .bind(by)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(reason) = reason else { return Ok(false) };
        put_in_force(&mut transaction, episode, number, Some(by), &reason).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Refuses a proposal, or takes it back for its author. False when it no longer waits.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn refuse_profile(&self, episode: Uuid, number: i32, by: Uuid) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let refused = sqlx::query(
            "UPDATE profiles SET state = 'refused', decided_by = $3, decided_at = now() \
             WHERE episode_id = $1 AND number = $2 AND state = 'proposed'",
        )
        .bind(episode)
        .bind(number)
        .bind(by)
        .execute(&mut *transaction)
        .await?;
        if refused.rows_affected() == 0 {
            return Ok(false);
        }
        audit(&mut transaction, by, "refuse_profile", &episode.to_string(), json!({ "number": number })).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Signs the profile in force for a physician. False when another one is in force, or it is signed already.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn sign_profile(&self, episode: Uuid, number: i32, by: Uuid) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let signed = sqlx::query(
            "UPDATE profiles SET signed_by = $3, signed_at = now() \
             WHERE episode_id = $1 AND number = $2 AND state = 'in_force' AND signed_by IS NULL",
        )
        .bind(episode)
        .bind(number)
        .bind(by)
        .execute(&mut *transaction)
        .await?;
        if signed.rows_affected() == 0 {
            return Ok(false);
        }
        audit(&mut transaction, by, "sign_profile", &episode.to_string(), json!({ "number": number })).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Ends the temporary profiles whose time is up: each stay goes back to the profile before, past those whose own time is up.
    /// Gives how many stays changed.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn end_due_profiles(&self, now: WallMs) -> Result<usize, StoreError> {
        let due: Vec<(Uuid, i32)> = sqlx::query_as(
            "SELECT p.episode_id, p.number FROM profiles p JOIN episodes e ON e.id = p.episode_id \
             WHERE p.state = 'in_force' AND p.ends_at <= to_timestamp($1::int8 / 1000.0) AND p.before IS NOT NULL AND e.ended_at IS NULL",
        )
        .bind(now.0)
        .fetch_all(&self.pool)
        .await?;
        let mut ended = 0;
        for (episode, number) in due {
            ended += usize::from(self.end_profile(episode, number, now).await?);
        }
        Ok(ended)
    }

    async fn end_profile(&self, episode: Uuid, number: i32, now: WallMs) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let back: Option<i32> = sqlx::query_scalar(
            "WITH RECURSIVE locked AS (SELECT id FROM episodes WHERE id = $1 AND ended_at IS NULL FOR UPDATE), \
             chain AS (SELECT p.number, p.before, p.ends_at FROM profiles p, locked WHERE p.episode_id = $1 AND p.number = $2 AND p.state = 'in_force' \
                       UNION ALL SELECT p.number, p.before, p.ends_at FROM chain c JOIN profiles p ON p.episode_id = $1 AND p.number = c.before \
                       WHERE c.ends_at <= to_timestamp($3::int8 / 1000.0)) \
             SELECT number FROM chain WHERE number <> $2 AND (ends_at IS NULL OR ends_at > to_timestamp($3::int8 / 1000.0) OR before IS NULL) \
             ORDER BY number DESC LIMIT 1",
        )
        .bind(episode)
        .bind(number)
        .bind(now.0)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(back) = back else { return Ok(false) };
        put_in_force(&mut transaction, episode, back, None, "").await?;
        transaction.commit().await?;
        Ok(true)
    }
}

/// Locks the episode, if it is as it was shown.
async fn shown(connection: &mut PgConnection, episode: Uuid, version: i64) -> Result<(), StoreError> {
    let found = sqlx::query("SELECT id FROM episodes WHERE id = $1 AND version = $2 AND ended_at IS NULL FOR UPDATE")
        .bind(episode)
        .bind(version)
        .fetch_optional(connection)
        .await?;
    found.map(|_| ()).ok_or(StoreError::EpisodeChanged)
}

/// Writes a proposal down.
async fn add(connection: &mut PgConnection, episode: Uuid, wish: &Wish<'_>) -> Result<i32, StoreError> {
    let (decided_by, decided_at) = wish.scale_two.unzip();
    let number = sqlx::query_scalar(
        "INSERT INTO profiles (episode_id, number, state, template, limits, neutropenic, scale_two_by, scale_two_at, reason, author, ends_at, template_limits, without_news2) \
         SELECT $1, coalesce(max(number), 0) + 1, 'proposed', $2, $3, $4, $5, to_timestamp($6::int8 / 1000.0), $7, $8, to_timestamp($9::int8 / 1000.0), $10, $11 \
         FROM profiles WHERE episode_id = $1 RETURNING number",
    )
    .bind(episode)
    .bind(wish.template)
    .bind(wish.limits)
    .bind(wish.neutropenic)
    .bind(decided_by)
    .bind(decided_at.map(|at| at.0))
    .bind(wish.reason)
    .bind(wish.by)
    .bind(wish.ends_at.map(|at| at.0))
    .bind(wish.template_limits)
    .bind(wish.without_news2)
    .fetch_one(connection)
    .await?;
    Ok(number)
}

/// Puts a profile of a locked episode in force, and notes the change. `by` is `None` when the time of a temporary one was up.
async fn put_in_force(connection: &mut PgConnection, episode: Uuid, number: i32, by: Option<Uuid>, reason: &str) -> Result<(), StoreError> {
    let before: Option<i32> =
        sqlx::query_scalar("UPDATE profiles SET state = 'past' WHERE episode_id = $1 AND state = 'in_force' RETURNING number")
            .bind(episode)
            .fetch_optional(&mut *connection)
            .await?;
    // A profile that comes back keeps its own predecessor.
    sqlx::query("UPDATE profiles SET state = 'in_force', before = CASE WHEN state = 'proposed' THEN $3 ELSE before END WHERE episode_id = $1 AND number = $2")
        .bind(episode)
        .bind(number)
        .bind(before)
        .execute(&mut *connection)
        .await?;
    let row = sqlx::query(
        "WITH shown AS (SELECT limits FROM episodes WHERE id = $1) \
         UPDATE episodes e SET limits = p.limits, neutropenic = p.neutropenic, scale_two_by = p.scale_two_by, \
                scale_two_at = p.scale_two_at, without_news2 = p.without_news2, version = e.version + 1 \
         FROM profiles p, shown WHERE e.id = $1 AND p.episode_id = $1 AND p.number = $2 RETURNING shown.limits AS before, e.limits",
    )
    .bind(episode)
    .bind(number)
    .fetch_one(&mut *connection)
    .await?;
    let (before, limits): (Value, Value) = (row.try_get("before")?, row.try_get("limits")?);
    // From this commit on no ingest can judge by the old profile, even if the hub has not been told yet.
    concerned::note(connection, Concerned { episodes: &[episode], ..Concerned::default() }).await?;
    let detail = json!({ "before": before, "limits": limits, "reason": reason, "number": number });
    sqlx::query("INSERT INTO audit (staff_id, act, subject, detail) VALUES ($1, 'set_limits', $2, $3)")
        .bind(by)
        .bind(episode.to_string())
        .bind(detail)
        .execute(connection)
        .await?;
    Ok(())
}
