//! How much of an outage's backlog goes into the next round, by the time that it takes and not by its size: ten records
//! of one kind may cost what a thousand of another do, and a live reading waits for whatever stands before it.
//!
//! The backlog earns a share of the time that passes, and pays with the time that its records took. A batch is taken
//! when what it will probably take has been earned. So it can never take more than its share for long; a helping is
//! small, so that a live reading seldom waits for more than one; and what is earned is bounded, so that a quiet hour
//! does not buy a slow second. The share is all of the time while nobody waits, halves each time a live reading had to,
//! and never falls below a fifth: the backlog always drains. A batch larger than a helping goes alone, when a whole
//! helping has been earned, and is paid for afterwards.
//!
//! Pure: time is an argument.

use std::time::Duration;

/// The most time that can be earned, µs, and so the longest that a helping may take.
const MOST_US: f64 = 20_000.0;
/// The largest debt after records that took unexpectedly long: at the smallest share of the time it is paid off in 5 s.
const DEBT_US: f64 = 1_000_000.0;
/// The smallest share of the time for the backlog.
const FLOOR: f64 = 0.2;
/// A live reading that waited longer than this was held up, ms: the time of a helping, and of a round of live readings.
const HELD_UP_MS: u64 = 30;
/// The share rises by this with every round that held nobody up.
const RISE: f64 = 0.02;
/// Assumed time of one record before any was measured, µs: the first helping is a small one.
const FIRST_GUESS_US: f64 = 100.0;
/// The least time that a record counts for, µs: so a helping has at most 20,000 records.
const LEAST_US: f64 = 1.0;
/// Weight of the newest round in the estimated time of a record. An estimate that rises is taken over at once.
const NEWEST: f64 = 0.3;

/// The account of the backlog: the time it has earned, and what its records take.
#[derive(Debug, Clone, PartialEq)]
pub struct Helping {
    earned_us: f64,
    share: f64,
    record_us: f64,
    /// The instant up to which time has been shared out.
    until: Duration,
    /// Time that was paid in advance for this round.
    advanced_us: f64,
}

impl Helping {
    /// An account without experience, in which all time is the backlog's. `now` counts from any instant.
    pub fn new(now: Duration) -> Helping {
        Helping { earned_us: MOST_US, share: 1.0, record_us: FIRST_GUESS_US, until: now, advanced_us: 0.0 }
    }

    fn price_us(&self, records: usize) -> f64 {
        (records as f64 * self.record_us.max(LEAST_US)).min(MOST_US)
    }

    fn earn(&mut self, now: Duration) {
        let passed_us = now.saturating_sub(self.until).as_secs_f64() * 1e6;
        self.earned_us = (self.earned_us + passed_us * self.share).min(MOST_US);
        self.until = self.until.max(now);
    }

    /// How long a batch of so many records has to wait; zero if it can be taken now.
    pub fn wait(&mut self, records: usize, now: Duration) -> Duration {
        self.earn(now);
        let missing_us = (self.price_us(records) - self.earned_us).max(0.0);
        // Rounded up to whole milliseconds: a timer that fires too early would only be set again.
        Duration::from_millis((missing_us / self.share / 1e3).ceil() as u64)
    }

    /// Pays for a batch that goes into the round.
    pub fn take(&mut self, records: usize) {
        let price_us = self.price_us(records);
        self.earned_us -= price_us;
        self.advanced_us += price_us;
    }

    /// Notes how long a round of `all` records took, `backlog` of them from the backlog.
    pub fn took(&mut self, backlog: usize, all: usize, time: Duration, now: Duration) {
        let us = time.as_secs_f64() * 1e6 * backlog as f64 / all.max(1) as f64;
        self.earned_us = (self.earned_us + self.advanced_us - us).max(-DEBT_US);
        self.advanced_us = 0.0;
        if backlog > 0 {
            let record_us = us / backlog as f64;
            self.record_us = record_us.max(self.record_us + NEWEST * (record_us - self.record_us));
        }
        self.earn(now);
    }

    /// Notes how long a live reading waited before it was taken.
    pub fn live_waited(&mut self, waited_ms: u64) {
        self.share = if waited_ms > HELD_UP_MS { (self.share / 2.0).max(FLOOR) } else { (self.share + RISE).min(1.0) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// Plays seconds of a lane that always has the next batch, whose records take `record`, beside live readings that
    /// wait for `waited_ms`; gives the share of the time that went into it and the longest round, the first two left
    /// out: they learn what a record takes.
    fn drain(records: usize, record: Duration, waited_ms: u64, seconds: u32) -> (f64, Duration) {
        let mut helping = Helping::new(Duration::ZERO);
        let (mut now, mut busy, mut longest, mut rounds) = (Duration::ZERO, Duration::ZERO, Duration::ZERO, 0);
        let mut begun = Duration::ZERO;
        while now < SECOND * seconds {
            helping.live_waited(waited_ms);
            now += helping.wait(records, now);
            let mut taken = 0;
            while helping.wait(records, now).is_zero() {
                helping.take(records);
                taken += records;
            }
            let time = record * taken as u32;
            now += time;
            helping.took(taken, taken, time, now);
            rounds += 1;
            if rounds > 2 {
                busy += time;
                longest = longest.max(time);
            } else {
                begun = now;
            }
        }
        (busy.as_secs_f64() / (now - begun).as_secs_f64(), longest)
    }

    #[test]
    fn while_nobody_waits_the_backlog_has_all_of_the_time_in_small_helpings() {
        for micros in [1, 10, 100, 1_000] {
            let (share, longest) = drain(10, Duration::from_micros(micros), 0, 20);
            assert!(share > 0.9, "{micros} us: {share}");
            assert!(longest <= Duration::from_millis(25), "{micros} us: {longest:?}");
        }
    }

    #[test]
    fn whatever_its_records_take_the_backlog_has_a_fifth_of_the_time_and_no_more_while_live_readings_wait() {
        for micros in [1, 20, 400, 4_000] {
            let (share, _) = drain(100, Duration::from_micros(micros), 500, 100);
            assert!((0.17..=0.21).contains(&share), "{micros} us: {share}");
        }
    }

    #[test]
    fn a_helping_holds_as_many_records_as_fit_into_its_time() {
        let taken = |record: Duration| {
            let mut helping = Helping::new(Duration::ZERO);
            for _ in 0..200 {
                helping.take(100);
                helping.took(100, 100, record * 100, Duration::ZERO);
            }
            let later = SECOND * 60;
            let mut count = 0;
            while helping.wait(10, later).is_zero() {
                helping.take(10);
                count += 10;
            }
            count
        };
        // To a batch: what a record takes is learnt by halves, never quite.
        assert!((1_990..=2_000).contains(&taken(Duration::from_micros(10))));
        assert!((190..=200).contains(&taken(Duration::from_micros(100))));
    }

    #[test]
    fn a_batch_that_does_not_fit_waits_until_it_is_earned() {
        let mut helping = Helping::new(Duration::ZERO);
        helping.take(190);
        let wait = helping.wait(50, Duration::ZERO);
        assert_eq!(wait, Duration::from_millis(4));
        assert_eq!(helping.wait(50, wait), Duration::ZERO);
    }

    #[test]
    fn a_batch_larger_than_any_helping_goes_alone_and_is_paid_for_afterwards() {
        let mut helping = Helping::new(Duration::ZERO);
        (0..3).for_each(|_| helping.live_waited(500));
        assert_eq!(helping.wait(4_096, Duration::ZERO), Duration::ZERO);
        helping.take(4_096);
        let time = Duration::from_millis(80);
        helping.took(4_096, 4_096, time, time);
        // 20 ms were there, 16 have been earned meanwhile, and 20 are asked for: 64 are missing, a fifth of 320.
        assert!((319..=321).contains(&helping.wait(4_096, time).as_millis()));
    }

    #[test]
    fn a_quiet_hour_buys_one_helping_and_a_hanging_commit_costs_seconds_and_not_minutes() {
        let mut helping = Helping::new(Duration::ZERO);
        let hour = SECOND * 3_600;
        assert_eq!(helping.wait(2_000, hour), Duration::ZERO);
        helping.take(2_000);
        assert!(helping.wait(2_000, hour) > Duration::from_millis(19));
        (0..9).for_each(|_| helping.live_waited(10_000));
        helping.took(2_000, 2_000, SECOND * 60, hour);
        let wait = helping.wait(1, hour);
        assert!(wait > SECOND && wait < SECOND * 6, "{wait:?}");
    }

    #[test]
    fn live_records_in_the_same_round_are_not_charged_to_the_backlog() {
        let mut helping = Helping::new(Duration::ZERO);
        helping.take(100);
        helping.took(100, 10_000, Duration::from_millis(100), Duration::ZERO);
        assert_eq!(helping.wait(100, Duration::ZERO), Duration::ZERO);
    }
}
