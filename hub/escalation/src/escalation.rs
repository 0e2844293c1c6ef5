//! All open alerts of one site, and how far each has climbed.

use crate::climb::{Climb, StoredClimb};
use crate::delivery::Receipt;
use crate::due::Due;
use crate::ladder::Ladders;
use crate::open::{Open, Reachable};
use crate::pause::{Pause, PauseError, Resumed};
use crate::step::Step;
use hearth_alerts::{AlertId, Now, StaffId};
use hearth_vitals::MonoMs;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The climbs of all open alerts of one site: one for each, and none for any other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalation {
    ladders: Ladders,
    climbs: BTreeMap<AlertId, Climb>,
    /// When [`Escalation::advance`] was last given all open alerts; `None` before the first time.
    looked: Option<Due>,
}

impl Escalation {
    /// A site without open alerts.
    pub const fn new(ladders: Ladders) -> Escalation {
        Escalation { ladders, climbs: BTreeMap::new(), looked: None }
    }

    /// Restores the stored climbs. Steps that became due meanwhile come with the next [`Escalation::advance`].
    pub fn restore(ladders: Ladders, stored: impl IntoIterator<Item = StoredClimb>, now: Now) -> Escalation {
        let climb = |stored: StoredClimb| (stored.alert, Climb::restore(stored.clone(), ladders.of(stored.priority), now));
        let climbs = stored.into_iter().map(climb).collect();
        Escalation { ladders, climbs, looked: None }
    }

    /// Takes all steps that are due for the alerts that are open now, the most urgent first, each alert's in order. An
    /// alert that is not among `all` is closed, and forgotten.
    pub fn advance(&mut self, all: &[Open], reachable: &Reachable, now: Now) -> Vec<Step> {
        let ids: BTreeSet<AlertId> = all.iter().map(|open| open.id).collect();
        self.climbs.retain(|id, _| ids.contains(id));
        let mut by_urgency: Vec<&Open> = all.iter().collect();
        by_urgency.sort_by_key(|open| (Reverse(open.priority), open.raised_at, open.id));
        let mut steps = Vec::new();
        let risen = self.risen(all);
        for open in by_urgency {
            let climb = self.climbs.entry(open.id).or_insert_with(|| Climb::begin(open, self.looked, now));
            climb.break_pause(open, (all, &risen), now, &mut steps);
            climb.meet(open, now, &mut steps);
            climb.pass(open.stay, self.ladders.of(climb.priority()), reachable, now, &mut steps);
        }
        self.looked = Some(Due::now(now));
        steps
    }

    /// The alerts that have become more urgent since they were last looked at.
    fn risen(&self, all: &[Open]) -> Vec<Open> {
        let is_risen = |open: &&Open| self.climbs.get(&open.id).is_some_and(|climb| open.priority > climb.priority());
        all.iter().filter(is_risen).copied().collect()
    }

    /// A screen says what became of a rung. `None` if that is not news, or of no rung that is under way.
    pub fn receive(&mut self, alert: AlertId, round: u32, rung: u8, receipt: Receipt, by: StaffId, now: Now) -> Option<Step> {
        self.climbs.get_mut(&alert)?.receive(round, rung, receipt, by, now)
    }

    /// Pauses an alert: until its end it neither climbs nor sounds, unless something is new or worse.
    ///
    /// # Errors
    /// [`PauseError::Changed`], [`PauseError::Already`], [`PauseError::TooOften`].
    pub fn pause(&mut self, open: &Open, pause: Pause, by: StaffId, now: Now) -> Result<Step, PauseError> {
        self.climbs.get_mut(&open.id).ok_or(PauseError::Changed)?.pause(open, pause, by, now)
    }

    /// Ends a pause before its time. `None` if none is under way.
    pub fn resume(&mut self, alert: AlertId, by: StaffId, now: Now) -> Option<Step> {
        self.climbs.get_mut(&alert)?.resume(Resumed::By(by), now)
    }

    /// When [`Escalation::advance`] will next have something to do by itself.
    pub fn next_wake(&self) -> Option<MonoMs> {
        self.climbs.values().filter_map(|climb| climb.due(self.ladders.of(climb.priority()))).min().map(|due| due.wake())
    }

    /// True while some alert has a rung that nobody could hear, that nobody has heard since, and nobody has taken the alert.
    pub fn is_unheard(&self) -> bool {
        self.climbs.values().any(Climb::is_unheard)
    }

    /// The climbs, by alert.
    pub fn climbs(&self) -> impl Iterator<Item = &Climb> {
        self.climbs.values()
    }

    /// The climb of an open alert.
    pub fn climb(&self, alert: AlertId) -> Option<&Climb> {
        self.climbs.get(&alert)
    }

    /// The ladders of this site.
    pub const fn ladders(&self) -> &Ladders {
        &self.ladders
    }
}
