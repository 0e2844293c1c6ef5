//! Sixty frames a second in, one set of numerics and one stretch of pleth a second out.

use crate::decoded::{Decoded, is_bare, reading};
use hearth_vitals::{Flags, Reading, Vital, WaveformKind};

/// Frames a second.
const FRAMES: usize = 60;
/// From one to the next, µs.
const PERIOD_US: u32 = 16_667;

/// What one frame says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sample {
    pub pleth: i16,
    /// Whole beats a minute.
    pub pulse_rate: Option<i32>,
    /// Whole per cent.
    pub spo2: Option<i32>,
    /// Hundredths of a per cent, of a device that measures it: `Some(None)` when it has none now.
    pub perfusion: Option<Option<i32>>,
    pub flags: Flags,
}

/// The frames since the last numerics.
#[derive(Debug, Default)]
pub(super) struct Second {
    pleth: Vec<i16>,
    newest: Option<Sample>,
    frames: usize,
    /// The first numerics are out: whoever puts the sensor on looks at the screen.
    started: bool,
}

impl Second {
    pub fn take(&mut self, sample: Sample, out: &mut Vec<Decoded>) {
        // What a sensor without a finger sees is the room.
        if sample.flags.intersects(Flags::SENSOR_OFF.with(Flags::SENSOR_FAULT)) {
            self.cut(out);
        } else {
            self.pleth.push(sample.pleth);
        }
        self.newest = Some(sample);
        self.frames += 1;
        if self.pleth.len() == FRAMES {
            self.cut(out);
        }
        if !self.started || self.frames >= FRAMES {
            self.tell(out);
        }
    }

    /// Ends the stretch of pleth: the next frame does not continue it.
    pub fn cut(&mut self, out: &mut Vec<Decoded>) {
        if !self.pleth.is_empty() {
            let samples = std::mem::take(&mut self.pleth);
            out.push(Decoded::Waveform { kind: WaveformKind::Pleth, period_us: PERIOD_US, samples });
        }
    }

    fn tell(&mut self, out: &mut Vec<Decoded>) {
        if let Some(sample) = self.newest.take() {
            out.push(Decoded::Numerics { device_time: None, readings: sample.readings() });
        }
        (self.frames, self.started) = (0, true);
    }

    /// The input ends.
    pub fn finish(&mut self, out: &mut Vec<Decoded>) {
        self.cut(out);
        if self.frames > 0 {
            self.tell(out);
        }
        *self = Second::default();
    }
}

impl Sample {
    pub fn readings(self) -> Vec<Reading> {
        let of =
            |vital: Vital, number: Option<i32>, per_unit: i32| reading(vital, number.map(|n| n * (vital.scale() / per_unit)), self.flags);
        let mut readings = vec![of(Vital::PulseRate, self.pulse_rate, 1), of(Vital::Spo2, self.spo2, 1)];
        let is_bare = is_bare(&readings);
        let perfusion = self.perfusion.map(|perfusion| perfusion.filter(|number| *number != 0 || !is_bare));
        readings.extend(perfusion.map(|perfusion| of(Vital::PerfusionIndex, perfusion, 100)));
        readings
    }
}
