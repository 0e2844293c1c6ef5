//! Bodies are reproducible and plausible, and change as the scenario says.

use hearth_sim::body::{Body, Change, Pleth, Rest, SAMPLES_PER_S, Vitals};
use hearth_vitals::Vital;
use proptest::prelude::*;

fn named(vitals: &Vitals) -> [(Vital, f64); 7] {
    [
        (Vital::HeartRate, vitals.heart_rate),
        (Vital::Spo2, vitals.spo2),
        (Vital::PerfusionIndex, vitals.perfusion_index),
        (Vital::RespiratoryRate, vitals.respiratory_rate),
        (Vital::Temperature, vitals.temperature),
        (Vital::Systolic, vitals.systolic),
        (Vital::Diastolic, vitals.diastolic),
    ]
}

fn go(vital: Vital, target: f64, at_ms: u64, over_ms: u64, until_ms: Option<u64>) -> Change {
    Change { vital, target, at_ms, over_ms, until_ms }
}

#[test]
fn one_seed_is_one_patient_however_it_is_asked() {
    let (one, same, other) = (Body::new(Rest::default(), 7), Body::new(Rest::default(), 7), Body::new(Rest::default(), 8));
    let forward: Vec<Vitals> = (0..1_000).map(|s| one.at(s * 777)).collect();
    let mut backward: Vec<Vitals> = (0..1_000).rev().map(|s| same.at(s * 777)).collect();
    backward.reverse();
    assert_eq!(forward, backward);
    assert_ne!(forward[500], other.at(500 * 777));
}

#[test]
fn a_healthy_body_stays_within_what_alarms_nobody_for_a_day() {
    for seed in 0..20 {
        let body = Body::new(Rest::of_seed(seed), seed);
        for second in (0..86_400).step_by(7) {
            let now = body.at(second * 1_000);
            assert!((93.0..=100.0).contains(&now.spo2), "{now:?}");
            assert!((50.0..=105.0).contains(&now.heart_rate), "{now:?}");
            assert!((35.9..=37.6).contains(&now.temperature), "{now:?}");
            assert!((8.0..=24.0).contains(&now.respiratory_rate), "{now:?}");
            assert!(now.systolic > now.diastolic + 9.9, "{now:?}");
        }
    }
}

#[test]
fn a_course_is_the_body_without_its_wandering() {
    let mut body = Body::new(Rest::default(), 3);
    body.change(go(Vital::Spo2, 82.0, 60_000, 40_000, None));
    assert_eq!([0, 80_000, 100_000].map(|t_ms| body.course_at(t_ms).spo2), [97.0, 89.5, 82.0]);
    assert!((0..600).any(|second| (body.at(second * 1_000).spo2 - body.course_at(second * 1_000).spo2).abs() > 0.1));
    assert!((0..600).all(|second| (body.at(second * 1_000).spo2 - body.course_at(second * 1_000).spo2).abs() <= 1.0));
}

#[test]
fn a_desaturation_reaches_its_target_stays_and_comes_back() {
    let mut body = Body::new(Rest::default(), 3);
    body.change(go(Vital::Spo2, 82.0, 60_000, 40_000, Some(280_000)));
    assert!(body.at(60_000).spo2 > 94.0);
    assert!((83.0..95.0).contains(&body.at(80_000).spo2));
    for t_ms in (100_000..280_000).step_by(500) {
        assert!((body.at(t_ms).spo2 - 82.0).abs() < 0.5, "{} at {t_ms}", body.at(t_ms).spo2);
    }
    assert!(body.at(320_000).spo2 > 94.0);
}

#[test]
fn want_of_oxygen_and_fever_drive_pulse_and_breathing() {
    let calm = Body::new(Rest::default(), 5);
    let mut low = calm.clone();
    low.change(go(Vital::Spo2, 80.0, 0, 0, None));
    let mut hot = calm.clone();
    hot.change(go(Vital::Temperature, 39.5, 0, 0, None));
    for t_ms in (0..600_000).step_by(1_000) {
        for driven in [&low, &hot] {
            assert!(driven.at(t_ms).heart_rate > calm.at(t_ms).heart_rate + 10.0);
            assert!(driven.at(t_ms).respiratory_rate > calm.at(t_ms).respiratory_rate + 3.0);
        }
    }
}

#[test]
fn recovery_brings_everything_back() {
    let calm = Body::new(Rest::default(), 5);
    let mut body = calm.clone();
    body.change(go(Vital::Spo2, 70.0, 0, 5_000, None));
    body.change(go(Vital::HeartRate, 150.0, 0, 0, None));
    body.recover(20_000);
    assert_eq!(body.at(25_000), calm.at(25_000));
}

#[test]
fn the_pleth_beats_at_the_heart_rate() {
    for rate in [45.0, 74.0, 140.0] {
        let mut body = Body::new(Rest::default(), 9);
        body.change(go(Vital::HeartRate, rate, 0, 0, None));
        let mut pleth = Pleth::new(9);
        let mut beats = 0;
        let mut before = false;
        for _ in 0..10 * 60 * SAMPLES_PER_S {
            let now = pleth.sample(&body, false).pulsing;
            beats += u32::from(now && !before);
            before = now;
        }
        let mean: f64 = (0..600).map(|s| body.at(s * 1_000).heart_rate).sum::<f64>() / 600.0;
        assert!((f64::from(beats) / 10.0 - mean).abs() < 0.5, "{beats} beats in 10 min at {mean}");
    }
}

#[test]
fn the_pleth_rises_and_falls_once_a_beat() {
    let body = Body::new(Rest::default(), 2);
    let mut pleth = Pleth::new(2);
    let levels: Vec<f64> = (0..75 * 60).map(|_| pleth.sample(&body, false).level).collect();
    let middle = levels.iter().sum::<f64>() / levels.len() as f64;
    let rises = levels.windows(2).filter(|pair| pair[0] < middle + 0.15 && pair[1] >= middle + 0.15).count();
    let rate = body.at(30_000).heart_rate;
    assert!((rises as f64 - rate).abs() < 12.0, "{rises} rises at {rate}");
    assert!(levels.iter().all(|level| level.abs() < 0.95), "a calm finger does not clip");
}

proptest! {
    #[test]
    fn whatever_happens_no_vital_sign_leaves_what_can_be_measured(
        seed: u64,
        changes in proptest::collection::vec((0_usize..7, 0.0..1.0_f64, 0_u64..100_000, 0_u64..50_000, proptest::option::of(0_u64..200_000)), 0..20),
        times in proptest::collection::vec(0_u64..10_000_000, 1..50),
    ) {
        let mut body = Body::new(Rest::of_seed(seed), seed);
        for (index, share, at, over, until) in changes {
            let vital = named(&body.at(0))[index].0;
            let (low, high) = vital.plausible_raw();
            let target = vital.raw_to_f64(low) + share * (vital.raw_to_f64(high) - vital.raw_to_f64(low));
            body.change(go(vital, target, at, over, until));
        }
        for t in times {
            for (vital, value) in named(&body.at(t)) {
                prop_assert!(vital.is_plausible(vital.raw_from_f64(value).unwrap()), "{vital} {value}");
            }
        }
    }
}
