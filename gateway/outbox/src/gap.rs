//! Gaps: numbers that were issued and whose records are not here.

use crate::class::ClassId;

/// Why the records of a gap are not here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GapKind {
    /// A checksum was wrong, or the medium could not be read.
    Corrupt,
    /// The records were written but not yet durable when the power failed. It is not known how many there were: `end` is the
    /// least possible.
    Torn,
    /// A segment is gone, and the ledger does not say why.
    Missing,
    /// The records were given up to make room.
    Shed,
}

impl GapKind {
    pub(crate) const ALL: [GapKind; 4] = [GapKind::Corrupt, GapKind::Torn, GapKind::Missing, GapKind::Shed];
}

/// A range of numbers whose records will never be sent: the caller records it as a loss. Each opening reports it again
/// until a receipt covers it, because the hub counts a committed loss as held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gap {
    /// The generation that issued the numbers.
    pub generation: u64,
    /// The class of the records.
    pub class: ClassId,
    /// First number of the range.
    pub first: u64,
    /// First number after the range.
    pub end: u64,
    /// Why the records are not here.
    pub kind: GapKind,
}
