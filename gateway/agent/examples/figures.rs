//! Measures memory and CPU of a gateway with one oximeter at its real rate.
//!
//! `cargo run -p hearth-gateway --example figures -- target/release/hearth-gateway 60`
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a tool for developers may fail loudly")]
#![allow(dead_code, reason = "the parts are shared with the tests")]

#[path = "../tests/support/broker.rs"]
mod broker;
#[path = "../tests/support/hub.rs"]
mod hub;
#[path = "../tests/support/oximeter.rs"]
mod oximeter;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// User and system time used so far, in clock ticks of 10 ms; and resident memory, bytes.
fn usage(pid: u32) -> (u64, u64) {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let rss = status.lines().find(|line| line.starts_with("VmRSS")).unwrap().split_whitespace().nth(1).unwrap();
    (fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap(), rss.parse::<u64>().unwrap())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let program = arguments.next().expect("the path of hearth-gateway");
    let seconds: u64 = arguments.next().map_or(60, |text| text.parse().expect("seconds"));
    let dir = tempfile::tempdir().unwrap();
    let broker = broker::Broker::start("");
    let port = dir.path().join("oximeter");
    let mut oximeter = oximeter::Oximeter::plug(&port);
    let text = format!(
        "gateway = \"home-0001\"\ndata_dir = \"{}\"\n[broker]\nhost = \"127.0.0.1\"\nport = {}\n[[devices]]\nid = \"oxim-0001\"\nprotocol = \"nonin-df7\"\nport = \"{}\"\n",
        dir.path().join("data").display(),
        broker.port,
        port.display()
    );
    let config = dir.path().join("gateway.toml");
    std::fs::write(&config, text).unwrap();
    let mut hub = hub::Hub::connect(broker.port).await;
    let mut gateway = Command::new(program).args(["run", "--config"]).arg(config).stderr(Stdio::null()).spawn().unwrap();
    hub.until("it is online", hub::Hub::is_online).await;
    let (start, began) = (usage(gateway.id()).0, Instant::now());
    // A frame of five bytes every 13.3 ms, as the device's UART sends it.
    let mut pace = tokio::time::interval(Duration::from_micros(13_333));
    let mut frames = 0_u64;
    let mut most = 0;
    while began.elapsed() < Duration::from_secs(seconds) {
        let second = frames / 75;
        let pleth = (frames * 977 % 4_000) as u16;
        let packet = oximeter::packet(90 + (second % 10) as u8, 60 + (second % 40) as u16, 20_000 + pleth);
        for frame in packet.chunks(5) {
            tokio::select! {
                _ = pace.tick() => {}
                () = hub.until("never", |_| false) => {}
            }
            oximeter.send(frame);
            frames += 1;
        }
        most = most.max(usage(gateway.id()).1);
    }
    let took = began.elapsed().as_secs_f64();
    let cpu = (usage(gateway.id()).0 - start) as f64 / 100.0;
    println!("{frames} frames in {took:.1} s, {} readings at the hub", hub.pulse_rates().len());
    println!("resident {most} KiB at most; CPU {cpu:.2} s = {:.2} % of a core", cpu / took * 100.0);
    gateway.kill().unwrap();
    gateway.wait().unwrap();
}
