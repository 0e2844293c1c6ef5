//! The progress of a replay: how far it is, whether anybody still wants it, and how much of a core it leaves to others.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

/// The progress, shared by the task that replays and whoever asks how far it is; clones belong to the same replay.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    shared: Arc<Shared>,
    /// Ratio of rest to work: with 2 it sleeps twice as long as it computed.
    share: u32,
}

#[derive(Debug, Default)]
struct Shared {
    expected_ms: AtomicI64,
    done_ms: AtomicI64,
    cancelled: AtomicBool,
}

impl Progress {
    /// Makes the progress of a replay that rests `share` times as long as it worked, after each stretch of work.
    pub fn resting(share: u32) -> Progress {
        Progress { shared: Arc::default(), share }
    }

    /// Asks the replay to stop.
    pub fn cancel(&self) {
        self.shared.cancelled.store(true, Ordering::Relaxed);
    }

    /// True once the replay was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.shared.cancelled.load(Ordering::Relaxed)
    }

    /// The part that is done, from 0 to 1.
    pub fn part(&self) -> f64 {
        let expected = self.shared.expected_ms.load(Ordering::Relaxed).max(1) as f64;
        (self.shared.done_ms.load(Ordering::Relaxed) as f64 / expected).clamp(0.0, 1.0)
    }

    /// Sets how much time there is to judge in all stays together, in milliseconds.
    pub(super) fn set_whole(&self, ms: i64) {
        self.shared.expected_ms.store(ms, Ordering::Relaxed);
    }

    /// Notes that `ms` milliseconds of each of this many stays were judged.
    pub(super) fn advance(&self, ms: i64, stays: usize) {
        let stays = i64::try_from(stays).unwrap_or(i64::MAX);
        self.shared.done_ms.fetch_add(ms.max(0).saturating_mul(stays), Ordering::Relaxed);
    }

    /// Sleeps `share` times as long as it worked, so that others can use the core.
    pub(super) async fn rest(&self, worked: Duration) {
        match self.share {
            0 => tokio::task::yield_now().await,
            share => tokio::time::sleep(worked * share).await,
        }
    }
}
