//! Incidents and the units that are sent to them: read as one board, changed one act at a time.
//!
//! An incident is its steps (`incident_steps`, kept as they were); what is decided is decided by `hearth_care::dispatch` of what they
//! tell. The rows `incidents` and `incident_places` say where it stands, so that a unit in two places is refused whatever writes.
//! The one row of `dispatch_desk` orders all acts: of two who send at once, the second decides by what the first has done.

mod board;
mod crews;
mod looks;
mod of_alerts;
mod presses;
mod reach;
mod sign_on;
mod sos;
mod steps;
mod units;
mod unrecorded;

pub use board::{UNITS_MAX, UnitRow};
pub use crews::{CrewRow, Ended, NewCrew, NotOnDuty};
pub use looks::Look;
pub use of_alerts::Climbed;
pub use presses::{Heard, Press, REFUSED_MAX, RefusedPress, WORDS as REFUSALS};
pub use reach::{Had, OfCrew};
pub use sign_on::{NotSignedOn, SignOn};
pub use sos::{EndedBy, NewSos, OpenCall};
pub use steps::StepRow;
pub use unrecorded::{NotTaken, UNRECORDED_MAX, Unrecorded, UnrecordedRow, Words};

use crate::connect::Store;
use crate::error::StoreError;
use crate::registry::audit;
use crate::stamp::Stamp;
use hearth_alerts::StaffId;
use hearth_care::StayId;
use hearth_care::dispatch::{
    Equipment, Incident, IncidentAct, IncidentId, IncidentRefused, IncidentState, IncidentStep, IncidentStepKind, Opening, Position,
    Situation, Skill,
};
use hearth_vitals::WallMs;
use serde_json::json;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Incidents that are read and shown at once, at most: a fifth of a thousand stays. One of a stay is open at a time.
pub const OPEN_MAX: i64 = 200;
/// How many incidents of one stay are listed, at most.
pub const OF_STAY_MAX: i64 = 100;
/// How long after its unit was clear a crew still sees the incident, ms.
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
    /// Who opens it; `None` for the ladder of the alert.
    pub by: Option<Uuid>,
    /// When it is opened.
    pub at: WallMs,
}

/// An incident with its present state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentRow {
    /// The incident, folded from its steps.
    pub incident: Incident,
    /// What it was made from, why, by whom and when.
    pub new: NewIncident,
    /// The name of who opened it; empty for the ladder of the alert.
    pub opened_by_name: String,
    /// False once the stay has ended.
    pub stay_open: bool,
}

/// The result of reading one incident, with its id.
type Read = (Uuid, Result<IncidentRow, StoreError>);

/// What a look at the incidents has found.
#[derive(Debug, Default)]
pub struct Looked {
    /// The stays with the new steps of their incidents.
    pub told: Vec<(Uuid, Vec<IncidentStep>)>,
    /// The incidents that could not be looked at, and why; all others were looked at.
    pub failed: Vec<(Uuid, StoreError)>,
}

/// The board of dispatch.
#[derive(Debug)]
pub struct BoardRow {
    /// The incidents that are not closed: those to which somebody may have to be sent first, of them the oldest alert first.
    pub incidents: Vec<IncidentRow>,
    /// How many more incidents are not closed and not in the list.
    pub left_off: u64,
    /// The units of the site, by name.
    pub units: Vec<UnitRow>,
}

/// Why an incident was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotOpened {
    /// The stay has ended, or there is none.
    StayEnded,
    /// An incident of the stay is open already.
    Open(Uuid),
}

const INCIDENT: &str = "SELECT i.id, i.episode_id, i.since_at, i.alert_id, i.call_id, i.why, i.latitude_udeg, i.longitude_udeg, i.language, i.equipment, \
    i.skills, i.opened_by, i.opened_at, s.display_name, e.ended_at IS NULL AS stay_open \
    FROM incidents i LEFT JOIN staff s ON s.id = i.opened_by JOIN episodes e ON e.id = i.episode_id";
/// Incidents that can still change as time passes: open ones, and those left unclosed after the stay ended.
const IN_TIME: &str = "(i.state IN ('received', 'triaged') OR (i.state <> 'closed' AND e.ended_at IS NOT NULL))";

/// True of an open incident that only has to be closed, as in `Incident::is_over`: a crew was with the patient, and no place
/// keeps a unit.
const OVER: &str = "(EXISTS (SELECT FROM incident_steps t WHERE t.incident_id = i.id AND t.what = 'stamped' AND t.state = 'at_patient') \
    AND NOT EXISTS (SELECT FROM incident_places p WHERE p.incident_id = i.id AND p.state NOT IN ('clear', 'cancelled')))";

/// Makes this act wait for every other one, so that acts have an order.
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
    Ok(IncidentRow {
        incident: Incident::new(opening),
        new,
        opened_by_name: row.try_get::<Option<String>, _>("display_name")?.unwrap_or_default(),
        stay_open: row.try_get("stay_open")?,
    })
}

/// One incident with its steps folded in.
async fn read(connection: &mut PgConnection, id: Uuid) -> Result<Option<IncidentRow>, StoreError> {
    let statement = format!("{INCIDENT} WHERE i.id = $1");
    let rows = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(id).fetch_all(&mut *connection).await?;
    Ok(whole(folded(connection, &rows).await?)?.pop())
}

/// Incidents with their steps folded in. One that cannot be read does not affect the others.
async fn folded(connection: &mut PgConnection, rows: &[PgRow]) -> Result<Vec<Read>, StoreError> {
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let id: Uuid = row.try_get("id")?;
        found.push((id, incident_row(row)));
    }
    steps::fold(connection, &mut found).await?;
    Ok(found)
}

/// Every incident, or the error of the first that could not be read.
fn whole(found: Vec<Read>) -> Result<Vec<IncidentRow>, StoreError> {
    found.into_iter().map(|(_, row)| row).collect()
}

/// Only the incidents that can be read; on a board the others count as left off. The look of each second reports why.
fn readable(found: Vec<Read>) -> Vec<IncidentRow> {
    let read = |(id, row): Read| row.inspect_err(|error| tracing::debug!(incident = %id, %error, "an incident cannot be read")).ok();
    found.into_iter().filter_map(read).collect()
}

async fn stay_open(connection: &mut PgConnection, stay: StayId) -> Result<bool, StoreError> {
    let open = sqlx::query_scalar("SELECT EXISTS (SELECT FROM episodes WHERE id = $1 AND ended_at IS NULL)");
    Ok(open.bind(Uuid::from_u128(stay.0)).fetch_one(connection).await?)
}

/// Writes steps, and the state of the incident after them.
async fn write(connection: &mut PgConnection, incident: &Incident, new: &[IncidentStep], reason: &str) -> Result<(), StoreError> {
    let Some(last) = new.last() else { return Ok(()) };
    let mut after = incident.clone();
    new.iter().for_each(|step| after.take(step));
    steps::write(connection, incident.opening.id, new, reason).await?;
    for place in &after.places {
        sqlx::query(
            "INSERT INTO incident_places (incident_id, number, unit_id, state, offered_at, clear_at) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (incident_id, number) DO UPDATE SET unit_id = EXCLUDED.unit_id, state = EXCLUDED.state, offered_at = EXCLUDED.offered_at, \
                clear_at = EXCLUDED.clear_at",
        )
        .bind(Uuid::from_u128(incident.opening.id.0))
        .bind(i16::from(place.number))
        .bind(Uuid::from_u128(place.unit.0))
        .bind(place.state.key())
        .bind(Stamp(after.offers.get(&place.offer).map_or(last.at, |offer| offer.at)))
        .bind(after.cleared(place).map(Stamp))
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
    /// Opens an incident of an active stay. An older one that only has to be closed is closed first, and does not stand in the
    /// way.
    ///
    /// # Errors
    /// [`StoreError::Data`] with 23503 when the alert or the call does not exist, 23505 when the id is taken by another stay.
    pub async fn open_incident(&self, new: &NewIncident) -> Result<Result<(), NotOpened>, StoreError> {
        let mut transaction = self.begin().await?;
        lock(&mut transaction).await?;
        if !stay_open(&mut transaction, new.opening.stay).await? {
            return Ok(Err(NotOpened::StayEnded));
        }
        if let Some(open) = in_the_way(&mut transaction, new).await? {
            return Ok(Err(NotOpened::Open(open)));
        }
        insert(&mut transaction, new).await?;
        let step = Incident::open(new.by.map(staff), new.at);
        steps::write(&mut transaction, new.opening.id, &[step], "").await?;
        if let Some(by) = new.by {
            let detail = json!({ "incident": Uuid::from_u128(new.opening.id.0) });
            audit(&mut transaction, by, "open_incident", &Uuid::from_u128(new.opening.stay.0).to_string(), detail).await?;
        }
        transaction.commit().await?;
        Ok(Ok(()))
    }

    /// Decides an act on an incident by what is stored, and stores what follows: all of it, or nothing. Acts at the same time are
    /// decided one after the other. `None` if there is no such incident.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]). The inner error is why the act is refused.
    pub async fn dispatch(
        &self,
        id: Uuid,
        act: IncidentAct,
        by: Uuid,
        reason: &str,
        now: WallMs,
    ) -> Result<Option<Result<Vec<IncidentStep>, IncidentRefused>>, StoreError> {
        let mut transaction = self.begin().await?;
        lock(&mut transaction).await?;
        let Some(IncidentRow { incident, stay_open, .. }) = read(&mut transaction, id).await? else { return Ok(None) };
        let board = Situation { units: board::units(&mut transaction, now).await?, stay_open };
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

    /// Writes the steps of all incidents that have become due. It first looks at all of them without a lock, and then again, one
    /// by one, at those that need a step. One that cannot be read stops no other.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]), where none could be looked at.
    pub async fn look_at_incidents(&self, now: WallMs) -> Result<Looked, StoreError> {
        let mut looked = Looked::default();
        for id in self.with_something_due(now, &mut looked.failed).await? {
            match self.look_at(id, now).await {
                Ok(Some(told)) => looked.told.push(told),
                Ok(None) => {}
                Err(error) => looked.failed.push((id, error)),
            }
        }
        Ok(looked)
    }

    /// Ids of incidents with steps that are due, page by page to the end.
    async fn with_something_due(&self, now: WallMs, failed: &mut Vec<(Uuid, StoreError)>) -> Result<Vec<Uuid>, StoreError> {
        let mut transaction = self.snapshot().await?;
        let statement = format!("{INCIDENT} WHERE {IN_TIME} AND ($1::uuid IS NULL OR i.id > $1) ORDER BY i.id LIMIT $2");
        let (mut due, mut units, mut after) = (Vec::new(), None, None::<Uuid>);
        loop {
            let rows = sqlx::query(sqlx::AssertSqlSafe(statement.clone())).bind(after).bind(OPEN_MAX).fetch_all(&mut *transaction).await?;
            let found = folded(&mut transaction, &rows).await?;
            let Some((last, _)) = found.last() else { break };
            after = Some(*last);
            let full = found.len() == usize::try_from(OPEN_MAX).unwrap_or_default();
            if units.is_none() {
                units = Some(board::units(&mut transaction, now).await?);
            }
            let mut board = Situation { units: units.take().unwrap_or_default(), stay_open: true };
            for (id, row) in found {
                match row {
                    Ok(row) => {
                        board.stay_open = row.stay_open;
                        due.extend((!row.incident.look(&board, now).is_empty()).then_some((row.incident.opening.since, id)));
                    }
                    Err(error) => failed.push((id, error)),
                }
            }
            units = Some(board.units);
            if !full {
                break;
            }
        }
        transaction.commit().await?;
        // If there is one unit for two incidents, the older alert gets it.
        due.sort_unstable();
        Ok(due.into_iter().map(|(_, id)| id).collect())
    }

    async fn look_at(&self, id: Uuid, now: WallMs) -> Result<Option<(Uuid, Vec<IncidentStep>)>, StoreError> {
        let mut transaction = self.begin().await?;
        lock(&mut transaction).await?;
        let Some(row) = read(&mut transaction, id).await? else { return Ok(None) };
        // Read again for each incident: a unit that was asked for one is busy for the next.
        let board = Situation { units: board::units(&mut transaction, now).await?, stay_open: row.stay_open };
        let steps = row.incident.look(&board, now);
        write(&mut transaction, &row.incident, &steps, "").await?;
        transaction.commit().await?;
        Ok((!steps.is_empty()).then(|| (Uuid::from_u128(row.incident.opening.stay.0), steps)))
    }

    /// The incidents that are not closed, at most [`OPEN_MAX`], and the units. `only` keeps it to some incidents, and of these gives the
    /// closed ones, too: who was sent there writes its note after it was closed.
    ///
    /// # Errors
    /// As any statement; [`StoreError::Defect`] for a word that this version does not know.
    pub async fn dispatch_board(&self, only: Option<&BTreeSet<Uuid>>, now: WallMs) -> Result<BoardRow, StoreError> {
        let only: Option<Vec<Uuid>> = only.map(|only| only.iter().copied().collect());
        let mut transaction = self.snapshot().await?;
        let statement = format!(
            "{INCIDENT} WHERE CASE WHEN $1::uuid[] IS NULL THEN i.state <> 'closed' ELSE i.id = ANY($1) END \
             ORDER BY i.state IN ('received', 'triaged') AND NOT {OVER} DESC, i.since_at, i.id LIMIT $2"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(&only).bind(OPEN_MAX).fetch_all(&mut *transaction).await?;
        let incidents = readable(folded(&mut transaction, &rows).await?);
        let all = sqlx::query_scalar(
            "SELECT count(*) FROM incidents WHERE CASE WHEN $1::uuid[] IS NULL THEN state <> 'closed' ELSE id = ANY($1) END",
        );
        let all: i64 = all.bind(&only).fetch_one(&mut *transaction).await?;
        let units = board::rows(&mut transaction, now).await?;
        transaction.commit().await?;
        let left_off = all.unsigned_abs().saturating_sub(incidents.len() as u64);
        Ok(BoardRow { incidents, left_off, units })
    }

    /// One incident with its steps, as they are in the log.
    ///
    /// # Errors
    /// As [`Store::dispatch_board`].
    pub async fn incident(&self, id: Uuid) -> Result<Option<(IncidentRow, Vec<StepRow>)>, StoreError> {
        let mut transaction = self.snapshot().await?;
        let Some(row) = read(&mut transaction, id).await? else { return Ok(None) };
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
        whole(folded(&mut connection, &rows).await?)
    }
}

/// The incident with the same id (it was sent twice), or another one of the stay that is not over. Those that are over are
/// closed.
async fn in_the_way(connection: &mut PgConnection, new: &NewIncident) -> Result<Option<Uuid>, StoreError> {
    let id = Uuid::from_u128(new.opening.id.0);
    let ids: Vec<Uuid> = sqlx::query_scalar(
        "SELECT id FROM incidents WHERE episode_id = $1 AND (id = $2 OR state <> 'closed') ORDER BY id = $2 DESC, opened_at LIMIT $3",
    )
    .bind(Uuid::from_u128(new.opening.stay.0))
    .bind(id)
    .bind(OPEN_MAX)
    .fetch_all(&mut *connection)
    .await?;
    for other in ids {
        let Some(row) = read(connection, other).await?.filter(|row| other != id && row.incident.is_over()) else { return Ok(Some(other)) };
        let step = IncidentStep {
            number: row.incident.version + 1,
            at: new.at,
            by: new.by.map(staff),
            what: IncidentStepKind::Became(IncidentState::Closed),
        };
        write(connection, &row.incident, &[step], "").await?;
        if let Some(by) = new.by {
            let detail = json!({ "incident": other, "what": [step.what.key()] });
            audit(connection, by, "dispatch", &Uuid::from_u128(new.opening.stay.0).to_string(), detail).await?;
        }
    }
    Ok(None)
}

/// Without a position of the home, that of the stay's last incident is used.
async fn insert(connection: &mut PgConnection, new: &NewIncident) -> Result<(), StoreError> {
    let opening = &new.opening;
    sqlx::query(
        "WITH known AS (SELECT latitude_udeg, longitude_udeg FROM incidents WHERE episode_id = $2 AND latitude_udeg IS NOT NULL \
            ORDER BY opened_at DESC LIMIT 1) \
         INSERT INTO incidents (id, version, episode_id, state, since_at, alert_id, call_id, why, latitude_udeg, longitude_udeg, language, equipment, \
            skills, opened_by, opened_at) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, COALESCE($8, (SELECT latitude_udeg FROM known)), \
            COALESCE($9, (SELECT longitude_udeg FROM known)), $10, $11, $12, $13, $14)",
    )
    .bind(Uuid::from_u128(opening.id.0))
    .bind(Uuid::from_u128(opening.stay.0))
    .bind(IncidentState::Received.key())
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
