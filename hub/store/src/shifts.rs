//! Shifts and the watch of each stay: read as one ward, changed one act at a time.

use crate::connect::Store;
use crate::error::StoreError;
use crate::shift_row::{shift, shift_id, staff_id, uuid_of};
use crate::stamp::Stamp;
use crate::watch_steps;
use hearth_alerts::StaffId;
use hearth_care::{Held, Shift, StayId, Ward, WardAct, WardRefused, WardStep, Watch};
use hearth_vitals::WallMs;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Shifts that ended longer ago than this are not read with the ward, ms, unless they still hold a stay. For that long the ward
/// knows who has gone home.
const OVER_MS: i64 = 2 * 86_400_000;
/// Shifts that begin later than this from now are not read with the ward, ms; the roster accepts none that begins later.
pub const AHEAD_MS: i64 = 60 * DAY_MS;
const DAY_MS: i64 = 86_400_000;

/// A shift with the names of its person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRow {
    /// The shift as planned and as it stands.
    pub shift: Shift,
    /// The name that colleagues see.
    pub display_name: String,
}

/// The declaration that a site no longer keeps shifts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// When it was said.
    pub at: WallMs,
    /// The person who said it, and the name that colleagues see.
    pub by: (Uuid, String),
    /// Reason, in that person's own words.
    pub reason: String,
}

/// Why the keeping of shifts cannot be ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoRest {
    /// No shifts are kept.
    NotKept,
    /// Somebody watches in a shift that runs or lies ahead.
    ShiftsAhead,
}

const WATCHES: &str = "SELECT e.id, w.version, w.holder, w.since_at, w.backup FROM episodes e LEFT JOIN watches w ON w.episode_id = e.id \
    WHERE e.ended_at IS NULL";
const WATCHES_OF: &str = "SELECT e.id, w.version, w.holder, w.since_at, w.backup FROM episodes e LEFT JOIN watches w ON w.episode_id = e.id \
    WHERE e.ended_at IS NULL AND e.id = ANY($1)";
const SHIFT: &str = "f.id, f.version, f.staff_id, f.duty, f.site, f.from_at, f.until_at, f.reach_by, f.phone, f.languages, f.ended_at";

impl Store {
    /// The ward as it is stored.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); [`StoreError::Defect`] for a row that this version cannot read.
    pub async fn ward(&self, now: WallMs) -> Result<Ward, StoreError> {
        // One snapshot, because a watch whose holder is not among the shifts would belong to nobody.
        let mut transaction = self.snapshot().await?;
        let ward = read(&mut transaction, None, now, AHEAD_MS).await?;
        transaction.commit().await?;
        Ok(ward)
    }

    /// The ward without shifts after tomorrow, for loops that look each second.
    ///
    /// # Errors
    /// As [`Store::ward`].
    pub async fn ward_today(&self, now: WallMs) -> Result<Ward, StoreError> {
        let mut transaction = self.snapshot().await?;
        let ward = read(&mut transaction, None, now, DAY_MS).await?;
        transaction.commit().await?;
        Ok(ward)
    }

    /// The people who are signed in somewhere.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn signed_in(&self, now: WallMs) -> Result<BTreeSet<StaffId>, StoreError> {
        let rows =
            sqlx::query("SELECT DISTINCT staff_id FROM sessions WHERE expires_at > $1").bind(Stamp(now)).fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok(staff_id(row.try_get("staff_id")?))).collect()
    }

    /// The people who may sign in, with the word of their role.
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

    /// Decides an act by the ward as it is stored, and stores what follows: all of it, or nothing. Acts at the same time are
    /// decided one after the other.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]). The inner error is why the act is refused.
    pub async fn care(&self, act: &WardAct, by: Uuid, now: WallMs) -> Result<Result<Vec<WardStep>, WardRefused>, StoreError> {
        let mut transaction = self.begin().await?;
        let decided = decide(&mut transaction, act, by, now).await?;
        if decided.is_ok() {
            transaction.commit().await?;
        }
        Ok(decided)
    }

    /// Ends the keeping of shifts until one is planned again. The person who declares it holds the watch of all stays, so that no
    /// stay is left to nobody. The inner error says why it was refused.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn rest_shifts(&self, by: Uuid, reason: &str, now: WallMs) -> Result<Result<(), NoRest>, StoreError> {
        let mut transaction = self.begin().await?;
        lock(&mut transaction).await?;
        let ahead = "SELECT EXISTS (SELECT FROM shifts WHERE cancelled_at IS NULL AND duty IN ('nurse', 'charge_nurse') \
             AND LEAST(until_at, COALESCE(ended_at, until_at)) > $1)";
        if sqlx::query_scalar(ahead).bind(Stamp(now)).fetch_one(&mut *transaction).await? {
            return Ok(Err(NoRest::ShiftsAhead));
        }
        if kept_since(&mut transaction).await?.is_none() {
            return Ok(Err(NoRest::NotKept));
        }
        let note = "WITH noted AS (INSERT INTO audit (staff_id, act, subject) VALUES ($2, 'rest_shifts', 'watch'), ($2, 'take_watch', 'watch')), \
             held AS (UPDATE watch SET holder = $2, since_at = $1) \
             INSERT INTO shift_rests (at, staff_id, reason) VALUES ($1, $2, $3)";
        sqlx::query(note).bind(Stamp(now)).bind(by).bind(reason).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(Ok(()))
    }

    /// The last declaration that no shifts are kept; `None` if there was none.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn shift_rest(&self) -> Result<Option<Rest>, StoreError> {
        let newest = "SELECT r.at, r.staff_id, r.reason, s.display_name FROM shift_rests r JOIN staff s ON s.id = r.staff_id \
             ORDER BY r.number DESC LIMIT 1";
        let row = sqlx::query(newest).fetch_optional(&self.pool).await?;
        let rest = |row: &PgRow| -> Result<Rest, sqlx::Error> {
            let by = (row.try_get("staff_id")?, row.try_get("display_name")?);
            Ok(Rest { at: row.try_get::<Stamp, _>("at")?.0, by, reason: row.try_get("reason")? })
        };
        Ok(row.as_ref().map(rest).transpose()?)
    }

    /// Once the first shift has begun, the person who held the watch of all stays keeps those that nobody else has, if they are
    /// on shift; the watch of all stays then ends. True if there was something to do.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn keep_watches(&self, now: WallMs) -> Result<bool, StoreError> {
        let held: Option<Uuid> = sqlx::query_scalar("SELECT holder FROM watch").fetch_one(&self.pool).await?;
        if held.is_none() {
            return Ok(false);
        }
        let mut transaction = self.begin().await?;
        lock(&mut transaction).await?;
        let held: Option<Uuid> = sqlx::query_scalar("SELECT holder FROM watch").fetch_one(&mut *transaction).await?;
        let ward = read(&mut transaction, None, now, AHEAD_MS).await?;
        let Some(holder) = held.filter(|_| ward.is_kept(now)) else { return Ok(false) };
        let steps = ward.decide(&WardAct::Keep(staff_id(holder)), staff_id(holder), now).unwrap_or_default();
        watch_steps::write(&mut transaction, &ward, &steps).await?;
        sqlx::query("UPDATE watch SET holder = NULL, since_at = $1").bind(Stamp(now)).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

/// Locks everything that the act is about, episodes first as every writer does, and decides it by what is stored then.
pub(crate) async fn decide(
    connection: &mut PgConnection,
    act: &WardAct,
    by: Uuid,
    now: WallMs,
) -> Result<Result<Vec<WardStep>, WardRefused>, StoreError> {
    let stays: Vec<Uuid> = act.stays().iter().map(|stay| Uuid::from_u128(stay.0)).collect();
    sqlx::query("SELECT id FROM episodes WHERE id = ANY($1) ORDER BY id FOR KEY SHARE").bind(&stays).fetch_all(&mut *connection).await?;
    lock(connection).await?;
    // What names its stays asks of no others: an admission costs the same beside ten homes and beside thousands.
    let ward = read(connection, Some(&stays[..]).filter(|stays| !stays.is_empty()), now, AHEAD_MS).await?;
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

/// When the first shift began, or will begin, that counts. One that was over at the last declaration that no shifts are kept does
/// not count; every other was planned after it.
pub(crate) async fn kept_since(connection: &mut PgConnection) -> Result<Option<WallMs>, StoreError> {
    let since = "SELECT min(from_at) FROM shifts WHERE cancelled_at IS NULL AND duty IN ('nurse', 'charge_nurse') \
         AND LEAST(until_at, COALESCE(ended_at, until_at)) > (SELECT COALESCE(max(at), '-infinity') FROM shift_rests)";
    let since: Option<Stamp> = sqlx::query_scalar(since).fetch_one(connection).await?;
    Ok(since.map(|stamp| stamp.0))
}

async fn rested_at(connection: &mut PgConnection) -> Result<Option<WallMs>, StoreError> {
    let at: Option<Stamp> = sqlx::query_scalar("SELECT max(at) FROM shift_rests").fetch_one(connection).await?;
    Ok(at.map(|stamp| stamp.0))
}

/// The ward with the watches of all active stays, or of those `among` these, and the shifts that are near, or hold one of them.
async fn read(connection: &mut PgConnection, among: Option<&[Uuid]>, now: WallMs, ahead_ms: i64) -> Result<Ward, StoreError> {
    let rested_at = rested_at(connection).await?;
    let mut ward = Ward { rested_at, kept_since: kept_since(connection).await?, ..Ward::default() };
    let watches = match among {
        None => sqlx::query(WATCHES),
        Some(stays) => sqlx::query(WATCHES_OF).bind(stays),
    };
    for row in watches.fetch_all(&mut *connection).await? {
        ward.watches.insert(StayId(row.try_get::<Uuid, _>("id")?.as_u128()), watch(&row, rested_at)?);
    }
    let holders: Vec<Uuid> = ward.watches.values().filter_map(|watch| watch.holder).map(|held| uuid_of(held.shift.0)).collect();
    let statement =
        format!("SELECT {SHIFT} FROM shifts f WHERE f.cancelled_at IS NULL AND ((f.until_at > $1 AND f.from_at < $2) OR f.id = ANY($3))");
    let (over, ahead) = (now.plus(-OVER_MS), now.plus(ahead_ms));
    let rows =
        sqlx::query(sqlx::AssertSqlSafe(statement)).bind(Stamp(over)).bind(Stamp(ahead)).bind(holders).fetch_all(&mut *connection).await?;
    for row in &rows {
        let shift = shift(row)?;
        ward.shifts.insert(shift.id(), shift);
    }
    let gone = sqlx::query("SELECT id FROM staff WHERE disabled_at IS NOT NULL").fetch_all(&mut *connection).await?;
    ward.gone = gone.iter().map(|row| Ok(staff_id(row.try_get("id")?))).collect::<Result<_, StoreError>>()?;
    Ok(ward)
}

/// A holder from before the declaration that no shifts are kept does not hold the watch now: they may have gone home long ago.
fn watch(row: &PgRow, rested_at: Option<WallMs>) -> Result<Watch, StoreError> {
    let Some(holder) = row.try_get::<Option<Uuid>, _>("holder")? else { return Ok(Watch::default()) };
    let version = row.try_get::<i32, _>("version")?.cast_unsigned();
    let since = row.try_get::<Stamp, _>("since_at")?.0;
    if rested_at.is_some_and(|rested| since <= rested) {
        return Ok(Watch { version, ..Watch::default() });
    }
    let holder = Some(Held { shift: shift_id(holder), since });
    Ok(Watch { version, holder, backup: row.try_get::<Option<Uuid>, _>("backup")?.map(shift_id) })
}

/// The UUID of a stay.
pub fn episode_of(stay: StayId) -> Uuid {
    uuid_of(stay.0)
}
