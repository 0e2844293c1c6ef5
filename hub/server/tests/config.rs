//! A wrong configuration is refused in one line that names the file, the key and the mend,
//! with exit code 64, before anything is opened.

use std::path::Path;
use std::process::{Command, Output};

fn hub(dir: &Path, text: &str, environment: &[(&str, &str)]) -> Output {
    let file = dir.join("hub.toml");
    std::fs::write(&file, text).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_hearth-hub"));
    command.args(["run", "--config"]).arg(&file).current_dir(dir).envs(environment.iter().copied());
    command.output().unwrap()
}

fn refused(text: &str, environment: &[(&str, &str)], expected: &[&str]) {
    let dir = tempfile::tempdir().unwrap();
    let output = hub(dir.path(), text, environment);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(64), "{text}: {said}");
    assert_eq!(said.lines().count(), 1, "one line: {said}");
    for part in expected {
        assert!(said.contains(part), "{text}: '{part}' is missing in: {said}");
    }
    let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left, ["hub.toml"], "nothing was opened or made");
}

#[test]
fn an_unknown_key_is_named_with_the_keys_that_exist() {
    refused("[server]\nport = 80\n", &[], &["hub.toml", "server.port", "listen"]);
    refused("dat_dir = 'x'\n", &[], &["hub.toml", "dat_dir", "data_dir"]);
}

#[test]
fn a_value_of_the_wrong_kind_is_named_with_the_mend() {
    refused("[server]\nlisten = 'everywhere'\n", &[], &["hub.toml", "server.listen", "127.0.0.1:8080"]);
    refused("[embedded]\nbroker_port = 70000\n", &[], &["hub.toml", "embedded.broker_port", "u16"]);
    refused("[log]\nformat = 'xml'\n", &[], &["hub.toml", "log.format", "json"]);
    refused("[log]\nfilter = 'hub=loudest'\n", &[], &["hub.toml", "log.filter", "info"]);
    refused("[retention]\nframes_days = 0\n", &[], &["hub.toml", "retention.frames_days", "1 to"]);
    refused("[database]\nurl = 'mysql://x'\n", &[], &["hub.toml", "database.url", "postgres://"]);
    refused("[server]\ndial_link = 'javascript:{number}'\n", &[], &["hub.toml", "server.dial_link", "tel:{number}"]);
}

#[test]
fn what_belongs_together_is_asked_for_together() {
    refused("[broker]\nport = 1883\n", &[], &["hub.toml", "broker.host", "missing"]);
    refused("[broker]\nhost = 'b'\ncertificate = '/c'\n", &[], &["hub.toml", "broker.certificate", "broker.key"]);
    refused("[broker]\nhost = 'b'\nca = '/not/there'\n", &[], &["hub.toml", "broker.ca", "/not/there"]);
    refused("[database]\npassword_file = '/p'\n", &[], &["hub.toml", "database.password_file", "database.url"]);
}

#[test]
fn a_ladder_that_would_leave_a_patient_alone_is_refused_by_name_and_with_the_mend() {
    let high = |rungs: &str| format!("[escalation]\nhigh = [{rungs}]\n");
    let rung = |after_s: u32, tell: &str| format!("{{ after_s = {after_s}, tell = [{tell}] }}");
    let many = (0..9).map(|index| rung(index * 60, "'holder'")).collect::<Vec<_>>().join(",");
    for (rungs, expected) in [
        (String::new(), "no rung"),
        (rung(0, ""), "names no post"),
        (rung(0, "'janitor'"), "use one of holder, backup, charge_nurse"),
        ([rung(0, "'holder'"), rung(60, "'backup'"), rung(60, "'everyone'")].join(","), "must rise"),
        ([rung(0, "'holder'"), rung(60, "'physician'")].join(","), "name everyone on its last rung"),
        ([rung(0, "'holder'"), rung(600, "'everyone'")].join(","), "between 20 s and 300 s"),
        (many, "9 rungs: at most 8"),
    ] {
        refused(&high(&rungs), &[], &["hub.toml", "escalation.high", expected]);
    }
    refused("[escalation]\nhigh = [{ tell = ['everyone'] }]\n", &[], &["hub.toml", "escalation.high", "after_s"]);
    let slower = "[escalation]\nmedium = [{ after_s = 0, tell = ['holder'] }, { after_s = 30, tell = ['everyone'] }]\n";
    refused(slower, &[], &["hub.toml", "high alerts would climb more slowly than medium ones"]);
}

#[test]
fn check_shows_the_ladders_in_force() {
    let dir = tempfile::tempdir().unwrap();
    let text = "[escalation]\nhigh = [{ after_s = 0, tell = ['holder', 'backup'] }, { after_s = 45, tell = ['everyone'] }]\n";
    std::fs::write(dir.path().join("hub.toml"), text).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_hearth-hub"));
    let output = command.args(["check", "--config", "hub.toml"]).current_dir(dir.path()).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && said.contains("high: 0 s holder backup, 45 s everyone\n"), "{said}");
    assert!(said.contains("low: 0 s holder, 900 s backup, 1800 s charge_nurse\n"), "{said}");
}

#[test]
fn broken_toml_and_a_missing_file_are_told_in_one_line() {
    refused("[server\n", &[], &["hub.toml", "line 1"]);
    let dir = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_hearth-hub"));
    let output = command.args(["check", "--config", "nowhere.toml"]).current_dir(dir.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(64));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("nowhere.toml") && said.lines().count() == 1, "{said}");
}

#[test]
fn the_environment_overrides_the_file_and_its_mistakes_name_the_variable() {
    refused("[server]\nlisten = '127.0.0.1:1'\n", &[("HEARTH_HUB__SERVER__LISTEN", "nonsense")], &["HEARTH_HUB__SERVER__LISTEN"]);
    refused("", &[("HEARTH_HUB__SERVER__PROT", "1")], &["HEARTH_HUB__SERVER__PROT", "listen"]);
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("hub.toml"), "[server]\nlisten = '127.0.0.1:1'\n").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_hearth-hub"));
    command.args(["check", "--config", "hub.toml"]).current_dir(dir.path());
    command.envs([("HEARTH_HUB__SERVER__LISTEN", "127.0.0.1:4242"), ("HEARTH_GATEWAY__SERVER", "of another program")]);
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && said.contains("127.0.0.1:4242"), "{said}");
}

/// UTC in its place would be every hour of the wall wrong, and nobody told.
#[test]
fn a_time_zone_of_the_machine_that_is_none_is_refused_by_name() {
    for wrong in ["Mars/Olympus", "localtime", "/nowhere", "America/New_Yrok"] {
        refused("", &[("TZ", wrong)], &["environment", "TZ", "America/New_York"]);
    }
    let dir = tempfile::tempdir().unwrap();
    let check =
        |zone: &str| Command::new(env!("CARGO_BIN_EXE_hearth-hub")).arg("check").current_dir(dir.path()).env("TZ", zone).output().unwrap();
    assert_eq!(check("Mars/Olympus").status.code(), Some(64), "check sees it as well");
    for (zone, said) in [("America/Lima", "America/Lima"), ("", "UTC"), (":Europe/Madrid", "Europe/Madrid")] {
        let output = check(zone);
        assert!(output.status.success() && String::from_utf8_lossy(&output.stdout).contains(said), "{zone}: {output:?}");
    }
}

#[test]
fn a_wrong_argument_is_a_mistake_and_help_is_not() {
    let run = |arguments: &[&str]| Command::new(env!("CARGO_BIN_EXE_hearth-hub")).args(arguments).output().unwrap();
    assert_eq!(run(&["fly"]).status.code(), Some(64));
    assert_eq!(run(&["gateway", "add", "Not An Id"]).status.code(), Some(64));
    assert_eq!(run(&["--help"]).status.code(), Some(0));
}
