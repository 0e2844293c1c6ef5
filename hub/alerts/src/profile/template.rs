//! Templates: the profiles that a site starts from. Each is an adult's with what differs, and why. Every number needs a
//! clinician's signature.

use crate::limit::{Limit, Limits, Rung};
use crate::words::Priority::{self, High, Low, Medium};
use hearth_vitals::Vital;

/// A profile that a site starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// An adult without more.
    Adult,
    /// After a transplant, or with too few neutrophils for another reason.
    AfterTransplant,
    /// Chronic obstructive lung disease with a saturation of 88 to 92 % as the aim: NEWS2 scale 2.
    CopdScaleTwo,
    /// Heart failure, at home after an acute episode.
    HeartFailure,
    /// Comfort first: vital signs are not what the patient is watched for.
    Palliative,
}

/// A rung of the table: an edge in tenths of the vital's unit, a time in seconds, a priority.
type Step = (i32, u32, Priority);

/// What a template says of a vital in place of an adult's limit: rungs below and above.
type Other = (Vital, &'static [Step], &'static [Step]);

/// The aim is 88 to 92 %, so the ladder of an adult moves down by what NEWS2 scale 2 moves its bands, and keeps the rung at
/// once. Breathing at 24 is usual; 25 is red on the chart.
const COPD: &[Other] = &[
    (Vital::Spo2, &[(880, 3_600, Low), (850, 600, Medium), (820, 120, High), (780, 60, High), (700, 0, High)], &[]),
    (
        Vital::RespiratoryRate,
        &[(110, 600, Medium), (50, 300, High), (20, 30, High)],
        &[(240, 300, Medium), (300, 60, Medium), (300, 300, High), (350, 120, High), (400, 60, High)],
    ),
];

/// Treated hearts run at low pressures and slow rates, and fall further before anybody notices: below 75 is high, below 65 anew,
/// and a pulse below 40 has ten minutes. 90 and 40 themselves are red on the chart, which asks for a review whoever it is; who lives there
/// gets limits of their own. Above 180 is load that such a heart does not bear. A rate above 120 for 10 minutes is more than the
/// lenient aim of 110 in atrial fibrillation, which would ring at each walk.
const HEART_FAILURE: &[Other] = &[
    (Vital::Systolic, &[(910, 0, Medium), (750, 0, High), (650, 0, High)], &[(1800, 0, Medium)]),
    (Vital::HeartRate, FAILING_LOW, FAILING_HIGH),
    (Vital::PulseRate, FAILING_LOW, FAILING_HIGH),
];
const FAILING_LOW: &[Step] = &[(410, 600, Medium), (300, 300, High), (250, 0, High)];
const FAILING_HIGH: &[Step] = &[(1200, 600, Medium), (1300, 300, High), (1700, 60, High)];

/// What can be eased: a breath that an opioid has nearly stopped, a high fever, sugar so low that it is felt.
const PALLIATIVE: &[Other] = &[
    (Vital::RespiratoryRate, &[(50, 300, Medium)], &[]),
    (Vital::Temperature, &[], &[(395, 0, Low)]),
    (Vital::Glucose, &[(540, 0, Medium)], &[]),
];

impl Template {
    /// Every value of [`Template`].
    pub const ALL: [Template; 5] =
        [Template::Adult, Template::AfterTransplant, Template::CopdScaleTwo, Template::HeartFailure, Template::Palliative];

    /// Its name in the store and in the API.
    pub const fn key(self) -> &'static str {
        match self {
            Template::Adult => "adult",
            Template::AfterTransplant => "after_transplant",
            Template::CopdScaleTwo => "copd_scale_2",
            Template::HeartFailure => "heart_failure",
            Template::Palliative => "palliative",
        }
    }

    /// The template of this name.
    pub fn from_key(key: &str) -> Option<Template> {
        Template::ALL.into_iter().find(|template| template.key() == key)
    }

    /// The limits that it starts with.
    pub fn limits(self) -> Limits {
        match self {
            Template::Adult | Template::AfterTransplant => Limits::default_adult(),
            Template::CopdScaleTwo => adult_but(COPD),
            Template::HeartFailure => adult_but(HEART_FAILURE),
            Template::Palliative => Limits::try_new(PALLIATIVE.iter().filter_map(limit)).unwrap_or_default(),
        }
    }

    /// True when a fever follows the pathway of patients without neutrophils.
    pub const fn is_neutropenic(self) -> bool {
        matches!(self, Template::AfterTransplant)
    }

    /// True when it makes sense only with a clinician's decision for NEWS2 scale 2.
    pub const fn wants_scale_two(self) -> bool {
        matches!(self, Template::CopdScaleTwo)
    }
}

fn adult_but(others: &[Other]) -> Limits {
    let adult = Limits::default_adult();
    let kept = adult.iter().filter(|limit| others.iter().all(|(vital, _, _)| *vital != limit.vital())).cloned();
    Limits::try_new(kept.chain(others.iter().filter_map(limit))).unwrap_or_default()
}

/// The limit of a row. A test checks that every row gives one; a wrong row would be left out.
fn limit((vital, low, high): &Other) -> Option<Limit> {
    let rung = |(tenths, for_s, priority): &Step| Rung { edge: tenths * vital.scale() / 10, for_s: *for_s, priority: *priority };
    let rungs = |steps: &[Step]| steps.iter().map(rung).collect();
    Limit::try_new(*vital, rungs(low), rungs(high)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ladder::Ladder;
    use crate::limit::Side;

    #[test]
    fn every_row_of_every_template_is_a_right_limit() {
        for other in COPD.iter().chain(HEART_FAILURE).chain(PALLIATIVE) {
            assert!(limit(other).is_some(), "{}", other.0);
        }
        let counts = Template::ALL.map(|template| template.limits().iter().count());
        assert_eq!(counts, [8, 8, 8, 8, 3]);
    }

    /// What a NEWS2 chart scores as red by itself, in tenths: every edge of a red band. What comes from the oximeter depends on
    /// the scale: on the first one 91 is red, on the second 83.
    const RED: [(Vital, Side, i32); 10] = [
        (Vital::RespiratoryRate, Side::Low, 80),
        (Vital::RespiratoryRate, Side::High, 250),
        (Vital::HeartRate, Side::Low, 400),
        (Vital::HeartRate, Side::High, 1310),
        (Vital::PulseRate, Side::Low, 400),
        (Vital::PulseRate, Side::High, 1310),
        (Vital::Systolic, Side::Low, 900),
        (Vital::Systolic, Side::High, 2200),
        (Vital::Temperature, Side::Low, 350),
        (Vital::Spo2, Side::Low, 910),
    ];

    /// The reds that no rung of medium tells of, and therefore the score does: 91 % on the first scale, in tenths. That it does is a
    /// story of the engine.
    const SCORES: [(Vital, i32); 1] = [(Vital::Spo2, 910)];

    #[test]
    fn a_vital_that_is_red_by_itself_is_beyond_a_rung_of_every_template_that_watches() {
        for template in Template::ALL.into_iter().filter(|template| *template != Template::Palliative) {
            for (vital, side, tenths) in RED {
                let tenths = if vital == Vital::Spo2 && template.wants_scale_two() { 830 } else { tenths };
                let limits = template.limits();
                let ladder = Ladder::of(limits.get(vital).unwrap(), side, 1_000).unwrap();
                let raw = tenths * vital.scale() / 10;
                assert!(ladder.is_outside(raw), "{} {vital} {tenths}", template.key());
                let is_scores = ladder.urgency(raw) < Some(Medium);
                assert_eq!(is_scores, SCORES.contains(&(vital, tenths)), "{} {vital} {tenths}", template.key());
            }
        }
    }

    #[test]
    fn breathing_above_40_waits_no_longer_than_a_minute_in_any_template_that_watches() {
        for template in [Template::Adult, Template::AfterTransplant, Template::CopdScaleTwo, Template::HeartFailure] {
            let limits = template.limits();
            let rungs = limits.get(Vital::RespiratoryRate).unwrap().rungs(Side::High);
            let is_told = |rung: &Rung| rung.edge <= 400 && rung.for_s <= 60 && rung.priority == High;
            assert!(rungs.iter().any(is_told), "{}", template.key());
        }
    }

    #[test]
    fn a_template_reads_back_from_its_name() {
        for template in Template::ALL {
            assert_eq!(Template::from_key(template.key()), Some(template));
        }
        assert_eq!(Template::from_key("child"), None);
    }
}
