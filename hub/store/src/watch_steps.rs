//! Writes steps of shifts and watches: the rows as they are now, and beside them what happened.

use crate::error::StoreError;
use crate::shift_row::{kept, reach, uuid_of};
use crate::stamp::Stamp;
use hearth_care::{NewShift, ShiftId, Ward, WardStep, WardStepKind};
use sqlx::PgConnection;
use std::collections::BTreeMap;
use uuid::Uuid;

const WATCHES: &str = "WITH n AS (SELECT * FROM UNNEST($1::uuid[], $2::int4[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::uuid[], $7::uuid[], $8::text[]) \
        n (episode_id, version, from_shift, holder, since_at, backup, staff_id, why)), \
    kept AS (INSERT INTO watch_steps (at, staff_id, episode_id, version, from_shift, holder, backup, why) \
        SELECT $9, staff_id, episode_id, version, from_shift, holder, backup, why FROM n) \
    INSERT INTO watches (episode_id, version, holder, since_at, backup) SELECT episode_id, version, holder, since_at, backup FROM n \
    ON CONFLICT (episode_id) DO UPDATE SET version = EXCLUDED.version, holder = EXCLUDED.holder, since_at = EXCLUDED.since_at, backup = EXCLUDED.backup";

/// Writes what was decided by this ward, which nobody else can have changed since.
pub async fn write(connection: &mut PgConnection, before: &Ward, steps: &[WardStep]) -> Result<(), StoreError> {
    let mut ward = before.clone();
    for step in steps {
        ward.take(step);
        of_shift(connection, &ward, step).await?;
    }
    watches(connection, &ward, steps).await
}

async fn of_shift(connection: &mut PgConnection, after: &Ward, step: &WardStep) -> Result<(), StoreError> {
    let (word, id, plan) = match &step.what {
        WardStepKind::Planned(new) => ("planned", new.id, Some(new)),
        WardStepKind::Changed(new) => ("changed", new.id, Some(new)),
        WardStepKind::Cancelled(id) => ("cancelled", *id, None),
        WardStepKind::Ended(id) => ("ended", *id, None),
        WardStepKind::Holds { .. } => return Ok(()),
    };
    match (&step.what, plan) {
        (WardStepKind::Cancelled(_), _) => {
            over(connection, id, step, "UPDATE shifts SET cancelled_at = $2, version = version + 1 WHERE id = $1").await?
        }
        (_, None) => over(connection, id, step, "UPDATE shifts SET ended_at = $2, version = version + 1 WHERE id = $1").await?,
        (_, Some(plan)) => put(connection, plan, after.shifts.get(&id).map_or(1, |shift| shift.version)).await?,
    }
    sqlx::query("INSERT INTO shift_steps (at, staff_id, step, shift_id, plan) VALUES ($1, $2, $3, $4, $5)")
        .bind(Stamp(step.at))
        .bind(uuid_of(step.by.0))
        .bind(word)
        .bind(uuid_of(id.0))
        .bind(plan.map(kept))
        .execute(connection)
        .await?;
    Ok(())
}

async fn over(connection: &mut PgConnection, id: ShiftId, step: &WardStep, statement: &'static str) -> Result<(), StoreError> {
    sqlx::query(statement).bind(uuid_of(id.0)).bind(Stamp(step.at)).execute(connection).await?;
    Ok(())
}

async fn put(connection: &mut PgConnection, plan: &NewShift, version: u32) -> Result<(), StoreError> {
    let (by, phone) = reach(&plan.reach);
    sqlx::query(
        "INSERT INTO shifts (id, version, staff_id, duty, site, from_at, until_at, reach_by, phone, languages) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version, \
         staff_id = EXCLUDED.staff_id, duty = EXCLUDED.duty, site = EXCLUDED.site, from_at = EXCLUDED.from_at, until_at = EXCLUDED.until_at, \
         reach_by = EXCLUDED.reach_by, phone = EXCLUDED.phone, languages = EXCLUDED.languages",
    )
    .bind(uuid_of(plan.id.0))
    .bind(version.cast_signed())
    .bind(uuid_of(plan.staff.0))
    .bind(plan.duty.as_str())
    .bind(&plan.site)
    .bind(Stamp(plan.from))
    .bind(Stamp(plan.until))
    .bind(by)
    .bind(phone)
    .bind(plan.languages.iter().cloned().collect::<Vec<String>>())
    .execute(connection)
    .await?;
    Ok(())
}

/// All watches of an act in one statement: a full ward is handed over at once.
async fn watches(connection: &mut PgConnection, after: &Ward, steps: &[WardStep]) -> Result<(), StoreError> {
    let mut held = BTreeMap::new();
    for step in steps {
        if let WardStepKind::Holds { stay, from, why, .. } = step.what {
            held.insert(stay, (step, from, why));
        }
    }
    let Some((first, ..)) = held.values().next() else { return Ok(()) };
    let at = first.at;
    let (mut stays, mut versions, mut before, mut holders, mut since, mut backups, mut by, mut whys) =
        (vec![], vec![], vec![], vec![], vec![], vec![], vec![], vec![]);
    for (stay, (step, from, why)) in held {
        let watch = after.watches.get(&stay).copied().unwrap_or_default();
        let Some(holder) = watch.holder else { continue };
        stays.push(uuid_of(stay.0));
        versions.push(watch.version.cast_signed());
        before.push(from.map(|shift| uuid_of(shift.0)));
        holders.push(uuid_of(holder.shift.0));
        since.push(Stamp(holder.since));
        backups.push(watch.backup.map(|shift| uuid_of(shift.0)));
        by.push(uuid_of(step.by.0));
        whys.push(why.as_str());
    }
    let query = sqlx::query(WATCHES).bind(stays).bind(versions).bind(before).bind(holders).bind(since);
    query.bind::<Vec<Option<Uuid>>>(backups).bind(by).bind(whys).bind(Stamp(at)).execute(connection).await?;
    Ok(())
}
