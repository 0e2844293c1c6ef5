//! One virtual gateway: makes frames of its body, and batches in its own streams. Pure.

use super::send_queue::SendQueue;
use crate::body::{Body, Rest, Vitals};
use bytes::Bytes;
use hearth_vitals::batch::v1::{Batch, Header, encode};
use hearth_vitals::state::{GatewayState, LinkState};
use hearth_vitals::topic::{Channel, Shard, Topic};
use hearth_vitals::{
    Anchor, BootId, Class, ClockQuality, DeviceId, Flags, Frame, GatewayId, Generation, MonoMs, Reading, Record, SeqRange, Status, Stream,
    Vital, WallMs,
};

/// What the device of each home measures: 8 readings in a frame.
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

/// How often status is sent, µs; the same as a gateway.
const STATUS_US: u64 = 10_000_000;
/// How far behind a home may be before it skips frames, µs.
const BEHIND_US: u64 = 600_000_000;
/// How many frames a batch has while a home catches up.
const CATCH_UP_FRAMES: u64 = 64;
/// The resolution of time on the wire, µs.
const STEP_US: u64 = 1_000;

/// How fast homes send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Time from one frame to the next, µs; at least 1,000.
    pub period_us: u64,
    /// How many frames a batch has.
    pub frames_per_batch: usize,
    /// How many batches of frames may be without a receipt.
    pub window_batches: usize,
    /// True to send as fast as the window allows, instead of once a period.
    pub flat_out: bool,
    /// How long before the start the first frames were due, µs: they are made as fast as the window allows.
    pub since_us: u64,
}

/// Both clocks at one moment.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// Time since the first frames were due, µs.
    pub us: u64,
    /// The wall clock, ms since 1970.
    pub wall: WallMs,
}

/// A home of the fleet.
pub struct Member {
    gateway: GatewayId,
    device: DeviceId,
    boot: BootId,
    /// Monotonic time at the start, ms. It differs between homes, because gateways do not all boot at the same moment.
    mono_base_ms: u64,
    body: Body,
    pace: Pace,
    next_frame_us: u64,
    next_status_us: u64,
    /// How many frames were skipped because the home was too far behind.
    skipped: u64,
    /// The streams for events and for numerics.
    queues: [SendQueue; 2],
    live_topic: String,
}

/// Index of the stream for events.
pub const EVENTS: usize = 0;
/// Index of the stream for numerics.
pub const NUMERICS: usize = 1;

impl Member {
    /// A home whose first frame is due at `first_us`. `random` gives its generation and boot. It must differ from run to run,
    /// because numbers of a generation are issued only once.
    pub fn new((gateway, device): (GatewayId, DeviceId), seed: u64, random: (u64, u64), pace: Pace, first_us: u64) -> Member {
        let generation = Generation(random.0);
        let queue = |class| SendQueue::new(Stream { generation, class });
        let live_topic = topic(&gateway, Channel::Live);
        Member {
            gateway,
            device,
            boot: BootId(random.1),
            mono_base_ms: 60_000 + seed % 86_400_000,
            body: Body::new(Rest::of_seed(seed), seed),
            pace,
            next_frame_us: first_us,
            // Spread over the period, so that not all homes of a fleet send their status at once.
            next_status_us: first_us + seed % 100 * (STATUS_US / 100),
            skipped: 0,
            queues: [queue(Class::Events), queue(Class::Numerics)],
            live_topic,
        }
    }

    /// The gateway's id.
    pub fn gateway(&self) -> &GatewayId {
        &self.gateway
    }

    /// One of its topics.
    pub fn topic(&self, channel: Channel) -> String {
        topic(&self.gateway, channel)
    }

    /// The topic of its batches.
    pub fn live_topic(&self) -> &str {
        &self.live_topic
    }

    /// One of its streams.
    pub fn queue(&mut self, queue: usize) -> &mut SendQueue {
        &mut self.queues[queue]
    }

    /// The queues of both streams.
    pub fn queues(&mut self) -> &mut [SendQueue; 2] {
        &mut self.queues
    }

    /// How many frames were skipped since the last call.
    pub fn take_skipped(&mut self) -> u64 {
        std::mem::take(&mut self.skipped)
    }

    /// True when another batch of frames may be without a receipt.
    pub fn has_room(&self) -> bool {
        self.queues[NUMERICS].open_batches() < self.pace.window_batches
    }

    /// When the next batch of frames is complete, µs.
    pub fn due_us(&self) -> u64 {
        self.next_frame_us + (self.pace.frames_per_batch as u64 - 1) * self.pace.period_us
    }

    /// How many frames the next batch has at `now_us`.
    pub fn frames_due(&self, now_us: u64) -> usize {
        let least = self.pace.frames_per_batch as u64;
        if self.pace.flat_out || now_us < self.next_frame_us {
            return least as usize;
        }
        let due = 1 + (now_us - self.next_frame_us) / self.pace.period_us;
        due.clamp(least, least.max(CATCH_UP_FRAMES)) as usize
    }

    /// Adds a batch of `count` frames to the numerics; returns its size in bytes.
    pub fn make_frames(&mut self, count: usize, now: Now) -> usize {
        self.catch_up(count as u64, now.us);
        let from_us = self.next_frame_us;
        let records = (0..count as u64).filter_map(|step| self.frame(from_us + step * self.pace.period_us)).collect();
        self.next_frame_us = from_us + count as u64 * self.pace.period_us;
        self.add(NUMERICS, records, from_us, now)
    }

    /// Flat out, frames are of the present moment. A home that is too far behind skips frames.
    fn catch_up(&mut self, count: u64, now_us: u64) {
        let oldest =
            if self.pace.flat_out { now_us.saturating_sub(count * STEP_US) } else { now_us.saturating_sub(BEHIND_US + self.pace.since_us) };
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
        // VITALS contains each vital once, so this always makes a frame.
        Frame::new(self.device.clone(), self.mono(at_us), None, readings.collect()).ok().map(Record::Frame)
    }

    fn mono(&self, at_us: u64) -> MonoMs {
        MonoMs(self.mono_base_ms + at_us / 1_000)
    }

    /// Adds a status to the events if it is time for one; returns its size in bytes.
    pub fn make_status(&mut self, now: Now) -> Option<usize> {
        // One batch of events without a receipt is enough, because the newest status tells everything.
        if now.us < self.next_status_us || self.queues[EVENTS].open_batches() > 0 {
            return None;
        }
        self.next_status_us = now.us + STATUS_US;
        let status = Status {
            mono: self.mono(now.us),
            clock: ClockQuality::Synchronised,
            outbox_bytes: 0,
            disk_free_bytes: 8 << 30,
            backlog: self.queues[NUMERICS].open_records(),
            links_up: 1,
            links_total: 1,
        };
        Some(self.add(EVENTS, vec![Record::Status(status)], now.us, now))
    }

    fn add(&mut self, queue: usize, records: Vec<Record>, measured_us: u64, now: Now) -> usize {
        let (stream, first) = (self.queues[queue].stream(), self.queues[queue].next());
        let count = records.len() as u32;
        let header = Header { gateway: self.gateway.clone(), stream, first, count, sent: now.wall };
        let anchor = self.anchor(now);
        let batch = Batch { header, boot: self.boot, anchor: Some(anchor), records };
        // The command line limits the frames to what a batch can hold.
        let (Ok(bytes), Ok(range)) = (encode(&batch), SeqRange::new(first, first + u64::from(count))) else { return 0 };
        let size = bytes.len();
        self.queues[queue].add(range, Bytes::from(bytes), measured_us);
        size
    }

    fn anchor(&self, now: Now) -> Anchor {
        Anchor { boot: self.boot, mono: self.mono(now.us), wall: now.wall, quality: ClockQuality::Synchronised, uncertainty_ms: 5 }
    }

    /// The message on the state topic.
    pub fn state(&self, online: bool, now: Now) -> GatewayState {
        GatewayState {
            v: 1,
            gateway: self.gateway.clone(),
            online,
            version: format!("hearth-sim {}", env!("CARGO_PKG_VERSION")),
            boot: self.boot,
            generation: self.queues[NUMERICS].stream().generation,
            at: now.wall,
            clock: ClockQuality::Synchronised,
            backlog: self.queues[NUMERICS].open_records(),
            links: vec![LinkState { device: self.device.clone(), up: online, reason: String::new(), since: None }],
            problems: Vec::new(),
        }
    }
}

/// A topic with the shard that follows from the gateway's id: a fleet is not given other shards.
fn topic(gateway: &GatewayId, channel: Channel) -> String {
    Topic { shard: Shard::of(gateway), gateway: gateway.clone(), channel }.to_string()
}

/// The values in the order of [`VITALS`].
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
