//! What follows from the tables of the contract, and cannot import them or each other: the gateway's decoders, the
//! simulator's devices, the documentation and the screens are held against them.

use hearth_devices::{MESSAGES, STREAMS, Talk};
use hearth_vitals::driver::{self, DRIVERS};
use hearth_vitals::{Driver, Pace, Transport, Vital};
use std::fmt::Write;

fn read(path: &str) -> String {
    std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap()
}

#[test]
fn a_simulated_home_says_what_the_hub_expects_of_it() {
    let fleet = driver::find(hearth_sim::fleet::MONITOR).unwrap();
    let mut vitals = hearth_sim::fleet::VITALS;
    vitals.sort();
    assert_eq!((fleet.vitals, fleet.transport), (&vitals[..], Transport::Simulated));
    for played in hearth_sim::device::PLAYED {
        assert_eq!(played.driver().transport, Transport::Serial, "{}: a pty is a serial line", played.driver().key);
    }
}

/// Serial drivers whose device the simulator does not play, each with the reason. Bluetooth devices are not on a line: a cuff is
/// played to the real BlueZ by `tests/bluetooth`, and the decoders of all are held against messages.
const UNPLAYED: &[(&str, &str)] = &[];

/// What is wrong between the serial drivers, those that are played and those that are named as not played.
fn not_played(played: &[&str], unplayed: &[(&str, &str)]) -> Vec<String> {
    let serial = DRIVERS.iter().filter(|driver| driver.transport == Transport::Serial).map(|driver| driver.key);
    let times = |key: &str| played.iter().chain(unplayed.iter().map(|(key, _)| key)).filter(|other| **other == key).count();
    let wrong = serial.filter(|key| times(key) != 1).map(|key| format!("{key} is played or named {} times", times(key)));
    let without = unplayed.iter().filter(|(_, reason)| reason.is_empty()).map(|(key, _)| format!("{key} is not played for no reason"));
    wrong.chain(without).collect()
}

fn played() -> Vec<&'static str> {
    hearth_sim::device::PLAYED.iter().map(|played| played.driver().key).collect()
}

#[test]
fn the_device_of_every_serial_driver_is_played_or_there_is_a_reason_why_not() {
    assert_eq!(not_played(&played(), UNPLAYED), Vec::<String>::new());
}

#[test]
fn a_serial_driver_that_nobody_plays_is_found() {
    let but_one: Vec<&str> = played().into_iter().filter(|key| *key != "contec-cms50").collect();
    assert_eq!(not_played(&but_one, UNPLAYED), ["contec-cms50 is played or named 0 times"]);
    assert_eq!(not_played(&but_one, &[("contec-cms50", "")]), ["contec-cms50 is not played for no reason"]);
    assert_eq!(not_played(&played(), &[("ivy-450c", "no layout")]), ["ivy-450c is played or named 2 times"]);
}

/// The text of a document between its marks.
fn marked<'a>(text: &'a str, mark: &str) -> &'a str {
    let (_, rest) = text.split_once(&format!("<!-- {mark} -->\n")).unwrap();
    rest.split_once(&format!("<!-- /{mark} -->")).unwrap().0
}

fn row(cells: &[&str]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

fn line_of(driver: &Driver) -> String {
    match driver.transport {
        Transport::Serial => {
            let protocol = STREAMS.iter().find(|protocol| protocol.driver() == driver).unwrap();
            let other = protocol.talk().other.map(|other| format!(" or {}", other.serial));
            protocol.serial().to_string() + &other.unwrap_or_default()
        }
        Transport::Gatt { service, characteristic } => format!("Bluetooth {service}/{characteristic}"),
        Transport::Simulated => "none".to_owned(),
    }
}

fn pace_of(driver: &Driver) -> String {
    match driver.pace {
        Pace::Continuous { interval_ms } => format!("each {} s", f64::from(interval_ms) / 1000.0),
        Pace::OnDemand => "when somebody measures".to_owned(),
    }
}

/// What its devices have to be sent so that they speak, or speak on.
fn asked(driver: &Driver) -> String {
    let stream = STREAMS.iter().find(|protocol| protocol.driver() == driver);
    match stream.map(|protocol| protocol.talk()) {
        Some(Talk { poll: Some(poll), .. }) => format!("each {} s", poll.every_ms as f64 / 1000.0),
        Some(Talk { answers: Some(_), .. }) => "answered".to_owned(),
        _ => "no".to_owned(),
    }
}

fn evidence_of(driver: &Driver) -> &'static str {
    let stream = STREAMS.iter().find(|protocol| protocol.driver() == driver).map(|protocol| protocol.evidence());
    let message = || MESSAGES.iter().find(|protocol| protocol.driver() == driver).map(|protocol| protocol.evidence());
    stream.or_else(message).map_or("itself", |evidence| evidence.words())
}

fn drivers() -> String {
    let mut table = row(&["driver", "models", "line", "asked", "vitals", "waveforms", "pace", "held against"]) + &row(&["---"; 8]);
    for driver in DRIVERS {
        let vitals: Vec<&str> = driver.vitals.iter().map(|vital| vital.key()).collect();
        let waveforms: Vec<&str> = driver.waveforms.iter().map(|kind| kind.key()).collect();
        let key = format!("`{}`", driver.key);
        let (line, pace) = (line_of(driver), pace_of(driver));
        table += &row(&[&key, driver.models, &line, &asked(driver), &vitals.join(", "), &waveforms.join(", "), &pace, evidence_of(driver)]);
    }
    table
}

fn vitals() -> String {
    let mut table = row(&["vital", "unit", "resolution", "on charts", "plausible", "usual", "LOINC", "MDC"]) + &row(&["---"; 8]);
    for vital in Vital::ALL {
        let step = |decimals: u32| format!("{}", 10_f64.powi(-decimals.cast_signed()));
        let band = |(low, high): (i32, i32)| format!("{} to {}", vital.raw_to_f64(low), vital.raw_to_f64(high));
        let (key, mdc) = (format!("`{vital}`"), vital.mdc().to_string());
        table += &row(&[
            &key,
            vital.unit(),
            &step(vital.decimals()),
            &step(vital.chart_decimals()),
            &band(vital.plausible_raw()),
            &band(vital.usual_raw()),
            vital.loinc(),
            &mdc,
        ]);
    }
    table
}

#[test]
fn the_documentation_lists_every_driver_and_every_vital_as_they_are() {
    let document = read("docs/devices.md");
    for (mark, table) in [("drivers", drivers()), ("vitals", vitals())] {
        assert!(marked(&document, mark) == table, "docs/devices.md: write between the marks of {mark}:\n{table}");
    }
}

/// The screens are another language: what they write of a vital is read from their source.
#[test]
fn a_screen_shows_as_many_digits_of_a_vital_as_a_chart_has() {
    let source = read("dashboard/src/model/vitals.ts");
    let mut wrong = String::new();
    for vital in Vital::ALL {
        let expected = format!("  {vital}: {{ digits: {},", vital.chart_decimals());
        if !source.contains(&expected) {
            writeln!(wrong, "dashboard/src/model/vitals.ts has no line `{expected}`").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_screen_suggests_the_drivers_that_a_gateway_can_read() {
    let source = read("dashboard/src/setup/AddDevice.svelte");
    let streams = STREAMS.iter().map(ToString::to_string);
    let keys: Vec<String> = streams.chain(MESSAGES.iter().map(ToString::to_string)).map(|protocol| format!("'{protocol}'")).collect();
    let expected = format!("const PROTOCOLS = [{}];", keys.join(", "));
    // However a long list is broken into lines.
    let squeezed = |text: &str| text.split_whitespace().collect::<String>().replace(",]", "]");
    assert!(squeezed(&source).contains(&squeezed(&expected)), "dashboard/src/setup/AddDevice.svelte has no line `{expected}`");
}
