//! The room of the watch: shows on every screen who holds the watch of each stay, and raises an alert where nobody does.
//!
//! What people do goes into the store by `api`, decided by the pure machine in `hub/care`. One loop ([`task`]) looks at what is
//! stored each second, and at once when somebody has done something: it shows who is on shift and who holds which stay, and says
//! what is not covered, for the loop that raises the hub's own alerts. It changes nothing but this: a watch of all stays, where no
//! shifts are kept, whose holder is signed in nowhere is nobody's; and it is given up when the first shift begins.
//!
//! [`shown`] and [`away`] are pure.

mod away;
mod shown;
mod task;
pub mod words;

pub use shown::{offers, stays, watch};

use crate::clock::Clock;
use crate::engine::found::Found;
use crate::feed::Feed;
use hearth_store::Store;
use tokio::sync::watch as signal;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// How long a holder must be signed in nowhere to count as away, ms: closing and opening a browser, or signing in at the next
/// desk, takes less.
pub const AWAY_MS: u64 = 60_000;
/// How many changes may wait to be shown.
const WAITING: usize = 64;

/// The parts that the loop is given at the start.
pub struct Parts {
    /// The store with shifts and watches.
    pub store: Store,
    /// Wall clock and monotonic clock.
    pub clock: Clock,
    /// The feed, which shows who holds the watch.
    pub feed: Feed,
    /// Where it reports what is not covered.
    pub found: Found,
    /// How long a holder must be signed in nowhere to count as away, ms.
    pub away_ms: u64,
    /// True when the hub is stopping.
    pub stop: signal::Receiver<bool>,
}

/// The way to the loop; cheap to clone.
#[derive(Debug, Clone)]
pub struct Watches(mpsc::Sender<oneshot::Sender<()>>);

impl Watches {
    /// Shows a change in the store at once: returns when the screens show it. False if they do not yet; the loop looks again
    /// within a second.
    pub async fn changed(&self) -> bool {
        let (done, shown) = oneshot::channel();
        self.0.send(done).await.is_ok() && shown.await.is_ok()
    }
}

/// Looks once, and starts the loop, which ends when the hub stops.
pub async fn start(parts: Parts) -> (Watches, JoinHandle<()>) {
    let (asks, asked) = mpsc::channel(WAITING);
    let mut task = task::WardLoop::new(parts, asked);
    task.look().await;
    (Watches(asks), tokio::spawn(task.run()))
}
