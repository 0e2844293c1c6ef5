//! What a device waits for: to be asked, and asked again; to hear that a record is safe, or was damaged; or another speed, where
//! two kinds of devices share a name.

use crate::serial::SerialSettings;

/// What must be sent to a device, and how its line may have to be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Talk {
    /// The bytes sent once its port is open; empty for a device that speaks unasked.
    pub hello: &'static [u8],
    /// The bytes sent again and again from then on.
    pub poll: Option<Poll>,
    /// The answers for a device that keeps each record, and sends it again, until it is answered.
    pub answers: Option<Answers>,
    /// The other settings that its line may need.
    pub other: Option<Other>,
}

impl Talk {
    /// The value for a device that speaks unasked and needs no answer.
    pub const NONE: Talk = Talk { hello: &[], poll: None, answers: None, other: None };
}

/// The bytes that must be sent to a device again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Poll {
    /// The bytes to send.
    pub bytes: &'static [u8],
    /// The time between two sendings, in milliseconds.
    pub every_ms: u64,
}

/// How a device that keeps its records is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answers {
    /// The byte that says that its record is durable here: it may forget it.
    pub kept: u8,
    /// The byte that says that its record was damaged: it must send it again.
    pub damaged: u8,
}

/// The settings of devices that have the same name but communicate differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Other {
    /// The settings of the line for them. They speak unasked.
    pub serial: SerialSettings,
    /// How long each of the two is listened to before the other one is tried, in milliseconds.
    pub after_ms: u64,
}
