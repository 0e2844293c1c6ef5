//! Stores frames, newest values and held numbers in one statement, with UNNEST.

use super::arrays::{Bound, unnest};
use super::newest::{self, Newest};
use super::rows::FrameRow;
use super::streams::Changed;
use crate::error::StoreError;
use crate::quality;
use crate::stamp::Stamp;
use hearth_vitals::Vital;
use sqlx::postgres::PgArguments;
use sqlx::{Arguments, PgConnection};
use std::sync::LazyLock;

const HELD: &str = "UPDATE streams SET held = held + added.ranges::int8multirange, lost = coalesce(added.lost::int8multirange, streams.lost) \
                    FROM UNNEST($1::int4[], $2::text[], $3::text[]) added (key, ranges, lost) WHERE streams.key = added.key";
/// Parameters of [`HELD`].
const HELD_PARAMETERS: usize = 3;

pub static STORE: LazyLock<String> = LazyLock::new(|| {
    let columns = columns();
    let frames = unnest(HELD_PARAMETERS + 1, &columns);
    let newest = newest::statement(HELD_PARAMETERS + 1 + columns.len());
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let names = names.join(", ");
    format!("WITH stored AS (INSERT INTO frames ({names}) SELECT {names} FROM {frames}), newest AS ({newest}) {HELD}")
});

/// Adds values and flags of readings that the hub did not know yet when their frame was stored.
pub static COMPLETE: LazyLock<String> = LazyLock::new(|| {
    let columns = columns();
    let newest = newest::statement(1 + columns.len());
    let sets: Vec<String> = Vital::ALL.iter().map(|vital| format!("{vital} = coalesce(frames.{vital}, n.{vital})")).collect();
    format!(
        "WITH newest AS ({newest}) UPDATE frames SET {sets}, quality = nullif(coalesce(frames.quality, '') || coalesce(n.quality, ''), '') FROM {frames} \
         WHERE frames.device_key = n.device_key AND frames.at = n.at AND frames.stream_key = n.stream_key AND frames.seq = n.seq",
        sets = sets.join(", "),
        frames = unnest(1, &columns),
    )
});

/// Names and types of the columns, in the order in which [`bind`] binds them.
fn columns() -> Vec<(&'static str, &'static str)> {
    let vitals = Vital::ALL.iter().map(|vital| (vital.key(), "int4"));
    let before = [("device_key", "int4"), ("at", "timestamptz"), ("received_at", "timestamptz"), ("stream_key", "int4"), ("seq", "int8")];
    let after = [("quality", "bytea"), ("device_time", "int8"), ("clock", "int2"), ("uncertainty_ms", "int4")];
    before.into_iter().chain(vitals).chain(after).collect()
}

/// Stores the frames, updates the newest values, and adds the numbers to those held.
pub async fn store(connection: &mut PgConnection, frames: &[FrameRow<'_>], newest: &Newest, changed: Changed) -> Result<(), StoreError> {
    let statement = if frames.is_empty() { HELD } else { STORE.as_str() };
    let mut query = sized(statement, frames.len()).bind(changed.keys).bind(changed.added).bind(changed.lost);
    if !frames.is_empty() {
        query = newest.bind(bind(query, frames));
    }
    query.execute(connection).await?;
    Ok(())
}

/// Adds readings to frames that are stored. Each frame comes at most once in a call, with readings it does not have yet.
pub async fn complete(connection: &mut PgConnection, frames: &[FrameRow<'_>]) -> Result<(), StoreError> {
    if frames.is_empty() {
        return Ok(());
    }
    Newest::of(frames).bind(bind(sized(COMPLETE.as_str(), frames.len()), frames)).execute(connection).await?;
    Ok(())
}

// UNNEST pads short arrays with NULL. All of these are made of the same rows, so they are equally long, or empty where no row has
// anything: a row of NULLs costs as much as half a row of numbers, here and at the server.
fn bind<'q>(query: Bound<'q>, rows: &[FrameRow<'_>]) -> Bound<'q> {
    let measured = rows.iter().flat_map(|row| row.frame.readings()).filter(|reading| reading.raw.is_some());
    let measured = measured.fold(0_u64, |measured, reading| measured | bit(reading.vital));
    let mut query = query
        .bind(rows.iter().map(|row| row.origin.device_key).collect::<Vec<_>>())
        .bind(rows.iter().map(|row| Stamp(row.placed.at)).collect::<Vec<_>>())
        .bind(rows.iter().map(|row| Stamp(row.origin.received_at)).collect::<Vec<_>>())
        .bind(rows.iter().map(|row| row.origin.stream_key).collect::<Vec<_>>())
        .bind(rows.iter().map(|row| row.origin.seq.cast_signed()).collect::<Vec<_>>());
    for vital in Vital::ALL {
        let rows = if measured & bit(vital) == 0 { &[] } else { rows };
        query = query.bind(rows.iter().map(|row| row.frame.get(vital).and_then(|reading| reading.raw)).collect::<Vec<_>>());
    }
    query
        .bind(sparse(rows, |row| quality::encode(row.frame.readings())))
        .bind(sparse(rows, |row| row.frame.device_time.map(|time| time.0)))
        .bind(rows.iter().map(|row| i16::from(row.placed.clock)).collect::<Vec<_>>())
        .bind(rows.iter().map(|row| i32::try_from(row.placed.uncertainty_ms).unwrap_or(i32::MAX)).collect::<Vec<_>>())
}

/// A statement with room for the arguments of so many rows, so that what is bound is not copied to ever larger places.
fn sized(statement: &'static str, rows: usize) -> Bound<'static> {
    /// Bytes of a row with eight vitals, roughly.
    const ROW: usize = 160;
    let mut arguments = PgArguments::default();
    arguments.reserve(0, rows * ROW);
    sqlx::query_with(statement, arguments)
}

/// The column of something that hardly any row has; empty if none does.
fn sparse<T>(rows: &[FrameRow<'_>], of: impl Fn(&FrameRow<'_>) -> Option<T>) -> Vec<Option<T>> {
    let Some(first) = rows.iter().position(|row| of(row).is_some()) else { return Vec::new() };
    let before = std::iter::repeat_with(|| None).take(first);
    before.chain(rows[first..].iter().map(of)).collect()
}

const fn bit(vital: Vital) -> u64 {
    1 << vital.code()
}
