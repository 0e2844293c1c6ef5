//! What happens at a home, heard in order, late or in any order, and with restarts anywhere: the same rings.

use super::rig::{BEGIN, Rig, Told, device, home, oximeter};
use hearth_alerts::{Limits, Rule, StaffId};
use hearth_vitals::{EventKind, Flags, Reading, Vital};
use proptest::prelude::*;

/// Something happens at one second of the story, and is heard of so many seconds later.
#[derive(Debug, Clone, Copy)]
struct One {
    second: i64,
    late_s: i64,
    kind: EventKind,
}

/// What a nurse does to the first open alert of an event.
#[derive(Debug, Clone, Copy)]
enum Act {
    Takes,
    Reviews,
}

fn kind() -> impl Strategy<Value = EventKind> {
    prop_oneof![
        2 => Just(EventKind::Button),
        2 => Just(EventKind::CuffFault { code: 3 }),
        6 => Just(EventKind::Rejected { packets: 2 }),
        1 => Just(EventKind::LinkUp),
    ]
}

fn one() -> impl Strategy<Value = One> {
    let late_s = prop_oneof![3 => Just(0), 1 => 0i64..400];
    (0i64..900, late_s, kind()).prop_map(|(second, late_s, kind)| One { second, late_s, kind })
}

const fn is_of_event(rule: Rule) -> bool {
    matches!(rule, Rule::Call | Rule::CuffFault | Rule::Rejected)
}

fn act(rig: &mut Rig, what: Act) {
    let Some(alert) = rig.stored().into_iter().find(|alert| is_of_event(alert.rule)) else { return };
    match what {
        Act::Takes => rig.acknowledge(alert.id, alert.version, StaffId(1)),
        Act::Reviews => rig.review(alert.id, alert.version, StaffId(1), "seen to"),
    }
}

fn play(all: &[One], acts: &[(i64, Act)], restarts: &[i64]) -> Rig {
    let mut rig = Rig::new(Limits::thresholds_adult(), vec![oximeter(1_000)]);
    for second in 0..1_500 {
        rig.run_to(second * 1_000);
        if second % 10 == 0 {
            rig.home_heard(&home());
            rig.frame(&device("oximeter"), BEGIN.plus(second * 1_000), vec![Reading::checked(Vital::Spo2, 970, Flags::NONE)]);
        }
        if restarts.contains(&second) {
            rig.restart();
            rig.run_to(second * 1_000);
        }
        for one in all.iter().filter(|one| one.second + one.late_s == second) {
            let of = (!matches!(one.kind, EventKind::Button)).then(|| device("oximeter"));
            rig.happens(of, BEGIN.plus(one.second * 1_000), one.kind);
        }
        for (_, what) in acts.iter().filter(|(when, _)| *when == second) {
            act(&mut rig, *what);
        }
    }
    rig
}

fn told(rig: &Rig) -> Vec<String> {
    let line = |(t, told): &(i64, Told)| match told {
        Told::Step(step) if is_of_event(step.alert.rule) => {
            let alert = &step.alert;
            let of = (alert.rule, &alert.subject, step.change, alert.priority, alert.extreme, alert.since, alert.as_of);
            Some(format!("{t} {of:?} by {:?}", step.actor))
        }
        Told::Step(_) => None,
        refused => Some(format!("{t} {refused:?}")),
    };
    rig.told.iter().filter_map(line).collect()
}

fn open(rig: &Rig) -> Vec<String> {
    let events = rig.episode.open_alerts().filter(|alert| is_of_event(alert.rule));
    let mut all: Vec<String> =
        events.map(|alert| format!("{:?} {:?} {:?} {:?}", alert.rule, alert.subject, alert.priority, alert.condition)).collect();
    all.sort();
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_restart_anywhere_changes_nothing_that_is_told_of_what_happened(
        all in prop::collection::vec(one(), 0..24),
        acts in prop::collection::vec((0i64..1_400, prop_oneof![2 => Just(Act::Takes), 1 => Just(Act::Reviews)]), 0..4),
        restarts in prop::collection::vec(0i64..1_400, 1..4),
    ) {
        prop_assert_eq!(told(&play(&all, &acts, &[])), told(&play(&all, &acts, &restarts)));
    }

    #[test]
    fn whatever_the_order_in_which_it_is_heard_of_the_same_is_open(all in prop::collection::vec(one(), 0..12), late_s in prop::collection::vec(0i64..500, 12)) {
        let in_order: Vec<One> = all.iter().map(|one| One { late_s: 0, ..*one }).collect();
        let shuffled: Vec<One> = all.iter().zip(late_s).map(|(one, late_s)| One { late_s, ..*one }).collect();
        prop_assert_eq!(open(&play(&in_order, &[], &[])), open(&play(&shuffled, &[], &[])));
    }
}

#[test]
fn of_many_presses_so_many_are_kept_and_each_call_still_rings() {
    let all: Vec<One> = (0..100).map(|place| One { second: place * 9, late_s: 0, kind: EventKind::Button }).collect();
    let rings = told(&play(&all, &[(600, Act::Takes)], &[]));
    assert!(rings.iter().any(|line| line.starts_with("603000") && line.contains("AcknowledgementVoided")), "{rings:?}");
}
