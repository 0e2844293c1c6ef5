//! What a device waits for: to be asked, and to be asked again; to hear that a record is safe, or that it was damaged; another
//! speed, where one name is on devices of two kinds.

use crate::serial::SerialSettings;

/// What a device waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Talk {
    /// It is sent this once its port is open; empty for a device that speaks on its own.
    pub hello: &'static [u8],
    /// It is sent this again and again from then on.
    pub poll: Option<Poll>,
    /// It keeps each record, and says it again, until it is answered.
    pub answers: Option<Answers>,
    /// Its line may have to be set otherwise.
    pub other: Option<Other>,
}

impl Talk {
    /// Of a device that speaks on its own.
    pub const NONE: Talk = Talk { hello: &[], poll: None, answers: None, other: None };
}

/// What a device has to be sent again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Poll {
    /// What.
    pub bytes: &'static [u8],
    /// How often, ms.
    pub every_ms: u64,
}

/// How a device that keeps its records is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answers {
    /// What it said is durable here: it may forget it.
    pub kept: u8,
    /// What it said was damaged: it shall say it again.
    pub damaged: u8,
}

/// The settings of devices that have the same name and speak otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Other {
    /// How the line is set for them. They speak on their own.
    pub serial: SerialSettings,
    /// For how long each of the two is listened to before the other one is tried, ms.
    pub after_ms: u64,
}
