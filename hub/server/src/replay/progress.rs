//! How far a replay is, whether anybody still wants it, and how much of a core it leaves to others.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

/// Shared by who replays and who asks; clones are of the same replay.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    shared: Arc<Shared>,
    /// It rests so many times as long as it worked.
    share: u32,
}

#[derive(Debug, Default)]
struct Shared {
    expected_ms: AtomicI64,
    done_ms: AtomicI64,
    cancelled: AtomicBool,
}

impl Progress {
    /// Of a replay that rests `share` times as long as it worked, after each stretch.
    pub fn resting(share: u32) -> Progress {
        Progress { shared: Arc::default(), share }
    }

    /// Nobody wants it any more.
    pub fn cancel(&self) {
        self.shared.cancelled.store(true, Ordering::Relaxed);
    }

    /// True once nobody wants it.
    pub fn is_cancelled(&self) -> bool {
        self.shared.cancelled.load(Ordering::Relaxed)
    }

    /// The part that is done, 0 to 1.
    pub fn part(&self) -> f64 {
        let expected = self.shared.expected_ms.load(Ordering::Relaxed).max(1) as f64;
        (self.shared.done_ms.load(Ordering::Relaxed) as f64 / expected).clamp(0.0, 1.0)
    }

    /// So much time of all stays together is to be folded, ms.
    pub(super) fn set_whole(&self, ms: i64) {
        self.shared.expected_ms.store(ms, Ordering::Relaxed);
    }

    /// So much time of so many stays was folded.
    pub(super) fn advance(&self, ms: i64, stays: usize) {
        let stays = i64::try_from(stays).unwrap_or(i64::MAX);
        self.shared.done_ms.fetch_add(ms.max(0).saturating_mul(stays), Ordering::Relaxed);
    }

    /// Lets others work.
    pub(super) async fn rest(&self, worked: Duration) {
        match self.share {
            0 => tokio::task::yield_now().await,
            share => tokio::time::sleep(worked * share).await,
        }
    }
}
