//! The limits an adult starts with, before a clinician sets the patient's own.
//!
//! Rungs by severity and duration: the further out, the sooner and the more urgent. A plain threshold is unusable (137 alerts a
//! patient-day on a ward; rungs matched to severity left 19; Hospital Practice 2023, doi 10.1080/21548331.2023.2298185).
//! Sources: the micro-events of the WARD studies of continuous monitoring (saturation, breathing, pulse); the NEWS2 chart (Royal
//! College of Physicians 2017; its red bands) for what is measured now and then; the infectious-disease definition of
//! neutropenic fever. Beyond the studies' rungs there is one that rings at once, because they watched beds with a nurse in
//! earshot, and a home has none. Limits of the patient's own help most: a tenth of the patients cause half of the alerts. Every
//! number here needs a clinician's signature.

use super::{Bounds, Limit, Limits, Rung};
use crate::words::Priority::{self, High, Low, Medium};
use hearth_vitals::Vital;

/// One rung of the table: an edge in tenths of the vital's unit, a time in seconds, a priority.
type Step = (i32, u32, Priority);

/// One row of the table: the rungs below and above, the outermost last.
struct Row {
    vital: Vital,
    low: &'static [Step],
    high: &'static [Step],
}

const MINUTE: u32 = 60;

/// Rate of the heart, and of the pulse as an oximeter counts it. Above 110 for 10 minutes is the ward studies': a climb
/// of stairs is over sooner. Below 40 is where wards call the emergency team: high after two minutes, in which a pause or a bad
/// contact is over. (The studies wait for 10 minutes; simulated hearts that failed were told of ten minutes late by that.) 40
/// itself is red on the NEWS2 chart: medium, after the five minutes that the score takes its median of. Who
/// sleeps at 38 needs limits of their own. Above 130 for 5 minutes is NEWS2 red and lasts: high. Below 25 is high at once: that
/// is a heart that stops. Above 170 waits for a minute, because motion that a device
/// takes for beats comes in bursts of some twenty seconds, while a heart bears 170 for minutes; at once, three of four high
/// alerts about well people were such bursts.
const RATE_LOW: &[Step] = &[(410, 5 * MINUTE, Medium), (400, 2 * MINUTE, High), (300, MINUTE, High), (250, 0, High)];
const RATE_HIGH: &[Step] = &[(1100, 10 * MINUTE, Medium), (1300, 5 * MINUTE, High), (1700, MINUTE, High)];

const ROWS: [Row; 8] = [
    // Below 92 % for an hour is worth a look (low), below 88 % for 10 minutes a call (medium), below 80 % for 1 is the studies' own
    // emergency (high). So is below 85 % for 5, and that is when a brain without oxygen is harmed: who is told then cannot act
    // in time any more. It is high after two minutes, as everything for which wards call the emergency team. At once only below 70 %: where oximeters are still specified, and motion
    // seldom reads. 80 % at once rang 15 times a day for motion. There is no high side: harm by oxygen needs a recorded decision
    // for NEWS2 scale 2.
    Row {
        vital: Vital::Spo2,
        low: &[(920, 60 * MINUTE, Low), (880, 10 * MINUTE, Medium), (850, 2 * MINUTE, High), (800, MINUTE, High), (700, 0, High)],
        high: &[],
    },
    Row { vital: Vital::HeartRate, low: RATE_LOW, high: RATE_HIGH },
    Row { vital: Vital::PulseRate, low: RATE_LOW, high: RATE_HIGH },
    // Breaths below 11 for 10 minutes (the studies'); 8 and fewer is where wards call the emergency team, after opioids above
    // all: high after two minutes. No breath or one a minute for half a minute cannot wait for that. Above 23 for 5 minutes and
    // above 30 for 1 are the studies', which give no priority: on the NEWS2 chart both are one red vital, an urgent review
    // (medium). What lasts for five minutes is no climb of stairs and no fright: high. Above 35 for two minutes nobody breathes
    // who does not have to, and above 40 for one. A patch counts over half a minute, so a shorter time would judge single breaths.
    Row {
        vital: Vital::RespiratoryRate,
        low: &[(110, 10 * MINUTE, Medium), (90, 2 * MINUTE, High), (50, MINUTE, High), (20, 30, High)],
        high: &[(230, 5 * MINUTE, Medium), (300, MINUTE, Medium), (300, 5 * MINUTE, High), (350, 2 * MINUTE, High), (400, MINUTE, High)],
    },
    // Above 38.2, which is 38.3 on a thermometer with one decimal, is a fever that cannot wait after a transplant: high, and
    // one value is enough. A limit of 38.3 would miss 38.3 itself, because only a value above the limit is outside. Below
    // 35.1 (NEWS2 red) may be sepsis without fever.
    Row { vital: Vital::Temperature, low: &[(351, 0, High)], high: &[(382, 0, High)] },
    // Systolic 90 and below, 220 and above (NEWS2 red); 70 and below is high. A cuff reading is a spot check, so there is no
    // delay.
    Row { vital: Vital::Systolic, low: &[(910, 0, Medium), (710, 0, High)], high: &[(2190, 0, Medium)] },
    // Mean pressure below 65, the target of resuscitation in sepsis; below 55 high. There is no high side, because the
    // systolic limit covers it.
    Row { vital: Vital::MeanArterial, low: &[(650, 0, Medium), (550, 0, High)], high: &[] },
    // Glucose below 70 mg/dL, below 54 high (levels 1 and 2 of hypoglycaemia); above 300 under steroids. A limit of 180 would
    // ring after each meal.
    Row { vital: Vital::Glucose, low: &[(700, 0, Medium), (540, 0, High)], high: &[(3000, 0, Medium)] },
];

impl Row {
    /// The limit of this row. A test checks that every row gives one; a wrong row would be left out.
    fn limit(&self) -> Option<Limit> {
        let rung = |(tenths, for_s, priority): &Step| Rung { edge: tenths * self.vital.scale() / 10, for_s: *for_s, priority: *priority };
        let rungs = |steps: &[Step]| steps.iter().map(rung).collect();
        Limit::try_new(self.vital, rungs(self.low), rungs(self.high)).ok()
    }
}

impl Limits {
    /// The limits that an adult starts with. Diastolic pressure, weight, perfusion index and carbon dioxide have none until
    /// somebody sets one.
    pub fn default_adult() -> Limits {
        Limits::try_new(ROWS.iter().filter_map(Row::limit)).unwrap_or_default()
    }

    /// The plain thresholds that an adult started with before there were rungs: saturation below 90 % for 15 seconds, rates and
    /// breathing for a minute, and critical limits. Stays of that time keep them, and some scenarios use them because of their
    /// short delays.
    pub fn thresholds_adult() -> Limits {
        let rate = Bounds {
            low: Some(400),
            high: Some(1_300),
            critical_low: Some(300),
            critical_high: Some(1_600),
            delay_s: 60,
            priority: Medium,
        };
        let breathing = Bounds { low: Some(90), high: Some(240), critical_low: Some(50), critical_high: Some(350), ..rate };
        let saturation = Bounds { low: Some(900), high: None, critical_low: Some(800), critical_high: None, delay_s: 15, ..rate };
        let short = [(Vital::Spo2, saturation), (Vital::HeartRate, rate), (Vital::PulseRate, rate), (Vital::RespiratoryRate, breathing)];
        let threshold = |(vital, bounds): (Vital, Bounds)| {
            let raw = |tenths: Option<i32>| tenths.map(|tenths| tenths * vital.scale() / 10);
            let (low, high, critical_low) = (raw(bounds.low), raw(bounds.high), raw(bounds.critical_low));
            Limit::of_bounds(vital, Bounds { low, high, critical_low, critical_high: raw(bounds.critical_high), ..bounds }).ok()
        };
        let others = ROWS.iter().filter(|row| short.iter().all(|(vital, _)| *vital != row.vital)).filter_map(Row::limit);
        Limits::try_new(short.into_iter().filter_map(threshold).chain(others)).unwrap_or_default()
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
    fn every_row_of_the_table_is_a_right_limit() {
        assert_eq!(Limits::default_adult().iter().count(), ROWS.len());
        assert_eq!(Limits::thresholds_adult().iter().count(), ROWS.len());
        for row in &ROWS {
            assert!(row.limit().is_some(), "{}", row.vital);
        }
    }

    #[test]
    fn a_fever_of_38_3_once_is_outside_and_38_2_is_not() {
        let fever = ladder(Vital::Temperature, Side::High);
        assert!(fever.is_outside(3830) && !fever.is_outside(3820));
        assert!(fever.is_outside(3825) && !fever.is_outside(3824), "as a chart shows it");
    }

    #[test]
    fn what_the_ward_studies_tell_is_told_no_later_than_they_published() {
        let file = include_str!("../../tests/vectors/duration_rules.csv");
        for line in file.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let key = if cells[0] == "resp_rate" { "respiratory_rate" } else { cells[0] };
            let vital = Vital::from_key(key).unwrap();
            let side = if cells[1] == "<" { Side::Low } else { Side::High };
            let (edge, for_s) = (cells[2].parse::<i32>().unwrap() * vital.scale(), cells[3].parse::<u32>().unwrap() * MINUTE);
            let limits = Limits::default_adult();
            let rungs = limits.get(vital).unwrap().rungs(side);
            // Where wards call the emergency team sooner than the studies wait, the rung is the team's.
            let covers = |rung: &Rung| if side == Side::Low { rung.edge >= edge } else { rung.edge <= edge };
            assert!(rungs.iter().any(|rung| covers(rung) && rung.for_s <= for_s), "{line}");
        }
    }
}
