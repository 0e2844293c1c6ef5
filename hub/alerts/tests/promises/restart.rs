//! A restart anywhere, whatever two oximeters, a nurse's own measurements and her presses say: what is told of the patient is
//! the same, to the second.

use super::rig::{BEGIN, Rig, Told, device, home, oximeter};
use hearth_alerts::{ByHand, Kind, Limits, Noted, StaffId};
use hearth_vitals::{Flags, Reading, Vital};
use proptest::prelude::*;

/// Some seconds in which both devices measure the same, or one of them nothing.
#[derive(Debug, Clone)]
struct Stretch {
    seconds: i64,
    one: Option<i32>,
    other: Option<i32>,
    flags: Flags,
}

/// What happens besides, by the second.
#[derive(Debug, Clone)]
struct Acts {
    written: Vec<(i64, i32)>,
    presses: Vec<i64>,
}

fn play(stretches: &[Stretch], acts: &Acts, restarts: &[i64]) -> Vec<String> {
    let other = hearth_alerts::Expected { device: device("other"), ..oximeter(2_000) };
    let mut rig = Rig::new(Limits::thresholds_adult(), vec![oximeter(1_000), other]);
    let seconds = stretches.iter().flat_map(|stretch| std::iter::repeat_n(stretch, usize::try_from(stretch.seconds).unwrap()));
    let mut end = 0;
    for (second, stretch) in (0..).zip(seconds) {
        rig.run_to(second * 1_000);
        if restarts.contains(&second) {
            rig.restart();
        }
        happen(&mut rig, second, stretch, acts);
        end = second;
    }
    rig.run_to(end * 1_000 + 600_000);
    let clinical = |told: &Told| !matches!(told, Told::Step(step) if step.alert.rule.kind() != Kind::Clinical);
    rig.told.iter().filter(|(_, told)| clinical(told)).map(|(t, told)| tell(*t, told)).collect()
}

fn happen(rig: &mut Rig, second: i64, stretch: &Stretch, acts: &Acts) {
    let at = BEGIN.plus(second * 1_000);
    if second % 10 == 0 {
        rig.home_heard(&home());
    }
    if let Some(raw) = stretch.one {
        rig.frame(&device("oximeter"), at, vec![Reading::checked(Vital::Spo2, raw, stretch.flags)]);
    }
    if let Some(raw) = stretch.other.filter(|_| second % 2 == 0) {
        rig.frame(&device("other"), at, vec![Reading::checked(Vital::Spo2, raw, Flags::NONE)]);
    }
    for (_, raw) in acts.written.iter().filter(|(when, _)| *when == second) {
        rig.write(ByHand { vital: Vital::Spo2, noted: Noted::Number(*raw), at, entered: at });
    }
    if acts.presses.contains(&second)
        && let Some(alert) = rig.stored().into_iter().find(|alert| alert.rule.kind() == Kind::Clinical)
    {
        rig.acknowledge(alert.id, alert.version, StaffId(1));
    }
}

/// A step without its ids: technical alerts of silence, which a restart puts off, draw some too.
fn tell(t: i64, told: &Told) -> String {
    match told {
        Told::Step(step) => {
            let alert = &step.alert;
            let of = (alert.rule, step.change, alert.priority, alert.extreme, alert.since, alert.as_of, alert.while_offline);
            format!("{t} {of:?} by {:?}", step.actor)
        }
        refused => format!("{t} {refused:?}"),
    }
}

fn stretch() -> impl Strategy<Value = Stretch> {
    let value = |of: Vec<i32>| prop_oneof![5 => prop::sample::select(of).prop_map(Some), 1 => Just(None)];
    let flags = prop::sample::select(vec![Flags::NONE, Flags::NONE, Flags::NONE, Flags::ARTEFACT]);
    (1i64..60, value(vec![970, 970, 910, 890, 860, 790, 730, 480]), value(vec![970, 970, 970, 910, 860, 780]), flags)
        .prop_map(|(seconds, one, other, flags)| Stretch { seconds, one, other, flags })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_restart_anywhere_changes_nothing_that_is_told_of_the_patient(
        stretches in prop::collection::vec(stretch(), 1..8),
        written in prop::collection::vec((0i64..300, prop::sample::select(vec![970, 840, 760])), 0..3),
        presses in prop::collection::vec(0i64..300, 0..3),
        restarts in prop::collection::vec(1i64..300, 1..3),
    ) {
        let acts = Acts { written, presses };
        prop_assert_eq!(play(&stretches, &acts, &[]), play(&stretches, &acts, &restarts));
    }
}

/// Drawn by the property: the device that rang pauses for half a minute, and the other one, which is safe, stops as that is over.
#[test]
fn what_spoke_against_the_end_is_asked_again_when_its_device_comes_back() {
    let stretch = |seconds, one, other| Stretch { seconds, one, other, flags: Flags::NONE };
    let stretches =
        [stretch(7, Some(970), Some(970)), stretch(40, Some(970), Some(860)), stretch(30, Some(970), None), stretch(11, None, Some(970))];
    let acts = Acts { written: Vec::new(), presses: Vec::new() };
    let told = play(&stretches, &acts, &[]);
    for restart in 40..88 {
        assert_eq!(play(&stretches, &acts, &[restart]), told, "a restart after {restart} s");
    }
}
