//! What is shelved, and the contexts of a stay: bounded, for some rules only, and never for what nobody would hear of otherwise.

use crate::rig::Rig;
use hearth_alerts::{Kind, Priority, Rule};
use hearth_escalation::budget::{BATH_MS_MAX, SHELF_MS_MAX, TRANSPORT_MS_MAX};
use hearth_escalation::quiet::may_be_shelved;
use hearth_escalation::{Context, Post, QuietError, QuietWish, Quieted, Resumed, What};
use hearth_vitals::Vital;
use serde_json::Value;

const SPO2: Quieted = Quieted::Rule(Rule::VitalLow(Vital::Spo2));

/// What nobody may keep quiet for a stay, by whatever means: somebody would have to hear of it in another way, and there is none.
fn is_never_quiet(rule: Rule) -> bool {
    let is_silence = matches!(rule, Rule::VitalSilent(_) | Rule::VitalArtefact(_) | Rule::VitalStuck(_) | Rule::VitalImplausible(_));
    let is_link = matches!(
        rule,
        Rule::GatewayOffline | Rule::GatewayTwice | Rule::GatewayClock | Rule::GatewayStorage | Rule::StrayDevice | Rule::Rejected
    );
    is_silence || is_link || rule.kind() == Kind::System || matches!(rule, Rule::LowBattery | Rule::Call | Rule::TaskLate)
}

#[test]
fn silence_links_batteries_the_call_button_and_the_hub_are_never_quiet() {
    for rule in Rule::all().filter(|rule| is_never_quiet(*rule)) {
        assert!(!may_be_shelved(rule), "{rule} can be shelved");
        assert_eq!(QuietWish::try_new(Quieted::Rule(rule), Some(3_600_000)), Err(QuietError::NotShelved { rule }));
        for context in Context::ALL {
            assert!(!context.names(rule), "{rule} is quiet in {context:?}");
        }
    }
    assert!(!may_be_shelved(Rule::SensorOff) && !may_be_shelved(Rule::Fever));
    let others = Rule::all().filter(|rule| may_be_shelved(*rule)).count();
    assert!(others >= 6, "and what is measured of the patient can be");
}

#[test]
fn each_has_an_end_within_its_bounds_and_only_a_dying_patient_none() {
    for (what, max_ms) in
        [(SPO2, SHELF_MS_MAX), (Quieted::Context(Context::Bath), BATH_MS_MAX), (Quieted::Context(Context::Transport), TRANSPORT_MS_MAX)]
    {
        for refused in [None, Some(0), Some(-1), Some(299_999), Some(max_ms + 1), Some(i64::MAX)] {
            assert_eq!(QuietWish::try_new(what, refused), Err(QuietError::OutOfBounds { min_ms: 300_000, max_ms }), "{what:?} {refused:?}");
        }
        assert!(QuietWish::try_new(what, Some(300_000)).is_ok() && QuietWish::try_new(what, Some(max_ms)).is_ok());
    }
    assert!(QuietWish::try_new(Quieted::Context(Context::EndOfLife), None).is_ok());
}

#[test]
fn what_rings_high_is_not_shelved_and_nothing_twice() {
    let mut rig = Rig::new(Post::ALL);
    rig.raise(1, Priority::High);
    assert_eq!(rig.quieten(SPO2, 1, Some(60)), Err(QuietError::High));
    let mut calm = Rig::new(Post::ALL);
    calm.raise(1, Priority::Medium);
    calm.quieten(SPO2, 1, Some(60)).unwrap();
    assert_eq!(calm.quieten(SPO2, 2, Some(60)), Err(QuietError::Already));
    calm.quieten(Quieted::Context(Context::Bath), 1, Some(30)).unwrap();
    assert_eq!(calm.quieten(Quieted::Context(Context::EndOfLife), 1, None), Err(QuietError::Already), "one context at a time");
}

/// The vector of the reference: "alarm off for one parameter needs reason, expiry at most 8 h, and a visible mark; the stale-data alarm
/// cannot be turned off". That it needs a reason and leaves a mark, the API proves.
#[test]
fn the_reference_vector_of_an_alarm_that_is_off() {
    let states: Value = serde_json::from_str(include_str!("../vectors/alarm_states.json")).unwrap();
    let case = states["cases"].as_array().unwrap().iter().find(|case| case["id"] == "b09").unwrap();
    let rule = |word: &str| match word {
        "spo2" => Rule::VitalLow(Vital::Spo2),
        "data-stale" => Rule::VitalSilent(Vital::Spo2),
        other => panic!("{other}"),
    };
    let wish = |step: &Value| {
        let hours = step["until_h"].as_i64().unwrap_or(1);
        let off = QuietWish::try_new(Quieted::Rule(rule(step["cond"].as_str().unwrap())), Some(hours * 3_600_000));
        if off.is_ok() { "accepted" } else { "refused" }
    };
    let steps = case["steps"].as_array().unwrap();
    assert_eq!(
        [wish(&steps[0]), wish(&steps[1])],
        [case["expected"]["first"].as_str().unwrap(), case["expected"]["second"].as_str().unwrap()]
    );
}

#[test]
fn what_is_quiet_stays_quiet_over_a_restart_and_no_longer_than_it_was_meant_to() {
    let mut rig = Rig::new(Post::ALL);
    rig.quieten(SPO2, 1, Some(480)).unwrap();
    rig.run_to(60_000);
    rig.raise(1, Priority::Medium);
    rig.stop();
    rig.clock_jumps(-86_400_000);
    rig.start();
    rig.run_to(28_000_000);
    assert_eq!(rig.fired(1), []);
    // Eight hours from the restart at the latest, although the wall clock was set back by a day.
    rig.run_to(28_800_000 + 60_000);
    assert!(!rig.fired(1).is_empty() && rig.escalation().quiets().is_empty());
}

/// A clock that was wrong when it began, and is set right while it runs, moves the end that is kept and not the beginning.
#[test]
fn a_clock_that_is_set_while_it_runs_and_again_while_the_hub_is_down_makes_nothing_quiet_for_longer() {
    let mut rig = Rig::new(Post::ALL);
    rig.quieten(SPO2, 1, Some(480)).unwrap();
    rig.run_to(60_000);
    rig.raise(1, Priority::Medium);
    rig.clock_jumps(86_400_000);
    rig.advance();
    rig.stop();
    rig.clock_jumps(-86_400_000);
    rig.start();
    rig.run_to(28_800_000 + 180_000);
    assert!(!rig.fired(1).is_empty() && rig.escalation().quiets().is_empty());
}

#[test]
fn what_keeps_other_rules_from_being_raised_is_not_shelved() {
    for rule in [Rule::News2, Rule::VitalHigh(Vital::Temperature), Rule::Fever] {
        let wish = QuietWish::try_new(Quieted::Rule(rule), Some(3_600_000));
        assert_eq!(wish, Err(QuietError::NotShelved { rule }), "{rule}");
    }
}

#[test]
fn who_would_end_the_pause_of_what_is_shelved_is_not_told_that_it_rings() {
    let mut rig = Rig::new(Post::ALL);
    rig.quieten(SPO2, 1, Some(480)).unwrap();
    rig.run_to(60_000);
    rig.raise(1, Priority::Medium);
    rig.run_to(61_000);
    assert!(!rig.resume(1, 1));
}

#[test]
fn what_was_quiet_of_a_stay_that_is_over_does_not_become_worse_by_that() {
    let mut rig = Rig::new(Post::ALL);
    rig.raise(1, Priority::Medium);
    rig.quieten(SPO2, 1, Some(480)).unwrap();
    rig.stay_ends();
    let whys: Vec<_> =
        rig.told.iter().filter_map(|(_, step)| if let What::Resumed { why } = step.what { Some(why) } else { None }).collect();
    assert_eq!(whys, [Resumed::Over]);
}

#[test]
fn of_two_alerts_of_a_rule_the_worse_one_is_what_was_shelved() {
    let mut rig = Rig::new(Post::ALL);
    for (id, limit) in [(1, 880), (2, 850)] {
        rig.raise(id, Priority::Medium);
        rig.change(id, |open| open.limit = Some(limit));
    }
    rig.quieten(SPO2, 1, Some(480)).unwrap();
    rig.advance();
    assert_eq!(rig.escalation().quiets().len(), 1, "neither is worse than what somebody knew");
}

#[test]
fn every_word_of_what_is_quiet_names_it_again() {
    let all = Rule::all().map(Quieted::Rule).chain(Context::ALL.map(Quieted::Context));
    for what in all {
        assert_eq!(Quieted::from_word(&what.word()), Some(what));
    }
    assert_eq!(Quieted::from_word("of another version"), None);
}
