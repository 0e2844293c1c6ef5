//! Rungs wait for as long as an hour: over restarts, a changed profile, and a look-back that reads no more than it must.

use super::rig::{BEGIN, Rig, device, home, oximeter};
use hearth_alerts::budget::RESTORE_MS;
use hearth_alerts::{Limit, Limits, Priority, Rung, Why};
use hearth_vitals::{Flags, Reading, Vital};
use proptest::prelude::*;

fn limits(rungs: &[(i32, u32, Priority)]) -> Limits {
    let rung = |(edge, for_s, priority): &(i32, u32, Priority)| Rung { edge: *edge, for_s: *for_s, priority: *priority };
    Limits::try_new([Limit::try_new(Vital::Spo2, rungs.iter().map(rung).collect(), Vec::new()).unwrap()]).unwrap()
}

const WARD: [(i32, u32, Priority); 5] = [
    (920, 3_600, Priority::Low),
    (880, 600, Priority::Medium),
    (850, 300, Priority::High),
    (800, 60, Priority::High),
    (750, 0, Priority::High),
];

fn rig() -> Rig {
    Rig::new(limits(&WARD), vec![oximeter(1_000)])
}

/// A value a second from one second on until another.
fn lasts(rig: &mut Rig, seconds: std::ops::Range<i64>, raw: i32) {
    for second in seconds {
        value(rig, second, raw, Flags::NONE);
    }
}

fn value(rig: &mut Rig, second: i64, raw: i32, flags: Flags) {
    rig.run_to(second * 1_000);
    if second % 10 == 0 {
        rig.home_heard(&home());
    }
    rig.frame(&device("oximeter"), BEGIN.plus(second * 1_000), vec![Reading::checked(Vital::Spo2, raw, flags)]);
}

/// What was told of the saturation: second, change and priority, limit.
fn told(rig: &Rig) -> Vec<(i64, Priority, Option<i32>)> {
    let low = rig.told.iter().filter_map(|(t, told)| match told {
        super::rig::Told::Step(step) if step.alert.rule.to_string() == "spo2_low" => {
            Some((t / 1_000, step.alert.priority, step.alert.limit))
        }
        _ => None,
    });
    low.collect()
}

#[test]
fn each_rung_rings_after_its_own_time_and_a_deeper_one_anew() {
    for (raw, after_s, priority, edge) in [
        (910, 3_600, Priority::Low, 920),
        (870, 600, Priority::Medium, 880),
        (840, 300, Priority::High, 850),
        (790, 60, Priority::High, 800),
        (740, 2, Priority::High, 750),
    ] {
        let mut rig = rig();
        lasts(&mut rig, 0..after_s, raw);
        assert_eq!(told(&rig), [], "{raw}");
        lasts(&mut rig, after_s..after_s + 2, raw);
        assert_eq!(told(&rig), [(after_s, priority, Some(edge))], "{raw}");
    }
    let mut rig = rig();
    lasts(&mut rig, 0..700, 870);
    lasts(&mut rig, 700..1_100, 840);
    let steps: Vec<_> = told(&rig).into_iter().map(|(_, priority, edge)| (priority, edge)).collect();
    assert!(steps.contains(&(Priority::Medium, Some(880))) && steps.last() == Some(&(Priority::High, Some(850))), "{steps:?}");
}

#[test]
fn a_long_time_is_no_critical_value() {
    let mut rig = rig();
    lasts(&mut rig, 0..320, 840);
    assert_eq!(rig.steps().last().unwrap().reason, Why::OutsideForDelay.to_string());
    let mut rig = Rig::new(limits(&WARD), vec![oximeter(1_000)]);
    lasts(&mut rig, 0..10, 740);
    assert_eq!(rig.steps().next().unwrap().reason, Why::BeyondCritical.to_string());
}

#[test]
fn an_hour_goes_on_over_restarts_however_many() {
    for restarts in [1, 20, 59] {
        let mut rig = rig();
        for minute in 0..60 {
            lasts(&mut rig, minute * 60..(minute + 1) * 60, 910);
            if (minute + 1) % (60 / restarts) == 0 {
                rig.restart();
            }
        }
        assert_eq!(told(&rig), [], "not before its time");
        lasts(&mut rig, 3_600..3_605, 910);
        assert_eq!(told(&rig), [(3_600, Priority::Low, Some(920))], "{restarts} restarts");
    }
}

#[test]
fn a_restart_reads_a_quarter_of_an_hour_unless_a_time_ran_before_it() {
    let looks_further = |from: i64, raw: i32| {
        let mut rig = rig();
        lasts(&mut rig, 0..from, 970);
        lasts(&mut rig, from..1_500, raw);
        let since = rig.now().wall.plus(-RESTORE_MS);
        rig.restore_from(since);
        rig.episode.looks_further(since)
    };
    assert!(looks_further(100, 910), "it began before what was read");
    assert!(!looks_further(900, 910), "its begin was read");
    assert!(!looks_further(0, 970), "nothing runs");
}

#[test]
fn an_hour_goes_on_when_the_rungs_are_changed_meanwhile() {
    let mut rig = rig();
    lasts(&mut rig, 0..3_000, 910);
    rig.limits = limits(&[(930, 3_600, Priority::Low), (920, 3_300, Priority::Low), (800, 60, Priority::High)]);
    rig.configure();
    assert_eq!(told(&rig), []);
    lasts(&mut rig, 3_000..3_305, 910);
    assert_eq!(told(&rig), [(3_300, Priority::Low, Some(920))]);
}

/// When a minute below 80 % rings of which these seconds are flagged, computed in the simplest way: a second counts that lies between
/// two values that are not flagged, nor within a quarter of a minute after a flagged one unless half a minute has counted before; a
/// minute of such seconds, or two minutes of any.
fn rings_at(flagged: &[bool]) -> Option<usize> {
    let near = |second: usize| flagged[second.saturating_sub(15)..=second].iter().any(|flagged| *flagged);
    let (mut counted, mut was_sure) = (0, false);
    (0..flagged.len()).find(|second| {
        let is_sure = !flagged[*second] && (counted >= 30 || !near(*second));
        counted += usize::from(is_sure && was_sure);
        was_sure = is_sure;
        *second >= 120 || counted >= 60
    })
}

/// One flag in twenty values: two intervals of twenty are in doubt, and until half a minute is beyond doubt those near each, too.
#[test]
fn a_flag_in_each_twenty_values_puts_a_time_off_by_a_tenth_and_does_not_double_it() {
    for (raw, edge, need_s) in [(870, 880, 600), (840, 850, 300), (790, 800, 60)] {
        let mut rig = rig();
        for second in 0..=2 * need_s {
            value(&mut rig, second, raw, Flags::NONE.with_if(Flags::ARTEFACT, second % 20 == 19));
        }
        let first = told(&rig).into_iter().find(|(.., limit)| *limit == Some(edge)).unwrap();
        assert!(first.0 <= (2 * need_s).min(need_s + need_s / 9 + 90), "{raw} rang after {} s", first.0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn artefact_doubles_a_time_at_most_and_one_good_value_completes_none(
        bursts in prop::collection::vec((0usize..30, 1usize..60), 0..6),
    ) {
        let mut flagged: Vec<bool> = Vec::new();
        for (motion, still) in bursts {
            flagged.extend(std::iter::repeat_n(true, motion).chain(std::iter::repeat_n(false, still)));
        }
        flagged.resize(130, false);
        let mut rig = rig();
        for (second, flagged) in (0..).zip(&flagged) {
            value(&mut rig, second, 790, Flags::NONE.with_if(Flags::ARTEFACT, *flagged));
        }
        let high = told(&rig).into_iter().find(|(_, priority, _)| *priority == Priority::High).map(|(second, ..)| second);
        prop_assert_eq!(high, rings_at(&flagged).map(|second| i64::try_from(second).unwrap()));
    }
}

#[test]
fn who_trembles_and_has_82_and_97_by_turns_is_heard() {
    let mut rig = Rig::new(limits(&[(900, 15, Priority::Medium)]), vec![oximeter(1_000)]);
    for second in 0..120 {
        value(&mut rig, second, if second % 2 == 0 { 820 } else { 970 }, Flags::ARTEFACT);
    }
    assert_eq!(told(&rig).first(), Some(&(60, Priority::Medium, Some(900))), "half of it is shown, and doubt doubles it");
}

#[test]
fn a_restart_in_motion_of_twenty_minutes_forgets_no_hour_that_runs() {
    let play = |restart: Option<i64>| {
        let mut rig = rig();
        lasts(&mut rig, 0..2_400, 900);
        for second in 2_400..3_600 {
            value(&mut rig, second, 970, Flags::ARTEFACT);
            if restart == Some(second) {
                rig.restart();
            }
        }
        for second in 3_600..5_400 {
            if restart == Some(second) {
                rig.restart();
            }
            value(&mut rig, second, 900, Flags::NONE);
        }
        told(&rig)
    };
    let whole = play(None);
    assert!(!whole.is_empty());
    for restart in [3_500, 3_700, 4_000] {
        assert_eq!(play(Some(restart)), whole, "restarted after {restart} s");
    }
}
