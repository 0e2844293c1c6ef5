//! The three classes of records.

/// A class of records: which segments it goes to, and when it may be shed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassId(u8);

impl ClassId {
    /// Events, losses, anchors, gateway status: never shed.
    pub const EVENTS: ClassId = ClassId(0);
    /// Numerics: shed only when no waveform is left.
    pub const NUMERICS: ClassId = ClassId(1);
    /// Waveforms: shed first.
    pub const WAVEFORMS: ClassId = ClassId(2);
    /// Every class, most important first.
    pub const ALL: [ClassId; 3] = [ClassId::EVENTS, ClassId::NUMERICS, ClassId::WAVEFORMS];

    /// The class with this code, if there is one.
    pub const fn new(code: u8) -> Option<ClassId> {
        if code < 3 { Some(ClassId(code)) } else { None }
    }

    /// Its code, 0 to 2.
    pub const fn code(self) -> u8 {
        self.0
    }

    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}
