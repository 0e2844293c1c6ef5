//! What is known of one patient, in bounded memory, as the rules over several vitals ask for it.
//!
//! A stream is kept as one median for each stretch of five minutes. Whoever has the samples closes the stretches, and closes
//! one again when late samples came for it: of two versions of a stretch, of one device or of two, one that is good enough counts
//! before one that is not, then the one with more good samples, so the order in which they come does not matter. What devices measure now and then, and what people wrote down, is kept as it is. What
//! people wrote down is given as a whole each time, so a correction needs no act of its own.

use super::fever::{self, Temperature};
use super::news2::{self, Decision, History, Known, STRETCH_MS, Spot, Streamed, stretch_end};
use super::{artefact, disagree, qsofa, shock, stuck, trend};
use crate::admission::course::Span;
use crate::budget::{DOUBTFUL, NO_VALUE};
use crate::limit::Side;
use crate::verdict::{Found, Judgement, Site};
use hearth_scores::{Acvpu, Given};
use hearth_vitals::{Flags, Vital, WallMs};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The most spot values of one vital, and the most findings of one kind: one every five minutes of the look-back.
pub const SPOTS_MAX: usize = 144;
/// The most temperatures for the rule of fever: one every five minutes of its look-back.
pub const TEMPERATURES_MAX: usize = 576;
/// How far back anything is kept.
pub const LOOK_BACK_MS: i64 = fever::LOOK_BACK_MS;

/// What a person wrote down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HandEntry {
    /// When it was observed.
    pub at: WallMs,
    /// What was written down.
    pub found: Found,
    /// Where a temperature was taken, if it is one and that is known.
    pub site: Option<Site>,
}

/// What is known of one patient. Give it every value once it is stored; ask it at the instant that the last answer named, at
/// each spot value and finding, and where a stretch ends while something streams.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Knowledge {
    streams: BTreeMap<Vital, Stream>,
    devices: Findings,
    people: Findings,
    scale_two: Option<Decision>,
    history: History,
}

impl Knowledge {
    /// NEWS2 at `now`.
    pub fn news2(&mut self, now: WallMs) -> Judgement {
        let mut history = std::mem::take(&mut self.history);
        history.extend(self, now);
        self.history = history;
        news2::judge(self, &self.history, now)
    }

    /// qSOFA at `now`.
    pub fn qsofa(&self, now: WallMs) -> Judgement {
        qsofa::judge(self, now)
    }

    /// The shock index at `now`, of spot pressures, and of rates measured now and then or medians of a stream.
    pub fn shock(&self, now: WallMs) -> Judgement {
        let clean = |(at, raw): &(WallMs, i32)| shock::Value { at: *at, raw: *raw, quality: Flags::NONE };
        let spots = |vital: Vital| [&self.devices, &self.people].into_iter().filter_map(move |found| found.values.get(&vital)).flatten();
        // The rate of a stream at a pressure is the median of the stretch around it.
        let streamed = spots(Vital::Systolic).filter_map(|(at, _)| Some((*at, self.rate_around(*at)?)));
        let rates: Vec<_> = spots(Vital::HeartRate).chain(spots(Vital::PulseRate)).copied().chain(streamed).collect();
        let pressures: Vec<_> = spots(Vital::Systolic).map(clean).collect();
        shock::judge(&pressures, &rates.iter().map(clean).collect::<Vec<_>>(), now)
    }

    /// The fever of a patient without neutrophils at `now`, of spot values and of the medians of a stream that are good enough.
    pub fn fever(&self, on_pathway: bool, now: WallMs) -> Judgement {
        self.fever_with(on_pathway, None, now)
    }

    /// The same with one more temperature.
    pub fn fever_with(&self, on_pathway: bool, newest: Option<Temperature>, now: WallMs) -> Judgement {
        let of_stream = |median: Given<i32>| Temperature { at: median.at, raw: median.value, quality: Flags::NONE, site: None };
        let spots = self.devices.temperatures.iter().chain(&self.people.temperatures).copied().chain(newest);
        fever::judge(on_pathway, &spots.chain(self.medians(Vital::Temperature).map(of_stream)).collect::<Vec<_>>(), now)
    }

    /// Whether the heart by electrocardiogram and the pulse by oximetry say the same at `now`, by medians of both.
    pub fn disagree(&self, now: WallMs) -> Judgement {
        let closed = |vital: Vital| -> Vec<(WallMs, Streamed)> {
            let stream = self.streams.get(&vital).into_iter().flat_map(|stream| &stream.closed);
            stream.rev().take_while(|(end, _)| now.since(*end) <= disagree::LOOK_BACK_MS).copied().collect()
        };
        let (heart, pulse) = (closed(Vital::HeartRate), closed(Vital::PulseRate));
        let source = |vital, stretches| disagree::RateStream { vital, stretches };
        disagree::judge(source(Vital::HeartRate, &heart), source(Vital::PulseRate, &pulse), now)
    }

    /// Whether a stream has left what is usual for this patient at `now`, on this side.
    pub fn trend(&self, vital: Vital, side: Side, now: WallMs) -> Judgement {
        trend::judge(self, vital, side, now)
    }

    /// Whether enough of a stream can be used at `now`.
    pub fn artefact(&self, vital: Vital, now: WallMs) -> Judgement {
        artefact::judge(self, vital, now)
    }

    /// Whether a stream stands at one number at `now`.
    pub fn stuck(&self, vital: Vital, now: WallMs) -> Judgement {
        stuck::judge(vital, &self.spans(vital), now)
    }

    /// The stretches of a stream that are good enough, with the lowest and the highest value of each.
    pub fn spans(&self, vital: Vital) -> Vec<Span> {
        let closed = self.streams.get(&vital).into_iter().flat_map(Stream::whole);
        let spans = closed.filter(|(_, stretch)| stretch.is_good()).filter_map(|(until, stretch)| {
            let ((low, high), median) = stretch.range.zip(stretch.median)?;
            Some(Span { from: until.plus(-STRETCH_MS), until: median.at, low, high })
        });
        spans.collect()
    }

    /// The vitals that something streams, or streamed while stretches are kept.
    pub fn streams(&self) -> impl Iterator<Item = Vital> {
        self.streams.iter().filter(|(_, stream)| stream.cadence_ms.is_some() || !stream.closed.is_empty()).map(|(vital, _)| *vital)
    }

    /// Systolic pressures that devices measured now and then, and that people wrote down.
    pub fn pressures(&self) -> impl Iterator<Item = (WallMs, i32)> {
        [&self.devices, &self.people].into_iter().filter_map(|found| found.values.get(&Vital::Systolic)).flatten().copied()
    }

    /// True when a device is known to stream this vital so often, or none to stream it.
    pub fn has_cadence(&self, vital: Vital, cadence_ms: Option<u32>) -> bool {
        self.streams.get(&vital).and_then(|stream| stream.cadence_ms) == cadence_ms
    }

    /// Says how often a device streams this vital, in ms, or that none does any more.
    pub fn set_cadence(&mut self, vital: Vital, cadence_ms: Option<u32>) {
        if self.has_cadence(vital, cadence_ms) {
            return;
        }
        self.streams.entry(vital).or_default().cadence_ms = cadence_ms;
        self.history = History::default();
    }

    /// Takes the stretch of a stream that ends at `until`. False if nothing changed: as much of it was known.
    pub fn close(&mut self, vital: Vital, until: WallMs, stretch: Streamed) -> bool {
        let is_new = self.streams.entry(vital).or_default().close(until, stretch);
        if is_new {
            self.history.forget_from(until);
        }
        is_new
    }

    /// The stretch of a vital that ended then, if something streamed it.
    pub fn stretch(&self, vital: Vital, until: WallMs) -> Option<Streamed> {
        self.streams.get(&vital)?.until(until)
    }

    /// Takes a value that a device measured now and then. A doubtful one counts for the fever only.
    pub fn spot(&mut self, vital: Vital, at: WallMs, raw: i32, flags: Flags) {
        if self.devices.number(vital, at, raw, flags, None) {
            self.history.forget_from(at);
        }
    }

    /// Takes everything that people have written down and that holds: not what was corrected or withdrawn.
    /// Gives the first instant that has changed.
    pub fn said(&mut self, all: &[HandEntry]) -> Option<WallMs> {
        let before = std::mem::take(&mut self.people);
        for said in all {
            self.people.take(said);
        }
        let first = before.first_difference(&self.people);
        if let Some(at) = first {
            self.history.forget_from(at);
        }
        first
    }

    /// Puts the patient on SpO2 scale 2 by this decision, from its instant on, or back on scale 1.
    pub fn set_scale_two(&mut self, decision: Option<Decision>) {
        if self.scale_two != decision {
            self.scale_two = decision;
            self.history = History::default();
        }
    }

    /// The median rate of heart or pulse in the stretch around this instant, if something streams it.
    fn rate_around(&self, at: WallMs) -> Option<i32> {
        let until = stretch_end(at);
        let of = |vital: Vital| self.streams.get(&vital)?.until(until).filter(Streamed::is_good)?.median;
        of(Vital::HeartRate).or_else(|| of(Vital::PulseRate)).map(|median| median.value)
    }

    /// The medians of all stretches of a vital that are good enough.
    fn medians(&self, vital: Vital) -> impl Iterator<Item = Given<i32>> {
        let closed = self.streams.get(&vital).into_iter().flat_map(Stream::whole);
        closed.filter(|(_, stretch)| stretch.is_good()).filter_map(|(_, stretch)| stretch.median)
    }
}

impl Known for Knowledge {
    fn streamed(&self, vital: Vital, until: WallMs) -> Option<Streamed> {
        let stream = self.streams.get(&vital)?;
        stream.until(until).or_else(|| stream.cadence_ms.map(|cadence_ms| Streamed::of([], cadence_ms, until)))
    }
    fn spot(&self, vital: Vital, until: WallMs) -> Option<Spot> {
        let of = |found: &Findings| newest(found.values.get(&vital)?, (until, i32::MAX)).copied();
        let (at, raw) = of(&self.devices).max(of(&self.people))?;
        Some(Spot { at, raw, quality: Flags::NONE })
    }
    fn consciousness(&self, until: WallMs) -> Option<Given<Acvpu>> {
        newest(&self.people.levels, (until, Acvpu::Unresponsive)).map(|(at, value)| Given { value: *value, at: *at })
    }
    fn oxygen(&self, until: WallMs) -> Option<Given<bool>> {
        newest(&self.people.oxygen, (until, true)).map(|(at, value)| Given { value: *value, at: *at })
    }
    fn scale_two(&self, at: WallMs) -> Option<Decision> {
        self.scale_two.filter(|decision| decision.at <= at)
    }
}

/// What was found now and then: good values, temperatures with their sites, levels of consciousness, oxygen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Findings {
    values: BTreeMap<Vital, BTreeSet<(WallMs, i32)>>,
    temperatures: BTreeSet<Temperature>,
    levels: BTreeSet<(WallMs, Acvpu)>,
    oxygen: BTreeSet<(WallMs, bool)>,
}

impl Findings {
    fn take(&mut self, said: &HandEntry) {
        match said.found {
            Found::Number { vital, raw } => _ = self.number(vital, said.at, raw, Flags::NONE, said.site),
            Found::Consciousness(level) => _ = keep(&mut self.levels, (said.at, level), SPOTS_MAX),
            Found::Oxygen(is_on) => _ = keep(&mut self.oxygen, (said.at, is_on), SPOTS_MAX),
        }
    }

    /// True if a score may change by it.
    fn number(&mut self, vital: Vital, at: WallMs, raw: i32, quality: Flags, site: Option<Site>) -> bool {
        if vital == Vital::Temperature {
            keep(&mut self.temperatures, Temperature { at, raw, quality, site }, TEMPERATURES_MAX);
        }
        let is_good = vital.is_plausible(raw) && !quality.intersects(NO_VALUE.with(DOUBTFUL));
        is_good && keep(self.values.entry(vital).or_default(), (at, raw), SPOTS_MAX)
    }

    /// The first instant at which the two differ.
    fn first_difference(&self, other: &Findings) -> Option<WallMs> {
        let vitals: BTreeSet<&Vital> = self.values.keys().chain(other.values.keys()).collect();
        let none = BTreeSet::new();
        let of = |found: &Findings, vital: &Vital| found.values.get(vital).unwrap_or(&none).clone();
        let values = vitals.into_iter().filter_map(|vital| first(&of(self, vital), &of(other, vital)).map(|(at, _)| at));
        let temperatures = first(&self.temperatures, &other.temperatures).map(|taken| taken.at);
        let levels = first(&self.levels, &other.levels).map(|(at, _)| at);
        let oxygen = first(&self.oxygen, &other.oxygen).map(|(at, _)| at);
        values.chain(temperatures).chain(levels).chain(oxygen).min()
    }
}

fn first<T: Ord + Copy>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> Option<T> {
    one.symmetric_difference(other).next().copied()
}

/// Of two findings of one instant the greater one: the higher number, the worse level, oxygen.
fn newest<T: Ord>(known: &BTreeSet<T>, until: T) -> Option<&T> {
    known.range(..=until).next_back()
}

/// Keeps a finding; of more than `max` the oldest is given up. False if nothing changed.
fn keep<T: Ord + Copy>(known: &mut BTreeSet<T>, finding: T, max: usize) -> bool {
    let is_new = known.insert(finding);
    if known.len() > max {
        return known.pop_first() != Some(finding);
    }
    is_new
}

/// One streamed vital: its stretches by their ends, in the order of time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Stream {
    /// How often a device should measure; `None` if none does at present.
    cadence_ms: Option<u32>,
    closed: VecDeque<(WallMs, Streamed)>,
}

impl Stream {
    fn close(&mut self, until: WallMs, stretch: Streamed) -> bool {
        match self.closed.binary_search_by_key(&until, |(end, _)| *end) {
            Ok(place) if self.closed[place].1.fullness() >= stretch.fullness() => return false,
            Ok(place) => self.closed[place].1 = stretch,
            Err(place) => self.closed.insert(place, (until, stretch)),
        }
        self.forget_old();
        self.until(until).is_some()
    }

    /// All stretches are kept for as long as the scores look back, and of older ones those that the trend asks for.
    fn forget_old(&mut self) {
        let Some((newest, _)) = self.closed.back().copied() else { return };
        let whole = self.closed.partition_point(|(end, _)| newest.since(*end) > news2::LOOK_BACK_MS);
        let kept = |end: WallMs| newest.since(end) <= trend::LOOK_BACK_MS && end.0.rem_euclid(trend::STEP_MS) == 0;
        if whole > 0 && self.closed.iter().take(whole).any(|(end, _)| !kept(*end)) {
            self.closed.retain(|(end, _)| newest.since(*end) <= news2::LOOK_BACK_MS || kept(*end));
        }
    }

    /// The stretches of the time of which all are kept.
    fn whole(&self) -> impl Iterator<Item = &(WallMs, Streamed)> {
        let newest = self.closed.back().map_or(WallMs(0), |(newest, _)| *newest);
        self.closed.iter().filter(move |(end, _)| newest.since(*end) <= news2::LOOK_BACK_MS)
    }

    fn until(&self, end: WallMs) -> Option<Streamed> {
        let place = self.closed.binary_search_by_key(&end, |(known, _)| *known).ok()?;
        Some(self.closed[place].1)
    }
}
