//! What is folded, and the condition that comes of it.

use crate::limit::Side;
use hearth_vitals::WallMs;

/// One value of one stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sample {
    /// When it was measured.
    pub at: WallMs,
    pub raw: i32,
    /// True when it counts, but has to last twice as long.
    pub doubtful: bool,
    /// True when it arrived too late to be live.
    pub late: bool,
    /// The side on which it is deadly, for a finding that cannot be a value; `None` for a value. Only the last rung of a ladder
    /// judges such a finding; medians, scores and other rungs ignore it.
    pub deadly: Option<Side>,
}

impl Sample {
    /// The number that stands for a device beyond its scale, which gave none: further out than every number.
    pub const fn off_scale(side: Side) -> i32 {
        match side {
            Side::Low => i32::MIN,
            Side::High => i32::MAX,
        }
    }
}

/// The number, unless it stands for a device beyond its scale.
pub(crate) fn number(raw: i32) -> Option<i32> {
    (raw != Sample::off_scale(Side::Low) && raw != Sample::off_scale(Side::High)).then_some(raw)
}

/// A condition: when it began and ended, how far and how bad it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub since: WallMs,
    /// While the condition lasts, the instant of its last value beyond the limit. Afterwards that of the first value inside, if
    /// no value is missing between.
    pub until: WallMs,
    /// Index of the highest rung that held.
    pub level: usize,
    pub worst: i32,
}
