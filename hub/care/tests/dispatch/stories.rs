//! Plays every file in `scenarios/`; its README has the language.

use super::rig::{Rig, at, away, opening, unit};
use hearth_alerts::StaffId;
use hearth_care::dispatch::{
    Clock, Equipment, Heard, IncidentAct, IncidentRefused, IncidentState, IncidentStep, IncidentStepKind, Pressed, Skill, Source, Still,
    Unit, UnitId,
};
use hearth_vitals::WallMs;
use serde::Deserialize;
use std::path::PathBuf;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    title: String,
    why: String,
    until: String,
    units: Vec<String>,
    home: Option<String>,
    needs: Option<String>,
    timeline: Vec<String>,
    expect: Vec<String>,
}

#[expect(clippy::disallowed_methods, reason = "the test reads the stories; the machine itself reads nothing")]
fn all() -> Vec<(PathBuf, Story)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let story = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path, story)
    };
    files.into_iter().map(read).collect()
}

fn unit_of(words: &str) -> Unit {
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut made = unit(number(words[0]).0, 1);
    let crew = made.crew.as_mut().unwrap();
    crew.languages.clear();
    for (index, word) in words.iter().enumerate().skip(1) {
        match (*word, words.get(index + 1)) {
            ("nowhere", _) => made.fix = None,
            ("min", _) => made.fix.as_mut().unwrap().position = away(words[index - 1].parse().unwrap()),
            ("until", Some(end)) => crew.until = at(ms(end)),
            (word, _) if word.starts_with(|c: char| c.is_ascii_digit()) => {}
            (word, _) if word.len() == 2 => {
                crew.languages.insert(word.into());
            }
            (word, _) => {
                if let Some(skill) = Skill::from_key(word) {
                    crew.skills.insert(skill);
                } else {
                    made.equipment.insert(Equipment::from_key(word).unwrap_or_else(|| panic!("'{word}' is nothing a unit has")));
                }
            }
        }
    }
    made
}

impl Story {
    fn play(&self) -> Vec<String> {
        let mut opening = opening();
        opening.home = opening.home.filter(|_| self.home.is_none());
        let needs = self.needs.as_deref().unwrap_or_default().split_whitespace();
        opening.equipment = needs.map(|word| Equipment::from_key(word).unwrap()).collect();
        let mut rig = Rig::new(opening, self.units.iter().map(|words| unit_of(words)));
        let mut said: Vec<String> = Vec::new();
        for line in &self.timeline {
            let (t, what) = line.split_once(char::is_whitespace).unwrap();
            rig.run_to(ms(t));
            say(&mut rig, &mut said);
            let answer = happen(&mut rig, what.trim());
            say(&mut rig, &mut said);
            said.extend(answer.into_iter().map(|line| format!("{t} {line}")));
        }
        rig.run_to(ms(&self.until));
        say(&mut rig, &mut said);
        said
    }
}

fn say(rig: &mut Rig, said: &mut Vec<String>) {
    said.extend(rig.told.drain(..).map(|step| format!("{} {}", clock(step.at), tell(&step))));
}

fn happen(rig: &mut Rig, what: &str) -> Vec<String> {
    let words: Vec<&str> = what.split_whitespace().collect();
    match words[..] {
        ["stay", "ends"] => {
            rig.situation.stay_open = false;
            rig.look();
            vec![]
        }
        ["what", "rings?"] => vec![rings(rig)],
        [name, "goes", "silent"] => {
            rig.silent.insert(number(name));
            vec![]
        }
        ["how", "is", "it?"] => vec![half_hour(&rig.incident.clock(&rig.situation, at(rig.t)))],
        ["who?"] => who(rig),
        [name, ref rest @ ..] => {
            let (by, act) = act_of(rig, name, rest);
            rig.act(act, by).err().map(refusal).into_iter().collect()
        }
        [] => panic!("nothing happens"),
    }
}

fn act_of(rig: &Rig, name: &str, words: &[&str]) -> (StaffId, IncidentAct) {
    if let ["shown", shown, rest @ ..] = words {
        return (person(name), act(shown.parse().unwrap(), rest));
    }
    if !name.starts_with('U') {
        return (person(name), act(rig.incident.version, words));
    }
    let (state, pressed) = match words {
        [state] => (state, None),
        [state, "pressed", ago, "ago"] => (state, Some((ms(ago), 0))),
        [state, "pressed", ago, "ago", "by", "a", "clock", s, "s", "ahead"] => (state, Some((ms(ago), s.parse::<i64>().unwrap() * 1_000))),
        _ => panic!("'{words:?}' is not understood"),
    };
    let pressed = pressed.map(|(ago, ahead)| Pressed { at: at(rig.t + ahead - ago), sent: at(rig.t + ahead), steady_ms: None });
    let unit = number(name);
    // Who was taken off speaks of the place that it knew.
    let place = rig.incident.places.iter().find(|place| place.unit == unit || place.asked.contains(&unit)).unwrap().number;
    let state = IncidentState::from_key(state).unwrap();
    (StaffId(100 + unit.0), IncidentAct::Stamp { place, unit, state, source: Source::Button, pressed })
}

fn act(shown: u32, words: &[&str]) -> IncidentAct {
    let place = |word: &str| word.parse().unwrap();
    match *words {
        ["triages"] => IncidentAct::Triage,
        ["sends", unit] => IncidentAct::Send { unit: number(unit), second: false },
        ["sends", unit, "besides"] => IncidentAct::Send { unit: number(unit), second: true },
        ["gives", "place", of, "to", unit] => IncidentAct::Reassign { place: place(of), unit: number(unit), shown },
        ["calls", "place", of, "back"] => IncidentAct::StandDown { place: place(of), shown },
        ["resolves", "it", "remotely"] => IncidentAct::ResolveRemotely { shown },
        ["cancels", "it"] => IncidentAct::Cancel { shown },
        ["closes", "it"] => IncidentAct::Close { shown },
        ["sets", "step", names, "to", when] => IncidentAct::Amend { names: names.parse().unwrap(), at: at(ms(when)) },
        _ => panic!("'{words:?}' is not understood"),
    }
}

fn number(name: &str) -> UnitId {
    UnitId(name.strip_prefix('U').and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("'{name}' is no unit")))
}

fn person(name: &str) -> StaffId {
    StaffId(["ana", "ben"].iter().position(|one| *one == name).unwrap_or_else(|| panic!("'{name}' is nobody")) as u128)
}

fn name(by: Option<StaffId>) -> String {
    by.map_or_else(String::new, |StaffId(by)| format!(" by {}", if by == 0 { "ana" } else { "ben" }))
}

fn tell(step: &IncidentStep) -> String {
    match step.what {
        IncidentStepKind::Opened => "received".into(),
        IncidentStepKind::Became(state) => format!("{}{}", state.key(), name(step.by)),
        IncidentStepKind::Offered { place, unit, confirm_by } => {
            format!("U{} is asked for place {place}{} until {}", unit.0, name(step.by), clock(confirm_by))
        }
        IncidentStepKind::Stamped { unit, state, stamp, .. } => {
            let doubt = stamp.doubt(step.at).map_or_else(String::new, |doubt| format!(" ({})", doubt.key()));
            format!("U{} {} at {}{doubt}", unit.0, state.key(), clock(stamp.at))
        }
        IncidentStepKind::Amended { names, at } => format!("step {names} was at {}, says{}", clock(at), name(step.by).replace(" by", "")),
        IncidentStepKind::Unconfirmed { unit, .. } => format!("U{} did not confirm", unit.0),
        IncidentStepKind::NobodyLeft { place } => format!("nobody is left for place {place}"),
        IncidentStepKind::LimitLost => "the half hour is lost".into(),
        IncidentStepKind::ShiftOver { unit, .. } => format!("the shift of U{} is over", unit.0),
        IncidentStepKind::StayEnded => "the stay has ended".into(),
    }
}

fn refusal(refused: IncidentRefused) -> String {
    let why = match refused {
        IncidentRefused::Changed { now } => format!("it is version {now} now"),
        IncidentRefused::NotAllowed { from, to } => format!("{} cannot become {}", from.key(), to.key()),
        IncidentRefused::UnitSent(unit) => format!("U{} is sent already", unit.0),
        IncidentRefused::UnitBusy { unit, .. } => format!("U{} is in an incident", unit.0),
        IncidentRefused::OffShift(unit) => format!("U{} is off shift", unit.0),
        IncidentRefused::OfferOver => "the offer is over".to_owned(),
        IncidentRefused::TakenAway { unit } => format!("U{} has the place now", unit.0),
        IncidentRefused::Already(state) => format!("it is {} already", state.key()),
        IncidentRefused::StayEnded => "the stay has ended".into(),
        IncidentRefused::UnitStillSent { unit, state } => format!("U{} is still {}", unit.0, state.key()),
        IncidentRefused::NoStamp(number) => format!("step {number} is no stamp"),
        IncidentRefused::AmendedBy(number) => format!("step {number} says something else"),
        IncidentRefused::OutOfOrder => "out of order".into(),
        IncidentRefused::UnknownUnit(_) | IncidentRefused::UnknownPlace(_) | IncidentRefused::Full => refused.to_string(),
    };
    format!("refused: {why}")
}

fn half_hour(clock_now: &Clock) -> String {
    match clock_now {
        Clock::Running { by, expected: None } => format!("the half hour runs until {}", clock(*by)),
        Clock::Running { by, expected: Some((unit, when)) } => {
            format!("the half hour runs until {}, U{} is expected at {}", clock(*by), unit.0, clock(*when))
        }
        Clock::Lost { still, .. } => {
            let still: Vec<String> = still.iter().map(possible).collect();
            format!("the half hour is lost: {}", still.join("; "))
        }
        Clock::Arrived { at, in_time } => {
            format!("somebody was there at {}, {}", clock(*at), if *in_time { "in time" } else { "too late" })
        }
        Clock::Stopped => "nobody has to be there".into(),
    }
}

fn possible(still: &Still) -> String {
    match still {
        Still::Nearest { unit, arrives, sent: true } => format!("U{} is there at {}", unit.0, clock(*arrives)),
        Still::Nearest { unit, arrives, sent: false } => format!("U{} could be there at {}", unit.0, clock(*arrives)),
        Still::ResolveRemotely => "resolve remotely".into(),
        Still::CallAmbulance => "call an ambulance".into(),
    }
}

fn rings(rig: &Rig) -> String {
    let now = at(rig.t);
    let trouble = rig.incident.trouble(&rig.incident.recommend(&rig.situation, now), &rig.situation, &Heard::default(), now);
    let silent = trouble.silent.iter().map(|unit| format!("U{} is silent", unit.0));
    let unconfirmed = trouble.unconfirmed.then(|| "nobody has said yes in time".to_owned());
    let no_unit = trouble.no_unit.then(|| "no unit is free".to_owned());
    let waits = trouble.waits.then(|| "nobody is sent".to_owned());
    let all: Vec<String> = unconfirmed.into_iter().chain(no_unit).chain(waits).chain(silent).collect();
    if all.is_empty() { "nothing rings".into() } else { all.join("; ") }
}

fn who(rig: &Rig) -> Vec<String> {
    let line = |reasons: &[hearth_care::dispatch::Reason]| reasons.iter().map(|reason| reason.key()).collect::<Vec<_>>().join(" ");
    let all = rig.incident.recommend(&rig.situation, at(rig.t));
    all.iter().map(|one| format!("U{}: {}", one.unit.0, line(&one.reasons))).collect()
}

fn ms(text: &str) -> i64 {
    text.split(':').fold(0, |sum, part| sum * 60 + part.trim().parse::<i64>().unwrap_or_else(|_| panic!("'{text}' is no time"))) * 1_000
}

/// To the nearest second: a way is measured in millionths of degrees.
fn clock(at: WallMs) -> String {
    let s = (at.since(super::rig::START) + 500).div_euclid(1_000);
    if s < 3_600 { format!("{}:{:02}", s / 60, s % 60) } else { format!("{}:{:02}:{:02}", s / 3_600, s / 60 % 60, s % 60) }
}

#[test]
fn every_story_ends_as_the_dispatcher_was_told() {
    let stories = all();
    assert!(stories.len() >= 15, "only {} stories found", stories.len());
    let mut wrong = Vec::new();
    for (path, story) in &stories {
        assert!(!story.why.is_empty() && !story.title.is_empty(), "{} says not why", path.display());
        let told = story.play();
        if told != story.expect {
            let (name, lines) = (path.file_name().unwrap().display(), |lines: &[String]| lines.join("\n    "));
            wrong.push(format!("{name}: {}\n  expected:\n    {}\n  told:\n    {}", story.title, lines(&story.expect), lines(&told)));
        }
    }
    assert!(wrong.is_empty(), "{} of {} stories went wrong:\n{}", wrong.len(), stories.len(), wrong.join("\n\n"));
}
