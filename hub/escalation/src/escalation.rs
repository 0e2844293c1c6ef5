//! All open alerts of one site, and how far each has climbed.

use crate::climb::{Climb, StoredClimb};
use crate::delivery::Receipt;
use crate::due::Due;
use crate::ladder::Ladders;
use crate::open::{Open, Reachable};
use crate::pause::{Pause, PauseError, Resumed};
use crate::quiet::{Ended, Quiet, QuietError, QuietWish, Quieted, StoredQuiet};
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
    /// What keeps alerts quiet, in the order in which it began.
    quiets: Vec<Quiet>,
    /// What has ended since it was last asked for.
    ended: Vec<Ended>,
    /// When [`Escalation::advance`] was last given all open alerts; `None` before the first time.
    looked: Option<Due>,
}

impl Escalation {
    /// A site without open alerts.
    pub const fn new(ladders: Ladders) -> Escalation {
        Escalation { ladders, climbs: BTreeMap::new(), quiets: Vec::new(), ended: Vec::new(), looked: None }
    }

    /// Restores the stored climbs. Steps that became due meanwhile come with the next [`Escalation::advance`].
    pub fn restore(ladders: Ladders, stored: impl IntoIterator<Item = StoredClimb>, quiets: &[StoredQuiet], now: Now) -> Escalation {
        let climb = |stored: StoredClimb| (stored.alert, Climb::restore(stored.clone(), ladders.of(stored.priority), now));
        let climbs = stored.into_iter().map(climb).collect();
        let quiets = quiets.iter().map(|quiet| Quiet::restore(quiet, now)).collect();
        Escalation { ladders, climbs, quiets, ended: Vec::new(), looked: None }
    }

    /// Takes all steps that are due for the alerts that are open now, the most urgent first, each alert's in order. An
    /// alert that is not among `all` is closed, and forgotten.
    pub fn advance(&mut self, all: &[Open], reachable: &Reachable, now: Now) -> Vec<Step> {
        let ids: BTreeSet<AlertId> = all.iter().map(|open| open.id).collect();
        self.climbs.retain(|id, _| ids.contains(id));
        let mut by_urgency: Vec<&Open> = all.iter().collect();
        by_urgency.sort_by_key(|open| (Reverse(open.priority), open.raised_at, open.id));
        let mut steps = Vec::new();
        let news = self.news(all);
        self.end_quiets((all, &news), now);
        for open in by_urgency {
            let climb = self.climbs.entry(open.id).or_insert_with(|| Climb::begin(open, self.looked, now));
            climb.break_pause(open, &news, now, &mut steps);
            climb.meet(open, now, &mut steps);
            let cover = self.quiets.iter().find(|quiet| quiet.covers(open));
            climb.keep_quiet(open, cover, (&self.quiets, &self.ended), now, &mut steps);
            climb.pass(open.stay, self.ladders.of(climb.priority()), reachable, now, &mut steps);
        }
        for quiet in &mut self.quiets {
            quiet.learn(all);
        }
        self.looked = Some(Due::now(now));
        steps
    }

    /// Ends what is quiet no more.
    fn end_quiets(&mut self, open: (&[Open], &[Open]), now: Now) {
        let quiets = self.quiets.clone();
        let end = |quiet: &Quiet| quiet.ends(open, &quiets, now).map(|(why, from)| Ended { quiet: *quiet, why, from });
        self.ended.extend(quiets.iter().filter_map(end));
        self.quiets.retain(|quiet| self.ended.iter().all(|ended| ended.quiet.id != quiet.id));
    }

    /// Keeps something of a stay quiet, from the next [`Escalation::advance`] on.
    ///
    /// # Errors
    /// [`QuietError::High`], [`QuietError::Already`].
    pub fn quieten(&mut self, wish: QuietWish, (id, stay): (u128, u128), by: StaffId, all: &[Open], now: Now) -> Result<(), QuietError> {
        let is_context = |what: Quieted| matches!(what, Quieted::Context(_));
        let is_same = |quiet: &Quiet| quiet.what == wish.what || is_context(quiet.what) && is_context(wish.what);
        if self.quiets.iter().any(|quiet| quiet.stay == stay && is_same(quiet)) {
            return Err(QuietError::Already);
        }
        self.quiets.push(Quiet::begin(wish, id, stay, by, all, now)?);
        Ok(())
    }

    /// Ends what is quiet before its time, from the next [`Escalation::advance`] on. False if it is not there.
    pub fn unquieten(&mut self, id: u128, by: StaffId, now: Now) -> bool {
        let Some(place) = self.quiets.iter().position(|quiet| quiet.id == id) else { return false };
        self.ended.push(Ended { quiet: self.quiets.remove(place), why: Resumed::By(by), from: Due::now(now) });
        true
    }

    /// Forgets what is quiet of stays that are over: nothing is left to be quiet.
    pub fn keep_stays(&mut self, is_open: impl Fn(u128) -> bool) {
        self.quiets.retain(|quiet| is_open(quiet.stay));
    }

    /// What keeps alerts quiet now, in the order in which it began.
    pub fn quiets(&self) -> &[Quiet] {
        &self.quiets
    }

    /// What has ended and was not asked for yet.
    pub fn take_ended(&mut self) -> Vec<Ended> {
        std::mem::take(&mut self.ended)
    }

    /// The alerts that are new, were raised again, or have become more urgent since they were last looked at. Each is compared with its
    /// climb and with no clock, which may have been set meanwhile.
    fn news(&self, all: &[Open]) -> Vec<Open> {
        let is_news = |open: &&Open| self.climbs.get(&open.id).is_none_or(|climb| climb.is_behind(open));
        all.iter().filter(is_news).copied().collect()
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

    /// Ends a pause before its time. `None` if none is under way, or something is quiet that names the alert: it would be paused
    /// again at the next look, so that is what has to be ended.
    pub fn resume(&mut self, alert: AlertId, by: StaffId, now: Now) -> Option<Step> {
        self.climbs.get_mut(&alert).filter(|climb| !climb.is_kept_quiet())?.resume(Resumed::By(by), now)
    }

    /// When [`Escalation::advance`] will next have something to do by itself.
    pub fn next_wake(&self) -> Option<MonoMs> {
        let climbs = self.climbs.values().filter_map(|climb| climb.due(self.ladders.of(climb.priority())));
        climbs.chain(self.quiets.iter().filter_map(|quiet| quiet.until)).min().map(|due| due.wake())
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
