//! The figures as people read them, and as JSON.

use crate::cohort::{Cohort, Tallies};
use crate::judge::Name;
use crate::pace::Pace;
use crate::tally::{Tally, Timeliness, median};
use serde_json::{Value, json};
use std::fmt::Write;

/// Everything that one run found.
#[derive(Debug)]
pub struct Report {
    /// Patients of each cohort, days, first seed.
    pub size: (u64, u64, u64),
    /// The cohorts, in order.
    pub cohorts: Vec<(Cohort, Tallies)>,
    /// How fast the engine is.
    pub pace: Option<Pace>,
}

fn a_day(count: u64, tally: &Tally) -> f64 {
    24.0 * count as f64 / tally.patient_hours.max(1) as f64
}

/// Two digits that say something.
fn shown(value: f64) -> String {
    match value {
        0.0 => "0".to_owned(),
        v if v < 0.1 => format!("{v:.3}"),
        v if v < 10.0 => format!("{v:.2}"),
        v => format!("{v:.0}"),
    }
}

fn minutes(lead: Option<i64>) -> String {
    lead.map_or_else(|| "never".to_owned(), |minutes| format!("{minutes} min"))
}

fn of(part: u64, all: u64) -> String {
    format!("{part} of {all}")
}

/// One row in Markdown.
fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

fn head(cells: &[&str]) -> String {
    let names: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
    row(&names) + &row(&vec!["---".to_owned(); cells.len()])
}

impl Report {
    /// As tables in Markdown.
    pub fn text(&self) -> String {
        let (patients, days, seed) = self.size;
        let mut text = format!("{patients} patients x {days} days at 1 Hz, seeds from {seed}\n\nAlerts a patient-day:\n\n");
        text += &head(&["cohort", "judge", "clinical", "high", "medium", "true", "technical", "to a nurse", "false \"while offline\""]);
        self.cohorts.iter().for_each(|(cohort, tallies)| text += &load(cohort, tallies));
        for (cohort, tallies) in self.cohorts.iter().filter(|(cohort, _)| cohort.is_worsening) {
            let _ = write!(text, "\nTold in time, {}:\n\n", cohort.title);
            text += &head(&["course", "judge", "told in time", "high in time", "median lead", "median lead of high"]);
            text += &timeliness(tallies);
        }
        if let Some(pace) = self.pace {
            let _ = write!(
                text,
                "\nReadings a second on one core: {:.2} million in place, {:.2} million with a copy for each frame\n",
                pace.in_place / 1e6,
                pace.copied / 1e6
            );
        }
        text
    }

    /// The report as JSON.
    pub fn json(&self) -> Value {
        let judges = |tallies: &Tallies| {
            Name::ALL
                .iter()
                .zip(&tallies.judges)
                .map(|(name, tally)| (name.text().to_owned(), json!(tally)))
                .collect::<serde_json::Map<_, _>>()
        };
        let cohorts = self.cohorts.iter().map(|(cohort, tallies)| {
            (cohort.key.to_owned(), json!({ "title": cohort.title, "readings": tallies.readings, "judges": judges(tallies) }))
        });
        let (patients, days, seed) = self.size;
        json!({ "patients": patients, "days": days, "seed": seed, "pace": self.pace, "cohorts": cohorts.collect::<serde_json::Map<_, _>>() })
    }
}

fn load(cohort: &Cohort, tallies: &Tallies) -> String {
    let line = |(name, tally): (&Name, &Tally)| {
        let counts = [
            tally.clinical.all(),
            tally.clinical.high,
            tally.clinical.medium,
            tally.technical.all(),
            tally.technical_to_nurse,
            tally.false_while_offline,
        ];
        let mut cells = vec![cohort.title.to_owned(), name.text().to_owned()];
        cells.extend(counts.map(|count| shown(a_day(count, tally))));
        cells.insert(5, true_share(cohort, tally));
        row(&cells)
    };
    Name::ALL.iter().zip(&tallies.judges).map(line).collect()
}

/// The share of clinical alerts that were true, where some can be.
fn true_share(cohort: &Cohort, tally: &Tally) -> String {
    if !cohort.is_worsening || tally.clinical.all() == 0 {
        return "-".to_owned();
    }
    format!("{:.0} %", 100.0 * tally.clinical_true as f64 / tally.clinical.all() as f64)
}

fn timeliness(tallies: &Tallies) -> String {
    let mut text = String::new();
    let courses: Vec<_> = tallies.judges[0].courses.keys().copied().collect();
    let line = |what: &str, name: &Name, found: &Timeliness| {
        row(&[
            what.to_owned(),
            name.text().to_owned(),
            of(found.in_time, found.patients()),
            of(found.high_in_time, found.patients()),
            minutes(median(&found.leads_min)),
            minutes(median(&found.high_leads_min)),
        ])
    };
    for course in courses {
        for (name, tally) in Name::ALL.iter().zip(&tallies.judges) {
            let found = tally.courses.get(&course).cloned().unwrap_or_default();
            text += &line(course.name(), name, &found);
        }
    }
    for (name, tally) in Name::ALL.iter().zip(&tallies.judges) {
        text += &line("all", name, &tally.all_courses());
    }
    text
}
