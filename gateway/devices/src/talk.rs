//! What a device waits for: what it has to be sent so that it speaks, and answers.

/// What a device has to be sent so that it speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Talk {
    /// Once its port is open; empty for a device that speaks on its own.
    pub hello: &'static [u8],
    /// Again and again from then on.
    pub poll: Option<Poll>,
}

impl Talk {
    /// Of a device that speaks on its own.
    pub const NONE: Talk = Talk { hello: &[], poll: None };
}

/// What a device has to be sent again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Poll {
    /// What.
    pub bytes: &'static [u8],
    /// How often, ms.
    pub every_ms: u64,
}

/// What a device is to be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// This, once what it said is durable: it forgets it then.
    OnceDurable(u8),
    /// This, at once: it says it again.
    AtOnce(u8),
}
