//! The memory that the scores are asked with.

use crate::patient::{Fact, Patient, patient};
use crate::{BEGIN, minute};
use hearth_alerts::rules::fever::{self, Temperature};
use hearth_alerts::rules::knowledge::{Knowledge, OPEN_MAX, SPOTS_MAX, TEMPERATURES_MAX, TooLate};
use hearth_alerts::rules::news2::{Decision, History, judge};
use hearth_alerts::rules::{news2, qsofa};
use hearth_alerts::verdict::{Site, Unknown, Verdict};
use hearth_alerts::{Priority, StaffId};
use hearth_scores::Acvpu;
use hearth_vitals::{Flags, Vital, WallMs};
use proptest::prelude::*;

fn take(knowledge: &mut Knowledge, at: WallMs, fact: Fact) -> Result<(), TooLate> {
    match fact {
        Fact::Sample(vital, raw) => return knowledge.sample(vital, at, raw, Flags::NONE),
        Fact::Spot(vital, raw) => knowledge.spot(vital, at, raw, Flags::NONE),
        Fact::Level(level) => knowledge.consciousness(at, level),
        Fact::Oxygen(is_on) => knowledge.oxygen(at, is_on),
        Fact::ScaleTwo => {}
    }
    Ok(())
}

fn streaming() -> Knowledge {
    let mut knowledge = Knowledge::default();
    knowledge.expect(Vital::Spo2, Some(60_000));
    knowledge
}

#[test]
fn a_gap_that_is_filled_oldest_first_beside_the_present_is_not_too_late() {
    let (mut knowledge, mut whole) = (streaming(), Patient { streams: vec![Vital::Spo2], ..Patient::default() });
    let mut sample = |minutes: i64, raw: i32| {
        assert_eq!(knowledge.sample(Vital::Spo2, minute(minutes), raw, Flags::NONE), Ok(()), "{minutes}");
        whole.tell(minutes, Fact::Sample(Vital::Spo2, raw));
    };
    // Up to minute 12 and from minute 203 on the home is online; what lies between comes later, two minutes a minute.
    (0..13).for_each(|minutes| sample(minutes, 970));
    for minutes in 203..298 {
        sample(minutes, 970);
        sample(2 * minutes - 393, 850);
        sample(2 * minutes - 392, 850);
    }
    assert_eq!(knowledge.news2(minute(202)), whole.judge(202));
    assert_eq!(whole.told(202), Some((3, Priority::Medium)), "what was while offline is known");
}

#[test]
fn a_sample_for_a_closed_stretch_is_refused_and_changes_nothing() {
    let mut knowledge = streaming();
    for stretch in 1..=OPEN_MAX as i64 + 1 {
        knowledge.sample(Vital::Spo2, minute(5 * stretch), 970, Flags::NONE).unwrap();
    }
    let before = knowledge.clone();
    assert_eq!(knowledge.sample(Vital::Spo2, minute(4), 850, Flags::NONE), Err(TooLate));
    assert_eq!(knowledge.sample(Vital::Spo2, minute(-800), 850, Flags::NONE), Err(TooLate));
    assert_eq!(knowledge.sample(Vital::Spo2, minute(10), 970, Flags::NONE), Ok(()), "a repetition is none");
    assert_eq!(knowledge, before);
}

#[test]
fn a_backlog_that_comes_all_at_once_does_not_close_the_present() {
    let mut knowledge = streaming();
    let mut sample = |minutes: i64| knowledge.sample(Vital::Spo2, minute(minutes), 970, Flags::NONE);
    assert_eq!((sample(498), sample(501)), (Ok(()), Ok(())));
    assert!((1..400).step_by(3).all(|minutes| sample(minutes).is_ok()));
    assert_eq!((sample(499), sample(502)), (Ok(()), Ok(())));
}

#[test]
fn samples_that_come_late_change_what_was_scored_before() {
    let mut knowledge = streaming();
    (6..=10).for_each(|minutes| knowledge.sample(Vital::Spo2, minute(minutes), 970, Flags::NONE).unwrap());
    assert_eq!(knowledge.news2(minute(12)).verdict.priority(), None);
    (1..=5).for_each(|minutes| knowledge.sample(Vital::Spo2, minute(minutes), 850, Flags::NONE).unwrap());
    assert_eq!(knowledge.news2(minute(12)).verdict.priority(), Some(Priority::Medium), "a red score seven minutes ago holds");
}

#[test]
fn memory_stays_small_whatever_comes() {
    let mut knowledge = streaming();
    for stretch in 0..2_000 {
        knowledge.sample(Vital::Spo2, minute(5 * stretch), 970, Flags::NONE).unwrap();
        knowledge.spot(Vital::Temperature, minute(stretch), 3_680, Flags::NONE);
        knowledge.oxygen(minute(stretch), stretch % 2 == 0);
    }
    let text = format!("{knowledge:?}");
    assert!(
        text.matches("expected").count() <= 150
            && text.matches(", 3680)").count() == SPOTS_MAX
            && text.matches("raw: 3680").count() == TEMPERATURES_MAX,
        "{}",
        text.len()
    );
}

#[test]
fn what_was_withdrawn_and_what_is_doubtful_does_not_count() {
    let mut knowledge = Knowledge::default();
    knowledge.spot(Vital::RespiratoryRate, BEGIN, 260, Flags::NONE);
    assert_eq!(knowledge.news2(minute(11)).verdict.priority(), Some(Priority::Medium));
    knowledge.withdraw(Vital::RespiratoryRate, BEGIN, 260);
    assert_eq!(knowledge.news2(minute(11)), Knowledge::default().news2(minute(11)));
    knowledge.consciousness(BEGIN, Acvpu::Voice);
    knowledge.oxygen(BEGIN, true);
    assert_eq!(knowledge.news2(minute(11)).verdict.priority(), Some(Priority::Medium));
    knowledge.withdraw_findings(BEGIN);
    assert_eq!(knowledge.news2(minute(11)), Knowledge::default().news2(minute(11)));
    knowledge.spot(Vital::RespiratoryRate, BEGIN, 260, Flags::QUESTIONABLE);
    assert_eq!(knowledge.news2(minute(11)), Knowledge::default().news2(minute(11)));
}

#[test]
fn scale_two_holds_from_its_decision_until_it_is_taken_back() {
    let mut knowledge = Knowledge::default();
    knowledge.spot(Vital::Spo2, BEGIN, 890, Flags::NONE);
    let at_least = |knowledge: &mut Knowledge| knowledge.news2(minute(5)).evidence.score.unwrap().at_least;
    assert_eq!(at_least(&mut knowledge), 3);
    knowledge.set_scale_two(Some(Decision { by: StaffId(1), at: BEGIN }));
    assert_eq!(at_least(&mut knowledge), 0);
    knowledge.set_scale_two(None);
    assert_eq!(at_least(&mut knowledge), 3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn it_answers_as_the_whole_record_would_whatever_the_order(
        (whole, mixed) in patient().prop_flat_map(|mut patient| {
            patient.facts.retain(|(_, fact)| *fact != Fact::ScaleTwo);
            let twice = [patient.facts.clone(), patient.facts.clone()].concat();
            (Just(patient), Just(twice).prop_shuffle())
        }),
        asked in 1usize..30,
        minutes in 960i64..1_300,
    ) {
        let mut knowledge = Knowledge::default();
        if whole.streams.contains(&Vital::Spo2) {
            knowledge.expect(Vital::Spo2, Some(60_000));
        }
        let mut seen = Patient { streams: whole.streams.clone(), ..Patient::default() };
        for (step, (at, fact)) in mixed.into_iter().enumerate() {
            // What is too late is folded again by the caller; here it is as if it had never come.
            if take(&mut knowledge, at, fact).is_ok() {
                seen.facts.push((at, fact));
            }
            if step % asked == 0 {
                knowledge.news2(minute(i64::try_from(step).unwrap() * 11));
            }
        }
        let now = minute(minutes);
        prop_assert_eq!(knowledge.news2(now), judge(&seen, &History::of(&seen, now), now));
        prop_assert_eq!(knowledge.qsofa(now), qsofa::judge(&seen, now));
    }
}

#[test]
fn a_fever_is_found_in_spot_values_with_their_site_and_in_the_medians_of_a_patch() {
    let mut knowledge = Knowledge::default();
    let armpit = Temperature { at: BEGIN, raw: 3_830, quality: Flags::NONE, site: Some(Site::Axillary) };
    knowledge.temperature(armpit);
    let judged = knowledge.fever(true, BEGIN);
    assert_eq!((judged.verdict.priority(), judged.evidence.inputs[0].site), (Some(Priority::High), Some(Site::Axillary)));
    assert_eq!(knowledge.fever(false, BEGIN).verdict, Verdict::Over);
    assert_eq!(knowledge.news2(minute(5)).evidence.score.unwrap().at_least, 1, "one value for both");
    knowledge.withdraw(Vital::Temperature, BEGIN, 3_830);
    assert_eq!(knowledge.fever(true, BEGIN).verdict, Verdict::Unknown { why: Unknown::NeverMeasured });
    knowledge.expect(Vital::Temperature, Some(60_000));
    for minutes in 1..=65 {
        knowledge.sample(Vital::Temperature, minute(minutes), 3_800, Flags::NONE).unwrap();
    }
    let told = |minutes| knowledge.fever(true, minute(minutes)).verdict.priority();
    assert_eq!((told(64), told(65)), (None, Some(Priority::High)), "from the median of minute 5 to that of minute 65");
}

#[test]
fn it_keeps_as_much_as_the_rules_look_back() {
    assert_eq!(i64::try_from(SPOTS_MAX).unwrap() * news2::STRETCH_MS, news2::LOOK_BACK_MS);
    assert_eq!(i64::try_from(TEMPERATURES_MAX).unwrap() * news2::STRETCH_MS, fever::LOOK_BACK_MS);
}
