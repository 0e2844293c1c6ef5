//! A home played by the real program: real ptys, orders on standard input.

use crate::support::{PATIENCE, Simulator};
use hearth_devices::Decoded;
use hearth_vitals::{Flags, Vital};
use nix::fcntl::{OFlag, open};
use nix::sys::signal::Signal;
use nix::sys::stat::Mode;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

const ONE: &str = "seed = 5\n[[devices]]\nid = \"oxi-0001\"\nprotocol = \"nonin-df7\"\n";

/// A running home with this scenario, and its folder.
fn home(scenario: &str, more: &[&str]) -> (tempfile::TempDir, Simulator) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("scenario.toml");
    std::fs::write(&file, scenario).unwrap();
    let links = folder.path().join("dev");
    let mut arguments = vec!["home", "--scenario", file.to_str().unwrap(), "--link", links.to_str().unwrap()];
    arguments.extend(more);
    let home = Simulator::start(&arguments);
    (folder, home)
}

fn port(folder: &tempfile::TempDir, device: &str) -> PathBuf {
    folder.path().join("dev").join(device)
}

fn reader(port: &Path) -> File {
    File::from(open(port, OFlag::O_RDONLY | OFlag::O_NOCTTY | OFlag::O_CLOEXEC, Mode::empty()).unwrap())
}

/// Reads until the decoder gives what is looked for.
fn read_until(file: &mut File, protocol: &str, mut seen: impl FnMut(&Decoded) -> bool) {
    let mut decoder = protocol.parse::<hearth_devices::StreamProtocol>().unwrap().decoder();
    let deadline = Instant::now() + PATIENCE;
    let mut bytes = [0; 4_096];
    while Instant::now() < deadline {
        let count = file.read(&mut bytes).unwrap();
        assert!(count > 0, "the port ended");
        let mut decoded = Vec::new();
        decoder.push(&bytes[..count], &mut decoded);
        if decoded.iter().any(&mut seen) {
            return;
        }
    }
    panic!("not seen in time");
}

fn spo2(decoded: &Decoded, wanted: i32) -> bool {
    matches!(decoded, Decoded::Numerics { readings, .. } if readings.iter().any(|r| r.vital == Vital::Spo2 && r.raw == Some(wanted)))
}

fn sensor_off(decoded: &Decoded) -> bool {
    matches!(decoded, Decoded::Numerics { readings, .. } if readings.iter().all(|r| r.raw.is_none() && r.flags.contains(Flags::SENSOR_OFF)))
}

fn wait_until(what: &str, condition: impl Fn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !condition() {
        assert!(Instant::now() < deadline, "{what}: not in time");
        std::thread::yield_now();
    }
}

#[test]
fn a_home_writes_on_its_ports_and_obeys() {
    let two = format!("{ONE}[[devices]]\nid = \"masimo-0001\"\nprotocol = \"masimo-ascii1\"\n");
    let (folder, mut home) = home(&two, &["--speed", "4"]);
    for device in ["oxi-0001", "masimo-0001"] {
        let ready = home.json();
        assert_eq!((ready["device"].as_str(), ready["ready"].as_bool()), (Some(device), Some(true)));
        assert_eq!(ready["link"].as_str(), port(&folder, device).to_str());
    }
    let (mut nonin, mut masimo) = (reader(&port(&folder, "oxi-0001")), reader(&port(&folder, "masimo-0001")));
    home.say("spo2 84");
    assert_eq!(home.json()["done"], "spo2 84");
    read_until(&mut nonin, "nonin-df7", |d| spo2(d, 840));
    read_until(&mut masimo, "masimo-ascii1", |d| spo2(d, 840));
    home.say("sensor off on oxi-0001");
    assert_eq!(home.json()["done"], "sensor off on oxi-0001");
    read_until(&mut nonin, "nonin-df7", sensor_off);
    home.say("sensor on");
    home.json();
    read_until(&mut nonin, "nonin-df7", |d| spo2(d, 840));
    home.say("dance");
    assert!(home.json()["why"].as_str().unwrap().contains("'dance' is no order"));
    home.say("sensor off on oxi-0009");
    assert!(home.json()["why"].as_str().unwrap().contains("no such device"));
    home.say("quit");
    assert_eq!(home.end().0, 0);
    assert!(port(&folder, "oxi-0001").symlink_metadata().is_err(), "the link is gone");
}

#[test]
fn a_scenario_happens_by_itself() {
    let (folder, home) = home(&format!("{ONE}[[events]]\nat_s = 20\nwhat = \"desaturate to 79 over 5 s\"\n"), &["--speed", "20"]);
    home.json();
    let mut port = reader(&port(&folder, "oxi-0001"));
    read_until(&mut port, "nonin-df7", |d| spo2(d, 790));
}

#[test]
fn a_port_nobody_reads_stops_nothing() {
    let (_folder, mut home) = home(ONE, &["--speed", "100"]);
    home.json();
    // Orders are answered in the order of time: when these are answered, minutes of the body have passed.
    for _ in 0..50 {
        home.say("motion for 1 s");
        home.json();
    }
    home.say("quit");
    let (code, lines) = home.end();
    let closed: serde_json::Value = serde_json::from_str(&lines[0]).unwrap();
    assert_eq!((code, closed["bytes_written"].as_u64()), (0, Some(0)));
}

#[test]
fn a_reader_that_comes_back_gets_a_fresh_port() {
    let (folder, home) = home(ONE, &["--speed", "4"]);
    home.json();
    let link = port(&folder, "oxi-0001");
    let first = std::fs::read_link(&link).unwrap();
    let mut file = reader(&link);
    read_until(&mut file, "nonin-df7", |d| matches!(d, Decoded::Numerics { .. }));
    drop(file);
    wait_until("a new port", || std::fs::read_link(&link).is_ok_and(|target| target != first));
    read_until(&mut reader(&link), "nonin-df7", |d| matches!(d, Decoded::Numerics { .. }));
}

#[test]
fn an_unplugged_device_is_gone_and_comes_back_under_its_name() {
    let (folder, mut home) = home(ONE, &["--speed", "4"]);
    home.json();
    let link = port(&folder, "oxi-0001");
    let mut file = reader(&link);
    read_until(&mut file, "nonin-df7", |d| matches!(d, Decoded::Numerics { .. }));
    home.say("unplug");
    home.json();
    let deadline = Instant::now() + PATIENCE;
    while matches!(file.read(&mut [0; 4_096]), Ok(1..)) {
        assert!(Instant::now() < deadline, "bytes come out of a port that is gone");
    }
    assert!(link.symlink_metadata().is_err());
    home.say("plug");
    home.json();
    wait_until("the link", || link.exists());
    read_until(&mut reader(&link), "nonin-df7", |d| matches!(d, Decoded::Numerics { .. }));
}

#[test]
fn the_record_holds_what_was_read() {
    let folder = tempfile::tempdir().unwrap();
    let record = folder.path().join("record.jsonl");
    let (links, mut home) = home(&ONE.replace("nonin-df7", "masimo-ascii1"), &["--record", record.to_str().unwrap(), "--speed", "10"]);
    home.json();
    let mut file = reader(&port(&links, "oxi-0001"));
    home.say("spo2 to 77 over 2 s");
    let mut read = Vec::new();
    read_until(&mut file, "masimo-ascii1", |decoded| {
        if let Decoded::Numerics { readings, .. } = decoded {
            read.extend(readings.iter().filter(|r| r.vital == Vital::Spo2).map(|r| r.raw.unwrap()));
        }
        spo2(decoded, 770)
    });
    home.signal(Signal::SIGTERM);
    assert_eq!(home.end().0, 0);
    let text = std::fs::read_to_string(record).unwrap();
    let entries = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let whole = entries.filter(|entry| entry["vital"] == "spo2" && entry["whole"] == true && entry["device"] == "oxi-0001");
    let recorded: Vec<i32> = whole.map(|entry| entry["raw"].as_i64().unwrap() as i32).take(read.len()).collect();
    assert_eq!(recorded, read);
}

#[test]
fn a_file_in_the_place_of_a_link_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let precious = folder.path().join("oxi-0001");
    std::fs::write(&precious, "precious").unwrap();
    let home = Simulator::start(&["home", "--scenario", "calm", "--link", folder.path().to_str().unwrap()]);
    assert_eq!(home.end().0, 1);
    assert_eq!(std::fs::read_to_string(precious).unwrap(), "precious");
}
