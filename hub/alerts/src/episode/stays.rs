//! Values beyond a line by stays: whether they came in one, for which the time of a rung runs, or by turns, at each of which it begins
//! anew.

use crate::fold::Sample;
use hearth_vitals::WallMs;

/// What came before the last stay counts only where it is longer than this (ms): as a minute inside ends nothing that lasts, a minute
/// beyond begins nothing.
const MOMENT_MS: i64 = 60_000;

/// What ends a stay, as it ends an excursion beyond a rung. One more thing does: more than one in five of it being another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ends {
    /// Others for so long (ms).
    pub others_ms: i64,
    /// A gap without any values for longer than this (ms).
    pub gap_ms: i64,
}

/// How many good values were in the last stay beyond a line, and in the stays before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Stays {
    before: usize,
    last: usize,
    /// How many of the last stay are others that it bears, since when the newest ones are, and whether they have ended it.
    others: usize,
    others_since: Option<WallMs>,
    is_over: bool,
}

impl Stays {
    /// The stays of these samples, the oldest first, that are one of these.
    pub fn of<'a>(samples: impl Iterator<Item = &'a Sample>, ends: Ends, is_one: impl Fn(i32) -> bool) -> Stays {
        let (mut stays, mut before) = (Stays::default(), None);
        for sample in samples {
            stays.is_over |= before.replace(sample.at).is_some_and(|before| sample.at.since(before) > ends.gap_ms);
            if sample.doubtful || sample.deadly.is_some() {
                continue;
            }
            if is_one(sample.raw) { stays.go_on() } else { stays.bear(sample.at, ends) }
        }
        stays
    }

    fn go_on(&mut self) {
        if self.is_over {
            *self = Stays { before: self.before + self.last, ..Stays::default() };
        }
        self.last += 1;
        self.others_since = None;
    }

    fn bear(&mut self, at: WallMs, ends: Ends) {
        self.others += 1;
        let since = *self.others_since.get_or_insert(at);
        self.is_over |= self.others * 4 > self.last || at.since(since) >= ends.others_ms;
    }

    /// True when what came before the last stay is no more than one in five of all, as much as an excursion beyond a rung tolerates, or
    /// than a moment.
    pub fn is_one(self, cadence_ms: u32) -> bool {
        let before_ms = i64::try_from(self.before).map_or(i64::MAX, |before| before.saturating_mul(i64::from(cadence_ms)));
        self.before * 4 <= self.last || before_ms <= MOMENT_MS
    }
}
