//! Everything that a clinician has to sign, with its present value: the list of `hub/alerts`, and the delays of this site's
//! ladders. Pure.

use crate::feed::message::Limit;
use crate::limits;
use hearth_alerts::Priority;
use hearth_alerts::signing::{self, Figure, Item, Measure, Reference};
use hearth_care::dispatch::{ARRIVE_MS, CONFIRM_MS, position, recommend};
use hearth_escalation::{Ladders, budget};
use hearth_vitals::Vital;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

/// A single number of a setting.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ClinicalFigure {
    /// Name of the figure: of its constant in small letters, or a vital.
    pub name: String,
    /// The number, in `unit`.
    pub value: f64,
    /// Unit of the figure: `s`, a unit of UCUM, or empty for a count.
    pub unit: String,
}

/// One rung of a ladder of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClinicalRung {
    /// How long after the alert was raised it fires, s.
    pub after_s: i64,
    /// Posts that this step tells: `holder`, `backup`, `charge_nurse`, `call_agent`, `physician`, `dispatcher`, `everyone`.
    pub posts: Vec<String>,
}

/// A setting: numbers that are signed together.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// Name of the setting: `limits_` and a vital, `template_` and a template, or a word of [`NAMES`].
    pub name: String,
    /// Sources of the numbers, as words of `settings_sources`.
    pub sources: Vec<&'static str>,
    /// Steps of alarm limits of vitals; empty where the setting has none.
    pub limits: Vec<Limit>,
    /// Single numbers that are not limits.
    pub figures: Vec<ClinicalFigure>,
    /// Steps of escalation; empty where the setting has none.
    pub rungs: Vec<ClinicalRung>,
    /// The whole setting as one text: a signature is for exactly this text.
    pub value: String,
}

/// The names that have words of their own: other items are of a vital (`limits_`), a template (`template_`).
pub const NAMES: [&str; 24] = [
    "floors",
    "deadly_low",
    "deadly_high",
    "judging",
    "recovery",
    "silence",
    "news2",
    "fever",
    "shock_index",
    "qsofa",
    "trend",
    "artefacts",
    "stuck",
    "rates_disagree",
    "call",
    "cuff_fault",
    "rejected",
    "gateways",
    "reminders",
    "ladder_high",
    "ladder_medium",
    "ladder_low",
    "delivery",
    "dispatch",
];

/// Every item, in the order in which it is shown.
pub fn settings(ladders: &Ladders) -> Vec<Setting> {
    let alerts = signing::items().into_iter().map(of_alerts);
    let people = [Priority::High, Priority::Medium, Priority::Low].map(|priority| of_ladder(priority, ladders));
    alerts.chain(people).chain([delivery(), dispatch()]).collect()
}

/// Every name of a figure that is no vital.
pub fn figures() -> Vec<String> {
    let of = |setting: Setting| setting.figures.into_iter().map(|figure| figure.name).collect::<Vec<_>>();
    let mut names: Vec<String> =
        settings(&Ladders::standard()).into_iter().flat_map(of).filter(|name| Vital::from_key(name).is_none()).collect();
    names.sort();
    names.dedup();
    names
}

fn of_alerts(item: Item) -> Setting {
    let figures = item.figures.iter().map(figure).collect();
    made(item.name, item.sources, limits::to_api(&item.limits), figures, Vec::new(), limits::to_store(&item.limits))
}

fn of_ladder(priority: Priority, ladders: &Ladders) -> Setting {
    let ladder = ladders.of(priority);
    let mut after_ms = 0;
    let rung = |(place, posts): (u8, &hearth_escalation::Posts)| {
        let rung = ClinicalRung { after_s: after_ms / 1_000, posts: posts.iter().map(|post| post.to_string()).collect() };
        after_ms += ladder.delay_ms(place, false);
        rung
    };
    let rungs = (1..).zip(ladder.rungs()).map(rung).collect();
    made(format!("ladder_{priority}"), &[Reference::AlarmPractice, Reference::Design], Vec::new(), Vec::new(), rungs, json!([]))
}

fn ms(name: &str, ms: i64) -> ClinicalFigure {
    ClinicalFigure { name: name.to_owned(), value: ms as f64 / 1_000.0, unit: "s".to_owned() }
}

fn dispatch() -> Setting {
    let figures = vec![
        ms("arrive_ms", ARRIVE_MS),
        ms("crew_confirm_ms", CONFIRM_MS),
        ms("turnout_ms", position::TURNOUT_MS),
        ms("fix_ms_max", position::FIX_MS_MAX),
        ms("language_ms", recommend::LANGUAGE_MS),
        ms("visit_ms", recommend::VISIT_MS),
    ];
    made("dispatch".to_owned(), &[Reference::Design], Vec::new(), figures, Vec::new(), json!([]))
}

fn delivery() -> Setting {
    let figures = vec![
        ms("receipt_ms", budget::RECEIPT_MS),
        ms("reminder_ms", budget::REMINDER_MS),
        ms("pause_high_ms_max", budget::PAUSE_HIGH_MS_MAX),
        ms("pause_ms_max", budget::PAUSE_MS_MAX),
        ms("shelf_ms_max", budget::SHELF_MS_MAX),
        ms("bath_ms_max", budget::BATH_MS_MAX),
        ms("transport_ms_max", budget::TRANSPORT_MS_MAX),
        ClinicalFigure { name: "pauses_max".to_owned(), value: budget::PAUSES_MAX.into(), unit: String::new() },
    ];
    made("delivery".to_owned(), &[Reference::AlarmPractice, Reference::Design], Vec::new(), figures, Vec::new(), json!([]))
}

fn made(
    name: String,
    sources: &[Reference],
    limits: Vec<Limit>,
    figures: Vec<ClinicalFigure>,
    rungs: Vec<ClinicalRung>,
    stored: serde_json::Value,
) -> Setting {
    let value = json!({ "limits": stored, "figures": figures, "rungs": rungs }).to_string();
    Setting { name, sources: sources.iter().map(|source| source.key()).collect(), limits, figures, rungs, value }
}

fn figure(figure: &Figure) -> ClinicalFigure {
    let value = figure.value as f64;
    let (value, unit) = match figure.measure {
        Measure::Ms => (value / 1_000.0, "s"),
        Measure::Count => (value, ""),
        Measure::Hundredths => (value / 100.0, ""),
        Measure::Percent => (value, "%"),
        Measure::TenthsOfADegree => (value / 10.0, Vital::Temperature.unit()),
        Measure::Bytes => ((value / 1e6).round(), "MB"),
        Measure::Steps(vital) => (value / f64::from(vital.scale()), vital.unit()),
    };
    ClinicalFigure { name: figure.name.to_ascii_lowercase(), value, unit: unit.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_item_has_a_value_of_its_own_and_a_name_with_words() {
        let settings = settings(&Ladders::standard());
        let names: BTreeSet<&str> = settings.iter().map(|setting| setting.name.as_str()).collect();
        assert_eq!(names.len(), settings.len());
        let plain: Vec<&str> = names.into_iter().filter(|name| !name.starts_with("limits_") && !name.starts_with("template_")).collect();
        assert_eq!(plain.iter().copied().collect::<BTreeSet<_>>(), NAMES.into_iter().collect());
    }

    #[test]
    fn another_number_is_another_value() {
        let high = |ladders: &Ladders| settings(ladders).into_iter().find(|setting| setting.name == "ladder_high").unwrap();
        let standard = high(&Ladders::standard());
        assert_eq!((standard.rungs[1].after_s, standard.rungs[1].posts.clone()), (60, vec!["backup".to_owned()]));
        let of = |priority| Ladders::standard().of(priority).clone();
        let posts = |words: &str| words.parse().unwrap();
        let own = hearth_escalation::Ladder::try_new(Priority::High, &[(posts("holder"), 0), (posts("everyone"), 45)]).unwrap();
        let own = Ladders::try_new(of(Priority::Low), of(Priority::Medium), own).unwrap();
        assert!(high(&own).value != standard.value && high(&own).rungs[1].after_s == 45);
    }
}
