//! Decides when the canary is missing, and how far it came.

use hearth_vitals::MonoMs;
use std::collections::VecDeque;
use std::time::Duration;

/// How many canaries may be under way at a time: one that takes longer than a period is not lost yet.
const ON_THE_WAY: usize = 4;

/// A canary that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sent {
    number: u64,
    at: MonoMs,
    /// True once the feed has sent it to viewers who may see patients.
    told: bool,
    /// True once an open screen has confirmed it. That alone does not prove that the feed sent it: it may have come another way.
    seen: bool,
}

/// State of all canaries under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flight {
    /// When a canary last came back; before the first one, the start.
    back: MonoMs,
    missing_after_ms: u64,
    on_the_way: VecDeque<Sent>,
    /// True if the broker took the last one.
    taken: bool,
}

impl Flight {
    /// At the start: nothing was sent, and nothing counts as missing for `missing_after`.
    pub fn begins(now: MonoMs, missing_after: Duration) -> Flight {
        let missing_after_ms = u64::try_from(missing_after.as_millis()).unwrap_or(u64::MAX);
        Flight { back: now, missing_after_ms, on_the_way: VecDeque::new(), taken: true }
    }

    /// Notes that one was sent, or that the broker did not take it.
    pub fn sent(&mut self, number: u64, now: MonoMs, taken: bool) {
        self.taken = taken;
        if taken {
            if self.on_the_way.len() == ON_THE_WAY {
                self.on_the_way.pop_front();
            }
            self.on_the_way.push_back(Sent { number, at: now, told: false, seen: false });
        }
    }

    /// Notes that the feed has sent it. Without open screens (`witnesses`) it is then back, and the time it took is returned, ms.
    pub fn told(&mut self, number: u64, witnesses: usize, now: MonoMs) -> Option<u64> {
        let sent = self.on_the_way.iter_mut().find(|sent| sent.number == number)?;
        sent.told = true;
        if witnesses == 0 || sent.seen { self.is_back(number, now) } else { None }
    }

    /// Notes that a screen has shown it; returns the time it took, ms.
    pub fn seen(&mut self, number: u64, now: MonoMs) -> Option<u64> {
        let sent = self.on_the_way.iter_mut().find(|sent| sent.number == number)?;
        sent.seen = true;
        if sent.told { self.is_back(number, now) } else { None }
    }

    fn is_back(&mut self, number: u64, now: MonoMs) -> Option<u64> {
        let place = self.on_the_way.iter().position(|sent| sent.number == number)?;
        let sent = self.on_the_way.drain(..=place).next_back()?;
        self.back = now;
        Some(now.since(sent.at))
    }

    /// What is wrong and what to do; `None` while none is missing.
    pub fn missing(&self, now: MonoMs) -> Option<String> {
        let missing_ms = now.since(self.back);
        if missing_ms < self.missing_after_ms {
            return None;
        }
        let was_told = self.on_the_way.iter().any(|sent| sent.told);
        let where_to = match (self.taken, was_told) {
            (false, _) => "the broker does not take it: readings may not arrive either",
            (true, false) => {
                "it was sent and did not come out of the hub: alerts may not be judged, stored or told (or a broker of your own does not \
                 let the hub publish as hearth-canary: see docs/operations.md)"
            }
            (true, true) => "the hub has told it and no open screen has confirmed it: look at the screens, reload them",
        };
        Some(format!("the known alert that the hub sends itself has not come back for {} s; {where_to}", missing_ms / 1_000))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flight() -> Flight {
        Flight::begins(MonoMs(0), Duration::from_secs(120))
    }

    fn says(flight: &Flight, ms: u64, what: &str) -> bool {
        flight.missing(MonoMs(ms)).is_some_and(|why| why.contains(what))
    }

    #[test]
    fn one_that_comes_back_is_not_missed_and_one_that_does_not_is_after_two_minutes() {
        let mut flight = flight();
        flight.sent(1, MonoMs(0), true);
        assert_eq!(flight.told(1, 0, MonoMs(300)), Some(300));
        flight.sent(2, MonoMs(60_000), true);
        assert_eq!(flight.missing(MonoMs(120_299)), None);
        assert!(says(&flight, 120_300, "not come back for 120 s") && says(&flight, 120_300, "did not come out"));
        assert_eq!(flight.told(2, 0, MonoMs(130_000)), Some(70_000), "late is not lost");
        assert_eq!(flight.missing(MonoMs(130_001)), None);
    }

    #[test]
    fn while_a_screen_is_there_to_confirm_it_nothing_less_will_do() {
        let mut flight = flight();
        flight.sent(1, MonoMs(0), true);
        assert_eq!(flight.told(1, 1, MonoMs(300)), None);
        assert!(says(&flight, 120_000, "no open screen has confirmed it"));
        assert_eq!(flight.seen(1, MonoMs(121_000)), Some(121_000));
        assert_eq!(flight.missing(MonoMs(122_000)), None);
        assert_eq!(flight.seen(1, MonoMs(123_000)), None, "a second screen adds nothing");
    }

    #[test]
    fn a_screen_alone_proves_nothing_of_what_the_feed_tells_the_others() {
        let mut flight = flight();
        flight.sent(1, MonoMs(0), true);
        assert_eq!(flight.seen(1, MonoMs(100)), None);
        assert!(says(&flight, 120_000, "did not come out"));
        assert_eq!(flight.told(1, 1, MonoMs(121_000)), Some(121_000));
    }

    #[test]
    fn a_broker_that_takes_nothing_is_named() {
        let mut flight = flight();
        flight.sent(1, MonoMs(0), false);
        assert!(says(&flight, 120_000, "the broker does not take it"));
    }

    #[test]
    fn a_number_that_was_never_sent_brings_nothing_back() {
        let mut flight = flight();
        flight.sent(1, MonoMs(0), true);
        assert_eq!((flight.seen(9, MonoMs(1)), flight.told(9, 0, MonoMs(1))), (None, None));
        (2..20).for_each(|number| flight.sent(number, MonoMs(number), true));
        assert_eq!(flight.on_the_way.len(), ON_THE_WAY, "nothing grows without end");
    }
}
