//! Turns sixty frames a second into one set of numerics and one stretch of pleth a second.

use crate::decoded::{Decoded, is_bare, reading};
use hearth_vitals::{Flags, Reading, Vital, WaveformKind};

/// The number of frames in a second.
const FRAMES: usize = 60;
/// The time from one frame to the next, in microseconds.
const PERIOD_US: u32 = 16_667;

/// The values and doubts of one frame.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sample {
    pub pleth: i16,
    /// The pulse rate in whole beats per minute; `None` if the device has none.
    pub pulse_rate: Option<i32>,
    /// The oxygen saturation in whole per cent; `None` if the device has none.
    pub spo2: Option<i32>,
    /// The perfusion index in hundredths of a per cent; `Some(None)` when a device that measures it has none now, `None` for a
    /// device that does not.
    pub perfusion: Option<Option<i32>>,
    pub flags: Flags,
}

/// The frames since the last numerics.
#[derive(Debug, Default)]
pub(super) struct Second {
    pleth: Vec<i16>,
    newest: Option<Sample>,
    frames: usize,
    /// True once the first numerics are out; these are not delayed, because whoever puts the sensor on looks at the screen.
    started: bool,
}

impl Second {
    pub fn take(&mut self, sample: Sample, out: &mut Vec<Decoded>) {
        // A sensor without a finger sees the light of the room.
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

    /// Publishes what is left when the input ends.
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
