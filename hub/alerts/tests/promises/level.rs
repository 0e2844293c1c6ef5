//! Level-triggered: whatever is lost, doubled, late, out of order or restarted, no active condition vanishes, no priority
//! falls, and only people acknowledge.
//!
//! Method: a random story of one oximeter (values, gaps, flags) is delivered with random faults. After each step the
//! transitions are checked against invariants, and at the end the newest value is compared with the open alerts. When a
//! test fails, the shortest story that fails is printed.

use super::rig::{BEGIN, Rig, Told, device, home, oximeter};
use hearth_alerts::{Actor, Change, Condition, Limits, Priority, StaffId, Transition};
use hearth_vitals::{Flags, Reading, Vital};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// One second of the story.
#[derive(Debug, Clone)]
enum Second {
    Value(i32, bool),
    Missing(Flags),
    Silent,
}

/// What happens to it on its way to the hub.
#[derive(Debug, Clone, Copy)]
enum Fault {
    None,
    Lost,
    Twice,
    /// It arrives this many seconds late.
    Late(i64),
    Restart,
    ClockJump(i64),
    Acknowledge,
}

fn second() -> impl Strategy<Value = Second> {
    let value = prop_oneof![4 => Just(970), 1 => Just(910), 4 => Just(850), 1 => Just(750)];
    prop_oneof![
        12 => (value, prop::bool::weighted(0.1)).prop_map(|(raw, doubtful)| Second::Value(raw, doubtful)),
        1 => Just(Second::Missing(Flags::SENSOR_OFF)),
        1 => Just(Second::Missing(Flags::SEARCHING)),
        1 => Just(Second::Silent),
    ]
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        20 => Just(Fault::None),
        2 => Just(Fault::Lost),
        2 => Just(Fault::Twice),
        2 => (1i64..120).prop_map(Fault::Late),
        1 => Just(Fault::Restart),
        1 => (-7_200i64..7_200).prop_map(Fault::ClockJump),
        1 => Just(Fault::Acknowledge),
    ]
}

/// A story, shown as stretches: `20 x (Value(850, false), None)`.
#[derive(Clone)]
struct Story(Vec<(Second, Fault)>);

impl std::fmt::Debug for Story {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown: Vec<String> = self.0.iter().map(|second| format!("{second:?}")).collect();
        for stretch in shown.chunk_by(|a, b| a == b) {
            writeln!(f, "  {} x {}", stretch.len(), stretch[0])?;
        }
        Ok(())
    }
}

/// A story made of stretches of equal seconds, so that conditions last long enough to matter.
fn story() -> impl Strategy<Value = Story> {
    let stretch = (second(), 1usize..50, prop::collection::vec(fault(), 50));
    let stretches = prop::collection::vec(stretch, 1..10);
    let seconds =
        |(second, length, faults): (Second, usize, Vec<Fault>)| faults.into_iter().take(length).map(move |fault| (second.clone(), fault));
    stretches.prop_map(move |all| Story(all.into_iter().flat_map(seconds).collect()))
}

fn reading(second: &Second) -> Option<Reading> {
    match second {
        Second::Value(raw, doubtful) => Some(Reading::checked(Vital::Spo2, *raw, Flags::NONE.with_if(Flags::ARTEFACT, *doubtful))),
        Second::Missing(flags) => Some(Reading::missing(Vital::Spo2, *flags)),
        Second::Silent => None,
    }
}

/// Deliveries by second of arrival: (second of measurement, reading).
fn deliveries(story: &[(Second, Fault)]) -> BTreeMap<i64, Vec<(i64, Reading)>> {
    let mut by_arrival: BTreeMap<i64, Vec<(i64, Reading)>> = BTreeMap::new();
    for (at, (second, fault)) in (0..).zip(story) {
        let Some(reading) = reading(second) else { continue };
        let arrivals = match fault {
            Fault::Lost => vec![],
            Fault::Twice => vec![at, at + 7],
            Fault::Late(by) => vec![at + by],
            _ => vec![at],
        };
        for arrival in arrivals {
            by_arrival.entry(arrival).or_default().push((at, reading));
        }
    }
    by_arrival
}

/// Plays a story, with or without its restarts.
fn play(story: &[(Second, Fault)], restarts: bool) -> Rig {
    let mut rig = Rig::new(Limits::thresholds_adult(), vec![oximeter(1_000)]);
    let mut deliveries = deliveries(story);
    let end = i64::try_from(story.len()).unwrap() + 130;
    for t in 0..end {
        rig.run_to(t * 1_000);
        if t % 10 == 0 {
            rig.home_heard(&home());
        }
        for (at, reading) in deliveries.remove(&t).unwrap_or_default() {
            rig.frame(&device("oximeter"), BEGIN.plus(at * 1_000), vec![reading]);
        }
        match usize::try_from(t).ok().and_then(|t| story.get(t)).map(|(_, fault)| *fault) {
            Some(Fault::Restart) if restarts => {
                rig.restart();
                rig.run_to(t * 1_000);
            }
            Some(Fault::ClockJump(by)) => rig.clock_jumps(by * 1_000),
            Some(Fault::Acknowledge) => {
                if let Some(alert) = rig.stored().first() {
                    rig.acknowledge(alert.id, alert.version, StaffId(1));
                }
            }
            _ => {}
        }
    }
    rig
}

/// What must hold for any sequence of transitions.
fn check_steps(rig: &Rig) {
    let mut last: BTreeMap<u128, Transition> = BTreeMap::new();
    for step in rig.steps() {
        let person = matches!(step.actor, Actor::Person(_));
        assert_eq!(person, matches!(step.change, Change::Acknowledged | Change::Reviewed), "{step:?}");
        if let Some(before) = last.get(&step.alert.id.0) {
            assert_eq!(step.alert.version, before.alert.version + 1, "no version twice or missing");
            assert!(before.alert.open, "nothing happens to a closed alert");
            assert!(step.alert.priority >= before.alert.priority, "a priority fell: {step:?}");
        } else {
            assert_eq!((step.change, step.alert.version), (Change::Raised, 1));
        }
        check_end(step);
        last.insert(step.alert.id.0, step.clone());
    }
    let mut open: Vec<_> = last.values().filter(|step| step.alert.open).map(|step| (step.alert.rule, &step.alert.subject)).collect();
    let all = open.len();
    open.sort();
    open.dedup();
    assert_eq!(open.len(), all, "one open alert for each rule and subject");
}

/// An alert may close only after its condition ended, and a high one only after a review.
fn check_end(step: &Transition) {
    if step.change == Change::Cleared && step.alert.rule.vital().is_some() && !step.alert.while_offline {
        assert!(step.alert.rule.to_string().ends_with("silent") || step.value.is_some(), "no value, no all-clear: {step:?}");
    }
    if step.change == Change::Closed {
        assert_eq!(step.alert.condition, Condition::Cleared);
        assert!(step.alert.priority < Priority::High || step.alert.reviewed.is_some());
    }
}

fn is_ringing(rig: &Rig) -> Option<Priority> {
    let mut active = rig.episode.open_alerts().filter(|alert| alert.condition == Condition::Active);
    active.find(|alert| alert.rule.to_string() == "spo2_low").map(|alert| alert.priority)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_fault_on_the_way_breaks_a_rule_of_the_game(story in story()) {
        check_steps(&play(&story.0, true));
    }

    #[test]
    fn a_violation_that_goes_on_rings_whatever_happened_before(story in story()) {
        let mut rig = play(&story.0, true);
        let from = i64::try_from(story.0.len()).unwrap() + 130;
        let skew = rig.now().wall.since(BEGIN) - from * 1_000 + 1_000;
        // Sixteen seconds of clear violation, by a clock that agrees with the hub's.
        for t in from..from + 17 {
            rig.run_to(t * 1_000);
            let at = BEGIN.plus(t * 1_000 + skew);
            rig.frame(&device("oximeter"), at, vec![Reading::checked(Vital::Spo2, 850, Flags::NONE)]);
        }
        prop_assert!(is_ringing(&rig).is_some());
        // From now on nothing ends the alert: silence, restarts, duplicates, a sensor that is off.
        rig.restart();
        rig.run_to((from + 1_000) * 1_000);
        rig.frame(&device("oximeter"), rig.now().wall, vec![Reading::missing(Vital::Spo2, Flags::SENSOR_OFF)]);
        rig.frame(&device("oximeter"), BEGIN, vec![Reading::checked(Vital::Spo2, 970, Flags::NONE)]);
        prop_assert!(is_ringing(&rig).is_some());
        check_steps(&rig);
    }

    #[test]
    fn restarts_change_nothing_that_is_told(story in story()) {
        let clinical = |rig: &Rig| -> Vec<String> {
            rig.told.iter().filter_map(|(t, told)| match told {
                Told::Step(step) if step.alert.rule.to_string() == "spo2_low" =>
                    Some(format!("{t} {:?} {} {:?} {:?}", step.change, step.alert.priority, step.alert.since, step.value)),
                _ => None,
            }).collect()
        };
        // Acts and clock steps are left out: acts would meet other versions, and a step of the wall clock changes which
        // frames count as the last 15 minutes.
        let quiet: Vec<_> = story.0.into_iter().map(|(second, fault)| match fault {
            Fault::ClockJump(_) | Fault::Acknowledge => (second, Fault::Restart),
            other => (second, other),
        }).collect();
        prop_assert_eq!(clinical(&play(&quiet, true)), clinical(&play(&quiet, false)));
    }

    #[test]
    fn a_dead_sensor_is_heard_of_whatever_the_homes_link_does(pauses in prop::collection::vec(1i64..80, 40)) {
        let mut rig = Rig::new(Limits::thresholds_adult(), vec![oximeter(1_000)]);
        rig.frame(&device("oximeter"), BEGIN, vec![Reading::checked(Vital::Spo2, 970, Flags::NONE)]);
        let mut t = 0;
        for pause in pauses {
            t += pause;
            rig.run_to(t * 1_000);
            rig.home_heard(&home());
        }
        // 30 s of silence, at most 60 s until the home counts as offline, and 10 s of grace.
        let first = rig.told.first().map(|(t, _)| *t);
        prop_assert!(first.is_some_and(|t| t <= 100_000), "first heard of at {first:?}");
        // From then on there is always an open alert, and never a pause of more than a minute.
        prop_assert!(rig.episode.open_alerts().count() > 0);
    }
}

#[test]
fn late_values_that_were_told_are_not_told_again_after_a_restart() {
    let value = |raw, fault| (Second::Value(raw, false), fault);
    let head = [Fault::None, Fault::None, Fault::Lost, Fault::Late(13), Fault::Late(12)].map(|fault| value(750, fault));
    let tail = std::iter::repeat_n(value(970, Fault::None), 14).chain([value(970, Fault::Restart)]);
    let story: Vec<_> = head.into_iter().chain(tail).collect();
    let told = |restarts| play(&story, restarts).steps().map(|step| format!("{} {:?}", step.alert.rule, step.change)).collect::<Vec<_>>();
    assert_eq!(told(true), told(false));
}
