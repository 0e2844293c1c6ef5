//! Whether a gateway runs once or twice, by the openings of its outbox (docs/decisions/0008).
//!
//! Each start of a gateway opens its outbox in a generation drawn at random, and says so in
//! its `state`. A restart goes from one opening to the next and never back; an old opening
//! that speaks again after a newer one has spoken is a second process that lives: a copied
//! disk, or two boxes with one id. A broker lets one client of an id in at a time, so each
//! throws the other out and both are heard in turn, with at most half a minute between.

use hearth_vitals::{BootId, Generation, MonoMs, WallMs};
use std::collections::VecDeque;

/// Openings that are remembered, the newest last: enough for two boxes of which one starts
/// again and again. A forgotten one counts as new, and is found when it comes back once more.
const REMEMBERED: usize = 16;
/// How long one opening must have been heard alone before the gateway counts as running once (ms): ten times the longest pause
/// between two attempts to connect.
const ALONE_MS: u64 = 300_000;
/// After a pause longer than this (ms), the time alone starts anew, because the other process may have been cut off as well. A
/// connected gateway speaks every 10 s.
const PAUSE_MS: u64 = 60_000;

/// One start of a gateway.
#[derive(Debug, PartialEq, Eq)]
struct Opening {
    boot: BootId,
    generation: Generation,
    /// What the gateway's clock showed when it last spoke.
    at: WallMs,
}

/// The openings of one gateway that were heard.
#[derive(Debug, Default)]
pub(super) struct Openings {
    heard: VecDeque<Opening>,
    /// Since and until when the newest of `heard` was heard alone.
    alone: Option<(MonoMs, MonoMs)>,
    twice: bool,
}

impl Openings {
    /// Notes that this opening spoke and so is alive.
    pub fn hear(&mut self, boot: BootId, generation: Generation, at: WallMs, now: MonoMs) {
        let known = self.heard.iter().position(|one| (one.boot, one.generation) == (boot, generation));
        if known.is_some_and(|index| self.heard[index].at == at) {
            // The same report again, by whatever way, is no sign of life.
            return;
        }
        let is_newest = known.is_some_and(|index| index + 1 == self.heard.len());
        let came_back = known.is_some() && !is_newest;
        if let Some(index) = known {
            self.heard.remove(index);
        } else if self.heard.len() == REMEMBERED {
            self.heard.pop_front();
        }
        self.heard.push_back(Opening { boot, generation, at });
        let since = self.alone.filter(|(_, until)| is_newest && now.since(*until) <= PAUSE_MS).map_or(now, |(since, _)| since);
        self.alone = Some((since, now));
        self.twice = came_back || (self.twice && !self.is_alone());
    }

    fn is_alone(&self) -> bool {
        self.alone.is_some_and(|(since, until)| until.since(since) >= ALONE_MS)
    }

    /// Whether the gateway runs twice; `None` while that cannot be known.
    pub fn run_twice(&self) -> Option<bool> {
        (self.twice || self.is_alone()).then_some(self.twice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Home {
        openings: Openings,
        second: u64,
    }

    impl Home {
        fn new() -> Home {
            Home { openings: Openings::default(), second: 1_000 }
        }

        /// Lets it speak so many seconds after the last report.
        fn hear(&mut self, generation: u64, after_s: u64) -> Option<bool> {
            self.second += after_s;
            let now = MonoMs(self.second * 1_000);
            self.openings.hear(BootId(1), Generation(generation), WallMs(self.second.cast_signed() * 1_000), now);
            self.openings.run_twice()
        }
    }

    #[test]
    fn restarts_never_go_back_and_are_none_however_many() {
        let mut home = Home::new();
        for generation in 0..100 {
            assert_ne!(home.hear(generation, 3), Some(true));
            assert_ne!(home.hear(generation, 10), Some(true));
        }
    }

    #[test]
    fn an_opening_that_comes_back_is_a_second_process() {
        let mut home = Home::new();
        assert_eq!((home.hear(1, 0), home.hear(2, 1), home.hear(2, 10)), (None, None, None));
        assert_eq!(home.hear(1, 1), Some(true));
        assert_eq!(home.hear(1, 60), Some(true), "and stays so while the other may only wait");
    }

    #[test]
    fn however_long_it_was_away_it_is_found() {
        let mut home = Home::new();
        home.hear(1, 0);
        for _ in 0..100 {
            home.hear(2, 10);
        }
        assert_eq!(home.hear(1, 86_400), Some(true));
    }

    #[test]
    fn the_same_words_again_are_no_sign_of_life() {
        let mut home = Home::new();
        home.hear(1, 0);
        home.hear(2, 1);
        home.openings.hear(BootId(1), Generation(1), WallMs(1_000_000), MonoMs(1_002_000));
        assert_eq!(home.openings.run_twice(), None);
    }

    #[test]
    fn it_is_over_when_one_alone_has_been_heard_for_long_enough() {
        let mut home = Home::new();
        for generation in [1, 2, 1, 2] {
            home.hear(generation, 5);
        }
        let mut alone_ms = 0;
        while home.hear(2, 10) == Some(true) {
            alone_ms += 10_000;
        }
        assert_eq!((alone_ms + 10_000, home.openings.run_twice()), (ALONE_MS, Some(false)));
        assert_eq!(home.hear(1, 5), Some(true), "and found again when it is not over");
    }

    #[test]
    fn a_pause_proves_nothing_the_other_one_may_be_cut_off_too() {
        let mut home = Home::new();
        for generation in [1, 2, 1] {
            home.hear(generation, 5);
        }
        assert_eq!(home.hear(1, ALONE_MS / 1_000 + 1), Some(true));
        assert_eq!(home.hear(3, 600), Some(true), "nor does a restart of either");
    }

    #[test]
    fn a_copy_beside_one_that_crashes_again_and_again_is_found() {
        let mut home = Home::new();
        let mut found = false;
        for crash in 10..20 {
            found |= home.hear(crash, 5) == Some(true) || home.hear(1, 5) == Some(true);
        }
        assert!(found);
        assert!(home.openings.heard.len() <= REMEMBERED);
    }
}
