//! Values beyond one rung, with what is tolerated between them.

use super::Sample;
use super::lasting::{Lasting, Said};
use crate::budget::tolerance_ms;
use crate::ladder::Ladder;
use hearth_vitals::WallMs;

/// Values beyond one rung, with what is tolerated between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Excursion {
    pub time: Lasting,
    pub beyond: u32,
    pub inside: u32,
    /// Since when the values have been inside, if the newest is.
    pub inside_since: Option<WallMs>,
    pub worst: i32,
}

impl Excursion {
    pub fn begin(sample: Sample) -> Excursion {
        Excursion { time: Lasting::begin(sample), beyond: 1, inside: 0, inside_since: None, worst: sample.raw }
    }

    pub fn extend(&mut self, ladder: &Ladder, sample: Sample) {
        self.time.extend(sample);
        self.beyond = self.beyond.saturating_add(1);
        self.inside_since = None;
        self.worst = ladder.worse(self.worst, sample.raw);
    }

    /// Takes a good value inside the rung; false when it ends the excursion.
    pub fn bear(&mut self, need_ms: i64, at: WallMs) -> bool {
        self.time.take(Said { at, goes_on: true, sure: true });
        self.inside = self.inside.saturating_add(1);
        let since = *self.inside_since.get_or_insert(at);
        self.inside.saturating_mul(4) <= self.beyond && at.since(since) < tolerance_ms(need_ms)
    }
}

pub(super) fn take_beyond(excursion: &mut Option<Excursion>, ladder: &Ladder, place: usize, is_beyond: bool, sample: Sample) {
    if is_beyond {
        match excursion {
            Some(excursion) => excursion.extend(ladder, sample),
            None => *excursion = Some(Excursion::begin(sample)),
        }
    } else if sample.doubtful {
        excursion.iter_mut().for_each(|excursion| excursion.time.pass(sample.at));
    } else if !excursion.as_mut().is_none_or(|excursion| excursion.bear(ladder.need_ms(&ladder.rungs()[place]), sample.at)) {
        *excursion = None;
    }
}
