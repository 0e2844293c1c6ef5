//! What became of a rung: how far it is known to have reached people, and whom.
//!
//! ```text
//! fired ─ delivered ─ opened ─ answered
//!   │         └──────────┴ the rung's own seconds: nobody has it, the next one fires
//!   └ 10 s: no screen shows it, the next one fires at once
//! ```
//!
//! *Opened* has no time of its own. What an alert says stands on the wall without opening it, so that nobody opened it is no
//! sign that nobody saw it; and whoever opened it has not taken it yet, so that the next rung waits no longer for that.

use crate::budget::HEARD_MAX;
use hearth_alerts::StaffId;
use hearth_vitals::WallMs;

/// What a screen says of a rung. Ordered: later ones say more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Receipt {
    /// The screen shows it and sounds.
    Delivered,
    /// Somebody has opened the alert.
    Opened,
    /// Somebody has taken it.
    Answered,
}

impl Receipt {
    /// Every value, the one that says least first.
    pub const ALL: [Receipt; 3] = [Receipt::Delivered, Receipt::Opened, Receipt::Answered];

    /// The fixed word, the same in SQL and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Receipt::Delivered => "delivered",
            Receipt::Opened => "opened",
            Receipt::Answered => "answered",
        }
    }

    /// The receipt of a word; `None` for an unknown one.
    pub fn from_key(key: &str) -> Option<Receipt> {
        Receipt::ALL.into_iter().find(|receipt| receipt.as_str() == key)
    }
}

/// One person whom a rung reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// The person who is signed in at the screen.
    pub by: StaffId,
    /// When it was first shown there.
    pub delivered: WallMs,
    /// When it was first opened there.
    pub opened: Option<WallMs>,
}

/// The delivery of one rung.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Delivery {
    /// The most that is known of it, and since when.
    pub receipt: Option<(Receipt, WallMs)>,
    /// True once it was found that nobody could hear it. A later receipt does not undo that.
    pub unheard: bool,
    /// Whom it reached, the first one first; at most [`HEARD_MAX`].
    pub heard: Vec<Reached>,
}

impl Delivery {
    /// Notes what somebody's screen says. False if it was known, or if already [`HEARD_MAX`] people have heard the rung.
    pub(crate) fn note(&mut self, receipt: Receipt, by: StaffId, at: WallMs) -> bool {
        let opened = (receipt == Receipt::Opened).then_some(at);
        let is_full = self.heard.len() >= HEARD_MAX;
        match self.heard.iter_mut().find(|heard| heard.by == by) {
            Some(heard) if opened.is_none() || heard.opened.is_some() => return false,
            Some(heard) => heard.opened = opened,
            None if is_full => return false,
            None => self.heard.push(Reached { by, delivered: at, opened }),
        }
        if self.receipt.is_none_or(|(known, _)| known < receipt) {
            self.receipt = Some((receipt, at));
        }
        true
    }

    /// Somebody has taken the alert while this rung was the last one.
    pub(crate) fn answered(&mut self, at: WallMs) {
        self.receipt = Some((Receipt::Answered, at));
    }
}
