//! Steps of incidents: a row each, written once and read back as they were decided.

use super::{Read, unknown};
use crate::error::StoreError;
use crate::stamp::Stamp;
use hearth_alerts::StaffId;
use hearth_care::dispatch::{IncidentId, IncidentState, IncidentStep, IncidentStepKind, Pressed, Source, Stamp as Told, UnitId};
use hearth_vitals::WallMs;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A step as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRow {
    /// The step as it was decided.
    pub step: IncidentStep,
    /// The name of who did it; `None` for what time does.
    pub by_name: Option<String>,
    /// Reason of the step, in the words of who did it; may be empty.
    pub reason: String,
}

const STEP: &str = "SELECT t.incident_id, t.number, t.at, t.by_staff, t.what, t.place, t.unit_id, t.state, t.confirm_by, t.happened_at, t.source, t.pressed_ms, \
    t.sent_ms, t.steady_ms, t.names, t.reason, s.display_name FROM incident_steps t LEFT JOIN staff s ON s.id = t.by_staff WHERE t.incident_id = ANY($1) \
    ORDER BY t.incident_id, t.number";

/// The columns of a step other than time and person.
#[derive(Default)]
struct Columns {
    place: Option<i16>,
    unit: Option<Uuid>,
    state: Option<&'static str>,
    confirm_by: Option<Stamp>,
    happened: Option<Stamp>,
    source: Option<&'static str>,
    pressed: Option<Pressed>,
    names: Option<i32>,
}

fn columns(what: IncidentStepKind) -> Columns {
    let of = |place: u8, unit: UnitId| Columns { place: Some(i16::from(place)), unit: Some(Uuid::from_u128(unit.0)), ..Columns::default() };
    match what {
        IncidentStepKind::Opened | IncidentStepKind::LimitLost | IncidentStepKind::StayEnded => Columns::default(),
        IncidentStepKind::Became(state) => Columns { state: Some(state.key()), ..Columns::default() },
        IncidentStepKind::Offered { place, unit, confirm_by } => Columns { confirm_by: Some(Stamp(confirm_by)), ..of(place, unit) },
        IncidentStepKind::Stamped { place, unit, state, stamp } => Columns {
            state: Some(state.key()),
            happened: Some(Stamp(stamp.at)),
            source: Some(stamp.source.key()),
            pressed: stamp.pressed,
            ..of(place, unit)
        },
        IncidentStepKind::Amended { names, at } => {
            Columns { names: Some(names.cast_signed()), happened: Some(Stamp(at)), ..Columns::default() }
        }
        IncidentStepKind::Unconfirmed { place, unit } | IncidentStepKind::ShiftOver { place, unit } => of(place, unit),
        IncidentStepKind::NobodyLeft { place } => Columns { place: Some(i16::from(place)), ..Columns::default() },
    }
}

/// Writes steps, in order.
pub async fn write(connection: &mut PgConnection, id: IncidentId, steps: &[IncidentStep], reason: &str) -> Result<(), StoreError> {
    for step in steps {
        let columns = columns(step.what);
        sqlx::query(
            "INSERT INTO incident_steps (incident_id, number, at, by_staff, what, place, unit_id, state, confirm_by, happened_at, source, pressed_ms, sent_ms, \
                steady_ms, names, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        )
        .bind(Uuid::from_u128(id.0))
        .bind(step.number.cast_signed())
        .bind(Stamp(step.at))
        .bind(step.by.map(|by| Uuid::from_u128(by.0)))
        .bind(step.what.key())
        .bind(columns.place)
        .bind(columns.unit)
        .bind(columns.state)
        .bind(columns.confirm_by)
        .bind(columns.happened)
        .bind(columns.source)
        .bind(columns.pressed.map(|pressed| pressed.at.0))
        .bind(columns.pressed.map(|pressed| pressed.sent.0))
        .bind(columns.pressed.and_then(|pressed| pressed.steady_ms))
        .bind(columns.names)
        .bind(reason)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

fn step_of(row: &PgRow) -> Result<IncidentStep, StoreError> {
    Ok(IncidentStep {
        number: row.try_get::<i32, _>("number")?.unsigned_abs(),
        at: row.try_get::<Stamp, _>("at")?.0,
        by: row.try_get::<Option<Uuid>, _>("by_staff")?.map(|by| StaffId(by.as_u128())),
        what: what_of(row)?,
    })
}

fn what_of(row: &PgRow) -> Result<IncidentStepKind, StoreError> {
    let word: String = row.try_get("what")?;
    let place = || Ok::<u8, StoreError>(u8::try_from(row.try_get::<i16, _>("place")?).unwrap_or_default());
    let unit = || Ok::<UnitId, StoreError>(UnitId(row.try_get::<Uuid, _>("unit_id")?.as_u128()));
    let state = || {
        let word: String = row.try_get("state")?;
        IncidentState::from_key(&word).ok_or_else(|| unknown(&word))
    };
    let instant = |column| Ok::<WallMs, StoreError>(row.try_get::<Stamp, _>(column)?.0);
    Ok(match word.as_str() {
        "opened" => IncidentStepKind::Opened,
        "became" => IncidentStepKind::Became(state()?),
        "offered" => IncidentStepKind::Offered { place: place()?, unit: unit()?, confirm_by: instant("confirm_by")? },
        "stamped" => IncidentStepKind::Stamped { place: place()?, unit: unit()?, state: state()?, stamp: stamp_of(row)? },
        "amended" => IncidentStepKind::Amended { names: row.try_get::<i32, _>("names")?.unsigned_abs(), at: instant("happened_at")? },
        "unconfirmed" => IncidentStepKind::Unconfirmed { place: place()?, unit: unit()? },
        "nobody_left" => IncidentStepKind::NobodyLeft { place: place()? },
        "limit_lost" => IncidentStepKind::LimitLost,
        "shift_over" => IncidentStepKind::ShiftOver { place: place()?, unit: unit()? },
        "stay_ended" => IncidentStepKind::StayEnded,
        _ => return Err(unknown(&word)),
    })
}

fn stamp_of(row: &PgRow) -> Result<Told, StoreError> {
    let source: String = row.try_get("source")?;
    let pressed = row.try_get::<Option<i64>, _>("pressed_ms")?.zip(row.try_get("sent_ms")?);
    let steady_ms = row.try_get("steady_ms")?;
    Ok(Told {
        at: row.try_get::<Stamp, _>("happened_at")?.0,
        source: Source::from_key(&source).ok_or_else(|| unknown(&source))?,
        pressed: pressed.map(|(at, sent)| Pressed { at: WallMs(at), sent: WallMs(sent), steady_ms }),
    })
}

/// Reads the steps of incidents and folds them in.
pub async fn fold(connection: &mut PgConnection, incidents: &mut [Read]) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = incidents.iter().map(|(id, _)| *id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let mut by_id: BTreeMap<Uuid, &mut Read> = ids.iter().copied().zip(incidents.iter_mut()).collect();
    for row in sqlx::query(STEP).bind(&ids).fetch_all(connection).await? {
        let Some((_, found)) = by_id.get_mut(&row.try_get("incident_id")?) else { continue };
        match (step_of(&row), found.as_mut()) {
            (Ok(step), Ok(incident)) => incident.incident.take(&step),
            (Err(error), Ok(_)) => *found = Err(error),
            (_, Err(_)) => {}
        }
    }
    Ok(())
}

/// The log of one incident.
pub async fn log(connection: &mut PgConnection, id: Uuid) -> Result<Vec<StepRow>, StoreError> {
    let rows = sqlx::query(STEP).bind(vec![id]).fetch_all(connection).await?;
    rows.iter()
        .map(|row| Ok(StepRow { step: step_of(row)?, by_name: row.try_get("display_name")?, reason: row.try_get("reason")? }))
        .collect()
}
