//! One look at one stay: what the stored readings of the last minutes should have told.
//!
//! Only what nobody was told counts. An alert that rang at another moment, because its readings found their time late or a
//! database was slow, has rung; so has one that was open already and as urgent. What began and ended in late readings is
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

/// Nothing that takes longer than this to decide is looked for, ms: a delay of an hour, doubled for doubtful values, and what
/// a restart reads besides.
const LEAD_MS: i64 = 2 * 3_600_000 + 900_000;
/// A commit may have waited for its database so long, ms.
const SLACK_MS: i64 = 30_000;

/// Something that should have rung and did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// The rule.
    pub rule: Rule,
    /// When it should have rung.
    pub at: WallMs,
    /// How urgent.
    pub priority: Priority,
}

impl Missed {
    /// In words that name no patient and no value.
    pub fn words(&self, stay: Uuid) -> String {
        format!("stay {stay}: {} ({}) should have rung at {} and did not", self.rule, self.priority, instant(self.at))
    }
}

/// What the readings of a stay should have told from `from` until a moment ago, and nobody was told.
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
    // Whatever was told until now: what rang late has rung.
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

/// The limits of a vital. Rules over several vitals look back for days, and two hours of readings would give them half of what
/// they knew.
const fn is_looked_for(rule: Rule) -> bool {
    matches!(rule, Rule::VitalLow(_) | Rule::VitalHigh(_))
}

fn is_ring(step: &Step) -> bool {
    matches!(step.change, Change::Raised | Change::Reactivated | Change::PriorityRaised | Change::SeverityRaised)
}

/// Whether somebody was told of it, then or later, or knew of it already.
fn was_told(stored: &[AlertRecord], alert: &AlertRecord, ring: &Step) -> bool {
    let same = stored.iter().filter(|told| told.of() == alert.of());
    same.into_iter().any(|told| {
        let rang = told.steps.iter().any(|step| is_ring(step) && step.priority >= ring.priority && step.at.since(ring.at) >= -SLACK_MS);
        let was_open = told.open_at(ring.at).is_some_and(|open| open.priority >= ring.priority);
        rang || was_open
    })
}
