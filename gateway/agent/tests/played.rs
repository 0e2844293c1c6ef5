//! Every device that `hearth-sim home` plays, on a pty each, before one real gateway: what it says becomes frames and waveforms at
//! the hub. Devices that wait to be asked or answered are.
use crate::support::broker::Broker;
use crate::support::hub::Hub;
use crate::support::process::{Gateway, config, want};
use hearth_sim::body::{Body, Rest};
use hearth_sim::device::{PLAYED, Played};
use hearth_sim::home::Line;
use hearth_sim::scenario::DeviceSpec;
use hearth_vitals::{DeviceId, Pace, Record, Vital, WaveformKind};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// A device: its id, what it speaks, and what the gateway is told that it speaks.
struct Device {
    id: String,
    played: Played,
    protocol: &'static str,
    port: PathBuf,
}

fn devices(folder: &Path) -> Vec<Device> {
    let device = |id: String, played: Played, protocol| Device { port: folder.join(&id), id, played, protocol };
    let own = PLAYED.iter().enumerate().map(|(n, played)| device(format!("play-{n:04}"), *played, played.driver().key));
    // Nobody has said of which generation these two are.
    let either = ["contec-cms50d", "contec-cms50f"].map(|key| {
        let played = Played::try_from(key.to_owned()).unwrap();
        device(format!("any-{}", &key[key.len() - 6..]), played, "contec-cms50")
    });
    own.chain(either).collect()
}

/// How many seconds of the device pass in one: somebody measures each ten minutes.
fn speed(played: Played) -> u64 {
    match (played.driver().pace, played.driver().key) {
        (_, "nonin-df13") => 10,
        (Pace::OnDemand, _) => 200,
        (Pace::Continuous { .. }, _) => 1,
    }
}

/// Plays the devices in a thread until the sender of `stop` is dropped.
fn play(devices: &[Device], folder: &Path, stop: std::sync::mpsc::Receiver<()>) -> std::thread::JoinHandle<()> {
    let line = |device: &Device| {
        let spec = DeviceSpec { id: DeviceId::new(&device.id).unwrap(), protocol: device.played };
        (speed(device.played), Line::open(spec, 7, 1_800_000_000_000, folder).unwrap())
    };
    let mut lines: Vec<(u64, Line)> = devices.iter().map(line).collect();
    let (body, started) = (Body::new(Rest::default(), 7), Instant::now());
    std::thread::spawn(move || {
        while stop.recv_timeout(std::time::Duration::from_millis(10)) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
            let now_us = started.elapsed().as_micros() as u64;
            for (speed, line) in &mut lines {
                line.tick(&body, now_us * *speed).unwrap();
            }
        }
    })
}

/// The vitals and waveforms of a device at the hub.
fn arrived(hub: &Hub, device: &str) -> (BTreeSet<Vital>, BTreeSet<WaveformKind>) {
    let (mut vitals, mut waveforms) = (BTreeSet::new(), BTreeSet::new());
    for record in hub.held.values() {
        match record {
            Record::Frame(frame) if frame.device.as_str() == device => {
                vitals.extend(frame.readings().iter().filter(|reading| reading.raw.is_some()).map(|reading| reading.vital));
            }
            Record::Waveform(block) if block.device.as_str() == device => {
                waveforms.insert(block.kind);
            }
            _ => {}
        }
    }
    (vitals, waveforms)
}

/// What is due of it within the first seconds: a cuff of a monitor measures only later.
fn due(device: &Device) -> BTreeSet<Vital> {
    let cuff = [Vital::Systolic, Vital::Diastolic, Vital::MeanArterial];
    match device.protocol {
        "hearth-open" => [Vital::HeartRate, Vital::RespiratoryRate, Vital::Temperature].into(),
        "hearth-open-spot" => cuff.into_iter().chain([Vital::Temperature]).collect(),
        key => hearth_vitals::driver::find(key).unwrap().vitals.iter().copied().filter(|vital| !cuff.contains(vital)).collect(),
    }
}

#[tokio::test]
async fn every_played_device_is_read_from_its_line_to_the_hub() {
    let dir = tempfile::tempdir().unwrap();
    let devices = devices(dir.path());
    let (keep, stop) = std::sync::mpsc::channel();
    let player = play(&devices, dir.path(), stop);
    let broker = Broker::start("");
    let mut hub = Hub::connect(broker.port).await;
    let config = config(dir.path(), broker.port, &devices[0].port);
    let wanted: Vec<(&str, &str, &Path)> = devices.iter().map(|device| (device.id.as_str(), device.protocol, &*device.port)).collect();
    want(&config, &wanted);
    let mut gateway = Gateway::start(&config);
    for device in &devices {
        let due = due(device);
        let what = format!("{} as {} says {due:?}", device.played.driver().key, device.protocol);
        hub.until(&what, |hub| arrived(hub, &device.id).0.is_superset(&due)).await;
        let driver = hearth_vitals::driver::find(device.protocol).unwrap();
        hub.until(&format!("waveforms: {what}"), |hub| arrived(hub, &device.id).1.into_iter().eq(driver.waveforms.iter().copied())).await;
    }
    hub.until("every link is up", |hub| hub.state.as_ref().is_some_and(|state| state.links.iter().all(|link| link.up))).await;
    let problems = &hub.state.as_ref().unwrap().problems;
    assert!(problems.is_empty(), "{problems:?}");
    let strange = |device: &Device| {
        let driver = hearth_vitals::driver::find(device.protocol).unwrap();
        arrived(&hub, &device.id).0.into_iter().any(|vital| !driver.vitals.contains(&vital))
    };
    assert!(!devices.iter().any(strange), "a vital that its row does not list");
    assert_eq!(gateway.stop(), Some(0));
    drop(keep);
    player.join().unwrap();
}
