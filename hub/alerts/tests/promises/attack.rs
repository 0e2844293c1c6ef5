//! What an attack on the evaluator found, each as the promise that was broken.

use super::rig::{BEGIN, Rig, Told, device, home, oximeter};
use hearth_alerts::{Bounds, ByHand, Limit, Limits, Noted, Priority};
use hearth_vitals::{Flags, Reading, Vital};

fn lim(low: i32, crit: Option<i32>, delay: u32) -> Limits {
    let bounds = Bounds { low: Some(low), high: None, critical_low: crit, critical_high: None, delay_s: delay, priority: Priority::Medium };
    Limits::try_new([Limit::of_bounds(Vital::Spo2, bounds).unwrap()]).unwrap()
}

fn put(rig: &mut Rig, dev: &str, at: i64, raw: i32, fl: bool) {
    rig.frame(&device(dev), BEGIN.plus(at * 1000), vec![Reading::checked(Vital::Spo2, raw, Flags::NONE.with_if(Flags::ARTEFACT, fl))]);
}

fn live(rig: &mut Rig, dev: &str, s: std::ops::Range<i64>, raw: i32) {
    for t in s {
        rig.run_to(t * 1000);
        if t % 10 == 0 {
            rig.home_heard(&home());
        }
        put(rig, dev, t, raw, false);
    }
}

fn back(rig: &mut Rig, s: std::ops::Range<i64>, raw: i32) {
    for t in s {
        put(rig, "oximeter", t, raw, false);
    }
}

fn log(rig: &Rig) -> Vec<String> {
    rig.told
        .iter()
        .filter_map(|(t, told)| match told {
            Told::Step(s) if s.alert.rule.to_string().starts_with("spo2_low") => {
                Some(format!("{} {:?} {} ext={:?} off={}", t / 1000, s.change, s.alert.priority, s.alert.extreme, s.alert.while_offline))
            }
            _ => None,
        })
        .collect()
}

fn worst(rig: &Rig) -> Option<i32> {
    rig.steps().filter(|s| s.alert.rule.vital().is_some()).filter_map(|s| s.alert.extreme).min()
}

fn std_rig() -> Rig {
    Rig::new(Limits::thresholds_adult(), vec![oximeter(1000)])
}

#[test]
fn history_deeper_than_what_was_told_is_told() {
    let mut r = std_rig();
    live(&mut r, "oximeter", 0..30, 970);
    live(&mut r, "oximeter", 30..60, 880);
    live(&mut r, "oximeter", 660..690, 970);
    back(&mut r, 60..640, 520);
    back(&mut r, 640..660, 970);
    live(&mut r, "oximeter", 690..900, 970);
    assert_eq!(worst(&r), Some(520), "{:#?}", log(&r));
}

#[test]
fn a_second_and_deeper_drop_within_an_alerts_time_is_told() {
    let mut r = std_rig();
    live(&mut r, "oximeter", 0..30, 970);
    live(&mut r, "oximeter", 30..60, 880);
    live(&mut r, "oximeter", 1260..1290, 970);
    back(&mut r, 60..360, 970);
    back(&mut r, 360..960, 520);
    back(&mut r, 960..1260, 970);
    live(&mut r, "oximeter", 1290..1500, 970);
    assert_eq!(worst(&r), Some(520), "{:#?}", log(&r));
}

#[test]
fn a_critical_value_does_not_wait_for_the_limits_own_delay_when_some_are_flagged() {
    let mut r = Rig::new(lim(900, Some(800), 3600), vec![oximeter(1000)]);
    for t in 0..3500 {
        r.run_to(t * 1000);
        put(&mut r, "oximeter", t, 520, t % 15 == 0);
    }
    assert!(!log(&r).is_empty());
}

#[test]
fn critical_values_of_a_lossy_link_ring() {
    let mut r = Rig::new(lim(900, Some(800), 3600), vec![oximeter(1000)]);
    for t in (0..3500).step_by(6) {
        r.run_to(t * 1000);
        put(&mut r, "oximeter", t, 520, false);
    }
    assert!(!log(&r).is_empty());
}

#[test]
fn a_device_that_is_behind_is_told_of_beside_a_fine_one() {
    let mut b = oximeter(1000);
    b.device = device("other");
    let mut r = Rig::new(Limits::thresholds_adult(), vec![oximeter(1000), b]);
    for t in 0..3600 {
        r.run_to(t * 1000);
        if t % 10 == 0 {
            r.home_heard(&home());
        }
        put(&mut r, "other", t, 970, false);
        put(&mut r, "oximeter", t - 40, 520, false);
    }
    assert!(!log(&r).is_empty());
}

#[test]
fn a_restart_while_late_values_are_waited_for_loses_no_history() {
    let play = |restart: bool| {
        let mut r = std_rig();
        live(&mut r, "oximeter", 0..60, 970);
        live(&mut r, "oximeter", 3600..3605, 970);
        back(&mut r, 1000..1300, 820);
        back(&mut r, 1300..1400, 970);
        live(&mut r, "oximeter", 3605..3610, 970);
        if restart {
            r.restart();
            r.run_to(3_610_000);
        }
        live(&mut r, "oximeter", 3610..3800, 970);
        log(&r)
    };
    assert!(!play(false).is_empty());
    assert!(!play(true).is_empty());
}

#[test]
fn a_backlog_from_before_many_gaps_is_told() {
    let mut r = std_rig();
    for n in 0..12 {
        live(&mut r, "oximeter", n * 400..n * 400 + 60, 970);
    }
    let end = 11 * 400 + 60;
    back(&mut r, 60..360, 820);
    back(&mut r, 360..400, 970);
    live(&mut r, "oximeter", end..end + 120, 970);
    assert!(!log(&r).is_empty());
}

#[test]
fn values_out_of_order_do_not_put_off_history_for_ever() {
    let mut r = std_rig();
    live(&mut r, "oximeter", 0..60, 970);
    live(&mut r, "oximeter", 1000..1010, 970);
    back(&mut r, 300..600, 820); // and the rest of the buffer is lost
    for t in (1010..8000).step_by(20) {
        r.run_to((t + 19) * 1000);
        for s in t..t + 20 {
            if s != t + 18 {
                put(&mut r, "oximeter", s, 970, false);
            }
        }
        put(&mut r, "oximeter", t + 18, 970, false);
    }
    assert!(!log(&r).is_empty());
}

#[test]
fn a_clock_set_back_loses_no_history() {
    let mut r = std_rig();
    live(&mut r, "oximeter", 0..60, 970);
    live(&mut r, "oximeter", 1000..1010, 970);
    back(&mut r, 300..600, 820);
    back(&mut r, 600..700, 970);
    r.clock_jumps(-60_000);
    for t in 1010..1300 {
        r.run_to(t * 1000);
        put(&mut r, "oximeter", t - 60, 970, false);
    }
    assert!(!log(&r).is_empty());
}

#[test]
fn a_limit_near_the_end_of_the_scale_can_end() {
    let mut r = Rig::new(lim(990, None, 15), vec![oximeter(1000)]);
    live(&mut r, "oximeter", 0..60, 970);
    live(&mut r, "oximeter", 60..3600, 1000);
    assert!(log(&r).iter().any(|s| s.contains("Cleared")), "{:#?}", log(&r));
}

fn hand(r: &mut Rig, at: i64, raw: i32) {
    r.run_to(at * 1000);
    let e = ByHand { vital: Vital::Spo2, noted: Noted::Number(raw), at: BEGIN.plus(at * 1000), entered: r.now().wall };
    r.write(e);
}

#[test]
fn a_value_inside_by_hand_keeps_no_alert_alive() {
    let mut r = std_rig();
    hand(&mut r, 1, 910);
    live(&mut r, "oximeter", 10..60, 820);
    live(&mut r, "oximeter", 60..3600, 980);
    assert!(log(&r).iter().any(|s| s.contains("Cleared")), "{:#?}", log(&r));
}

#[test]
fn a_restart_does_not_forget_what_a_nurse_found() {
    let mut r = std_rig();
    hand(&mut r, 1, 840);
    live(&mut r, "oximeter", 10..1800, 980);
    assert!(!log(&r).iter().any(|s| s.contains("Cleared")));
    r.restart();
    live(&mut r, "oximeter", 1800..1900, 980);
    assert!(!log(&r).iter().any(|s| s.contains("Cleared")), "{:#?}", log(&r));
}

#[test]
fn a_restart_does_not_let_an_old_value_of_a_device_clear_what_a_nurse_found() {
    let mut r = Rig::new(lim(900, Some(800), 15), vec![oximeter(1000)]);
    hand(&mut r, 1, 840);
    live(&mut r, "oximeter", 14_000..14_100, 980);
    r.run_to(14_500_000);
    r.restart();
    r.home_heard(&home());
    r.run_to(14_600_000);
    assert_eq!(log(&r).len(), 1, "within four hours of it the oximeter fell silent: {:#?}", log(&r));
}

#[test]
fn the_worst_that_nobody_has_seen_stays_when_an_alert_comes_back() {
    let mut r = std_rig();
    live(&mut r, "oximeter", 0..60, 520);
    live(&mut r, "oximeter", 60..120, 980);
    live(&mut r, "oximeter", 120..160, 880);
    let a: Vec<_> = r.stored().into_iter().filter(|alert| alert.rule.vital().is_some()).collect();
    assert_eq!(a[0].extreme, Some(520), "{:#?}", log(&r));
}

#[test]
fn an_active_alert_tells_of_deeper_history() {
    let mut r = std_rig();
    live(&mut r, "oximeter", 0..30, 970);
    live(&mut r, "oximeter", 900..960, 880);
    back(&mut r, 30..600, 520);
    back(&mut r, 600..900, 970);
    live(&mut r, "oximeter", 960..1100, 880);
    assert_eq!(worst(&r), Some(520), "{:#?}", log(&r));
}

#[test]
fn values_that_are_always_late_put_nothing_off_for_ever() {
    let mut r = std_rig();
    live(&mut r, "oximeter", 0..60, 970);
    live(&mut r, "oximeter", 1000..1001, 970);
    back(&mut r, 300..600, 820);
    for t in 1041..8000 {
        r.run_to(t * 1000);
        put(&mut r, "oximeter", t - 40, 970, false);
    }
    assert!(!log(&r).is_empty());
}

#[test]
fn critical_values_of_a_clock_that_is_ahead_ring() {
    let mut r = Rig::new(lim(900, Some(800), 3600), vec![oximeter(1000)]);
    for b in 1..180 {
        r.run_to(b * 10_000);
        for i in 0..10 {
            put(&mut r, "oximeter", b * 10 + i + 60, 520, false);
        }
    }
    assert!(!log(&r).is_empty(), "30 min at 52");
}

#[test]
fn another_device_inside_the_limit_keeps_no_alert_alive() {
    let mut b = oximeter(1000);
    b.device = device("other");
    let mut r = Rig::new(Limits::thresholds_adult(), vec![oximeter(1000), b]);
    for t in 0..3600 {
        r.run_to(t * 1000);
        put(&mut r, "other", t, 910, false);
        put(&mut r, "oximeter", t, if t < 60 { 820 } else { 980 }, false);
    }
    assert!(log(&r).iter().any(|s| s.contains("Cleared")), "{:#?}", log(&r));
}

#[test]
fn a_heart_rate_of_25_with_some_flags_rings_soon() {
    let mut e = oximeter(1000);
    e.vitals = vec![Vital::HeartRate];
    let mut r = Rig::new(Limits::thresholds_adult(), vec![e]);
    for t in 0..200 {
        r.run_to(t * 1000);
        r.frame(
            &device("oximeter"),
            BEGIN.plus(t * 1000),
            vec![Reading::checked(Vital::HeartRate, 25 * Vital::HeartRate.scale(), Flags::NONE.with_if(Flags::ARTEFACT, t % 15 == 0))],
        );
    }
    let first = r.told.iter().map(|(t, _)| *t / 1000).next();
    assert!(first.is_some_and(|t| t <= 20), "{first:?}");
}

#[test]
fn history_does_not_lower_the_worst_that_nobody_has_seen() {
    let mut r = std_rig();
    live(&mut r, "oximeter", 0..60, 970);
    live(&mut r, "oximeter", 960..990, 520);
    live(&mut r, "oximeter", 990..1050, 970);
    back(&mut r, 60..300, 970);
    back(&mut r, 300..400, 880);
    back(&mut r, 400..960, 970);
    live(&mut r, "oximeter", 1050..1150, 970);
    assert_eq!(r.stored().iter().find(|a| a.extreme.is_some()).unwrap().extreme, Some(520), "{:#?}", log(&r));
}
