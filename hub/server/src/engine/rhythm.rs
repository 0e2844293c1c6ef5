//! When regular work is due. Pure: time is an argument.

use std::time::Duration;
use tokio::time::Instant;

/// The longest sleep, and so how often gateways are looked at.
const LOOK: Duration = Duration::from_secs(1);
/// How often what gateways said is written to the store.
const NOTE_EVERY: Duration = Duration::from_secs(15);
/// How often records of unknown time are tried again, in case their anchor came unseen.
const PLACE_EVERY: Duration = Duration::from_secs(60);
/// How long engines that are due wait after the store refused their steps.
const DUE_AGAIN: Duration = Duration::from_millis(500);

/// When regular work was done last.
#[derive(Debug)]
pub struct Rhythm {
    /// When gateways were last looked at.
    looked: Instant,
    /// When what gateways said was last written to the store.
    noted: Instant,
    /// When placing records of unknown time was last tried.
    placed: Instant,
    /// Engines that are due are not woken before this, because the store refused a moment ago.
    not_before: Instant,
}

impl Rhythm {
    /// A rhythm in which all work was done just now.
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

    /// Puts waking engines off, because the store refused their steps.
    pub fn put_off(&mut self, now: Instant) {
        self.not_before = now + DUE_AGAIN;
    }

    /// True once a second when gateways have to be looked at; the look then counts as done.
    pub fn looks(&mut self, now: Instant) -> bool {
        has_passed(&mut self.looked, LOOK, now)
    }

    /// True when it is time to write down what gateways said; that then counts as done.
    pub fn notes(&mut self, now: Instant) -> bool {
        has_passed(&mut self.noted, NOTE_EVERY, now)
    }

    /// True when it is time to try records of unknown time; that then counts as done.
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
