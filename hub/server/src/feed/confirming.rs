//! Whether a wall still confirms what it is shown. Each heartbeat, once a second, is answered by the page itself, so a page that
//! hangs, a machine that sleeps or a cable that was pulled is noticed while the socket still looks open. Whoever looks at
//! such a wall sees patients that seem well. Pure but for telling it: time is an argument.

use super::screens::Screens;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// After ten heartbeats without an answer a wall counts as silent. With the time that a fault must last before it is reported,
/// people know within 15 s.
pub const SILENT_AFTER: Duration = Duration::from_secs(10);
/// How often answers are checked.
pub const LOOK_EVERY: Duration = Duration::from_secs(1);

/// One open screen; when this is dropped, nobody waits for its confirmations any more.
pub struct Confirming {
    screens: Screens,
    /// `None` for a program that answers no heartbeats: it is not missed.
    last: Option<Instant>,
    is_silent: bool,
    /// True once it has confirmed the known alert that the hub sends itself.
    has_seen: bool,
    is_witness: bool,
}

impl Confirming {
    /// A screen that has confirmed nothing yet.
    pub fn new(screens: &Screens) -> Confirming {
        Confirming { screens: screens.clone(), last: None, is_silent: false, has_seen: false, is_witness: false }
    }

    /// Notes that the screen has answered a heartbeat.
    pub fn confirmed(&mut self, now: Instant) {
        self.last = Some(now);
        self.set(false);
    }

    /// Notes that it shows the known alert of this number; from now on it should show the next ones, too.
    pub fn saw(&mut self, number: u64) {
        self.has_seen = true;
        self.witness(!self.is_silent);
        self.screens.canary().send_replace(number);
    }

    /// Checks whether an answer is overdue. Only a wall can be missed: somebody who closes a patient's page, or the lid of a
    /// laptop, does so on purpose.
    pub fn look(&mut self, now: Instant, is_wall: bool) {
        let is_late = self.last.is_some_and(|last| now.saturating_duration_since(last) >= SILENT_AFTER);
        self.set(is_late && is_wall);
        // A screen that sleeps is reported as silent, and not for failing to confirm the known alert.
        self.witness(self.has_seen && !is_late);
    }

    fn witness(&mut self, is_witness: bool) {
        if std::mem::replace(&mut self.is_witness, is_witness) != is_witness {
            count(self.screens.witnesses(), is_witness);
        }
    }

    fn set(&mut self, is_silent: bool) {
        if std::mem::replace(&mut self.is_silent, is_silent) != is_silent {
            count(self.screens.silent(), is_silent);
        }
    }
}

fn count(screens: &watch::Sender<usize>, one_more: bool) {
    screens.send_modify(|open| *open = if one_more { *open + 1 } else { open.saturating_sub(1) });
}

impl Drop for Confirming {
    fn drop(&mut self) {
        self.set(false);
        self.witness(false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_that_stops_confirming_is_missed_until_it_confirms_again_or_is_gone() {
        let screens = Screens::default();
        let silent = || *screens.silent().borrow();
        let begin = Instant::now();
        let (mut wall, mut other) = (Confirming::new(&screens), Confirming::new(&screens));
        wall.look(begin + SILENT_AFTER * 2, true);
        assert_eq!(silent(), 0, "it has never confirmed anything");
        wall.confirmed(begin);
        other.confirmed(begin);
        wall.look(begin + SILENT_AFTER - LOOK_EVERY, true);
        assert_eq!(silent(), 0);
        wall.look(begin + SILENT_AFTER, true);
        wall.look(begin + SILENT_AFTER + LOOK_EVERY, true);
        other.look(begin + SILENT_AFTER, false);
        assert_eq!(silent(), 1, "once, and no page that is not a wall");
        wall.confirmed(begin + SILENT_AFTER * 2);
        assert_eq!(silent(), 0);
        wall.look(begin + SILENT_AFTER * 3, true);
        assert_eq!(silent(), 1);
        drop(wall);
        assert_eq!(silent(), 0);
    }

    #[test]
    fn a_screen_that_has_confirmed_the_canary_should_confirm_the_next_until_it_sleeps_or_is_gone() {
        let screens = Screens::default();
        let witnesses = || *screens.witnesses().borrow();
        let begin = Instant::now();
        let mut screen = Confirming::new(&screens);
        screen.confirmed(begin);
        screen.look(begin, true);
        assert_eq!(witnesses(), 0, "a program that does not know of it is not asked for it");
        screen.saw(7);
        screen.saw(7);
        assert_eq!((witnesses(), *screens.canary().borrow()), (1, 7));
        screen.look(begin + SILENT_AFTER, true);
        assert_eq!(witnesses(), 0, "it sleeps, which is told otherwise");
        screen.confirmed(begin + SILENT_AFTER);
        screen.look(begin + SILENT_AFTER, true);
        assert_eq!(witnesses(), 1);
        drop(screen);
        assert_eq!(witnesses(), 0);
    }
}
