//! One stay as the store remembers it: everything except its frames.

use crate::engine::load;
use crate::limits;
use hearth_alerts::{Actor, Alert, ByHand, Change, Course, EVENTS_LOOK_BACK_MS, Expected, KeptQuiet, Limits};
use hearth_replay::{Act, AlertRecord, Answers, Begin, Did, Event, Fold, Happened, Instead, Quiet, What};
use hearth_store::events::EventRow;
use hearth_store::replay::{BoundSpan, HubRun, LimitsChange, ObservedThen, QuietSpan, StayRow, StoredFrame};
use hearth_store::{Store, StoreError};
use hearth_vitals::{DeviceId, GatewayId, Vital, WallMs};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// After this long without a sign of life in the store a hub counts as ended, in milliseconds: four times as long as it ever
/// waits between two.
const DEAD_AFTER_MS: i64 = 20_000;

/// What happened in a stay from one instant to another.
#[derive(Debug)]
pub struct Story {
    stay: Uuid,
    start: WallMs,
    until: WallMs,
    begin: (Limits, Course, Vec<Expected>),
    kept_quiet: Vec<QuietSpan>,
    by_hand: Vec<ByHand>,
    happened: Vec<Happened>,
    open: Vec<Alert>,
    spans: Vec<BoundSpan>,
    quiets: Vec<Quiet>,
    restarts: Vec<WallMs>,
    told: Vec<AlertRecord>,
    events: Vec<Event>,
}

impl Story {
    /// Reads the story of a stay from the store.
    ///
    /// # Errors
    /// As the store; [`StoreError::Defect`] for limits that this version cannot read.
    pub async fn read(store: &Store, stay: &StayRow, runs: &[HubRun], start: WallMs, until: WallMs) -> Result<Story, StoreError> {
        let told = store.told_between(stay.id, start, until).await?;
        let changes = store.limits_changes(stay.id).await?;
        let spans = store.bound_spans(stay.id).await?;
        let gateways: BTreeSet<GatewayId> = spans.iter().filter_map(|span| span.gateway.clone()).collect();
        let gateways: Vec<GatewayId> = gateways.into_iter().collect();
        let quiets = store.quiets(&gateways, start, until).await?;
        let observed = store.observed_then(stay.id, until).await?;
        let judged_by = JudgedBy { stay, changes: &changes, spans: &spans };
        let mut events = judged_by.events(start, until)?;
        let (by_hand, written) = written(&observed, start);
        events.extend(written);
        let rows = store.judged_events(&gateways, start.plus(-EVENTS_LOOK_BACK_MS), until).await?;
        let (happened, later): (Vec<_>, Vec<_>) = happened(&rows, &spans).partition(|one| one.received <= start);
        events.extend(later.into_iter().map(|one| Event { at: one.received, what: What::Happened(one) }));
        events.extend(of_gateways(&quiets));
        let kept_quiet = store.kept_quiet(stay.id).await?;
        let changes = kept_quiet.iter().flat_map(|(_, from, until)| [Some(*from), *until]).flatten();
        events.extend(changes.map(|at| Event { at, what: What::KeptQuiet(quiet_at(&kept_quiet, at)) }));
        events.extend(of_people(&told));
        let (of_the_hub, restarts) = of_the_hub(runs, start, until);
        events.extend(of_the_hub);
        events.retain(|event| event.at > start && event.at < until);
        events.sort_by_key(|event| event.at);
        let open = told.iter().filter_map(|told| told.open_at(start)).collect();
        let begin = judged_by.at(start)?;
        Ok(Story { stay: stay.id, start, until, begin, kept_quiet, by_hand, happened, open, spans, quiets, restarts, told, events })
    }

    /// A fold at the beginning of the story; `instead` replaces the stay's own profile.
    pub fn fold(&self, instead: Option<Instead>, answers: Answers) -> Fold {
        let (limits, course, expected) = self.begin.clone();
        Fold::new(Begin {
            at: self.start,
            limits,
            course,
            expected,
            kept_quiet: quiet_at(&self.kept_quiet, self.start),
            open: self.open.clone(),
            by_hand: self.by_hand.clone(),
            happened: self.happened.clone(),
            quiets: self.quiets.clone(),
            restarts: self.restarts.clone(),
            instead,
            answers,
        })
    }

    /// The stay that the story is of.
    pub fn stay(&self) -> Uuid {
        self.stay
    }

    /// The alerts of the stay that were told.
    pub fn told(&self) -> &[AlertRecord] {
        &self.told
    }

    /// The alerts that were open at the beginning, with their steps until then.
    pub fn open_at_first(&self) -> impl Iterator<Item = AlertRecord> {
        self.told.iter().filter_map(|told| {
            let alert = told.open_at(self.start)?;
            Some(AlertRecord { alert, steps: told.steps.iter().take_while(|step| step.at <= self.start).cloned().collect() })
        })
    }

    /// What happened besides the frames, in order of arrival.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// First instant of the story, and the first after it.
    pub fn span(&self) -> (WallMs, WallMs) {
        (self.start, self.until)
    }

    /// The devices of the stay, by their key in the store.
    pub fn devices(&self) -> BTreeMap<i32, DeviceId> {
        self.spans.iter().map(|span| (span.key, span.device.clone())).collect()
    }

    /// The instant from which the devices' measurements may be this stay's.
    pub fn measured(&self) -> WallMs {
        self.spans.iter().map(|span| span.from).min().unwrap_or(self.until)
    }

    /// True if a frame was judged as this patient's.
    pub fn has(&self, frame: &StoredFrame) -> bool {
        self.spans.iter().any(|span| {
            let ends_after = span.until.is_none_or(|until| frame.at < until) || span.ended.is_some_and(|ended| frame.received < ended);
            span.device == frame.device && span.from <= frame.at && ends_after && span.made <= frame.received
        })
    }
}

/// What a stay was judged by.
struct JudgedBy<'a> {
    stay: &'a StayRow,
    changes: &'a [LimitsChange],
    spans: &'a [BoundSpan],
}

impl JudgedBy<'_> {
    fn at(&self, at: WallMs) -> Result<(Limits, Course, Vec<Expected>), StoreError> {
        if self.stay.ended.is_some_and(|ended| ended <= at) {
            return Ok((Limits::default(), Course::default(), Vec::new()));
        }
        // What a later change replaced was in force at that time; without a later change, it was what is in force now.
        let limits: &Value = self.changes.iter().find(|change| change.at > at).map_or(&self.stay.limits, |change| &change.before);
        let limits = limits::from_store(limits).map_err(|error| StoreError::Defect(format!("stay {}: {error}", self.stay.id)))?;
        let bound = self.spans.iter().filter(|span| span.made <= at && span.ended.is_none_or(|ended| at < ended));
        let expected = bound.filter_map(|span| load::expected(&span.device, &span.protocol, span.gateway.as_ref())).collect();
        let course = self.changes.iter().rev().find(|change| change.at <= at).and_then(|change| change.course);
        Ok((limits, course.unwrap_or(self.stay.course), expected))
    }

    fn events(&self, start: WallMs, until: WallMs) -> Result<Vec<Event>, StoreError> {
        let of_devices = self.spans.iter().flat_map(|span| [Some(span.made), span.ended]).flatten();
        let instants: BTreeSet<WallMs> = self.changes.iter().map(|change| change.at).chain(of_devices).chain(self.stay.ended).collect();
        let within = instants.into_iter().filter(|at| *at > start && *at < until);
        within
            .map(|at| self.at(at).map(|(limits, course, expected)| Event { at, what: What::Configured(limits, course, expected) }))
            .collect()
    }
}

/// What was quiet at an instant.
fn quiet_at(spans: &[QuietSpan], at: WallMs) -> KeptQuiet {
    let lasts = |(_, from, until): &&QuietSpan| *from <= at && until.is_none_or(|until| at < until);
    load::quiet(spans.iter().filter(lasts).map(|(what, ..)| *what))
}

/// The values that people had written down for each vital sign at the beginning, and how they changed.
fn written(observed: &[ObservedThen], start: WallMs) -> (Vec<ByHand>, Vec<Event>) {
    let mut known: Vec<&ObservedThen> = Vec::new();
    let mut events = Vec::new();
    let mut first: BTreeMap<Vital, ByHand> = BTreeMap::new();
    for row in observed {
        known.push(row);
        let holds = newest(&known, row.vital);
        match holds {
            Some(entry) if row.entered <= start => drop(first.insert(row.vital, entry)),
            None if row.entered <= start => drop(first.remove(&row.vital)),
            _ => events.push(Event { at: row.entered, what: What::ByHand(row.vital, holds) }),
        }
    }
    (first.into_values().collect(), events)
}

/// The newest value of a vital sign that nobody has corrected or withdrawn.
fn newest(known: &[&ObservedThen], vital: Vital) -> Option<ByHand> {
    let is_corrected = |row: &ObservedThen| known.iter().any(|other| other.corrects == Some(row.id));
    let valid = known.iter().filter(|row| row.vital == vital && !is_corrected(row));
    let newest = valid.filter(|row| row.noted.is_some()).max_by_key(|row| (row.at, row.id))?;
    Some(ByHand { vital, noted: newest.noted?, at: newest.at, entered: newest.entered })
}

/// The events at the home of this stay: those of a device while it was bound to the stay, and those of no device while the stay
/// had a device of that home.
fn happened(rows: &[EventRow], spans: &[BoundSpan]) -> impl Iterator<Item = Happened> {
    rows.iter().filter_map(|row| {
        let at = row.at.unwrap_or(row.received);
        let worn = |span: &&BoundSpan| span.from <= at && span.until.is_none_or(|until| at < until);
        let its_own = |span: &BoundSpan| match &row.device {
            Some(device) => span.device == *device,
            None => span.gateway.as_ref() == Some(&row.gateway),
        };
        let is_of_stay = spans.iter().filter(worn).any(its_own);
        is_of_stay.then(|| Happened { device: row.device.clone(), at, received: row.received, kind: row.kind })
    })
}

fn of_gateways(quiets: &[Quiet]) -> impl Iterator<Item = Event> {
    quiets.iter().flat_map(|quiet| [quiet.from, quiet.until].map(|at| Event { at, what: What::Heard(quiet.gateway.clone()) }))
}

fn of_people(told: &[AlertRecord]) -> impl Iterator<Item = Event> {
    told.iter().flat_map(|told| {
        let (rule, subject) = told.of();
        told.steps.iter().filter_map(move |step| {
            let Actor::Person(by) = step.actor else { return None };
            let did = match step.change {
                Change::Acknowledged => Did::Acknowledged,
                Change::Acted => Did::Acted(step.doing.intent(step.at)),
                Change::Reviewed => Did::Reviewed(step.reason.clone()),
                _ => return None,
            };
            Some(Event { at: step.at, what: What::Act(Act { rule, subject: subject.clone(), by, did }) })
        })
    })
}

/// The times at which the hub started, ended and received nothing; and its starts after the first instant.
fn of_the_hub(runs: &[HubRun], start: WallMs, until: WallMs) -> (Vec<Event>, Vec<WallMs>) {
    let mut events = Vec::new();
    for (place, run) in runs.iter().enumerate() {
        events.push(Event { at: run.started, what: What::HubStarted });
        for (from, until) in &run.pauses {
            events.push(Event { at: *from, what: What::IntakeStopped });
            events.extend(until.map(|at| Event { at, what: What::IntakeWorks }));
        }
        if place + 1 < runs.len() || until.since(run.alive) > DEAD_AFTER_MS {
            // A hub that ended before the first instant is down at it.
            events.push(Event { at: run.alive.max(start.plus(1)), what: What::HubEnded });
        }
    }
    // An older end, moved to the first instant, must not end a hub that started before.
    let runs_at_start = runs.iter().any(|run| run.started <= start && run.alive > start);
    events.retain(|event| !(event.what == What::HubEnded && event.at == start.plus(1) && runs_at_start));
    let restarts = runs.iter().map(|run| run.started).filter(|at| *at > start).collect();
    (events, restarts)
}
