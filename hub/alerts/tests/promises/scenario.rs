//! The language of the scenario files: one event a line, and one expected transition a line.
//!
//! Timeline (`M:SS` or `H:MM:SS` since the beginning; `to` repeats at the device's pace):
//! ```text
//! 0:00 to 1:00  oximeter spo2 97, pulse_rate 72
//! 1:00 to 1:20  oximeter spo2 85 (artefact)
//! 1:20          oximeter spo2 none (sensor_off)
//! 2:00 to 9:00  oximeter spo2 85  -> arrives 10:00
//! 0:00 to 1:00  oximeter spo2 85  -> clock 4 s ahead      (the device's clock; `behind` as well)
//! 0:00 to 9:00  home is heard
//! 2:00          nurse-1 writes temperature 39.2           (with `-> arrives 2:30`: written down then)
//! 2:00          nurse-1 writes glucose LO                 (or HI: what the meter shows instead of a number)
//! 3:00          nurse-1 withdraws temperature
//! 3:00          nurse-1 finds consciousness confusion | nurse-1 finds oxygen on
//! 3:00          profile says neutropenic | profile says scale_two | profile says nothing
//! 3:00          profile says without_news2:under_16
//! 3:00          people keep quiet systolic_low spo2_low | people keep quiet nothing     (up to medium)
//! 1:30          nurse-1 acknowledges spo2_low          (or: ... spo2_low as of version 1)
//! 5:00          nurse-1 reviews spo2_low
//! 5:00          hub restarts | clock jumps +3600 | intake impaired | intake works
//! 2:30          home calls                            (the call button; with `-> arrives 3:30`: heard of then)
//! 2:30          cuff faults | cuff rejects            (could not measure; packets that failed their checks)
//! 0:00 to 9:00  home says clock synchronised, free 8000      (or drifting, unknown; megabytes)
//! 5:00          limit spo2 low 85 critical_low 75 delay 15 priority medium   | limit spo2 none
//! 5:00          limit spo2 below 92 for 60:00 low, below 88 for 10:00 medium, below 75 high
//! 5:00          adult would have spo2 below 70 high | palliative would have spo2 none   (a profile of this template)
//! 5:00          oximeter is taken away | oximeter is bound
//! ```
//! Expected: `1:15 spo2_low raised medium`, then any of `to 84` (what worsened), `while offline`, `as of M:SS`,
//! `by nurse-1`; or `1:40 nurse-2 refused already_acknowledged`, `5:00 refused` and what is wrong with a limit, a
//! profile or a rule. Every step must be there.

use super::rig::{BEGIN, Rig, Told, device, home};
use hearth_alerts::profile::{self, Floor, Unsafe};
use hearth_alerts::rules::knowledge::HandEntry;
use hearth_alerts::rules::news2::Decision;
use hearth_alerts::verdict::Found;
use hearth_alerts::{
    ActError, Actor, Bounds, ByHand, Change, Course, Expected, KeptQuiet, Limit, LimitError, Limits, Noted, Priority, Rule, Rung, Side,
    StaffId, Template, WithoutNews2,
};
use hearth_vitals::{EventKind, Flags, Reading, Vital, WallMs};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    pub title: String,
    pub why: String,
    pub until: String,
    /// The limits of the patient at the beginning; a vital without a line has none.
    pub limits: Vec<String>,
    #[serde(default)]
    pub devices: Vec<DeviceLine>,
    pub timeline: Vec<String>,
    pub expect: Vec<String>,
    /// Alerts that are open at the end, such as `spo2_low high cleared acknowledged`.
    pub open_at_end: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceLine {
    id: String,
    vitals: Vec<Vital>,
    every_s: u32,
}

#[derive(Debug, Clone)]
struct Event {
    at: i64,
    arrives: i64,
    text: String,
}

impl Scenario {
    fn devices(&self) -> Vec<Expected> {
        let default = [DeviceLine { id: "oximeter".into(), vitals: vec![Vital::Spo2], every_s: 1 }];
        let lines = if self.devices.is_empty() { &default[..] } else { &self.devices };
        let expected = |line: &DeviceLine| Expected {
            device: device(&line.id),
            vitals: line.vitals.clone(),
            cadence_ms: line.every_s * 1_000,
            gateway: home(),
        };
        lines.iter().map(expected).collect()
    }

    /// Plays the scenario. Returns the transitions and the open alerts in the words of the files.
    pub fn play(&self) -> (Vec<String>, Vec<String>) {
        self.play_with(&[])
    }

    /// Plays the scenario with something more that happens (`7:30 hub restarts`).
    pub fn play_with(&self, more: &[String]) -> (Vec<String>, Vec<String>) {
        self.play_in(more, false)
    }

    /// Plays it with what devices measure at one instant in the opposite order.
    pub fn play_backwards(&self) -> (Vec<String>, Vec<String>) {
        self.play_in(&[], true)
    }

    fn play_in(&self, more: &[String], is_backwards: bool) -> (Vec<String>, Vec<String>) {
        let limits = self.limits.iter().map(|line| {
            let (vital, rest) = line.split_once(' ').unwrap();
            limit(Vital::from_key(vital).unwrap(), &rest.split_whitespace().collect::<Vec<_>>()).unwrap()
        });
        let mut rig = Rig::new(Limits::try_new(limits).unwrap(), self.devices());
        let mut events: Vec<Event> = self.timeline.iter().chain(more).flat_map(|line| self.events_of(line)).collect();
        events.sort_by_key(|event| event.arrives);
        if is_backwards {
            let is_measured = |event: &Event| {
                let first = event.text.split_whitespace().next().unwrap();
                let is_vital = event.text.split_whitespace().nth(1).is_some_and(|word| Vital::from_key(word).is_some());
                is_vital && first != "limit"
            };
            for instant in
                events.chunk_by_mut(|one, next| (one.at, one.arrives) == (next.at, next.arrives) && is_measured(one) && is_measured(next))
            {
                instant.reverse();
            }
        }
        for event in events {
            rig.run_to(event.arrives);
            self.happen(&mut rig, &event);
        }
        rig.run_to(ms(&self.until));
        let told = rig.told.iter().map(|(t, told)| tell(*t, told)).collect();
        let open = rig.episode.open_alerts().map(|a| format!("{} {} {} {}", a.rule, a.priority, a.condition, a.response));
        (told, open.collect())
    }

    fn pace_of(&self, text: &str) -> i64 {
        let first = text.split_whitespace().next().unwrap();
        if first == "home" {
            return 10_000;
        }
        let known = self.devices().into_iter().find(|expected| expected.device.as_str() == first);
        i64::from(known.unwrap_or_else(|| panic!("unknown device in '{text}'")).cadence_ms).max(1_000)
    }

    fn events_of(&self, line: &str) -> Vec<Event> {
        if let Some((line, clock)) = line.split_once("-> clock") {
            let by = ahead_ms(clock.trim());
            return self.events_of(line).into_iter().map(|event| Event { at: event.at + by, ..event }).collect();
        }
        let (line, arrives) = match line.split_once("-> arrives") {
            Some((line, at)) => (line.trim(), Some(ms(at.trim()))),
            None => (line.trim(), None),
        };
        let (from, rest) = line.split_once(char::is_whitespace).unwrap();
        let (from, rest) = (ms(from), rest.trim());
        let Some(rest) = rest.strip_prefix("to ") else {
            return vec![Event { at: from, arrives: arrives.unwrap_or(from), text: rest.into() }];
        };
        let (until, text) = rest.trim().split_once(char::is_whitespace).unwrap();
        let (until, text) = (ms(until), text.trim());
        let times = (from..until).step_by(usize::try_from(self.pace_of(text)).unwrap());
        times.map(|at| Event { at, arrives: arrives.unwrap_or(at), text: text.into() }).collect()
    }

    fn happen(&self, rig: &mut Rig, event: &Event) {
        let words: Vec<&str> = event.text.split_whitespace().collect();
        match words[..] {
            ["home", "calls"] => rig.happens(None, BEGIN.plus(event.at), EventKind::Button),
            [id, "faults"] => rig.happens(Some(device(id)), BEGIN.plus(event.at), EventKind::CuffFault { code: 1 }),
            [id, "rejects"] => rig.happens(Some(device(id)), BEGIN.plus(event.at), EventKind::Rejected { packets: 9 }),
            ["home", "says", "clock", clock, "free", megabytes] => {
                let clock = serde_json::from_value(serde_json::json!(clock.trim_end_matches(','))).unwrap();
                rig.upkeep(BEGIN.plus(event.at), clock, megabytes.parse::<u64>().unwrap() * 1_000_000);
            }
            ["home", "is", "heard"] => rig.home_heard(&home()),
            ["hub", "restarts"] => rig.restart(),
            ["clock", "jumps", by] => rig.clock_jumps(by.parse::<i64>().unwrap() * 1_000),
            ["intake", "impaired"] => rig.episode.intake_impaired(),
            ["intake", "works"] => {
                let mono = rig.now().mono;
                rig.episode.intake_healthy_since(mono);
            }
            ["limit", vital, ref rest @ ..] => set_limit(rig, vital, rest),
            [template, "would", "have", vital, ref rest @ ..] => take_profile(rig, template, vital, rest),
            [id, "is", "taken", "away"] => {
                rig.expected.retain(|expected| expected.device.as_str() != id);
                rig.configure();
            }
            [id, "is", "bound"] => {
                rig.expected.extend(self.devices().into_iter().find(|expected| expected.device.as_str() == id));
                rig.configure();
            }
            [_, "writes", vital, value] => {
                let vital = Vital::from_key(vital).unwrap();
                rig.write(ByHand { vital, noted: noted(vital, value), at: BEGIN.plus(event.at), entered: rig.now().wall });
            }
            [_, "finds", what, value] => rig.find(HandEntry { at: BEGIN.plus(event.at), found: found(what, value), site: None }),
            ["profile", "says", ref words @ ..] => rig.set_course(course(words, BEGIN.plus(event.at))),
            ["people", "keep", "quiet", "nothing"] => rig.keep_quiet(KeptQuiet::default()),
            ["people", "keep", "quiet", ref rules @ ..] => {
                match rules.iter().map(|rule| rule.parse::<Rule>()).collect::<Result<Vec<_>, _>>() {
                    Ok(rules) => rig.keep_quiet(KeptQuiet::of(rules.into_iter().map(|rule| (rule, Priority::Medium)))),
                    Err(unknown) => rig.refused(format!("{} is no rule", unknown.given)),
                }
            }
            [_, "withdraws", vital] => rig.withdraw(Vital::from_key(vital).unwrap()),
            [who, "acknowledges", rule, ref rest @ ..] => {
                let (id, version) = seen(rig, rule, rest);
                rig.acknowledge(id, version, staff(who));
            }
            [who, "reviews", rule, ref rest @ ..] => {
                let (id, version) = seen(rig, rule, rest);
                rig.review(id, version, staff(who), "seen");
            }
            [id, ..] => {
                let readings = event.text[id.len()..].split(',').map(|text| reading(text, event.at)).collect();
                rig.frame(&device(id), BEGIN.plus(event.at), readings);
            }
            [] => panic!("an empty event"),
        }
    }
}

/// What somebody writes of a vital: a number, or what the meter shows instead.
fn noted(vital: Vital, text: &str) -> Noted {
    match text {
        "LO" => Noted::OffScale(Side::Low),
        "HI" => Noted::OffScale(Side::High),
        number => Noted::Number(vital.raw_from_f64(number.parse().unwrap()).unwrap()),
    }
}

/// How far a clock is ahead, in milliseconds: `4 s ahead`, `4 s behind`.
fn ahead_ms(text: &str) -> i64 {
    match text.split_whitespace().collect::<Vec<_>>()[..] {
        [s, "s", "ahead"] => s.parse::<i64>().unwrap() * 1_000,
        [s, "s", "behind"] => -s.parse::<i64>().unwrap() * 1_000,
        _ => panic!("'{text}' says not how far a clock is off"),
    }
}

fn seen(rig: &Rig, rule: &str, rest: &[&str]) -> (hearth_alerts::AlertId, u32) {
    let alert = rig.stored().into_iter().find(|alert| alert.rule.to_string() == rule);
    let alert = alert.unwrap_or_else(|| panic!("no open alert {rule} to act on"));
    (alert.id, rest.last().map_or(alert.version, |version| version.parse().unwrap()))
}

fn set_limit(rig: &mut Rig, vital: &str, words: &[&str]) {
    match changed(&rig.limits, vital, words) {
        Ok(limits) => set_limits(rig, limits),
        Err(error) => rig.refused(error.to_string()),
    }
}

/// A profile of this template, with a limit of its own, is asked for: taken if it is within the floors.
fn take_profile(rig: &mut Rig, template: &str, vital: &str, words: &[&str]) {
    let template = Template::from_key(template).unwrap();
    let limits = match changed(&template.limits(), vital, words) {
        Ok(limits) => limits,
        Err(error) => return rig.refused(error.to_string()),
    };
    let found = profile::check(template, &limits);
    if found.is_empty() {
        return set_limits(rig, limits);
    }
    for found in found {
        rig.refused(match found {
            Unsafe::Silenced(vital, side) => format!("{vital}: nobody may go without a {side} limit"),
            Unsafe::BeyondFloor(Floor { vital, side, rung }) => {
                format!(
                    "{vital}: {side} has to ring at {} after {} at the latest",
                    vital.raw_to_f64(rung.edge),
                    clock(i64::from(rung.for_s) * 1_000)
                )
            }
        });
    }
}

fn set_limits(rig: &mut Rig, limits: Limits) {
    rig.limits = limits;
    rig.configure();
}

/// The limits with another one for this vital, or with none.
fn changed(limits: &Limits, vital: &str, words: &[&str]) -> Result<Limits, LimitError> {
    let vital = Vital::from_key(vital).unwrap();
    let others = limits.iter().filter(|limit| limit.vital() != vital).cloned();
    let set = if words == ["none"] { None } else { Some(limit(vital, words)?) };
    Limits::try_new(others.chain(set).collect::<Vec<_>>())
}

/// A limit by its rungs (`below 92 for 60:00 low, below 75 high`), or of pairs of a word and its value (`low 90 critical_low 80
/// delay 15 priority medium`).
fn limit(vital: Vital, words: &[&str]) -> Result<Limit, LimitError> {
    if matches!(words[0], "below" | "above") {
        return rungs(vital, &words.join(" "));
    }
    let [mut low, mut high, mut critical_low, mut critical_high] = [None; 4];
    let (mut delay_s, mut priority) = (0, Priority::Medium);
    for pair in words.chunks(2) {
        let raw = || Some(vital.raw_from_f64(pair[1].parse().unwrap()).unwrap());
        match pair[0] {
            "low" => low = raw(),
            "high" => high = raw(),
            "critical_low" => critical_low = raw(),
            "critical_high" => critical_high = raw(),
            "delay" => delay_s = pair[1].parse().unwrap(),
            "priority" => priority = pair[1].parse().unwrap(),
            unknown => panic!("'{unknown}' is no part of a limit"),
        }
    }
    Limit::of_bounds(vital, Bounds { low, high, critical_low, critical_high, delay_s, priority })
}

fn rungs(vital: Vital, text: &str) -> Result<Limit, LimitError> {
    let (mut low, mut high) = (Vec::new(), Vec::new());
    for rung in text.split(',') {
        let words: Vec<&str> = rung.split_whitespace().collect();
        let (side, edge, for_s, priority) = match words[..] {
            [side, edge, priority] => (side, edge, 0, priority),
            [side, edge, "for", time, priority] => (side, edge, ms(time) / 1_000, priority),
            _ => panic!("'{rung}' is no rung"),
        };
        let edge = vital.raw_from_f64(edge.parse().unwrap()).unwrap();
        let rung = Rung { edge, for_s: for_s.try_into().unwrap(), priority: priority.parse().unwrap() };
        if side == "below" { low.push(rung) } else { high.push(rung) }
    }
    Limit::try_new(vital, low, high)
}

fn found(what: &str, value: &str) -> Found {
    match what {
        "consciousness" => Found::Consciousness(serde_json::from_value(serde_json::json!(value)).unwrap()),
        "oxygen" => Found::Oxygen(value == "on"),
        _ => panic!("nobody finds '{what}'"),
    }
}

fn course(words: &[&str], at: WallMs) -> Course {
    let scale_two = words.contains(&"scale_two").then_some(Decision { by: StaffId(1), at });
    let without_news2 = words.iter().find_map(|word| WithoutNews2::from_key(word.strip_prefix("without_news2:")?));
    Course { neutropenic: words.contains(&"neutropenic"), scale_two, without_news2 }
}

/// A reading; of `66 or 67` each minute the other.
fn reading(text: &str, at_ms: i64) -> Reading {
    let (text, flags) = match text.split_once('(') {
        Some((text, flags)) => (text, flags.trim_end_matches([')', ' ']).split_whitespace().collect()),
        None => (text, Vec::new()),
    };
    let flags: Flags = serde_json::from_value(serde_json::json!(flags)).unwrap();
    let words: Vec<&str> = text.split_whitespace().collect();
    let vital = Vital::from_key(words[0]).unwrap_or_else(|| panic!("'{}' is no vital", words[0]));
    let odd = at_ms.div_euclid(60_000).rem_euclid(2) == 1;
    let said = if let [_, _, "or", other] = words[..]
        && odd
    {
        other
    } else {
        words[1]
    };
    match said {
        "none" => Reading::missing(vital, flags),
        value => Reading::checked(vital, vital.raw_from_f64(value.parse().unwrap()).unwrap(), flags),
    }
}

fn staff(name: &str) -> StaffId {
    StaffId(name.strip_prefix("nurse-").unwrap().parse().unwrap())
}

/// Milliseconds of `M:SS` or `H:MM:SS`.
pub fn ms(text: &str) -> i64 {
    text.split(':').fold(0, |sum, part| sum * 60 + part.trim().parse::<i64>().unwrap_or_else(|_| panic!("'{text}' is no time"))) * 1_000
}

pub fn clock(t: i64) -> String {
    let (s, ms) = (t / 1_000, t % 1_000);
    let fraction = if ms == 0 { String::new() } else { format!(".{ms:03}") };
    match s / 3_600 {
        0 => format!("{}:{:02}{fraction}", s / 60, s % 60),
        h => format!("{h}:{:02}:{:02}{fraction}", s / 60 % 60, s % 60),
    }
}

fn tell(t: i64, told: &Told) -> String {
    match told {
        Told::NotSo(why) => format!("{} refused {why}", clock(t)),
        Told::Refused(by, error) => format!("{} nurse-{} refused {}", clock(t), by.0, word(error)),
        Told::Step(step) => {
            let alert = &step.alert;
            let mut line = format!("{} {} {} {}", clock(t), alert.rule, step.change, alert.priority);
            if step.change == Change::Worsened {
                let worst = alert.vital.zip(alert.extreme).map(|(vital, raw)| vital.raw_to_f64(raw));
                line += &format!(" to {}", worst.unwrap());
            }
            if alert.while_offline {
                line += " while offline";
            }
            if let Some(WallMs(at)) = alert.as_of {
                line += &format!(" as of {}", clock(at - BEGIN.0));
            }
            if let Actor::Person(StaffId(who)) = step.actor {
                line += &format!(" by nurse-{who}");
            }
            line
        }
    }
}

fn word(error: &ActError) -> &'static str {
    match error {
        ActError::NotFound => "not_found",
        ActError::AlreadyAcknowledged { .. } => "already_acknowledged",
        ActError::Stale { .. } => "stale",
        ActError::StillActive => "still_active",
        ActError::NoteTooLong { .. } => "note_too_long",
        ActError::ReminderTooLate { .. } => "reminder_too_late",
    }
}
