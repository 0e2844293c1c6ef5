//! The lane of an outage's readings, let into rounds by helpings ([`super::helping`]).

use super::helping::Helping;
use crate::ingest::delivery::Opened;
use crate::ingest::intake::Arrived;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};

/// The lane, and the batch that comes next.
pub struct Backlog {
    lane: mpsc::Receiver<Arrived>,
    next: Option<Arrived>,
    helping: Helping,
    begun: Instant,
}

/// Numbers that a delivery asks to be held.
fn records(arrived: &Arrived) -> usize {
    match &arrived.opened {
        Opened::Batch(batch) => batch.records.len(),
        Opened::Poison { header: Some(header), .. } => header.count as usize,
        _ => 1,
    }
}

impl Backlog {
    /// Nothing has been let in yet.
    pub fn new(lane: mpsc::Receiver<Arrived>) -> Backlog {
        Backlog { lane, next: None, helping: Helping::new(Duration::ZERO), begun: Instant::now() }
    }

    /// The next batch, as soon as there is one and it may go; `None` when the lane has ended. Nothing is lost when
    /// this is dropped while it waits.
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

    /// The next batch, if it may go now. One that may not is left for a later round.
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

    /// A live reading waited so long before it was taken.
    pub fn live_waited(&mut self, waited_ms: u64) {
        self.helping.live_waited(waited_ms);
    }

    /// A round of `all` records, `backlog` of them from here, is done, and took so long.
    pub fn took(&mut self, backlog: usize, all: usize, time: Duration) {
        self.helping.took(backlog, all, time, self.begun.elapsed());
    }
}
