//! Why the hub closes the feed of a screen: a code, for which the screen that now shows nothing current has the words.

use super::viewers::Full;
use axum::extract::ws::close_code;

/// With this WebSocket code the page is asked to reload: it speaks another version.
pub const RELOAD: u16 = 4001;

/// Why a feed ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// The screen takes its messages too slowly.
    TooSlow,
    /// The hub is being stopped.
    Stopping,
    /// The session has ended, or the person's role has changed.
    SignedOut,
    /// The screen said what the hub does not understand.
    NotUnderstood,
    /// This role may follow nothing.
    NothingForRole,
    /// The page is of another version.
    OtherVersion,
    /// There are too many screens.
    Full(Full),
}

impl Closing {
    /// All reasons, for the description of the feed.
    pub const ALL: [Closing; 9] = [
        Closing::TooSlow,
        Closing::Stopping,
        Closing::SignedOut,
        Closing::NotUnderstood,
        Closing::NothingForRole,
        Closing::OtherVersion,
        Closing::Full(Full::Session),
        Closing::Full(Full::Person),
        Closing::Full(Full::All),
    ];

    /// The fixed code. It fits the reason of a closing WebSocket (123 bytes).
    pub const fn code(self) -> &'static str {
        match self {
            Closing::TooSlow => "too_slow",
            Closing::Stopping => "hub_stopping",
            Closing::SignedOut => "signed_out",
            Closing::NotUnderstood => "not_understood",
            Closing::NothingForRole => "nothing_for_role",
            Closing::OtherVersion => "other_version",
            Closing::Full(Full::Session) => "screens_of_session",
            Closing::Full(Full::Person) => "screens_of_person",
            Closing::Full(Full::All) => "screens_of_all",
        }
    }

    /// The number with which the WebSocket closes.
    pub const fn status(self) -> u16 {
        match self {
            Closing::OtherVersion => RELOAD,
            Closing::NothingForRole => close_code::POLICY,
            _ => close_code::AGAIN,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_reason_has_a_code_of_its_own_that_fits_a_closing_frame() {
        let codes: BTreeSet<&str> = Closing::ALL.map(Closing::code).into_iter().collect();
        assert!(codes.len() == Closing::ALL.len() && codes.iter().all(|code| code.len() <= 123));
    }
}
