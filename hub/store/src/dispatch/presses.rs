//! Presses that crews' phones send. A press with the same id is taken once, and a refused one is kept with the reason.

use super::{IncidentAct, IncidentRefused, IncidentRow, IncidentState, board, lock, read, staff, unknown, write};
use crate::connect::Store;
use crate::error::StoreError;
use crate::registry::audit;
use crate::stamp::Stamp;
use hearth_care::dispatch::{Pressed, Situation, Source, UnitId};
use hearth_vitals::WallMs;
use serde_json::json;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

/// How many refused presses of one incident are kept and shown, at most: more than a crew presses, fewer than a faulty phone
/// does.
pub const REFUSED_MAX: i64 = 100;

/// A press of a button that says how far a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Press {
    /// The id that the phone gave it.
    pub id: Uuid,
    /// Id of the incident.
    pub incident: Uuid,
    /// The crew member who pressed.
    pub by: Uuid,
    /// Number of the place in the incident, from 1.
    pub place: u8,
    /// Id of the unit.
    pub unit: Uuid,
    /// The state that was pressed.
    pub state: IncidentState,
    /// The step of the offer that it belongs to; `None` of a phone that does not say. A place that was given to another and offered
    /// to the same unit again is another offer.
    pub offer: Option<u32>,
    /// What the phone's clock said.
    pub pressed: Option<Pressed>,
}

impl Press {
    /// The same press, as it was sent before: the instant of sending is another each time, and the offer is not kept.
    fn is(&self, other: &Press) -> bool {
        Press { pressed: None, offer: None, ..*self } == Press { pressed: None, offer: None, ..*other }
    }
}

/// What became of a press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// The press was carried out, now or when it was first sent.
    Done,
    /// The press was refused, now or when it was first sent.
    Refused(IncidentRefused),
    /// Another press was sent under this id.
    IdTaken,
}

/// A press that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedPress {
    /// What was pressed.
    pub press: Press,
    /// When the hub heard.
    pub at: WallMs,
    /// The name of who pressed.
    pub by_name: String,
    /// Why it was refused.
    pub why: IncidentRefused,
}

/// The columns of a refusal: its word, the state of the place, and the unit that had it. `None` if the request itself was wrong
/// rather than overtaken: then the phone is told which field is wrong.
const fn columns(refused: IncidentRefused) -> Option<(&'static str, Option<IncidentState>, Option<UnitId>)> {
    match refused {
        IncidentRefused::NotAllowed { from, .. } => Some(("not_allowed", Some(from), None)),
        IncidentRefused::Already(state) => Some(("already", Some(state), None)),
        IncidentRefused::TakenAway { unit } => Some(("taken_away", None, Some(unit))),
        IncidentRefused::OfferOver => Some(("offer_over", None, None)),
        _ => None,
    }
}

/// The words of refusals that are kept.
pub const WORDS: [&str; 4] = ["not_allowed", "already", "taken_away", "offer_over"];

fn refused_of(row: &PgRow, to: IncidentState) -> Result<Option<IncidentRefused>, StoreError> {
    let Some(word) = row.try_get::<Option<String>, _>("refused")? else { return Ok(None) };
    let is: Option<String> = row.try_get("is_state")?;
    let is = is.as_deref().and_then(IncidentState::from_key);
    let other: Option<Uuid> = row.try_get("other_unit")?;
    let refused = match (word.as_str(), is, other) {
        ("not_allowed", Some(from), _) => IncidentRefused::NotAllowed { from, to },
        ("already", Some(state), _) => IncidentRefused::Already(state),
        ("taken_away", _, Some(unit)) => IncidentRefused::TakenAway { unit: UnitId(unit.as_u128()) },
        ("offer_over", ..) => IncidentRefused::OfferOver,
        _ => return Err(unknown(&word)),
    };
    Ok(Some(refused))
}

fn press_of(row: &PgRow) -> Result<Press, StoreError> {
    let word: String = row.try_get("state")?;
    let pressed = row.try_get::<Option<i64>, _>("pressed_ms")?.zip(row.try_get("sent_ms")?);
    let steady_ms = row.try_get("steady_ms")?;
    Ok(Press {
        id: row.try_get("id")?,
        incident: row.try_get("incident_id")?,
        by: row.try_get("by_staff")?,
        place: u8::try_from(row.try_get::<i16, _>("place")?).unwrap_or_default(),
        unit: row.try_get("unit_id")?,
        state: IncidentState::from_key(&word).ok_or_else(|| unknown(&word))?,
        offer: None,
        pressed: pressed.map(|(at, sent)| Pressed { at: WallMs(at), sent: WallMs(sent), steady_ms }),
    })
}

/// What became of the press with this id; `None` if it is new.
async fn before(connection: &mut PgConnection, press: &Press) -> Result<Option<Heard>, StoreError> {
    let row = sqlx::query("SELECT * FROM crew_presses WHERE id = $1").bind(press.id).fetch_optional(connection).await?;
    let Some(row) = row else { return Ok(None) };
    if !press_of(&row)?.is(press) {
        return Ok(Some(Heard::IdTaken));
    }
    Ok(Some(refused_of(&row, press.state)?.map_or(Heard::Done, Heard::Refused)))
}

async fn keep(connection: &mut PgConnection, press: &Press, refused: Option<IncidentRefused>, now: WallMs) -> Result<(), StoreError> {
    let why = refused.map(columns);
    if why == Some(None) {
        return Ok(());
    }
    let (word, is, other) = why.flatten().map_or((None, None, None), |(word, is, other)| (Some(word), is, other));
    sqlx::query(
        "INSERT INTO crew_presses (id, incident_id, by_staff, at, place, unit_id, state, pressed_ms, sent_ms, steady_ms, refused, is_state, other_unit) \
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 \
         WHERE $11::text IS NULL OR (SELECT count(*) FROM crew_presses WHERE incident_id = $2 AND refused IS NOT NULL) < $14 \
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(press.id)
    .bind(press.incident)
    .bind(press.by)
    .bind(Stamp(now))
    .bind(i16::from(press.place))
    .bind(press.unit)
    .bind(press.state.key())
    .bind(press.pressed.map(|pressed| pressed.at.0))
    .bind(press.pressed.map(|pressed| pressed.sent.0))
    .bind(press.pressed.and_then(|pressed| pressed.steady_ms))
    .bind(word)
    .bind(is.map(IncidentState::key))
    .bind(other.map(|unit| Uuid::from_u128(unit.0)))
    .bind(REFUSED_MAX)
    .execute(connection)
    .await?;
    Ok(())
}

impl Store {
    /// What became of the press with this id before; `None` if it is new.
    ///
    /// # Errors
    /// As any statement; [`StoreError::Defect`] for a word that this version does not know.
    pub async fn heard_before(&self, press: &Press) -> Result<Option<Heard>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        before(&mut connection, press).await
    }

    /// Decides a press by what is stored, and keeps the result: once, however often it is sent. `None` if there is no such
    /// incident.
    ///
    /// # Errors
    /// As [`Store::heard_before`].
    pub async fn press(&self, press: &Press, source: Source, now: WallMs) -> Result<Option<Heard>, StoreError> {
        let mut transaction = self.begin().await?;
        lock(&mut transaction).await?;
        if let Some(heard) = before(&mut transaction, press).await? {
            return Ok(Some(heard));
        }
        let Some(IncidentRow { incident, stay_open, .. }) = read(&mut transaction, press.incident).await? else { return Ok(None) };
        let board = Situation { units: board::units(&mut transaction, now).await?, stay_open };
        let unit = UnitId(press.unit.as_u128());
        let act = IncidentAct::Stamp { place: press.place, unit, state: press.state, source, pressed: press.pressed };
        let place = incident.place(press.place);
        let other = place.is_some_and(|place| place.unit == unit && press.offer.is_some_and(|offer| offer != place.offer));
        let decided = if other { Err(IncidentRefused::OfferOver) } else { incident.decide(act, staff(press.by), &board, now) };
        if let Ok(steps) = &decided {
            write(&mut transaction, &incident, steps, "").await?;
            let what: Vec<_> = steps.iter().map(|step| step.what.key()).collect();
            let detail = json!({ "incident": press.incident, "what": what });
            audit(&mut transaction, press.by, "dispatch", &Uuid::from_u128(incident.opening.stay.0).to_string(), detail).await?;
        }
        let refused = decided.err();
        keep(&mut transaction, press, refused, now).await?;
        transaction.commit().await?;
        Ok(Some(refused.map_or(Heard::Done, Heard::Refused)))
    }

    /// Keeps a press that is refused without a decision, because the crew no longer has the place.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn keep_refused(&self, press: &Press, why: IncidentRefused, now: WallMs) -> Result<(), StoreError> {
        let mut connection = self.pool.acquire().await?;
        keep(&mut connection, press, Some(why), now).await
    }

    /// The presses of an incident that were refused, oldest first; at most [`REFUSED_MAX`].
    ///
    /// # Errors
    /// As [`Store::heard_before`].
    pub async fn refused_presses(&self, incident: Uuid) -> Result<Vec<RefusedPress>, StoreError> {
        let rows = sqlx::query(
            "SELECT p.*, s.display_name FROM crew_presses p JOIN staff s ON s.id = p.by_staff \
             WHERE p.incident_id = $1 AND p.refused IS NOT NULL ORDER BY p.at, p.id LIMIT $2",
        )
        .bind(incident)
        .bind(REFUSED_MAX)
        .fetch_all(&self.pool)
        .await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            let press = press_of(row)?;
            let why = refused_of(row, press.state)?.ok_or_else(|| unknown("refused"))?;
            found.push(RefusedPress { press, at: row.try_get::<Stamp, _>("at")?.0, by_name: row.try_get("display_name")?, why });
        }
        Ok(found)
    }
}
