//! What became of a rung: how far it is known to have reached people.

use hearth_vitals::WallMs;

/// What a screen says of a rung. Ordered: later ones say more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Receipt {
    /// It is shown, and sounds.
    Delivered,
    /// Somebody has opened the alert.
    Opened,
    /// Somebody has acted on it.
    Answered,
}

impl Receipt {
    /// All of them, in order.
    pub const ALL: [Receipt; 3] = [Receipt::Delivered, Receipt::Opened, Receipt::Answered];

    /// The fixed word, the same in SQL and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Receipt::Delivered => "delivered",
            Receipt::Opened => "opened",
            Receipt::Answered => "answered",
        }
    }

    /// Reads the word.
    pub fn from_key(key: &str) -> Option<Receipt> {
        Receipt::ALL.into_iter().find(|receipt| receipt.as_str() == key)
    }
}

/// The delivery of one rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delivery {
    /// The most that any screen has said, and when it first said so.
    pub receipt: Option<(Receipt, WallMs)>,
    /// True once it was found that nobody could hear it. A receipt that comes later does not undo that it was so.
    pub unheard: bool,
}
