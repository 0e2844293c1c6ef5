//! The queue with the readings of outages, which is let into rounds by helpings ([`super::helping`]).

use super::helping::Helping;
use crate::ingest::delivery::Opened;
use crate::ingest::intake::Arrived;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};

/// The queue, and the batch at its head.
pub struct Backlog {
    lane: mpsc::Receiver<Arrived>,
    next: Option<Arrived>,
    helping: Helping,
    begun: Instant,
}

/// How many records a delivery holds.
fn records(arrived: &Arrived) -> usize {
    match &arrived.opened {
        Opened::Batch(batch) => batch.records.len(),
        Opened::Poison { header: Some(header), .. } => header.count as usize,
        _ => 1,
    }
}

impl Backlog {
    /// The queue, before anything was let in.
    pub fn new(lane: mpsc::Receiver<Arrived>) -> Backlog {
        Backlog { lane, next: None, helping: Helping::new(Duration::ZERO), begun: Instant::now() }
    }

    /// The next batch, as soon as there is one and its time has been earned; `None` when the queue has ended. Nothing is lost
    /// when this future is dropped while it waits.
    pub async fn next(&mut self) -> Option<Arrived> {
        if self.next.is_none() {
            self.next = self.lane.recv().await;
        }
        let wait = self.helping.wait(self.next.as_ref().map(records)?, self.begun.elapsed());
        if !wait.is_zero() {
            sleep(wait).await;
        }
        self.taken()
    }

    /// The next batch, if its time has been earned. Otherwise it stays for a later round.
    pub fn try_next(&mut self) -> Option<Arrived> {
        if self.next.is_none() {
            self.next = self.lane.try_recv().ok();
        }
        let wait = self.helping.wait(self.next.as_ref().map(records)?, self.begun.elapsed());
        if wait.is_zero() { self.taken() } else { None }
    }

    fn taken(&mut self) -> Option<Arrived> {
        let arrived = self.next.take()?;
        self.helping.take(records(&arrived));
        Some(arrived)
    }

    /// Notes how long a live reading waited before it was taken.
    pub fn live_waited(&mut self, waited_ms: u64) {
        self.helping.live_waited(waited_ms);
    }

    /// Notes how long a round of `all` records took, `backlog` of them from here.
    pub fn took(&mut self, backlog: usize, all: usize, time: Duration) {
        self.helping.took(backlog, all, time, self.begun.elapsed());
    }
}
