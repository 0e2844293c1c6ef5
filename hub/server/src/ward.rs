//! Who holds the watch of each stay: told to the screens, and told as a fault of the hub where nobody does.
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

/// A holder who is signed in nowhere for so long counts as away, ms: a browser that is closed and opened again, or somebody who
/// signs in at the next desk, takes less.
pub const AWAY_MS: u64 = 60_000;
/// Acts that may wait to be shown.
const WAITING: usize = 64;

/// What the loop needs.
pub struct Parts {
    /// The store.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// The screens.
    pub feed: Feed,
    /// Where it says what is not covered.
    pub found: Found,
    /// A holder who is signed in nowhere for so long counts as away, ms.
    pub away_ms: u64,
    /// True when the hub is stopping.
    pub stop: signal::Receiver<bool>,
}

/// The way to the loop; cheap to clone.
#[derive(Debug, Clone)]
pub struct Watches(mpsc::Sender<oneshot::Sender<()>>);

impl Watches {
    /// Something was changed in the store: returns when the screens show it. False if they do not yet; the loop looks again
    /// within a second.
    pub async fn changed(&self) -> bool {
        let (done, shown) = oneshot::channel();
        self.0.send(done).await.is_ok() && shown.await.is_ok()
    }
}

/// Looks once, and starts the loop. It ends when the hub stops.
pub async fn start(parts: Parts) -> (Watches, JoinHandle<()>) {
    let (asks, asked) = mpsc::channel(WAITING);
    let mut task = task::Task::new(parts, asked);
    task.look().await;
    (Watches(asks), tokio::spawn(task.run()))
}
