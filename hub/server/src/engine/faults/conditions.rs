//! Decides which symptoms of the hub, lasting how long, are a fault.

use super::Inputs;
use crate::embedded::State;
use crate::engine::found::Wrong;
use hearth_alerts::Rule;
use hearth_vitals::MonoMs;
use std::collections::{BTreeMap, BTreeSet};

/// A fault must last this long to be told (ms): a restart of a part takes about a second.
const LASTS_MS: u64 = 3_000;
/// A live delivery that waited longer than this shows that the hub does not keep up (ms): a value looks stale after some seconds.
const WAITED_MS_MAX: u64 = 5_000;
/// The loop that commits counts as hanging when it has not turned for so long (ms): it turns each second at least, and a commit
/// is given up after ten.
const STANDS_MS_MAX: u64 = 15_000;
/// How long a part must work again before its fault is over (ms), so that a part that dies again and again makes one alert.
const WELL_MS: u64 = 10_000;

/// What is seen of the hub's parts at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Symptoms {
    /// Why the database does not work.
    pub database: Option<String>,
    /// Why nothing can arrive.
    pub broker: Option<String>,
    /// How long the last live delivery had waited, ms.
    pub waited_ms: u64,
    /// When the loop that commits last turned.
    pub turned: Option<MonoMs>,
    /// Some alert has a rung that nobody could hear, and still waits for somebody.
    pub unheard: bool,
    /// How many wall screens are open and no longer confirm what they show.
    pub silent: usize,
    /// What should have rung and did not, or rang and reached nobody.
    pub differs: Option<String>,
    /// The known alert that the hub sends itself has not come back.
    pub canary: Option<String>,
    /// What is wrong with the watch and with dispatch, by rule. A missing rule was not looked at yet, which is neither a fault
    /// nor the end of one.
    pub watch: BTreeMap<Rule, Option<Wrong>>,
}

/// The rules of the watch and of dispatch. Their loops look at what is committed, so a finding is told at once: only five seconds
/// are allowed from cause to alert.
const OF_PEOPLE: [Rule; 7] = [
    Rule::StayUnwatched,
    Rule::ShiftUncovered,
    Rule::ShiftOverdue,
    Rule::OfferUnconfirmed,
    Rule::NoUnitFree,
    Rule::UnitSilent,
    Rule::CrewSos,
];

/// How long a fault must have lasted to be told, ms.
fn lasts_ms(rule: Rule) -> u64 {
    if OF_PEOPLE.contains(&rule) { 0 } else { LASTS_MS }
}

fn down(state: &State) -> Option<String> {
    if let State::Down { reason, .. } = state { Some(reason.clone()) } else { None }
}

impl Symptoms {
    /// Looks at all inputs once and says which faults they show.
    pub fn of(inputs: &Inputs, now: MonoMs) -> Symptoms {
        let intake = inputs.intake.borrow();
        let connected = inputs.connected.borrow();
        let link =
            (!connected.up).then(|| if connected.reason.is_empty() { "not connected yet".to_owned() } else { connected.reason.clone() });
        Symptoms {
            database: down(&inputs.health.database.borrow()).or_else(|| intake.store_failing.as_ref().map(|(_, reason)| reason.clone())),
            broker: down(&inputs.health.broker.borrow()).or(link),
            waited_ms: intake.waited_ms,
            turned: intake.turned,
            unheard: *inputs.unheard.borrow(),
            silent: *inputs.silent.borrow(),
            differs: inputs.found.of(Rule::ReconcilerDiffers),
            canary: inputs.found.canary(now),
            watch: OF_PEOPLE.into_iter().filter_map(|rule| Some((rule, inputs.found.looked(rule)?))).collect(),
        }
    }
}

/// A fault that has lasted, or is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultChange {
    /// The rule of the fault.
    pub rule: Rule,
    /// What is wrong, as a code; `None` when the fault is over.
    pub reason: Option<String>,
    /// How many stays, shifts or incidents it is about.
    pub count: Option<i32>,
}

#[derive(Debug, Clone, Default)]
struct Since {
    bad: Option<MonoMs>,
    well: Option<MonoMs>,
    /// The stays, shifts or incidents that were reported while it lasted.
    members: BTreeSet<u128>,
}

/// Since when each condition has been bad or well.
#[derive(Debug, Default)]
pub struct Conditions {
    since: BTreeMap<Rule, Since>,
}

impl Conditions {
    /// Returns the faults that have lasted long enough and those that are over; the others keep their state.
    pub fn judge(&mut self, symptoms: &Symptoms, now: MonoMs) -> Vec<FaultChange> {
        let stands_ms = symptoms.turned.map_or(0, |turned| now.since(turned));
        let stands = (stands_ms > STANDS_MS_MAX).then(|| format!("the hub has not taken in anything for {} s", stands_ms / 1_000));
        let waited = (symptoms.waited_ms > WAITED_MS_MAX)
            .then(|| format!("live readings wait {} s before they are opened", symptoms.waited_ms / 1_000));
        let slow = stands.or(waited);
        let unheard = symptoms.unheard.then(|| "an alert reached no screen of those who were to be told next".to_owned());
        let silent = (symptoms.silent > 0).then(|| {
            let screens = symptoms.silent;
            format!("walls that are open and have confirmed nothing for 10 s: {screens}; look at them, what they show is old")
        });
        let conditions = [
            (Rule::DatabaseDown, symptoms.database.clone()),
            (Rule::BrokerDown, symptoms.broker.clone()),
            (Rule::IntakeImpaired, slow),
            (Rule::RungUnheard, unheard),
            (Rule::ScreenSilent, silent),
            (Rule::ReconcilerDiffers, symptoms.differs.clone()),
            (Rule::CanaryMissing, symptoms.canary.clone()),
        ];
        let of_the_hub = conditions.into_iter().map(|(rule, reason)| (rule, reason.map(Wrong::from)));
        let of_the_watch = symptoms.watch.iter().map(|(rule, wrong)| (*rule, wrong.clone()));
        of_the_hub.chain(of_the_watch).flat_map(|(rule, wrong)| self.one(rule, wrong, now)).collect()
    }

    fn one(&mut self, rule: Rule, wrong: Option<Wrong>, now: MonoMs) -> Vec<FaultChange> {
        let since = self.since.entry(rule).or_default();
        if let Some(Wrong { words, count, members }) = wrong {
            since.well = None;
            let bad = *since.bad.get_or_insert(now);
            if now.since(bad) < lasts_ms(rule) {
                return Vec::new();
            }
            // Of those that were reported, so many are left. This is reported first, so that each new one rings, even if it takes
            // another's place.
            let left = since.members.intersection(&members).count();
            let joined = !since.members.is_empty() && left < members.len();
            let left = joined.then(|| i32::try_from(left).ok()).flatten().map(|left| (words.clone(), Some(left)));
            since.members = members;
            let told = left.into_iter().chain([(words, count)]);
            return told.map(|(words, count)| FaultChange { rule, reason: Some(words), count }).collect();
        }
        let well = *since.well.get_or_insert(now);
        if now.since(well) < WELL_MS {
            return Vec::new();
        }
        (since.bad, since.members) = (None, BTreeSet::new());
        vec![FaultChange { rule, reason: None, count: None }]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken() -> Symptoms {
        Symptoms { database: Some("no answer".into()), ..Symptoms::default() }
    }

    fn told(conditions: &mut Conditions, symptoms: &Symptoms, ms: u64) -> Option<Option<String>> {
        conditions.judge(symptoms, MonoMs(ms)).into_iter().find(|v| v.rule == Rule::DatabaseDown).map(|v| v.reason)
    }

    #[test]
    fn a_fault_is_told_when_it_lasts_and_over_when_all_is_well_for_a_while() {
        let mut conditions = Conditions::default();
        assert_eq!(told(&mut conditions, &broken(), 0), None);
        assert_eq!(told(&mut conditions, &broken(), LASTS_MS), Some(Some("no answer".into())));
        assert_eq!(told(&mut conditions, &Symptoms::default(), LASTS_MS + 1), None);
        assert_eq!(told(&mut conditions, &Symptoms::default(), LASTS_MS + 1 + WELL_MS), Some(None));
    }

    #[test]
    fn a_part_that_dies_again_and_again_is_one_fault() {
        let mut conditions = Conditions::default();
        let mut changes = Vec::new();
        for second in 0..60 {
            let symptoms = if second % 4 == 0 { broken() } else { Symptoms::default() };
            changes.extend(told(&mut conditions, &symptoms, second * 1_000));
        }
        assert!(!changes.is_empty() && changes.iter().all(Option::is_some), "{changes:?}");
    }

    #[test]
    fn a_stay_that_nobody_watches_is_told_with_the_first_look() {
        let mut conditions = Conditions::default();
        let wrong = Wrong { words: "one stay".into(), count: Some(1), members: BTreeSet::new() };
        let watch = BTreeMap::from([(Rule::StayUnwatched, Some(wrong))]);
        let told = |changes: Vec<FaultChange>| changes.into_iter().any(|v| v.rule == Rule::StayUnwatched && v.reason.is_some());
        assert!(told(conditions.judge(&Symptoms { watch, ..Symptoms::default() }, MonoMs(0))));
        assert!(!told(conditions.judge(&Symptoms::default(), MonoMs(WELL_MS))));
    }

    #[test]
    fn an_incident_that_takes_the_place_of_another_rings_anew() {
        let mut conditions = Conditions::default();
        let mut counts = |members: &[u128], ms| {
            let members: BTreeSet<u128> = members.iter().copied().collect();
            let count = i32::try_from(members.len()).ok();
            let wrong = (!members.is_empty()).then(|| Wrong { words: "no unit".into(), count, members });
            let symptoms = Symptoms { watch: BTreeMap::from([(Rule::NoUnitFree, wrong)]), ..Symptoms::default() };
            let changes = conditions.judge(&symptoms, MonoMs(ms));
            changes.into_iter().filter(|change| change.rule == Rule::NoUnitFree).map(|change| change.count).collect::<Vec<_>>()
        };
        assert_eq!(counts(&[1], 0), [Some(1)]);
        assert_eq!(counts(&[1], 1_000), [Some(1)], "the same one rings once");
        assert_eq!(counts(&[2], 2_000), [Some(0), Some(1)], "none is left of those that rang, and one has joined");
        assert!(counts(&[], 3_000).is_empty());
        assert_eq!(counts(&[3], 8_000), [Some(0), Some(1)], "also before the last one is over");
        assert_eq!(counts(&[3, 4], 9_000), [Some(1), Some(2)]);
        assert_eq!(counts(&[3], 10_000), [Some(1)]);
    }

    #[test]
    fn what_was_not_looked_at_is_neither_raised_nor_over() {
        let mut conditions = Conditions::default();
        let mut told = |watch: BTreeMap<_, _>, ms| {
            let changes = conditions.judge(&Symptoms { watch, ..Symptoms::default() }, MonoMs(ms));
            changes.into_iter().find(|change| change.rule == Rule::StayUnwatched)
        };
        assert_eq!((told(BTreeMap::new(), 0), told(BTreeMap::new(), 10 * WELL_MS)), (None, None), "the alert of before the start stays");
        let well = BTreeMap::from([(Rule::StayUnwatched, None)]);
        assert_eq!(told(well.clone(), 10 * WELL_MS + 1), None);
        assert!(told(well, 11 * WELL_MS + 1).is_some_and(|change| change.reason.is_none()), "ten seconds after the first look");
    }

    #[test]
    fn a_loop_that_stands_still_is_an_impaired_intake() {
        let mut conditions = Conditions::default();
        let symptoms = Symptoms { turned: Some(MonoMs(1_000)), ..Symptoms::default() };
        let impaired = |changes: Vec<FaultChange>| changes.iter().any(|v| v.rule == Rule::IntakeImpaired && v.reason.is_some());
        assert!(!impaired(conditions.judge(&symptoms, MonoMs(1_000 + STANDS_MS_MAX))));
        assert!(!impaired(conditions.judge(&symptoms, MonoMs(1_001 + STANDS_MS_MAX))));
        assert!(impaired(conditions.judge(&symptoms, MonoMs(1_001 + STANDS_MS_MAX + LASTS_MS))));
    }

    #[test]
    fn a_restart_that_takes_a_second_is_none() {
        let mut conditions = Conditions::default();
        assert_eq!(told(&mut conditions, &broken(), 0), None);
        assert_eq!(told(&mut conditions, &Symptoms::default(), 1_000), None);
        assert_eq!(told(&mut conditions, &Symptoms::default(), 60_000), Some(None));
    }
}
