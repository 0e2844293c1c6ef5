//! Nonin serial data formats 2 and 7: 75 frames of 5 bytes a second, 25 frames a packet.
//!
//! Format 2: `01 | STATUS | PLETH | DATA | sum`, format 7: `STATUS | PLETH 16 bit | DATA | sum`. DATA means something
//! else in each of the 25 frames. The numbers of a packet are chosen when it begins.

use super::{Conditions, Device, LOW_PERFUSION, MARGINAL_PERFUSION, Said, reading};
use crate::body::{Body, Pleth, Sample};
use hearth_vitals::{Flags, Vital};

/// Frames in a packet.
const FRAMES: usize = 25;
/// The codes for "no pulse rate" and "no saturation".
const NO_RATE: u16 = 511;
const NO_SPO2: u8 = 127;
/// The firmware revision that the device reports.
const FIRMWARE: u8 = 48;

/// Bits of STATUS; bit 7 is always set.
mod status {
    pub(super) const ALWAYS: u8 = 0x80;
    /// No finger in the sensor.
    pub(super) const SENSOR_ALARM: u8 = 0x08;
    pub(super) const ARTEFACT: u8 = 0x20;
    pub(super) const OUT_OF_TRACK: u8 = 0x10;
    pub(super) const RED: u8 = 0x04;
    pub(super) const YELLOW: u8 = 0x06;
    pub(super) const GREEN: u8 = 0x02;
    pub(super) const SYNC: u8 = 0x01;
}

/// One of the two formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoninFormat {
    /// Format 2: 8 bits of pleth.
    Df2,
    /// Format 7: 16 bits of pleth.
    Df7,
}

/// A simulated Nonin oximeter.
#[derive(Debug, Clone)]
pub struct Nonin {
    format: NoninFormat,
    pleth: Pleth,
    place: usize,
    timer: u16,
    packet: Packet,
}

/// The contents of the packet that is being sent.
#[derive(Debug, Clone)]
struct Packet {
    rate: u16,
    spo2: u8,
    /// Bits of STATUS for the device's state, without SYNC and perfusion.
    status: u8,
    /// Bits of STATUS for the perfusion, set in frames within a pulse.
    perfusion: u8,
    low_battery: bool,
    /// All bits of STATUS that a frame of this packet had so far.
    carried: u8,
}

impl Nonin {
    /// A device with a sensor on the finger.
    pub fn new(format: NoninFormat, seed: u64) -> Nonin {
        let packet = Packet { rate: NO_RATE, spo2: NO_SPO2, status: 0, perfusion: 0, low_battery: false, carried: 0 };
        Nonin { format, pleth: Pleth::new(seed), place: 0, timer: 0, packet }
    }

    fn frame(&self, sample: Sample, status: u8) -> [u8; 5] {
        let data = self.packet.data(self.place, self.timer);
        let [a, b, c] = match self.format {
            NoninFormat::Df2 => [0x01, status, (127.5 + sample.level * 127.5) as u8],
            NoninFormat::Df7 => {
                let [high, low] = ((32_767.5 + sample.level * 32_767.5) as u16).to_be_bytes();
                [status, high, low]
            }
        };
        [a, b, c, data, a.wrapping_add(b).wrapping_add(c).wrapping_add(data)]
    }
}

impl Device for Nonin {
    fn due_us(&self) -> u64 {
        self.pleth.due_us()
    }

    fn speak(&mut self, body: &Body, conditions: &Conditions, out: &mut Vec<u8>) -> Option<Said> {
        let t_ms = self.due_us() / 1_000;
        if self.place == 0 {
            self.packet = Packet::of(body, conditions, t_ms);
        }
        let sample = self.pleth.sample(body, conditions.motion.holds(t_ms));
        let status = self.packet.status_of(self.place, sample);
        self.packet.carried |= status;
        out.extend_from_slice(&self.frame(sample, status));
        self.place = (self.place + 1) % FRAMES;
        if self.place > 0 {
            return None;
        }
        self.timer = (self.timer + 1) & 0x3fff;
        Some(self.packet.said())
    }

    fn skip_to(&mut self, now_us: u64) {
        self.pleth.skip_to(now_us);
        self.place = 0;
    }
}

impl Packet {
    fn of(body: &Body, conditions: &Conditions, t_ms: u64) -> Packet {
        let off = conditions.sensor_off.holds(t_ms);
        let searching = conditions.searching(t_ms);
        let moving = conditions.motion.holds(t_ms);
        let vitals = body.at(t_ms);
        let known = !off && !searching;
        let bit = |condition: bool, bit: u8| if condition { bit } else { 0 };
        Packet {
            rate: if known { (vitals.heart_rate.round() as u16).min(NO_RATE - 1) } else { NO_RATE },
            spo2: if known { (vitals.spo2.round() as u8).min(100) } else { NO_SPO2 },
            status: bit(off, status::SENSOR_ALARM) | bit(off || searching, status::OUT_OF_TRACK) | bit(moving && !off, status::ARTEFACT),
            perfusion: perfusion_bits(vitals.perfusion_index, known),
            low_battery: conditions.low_battery.holds(t_ms),
            carried: 0,
        }
    }

    fn status_of(&self, place: usize, sample: Sample) -> u8 {
        let sync = if place == 0 { status::SYNC } else { 0 };
        let perfusion = if sample.pulsing { self.perfusion } else { 0 };
        status::ALWAYS | self.status | sync | perfusion
    }

    /// The DATA byte at this place, counted from 0. The averages over 4 and 8 beats, and those for the display, are equal,
    /// because the rate of this body has no noise from beat to beat.
    fn data(&self, place: usize, timer: u16) -> u8 {
        match place + 1 {
            1 | 14 | 20 | 22 => (self.rate >> 7) as u8,
            2 | 15 | 21 | 23 => (self.rate & 0x7f) as u8,
            3 | 9 | 10 | 11 | 16 | 17 => self.spo2,
            4 => FIRMWARE,
            6 => (timer >> 7) as u8,
            7 => (timer & 0x7f) as u8,
            8 => u8::from(self.low_battery),
            _ => 0,
        }
    }

    fn said(&self) -> Said {
        let flags = self.flags();
        let rate = (self.rate != NO_RATE).then(|| i32::from(self.rate) * Vital::PulseRate.scale());
        let spo2 = (self.spo2 != NO_SPO2).then(|| i32::from(self.spo2) * Vital::Spo2.scale());
        let flags = flags.with_if(Flags::NO_VALUE, rate.is_none());
        Said { readings: vec![reading(Vital::PulseRate, rate, flags), reading(Vital::Spo2, spo2, flags)] }
    }

    fn flags(&self) -> Flags {
        let pulsed = self.carried & status::YELLOW;
        Flags::NONE
            .with_if(Flags::SENSOR_OFF, self.status & status::SENSOR_ALARM != 0)
            .with_if(Flags::ARTEFACT, self.status & status::ARTEFACT != 0)
            .with_if(Flags::SEARCHING, self.status & status::OUT_OF_TRACK != 0)
            .with_if(Flags::LOW_PERFUSION, pulsed == status::RED)
            .with_if(Flags::MARGINAL_PERFUSION, pulsed == status::YELLOW)
            .with_if(Flags::LOW_BATTERY, self.low_battery)
    }
}

fn perfusion_bits(index: f64, known: bool) -> u8 {
    match index {
        _ if !known => 0,
        index if index < LOW_PERFUSION => status::RED,
        index if index < MARGINAL_PERFUSION => status::YELLOW,
        _ => status::GREEN,
    }
}
