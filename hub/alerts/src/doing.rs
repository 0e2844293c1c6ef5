//! What the owner of an alert does about it, and when they want to be reminded of it.
//!
//! A person says both, and both may be left out: one key still takes an alert. What was said stays with the alert until something
//! else is said, or until it has another owner or none.

use crate::budget::{REMIND_HIGH_MS_MAX, REMIND_MS_MAX};
use crate::words::{Action, Priority};
use hearth_vitals::WallMs;

/// The longest time after which somebody may want to be reminded of an alert, ms.
pub const fn remind_ms_max(priority: Priority) -> i64 {
    match priority {
        Priority::High => REMIND_HIGH_MS_MAX,
        Priority::Medium | Priority::Low => REMIND_MS_MAX,
    }
}

/// After how long somebody wants to be reminded of an alert that they have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remind {
    /// After five minutes.
    Five,
    /// After ten minutes.
    Ten,
    /// After a quarter of an hour.
    Fifteen,
}

impl Remind {
    /// Every value, the shortest first.
    pub const ALL: [Remind; 3] = [Remind::Five, Remind::Ten, Remind::Fifteen];

    /// The time until the reminder, minutes.
    pub const fn minutes(self) -> u32 {
        match self {
            Remind::Five => 5,
            Remind::Ten => 10,
            Remind::Fifteen => 15,
        }
    }

    /// The time until the reminder, ms.
    pub const fn ms(self) -> i64 {
        self.minutes() as i64 * 60_000
    }

    /// The value of so many minutes; `None` for any other number.
    pub fn from_minutes(minutes: u32) -> Option<Remind> {
        Remind::ALL.into_iter().find(|remind| remind.minutes() == minutes)
    }

    /// True if an alert of this priority may wait for so long.
    pub const fn is_for(self, priority: Priority) -> bool {
        self.ms() <= remind_ms_max(priority)
    }

    /// The longest time allowed for this priority, minutes.
    pub fn minutes_max(priority: Priority) -> u32 {
        Remind::ALL.into_iter().filter(|remind| remind.is_for(priority)).map(Remind::minutes).max().unwrap_or(0)
    }
}

/// What somebody says when they take an alert, or while they have it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Intent {
    /// What they do.
    pub action: Option<Action>,
    /// After how long they want to be reminded.
    pub remind: Option<Remind>,
}

impl Intent {
    /// Takes the alert and says nothing else.
    pub const NOTHING: Intent = Intent { action: None, remind: None };

    /// True if nothing was said.
    pub const fn is_nothing(self) -> bool {
        self.action.is_none() && self.remind.is_none()
    }

    /// True if it may be said of an alert of this priority.
    pub fn is_for(self, priority: Priority) -> bool {
        self.remind.is_none_or(|remind| remind.is_for(priority))
    }

    /// The form in which it is kept with the alert, if it is said at this instant.
    pub fn at(self, now: WallMs) -> Doing {
        Doing { action: self.action, remind_at: self.remind.map(|remind| now.plus(remind.ms())) }
    }
}

/// What the owner of an alert says about it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Doing {
    /// What they do; `None` if they have not said.
    pub action: Option<Action>,
    /// When they want to be reminded; `None` if they have not said.
    pub remind_at: Option<WallMs>,
}

impl Doing {
    /// The words that, said at this instant, lead to this.
    pub fn intent(self, at: WallMs) -> Intent {
        let remind = |until: WallMs| Remind::ALL.into_iter().find(|remind| remind.ms() == until.since(at));
        Intent { action: self.action, remind: self.remind_at.and_then(remind) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_with_an_alert_says_what_was_said() {
        let now = WallMs(1_790_000_000_000);
        for remind in Remind::ALL.map(Some).into_iter().chain([None]) {
            for action in Action::ALL.iter().copied().map(Some).chain([None]) {
                let intent = Intent { action, remind };
                assert_eq!(intent.at(now).intent(now), intent);
                assert_eq!(intent.is_nothing(), intent.at(now) == Doing::default());
            }
        }
        assert!(Remind::ALL.into_iter().all(|remind| Remind::from_minutes(remind.minutes()) == Some(remind)));
        assert_eq!(Remind::from_minutes(7), None);
    }

    #[test]
    fn nobody_is_left_alone_with_a_high_alert_for_longer_than_five_minutes() {
        assert_eq!(Priority::ALL.iter().map(|one| Remind::minutes_max(*one)).collect::<Vec<_>>(), [15, 15, 5]);
    }
}
