//! Numbers that were issued and whose records are not here.

use crate::class::ClassId;

/// Why records are not here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GapKind {
    /// A checksum did not hold, or the medium could not be read.
    Corrupt,
    /// Written and not yet durable when the power failed. Such a tail has no known end: `end` is the least it can be.
    Torn,
    /// A segment is gone and no note says why.
    Missing,
    /// Given up for room.
    Shed,
}

impl GapKind {
    pub(crate) const ALL: [GapKind; 4] = [GapKind::Corrupt, GapKind::Torn, GapKind::Missing, GapKind::Shed];
}

/// A range that will never come: the caller records it as a loss. It is named again at each opening until a
/// receipt covers it, because the hub counts a committed loss as held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gap {
    /// The opening that issued the numbers.
    pub generation: u64,
    /// Their class.
    pub class: ClassId,
    /// First number.
    pub first: u64,
    /// First number after the range.
    pub end: u64,
    /// Why.
    pub kind: GapKind,
}
