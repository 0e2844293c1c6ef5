//! Acts of people on alerts.

use super::{Entry, OpenAlerts};
use crate::alert::{ActError, Actor, AlertId, Now, StaffId, Transition};
use crate::budget::NOTE_BYTES_MAX;
use crate::doing::{Doing, Intent, Remind};
use crate::words::{By, Change, Condition, Response, Why};

/// The same act again within this time is a second press, or a screen that tries again (ms): as long as an act may be under way.
const AGAIN_MS: i64 = 15_000;

impl OpenAlerts {
    fn find(&self, alert: AlertId) -> Result<usize, ActError> {
        self.entries.iter().position(|entry| entry.alert.id == alert).ok_or(ActError::NotFound)
    }

    /// "I have it." The first person wins. An alert that rang again since `version` was shown is not the one that the person
    /// meant, so it is refused.
    pub fn acknowledge(&mut self, alert: AlertId, version: u32, by: StaffId, now: Now) -> Result<Transition, ActError> {
        let index = self.find(alert)?;
        let entry = &mut self.entries[index];
        if let Some((by, at)) = entry.alert.acknowledged {
            return Err(ActError::AlreadyAcknowledged { by, at });
        }
        entry.check_seen(version)?;
        Ok(entry.taken(by, now))
    }

    /// "I have it, and this is what I do." Takes it if nobody has it; who has it may say something else as often as they like, and
    /// what is said replaces what was said. One that rang again since `version` was shown is refused as for
    /// [`OpenAlerts::acknowledge`]. No step if they have just said the same: a second try moves no reminder.
    pub fn take(&mut self, alert: AlertId, version: u32, by: StaffId, intent: Intent, now: Now) -> Result<Vec<Transition>, ActError> {
        if intent.is_nothing() {
            return self.acknowledge(alert, version, by, now).map(|step| vec![step]);
        }
        let index = self.find(alert)?;
        let entry = &mut self.entries[index];
        if let Some((by, at)) = entry.alert.acknowledged.filter(|(owner, _)| *owner != by) {
            return Err(ActError::AlreadyAcknowledged { by, at });
        }
        entry.check_seen(version)?;
        if !intent.is_for(entry.alert.priority) {
            return Err(ActError::ReminderTooLate { max_min: Remind::minutes_max(entry.alert.priority) });
        }
        if entry.has_just_said(intent, now) {
            return Ok(Vec::new());
        }
        let taken = entry.alert.acknowledged.is_none().then(|| entry.taken(by, now));
        // An owner who names no time keeps the reminder that they had asked for.
        let awaited = entry.alert.doing.remind_at.filter(|at| at.since(now.wall) > 0);
        let said = intent.at(now.wall);
        entry.alert.doing = Doing { remind_at: said.remind_at.or(awaited), ..said };
        entry.said = Some((intent, now.mono_ms()));
        let acted = entry.person_step(Change::Acted, by, "", now);
        Ok(taken.into_iter().chain([acted]).collect())
    }

    /// "I have it from you." Whoever had it, or nobody, it is this person's from now on. One that rang again since `version` was
    /// shown is refused as for [`OpenAlerts::acknowledge`]. `None` when the person has it already.
    pub fn take_over(&mut self, alert: AlertId, version: u32, by: StaffId, now: Now) -> Result<Option<Transition>, ActError> {
        let index = self.find(alert)?;
        let entry = &mut self.entries[index];
        entry.check_seen(version)?;
        if entry.alert.acknowledged.is_some_and(|(owner, _)| owner == by) {
            return Ok(None);
        }
        entry.alert.acknowledged = Some((by, now.wall));
        (entry.alert.response, entry.alert.doing, entry.said) = (Response::Acknowledged, Doing::default(), None);
        Ok(Some(entry.person_step(Change::Acknowledged, by, Why::HandedOver.as_str(), now)))
    }

    /// "I have looked at it after it ended." Closes the alert. What only people end, such as a call, ends by it: "I have seen to
    /// it."
    pub fn review(&mut self, alert: AlertId, version: u32, by: StaffId, note: &str, now: Now) -> Result<Vec<Transition>, ActError> {
        let index = self.find(alert)?;
        let entry = &mut self.entries[index];
        entry.check_seen(version)?;
        let is_active = entry.alert.condition != Condition::Cleared;
        if is_active && !entry.alert.rule.is_ended_by_people() {
            return Err(ActError::StillActive);
        }
        if note.len() > NOTE_BYTES_MAX {
            return Err(ActError::NoteTooLong { max: NOTE_BYTES_MAX });
        }
        let ended = is_active.then(|| entry.end_by_person(now));
        entry.alert.reviewed = Some((by, now.wall));
        entry.alert.response = Response::Reviewed;
        let reviewed = entry.person_step(Change::Reviewed, by, note, now);
        let mut entry = self.entries.remove(index);
        entry.alert.open = false;
        let closed = entry.rule_step(Change::Closed, By::CloseWhenReviewed, Why::EndedReviewed, now);
        Ok(ended.into_iter().chain([reviewed, closed]).collect())
    }
}

impl Entry {
    fn has_just_said(&self, intent: Intent, now: Now) -> bool {
        let is_again = |(said, at_ms): (Intent, i64)| said == intent && now.mono_ms().saturating_sub(at_ms) < AGAIN_MS;
        self.alert.acknowledged.is_some() && self.said.is_some_and(is_again)
    }

    fn check_seen(&self, version: u32) -> Result<(), ActError> {
        let current = self.alert.version;
        if version < self.rang_version || version > current { Err(ActError::Stale { current }) } else { Ok(()) }
    }

    fn taken(&mut self, by: StaffId, now: Now) -> Transition {
        self.alert.acknowledged = Some((by, now.wall));
        self.alert.response = Response::Acknowledged;
        self.person_step(Change::Acknowledged, by, Why::Acknowledged.as_str(), now)
    }

    fn end_by_person(&mut self, now: Now) -> Transition {
        self.alert.condition = Condition::Cleared;
        self.alert.cleared_at = Some(now.wall);
        self.cleared_mono = now.mono_ms();
        self.rule_step(Change::Cleared, By::Event, Why::CallAnswered, now)
    }

    fn person_step(&mut self, change: Change, by: StaffId, reason: &str, now: Now) -> Transition {
        self.one_step(change, Actor::Person(by), reason, now)
    }

    fn rule_step(&mut self, change: Change, rule: By, reason: Why, now: Now) -> Transition {
        self.one_step(change, Actor::Rule(rule), reason.as_str(), now)
    }

    fn one_step(&mut self, change: Change, actor: Actor, reason: &str, now: Now) -> Transition {
        self.alert.version = self.alert.version.saturating_add(1);
        self.told = self.alert.extreme;
        Transition { alert: self.alert.clone(), change, at: now.wall, actor, value: None, reason: reason.into() }
    }
}
