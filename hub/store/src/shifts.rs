//! Shifts and the watch of each stay: read as one ward, changed one act at a time.

use crate::connect::Store;
use crate::error::StoreError;
use crate::shift_row::{shift, shift_id, staff_id, uuid_of};
use crate::stamp::Stamp;
use crate::watch_steps;
use hearth_alerts::StaffId;
use hearth_care::{Act, Held, Refused, Shift, StayId, Step, Ward, Watch};
use hearth_vitals::WallMs;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Shifts that were over so long before now are no longer part of the ward, ms, unless they still hold a stay: who has gone home
/// is known for so long.
const OVER_MS: i64 = 2 * 86_400_000;
/// Shifts that begin so much later are not read with the ward, ms: none can be put on the roster that begins later.
pub const AHEAD_MS: i64 = 60 * DAY_MS;
const DAY_MS: i64 = 86_400_000;

/// A shift with the names of its person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRow {
    /// The shift.
    pub shift: Shift,
    /// The name that colleagues see.
    pub display_name: String,
}

const SHIFT: &str = "f.id, f.version, f.staff_id, f.duty, f.site, f.from_at, f.until_at, f.reach_by, f.phone, f.languages, f.ended_at";

impl Store {
    /// The ward as it is stored.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); [`StoreError::Defect`] for a row that this version cannot read.
    pub async fn ward(&self, now: WallMs) -> Result<Ward, StoreError> {
        // One snapshot: a watch whose holder is not among the shifts would be nobody's.
        let mut transaction = self.pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
        let ward = read(&mut transaction, now, AHEAD_MS).await?;
        transaction.commit().await?;
        Ok(ward)
    }

    /// The ward without the roster of the days after tomorrow: for those who look each second.
    ///
    /// # Errors
    /// As [`Store::ward`].
    pub async fn ward_today(&self, now: WallMs) -> Result<Ward, StoreError> {
        let mut transaction = self.pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
        let ward = read(&mut transaction, now, DAY_MS).await?;
        transaction.commit().await?;
        Ok(ward)
    }

    /// Who is signed in somewhere.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn signed_in(&self, now: WallMs) -> Result<BTreeSet<StaffId>, StoreError> {
        let rows =
            sqlx::query("SELECT DISTINCT staff_id FROM sessions WHERE expires_at > $1").bind(Stamp(now)).fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok(staff_id(row.try_get("staff_id")?))).collect()
    }

    /// Who may still sign in, with the word of their role.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn roles_in_force(&self) -> Result<Vec<(StaffId, String)>, StoreError> {
        let rows = sqlx::query("SELECT id, role FROM staff WHERE disabled_at IS NULL").fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok((staff_id(row.try_get("id")?), row.try_get("role")?))).collect()
    }

    /// The shifts that touch a stretch of time, by their beginning. Those that were cancelled are left out.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn roster(&self, from: WallMs, until: WallMs) -> Result<Vec<RosterRow>, StoreError> {
        let statement = format!(
            "SELECT {SHIFT}, s.display_name FROM shifts f JOIN staff s ON s.id = f.staff_id \
             WHERE f.cancelled_at IS NULL AND f.from_at < $2 AND f.until_at > $1 ORDER BY f.from_at, s.name"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(Stamp(from)).bind(Stamp(until)).fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok(RosterRow { shift: shift(row)?, display_name: row.try_get("display_name")? })).collect()
    }

    /// Decides an act by the ward as it is stored, and stores what follows: all of it, or nothing. Two acts at once are one
    /// after the other.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]). The inner error is why the act is refused.
    pub async fn care(&self, act: &Act, by: Uuid, now: WallMs) -> Result<Result<Vec<Step>, Refused>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let decided = decide(&mut transaction, act, by, now).await?;
        if decided.is_ok() {
            transaction.commit().await?;
        }
        Ok(decided)
    }

    /// When the first shift has begun: whoever held the watch of all stays keeps those that nobody else has, if they are on
    /// shift, and nobody holds all any more. True if there was something to do.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn keep_watches(&self, now: WallMs) -> Result<bool, StoreError> {
        let held: Option<Uuid> = sqlx::query_scalar("SELECT holder FROM watch").fetch_one(&self.pool).await?;
        if held.is_none() {
            return Ok(false);
        }
        let mut transaction = self.pool.begin().await?;
        lock(&mut transaction).await?;
        let held: Option<Uuid> = sqlx::query_scalar("SELECT holder FROM watch").fetch_one(&mut *transaction).await?;
        let ward = read(&mut transaction, now, AHEAD_MS).await?;
        let Some(holder) = held.filter(|_| ward.is_kept(now)) else { return Ok(false) };
        let steps = ward.decide(&Act::Keep(staff_id(holder)), staff_id(holder), now).unwrap_or_default();
        watch_steps::write(&mut transaction, &ward, &steps).await?;
        sqlx::query("UPDATE watch SET holder = NULL, since_at = $1").bind(Stamp(now)).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

/// Locks what the act is about, episodes first as every writer does, and decides it by what is stored then.
pub(crate) async fn decide(
    connection: &mut PgConnection,
    act: &Act,
    by: Uuid,
    now: WallMs,
) -> Result<Result<Vec<Step>, Refused>, StoreError> {
    let stays: Vec<Uuid> = act.stays().iter().map(|stay| Uuid::from_u128(stay.0)).collect();
    sqlx::query("SELECT id FROM episodes WHERE id = ANY($1) ORDER BY id FOR KEY SHARE").bind(&stays).fetch_all(&mut *connection).await?;
    lock(connection).await?;
    let ward = read(connection, now, AHEAD_MS).await?;
    let decided = ward.decide(act, staff_id(by), now);
    if let Ok(steps) = &decided {
        watch_steps::write(connection, &ward, steps).await?;
    }
    Ok(decided)
}

async fn lock(connection: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query("SELECT only_row FROM watch FOR UPDATE").fetch_one(connection).await?;
    Ok(())
}

async fn read(connection: &mut PgConnection, now: WallMs, ahead_ms: i64) -> Result<Ward, StoreError> {
    let mut ward = Ward::default();
    let watches = "SELECT e.id, w.version, w.holder, w.since_at, w.backup FROM episodes e LEFT JOIN watches w ON w.episode_id = e.id \
                   WHERE e.ended_at IS NULL";
    for row in sqlx::query(watches).fetch_all(&mut *connection).await? {
        ward.watches.insert(StayId(row.try_get::<Uuid, _>("id")?.as_u128()), watch(&row)?);
    }
    let statement = format!(
        "SELECT {SHIFT} FROM shifts f WHERE f.cancelled_at IS NULL AND ((f.until_at > $1 AND f.from_at < $2) OR f.id IN \
         (SELECT w.holder FROM watches w JOIN episodes e ON e.id = w.episode_id WHERE e.ended_at IS NULL))"
    );
    let (over, ahead) = (now.plus(-OVER_MS), now.plus(ahead_ms));
    let rows = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(Stamp(over)).bind(Stamp(ahead)).fetch_all(&mut *connection).await?;
    for row in &rows {
        let shift = shift(row)?;
        ward.shifts.insert(shift.id(), shift);
    }
    let since = "SELECT min(from_at) AS since FROM shifts WHERE cancelled_at IS NULL AND duty IN ('nurse', 'charge_nurse')";
    let row = sqlx::query(since).fetch_one(&mut *connection).await?;
    let gone = sqlx::query("SELECT id FROM staff WHERE disabled_at IS NOT NULL").fetch_all(&mut *connection).await?;
    ward.gone = gone.iter().map(|row| Ok(staff_id(row.try_get("id")?))).collect::<Result<_, StoreError>>()?;
    ward.kept_since = row.try_get::<Option<Stamp>, _>("since")?.map(|stamp| stamp.0);
    Ok(ward)
}

fn watch(row: &PgRow) -> Result<Watch, StoreError> {
    let Some(holder) = row.try_get::<Option<Uuid>, _>("holder")? else { return Ok(Watch::default()) };
    Ok(Watch {
        version: row.try_get::<i32, _>("version")?.cast_unsigned(),
        holder: Some(Held { shift: shift_id(holder), since: row.try_get::<Stamp, _>("since_at")?.0 }),
        backup: row.try_get::<Option<Uuid>, _>("backup")?.map(shift_id),
    })
}

/// The UUID of a stay.
pub fn episode_of(stay: StayId) -> Uuid {
    uuid_of(stay.0)
}
