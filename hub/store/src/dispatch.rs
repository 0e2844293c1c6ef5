//! Incidents and the units that are sent to them: read as one board, changed one act at a time.
//!
//! An incident is its steps (`incident_steps`, kept as they were); what is decided is decided by `hearth_care::dispatch` of what they
//! tell. The rows `incidents` and `incident_places` say where it stands, so that a unit in two places is refused whatever writes.
//! The one row of `dispatch_desk` orders all acts: of two who send at once, the second decides by what the first has done.

mod board;
mod crews;
mod steps;
mod units;

pub use board::{UNITS_MAX, UnitRow};
pub use crews::{CrewRow, Ended, NewCrew, NotOnDuty};
pub use steps::StepRow;

use crate::connect::Store;
use crate::error::StoreError;
use crate::registry::audit;
use crate::stamp::Stamp;
use hearth_alerts::StaffId;
use hearth_care::StayId;
use hearth_care::dispatch::{Act, Board, Equipment, Incident, IncidentId, Opening, Position, Refused, Skill, State, Step};
use hearth_vitals::WallMs;
use serde_json::json;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Open incidents that are read at once, at most: a fifth of a thousand stays. One of a stay is open at a time.
pub const OPEN_MAX: i64 = 200;
/// Incidents of one stay that are listed, at most.
pub const OF_STAY_MAX: i64 = 100;
/// A crew sees an incident for so long after its unit was clear, ms.
pub const SEEN_AFTER_MS: i64 = 12 * 3_600_000;

/// An incident to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIncident {
    /// What it is about.
    pub opening: Opening,
    /// The alert that it was made from.
    pub alert: Option<Uuid>,
    /// The call that it was made from.
    pub call: Option<Uuid>,
    /// Why somebody has to go, in one sentence.
    pub why: String,
    /// Who opens it.
    pub by: Uuid,
    /// When.
    pub at: WallMs,
}

/// An incident as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentRow {
    /// As its steps tell it.
    pub incident: Incident,
    /// What it was made from, why, by whom and when.
    pub new: NewIncident,
    /// The name of who opened it.
    pub opened_by_name: String,
}

/// Why an incident was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotOpened {
    /// The stay has ended, or there is none.
    StayEnded,
    /// One is open already.
    Open(Uuid),
}

const INCIDENT: &str = "SELECT i.id, i.episode_id, i.since_at, i.alert_id, i.call_id, i.why, i.latitude_udeg, i.longitude_udeg, i.language, i.equipment, \
    i.skills, i.opened_by, i.opened_at, s.display_name FROM incidents i JOIN staff s ON s.id = i.opened_by";

/// Orders this act behind every other.
async fn lock(connection: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query("SELECT only_row FROM dispatch_desk FOR UPDATE").fetch_one(connection).await?;
    Ok(())
}

pub(crate) fn unknown(word: &str) -> StoreError {
    StoreError::Defect(format!("dispatch has stored the word '{word}', which this version does not know"))
}

fn staff(id: Uuid) -> StaffId {
    StaffId(id.as_u128())
}

fn words<T: Ord>(words: Vec<String>, read: impl Fn(&str) -> Option<T>) -> Result<BTreeSet<T>, StoreError> {
    words.iter().map(|word| read(word).ok_or_else(|| unknown(word))).collect()
}

fn position(row: &PgRow) -> Result<Option<Position>, StoreError> {
    let degrees = row.try_get::<Option<i32>, _>("latitude_udeg")?.zip(row.try_get("longitude_udeg")?);
    Ok(degrees.and_then(|(latitude, longitude)| Position::try_new(latitude, longitude)))
}

fn incident_row(row: &PgRow) -> Result<IncidentRow, StoreError> {
    let opening = Opening {
        id: IncidentId(row.try_get::<Uuid, _>("id")?.as_u128()),
        stay: StayId(row.try_get::<Uuid, _>("episode_id")?.as_u128()),
        since: row.try_get::<Stamp, _>("since_at")?.0,
        home: position(row)?,
        language: row.try_get("language")?,
        equipment: words(row.try_get("equipment")?, Equipment::from_key)?,
        skills: words(row.try_get("skills")?, Skill::from_key)?,
    };
    let new = NewIncident {
        opening: opening.clone(),
        alert: row.try_get("alert_id")?,
        call: row.try_get("call_id")?,
        why: row.try_get("why")?,
        by: row.try_get("opened_by")?,
        at: row.try_get::<Stamp, _>("opened_at")?.0,
    };
    Ok(IncidentRow { incident: Incident::new(opening), new, opened_by_name: row.try_get("display_name")? })
}

/// One incident, or every open one, with their steps folded in.
async fn read(connection: &mut PgConnection, id: Option<Uuid>) -> Result<Vec<IncidentRow>, StoreError> {
    let statement = format!("{INCIDENT} WHERE i.id = $1 OR ($1 IS NULL AND i.state <> 'closed') ORDER BY i.since_at, i.id LIMIT $2");
    let rows = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(id).bind(OPEN_MAX).fetch_all(&mut *connection).await?;
    folded(connection, &rows).await
}

async fn folded(connection: &mut PgConnection, rows: &[PgRow]) -> Result<Vec<IncidentRow>, StoreError> {
    let mut found: Vec<IncidentRow> = rows.iter().map(incident_row).collect::<Result<_, _>>()?;
    steps::fold(connection, &mut found).await?;
    Ok(found)
}

async fn stay_open(connection: &mut PgConnection, stay: StayId) -> Result<bool, StoreError> {
    let open = sqlx::query_scalar("SELECT EXISTS (SELECT FROM episodes WHERE id = $1 AND ended_at IS NULL)");
    Ok(open.bind(Uuid::from_u128(stay.0)).fetch_one(connection).await?)
}

/// Writes steps beside where the incident stands after them.
async fn write(connection: &mut PgConnection, incident: &Incident, new: &[Step], reason: &str) -> Result<(), StoreError> {
    let Some(last) = new.last() else { return Ok(()) };
    let mut after = incident.clone();
    new.iter().for_each(|step| after.take(step));
    steps::write(connection, incident.opening.id, new, reason).await?;
    for place in &after.places {
        sqlx::query(
            "INSERT INTO incident_places (incident_id, number, unit_id, state) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (incident_id, number) DO UPDATE SET unit_id = EXCLUDED.unit_id, state = EXCLUDED.state",
        )
        .bind(Uuid::from_u128(incident.opening.id.0))
        .bind(i16::from(place.number))
        .bind(Uuid::from_u128(place.unit.0))
        .bind(place.state.key())
        .execute(&mut *connection)
        .await?;
    }
    sqlx::query("UPDATE incidents SET version = $2, state = $3 WHERE id = $1")
        .bind(Uuid::from_u128(incident.opening.id.0))
        .bind(last.number.cast_signed())
        .bind(after.state.key())
        .execute(connection)
        .await?;
    Ok(())
}

impl Store {
    /// Opens an incident of an active stay.
    ///
    /// # Errors
    /// [`StoreError::Data`] with 23503 when the alert or the call does not exist, 23505 when the id is taken.
    pub async fn open_incident(&self, new: &NewIncident) -> Result<Result<(), NotOpened>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        lock(&mut transaction).await?;
        let stay = Uuid::from_u128(new.opening.stay.0);
        if !stay_open(&mut transaction, new.opening.stay).await? {
            return Ok(Err(NotOpened::StayEnded));
        }
        let open: Option<Uuid> = sqlx::query_scalar("SELECT id FROM incidents WHERE episode_id = $1 AND state <> 'closed'")
            .bind(stay)
            .fetch_optional(&mut *transaction)
            .await?;
        if let Some(open) = open {
            return Ok(Err(NotOpened::Open(open)));
        }
        insert(&mut transaction, new).await?;
        let step = Incident::open(Some(staff(new.by)), new.at);
        write(&mut transaction, &Incident::new(new.opening.clone()), &[step], "").await?;
        let detail = json!({ "incident": Uuid::from_u128(new.opening.id.0) });
        audit(&mut transaction, new.by, "open_incident", &stay.to_string(), detail).await?;
        transaction.commit().await?;
        Ok(Ok(()))
    }

    /// Decides an act on an incident by what is stored, and stores what follows: all of it, or nothing. Two acts at once are one
    /// after the other. `None` if there is no such incident.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]). The inner error is why the act is refused.
    pub async fn dispatch(
        &self,
        id: Uuid,
        act: Act,
        by: Uuid,
        reason: &str,
        now: WallMs,
    ) -> Result<Option<Result<Vec<Step>, Refused>>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        lock(&mut transaction).await?;
        let Some(row) = read(&mut transaction, Some(id)).await?.pop() else { return Ok(None) };
        let incident = row.incident;
        let stay_open = stay_open(&mut transaction, incident.opening.stay).await?;
        let board = Board { units: board::units(&mut transaction, now).await?, stay_open };
        let decided = incident.decide(act, staff(by), &board, now);
        if let Ok(steps) = &decided {
            write(&mut transaction, &incident, steps, reason).await?;
            let what: Vec<_> = steps.iter().map(|step| step.what.key()).collect();
            let detail = json!({ "incident": id, "what": what });
            audit(&mut transaction, by, "dispatch", &Uuid::from_u128(incident.opening.stay.0).to_string(), detail).await?;
            transaction.commit().await?;
        }
        Ok(Some(decided))
    }

    /// What time has made of the open incidents: writes the steps that are missing, and gives the stays that have new ones.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn look_at_incidents(&self, now: WallMs) -> Result<Vec<(Uuid, Vec<Step>)>, StoreError> {
        let any = sqlx::query_scalar("SELECT EXISTS (SELECT FROM incidents WHERE state IN ('received', 'triaged'))");
        if !any.fetch_one(&self.pool).await? {
            return Ok(Vec::new());
        }
        let mut transaction = self.pool.begin().await?;
        lock(&mut transaction).await?;
        let mut told = Vec::new();
        for row in read(&mut transaction, None).await? {
            let stay = row.incident.opening.stay;
            // Read anew for each: a unit that was asked for one is busy for the next.
            let board = Board { units: board::units(&mut transaction, now).await?, stay_open: stay_open(&mut transaction, stay).await? };
            let steps = row.incident.look(&board, now);
            write(&mut transaction, &row.incident, &steps, "").await?;
            if !steps.is_empty() {
                told.push((Uuid::from_u128(stay.0), steps));
            }
        }
        transaction.commit().await?;
        Ok(told)
    }

    /// The open incidents, the oldest alert first; at most [`OPEN_MAX`]; and the units.
    ///
    /// # Errors
    /// As any statement; [`StoreError::Defect`] for a word that this version does not know.
    pub async fn dispatch_board(&self, now: WallMs) -> Result<(Vec<IncidentRow>, Vec<UnitRow>), StoreError> {
        let mut transaction = self.pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
        let incidents = read(&mut transaction, None).await?;
        let units = board::rows(&mut transaction, now).await?;
        transaction.commit().await?;
        Ok((incidents, units))
    }

    /// One incident with its steps, as they are in the log.
    ///
    /// # Errors
    /// As [`Store::dispatch_board`].
    pub async fn incident(&self, id: Uuid) -> Result<Option<(IncidentRow, Vec<StepRow>)>, StoreError> {
        let mut transaction = self.pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
        let Some(row) = read(&mut transaction, Some(id)).await?.pop() else { return Ok(None) };
        let log = steps::log(&mut transaction, id).await?;
        transaction.commit().await?;
        Ok(Some((row, log)))
    }

    /// The incidents of a stay, open and closed, the newest first; at most [`OF_STAY_MAX`].
    ///
    /// # Errors
    /// As [`Store::dispatch_board`].
    pub async fn incidents_of(&self, episode: Uuid) -> Result<Vec<IncidentRow>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let statement = format!("{INCIDENT} WHERE i.episode_id = $1 ORDER BY i.opened_at DESC, i.id DESC LIMIT $2");
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(episode).bind(OF_STAY_MAX).fetch_all(&mut *connection).await?;
        folded(&mut connection, &rows).await
    }

    /// Notes that a member of a crew has looked at an incident.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn looked_at_incident(&self, id: Uuid, episode: Uuid, by: Uuid) -> Result<(), StoreError> {
        let mut connection = self.pool.acquire().await?;
        audit(&mut connection, by, "look_at_incident", &episode.to_string(), json!({ "incident": id })).await
    }

    /// The incidents that a member of a crew may see: those in which their unit has a place that it was offered while they drove it,
    /// and those in which it was clear less than twelve hours ago.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn incidents_of_crew(&self, member: Uuid, now: WallMs) -> Result<BTreeSet<Uuid>, StoreError> {
        let rows: Vec<Uuid> = sqlx::query_scalar(
            "SELECT DISTINCT o.incident_id FROM incident_steps o \
             JOIN crews c ON c.unit_id = o.unit_id AND o.at >= c.from_at AND o.at < LEAST(c.until_at, COALESCE(c.ended_at, c.until_at)) \
             JOIN incident_places p ON p.incident_id = o.incident_id AND p.number = o.place AND p.unit_id = o.unit_id \
             WHERE o.what = 'offered' AND $1 = ANY(c.members) AND p.state <> 'cancelled' AND (p.state <> 'clear' OR EXISTS \
                (SELECT FROM incident_steps d WHERE d.incident_id = o.incident_id AND d.place = o.place AND d.unit_id = o.unit_id \
                 AND d.state = 'clear' AND d.at > $2))",
        )
        .bind(member)
        .bind(Stamp(now.plus(-SEEN_AFTER_MS)))
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().collect())
    }
}

async fn insert(connection: &mut PgConnection, new: &NewIncident) -> Result<(), StoreError> {
    let opening = &new.opening;
    sqlx::query(
        "INSERT INTO incidents (id, version, episode_id, state, since_at, alert_id, call_id, why, latitude_udeg, longitude_udeg, language, equipment, \
            skills, opened_by, opened_at) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(Uuid::from_u128(opening.id.0))
    .bind(Uuid::from_u128(opening.stay.0))
    .bind(State::Received.key())
    .bind(Stamp(opening.since))
    .bind(new.alert)
    .bind(new.call)
    .bind(&new.why)
    .bind(opening.home.map(Position::latitude_udeg))
    .bind(opening.home.map(Position::longitude_udeg))
    .bind(&opening.language)
    .bind(opening.equipment.iter().map(|one| one.key()).collect::<Vec<_>>())
    .bind(opening.skills.iter().map(|one| one.key()).collect::<Vec<_>>())
    .bind(new.by)
    .bind(Stamp(new.at))
    .execute(connection)
    .await?;
    Ok(())
}
