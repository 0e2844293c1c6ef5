//! The two lanes on which readings come, and how they are made into rounds: the live lane whole, the backlog by helpings.

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

/// A delivery, and on which lane it came.
#[derive(Debug)]
pub struct First {
    arrived: Arrived,
    is_live: bool,
}

/// Both lanes.
pub struct Arrivals {
    live: mpsc::Receiver<Arrived>,
    backlog: Backlog,
    /// Records in the round that was made last, and those of them that came from the backlog.
    made: (usize, usize),
}

impl Arrivals {
    /// Nothing has been taken yet.
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

    /// Makes one round of what has arrived. A live reading at its head had waited for so long, ms.
    pub fn round(&mut self, first: First, waited_ms: u64, entrance: &mut Entrance, gateways: &Gateways) -> Round {
        let First { arrived, is_live } = first;
        let mut round = Round::default();
        if is_live {
            self.backlog.live_waited(waited_ms);
        }
        round.take(arrived, is_live, entrance, gateways);
        let mut of_backlog = if is_live { 0 } else { round.records };
        // What is not taken takes time too: a lane full of it must not make a round without an end.
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

    /// The round that was made last is done, and took so long.
    pub fn took(&mut self, time: Duration) {
        let (records, of_backlog) = self.made;
        self.backlog.took(of_backlog, records, time);
    }
}

impl First {
    /// How long it had waited by now, ms; what comes on the lane of the backlog is not waited for.
    pub fn waited_ms(&self, now: hearth_vitals::MonoMs) -> u64 {
        if self.is_live { now.since(self.arrived.mono) } else { 0 }
    }
}
