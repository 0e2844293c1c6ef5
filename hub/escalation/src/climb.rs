//! How far one alert has climbed.

use crate::budget::{COMMIT_MS, PAUSES_MAX, RECEIPT_MS, REMINDER_MS, RUNGS_MAX};
use crate::delivery::{Delivery, Receipt};
use crate::due::Due;
use crate::ladder::Ladder;
use crate::open::{Open, Reachable};
use crate::pause::{Pause, PauseError, Paused, Resumed, StoredPause, Until};
use crate::post::Posts;
use crate::quiet::{Ended, Quiet};
use crate::step::{Step, To, Unheard, What};
use hearth_alerts::doing::remind_ms_max;
use hearth_alerts::{AlertId, Now, Priority, StaffId};
use hearth_vitals::WallMs;

/// A rung that has fired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fired {
    /// The posts that it reached.
    pub posts: Posts,
    /// When it was due.
    pub due: WallMs,
    /// When it fired.
    pub at: WallMs,
    /// How far it is known to have reached people.
    pub delivery: Delivery,
}

/// The climb of one open alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Climb {
    alert: AlertId,
    priority: Priority,
    active: bool,
    acknowledged: Option<(StaffId, WallMs)>,
    /// When the owner last asked to be reminded.
    asked: Option<WallMs>,
    round: u32,
    /// How many rungs this round begins with at the same instant; at least one.
    at_once: u8,
    fired: Vec<Fired>,
    reminders: u32,
    reminded_everyone: bool,
    pauses: u8,
    pause: Option<Paused>,
    next: Option<Due>,
    receipt: Option<Due>,
    reminder: Option<Due>,
    /// Base instant of the next reminder: the acknowledgement or the last reminder. The delay that the owner asks for is counted
    /// from here.
    told: Option<Due>,
}

/// A climb as it is stored: its deadlines are wall instants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredClimb {
    /// The alert that climbs.
    pub alert: AlertId,
    /// Its priority at the last step.
    pub priority: Priority,
    /// Whether its condition was active.
    pub active: bool,
    /// Who had it, and since when.
    pub acknowledged: Option<(StaffId, WallMs)>,
    /// The last reminder that the owner asked for. It is kept after it was given, so that it is not given twice.
    pub asked: Option<WallMs>,
    /// The round, from 1.
    pub round: u32,
    /// How many rungs the round begins with at the same instant.
    pub at_once: u8,
    /// The rungs of this round that have fired, in order.
    pub fired: Vec<Fired>,
    /// How often the owner has been reminded.
    pub reminders: u32,
    /// Whether the last reminder went to everyone, because the owner had no screen.
    pub reminded_everyone: bool,
    /// How often it was paused in this round.
    pub pauses: u8,
    /// The pause under way.
    pub pause: Option<StoredPause>,
    /// When the next rung is due.
    pub next: Option<WallMs>,
    /// Until when a screen has to confirm the rung that fired last.
    pub receipt: Option<WallMs>,
    /// When the owner is reminded next.
    pub reminder: Option<WallMs>,
}

impl StoredClimb {
    /// How far away the reminder can be, ms: as far as the longest delay that may be asked for while such a request is pending,
    /// otherwise the usual interval.
    fn remind_within_ms(&self) -> i64 {
        let is_awaited = self.asked.zip(self.reminder).is_some_and(|(asked, reminder)| reminder <= asked);
        if is_awaited { remind_ms_max(self.priority) } else { REMINDER_MS }
    }

    /// When the owner took the alert or was last reminded. The latter is not stored; it is worked out from the next reminder.
    fn told_last(&self) -> Option<WallMs> {
        let (_, taken) = self.acknowledged?;
        let reminded = self.reminder.filter(|_| self.reminders > 0);
        Some(reminded.map_or(taken, |reminder| reminder.plus(-REMINDER_MS)))
    }
}

impl Climb {
    /// Begins the climb of an alert that was not known. It counts as open since it was raised, however late it becomes known. But
    /// if it was raised long before `looked`, the last time at which it was not among the open alerts, it counts from then:
    /// otherwise a wall clock that is set forwards just after the alert would fire all its rungs at once.
    pub(crate) fn begin(open: &Open, looked: Option<Due>, now: Now) -> Climb {
        let since = Due::since(open.raised_at, now);
        let since = looked.filter(|looked| since < looked.plus(-COMMIT_MS)).unwrap_or(since);
        Climb {
            alert: open.id,
            priority: open.priority,
            active: open.active,
            acknowledged: None,
            asked: None,
            round: 1,
            at_once: 1,
            fired: Vec::new(),
            reminders: 0,
            reminded_everyone: false,
            pauses: 0,
            pause: None,
            next: Some(since),
            receipt: None,
            reminder: None,
            told: None,
        }
    }

    /// Takes up a stored climb.
    pub(crate) fn restore(stored: StoredClimb, ladder: &Ladder, now: Now) -> Climb {
        let rung = u8::try_from(stored.fired.len()).unwrap_or(u8::MAX);
        let of_ladder_ms = ladder.delay_ms(rung, rung <= stored.at_once);
        // The site's ladder may have become longer since it was stored.
        let more = stored.fired.last().filter(|_| stored.acknowledged.is_none() && stored.fired.len() < ladder.rungs().len());
        let next = stored.next.or_else(|| more.map(|last| last.due.plus(of_ladder_ms)));
        let due = |wall: Option<WallMs>, within_ms| wall.map(|wall| Due::restore(wall, within_ms, now));
        Climb {
            alert: stored.alert,
            priority: stored.priority,
            active: stored.active,
            acknowledged: stored.acknowledged,
            asked: stored.asked,
            round: stored.round,
            at_once: stored.at_once.max(1),
            next: due(next, of_ladder_ms),
            // Screens could not confirm while the hub was down, so they get their whole time again.
            receipt: stored.receipt.map(|_| Due::now(now).plus(RECEIPT_MS)),
            reminder: due(stored.reminder, stored.remind_within_ms()),
            told: stored.told_last().map(|told| Due::since(told, now)),
            pause: stored.pause.map(|pause| Paused::restore(&pause, now)),
            pauses: stored.pauses,
            fired: stored.fired,
            reminders: stored.reminders,
            reminded_everyone: stored.reminded_everyone,
        }
    }

    /// The climb as it is stored, with deadlines as instants of the wall clock now.
    pub fn stored(&self, now: Now) -> StoredClimb {
        let wall = |due: Option<Due>| due.map(|due| due.wall(now));
        StoredClimb {
            alert: self.alert,
            priority: self.priority,
            active: self.active,
            acknowledged: self.acknowledged,
            asked: self.asked,
            round: self.round,
            at_once: self.at_once,
            fired: self.fired.clone(),
            reminders: self.reminders,
            reminded_everyone: self.reminded_everyone,
            pauses: self.pauses,
            pause: self.pause.map(|pause| pause.stored(now)),
            next: wall(self.next),
            receipt: wall(self.receipt),
            reminder: wall(self.reminder),
        }
    }

    /// The alert that climbs.
    pub const fn alert(&self) -> AlertId {
        self.alert
    }

    /// The priority by whose ladder it climbs.
    pub const fn priority(&self) -> Priority {
        self.priority
    }

    /// A rung of this round that has fired, from 1.
    pub fn fired(&self, rung: u8) -> Option<&Fired> {
        self.fired.get(usize::from(rung).checked_sub(1)?)
    }

    /// True if the alert has become more urgent since it was last looked at, or was raised again.
    pub(crate) fn is_behind(&self, open: &Open) -> bool {
        let is_raised_again = (open.active && !self.active) || (self.acknowledged.is_some() && open.acknowledged.is_none());
        is_raised_again || open.priority > self.priority
    }

    /// True if a rung of this round found nobody who could hear it, nobody has heard it since, and nobody has the alert.
    pub fn is_unheard(&self) -> bool {
        let nobody_heard = |fired: &Fired| fired.delivery.unheard && fired.delivery.receipt.is_none();
        self.acknowledged.is_none() && self.fired.iter().any(nobody_heard)
    }

    /// The next rung, from 1, and whom it will reach; `None` if the alert climbs no further as it is now.
    pub fn next_rung(&self, ladder: &Ladder) -> Option<(u8, Posts)> {
        self.next?;
        let posts = *ladder.rungs().get(self.fired.len())?;
        (self.active || posts.has_the_team()).then_some((self.fired.len() as u8 + 1, posts))
    }

    /// When it next has something to do.
    pub(crate) fn due(&self, ladder: &Ladder) -> Option<Due> {
        if let Some(pause) = self.pause {
            // What keeps alerts of a stay quiet wakes the machine by itself.
            return if let Until::Due(until) = pause.until { Some(until) } else { None };
        }
        let next = self.next.filter(|_| self.next_rung(ladder).is_some());
        [next, self.receipt, self.reminder].into_iter().flatten().min()
    }

    /// Compares the climb with the alert as it is now, and takes the steps that follow.
    pub(crate) fn meet(&mut self, open: &Open, now: Now, out: &mut Vec<Step>) {
        let rose = open.priority > self.priority;
        self.priority = self.priority.max(open.priority);
        match (self.acknowledged, open.acknowledged) {
            (known, Some(has)) if known != Some(has) => self.stop(has, now, out),
            (Some(_), None) => self.again(1, now),
            // Nobody has it and it has become more urgent: the rungs so far fire again at the new priority, because those who
            // were called for less must know. No rung is skipped.
            (None, None) if rose => self.again(self.fired.len().max(1) as u8, now),
            _ => {}
        }
        self.set_active(open.active, now);
        if self.acknowledged.is_some() && self.asked != open.remind_at {
            self.ask(open.remind_at, now);
        }
    }

    /// Notes when the owner asks to be reminded. Several requests together can put a reminder off by at most the longest delay
    /// that may be asked for, counted from the reminder that would have come by itself. An owner who names no time puts nothing
    /// off.
    fn ask(&mut self, remind_at: Option<WallMs>, now: Now) {
        self.asked = remind_at;
        let within_ms = remind_ms_max(self.priority);
        let by_itself = Due::now(now).plus(REMINDER_MS);
        let kept = self.reminder.map_or(by_itself, |reminder| reminder.min(by_itself));
        let due = remind_at.map_or(kept, |at| Due::restore(at, within_ms, now));
        let latest = self.told.map(|told| told.plus(REMINDER_MS + within_ms));
        self.reminder = self.active.then_some(latest.map_or(due, |latest| due.min(latest)));
    }

    fn stop(&mut self, has: (StaffId, WallMs), now: Now, out: &mut Vec<Step>) {
        (self.acknowledged, self.asked, self.reminders, self.reminded_everyone) = (Some(has), None, 0, false);
        if let Some(last) = self.fired.last_mut() {
            last.delivery.answered(has.1);
        }
        (self.next, self.receipt) = (None, None);
        let since = Due::since(has.1, now);
        (self.told, self.reminder) = (Some(since), Some(since.plus(REMINDER_MS)));
        out.push(self.step(What::Stopped { by: has.0 }, now));
    }

    fn again(&mut self, at_once: u8, now: Now) {
        self.round = self.round.saturating_add(1);
        (self.at_once, self.acknowledged, self.asked, self.reminders, self.pauses) = (at_once, None, None, 0, 0);
        self.fired.clear();
        (self.next, self.receipt, self.reminder, self.told) = (Some(Due::now(now)), None, None, None);
    }

    /// After the condition has ended, the owner is not reminded and people outside the team are not called, until it comes back.
    fn set_active(&mut self, active: bool, now: Now) {
        if active && !self.active {
            self.next = self.next.map(|next| next.max(Due::now(now)));
        }
        self.active = active;
        if !active {
            self.reminder = None;
        } else if self.acknowledged.is_some() && self.reminder.is_none() {
            self.reminder = Some(Due::now(now).plus(REMINDER_MS));
        }
    }

    /// Takes all steps that are due, in order.
    pub(crate) fn pass(&mut self, stay: Option<u128>, ladder: &Ladder, reachable: &Reachable, now: Now, out: &mut Vec<Step>) {
        match self.pause {
            Some(Paused { until: Until::Due(until), .. }) if until.is_over(now) => out.extend(self.resume_from(Resumed::Over, until, now)),
            Some(_) => return,
            None => {}
        }
        // Each rung fires once and is found unheard at most once, which bounds the loop.
        for _ in 0..2 * RUNGS_MAX {
            let next = self.next.filter(|due| due.is_over(now)).and_then(|due| Some((due, self.next_rung(ladder)?)));
            let receipt = self.receipt.filter(|due| due.is_over(now));
            match (receipt, next) {
                (Some(receipt), next) if next.is_none_or(|(due, _)| receipt <= due) => self.unheard(Unheard::NoReceipt, receipt, now, out),
                (_, Some((due, (rung, posts)))) => self.fire((rung, posts), stay, due, ladder, now, out, reachable),
                _ => break,
            }
        }
        self.remind(reachable, now, out);
    }

    #[expect(clippy::too_many_arguments, reason = "one call, and each of them decides something")]
    fn fire(
        &mut self,
        (rung, posts): (u8, Posts),
        stay: Option<u128>,
        due: Due,
        ladder: &Ladder,
        now: Now,
        out: &mut Vec<Step>,
        reachable: &Reachable,
    ) {
        let due_wall = due.wall(now);
        self.fired.push(Fired { posts, due: due_wall, at: now.wall, delivery: Delivery::default() });
        out.push(self.step(What::Fired { rung, posts, due: due_wall }, now));
        let delay_ms = if rung < self.at_once { 0 } else { ladder.delay_ms(rung, rung == self.at_once) };
        self.next = (self.fired.len() < ladder.rungs().len()).then(|| due.plus(delay_ms));
        self.receipt = Some(Due::now(now).plus(RECEIPT_MS));
        if !reachable.may_hear(stay, posts) {
            self.unheard(Unheard::NoScreen, due, now, out);
        }
    }

    /// Notes that nobody heard the rung that fired last; that is known since `known`, so the next rung is due then.
    fn unheard(&mut self, why: Unheard, known: Due, now: Now, out: &mut Vec<Step>) {
        let rung = self.fired.len() as u8;
        if let Some(last) = self.fired.last_mut() {
            last.delivery.unheard = true;
        }
        self.receipt = None;
        self.next = self.next.map(|next| next.min(known));
        out.push(self.step(What::Unheard { rung, why }, now));
    }

    /// Reminders that were missed while the hub was down are given as one.
    fn remind(&mut self, reachable: &Reachable, now: Now, out: &mut Vec<Step>) {
        let (Some(due), Some((owner, _))) = (self.reminder.filter(|due| due.is_over(now)), self.acknowledged) else { return };
        self.reminders = self.reminders.saturating_add(1);
        let to = if reachable.may_hear_person(owner) { To::Owner(owner) } else { To::Everyone };
        self.reminded_everyone = to == To::Everyone;
        self.told = Some(Due::now(now));
        let following = due.plus(REMINDER_MS);
        self.reminder = Some(if following.is_over(now) { Due::now(now).plus(REMINDER_MS) } else { following });
        out.push(self.step(What::Reminded { nth: self.reminders, to }, now));
    }

    /// Takes what a screen says of a rung. `None` if it is known already, or if this round has no such rung.
    pub(crate) fn receive(&mut self, round: u32, rung: u8, receipt: Receipt, by: StaffId, now: Now) -> Option<Step> {
        let index = usize::from(rung).checked_sub(1)?;
        let is_last = index + 1 == self.fired.len();
        let fired = self.fired.get_mut(index).filter(|_| round == self.round)?;
        if !fired.delivery.note(receipt, by, now.wall) {
            return None;
        }
        if is_last {
            self.receipt = None;
        }
        Some(self.step(What::Received { rung, receipt, by }, now))
    }

    pub(crate) fn pause(&mut self, open: &Open, pause: Pause, by: StaffId, now: Now) -> Result<Step, PauseError> {
        match self.pause {
            _ if self.priority != pause.priority => Err(PauseError::Changed),
            Some(_) => Err(PauseError::Already),
            None if self.pauses >= PAUSES_MAX => Err(PauseError::TooOften),
            None => {
                let paused = Paused::begin(open, pause, by, now);
                (self.pause, self.pauses) = (Some(paused), self.pauses + 1);
                Ok(self.paused(&paused, now))
            }
        }
    }

    /// Pauses the alert while something keeps it quiet (`cover`), and goes on when that is no more among what is quiet, or not about this
    /// alert. It stands in place of a pause of this alert alone, and is not counted as one.
    pub(crate) fn keep_quiet(
        &mut self,
        open: &Open,
        cover: Option<&Quiet>,
        (quiets, ended): (&[Quiet], &[Ended]),
        now: Now,
        out: &mut Vec<Step>,
    ) {
        let kept = self.pause.and_then(|pause| pause.until.quiet());
        if kept.is_some() && kept == cover.map(|quiet| quiet.id) {
            return;
        }
        if let Some(id) = kept {
            let end = ended.iter().find(|ended| ended.quiet.id == id);
            // Still there, and no longer about this alert: it became more urgent. What is gone without a word is over with its stay.
            let gone = if quiets.iter().any(|quiet| quiet.id == id) { Resumed::Worse } else { Resumed::Over };
            let (why, from) = end.map_or((gone, Due::now(now)), |end| (end.why, end.from));
            out.extend(self.resume_from(why, from, now));
        }
        if let Some(quiet) = cover {
            // Who keeps it quiet for hours ends the pause of minutes: each pause on record has its end there.
            out.extend(self.resume(Resumed::By(quiet.by), now));
            let paused = Paused::held(open, (quiet.by, quiet.reason()), Until::Quiet(quiet.id, quiet.until), now);
            self.pause = Some(paused);
            out.push(self.paused(&paused, now));
        }
    }

    fn paused(&self, paused: &Paused, now: Now) -> Step {
        let until = paused.due().map(|due| due.wall(now));
        self.step(What::Paused { by: paused.by, reason: paused.reason, until }, now)
    }

    /// True while something that is quiet for the stay pauses it.
    pub(crate) fn is_kept_quiet(&self) -> bool {
        self.pause.is_some_and(|pause| pause.until.quiet().is_some())
    }

    /// Ends the pause, if one is under way: what was due meanwhile is due now.
    pub(crate) fn resume(&mut self, why: Resumed, now: Now) -> Option<Step> {
        self.resume_from(why, Due::now(now), now)
    }

    fn resume_from(&mut self, why: Resumed, from: Due, now: Now) -> Option<Step> {
        self.pause.take()?;
        let not_before = |due: Option<Due>| due.map(|due| due.max(from));
        (self.next, self.reminder) = (not_before(self.next), not_before(self.reminder));
        self.receipt = not_before(self.receipt);
        Some(self.step(What::Resumed { why }, now))
    }

    /// Ends the pause if the alert is worse than it was then, or if there is news about the patient.
    pub(crate) fn break_pause(&mut self, open: &Open, news: &[Open], now: Now, out: &mut Vec<Step>) {
        // What keeps alerts of a stay quiet ends by rules of its own.
        let Some(pause) = self.pause.filter(|pause| pause.until.quiet().is_none()) else { return };
        let void = self.acknowledged.is_some() && open.acknowledged.is_none();
        let why = if void || open.priority > self.priority { Some(Resumed::Worse) } else { pause.broken_by(open, news) };
        out.extend(why.and_then(|why| self.resume(why, now)));
    }

    const fn step(&self, what: What, now: Now) -> Step {
        Step { alert: self.alert, priority: self.priority, round: self.round, at: now.wall, what }
    }
}
