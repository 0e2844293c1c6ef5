//! Plays an outage through the real agent, codec and outbox with a clock of its own, and prints how much room it takes.
//!
//! `cargo run --release -p hearth-gateway --example offline -- FOLDER --hours 168 [--devices 2] [--pleth pulse|noise|none]
//! [--max-bytes N] [--gateway ID] [--device ID] [--until MS] [--fall-from S --fall-for S]`
//!
//! FOLDER then is the data folder of a gateway that was cut off for that long and then stopped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a tool for developers may fail loudly")]

#[path = "../tests/support/offline.rs"]
mod offline;

use hearth_vitals::WallMs;
use offline::{Fall, Pleth, Story, play};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Instant, SystemTime};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().expect("a folder");
    let mut given = BTreeMap::new();
    while let Some(key) = arguments.next() {
        given.insert(key, arguments.next().expect("a value"));
    }
    let number = |key: &str| given.get(key).map(|text| text.parse::<u64>().unwrap_or_else(|_| panic!("{key}: a number")));
    let text = |key: &str, default: &str| given.get(key).map_or(default, String::as_str).to_owned();
    let wall = || WallMs(i64::try_from(SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis()).unwrap());
    let hours = number("--hours").unwrap_or(168);
    let oximeter = text("--device", "oxi-0001");
    let story = Story {
        gateway: text("--gateway", "home-0001"),
        devices: (0..number("--devices").unwrap_or(2))
            .map(|index| if index == 0 { oximeter.clone() } else { format!("other-{index:04}") })
            .collect(),
        seconds: hours * 3_600,
        until: number("--until").map_or_else(wall, |ms| WallMs(ms.cast_signed())),
        pleth: match text("--pleth", "pulse").as_str() {
            "none" => None,
            "noise" => Some(Pleth::Noise),
            _ => Some(Pleth::Pulse),
        },
        fall: number("--fall-from").map(|from| Fall { from, until: from + number("--fall-for").unwrap_or(300) }),
        max_bytes: number("--max-bytes").unwrap_or(2 << 30),
    };
    let begun = Instant::now();
    let left = play(&story, Path::new(&folder));
    // Blocks are a second long, and each device makes one frame a second.
    let each = |class: &str| if class == "waveforms" { 3_600 } else { 3_600 * story.devices.len() as u64 };
    let shed = left.shed.iter().map(|shed| {
        let hour = |number: u64| number as f64 / each(shed.class) as f64;
        serde_json::json!({ "class": shed.class, "records": shed.end - shed.first, "from_hour": hour(shed.first), "until_hour": hour(shed.end) })
    });
    let per_hour = |count: u64| count / hours.max(1);
    let line = serde_json::json!({
        "hours": hours,
        "pleth": text("--pleth", "pulse"),
        "max_bytes": story.max_bytes,
        "bytes_on_disk": left.bytes_on_disk,
        "records": left.records,
        "payload_bytes": left.payload_bytes,
        "bytes_written_per_hour": per_hour(left.written.bytes),
        "syncs_per_hour": per_hour(left.written.syncs),
        "page_bytes_written_per_hour": per_hour(left.written.pages) * 4_096,
        "shed": shed.collect::<Vec<_>>(),
        "took_s": begun.elapsed().as_secs_f64(),
    });
    println!("{line}");
}
