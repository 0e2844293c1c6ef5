//! The alerts of one episode: what arrives, what it means, and when to look again.
//!
//! The state is bounded. For each vital of each device: the newest values, in chunks that copies share, and what the fold makes of
//! them on both sides. For each device its battery, for each gateway when it was heard; the open alerts; and the chart, by which
//! the rules over several vitals are asked. Copying an episode copies no text except that of open alerts.

mod absurd;
mod admit;
mod answers;
mod by_hand;
mod channel;
mod chart;
mod configure;
mod courses;
mod device;
mod event;
mod judge;
mod owed;
mod quieted;
mod reds;
mod restore;
mod risk;
mod silence;
mod sources;
mod stays;
mod stray;
mod turns;
mod twice;
mod upkeep;

use crate::alert::{ActError, Alert, AlertId, Now, StaffId, Transition};
use crate::copied::copied_by_field;
use crate::doing::Intent;
use crate::limit::{Limits, Side};
use crate::open_alerts::{OpenAlerts, Out};
use crate::quiet::KeptQuiet;
use crate::rule::Rule;
use channel::{Channel, SideState};
use chart::Chart;
use device::{Device, Gateway};
use event::Happened;
use hearth_vitals::{DeviceId, GatewayId, MonoMs, Reading, WallMs};
use std::sync::Arc;

pub use by_hand::{ByHand, Noted};
pub use chart::Stretch;
pub use device::{Expected, Upkeep};
pub use event::EventAt;
pub use owed::OwedNow;
pub use restore::{EVENTS_LOOK_BACK_MS, Past};

/// What one device measured at one instant, after the hub has placed it in time.
#[derive(Debug, Clone, Copy)]
pub struct FrameAt<'a> {
    /// The device that measured.
    pub device: &'a DeviceId,
    /// When it was measured, by the wall clock.
    pub at: WallMs,
    /// When the hub received it, by the hub's wall clock.
    pub received: WallMs,
    /// The readings of the frame, one for each vital.
    pub readings: &'a [Reading],
}

/// The alerts of one stay of a patient at home. [`Clone::clone_from`] makes a copy in the place of another, of whichever stay, and
/// allocates next to nothing.
#[derive(Debug, PartialEq, Eq)]
pub struct Episode {
    limits: Limits,
    devices: Vec<Device>,
    channels: Vec<Channel>,
    gateways: Vec<Gateway>,
    alerts: OpenAlerts,
    chart: Chart,
    happened: Arc<Happened>,
    /// What people keep quiet.
    quiet: Arc<KeptQuiet>,
    /// Since when a cuff inflates, or did last (monotonic ms).
    cuff_ms: Option<i64>,
    /// Since when the hub has been receiving properly (monotonic ms).
    healthy_ms: i64,
    /// True while the hub does not receive properly.
    impaired: bool,
    /// True after a restart: everything is judged at the next tick.
    unsettled: bool,
}

copied_by_field!(Episode { limits, devices, channels, gateways, alerts, chart, cuff_ms, healthy_ms, impaired, unsettled; happened, quiet });

impl Episode {
    /// An episode that begins now: silence counts from `since`.
    pub fn new(limits: Limits, expected: Vec<Expected>, since: Now) -> Episode {
        let mut episode = Episode {
            limits,
            devices: Vec::new(),
            channels: Vec::new(),
            gateways: Vec::new(),
            alerts: OpenAlerts::default(),
            chart: Chart::default(),
            happened: Arc::default(),
            quiet: Arc::default(),
            cuff_ms: None,
            healthy_ms: since.mono_ms(),
            impaired: false,
            unsettled: false,
        };
        episode.set_expected(expected, since);
        episode
    }

    /// Takes a frame of a device that is bound to this episode, or was bound when it measured. Allocates nothing when nothing
    /// happens.
    pub fn frame(&mut self, frame: &FrameAt<'_>, now: Now, ids: &mut dyn FnMut() -> AlertId) -> Vec<Transition> {
        let mut out = Out::new(now, ids);
        self.take_frame(frame, &mut out);
        out.list
    }

    /// Notes that something of this gateway was heard (a batch, a status, its state) at `heard`.
    pub fn gateway(&mut self, gateway: &GatewayId, heard: MonoMs, now: Now, ids: &mut dyn FnMut() -> AlertId) -> Vec<Transition> {
        let mut out = Out::new(now, ids);
        if let Some(index) = self.gateways.iter().position(|known| known.is(gateway)) {
            let heard_ms = Now { wall: now.wall, mono: heard }.mono_ms().min(now.mono_ms());
            self.hear(index, heard_ms, &mut out);
        }
        out.list
    }

    /// Notes that the hub's own intake is impaired: from now on missing values prove nothing. The rules of silence rest until
    /// [`Episode::intake_healthy_since`].
    pub fn intake_impaired(&mut self) {
        self.impaired = true;
    }

    /// Notes since when the hub's intake works: silence counts from then, or from when a device was last heard if that is
    /// later.
    pub fn intake_healthy_since(&mut self, since: MonoMs) {
        self.impaired = false;
        self.healthy_ms = self.healthy_ms.max(i64::try_from(since.0).unwrap_or(i64::MAX));
    }

    /// Does what has become due.
    pub fn tick(&mut self, now: Now, ids: &mut dyn FnMut() -> AlertId) -> Vec<Transition> {
        let mut out = Out::new(now, ids);
        self.settle(&mut out);
        self.finish_past(&mut out);
        self.check_chart(&mut out);
        self.check_devices_if_due(&mut out);
        if !self.impaired {
            self.check_gateways(&mut out);
            self.check_silence(&mut out);
            self.alerts.rise(self.healthy_ms, self.is_calm(), &mut out);
        }
        self.alerts.close_due(&mut out);
        out.list
    }

    /// When [`Episode::tick`] will next have something to do; `None` if only an event can change anything.
    pub fn next_wake(&self) -> Option<MonoMs> {
        let rises_from_ms = (!self.impaired).then_some(self.healthy_ms);
        let unsettled = self.unsettled.then_some(0);
        let dues = [
            unsettled,
            self.silence_due(),
            self.past_due(),
            self.chart.due_ms(),
            self.happened.due_ms(),
            self.alerts.next_due(rises_from_ms, self.is_calm()),
        ];
        dues.into_iter().flatten().min().map(|due_ms| MonoMs(due_ms.max(0).unsigned_abs()))
    }

    /// Acknowledges an alert: the person is its owner then.
    pub fn acknowledge(&mut self, alert: AlertId, version: u32, by: StaffId, now: Now) -> Result<Transition, ActError> {
        self.alerts.acknowledge(alert, version, by, now)
    }

    /// Acknowledges an alert, or lets its owner say what they do.
    pub fn take(&mut self, alert: AlertId, version: u32, by: StaffId, intent: Intent, now: Now) -> Result<Vec<Transition>, ActError> {
        self.alerts.take(alert, version, by, intent, now)
    }

    /// Gives an alert to the person who took over the watch of the stay; `None` when it is theirs already.
    pub fn take_over(&mut self, alert: AlertId, version: u32, by: StaffId, now: Now) -> Result<Option<Transition>, ActError> {
        self.alerts.take_over(alert, version, by, now)
    }

    /// Reviews an alert whose condition has ended, or one that only people end; this closes it.
    pub fn review(&mut self, alert: AlertId, version: u32, by: StaffId, note: &str, now: Now) -> Result<Vec<Transition>, ActError> {
        let steps = self.alerts.review(alert, version, by, note, now)?;
        if steps.iter().any(|step| step.alert.rule == Rule::Call) {
            self.call_is_over();
        }
        Ok(steps)
    }

    /// The open alerts.
    pub fn open_alerts(&self) -> impl Iterator<Item = &Alert> {
        self.alerts.iter()
    }

    /// The limits by which it judges.
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Conditions that hold but are not alerts yet, and since when.
    pub fn pending(&self) -> impl Iterator<Item = (Rule, WallMs)> {
        self.channels.iter().flat_map(move |channel| {
            [Side::Low, Side::High].into_iter().filter_map(move |side| {
                let ladder = channel.ladder(&self.limits, side)?;
                let since = channel.pending_since(side)?;
                (channel.side_state(&ladder) == SideState::Pending).then_some((judge::rule_of(channel.vital, side), since))
            })
        })
    }
}
