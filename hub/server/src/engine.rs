//! The engine room: finds out whose each reading is and judges it. This is the shell around the pure alert engine of
//! `hub/alerts`.
//!
//! One loop ([`task`]) owns every engine and is the only one that commits readings and alerts
//! (docs/decisions/0003). It awaits an [`task::Action`], carries it out, and publishes what was
//! committed. A second, small loop ([`faults`]) watches the first one and the parts the hub
//! runs on: a hub whose database hangs must still be able to say so.
//!
//! The first loop's state lies in parts, each in a file that alone reaches its fields ([`task`] names
//! them); the transaction is in [`stays`]. [`engines`], [`round`], [`judge`], [`gateways`] and
//! [`bindings`] are pure; [`load`] reads the store; [`handle`] is the way in for those who serve
//! people; [`ledger`] is all that the first loop asks of a store, so that it can run on a simulated one.

mod acts;
mod arrivals;
mod backlog;
pub mod bindings;
mod change;
pub mod charts;
mod commit;
pub mod engines;
mod entrance;
mod events;
pub mod faults;
pub mod found;
pub mod gateways;
mod handed;
pub mod handle;
mod helping;
pub mod judge;
pub mod ledger;
mod listing;
pub mod load;
mod outside;
pub mod place;
mod refusals;
mod reload;
mod rhythm;
pub mod round;
mod runs;
mod show;
mod spare;
mod stays;
mod steps;
mod strays;
pub mod task;
mod tiles;
mod turns;
mod twins;
mod unplaced;

use crate::clock::Clock;
use crate::embedded::Health;
use crate::feed::Feed;
use crate::ingest::intake::Lanes;
use crate::receipts::outgoing::Answer;
use handle::EngineHandle;
use hearth_store::{Store, StoreError};
use ledger::Ledger;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

/// How the intake is doing, as the loop that commits sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IntakeSignal {
    /// Since when the store has refused or not answered, and why; `None` while it works.
    pub store_failing: Option<(hearth_vitals::MonoMs, String)>,
    /// How long the live delivery that was opened last had waited, ms.
    pub waited_ms: u64,
    /// When the loop last turned; `None` before its first turn.
    pub turned: Option<hearth_vitals::MonoMs>,
    /// When the loop last showed a sign of life: it turned, or tried a commit again. A database that hangs makes a turn long; a
    /// loop that hangs shows no more signs.
    pub alive: Option<hearth_vitals::MonoMs>,
}

/// The parts that the loop is given at the start.
pub struct Parts<L: Ledger = Store> {
    /// The store that the loop writes to.
    pub store: L,
    /// Wall clock and monotonic clock.
    pub clock: Clock,
    /// The feed, which shows values and alerts.
    pub feed: Feed,
    /// Where receipts for stored records go.
    pub answers: mpsc::Sender<Answer>,
    /// The queues with what gateways sent.
    pub lanes: Lanes,
    /// How database and broker are doing.
    pub health: Health,
    /// How long frames are kept, ms.
    pub retention_ms: i64,
    /// What other loops have found wrong with the hub.
    pub found: found::Found,
    /// True when the hub is stopping.
    pub stop: watch::Receiver<bool>,
}

/// The running loop.
pub struct Running {
    /// The handle by which orders reach the loop.
    pub engine: EngineHandle,
    /// The loop; ends when the hub stops.
    pub task: JoinHandle<()>,
    /// The loop that watches it.
    pub faults: JoinHandle<()>,
    /// The task that records in the store that this hub is at work.
    pub runs: JoinHandle<()>,
    /// How the loop is doing.
    pub intake: watch::Receiver<IntakeSignal>,
    /// When the loop of the faults last turned.
    pub told: watch::Receiver<Option<hearth_vitals::MonoMs>>,
}

/// Reads the store and starts both loops.
///
/// # Errors
/// As every statement of the store.
pub async fn start(parts: Parts) -> Result<Running, StoreError> {
    let (engine, orders) = EngineHandle::new();
    let (signal, signals) = watch::channel(IntakeSignal::default());
    let faults = faults::Faults::restore(&parts.store, parts.feed.clone()).await?;
    let (to_faults, fault_orders) = mpsc::channel(handle::ORDERS);
    let (turned, told) = watch::channel(None);
    let inputs = faults::Inputs {
        health: parts.health.clone(),
        connected: parts.lanes.connected.clone(),
        intake: signals.clone(),
        unheard: parts.feed.screens().unheard().subscribe(),
        silent: parts.feed.screens().silent().subscribe(),
        found: parts.found.clone(),
        turned,
        orders: fault_orders,
        stop: parts.stop.clone(),
    };
    let log = runs::Inputs { connected: parts.lanes.connected.clone(), intake: signals.clone(), stop: parts.stop.clone() };
    let (store, clock) = (parts.store.clone(), parts.clock);
    let task = task::EngineLoop::restore(parts, orders, to_faults, signal).await?;
    let runs = tokio::spawn(runs::run(store, clock, log));
    Ok(Running { engine, task: tokio::spawn(task.run()), faults: tokio::spawn(faults.run(inputs)), runs, intake: signals, told })
}

/// Waits until the hub is stopping, or until the sender of that signal is gone.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}
