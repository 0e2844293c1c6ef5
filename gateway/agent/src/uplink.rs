//! Which records go into which batch, when, and when again (pure: time and disk are
//! arguments).
//!
//! Two lanes. *Live* takes what was measured in the last 30 s, at once; *backfill* takes
//! the rest, oldest first, events before numerics before waveforms, and only while
//! nothing waits for the live lane. A lane has at most two batches without a receipt.
//! When no receipt comes for 5 s (doubling up to 60 s) the lane forgets what it sent and
//! cuts anew from what the outbox still lacks a receipt for, so that after an outage the
//! newest go first whatever was on its way before; the hub drops what it holds already.

mod cut;
mod lane;
mod numbered;
mod window;

pub use cut::{Run, Shelf};

use crate::uplink::cut::Cutter;
use crate::uplink::lane::LaneState;
use crate::uplink::numbered::Numbered;
use crate::uplink::window::Window;
use hearth_vitals::receipt::Receipt;
use hearth_vitals::{Anchor, BootId, Class, GatewayId, Generation, MonoMs, Stream, WallMs};

/// Measured no longer ago than this is live, ms (promise 5 of the design).
pub const LIVE_MS: u64 = 30_000;
/// Records that arrive within this time share a live batch, ms.
const COALESCE_MS: u64 = 50;
/// Batches without a receipt in a lane, at most.
pub const MAX_UNRECEIPTED: usize = 2;
/// A refusal is waited out no shorter and no longer than this, ms.
const REFUSAL_MS: (u64, u64) = (1_000, 3_600_000);
/// Anchors of earlier boots that are kept for their backlog.
const MAX_OLD_ANCHORS: usize = 64;

/// A lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// What is measured now.
    Live,
    /// What was measured earlier.
    Backfill,
}

/// A batch to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// On which lane.
    pub lane: Lane,
    /// A batch in version 1.
    pub bytes: Vec<u8>,
}

/// What time it is, as far as batches are concerned.
#[derive(Debug, Clone, Copy)]
pub struct Stamp {
    /// The best anchor for this moment.
    pub anchor: Anchor,
    /// Somebody else's clock stands behind it.
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

/// The state machine.
#[derive(Debug)]
pub struct Uplink {
    cutter: Cutter,
    generation: Generation,
    connected: bool,
    paused_until: Option<MonoMs>,
    live: LaneState,
    backfill: LaneState,
    /// Set while something may wait for the live lane: not before this moment.
    live_due: Option<MonoMs>,
    windows: [Window; 3],
    /// When numbers of the current generation were given, by class.
    numbered: [Numbered; 3],
    /// The newest that the hub is known to hold was given then.
    answered: Option<MonoMs>,
}

impl Uplink {
    /// At the start, not connected. `old_anchors` place what earlier boots left.
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

    /// The outbox was opened anew: numbers are issued in another generation.
    pub fn reopened(&mut self, generation: Generation, anchor: Anchor) {
        self.cutter.keep(anchor);
        self.generation = generation;
        self.windows = Default::default();
        self.numbered = Default::default();
        self.start_over();
    }

    /// The broker takes messages.
    pub fn connected(&mut self, now: MonoMs) {
        self.connected = true;
        self.start_over();
        // What lay here before tells nothing of the time at which it is answered.
        self.numbered = Default::default();
        self.live_due = Some(now);
    }

    /// The broker takes nothing.
    pub fn disconnected(&mut self) {
        self.connected = false;
        self.start_over();
    }

    fn start_over(&mut self) {
        self.live = LaneState::default();
        self.backfill = LaneState::default();
    }

    /// A record of the current generation was numbered.
    pub fn appended(&mut self, class: Class, seq: u64, measured: MonoMs, now: MonoMs) {
        self.windows[class as usize].push(seq, measured);
        self.numbered[class as usize].give(seq, now);
        self.live_due.get_or_insert(now.plus(COALESCE_MS));
    }

    /// The program ends: what waits for company leaves now.
    pub fn hurry(&mut self, now: MonoMs) {
        self.live_due = self.live_due.map(|due| due.min(now));
    }

    /// This boot can be placed in time now.
    pub fn clock_known(&mut self, now: MonoMs) {
        self.live_due = Some(now);
    }

    /// The hub said something. Returns since when it can have said it, if it holds something newer than it was known
    /// to: since the newest of that was numbered. The outbox hears of the receipt from the caller.
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

    /// The hub is another one, or was restored: everything is offered again.
    pub fn forget(&mut self, now: MonoMs) {
        self.start_over();
        self.live_due = Some(now);
    }

    /// Batches without a receipt, live and backfill.
    pub fn unreceipted(&self) -> (usize, usize) {
        (self.live.count(), self.backfill.count())
    }

    /// When [`Uplink::pump`] has something to do without anything else happening.
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

    /// Cuts the batches that are to leave now.
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
        // Without room something may still wait; with room everything has been looked at.
        if self.live.has_room() {
            self.live_due = None;
        }
    }

    fn pump_backfill(&mut self, stamp: &Stamp, shelf: &mut impl Shelf, out: &mut Vec<Outgoing>) {
        if !self.backfill.has_room() {
            return;
        }
        let mut streams = shelf.streams();
        // A stable sort: within a class the oldest opening stays first.
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

    /// Where the live lane's part of a stream begins.
    fn backfill_end(&self, stream: Stream) -> u64 {
        if stream.generation != self.generation {
            return u64::MAX;
        }
        let window = self.windows[stream.class as usize].start();
        self.live.first_unreceipted(stream).map_or(window, |first| first.min(window))
    }

    /// The best anchor known for a boot, for tests and for the agent's own use.
    pub fn anchor_of(&self, boot: BootId) -> Option<Anchor> {
        self.cutter.anchor_of(boot)
    }
}
