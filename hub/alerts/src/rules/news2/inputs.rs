//! What NEWS2 is scored from, and how old each of it may be.

use crate::alert::StaffId;
use crate::budget::{DOUBTFUL, NO_VALUE};
use crate::verdict::{Found, Input};
use hearth_scores::news2::{self, Windows};
use hearth_scores::{Acvpu, Given};
use hearth_vitals::{Flags, Vital, WallMs};

/// The stretch whose median stands for a continuous vital: long enough that a fit of coughing does not score, and short
/// enough that a drop does. Stretches end at its multiples, so each sample belongs to one of them: a score does not flicker
/// with each second, and one median a stretch is all that has to be kept.
pub const STRETCH_MS: i64 = 300_000;
/// The least share of good samples in it, percent. With less the median may be that of the artefacts.
pub const GOOD_PERCENT_MIN: u32 = 60;

/// What is known of one patient, as it was at any instant of the look-back. Late and corrected values are in their places.
pub trait Known {
    /// The stretch of [`STRETCH_MS`] that ends at `until`, a multiple of it; `None` if no device streams this vital.
    fn streamed(&self, vital: Vital, until: WallMs) -> Option<Streamed>;
    /// The newest clean spot value of this vital that was measured at `until` or before, by a device or a person. Samples of
    /// a stream are none.
    fn spot(&self, vital: Vital, until: WallMs) -> Option<Spot>;
    /// The newest level of consciousness that a person found at `until` or before.
    fn consciousness(&self, until: WallMs) -> Option<Given<Acvpu>>;
    /// The newest word of a person at `until` or before on whether the patient breathes more than air.
    fn oxygen(&self, until: WallMs) -> Option<Given<bool>>;
    /// The decision for SpO2 scale 2 that was in force at this instant. Without a recorded one there is no scale 2.
    fn scale_two(&self, at: WallMs) -> Option<Decision>;
}

/// A clinician's decision, with name and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// The clinician who decided.
    pub by: StaffId,
    /// When it was decided.
    pub at: WallMs,
}

/// A value that was taken now and then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// When it was measured.
    pub at: WallMs,
    /// In steps of the vital's resolution.
    pub raw: i32,
    /// What is doubtful about it.
    pub quality: Flags,
}

/// A stretch of a vital that a device streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Streamed {
    /// The median of the good samples, in steps of the vital's resolution, and the instant of the newest of them.
    pub median: Option<Given<i32>>,
    /// How many good samples there were.
    pub good: u32,
    /// How many there should have been.
    pub expected: u32,
    /// The lowest and the highest of the good samples; `None` where nobody has kept them.
    pub range: Option<(i32, i32)>,
}

impl Streamed {
    /// The stretch that ends at `until`, from good samples in any order and any number of times, of a device that measures
    /// each `cadence_ms`.
    pub fn of(samples: impl IntoIterator<Item = (WallMs, i32)>, cadence_ms: u32, until: WallMs) -> Streamed {
        let is_within = |at: WallMs| at <= until && until.since(at) < STRETCH_MS;
        let mut good: Vec<(WallMs, i32)> = samples.into_iter().filter(|(at, _)| is_within(*at)).collect();
        good.sort_unstable();
        good.dedup();
        let newest = good.last().map(|(at, _)| *at);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let expected = STRETCH_MS / i64::from(cadence_ms.max(1));
        let samples = count(good.len());
        let mut values: Vec<i32> = good.into_iter().map(|(_, raw)| raw).collect();
        let median = newest.and_then(|at| Some(Given { value: median(&mut values)?, at }));
        // The median has put them in order.
        let range = values.first().copied().zip(values.last().copied());
        Streamed { median, good: samples, expected: u32::try_from(expected).unwrap_or(u32::MAX).max(1), range }
    }

    /// Share of good samples, percent; at most 100.
    const fn good_percent(&self) -> u8 {
        let expected = if self.expected == 0 { 1 } else { self.expected as u64 };
        let percent = self.good as u64 * 100 / expected;
        // The cast cannot truncate: the line bounds it.
        if percent > 100 { 100 } else { percent as u8 }
    }

    /// True if there are at least [`GOOD_PERCENT_MIN`] good samples.
    pub const fn is_good(&self) -> bool {
        self.good as u64 * 100 >= GOOD_PERCENT_MIN as u64 * self.expected as u64
    }

    /// Of two versions of a stretch the greater one counts. One that is good enough comes before any that is not, however many
    /// samples the other one has: a clip that is half artefacts has more of them than a patch that measures each minute. Of two with
    /// as many the lower median counts, so that the order of arrival decides nothing. The store keeps by the same rule.
    pub fn fullness(&self) -> (bool, u32, std::cmp::Reverse<Option<i32>>) {
        (self.is_good(), self.good, std::cmp::Reverse(self.median.map(|median| median.value)))
    }
}

/// The median; of two in the middle their mean, half a step up.
fn median(values: &mut [i32]) -> Option<i32> {
    values.sort_unstable();
    let (low, high) = (*values.get(values.len().checked_sub(1)? / 2)?, values[values.len() / 2]);
    Some(((i64::from(low) + i64::from(high) + 1).div_euclid(2)) as i32)
}

/// The inputs of a score at one instant, and the same as evidence.
#[derive(Debug, Clone, Default)]
pub struct Gathered {
    pub inputs: news2::Inputs,
    pub evidence: Vec<Input>,
}

/// What is known at `at`; the score leaves out what is too old.
pub fn gather(known: &impl Known, at: WallMs) -> Gathered {
    let mut gathered = Gathered::default();
    let mut pick = |vitals: &[Vital]| {
        let input = streamed_or_spot(known, vitals, at)?;
        gathered.evidence.push(input);
        let Found::Number { raw: value, .. } = input.found else { return None };
        Some(Given { value, at: input.at })
    };
    gathered.inputs = news2::Inputs {
        respiratory_rate: pick(&[Vital::RespiratoryRate]),
        spo2: pick(&[Vital::Spo2]),
        systolic: pick(&[Vital::Systolic]),
        // An electrocardiogram counts beats; an oximeter those that reach the finger.
        pulse: pick(&[Vital::HeartRate, Vital::PulseRate]),
        temperature: pick(&[Vital::Temperature]),
        on_oxygen: known.oxygen(at).filter(|said| said.at <= at),
        consciousness: known.consciousness(at).filter(|said| said.at <= at),
    };
    let oxygen = gathered.inputs.on_oxygen.map(|said| Input::clean(Found::Oxygen(said.value), said.at));
    let level = gathered.inputs.consciousness.map(|said| Input::clean(Found::Consciousness(said.value), said.at));
    gathered.evidence.extend(oxygen.into_iter().chain(level));
    gathered.evidence.sort_by_key(|input| input.at);
    gathered
}

/// The end of the stretch that ends after `now`.
pub const fn next_stretch(now: WallMs) -> WallMs {
    WallMs((now.0.div_euclid(STRETCH_MS) + 1) * STRETCH_MS)
}

/// The end of the stretch to which a sample of this instant belongs.
pub const fn stretch_end(at: WallMs) -> WallMs {
    WallMs(at.0.saturating_add(STRETCH_MS - 1).div_euclid(STRETCH_MS).saturating_mul(STRETCH_MS))
}

/// A stream that is good enough, else the newest spot value.
fn streamed_or_spot(known: &impl Known, vitals: &[Vital], at: WallMs) -> Option<Input> {
    let ended = WallMs(at.0.div_euclid(STRETCH_MS) * STRETCH_MS);
    let streams = || vitals.iter().filter_map(|vital| Some((*vital, known.streamed(*vital, ended)?)));
    streams().find_map(|(vital, stream)| median_of(vital, &stream, ended)).or_else(|| {
        let window_ms = if streams().next().is_some() { INSTEAD_MS } else { i64::MAX };
        newest_spot(known, vitals, at).filter(|spot| at.since(spot.at) <= window_ms)
    })
}

/// Where a device should stream and does not, a spot value counts for an hour: nobody who is monitored is well by what was
/// measured four hours ago.
pub(super) const INSTEAD_MS: i64 = Windows::CONCERNED.spot_ms;

fn median_of(vital: Vital, stream: &Streamed, ended: WallMs) -> Option<Input> {
    let median = stream.median.filter(|median| stream.is_good() && median.at <= ended && vital.is_plausible(median.value))?;
    let found = Found::Number { vital, raw: median.value };
    Some(Input { good_percent: Some(stream.good_percent()), ..Input::clean(found, median.at) })
}

fn newest_spot(known: &impl Known, vitals: &[Vital], at: WallMs) -> Option<Input> {
    let spots = vitals.iter().filter_map(|vital| Some((*vital, known.spot(*vital, at)?)));
    let is_usable =
        |(vital, spot): &(Vital, Spot)| spot.at <= at && !spot.quality.intersects(NO_VALUE.with(DOUBTFUL)) && vital.is_plausible(spot.raw);
    let (vital, spot) = spots.filter(is_usable).max_by_key(|(vital, spot)| (spot.at, std::cmp::Reverse(*vital)))?;
    Some(Input { quality: spot.quality, ..Input::clean(Found::Number { vital, raw: spot.raw }, spot.at) })
}
