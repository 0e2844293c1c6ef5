//! When the list of registered gateways is to be compared with the store's: `gateway add` and `revoke` are other processes.

use std::time::Duration;
use tokio::time::Instant;

/// At least this often ...
const EVERY: Duration = Duration::from_secs(30);
/// ... and at most this often when an unknown one speaks.
const AT_MOST: Duration = Duration::from_secs(1);

/// When it was read last.
#[derive(Debug, Default)]
pub struct List {
    read: Option<Instant>,
    unknown_spoke: bool,
}

impl List {
    /// A gateway that is not on it speaks.
    pub fn unknown_spoke(&mut self) {
        self.unknown_spoke = true;
    }

    /// True when it is to be read.
    pub fn is_due(&self, now: Instant) -> bool {
        let passed = self.read.map_or(EVERY, |read| now.saturating_duration_since(read));
        passed >= EVERY || (self.unknown_spoke && passed >= AT_MOST)
    }

    /// It is read now, with whatever success.
    pub fn reads(&mut self, now: Instant) {
        self.read = Some(now);
    }

    /// It is as in the store: whoever spoke and is not on it is a stranger.
    pub fn holds(&mut self) {
        self.unknown_spoke = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_read_now_and_then_and_soon_after_a_stranger_spoke() {
        let begin = Instant::now();
        let mut list = List::default();
        list.reads(begin);
        let after = |list: &List, seconds| list.is_due(begin + Duration::from_secs(seconds));
        assert!(!after(&list, 29) && after(&list, 30));
        list.unknown_spoke();
        assert!(!after(&list, 0) && after(&list, 1));
        list.holds();
        assert!(!after(&list, 1), "once is enough for a stranger");
    }
}
