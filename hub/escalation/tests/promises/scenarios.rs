//! Plays every file in `scenarios/`; its README has the language.

use crate::rig::Rig;
use hearth_alerts::{Priority, Rule, StaffId};
use hearth_escalation::{Context, Ladder, Post, Posts, Quieted, Reason, Receipt, Step, To, Unheard, What};
use serde::Deserialize;
use std::path::PathBuf;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    title: String,
    why: String,
    until: String,
    /// Who has a screen at the beginning; everybody, if it says nothing.
    screens: Option<String>,
    timeline: Vec<String>,
    expect: Vec<String>,
}

#[expect(clippy::disallowed_methods, reason = "the test reads the scenario files; the machine itself reads nothing")]
fn all() -> Vec<(PathBuf, Scenario)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let scenario = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path, scenario)
    };
    files.into_iter().map(read).collect()
}

impl Scenario {
    fn play(&self) -> Vec<String> {
        let posts = self.screens.as_deref().map_or_else(|| Posts::of(Post::ALL), |words| words.parse().unwrap());
        let mut rig = Rig::new(posts.iter().filter(|post| *post != Post::Everyone));
        for line in &self.timeline {
            let (at, what) = line.split_once(char::is_whitespace).unwrap();
            // What happens at an instant happens before what is due at it.
            rig.run_to(ms(at) - 1);
            rig.t = ms(at);
            happen(&mut rig, what.trim());
        }
        rig.run_to(ms(&self.until));
        let ended = rig.ended.iter().map(|(t, ended)| (*t, format!("{} is over: {}", named(ended.quiet.what), ended.why.as_str())));
        let steps = rig.told.iter().filter_map(|(t, step)| Some((*t, tell(step)?)));
        let refused = rig.refused.iter().map(|(t, why)| (*t, format!("refused: {why}")));
        let mut told: Vec<(i64, String)> = ended.chain(refused).chain(steps).collect();
        told.sort_by_key(|(t, _)| *t);
        told.into_iter().map(|(t, words)| format!("{} {words}", clock(t))).collect()
    }
}

fn named(what: Quieted) -> String {
    match what {
        Quieted::Rule(rule) => format!("{rule} shelved"),
        Quieted::Context(context) => context.as_str().to_owned(),
    }
}

fn quieted(word: &str) -> Quieted {
    Context::from_key(word).map_or_else(|| Quieted::Rule(word.parse().unwrap()), Quieted::Context)
}

fn happen(rig: &mut Rig, what: &str) {
    let words: Vec<&str> = what.split_whitespace().collect();
    match words[..] {
        ["alert", "raised", priority] => rig.raise(1, priority.parse().unwrap()),
        ["alert", "raised", priority, "of", rule] => rig.raise_of(1, priority.parse().unwrap(), rule.parse().unwrap()),
        ["another", "alert", "raised", priority, "of", rule] => rig.raise_of(2, priority.parse().unwrap(), rule.parse().unwrap()),
        ["its", "limit", "becomes", value] => rig.change(1, |open| open.limit = Some(value.parse().unwrap())),
        [who, "shelves" | "begins", what, "for", minutes] => {
            rig.quieten(quieted(what), staff(who), Some(minutes.parse().unwrap())).unwrap();
        }
        [who, "begins", what] => rig.quieten(quieted(what), staff(who), None).unwrap(),
        [who, "wants", "to", "shelve", what, ref rest @ ..] => {
            let why = match what.parse() {
                Ok(rule) => rig.quieten(Quieted::Rule(rule), staff(who), length(rest)).map_err(|error| error.to_string()),
                Err(_) => Err(format!("{what} is no rule")),
            };
            rig.refuse(why);
        }
        [who, "wants", "to", "pause", reason, ref rest @ ..] => {
            let (rule, reason) = (Rule::VitalLow(hearth_vitals::Vital::Spo2), Reason::from_key(reason).unwrap());
            let why = rig.pause(1, staff(who), rule, reason, length(rest)).map_err(|error| error.to_string());
            rig.refuse(why);
        }
        ["site", "wants", "for", priority, ..] => {
            let rungs = what.split_once(':').unwrap().1;
            let why = Ladder::try_new(priority.trim_end_matches(':').parse().unwrap(), &rungs_of(rungs)).map_err(|error| error.to_string());
            rig.refuse(why.map(|_| ()));
        }
        [who, "may", "not", "shelve", what] => {
            assert!(rig.quieten(quieted(what), staff(who), Some(60)).is_err(), "{what} was shelved");
        }
        [who, "ends", "it"] => rig.unquieten(staff(who)),
        ["another", "alert", "raised", priority] => rig.raise(2, priority.parse().unwrap()),
        // As the alert engine does it: what rises is acknowledged no more.
        ["alert", "becomes", priority] => {
            let priority: Priority = priority.parse().unwrap();
            rig.change(1, |open| (open.priority, open.acknowledged, open.remind_at) = (priority, None, None));
        }
        ["another", "alert", "becomes", priority] => rig.change(2, |open| open.priority = priority.parse().unwrap()),
        ["alert", "ends"] => rig.change(1, |open| open.active = false),
        // As the alert engine does it: what comes back is acknowledged no more.
        ["alert", "comes", "back"] => rig.change(1, |open| (open.active, open.acknowledged, open.remind_at) = (true, None, None)),
        ["alert", "is", "closed"] => rig.close(1),
        [who, "acknowledges"] => rig.acknowledge(1, staff(who)),
        // Of who has it, and says no time.
        [who, "acts"] => {
            staff(who);
            rig.acts(1, None);
        }
        [who, "wants", "a", "reminder", "in", min] => {
            staff(who);
            rig.acts(1, Some(min.parse::<i64>().unwrap() * 60_000));
        }
        [who, "pauses", reason, "for", s] => {
            let rule = Rule::VitalLow(hearth_vitals::Vital::Spo2);
            rig.pause(1, staff(who), rule, Reason::from_key(reason).unwrap(), Some(s.parse().unwrap())).unwrap();
        }
        [who, "ends", "the", "pause"] => assert!(rig.resume(1, staff(who)), "nothing is paused that ends so"),
        // As the alert engine keeps it: the worst value of an alert changes with a transition.
        ["its", "worst", "becomes", value] => rig.change(1, |open| open.extreme = Some(value.parse().unwrap())),
        [who, "opens", "rung", rung] => {
            staff(who);
            assert!(rig.receive(hearth_alerts::AlertId(1), 1, rung.parse().unwrap(), Receipt::Opened));
        }
        ["hub", "stops"] => rig.stop(),
        ["hub", "starts"] => rig.start(),
        ["hub", "hangs"] => rig.hangs = true,
        ["hub", "goes", "on"] => {
            rig.hangs = false;
            rig.advance();
        }
        ["clock", "jumps", by] => rig.clock_jumps(by.parse::<i64>().unwrap() * 1_000),
        ["screens", "fall", "silent"] => rig.screens_confirm = false,
        ["screens", "work", "again"] => rig.screens_confirm = true,
        ["nobody", "has", "a", "screen"] => {
            rig.posts.clear();
            rig.people.clear();
        }
        [who, "has", "no", "screen"] if who.starts_with("nurse-") => {
            rig.people.remove(&StaffId(staff(who)));
        }
        [post, "has", "no", "screen"] => {
            rig.posts.remove(&post.parse().unwrap());
        }
        [post, "has", "a", "screen"] => {
            rig.posts.insert(post.parse().unwrap());
        }
        _ => panic!("'{what}' is not understood"),
    }
}

/// `for 60`; nothing if nobody said how long.
fn length(words: &[&str]) -> Option<i64> {
    words.last().map(|number| number.parse().unwrap())
}

/// `0 holder, 60 backup physician, 120 everyone`; none of nothing.
fn rungs_of(words: &str) -> Vec<(Posts, u32)> {
    let rung = |words: &str| {
        let (after_s, posts) = words.trim().split_once(' ').unwrap_or((words.trim(), ""));
        (posts.parse().unwrap(), after_s.parse().unwrap())
    };
    words.split(',').filter(|rung| !rung.trim().is_empty()).map(rung).collect()
}

fn staff(name: &str) -> u128 {
    name.strip_prefix("nurse-").unwrap_or_else(|| panic!("'{name}' is nobody")).parse().unwrap()
}

fn ms(text: &str) -> i64 {
    text.split(':').fold(0, |sum, part| sum * 60 + part.trim().parse::<i64>().unwrap_or_else(|_| panic!("'{text}' is no time"))) * 1_000
}

fn clock(t: i64) -> String {
    let s = t / 1_000;
    assert_eq!(t % 1_000, 0, "a step between two seconds");
    if s < 3_600 { format!("{}:{:02}", s / 60, s % 60) } else { format!("{}:{:02}:{:02}", s / 3_600, s / 60 % 60, s % 60) }
}

/// A step in the words of the files; `None` for what a working screen confirms by itself.
fn tell(step: &Step) -> Option<String> {
    let round = if step.round == 1 { String::new() } else { format!(" of round {}", step.round) };
    let what = match step.what {
        What::Fired { rung, posts, .. } => format!("rung {rung}{round} to {posts}"),
        What::Unheard { rung, why: Unheard::NoScreen } => format!("nobody hears rung {rung}{round}: no screen"),
        What::Unheard { rung, why: Unheard::NoReceipt } => format!("nobody hears rung {rung}{round}: no receipt"),
        What::Received { receipt: Receipt::Delivered, .. } => return None,
        What::Received { rung, receipt, .. } => format!("rung {rung}{round} {}", receipt.as_str()),
        What::Stopped { by: StaffId(by) } => format!("nurse-{by} has it"),
        What::Paused { by: StaffId(by), reason, until } => {
            let long = until.map_or_else(|| "until it is ended".to_owned(), |until| format!("for {} s", until.since(step.at) / 1_000));
            format!("nurse-{by} pauses it {long}: {}", reason.as_str())
        }
        What::Resumed { why } => format!("the pause ends: {}", why.as_str()),
        What::Reminded { nth, to: To::Owner(StaffId(owner)) } => format!("reminder {nth} to nurse-{owner}"),
        What::Reminded { nth, to: To::Everyone } => format!("reminder {nth} to everyone"),
    };
    Some(if step.alert.0 == 1 { what } else { format!("the other: {what}") })
}

#[test]
fn every_story_ends_as_the_nurse_was_told() {
    let scenarios = all();
    assert!(scenarios.len() >= 14, "only {} scenarios found", scenarios.len());
    let mut wrong = Vec::new();
    for (path, scenario) in &scenarios {
        assert!(!scenario.why.is_empty() && !scenario.title.is_empty(), "{} says not why", path.display());
        let told = scenario.play();
        let squeezed = |line: &String| line.split_whitespace().collect::<Vec<_>>().join(" ");
        let expected: Vec<String> = scenario.expect.iter().map(squeezed).collect();
        if told != expected {
            let name = path.file_name().unwrap().display();
            wrong.push(format!(
                "{name}: {}\n  expected:\n    {}\n  told:\n    {}",
                scenario.title,
                expected.join("\n    "),
                told.join("\n    ")
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {} stories went wrong:\n{}", wrong.len(), scenarios.len(), wrong.join("\n\n"));
}
