//! Prints what a replay found as lines for a terminal: rules, instants and ids of stays, and values only where they were asked
//! for.

use super::{Checked, Scope};
use hearth_replay::trial::{ByPriority, Event, Herald, Side, Trial};
use hearth_replay::{Difference, Differs, Step};
use hearth_store::transitions::subject_text;
use hearth_vitals::WallMs;
use std::fmt::Write;
use uuid::Uuid;

/// The largest number of differences that are listed; the others are only counted.
const LISTED: usize = 200;

/// An instant in the form for people, in UTC.
pub fn instant(at: WallMs) -> String {
    jiff::Timestamp::from_millisecond(at.0).map_or_else(|_| at.0.to_string(), |at| at.to_string())
}

/// The text on what a check found.
pub fn checked(found: &Checked, scope: &Scope, values: bool) -> String {
    let mut text = String::new();
    let (from, until) = (instant(scope.from), instant(scope.until));
    let all = &found.all;
    line(&mut text, &format!("replayed {from} to {until}: {} stays, {} frames", found.stays, found.frames));
    line(&mut text, &format!("{} alerts with {} steps compared, instants at most {} ms apart", all.alerts, all.steps, all.apart_ms));
    if all.began_before > 0 {
        line(&mut text, &format!("{} alerts began before and are not compared", all.began_before));
    }
    if all.not_folded > 0 {
        line(&mut text, &format!("{} alerts follow from what is not stored (strays, gateways that run twice)", all.not_folded));
    }
    let differences = found.differing.iter().flat_map(|(stay, compared)| compared.differences.iter().map(move |one| (stay, one)));
    for (stay, one) in differences.take(LISTED) {
        line(&mut text, &difference(*stay, one, values));
    }
    let count = all.differences.len();
    if count > LISTED {
        line(&mut text, &format!("... and {} more", count - LISTED));
    }
    line(
        &mut text,
        &if count == 0 { "no difference".to_owned() } else { format!("{count} differences in {} stays", found.differing.len()) },
    );
    text
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn difference(stay: Uuid, one: &Difference, values: bool) -> String {
    let head = format!("{stay} {} {} raised {}", one.rule, subject_text(&one.subject), instant(one.raised));
    match &one.what {
        Differs::OnlyStored => format!("{head}: told, and not by the replay"),
        Differs::OnlyFolded => format!("{head}: by the replay, and not told"),
        Differs::Alert(field) => format!("{head}: {field} of the alert differs"),
        Differs::Step(number, field, sides) => {
            let (stored, folded) = (step(sides.0.as_ref(), values), step(sides.1.as_ref(), values));
            format!("{head}: step {number} differs in {field}: told {stored}, by the replay {folded}")
        }
    }
}

fn step(step: Option<&Step>, values: bool) -> String {
    let Some(step) = step else { return "nothing".to_owned() };
    let mut text = format!("{} {} {} {} at {}", step.change, step.priority, step.condition, step.response, instant(step.at));
    if values {
        let number = |raw: Option<i32>| raw.map_or_else(|| "-".to_owned(), |raw| raw.to_string());
        let _ = write!(text, " value {} limit {} reason '{}'", number(step.value), number(step.limit), step.reason);
    }
    text
}

/// The text on what a trial found. `each` is the time that an alert of each priority takes, in minutes.
pub fn trial(found: &Trial, scope: &Scope, each: ByPriority) -> String {
    let mut text = String::new();
    let (from, until) = (instant(scope.from), instant(scope.until));
    line(&mut text, &format!("{from} to {until}: {:.1} patient-days", found.patient_days));
    line(&mut text, &format!("{:<28}{:>34}{:>34}", "", "present", "candidate"));
    line(
        &mut text,
        &row(
            "alerts a patient-day",
            ["high", "medium", "low", "all"].map(str::to_owned),
            ["high", "medium", "low", "all"].map(str::to_owned),
        ),
    );
    let pair = |of: fn(&Side) -> ByPriority| [found.a_day(of(&found.present)), found.a_day(of(&found.candidate))];
    for (name, [present, candidate]) in [("clinical", pair(|side| side.clinical)), ("technical", pair(|side| side.technical))] {
        line(&mut text, &row(name, numbers(present), numbers(candidate)));
    }
    let rules: std::collections::BTreeSet<_> = found.present.rules.keys().chain(found.candidate.rules.keys()).collect();
    for rule in rules {
        let of = |side: &Side| numbers(found.a_day(side.rules.get(rule).copied().unwrap_or_default()));
        line(&mut text, &row(&format!("  {rule}"), of(&found.present), of(&found.candidate)));
    }
    let minutes = |side: &Side| side.minutes(each) / found.patient_days.max(f64::MIN_POSITIVE);
    line(&mut text, &format!("{:<28}{:>34.1}{:>34.1}", "nurse minutes a patient-day", minutes(&found.present), minutes(&found.candidate)));
    let assumed = format!("  an alert takes: high {} min, medium {} min, low {} min (assumed)", each.high, each.medium, each.low);
    line(&mut text, &assumed);
    let swaps = &found.swaps;
    let (lost, gained, less_urgent) = (swaps.lost.count, swaps.gained.count, swaps.less_urgent.count);
    line(&mut text, &format!("alerts lost {lost}, new {gained}, less urgent {less_urgent}"));
    events(&mut text, found);
    line(&mut text, "stays with the most alerts a day");
    for stay in &found.top {
        let a_day = |alerts: ByPriority| if stay.days > 0.0 { alerts.all() / stay.days } else { 0.0 };
        line(&mut text, &format!("  {:<40}{:>22.2}{:>34.2}", stay.episode, a_day(stay.present), a_day(stay.candidate)));
    }
    text
}

fn events(text: &mut String, found: &Trial) {
    let told = |of: fn(&Event) -> Herald| found.events.iter().filter(|event| of(event).lead_ms.is_some()).count();
    let counts = format!(
        "events marked: {}; told by present {}, by candidate {}; lost {}",
        found.events.len(),
        told(|event| event.present),
        told(|event| event.candidate),
        found.lost().count()
    );
    line(text, &counts);
    for event in &found.events {
        let lead = |herald: Herald| format!("{} (high {})", minutes_of(herald.lead_ms), minutes_of(herald.high_lead_ms));
        let name = format!("  {} {}", instant(WallMs(event.at)), event.word);
        line(text, &format!("{name:<44}{:>18}{:>34}", lead(event.present), lead(event.candidate)));
    }
}

fn minutes_of(lead_ms: Option<i64>) -> String {
    lead_ms.map_or_else(|| "no".to_owned(), |ms| format!("{} min", ms / 60_000))
}

fn numbers(of: ByPriority) -> [String; 4] {
    [of.high, of.medium, of.low, of.all()].map(|number| format!("{number:.2}"))
}

fn row(name: &str, present: [String; 4], candidate: [String; 4]) -> String {
    let mut text = format!("{name:<28}");
    for side in [present, candidate] {
        text.push_str("  ");
        for number in side {
            let _ = write!(text, "{number:>8}");
        }
    }
    text
}
