//! Which records go into which batch, when they are sent, and when again (pure: time and disk are arguments).
//!
//! There are two lanes. *Live* sends at once what was measured in the last 30 s. *Backfill* sends the rest, oldest first,
//! events before numerics before waveforms, and only while nothing waits for the live lane. A lane has at most two batches
//! without a receipt. When no receipt comes for 5 s (doubling up to 60 s), the lane forgets what it sent and cuts new
//! batches from the records for which the outbox has no receipt. So after an outage the newest records go first, whatever
//! was on its way before; the hub drops what it already holds.

mod cut;
mod lane;
mod numbered;
mod window;

pub use cut::{Consecutive, Shelf};

use crate::uplink::cut::Cutter;
use crate::uplink::lane::LaneState;
use crate::uplink::numbered::Numbered;
use crate::uplink::window::Window;
use hearth_vitals::receipt::Receipt;
use hearth_vitals::{Anchor, BootId, Class, GatewayId, Generation, MonoMs, Stream, WallMs};

/// A record is live if it was measured no longer ago than this, ms. The hub counts what arrives later as late.
pub const LIVE_MS: u64 = 30_000;
/// Records that arrive within this time share a live batch, ms.
const COALESCE_MS: u64 = 50;
/// The most batches of a lane that may be without a receipt.
pub const MAX_UNRECEIPTED: usize = 2;
/// Shortest and longest time for which a refusal is obeyed, ms.
const REFUSAL_MS: (u64, u64) = (1_000, 3_600_000);
/// How many anchors of earlier boots are kept for their backlog.
const MAX_OLD_ANCHORS: usize = 64;

/// One of the two lanes in which a gateway sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// For records that were measured just now.
    Live,
    /// For the backlog: records that were measured earlier.
    Backfill,
}

/// A batch to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The lane that sends it.
    pub lane: Lane,
    /// Its bytes, in version 1 of the encoding.
    pub bytes: Vec<u8>,
}

/// What time it is, and how certain that is.
#[derive(Debug, Clone, Copy)]
pub struct Stamp {
    /// The best known anchor for this moment.
    pub anchor: Anchor,
    /// True when the clock was compared with another one.
    pub is_compared: bool,
}

impl Stamp {
    fn now(&self) -> MonoMs {
        self.anchor.mono
    }

    fn wall(&self) -> WallMs {
        self.anchor.wall
    }
}

/// The state of both lanes.
#[derive(Debug)]
pub struct Uplink {
    cutter: Cutter,
    generation: Generation,
    connected: bool,
    paused_until: Option<MonoMs>,
    live: LaneState,
    backfill: LaneState,
    /// When to look for live records next; `None` when there can be none to send.
    live_due: Option<MonoMs>,
    windows: [Window; 3],
    /// When numbers of the current generation were issued, by class.
    numbered: [Numbered; 3],
    /// When the newest record was numbered that the hub is known to hold.
    answered: Option<MonoMs>,
}

impl Uplink {
    /// The state at the start, not connected. `old_anchors` place in time what earlier boots left.
    pub fn new(gateway: GatewayId, generation: Generation, mut old_anchors: Vec<Anchor>) -> Uplink {
        old_anchors.truncate(MAX_OLD_ANCHORS);
        Uplink {
            cutter: Cutter::new(gateway, old_anchors),
            generation,
            connected: false,
            paused_until: None,
            live: LaneState::default(),
            backfill: LaneState::default(),
            live_due: None,
            windows: Default::default(),
            numbered: Default::default(),
            answered: None,
        }
    }

    /// Notes that the outbox was opened anew, and issues numbers in another generation.
    pub fn reopened(&mut self, generation: Generation, anchor: Anchor) {
        self.cutter.keep(anchor);
        self.generation = generation;
        self.windows = Default::default();
        self.numbered = Default::default();
        self.start_over();
    }

    /// Notes that the broker takes messages.
    pub fn connected(&mut self, now: MonoMs) {
        self.connected = true;
        self.start_over();
        // An answer to records that waited here before the connection says nothing about the time.
        self.numbered = Default::default();
        self.live_due = Some(now);
    }

    /// Notes that the broker takes no messages.
    pub fn disconnected(&mut self) {
        self.connected = false;
        self.start_over();
    }

    fn start_over(&mut self) {
        self.live = LaneState::default();
        self.backfill = LaneState::default();
    }

    /// Notes that a record of the current generation was numbered.
    pub fn appended(&mut self, class: Class, seq: u64, measured: MonoMs, now: MonoMs) {
        self.windows[class as usize].push(seq, measured);
        self.numbered[class as usize].give(seq, now);
        self.live_due.get_or_insert(now.plus(COALESCE_MS));
    }

    /// Sends at once what waits for other records to share a batch, because the program ends.
    pub fn hurry(&mut self, now: MonoMs) {
        self.live_due = self.live_due.map(|due| due.min(now));
    }

    /// Notes that this boot can be placed in time from now on.
    pub fn clock_known(&mut self, now: MonoMs) {
        self.live_due = Some(now);
    }

    /// Takes what the hub said. If the hub holds something that it was not known to hold, returns when the newest of that was
    /// numbered: the hub cannot have said it before then. The caller passes the receipt on to the outbox.
    pub fn receipt(&mut self, now: MonoMs, receipt: &Receipt) -> Option<MonoMs> {
        let mut since = None;
        for stream in &receipt.streams {
            for lane in [&mut self.live, &mut self.backfill] {
                lane.held(stream.stream, &stream.held);
                if stream.resend_from.is_some() {
                    lane.rewind(stream.stream);
                }
            }
            let newest = stream.held.iter().map(|range| range.end()).max().filter(|_| stream.stream.generation == self.generation);
            since = since.max(newest.and_then(|end| self.numbered[stream.stream.class as usize].given_before(end)));
        }
        let answered = since.filter(|since| self.answered.is_none_or(|known| known < *since));
        if answered.is_some() {
            self.answered = answered;
            self.cutter.answered();
        }
        self.live.heard();
        self.backfill.heard();
        self.paused_until = receipt.refused.as_ref().map(|refusal| now.plus(refusal.retry_after_ms.clamp(REFUSAL_MS.0, REFUSAL_MS.1)));
        if self.paused_until.is_some() {
            self.start_over();
            self.live_due = Some(now);
        }
        answered
    }

    /// Starts over, because the hub is another one or was restored: everything is sent again.
    pub fn forget(&mut self, now: MonoMs) {
        self.start_over();
        self.live_due = Some(now);
    }

    /// How many batches have no receipt, on the live and on the backfill lane.
    pub fn unreceipted(&self) -> (usize, usize) {
        (self.live.count(), self.backfill.count())
    }

    /// When [`Uplink::pump`] will have something to do, if nothing else happens before.
    pub fn next_due(&self) -> Option<MonoMs> {
        if !self.connected {
            return None;
        }
        if self.paused_until.is_some() {
            return self.paused_until;
        }
        let live = self.live_due.filter(|_| self.live.has_room());
        [live, self.live.resend_due(), self.backfill.resend_due()].into_iter().flatten().min()
    }

    /// Cuts the batches that are to be sent now.
    pub fn pump(&mut self, stamp: &Stamp, shelf: &mut impl Shelf) -> Vec<Outgoing> {
        let now = stamp.now();
        let mut out = Vec::new();
        if !self.connected || self.paused_until.is_some_and(|until| now < until) {
            return out;
        }
        self.paused_until = None;
        self.backfill.expire(now);
        if self.live.expire(now) {
            self.live_due = Some(now);
        }
        self.windows.iter_mut().for_each(|window| window.prune(now));
        if self.live_due.is_some_and(|due| due <= now) {
            self.pump_live(stamp, shelf, &mut out);
        }
        if self.live_due.is_none() {
            self.pump_backfill(stamp, shelf, &mut out);
        }
        out
    }

    fn pump_live(&mut self, stamp: &Stamp, shelf: &mut impl Shelf, out: &mut Vec<Outgoing>) {
        for class in Class::ALL {
            let stream = Stream { generation: self.generation, class };
            let start = self.windows[class as usize].start();
            while self.live.has_room() {
                let from = start.max(self.live.cursor(stream));
                let Some((range, bytes)) = self.cutter.cut(stamp, stream, (from, u64::MAX), shelf) else { break };
                self.live.sent(stream, range, stamp.now());
                out.push(Outgoing { lane: Lane::Live, bytes });
            }
        }
        // If the lane has no room, something may still wait; if it has, everything was looked at.
        if self.live.has_room() {
            self.live_due = None;
        }
    }

    fn pump_backfill(&mut self, stamp: &Stamp, shelf: &mut impl Shelf, out: &mut Vec<Outgoing>) {
        if !self.backfill.has_room() {
            return;
        }
        let mut streams = shelf.streams();
        // The sort is stable, so within a class the oldest opening stays first.
        streams.sort_by_key(|stream| stream.class);
        for stream in streams {
            let end = self.backfill_end(stream);
            while self.backfill.has_room() {
                let from = self.backfill.cursor(stream);
                let Some((range, bytes)) = self.cutter.cut(stamp, stream, (from, end), shelf) else { break };
                self.backfill.sent(stream, range, stamp.now());
                out.push(Outgoing { lane: Lane::Backfill, bytes });
            }
        }
    }

    /// Where in a stream the part for the live lane begins.
    fn backfill_end(&self, stream: Stream) -> u64 {
        if stream.generation != self.generation {
            return u64::MAX;
        }
        let window = self.windows[stream.class as usize].start();
        self.live.first_unreceipted(stream).map_or(window, |first| first.min(window))
    }

    /// The best known anchor for a boot.
    pub fn anchor_of(&self, boot: BootId) -> Option<Anchor> {
        self.cutter.anchor_of(boot)
    }
}
