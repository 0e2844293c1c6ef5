//! What is measured now and then, or said by a person: written once, corrected by a new row, never changed.
//!
//! The table keeps the rules that must hold whatever races: a row is corrected at most once, by a row of the same stay
//! and code. What an observation may say is decided before it comes here.

use crate::connect::Store;
use crate::error::StoreError;
use crate::registry::audit;
use crate::stamp::Stamp;
use hearth_alerts::admission::{Fault, plausible};
use hearth_alerts::{Noted, Side};
use hearth_vitals::{DeviceId, Vital, WallMs};
use sqlx::Row;
use sqlx::postgres::PgRow;
use uuid::Uuid;

/// How many newest observations of one episode are returned, at most: one for each code.
pub const MAX_NEWEST: i64 = 200;

/// The most observations shown beside one trend: one an hour for three weeks.
pub const MAX_IN_TREND: i64 = 500;

/// What was found: a number, or a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A number with a unit. Its value is `raw` × 10^-`decimals` `unit`: raw 385 with 1 decimal in `Cel` is 38.5 °C.
    Number {
        /// The number in steps of 10^-`decimals`.
        raw: i64,
        /// Decimal places, 0 or more.
        decimals: u8,
        /// UCUM code of the unit.
        unit: String,
    },
    /// One of the words that the code allows, or the author's own words if the code has no list.
    Word(String),
}

/// An observation as it is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewObservation {
    /// Id of the observation.
    pub id: Uuid,
    /// The episode of the patient who was observed.
    pub episode: Uuid,
    /// What was observed: a key of the hub's catalogue, or a LOINC code.
    pub code: String,
    /// When it was observed, which is not when it was written down.
    pub at: WallMs,
    /// What was found. `None` only in a row that withdraws the one it corrects.
    pub finding: Option<Finding>,
    /// How it was found: a word of the hub's list of methods.
    pub method: String,
    /// Where it comes from: `staff`, `patient`, `family` or `device`.
    pub source: String,
    /// The device it comes from; `None` unless `source` is `device`.
    pub device: Option<DeviceId>,
    /// The member of staff who wrote it down.
    pub author: Uuid,
    /// When it was written down, by the hub's clock.
    pub entered_at: WallMs,
    /// A note in the author's own words; may be empty.
    pub note: String,
    /// The observation that this one corrects, and the reason; `None` for a new one.
    pub corrects: Option<(Uuid, String)>,
}

/// An observation as it was written down, and the row that corrects it, if any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObservationRow {
    /// The observation as it was written down.
    pub said: NewObservation,
    /// The author's name as colleagues see it.
    pub author_name: String,
    /// The row that corrects this one, and whether it withdraws it; `None` while this one stands.
    pub corrected_by: Option<(Uuid, bool)>,
}

/// A vital that somebody wrote down, in the vital's own resolution: what the limits judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObservedVital {
    /// The episode of the patient who was measured.
    pub episode: Uuid,
    /// The vital that was measured.
    pub vital: Vital,
    /// The value that was written down.
    pub noted: Noted,
    /// When it was observed.
    pub at: WallMs,
    /// When it was written down, or corrected to this.
    pub entered_at: WallMs,
}

/// Something that somebody wrote down and that holds: neither corrected nor withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    /// The episode of the patient who was observed.
    pub episode: Uuid,
    /// What was observed.
    pub code: String,
    /// When it was observed.
    pub at: WallMs,
    /// What was found.
    pub finding: Finding,
    /// How it was found.
    pub method: String,
}

/// Which observations the page shall hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObservationFilter {
    /// Only those of this episode.
    pub episode: Uuid,
    /// Only those of this code; `None` for all.
    pub code: Option<String>,
    /// Only those observed at this instant or later.
    pub from: Option<WallMs>,
    /// Only those observed before this instant.
    pub until: Option<WallMs>,
    /// Where the page begins: after the observation with this instant and id, the last one of the previous page.
    pub after: Option<(WallMs, Uuid)>,
}

const OBSERVATION: &str = "SELECT o.id, o.episode_id, o.code, o.at, o.value, o.decimals, o.unit, o.finding, o.method, o.source, d.id AS device, \
    o.author, s.display_name, o.entered_at, o.note, o.corrects, o.reason, c.id AS corrected_by, c.withdrawal AS withdrawn \
    FROM observations o JOIN staff s ON s.id = o.author LEFT JOIN devices d ON d.key = o.device_key LEFT JOIN observations c ON c.corrects = o.id";

fn finding(row: &PgRow) -> Result<Option<Finding>, StoreError> {
    let word: Option<String> = row.try_get("finding")?;
    let (raw, decimals, unit): (Option<i64>, Option<i16>, Option<String>) =
        (row.try_get("value")?, row.try_get("decimals")?, row.try_get("unit")?);
    let number = raw.zip(decimals).zip(unit).map(|((raw, decimals), unit)| {
        let decimals = u8::try_from(decimals).map_err(|error| StoreError::Defect(format!("stored observation: {error}")))?;
        Ok(Finding::Number { raw, decimals, unit })
    });
    number.transpose().map(|number| number.or(word.map(Finding::Word)))
}

fn observation_row(row: &PgRow) -> Result<ObservationRow, StoreError> {
    let device: Option<String> = row.try_get("device")?;
    let device = device.map(|id| DeviceId::new(&id)).transpose().map_err(|error| StoreError::Defect(error.to_string()))?;
    let corrects: Option<Uuid> = row.try_get("corrects")?;
    let corrected_by: Option<Uuid> = row.try_get("corrected_by")?;
    let said = NewObservation {
        id: row.try_get("id")?,
        episode: row.try_get("episode_id")?,
        code: row.try_get("code")?,
        at: row.try_get::<Stamp, _>("at")?.0,
        finding: finding(row)?,
        method: row.try_get("method")?,
        source: row.try_get("source")?,
        device,
        author: row.try_get("author")?,
        entered_at: row.try_get::<Stamp, _>("entered_at")?.0,
        note: row.try_get("note")?,
        corrects: corrects.map(|id| Ok::<_, sqlx::Error>((id, row.try_get("reason")?))).transpose()?,
    };
    let withdrawn: Option<bool> = row.try_get("withdrawn")?;
    Ok(ObservationRow { said, author_name: row.try_get("display_name")?, corrected_by: corrected_by.zip(withdrawn) })
}

// The newest is chosen first and then checked for its age: an older value that was written down late must not take its place.
const NEWEST_VITALS: &str = "SELECT * FROM ( \
        SELECT DISTINCT ON (o.episode_id, v.vital) o.episode_id, o.code, o.value, o.decimals, o.finding, o.at, o.entered_at \
        FROM observations o JOIN unnest($2::text[], $4::text[]) v (code, vital) ON v.code = o.code \
        LEFT JOIN observations c ON c.corrects = o.id \
        WHERE o.episode_id = ANY($1) AND c.id IS NULL AND (o.value IS NOT NULL OR v.vital || ' ' || o.finding = ANY($5::text[])) \
        ORDER BY o.episode_id, v.vital, o.at DESC, o.id DESC \
    ) newest WHERE $3::timestamptz IS NULL OR at >= $3 OR entered_at >= $3";

/// The code of glucose in millimoles, and how many ten thousandths of a mg/dL one mmol/L is: a mole weighs 180.156 g.
const GLUCOSE_MOLAR: &str = "glucose_molar";
const MOLAR_PER_TEN_THOUSAND: i64 = 180_156;

/// The vital that a code says: its own, or that of the same thing in another unit.
pub fn vital_of(code: &str) -> Option<Vital> {
    if code == GLUCOSE_MOLAR { Some(Vital::Glucose) } else { Vital::from_key(code) }
}

/// Every code that says a vital, and the vital's key.
pub(crate) fn codes_of_vitals() -> (Vec<&'static str>, Vec<&'static str>) {
    Vital::ALL.into_iter().map(|vital| (vital.key(), vital.key())).chain([(GLUCOSE_MOLAR, Vital::Glucose.key())]).unzip()
}

/// A number of such a code in steps of the vital's resolution. What lies within the band in millimoles does so in milligrams.
fn steps(code: &str, value: i64, decimals: i64) -> Option<i32> {
    let vital = vital_of(code)?;
    if code != GLUCOSE_MOLAR {
        return rescaled(value, decimals, i64::from(vital.decimals()));
    }
    let divisor = 10_i64.checked_pow(u32::try_from(decimals).ok()?)?.checked_mul(10_000)?;
    let scaled = value.checked_mul(MOLAR_PER_TEN_THOUSAND)?.checked_mul(i64::from(vital.scale()))?;
    let (low, high) = vital.plausible_raw();
    Some(i32::try_from((scaled + divisor / 2) / divisor).ok()?.clamp(low, high))
}

/// The vital and value of a row; `None` for a withdrawal, and for a device beyond its scale where that is not deadly.
pub(crate) fn noted(row: &PgRow) -> Result<Option<(Vital, Noted)>, StoreError> {
    let defect = |what: &str| StoreError::Defect(format!("stored observation: {what}"));
    let (code, finding): (&str, Option<&str>) = (row.try_get("code")?, row.try_get("finding")?);
    let vital = vital_of(code).ok_or_else(|| defect("no vital"))?;
    let (value, decimals): (Option<i64>, Option<i16>) = (row.try_get("value")?, row.try_get("decimals")?);
    if let Some((value, decimals)) = value.zip(decimals) {
        let raw = steps(code, value, i64::from(decimals)).ok_or_else(|| defect("not a value of its vital"))?;
        return Ok(Some((vital, Noted::Number(raw))));
    }
    let side = Side::ALL.into_iter().find(|side| finding == Some(Fault::off_scale(*side).as_str()));
    let deadly = side.filter(|side| plausible::deadly_off_scale().any(|deadly| deadly == (vital, *side)));
    Ok(deadly.map(|side| (vital, Noted::OffScale(side))))
}

/// The words that stand for a number of a vital where they are deadly, behind the vital's key.
fn deadly_words() -> Vec<String> {
    plausible::deadly_off_scale().map(|(vital, side)| format!("{} {}", vital.key(), Fault::off_scale(side).as_str())).collect()
}

fn observed_vital(row: &PgRow) -> Result<ObservedVital, StoreError> {
    let defect = |what: &str| StoreError::Defect(format!("stored observation: {what}"));
    let (vital, noted) = noted(row)?.ok_or_else(|| defect("not a value of its vital"))?;
    let (at, entered_at) = (row.try_get::<Stamp, _>("at")?.0, row.try_get::<Stamp, _>("entered_at")?.0);
    Ok(ObservedVital { episode: row.try_get("episode_id")?, vital, noted, at, entered_at })
}

fn observed(row: &PgRow) -> Result<Option<Observed>, StoreError> {
    let Some(finding) = finding(row)? else { return Ok(None) };
    let (code, method) = (row.try_get("code")?, row.try_get("method")?);
    Ok(Some(Observed { episode: row.try_get("episode_id")?, code, at: row.try_get::<Stamp, _>("at")?.0, finding, method }))
}

/// Converts a number in steps of 10^-`from` to steps of 10^-`to`, because the vital's resolution may have changed since it was
/// written.
pub fn rescaled(value: i64, from: i64, to: i64) -> Option<i32> {
    let scale = 10_i64.checked_pow(u32::try_from(from.abs_diff(to)).ok()?)?;
    let raw = if to >= from { value.checked_mul(scale)? } else { value / scale };
    i32::try_from(raw).ok()
}

const ACTIVE: &str = "SELECT id FROM episodes WHERE id = $1 AND ended_at IS NULL FOR SHARE";

const WRITE: &str = "INSERT INTO observations (id, episode_id, code, at, value, decimals, unit, finding, method, source, device_key, author, entered_at, \
        note, corrects, withdrawal, reason) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (SELECT key FROM devices WHERE id = $11 AND heard_through IS NULL), $12, $13, $14, $15, $16, $17)";

impl NewObservation {
    /// The word for this entry in the audit.
    const fn act(&self) -> &'static str {
        match (&self.corrects, &self.finding) {
            (None, _) => "observe",
            (Some(_), Some(_)) => "correct_observation",
            (Some(_), None) => "withdraw_observation",
        }
    }
}

impl Store {
    /// Writes an observation down, and who did so in the audit. False, and nothing written, when the stay has ended and the
    /// observation does not correct another one.
    ///
    /// # Errors
    /// [`StoreError::Data`] with 23505 when the id is taken, or when another row corrects the same one already;
    /// with 23503 when it corrects a row of another stay or code; with 23514 when it has neither value nor word, or both.
    pub async fn observe(&self, new: &NewObservation) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        if new.corrects.is_none() {
            let active = sqlx::query(ACTIVE).bind(new.episode).fetch_optional(&mut *transaction).await?;
            if active.is_none() {
                return Ok(false);
            }
        }
        let (raw, decimals, unit, word) = match &new.finding {
            Some(Finding::Number { raw, decimals, unit }) => (Some(*raw), Some(i16::from(*decimals)), Some(unit), None),
            Some(Finding::Word(word)) => (None, None, None, Some(word)),
            None => (None, None, None, None),
        };
        sqlx::query(WRITE)
            .bind(new.id)
            .bind(new.episode)
            .bind(&new.code)
            .bind(Stamp(new.at))
            .bind(raw)
            .bind(decimals)
            .bind(unit)
            .bind(word)
            .bind(&new.method)
            .bind(&new.source)
            .bind(new.device.as_ref().map(DeviceId::as_str))
            .bind(new.author)
            .bind(Stamp(new.entered_at))
            .bind(&new.note)
            .bind(new.corrects.as_ref().map(|(id, _)| id))
            .bind(new.finding.is_none())
            .bind(new.corrects.as_ref().map_or("", |(_, reason)| reason))
            .execute(&mut *transaction)
            .await?;
        let detail = serde_json::json!({ "observation": new.id, "code": new.code, "corrects": new.corrects.as_ref().map(|(id, _)| id) });
        audit(&mut transaction, new.author, new.act(), &new.episode.to_string(), detail).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// One observation.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn observation(&self, id: Uuid) -> Result<Option<ObservationRow>, StoreError> {
        let statement = format!("{OBSERVATION} WHERE o.id = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(id).fetch_optional(&self.pool).await?;
        row.as_ref().map(observation_row).transpose()
    }

    /// At most `limit` observations that come after a place in the list, newest first, corrected ones and withdrawals too.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn observation_page(&self, filter: &ObservationFilter, limit: i64) -> Result<Vec<ObservationRow>, StoreError> {
        let statement = format!(
            "{OBSERVATION} WHERE o.episode_id = $1 AND ($2::text IS NULL OR o.code = $2) \
             AND ($3::timestamptz IS NULL OR o.at >= $3) AND ($4::timestamptz IS NULL OR o.at < $4) \
             AND ($5::timestamptz IS NULL OR (o.at, o.id) < ($5, $6::uuid)) ORDER BY o.at DESC, o.id DESC LIMIT $7"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(filter.episode)
            .bind(&filter.code)
            .bind(filter.from.map(Stamp))
            .bind(filter.until.map(Stamp))
            .bind(filter.after.map(|(at, _)| Stamp(at)))
            .bind(filter.after.map(|(_, id)| id))
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(observation_row).collect()
    }

    /// The newest valid value by hand of each vital of these episodes; a device beyond its scale counts where that is deadly.
    /// With `since`, only values that were observed or written down at that instant or later.
    ///
    /// # Errors
    /// As every statement; [`StoreError::Defect`] for a value that is no value of its vital.
    pub async fn observed_vitals(&self, episodes: &[Uuid], since: Option<WallMs>) -> Result<Vec<ObservedVital>, StoreError> {
        let (codes, vitals) = codes_of_vitals();
        let rows = sqlx::query(NEWEST_VITALS)
            .bind(episodes)
            .bind(codes)
            .bind(since.map(Stamp))
            .bind(vitals)
            .bind(deadly_words())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(observed_vital).collect()
    }

    /// What was observed of these codes in these episodes after an instant and holds, oldest first; of each episode and code
    /// at most the newest [`MAX_IN_TREND`].
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn observed_since(&self, episodes: &[Uuid], codes: &[&str], since: WallMs) -> Result<Vec<Observed>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM (SELECT o.episode_id, o.code, o.at, o.value, o.decimals, o.unit, o.finding, o.method, \
                                   row_number() OVER (PARTITION BY o.episode_id, o.code ORDER BY o.at DESC, o.id DESC) AS age \
                            FROM observations o LEFT JOIN observations c ON c.corrects = o.id \
                            WHERE o.episode_id = ANY($1) AND o.code = ANY($2::text[]) AND o.at > $3 AND NOT o.withdrawal AND c.id IS NULL) newest \
             WHERE age <= $4 ORDER BY at, code",
        )
        .bind(episodes)
        .bind(codes)
        .bind(Stamp(since))
        .bind(MAX_IN_TREND)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(observed).filter_map(Result::transpose).collect()
    }

    /// What was observed of one code, numbers and words, from `from` until `until` (excluded) and neither corrected nor withdrawn,
    /// oldest first. If there is more than [`MAX_IN_TREND`], the oldest are left out.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn observed_between(
        &self,
        episode: Uuid,
        code: &str,
        from: WallMs,
        until: WallMs,
    ) -> Result<Vec<ObservationRow>, StoreError> {
        let statement = format!(
            "{OBSERVATION} WHERE o.episode_id = $1 AND o.code = $2 AND o.at >= $3 AND o.at < $4 AND NOT o.withdrawal AND c.id IS NULL \
             ORDER BY o.at DESC, o.id DESC LIMIT $5"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(episode)
            .bind(code)
            .bind(Stamp(from))
            .bind(Stamp(until))
            .bind(MAX_IN_TREND)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().rev().map(observation_row).collect()
    }

    /// The newest valid observation of each code, newest first; at most [`MAX_NEWEST`]. Corrected and withdrawn rows are
    /// not valid.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn newest_observations(&self, episode: Uuid) -> Result<Vec<ObservationRow>, StoreError> {
        let statement = format!(
            "SELECT * FROM (SELECT DISTINCT ON (said.code) said.* FROM ({OBSERVATION} WHERE o.episode_id = $1 AND c.id IS NULL AND NOT o.withdrawal) said \
             ORDER BY said.code, said.at DESC, said.id DESC) newest ORDER BY newest.at DESC, newest.id DESC LIMIT $2"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(episode).bind(MAX_NEWEST).fetch_all(&self.pool).await?;
        rows.iter().map(observation_row).collect()
    }

    /// The newest observation of one code that nobody corrected or withdrew.
    ///
    /// # Errors
    /// As every statement.
    pub async fn newest_observation(&self, episode: Uuid, code: &str) -> Result<Option<ObservationRow>, StoreError> {
        let statement = format!(
            "{OBSERVATION} WHERE o.episode_id = $1 AND o.code = $2 AND c.id IS NULL AND NOT o.withdrawal ORDER BY o.at DESC, o.id DESC LIMIT 1"
        );
        let row = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(episode).bind(code).fetch_optional(&self.pool).await?;
        row.as_ref().map(observation_row).transpose()
    }
}
