//! One episode's alerts: what arrives, what it means, and when to look again.
//!
//! The state is small and bounded: for each vital of each device the newest value, two
//! rows (low, high) and what is known around its latest pauses; for each device its battery; for each gateway when it was
//! heard; and the open alerts. Copying it copies no text but that of open alerts.

mod by_hand;
mod channel;
mod configure;
mod device;
mod judge;
mod restore;
mod silence;
mod stray;
mod stretches;
mod trace;
mod twice;

use crate::alert::{ActError, Alert, AlertId, Now, StaffId, Transition};
use crate::board::{Board, Out};
use crate::limit::{Limits, Side};
use crate::rule::Rule;
use channel::Channel;
use device::{Device, Gateway};
use hearth_vitals::{DeviceId, GatewayId, MonoMs, Reading, WallMs};
use stretches::Verdict;

pub use by_hand::ByHand;
pub use device::Expected;

/// One device, one instant, as the hub has placed it.
#[derive(Debug, Clone, Copy)]
pub struct FrameAt<'a> {
    /// Who measured.
    pub device: &'a DeviceId,
    /// When, on the wall clock.
    pub at: WallMs,
    /// When it arrived at the hub, on the hub's wall clock.
    pub received: WallMs,
    /// The readings.
    pub readings: &'a [Reading],
}

/// The alerts of one stay of a patient at home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Episode {
    limits: Limits,
    devices: Vec<Device>,
    channels: Vec<Channel>,
    gateways: Vec<Gateway>,
    board: Board,
    /// The hub receives properly since (monotonic ms).
    healthy_ms: i64,
    /// The hub does not receive properly now.
    impaired: bool,
    /// After a restart: judge everything at the next tick.
    unsettled: bool,
}

impl Episode {
    /// An episode that begins: silence counts from `since`.
    pub fn new(limits: Limits, expected: Vec<Expected>, since: Now) -> Episode {
        let mut episode = Episode {
            limits,
            devices: Vec::new(),
            channels: Vec::new(),
            gateways: Vec::new(),
            board: Board::default(),
            healthy_ms: since.mono_ms(),
            impaired: false,
            unsettled: false,
        };
        episode.set_expected(expected, since);
        episode
    }

    /// A frame of a device that is bound to this episode, or was when it measured. No
    /// allocation when nothing happens.
    pub fn frame(&mut self, frame: &FrameAt<'_>, now: Now, ids: &mut dyn FnMut() -> AlertId) -> Vec<Transition> {
        let mut out = Out::new(now, ids);
        self.take_frame(frame, &mut out);
        out.list
    }

    /// Something of this gateway was heard (a batch, a status, its state) at `heard`.
    pub fn gateway(&mut self, gateway: &GatewayId, heard: MonoMs, now: Now, ids: &mut dyn FnMut() -> AlertId) -> Vec<Transition> {
        let mut out = Out::new(now, ids);
        if let Some(index) = self.gateways.iter().position(|known| known.is(gateway)) {
            let heard_ms = Now { wall: now.wall, mono: heard }.mono_ms().min(now.mono_ms());
            self.hear(index, heard_ms, &mut out);
        }
        out.list
    }

    /// The hub's own intake is down: nothing that is missing now proves a silence. Rules
    /// of silence rest until [`Episode::intake_healthy_since`].
    pub fn intake_impaired(&mut self) {
        self.impaired = true;
    }

    /// The hub's intake works since this instant: silence counts from the later of it and
    /// last heard.
    pub fn intake_healthy_since(&mut self, since: MonoMs) {
        self.impaired = false;
        self.healthy_ms = self.healthy_ms.max(i64::try_from(since.0).unwrap_or(i64::MAX));
    }

    /// What the rules do as time passes. Call it at [`Episode::next_wake`]; calling it
    /// more often, or later, is harmless.
    pub fn tick(&mut self, now: Now, ids: &mut dyn FnMut() -> AlertId) -> Vec<Transition> {
        let mut out = Out::new(now, ids);
        self.settle(&mut out);
        self.finish_past(&mut out);
        if !self.impaired {
            self.check_gateways(&mut out);
            self.check_silence(&mut out);
            self.board.rise(self.healthy_ms, &mut out);
        }
        self.board.close_due(&mut out);
        out.list
    }

    /// When [`Episode::tick`] would next do something; `None`: not without an event.
    pub fn next_wake(&self) -> Option<MonoMs> {
        let rises_from_ms = (!self.impaired).then_some(self.healthy_ms);
        let unsettled = self.unsettled.then_some(0);
        let dues = [unsettled, self.silence_due(), self.past_due(), self.board.next_due(rises_from_ms)];
        dues.into_iter().flatten().min().map(|due_ms| MonoMs(due_ms.max(0).unsigned_abs()))
    }

    /// A person takes an alert: "I have it".
    pub fn acknowledge(&mut self, alert: AlertId, version: u32, by: StaffId, now: Now) -> Result<Transition, ActError> {
        self.board.acknowledge(alert, version, by, now)
    }

    /// A person has looked at an alert whose condition has ended; this closes it.
    pub fn review(&mut self, alert: AlertId, version: u32, by: StaffId, note: &str, now: Now) -> Result<Vec<Transition>, ActError> {
        self.board.review(alert, version, by, note, now)
    }

    /// The open alerts.
    pub fn open_alerts(&self) -> impl Iterator<Item = &Alert> {
        self.board.alerts()
    }

    /// The limits it judges by.
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Conditions that are not alerts yet, with the instant they hold since.
    pub fn pending(&self) -> impl Iterator<Item = (Rule, WallMs)> {
        self.channels.iter().flat_map(move |channel| {
            [Side::Low, Side::High].into_iter().filter_map(move |side| {
                let bound = self.limits.bound(channel.vital, side)?;
                let since = channel.stretches(side).outside_since?;
                (channel.verdict(&bound) == Verdict::Pending).then_some((judge::rule_of(channel.vital, side), since))
            })
        })
    }
}
