//! What is known of one patient, in bounded memory, as the scores ask for it.
//!
//! A stream is kept as one median for each stretch of five minutes. The newest stretches are open: their samples are kept, and
//! whatever comes late, twice or out of order finds its place. So are a few older ones, because a home that was offline fills
//! its gap stretch by stretch. A sample for a stretch that has been closed is refused as [`TooLate`]: the caller folds the
//! stored values again, into a new `Knowledge`, and gets what it would have been in time.

use super::fever::{self, Temperature};
use super::news2::{self, Decision, History, Known, STRETCH_MS, Spot, Streamed};
use super::qsofa;
use crate::budget::{DOUBTFUL, NO_VALUE};
use crate::verdict::Judgement;
use hearth_scores::{Acvpu, Given};
use hearth_vitals::{Flags, Vital, WallMs};
use std::collections::{BTreeMap, BTreeSet};

/// The most open stretches of one vital: two of the present, two of a gap that is being filled, and its two edges.
pub const OPEN_MAX: usize = 6;
/// The most samples of an open stretch: four a second. What a faster device adds moves no median.
pub const SAMPLES_MAX: usize = 1_200;
/// The most spot values of one vital, and the most findings of one kind: one every five minutes of the look-back.
pub const SPOTS_MAX: usize = 144;
/// The most temperatures for the rule of fever: one every five minutes of its look-back.
pub const TEMPERATURES_MAX: usize = 576;

/// A sample belongs to a stretch that has been closed, or is older than anything that is looked at and never counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the stretch of this sample is closed: fold the stored values again")]
pub struct TooLate;

/// What is known of one patient. Give it every value once it is stored; ask it at the instant that the last answer named, at
/// each spot value and finding, and where a stretch ends while something streams.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Knowledge {
    streams: BTreeMap<Vital, Stream>,
    spots: BTreeMap<Vital, BTreeSet<(WallMs, i32)>>,
    temperatures: BTreeSet<Temperature>,
    levels: BTreeSet<(WallMs, Acvpu)>,
    oxygen: BTreeSet<(WallMs, bool)>,
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

    /// The fever of a patient without neutrophils at `now`, of spot values and of the medians of a stream that are good enough.
    pub fn fever(&self, on_pathway: bool, now: WallMs) -> Judgement {
        let stream = self.streams.get(&Vital::Temperature).into_iter().flat_map(Stream::medians);
        let streamed = stream.map(|median| Temperature { at: median.at, raw: median.value, quality: Flags::NONE, site: None });
        fever::judge(on_pathway, &self.temperatures.iter().copied().chain(streamed).collect::<Vec<_>>(), now)
    }

    /// Says how often a device streams this vital, in ms, or that none does. It holds for the whole look-back.
    pub fn expect(&mut self, vital: Vital, cadence_ms: Option<u32>) {
        self.history = History::default();
        match cadence_ms {
            Some(cadence_ms) => self.streams.entry(vital).or_default().cadence_ms = cadence_ms,
            None => _ = self.streams.remove(&vital),
        }
    }

    /// Takes a sample of a vital that is [expected](Knowledge::expect). A doubtful one is no good one, and counts as missing.
    ///
    /// # Errors
    /// [`TooLate`]: nothing has changed.
    pub fn sample(&mut self, vital: Vital, at: WallMs, raw: i32, flags: Flags) -> Result<(), TooLate> {
        let Some(stream) = self.streams.get_mut(&vital).filter(|_| is_good(vital, raw, flags)) else { return Ok(()) };
        if stream.take(at, raw)? {
            self.history.forget_from(at);
        }
        Ok(())
    }

    /// Takes a value that was measured now and then, by a device or a person.
    pub fn spot(&mut self, vital: Vital, at: WallMs, raw: i32, flags: Flags) {
        if vital == Vital::Temperature {
            return self.temperature(Temperature { at, raw, quality: flags, site: None });
        }
        if is_good(vital, raw, flags) && keep(self.spots.entry(vital).or_default(), (at, raw), SPOTS_MAX) {
            self.history.forget_from(at);
        }
    }

    /// Takes a temperature that was measured now and then, with its site. A doubtful one counts for the fever only.
    pub fn temperature(&mut self, taken: Temperature) {
        keep(&mut self.temperatures, taken, TEMPERATURES_MAX);
        let spots = self.spots.entry(Vital::Temperature).or_default();
        if is_good(Vital::Temperature, taken.raw, taken.quality) && keep(spots, (taken.at, taken.raw), SPOTS_MAX) {
            self.history.forget_from(taken.at);
        }
    }

    /// Takes back a spot value that was corrected or withdrawn.
    pub fn withdraw(&mut self, vital: Vital, at: WallMs, raw: i32) {
        if vital == Vital::Temperature {
            self.temperatures.retain(|taken| (taken.at, taken.raw) != (at, raw));
        }
        if self.spots.get_mut(&vital).is_some_and(|spots| spots.remove(&(at, raw))) {
            self.history.forget_from(at);
        }
    }

    /// Takes what a person found of the level of consciousness.
    pub fn consciousness(&mut self, at: WallMs, level: Acvpu) {
        if keep(&mut self.levels, (at, level), SPOTS_MAX) {
            self.history.forget_from(at);
        }
    }

    /// Takes what a person found of oxygen: true for anything but air.
    pub fn oxygen(&mut self, at: WallMs, is_on: bool) {
        if keep(&mut self.oxygen, (at, is_on), SPOTS_MAX) {
            self.history.forget_from(at);
        }
    }

    /// Takes back what a person found of consciousness and of oxygen at this instant.
    pub fn withdraw_findings(&mut self, at: WallMs) {
        self.levels.retain(|(then, _)| *then != at);
        self.oxygen.retain(|(then, _)| *then != at);
        self.history.forget_from(at);
    }

    /// Puts the patient on SpO2 scale 2 by this decision, from its instant on, or back on scale 1.
    pub fn set_scale_two(&mut self, decision: Option<Decision>) {
        self.scale_two = decision;
        self.history = History::default();
    }
}

impl Known for Knowledge {
    fn streamed(&self, vital: Vital, until: WallMs) -> Option<Streamed> {
        self.streams.get(&vital).map(|stream| stream.until(until))
    }
    fn spot(&self, vital: Vital, until: WallMs) -> Option<Spot> {
        let (at, raw) = *newest(self.spots.get(&vital)?, (until, i32::MAX))?;
        Some(Spot { at, raw, quality: Flags::NONE })
    }
    fn consciousness(&self, until: WallMs) -> Option<Given<Acvpu>> {
        newest(&self.levels, (until, Acvpu::Unresponsive)).map(|(at, value)| Given { value: *value, at: *at })
    }
    fn oxygen(&self, until: WallMs) -> Option<Given<bool>> {
        newest(&self.oxygen, (until, true)).map(|(at, value)| Given { value: *value, at: *at })
    }
    fn scale_two(&self, at: WallMs) -> Option<Decision> {
        self.scale_two.filter(|decision| decision.at <= at)
    }
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

fn is_good(vital: Vital, raw: i32, flags: Flags) -> bool {
    vital.is_plausible(raw) && !flags.intersects(NO_VALUE.with(DOUBTFUL))
}

/// A stretch that still takes samples.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Open {
    samples: BTreeSet<(WallMs, i32)>,
    /// When it was changed last, counted in changes of the stream.
    changed: u64,
}

/// One streamed vital, by the end of each stretch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Stream {
    cadence_ms: u32,
    open: BTreeMap<WallMs, Open>,
    closed: BTreeMap<WallMs, Streamed>,
    changes: u64,
}

impl Stream {
    /// False if the sample changed nothing.
    fn take(&mut self, at: WallMs, raw: i32) -> Result<bool, TooLate> {
        let end = WallMs(at.0.saturating_add(STRETCH_MS - 1).div_euclid(STRETCH_MS).saturating_mul(STRETCH_MS));
        if !self.open.contains_key(&end) && (self.closed.contains_key(&end) || self.is_beyond(end)) {
            return Err(TooLate);
        }
        let stretch = self.open.entry(end).or_default();
        let is_new = stretch.samples.len() < SAMPLES_MAX && stretch.samples.insert((at, raw));
        if is_new {
            self.changes += 1;
            stretch.changed = self.changes;
            self.close();
        }
        Ok(is_new)
    }

    fn is_beyond(&self, end: WallMs) -> bool {
        let newest = self.open.last_key_value().map(|(newest, _)| *newest);
        newest.is_some_and(|newest| newest.since(end) > news2::LOOK_BACK_MS)
    }

    /// Of too many open stretches closes one that is whole, else the one that has not been changed for longest, except for the
    /// two newest, which are the present; and forgets those that nothing looks at.
    fn close(&mut self) {
        while self.open.len() > OPEN_MAX {
            let expected = usize::try_from(STRETCH_MS / i64::from(self.cadence_ms.max(1))).unwrap_or(usize::MAX);
            let past = self.open.iter().rev().skip(2);
            let first = past.min_by_key(|(_, stretch)| (stretch.samples.len() < expected, stretch.changed));
            let Some(end) = first.map(|(end, _)| *end) else { return };
            let samples = self.open.remove(&end).unwrap_or_default().samples;
            self.closed.insert(end, Streamed::of(samples, self.cadence_ms, end));
        }
        let Some(newest) = self.open.last_key_value().map(|(newest, _)| *newest) else { return };
        self.closed.retain(|end, _| newest.since(*end) <= news2::LOOK_BACK_MS);
        self.open.retain(|end, _| newest.since(*end) <= news2::LOOK_BACK_MS);
    }

    /// The medians of all stretches that are good enough.
    fn medians(&self) -> impl Iterator<Item = Given<i32>> {
        let ends = self.closed.keys().chain(self.open.keys());
        ends.map(|end| self.until(*end)).filter(Streamed::is_good).filter_map(|stretch| stretch.median)
    }

    fn until(&self, end: WallMs) -> Streamed {
        let closed = self.closed.get(&end).copied();
        closed.unwrap_or_else(|| {
            Streamed::of(self.open.get(&end).into_iter().flat_map(|stretch| &stretch.samples).copied(), self.cadence_ms, end)
        })
    }
}
