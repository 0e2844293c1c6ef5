//! The devices and gateways of one episode.

use crate::alert::Subject;
use crate::budget::{BATTERY_GOOD_MS, FUTURE_MS};
use crate::copied::copied_by_field;
use hearth_vitals::{ClockQuality, DeviceId, Flags, GatewayId, Reading, Vital, WallMs};
use std::sync::Arc;

/// A device that is bound to the episode, as its binding and protocol describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Id of the device.
    pub device: DeviceId,
    /// The vitals that it is expected to deliver.
    pub vitals: Vec<Vital>,
    /// Time between two values, ms; 0 for spot checks, which cannot be silent.
    pub cadence_ms: u32,
    /// The gateway of its kit.
    pub gateway: GatewayId,
}

/// The state of a device. Ids are shared, so that a copy of the episode copies no text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Device {
    /// Its id, as `Subject::Device`.
    pub subject: Arc<Subject>,
    /// How it is bound; `None` for a device that is not bound any more and whose late data still comes.
    pub expected: Option<Arc<Expected>>,
    /// Since when it is watched (monotonic ms, and wall).
    pub since_ms: i64,
    pub since: WallMs,
    /// When it was last heard again of several vitals that had fallen silent together (monotonic ms).
    pub back_ms: i64,
    /// When its newest frame was measured.
    pub newest_at: Option<WallMs>,
    /// Since when it has not warned of its battery (by measurement).
    pub battery_good_since: Option<WallMs>,
}

copied_by_field!(Device { expected, since_ms, since, back_ms, newest_at, battery_good_since; subject });

impl Device {
    pub fn new(id: &DeviceId, expected: Option<Expected>, since_ms: i64, since: WallMs) -> Device {
        Device {
            subject: Arc::new(Subject::Device(id.clone())),
            expected: expected.map(Arc::new),
            since_ms,
            since,
            back_ms: i64::MIN,
            newest_at: None,
            battery_good_since: None,
        }
    }

    pub fn is(&self, id: &DeviceId) -> bool {
        self.subject.device() == Some(id)
    }
}

/// What a frame says of the device's battery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Battery {
    /// The frame says nothing new of it.
    Unchanged,
    /// There was no warning for long enough.
    Good,
    /// The battery is low.
    Low,
    /// The device is about to switch itself off.
    Critical,
}

impl Device {
    /// Reads the battery flags of a frame, if it is the newest one.
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

/// What a gateway said of itself at one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upkeep {
    /// When the gateway said so.
    pub at: WallMs,
    /// How good its clock was.
    pub clock: ClockQuality,
    /// Bytes that were free on its disk.
    pub free_bytes: u64,
}

/// The state of a gateway.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Gateway {
    /// Its id, as `Subject::Gateway`.
    pub subject: Arc<Subject>,
    /// When it was last heard (monotonic ms, and wall).
    pub heard_ms: i64,
    pub heard: WallMs,
    /// When it was heard again after a pause (monotonic ms).
    pub back_ms: i64,
    /// What it said of itself, in the order of time.
    pub said: Arc<Vec<Upkeep>>,
}

copied_by_field!(Gateway { heard_ms, heard, back_ms; subject, said });

impl Gateway {
    pub fn new(id: &GatewayId, heard_ms: i64, heard: WallMs) -> Gateway {
        Gateway { subject: Arc::new(Subject::Gateway(id.clone())), heard_ms, heard, back_ms: heard_ms, said: Arc::default() }
    }

    pub fn is(&self, id: &GatewayId) -> bool {
        self.subject.gateway() == Some(id)
    }
}
