//! When regular work is due. Pure: time is an argument.

use std::time::Duration;
use tokio::time::Instant;

/// Longest sleep: gateways are looked at this often.
const LOOK: Duration = Duration::from_secs(1);
/// What gateways said is written down this often.
const NOTE_EVERY: Duration = Duration::from_secs(15);
/// Records of unknown time are tried again this often, should their anchor have come unseen.
const PLACE_EVERY: Duration = Duration::from_secs(60);
/// Engines that are due wait this long after the store refused their steps.
const DUE_AGAIN: Duration = Duration::from_millis(500);

/// When regular work was done last.
#[derive(Debug)]
pub struct Rhythm {
    /// Gateways were looked at.
    looked: Instant,
    /// What gateways said was written down.
    noted: Instant,
    /// Records of unknown time were tried to be placed.
    placed: Instant,
    /// Engines that are due are not tried before: the store refused a moment ago.
    not_before: Instant,
}

impl Rhythm {
    /// All of it was done just now.
    pub fn new(now: Instant) -> Rhythm {
        Rhythm { looked: now, noted: now, placed: now, not_before: now }
    }

    /// Time until something is due; the next engine wants to be woken after `wake`.
    pub fn sleep(&self, wake: Option<Duration>, now: Instant) -> Duration {
        let wake = wake.unwrap_or(LOOK).max(self.not_before.saturating_duration_since(now));
        wake.min(LOOK.saturating_sub(now.saturating_duration_since(self.looked)))
    }

    /// True when engines that are due may be woken.
    pub fn may_wake(&self, now: Instant) -> bool {
        now >= self.not_before
    }

    /// The store refused their steps.
    pub fn put_off(&mut self, now: Instant) {
        self.not_before = now + DUE_AGAIN;
    }

    /// True once a second: then it counts as done.
    pub fn looks(&mut self, now: Instant) -> bool {
        has_passed(&mut self.looked, LOOK, now)
    }

    /// True when what gateways said is to be written down: then it counts as done.
    pub fn notes(&mut self, now: Instant) -> bool {
        has_passed(&mut self.noted, NOTE_EVERY, now)
    }

    /// True when records of unknown time are to be tried: then it counts as done.
    pub fn places(&mut self, now: Instant) -> bool {
        has_passed(&mut self.placed, PLACE_EVERY, now)
    }
}

fn has_passed(last: &mut Instant, every: Duration, now: Instant) -> bool {
    let is_due = now.saturating_duration_since(*last) >= every;
    if is_due {
        *last = now;
    }
    is_due
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loop_sleeps_until_the_next_engine_or_the_next_look_whichever_is_first() {
        let begin = Instant::now();
        let mut rhythm = Rhythm::new(begin);
        let later = begin + Duration::from_millis(400);
        assert_eq!(rhythm.sleep(Some(Duration::from_millis(50)), later), Duration::from_millis(50));
        assert_eq!(rhythm.sleep(None, later), Duration::from_millis(600));
        rhythm.put_off(later);
        assert!(!rhythm.may_wake(later) && rhythm.may_wake(later + DUE_AGAIN));
        assert_eq!(rhythm.sleep(Some(Duration::ZERO), later), DUE_AGAIN);
    }

    #[test]
    fn work_that_is_due_is_done_once() {
        let begin = Instant::now();
        let mut rhythm = Rhythm::new(begin);
        assert!(!rhythm.looks(begin + Duration::from_millis(999)));
        assert!(rhythm.looks(begin + LOOK) && !rhythm.looks(begin + LOOK));
        assert!(rhythm.notes(begin + NOTE_EVERY) && rhythm.places(begin + PLACE_EVERY));
    }
}
