//! A value is beyond a rung when a chart shows it beyond.

use super::*;
use crate::words::Priority::{High, Medium};
use hearth_scores::chart::charted;

fn ladder(vital: Vital, side: Side, rungs: &[(i32, u32, Priority)]) -> Ladder {
    let rungs: Vec<Rung> = rungs.iter().map(|(edge, for_s, priority)| Rung { edge: *edge, for_s: *for_s, priority: *priority }).collect();
    let (low, high) = if side == Side::Low { (rungs, Vec::new()) } else { (Vec::new(), rungs) };
    Ladder::of(&Limit::try_new(vital, low, high).unwrap(), side, 1_000).unwrap()
}

#[test]
fn every_value_is_compared_as_a_chart_shows_it() {
    for (vital, side, edge) in [
        (Vital::Temperature, Side::High, 3_820),
        (Vital::Temperature, Side::Low, 3_510),
        (Vital::Temperature, Side::High, 3_825),
        (Vital::Systolic, Side::Low, 910),
        (Vital::RespiratoryRate, Side::High, 300),
        (Vital::Weight, Side::High, 80_000),
    ] {
        let ladder = ladder(vital, side, &[(edge, 0, High)]);
        let step = 10_i64.pow(vital.decimals() - vital.chart_decimals());
        let safely = i64::from(hysteresis_raw(vital));
        for raw in edge - 300..edge + 300 {
            let shown = if vital.chart_decimals() == 0 || vital == Vital::Temperature {
                i64::from(charted(vital, raw)) * step
            } else {
                (i64::from(raw) + step / 2).div_euclid(step) * step
            };
            let beyond = if side == Side::Low { i64::from(edge) - shown } else { shown - i64::from(edge) };
            assert_eq!(ladder.is_outside(raw), beyond > 0, "{vital} {side} {edge}: {raw}");
            assert_eq!(ladder.is_safe(raw), beyond <= -safely, "{vital} {side} {edge}: {raw} safe");
        }
    }
}

#[test]
fn a_fever_in_fahrenheit_and_a_pressure_between_two_numbers_are_what_the_chart_shows() {
    let outside = |vital, side, edge, raw| ladder(vital, side, &[(edge, 0, High)]).is_outside(raw);
    assert!(!outside(Vital::Temperature, Side::High, 3_820, 3_822), "100.8 °F is charted as 38.2");
    assert!(outside(Vital::Temperature, Side::High, 3_820, 3_828), "100.9 °F is 38.3");
    assert!(!outside(Vital::Temperature, Side::Low, 3_510, 3_505) && outside(Vital::Temperature, Side::Low, 3_510, 3_504));
    assert!(!outside(Vital::Systolic, Side::Low, 910, 906) && outside(Vital::Systolic, Side::Low, 910, 904));
}

#[test]
fn a_low_saturation_and_a_low_mean_pressure_are_compared_as_measured() {
    for (vital, edge) in [(Vital::Spo2, 800), (Vital::Spo2, 915), (Vital::MeanArterial, 650)] {
        let ladder = ladder(vital, Side::Low, &[(edge, 0, High)]);
        assert!(ladder.is_outside(edge - 1) && !ladder.is_outside(edge), "{vital} {edge}");
        let safe = edge + hysteresis_raw(vital);
        assert!(ladder.is_safe(safe) && !ladder.is_safe(safe - 1), "{vital} {edge}");
    }
    assert!(!ladder(Vital::Spo2, Side::High, &[(960, 0, Medium)]).is_outside(964), "the high side as the chart shows it");
}

#[test]
fn what_is_deadly_is_compared_as_it_was_measured() {
    let ladder = ladder(Vital::Spo2, Side::Low, &[(900, 15, Medium)]);
    let deadly = ladder.deadly().unwrap();
    assert!(ladder.is_beyond(499, deadly) && !ladder.is_beyond(500, deadly));
}

#[test]
fn a_ladder_whose_last_rungs_have_one_edge_goes_on_in_steps_from_the_edge_before() {
    let rungs = [(230, 300, Medium), (300, 60, Medium), (300, 300, High)];
    let ladder = ladder(Vital::RespiratoryRate, Side::High, &rungs);
    let edges: Vec<i32> = ladder.rungs().iter().map(|rung| rung.edge).collect();
    assert_eq!(edges, [230, 300, 300, 370, 440]);
    let like = |for_s| ladder.at_or_beyond(&Rung { edge: 290, for_s, priority: High });
    assert_eq!((like(60), like(300)), (Some(1), Some(2)), "of one edge the one that waits alike");
}
