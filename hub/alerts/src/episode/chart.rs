//! The rules over several vitals: what they are asked with, when they are asked, and what alerts come of their answers.
//!
//! Samples of a stream are kept by its channel. Some seconds after each stretch of five minutes has ended, its median goes
//! into [`Knowledge`], and the rules are asked; they are asked as well at each spot value, at each word of a person, and when
//! one of them says so. Samples that come later for a closed stretch open it again. When no more of them come, the rules are
//! asked for the time that has changed: what held then and is over now is told as "while offline".

use super::Episode;
use super::channel::Channel;
use super::turns::Turns;
use crate::alert::{AlertId, Now, Subject, Transition};
use crate::budget::{KEPT_MS, PAST_QUIET_MS, RESTORE_MS, WAIT_MS_MAX};
use crate::copied::copied_by_field;
use crate::course::Course;
use crate::fold::Sample;
use crate::limit::Side;
use crate::open_alerts::{End, Out};
use crate::rule::{Rule, SEVERAL_VITALS};
use crate::rules::knowledge::{HandEntry, Knowledge};
use crate::rules::news2::{self, STRETCH_MS, Streamed, stretch_end};
use crate::verdict::{Judgement, ObservationRequest};
use crate::words::{By, Condition, Priority, Why};
use hearth_vitals::{Flags, Vital, WallMs};
use std::sync::Arc;

/// How long after its end a stretch is closed (ms): live values take a second or two. With a minute, a score would be as old
/// as that; what comes later than this is not lost, it opens the stretch again.
const SETTLE_MS: i64 = 5_000;
/// How far back a look at what late values have changed goes (ms): as far as scores are kept.
const PAST_MS: i64 = 28_800_000;
/// A turn may lie in one stretch and the next one in another: with a late stretch, so many that follow are looked at again. Values are
/// kept for no longer.
const TURNS_ACROSS: i64 = KEPT_MS / STRETCH_MS;

/// A stretch of a stream, to be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// What was streamed.
    pub vital: Vital,
    /// When the stretch ended; a multiple of [`STRETCH_MS`].
    pub until: WallMs,
    /// Its median, and how many good samples it has.
    pub streamed: Streamed,
}

/// What the rules are asked with, and when. Shared by the copies of an episode: it changes a few times in five minutes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Chart {
    knowledge: Arc<Knowledge>,
    course: Course,
    /// The end of the last closed stretch; `None` while nothing is known.
    closed: Option<WallMs>,
    /// The ends of stretches in whose late values a vital was beyond an urgent rung by turns.
    by_turns: Turns,
    /// When the rules are to be asked again (monotonic ms).
    wake_ms: Option<i64>,
    /// True when a value has come because of which the rules have to be asked at once.
    is_asked: bool,
    /// True after a restart until the rules have been asked: until then it is unknown what they want.
    is_restored: bool,
    late: Option<Late>,
    /// Stretches that are new or have changed since they were last given to be stored.
    unstored: Vec<(Vital, WallMs)>,
    /// Conditions that alerts have reported, so that late values do not report them again.
    told: Arc<Vec<super::answers::ToldCondition>>,
    news2: Option<Arc<Judgement>>,
    /// The step at which the trend was last asked; `None` when it has to be asked again.
    trend_asked: Option<WallMs>,
    /// What the rules wished to be measured or asked when they were last asked.
    wished: Arc<Vec<ObservationRequest>>,
}

copied_by_field!(Chart { course, closed, by_turns, wake_ms, is_asked, is_restored, late, unstored, news2, trend_asked; knowledge, told, wished });

/// Late values that have changed what was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Late {
    /// The first instant that they may have changed.
    from: WallMs,
    /// When the last and the first of them came (monotonic ms).
    touched_ms: i64,
    since_ms: i64,
}

impl Late {
    fn due_ms(&self) -> i64 {
        self.touched_ms.saturating_add(PAST_QUIET_MS).min(self.since_ms.saturating_add(WAIT_MS_MAX))
    }
}

impl Chart {
    /// Restores the chart from stored stretches.
    pub fn restore(course: Course, stretches: &[Stretch], now: Now) -> Chart {
        let mut knowledge = Knowledge::default();
        knowledge.set_scale_two(course.scale_two);
        for stretch in stretches {
            knowledge.close(stretch.vital, stretch.until, stretch.streamed);
        }
        // Stretches that were not stored yet are made again from the frames.
        let closed = ended(now.wall.plus(-RESTORE_MS));
        Chart { knowledge: Arc::new(knowledge), course, closed: Some(closed), is_asked: true, is_restored: true, ..Chart::default() }
    }

    /// When the rules are next to be asked (monotonic ms).
    pub fn due_ms(&self) -> Option<i64> {
        let at_once = self.is_asked.then_some(i64::MIN);
        [at_once, self.wake_ms, self.late.as_ref().map(Late::due_ms)].into_iter().flatten().min()
    }

    /// Asks all rules at the next tick, if anything was ever asked.
    pub fn ask_at_once(&mut self) {
        self.is_asked |= self.closed.is_some();
        self.trend_asked = None;
    }

    /// True when the pathway tells of a fever at that instant, at least as urgently.
    pub(super) fn tells_fever(&self, at: WallMs, priority: Priority) -> bool {
        self.knowledge.fever(self.course.neutropenic, at).verdict.priority().is_some_and(|told| told >= priority)
    }

    pub(super) const fn course(&self) -> &Course {
        &self.course
    }

    pub(super) fn knowledge(&self) -> &Arc<Knowledge> {
        &self.knowledge
    }

    /// True once a step, and after late values.
    pub(super) fn asks_trend(&mut self, step: WallMs) -> bool {
        self.trend_asked.replace(step) != Some(step)
    }

    /// True when late values of the stretch that ends at `until` were beyond an urgent rung by turns.
    pub(super) fn is_by_turns(&self, vital: Vital, side: Side, until: WallMs) -> bool {
        self.by_turns.contains(vital, side, until)
    }

    /// The conditions that alerts have reported.
    pub(super) fn told(&self) -> &[super::answers::ToldCondition] {
        &self.told
    }

    /// True when the score was given this median of this stretch, and these are all values that it is of.
    pub(super) fn is_of(&self, vital: Vital, until: WallMs, kept: Streamed, raw: i32) -> bool {
        let is_all = self.knowledge.stretch(vital, until).is_some_and(|known| known.good == kept.good);
        is_all && kept.median.is_some_and(|median| median.value == raw)
    }

    /// True while more late values may come: what is missing may yet be filled, and is asked again when none come.
    pub(super) const fn awaits_more(&self) -> bool {
        self.late.is_some()
    }

    fn touch(&mut self, from: WallMs, now_ms: i64) {
        let before = self.late.filter(|late| now_ms.saturating_sub(late.touched_ms) < PAST_QUIET_MS);
        let since_ms = before.map_or(now_ms, |late| late.since_ms);
        let from = self.late.map_or(from, |late| late.from.min(from));
        self.late = Some(Late { from, touched_ms: now_ms, since_ms });
    }

    /// Takes a value that was measured now and then.
    pub fn spot(&mut self, vital: Vital, sample: Sample, flags: Flags) {
        Arc::make_mut(&mut self.knowledge).spot(vital, sample.at, sample.raw, flags);
        self.is_asked = true;
    }

    fn close(&mut self, vital: Vital, until: WallMs, streamed: Streamed) {
        if streamed.good > 0 && Arc::make_mut(&mut self.knowledge).close(vital, until, streamed) && !self.unstored.contains(&(vital, until))
        {
            self.unstored.push((vital, until));
        }
    }
}

/// The end of the last stretch that has ended at `now`.
const fn ended(now: WallMs) -> WallMs {
    WallMs(now.0.div_euclid(STRETCH_MS) * STRETCH_MS)
}

impl Episode {
    /// Takes what the profile says of the course.
    pub fn set_course(&mut self, course: Course, now: Now, ids: &mut dyn FnMut() -> AlertId) -> Vec<Transition> {
        let mut out = Out::new(now, ids);
        if self.chart.course != course {
            self.chart.course = course;
            Arc::make_mut(&mut self.chart.knowledge).set_scale_two(course.scale_two);
            if self.chart.closed.is_some() {
                self.ask_rules(&mut out);
            }
        }
        out.list
    }

    /// Takes everything that people have written down in the last [`crate::rules::knowledge::LOOK_BACK_MS`] and that holds:
    /// vitals, consciousness, oxygen. Limits judge vitals by hand with [`Episode::by_hand`].
    pub fn said(&mut self, all: &[HandEntry], now: Now, ids: &mut dyn FnMut() -> AlertId) -> Vec<Transition> {
        let mut out = Out::new(now, ids);
        if let Some(from) = self.take_said(all) {
            self.chart.closed.get_or_insert(ended(now.wall));
            if from < ended(now.wall) {
                self.chart.touch(from, now.mono_ms());
            }
            self.ask_rules(&mut out);
        }
        out.list
    }

    /// The first instant that has changed.
    pub(super) fn take_said(&mut self, all: &[HandEntry]) -> Option<WallMs> {
        Arc::make_mut(&mut self.chart.knowledge).said(all)
    }

    /// What NEWS2 said when it was last asked; `None` while nothing is known.
    pub fn news2(&self) -> Option<&Arc<Judgement>> {
        self.chart.news2.as_ref()
    }

    /// What rules wish to be measured, asked or done at `now`: those over several vitals, and those whose alerts are active. `None` from
    /// a restore on until the rules have been asked: that they wish nothing would not be true.
    pub fn wished(&self, now: Now) -> Option<impl Iterator<Item = ObservationRequest>> {
        let active = self.alerts.iter().filter(|alert| alert.condition == Condition::Active);
        let of_alerts = active.filter_map(|alert| alert.evidence.as_deref()).flat_map(|evidence| &evidence.wanted);
        let of_rules = self.chart.wished.iter().chain(of_alerts).copied();
        (!self.chart.is_restored).then(|| of_rules.chain(self.wished_of_sensors(now)))
    }

    /// Notes what the rules want. Mostly that is what they wanted before, and nothing is copied.
    fn note_wishes(&mut self, answers: &[(Rule, Judgement)]) {
        let wished = || answers.iter().flat_map(|(_, answer)| &answer.wanted);
        if !wished().eq(self.chart.wished.iter()) {
            self.chart.wished = Arc::new(wished().copied().collect());
        }
    }

    /// The stretches that are new or have changed since this was last called. Store them; after a restart
    /// [`Episode::restore`] wants them back.
    pub fn take_stretches(&mut self) -> Vec<Stretch> {
        let knowledge = Arc::clone(&self.chart.knowledge);
        let of = |(vital, until)| Some(Stretch { vital, until, streamed: knowledge.stretch(vital, until)? });
        std::mem::take(&mut self.chart.unstored).into_iter().filter_map(of).collect()
    }

    /// Notes a value that has found its place in its channel.
    pub(super) fn note_sample(&mut self, index: usize, sample: Sample, flags: Flags, now: Now) {
        let channel = &self.channels[index];
        if channel.streams() {
            self.note_streamed(index, sample, now);
        } else {
            self.chart.spot(channel.vital, sample, flags);
            self.chart.closed.get_or_insert(ended(now.wall));
            if sample.late {
                self.chart.touch(sample.at, now.mono_ms());
            }
        }
    }

    /// The same of a value that is read back after a restart. Only of what came late is the past asked again: everything else was
    /// judged in its time.
    pub(super) fn note_replayed(&mut self, index: usize, sample: Sample, flags: Flags, now: Now) {
        let late = self.chart.late;
        self.note_sample(index, sample, flags, now);
        if !sample.late {
            self.chart.late = late;
        }
    }

    fn note_streamed(&mut self, index: usize, sample: Sample, now: Now) {
        let until = stretch_end(sample.at);
        let closed = *self.chart.closed.get_or_insert(ended(now.wall));
        if self.chart.wake_ms.is_none() {
            self.chart.wake_ms = Some(wake_ms(WallMs(closed.0 + STRETCH_MS), now));
        }
        // After a restart no stretch of what is read back is closed yet: late values are looked at as they pass all the same.
        if until <= closed || (sample.late && until <= ended(now.wall)) {
            let before = self.channels[index].reopened.replace(until);
            if let Some(before) = before.filter(|before| *before != until) {
                self.close_stretch(index, before);
            }
            self.chart.touch(until, now.mono_ms());
        }
    }

    fn close_stretch(&mut self, index: usize, until: WallMs) {
        let channel = &self.channels[index];
        self.chart.close(channel.vital, until, channel.stretch(until));
        for until in (0..TURNS_ACROSS).map(|step| until.plus(step * STRETCH_MS)) {
            self.note_turns(index, until);
        }
    }

    fn note_turns(&mut self, index: usize, until: WallMs) {
        let channel = &self.channels[index];
        if !channel.came_late(until) {
            return;
        }
        let (source, vital, kept) = (channel.source, channel.vital, channel.kept(until));
        for side in Side::ALL {
            let goes_by_turns = self.goes_by_turns(&self.channels[index], side, until);
            self.chart.by_turns.note((source, vital, side), until, kept, goes_by_turns);
        }
    }

    /// Asks the rules if a spot value has come.
    pub(super) fn check_asked(&mut self, out: &mut Out<'_>) {
        if self.chart.is_asked {
            self.ask_rules(out);
        }
    }

    /// Asks the rules if it is time.
    pub(super) fn check_chart(&mut self, out: &mut Out<'_>) {
        let late = self.chart.late.take_if(|late| late.due_ms() <= out.now.mono_ms());
        if late.is_some() {
            self.close_reopened();
        }
        if late.is_some() || self.chart.due_ms().is_some_and(|due_ms| due_ms <= out.now.mono_ms()) {
            self.ask_rules(out);
        }
        if let Some(late) = late {
            self.tell_past(late.from.max(out.now.wall.plus(-PAST_MS)), out);
            self.chart.by_turns.clear();
        }
    }

    /// True for a stay that has ended: it has neither limits nor devices.
    pub(super) fn has_ended(&self) -> bool {
        self.limits.iter().next().is_none() && self.devices.iter().all(|device| device.expected.is_none())
    }

    /// Nothing is known of a stay that has ended, and nothing more is asked.
    pub(super) fn end_rules(&mut self, out: &mut Out<'_>) {
        if !self.has_ended() {
            return;
        }
        self.chart = Chart::default();
        let end = End { at: out.now.wall, value: None, late: false, actor: By::Unbound, reason: Why::NoLongerBound };
        for rule in SEVERAL_VITALS.into_iter().chain([Rule::RatesDisagree]) {
            self.alerts.ended(rule, &Subject::Patient, &end, out);
        }
        self.end_unlimited(out);
    }

    fn close_reopened(&mut self) {
        self.chart.trend_asked = None;
        for index in 0..self.channels.len() {
            if let Some(until) = self.channels[index].reopened.take() {
                self.close_stretch(index, until);
            }
        }
    }

    /// After a restart, closes what late values have reopened. What held in them is asked for again: a hub that died while it waited
    /// for more of them has told nobody, and what was told is known from the alerts.
    pub(super) fn close_replayed(&mut self) {
        self.close_reopened();
    }

    pub(super) fn pressures(&self) -> Vec<(WallMs, i32)> {
        self.chart.knowledge.pressures().collect()
    }

    /// Asks every rule about now.
    pub(super) fn ask_rules(&mut self, out: &mut Out<'_>) {
        if self.has_ended() {
            return self.end_rules(out);
        }
        self.close_ended(out.now.wall);
        (self.chart.is_asked, self.chart.is_restored) = (false, false);
        let knowledge = Arc::make_mut(&mut self.chart.knowledge);
        let answers = SEVERAL_VITALS.map(|rule| (rule, ask(rule, knowledge, self.chart.course, out.now.wall)));
        let rates = self.chart.knowledge.disagree(out.now.wall);
        let wakes = answers.iter().map(|(_, answer)| answer).chain([&rates]).filter_map(|answer| answer.wake);
        self.chart.wake_ms = wakes.min().map(|wake| wake_ms(wake, out.now));
        self.note_wishes(&answers);
        self.end_unjudged(out);
        for (rule, answer) in answers {
            self.tell_answer(rule, &answer, out);
            if rule == Rule::News2 {
                self.chart.news2 = self.chart.course.without_news2.is_none().then(|| Arc::new(answer));
            }
        }
        self.tell_rates(rates, out);
        self.ask_courses(out);
        // A pressure ends the faults of a cuff.
        self.check_devices(out);
    }

    /// Ends the alert of a score that is not judged for this patient any more.
    fn end_unjudged(&mut self, out: &mut Out<'_>) {
        if self.chart.course.without_news2.is_some() {
            let end = End { at: out.now.wall, value: None, late: false, actor: By::LimitRemoved, reason: Why::LimitRemoved };
            self.alerts.ended(Rule::News2, &Subject::Patient, &end, out);
        }
    }

    /// Closes the stretches that have ended.
    fn close_ended(&mut self, now: WallMs) {
        self.expect_streams();
        let last = ended(now);
        // A clock that was set back has closed nothing that is still to come.
        let closed = self.chart.closed.filter(|closed| *closed <= last).unwrap_or(last);
        let first = closed.max(last.plus(-news2::LOOK_BACK_MS));
        for until in (1..=last.since(first) / STRETCH_MS).map(|step| first.plus(step * STRETCH_MS)) {
            for index in 0..self.channels.len() {
                if self.channels[index].streams() {
                    self.close_stretch(index, until);
                }
            }
        }
        self.chart.closed = Some(last);
    }

    fn expect_streams(&mut self) {
        let streams = |channel: &&Channel| channel.expected && channel.streams();
        for vital in Vital::ALL {
            let cadence_ms =
                self.channels.iter().filter(streams).filter(|channel| channel.vital == vital).map(|channel| channel.cadence_ms).min();
            if !self.chart.knowledge.has_cadence(vital, cadence_ms) {
                Arc::make_mut(&mut self.chart.knowledge).set_cadence(vital, cadence_ms);
            }
        }
    }

    /// The answers of every rule at an instant of the past, for [`Episode::tell_past`].
    pub(super) fn answers_at(&mut self, at: WallMs) -> [(Rule, Judgement); SEVERAL_VITALS.len()] {
        let knowledge = Arc::make_mut(&mut self.chart.knowledge);
        SEVERAL_VITALS.map(|rule| (rule, ask(rule, knowledge, self.chart.course, at)))
    }

    pub(super) fn told_of_rules(&mut self) -> &mut Vec<super::answers::ToldCondition> {
        Arc::make_mut(&mut self.chart.told)
    }
}

/// A new rule is its file and a line here.
fn ask(rule: Rule, knowledge: &mut Knowledge, course: Course, at: WallMs) -> Judgement {
    match rule {
        Rule::Fever => knowledge.fever(course.neutropenic, at),
        Rule::Qsofa => knowledge.qsofa(at),
        Rule::ShockIndex => knowledge.shock(at),
        Rule::News2 if course.without_news2.is_some() => Judgement::unasked(),
        _ => knowledge.news2(at),
    }
}

/// An instant on the monotonic clock; at the end of a stretch, with the time in which its last values arrive.
fn wake_ms(at: WallMs, now: Now) -> i64 {
    let settle_ms = if at.0.rem_euclid(STRETCH_MS) <= 1 && at > now.wall { SETTLE_MS } else { 0 };
    now.mono_ms().saturating_add(at.since(now.wall).max(0)).saturating_add(settle_ms)
}
