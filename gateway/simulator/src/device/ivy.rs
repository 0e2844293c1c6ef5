//! Ivy 450C, ANSAR-B: a record a second, with 400 bytes of curves and what the screen shows as lines of text. Its cuff measures each
//! ten minutes; until the next time the pressures stand in every record.

use super::{Conditions, Device, Said, whole};
use crate::body::{Body, Pleth, Vitals};
use hearth_vitals::{Flags, Reading, Vital};

/// The time from one measurement of the cuff to the next, in seconds; the first one comes after the same time.
const CUFF_S: u64 = 600;
/// The number of bytes of each curve in a second.
const ECG: u64 = 200;
const SLOW: u64 = 50;

/// A simulated Ivy monitor.
#[derive(Debug, Clone)]
pub struct Ivy {
    second: u64,
    pleth: Pleth,
    /// The phase of the heart's beat, from 0 to 1.
    beat: f64,
    /// The pressures on the screen.
    cuff: Option<[i32; 3]>,
}

impl Ivy {
    /// A monitor with its sensors on the patient.
    pub const fn new(seed: u64) -> Ivy {
        Ivy { second: 0, pleth: Pleth::at_rate(seed, SLOW), beat: 0.0, cuff: None }
    }

    fn curves(&mut self, body: &Body, vitals: &Vitals, is_moving: bool, out: &mut Vec<u8>) {
        for _ in 0..ECG {
            self.beat = (self.beat + vitals.heart_rate / 60.0 / ECG as f64).fract();
            out.push(ecg(self.beat));
        }
        let breaths_per_s = vitals.respiratory_rate / 60.0;
        for sample in 0..SLOW {
            let seconds = self.second as f64 + sample as f64 / SLOW as f64;
            out.push((120.0 + 60.0 * (std::f64::consts::TAU * seconds * breaths_per_s).sin()) as u8);
        }
        for _ in 0..SLOW {
            out.push((127.5 + 110.0 * self.pleth.sample(body, is_moving).level) as u8);
        }
        // No invasive lines.
        out.extend([0x7F; 2 * SLOW as usize]);
    }
}

/// A beat: a tall spike, a small wave before and a wider one behind.
fn ecg(beat: f64) -> u8 {
    let hill = |centre: f64, width: f64| (-((beat - centre) / width).powi(2)).exp();
    (100.0 + 12.0 * hill(0.2, 0.03) + 120.0 * hill(0.32, 0.012) + 25.0 * hill(0.55, 0.05)) as u8
}

impl Device for Ivy {
    fn due_us(&self) -> u64 {
        self.second * 1_000_000
    }

    fn speak(&mut self, body: &Body, conditions: &Conditions, out: &mut Vec<u8>) -> Option<Said> {
        let t_ms = self.second * 1_000;
        let vitals = body.at(t_ms);
        let is_measured = self.second > 0 && self.second.is_multiple_of(CUFF_S);
        if is_measured {
            let (systolic, diastolic) = (vitals.systolic.round() as i32, vitals.diastolic.round() as i32);
            self.cuff = Some([systolic, diastolic, diastolic + (systolic - diastolic) / 3]);
        }
        let screen = Screen::of(&vitals, conditions, t_ms, self.cuff);
        out.extend(b"\xFFANSAR-B ");
        self.curves(body, &vitals, conditions.motion.holds(t_ms), out);
        out.extend(screen.text().as_bytes());
        out.push(0xFE);
        let pressures = (is_measured || self.second == 0).then(|| screen.pressures());
        self.second += 1;
        Some(Said { readings: screen.readings(pressures) })
    }

    fn skip_to(&mut self, now_us: u64) {
        self.second = self.second.max(now_us.div_ceil(1_000_000));
        self.pleth.skip_to(now_us);
    }
}

/// The numbers of one record.
struct Screen {
    heart: i32,
    breaths: i32,
    etco2: i32,
    /// Saturation and pulse rate, of a sensor that is on the patient.
    oximeter: Option<(i32, i32)>,
    is_off: bool,
    cuff: Option<[i32; 3]>,
}

impl Screen {
    fn of(vitals: &Vitals, conditions: &Conditions, t_ms: u64, cuff: Option<[i32; 3]>) -> Screen {
        let (is_off, is_searching) = (conditions.sensor_off.holds(t_ms), conditions.searching(t_ms));
        let heart = (vitals.heart_rate.round() as i32).clamp(0, 300);
        let breaths = (vitals.respiratory_rate.round() as i32).clamp(0, 150);
        let oximeter = (!is_off && !is_searching).then(|| ((vitals.spo2.round() as i32).min(100), heart));
        Screen { heart, breaths, etco2: (52 - breaths).clamp(15, 60), oximeter, is_off, cuff }
    }

    fn text(&self) -> String {
        let oximeter = match self.oximeter {
            Some((spo2, rate)) => format!("SPO2=1;{spo2};PR={rate} ;"),
            None if self.is_off => "SPO2=1;;;SENSOR OFF;".to_owned(),
            None => "SPO2=1;;;".to_owned(),
        };
        let cuff = match self.cuff {
            Some([systolic, diastolic, mean]) => format!("NIBP=4;{systolic};{diastolic};{mean};{};;", self.heart),
            None => "NIBP=4;;;;;;".to_owned(),
        };
        let (heart, breaths, etco2) = (self.heart, self.breaths, self.etco2);
        let lines = [
            format!("HR=1;{heart};ECG-II-DIAG;"),
            format!("RR=1;{breaths};APNEA: 20 SEC;"),
            format!("ETCO2=1;{etco2};;"),
            oximeter,
            cuff,
            "P1=3;;;;;".to_owned(),
            "P2=3;;;;NO TRANSDUCER;".to_owned(),
            "T1=1;;;".to_owned(),
            "T2=1;;;".to_owned(),
        ];
        lines.map(|line| line + "\r").concat()
    }

    /// The pressures that count as sent in the record in which they are new. Those of the very first record may be of any age.
    fn pressures(&self) -> Vec<Reading> {
        let flags = Flags::NONE.with_if(Flags::FROM_MEMORY, self.cuff.is_none());
        let of = |place: usize| self.cuff.map(|cuff| cuff[place]);
        vec![whole(Vital::Systolic, of(0), flags), whole(Vital::Diastolic, of(1), flags), whole(Vital::MeanArterial, of(2), flags)]
    }

    fn readings(&self, pressures: Option<Vec<Reading>>) -> Vec<Reading> {
        // A message at the end of a line, for which the protocol has no flag.
        let doubts = Flags::NONE.with_if(Flags::UNKNOWN_EXCEPTION.with(Flags::QUESTIONABLE), self.is_off);
        let mut readings = vec![
            whole(Vital::HeartRate, Some(self.heart), Flags::NONE),
            whole(Vital::PulseRate, self.oximeter.map(|(_, rate)| rate), doubts),
            whole(Vital::Spo2, self.oximeter.map(|(spo2, _)| spo2), doubts),
            whole(Vital::RespiratoryRate, Some(self.breaths), Flags::NONE),
            whole(Vital::Etco2, Some(self.etco2), Flags::NONE),
        ];
        readings.extend(pressures.into_iter().flatten());
        readings.sort_by_key(|reading| reading.vital);
        readings
    }
}
