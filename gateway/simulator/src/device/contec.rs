//! Contec CMS50, both generations: 60 frames a second.
//!
//! The older one sends five bytes on its own. The newer one ("V7.0") sends nine, and only while it is asked: once it is told to
//! begin, and again at least each five seconds.

use super::{Conditions, Device, Said, reading, whole};
use crate::body::{Body, Pleth, Vitals};
use hearth_vitals::{Flags, Vital, driver};

/// The number of frames in a second.
const FRAMES_PER_S: u64 = 60;
/// The time after which a newer device that nobody asks falls silent, in microseconds.
const AWAKE_US: u64 = 5_000_000;

/// The second byte and the command in what a newer device is sent: nine bytes that begin with 7D.
mod command {
    pub(super) const START: u8 = 0x7D;
    pub(super) const BYTES: usize = 9;
    pub(super) const LIVE: u8 = 0xA1;
    pub(super) const STOP: u8 = 0xA2;
    pub(super) const GO_ON: u8 = 0xAF;
}

/// The two generations of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContecGeneration {
    /// The older generation: the CMS50D+ before firmware 4.6, and relatives.
    Older,
    /// The newer generation: later models, with protocol "V7.0".
    Newer,
}

/// A simulated Contec oximeter.
#[derive(Debug, Clone)]
pub struct Contec {
    generation: ContecGeneration,
    pleth: Pleth,
    /// The number of frames sent since the last one whose numbers count.
    sent: u64,
    /// The instant until which a newer device goes on sending without being asked again, in microseconds.
    awake_until_us: u64,
    /// The bytes of a command that is not complete yet.
    command: Vec<u8>,
    /// The vital signs of its driver: only these count as sent.
    vitals: &'static [Vital],
}

impl Contec {
    /// A device with a sensor on the finger.
    pub const fn new(generation: ContecGeneration, seed: u64) -> Contec {
        let driver = match generation {
            ContecGeneration::Older => driver::row("contec-cms50d"),
            ContecGeneration::Newer => driver::row("contec-cms50f"),
        };
        Contec {
            generation,
            pleth: Pleth::at_rate(seed, FRAMES_PER_S),
            sent: 0,
            awake_until_us: 0,
            command: Vec::new(),
            vitals: driver.vitals,
        }
    }

    /// A device of which nobody has written down the generation: an even seed makes an older one, an odd seed a newer one. Only
    /// the vitals that both measure count as said.
    pub fn of_either(seed: u64) -> Contec {
        let generation = if seed.is_multiple_of(2) { ContecGeneration::Older } else { ContecGeneration::Newer };
        Contec { vitals: driver::row("contec-cms50").vitals, ..Contec::new(generation, seed) }
    }

    fn obey(&mut self, command: u8, now_us: u64) {
        match command {
            command::LIVE => self.awake_until_us = now_us + AWAKE_US,
            command::GO_ON if self.awake_until_us > now_us => self.awake_until_us = now_us + AWAKE_US,
            command::STOP => self.awake_until_us = 0,
            _ => {}
        }
    }
}

impl Device for Contec {
    fn due_us(&self) -> u64 {
        self.pleth.due_us()
    }

    fn speak(&mut self, body: &Body, conditions: &Conditions, out: &mut Vec<u8>) -> Option<Said> {
        let t_us = self.due_us();
        let level = self.pleth.sample(body, conditions.motion.holds(t_us / 1_000)).level;
        let moment = Moment::of(body.at(t_us / 1_000), conditions, t_us / 1_000, (63.5 + level * 63.5) as u8);
        match self.generation {
            ContecGeneration::Older => out.extend(moment.older()),
            ContecGeneration::Newer if t_us < self.awake_until_us => out.extend(moment.newer()),
            ContecGeneration::Newer => return None,
        }
        // A second of frames holds one set of numbers: those of its last frame; the very first frame has its own.
        let counts = self.sent.is_multiple_of(FRAMES_PER_S);
        self.sent += 1;
        counts.then(|| {
            let mut said = moment.said(self.generation);
            said.readings.retain(|reading| self.vitals.contains(&reading.vital));
            said
        })
    }

    fn hear(&mut self, bytes: &[u8], now_us: u64) {
        for byte in bytes {
            if *byte == command::START {
                self.command.clear();
            }
            self.command.push(*byte);
            if self.command.len() == command::BYTES {
                let command = std::mem::take(&mut self.command);
                self.obey(command[2], now_us);
            }
        }
    }

    fn skip_to(&mut self, now_us: u64) {
        self.pleth.skip_to(now_us);
    }
}

/// The values and states of one frame.
struct Moment {
    pleth: u8,
    rate: Option<i32>,
    spo2: Option<i32>,
    /// The perfusion index in hundredths of a per cent.
    perfusion: Option<i32>,
    is_off: bool,
    is_searching: bool,
}

impl Moment {
    fn of(vitals: Vitals, conditions: &Conditions, t_ms: u64, pleth: u8) -> Moment {
        let (is_off, is_searching) = (conditions.sensor_off.holds(t_ms), conditions.searching(t_ms));
        let known = |value: f64, most: f64| (!is_off && !is_searching).then(|| value.round().min(most) as i32);
        Moment {
            pleth,
            rate: known(vitals.heart_rate, 254.0),
            spo2: known(vitals.spo2, 100.0),
            perfusion: known(vitals.perfusion_index * 100.0, 9_999.0),
            is_off,
            is_searching,
        }
    }

    fn rate_or(&self, none: u8) -> u8 {
        self.rate.map_or(none, |rate| rate as u8)
    }

    fn older(&self) -> [u8; 5] {
        let (rate, spo2) = (self.rate_or(255), self.spo2.map_or(127, |spo2| spo2 as u8));
        let finger = if self.is_off { 0x10 } else { 0 };
        let search = if self.is_searching { 0x20 } else { 0 };
        [0x80 | finger | 4, self.pleth, (rate & 0x80) >> 1 | search | 7, rate & 0x7F, spo2]
    }

    fn newer(&self) -> [u8; 9] {
        let (rate, spo2) = (self.rate_or(0xFF), self.spo2.map_or(0x7F, |spo2| spo2 as u8));
        // This model has no bit for a finger that is out; it reports that it has searched for too long.
        let state = if self.is_off { 0x14 } else { 4 };
        let search = if self.is_searching { 0x80 } else { 0 };
        let [low, high] = self.perfusion.map_or(0xFFFF, |perfusion| perfusion as u16).to_le_bytes();
        let bar = if self.perfusion.is_some() { 0x17 } else { 0x07 };
        let data = [state, self.pleth | search, bar, rate, spo2, low, high];
        // The bits 7 that the data would have had, together.
        let bits = data.iter().enumerate().fold(0x80, |bits, (place, byte)| bits | (byte >> 7) << place);
        let mut packet = [0x01, bits, 0, 0, 0, 0, 0, 0, 0];
        for (to, byte) in packet[2..].iter_mut().zip(data) {
            *to = byte | 0x80;
        }
        packet
    }

    fn said(&self, generation: ContecGeneration) -> Said {
        let flags = match generation {
            ContecGeneration::Older => Flags::NONE.with_if(Flags::SENSOR_OFF, self.is_off).with_if(Flags::SEARCHING, self.is_searching),
            ContecGeneration::Newer => Flags::NONE.with_if(Flags::SEARCHING, self.is_off || self.is_searching),
        };
        let mut readings = vec![whole(Vital::PulseRate, self.rate, flags), whole(Vital::Spo2, self.spo2, flags)];
        if generation == ContecGeneration::Newer {
            let raw = self.perfusion.map(|perfusion| perfusion * (Vital::PerfusionIndex.scale() / 100));
            readings.push(reading(Vital::PerfusionIndex, raw, flags.with_if(Flags::NO_VALUE, raw.is_none())));
        }
        Said { readings }
    }
}
