//! From true vital signs to what devices send: noise, motion, sensors that are off.
//!
//! *Noise* is correlated from sample to sample, because a device averages over some beats or breaths: a wrong value stays
//! wrong for seconds, which is what delays have to outlast. *Motion* comes in bursts. In a burst the value drifts to
//! another one and back; for a part of the burst the device does not notice, and sends wrong values without a flag.

use crate::draw::Draw;
use crate::kit::{Device, Measured};
use crate::spells::{Spell, Spells};
use crate::{HOUR_MS, MINUTE_MS};
use hearth_sim::body::Vitals;
use hearth_vitals::{Flags, Reading, Vital};

/// How badly the sensors of a home do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wear {
    /// Share of the time in which motion disturbs a worn device.
    pub artefact_share: f64,
    /// Share of each burst that the device flags.
    pub flagged_share: f64,
    /// Share of bursts in which the device finds no value at all.
    pub lost_share: f64,
    /// Noise, in multiples of what a good device has.
    pub noise: f64,
    /// How often a day the finger sensor is taken off.
    pub oximeter_off_a_day: f64,
    /// How often a day the patch comes loose.
    pub patch_off_a_day: f64,
    /// How often a day a device is out of radio range.
    pub radio_gaps_a_day: f64,
}

/// Mean length of a burst of motion, s.
const BURST_S: f64 = 20.0;
/// How fast a burst draws the value away and lets it return, s: the averaging of an oximeter.
const DRIFT_S: f64 = 4.0;

/// Noise whose value at one second is mostly that of the second before.
#[derive(Debug, Clone)]
struct Noise {
    keep: f64,
    add: f64,
    now: f64,
    draw: Draw,
}

impl Noise {
    /// Noise with this standard deviation, forgotten after about `memory_s`.
    fn new(deviation: f64, memory_s: f64, draw: Draw) -> Noise {
        let keep = (-1.0 / memory_s).exp();
        Noise { keep, add: deviation * (1.0 - keep * keep).sqrt(), now: 0.0, draw }
    }

    fn next(&mut self) -> f64 {
        self.now = self.now * self.keep + self.add * self.draw.bell();
        self.now
    }
}

/// Deviation and memory of a rate by oximetry: beat to beat variation, averaged over four beats or more.
const PULSE_NOISE: (f64, f64) = (2.0, 5.0);
/// Of a saturation: averaged over eight seconds. Makers state 2 % against blood gases, most of it a constant offset.
const SPO2_NOISE: (f64, f64) = (0.6, 8.0);
/// Of a heart rate by electrodes.
const HEART_NOISE: (f64, f64) = (1.5, 4.0);
/// Of breathing: counted over half a minute.
const BREATH_NOISE: (f64, f64) = (1.2, 20.0);

/// A device that is worn and sends each second.
#[derive(Debug, Clone)]
pub struct Worn {
    device: Device,
    noise: [Noise; 2],
    bursts: Spells,
    off: Spells,
    radio: Spells,
    flagged_share: f64,
    lost_share: f64,
}

impl Worn {
    /// The worn device of a home with this wear.
    pub fn new(device: Device, wear: &Wear, seed: u64, end_ms: u64) -> Worn {
        let draw = |purpose: u64| Draw::new(seed, 100 * (device as u64 + 1) + purpose);
        let (noise, off_a_day) = match device {
            Device::Patch => ([HEART_NOISE, BREATH_NOISE], wear.patch_off_a_day),
            Device::Oximeter | Device::Cuff | Device::Thermometer => ([PULSE_NOISE, SPO2_NOISE], wear.oximeter_off_a_day),
        };
        let made = |(deviation, memory_s): (f64, f64), purpose| Noise::new(deviation * wear.noise, memory_s, draw(purpose));
        Worn {
            device,
            noise: [made(noise[0], 1), made(noise[1], 2)],
            bursts: Spells::of_share(wear.artefact_share, end_ms, draw(3), |draw| draw.waiting(BURST_S * 1_000.0)),
            off: Spells::a_day(off_a_day, end_ms, draw(4), |draw| draw.stretched(1.0, 30.0) * MINUTE_MS as f64),
            radio: Spells::a_day(wear.radio_gaps_a_day, end_ms, draw(5), |draw| draw.stretched(5_000.0, 120_000.0)),
            flagged_share: wear.flagged_share,
            lost_share: wear.lost_share,
        }
    }

    /// What it sends at this instant; `None` while nothing of it is received.
    pub fn measure(&mut self, t_ms: u64, truth: &Vitals) -> Option<Measured> {
        let (first, second) = match self.device {
            Device::Patch => (truth.heart_rate, truth.respiratory_rate),
            Device::Oximeter | Device::Cuff | Device::Thermometer => (truth.heart_rate, truth.spo2),
        };
        let [one, two] = &mut self.noise;
        let values = [first + one.next(), second + two.next()];
        let (off, burst) = (self.off.at(t_ms), self.bursts.at(t_ms));
        if self.radio.at(t_ms).is_some() {
            return None;
        }
        Some(match (off, burst) {
            (Some(_), _) => self.missing(t_ms, Flags::SENSOR_OFF),
            (None, Some(burst)) => self.moved(t_ms, values, burst),
            (None, None) => self.sent(t_ms, values, Flags::NONE),
        })
    }

    fn missing(&self, t_ms: u64, why: Flags) -> Measured {
        Measured::new(self.device, t_ms, self.device.vitals().iter().map(|vital| Reading::missing(*vital, why)))
    }

    fn sent(&self, t_ms: u64, values: [f64; 2], flags: Flags) -> Measured {
        Measured::new(self.device, t_ms, self.device.vitals().iter().zip(values).map(|(vital, value)| whole(*vital, value, flags)))
    }

    fn moved(&self, t_ms: u64, values: [f64; 2], burst: Spell) -> Measured {
        let mut draw = Draw::new(burst.seed, 1);
        if draw.share() < self.lost_share {
            return self.missing(t_ms, Flags::SEARCHING.with(Flags::ARTEFACT));
        }
        let wrong = wrong(self.device, values, &mut draw);
        let pull = pull(burst, t_ms);
        let drifted = [0, 1].map(|index| values[index] + (wrong[index] - values[index]) * pull);
        let flags = if is_flagged(burst, t_ms, self.flagged_share, &mut draw) { Flags::ARTEFACT } else { Flags::NONE };
        self.sent(t_ms, drifted, flags)
    }
}

/// What motion makes of values. An oximeter takes the rhythm of the motion (1.5 to 3 a second) for the pulse or misses
/// beats, and venous blood that moves lowers the saturation; a patch counts steps as breaths, or loses breaths.
fn wrong(device: Device, values: [f64; 2], draw: &mut Draw) -> [f64; 2] {
    let rate = if draw.share() < 0.7 { draw.between(90.0, 180.0) } else { values[0] * draw.between(0.4, 0.7) };
    let other = match device {
        Device::Patch if draw.share() < 0.7 => draw.between(24.0, 45.0),
        Device::Patch => draw.between(2.0, 8.0),
        Device::Oximeter | Device::Cuff | Device::Thermometer => values[1] - draw.between(3.0, 20.0),
    };
    [rate, other]
}

/// How far a burst has drawn the value away, from 0 to 1.
fn pull(burst: Spell, t_ms: u64) -> f64 {
    let seconds = |ms: u64| ms as f64 / 1_000.0;
    let rise = |s: f64| 1.0 - (-s / DRIFT_S).exp();
    rise(seconds(t_ms - burst.from_ms)).min(rise(seconds(burst.until_ms - t_ms)))
}

/// The device misses one stretch of each burst, because it notices late or believes too early that it is over.
fn is_flagged(burst: Spell, t_ms: u64, share: f64, draw: &mut Draw) -> bool {
    let missed = 1.0 - share;
    let from = draw.between(0.0, share);
    let part = (t_ms - burst.from_ms) as f64 / burst.length_ms() as f64;
    !(from..from + missed).contains(&part)
}

/// A reading in whole units, as bedside devices send them. A value that no body has is a missing one.
fn whole(vital: Vital, value: f64, flags: Flags) -> Reading {
    vital.raw_from_f64(value.round()).map_or(Reading::missing(vital, Flags::NO_VALUE), |raw| Reading::checked(vital, raw, flags))
}

/// Time between two sets of pressure and temperature, ms.
const SPOT_MS: u64 = 4 * HOUR_MS;
/// How far a set is from its hour, ms.
const SPOT_JITTER_MS: f64 = 10.0 * MINUTE_MS as f64;

/// Pressure and temperature, taken every four hours day and night.
#[derive(Debug, Clone)]
pub struct Spots {
    times_ms: Vec<u64>,
    next: usize,
    noise: f64,
    draw: Draw,
}

impl Spots {
    /// The sets of one patient. The first is taken within four hours.
    pub fn new(wear: &Wear, seed: u64, end_ms: u64) -> Spots {
        let mut draw = Draw::new(seed, 7);
        let first_ms = draw.between(SPOT_JITTER_MS, SPOT_MS as f64) as u64;
        let hours = (first_ms..end_ms).step_by(SPOT_MS as usize);
        let times_ms = hours.map(|hour| (hour as f64 + draw.between(-SPOT_JITTER_MS, SPOT_JITTER_MS)) as u64 / 1_000 * 1_000).collect();
        Spots { times_ms, next: 0, noise: wear.noise, draw }
    }

    /// When the newest set not later than this was taken.
    pub fn newest_ms(&self, t_ms: u64) -> Option<u64> {
        let after = self.times_ms.partition_point(|taken| *taken <= t_ms);
        after.checked_sub(1).map(|index| self.times_ms[index])
    }

    /// The set that is due at this instant, if one is. To be asked in the order of time.
    pub fn measure(&mut self, t_ms: u64, truth: &Vitals) -> Option<[Measured; 2]> {
        if *self.times_ms.get(self.next)? > t_ms {
            return None;
        }
        self.next += 1;
        let (noise, draw) = (self.noise, &mut self.draw);
        let systolic = truth.systolic + 4.0 * noise * draw.bell();
        let diastolic = (truth.diastolic + 3.0 * noise * draw.bell()).min(systolic - 8.0);
        let temperature = ((truth.temperature + 0.08 * noise * draw.bell()) * 10.0).round() / 10.0;
        let warmth = Vital::Temperature.raw_from_f64(temperature).map(|raw| Reading::checked(Vital::Temperature, raw, Flags::NONE));
        let mean = (systolic + 2.0 * diastolic) / 3.0;
        let pressures = Device::Cuff.vitals().iter().zip([systolic, diastolic, mean]);
        Some([
            Measured::new(Device::Cuff, t_ms, pressures.map(|(vital, value)| whole(*vital, value, Flags::NONE))),
            Measured::new(Device::Thermometer, t_ms, warmth),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_sim::body::{Body, Rest};

    const WEAR: Wear = Wear {
        artefact_share: 0.1,
        flagged_share: 0.7,
        lost_share: 0.2,
        noise: 1.0,
        oximeter_off_a_day: 4.0,
        patch_off_a_day: 0.0,
        radio_gaps_a_day: 0.0,
    };

    /// Samples in a burst that have a value, and how many of them are flagged.
    fn in_bursts(wear: Wear) -> (u64, u64) {
        let end_ms = 20 * crate::DAY_MS;
        let (body, mut worn) = (Body::new(Rest::default(), 4), Worn::new(Device::Oximeter, &wear, 4, end_ms));
        let mut bursts = worn.bursts.clone();
        let (mut all, mut flagged) = (0, 0);
        for t_ms in (0..end_ms).step_by(1_000) {
            let measured = worn.measure(t_ms, &body.course_at(t_ms)).unwrap();
            if bursts.at(t_ms).is_some() {
                let values = || measured.readings().filter(|reading| reading.raw.is_some());
                all += values().count() as u64;
                flagged += values().filter(|reading| reading.flags.contains(Flags::ARTEFACT)).count() as u64;
            } else {
                assert!(measured.readings().all(|reading| !reading.flags.contains(Flags::ARTEFACT)));
            }
        }
        (all, flagged)
    }

    #[test]
    fn the_share_of_artefacts_that_is_flagged_is_the_one_asked_for() {
        let (all, flagged) = in_bursts(WEAR);
        let share = flagged as f64 / all as f64;
        assert!((0.68..0.72).contains(&share), "{share}");
        let (all, flagged) = in_bursts(Wear { flagged_share: 1.0, ..WEAR });
        assert_eq!(all, flagged);
    }

    #[test]
    fn noise_has_its_deviation_and_remembers_the_second_before() {
        let mut noise = Noise::new(2.0, 5.0, Draw::new(1, 1));
        let values: Vec<f64> = (0..100_000).map(|_| noise.next()).collect();
        let mean = |list: &mut dyn Iterator<Item = f64>| list.sum::<f64>() / values.len() as f64;
        let variance = mean(&mut values.iter().map(|value| value * value));
        let with_next = mean(&mut values.windows(2).map(|pair| pair[0] * pair[1]));
        assert!((variance.sqrt() - 2.0).abs() < 0.1, "{variance}");
        assert!((with_next / variance - (-0.2_f64).exp()).abs() < 0.02, "{with_next}");
    }
}
