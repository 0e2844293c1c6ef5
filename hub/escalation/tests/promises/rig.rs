//! A hub in miniature: one site, its screens, both clocks, a store, and restarts at any moment.

use hearth_alerts::{AlertId, Now, Priority, Rule, StaffId};
use hearth_escalation::{
    Ended, Escalation, Ladders, Open, Pause, PauseError, Post, Posts, QuietError, QuietWish, Quieted, Reachable, Reason, Receipt, Step,
    StoredClimb, StoredQuiet, What,
};
use hearth_vitals::{MonoMs, WallMs};
use std::collections::{BTreeMap, BTreeSet};

pub const BEGIN: WallMs = WallMs(1_790_000_000_000);
/// A working screen confirms after this long.
const SCREEN_MS: i64 = 1_000;
/// After a start it is not known for this long who can be reached.
const SETTLING_MS: i64 = 10_000;

pub struct Rig {
    /// True time since the beginning, ms.
    pub t: i64,
    pub open: Vec<Open>,
    pub posts: BTreeSet<Post>,
    pub people: BTreeSet<StaffId>,
    /// False: screens are connected, but say nothing.
    pub screens_confirm: bool,
    /// True: the process is there, and its loop does not turn.
    pub hangs: bool,
    /// Every step with its true time.
    pub told: Vec<(i64, Step)>,
    ladders: Ladders,
    running: Option<Escalation>,
    stored: Vec<StoredClimb>,
    quiets: Vec<StoredQuiet>,
    /// What was quiet and is no more, with its true time.
    pub ended: Vec<(i64, Ended)>,
    /// What was refused, in words, with its true time.
    pub refused: Vec<(i64, String)>,
    wall_offset_ms: i64,
    mono_offset_ms: i64,
    settled_at: i64,
    receipts: Vec<(i64, AlertId, u32, u8)>,
}

impl Rig {
    pub fn new(posts: impl IntoIterator<Item = Post>) -> Rig {
        Rig::with(Ladders::standard(), posts)
    }

    pub fn with(ladders: Ladders, posts: impl IntoIterator<Item = Post>) -> Rig {
        Rig {
            t: 0,
            open: Vec::new(),
            posts: posts.into_iter().collect(),
            people: (1..=9).map(StaffId).collect(),
            screens_confirm: true,
            hangs: false,
            told: Vec::new(),
            running: Some(Escalation::new(ladders.clone())),
            ladders,
            stored: Vec::new(),
            quiets: Vec::new(),
            ended: Vec::new(),
            refused: Vec::new(),
            wall_offset_ms: 0,
            mono_offset_ms: 5_000_000,
            settled_at: i64::MIN,
            receipts: Vec::new(),
        }
    }

    pub fn now(&self) -> Now {
        let mono = MonoMs((self.t + self.mono_offset_ms).unsigned_abs());
        Now { wall: BEGIN.plus(self.t + self.wall_offset_ms), mono }
    }

    pub fn clock_jumps(&mut self, by_ms: i64) {
        self.wall_offset_ms += by_ms;
    }

    /// The hub is gone; what it stored stays.
    pub fn stop(&mut self) {
        self.running = None;
        self.receipts.clear();
    }

    /// Another process, perhaps on a machine that has just started: its monotonic clock has nothing to do with the last.
    pub fn start(&mut self) {
        self.mono_offset_ms = 1_000 - self.t;
        self.settled_at = self.t + SETTLING_MS;
        self.running = Some(Escalation::restore(self.ladders.clone(), self.stored.clone(), &self.quiets, self.now()));
        self.confirm_what_is_under_way();
        self.advance();
    }

    /// The same, after the site has changed its ladders.
    pub fn start_with(&mut self, ladders: Ladders) {
        self.ladders = ladders;
        self.start();
    }

    /// Screens that come back are told what is under way, and confirm it.
    fn confirm_what_is_under_way(&mut self) {
        for climb in self.stored.iter().filter(|_| self.screens_confirm) {
            let under_way = (1..).zip(&climb.fired).filter(|(_, fired)| fired.posts.iter().any(|post| self.posts.contains(&post)));
            self.receipts.extend(under_way.map(|(rung, _)| (self.t + SCREEN_MS, climb.alert, climb.round, rung)));
        }
    }

    pub fn escalation(&self) -> &Escalation {
        self.running.as_ref().unwrap()
    }

    fn reachable(&self) -> Reachable {
        if self.t < self.settled_at {
            return Reachable::Unknown;
        }
        Reachable::Known { posts: Posts::of(self.posts.iter().copied()), stays: BTreeMap::new(), people: self.people.clone() }
    }

    /// The loop turns: because something happened, or because it asked to be woken.
    pub fn advance(&mut self) {
        if self.hangs {
            return;
        }
        let (now, reachable) = (self.now(), self.reachable());
        let Some(running) = self.running.as_mut() else { return };
        let steps = running.advance(&self.open, &reachable, now);
        assert_eq!(running.advance(&self.open, &reachable, now), [], "a second turn at the same instant has nothing left to do");
        self.store();
        for step in steps {
            if let What::Fired { rung, posts, .. } = step.what
                && self.screens_confirm
                && posts.iter().any(|post| self.posts.contains(&post) || post == Post::Everyone && !self.posts.is_empty())
            {
                self.receipts.push((self.t + SCREEN_MS, step.alert, step.round, rung));
            }
            self.told.push((self.t, step));
        }
    }

    fn store(&mut self) {
        let now = self.now();
        self.stored = self.running.iter().flat_map(Escalation::climbs).map(|climb| climb.stored(now)).collect();
        self.quiets = self.running.iter().flat_map(|running| running.quiets()).map(|quiet| quiet.stored(now)).collect();
        let t = self.t;
        self.ended.extend(self.running.iter_mut().flat_map(Escalation::take_ended).map(|ended| (t, ended)));
    }

    fn next_event(&self) -> Option<i64> {
        if self.hangs {
            return None;
        }
        let woken = self.running.as_ref().and_then(Escalation::next_wake).map(|MonoMs(mono)| mono as i64 - self.mono_offset_ms);
        self.receipts.iter().map(|receipt| receipt.0).chain(woken).min()
    }

    pub fn run_to(&mut self, until: i64) {
        let mut turns = 0;
        while let Some(at) = self.next_event().filter(|at| *at <= until) {
            turns += 1;
            assert!(turns < 10_000, "the loop is woken again and again and does nothing");
            self.t = self.t.max(at);
            let (due, later) = self.receipts.drain(..).partition(|receipt| receipt.0 <= self.t);
            self.receipts = later;
            for (_, alert, round, rung) in due {
                self.receive(alert, round, rung, Receipt::Delivered);
            }
            self.advance();
        }
        self.t = self.t.max(until);
    }

    /// Somebody's screen says what became of the first round's rung.
    pub fn says(&mut self, id: u128, rung: u8, by: u128, receipt: Receipt) -> bool {
        let now = self.now();
        let step = self.running.as_mut().unwrap().receive(AlertId(id), 1, rung, receipt, StaffId(by), now);
        self.store();
        step.is_some()
    }

    pub fn receive(&mut self, alert: AlertId, round: u32, rung: u8, receipt: Receipt) -> bool {
        let now = self.now();
        let Some(step) = self.running.as_mut().and_then(|running| running.receive(alert, round, rung, receipt, StaffId(1), now)) else {
            return false;
        };
        self.store();
        self.told.push((self.t, step));
        true
    }

    pub fn raise(&mut self, id: u128, priority: Priority) {
        self.raise_of(id, priority, Rule::VitalLow(hearth_vitals::Vital::Spo2));
    }

    pub fn raise_of(&mut self, id: u128, priority: Priority, rule: Rule) {
        let raised_at = self.now().wall;
        self.open.push(Open {
            id: AlertId(id),
            rule,
            priority,
            active: true,
            acknowledged: None,
            remind_at: None,
            raised_at,
            extreme: None,
            limit: None,
            stay: Some(1),
        });
        self.advance();
    }

    /// Changes an open alert, as the engine would.
    pub fn change(&mut self, id: u128, change: impl FnOnce(&mut Open)) {
        change(self.open.iter_mut().find(|open| open.id == AlertId(id)).unwrap());
        self.advance();
    }

    pub fn acknowledge(&mut self, id: u128, by: u128) {
        let at = self.now().wall;
        self.change(id, |open| open.acknowledged = Some((StaffId(by), at)));
    }

    /// As the engine keeps it: who has it says what they do, and perhaps after how long to be reminded.
    pub fn acts(&mut self, id: u128, remind_ms: Option<i64>) {
        let now = self.now().wall;
        self.change(id, |open| open.remind_at = remind_ms.map(|ms| now.plus(ms)));
    }

    /// Somebody wants an alert paused; returns whether it is.
    pub fn pause(&mut self, id: u128, by: u128, rule: Rule, reason: Reason, length_s: Option<i64>) -> Result<(), PauseError> {
        let (now, open) = (self.now(), *self.open.iter().find(|open| open.id == AlertId(id)).unwrap());
        let pause = Pause::try_new(rule, open.priority, reason, length_s.map(|s| s * 1_000))?;
        let step = self.running.as_mut().unwrap().pause(&open, pause, StaffId(by), now)?;
        self.store();
        self.told.push((self.t, step));
        Ok(())
    }

    /// What was asked for must have been refused: it says why.
    pub fn refuse(&mut self, asked: Result<(), String>) {
        self.refused.push((self.t, asked.unwrap_err()));
    }

    /// Somebody wants something of the stay quiet; returns whether it is.
    pub fn quieten(&mut self, what: Quieted, by: u128, length_min: Option<i64>) -> Result<(), QuietError> {
        let now = self.now();
        let wish = QuietWish::try_new(what, length_min.map(|min| min * 60_000))?;
        let id = (self.t as u128) << 8 | self.quiets.len() as u128;
        self.running.as_mut().unwrap().quieten(wish, (id, 1), StaffId(by), &self.open, now)?;
        self.advance();
        Ok(())
    }

    /// Ends what was made quiet last.
    pub fn unquieten(&mut self, by: u128) {
        let (now, id) = (self.now(), self.quiets.last().unwrap().id);
        assert!(self.running.as_mut().unwrap().unquieten(id, StaffId(by), now));
        self.advance();
    }

    /// The stay is over: what was quiet of it is forgotten, and its alerts are still open.
    pub fn stay_ends(&mut self) {
        self.running.as_mut().unwrap().keep_stays(|_| false);
        self.advance();
    }

    /// Ends a pause; false if there is none that ends so.
    pub fn resume(&mut self, id: u128, by: u128) -> bool {
        let now = self.now();
        let Some(step) = self.running.as_mut().unwrap().resume(AlertId(id), StaffId(by), now) else { return false };
        self.told.push((self.t, step));
        self.advance();
        true
    }

    pub fn close(&mut self, id: u128) {
        self.open.retain(|open| open.id != AlertId(id));
        self.advance();
    }

    /// The rungs of an alert that fired: true time, round, rung.
    pub fn fired(&self, id: u128) -> Vec<(i64, u32, u8)> {
        let of = |(t, step): &(i64, Step)| match step.what {
            What::Fired { rung, .. } if step.alert == AlertId(id) => Some((*t, step.round, rung)),
            _ => None,
        };
        self.told.iter().filter_map(of).collect()
    }
}
