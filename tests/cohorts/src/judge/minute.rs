//! Values minute by minute: what a rule of long durations needs to know of a stream.

use hearth_vitals::{Flags, Reading, Vital, WallMs};

/// Samples of a minute that must be good for it to have a value: half of those that a worn device sends.
const GOOD_MIN: usize = 30;
/// The most samples that are kept.
const SAMPLES_MAX: usize = 600;
const MINUTE_MS: i64 = 60_000;

/// The good samples of the present minute of one vital.
#[derive(Debug, Clone)]
pub struct Minute {
    vital: Vital,
    begin: Option<WallMs>,
    good: Vec<i32>,
}

impl Minute {
    /// A stream of which nothing has come.
    pub const fn new(vital: Vital) -> Minute {
        Minute { vital, begin: None, good: Vec::new() }
    }

    /// Takes a sample. When it is the first of a new minute, gives the median of the minute before; the inner `None` means
    /// that too few of its samples were good.
    pub fn take(&mut self, reading: &Reading, at: WallMs) -> Option<Option<i32>> {
        if reading.vital != self.vital {
            return None;
        }
        let begin = WallMs(at.0 - at.0.rem_euclid(MINUTE_MS));
        // Values from before the present minute come too late for rules that are this simple.
        if self.begin.is_some_and(|present| begin < present) {
            return None;
        }
        let ended = self.begin.is_some_and(|present| begin > present).then(|| median(&mut self.good));
        if self.begin.replace(begin) != Some(begin) {
            self.good.clear();
        }
        if let Some(raw) = reading.raw.filter(|_| !reading.flags.intersects(DOUBTED) && self.good.len() < SAMPLES_MAX) {
            self.good.push(raw);
        }
        ended
    }
}

/// What a device says of values that are not to be used here.
const DOUBTED: Flags = Flags::ARTEFACT.with(Flags::QUESTIONABLE);

fn median(good: &mut [i32]) -> Option<i32> {
    if good.len() < GOOD_MIN {
        return None;
    }
    let middle = good.len() / 2;
    Some(*good.select_nth_unstable(middle).1)
}
