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
    /// The end of the duty if nobody drives the unit yet; it ends sooner if another crew is planned before.
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

/// The crew that drives a unit now, as the board has it: the last that began, also after its shift, until its duty is ended.
async fn driving(connection: &mut PgConnection, unit: Uuid, now: WallMs) -> Result<Option<NewCrew>, StoreError> {
    let row = sqlx::query(
        "SELECT * FROM (SELECT * FROM crews WHERE unit_id = $1 AND from_at <= $2 AND (ended_at IS NULL OR ended_at > from_at) \
         ORDER BY from_at DESC LIMIT 1) n WHERE n.ended_at IS NULL OR n.ended_at > $2",
    )
    .bind(unit)
    .bind(Stamp(now))
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(NewCrew {
        id: row.try_get("id")?,
        unit,
        members: row.try_get::<Vec<Uuid>, _>("members")?.into_iter().collect(),
        skills: super::words(row.try_get("skills")?, Skill::from_key)?,
        from: row.try_get::<Stamp, _>("from_at")?.0,
        until: row.try_get::<Stamp, _>("until_at")?.0,
        by: row.try_get("made_by")?,
    }))
}

/// True while a unit has a place in an incident, whoever drives it and whether their shift is over or not.
async fn busy(connection: &mut PgConnection, unit: Uuid) -> Result<bool, StoreError> {
    let sent = "SELECT EXISTS (SELECT FROM incident_places WHERE unit_id = $1 AND state NOT IN ('clear', 'cancelled'))";
    Ok(sqlx::query_scalar(sent).bind(unit).fetch_one(connection).await?)
}

/// Who begins anew elsewhere drives no other unit any more, from which they only forgot to sign off.
async fn leave_others(connection: &mut PgConnection, wish: &SignOn) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE crews c SET ended_at = GREATEST($2, c.from_at) WHERE c.members @> ARRAY[$1::uuid] AND c.ended_at IS NULL AND c.until_at <= $2 \
         AND c.from_at <= $2 AND c.unit_id <> $3 AND NOT EXISTS \
         (SELECT FROM incident_places p WHERE p.unit_id = c.unit_id AND p.state NOT IN ('clear', 'cancelled'))",
    )
    .bind(wish.member)
    .bind(Stamp(wish.at))
    .bind(wish.unit)
    .execute(connection)
    .await?;
    Ok(())
}

/// When the next crew is planned that the unit or the person is needed for; `None` if none is.
async fn planned(connection: &mut PgConnection, wish: &SignOn) -> Result<Option<WallMs>, StoreError> {
    let next = "SELECT min(from_at) FROM crews WHERE (unit_id = $1 OR members @> ARRAY[$2::uuid]) AND from_at > $3 AND ended_at IS NULL";
    let at: Option<Stamp> = sqlx::query_scalar(next).bind(wish.unit).bind(wish.member).bind(Stamp(wish.at)).fetch_one(connection).await?;
    Ok(at.map(|at| at.0))
}

/// Those of a crew who may still drive: an account that was disabled meanwhile keeps nobody else from the unit.
async fn who_may(connection: &mut PgConnection, members: &BTreeSet<Uuid>) -> Result<Vec<Uuid>, StoreError> {
    let may = sqlx::query_scalar("SELECT id FROM staff WHERE id = ANY($1) AND role = 'paramedic' AND disabled_at IS NULL");
    Ok(may.bind(members.iter().copied().collect::<Vec<_>>()).fetch_all(connection).await?)
}

async fn end(connection: &mut PgConnection, crew: &NewCrew, now: WallMs) -> Result<(), StoreError> {
    let ended = sqlx::query("UPDATE crews SET ended_at = GREATEST($2, from_at) WHERE id = $1");
    ended.bind(crew.id).bind(Stamp(now)).execute(connection).await?;
    Ok(())
}

impl Store {
    /// Puts a paramedic on duty in a unit: beside who drives it, or alone until a crew is planned. Who is on duty in it already stays
    /// so. Nobody gets into a unit that is sent, also after the shift of its crew.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn sign_on(&self, wish: &SignOn) -> Result<Result<(), NotSignedOn>, StoreError> {
        let mut transaction = self.begin().await?;
        lock(&mut transaction).await?;
        let last = driving(&mut transaction, wish.unit, wish.at).await?;
        if last.as_ref().is_some_and(|crew| crew.members.contains(&wish.member) && crew.until > wish.at) {
            return Ok(Ok(()));
        }
        if busy(&mut transaction, wish.unit).await? {
            return Ok(Err(NotSignedOn::Busy));
        }
        let planned = planned(&mut transaction, wish).await?;
        let mut new = NewCrew {
            id: Uuid::now_v7(),
            unit: wish.unit,
            members: BTreeSet::from([wish.member]),
            skills: wish.skills.clone(),
            from: wish.at,
            until: planned.map_or(wish.until, |next| next.min(wish.until)),
            by: wish.member,
        };
        if let Some(crew) = last {
            let beside = who_may(&mut transaction, &crew.members).await?;
            let on_duty = crew.until > wish.at && !beside.is_empty();
            if on_duty && beside.len() >= CREW_MAX {
                return Ok(Err(NotSignedOn::Full));
            }
            end(&mut transaction, &crew, wish.at).await?;
            if on_duty {
                new.until = crew.until;
                new.skills.extend(crew.skills);
                new.members.extend(beside);
            }
        }
        leave_others(&mut transaction, wish).await?;
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
        let mut transaction = self.begin().await?;
        lock(&mut transaction).await?;
        let Some(mut crew) = driving(&mut transaction, unit, now).await? else { return Ok(true) };
        if !crew.members.contains(&member) {
            return Ok(true);
        }
        if busy(&mut transaction, unit).await? {
            return Ok(false);
        }
        end(&mut transaction, &crew, now).await?;
        crew.members.remove(&member);
        if !crew.members.is_empty() && crew.until > now {
            (crew.id, crew.from, crew.by) = (Uuid::now_v7(), now, member);
            // Nobody knows whose the other skills were: what nobody in the car can do must not be counted on.
            crew.skills.retain(|skill| *skill == Skill::Paramedic);
            crews::insert(&mut transaction, &crew).await?;
        }
        audit(&mut transaction, member, "sign_off", &unit.to_string(), json!({})).await?;
        transaction.commit().await?;
        Ok(true)
    }
}
