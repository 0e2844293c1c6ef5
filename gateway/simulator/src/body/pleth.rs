//! The plethysmogram: a pulse wave for each beat, at the body's heart rate.

use super::{Body, Vitals, unit};
use std::f64::consts::TAU;

/// Samples a second; the rate of a Nonin device.
pub const SAMPLES_PER_S: u64 = 75;

/// Makes samples one after the other. The phase of the beat is the only state: the sum of all heart rates so far.
#[derive(Debug, Clone)]
pub struct Pleth {
    sample: u64,
    beat: f64,
    seed: u64,
    samples_per_s: u64,
}

/// A sample of the plethysmogram.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// The level, from -1 to 1; a finger at rest uses the middle of the range.
    pub level: f64,
    /// True in the systolic part of a beat, where a device measures perfusion.
    pub pulsing: bool,
}

impl Pleth {
    /// A plethysmogram that begins at the foot of a beat.
    pub const fn new(seed: u64) -> Pleth {
        Pleth::at_rate(seed, SAMPLES_PER_S)
    }

    /// The plethysmogram of a device with this number of samples per second.
    pub const fn at_rate(seed: u64, samples_per_s: u64) -> Pleth {
        Pleth { sample: 0, beat: 0.0, seed, samples_per_s }
    }

    /// When the next sample is due, µs after the start; exact over any time.
    pub const fn due_us(&self) -> u64 {
        self.sample * 1_000_000 / self.samples_per_s
    }

    /// Skips the samples that should have been taken before `now_us`.
    pub fn skip_to(&mut self, now_us: u64) {
        self.sample = self.sample.max((now_us * self.samples_per_s).div_ceil(1_000_000));
    }

    /// The next sample; `moving` is true while the hand moves.
    pub fn sample(&mut self, body: &Body, moving: bool) -> Sample {
        let t_us = self.due_us();
        let vitals = body.at(t_us / 1_000);
        let level = self.level(&vitals, t_us, moving);
        let pulsing = self.beat < 0.3;
        self.beat = (self.beat + vitals.heart_rate / 60.0 / self.samples_per_s as f64).fract();
        self.sample += 1;
        Sample { level: level.clamp(-1.0, 1.0), pulsing }
    }

    fn level(&self, vitals: &Vitals, t_us: u64, moving: bool) -> f64 {
        let seconds = t_us as f64 / 1e6;
        // A perfusion index of 3 % uses 0.6 of the range. The device does not scale the wave further.
        let height = (0.35 * (1.0 + vitals.perfusion_index).ln()).clamp(0.05, 0.8);
        let breath = 0.06 * (TAU * seconds * vitals.respiratory_rate / 60.0).sin();
        let noise = 0.004 * unit(self.seed, self.sample);
        let shake = if moving { 0.5 * (TAU * 1.7 * seconds).sin() * unit(self.seed, self.sample / 9) } else { 0.0 };
        height * (wave(self.beat) - 0.4) + breath + noise + shake
    }
}

/// One beat from its foot (0) to the next (1): systolic peak, notch, diastolic wave.
fn wave(beat: f64) -> f64 {
    let hill = |centre: f64, width: f64| (-((beat - centre) / width).powi(2)).exp();
    hill(0.22, 0.10) + 0.38 * hill(0.52, 0.14)
}
