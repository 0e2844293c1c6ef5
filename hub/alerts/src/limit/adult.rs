//! The limits an adult starts with, before a clinician sets the patient's own.
//!
//! Sources: the NEWS2 chart (Royal College of Physicians 2017; its red bands, score 3), the duration rules of ward studies
//! of continuous monitoring, and the infectious-disease definition of neutropenic fever. Limits of the patient's own help
//! most: a tenth of the patients cause half of the alerts. Every number here needs a clinician's signature.

use super::{Limit, Limits};
use crate::words::Priority::{self, High, Medium};
use hearth_vitals::Vital;

/// One row of the table; limits in tenths of the vital's unit.
struct Line {
    vital: Vital,
    low: Option<i32>,
    high: Option<i32>,
    critical_low: Option<i32>,
    critical_high: Option<i32>,
    delay_s: u32,
    priority: Priority,
}

const LINES: [Line; 8] = [
    // SpO2 below 90 % for 15 s; below 80 % at once. A delay of 15 s at 90 % removes 60 % of the signals. 92 % (NEWS2 red: 91)
    // would ring all night for a sleeper; 88 % would remove another 63 %, and is for the patient's own limits. There is no
    // high limit: harm by oxygen needs a recorded decision for NEWS2 scale 2.
    Line { vital: Vital::Spo2, low: Some(900), high: None, critical_low: Some(800), critical_high: None, delay_s: 15, priority: Medium },
    // Rate below 40 or above 130 a minute for a minute (NEWS2 red is 40 and below, 131 and above); below 30 or above 160 at
    // once. 50 and 110 would ring for sleeping athletes and for every climb of stairs.
    Line {
        vital: Vital::HeartRate,
        low: Some(400),
        high: Some(1300),
        critical_low: Some(300),
        critical_high: Some(1600),
        delay_s: 60,
        priority: Medium,
    },
    // The same rate, measured by oximetry.
    Line {
        vital: Vital::PulseRate,
        low: Some(400),
        high: Some(1300),
        critical_low: Some(300),
        critical_high: Some(1600),
        delay_s: 60,
        priority: Medium,
    },
    // Breaths below 9 or above 24 a minute for a minute (NEWS2 red); below 5 or above 35 at once. Counting takes a minute
    // anyway: a shorter delay would judge single breaths.
    Line {
        vital: Vital::RespiratoryRate,
        low: Some(90),
        high: Some(240),
        critical_low: Some(50),
        critical_high: Some(350),
        delay_s: 60,
        priority: Medium,
    },
    // Above 38.2, which is 38.3 on a thermometer with one decimal, is a fever that cannot wait after a transplant: high, and
    // one value is enough. A limit of 38.3 would miss 38.3 itself, because only a value above the limit is outside. Below
    // 35.1 (NEWS2 red) may be sepsis without fever.
    Line {
        vital: Vital::Temperature,
        low: Some(351),
        high: Some(382),
        critical_low: None,
        critical_high: None,
        delay_s: 0,
        priority: High,
    },
    // Systolic 90 and below, 220 and above (NEWS2 red); 70 and below is high at once. A cuff reading is a spot check, so there
    // is no delay.
    Line {
        vital: Vital::Systolic,
        low: Some(910),
        high: Some(2190),
        critical_low: Some(710),
        critical_high: None,
        delay_s: 0,
        priority: Medium,
    },
    // Mean pressure below 65, the target of resuscitation in sepsis; below 55 high. There is no high side, because the
    // systolic limit covers it.
    Line {
        vital: Vital::MeanArterial,
        low: Some(650),
        high: None,
        critical_low: Some(550),
        critical_high: None,
        delay_s: 0,
        priority: Medium,
    },
    // Glucose below 70 mg/dL, below 54 high (levels 1 and 2 of hypoglycaemia); above 300 under steroids. A limit of 180 would
    // ring after each meal.
    Line {
        vital: Vital::Glucose,
        low: Some(700),
        high: Some(3000),
        critical_low: Some(540),
        critical_high: None,
        delay_s: 0,
        priority: Medium,
    },
];

impl Line {
    /// The limit of this row. A test checks that every row gives one; a wrong row would be left out.
    fn limit(&self) -> Option<Limit> {
        let raw = |tenths: i32| tenths * self.vital.scale() / 10;
        let (low, high) = (self.low.map(raw), self.high.map(raw));
        let (critical_low, critical_high) = (self.critical_low.map(raw), self.critical_high.map(raw));
        Limit::try_new(self.vital, low, high, critical_low, critical_high, self.delay_s, self.priority).ok()
    }
}

impl Limits {
    /// The limits that an adult starts with. Diastolic pressure, weight, perfusion index and carbon dioxide have none until
    /// somebody sets one.
    pub fn default_adult() -> Limits {
        let mut set = Limits::default();
        for limit in LINES.iter().filter_map(Line::limit) {
            set.0[limit.vital as usize] = Some(limit);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ladder::Ladder;
    use crate::limit::Side;

    fn ladder(vital: Vital, side: Side) -> Ladder {
        Ladder::of(Limits::default_adult().get(vital).unwrap(), side, 0).unwrap()
    }

    #[test]
    fn every_line_of_the_table_is_a_right_limit() {
        assert_eq!(Limits::default_adult().iter().count(), LINES.len());
        for line in &LINES {
            assert!(line.limit().is_some(), "{}", line.vital);
        }
    }

    #[test]
    fn a_fever_of_38_3_once_is_outside_and_38_2_is_not() {
        let fever = ladder(Vital::Temperature, Side::High);
        assert!(fever.is_outside(3830) && !fever.is_outside(3820));
    }

    #[test]
    fn the_red_bands_of_news2_are_outside_for_every_slow_vital() {
        let outside = |vital, side, raw| ladder(vital, side).is_outside(raw);
        assert!(outside(Vital::RespiratoryRate, Side::Low, 80) && !outside(Vital::RespiratoryRate, Side::Low, 90));
        assert!(outside(Vital::RespiratoryRate, Side::High, 250));
        assert!(outside(Vital::Systolic, Side::Low, 900) && outside(Vital::Systolic, Side::High, 2200));
        assert!(outside(Vital::PulseRate, Side::High, 1310));
        assert!(outside(Vital::Temperature, Side::Low, 3500));
    }
}
