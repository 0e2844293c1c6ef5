//! The devices and gateways of one episode.

use crate::alert::Subject;
use crate::budget::{BATTERY_GOOD_MS, FUTURE_MS};
use hearth_vitals::{DeviceId, Flags, GatewayId, Reading, Vital, WallMs};
use std::sync::Arc;

/// A device bound to the episode, from its binding and its protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Which.
    pub device: DeviceId,
    /// What it is expected to deliver.
    pub vitals: Vec<Vital>,
    /// How often, ms; 0 for spot checks, which have no rule of silence.
    pub cadence_ms: u32,
    /// Through whom.
    pub gateway: GatewayId,
}

/// State of a device. The names are shared: a copy of the episode copies no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Device {
    /// Its names; `Subject::Device`.
    pub subject: Arc<Subject>,
    /// `None` for a device that is not (any more) bound: late data.
    pub expected: Option<Arc<Expected>>,
    /// Watched since (monotonic ms, wall).
    pub since_ms: i64,
    pub since: WallMs,
    /// Newest frame by measurement.
    pub newest_at: Option<WallMs>,
    /// No battery warning since (measured).
    pub battery_good_since: Option<WallMs>,
}

impl Device {
    pub fn new(id: &DeviceId, expected: Option<Expected>, since_ms: i64, since: WallMs) -> Device {
        Device {
            subject: Arc::new(Subject::Device(id.clone())),
            expected: expected.map(Arc::new),
            since_ms,
            since,
            newest_at: None,
            battery_good_since: None,
        }
    }

    pub fn is(&self, id: &DeviceId) -> bool {
        self.subject.device() == Some(id)
    }
}

/// What a frame says about the device's battery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Battery {
    /// Nothing that changes anything.
    Unchanged,
    /// No warning for long enough.
    Good,
    /// Low.
    Low,
    /// About to switch itself off.
    Critical,
}

impl Device {
    /// Takes the battery flags of a frame, if it is the newest one.
    pub fn take_battery(&mut self, readings: &[Reading], at: WallMs, received: WallMs) -> Battery {
        let clock_went_back = self.newest_at.is_some_and(|newest| newest.since(received) > FUTURE_MS);
        if clock_went_back {
            self.battery_good_since = None;
        } else if self.newest_at.is_some_and(|newest| at <= newest) {
            return Battery::Unchanged;
        }
        self.newest_at = Some(at);
        let flags = readings.iter().fold(Flags::NONE, |flags, reading| flags.with(reading.flags));
        if flags.intersects(Flags::LOW_BATTERY.with(Flags::CRITICAL_BATTERY)) {
            self.battery_good_since = None;
            return if flags.contains(Flags::CRITICAL_BATTERY) { Battery::Critical } else { Battery::Low };
        }
        let good_since = *self.battery_good_since.get_or_insert(at);
        if at.since(good_since) >= BATTERY_GOOD_MS { Battery::Good } else { Battery::Unchanged }
    }
}

/// State of a gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gateway {
    /// `Subject::Gateway`.
    pub subject: Arc<Subject>,
    /// Last heard (monotonic ms, wall).
    pub heard_ms: i64,
    pub heard: WallMs,
    /// Came back after a pause (monotonic ms).
    pub back_ms: i64,
}

impl Gateway {
    pub fn new(id: &GatewayId, heard_ms: i64, heard: WallMs) -> Gateway {
        Gateway { subject: Arc::new(Subject::Gateway(id.clone())), heard_ms, heard, back_ms: heard_ms }
    }

    pub fn is(&self, id: &GatewayId) -> bool {
        self.subject.gateway() == Some(id)
    }
}
