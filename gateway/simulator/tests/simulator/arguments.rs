//! A wrong command line ends with exit code 64 and an explanation, before anything is opened.

use std::process::Command;

fn refused(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_hearth-sim")).args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(64), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_wrong_command_line_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("wrong.toml");
    std::fs::write(&file, "title = \"nobody\"\n").unwrap();
    let (file, folder) = (file.to_str().unwrap(), folder.path().to_str().unwrap());
    for (arguments, words) in [
        (vec!["home"], "--scenario"),
        (vec!["home", "--scenario", "nowhere", "--link", folder], "cannot read scenario 'nowhere'"),
        (vec!["home", "--scenario", file, "--link", folder], "0 devices"),
        (vec!["home", "--scenario", "calm", "--link", folder, "--speed", "0"], "must be from 0.01 to 1000"),
        (vec!["fleet", "--homes", "3"], "--port"),
        (vec!["fleet", "--homes", "0", "--list"], "0 homes"),
        (vec!["fleet", "--homes", "3", "--list", "--prefix", "Home"], "--prefix 'Home'"),
        (vec!["fleet", "--homes", "3", "--port", "1", "--rate", "0"], "must be from 0.001 to 1000"),
        (vec!["fleet", "--homes", "3", "--port", "1", "--rate", "2", "--flat-out"], "cannot be used with"),
        (vec!["fleet", "--homes", "3", "--port", "1", "--credentials", file], "--credentials"),
        (vec!["fleet", "--homes", "3", "--port", "1", "--frames-per-batch", "0"], "0 is not in 1..=1000"),
        (vec!["sink"], "--port"),
        (vec!["dance"], "unrecognized subcommand"),
    ] {
        let said = refused(&arguments);
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
}

#[test]
fn the_list_of_a_fleet_can_be_registered() {
    let output =
        Command::new(env!("CARGO_BIN_EXE_hearth-sim")).args(["fleet", "--homes", "2", "--prefix", "sim-", "--list"]).output().unwrap();
    assert!(output.status.success());
    let list: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(list[1]["gateway"], "sim-0002");
    assert_eq!(list[1]["devices"][0]["id"], "sim-0002-mon");
    assert_eq!(list[1]["devices"][0]["protocol"], "hearth-fleet-monitor");
    assert_eq!(list[1]["vitals"].as_array().unwrap().len(), 8);
}
