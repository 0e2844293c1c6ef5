//! A small hub around one episode: clocks, wakes, a store of transitions, restarts. Times are ms since the beginning of
//! the story.

use hearth_alerts::budget::{BY_HAND_SPEAKS_MS, RESTORE_MS};
use hearth_alerts::rules::knowledge::{HandEntry, LOOK_BACK_MS};
use hearth_alerts::verdict::Found;
use hearth_alerts::{
    ActError, Alert, AlertId, ByHand, Course, Episode, EventAt, Expected, FrameAt, KeptQuiet, Limits, Now, OwedNow, Past, StaffId, Stretch,
    Transition, Upkeep,
};
use hearth_vitals::{ClockQuality, DeviceId, EventKind, GatewayId, MonoMs, Reading, Vital, WallMs};
use std::collections::BTreeMap;

/// 2026-01-01T00:00:00Z: the beginning of every story.
pub const BEGIN: WallMs = WallMs(1_767_225_600_000);
const BEGIN_MONO: u64 = 5_000_000;

#[derive(Debug, Clone)]
pub struct Heard {
    pub device: DeviceId,
    pub at: WallMs,
    pub received: WallMs,
    pub readings: Vec<Reading>,
}

impl Heard {
    pub fn as_frame(&self) -> FrameAt<'_> {
        FrameAt { device: &self.device, at: self.at, received: self.received, readings: &self.readings }
    }
}

/// What the engine answered, with the time in the story.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    Step(Box<Transition>),
    Refused(StaffId, ActError),
    /// Somebody asked for settings that cannot be, and why.
    NotSo(String),
}

pub struct Rig {
    pub episode: Episode,
    pub limits: Limits,
    pub course: Course,
    quiet: KeptQuiet,
    pub expected: Vec<Expected>,
    pub told: Vec<(i64, Told)>,
    t: i64,
    skew_ms: i64,
    ids: u128,
    arrived: Vec<Heard>,
    written: Vec<ByHand>,
    /// Words of people, beside the vitals that they wrote down.
    found: Vec<HandEntry>,
    stretches: BTreeMap<(Vital, WallMs), Stretch>,
    happened: Vec<Happened>,
}

/// Something that happened at the home.
#[derive(Debug, Clone)]
pub struct Happened {
    pub device: Option<DeviceId>,
    pub at: WallMs,
    pub received: WallMs,
    pub kind: EventKind,
}

impl Happened {
    pub fn as_event(&self) -> EventAt<'_> {
        EventAt { device: self.device.as_ref(), at: self.at, received: self.received, kind: self.kind }
    }
}

impl Rig {
    pub fn new(limits: Limits, expected: Vec<Expected>) -> Rig {
        let begin = Now { wall: BEGIN, mono: MonoMs(BEGIN_MONO) };
        let episode = Episode::new(limits.clone(), expected.clone(), begin);
        Rig {
            episode,
            limits,
            course: Course::default(),
            quiet: KeptQuiet::default(),
            expected,
            told: Vec::new(),
            t: 0,
            skew_ms: 0,
            ids: 0,
            arrived: Vec::new(),
            written: Vec::new(),
            found: Vec::new(),
            stretches: BTreeMap::new(),
            happened: Vec::new(),
        }
    }

    pub fn now(&self) -> Now {
        Now { wall: BEGIN.plus(self.t + self.skew_ms), mono: MonoMs(BEGIN_MONO + self.t.unsigned_abs()) }
    }

    fn act(&mut self, event: impl FnOnce(&mut Episode, Now, &mut dyn FnMut() -> AlertId) -> Vec<Transition>) {
        let now = self.now();
        let ids = &mut self.ids;
        let mut draw = || {
            *ids += 1;
            AlertId(*ids)
        };
        let steps = event(&mut self.episode, now, &mut draw);
        self.told.extend(steps.into_iter().map(|step| (self.t, Told::Step(step.into()))));
        for stretch in self.episode.take_stretches() {
            // As the store keeps them.
            let kept = self.stretches.entry((stretch.vital, stretch.until)).or_insert(stretch);
            if kept.streamed.fullness() < stretch.streamed.fullness() {
                *kept = stretch;
            }
        }
    }

    /// Lets time pass until `t`, and wakes the engine whenever it asked for that.
    pub fn run_to(&mut self, t: i64) {
        while let Some(wake) = self.episode.next_wake() {
            let due = i64::try_from(wake.0).unwrap() - i64::try_from(BEGIN_MONO).unwrap();
            if due > t {
                break;
            }
            self.t = self.t.max(due);
            self.act(|episode, now, ids| episode.tick(now, ids));
            let again = self.episode.next_wake();
            assert!(again.is_none_or(|again| again > self.now().mono), "woken at {wake:?}, wants to be woken again at {again:?}");
        }
        self.t = t;
    }

    pub fn frame(&mut self, device: &DeviceId, at: WallMs, readings: Vec<Reading>) {
        let heard = Heard { device: device.clone(), at, received: self.now().wall, readings };
        self.act(|episode, now, ids| episode.frame(&heard.as_frame(), now, ids));
        self.arrived.push(heard);
    }

    /// Something happens at the home.
    pub fn happens(&mut self, device: Option<DeviceId>, at: WallMs, kind: EventKind) {
        let happened = Happened { device, at, received: self.now().wall, kind };
        self.act(|episode, now, ids| episode.event(&happened.as_event(), now, ids));
        self.happened.push(happened);
    }

    /// The gateway says how its clock and its disk are.
    pub fn upkeep(&mut self, at: WallMs, clock: ClockQuality, free_bytes: u64) {
        let said = Upkeep { at, clock, free_bytes };
        self.act(|episode, now, ids| episode.upkeep(&home(), said, now, ids));
    }

    /// Somebody writes a vital down; the newest that holds is told to the engine, as the hub does.
    pub fn write(&mut self, entry: ByHand) {
        self.written.push(entry);
        self.tell_by_hand(entry.vital);
    }

    /// The newest value by hand of this vital was entered in error.
    pub fn withdraw(&mut self, vital: Vital) {
        let newest = self.holds(vital).unwrap();
        self.written.retain(|entry| *entry != newest);
        self.tell_by_hand(vital);
    }

    fn holds(&self, vital: Vital) -> Option<ByHand> {
        self.written.iter().filter(|entry| entry.vital == vital && entry.speaks()).max_by_key(|entry| entry.at).copied()
    }

    fn tell_by_hand(&mut self, vital: Vital) {
        let holds = self.holds(vital);
        self.act(|episode, now, ids| episode.by_hand(vital, holds, now, ids));
        self.tell_said();
    }

    fn tell_said(&mut self) {
        let said = self.said();
        self.act(|episode, now, ids| episode.said(&said, now, ids));
    }

    fn said(&self) -> Vec<HandEntry> {
        let number = |entry: &ByHand| {
            let found = Found::Number { vital: entry.vital, raw: entry.noted.value(entry.vital)? };
            Some(HandEntry { at: entry.at, found, site: None })
        };
        let since = self.now().wall.plus(-LOOK_BACK_MS);
        self.written.iter().filter_map(number).chain(self.found.iter().copied()).filter(|said| said.at >= since).collect()
    }

    /// Somebody writes down what is no vital.
    pub fn find(&mut self, found: HandEntry) {
        self.found.push(found);
        self.tell_said();
    }

    /// The profile says something else of the course.
    pub fn set_course(&mut self, course: Course) {
        self.course = course;
        self.act(|episode, now, ids| episode.set_course(course, now, ids));
    }

    /// People keep this quiet, and nothing else.
    pub fn keep_quiet(&mut self, quiet: KeptQuiet) {
        self.quiet = quiet.clone();
        self.act(|episode, now, ids| {
            episode.keep_quiet(quiet);
            episode.tick(now, ids)
        });
    }

    /// It was looked at what the patient is owed.
    pub fn owed(&mut self, owed: OwedNow) {
        self.act(|episode, now, ids| episode.owed(owed, now, ids));
    }

    pub fn home_heard(&mut self, gateway: &GatewayId) {
        self.act(|episode, now, ids| episode.gateway(gateway, now.mono, now, ids));
    }

    pub fn configure(&mut self) {
        let (limits, expected) = (self.limits.clone(), self.expected.clone());
        self.act(|episode, now, ids| episode.configure(limits, expected, now, ids));
    }

    /// Somebody has asked for settings that cannot be: everything stays as it is.
    pub fn refused(&mut self, why: String) {
        self.told.push((self.t, Told::NotSo(why)));
    }

    pub fn acknowledge(&mut self, alert: AlertId, version: u32, by: StaffId) {
        match self.episode.acknowledge(alert, version, by, self.now()) {
            Ok(step) => self.told.push((self.t, Told::Step(step.into()))),
            Err(error) => self.told.push((self.t, Told::Refused(by, error))),
        }
    }

    pub fn review(&mut self, alert: AlertId, version: u32, by: StaffId, note: &str) {
        match self.episode.review(alert, version, by, note, self.now()) {
            Ok(steps) => self.told.extend(steps.into_iter().map(|step| (self.t, Told::Step(step.into())))),
            Err(error) => self.told.push((self.t, Told::Refused(by, error))),
        }
    }

    pub fn clock_jumps(&mut self, ms: i64) {
        self.skew_ms += ms;
    }

    pub fn steps(&self) -> impl Iterator<Item = &Transition> {
        self.told.iter().filter_map(|(_, told)| if let Told::Step(step) = told { Some(step.as_ref()) } else { None })
    }

    /// The open alerts as the store has them: the newest transition of each.
    pub fn stored(&self) -> Vec<Alert> {
        self.alerts().into_iter().filter(|alert| alert.open).collect()
    }

    fn alerts(&self) -> Vec<Alert> {
        let mut alerts: Vec<Alert> = Vec::new();
        for step in self.steps() {
            alerts.retain(|alert| alert.id != step.alert.id);
            alerts.push(step.alert.clone());
        }
        alerts
    }

    /// The hub process is killed and starts again.
    pub fn restart(&mut self) {
        let since = self.now().wall.plus(-RESTORE_MS);
        self.restore_from(since);
        if self.episode.looks_further(since) {
            self.restore_from(self.now().wall.plus(-self.limits.look_back_ms()));
        }
    }

    /// It reads what arrived since then.
    pub fn restore_from(&mut self, since: WallMs) {
        let history: Vec<_> = self.arrived.iter().filter(|heard| heard.received >= since).map(Heard::as_frame).collect();
        let holds = Vital::ALL.into_iter().filter_map(|vital| self.holds(vital));
        let by_hand: Vec<ByHand> = holds.filter(|entry| entry.entered >= since.plus(-BY_HAND_SPEAKS_MS)).collect();
        let is_spot = |heard: &&Heard| self.expected.iter().any(|expected| expected.cadence_ms == 0 && expected.device == heard.device);
        let past = Past {
            frames: &history,
            spots: &self.arrived.iter().filter(is_spot).map(Heard::as_frame).collect::<Vec<_>>(),
            by_hand: &by_hand,
            said: &self.said(),
            stretches: &self.stretches.values().copied().collect::<Vec<_>>(),
            events: &self.happened.iter().map(Happened::as_event).collect::<Vec<_>>(),
            closed: &self.alerts().into_iter().filter(|alert| !alert.open).collect::<Vec<_>>(),
        };
        self.episode = Episode::restore((self.limits.clone(), self.course), self.expected.clone(), self.stored(), &past, self.now());
        self.episode.keep_quiet(self.quiet.clone());
    }
}

pub fn device(id: &str) -> DeviceId {
    DeviceId::new(id).unwrap()
}

pub fn home() -> GatewayId {
    GatewayId::new("home-0001").unwrap()
}

pub fn oximeter(cadence_ms: u32) -> Expected {
    Expected { device: device("oximeter"), vitals: vec![Vital::Spo2], cadence_ms, gateway: home() }
}
