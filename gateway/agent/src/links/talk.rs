//! When to send a device what it waits for.

use hearth_devices::{Poll, StreamProtocol};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// What one open port is sent.
pub(super) struct Talker {
    hello: &'static [u8],
    poll: Option<(Poll, Instant)>,
    /// Valid data came since the last time.
    is_heard: bool,
}

impl Talker {
    /// Of a port that was opened at this instant.
    pub fn new(protocol: StreamProtocol, now: Instant) -> Talker {
        let talk = protocol.talk();
        Talker { hello: talk.hello, poll: talk.poll.map(|poll| (poll, now)), is_heard: false }
    }

    /// Of a port to which nothing can be sent.
    pub fn silent() -> Talker {
        Talker { hello: &[], poll: None, is_heard: false }
    }

    /// Valid data came.
    pub fn heard(&mut self) {
        self.is_heard = true;
    }

    /// Waits until something is to be sent, and returns it; for ever when nothing ever is. What was waited for is not lost when
    /// the wait is dropped.
    pub async fn due(&mut self) -> &'static [u8] {
        let Some((poll, at)) = &mut self.poll else { return std::future::pending().await };
        sleep_until(*at).await;
        *at = Instant::now() + Duration::from_millis(poll.every_ms);
        // A device that was switched off and on again has to be asked anew.
        if std::mem::take(&mut self.is_heard) { poll.bytes } else { self.hello }
    }
}
