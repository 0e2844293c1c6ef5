//! What is quiet, as the store has it, and what of it has to be written again.

use super::MOVED_MS;
use hearth_alerts::Now;
use hearth_escalation::{Ended, Escalation, Quiet, StoredQuiet};
use hearth_store::escalations::EscalationChange;
use hearth_store::quiets::QuietRow;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The rows of what is quiet now, by id.
#[derive(Default)]
pub(super) struct QuietRows(BTreeMap<u128, QuietRow>);

/// True if it has to be written again: deadlines move by a few milliseconds each time that they are converted to the wall clock.
fn moved(new: &StoredQuiet, old: &StoredQuiet) -> bool {
    let ends_elsewhere = new.until.zip(old.until).is_some_and(|(new, old)| new.since(old).abs() > MOVED_MS);
    new.level != old.level || ends_elsewhere
}

impl QuietRows {
    /// What was read from the store.
    pub fn read(rows: Vec<QuietRow>) -> QuietRows {
        QuietRows(rows.into_iter().map(|row| (row.quiet.id, row)).collect())
    }

    /// The rows, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &QuietRow> {
        self.0.values()
    }

    /// True while nothing is quiet.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True if this is quiet, and of this stay.
    pub fn is_of(&self, id: u128, stay: u128) -> bool {
        self.0.get(&id).is_some_and(|row| row.quiet.stay == stay)
    }

    /// Keeps the rows of these stays alone.
    pub fn keep_stays(&mut self, is_open: impl Fn(u128) -> bool) {
        self.0.retain(|_, row| is_open(row.quiet.stay));
    }

    /// What is not as it was stored. `begun`: the id of what has just begun, and why. What has ended in the same turn in which it began is
    /// written too: whoever asked for it was told that it began.
    pub fn changed(&self, escalation: &Escalation, ended: &[Ended], begun: Option<&(u128, String)>, now: Now) -> Vec<QuietRow> {
        let is_unknown = |ended: &&Ended| !self.0.contains_key(&ended.quiet.id);
        let all = escalation.quiets().iter().chain(ended.iter().filter(is_unknown).map(|ended| &ended.quiet));
        let of = |quiet: &Quiet| {
            let new = quiet.stored(now);
            let reason = match (self.0.get(&quiet.id), begun) {
                (Some(old), _) if !moved(&new, &old.quiet) => return None,
                (Some(old), _) => old.reason.clone(),
                (None, Some((id, reason))) if *id == quiet.id => reason.clone(),
                (None, _) => String::new(),
            };
            Some(QuietRow { quiet: new, reason })
        };
        all.filter_map(of).collect()
    }

    /// Takes what was written, and forgets what is quiet no more.
    pub fn take(&mut self, written: Vec<QuietRow>, escalation: &Escalation) {
        self.0.extend(written.into_iter().map(|row| (row.quiet.id, row)));
        self.0.retain(|id, _| escalation.quiets().iter().any(|quiet| quiet.id == *id));
    }
}

/// Logs what is quiet now, and what no more.
pub(super) fn note(change: &EscalationChange) {
    for QuietRow { quiet, .. } in &change.quiets {
        tracing::info!(quiet = %Uuid::from_u128(quiet.id), by = %Uuid::from_u128(quiet.by.0), "something of a stay is kept quiet");
    }
    for (ended, _) in &change.ended {
        tracing::info!(quiet = %Uuid::from_u128(ended.quiet.id), why = ended.why.as_str(), "something of a stay is quiet no more");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_alerts::{Rule, StaffId};
    use hearth_escalation::{Ladders, QuietWish, Quieted};
    use hearth_vitals::{MonoMs, Vital, WallMs};

    #[test]
    fn what_ends_in_the_turn_in_which_it_began_is_on_record_with_its_reason() {
        let now = Now { wall: WallMs(1_790_000_000_000), mono: MonoMs(1_000) };
        let mut escalation = Escalation::new(Ladders::standard());
        let wish = QuietWish::try_new(Quieted::Rule(Rule::VitalLow(Vital::Spo2)), Some(3_600_000)).unwrap();
        escalation.quieten(wish, (7, 1), StaffId(2), &[], now).unwrap();
        assert!(escalation.unquieten(7, StaffId(2), now));
        let ended = escalation.take_ended();
        let begun = (7, "known".to_owned());
        let rows = QuietRows::default().changed(&escalation, &ended, Some(&begun), now);
        assert_eq!(rows.iter().map(|row| (row.quiet.id, row.reason.as_str())).collect::<Vec<_>>(), [(7, "known")]);
        let mut known = QuietRows::default();
        known.take(rows, &escalation);
        assert!(known.is_empty(), "and it is quiet no more");
    }
}
