//! The two queues of readings, and how they become rounds: the live one is taken whole, the backlog in helpings.

use super::backlog::Backlog;
use super::entrance::Entrance;
use super::gateways::Gateways;
use super::round::Round;
use crate::ingest::intake::Arrived;
use std::time::Duration;
use tokio::sync::mpsc;

/// Records of the live lane in one transaction, at most: about a quarter of a second's work.
const LIVE_RECORDS: usize = 20_000;
/// Deliveries of the backlog in one round, at most, whatever they hold.
const BACKFILL_DELIVERIES: usize = 2_000;

/// The first delivery of a round, with the queue from which it came.
#[derive(Debug)]
pub struct First {
    arrived: Arrived,
    is_live: bool,
}

/// Both queues of what gateways sent: live, and the backlog of an outage.
pub struct Arrivals {
    live: mpsc::Receiver<Arrived>,
    backlog: Backlog,
    /// Records in the round that was made last, and those of them that came from the backlog.
    made: (usize, usize),
}

impl Arrivals {
    /// The two queues, before anything was taken from them.
    pub fn new(live: mpsc::Receiver<Arrived>, backlog: mpsc::Receiver<Arrived>) -> Arrivals {
        Arrivals { live, backlog: Backlog::new(backlog), made: (0, 0) }
    }

    /// The first delivery of a round; `None` when both lanes have ended. Nothing is lost when this is dropped while it
    /// waits.
    pub async fn next(&mut self) -> Option<First> {
        tokio::select! {
            biased;
            Some(arrived) = self.live.recv() => Some(First { arrived, is_live: true }),
            Some(arrived) = self.backlog.next() => Some(First { arrived, is_live: false }),
            else => None,
        }
    }

    /// Makes one round of what has arrived. `waited_ms` is how long the live reading at its head had waited.
    pub fn round(&mut self, first: First, waited_ms: u64, entrance: &mut Entrance, gateways: &Gateways) -> Round {
        let First { arrived, is_live } = first;
        let mut round = Round::default();
        if is_live {
            self.backlog.live_waited(waited_ms);
        }
        round.take(arrived, is_live, entrance, gateways);
        let mut of_backlog = if is_live { 0 } else { round.records };
        // Deliveries that are dropped cost time too, so they are counted: a queue full of them must not make an endless round.
        while round.records.max(round.deliveries) < LIVE_RECORDS
            && let Ok(arrived) = self.live.try_recv()
        {
            round.take(arrived, true, entrance, gateways);
        }
        let (before, most) = (round.records, round.deliveries + BACKFILL_DELIVERIES);
        while round.deliveries < most
            && let Some(arrived) = self.backlog.try_next()
        {
            round.take(arrived, false, entrance, gateways);
        }
        of_backlog += round.records - before;
        self.made = (round.records, of_backlog);
        round
    }

    /// Notes how long the last round took.
    pub fn took(&mut self, time: Duration) {
        let (records, of_backlog) = self.made;
        self.backlog.took(of_backlog, records, time);
    }
}

impl First {
    /// How long it has waited by now, ms; 0 for the backlog, which nobody waits for.
    pub fn waited_ms(&self, now: hearth_vitals::MonoMs) -> u64 {
        if self.is_live { now.since(self.arrived.mono) } else { 0 }
    }
}
