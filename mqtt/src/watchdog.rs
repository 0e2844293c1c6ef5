//! Notices that the peer is gone although the connection still seems to stand.
//!
//! The library restarts its keep-alive timer at each write, so a client that keeps publishing never checks whether the
//! peer still answers. The limits here hold whatever the library does.

use crate::reason::{Cause, Reason};
use std::time::Duration;
use tokio::time::Instant;

/// The longest time from dialling to CONNACK (and SUBACK). The library has a shorter limit for a part of it.
const CONNECT: Duration = Duration::from_secs(10);
/// While publishes are in flight, at least one PUBACK must come within this time.
const PUBACK: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(crate) struct Watchdog {
    silence: Duration,
    heard: Instant,
    ready: bool,
    in_flight: usize,
    progress: Instant,
}

impl Watchdog {
    pub(crate) fn new(now: Instant, keep_alive_s: u16) -> Watchdog {
        let silence = Duration::from_millis(u64::from(keep_alive_s.max(1)) * 2500);
        Watchdog { silence, heard: now, ready: false, in_flight: 0, progress: now }
    }

    /// Notes that the connection is up.
    pub(crate) fn ready(&mut self) {
        self.ready = true;
    }

    /// Notes that the peer sent something.
    pub(crate) fn heard(&mut self, now: Instant) {
        self.heard = now;
    }

    /// Notes that a message was sent with a request for a PUBACK.
    pub(crate) fn sent(&mut self, now: Instant) {
        if self.in_flight == 0 {
            self.progress = now;
        }
        self.in_flight += 1;
    }

    /// Notes that a PUBACK came.
    pub(crate) fn acknowledged(&mut self, now: Instant) {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.progress = now;
    }

    /// The instant at which the connection is given up unless the peer answers before.
    pub(crate) fn due(&self) -> Instant {
        if !self.ready {
            return self.heard + CONNECT;
        }
        let silent = self.heard + self.silence;
        if self.in_flight == 0 { silent } else { silent.min(self.progress + PUBACK) }
    }

    /// The reason for giving up the connection.
    pub(crate) fn reason(&self) -> Reason {
        if !self.ready {
            return Reason::new(Cause::Silent, format!("the broker did not answer within {} s", CONNECT.as_secs()));
        }
        if self.in_flight > 0 && self.progress + PUBACK <= self.heard + self.silence {
            let seconds = PUBACK.as_secs();
            return Reason::new(
                Cause::Silent,
                format!("the broker acknowledged nothing for {seconds} s with {} in flight", self.in_flight),
            );
        }
        Reason::new(Cause::Silent, format!("nothing heard from the broker for {} ms", self.silence.as_millis()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_mute_peer_is_given_up_however_much_we_send() {
        let start = Instant::now();
        let second = Duration::from_secs(1);
        let mut dog = Watchdog::new(start, 10);
        assert_eq!(dog.due(), start + CONNECT);
        dog.ready();
        assert_eq!(dog.due(), start + 25 * second);
        for sent in 1..8 {
            dog.sent(start + sent * second);
        }
        assert_eq!(dog.due(), start + 11 * second);
        assert!(dog.reason().to_string().contains("7 in flight"));
        dog.acknowledged(start + 9 * second);
        assert_eq!(dog.due(), start + 19 * second);
    }
}
