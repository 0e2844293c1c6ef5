//! The report on alerts as values: what a period asked of people, and as a table that any spreadsheet reads.

use crate::problem::Problem;
use hearth_alerts::{Kind, Rule};
use hearth_care::tasks::programme;
use hearth_store::report::{Acted, DayCount, Duty, Floods, RuleCount, StayCount, Times, Unmonitored, Watched};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Alerts of one rule at one priority.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RuleLoad {
    /// Name of the rule.
    pub rule: String,
    /// `clinical`, `technical` or `system`.
    pub kind: &'static str,
    /// The highest priority that they reached.
    pub priority: String,
    /// How many were raised within the period.
    pub count: i64,
    /// How many of them for each patient and day.
    pub per_patient_day: f64,
    /// How many were told after an outage only.
    pub while_offline: i64,
    /// How many ended within 15 seconds.
    pub brief: i64,
    /// How many were judged useful by whoever closed them, ...
    pub useful: i64,
    /// ... and how many not. The others were not judged.
    pub not_useful: i64,
}

/// How long people took from when it rang.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StageTimes {
    /// True for alerts about a patient's condition, false for all others.
    pub clinical: bool,
    /// The highest priority that they reached.
    pub priority: String,
    /// `heard` (a screen sounded it), `seen` (somebody opened or took it), `owned` (somebody took it), `acted` (somebody said what
    /// they do, paused or reviewed it), `answered` (the first of those two), `closed`.
    pub stage: String,
    /// How many alerts there were.
    pub of: i64,
    /// How many came to this stage.
    pub count: i64,
    /// How many came to it within 30 minutes.
    pub within_half_hour: i64,
    /// Half of those that came to it did within, s; `null` when none did.
    pub p50_s: Option<f64>,
    /// Nine in ten of those that came to it did within, s; `null` when none did.
    pub p90_s: Option<f64>,
}

/// What people said that they do about alerts which they took.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ActionShare {
    /// True for alerts about a patient's condition, false for all others.
    pub clinical: bool,
    /// What they do; `null` in the row of all: of how many alerts anybody said anything of it.
    #[schema(schema_with = crate::api::words::action)]
    pub action: Option<String>,
    /// Of how many alerts.
    pub count: i64,
    /// How many alerts somebody took, whatever they said.
    pub taken: i64,
}

/// Alerts of a day of the period.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DayLoad {
    /// Number of the day, from 0; each begins at the time of day of `from`.
    pub day: i32,
    /// The highest priority that they reached.
    pub priority: String,
    /// How many.
    pub count: i64,
}

/// A stay that rang more than others.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StayLoad {
    /// Id of the stay.
    pub episode_id: Uuid,
    /// Its label.
    pub label: String,
    /// True if it has ended.
    pub ended: bool,
    /// Clinical alerts.
    pub count: i64,
    /// Those of them that were high.
    pub high: i64,
}

/// For how long patients were not monitored, by one cause.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UnmonitoredTime {
    /// The rule that said so.
    pub rule: String,
    /// All patients together, in minutes. Two causes at a time count twice.
    pub minutes: f64,
}

/// What the programme owed of one kind, and what became of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DutyDone {
    /// `visit` or `vitals_set`.
    pub kind: String,
    /// How many each patient is owed on a whole day.
    pub a_day: u32,
    /// How many were due within the period, while the stay lasted.
    pub owed: i64,
    /// How many of them were done, ...
    pub done: i64,
    /// ... and how many of those by when they were due.
    pub on_time: i64,
    /// How many nobody did on their day.
    pub not_done: i64,
    /// How many somebody said are not to be done. The rest is still owed.
    pub cancelled: i64,
    /// How many were done for each patient and day.
    pub per_patient_day: f64,
}

/// What the alerts of a period asked of people. An alert that came back counts once, from when it rang last.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Report {
    /// Beginning of the period, ms since 1970.
    pub from: i64,
    /// End of the period, ms since 1970; never after now.
    pub until: i64,
    /// How many stays there were.
    pub stays: i64,
    /// How long all of them were watched together, in days.
    pub patient_days: f64,
    /// By rule and priority, the most frequent first.
    pub rules: Vec<RuleLoad>,
    /// By day and priority.
    pub days: Vec<DayLoad>,
    /// How long people took.
    pub times: Vec<StageTimes>,
    /// What people said that they do, the most frequent first; beside those of each kind a row of all.
    pub actions: Vec<ActionShare>,
    /// What the programme owed: visits and sets of vitals.
    pub programme: Vec<DutyDone>,
    /// Stretches of ten minutes with more than `flood_over` alerts.
    pub floods: i64,
    /// See `floods`.
    pub flood_over: i64,
    /// The most alerts within ten minutes.
    pub most_in_ten_minutes: i64,
    /// The ten stays that rang most, by clinical alerts; empty for who may not see patients.
    pub stays_that_rang_most: Vec<StayLoad>,
    /// For how long patients were not monitored, by cause.
    pub unmonitored: Vec<UnmonitoredTime>,
}

/// What the database counted.
pub struct Counted {
    /// Who was watched.
    pub watched: Watched,
    /// By rule.
    pub rules: Vec<RuleCount>,
    /// By day.
    pub days: Vec<DayCount>,
    /// How long people took.
    pub times: Vec<Times>,
    /// What people said that they do.
    pub actions: Vec<Acted>,
    /// What the programme owed.
    pub programme: Vec<Duty>,
    /// Floods.
    pub floods: Floods,
    /// Who rang most.
    pub stays: Vec<StayCount>,
    /// Who was not monitored.
    pub unmonitored: Vec<Unmonitored>,
}

/// Names of all rules about a patient's condition.
pub fn clinical_rules() -> Vec<String> {
    Rule::all().filter(|rule| rule.kind() == Kind::Clinical).map(|rule| rule.to_string()).collect()
}

/// Names of the rules while which nobody is monitored: nothing comes, or nothing that can be used.
pub fn deaf_rules() -> Vec<String> {
    let is_deaf = |rule: &Rule| matches!(rule, Rule::VitalSilent(_) | Rule::SensorOff | Rule::GatewayOffline | Rule::VitalArtefact(_));
    Rule::all().filter(is_deaf).map(|rule| rule.to_string()).collect()
}

/// The kind of a rule by its name; a rule of another version of the hub is technical.
fn kind(rule: &str) -> &'static str {
    rule.parse::<Rule>().map_or(Kind::Technical, Rule::kind).as_str()
}

impl Report {
    /// Of what was counted from `from` until before `until`, ms since 1970.
    pub fn of(counted: Counted, (from, until): (i64, i64), flood_over: i64) -> Report {
        let Counted { watched, rules, days, times, actions, programme, floods, stays, unmonitored } = counted;
        let per_day = |count: i64| if watched.days > 0.0 { count as f64 / watched.days } else { 0.0 };
        let rule = |one: RuleCount| {
            let RuleCount { rule, priority, count, while_offline, brief, useful, not_useful } = one;
            RuleLoad { kind: kind(&rule), per_patient_day: per_day(count), rule, priority, count, while_offline, brief, useful, not_useful }
        };
        let time = |one: Times| {
            let Times { clinical, priority, stage, of, count, within_half_hour, p50_s, p90_s } = one;
            StageTimes { clinical, priority, stage, of, count, within_half_hour, p50_s, p90_s }
        };
        let duty = |one: Duty| {
            let Duty { kind, owed, done, on_time, not_done, cancelled } = one;
            DutyDone { kind, a_day: programme::A_DAY, owed, done, on_time, not_done, cancelled, per_patient_day: per_day(done) }
        };
        Report {
            from,
            until,
            stays: watched.stays,
            patient_days: watched.days,
            rules: rules.into_iter().map(rule).collect(),
            days: days.into_iter().map(|DayCount { day, priority, count }| DayLoad { day, priority, count }).collect(),
            times: times.into_iter().map(time).collect(),
            actions: actions
                .into_iter()
                .map(|Acted { clinical, action, count, taken }| ActionShare { clinical, action, count, taken })
                .collect(),
            programme: programme.into_iter().map(duty).collect(),
            floods: floods.bins,
            flood_over,
            most_in_ten_minutes: floods.most,
            stays_that_rang_most: stays
                .into_iter()
                .map(|StayCount { episode_id, label, ended, count, high }| StayLoad { episode_id, label, ended, count, high })
                .collect(),
            unmonitored: unmonitored.into_iter().map(|Unmonitored { rule, minutes }| UnmonitoredTime { rule, minutes }).collect(),
        }
    }

    /// One figure a line: of what, its priority, what is counted, and the number.
    ///
    /// # Errors
    /// `internal`, if a line cannot be written, which does not happen in memory.
    pub fn to_csv(&self) -> Result<Vec<u8>, Problem> {
        let mut table = csv::Writer::from_writer(Vec::new());
        let mut lines = vec![["section", "of", "priority", "figure", "value"].map(str::to_owned)];
        let mut add = |section: &str, of: &str, priority: &str, figure: &str, value: String| {
            lines.push([section.to_owned(), plain(of), priority.to_owned(), figure.to_owned(), value]);
        };
        add("period", "", "", "from_ms", self.from.to_string());
        add("period", "", "", "until_ms", self.until.to_string());
        add("period", "", "", "stays", self.stays.to_string());
        add("period", "", "", "patient_days", format!("{:.3}", self.patient_days));
        for one in &self.rules {
            let counts = [("count", one.count), ("while_offline", one.while_offline), ("ended_within_15_s", one.brief)];
            for (figure, count) in counts.into_iter().chain([("useful", one.useful), ("not_useful", one.not_useful)]) {
                add("rule", &one.rule, &one.priority, figure, count.to_string());
            }
            add("rule", &one.rule, &one.priority, "per_patient_day", format!("{:.4}", one.per_patient_day));
        }
        for one in &self.times {
            let of = if one.clinical { "clinical" } else { "other" };
            add("time", of, &one.priority, &format!("{}_count", one.stage), one.count.to_string());
            add("time", of, &one.priority, &format!("{}_within_30_min", one.stage), one.within_half_hour.to_string());
            for (figure, seconds) in [("p50_s", one.p50_s), ("p90_s", one.p90_s)] {
                let value = seconds.map_or_else(String::new, |seconds| format!("{seconds:.1}"));
                add("time", of, &one.priority, &format!("{}_{figure}", one.stage), value);
            }
        }
        for one in &self.actions {
            let of = if one.clinical { "clinical" } else { "other" };
            add("action", of, "", one.action.as_deref().unwrap_or("any"), one.count.to_string());
            if one.action.is_none() {
                add("action", of, "", "taken", one.taken.to_string());
            }
        }
        for one in &self.programme {
            let counts = [("owed", one.owed), ("done", one.done), ("on_time", one.on_time), ("not_done", one.not_done)];
            for (figure, count) in counts.into_iter().chain([("cancelled", one.cancelled)]) {
                add("programme", &one.kind, "", figure, count.to_string());
            }
            add("programme", &one.kind, "", "per_patient_day", format!("{:.4}", one.per_patient_day));
        }
        for one in &self.days {
            add("day", &one.day.to_string(), &one.priority, "count", one.count.to_string());
        }
        add("flood", "", "", "ten_minutes_over", self.flood_over.to_string());
        add("flood", "", "", "count", self.floods.to_string());
        add("flood", "", "", "most_in_ten_minutes", self.most_in_ten_minutes.to_string());
        for one in &self.stays_that_rang_most {
            add("stay", &one.label, "", "clinical", one.count.to_string());
            add("stay", &one.label, "high", "clinical", one.high.to_string());
        }
        for one in &self.unmonitored {
            add("unmonitored", &one.rule, "", "minutes", format!("{:.1}", one.minutes));
        }
        for line in lines {
            table.write_record(line).map_err(Problem::internal)?;
        }
        table.into_inner().map_err(|error| Problem::internal(error.into_error()))
    }
}

/// A label that a spreadsheet would take for a formula is marked as text.
fn plain(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(stays: Vec<StayCount>) -> Counted {
        let rule = RuleCount {
            rule: "spo2_low".to_owned(),
            priority: "high".to_owned(),
            count: 6,
            while_offline: 1,
            brief: 2,
            useful: 3,
            not_useful: 1,
        };
        Counted {
            watched: Watched { stays: 2, days: 4.0 },
            rules: vec![rule],
            days: Vec::new(),
            times: Vec::new(),
            actions: Vec::new(),
            programme: Vec::new(),
            floods: Floods { bins: 0, most: 3 },
            stays,
            unmonitored: Vec::new(),
        }
    }

    #[test]
    fn a_count_is_told_for_each_patient_and_day() {
        let report = Report::of(counted(Vec::new()), (0, 1), 10);
        assert_eq!((report.rules[0].kind, report.rules[0].per_patient_day), ("clinical", 1.5));
        let none = Counted { watched: Watched { stays: 0, days: 0.0 }, ..counted(Vec::new()) };
        assert_eq!(Report::of(none, (0, 1), 10).rules[0].per_patient_day, 0.0, "nobody was watched");
    }

    #[test]
    fn a_table_quotes_labels_and_makes_no_formula_of_one() {
        let stay = StayCount { episode_id: Uuid::nil(), label: "=HYPERLINK(\"x\"),1".to_owned(), ended: false, count: 2, high: 1 };
        let table = String::from_utf8(Report::of(counted(vec![stay]), (0, 1), 10).to_csv().unwrap()).unwrap();
        assert!(table.starts_with("section,of,priority,figure,value\n"), "{table}");
        assert!(table.contains("rule,spo2_low,high,count,6\n"), "{table}");
        assert!(table.contains("stay,\"'=HYPERLINK(\"\"x\"\"),1\",,clinical,2\n"), "{table}");
    }

    #[test]
    fn what_is_deaf_is_technical_and_every_clinical_rule_is_counted_as_one() {
        assert!(deaf_rules().iter().all(|rule| kind(rule) == "technical") && deaf_rules().contains(&"spo2_silent".to_owned()));
        assert!(clinical_rules().contains(&"news2".to_owned()) && clinical_rules().contains(&"heart_rate_rising".to_owned()));
    }
}
