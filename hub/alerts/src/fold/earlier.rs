//! What came before the first value that was folded.

use super::Sample;
use crate::budget::tolerance_ms;
use hearth_vitals::WallMs;

/// Whether values from before the first that was folded may still belong to the time of a rung.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Earlier {
    /// They may; the newest good value is beyond the rung, or there is none.
    #[default]
    MayRun,
    /// They may; good values have been inside since then.
    InsideSince(WallMs),
    /// Good values inside have ended whatever ran.
    Over,
}

impl Earlier {
    /// Good values inside end a time after as long as one is tolerated. Doubtful ones end none.
    pub fn take(&mut self, is_beyond: bool, sample: Sample, need_ms: i64) {
        *self = match *self {
            Earlier::Over => return,
            _ if is_beyond => Earlier::MayRun,
            before if sample.doubtful => before,
            before => {
                let since = if let Earlier::InsideSince(since) = before { since } else { sample.at };
                if sample.at.since(since) >= tolerance_ms(need_ms) { Earlier::Over } else { Earlier::InsideSince(since) }
            }
        };
    }
}
