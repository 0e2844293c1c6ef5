//! Paramedics sign on to a unit by phone, and off again. A crew is never changed: it ends, and another one begins.

use super::crews::{self, NotOnDuty};
use super::{NewCrew, lock};
use crate::connect::Store;
use crate::error::StoreError;
use crate::registry::audit;
use crate::stamp::Stamp;
use hearth_care::dispatch::Skill;
use hearth_care::dispatch::unit::CREW_MAX;
use hearth_vitals::WallMs;
use serde_json::json;
use sqlx::{PgConnection, Row};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The wish of a paramedic to sign on to a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOn {
    /// The unit that is signed on to.
    pub unit: Uuid,
    /// The paramedic who signs on.
    pub member: Uuid,
    /// What they can do.
    pub skills: BTreeSet<Skill>,
    /// When the duty is to end; used where nobody drives the unit yet.
    pub until: WallMs,
    /// When they sign on.
    pub at: WallMs,
}

/// Why a paramedic does not sign on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSignedOn {
    /// The new crew cannot be put on duty.
    NotOnDuty(NotOnDuty),
    /// The unit has a place in an incident, so its crew stays as it is.
    Busy,
    /// The unit has as many people as it can take.
    Full,
}

/// The crew that drives a unit now.
struct Driving {
    crew: NewCrew,
    busy: bool,
}

async fn driving(connection: &mut PgConnection, unit: Uuid, now: WallMs) -> Result<Option<Driving>, StoreError> {
    let row = sqlx::query(
        "SELECT c.id, c.members, c.skills, c.from_at, c.until_at, c.made_by, p.incident_id IS NOT NULL AS busy FROM crews c \
         LEFT JOIN incident_places p ON p.unit_id = c.unit_id AND p.state NOT IN ('clear', 'cancelled') \
         WHERE c.unit_id = $1 AND c.from_at <= $2 AND c.until_at > $2 AND c.ended_at IS NULL ORDER BY c.from_at DESC LIMIT 1",
    )
    .bind(unit)
    .bind(Stamp(now))
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let crew = NewCrew {
        id: row.try_get("id")?,
        unit,
        members: row.try_get::<Vec<Uuid>, _>("members")?.into_iter().collect(),
        skills: super::words(row.try_get("skills")?, Skill::from_key)?,
        from: row.try_get::<Stamp, _>("from_at")?.0,
        until: row.try_get::<Stamp, _>("until_at")?.0,
        by: row.try_get("made_by")?,
    };
    Ok(Some(Driving { crew, busy: row.try_get("busy")? }))
}

async fn end(connection: &mut PgConnection, crew: &NewCrew, now: WallMs) -> Result<(), StoreError> {
    let ended = sqlx::query("UPDATE crews SET ended_at = GREATEST($2, from_at) WHERE id = $1");
    ended.bind(crew.id).bind(Stamp(now)).execute(connection).await?;
    Ok(())
}

impl Store {
    /// Puts a paramedic on duty in a unit, alone or together with its crew. Nothing changes for one who is on duty in it already.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn sign_on(&self, wish: &SignOn) -> Result<Result<(), NotSignedOn>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        lock(&mut transaction).await?;
        let beside = driving(&mut transaction, wish.unit, wish.at).await?;
        if beside.as_ref().is_some_and(|now| now.crew.members.contains(&wish.member)) {
            return Ok(Ok(()));
        }
        let mut new = NewCrew {
            id: Uuid::now_v7(),
            unit: wish.unit,
            members: BTreeSet::from([wish.member]),
            skills: wish.skills.clone(),
            from: wish.at,
            until: wish.until,
            by: wish.member,
        };
        if let Some(Driving { crew, busy }) = beside {
            if busy {
                return Ok(Err(NotSignedOn::Busy));
            }
            if crew.members.len() >= CREW_MAX {
                return Ok(Err(NotSignedOn::Full));
            }
            end(&mut transaction, &crew, wish.at).await?;
            new.members.extend(crew.members);
            new.skills.extend(crew.skills);
            new.until = crew.until;
        }
        if let Some(why) = crews::not_on_duty(&mut transaction, &new).await? {
            return Ok(Err(NotSignedOn::NotOnDuty(why)));
        }
        crews::insert(&mut transaction, &new).await?;
        audit(&mut transaction, wish.member, "sign_on", &wish.unit.to_string(), json!({ "crew": new.id })).await?;
        transaction.commit().await?;
        Ok(Ok(()))
    }

    /// Takes a paramedic off duty in a unit; the rest of the crew stays on. False while the unit is sent.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn sign_off(&self, unit: Uuid, member: Uuid, now: WallMs) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await?;
        lock(&mut transaction).await?;
        let Some(Driving { mut crew, busy }) = driving(&mut transaction, unit, now).await? else { return Ok(true) };
        if !crew.members.contains(&member) {
            return Ok(true);
        }
        if busy {
            return Ok(false);
        }
        end(&mut transaction, &crew, now).await?;
        crew.members.remove(&member);
        if !crew.members.is_empty() {
            (crew.id, crew.from, crew.by) = (Uuid::now_v7(), now, member);
            crews::insert(&mut transaction, &crew).await?;
        }
        audit(&mut transaction, member, "sign_off", &unit.to_string(), json!({})).await?;
        transaction.commit().await?;
        Ok(true)
    }
}
