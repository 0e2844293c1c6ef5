//! A time that values say goes on, and how much of it can be believed.

use super::Sample;
use hearth_vitals::WallMs;

/// A time that goes on from value to value, and how much of it is beyond doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lasting {
    pub since: WallMs,
    pub newest: Said,
    /// How much of the time lies between values of which neither is doubtful (ms). This and the others end counting at 49 days.
    pub sure_ms: u32,
    /// How much of it lies between values that both say that it goes on (ms).
    pub whole_ms: u32,
    /// How much of it lies between one that does and one that does not (ms).
    pub mixed_ms: u32,
    /// How much of it lies between values of which neither does (ms).
    pub other_ms: u32,
}

/// What one value says of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said {
    pub at: WallMs,
    /// True when it says that the time goes on. A doubtful value that says otherwise leaves the time, but is none of it.
    pub goes_on: bool,
    pub sure: bool,
}

impl Lasting {
    pub fn begin(sample: Sample) -> Lasting {
        let newest = Said { at: sample.at, goes_on: true, sure: !sample.doubtful };
        Lasting { since: sample.at, newest, sure_ms: 0, whole_ms: 0, mixed_ms: 0, other_ms: 0 }
    }

    /// Goes on to this value.
    pub fn extend(&mut self, sample: Sample) {
        self.take(Said { at: sample.at, goes_on: true, sure: !sample.doubtful });
    }

    /// Takes notice of a doubtful value that says otherwise.
    pub fn pass(&mut self, at: WallMs) {
        self.take(Said { at, goes_on: false, sure: false });
    }

    /// Goes on to a value. What lies between two values of which one is doubtful is doubtful.
    pub fn take(&mut self, said: Said) {
        let before = std::mem::replace(&mut self.newest, said);
        let ms = u32::try_from(said.at.since(before.at).max(0)).unwrap_or(u32::MAX);
        if before.sure && said.sure {
            self.sure_ms = self.sure_ms.saturating_add(ms);
        }
        let part = match (before.goes_on, said.goes_on) {
            (true, true) => &mut self.whole_ms,
            (false, false) => &mut self.other_ms,
            _ => &mut self.mixed_ms,
        };
        *part = part.saturating_add(ms);
    }

    /// How much of it the values show, doubtful or not (ms). A time is what they say and not what the calendar does: two wild
    /// ones twenty seconds apart, with nineteen good numbers between that the device doubts, are no twenty seconds. Between a
    /// value that says so and one that does not, half of it is shown: who trembles has both by turns, and must be heard.
    pub const fn shown_ms(&self) -> i64 {
        self.whole_ms as i64 + self.mixed_ms as i64 / 2
    }

    /// True when so much of it is undoubted, or twice as much is shown: artefact doubles a time and never removes it. If
    /// one undoubted value could complete what doubtful ones have begun, half a minute of motion, of which a device misses the
    /// end, would be a minute of apnoea; if doubtful time counted half, so would twice as much of it. Doubtful time is left out
    /// and nothing begins anew after it, because bursts of motion would otherwise put a rung off without end.
    pub const fn lasted(&self, need_ms: i64) -> bool {
        self.sure_ms as i64 >= need_ms || self.shown_ms() >= need_ms.saturating_mul(2)
    }

    /// The same where only values next to each other may speak: two numbers that are well, and what the device doubts between
    /// them, end no alert.
    pub const fn lasted_together(&self, need_ms: i64) -> bool {
        self.sure_ms as i64 >= need_ms || self.whole_ms as i64 >= need_ms.saturating_mul(2)
    }

    /// True when more of it speaks against it than for it.
    pub const fn is_outweighed(&self) -> bool {
        self.mixed_ms as i64 + self.other_ms as i64 > self.whole_ms as i64
    }
}

/// Takes a value into the time of those inside: one outside ends it. A doubtful one outside leaves it, but is none of it, until
/// there is more of those than of the time itself.
pub(super) fn take_inside(time: &mut Option<Lasting>, is_inside: bool, sample: Sample) {
    match time.as_mut() {
        Some(time) if is_inside => time.extend(sample),
        None if is_inside => *time = Some(Lasting::begin(sample)),
        Some(time) if sample.doubtful => time.pass(sample.at),
        _ => *time = None,
    }
    time.take_if(|time| time.is_outweighed());
}
