//! The commands: decode, check, and how a bad configuration is refused.
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const GOOD: &str = r#"
gateway = "home-0001"
data_dir = "/nonexistent/hearth"
[broker]
host = "127.0.0.1"
port = 1883
username = "home-0001"
password = "007"
[outbox]
max_bytes = 100000000
segment_bytes = 1000000
[[devices]]
id = "oxim-0001"
protocol = "nonin-df7"
port = "/dev/serial/by-id/oximeter"
[[devices]]
id = "oxim-0002"
protocol = "masimo-ascii1"
port = "/dev/serial/by-id/other"
baud = 9600
[log]
format = "json"
"#;

fn gateway(arguments: &[&str], environment: &[(&str, &str)], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hearth-gateway"));
    command.args(arguments).envs(environment.iter().copied());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

fn with_config(text: &str, environment: &[(&str, &str)], command: &str) -> (Output, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("gateway.toml");
    std::fs::write(&file, text).unwrap();
    (gateway(&[command, "--config", file.to_str().unwrap()], environment, b""), file)
}

#[test]
fn a_good_configuration_is_ok_and_check_touches_nothing() {
    let (output, file) = with_config(GOOD, &[], "check");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(
        said.starts_with(&format!("{}: ok: gateway home-0001", file.display())) && said.contains("oxim-0002 (masimo-ascii1)"),
        "{said}"
    );
    assert!(!std::path::Path::new("/nonexistent/hearth").exists());
}

#[test]
fn every_bad_key_is_refused_in_one_line_that_names_file_key_and_mend() {
    let cases = [
        (r#"gateway = "home-0001""#, r#"gateway = "Home 1""#, "gateway: 'Home 1' is no gateway id"),
        (r#"gateway = "home-0001""#, "", "gateway: is missing; add it"),
        (r#"gateway = "home-0001""#, "gateway = 5", "gateway: is "),
        ("data_dir = \"/nonexistent/hearth\"", "", "data_dir: is missing; add it"),
        ("data_dir = \"/nonexistent/hearth\"", "data_dir = \"\"", "data_dir: is empty"),
        ("host = \"127.0.0.1\"", "", "broker.host: is missing; add it"),
        ("host = \"127.0.0.1\"", "host = \"\"", "broker.host: is empty"),
        ("host = \"127.0.0.1\"", "host = \"mqtt://127.0.0.1:1883\"", "broker.host: 'mqtt://127.0.0.1:1883' is more than a name or address"),
        ("host = \"127.0.0.1\"", "host = \"broker.example:1883\"", "broker.host: 'broker.example:1883' is more than a name or address"),
        ("host = \"127.0.0.1\"", "host = \"broker.example/mqtt\"", "broker.host: 'broker.example/mqtt' is more than a name or address"),
        ("port = 1883", "port = 0", "broker.port: is 0; give 8883"),
        ("port = 1883", "port = 70000", "broker.port: is "),
        ("port = 1883", "port = \"x\"", "broker.port: is "),
        ("port = 1883", "port = 1883\nprot = 1", "broker.prot: is no key known here; remove it or use one of host, port"),
        ("username = \"home-0001\"", "", "broker.username: is missing beside the password"),
        ("password = \"007\"", "", "broker.password: is missing beside username"),
        ("password = \"007\"", "password = \"a\"\npassword_file = \"/x\"", "broker.password: is given beside password_file"),
        ("password = \"007\"", "password_file = \"/nonexistent\"", "broker.password_file: /nonexistent cannot be read"),
        ("port = 1883", "port = 1883\nca_file = \"/nonexistent\"", "broker.ca_file: /nonexistent cannot be read"),
        ("port = 1883", "port = 1883\ncert_file = \"/dev/null\"", "broker.key_file: is missing beside cert_file"),
        ("port = 1883", "port = 1883\nkey_file = \"/dev/null\"", "broker.cert_file: is missing beside key_file"),
        ("port = 1883", "port = 1883\nkey_file = \"/dev/null\"\ncert_file = \"/dev/null\"", "broker.ca_file: is missing beside cert_file"),
        ("segment_bytes = 1000000", "segment_bytes = 10", "outbox.segment_bytes: is 10; give 200000"),
        ("max_bytes = 100000000", "max_bytes = 1000000", "outbox.max_bytes: is 1000000; give at least four times"),
        ("max_bytes = 100000000", "max_bytes = -1", "outbox.max_bytes: is "),
        ("id = \"oxim-0001\"", "id = \"X\"", "devices.0.id: 'X' is no device id"),
        ("id = \"oxim-0002\"", "id = \"oxim-0001\"", "devices.1.id: 'oxim-0001' is given twice"),
        (
            "protocol = \"nonin-df7\"",
            "protocol = \"nonin-df9\"",
            "devices.0.protocol: unknown protocol 'nonin-df9'; known are nonin-df2, nonin-df7",
        ),
        (
            "protocol = \"nonin-df7\"",
            "protocol = \"gatt-2a37\"",
            "devices.0.port: is given for a Bluetooth device; leave it out, and give its address",
        ),
        ("protocol = \"nonin-df7\"", "", "is missing; add it"),
        ("port = \"/dev/serial/by-id/oximeter\"", "", "devices.0.port: is missing; give the stable path"),
        ("port = \"/dev/serial/by-id/oximeter\"", "port = \"ttyUSB0\"", "devices.0.port: 'ttyUSB0' is no absolute path"),
        (
            "port = \"/dev/serial/by-id/other\"",
            "port = \"/dev/serial/by-id/oximeter\"",
            "devices.1.port: /dev/serial/by-id/oximeter is given twice",
        ),
        ("port = \"/dev/serial/by-id/other\"", "port = \"/dev/x\"\nreplay = \"/x\"", "devices.1.replay: is given beside port"),
        ("baud = 9600", "baud = 5", "devices.1.baud: is 5; give"),
        (
            "protocol = \"masimo-ascii1\"",
            "protocol = \"contec-cms50\"",
            "devices.1.baud: is given for contec-cms50, whose devices differ in it; leave it out",
        ),
        ("baud = 9600", "boud = 9600", "boud: is no key known here"),
        ("format = \"json\"", "format = \"xml\"", "log.format: 'xml' is not known; use one of text, json"),
        ("[log]", "[loog]", "loog: is no key known here"),
        ("[log]", "[log", "mend the TOML"),
    ];
    for (good, bad, expected) in cases {
        let text = GOOD.replacen(good, bad, 1);
        assert_ne!(text, GOOD, "{good} is in the good file");
        // `run` refuses it too, before it opens anything.
        for command in ["check", "run"] {
            let (output, file) = with_config(&text, &[], command);
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(64), "{bad}: {said}");
            assert_eq!(said.lines().count(), 1, "{bad}: {said}");
            assert!(said.contains(file.to_str().unwrap()), "{bad}: {said}");
            assert!(said.contains(expected), "{bad}: expected '{expected}' in: {said}");
            assert!(said.contains("; "), "{bad}: no mend in: {said}");
        }
    }
}

/// Chance decided whose readings they were.
#[test]
fn two_devices_whose_ports_are_one_line_are_refused_by_both_names() {
    let dir = tempfile::tempdir().unwrap();
    let links = ["one", "two"].map(|name| dir.path().join(name));
    links.iter().for_each(|link| std::os::unix::fs::symlink("/dev/null", link).unwrap());
    let text = GOOD.replacen("/dev/serial/by-id/oximeter", links[0].to_str().unwrap(), 1).replacen(
        "/dev/serial/by-id/other",
        links[1].to_str().unwrap(),
        1,
    );
    for command in ["check", "run"] {
        let (output, _) = with_config(&text, &[], command);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), said.lines().count()), (Some(64), 1), "{said}");
        let expected = format!("devices.1.port: {} is the same line as {} of oxim-0001; ", links[1].display(), links[0].display());
        assert!(said.contains(&expected), "{said}");
    }
}

#[test]
fn check_warns_of_a_port_whose_name_may_be_another_devices_tomorrow() {
    let (output, file) = with_config(&GOOD.replacen("/dev/serial/by-id/oximeter", "/dev/ttyUSB0", 1), &[], "check");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && said.lines().count() == 1, "{said}");
    let expected = format!("warning: {}: devices.0.port: /dev/ttyUSB0 may be another device after the next start; give ", file.display());
    assert!(said.contains(&expected), "{said}");
    assert_eq!(with_config(GOOD, &[], "check").0.stderr, b"", "a path that stays");
    let (output, _) = with_config(GOOD, &[("HEARTH_BROKER__HOST", "fe80::1")], "check");
    assert!(output.status.success(), "an address of version 6 has colons");
}

/// What the hub holds under the owner's name would be sent again under another name, and stored twice.
#[test]
fn a_disk_from_another_gateways_box_is_refused_by_the_name_of_its_owner() {
    let data = tempfile::tempdir().unwrap();
    let text = GOOD.replacen("/nonexistent/hearth", data.path().to_str().unwrap(), 1);
    std::fs::write(data.path().join("gateway"), "home-0001\n").unwrap();
    assert_eq!(with_config(&text, &[], "check").0.status.code(), Some(0), "its own disk");
    std::fs::write(data.path().join("gateway"), "home-0002\n").unwrap();
    for command in ["check", "run"] {
        let (output, file) = with_config(&text, &[], command);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), said.lines().count()), (Some(64), 1), "{said}");
        assert!(
            said.contains(&format!("{}: data_dir: ", file.display())) && said.contains("gateway home-0002") && said.contains("; put that"),
            "{said}"
        );
    }
}

#[test]
fn a_configuration_that_is_not_there_is_named() {
    let output = gateway(&["check", "--config", "/nonexistent.toml"], &[], b"");
    assert_eq!(output.status.code(), Some(64));
    assert!(String::from_utf8_lossy(&output.stderr).contains("/nonexistent.toml: cannot be read"));
}

#[test]
fn the_environment_overrides_every_key() {
    let environment = [
        ("HEARTH_GATEWAY", "home-0042"),
        ("HEARTH_BROKER__HOST", "broker.example"),
        ("HEARTH_BROKER__PORT", "8883"),
        ("HEARTH_BROKER__PASSWORD", "0042"),
        ("HEARTH_DATA_DIR", "/elsewhere"),
        ("HEARTH_DEVICES", r#"[{id="thermo-1",protocol="masimo-ascii1",port="/dev/x"}]"#),
        // Variables of other programs of Hearth are ignored.
        ("HEARTH_DATABASE__URL", "postgres://x"),
    ];
    let (output, _) = with_config(GOOD, &environment, "check");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.contains("gateway home-0042, broker broker.example:8883 (no TLS), data in /elsewhere, 1 device(s): thermo-1"),
        "{said} {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let (output, _) = with_config(GOOD, &[("HEARTH_BROKER__PORT", "many")], "check");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(64) && said.contains("broker.port"), "{said}");
}

#[test]
fn decode_reads_device_bytes_from_stdin_and_from_a_file() {
    let mut bytes: Vec<u8> = (0..3).flat_map(|_| crate::support::oximeter::packet(97, 72, 30_000)).collect();
    bytes.extend_from_slice(b"noise");
    let output = gateway(&["decode", "nonin-df7"], &[], &bytes);
    assert!(output.status.success());
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains(r#"{"vital":"spo2","value":97.0,"unit":"%","flags":[]}"#), "{said}");
    assert!(said.contains(r#"{"vital":"pulse_rate","value":72.0,"unit":"/min","flags":[]}"#), "{said}");
    assert!(said.lines().last().unwrap().starts_with(r#"{"rejected":""#), "{said}");
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("recording");
    std::fs::write(&file, &bytes).unwrap();
    let output = gateway(&["decode", "nonin-df7", file.to_str().unwrap()], &[], b"");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), said);
}

#[test]
fn decode_reads_bluetooth_messages_in_hexadecimal_one_a_line() {
    let output = gateway(&["decode", "gatt-2a37"], &[], b"0648\n0448\n06\n");
    assert!(output.status.success());
    let said = String::from_utf8(output.stdout).unwrap();
    let expected = [
        r#"{"vital":"heart_rate","value":72.0,"unit":"/min","flags":[]}"#,
        r#"{"vital":"heart_rate","value":null,"unit":"/min","flags":["sensor_off"]}"#,
        r#"{"rejected":"truncated","bytes":1}"#,
    ];
    assert_eq!(said.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn decode_lists_the_protocols_it_knows_and_names_a_missing_file() {
    let output = gateway(&["decode", "nonin-df99"], &[], b"");
    assert_eq!(output.status.code(), Some(64));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("nonin-df99") && said.contains("nonin-df2") && said.contains("gatt-2a5f"), "{said}");
    let output = gateway(&["decode", "nonin-df7", "/nonexistent"], &[], b"");
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("/nonexistent"));
}

#[test]
fn wrong_use_ends_with_64() {
    assert_eq!(gateway(&["fly"], &[], b"").status.code(), Some(64));
    assert_eq!(gateway(&[], &[], b"").status.code(), Some(64));
    assert_eq!(gateway(&["--version"], &[], b"").status.code(), Some(0));
}
