//! Fever of a patient without neutrophils, or after a transplant: an emergency of its own, which does not wait for a score.
//!
//! It is a fever (high) when one measurement reaches 38.3 °C, or when 38.0 °C is sustained for an hour: two or more
//! measurements of 38.0 or more that span at least [`SUSTAINED_MS`], none below 38.0 between them and no gap over [`GAP_MS`].
//! That is the definition of the Infectious Diseases Society of America (2010), with "reaches" where some write "exceeds":
//! the safer reading. Values are rounded half up to the tenth that the chart shows, because that is what a nurse would see.
//!
//! Everything else here is a design rule that a clinician signs:
//!
//! * The first 38.0 asks for another measurement an hour later. If that is missed by [`GRACE_MS`], it is a *suspected* fever
//!   (medium) until somebody measures: a fever that nobody looked for is not a fever that was not there.
//! * A doubtful value neither begins nor breaks anything by itself: 38.3 with a doubt is suspected, and a sustained fever
//!   needs an hour of clean values or twice that with doubtful ones. A value from the armpit below 38.0 proves nothing.
//! * It is over when values below 38.0 span an hour: one cooler hour after paracetamol is not the end of an infection.
//! * The clock to the first antibiotic runs from the first value of the rise that became the fever.

use crate::budget::{DOUBTFUL, NO_VALUE};
use crate::verdict::{Evidence, Found, Input, Item, Judgement, ObservationRequest, Purpose, Site, Unknown, Verdict};
use crate::words::Priority;
use hearth_scores::chart::charted;
use hearth_vitals::{Flags, Vital, WallMs};

const MINUTE_MS: i64 = 60_000;
/// A single value at or above this is a fever, in tenths of a degree.
pub(crate) const SINGLE: i32 = 383;
/// Values at or above this are a fever if they last, in tenths of a degree.
pub(crate) const RAISED: i32 = 380;
/// How long they must last, and when to measure again, ms.
pub const SUSTAINED_MS: i64 = 60 * MINUTE_MS;
/// How long doubtful values must last, ms.
pub(crate) const SUSTAINED_DOUBTFUL_MS: i64 = 2 * SUSTAINED_MS;
/// The longest gap between two values of one rise.
pub const GAP_MS: i64 = 120 * MINUTE_MS;
/// How late the second measurement may be. None would ring for everybody who measures when asked to, because a value after 59
/// minutes does not answer the question; much more would use up the hour in which antibiotics are given.
pub const GRACE_MS: i64 = 10 * MINUTE_MS;
/// After this long a normal temperature says nothing about now: two sets of vital signs a day are the least of a stay.
pub const STALE_MS: i64 = 720 * MINUTE_MS;
/// How much of the series before its newest value counts, and how long a fever holds without a further value.
const WINDOW_MS: i64 = 1_440 * MINUTE_MS;
/// How far back the rule looks.
pub const LOOK_BACK_MS: i64 = 2 * WINDOW_MS;

/// Level of a suspected fever.
pub(crate) const SUSPECTED: u8 = 1;
/// Level of a fever.
const FEVER: u8 = 2;

/// One measured temperature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Temperature {
    /// When it was measured.
    pub at: WallMs,
    /// In steps of the vital's resolution.
    pub raw: i32,
    /// What is doubtful about it.
    pub quality: Flags,
    /// Where it was taken, if known.
    pub site: Option<Site>,
}

impl Temperature {
    const fn tenths(&self) -> i32 {
        charted(Vital::Temperature, self.raw)
    }
    const fn is_clean(&self) -> bool {
        !self.quality.intersects(DOUBTFUL)
    }
    const fn is_value(&self) -> bool {
        !self.quality.intersects(NO_VALUE) && Vital::Temperature.is_plausible(self.raw)
    }
    const fn proves_normal(&self) -> bool {
        self.tenths() < RAISED && self.is_clean() && !matches!(self.site, Some(Site::Axillary))
    }
    const fn input(&self) -> Input {
        let found = Found::Number { vital: Vital::Temperature, raw: self.raw };
        Input { found, at: self.at, quality: self.quality, site: self.site, good_percent: None }
    }
}

/// Judges the temperatures that are known. `on_pathway`: whether the patient is without neutrophils or after a transplant;
/// for everybody else it is over.
pub fn judge(on_pathway: bool, known: &[Temperature], now: WallMs) -> Judgement {
    if !on_pathway {
        return Judgement { verdict: Verdict::Over, evidence: Evidence::default(), wanted: Vec::new(), wake: None };
    }
    let series = series(known, now);
    let mut pathway = Pathway::default();
    for value in &series {
        pathway.take(value);
    }
    pathway.wait_until(now);
    let verdict = pathway.verdict(series.last(), now);
    Judgement {
        verdict,
        evidence: pathway.evidence(&series),
        wanted: pathway.wanted(),
        wake: series.last().and_then(|newest| pathway.wake(verdict, newest.at)),
    }
}

/// The values that count, oldest first, one for each instant: of several the clean one, of several clean ones the highest.
fn series(known: &[Temperature], now: WallMs) -> Vec<Temperature> {
    let mut series: Vec<Temperature> = known.iter().copied().filter(|value| value.is_value() && value.at <= now).collect();
    series.sort_by_key(|value| std::cmp::Reverse((value.at, value.is_clean(), value.raw, value.quality, value.site)));
    series.dedup_by_key(|value| value.at);
    series.reverse();
    let begin = series.last().map_or(now, |newest| newest.at).plus(-WINDOW_MS);
    series.retain(|value| value.at >= begin);
    series
}

/// Where a temperature is on the pathway at one instant.
#[derive(Debug, Default)]
struct Pathway {
    rise: Option<Rise>,
    /// Since when a fever is suspected, and whether because a value was doubtful.
    suspected: Option<(WallMs, bool)>,
    fever: Option<Fever>,
    has_normal: bool,
}

/// Values of 38.0 and more without a longer gap.
#[derive(Debug, Clone, Copy)]
struct Rise {
    first: WallMs,
    last: WallMs,
    /// The first and the last clean value.
    clean: Option<(WallMs, WallMs)>,
}

impl Rise {
    const fn new(value: &Temperature) -> Rise {
        Rise { first: value.at, last: value.at, clean: None }
    }

    fn take(&mut self, value: &Temperature) {
        self.last = value.at;
        if value.is_clean() {
            self.clean = Some((self.clean.map_or(value.at, |(first, _)| first), value.at));
        }
    }

    fn is_sustained(&self) -> bool {
        let clean_ms = self.clean.map_or(0, |(first, last)| last.since(first));
        clean_ms >= SUSTAINED_MS || self.last.since(self.first) >= SUSTAINED_DOUBTFUL_MS
    }

    const fn due(&self) -> WallMs {
        self.first.plus(SUSTAINED_MS)
    }
}

#[derive(Debug, Clone, Copy)]
struct Fever {
    since: WallMs,
    /// When the first value of the rise was measured.
    from: WallMs,
    /// When the temperature fell below 38.0; `None` while it has not.
    cool_since: Option<WallMs>,
}

impl Pathway {
    fn take(&mut self, value: &Temperature) {
        self.wait_until(value.at);
        if value.tenths() >= RAISED {
            self.take_raised(value);
        } else if value.proves_normal() {
            self.take_normal(value.at);
        }
    }

    /// Moves it on to `at`, with nothing measured until then.
    fn wait_until(&mut self, at: WallMs) {
        let missed = self.rise.map(|rise| rise.due().plus(GRACE_MS)).filter(|missed| *missed <= at && self.fever.is_none());
        self.suspected = self.suspected.or(missed.map(|missed| (missed, false)));
    }

    fn take_raised(&mut self, value: &Temperature) {
        let mut rise = self.rise.filter(|rise| value.at.since(rise.last) <= GAP_MS).unwrap_or_else(|| Rise::new(value));
        rise.take(value);
        self.rise = Some(rise);
        let is_single = value.tenths() >= SINGLE;
        if let Some(fever) = &mut self.fever {
            fever.cool_since = None;
        } else if is_single && value.is_clean() || rise.is_sustained() {
            self.fever = Some(Fever { since: value.at, from: rise.first, cool_since: None });
            self.suspected = None;
        } else if is_single {
            self.suspected = Some((self.suspected.map_or(value.at, |(since, _)| since), true));
        }
    }

    fn take_normal(&mut self, at: WallMs) {
        (self.rise, self.suspected, self.has_normal) = (None, None, true);
        if let Some(fever) = &mut self.fever {
            let cool_since = *fever.cool_since.get_or_insert(at);
            if at.since(cool_since) >= SUSTAINED_MS {
                self.fever = None;
            }
        }
    }

    fn verdict(&self, newest: Option<&Temperature>, now: WallMs) -> Verdict {
        let Some(newest) = newest else { return Verdict::Unknown { why: Unknown::NeverMeasured } };
        let age_ms = now.since(newest.at);
        let held = age_ms <= WINDOW_MS;
        match (self.fever, self.suspected) {
            (Some(fever), _) if held => Verdict::Holds { level: FEVER, priority: Priority::High, since: fever.since },
            (None, Some((since, _))) if held => Verdict::Holds { level: SUSPECTED, priority: Priority::Medium, since },
            _ if age_ms > STALE_MS => Verdict::Unknown { why: Unknown::TooOld },
            _ if self.rise.is_none() && !self.has_normal => Verdict::Unknown { why: Unknown::Incomplete },
            _ => Verdict::Over,
        }
    }

    fn evidence(&self, series: &[Temperature]) -> Evidence {
        let from = self.fever.map(|fever| fever.from).or(self.rise.map(|rise| rise.first));
        let begin = series.partition_point(|value| from.is_some_and(|from| value.at < from));
        let begin = if from.is_some() { begin } else { series.len().saturating_sub(1) };
        let told = &series[begin..];
        let is_single = told.iter().any(|value| value.tenths() >= SINGLE);
        let step = Vital::Temperature.scale() / 10;
        Evidence {
            limit: Some(if is_single { SINGLE } else { RAISED } * step),
            worst: told.iter().map(|value| value.raw).max(),
            clock_from: self.fever.map(|fever| fever.from),
            ..Evidence::of(told.iter().map(Temperature::input).collect())
        }
    }

    fn wanted(&self) -> Vec<ObservationRequest> {
        let what = Item::Vital(Vital::Temperature);
        let Some(rise) = self.rise.filter(|_| self.fever.is_none()) else { return Vec::new() };
        if matches!(self.suspected, Some((_, true))) {
            return vec![ObservationRequest { what, due: None, purpose: Purpose::ConfirmValue }];
        }
        vec![ObservationRequest { what, due: Some(rise.due()), purpose: Purpose::ConfirmFever }]
    }

    fn wake(&self, verdict: Verdict, newest: WallMs) -> Option<WallMs> {
        let missed = self.rise.filter(|_| self.fever.is_none()).map(|rise| rise.due().plus(GRACE_MS));
        match verdict {
            Verdict::Holds { .. } => Some(newest.plus(WINDOW_MS + 1)),
            Verdict::Unknown { why: Unknown::NeverMeasured | Unknown::TooOld } => None,
            Verdict::Over | Verdict::Unknown { why: Unknown::Incomplete } => {
                Some(missed.map_or(newest.plus(STALE_MS + 1), |missed| missed.min(newest.plus(STALE_MS + 1))))
            }
        }
    }
}
