//! The reasons for which messages of a home are dropped.

use hearth_vitals::coded::Param;
use serde_json::Value;

/// What a home does that it should not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It sends more messages, bytes or records than a home can have.
    Flood,
    /// It sends messages larger than any batch.
    TooLarge,
    /// It sends bodies that cannot be decoded.
    Unreadable,
    /// It names outboxes, boots or devices without end.
    MadeUp,
    /// It sends batches that the broker is asked to retain.
    Retained,
}

impl Why {
    /// Every value of [`Why`].
    pub const ALL: [Why; 5] = [Why::Flood, Why::TooLarge, Why::Unreadable, Why::MadeUp, Why::Retained];

    const fn facts(self) -> (&'static str, &'static str) {
        match self {
            Why::Flood => ("flood", "sends far more than the devices of a home can measure"),
            Why::TooLarge => ("too_large", "sends messages that are larger than any of ours"),
            Why::Unreadable => ("unreadable", "sends what nobody can read, again and again"),
            Why::MadeUp => ("made_up", "names new outboxes or devices again and again"),
            Why::Retained => ("retained", "lets the broker keep its messages"),
        }
    }

    /// The fixed code.
    pub const fn code(self) -> &'static str {
        self.facts().0
    }
}

impl Param for Why {
    const IS: &'static str = "complaints";

    fn value(&self) -> Value {
        self.code().into()
    }

    /// Completes "this gateway ...".
    fn english(&self) -> String {
        self.facts().1.to_owned()
    }
}
