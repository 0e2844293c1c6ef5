//! The report on alerts: what the alerts of a period asked of people, as values for the API and as a table that any spreadsheet
//! can read.

use crate::problem::Problem;
use hearth_alerts::{Kind, Rule, burden};
use hearth_care::tasks::programme;
use hearth_store::alert_load::{Chattering, Climbed, Peaks, Standing};
use hearth_store::report::{Acted, DayCount, Duty, RuleCount, StayCount, Times, Unmonitored, Watched};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Alerts of one rule at one priority.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RuleLoad {
    /// Name of the rule.
    pub rule: String,
    /// Kind of the rule: `clinical` (about a patient's condition), `technical` (about equipment) or `system` (about the hub
    /// itself).
    pub kind: &'static str,
    /// The highest priority that these alerts reached; alerts of one rule that reached different priorities are counted in
    /// separate rows.
    pub priority: String,
    /// Number of alerts raised within the period.
    pub count: i64,
    /// Number of alerts per patient and day of monitoring.
    pub per_patient_day: f64,
    /// Number of alerts that were found only afterwards, in data that arrived after an outage.
    pub while_offline: i64,
    /// Number of alerts whose condition was over within 15 seconds.
    pub brief: i64,
    /// Number of alerts that whoever closed them judged useful.
    pub useful: i64,
    /// Number of alerts that whoever closed them judged not useful; those counted in neither were not judged.
    pub not_useful: i64,
}

/// How long it took people to bring alerts of one kind and priority to one stage, counted from when the alert rang.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StageTimes {
    /// True for alerts about a patient's condition; false for all other alerts.
    pub clinical: bool,
    /// The highest priority that these alerts reached; alerts of one rule that reached different priorities are counted in
    /// separate rows.
    pub priority: String,
    /// The stage: `heard` (a screen sounded it), `seen` (somebody opened or took it), `owned` (somebody took it), `acted`
    /// (somebody said what they do, paused or reviewed it), `answered` (somebody took, paused or reviewed it), `closed`.
    pub stage: String,
    /// Number of alerts of this kind and priority.
    pub of: i64,
    /// Number of alerts that came to this stage.
    pub count: i64,
    /// Number of alerts that came to this stage within 30 minutes.
    pub within_half_hour: i64,
    /// Median time to this stage, in seconds, over the alerts that came to it; `null` when none did.
    pub p50_s: Option<f64>,
    /// 90th percentile of the time to this stage, in seconds, over the alerts that came to it; `null` when none did.
    pub p90_s: Option<f64>,
}

/// How often people named one action for alerts that they had taken.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ActionShare {
    /// True for alerts about a patient's condition; false for all other alerts.
    pub clinical: bool,
    /// The action, as a fixed code; `null` in the row that counts the alerts for which any action was named.
    #[schema(schema_with = crate::api::words::action)]
    pub action: Option<String>,
    /// Number of alerts for which this action was named.
    pub count: i64,
    /// Number of alerts that somebody took, whether an action was named or not.
    pub taken: i64,
}

/// The alerts of one priority on one day of the period.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DayLoad {
    /// Number of the day within the period, from 0; each day begins at the time of day of `from`.
    pub day: i32,
    /// The highest priority that these alerts reached; alerts of one rule that reached different priorities are counted in
    /// separate rows.
    pub priority: String,
    /// Number of alerts of that day and priority.
    pub count: i64,
}

/// A stay with more alerts than others.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StayLoad {
    /// Id of the stay.
    pub episode_id: Uuid,
    /// Label of the stay, as shown on the ward wall.
    pub label: String,
    /// True if the stay has ended.
    pub ended: bool,
    /// Number of clinical alerts of the stay within the period.
    pub count: i64,
    /// Number of those alerts that reached priority high.
    pub high: i64,
}

/// Alerts of one rule and priority that stood for more than a day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StandingLoad {
    /// Name of the rule.
    pub rule: String,
    /// Kind of the rule: `clinical`, `technical` or `system`.
    pub kind: &'static str,
    /// The highest priority that these alerts reached.
    pub priority: String,
    /// Number of alerts whose condition held for more than 24 hours and into the period, also those that began before it.
    pub count: i64,
    /// Number of those alerts whose condition still held at the end of the period.
    pub still_active: i64,
    /// How long the condition of the longest of them had held by the end of the period, in hours.
    pub longest_h: f64,
}

/// Conditions of one rule that came and went: three rings or more within a minute.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChatteringLoad {
    /// Name of the rule.
    pub rule: String,
    /// Kind of the rule: `clinical`, `technical` or `system`.
    pub kind: &'static str,
    /// Number of conditions that did so: of a patient, a device or a home.
    pub conditions: i64,
    /// Number of rings that were the third or a later one within a minute.
    pub rings: i64,
}

/// How far the alerts of one priority climbed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClimbLoad {
    /// The highest priority that these alerts reached.
    pub priority: String,
    /// Number of alerts that their ladder told to somebody.
    pub told: i64,
    /// Number of those alerts that came to the second rung: whoever was told first had not taken them in time.
    pub second: i64,
    /// Number of rungs that were told.
    pub rungs: i64,
    /// Number of rungs that were told more than 2 seconds after they were due: deadlines that the hub missed.
    pub late: i64,
    /// How late the latest rung was told, in seconds.
    pub latest_s: f64,
}

/// For how long patients were not monitored, for one cause.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UnmonitoredTime {
    /// Name of the rule that reported that nothing usable arrived.
    pub rule: String,
    /// Minutes without monitoring, summed over all patients; while two causes hold at once, the time counts under each.
    pub minutes: f64,
}

/// How many duties of one kind the care programme owed, and what became of them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DutyDone {
    /// Kind of the duty: `visit` or `vitals_set`.
    pub kind: String,
    /// Number of duties of this kind that each patient is owed on a whole day.
    pub a_day: u32,
    /// Number of duties that were due within the period, while the patient's stay lasted.
    pub owed: i64,
    /// Number of the duties due that were done, late or not.
    pub done: i64,
    /// Number of the duties that were done by the time they were due.
    pub on_time: i64,
    /// Number of the duties that nobody did on their day.
    pub not_done: i64,
    /// Number of the duties that somebody cancelled; whatever is neither done, not done nor cancelled is still owed.
    pub cancelled: i64,
    /// Number of duties done per patient and day of monitoring.
    pub per_patient_day: f64,
}

/// What the alerts of a period asked of people. An alert that reopened counts once, from when it last rang.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Report {
    /// Beginning of the period, in milliseconds since 1970 (UTC).
    pub from: i64,
    /// End of the period, in milliseconds since 1970 (UTC); never later than now.
    pub until: i64,
    /// Number of stays that were active at some time within the period.
    pub stays: i64,
    /// Monitored time of all stays together, in days.
    pub patient_days: f64,
    /// Alerts counted by rule and priority, the most frequent first.
    pub rules: Vec<RuleLoad>,
    /// Alerts counted by day and priority.
    pub days: Vec<DayLoad>,
    /// How long people took to hear, see, own, act on and close alerts.
    pub times: Vec<StageTimes>,
    /// Which actions people named, the most frequent first; for each kind of alert there is also one row of all actions together.
    pub actions: Vec<ActionShare>,
    /// What the care programme owed within the period: visits and sets of vital signs.
    pub programme: Vec<DutyDone>,
    /// Number of ten-minute stretches with more than `flood_over` alerts.
    pub floods: i64,
    /// The number of alerts within ten minutes above which a stretch counts in `floods`.
    pub flood_over: i64,
    /// The number of ten-minute stretches in the period; the last one may be cut short.
    pub ten_minutes: i64,
    /// The largest number of alerts within any ten minutes.
    pub most_in_ten_minutes: i64,
    /// The largest number of alerts within any hour.
    pub most_in_an_hour: i64,
    /// Alerts that stood for more than 24 hours, the most frequent first.
    pub standing: Vec<StandingLoad>,
    /// Conditions that came and went, the most frequent first.
    pub chattering: Vec<ChatteringLoad>,
    /// How far alerts climbed, by priority; without those that no ladder told.
    pub climbs: Vec<ClimbLoad>,
    /// The ten stays with the most clinical alerts; empty when the reader may not see patients.
    pub stays_that_rang_most: Vec<StayLoad>,
    /// For how long patients were not monitored, by cause.
    pub unmonitored: Vec<UnmonitoredTime>,
}

/// The counts that the database gave, from which the report is made.
pub struct Counted {
    /// How many stays were monitored, and for how long.
    pub watched: Watched,
    /// Alerts, counted by rule and priority.
    pub rules: Vec<RuleCount>,
    /// Alerts, counted by day and priority.
    pub days: Vec<DayCount>,
    /// How long people took to hear, see, own, act on and close alerts.
    pub times: Vec<Times>,
    /// Which actions people named.
    pub actions: Vec<Acted>,
    /// What the care programme owed, and what was done.
    pub programme: Vec<Duty>,
    /// How many stretches had more alerts than people can attend to.
    pub floods: i64,
    /// The most alerts within ten minutes and within an hour.
    pub peaks: Peaks,
    /// Alerts that stood for more than a day.
    pub standing: Vec<Standing>,
    /// Conditions that came and went.
    pub chattering: Vec<Chattering>,
    /// How far alerts climbed.
    pub climbs: Vec<Climbed>,
    /// The stays with the most alerts.
    pub stays: Vec<StayCount>,
    /// For how long patients were not monitored.
    pub unmonitored: Vec<Unmonitored>,
}

impl From<Standing> for StandingLoad {
    fn from(Standing { rule, priority, count, still_active, longest_h }: Standing) -> StandingLoad {
        StandingLoad { kind: kind(&rule), rule, priority, count, still_active, longest_h }
    }
}

impl From<Chattering> for ChatteringLoad {
    fn from(Chattering { rule, conditions, rings }: Chattering) -> ChatteringLoad {
        ChatteringLoad { kind: kind(&rule), rule, conditions, rings }
    }
}

impl From<Climbed> for ClimbLoad {
    fn from(Climbed { priority, told, second, rungs, late, latest_s }: Climbed) -> ClimbLoad {
        ClimbLoad { priority, told, second, rungs, late, latest_s }
    }
}

/// Names of all rules about a patient's condition.
pub fn clinical_rules() -> Vec<String> {
    Rule::all().filter(|rule| rule.kind() == Kind::Clinical).map(|rule| rule.to_string()).collect()
}

/// Names of the rules that mean that a patient is not monitored while they hold: nothing arrives, or nothing usable.
pub fn deaf_rules() -> Vec<String> {
    let is_deaf = |rule: &Rule| matches!(rule, Rule::VitalSilent(_) | Rule::SensorOff | Rule::GatewayOffline | Rule::VitalArtefact(_));
    Rule::all().filter(is_deaf).map(|rule| rule.to_string()).collect()
}

/// The kind of a rule by its name; the name of a rule that this version does not know counts as technical.
fn kind(rule: &str) -> &'static str {
    rule.parse::<Rule>().map_or(Kind::Technical, Rule::kind).as_str()
}

impl Report {
    /// The report on what was counted from `from` until before `until`, in milliseconds since 1970.
    pub fn of(counted: Counted, (from, until): (i64, i64), flood_over: i64) -> Report {
        let Counted { watched, rules, days, times, actions, programme, stays, unmonitored, floods, peaks, standing, chattering, climbs } =
            counted;
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
            floods,
            flood_over,
            ten_minutes: (until - from + burden::BIN_MS - 1) / burden::BIN_MS,
            most_in_ten_minutes: peaks.ten_minutes,
            most_in_an_hour: peaks.hour,
            standing: standing.into_iter().map(StandingLoad::from).collect(),
            chattering: chattering.into_iter().map(ChatteringLoad::from).collect(),
            climbs: climbs.into_iter().map(ClimbLoad::from).collect(),
            stays_that_rang_most: stays
                .into_iter()
                .map(|StayCount { episode_id, label, ended, count, high }| StayLoad { episode_id, label, ended, count, high })
                .collect(),
            unmonitored: unmonitored.into_iter().map(|Unmonitored { rule, minutes }| UnmonitoredTime { rule, minutes }).collect(),
        }
    }

    /// The report as CSV with one figure a line: what it is about, its priority, what is counted, and the number.
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
        add("flood", "", "", "ten_minutes", self.ten_minutes.to_string());
        add("flood", "", "", "most_in_ten_minutes", self.most_in_ten_minutes.to_string());
        add("flood", "", "", "most_in_an_hour", self.most_in_an_hour.to_string());
        for one in &self.standing {
            add("standing", &one.rule, &one.priority, "count", one.count.to_string());
            add("standing", &one.rule, &one.priority, "still_active", one.still_active.to_string());
            add("standing", &one.rule, &one.priority, "longest_h", format!("{:.1}", one.longest_h));
        }
        for one in &self.chattering {
            add("chattering", &one.rule, "", "conditions", one.conditions.to_string());
            add("chattering", &one.rule, "", "rings", one.rings.to_string());
        }
        for one in &self.climbs {
            let counts = [("told", one.told), ("second_rung", one.second), ("rungs", one.rungs), ("rungs_late", one.late)];
            for (figure, count) in counts {
                add("climb", "", &one.priority, figure, count.to_string());
            }
            add("climb", "", &one.priority, "latest_s", format!("{:.1}", one.latest_s));
        }
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

/// The text with a mark in front when a spreadsheet would take it for a formula.
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
            floods: 0,
            peaks: Peaks { ten_minutes: 3, hour: 4 },
            standing: Vec::new(),
            chattering: Vec::new(),
            climbs: Vec::new(),
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
