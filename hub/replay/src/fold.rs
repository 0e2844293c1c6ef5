//! One stay, judged again as the hub judged it: woken whenever it asks to be, between what arrived and what happened.
//!
//! Frames, values by hand, changes and acts come with the instants that the store has of them. Three things it does not
//! have, and they are put in their place: that a gateway was heard in between (only its silences are stored: outside of them
//! it counts as heard each [`HEARD_EACH_MS`]), the monotonic clock (the wall clock stands for it), and ids of alerts.

use crate::event::{Act, Did, Event, Happened, Quiet, What};
use crate::nurse::Nurse;
use hearth_alerts::budget::{BY_HAND_SPEAKS_MS, RESTORE_MS};
use hearth_alerts::rules::knowledge::HandEntry;
use hearth_alerts::rules::news2;
use hearth_alerts::verdict::Found;
use hearth_alerts::{
    Alert, AlertId, ByHand, Course, EVENTS_LOOK_BACK_MS, Episode, EventAt, Expected, FrameAt, KeptQuiet, Limits, Now, Past, Rule,
    SEVERAL_VITALS, Stretch, Transition,
};
use hearth_vitals::{DeviceId, GatewayId, MonoMs, Reading, Vital, WallMs};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// How often a gateway that is not silent is heard, in milliseconds.
const HEARD_EACH_MS: i64 = 10_000;
/// How often in a row an episode may ask to be woken at once; one that asks more often has not done its work and waits for what
/// comes.
const WOKEN_AT_ONCE_MAX: u32 = 64;
/// The most frames that are kept for a restart that lies ahead; a hub reads fewer.
const RECENT_MAX: usize = 65_536;

/// Who responds to the alerts of the fold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    /// The people who responded, at the times when they did.
    AsStored,
    /// One simulated nurse who always does the same.
    ByTheNurse,
}

/// The state of a stay when the fold begins.
#[derive(Debug, Clone)]
pub struct Begin {
    /// When the fold begins.
    pub at: WallMs,
    /// The alarm limits in force then.
    pub limits: Limits,
    /// What the profile said about the course at that time.
    pub course: Course,
    /// The devices that were bound then.
    pub expected: Vec<Expected>,
    /// What people kept quiet then.
    pub kept_quiet: KeptQuiet,
    /// The alerts that were open then.
    pub open: Vec<Alert>,
    /// The newest valid value of each vital that people had written down.
    pub by_hand: Vec<ByHand>,
    /// What had happened at the home, as far as rules look back, in the order of arrival.
    pub happened: Vec<Happened>,
    /// The times in which nothing was heard of its gateways, sorted by beginning.
    pub quiets: Vec<Quiet>,
    /// When the hub started again later on, ascending.
    pub restarts: Vec<WallMs>,
    /// The profile to judge by in place of the stay's own; `None` for its own.
    pub instead: Option<Instead>,
    /// Who responds to the alerts of the fold.
    pub answers: Answers,
}

/// A profile by which a stay is judged in place of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Instead {
    /// The alarm limits that are tried.
    pub limits: Limits,
    /// The course; `None` for the stay's own.
    pub course: Option<Course>,
}

/// The fold and what it has told so far.
#[derive(Debug, Clone)]
pub struct Fold {
    episode: Episode,
    limits: Limits,
    course: Course,
    expected: Vec<Expected>,
    kept_quiet: KeptQuiet,
    instead: Option<Instead>,
    quiets: Vec<Quiet>,
    restarts: VecDeque<WallMs>,
    recent: VecDeque<Kept>,
    by_hand: BTreeMap<Vital, ByHand>,
    happened: Vec<Happened>,
    nurse: Option<Nurse>,
    heard: WallMs,
    is_down: bool,
    last_id: u128,
    told: Vec<Transition>,
    /// The stretches that a restart reads again, besides frames.
    stretches: BTreeMap<(Vital, WallMs), Stretch>,
    closed: Vec<Alert>,
}

/// A frame that a restart will read again.
#[derive(Debug, Clone)]
struct Kept {
    device: DeviceId,
    at: WallMs,
    received: WallMs,
    readings: Vec<Reading>,
}

/// Both clocks, derived from the wall clock, which alone is known here.
fn now(wall: WallMs) -> Now {
    Now { wall, mono: mono(wall) }
}

fn mono(wall: WallMs) -> MonoMs {
    MonoMs(wall.0.max(0).unsigned_abs())
}

/// What happened, as far as rules look back from this instant.
fn events(happened: &[Happened], at: WallMs) -> Vec<EventAt<'_>> {
    happened.iter().filter(|one| at.since(one.received) < EVENTS_LOOK_BACK_MS).map(Happened::event).collect()
}

/// Values by hand in the form for the rules over several vital signs.
fn said(by_hand: &[ByHand]) -> Vec<HandEntry> {
    let said = |entry: &ByHand| {
        let found = Found::Number { vital: entry.vital, raw: entry.noted.value(entry.vital)? };
        Some(HandEntry { at: entry.at, found, site: None })
    };
    by_hand.iter().filter_map(said).collect()
}

impl Fold {
    /// Begins a fold of a stay as it was. Alerts raised from now on are numbered from 1.
    pub fn new(begin: Begin) -> Fold {
        let Begin { at, limits, course, expected, kept_quiet, open, by_hand, happened, quiets, restarts, instead, answers } = begin;
        let course = instead.as_ref().and_then(|instead| instead.course).unwrap_or(course);
        let limits = instead.as_ref().map_or(limits, |instead| instead.limits.clone());
        let mut episode = Episode::restore(
            (limits.clone(), course),
            expected.clone(),
            open,
            &Past { by_hand: &by_hand, said: &said(&by_hand), events: &events(&happened, at), ..Past::default() },
            now(at),
        );
        episode.keep_quiet(kept_quiet.clone());
        Fold {
            episode,
            limits,
            course,
            expected,
            kept_quiet,
            instead,
            quiets,
            restarts: restarts.into(),
            recent: VecDeque::new(),
            by_hand: by_hand.into_iter().map(|entry| (entry.vital, entry)).collect(),
            happened,
            nurse: (answers == Answers::ByTheNurse).then(|| Nurse::new(at)),
            heard: at,
            is_down: false,
            last_id: 0,
            told: Vec::new(),
            stretches: BTreeMap::new(),
            closed: Vec::new(),
        }
    }

    /// Takes a frame; frames must be given in the order of their arrival.
    pub fn frame(&mut self, frame: &FrameAt<'_>) {
        // Whatever the record of starts and ends says, a hub that received something was running.
        self.is_down = false;
        self.until(frame.received);
        let look_back_ms = self.limits.look_back_ms();
        if self.restarts.front().is_some_and(|start| start.since(frame.received) <= look_back_ms) {
            self.keep(frame);
        }
        self.act(frame.received, |episode, now, ids| episode.frame(frame, now, ids));
    }

    /// Takes the next event, after everything that time brings until then.
    pub fn event(&mut self, event: &Event) {
        self.until(event.at);
        match &event.what {
            What::Configured(limits, course, expected) => self.configure(limits, *course, expected, event.at),
            What::KeptQuiet(quiet) => {
                self.kept_quiet = quiet.clone();
                self.episode.keep_quiet(quiet.clone());
            }
            What::ByHand(vital, holds) => self.judge_by_hand(*vital, *holds, event.at),
            What::Happened(happened) => self.happen(happened, event.at),
            What::Heard(gateway) => self.act(event.at, |episode, now, ids| episode.gateway(gateway, now.mono, now, ids)),
            What::Act(act) if self.nurse.is_none() => self.person(act, event.at),
            What::Act(_) => {}
            What::IntakeStopped => self.episode.intake_impaired(),
            What::IntakeWorks => self.episode.intake_healthy_since(mono(event.at)),
            What::HubEnded => self.is_down = true,
            What::HubStarted => self.restart(event.at),
        }
    }

    /// Lets time pass: does what the rules do by themselves until then, each at its instant.
    pub fn until(&mut self, at: WallMs) {
        let mut at_once = 0;
        let mut last = None;
        while let Some(due) = self.due().filter(|due| *due <= at) {
            at_once = if last == Some(due) { at_once + 1 } else { 0 };
            if at_once > WOKEN_AT_ONCE_MAX {
                break;
            }
            last = Some(due);
            self.wake(due);
        }
    }

    /// The steps since the last call, in their order.
    pub fn take(&mut self) -> Vec<Transition> {
        std::mem::take(&mut self.told)
    }

    /// The instant when something is next due; `None` while no hub runs.
    fn due(&self) -> Option<WallMs> {
        if self.is_down {
            return None;
        }
        let wake = self.episode.next_wake().map(|wake| WallMs(i64::try_from(wake.0).unwrap_or(i64::MAX)).max(self.heard));
        let hears = (!self.expected.is_empty()).then(|| self.heard.plus(HEARD_EACH_MS));
        let looks = self.nurse.filter(|_| self.episode.open_alerts().next().is_some()).map(|nurse| nurse.next().max(self.heard));
        [wake, hears, looks].into_iter().flatten().min()
    }

    fn wake(&mut self, at: WallMs) {
        self.hear(at);
        self.act(at, |episode, now, ids| episode.tick(now, ids));
        if let Some(nurse) = self.nurse.as_mut().filter(|nurse| nurse.next() <= at) {
            nurse.look(&mut self.episode, now(at));
        }
    }

    /// Marks every gateway that is not silent now as heard.
    fn hear(&mut self, at: WallMs) {
        let is_quiet =
            |expected: &Expected| self.quiets.iter().any(|quiet| quiet.gateway == expected.gateway && quiet.from < at && at < quiet.until);
        let heard: BTreeSet<GatewayId> =
            self.expected.iter().filter(|expected| !is_quiet(expected)).map(|expected| expected.gateway.clone()).collect();
        for gateway in heard {
            self.act(at, |episode, now, ids| episode.gateway(&gateway, now.mono, now, ids));
        }
        self.heard = at;
    }

    fn act(&mut self, at: WallMs, what: impl FnOnce(&mut Episode, Now, &mut dyn FnMut() -> AlertId) -> Vec<Transition>) {
        let last = &mut self.last_id;
        let mut ids = || {
            *last += 1;
            AlertId(*last)
        };
        let steps = what(&mut self.episode, now(at), &mut ids);
        if !self.restarts.is_empty() {
            self.keep_chart(&steps, at);
        }
        if !steps.is_empty() {
            self.told.extend(steps);
        }
    }

    fn configure(&mut self, limits: &Limits, course: Course, expected: &[Expected], at: WallMs) {
        // A stay that has ended has no limits, under any profile.
        let has_ended = limits.iter().next().is_none() && expected.is_empty();
        let instead = self.instead.as_ref().filter(|_| !has_ended);
        self.limits = instead.map_or_else(|| limits.clone(), |instead| instead.limits.clone());
        let course = instead.and_then(|instead| instead.course).unwrap_or(course);
        self.expected = expected.to_vec();
        let (limits, expected) = (self.limits.clone(), self.expected.clone());
        self.course = course;
        self.act(at, |episode, now, ids| {
            let mut steps = episode.configure(limits, expected, now, ids);
            steps.extend(episode.set_course(course, now, ids));
            steps
        });
    }

    fn judge_by_hand(&mut self, vital: Vital, holds: Option<ByHand>, at: WallMs) {
        match holds {
            Some(entry) => self.by_hand.insert(vital, entry),
            None => self.by_hand.remove(&vital),
        };
        let said = said(&self.by_hand.values().copied().collect::<Vec<_>>());
        self.act(at, |episode, now, ids| {
            let mut steps = episode.by_hand(vital, holds, now, ids);
            steps.extend(episode.said(&said, now, ids));
            steps
        });
    }

    fn happen(&mut self, happened: &Happened, at: WallMs) {
        self.act(at, |episode, now, ids| episode.event(&happened.event(), now, ids));
        if !self.restarts.is_empty() {
            self.happened.push(happened.clone());
        }
    }

    /// Keeps what the store keeps for the rules over several vitals.
    fn keep_chart(&mut self, steps: &[Transition], at: WallMs) {
        for stretch in self.episode.take_stretches() {
            self.stretches.insert((stretch.vital, stretch.until), stretch);
        }
        let rules = || SEVERAL_VITALS.into_iter().chain([Rule::Call]);
        let is_wanted = |step: &&Transition| !step.alert.open && rules().any(|rule| rule == step.alert.rule);
        self.closed.extend(steps.iter().filter(is_wanted).map(|step| step.alert.clone()));
        let since = at.plus(-news2::LOOK_BACK_MS);
        self.stretches.retain(|(_, until), _| *until > since);
        self.closed.retain(|alert| at.since(alert.raised_at) < EVENTS_LOOK_BACK_MS);
    }

    /// Applies the act of a person to the alert that is open here; in the hub it had another id.
    fn person(&mut self, act: &Act, at: WallMs) {
        let same = |alert: &&Alert| alert.rule == act.rule && alert.subject == act.subject;
        let Some((id, version)) = self.episode.open_alerts().find(same).map(|alert| (alert.id, alert.version)) else { return };
        let steps = match &act.did {
            Did::Acknowledged => self.episode.acknowledge(id, version, act.by, now(at)).map(|step| vec![step]),
            Did::Acted(intent) => self.episode.take(id, version, act.by, *intent, now(at)),
            Did::Reviewed(note) => self.episode.review(id, version, act.by, note, now(at)),
        };
        // An act that is refused is missing from what the fold tells, and so it is found.
        let steps = steps.unwrap_or_default();
        if !self.restarts.is_empty() {
            self.keep_chart(&steps, at);
        }
        self.told.extend(steps);
    }

    fn keep(&mut self, frame: &FrameAt<'_>) {
        if self.recent.len() >= RECENT_MAX {
            self.recent.pop_front();
        }
        let FrameAt { device, at, received, readings } = *frame;
        self.recent.push_back(Kept { device: device.clone(), at, received, readings: readings.to_vec() });
    }

    /// Rebuilds the engine as the hub does at a restart, from what is open and what was kept lately.
    fn restart(&mut self, at: WallMs) {
        let since = at.plus(-self.limits.look_back_ms());
        while self.restarts.front().is_some_and(|start| *start <= at) {
            self.restarts.pop_front();
        }
        let kept = std::mem::take(&mut self.recent);
        let history: Vec<FrameAt<'_>> = kept
            .iter()
            .filter(|kept| kept.at >= since || kept.received >= since)
            .map(|kept| FrameAt { device: &kept.device, at: kept.at, received: kept.received, readings: &kept.readings })
            .collect();
        let by_hand_since = at.plus(-RESTORE_MS - BY_HAND_SPEAKS_MS);
        let by_hand: Vec<ByHand> =
            self.by_hand.values().filter(|entry| entry.at >= by_hand_since || entry.entered >= by_hand_since).copied().collect();
        let open = self.episode.open_alerts().cloned().collect();
        let is_spot =
            |frame: &&FrameAt<'_>| self.expected.iter().any(|expected| expected.cadence_ms == 0 && expected.device == *frame.device);
        let past = Past {
            frames: &history,
            spots: &history.iter().filter(is_spot).copied().collect::<Vec<_>>(),
            by_hand: &by_hand,
            said: &said(&by_hand),
            stretches: &self.stretches.values().copied().collect::<Vec<_>>(),
            events: &events(&self.happened, at),
            closed: &self.closed,
        };
        self.episode = Episode::restore((self.limits.clone(), self.course), self.expected.clone(), open, &past, now(at));
        self.episode.keep_quiet(self.kept_quiet.clone());
        // The next restart may come soon, and reads these again.
        self.recent = kept;
        self.is_down = false;
        self.heard = at;
    }
}
