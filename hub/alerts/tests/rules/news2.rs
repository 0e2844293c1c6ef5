//! NEWS2 as a rule.

use super::patient::{Fact, Patient, patient};
use super::{BEGIN, minute};
use hearth_alerts::Priority;
use hearth_alerts::rules::news2::{Decision, GRID_MS, History, Known, LOOK_BACK_MS, Spot, Streamed, judge};
use hearth_alerts::verdict::{Item, Unknown, Verdict};
use hearth_scores::news2::Component;
use hearth_scores::{Acvpu, Given};
use hearth_vitals::{Flags, Vital, WallMs};
use proptest::prelude::*;
use serde_json::Value;

fn acvpu(letter: &str) -> Acvpu {
    match letter {
        "A" => Acvpu::Alert,
        "C" => Acvpu::Confusion,
        "V" => Acvpu::Voice,
        "P" => Acvpu::Pain,
        "U" => Acvpu::Unresponsive,
        other => panic!("'{other}' is no level of consciousness"),
    }
}

fn patient_of(case: &Value) -> Patient {
    let (mut patient, input) = (Patient::default(), &case["input"]);
    let stale: Vec<&str> = case["stale_parameters"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let at = |name: &str| if stale.contains(&name) { -24 * 60 } else { 0 };
    for (name, vital) in [
        ("rr", Vital::RespiratoryRate),
        ("spo2", Vital::Spo2),
        ("sbp", Vital::Systolic),
        ("pulse", Vital::PulseRate),
        ("temp_c", Vital::Temperature),
    ] {
        if let Some(value) = input[name].as_f64() {
            patient.measure(at(name), vital, value);
        }
    }
    if let Some(on) = input["on_oxygen"].as_bool() {
        patient.tell(at("on_oxygen"), Fact::Oxygen(on));
    }
    if let Some(letter) = input["acvpu"].as_str() {
        patient.tell(at("acvpu"), Fact::Level(acvpu(letter)));
    }
    if input["spo2_scale"] == 2 {
        patient.tell(-1_000, Fact::ScaleTwo);
    }
    patient
}

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../../scores/tests/vectors/news2_cases.json")).unwrap()
}

#[test]
fn every_whole_set_of_the_vectors_rings_by_its_risk() {
    for case in vectors()["cases"].as_array().unwrap() {
        let judged = patient_of(case).judge(0);
        let priority = match case["expected"]["risk"].as_str().unwrap() {
            "low" => None,
            "low-medium" | "medium" => Some(Priority::Medium),
            "high" => Some(Priority::High),
            other => panic!("'{other}' is no risk"),
        };
        assert_eq!(judged.verdict.priority(), priority, "{case}");
        assert_eq!(judged.verdict == Verdict::Over, priority.is_none(), "{case}");
        let score = judged.evidence.score.unwrap();
        assert_eq!(score.total.map(u64::from), case["expected"]["total"].as_u64(), "{case}");
        assert_eq!(score.scale_two_since.is_some(), case["input"]["spo2_scale"] == 2, "{case}");
        assert_eq!(judged.evidence.inputs.len(), 7, "{case}");
    }
}

#[test]
fn an_incomplete_set_is_unknown_and_asks_for_what_is_missing() {
    let item = |name: &Value| match name.as_str().unwrap() {
        "rr" => Item::Vital(Vital::RespiratoryRate),
        "spo2" => Item::Vital(Vital::Spo2),
        "sbp" => Item::Vital(Vital::Systolic),
        "pulse" => Item::Vital(Vital::PulseRate),
        "temp_c" => Item::Vital(Vital::Temperature),
        "on_oxygen" => Item::Oxygen,
        "acvpu" => Item::Consciousness,
        other => panic!("'{other}' is no parameter"),
    };
    for case in vectors()["incomplete_cases"].as_array().unwrap() {
        let judged = patient_of(case).judge(0);
        let missing: Vec<Item> = case["expected"]["missing"].as_array().unwrap().iter().map(item).collect();
        assert_eq!(judged.wanted.iter().map(|wanted| wanted.what).collect::<Vec<_>>(), missing, "{case}");
        assert_eq!(judged.evidence.score.unwrap().total, None, "{case}");
        assert!(!matches!(judged.verdict, Verdict::Over), "{case}");
    }
}

#[test]
fn heart_rate_129_breathing_24_spo2_92_systolic_92_and_38_2_ring_high() {
    let mut patient = Patient::well(0);
    patient.set(10, 24.0, 92.0, 92.0, 129.0, 38.2);
    assert_eq!(patient.told(10), Some((9, Priority::High)));
}

#[test]
fn what_is_known_may_already_ring_while_the_rest_is_asked_for() {
    let mut patient = Patient::default();
    patient.measure(0, Vital::RespiratoryRate, 26.0);
    let judged = patient.judge(1);
    assert_eq!(judged.verdict, Verdict::Holds { level: 3, priority: Priority::Medium, since: minute(0) });
    assert_eq!((judged.wanted.len(), judged.evidence.score.unwrap().total), (6, None));
    patient.measure(1, Vital::Spo2, 92.0);
    patient.tell(1, Fact::Oxygen(true));
    assert_eq!(patient.told(2), Some((7, Priority::High)));
}

#[test]
fn a_patient_of_whom_nothing_is_known_is_unknown_and_not_well() {
    assert_eq!(Patient::default().judge(0).verdict, Verdict::Unknown { why: Unknown::NeverMeasured });
    assert_eq!(Patient::well(0).judge(240).verdict, Verdict::Over);
    assert_eq!(Patient::well(0).judge(241).verdict, Verdict::Unknown { why: Unknown::TooOld });
    assert_eq!(Patient::well(0).judge(241).wanted[0].due, Some(minute(240)));
}

#[test]
fn after_a_five_a_pressure_of_two_hours_ago_is_asked_for_anew_and_stays_a_reason() {
    let mut patient = Patient::well(-5);
    patient.set(0, 16.0, 97.0, 92.0, 115.0, 38.2);
    assert_eq!(patient.told(60), Some((5, Priority::Medium)));
    let hour_later = patient.judge(61);
    assert_eq!(hour_later.wanted.iter().filter(|wanted| wanted.due == Some(minute(60))).count(), 5);
    assert_eq!(patient.told(240), Some((5, Priority::Medium)), "nobody has measured that it is less");
    assert_eq!(patient.judge(90).evidence.score.unwrap().at_least, 5, "what rings is shown with what it rings for");
    assert_eq!(patient.judge(256).verdict, Verdict::Unknown { why: Unknown::TooOld });
    patient.measure(300, Vital::PulseRate, 72.0);
    assert_eq!(patient.judge(300).evidence.inputs.len(), 1, "what is too old is no ground of a verdict");
    patient.set(95, 16.0, 97.0, 125.0, 72.0, 36.8);
    assert_eq!(patient.judge(111).verdict, Verdict::Over);
    assert_eq!(patient.judge(200).verdict, Verdict::Over, "a total below 5 gives the four hours back");
}

#[test]
fn what_is_known_to_be_five_shortens_the_windows_too() {
    let mut patient = Patient::default();
    patient.measure(0, Vital::RespiratoryRate, 26.0);
    patient.measure(0, Vital::Systolic, 95.0);
    assert_eq!(patient.told(60), Some((5, Priority::Medium)));
    assert_eq!(patient.judge(80).wanted.iter().filter(|wanted| wanted.due == Some(minute(60))).count(), 2);
    assert_eq!(patient.judge(256).verdict, Verdict::Unknown { why: Unknown::TooOld });
}

/// Nobody has taken the pressure or the temperature again, so nobody can say that it is over: what calms the score is not shown with
/// inputs that only count for one who is well.
#[test]
fn what_is_older_than_an_hour_is_a_reason_to_act_and_none_to_end_it() {
    let mut patient = Patient::well(-5);
    patient.set(0, 16.0, 97.0, 92.0, 115.0, 38.2);
    assert_eq!(patient.told(60), Some((5, Priority::Medium)));
    patient.measure(90, Vital::PulseRate, 85.0);
    let later = patient.judge(110);
    assert_eq!(later.verdict, Verdict::Unknown { why: Unknown::Incomplete });
    let score = later.evidence.score.unwrap();
    let unknown = |component| score.parts.iter().any(|part| part.component == component && part.points.is_none());
    assert_eq!((score.total, unknown(Component::Systolic), unknown(Component::Temperature)), (None, true, true));
}

#[test]
fn a_rise_is_told_anew_although_an_input_of_before_is_older_than_an_hour() {
    let mut patient = Patient::well(-5);
    patient.set(0, 23.0, 93.0, 92.0, 115.0, 38.2);
    assert_eq!(patient.told(60), Some((9, Priority::High)));
    patient.measure(100, Vital::RespiratoryRate, 23.0);
    patient.measure(100, Vital::Spo2, 93.0);
    patient.measure(100, Vital::PulseRate, 115.0);
    assert_eq!(patient.told(110), Some((9, Priority::High)));
    patient.measure(120, Vital::RespiratoryRate, 26.0);
    patient.measure(120, Vital::PulseRate, 135.0);
    patient.measure(120, Vital::Temperature, 39.2);
    assert_eq!(patient.told(135), Some((12, Priority::High)), "3 more by what is measured since");
}

#[test]
fn who_scores_five_with_a_pressure_of_two_hours_ago_and_breathes_faster_is_high_and_not_less_ill() {
    let mut patient = Patient::well(-5);
    patient.set(0, 16.0, 97.0, 92.0, 115.0, 38.2);
    assert_eq!(patient.told(60), Some((5, Priority::Medium)));
    patient.measure(120, Vital::RespiratoryRate, 23.0);
    assert_eq!(patient.told(120), Some((7, Priority::High)), "2 more, and nobody has measured that the pressure is better");
    patient.measure(130, Vital::Systolic, 125.0);
    assert_eq!(patient.judge(130).evidence.score.unwrap().at_least, 5, "what is measured anew counts at once");
}

#[test]
fn a_rise_of_two_within_an_hour_is_told_anew_and_a_slow_drift_is_not() {
    let course = |pulses: &[(i64, f64)]| {
        let mut patient = Patient::well(0);
        for (minutes, pulse) in pulses {
            // Breathing 24 and SpO2 92 are 4, pulse by its band.
            patient.set(*minutes, 24.0, 92.0, 111.0, *pulse, 36.8);
            patient.tell(*minutes, Fact::Level(Acvpu::Alert));
        }
        patient
    };
    let fast = course(&[(60, 131.0), (70, 131.0)]);
    assert_eq!(fast.told(60), Some((7, Priority::High)));
    let mut faster = course(&[(60, 131.0), (100, 131.0)]);
    faster.measure(101, Vital::Systolic, 95.0);
    assert_eq!((faster.told(101), faster.told(106)), (Some((7, Priority::High)), Some((9, Priority::High))), "when it has lasted");
    let mut slow = course(&[(60, 131.0)]);
    // A point more after three quarters of an hour each, everything measured again within the hour.
    for (minutes, systolic) in [(105, 105.0), (150, 105.0), (170, 95.0)] {
        slow.set(minutes, 24.0, 92.0, systolic, 131.0, 36.8);
    }
    assert_eq!(slow.told(180), Some((7, Priority::High)));
    assert_eq!(slow.judge(180).evidence.score.unwrap().at_least, 9);
}

#[test]
fn a_rise_of_two_is_worth_a_look_once_it_has_lasted_for_a_step_and_of_one_is_not() {
    let mut patient = Patient::well(0);
    patient.set(30, 16.0, 95.0, 125.0, 72.0, 36.8);
    assert_eq!((patient.told(40), patient.judge(40).evidence.score.unwrap().rise), (None, 1));
    patient.set(45, 21.0, 97.0, 125.0, 72.0, 36.8);
    assert_eq!((patient.told(45), patient.told(51)), (None, Some((2, Priority::Low))));
}

#[test]
fn a_score_is_over_a_quarter_of_an_hour_after_it_fell() {
    let mut patient = Patient::well(0);
    patient.set(10, 24.0, 92.0, 92.0, 129.0, 38.2);
    patient.set(21, 16.0, 97.0, 125.0, 72.0, 36.8);
    assert_eq!((patient.told(34), patient.judge(35).verdict), (Some((9, Priority::High)), Verdict::Over));
}

#[test]
fn scale_two_takes_a_recorded_decision_and_only_from_then_on() {
    let mut patient = Patient::well(0);
    patient.measure(0, Vital::Spo2, 89.0);
    patient.facts.retain(|(_, fact)| *fact != Fact::Spot(Vital::Spo2, 970));
    assert_eq!(patient.told(5), Some((3, Priority::Medium)));
    patient.tell(10, Fact::ScaleTwo);
    assert_eq!(patient.told(9), Some((3, Priority::Medium)));
    assert_eq!(patient.judge(30).verdict, Verdict::Over);
    assert_eq!(patient.judge(30).evidence.score.unwrap().scale_two_since, Some(minute(10)));
}

#[test]
fn a_stream_counts_by_its_median_and_only_with_three_good_samples_of_five() {
    let mut patient = Patient::well(0);
    patient.stream(0..11, Vital::Spo2, 90.0);
    assert_eq!(patient.told(11), Some((3, Priority::Medium)));
    assert_eq!(patient.judge(11).evidence.inputs.iter().find_map(|input| input.good_percent), Some(100));
    let mut poor = Patient::well(0);
    poor.stream(0..8, Vital::Spo2, 90.0);
    assert_eq!(poor.judge(10).evidence.score.unwrap().total, Some(0), "two of five: what a person measured counts for an hour");
    assert_eq!(poor.judge(65).verdict, Verdict::Unknown { why: Unknown::Incomplete });
    assert_eq!(poor.judge(65).wanted[0].what, Item::Vital(Vital::Spo2));
}

#[test]
fn one_wild_sample_moves_no_median_and_a_repeated_one_counts_once() {
    let sample = |step: i64, raw: i32| (minute(step), raw);
    let stream =
        Streamed::of([sample(1, 970), sample(2, 500), sample(2, 500), sample(2, 500), sample(3, 960), sample(9, 900)], 60_000, minute(5));
    assert_eq!((stream.median, stream.good, stream.expected), (Some(Given { value: 960, at: minute(3) }), 3, 5));
    assert_eq!(Streamed::of([sample(1, 971), sample(2, 960)], 60_000, minute(5)).median.unwrap().value, 966, "half a step up");
    assert_eq!(Streamed::of([], 0, minute(5)).median, None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_order_and_no_repetition_changes_the_verdict(
        (given, shuffled) in patient().prop_flat_map(|patient| {
            let twice = [patient.facts.clone(), patient.facts.clone()].concat();
            let shuffled = Just(twice).prop_shuffle();
            let streams = patient.streams.clone();
            (Just(patient), shuffled.prop_map(move |facts| Patient { facts, streams: streams.clone() }))
        }),
        minutes in 0i64..1_000,
    ) {
        prop_assert_eq!(given.judge(minutes), shuffled.judge(minutes));
    }

    #[test]
    fn a_history_that_was_kept_and_cut_is_the_one_made_anew(whole in patient(), order in prop::collection::vec(any::<prop::sample::Index>(), 24)) {
        // The facts come in any order, some of them hours late, while the clock goes on.
        let mut coming = whole.facts.clone();
        let mut here = Patient { facts: Vec::new(), streams: whole.streams.clone() };
        let mut history = History::default();
        for (step, index) in order.iter().enumerate() {
            let now = minute(i64::try_from(step).unwrap() * 40);
            if !coming.is_empty() {
                let fact = coming.swap_remove(index.index(coming.len()));
                here.facts.push(fact);
                history.forget_from(fact.0);
            }
            history.extend(&here, now);
            prop_assert_eq!(&history, &History::of(&here, now));
            prop_assert_eq!(judge(&here, &history, now), judge(&here, &History::of(&here, now), now));
        }
    }

    #[test]
    fn what_lies_beyond_its_look_back_changes_nothing(whole in patient(), minutes in 700i64..1_000) {
        let now = minute(minutes);
        let mut kept = whole.clone();
        kept.facts.retain(|(at, fact)| now.since(*at) <= LOOK_BACK_MS || *fact == Fact::ScaleTwo);
        prop_assert_eq!(whole.judge(minutes).verdict.priority(), kept.judge(minutes).verdict.priority());
    }

    #[test]
    fn nothing_changes_by_time_alone_before_it_wakes(whole in patient(), minutes in 0i64..1_000, waited in 0.0f64..1.0) {
        let now = minute(minutes);
        let past = Patient { facts: whole.facts.into_iter().filter(|(at, _)| *at <= now).collect(), ..whole };
        let judged = judge(&past, &History::of(&past, now), now);
        let until_wake_ms = judged.wake.unwrap().since(now) - 1;
        let then = now.plus((until_wake_ms as f64 * waited) as i64);
        prop_assert_eq!(judge(&past, &History::of(&past, then), then).verdict, judged.verdict);
    }
}

#[test]
fn the_story_begins_on_the_grid() {
    assert_eq!(BEGIN.0 % GRID_MS, 0);
}

#[test]
fn it_wakes_in_the_very_millisecond_in_which_an_input_becomes_too_old() {
    let patient = Patient::well(3);
    let judged = patient.judge(243);
    assert_eq!((judged.evidence.score.unwrap().total, judged.wake), (Some(0), Some(minute(243).plus(1))));
}

#[test]
fn it_says_since_when_as_far_as_it_folds_the_course_and_no_further() {
    let mut patient = Patient::default();
    patient.stream(0..601, Vital::RespiratoryRate, 26.0);
    let Verdict::Holds { since, .. } = patient.judge(600).verdict else { panic!("it rings") };
    assert!((minute(355)..=minute(365)).contains(&since), "{since:?}: four hours before");
}

/// A patient of whom every spot value has this quality, and was measured so many ms later.
struct Doubted(Patient, Flags, i64);

impl Known for Doubted {
    fn streamed(&self, vital: Vital, until: WallMs) -> Option<Streamed> {
        self.0.streamed(vital, until)
    }
    fn spot(&self, vital: Vital, until: WallMs) -> Option<Spot> {
        self.0.spot(vital, until).map(|spot| Spot { at: spot.at.plus(self.2), quality: self.1, ..spot })
    }
    fn consciousness(&self, until: WallMs) -> Option<Given<Acvpu>> {
        self.0.consciousness(until)
    }
    fn oxygen(&self, until: WallMs) -> Option<Given<bool>> {
        self.0.oxygen(until)
    }
    fn scale_two(&self, at: WallMs) -> Option<Decision> {
        self.0.scale_two(at)
    }
}

#[test]
fn a_doubtful_spot_value_one_of_the_future_and_one_that_cannot_be_are_none() {
    let total = |known: Doubted| judge(&known, &History::of(&known, minute(10)), minute(10)).evidence.score.unwrap().total;
    assert_eq!(total(Doubted(Patient::well(0), Flags::NONE, 0)), Some(0));
    assert_eq!(total(Doubted(Patient::well(0), Flags::ARTEFACT, 0)), None);
    assert_eq!(total(Doubted(Patient::well(0), Flags::SENSOR_OFF, 0)), None);
    assert_eq!(total(Doubted(Patient::well(0), Flags::NONE, 3_600_000)), None);
    let mut fahrenheit = Patient::well(0);
    fahrenheit.measure(1, Vital::Temperature, 98.6);
    assert_eq!(total(Doubted(fahrenheit, Flags::NONE, 0)), None);
}

/// By the table of Subbe and others: 101 mmHg 0, a pulse of 105 is 1, 15 breaths 1, 38.5 °C 2, alert 0.
#[test]
fn mews_is_shown_beside_of_the_same_inputs_and_rings_nobody() {
    let mut patient = Patient::default();
    for (vital, value) in [
        (Vital::Systolic, 101.0),
        (Vital::PulseRate, 105.0),
        (Vital::RespiratoryRate, 15.0),
        (Vital::Temperature, 38.5),
        (Vital::Spo2, 98.0),
    ] {
        patient.measure(0, vital, value);
    }
    let mews = |patient: &Patient, minutes| patient.judge(minutes).evidence.score.unwrap().mews.unwrap();
    let incomplete = mews(&patient, 1);
    assert_eq!((incomplete.total, incomplete.at_least), (None, 4), "what nobody has asked is no 0");
    patient.tell(0, Fact::Level(Acvpu::Alert));
    patient.tell(0, Fact::Oxygen(false));
    let judged = patient.judge(1);
    let score = judged.evidence.score.unwrap();
    assert_eq!((score.mews.as_ref().unwrap().total, score.total), (Some(4), Some(3)));
    assert_eq!(judged.verdict, Verdict::Over, "as NEWS2 says");
    let points: Vec<_> = score.mews.unwrap().parts.iter().map(|part| (part.component, part.points)).collect();
    let table = [Component::Systolic, Component::Pulse, Component::Respirations, Component::Temperature, Component::Consciousness];
    assert_eq!(points, table.into_iter().zip([0, 1, 1, 2, 0].map(Some)).collect::<Vec<_>>());
    let old = mews(&patient, 4 * 60 + 1);
    assert_eq!((old.total, old.at_least), (None, 0), "no older than what NEWS2 counts");
}
