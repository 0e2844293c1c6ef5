//! The reconciler: judges again, from stored data alone, whether every alert that should have rung did, and whether it reached
//! anybody.
//!
//! It asks nothing of the loop that judged first, and has database connections of its own. So it finds a loop that forgot a
//! stay's engine, a transition lost in a crash, a row that somebody deleted, or an alert that escalation never saw. Stays take
//! turns. Each costs the time of judging the last hour of its readings; the reconciler then rests [`Pace::share`] times as long,
//! so that it never takes more than a small part of a core.

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

/// How long reading a stay's data may take; a stay that takes longer is left until the next turn.
const LOOK_LIMIT: Duration = Duration::from_secs(120);
/// The longest time that is looked back at once, in milliseconds, however long a turn took.
const LOOK_BACK_MS_MAX: i64 = 6 * 3_600_000;
/// The largest number of stays and alerts that are named; the others are only counted.
const NAMED_MAX: usize = 3;

/// How often the reconciler looks, and how far back.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Shortest time from the beginning of one turn of all stays to the next.
    pub turn: Duration,
    /// The ratio of rest to work: it rests this many times as long as it worked.
    pub share: u32,
    /// How far before the last look alerts are expected, in milliseconds.
    pub window_ms: i64,
    /// The time after its arrival within which a reading may not be judged yet, in milliseconds.
    pub settle_ms: i64,
    /// The time after which an alert that nobody took must have reached somebody, in milliseconds.
    pub reach_ms: i64,
}

impl Default for Pace {
    /// A turn takes three minutes, so that with the time a commit may wait, a missed alert is reported within five. This takes a
    /// tenth of a core.
    fn default() -> Pace {
        Pace { turn: Duration::from_secs(180), share: 9, window_ms: 900_000, settle_ms: 30_000, reach_ms: 180_000 }
    }
}

/// What the reconciler works with.
pub struct Parts {
    /// A store with connections of its own.
    pub store: Store,
    /// Wall clock and monotonic clock.
    pub clock: Clock,
    /// Where the reconciler reports what it found.
    pub found: Found,
    /// How often the reconciler looks.
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

/// When each stay was last looked at: alerts since then are checked, however long a turn takes.
type Looked = BTreeMap<Uuid, WallMs>;

/// Checks every active stay once.
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

/// Looks again after a pause: an alert counts as missed only if it is still missing after everything that waits has had time to
/// be committed.
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

/// An instant in the form in which the text of the alert gives it.
pub(crate) fn instant(at: WallMs) -> String {
    crate::replay::text::instant(at)
}
