//! What is known about one side of a vital's limit, in the order of measurement whatever the order of arrival: stretches
//! outside the limit, and between them stretches inside.
//!
//! After an outage the newest values come first and the backlog follows, in two lanes and perhaps in several pieces, and a
//! condition may be split anywhere between them. So late values are put where they belong in time, and stretches that meet
//! are joined. A condition that lasted for its delay and is known to have ended becomes a [`Passed`], exactly once.
//!
//! Only stretches next to a gap can still grow. All others are folded together, so a block of known values takes at most
//! three entries, however often it crossed the limit.

use super::stretches::Sample;
use crate::budget::{PAUSES_MAX, beat_ms, doubtful_critical_ms, observable_ms, row_ms_max};
use crate::limit::Bound;
use crate::words::Priority;
use hearth_vitals::WallMs;

/// The most entries: for each block a stretch outside at either edge and one between them.
const STRETCHES_MAX: usize = 3 * (PAUSES_MAX + 1);

/// Values without a break that are all outside, or all not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stretch {
    from: WallMs,
    until: WallMs,
    /// `None` when inside, or when it no longer matters.
    outside: Option<Outside>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Outside {
    worst: i32,
    /// When the last value was measured that is not doubtful.
    sure_until: Option<WallMs>,
    /// True when there was a critical value that is not doubtful.
    critical: bool,
    /// When the first and the last doubtful critical values were measured.
    doubtful_critical: Option<(WallMs, WallMs)>,
    /// True when an alert has told of it.
    told: bool,
}

/// A condition that has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Passed {
    pub since: WallMs,
    pub until: WallMs,
    pub worst: i32,
    pub priority: Priority,
}

/// The stretches, in the order of time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Trace {
    stretches: Vec<Stretch>,
    /// When the last value came that was not the newest (monotonic ms).
    touched_ms: Option<i64>,
}

/// Stretches outside that count as one condition: the gaps between them are shorter than silence, and nothing between them
/// was inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Chain {
    first: usize,
    last: usize,
    pub since: WallMs,
    pub until: WallMs,
    pub worst: i32,
    met: Option<Priority>,
    told: bool,
    /// True when the values before and after it are known, so that it cannot grow any more.
    is_whole: bool,
}

impl Outside {
    fn of(bound: &Bound, sample: Sample) -> Outside {
        let critical = bound.is_critical(sample.raw);
        Outside {
            worst: sample.raw,
            sure_until: (!sample.doubtful).then_some(sample.at),
            critical: critical && !sample.doubtful,
            doubtful_critical: (critical && sample.doubtful).then_some((sample.at, sample.at)),
            told: false,
        }
    }

    fn with(self, other: Outside, bound: &Bound) -> Outside {
        let spans = [self.doubtful_critical, other.doubtful_critical].into_iter().flatten();
        Outside {
            worst: bound.worse(self.worst, other.worst),
            sure_until: self.sure_until.max(other.sure_until),
            critical: self.critical || other.critical,
            doubtful_critical: spans.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))),
            told: self.told || other.told,
        }
    }

    /// The priority of a condition that lasted from `since` to `until`, if it lasted long enough.
    fn met(&self, bound: &Bound, since: WallMs, until: WallMs, cadence_ms: u32) -> Option<Priority> {
        let doubtful = |(from, until): (WallMs, WallMs)| until.since(from) >= doubtful_critical_ms(bound.delay_ms, cadence_ms);
        if self.critical || self.doubtful_critical.is_some_and(doubtful) {
            return Some(Priority::High);
        }
        let need_ms = observable_ms(bound.delay_ms, cadence_ms);
        let sure = self.sure_until.is_some_and(|sure| sure.since(since) >= need_ms);
        (sure || until.since(since) >= need_ms.saturating_mul(2)).then_some(bound.priority)
    }
}

impl Trace {
    /// Takes a value of any time.
    pub fn take(&mut self, bound: &Bound, sample: Sample, cadence_ms: u32) {
        let outside = bound.is_outside(sample.raw).then(|| Outside::of(bound, sample));
        let beat_ms = beat_ms(cadence_ms);
        let place = self.stretches.partition_point(|stretch| stretch.from <= sample.at);
        let within = place.checked_sub(1).filter(|before| self.stretches[*before].until >= sample.at);
        match within {
            Some(index) => self.take_within(index, sample, outside, bound),
            None => {
                self.stretches.insert(place, Stretch { from: sample.at, until: sample.at, outside });
                self.join(place, bound, beat_ms);
                if place > 0 {
                    self.join(place - 1, bound, beat_ms);
                }
            }
        }
    }

    /// Notes that a value came that was not the newest.
    pub fn touch(&mut self, mono_ms: i64) {
        self.touched_ms = Some(mono_ms);
    }

    /// Takes a value between known ones: it agrees with them, or it parts them. A second value outside, at a time for which
    /// one is known, is another gateway's copy; only a critical one is new.
    fn take_within(&mut self, index: usize, sample: Sample, outside: Option<Outside>, bound: &Bound) {
        let stretch = self.stretches[index];
        match (stretch.outside, outside) {
            (Some(known), Some(new)) => self.stretches[index].outside = Some(known.with(new, bound)),
            (None, None) => {}
            (None, Some(new)) if !new.critical => {}
            _ => {
                let parts = [
                    Stretch { until: sample.at, ..stretch },
                    Stretch { from: sample.at, until: sample.at, outside },
                    Stretch { from: sample.at, ..stretch },
                ];
                self.stretches.splice(index..=index, parts);
            }
        }
    }

    /// Joins a stretch with the one after it, if they meet and are of the same kind.
    fn join(&mut self, index: usize, bound: &Bound, beat_ms: i64) {
        let (Some(one), Some(next)) = (self.stretches.get(index).copied(), self.stretches.get(index + 1).copied()) else { return };
        let outside = match (one.outside, next.outside) {
            (Some(one), Some(next)) => Some(one.with(next, bound)),
            (None, None) => None,
            _ => return,
        };
        if next.from.since(one.until) <= beat_ms {
            self.stretches[index] = Stretch { from: one.from, until: next.until, outside };
            self.stretches.remove(index + 1);
        }
    }

    fn meet(&self, index: usize, beat_ms: i64) -> bool {
        let next = self.stretches.get(index + 1);
        next.is_some_and(|next| next.from.since(self.stretches[index].until) <= beat_ms)
    }

    /// The chain that begins with this stretch.
    fn chain(&self, first: usize, bound: &Bound, cadence_ms: u32) -> Option<Chain> {
        let (beat_ms, row_ms) = (beat_ms(cadence_ms), row_ms_max(cadence_ms));
        let mut whole = self.stretches.get(first)?.outside?;
        let (since, mut last) = (self.stretches[first].from, first);
        while let Some(next) = self.stretches.get(last + 1)
            && let Some(outside) = next.outside
            && next.from.since(self.stretches[last].until) <= row_ms
        {
            whole = whole.with(outside, bound);
            last += 1;
        }
        let until = self.stretches[last].until;
        let met = whole.met(bound, since, until, cadence_ms);
        let is_whole = first == last && first.checked_sub(1).is_some_and(|before| self.meet(before, beat_ms)) && self.meet(last, beat_ms);
        Some(Chain { first, last, since, until, worst: whole.worst, met, told: whole.told, is_whole })
    }

    /// Every chain.
    fn chains<'a>(&'a self, bound: &'a Bound, cadence_ms: u32) -> impl Iterator<Item = Chain> + 'a {
        let mut index = 0;
        std::iter::from_fn(move || {
            while index < self.stretches.len() {
                let chain = self.chain(index, bound, cadence_ms);
                index = chain.map_or(index, |chain| chain.last) + 1;
                if chain.is_some() {
                    return chain;
                }
            }
            None
        })
    }

    /// The chain that ends with the newest value.
    pub fn newest(&self, bound: &Bound, cadence_ms: u32) -> Option<Chain> {
        self.chains(bound, cadence_ms).last().filter(|chain| chain.last + 1 == self.stretches.len())
    }

    /// True when the last value it knows was measured at this instant.
    pub fn ends_at(&self, at: WallMs) -> bool {
        self.stretches.last().is_some_and(|last| last.until == at)
    }

    /// Notes that an alert tells of the chain that ends with the newest value.
    pub fn tell_newest(&mut self, bound: &Bound, cadence_ms: u32) {
        if let Some(chain) = self.newest(bound, cadence_ms) {
            self.tell(chain);
        }
    }

    fn tell(&mut self, chain: Chain) {
        let outside = self.stretches[chain.first..=chain.last].iter_mut().filter_map(|stretch| stretch.outside.as_mut());
        outside.for_each(|outside| outside.told = true);
    }

    /// A condition that has ended and of which no alert has told; to be called until there is none. `quiet`: no more late
    /// values are expected. `goes_on`: the newest value is judged as the present one.
    pub fn passed(&mut self, bound: &Bound, cadence_ms: u32, quiet: bool, goes_on: bool) -> Option<Passed> {
        let count = self.stretches.len();
        // A chain that has to make room is told as far as it is known.
        let is_over = |chain: &Chain| chain.is_whole || quiet || (chain.first == 0 && count > STRETCHES_MAX);
        let is_due = |chain: &Chain| is_over(chain) && !(goes_on && chain.last + 1 == count);
        let chain = self.chains(bound, cadence_ms).find(|chain| !chain.told && chain.met.is_some() && is_due(chain));
        let Some(chain) = chain else {
            self.fold(cadence_ms);
            return None;
        };
        self.tell(chain);
        // If it cannot grow, the value that ended it is known.
        let until = if chain.is_whole { self.stretches[chain.last + 1].from } else { chain.until };
        Some(Passed { since: chain.since, until, worst: chain.worst, priority: chain.met? })
    }

    /// Since when something waits to be told: when the last late value came (monotonic ms).
    pub fn waits_since(&self, bound: &Bound, cadence_ms: u32, goes_on: bool) -> Option<i64> {
        let touched_ms = self.touched_ms?;
        let count = self.stretches.len();
        let waits = |chain: Chain| !chain.told && chain.met.is_some() && !(goes_on && chain.last + 1 == count);
        self.chains(bound, cadence_ms).any(waits).then_some(touched_ms)
    }

    /// Forgets what can neither grow nor be told any more.
    fn fold(&mut self, cadence_ms: u32) {
        let beat_ms = beat_ms(cadence_ms);
        if self.stretches.len() > 3 {
            for index in 1..self.stretches.len() - 1 {
                if self.meet(index - 1, beat_ms) && self.meet(index, beat_ms) {
                    self.stretches[index].outside = None;
                }
            }
            self.stretches.dedup_by(|next, one| {
                let one_kind = next.outside.is_none() && one.outside.is_none() && next.from.since(one.until) <= beat_ms;
                if one_kind {
                    one.until = next.until;
                }
                one_kind
            });
        }
        while self.stretches.len() > STRETCHES_MAX {
            self.give_up_a_pause();
        }
    }

    /// Gives up the shortest gap with nothing outside on either side: a sensor that slipped for a moment, before an outage. A
    /// condition is never stretched over a time of which nothing is known.
    fn give_up_a_pause(&mut self) {
        let between = |index: &usize| self.stretches[*index].outside.is_none() && self.stretches[index + 1].outside.is_none();
        let pause_ms = |index: &usize| self.stretches[index + 1].from.since(self.stretches[*index].until);
        match (0..self.stretches.len() - 1).filter(between).min_by_key(pause_ms) {
            Some(index) => self.stretches[index].until = self.stretches.remove(index + 1).until,
            None => drop(self.stretches.remove(0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limit::Limits;
    use crate::limit::Side;
    use hearth_vitals::Vital;
    use proptest::prelude::*;

    fn bound() -> Bound {
        Limits::default_adult().bound(Vital::Spo2, Side::Low).unwrap()
    }

    fn sample(second: i64, raw: i32) -> Sample {
        Sample { at: WallMs(second * 1_000), raw, doubtful: false, late: false }
    }

    /// The conditions that are told when values arrive in this order, in seconds.
    fn told(values: &[(i64, i32)]) -> Vec<(i64, i64)> {
        let (mut trace, bound) = (Trace::default(), bound());
        let mut told = Vec::new();
        let seconds = |passed: Passed| (passed.since.0 / 1_000, passed.until.0 / 1_000);
        for (second, raw) in values {
            trace.take(&bound, sample(*second, *raw), 1_000);
            while let Some(passed) = trace.passed(&bound, 1_000, false, false) {
                told.push(seconds(passed));
            }
            assert!(trace.stretches.len() <= STRETCHES_MAX);
        }
        while let Some(passed) = trace.passed(&bound, 1_000, true, false) {
            told.push(seconds(passed));
        }
        told.sort_unstable();
        told
    }

    fn low(seconds: std::ops::Range<i64>) -> impl Iterator<Item = (i64, i32)> {
        seconds.map(|second| (second, 850))
    }

    fn fine(seconds: std::ops::Range<i64>) -> impl Iterator<Item = (i64, i32)> {
        seconds.map(|second| (second, 970))
    }

    #[test]
    fn a_condition_split_over_two_lanes_is_told_once_whichever_part_comes_first() {
        let parts = [fine(0..10).collect::<Vec<_>>(), low(10..20).collect(), low(20..30).collect(), fine(30..60).collect()];
        for order in [[0, 1, 2, 3], [0, 3, 1, 2], [3, 2, 1, 0], [2, 3, 0, 1], [0, 2, 3, 1]] {
            let values: Vec<_> = order.iter().flat_map(|part| parts[*part].clone()).collect();
            assert_eq!(told(&values), [(10, 30)], "{order:?}");
        }
    }

    #[test]
    fn two_short_ones_on_both_sides_of_a_pause_that_was_fine_are_none() {
        let values: Vec<_> = fine(0..10).chain(low(10..20)).chain(low(30..40)).chain(fine(40..50)).chain(fine(20..30)).collect();
        assert_eq!(told(&values), []);
    }

    #[test]
    fn one_low_value_beside_a_sensor_that_slips_again_and_again_is_no_condition() {
        let slipping = (0..200).flat_map(|block| fine(104 + block * 8..109 + block * 8));
        let values: Vec<_> = fine(0..100).chain(low(100..101)).chain(slipping).collect();
        assert_eq!(told(&values), []);
    }

    #[test]
    fn an_outage_is_still_open_after_many_slips_of_the_sensor() {
        let slipping = (0..60).flat_map(|block| fine(3_600 + block * 8..3_605 + block * 8));
        let values: Vec<_> =
            fine(0..100).chain(slipping).chain(fine(100..1_000)).chain(low(1_000..1_060)).chain(fine(1_060..3_600)).collect();
        assert_eq!(told(&values), [(1_000, 1_060)]);
    }

    #[test]
    fn a_patient_at_the_limit_for_an_hour_costs_no_room() {
        let values: Vec<_> = (0..3_600).map(|second| (second, if second % 7 < 3 { 890 } else { 910 })).collect();
        assert_eq!(told(&values), []);
    }

    proptest! {
        /// Compared with the simple rule: fifteen seconds with nothing but low values.
        #[test]
        fn any_order_of_arrival_tells_what_was(lengths in prop::collection::vec((1i64..40, any::<bool>()), 1..8), pieces in prop::collection::vec(0usize..6, 0..12)) {
            let mut values: Vec<(i64, i32)> = Vec::new();
            for (length, is_low) in lengths {
                let from = values.len() as i64;
                values.extend(if is_low { low(from..from + length).collect::<Vec<_>>() } else { fine(from..from + length).collect() });
            }
            values.push((values.len() as i64, 970));
            let mut owed: Vec<(i64, i64)> = Vec::new();
            for chunk in values.chunk_by(|a, b| a.1 == b.1).filter(|chunk| chunk[0].1 < 900 && chunk.len() > 15) {
                owed.push((chunk[0].0, chunk[chunk.len() - 1].0 + 1));
            }
            // The backlog comes in pieces: each is in order, the pieces are not.
            let size = values.len().div_ceil(pieces.len() + 1).max(4);
            let mut chunks: Vec<Vec<(i64, i32)>> = values.chunks(size).map(<[_]>::to_vec).collect();
            for (index, to) in pieces.iter().enumerate() {
                let last = chunks.len() - 1;
                chunks.swap(index.min(last), (*to).min(last));
            }
            let first: Vec<i64> = told(&chunks.concat()).into_iter().map(|(since, _)| since).collect();
            prop_assert_eq!(first, owed.into_iter().map(|(since, _)| since).collect::<Vec<_>>());
        }
    }
}
