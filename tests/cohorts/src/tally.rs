//! Counts what one judge told of the patients of a cohort.

use crate::MINUTE_MS;
use crate::course::Course;
use crate::judge::engine::reaches_a_nurse;
use crate::judge::{Claim, Ring, Told};
use crate::lines;
use crate::patient::since_begin_ms;
use crate::person::{Fate, Person};
use crate::reference::Reference;
use hearth_alerts::{Kind, Priority};
use serde::Serialize;
use std::collections::BTreeMap;

/// How many alerts of each priority. An alert counts at the highest that it reached, and again when its condition came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Alerts {
    /// Of priority low.
    pub low: u64,
    /// Of priority medium.
    pub medium: u64,
    /// Of priority high.
    pub high: u64,
}

impl Alerts {
    /// The alerts of all priorities together.
    pub const fn all(&self) -> u64 {
        self.low + self.medium + self.high
    }

    const fn count(&mut self, priority: Priority) {
        match priority {
            Priority::Low => self.low += 1,
            Priority::Medium => self.medium += 1,
            Priority::High => self.high += 1,
        }
    }

    const fn add(&mut self, other: Alerts) {
        self.low += other.low;
        self.medium += other.medium;
        self.high += other.high;
    }
}

/// How those were told of who took one course. Leads are minutes before the emergency, one a patient; `None` when nothing
/// true was ever told.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Timeliness {
    /// Of how many it was told in time.
    pub in_time: u64,
    /// Of how many with high priority in time.
    pub high_in_time: u64,
    /// Leads of the first true alert.
    pub leads_min: Vec<Option<i64>>,
    /// Leads of the first true alert of high priority.
    pub high_leads_min: Vec<Option<i64>>,
    /// Patients whose course crossed no line: a fault of the cohort.
    pub without_reference: u64,
}

impl Timeliness {
    /// How many patients.
    pub const fn patients(&self) -> u64 {
        self.leads_min.len() as u64
    }
}

/// The middle of a list of leads, where none at all is the worst; `None` when that is the middle.
pub fn median(leads: &[Option<i64>]) -> Option<i64> {
    let mut sorted = leads.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().flatten()
}

/// What one judge told.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Tally {
    /// Hours of patients that were watched.
    pub patient_hours: u64,
    /// Alerts about patients.
    pub clinical: Alerts,
    /// Those of them that were true: only of patients who get worse.
    pub clinical_true: u64,
    /// Alerts about sensors, devices, gateways.
    pub technical: Alerts,
    /// Technical alerts that somebody has to act on.
    pub technical_to_nurse: u64,
    /// Clinical alerts about what began and ended while the home was offline. No patient here has such a spell: all are false.
    pub false_while_offline: u64,
    /// Alerts of each rule.
    pub rules: BTreeMap<String, u64>,
    /// How those were told of who get worse.
    pub courses: BTreeMap<Course, Timeliness>,
}

/// One alert as it ended up.
struct Counted<'a> {
    first: &'a Told,
    priority: Priority,
}

impl Tally {
    /// Counts what was told of one patient.
    pub fn of(fate: &Fate, person: &Person, told: &[Told]) -> Tally {
        let mut tally = Tally { patient_hours: fate.hours, ..Tally::default() };
        for alert in alerts(told) {
            tally.count(&alert, person);
        }
        if let Some((course, _)) = person.course {
            tally.courses.entry(course).or_default().judge(fate, person, told);
        }
        tally
    }

    fn count(&mut self, alert: &Counted<'_>, person: &Person) {
        let first = alert.first;
        *self.rules.entry(first.rule.clone()).or_default() += 1;
        match first.kind {
            Kind::Clinical => {
                self.clinical.count(alert.priority);
                self.clinical_true += u64::from(person.course.is_some() && is_so(person, first));
                self.false_while_offline += u64::from(first.while_offline);
            }
            Kind::Technical | Kind::System => {
                self.technical.count(alert.priority);
                self.technical_to_nurse += u64::from(reaches_a_nurse(alert.priority));
            }
        }
    }

    /// Adds those of another patient.
    pub fn add(&mut self, other: Tally) {
        self.patient_hours += other.patient_hours;
        self.clinical.add(other.clinical);
        self.clinical_true += other.clinical_true;
        self.technical.add(other.technical);
        self.technical_to_nurse += other.technical_to_nurse;
        self.false_while_offline += other.false_while_offline;
        for (rule, count) in other.rules {
            *self.rules.entry(rule).or_default() += count;
        }
        for (course, more) in other.courses {
            self.courses.entry(course).or_default().add(more);
        }
    }

    /// How the patients of all courses together were told of.
    pub fn all_courses(&self) -> Timeliness {
        let mut all = Timeliness::default();
        self.courses.values().cloned().for_each(|one| all.add(one));
        all
    }
}

impl Timeliness {
    fn judge(&mut self, fate: &Fate, person: &Person, told: &[Told]) {
        let Some(reference) = Reference::of(person, fate.end_ms()) else {
            self.without_reference += 1;
            return;
        };
        let after_onset = told.iter().filter(|told| told.kind == Kind::Clinical && since_begin_ms(told.at_ms) >= reference.onset_ms);
        let is_true: Vec<&Told> = after_onset.filter(|told| is_so(person, told)).collect();
        let first = is_true.first().map(|told| since_begin_ms(told.at_ms));
        let high = is_true.iter().find(|told| told.priority == Priority::High).map(|told| since_begin_ms(told.at_ms));
        self.in_time += u64::from(first.is_some_and(|at_ms| at_ms <= reference.told_by_ms));
        self.high_in_time += u64::from(high.is_some_and(|at_ms| at_ms <= reference.high_by_ms));
        let lead_min = |at_ms: u64| (reference.emergency_ms as i64 - at_ms as i64) / MINUTE_MS as i64;
        self.leads_min.push(first.map(lead_min));
        self.high_leads_min.push(high.map(lead_min));
    }

    fn add(&mut self, other: Timeliness) {
        self.in_time += other.in_time;
        self.high_in_time += other.high_in_time;
        self.leads_min.extend(other.leads_min);
        self.high_leads_min.extend(other.high_leads_min);
        self.without_reference += other.without_reference;
        // Patients are added in the order in which threads are done with them.
        self.leads_min.sort_unstable();
        self.high_leads_min.sort_unstable();
    }
}

/// True when what an alert says is so, or was so within the minutes that a rule may look back: the true vital signs, without
/// sensors, are beyond its line or near it.
fn is_so(person: &Person, told: &Told) -> bool {
    let back_ms = [0, MINUTE_MS, 5 * MINUTE_MS];
    back_ms.into_iter().any(|back_ms| {
        let vitals = person.truth_known_at(since_begin_ms(told.at_ms).saturating_sub(back_ms));
        match told.claim {
            Claim::Beyond { vital, side, line } => lines::is_beyond(&vitals, vital, side, line),
            // One band more or less is what wandering about its edge makes.
            Claim::Score(points) => lines::score(&vitals).at_least() + 1 >= points,
            Claim::Nothing => false,
        }
    })
}

fn alerts(told: &[Told]) -> Vec<Counted<'_>> {
    let mut list: Vec<Counted<'_>> = Vec::new();
    for one in told {
        match one.ring {
            Ring::Anew => list.push(Counted { first: one, priority: one.priority }),
            Ring::Higher => {
                if let Some(open) = list.iter_mut().rev().find(|open| open.first.alert == one.alert) {
                    open.priority = open.priority.max(one.priority);
                }
            }
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::Claim;

    fn told(alert: u128, ring: Ring, priority: Priority) -> Told {
        let rule = "spo2_low".to_owned();
        Told { at_ms: 0, alert, rule, ring, kind: Kind::Clinical, priority, claim: Claim::Nothing, while_offline: false }
    }

    #[test]
    fn an_alert_counts_once_at_its_highest_priority_and_again_when_it_comes_back() {
        let (anew, higher) = (Ring::Anew, Ring::Higher);
        let list = [
            told(1, anew, Priority::Medium),
            told(2, anew, Priority::Low),
            told(1, higher, Priority::High),
            told(2, anew, Priority::Medium),
        ];
        let priorities: Vec<Priority> = alerts(&list).iter().map(|alert| alert.priority).collect();
        assert_eq!(priorities, [Priority::High, Priority::Low, Priority::Medium]);
    }

    #[test]
    fn figures_do_not_depend_on_the_order_in_which_patients_are_added() {
        let one = |lead: Option<i64>| Timeliness { leads_min: vec![lead], high_leads_min: vec![lead], ..Timeliness::default() };
        let of = |leads: [Option<i64>; 3]| {
            let mut all = Timeliness::default();
            leads.into_iter().for_each(|lead| all.add(one(lead)));
            all
        };
        assert_eq!(of([Some(3), None, Some(-7)]), of([None, Some(-7), Some(3)]));
    }

    #[test]
    fn who_is_never_told_of_is_the_worst_of_all_leads() {
        assert_eq!(median(&[Some(30), None, Some(-5)]), Some(-5));
        assert_eq!(median(&[Some(30), None, None]), None);
        assert_eq!(median(&[]), None);
    }
}
