//! How long to wait before the next attempt to connect.

use crate::reason::Cause;
use std::time::Duration;

const FIRST: Duration = Duration::from_millis(200);
/// The shortest pause that jitter may give, so that a broker that refuses at once is not asked in a busy loop.
const LEAST: Duration = Duration::from_millis(20);
/// A connection that lasted this long resets the pauses.
const GOOD: Duration = Duration::from_secs(30);
/// The pause after a wrong password or certificate, which nobody corrects within seconds.
const MISCONFIGURED: Duration = Duration::from_secs(60);

/// Pauses that double up to a cap, each shortened by a random share (full jitter).
#[derive(Debug)]
pub(crate) struct Backoff {
    cap: Duration,
    next: Duration,
}

impl Backoff {
    pub(crate) fn new(cap: Duration) -> Backoff {
        Backoff { cap: cap.max(LEAST), next: FIRST }
    }

    /// The pause after a connection that lasted `lasted` (zero if it never came about);
    /// `jitter` is uniform in 0 to 1.
    pub(crate) fn pause(&mut self, lasted: Duration, cause: Cause, jitter: f64) -> Duration {
        if cause == Cause::TooSlow {
            // The connection was dropped because the consumer was slow, and the consumer has caught up by now.
            return LEAST;
        }
        if lasted >= GOOD {
            self.next = FIRST;
        }
        let cap = if matches!(cause, Cause::Certificate | Cause::Credentials) { self.cap.max(MISCONFIGURED) } else { self.cap };
        let limit = self.next.min(cap);
        self.next = (limit * 2).min(cap);
        limit.mul_f64(jitter.clamp(0.0, 1.0)).max(LEAST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Duration = Duration::ZERO;

    #[test]
    fn pauses_double_up_to_the_cap() {
        let mut backoff = Backoff::new(Duration::from_secs(30));
        let pauses: Vec<u128> = (0..10).map(|_| backoff.pause(NONE, Cause::Unreachable, 1.0).as_millis()).collect();
        assert_eq!(pauses, [200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000]);
    }

    #[test]
    fn a_connection_that_lasted_resets_and_a_short_one_does_not() {
        let mut backoff = Backoff::new(Duration::from_secs(30));
        for _ in 0..5 {
            backoff.pause(NONE, Cause::Unreachable, 1.0);
        }
        assert_eq!(backoff.pause(Duration::from_secs(29), Cause::Closed, 1.0), Duration::from_millis(6400));
        assert_eq!(backoff.pause(Duration::from_secs(30), Cause::Closed, 1.0), FIRST);
    }

    #[test]
    fn jitter_spreads_but_never_spins_and_a_wrong_password_waits_longer() {
        let mut backoff = Backoff::new(Duration::from_secs(1));
        assert_eq!(backoff.pause(NONE, Cause::Unreachable, 0.0), LEAST);
        for _ in 0..20 {
            backoff.pause(NONE, Cause::Credentials, 0.5);
        }
        assert_eq!(backoff.pause(NONE, Cause::Credentials, 1.0), MISCONFIGURED);
        assert_eq!(backoff.pause(NONE, Cause::Unreachable, 1.0), Duration::from_secs(1));
    }
}
