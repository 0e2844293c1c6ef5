//! The reconciler: judges again, from what is stored, whether what should have rung did, and whether it reached anybody.
//!
//! It asks nothing of the loop that judged first, and has connections of its own: a loop that forgets an engine, a transition
//! that a crash lost, a row that somebody deleted, an alert that escalation never saw are found by what is in the store alone.
//! Stays take turns. Each costs the time of folding the last hour of its readings; the reconciler then rests for
//! [`Pace::share`] times as long, so that it never takes more than a small part of a core.

mod look;

use crate::clock::Clock;
use crate::engine::found::{Found, Wrong};
use hearth_alerts::Rule;
use hearth_store::replay::StayRow;
use hearth_store::{Store, StoreError};
use hearth_vitals::WallMs;
pub use look::{Missed, missed_of};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};
use uuid::Uuid;

/// A stay whose readings cannot be read in this time is looked at the next time.
const LOOK_LIMIT: Duration = Duration::from_secs(120);
/// However long a turn takes, no more is looked for at once, ms.
const LOOK_BACK_MS_MAX: i64 = 6 * 3_600_000;
/// Stays and alerts that are named, at most; the others are counted.
const NAMED_MAX: usize = 3;

/// When it looks, and at what.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Shortest time from the beginning of one turn of all stays to the next.
    pub turn: Duration,
    /// It rests so many times as long as it worked.
    pub share: u32,
    /// What should have rung since so long before the last look is looked for, ms.
    pub window_ms: i64,
    /// What arrived so lately may not be judged yet, ms.
    pub settle_ms: i64,
    /// An alert that nobody took for so long must have reached somebody, ms.
    pub reach_ms: i64,
}

impl Default for Pace {
    /// Three minutes a turn: with the time in which a commit may wait, what is missed is told within five. A tenth of a core.
    fn default() -> Pace {
        Pace { turn: Duration::from_secs(180), share: 9, window_ms: 900_000, settle_ms: 30_000, reach_ms: 180_000 }
    }
}

/// What the reconciler works with.
pub struct Parts {
    /// A store with connections of its own.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// Where it says what it found.
    pub found: Found,
    /// When it looks.
    pub pace: Pace,
    /// True when the hub is stopping.
    pub stop: watch::Receiver<bool>,
}

/// Runs until the hub stops.
pub async fn run(parts: Parts) {
    let Parts { store, clock, found, pace, mut stop } = parts;
    let turns = async {
        let mut looked = Looked::new();
        loop {
            let begun = Instant::now();
            match turn(&store, clock, pace, &mut looked).await {
                Ok(differs) => {
                    if let Some(what) = &differs {
                        tracing::error!("{what}");
                    }
                    metrics::gauge!("hearth_reconciler_differs").set(f64::from(u8::from(differs.is_some())));
                    metrics::counter!("hearth_reconciler_turns_total").increment(1);
                    found.tell(Rule::ReconcilerDiffers, differs.map(Wrong::from));
                }
                Err(error) => tracing::warn!(%error, "what is stored could not be judged again; the next turn tries it"),
            }
            sleep(pace.turn.saturating_sub(begun.elapsed())).await;
        }
    };
    tokio::select! {
        _ = stop.wait_for(|stop| *stop) => {}
        () = turns => {}
    }
}

/// When each stay was looked at last: what should have rung since then is looked for, however long a turn takes.
type Looked = BTreeMap<Uuid, WallMs>;

/// Looks at every active stay once.
async fn turn(store: &Store, clock: Clock, pace: Pace, looked: &mut Looked) -> Result<Option<String>, StoreError> {
    let now = clock.wall_ms();
    let stays = store.stays_between(now, now.plus(1), &[]).await?;
    looked.retain(|id, _| stays.iter().any(|stay| stay.id == *id));
    let mut found = Vec::new();
    for stay in &stays {
        let begun = Instant::now();
        match timeout(LOOK_LIMIT, look_twice(store, stay, clock, pace, looked)).await {
            Ok(missed) => found.extend(missed?.iter().map(|missed| missed.words(stay.id))),
            Err(_) => tracing::warn!(episode = %stay.id, "the readings of a stay could not be judged again in time"),
        }
        sleep(begun.elapsed() * pace.share).await;
    }
    let unreached = store.unreached(clock.wall_ms().plus(-pace.reach_ms)).await?;
    found.extend(unreached.iter().map(|row| format!("alert {} of stay {} has rung and reached nobody", row.alert, row.stay)));
    Ok(in_words(found))
}

/// An alert counts as missed only if a second look, after everything that waits has had time to be committed, misses it, too.
async fn look_twice(store: &Store, stay: &StayRow, clock: Clock, pace: Pace, looked: &mut Looked) -> Result<Vec<Missed>, StoreError> {
    let now = clock.wall_ms();
    let since = looked.get(&stay.id).map_or(now, |last| now.min(*last)).plus(-pace.window_ms);
    let from = since.max(now.plus(-LOOK_BACK_MS_MAX)).max(stay.admitted);
    let mut missed = missed_of(store, stay, from, now, pace).await?;
    if !missed.is_empty() {
        sleep(Duration::from_millis(pace.settle_ms.unsigned_abs())).await;
        let again = missed_of(store, stay, from, clock.wall_ms(), pace).await?;
        missed.retain(|one| again.contains(one));
    }
    looked.insert(stay.id, now);
    Ok(missed)
}

fn in_words(found: Vec<String>) -> Option<String> {
    if found.is_empty() {
        return None;
    }
    let more = found.len().saturating_sub(NAMED_MAX);
    let mut words = found.into_iter().take(NAMED_MAX).collect::<Vec<_>>().join("; ");
    if more > 0 {
        words.push_str(&format!("; and {more} more"));
    }
    Some(words)
}

/// An instant as the alert says it.
pub(crate) fn instant(at: WallMs) -> String {
    crate::replay::text::instant(at)
}
