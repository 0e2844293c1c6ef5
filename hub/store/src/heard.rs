//! Whom each rung of an alert's ladder reached, and who paused an alert.

use crate::error::StoreError;
use crate::escalation_row::{defect, instant, people, uuid, wall};
use crate::stamp::Stamp;
use hearth_alerts::StaffId;
use hearth_escalation::{Reached, Reason, StoredClimb, StoredPause};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

/// Writes who has heard the rungs of these climbs, unless it is written already.
pub async fn write_heard(connection: &mut PgConnection, climbs: &[StoredClimb]) -> Result<(), StoreError> {
    let of_rung = |climb| move |(rung, fired): (i16, _)| placed(climb, rung, fired);
    let all: Vec<_> = climbs.iter().flat_map(|climb| (1_i16..).zip(&climb.fired).flat_map(of_rung(climb))).collect();
    sqlx::query(
        "INSERT INTO escalation_receipts (alert_id, round, rung, place, staff_id, delivered_at, opened_at) \
         SELECT * FROM UNNEST($1::uuid[], $2::int4[], $3::int2[], $4::int2[], $5::uuid[], $6::timestamptz[], $7::timestamptz[]) \
         ON CONFLICT (alert_id, round, rung, staff_id) DO UPDATE SET opened_at = EXCLUDED.opened_at \
             WHERE escalation_receipts.opened_at IS DISTINCT FROM EXCLUDED.opened_at",
    )
    .bind(all.iter().map(|(climb, ..)| uuid(climb.alert)).collect::<Vec<_>>())
    .bind(all.iter().map(|(climb, ..)| climb.round.cast_signed()).collect::<Vec<_>>())
    .bind(all.iter().map(|(_, rung, ..)| *rung).collect::<Vec<_>>())
    .bind(all.iter().map(|(_, _, place, _)| *place).collect::<Vec<_>>())
    .bind(all.iter().map(|(.., heard)| Uuid::from_u128(heard.by.0)).collect::<Vec<_>>())
    .bind(all.iter().map(|(.., heard)| Stamp(heard.delivered)).collect::<Vec<_>>())
    .bind(all.iter().map(|(.., heard)| heard.opened.map(Stamp)).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}

fn placed<'a>(
    climb: &'a StoredClimb,
    rung: i16,
    fired: &'a hearth_escalation::Fired,
) -> impl Iterator<Item = (&'a StoredClimb, i16, i16, Reached)> {
    (1_i16..).zip(&fired.delivery.heard).map(move |(place, heard)| (climb, rung, place, *heard))
}

/// One row of `escalation_receipts`.
pub fn heard(row: &PgRow) -> Result<Reached, StoreError> {
    let by = StaffId(row.try_get::<Uuid, _>("staff_id")?.as_u128());
    Ok(Reached { by, delivered: wall(row, "delivered_at")?, opened: instant(row, "opened_at")? })
}

/// Writes the pauses of these climbs, whose rows are there already.
pub async fn write_pauses(connection: &mut PgConnection, climbs: &[StoredClimb]) -> Result<(), StoreError> {
    let of = |climb: &StoredClimb| climb.pause;
    sqlx::query(
        "UPDATE escalations e SET pauses = n.pauses, reminded_everyone = n.reminded_everyone, paused_by = n.paused_by, \
             pause_reason = n.reason, paused_at = n.at, pause_extreme = n.extreme, pause_raised_at = n.raised_at, \
             pause_quiet = n.quiet \
         FROM UNNEST($1::uuid[], $2::int2[], $3::bool[], $4::uuid[], $5::text[], $6::timestamptz[], $7::int4[], $8::timestamptz[], $9::uuid[]) \
             n (alert_id, pauses, reminded_everyone, paused_by, reason, at, extreme, raised_at, quiet) WHERE e.alert_id = n.alert_id",
    )
    .bind(climbs.iter().map(|climb| uuid(climb.alert)).collect::<Vec<_>>())
    .bind(climbs.iter().map(|climb| i16::from(climb.pauses)).collect::<Vec<_>>())
    .bind(climbs.iter().map(|climb| climb.reminded_everyone).collect::<Vec<_>>())
    .bind(climbs.iter().map(|climb| people(of(climb).map(|pause| pause.by))).collect::<Vec<_>>())
    .bind(climbs.iter().map(|climb| of(climb).map(|pause| pause.reason.as_str())).collect::<Vec<_>>())
    .bind(climbs.iter().map(|climb| of(climb).map(|pause| Stamp(pause.at))).collect::<Vec<_>>())
    .bind(climbs.iter().map(|climb| of(climb).and_then(|pause| pause.extreme)).collect::<Vec<_>>())
    .bind(climbs.iter().map(|climb| of(climb).map(|pause| Stamp(pause.raised_at))).collect::<Vec<_>>())
    .bind(climbs.iter().map(|climb| of(climb).and_then(|pause| pause.quiet).map(Uuid::from_u128)).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}

/// The pause of a row of `escalations`. Its end is a deadline, which is read after it; until then, and without one, it
/// lasts.
pub fn pause(row: &PgRow) -> Result<Option<StoredPause>, StoreError> {
    let Some(key) = row.try_get::<Option<String>, _>("pause_reason")? else { return Ok(None) };
    let reason = Reason::from_key(&key).ok_or_else(|| defect(format!("the reason '{key}' of a pause")))?;
    let at = wall(row, "paused_at")?;
    let by = StaffId(row.try_get::<Uuid, _>("paused_by")?.as_u128());
    let (extreme, raised_at) = (row.try_get("pause_extreme")?, wall(row, "pause_raised_at")?);
    let quiet = row.try_get::<Option<Uuid>, _>("pause_quiet")?.map(|id| id.as_u128());
    Ok(Some(StoredPause { by, reason, at, extreme, raised_at, until: None, quiet }))
}
