//! One look at one stay: which alerts the stored readings of the last minutes should have raised.
//!
//! Only what nobody was told counts as missed. An alert that rang at another moment, because its readings got their time late or
//! a database was slow, has rung; so has one that was already open at the same priority. What began and ended in late readings is
//! history, and nobody waits for it.

use super::{Pace, instant};
use crate::replay::drive;
use crate::replay::progress::Progress;
use crate::replay::story::Story;
use hearth_alerts::{Change, Priority, Rule};
use hearth_replay::{AlertRecord, Answers, Step};
use hearth_store::replay::StayRow;
use hearth_store::{Store, StoreError};
use hearth_vitals::WallMs;
use uuid::Uuid;

/// How much earlier the judging begins than the time looked at, in milliseconds: the longest delay is an hour, doubled for
/// doubtful values, and a restart reads some more.
const LEAD_MS: i64 = 2 * 3_600_000 + 900_000;
/// How long a commit may have waited for its database, in milliseconds.
const SLACK_MS: i64 = 30_000;

/// An alert that should have rung and did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// The rule that should have rung.
    pub rule: Rule,
    /// When it should have rung.
    pub at: WallMs,
    /// How urgent it would have been.
    pub priority: Priority,
}

impl Missed {
    /// A sentence about the missed alert that names no patient and no value.
    pub fn words(&self, stay: Uuid) -> String {
        format!("stay {stay}: {} ({}) should have rung at {} and did not", self.rule, self.priority, instant(self.at))
    }
}

/// The alerts that the readings of a stay should have raised from `from` until a moment ago, and of which nobody was told.
///
/// # Errors
/// As the store.
pub async fn missed_of(store: &Store, stay: &StayRow, from: WallMs, now: WallMs, pace: Pace) -> Result<Vec<Missed>, StoreError> {
    let until = now.plus(-pace.settle_ms);
    let start = from.plus(-LEAD_MS).max(stay.admitted);
    if start >= until {
        return Ok(Vec::new());
    }
    let runs = store.runs(start, until).await?;
    let story = Story::read(store, stay, &runs, start, until).await?;
    let folded = drive::fold(store, &[story], &Progress::default(), |story| vec![story.fold(None, Answers::AsStored)]).await?;
    // Everything told until now counts: what rang late has rung.
    let told = store.told_between(stay.id, start, now).await?;
    let rings = folded
        .iter()
        .flat_map(|folded| &folded.told)
        .flatten()
        .filter(|alert| is_looked_for(alert.alert.rule) && !alert.alert.while_offline);
    let rings = rings.flat_map(|alert| alert.steps.iter().filter(|step| is_ring(step)).map(move |step| (alert, step)));
    let missed = rings.filter(|(alert, step)| step.at >= from && !was_told(&told, alert, step));
    Ok(missed.map(|(alert, step)| Missed { rule: alert.alert.rule, at: step.at, priority: step.priority }).collect())
}

/// True for the rules on the limits of one vital sign. Rules over several vital signs look back for days, and two hours of
/// readings would give them half of what they knew.
const fn is_looked_for(rule: Rule) -> bool {
    matches!(rule, Rule::VitalLow(_) | Rule::VitalHigh(_))
}

fn is_ring(step: &Step) -> bool {
    matches!(step.change, Change::Raised | Change::Reactivated | Change::PriorityRaised | Change::SeverityRaised)
}

/// True if somebody was told of it, then or later, or knew of it already.
fn was_told(stored: &[AlertRecord], alert: &AlertRecord, ring: &Step) -> bool {
    let same = stored.iter().filter(|told| told.of() == alert.of());
    same.into_iter().any(|told| {
        let rang = told.steps.iter().any(|step| is_ring(step) && step.priority >= ring.priority && step.at.since(ring.at) >= -SLACK_MS);
        let was_open = told.open_at(ring.at).is_some_and(|open| open.priority >= ring.priority);
        rang || was_open
    })
}
