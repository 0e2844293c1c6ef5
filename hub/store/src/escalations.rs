//! How far each open alert has climbed: written before anyone is told, read back after a restart.

use crate::connect::Store;
use crate::error::StoreError;
use crate::escalation_row::{defect, instant, people, uuid, wall};
use crate::heard;
use crate::quiets::{self, QuietRow};
use crate::stamp::Stamp;
use hearth_alerts::{AlertId, StaffId};
use hearth_escalation::{Delivery, Ended, Fired, Receipt, Resumed, Step, StoredClimb, StoredPause, To, Unheard, What};
use hearth_vitals::WallMs;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use std::collections::BTreeMap;
use std::str::FromStr;
use uuid::Uuid;

/// What one turn of escalation changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EscalationChange {
    /// The climbs that are not as they were stored.
    pub climbs: Vec<StoredClimb>,
    /// The alerts that climb no more, because they are closed.
    pub gone: Vec<AlertId>,
    /// The steps, in the order in which they were taken.
    pub steps: Vec<Step>,
    /// What keeps alerts quiet and is not as it was stored.
    pub quiets: Vec<QuietRow>,
    /// What has kept alerts quiet and does no more, and when that was found.
    pub ended: Vec<(Ended, WallMs)>,
}

/// One step as the columns of its row.
#[derive(Default)]
struct Columns {
    step: &'static str,
    rung: Option<i16>,
    posts: Option<String>,
    due: Option<WallMs>,
    detail: Option<String>,
    staff: Option<StaffId>,
}

fn columns(what: &What) -> Columns {
    let none = Columns::default();
    match *what {
        What::Fired { rung, posts, due } => {
            Columns { step: "fired", rung: Some(rung.into()), posts: Some(posts.to_string()), due: Some(due), ..none }
        }
        What::Unheard { rung, why } => {
            let why = match why {
                Unheard::NoScreen => "no_screen",
                Unheard::NoReceipt => "no_receipt",
            };
            Columns { step: "unheard", rung: Some(rung.into()), detail: Some(why.to_owned()), ..none }
        }
        What::Received { rung, receipt, by } => {
            Columns { step: "received", rung: Some(rung.into()), detail: Some(receipt.as_str().to_owned()), staff: Some(by), ..none }
        }
        What::Stopped { by } => Columns { step: "stopped", staff: Some(by), ..none },
        What::Reminded { nth, to } => {
            let staff = if let To::Owner(owner) = to { Some(owner) } else { None };
            Columns { step: "reminded", detail: Some(nth.to_string()), staff, ..none }
        }
        What::Paused { by, reason, until } => {
            Columns { step: "paused", due: until, detail: Some(reason.as_str().to_owned()), staff: Some(by), ..none }
        }
        What::Resumed { why } => {
            let staff = if let Resumed::By(by) = why { Some(by) } else { None };
            Columns { step: "resumed", detail: Some(why.as_str().to_owned()), staff, ..none }
        }
    }
}

async fn write_steps(connection: &mut PgConnection, steps: &[Step]) -> Result<(), StoreError> {
    let all: Vec<Columns> = steps.iter().map(|step| columns(&step.what)).collect();
    sqlx::query(
        "INSERT INTO escalation_steps (alert_id, round, at, step, rung, posts, due_at, detail, staff_id) \
         SELECT alert_id, round, at, step, rung, posts, due_at, detail, staff_id FROM UNNEST($1::uuid[], $2::int4[], $3::timestamptz[], \
             $4::text[], $5::int2[], $6::text[], $7::timestamptz[], $8::text[], $9::uuid[]) WITH ORDINALITY \
             n (alert_id, round, at, step, rung, posts, due_at, detail, staff_id, place) ORDER BY place",
    )
    .bind(steps.iter().map(|step| uuid(step.alert)).collect::<Vec<_>>())
    .bind(steps.iter().map(|step| step.round.cast_signed()).collect::<Vec<_>>())
    .bind(steps.iter().map(|step| Stamp(step.at)).collect::<Vec<_>>())
    .bind(all.iter().map(|one| one.step).collect::<Vec<_>>())
    .bind(all.iter().map(|one| one.rung).collect::<Vec<_>>())
    .bind(all.iter().map(|one| one.posts.clone()).collect::<Vec<_>>())
    .bind(all.iter().map(|one| one.due.map(Stamp)).collect::<Vec<_>>())
    .bind(all.iter().map(|one| one.detail.clone()).collect::<Vec<_>>())
    .bind(all.iter().map(|one| people(one.staff)).collect::<Vec<_>>())
    .execute(&mut *connection)
    .await?;
    let fired = || steps.iter().zip(&all).filter(|(step, _)| matches!(step.what, What::Fired { .. }));
    // No ON CONFLICT: a rung that was stored never fires again.
    sqlx::query(
        "INSERT INTO escalation_rungs (alert_id, round, rung, posts, due_at, fired_at, unheard) \
         SELECT *, false FROM UNNEST($1::uuid[], $2::int4[], $3::int2[], $4::text[], $5::timestamptz[], $6::timestamptz[])",
    )
    .bind(fired().map(|(step, _)| uuid(step.alert)).collect::<Vec<_>>())
    .bind(fired().map(|(step, _)| step.round.cast_signed()).collect::<Vec<_>>())
    .bind(fired().map(|(_, one)| one.rung).collect::<Vec<_>>())
    .bind(fired().map(|(_, one)| one.posts.clone()).collect::<Vec<_>>())
    .bind(fired().map(|(_, one)| one.due.map(Stamp)).collect::<Vec<_>>())
    .bind(fired().map(|(step, _)| Stamp(step.at)).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}

async fn write_climbs(connection: &mut PgConnection, climbs: &[StoredClimb]) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = climbs.iter().map(|climb| uuid(climb.alert)).collect();
    sqlx::query(
        "INSERT INTO escalations (alert_id, priority, active, acknowledged_by, acknowledged_at, round, at_once, reminders, asked_at) \
         SELECT * FROM UNNEST($1::uuid[], $2::text[], $3::bool[], $4::uuid[], $5::timestamptz[], $6::int4[], $7::int2[], $8::int4[], $9::timestamptz[]) \
         ON CONFLICT (alert_id) DO UPDATE SET priority = EXCLUDED.priority, active = EXCLUDED.active, \
             acknowledged_by = EXCLUDED.acknowledged_by, acknowledged_at = EXCLUDED.acknowledged_at, round = EXCLUDED.round, \
             at_once = EXCLUDED.at_once, reminders = EXCLUDED.reminders, asked_at = EXCLUDED.asked_at",
    )
    .bind(&ids)
    .bind(climbs.iter().map(|climb| climb.priority.as_str()).collect::<Vec<_>>())
    .bind(climbs.iter().map(|climb| climb.active).collect::<Vec<_>>())
    .bind(climbs.iter().map(|climb| people(climb.acknowledged.map(|(staff, _)| staff))).collect::<Vec<_>>())
    .bind(climbs.iter().map(|climb| climb.acknowledged.map(|(_, at)| Stamp(at))).collect::<Vec<_>>())
    .bind(climbs.iter().map(|climb| climb.round.cast_signed()).collect::<Vec<_>>())
    .bind(climbs.iter().map(|climb| i16::from(climb.at_once)).collect::<Vec<_>>())
    .bind(climbs.iter().map(|climb| climb.reminders.cast_signed()).collect::<Vec<_>>())
    .bind(climbs.iter().map(|climb| climb.asked.map(Stamp)).collect::<Vec<_>>())
    .execute(&mut *connection)
    .await?;
    sqlx::query("DELETE FROM escalation_deadlines WHERE alert_id = ANY($1)").bind(&ids).execute(&mut *connection).await?;
    let deadlines: Vec<(Uuid, &str, Stamp)> = climbs.iter().flat_map(deadlines).collect();
    sqlx::query(
        "INSERT INTO escalation_deadlines (alert_id, kind, due_at) SELECT * FROM UNNEST($1::uuid[], $2::text[], $3::timestamptz[])",
    )
    .bind(deadlines.iter().map(|one| one.0).collect::<Vec<_>>())
    .bind(deadlines.iter().map(|one| one.1).collect::<Vec<_>>())
    .bind(deadlines.iter().map(|one| one.2).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}

fn deadlines(climb: &StoredClimb) -> impl Iterator<Item = (Uuid, &'static str, Stamp)> {
    let id = uuid(climb.alert);
    let pause = climb.pause.and_then(|pause| pause.until);
    let all = [("rung", climb.next), ("receipt", climb.receipt), ("reminder", climb.reminder), ("pause", pause)];
    all.into_iter().filter_map(move |(kind, due)| Some((id, kind, Stamp(due?))))
}

async fn write_deliveries(connection: &mut PgConnection, climbs: &[StoredClimb]) -> Result<(), StoreError> {
    let rungs = || climbs.iter().flat_map(|climb| (1_i16..).zip(&climb.fired).map(move |(rung, fired)| (climb, rung, &fired.delivery)));
    sqlx::query(
        "UPDATE escalation_rungs r SET receipt = n.receipt, receipt_at = n.receipt_at, unheard = n.unheard \
         FROM UNNEST($1::uuid[], $2::int4[], $3::int2[], $4::text[], $5::timestamptz[], $6::bool[]) n (alert_id, round, rung, receipt, receipt_at, unheard) \
         WHERE r.alert_id = n.alert_id AND r.round = n.round AND r.rung = n.rung \
             AND (r.receipt, r.unheard) IS DISTINCT FROM (n.receipt, n.unheard)",
    )
    .bind(rungs().map(|(climb, ..)| uuid(climb.alert)).collect::<Vec<_>>())
    .bind(rungs().map(|(climb, ..)| climb.round.cast_signed()).collect::<Vec<_>>())
    .bind(rungs().map(|(_, rung, _)| rung).collect::<Vec<_>>())
    .bind(rungs().map(|(.., delivery)| delivery.receipt.map(|(receipt, _)| receipt.as_str())).collect::<Vec<_>>())
    .bind(rungs().map(|(.., delivery)| delivery.receipt.map(|(_, at)| Stamp(at))).collect::<Vec<_>>())
    .bind(rungs().map(|(.., delivery)| delivery.unheard).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}

fn word<T: FromStr>(row: &PgRow, column: &str) -> Result<T, StoreError>
where
    T::Err: std::fmt::Display,
{
    row.try_get::<String, _>(column)?.parse().map_err(defect)
}

fn alert(row: &PgRow) -> Result<AlertId, StoreError> {
    Ok(AlertId(row.try_get::<Uuid, _>("alert_id")?.as_u128()))
}

fn fired(row: &PgRow) -> Result<Fired, StoreError> {
    let receipt = row.try_get::<Option<String>, _>("receipt")?;
    let receipt = receipt.map(|key| Receipt::from_key(&key).ok_or_else(|| defect(format!("receipt '{key}'")))).transpose()?;
    let delivery = Delivery { receipt: receipt.zip(instant(row, "receipt_at")?), unheard: row.try_get("unheard")?, heard: Vec::new() };
    Ok(Fired { posts: word(row, "posts")?, due: wall(row, "due_at")?, at: wall(row, "fired_at")?, delivery })
}

fn climb(row: &PgRow) -> Result<StoredClimb, StoreError> {
    let by = row.try_get::<Option<Uuid>, _>("acknowledged_by")?.map(|staff| StaffId(staff.as_u128()));
    Ok(StoredClimb {
        alert: alert(row)?,
        priority: word(row, "priority")?,
        active: row.try_get("active")?,
        acknowledged: by.zip(instant(row, "acknowledged_at")?),
        asked: instant(row, "asked_at")?,
        round: row.try_get::<i32, _>("round")?.cast_unsigned(),
        at_once: u8::try_from(row.try_get::<i16, _>("at_once")?).map_err(defect)?,
        fired: Vec::new(),
        reminders: row.try_get::<i32, _>("reminders")?.cast_unsigned(),
        reminded_everyone: row.try_get("reminded_everyone")?,
        pauses: u8::try_from(row.try_get::<i16, _>("pauses")?).map_err(defect)?,
        pause: heard::pause(row)?,
        next: None,
        receipt: None,
        reminder: None,
    })
}

impl Store {
    /// Commits what one turn of escalation changes, all of it or nothing.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); [`StoreError::Data`] for a rung that has fired already.
    pub async fn commit_escalation(&self, change: &EscalationChange) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query(crate::lease::AS_WRITER).execute(&mut *transaction).await?;
        quiets::write(&mut transaction, &change.quiets, &change.ended).await?;
        if !change.steps.is_empty() {
            write_steps(&mut transaction, &change.steps).await?;
        }
        if !change.climbs.is_empty() {
            write_climbs(&mut transaction, &change.climbs).await?;
            write_deliveries(&mut transaction, &change.climbs).await?;
            heard::write_heard(&mut transaction, &change.climbs).await?;
            heard::write_pauses(&mut transaction, &change.climbs).await?;
        }
        let gone: Vec<Uuid> = change.gone.iter().map(|alert| uuid(*alert)).collect();
        if !gone.is_empty() {
            sqlx::query("DELETE FROM escalations WHERE alert_id = ANY($1)").bind(&gone).execute(&mut *transaction).await?;
        }
        quiets::note_concerned(&mut transaction, &change.quiets, &change.ended).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// How far every open alert has climbed, in the order of their ids.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); [`StoreError::Defect`] for a row that this version cannot read.
    pub async fn escalations(&self) -> Result<Vec<StoredClimb>, StoreError> {
        let rows = sqlx::query("SELECT * FROM escalations").fetch_all(&self.pool).await?;
        let mut climbs = rows.iter().map(|row| Ok((alert(row)?, climb(row)?))).collect::<Result<BTreeMap<_, _>, StoreError>>()?;
        let rungs = "SELECT r.* FROM escalation_rungs r JOIN escalations e USING (alert_id, round) ORDER BY alert_id, rung";
        for row in sqlx::query(rungs).fetch_all(&self.pool).await? {
            if let Some(climb) = climbs.get_mut(&alert(&row)?) {
                climb.fired.push(fired(&row)?);
            }
        }
        let receipts = "SELECT r.* FROM escalation_receipts r JOIN escalations e USING (alert_id, round) ORDER BY alert_id, rung, place";
        for row in sqlx::query(receipts).fetch_all(&self.pool).await? {
            let rung = usize::try_from(row.try_get::<i16, _>("rung")?).map_err(defect)?;
            let fired = climbs.get_mut(&alert(&row)?).and_then(|climb| climb.fired.get_mut(rung.checked_sub(1)?));
            if let Some(fired) = fired {
                fired.delivery.heard.push(heard::heard(&row)?);
            }
        }
        for row in sqlx::query("SELECT alert_id, kind, due_at FROM escalation_deadlines").fetch_all(&self.pool).await? {
            let Some(climb) = climbs.get_mut(&alert(&row)?) else { continue };
            let due = Some(wall(&row, "due_at")?);
            match row.try_get::<String, _>("kind")?.as_str() {
                "pause" => climb.pause = climb.pause.map(|pause| StoredPause { until: due, ..pause }),
                "rung" => climb.next = due,
                "receipt" => climb.receipt = due,
                "reminder" => climb.reminder = due,
                other => return Err(defect(format!("deadline '{other}'"))),
            }
        }
        Ok(climbs.into_values().collect())
    }
}
