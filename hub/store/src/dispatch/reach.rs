//! What a crew member may see: the places that their unit has, or had while they drove it.

use super::SEEN_AFTER_MS;
use crate::connect::Store;
use crate::error::StoreError;
use crate::stamp::Stamp;
use hearth_vitals::WallMs;
use sqlx::Row;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The places that a crew member may see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfCrew {
    /// Incident, place and unit: places of a unit that they drive, or drove when it was offered the place, including those of
    /// which it was clear less than twelve hours ago.
    pub places: BTreeSet<(Uuid, u8, Uuid)>,
    /// The incidents of which one of these places was accepted: their crew may see the patient's record until twelve hours after
    /// the unit was clear.
    pub accepted: BTreeSet<Uuid>,
}

impl OfCrew {
    /// The incidents of these places.
    pub fn incidents(&self) -> BTreeSet<Uuid> {
        self.places.iter().map(|(incident, ..)| *incident).collect()
    }

    /// True if one of these places is of the unit.
    pub fn has_unit(&self, unit: Uuid) -> bool {
        self.places.iter().any(|(.., of)| *of == unit)
    }
}

/// The stretches in which units that this person sat in had a place of an incident, from the offer to when another was asked for it or
/// the unit was clear, if they had said yes to it. What was called back ended with the last step.
const HAD: &str = "SELECT o.at AS from_at, u.until FROM incident_steps o \
    JOIN incident_places p ON p.incident_id = o.incident_id AND p.number = o.place \
    LEFT JOIN LATERAL (SELECT min(n.number) AS number, min(n.at) AS at FROM incident_steps n \
        WHERE n.incident_id = o.incident_id AND n.place = o.place AND n.number > o.number AND n.what = 'offered') n ON true \
    CROSS JOIN LATERAL (SELECT COALESCE(n.at, p.clear_at, CASE WHEN p.state = 'cancelled' \
        THEN (SELECT max(l.at) FROM incident_steps l WHERE l.incident_id = o.incident_id) END) AS until) u \
    WHERE o.incident_id = $2 AND o.what = 'offered' \
    AND EXISTS (SELECT FROM incident_steps y WHERE y.incident_id = o.incident_id AND y.place = o.place AND y.unit_id = o.unit_id \
        AND y.what = 'stamped' AND y.state <> 'cancelled' AND y.number > o.number AND (n.number IS NULL OR y.number < n.number)) \
    AND EXISTS (SELECT FROM crews c WHERE c.unit_id = o.unit_id AND c.members @> ARRAY[$1::uuid] AND c.from_at <= GREATEST(COALESCE(u.until, $3), o.at) \
        AND LEAST(c.until_at, COALESCE(c.ended_at, c.until_at)) > o.at) \
    ORDER BY o.number";

/// A stretch in which a unit had a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Had {
    /// When it was offered.
    pub from: WallMs,
    /// When it was theirs no longer; `None` while it is.
    pub until: Option<WallMs>,
}

/// The crew's duty overlaps the time in which the unit had the place. A crew that takes over a unit which is already sent sees
/// the place, as does the one in the car. An offer dated in the future (the clock was set back) counts too.
const PLACES: &str = "SELECT p.incident_id, p.number, p.unit_id, p.state NOT IN ('assigned', 'reassigned') AS accepted FROM crews c JOIN incident_places p ON p.unit_id = c.unit_id \
    WHERE c.members @> ARRAY[$1::uuid] AND c.from_at <= GREATEST(COALESCE(p.clear_at, $2), p.offered_at) \
    AND LEAST(c.until_at, COALESCE(c.ended_at, c.until_at)) > p.offered_at \
    AND (p.state NOT IN ('clear', 'cancelled') OR p.clear_at > $3)";

impl Store {
    /// The places that a crew member may see.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn places_of_crew(&self, member: Uuid, now: WallMs) -> Result<OfCrew, StoreError> {
        let since = Stamp(now.plus(-SEEN_AFTER_MS));
        let rows = sqlx::query(PLACES).bind(member).bind(Stamp(now)).bind(since).fetch_all(&self.pool).await?;
        let mut own = OfCrew::default();
        for row in rows {
            let number = u8::try_from(row.try_get::<i16, _>("number")?).unwrap_or_default();
            let incident: Uuid = row.try_get("incident_id")?;
            own.places.insert((incident, number, row.try_get("unit_id")?));
            if row.try_get("accepted")? {
                own.accepted.insert(incident);
            }
        }
        Ok(own)
    }

    /// When units that this person sat in had a place of the incident to which they had said yes, oldest first.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn had_place(&self, member: Uuid, incident: Uuid, now: WallMs) -> Result<Vec<Had>, StoreError> {
        let rows = sqlx::query(HAD).bind(member).bind(incident).bind(Stamp(now)).fetch_all(&self.pool).await?;
        let had = |row: &sqlx::postgres::PgRow| {
            let until = row.try_get::<Option<Stamp>, _>("until")?.map(|at| at.0);
            Ok(Had { from: row.try_get::<Stamp, _>("from_at")?.0, until })
        };
        rows.iter().map(had).collect()
    }

    /// The places of an incident, with the unit, that this person was ever offered: also those that another has now.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn offered_to(&self, member: Uuid, incident: Uuid) -> Result<BTreeSet<(u8, Uuid)>, StoreError> {
        let rows = sqlx::query(
            "SELECT DISTINCT o.place, o.unit_id FROM incident_steps o JOIN crews c ON c.unit_id = o.unit_id \
             WHERE o.incident_id = $2 AND o.what = 'offered' AND c.members @> ARRAY[$1::uuid] \
             AND o.at >= c.from_at AND o.at < LEAST(c.until_at, COALESCE(c.ended_at, c.until_at))",
        )
        .bind(member)
        .bind(incident)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| Ok((u8::try_from(row.try_get::<i16, _>("place")?).unwrap_or_default(), row.try_get("unit_id")?))).collect()
    }
}
