//! A unit, its crew, and where it is.

use super::names::uuid;
use hearth_care::dispatch::Position;
use hearth_store::dispatch::UnitRow;
use hearth_vitals::WallMs;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A point on the map (WGS 84).
#[derive(Debug, Serialize, ToSchema)]
pub struct MapPoint {
    /// Latitude in degrees, -90 to 90; north is positive.
    latitude: f64,
    /// Longitude in degrees, -180 to 180; east is positive.
    longitude: f64,
}

impl From<Position> for MapPoint {
    fn from(position: Position) -> MapPoint {
        let degrees = |udeg: i32| f64::from(udeg) / 1e6;
        MapPoint { latitude: degrees(position.latitude_udeg()), longitude: degrees(position.longitude_udeg()) }
    }
}

/// The people who drive a unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitCrew {
    /// Id of the crew's duty.
    id: Option<Uuid>,
    /// Names of the crew's members, as colleagues see them.
    members: Vec<String>,
    /// When the crew's duty begins, ms since 1970.
    from_at: i64,
    /// When the crew's duty is to end, ms since 1970.
    until_at: i64,
    /// True while their shift runs.
    on_shift: bool,
    /// The languages that they speak with patients, as BCP 47 tags.
    languages: Vec<String>,
    /// What they can do: words of `unit_skills`.
    skills: Vec<&'static str>,
}

/// A unit: a vehicle that a crew drives to homes.
#[derive(Debug, Serialize, ToSchema)]
pub struct Unit {
    /// Id of the unit, a UUID.
    pub id: Uuid,
    /// Rises by one with each change; to be sent back with the next one.
    version: u32,
    /// What people call it.
    pub name: String,
    /// What it carries: words of `unit_equipment`.
    equipment: Vec<&'static str>,
    /// Who drives it; `null` while nobody does.
    crew: Option<UnitCrew>,
    /// Its last position; `null` if it never reported one.
    position: Option<MapPoint>,
    /// When it was there, ms since 1970; `null` if it never reported a position.
    seen_at: Option<i64>,
    /// Id of the incident in which it has a place; `null` while it is free.
    incident_id: Option<Uuid>,
}

impl Unit {
    /// The unit as it is now.
    pub fn of(row: &UnitRow, now: WallMs) -> Unit {
        let unit = &row.unit;
        let crew = unit.crew.as_ref().map(|crew| UnitCrew {
            id: row.crew,
            members: row.crew_names.clone(),
            from_at: crew.from.0,
            until_at: crew.until.0,
            on_shift: unit.on_shift(now),
            languages: crew.languages.iter().cloned().collect(),
            skills: crew.skills.iter().map(|one| one.key()).collect(),
        });
        Unit {
            id: uuid(unit.id),
            version: row.version,
            name: row.name.clone(),
            equipment: unit.equipment.iter().map(|one| one.key()).collect(),
            crew,
            position: unit.fix.map(|fix| fix.position.into()),
            seen_at: unit.fix.map(|fix| fix.at.0),
            incident_id: unit.busy.map(|id| Uuid::from_u128(id.0)),
        }
    }
}
