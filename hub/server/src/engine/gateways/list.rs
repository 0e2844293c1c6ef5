//! When the list of registered gateways is to be compared with the store's: `gateway add` and `revoke` are other processes.

use std::time::Duration;
use tokio::time::Instant;

/// The longest pause between two comparisons.
const EVERY: Duration = Duration::from_secs(30);
/// The shortest pause, when an unknown gateway speaks.
const AT_MOST: Duration = Duration::from_secs(1);

/// When the list was last read, and whether an unknown gateway has spoken since.
#[derive(Debug, Default)]
pub struct List {
    read: Option<Instant>,
    unknown_spoke: bool,
}

impl List {
    /// Notes that a gateway spoke that is not on the list.
    pub fn unknown_spoke(&mut self) {
        self.unknown_spoke = true;
    }

    /// True when the list has to be read.
    pub fn is_due(&self, now: Instant) -> bool {
        let passed = self.read.map_or(EVERY, |read| now.saturating_duration_since(read));
        passed >= EVERY || (self.unknown_spoke && passed >= AT_MOST)
    }

    /// Notes that the list is being read, whether or not that succeeds.
    pub fn reads(&mut self, now: Instant) {
        self.read = Some(now);
    }

    /// Notes that the list is the same as in the store, so an unknown gateway is a stranger.
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
