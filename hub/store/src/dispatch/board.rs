//! Reads the units as they are now: who drives each, where it was last, and which incident it is in.

use super::{position, staff, words};
use crate::error::StoreError;
use crate::stamp::Stamp;
use hearth_care::dispatch::{Crew, Equipment, Fix, IncidentId, Skill, Unit, UnitId};
use hearth_vitals::WallMs;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Units, at most.
pub const UNITS_MAX: i64 = 200;

/// A unit with its present state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRow {
    /// The unit as decisions need it.
    pub unit: Unit,
    /// Rises by one with each change.
    pub version: u32,
    /// What people call it.
    pub name: String,
    /// The id of the crew that drives it now.
    pub crew: Option<Uuid>,
    /// The names of that crew.
    pub crew_names: Vec<String>,
}

/// The crew that began last drives the unit, even after its shift, until its duty is ended. Then nobody drives it, even if an
/// earlier crew's duty was not ended.
const UNITS: &str = "SELECT u.id, u.version, u.name, u.equipment, c.id AS crew_id, c.members, c.skills, c.from_at, LEAST(c.until_at, COALESCE(c.ended_at, c.until_at)) AS until_at, \
    m.languages, m.names, p.latitude_udeg, p.longitude_udeg, p.at AS seen_at, i.incident_id \
    FROM units u \
    LEFT JOIN LATERAL (SELECT * FROM (SELECT * FROM crews WHERE unit_id = u.id AND from_at <= $1 AND (ended_at IS NULL OR ended_at > from_at) ORDER BY from_at DESC LIMIT 1) n \
        WHERE n.ended_at IS NULL OR n.ended_at > $1) c ON true \
    LEFT JOIN LATERAL (SELECT array_agg(DISTINCT l) FILTER (WHERE l IS NOT NULL) AS languages, array_agg(DISTINCT s.display_name) AS names \
        FROM staff s LEFT JOIN LATERAL unnest(s.languages) l ON true WHERE s.id = ANY(c.members)) m ON true \
    LEFT JOIN unit_positions p ON p.unit_id = u.id \
    LEFT JOIN incident_places i ON i.unit_id = u.id AND i.state NOT IN ('clear', 'cancelled') \
    ORDER BY u.name LIMIT $2";

fn crew(row: &PgRow) -> Result<Option<Crew>, StoreError> {
    let Some(members) = row.try_get::<Option<Vec<Uuid>>, _>("members")? else { return Ok(None) };
    let languages: Option<Vec<String>> = row.try_get("languages")?;
    Ok(Some(Crew {
        members: members.into_iter().map(staff).collect(),
        from: row.try_get::<Stamp, _>("from_at")?.0,
        until: row.try_get::<Stamp, _>("until_at")?.0,
        languages: languages.unwrap_or_default().into_iter().collect::<BTreeSet<_>>(),
        skills: words(row.try_get("skills")?, Skill::from_key)?,
    }))
}

fn unit_row(row: &PgRow) -> Result<UnitRow, StoreError> {
    let seen = row.try_get::<Option<Stamp>, _>("seen_at")?;
    let unit = Unit {
        id: UnitId(row.try_get::<Uuid, _>("id")?.as_u128()),
        crew: crew(row)?,
        equipment: words(row.try_get("equipment")?, Equipment::from_key)?,
        fix: position(row)?.zip(seen).map(|(position, at)| Fix { position, at: at.0 }),
        busy: row.try_get::<Option<Uuid>, _>("incident_id")?.map(|id| IncidentId(id.as_u128())),
    };
    let names: Option<Vec<String>> = row.try_get("names")?;
    Ok(UnitRow {
        unit,
        version: row.try_get::<i32, _>("version")?.unsigned_abs(),
        name: row.try_get("name")?,
        crew: row.try_get("crew_id")?,
        crew_names: names.unwrap_or_default(),
    })
}

/// Every unit, by name. A unit that cannot be read is left out and logged, so that the others can be sent.
pub async fn rows(connection: &mut PgConnection, now: WallMs) -> Result<Vec<UnitRow>, StoreError> {
    let rows = sqlx::query(UNITS).bind(Stamp(now)).bind(UNITS_MAX).fetch_all(connection).await?;
    let mut units = Vec::with_capacity(rows.len());
    for row in rows {
        match unit_row(&row) {
            Ok(unit) => units.push(unit),
            Err(error) => tracing::warn!(unit = %row.try_get::<Uuid, _>("id")?, %error, "a unit cannot be read; it is left out"),
        }
    }
    Ok(units)
}

/// The units in the form that `hearth_care` decides by.
pub async fn units(connection: &mut PgConnection, now: WallMs) -> Result<BTreeMap<UnitId, Unit>, StoreError> {
    Ok(rows(connection, now).await?.into_iter().map(|row| (row.unit.id, row.unit)).collect())
}
