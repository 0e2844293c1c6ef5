//! Crews: who drives a unit from when until when.

use super::lock;
use crate::connect::Store;
use crate::error::StoreError;
use crate::registry::audit;
use crate::stamp::Stamp;
use hearth_care::dispatch::Skill;
use hearth_vitals::WallMs;
use serde_json::json;
use sqlx::{PgConnection, Row};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A crew that goes on duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCrew {
    /// Id of the duty.
    pub id: Uuid,
    /// Id of the unit that they drive.
    pub unit: Uuid,
    /// The people who drive the unit.
    pub members: BTreeSet<Uuid>,
    /// What they can do.
    pub skills: BTreeSet<Skill>,
    /// When the duty begins.
    pub from: WallMs,
    /// When the duty is to end.
    pub until: WallMs,
    /// The person who entered it.
    pub by: Uuid,
}

/// A crew on duty, or about to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrewRow {
    /// Id of the duty.
    pub id: Uuid,
    /// Id of the unit that they drive.
    pub unit: Uuid,
    /// When the duty begins.
    pub from: WallMs,
    /// When the duty is to end.
    pub until: WallMs,
}

/// Why a crew cannot go on duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotOnDuty {
    /// There is no such unit.
    NoUnit,
    /// This person is not a paramedic who may sign in.
    NoParamedic(Uuid),
    /// At that time another crew has the unit, or one of the people is in another unit.
    Taken(CrewRow),
}

/// What became of ending a crew's duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The duty was ended.
    Done,
    /// There is no such crew, or its duty is over.
    Unknown,
    /// The unit, whose id this is, has a place in an incident.
    Busy(Uuid),
}

impl Store {
    /// Puts a crew on duty.
    ///
    /// # Errors
    /// [`StoreError::Data`] with 23505 when the id is taken.
    pub async fn begin_crew(&self, new: &NewCrew) -> Result<Result<(), NotOnDuty>, StoreError> {
        let mut transaction = self.begin().await?;
        lock(&mut transaction).await?;
        if let Some(why) = not_on_duty(&mut transaction, new).await? {
            return Ok(Err(why));
        }
        insert(&mut transaction, new).await?;
        audit(&mut transaction, new.by, "begin_crew", &new.unit.to_string(), json!({ "crew": new.id })).await?;
        transaction.commit().await?;
        Ok(Ok(()))
    }

    /// Ends the duty of a crew now; not while its unit is sent.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn end_crew(&self, id: Uuid, by: Uuid, now: WallMs) -> Result<Ended, StoreError> {
        let mut transaction = self.begin().await?;
        lock(&mut transaction).await?;
        let row = sqlx::query(
            "SELECT c.unit_id, p.incident_id FROM crews c LEFT JOIN incident_places p ON p.unit_id = c.unit_id AND p.state NOT IN ('clear', 'cancelled') \
             WHERE c.id = $1 AND c.ended_at IS NULL",
        )
        .bind(id)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(row) = row else { return Ok(Ended::Unknown) };
        let unit: Uuid = row.try_get("unit_id")?;
        if row.try_get::<Option<Uuid>, _>("incident_id")?.is_some() {
            return Ok(Ended::Busy(unit));
        }
        sqlx::query("UPDATE crews SET ended_at = GREATEST($2, from_at) WHERE id = $1")
            .bind(id)
            .bind(Stamp(now))
            .execute(&mut *transaction)
            .await?;
        audit(&mut transaction, by, "end_crew", &unit.to_string(), json!({ "crew": id })).await?;
        transaction.commit().await?;
        Ok(Ended::Done)
    }
}

pub(super) async fn insert(connection: &mut PgConnection, new: &NewCrew) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO crews (id, unit_id, members, skills, from_at, until_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(new.id)
        .bind(new.unit)
        .bind(new.members.iter().copied().collect::<Vec<_>>())
        .bind(new.skills.iter().map(|one| one.key()).collect::<Vec<_>>())
        .bind(Stamp(new.from))
        .bind(Stamp(new.until))
        .bind(new.by)
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn not_on_duty(connection: &mut PgConnection, new: &NewCrew) -> Result<Option<NotOnDuty>, StoreError> {
    let unit = sqlx::query_scalar("SELECT EXISTS (SELECT FROM units WHERE id = $1)");
    if !unit.bind(new.unit).fetch_one(&mut *connection).await? {
        return Ok(Some(NotOnDuty::NoUnit));
    }
    let members: Vec<Uuid> = new.members.iter().copied().collect();
    let paramedics: Vec<Uuid> =
        sqlx::query_scalar("SELECT id FROM staff WHERE id = ANY($1) AND role = 'paramedic' AND disabled_at IS NULL")
            .bind(&members)
            .fetch_all(&mut *connection)
            .await?;
    if let Some(other) = members.iter().find(|member| !paramedics.contains(member)) {
        return Ok(Some(NotOnDuty::NoParamedic(*other)));
    }
    let taken = sqlx::query(
        "SELECT id, unit_id, from_at, until_at FROM crews WHERE (unit_id = $1 OR members && $2) \
         AND tstzrange(from_at, LEAST(until_at, COALESCE(ended_at, until_at))) && tstzrange($3, $4) ORDER BY from_at LIMIT 1",
    )
    .bind(new.unit)
    .bind(&members)
    .bind(Stamp(new.from))
    .bind(Stamp(new.until))
    .fetch_optional(connection)
    .await?;
    let Some(row) = taken else { return Ok(None) };
    Ok(Some(NotOnDuty::Taken(CrewRow {
        id: row.try_get("id")?,
        unit: row.try_get("unit_id")?,
        from: row.try_get::<Stamp, _>("from_at")?.0,
        until: row.try_get::<Stamp, _>("until_at")?.0,
    })))
}
