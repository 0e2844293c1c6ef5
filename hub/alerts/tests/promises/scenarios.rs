//! Plays every file in `scenarios/`.

use super::scenario::{Scenario, clock, ms};
use hearth_alerts::{Kind, Rule};
use std::path::PathBuf;

#[expect(clippy::disallowed_methods, reason = "the test reads the scenario files; the engine itself reads nothing")]
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

fn squeeze(lines: &[String]) -> Vec<String> {
    lines.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn every_story_ends_as_the_nurse_was_told() {
    let scenarios = all();
    assert!(scenarios.len() >= 80, "only {} scenarios found", scenarios.len());
    let mut wrong = Vec::new();
    for (path, scenario) in &scenarios {
        assert!(!scenario.why.is_empty() && !scenario.title.is_empty(), "{} says not why", path.display());
        let (told, open) = scenario.play();
        if told != squeeze(&scenario.expect) || open != squeeze(&scenario.open_at_end) {
            wrong.push(format!(
                "{}: {}\n  expected:\n    {}\n  told:\n    {}\n  open expected: {:?}\n  open told: {open:?}",
                path.file_name().unwrap().display(),
                scenario.title,
                squeeze(&scenario.expect).join("\n    "),
                told.join("\n    "),
                scenario.open_at_end,
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {} stories went wrong:\n{}", wrong.len(), scenarios.len(), wrong.join("\n\n"));
}

/// What is about the patient. What only time shows (silence) is put off by a restart: a hub that was down blames no home.
fn clinical(lines: &[String]) -> Vec<&String> {
    let is_clinical = |line: &&String| {
        let rules = line.split_whitespace().filter_map(|word| word.parse::<Rule>().ok());
        rules.into_iter().all(|rule| rule.kind() == Kind::Clinical)
    };
    let mut lines: Vec<&String> = lines.iter().filter(is_clinical).collect();
    lines.sort();
    lines
}

#[test]
fn a_restart_at_any_instant_changes_nothing_that_a_story_tells_of_the_patient() {
    for (path, scenario) in all() {
        let (told, open) = scenario.play();
        let until_ms = ms(&scenario.until);
        for part in 0..6 {
            let at = clock((until_ms * part / 6 / 1_000 + 7) * 1_000);
            let (again, open_again) = scenario.play_with(&[format!("{at} hub restarts")]);
            let name = path.file_name().unwrap().display();
            assert_eq!((clinical(&told), clinical(&open)), (clinical(&again), clinical(&open_again)), "{name}, restarted at {at}");
        }
    }
}

#[test]
fn the_order_in_which_devices_are_heard_at_one_instant_changes_nothing_that_a_story_tells_of_the_patient() {
    for (path, scenario) in all() {
        let ((told, open), (again, open_again)) = (scenario.play(), scenario.play_backwards());
        let name = path.file_name().unwrap().display();
        assert_eq!((clinical(&told), clinical(&open)), (clinical(&again), clinical(&open_again)), "{name}");
    }
}
