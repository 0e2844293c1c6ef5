//! A pause has an end, names what it silences, and is no way to own nothing.

use crate::rig::Rig;
use hearth_alerts::{Kind, Priority, Rule};
use hearth_escalation::budget::PAUSE_HIGH_MS_MAX;
use hearth_escalation::{Pause, PauseError, Post, Reason};
use hearth_vitals::Vital;
use proptest::prelude::*;

const SPO2: Rule = Rule::VitalLow(Vital::Spo2);

#[test]
fn a_pause_without_an_end_or_with_one_too_far_is_refused() {
    let pause = |priority, length_s: Option<i64>| Pause::try_new(SPO2, priority, Reason::Bath, length_s.map(|s| s * 1_000));
    for (priority, max_s) in [(Priority::High, 120), (Priority::Medium, 900), (Priority::Low, 900)] {
        let bounds = Err(PauseError::OutOfBounds { min_ms: 30_000, max_ms: max_s * 1_000 });
        for refused in [None, Some(0), Some(-60), Some(29), Some(max_s + 1), Some(i64::MAX / 1_000)] {
            assert_eq!(pause(priority, refused), bounds, "{priority} {refused:?}");
        }
        assert!(pause(priority, Some(30)).is_ok() && pause(priority, Some(max_s)).is_ok());
    }
}

#[test]
fn no_reason_silences_silence_a_link_a_battery_or_the_hub_itself() {
    for rule in Rule::all() {
        let named = Reason::ALL.into_iter().filter(|reason| reason.names(rule)).count();
        match (rule, rule.kind()) {
            (_, Kind::Clinical) => assert!(Reason::AtThePatient.names(rule), "{rule}"),
            (Rule::SensorOff, _) => assert_eq!(named, 3),
            _ => assert_eq!(named, 0, "{rule}"),
        }
    }
    assert!(Reason::Bath.names(SPO2) && !Reason::Bath.names(Rule::VitalHigh(Vital::Temperature)), "a fever is no matter of a bath");
    assert!(
        !Reason::Transport.names(Rule::VitalLow(Vital::Systolic)) && !Reason::Bath.names(Rule::News2) && !Reason::Bath.names(Rule::Fever)
    );
}

#[test]
fn an_alert_is_paused_three_times_in_a_round_and_not_twice_at_once() {
    let mut rig = Rig::new(Post::ALL);
    rig.raise(1, Priority::Medium);
    for pause in 0..3 {
        rig.pause(1, 1, SPO2, Reason::Bath, Some(60)).unwrap();
        assert_eq!(rig.pause(1, 2, SPO2, Reason::Bath, Some(60)), Err(PauseError::Already));
        rig.run_to((pause + 1) * 100_000);
    }
    assert_eq!(rig.pause(1, 1, SPO2, Reason::Bath, Some(60)), Err(PauseError::TooOften));
    let low = Pause::try_new(SPO2, Priority::Low, Reason::Bath, Some(900_000)).unwrap();
    let now = rig.now();
    let open = rig.open[0];
    let refused = rig.escalation().clone().pause(&open, low, hearth_alerts::StaffId(1), now);
    assert_eq!(refused, Err(PauseError::Changed), "it is more urgent than it was for who wanted it");
}

#[test]
fn a_paused_alert_stays_where_it_is_however_often_the_loop_turns() {
    let mut rig = Rig::new(Post::ALL);
    rig.raise(1, Priority::High);
    rig.pause(1, 1, SPO2, Reason::AtThePatient, Some(120)).unwrap();
    for at in [60_000, 90_000, 119_999] {
        rig.run_to(at);
        rig.advance();
        assert_eq!(rig.fired(1).len(), 1, "at {at} ms");
    }
    rig.run_to(120_000);
    assert_eq!(rig.fired(1).len(), 2);
}

proptest! {
    /// However often it is paused, killed and set back: every rung fires, none is put off by more than all pauses together.
    #[test]
    fn pauses_delay_a_ladder_by_no_more_than_they_last(pauses in prop::collection::vec((0..400_000_i64, 30..=120_i64, any::<bool>(), -90_000_000..90_000_000_i64), 0..6)) {
        let mut rig = Rig::new(Post::ALL);
        rig.raise(1, Priority::High);
        let mut sum_ms = 0;
        let mut pauses = pauses;
        pauses.sort_by_key(|(at, ..)| *at);
        for (at, length_s, killed, jump_ms) in pauses {
            rig.run_to(at);
            if rig.pause(1, 1, SPO2, Reason::AtThePatient, Some(length_s)).is_ok() {
                sum_ms += length_s * 1_000;
            }
            if killed {
                rig.stop();
                rig.clock_jumps(jump_ms);
                rig.start();
                // A clock that was set back while the hub was down may cost a step, and the pause under way once more.
                sum_ms += 60_000 + PAUSE_HIGH_MS_MAX;
            }
        }
        rig.run_to(4_000_000);
        let fired = rig.fired(1);
        prop_assert_eq!(fired.iter().map(|(_, _, rung)| *rung).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
        for (at, _, rung) in fired {
            let due = i64::from(rung - 1) * 60_000;
            prop_assert!(at <= due + sum_ms, "rung {rung} at {at}, due {due}, paused {sum_ms}");
        }
    }
}
