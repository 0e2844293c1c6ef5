//! One virtual gateway: frames of its body, as batches in its own streams. Pure.

use super::lane::Lane;
use crate::body::{Body, Rest, Vitals};
use bytes::Bytes;
use hearth_vitals::batch::v1::{Batch, Header, encode};
use hearth_vitals::state::{GatewayState, LinkState};
use hearth_vitals::topic::{Channel, Shard, Topic};
use hearth_vitals::{
    Anchor, BootId, Class, ClockQuality, DeviceId, Flags, Frame, GatewayId, Generation, MonoMs, Reading, Record, SeqRange, Status, Stream,
    Vital, WallMs,
};

/// What the device of each home measures: 8 readings a frame.
pub const VITALS: [Vital; 8] = [
    Vital::HeartRate,
    Vital::PulseRate,
    Vital::Spo2,
    Vital::PerfusionIndex,
    Vital::RespiratoryRate,
    Vital::Temperature,
    Vital::Systolic,
    Vital::Diastolic,
];

/// Status is sent this often, microseconds; as a gateway does.
const STATUS_US: u64 = 10_000_000;
/// A home further behind leaves frames out, microseconds.
const BEHIND_US: u64 = 600_000_000;
/// Frames in a batch when a home catches up.
const CATCH_UP_FRAMES: u64 = 64;
/// Resolution of time on the wire, microseconds.
const STEP_US: u64 = 1_000;

/// How fast homes speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// From one frame to the next, microseconds; at least 1,000.
    pub period_us: u64,
    /// Frames in a batch.
    pub frames_per_batch: usize,
    /// Batches of frames without a receipt, at most.
    pub window_batches: usize,
    /// As fast as the window lets, instead of by the period.
    pub flat_out: bool,
}

/// Both clocks at one moment.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// Since the start, microseconds.
    pub us: u64,
    /// Wall clock.
    pub wall: WallMs,
}

/// A home.
pub struct Member {
    gateway: GatewayId,
    device: DeviceId,
    boot: BootId,
    /// Monotonic time at the start, ms: not every gateway booted this moment.
    mono_base_ms: u64,
    body: Body,
    pace: Pace,
    next_frame_us: u64,
    next_status_us: u64,
    /// Frames left out because the home was too far behind.
    skipped: u64,
    /// Events and numerics.
    lanes: [Lane; 2],
    live_topic: String,
}

/// Index of a lane in [`Member::lane`].
pub const EVENTS: usize = 0;
/// Index of a lane in [`Member::lane`].
pub const NUMERICS: usize = 1;

impl Member {
    /// A home whose first frame is due at `first_us`. `random` makes its generation and
    /// boot, so it must differ from run to run: numbers are issued only once.
    pub fn new((gateway, device): (GatewayId, DeviceId), seed: u64, random: (u64, u64), pace: Pace, first_us: u64) -> Member {
        let generation = Generation(random.0);
        let lane = |class| Lane::new(Stream { generation, class });
        let live_topic = topic(&gateway, Channel::Live);
        Member {
            gateway,
            device,
            boot: BootId(random.1),
            mono_base_ms: 60_000 + seed % 86_400_000,
            body: Body::new(Rest::of_seed(seed), seed),
            pace,
            next_frame_us: first_us,
            // Spread over the period, so that a fleet does not speak in chorus.
            next_status_us: first_us + seed % 100 * (STATUS_US / 100),
            skipped: 0,
            lanes: [lane(Class::Events), lane(Class::Numerics)],
            live_topic,
        }
    }

    /// Who.
    pub fn gateway(&self) -> &GatewayId {
        &self.gateway
    }

    /// One of its topics.
    pub fn topic(&self, channel: Channel) -> String {
        topic(&self.gateway, channel)
    }

    /// Where its batches go.
    pub fn live_topic(&self) -> &str {
        &self.live_topic
    }

    /// One of its streams.
    pub fn lane(&mut self, lane: usize) -> &mut Lane {
        &mut self.lanes[lane]
    }

    /// Both streams.
    pub fn lanes(&mut self) -> &mut [Lane; 2] {
        &mut self.lanes
    }

    /// Frames left out since last asked.
    pub fn take_skipped(&mut self) -> u64 {
        std::mem::take(&mut self.skipped)
    }

    /// True when one more batch of frames may be without a receipt.
    pub fn has_room(&self) -> bool {
        self.lanes[NUMERICS].open_batches() < self.pace.window_batches
    }

    /// When the next batch of frames is complete, microseconds.
    pub fn due_us(&self) -> u64 {
        self.next_frame_us + (self.pace.frames_per_batch as u64 - 1) * self.pace.period_us
    }

    /// How many frames the next batch holds at `now_us`.
    pub fn frames_due(&self, now_us: u64) -> usize {
        let least = self.pace.frames_per_batch as u64;
        if self.pace.flat_out || now_us < self.next_frame_us {
            return least as usize;
        }
        let due = 1 + (now_us - self.next_frame_us) / self.pace.period_us;
        due.clamp(least, least.max(CATCH_UP_FRAMES)) as usize
    }

    /// Adds a batch of `count` frames to the numerics; returns its bytes' number.
    pub fn make_frames(&mut self, count: usize, now: Now) -> usize {
        self.catch_up(count as u64, now.us);
        let from_us = self.next_frame_us;
        let records = (0..count as u64).filter_map(|step| self.frame(from_us + step * self.pace.period_us)).collect();
        self.next_frame_us = from_us + count as u64 * self.pace.period_us;
        self.add(NUMERICS, records, from_us, now)
    }

    /// Flat out, frames are of this moment; behind by the limit, they are left out.
    fn catch_up(&mut self, count: u64, now_us: u64) {
        let oldest = if self.pace.flat_out { now_us.saturating_sub(count * STEP_US) } else { now_us.saturating_sub(BEHIND_US) };
        if self.next_frame_us < oldest {
            let missed = (oldest - self.next_frame_us).div_ceil(self.pace.period_us);
            self.skipped += if self.pace.flat_out { 0 } else { missed };
            self.next_frame_us += missed * self.pace.period_us;
        }
    }

    fn frame(&self, at_us: u64) -> Option<Record> {
        let values = values(&self.body.at(at_us / 1_000));
        let readings = VITALS.iter().zip(values).map(|(vital, value)| match vital.raw_from_f64(value) {
            Some(raw) => Reading::checked(*vital, raw, Flags::NONE),
            None => Reading::missing(*vital, Flags::NO_VALUE),
        });
        // VITALS holds each vital once, so there is always a frame.
        Frame::new(self.device.clone(), self.mono(at_us), None, readings.collect()).ok().map(Record::Frame)
    }

    fn mono(&self, at_us: u64) -> MonoMs {
        MonoMs(self.mono_base_ms + at_us / 1_000)
    }

    /// Adds a status to the events if it is time for one; returns its bytes' number.
    pub fn make_status(&mut self, now: Now) -> Option<usize> {
        // One open batch of events at a time: the newest status says it all.
        if now.us < self.next_status_us || self.lanes[EVENTS].open_batches() > 0 {
            return None;
        }
        self.next_status_us = now.us + STATUS_US;
        let status = Status {
            mono: self.mono(now.us),
            clock: ClockQuality::Synchronised,
            outbox_bytes: 0,
            disk_free_bytes: 8 << 30,
            backlog: self.lanes[NUMERICS].open_records(),
            links_up: 1,
            links_total: 1,
        };
        Some(self.add(EVENTS, vec![Record::Status(status)], now.us, now))
    }

    fn add(&mut self, lane: usize, records: Vec<Record>, measured_us: u64, now: Now) -> usize {
        let (stream, first) = (self.lanes[lane].stream(), self.lanes[lane].next());
        let count = records.len() as u32;
        let header = Header { gateway: self.gateway.clone(), stream, first, count, sent: now.wall };
        let anchor = self.anchor(now);
        let batch = Batch { header, boot: self.boot, anchor: Some(anchor), records };
        // The number of frames is bounded by the command line to what a batch holds.
        let (Ok(bytes), Ok(range)) = (encode(&batch), SeqRange::new(first, first + u64::from(count))) else { return 0 };
        let size = bytes.len();
        self.lanes[lane].add(range, Bytes::from(bytes), measured_us);
        size
    }

    fn anchor(&self, now: Now) -> Anchor {
        Anchor { boot: self.boot, mono: self.mono(now.us), wall: now.wall, quality: ClockQuality::Synchronised, uncertainty_ms: 5 }
    }

    /// What is said on the state topic.
    pub fn state(&self, online: bool, now: Now) -> GatewayState {
        GatewayState {
            v: 1,
            gateway: self.gateway.clone(),
            online,
            version: format!("hearth-sim {}", env!("CARGO_PKG_VERSION")),
            boot: self.boot,
            generation: self.lanes[NUMERICS].stream().generation,
            at: now.wall,
            clock: ClockQuality::Synchronised,
            backlog: self.lanes[NUMERICS].open_records(),
            links: vec![LinkState { device: self.device.clone(), up: online, reason: String::new() }],
            problems: Vec::new(),
        }
    }
}

/// A fleet is given no shards of its own.
fn topic(gateway: &GatewayId, channel: Channel) -> String {
    Topic { shard: Shard::of(gateway), gateway: gateway.clone(), channel }.to_string()
}

/// In the order of [`VITALS`].
fn values(vitals: &Vitals) -> [f64; 8] {
    [
        vitals.heart_rate,
        vitals.heart_rate,
        vitals.spo2,
        vitals.perfusion_index,
        vitals.respiratory_rate,
        vitals.temperature,
        vitals.systolic,
        vitals.diastolic,
    ]
}
