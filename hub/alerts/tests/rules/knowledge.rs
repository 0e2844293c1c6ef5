//! The memory that the scores are asked with.

use super::patient::{Fact, patient};
use super::{BEGIN, minute};
use hearth_alerts::rules::fever;
use hearth_alerts::rules::knowledge::{HandEntry, Knowledge, SPOTS_MAX, TEMPERATURES_MAX};
use hearth_alerts::rules::news2::{Decision, History, Streamed, judge, stretch_end};
use hearth_alerts::rules::{news2, qsofa};
use hearth_alerts::verdict::{Found, Site, Unknown, Verdict};
use hearth_alerts::{Priority, StaffId};
use hearth_scores::Acvpu;
use hearth_vitals::{Flags, Vital, WallMs};
use proptest::prelude::*;

/// Closes the stretch that ends at this minute, with a sample of this value each minute.
fn close(knowledge: &mut Knowledge, vital: Vital, minutes: i64, raw: i32) {
    let until = minute(minutes);
    let samples = (0..5).map(|before| (until.plus(-60_000 * before), raw));
    knowledge.close(vital, until, Streamed::of(samples, 60_000, until));
}

fn said(at: WallMs, found: Found) -> HandEntry {
    HandEntry { at, found, site: None }
}

#[test]
fn a_stretch_that_is_closed_again_with_less_changes_nothing_and_with_more_what_was_scored() {
    let mut knowledge = Knowledge::default();
    knowledge.set_cadence(Vital::Spo2, Some(60_000));
    close(&mut knowledge, Vital::Spo2, 10, 970);
    assert_eq!(knowledge.news2(minute(12)).verdict.priority(), None);
    let before = knowledge.clone();
    assert!(!knowledge.close(Vital::Spo2, minute(10), Streamed::of([(minute(9), 850)], 60_000, minute(10))));
    assert_eq!(knowledge, before);
    close(&mut knowledge, Vital::Spo2, 5, 850);
    assert_eq!(knowledge.news2(minute(12)).verdict.priority(), Some(Priority::Medium), "a red score seven minutes ago holds");
}

#[test]
fn memory_stays_small_whatever_comes() {
    let mut knowledge = Knowledge::default();
    for stretch in 0..2_000 {
        close(&mut knowledge, Vital::Spo2, 5 * stretch, 970);
        knowledge.spot(Vital::Temperature, minute(stretch), 3_680, Flags::NONE);
    }
    let oxygen: Vec<HandEntry> = (0..2_000).map(|minutes| said(minute(minutes), Found::Oxygen(minutes % 2 == 0))).collect();
    knowledge.said(&oxygen);
    let text = format!("{knowledge:?}");
    assert!(
        text.matches("expected").count() <= 240
            && text.matches(", 3680)").count() == SPOTS_MAX
            && text.matches("raw: 3680").count() == TEMPERATURES_MAX
            && text.matches("true)").count() + text.matches("false)").count() <= SPOTS_MAX,
        "{}",
        text.len()
    );
}

#[test]
fn what_was_withdrawn_and_what_is_doubtful_does_not_count() {
    let mut knowledge = Knowledge::default();
    let breaths = said(BEGIN, Found::Number { vital: Vital::RespiratoryRate, raw: 260 });
    assert_eq!(knowledge.said(&[breaths]), Some(BEGIN));
    assert_eq!(knowledge.news2(minute(11)).verdict.priority(), Some(Priority::Medium));
    assert_eq!(knowledge.said(&[]), Some(BEGIN), "withdrawn");
    assert_eq!(knowledge.news2(minute(11)), Knowledge::default().news2(minute(11)));
    let findings = [said(BEGIN, Found::Consciousness(Acvpu::Voice)), said(BEGIN, Found::Oxygen(true))];
    knowledge.said(&findings);
    assert_eq!(knowledge.news2(minute(11)).verdict.priority(), Some(Priority::Medium));
    assert_eq!(knowledge.said(&findings), None, "nothing new");
    knowledge.said(&[]);
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
            knowledge.set_cadence(Vital::Spo2, Some(60_000));
        }
        let (mut samples, mut people): (Vec<(WallMs, i32)>, Vec<HandEntry>) = (Vec::new(), Vec::new());
        for (step, (at, fact)) in mixed.into_iter().enumerate() {
            match fact {
                Fact::Sample(vital, raw) => {
                    samples.push((at, raw));
                    let until = stretch_end(at);
                    knowledge.close(vital, until, Streamed::of(samples.iter().copied(), 60_000, until));
                }
                Fact::Spot(vital, raw) => knowledge.spot(vital, at, raw, Flags::NONE),
                Fact::Level(level) => people.push(said(at, Found::Consciousness(level))),
                Fact::Oxygen(is_on) => people.push(said(at, Found::Oxygen(is_on))),
                Fact::ScaleTwo => {}
            }
            knowledge.said(&people);
            if step % asked == 0 {
                knowledge.news2(minute(i64::try_from(step).unwrap() * 11));
            }
        }
        let now = minute(minutes);
        prop_assert_eq!(knowledge.news2(now), judge(&whole, &History::of(&whole, now), now));
        prop_assert_eq!(knowledge.qsofa(now), qsofa::judge(&whole, now));
    }
}

#[test]
fn a_fever_is_found_in_spot_values_with_their_site_and_in_the_medians_of_a_patch() {
    let mut knowledge = Knowledge::default();
    let armpit = HandEntry { site: Some(Site::Axillary), ..said(BEGIN, Found::Number { vital: Vital::Temperature, raw: 3_830 }) };
    knowledge.said(&[armpit]);
    let judged = knowledge.fever(true, BEGIN);
    assert_eq!((judged.verdict.priority(), judged.evidence.inputs[0].site), (Some(Priority::High), Some(Site::Axillary)));
    assert_eq!(knowledge.fever(false, BEGIN).verdict, Verdict::Over);
    assert_eq!(knowledge.news2(minute(5)).evidence.score.unwrap().at_least, 1, "one value for both");
    knowledge.said(&[]);
    assert_eq!(knowledge.fever(true, BEGIN).verdict, Verdict::Unknown { why: Unknown::NeverMeasured });
    knowledge.set_cadence(Vital::Temperature, Some(60_000));
    let mut told = |minutes: i64| {
        close(&mut knowledge, Vital::Temperature, minutes, 3_800);
        knowledge.fever(true, minute(minutes)).verdict.priority()
    };
    let told: Vec<_> = (1..=13).map(|stretch| told(5 * stretch)).collect();
    assert!(told[..12].iter().all(Option::is_none), "{told:?}");
    assert_eq!(told[12], Some(Priority::High), "from the median of minute 5 to that of minute 65");
}

#[test]
fn it_keeps_as_much_as_the_rules_look_back() {
    assert_eq!(i64::try_from(SPOTS_MAX).unwrap() * news2::STRETCH_MS, news2::LOOK_BACK_MS);
    assert_eq!(i64::try_from(TEMPERATURES_MAX).unwrap() * news2::STRETCH_MS, fever::LOOK_BACK_MS);
}
