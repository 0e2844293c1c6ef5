//! The loop that creates the tasks of the programme, of rules and of calls that nobody ended, finds out which are done, and
//! reports which are late.
//!
//! Each turn asks what is owed now and compares it with what is stored, so that a turn missed while the hub was stopped is made
//! up for by the next one. What people do to tasks goes through the API; both decide by `hearth_care`, and the version number of
//! a task keeps them from overwriting each other.

pub mod day;
mod turn;
pub mod unended;
mod wishes;

use crate::clock;
use crate::engine::handle::EngineHandle;
use crate::feed::Feed;
use hearth_store::{Store, StoreError};
use hearth_vitals::{Vital, WallMs};
use std::collections::BTreeMap;
use std::time::Duration;
pub use turn::Keeper;
use uuid::Uuid;

/// The pause between two looks: a task is warned of an hour before it is due, and a call back is promised to the minute.
const PAUSE: Duration = Duration::from_secs(5);
/// How far back a value by hand is looked for, in milliseconds: a set of vital signs counts within one day of a home, which has
/// at most 25 hours.
const DAY_MS: i64 = 25 * 3_600_000;

/// Looks again and again until it is aborted.
pub async fn run(store: Store, engine: EngineHandle, feed: Feed) {
    let mut keeper = Keeper::new(store, engine, feed);
    loop {
        if let Err(error) = keeper.turn(clock::wall_ms()).await {
            tracing::warn!(%error, "tasks could not be looked at; it is tried again soon");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// When the newest number of each vital was measured, by device or by hand; by stay.
///
/// # Errors
/// As any statement.
pub async fn newest(store: &Store, now: WallMs) -> Result<BTreeMap<Uuid, Vec<(Vital, WallMs)>>, StoreError> {
    let mut newest: BTreeMap<Uuid, Vec<(Vital, WallMs)>> = BTreeMap::new();
    for value in store.newest_values(None).await? {
        let number = value.raw.map(|_| value.at).or(value.last.map(|(_, at)| at));
        newest.entry(value.episode).or_default().extend(number.map(|at| (value.vital, at)));
    }
    let stays: Vec<Uuid> = store.stays_at_home().await?.into_iter().map(|stay| stay.id).collect();
    for observed in store.observed_vitals(&stays, Some(now.plus(-DAY_MS))).await? {
        newest.entry(observed.episode).or_default().push((observed.vital, observed.at));
    }
    Ok(newest)
}
