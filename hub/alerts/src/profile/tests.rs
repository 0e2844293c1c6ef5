//! Who may change what: what tightens, what weakens, what nobody may.

use super::*;
use crate::StaffId;
use crate::course::WithoutNews2;
use crate::limit::Limit;
use crate::rules::news2::Decision;
use crate::words::Priority::{High, Low, Medium};
use hearth_vitals::WallMs;

fn rung(edge: i32, for_s: u32, priority: crate::Priority) -> Rung {
    Rung { edge, for_s, priority }
}

/// An adult's limits with other rungs of one vital.
fn with(vital: Vital, low: Vec<Rung>, high: Vec<Rung>) -> Limits {
    let adult = Limits::default_adult();
    let others = adult.iter().filter(|limit| limit.vital() != vital).cloned();
    Limits::try_new(others.chain(Limit::try_new(vital, low, high).ok())).unwrap()
}

fn lost(after: &Limits) -> Vec<Weakened> {
    weakened((&Limits::default_adult(), &Course::default()), (after, &Course::default()))
}

const SPO2: [Rung; 5] = [
    Rung { edge: 920, for_s: 3_600, priority: Low },
    Rung { edge: 880, for_s: 600, priority: Medium },
    Rung { edge: 850, for_s: 120, priority: High },
    Rung { edge: 800, for_s: 60, priority: High },
    Rung { edge: 700, for_s: 0, priority: High },
];

#[test]
fn what_rings_nearer_sooner_or_more_urgently_weakens_nothing() {
    assert_eq!(lost(&Limits::default_adult()), []);
    let mut rungs = SPO2.to_vec();
    (rungs[0], rungs[1], rungs[4]) = (rung(930, 1_800, Low), rung(880, 600, High), rung(750, 0, High));
    assert_eq!(lost(&with(Vital::Spo2, rungs, Vec::new())), []);
    let one = vec![rung(930, 0, High)];
    let deeper = Weakened::Rung(Vital::Spo2, Side::Low, rung(600, 0, High));
    assert_eq!(lost(&with(Vital::Spo2, one, Vec::new())), [deeper], "one rung may stand for all, but rings only once");
}

#[test]
fn a_nearer_first_rung_that_moves_the_deeper_ones_out_weakens_those() {
    let before = with(Vital::Systolic, vec![rung(850, 0, Medium), rung(750, 0, High)], Vec::new());
    let after = with(Vital::Systolic, vec![rung(910, 0, Medium), rung(750, 0, High)], Vec::new());
    let course = Course::default();
    let deeper = [650, 550].map(|edge| Weakened::Rung(Vital::Systolic, Side::Low, rung(edge, 0, High)));
    assert_eq!(weakened((&before, &course), (&after, &course)), deeper, "74 and then 60 rang twice, and would ring once");
    let third = with(Vital::Systolic, vec![rung(910, 0, Medium), rung(750, 0, High), rung(650, 0, High)], Vec::new());
    assert_eq!(weakened((&before, &course), (&third, &course)), [], "unless a third one is set");
}

#[test]
fn an_edge_further_out_a_longer_time_a_lower_priority_and_a_rung_that_is_gone_weaken() {
    for (place, changed) in [(1, rung(870, 600, Medium)), (1, rung(880, 660, Medium)), (1, rung(880, 600, Low))] {
        let mut rungs = SPO2.to_vec();
        rungs[place] = changed;
        assert_eq!(lost(&with(Vital::Spo2, rungs, Vec::new())), [Weakened::Rung(Vital::Spo2, Side::Low, SPO2[1])], "{changed:?}");
    }
    let without_the_last = lost(&with(Vital::Spo2, SPO2[..4].to_vec(), Vec::new()));
    assert_eq!(without_the_last, [Weakened::Rung(Vital::Spo2, Side::Low, SPO2[4])]);
    assert_eq!(lost(&with(Vital::Spo2, Vec::new(), Vec::new())).len(), 5, "the vital is gone");
    assert!(!lost(&Template::CopdScaleTwo.limits()).is_empty() && lost(&Template::AfterTransplant.limits()).is_empty());
}

#[test]
fn the_course_is_weakened_without_the_fever_pathway_on_scale_two_and_without_the_score() {
    let limits = Limits::default_adult();
    let decision = Decision { by: StaffId(7), at: WallMs(9) };
    let (plain, watched) = (Course::default(), Course { neutropenic: true, scale_two: Some(decision), ..Course::default() });
    assert_eq!(weakened((&limits, &plain), (&limits, &watched)), [Weakened::ScaleTwo]);
    assert_eq!(weakened((&limits, &watched), (&limits, &plain)), [Weakened::FeverPathway]);
    let pregnant = Course { without_news2: Some(WithoutNews2::Pregnant), ..plain };
    assert_eq!(weakened((&limits, &plain), (&limits, &pregnant)), [Weakened::News2]);
    assert_eq!(weakened((&limits, &pregnant), (&limits, &plain)), [], "to judge it again weakens nothing");
}

#[test]
fn no_profile_goes_beyond_a_floor_or_silences_what_must_be_watched() {
    for template in Template::ALL {
        assert_eq!(check(template, &template.limits()), [], "{}", template.key());
    }
    assert_eq!(check(Template::Adult, &Limits::thresholds_adult()), [], "stays of before are safe");
    let deep = with(Vital::Spo2, vec![rung(740, 0, High)], Vec::new());
    assert!(matches!(check(Template::Adult, &deep)[..], [Unsafe::BeyondFloor(Floor { vital: Vital::Spo2, side: Side::Low, .. })]));
    let slow = with(Vital::Spo2, vec![rung(900, 301, High)], Vec::new());
    assert_eq!(check(Template::Adult, &slow).len(), 1, "too late");
    let mild = with(Vital::Spo2, vec![rung(900, 0, Low)], Vec::new());
    assert_eq!(check(Template::Adult, &mild).len(), 1, "not urgent enough");
    let gone = with(Vital::Spo2, Vec::new(), Vec::new());
    assert_eq!(check(Template::CopdScaleTwo, &gone), [Unsafe::Silenced(Vital::Spo2, Side::Low)]);
    assert_eq!(check(Template::Palliative, &gone), [], "comfort first");
    assert_eq!(check(Template::Adult, &with(Vital::Glucose, Vec::new(), Vec::new())), [], "two persons decide that");
}
