//! The regular work of the agent.

use super::{Agent, NotCollected};
use crate::clock::Now;
use crate::keeper::Medium;
use hearth_vitals::{ClockQuality, Event, EventKind, MonoMs, Record, Status};

/// How often the links are checked, ms.
const LOOK_MS: u64 = 500;
/// How often a status and an anchor are recorded, ms.
const STATUS_MS: u64 = 10_000;
/// How often a status is recorded while the hub has not told the time yet, ms.
const ASK_MS: u64 = 1_000;
/// How often the state is published even if nothing has changed, ms.
const STATE_MS: u64 = 10_000;

/// How long recording a gap waits for a clock that was compared with another one (ms); after that, a clock that is merely
/// plausible must do. A longer wait would risk that the gateway is killed before it has recorded the gap at all.
const UNSURE_MS: u64 = 10_000;

/// When each regular task is due.
#[derive(Debug)]
pub(super) struct Timers {
    look: MonoMs,
    status: MonoMs,
    ask: MonoMs,
    state: MonoMs,
}

impl Timers {
    pub fn new(now: MonoMs) -> Timers {
        Timers { look: now, status: now, ask: now, state: now }
    }

    pub fn next_due(&self) -> MonoMs {
        self.look.min(self.status).min(self.state)
    }

    pub fn state_due(&mut self, now: MonoMs) -> bool {
        let due = now >= self.state;
        if due {
            self.state = now.plus(STATE_MS);
        }
        due
    }
}

impl<M: Medium> Agent<M> {
    /// Does what is due at `now`.
    pub(super) fn pass(&mut self, now: Now) {
        if now.mono >= self.timers.state && !self.connected {
            self.timers.state = now.mono.plus(STATE_MS);
        }
        if let Some(fault) = self.keeper.reopen(now.mono) {
            self.reopened(fault.since, now);
        }
        if now.mono >= self.timers.look {
            self.timers.look = now.mono.plus(LOOK_MS);
            self.look(now);
            if now.mono >= self.timers.ask {
                self.ask_the_time(now);
            }
        }
        if now.mono >= self.timers.status {
            self.timers.status = now.mono.plus(STATUS_MS);
            self.anchor(now);
            self.status(now);
            if self.keeper.save_receipts(now.mono) {
                self.note_hub();
            }
        }
    }

    fn look(&mut self, now: Now) {
        let mut records = Vec::new();
        for link in self.links.iter_mut() {
            link.collector.tick(now.mono, &mut records);
            link.change(now.mono, &mut records, |line| line.tick(now.mono));
        }
        self.record_all(records, now);
        self.log_changes(now);
    }

    /// Records an anchor of this moment, unless the clock was never set.
    pub(super) fn anchor(&mut self, now: Now) {
        let anchor = self.time.anchor(now);
        if anchor.quality == ClockQuality::Unknown {
            return;
        }
        self.record_all(vec![Record::Anchor(anchor)], now);
        let is_sure = |gap: &NotCollected| anchor.quality == ClockQuality::Synchronised || now.mono.since(gap.until) >= UNSURE_MS;
        #[cfg(feature = "breakages")]
        if hearth_breakages::is("forget_what_was_not_collected") {
            self.not_collected = None;
        }
        if let Some(NotCollected { from, until }) = self.not_collected.filter(is_sure) {
            let until = anchor.place(until);
            let event = Event { mono: now.mono, device: None, kind: EventKind::NotCollected { from, until } };
            // If the disk is full, the gap waits for room.
            if until <= from || self.record(&Record::Event(event), now).is_some() {
                self.not_collected = None;
            }
        }
    }

    /// Records a status while the time is still unknown. The hub's answer is timed from when the newest record it holds got its
    /// number, and records that waited here for a connection are too old for that.
    pub(super) fn ask_the_time(&mut self, now: Now) {
        if self.connected && !self.time.is_compared(now) {
            self.timers.ask = now.mono.plus(ASK_MS);
            self.status(now);
        }
    }

    fn status(&mut self, now: Now) {
        let count = |number: usize| u8::try_from(number).unwrap_or(u8::MAX);
        let status = Status {
            mono: now.mono,
            clock: self.time.anchor(now).quality,
            outbox_bytes: self.keeper.bytes_on_disk(),
            disk_free_bytes: self.keeper.medium().free_bytes(),
            backlog: self.keeper.backlog(),
            links_up: count(self.links.lines().filter(|line| line.is_up()).count()),
            links_total: count(self.links.lines().count()),
        };
        self.record_all(vec![Record::Status(status)], now);
    }

    /// After the outbox has been opened again, in a new generation: records since when nothing was collected.
    fn reopened(&mut self, since: MonoMs, now: Now) {
        let anchor = self.time.anchor(now);
        if !self.hub_is_noted {
            // The card may still have receipts of an old store, because forgetting them was not durable yet.
            self.keeper.forget_receipts();
        }
        self.uplink.reopened(self.keeper.generation(), anchor);
        if self.connected {
            self.uplink.connected(now.mono);
        }
        for device in self.links.say_again() {
            self.recall(&device);
        }
        let fault = Event { mono: since, device: None, kind: EventKind::DiskFault };
        self.record_all(vec![Record::Event(fault)], now);
        // A gap that is not recorded yet becomes part of this one: one that is too long is better than a forgotten one.
        let from = self.not_collected.map_or(anchor.place(since), |pending| pending.from);
        self.not_collected = Some(NotCollected { from, until: now.mono });
        self.anchor(now);
    }
}
