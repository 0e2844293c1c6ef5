//! How fast stored days are folded again, under two profiles at once.
//!
//! `cargo run --release -p hearth-hub --example replay_rate [patients] [days]`
//!
//! Each patient has one oximeter that streams at 1 Hz (SpO2 and pulse; a spot value would have every rule asked anew), whose rows lie in the order in which a hub would have written them:
//! those of one second of all patients side by side, so that the rows of one patient are spread over every page.
#![expect(clippy::print_stdout, reason = "it is what the example is for")]

use hearth_alerts::Limits;
use hearth_hub::replay::progress::Progress;
use hearth_hub::replay::{self, Scope, Wish};
use hearth_replay::Instead;
use hearth_store::testing::Cluster;
use hearth_vitals::WallMs;
use std::time::Instant;

/// The first instant, 2026-11-16T00:00:00Z.
const BEGIN: i64 = 1_794_787_200_000;
const DAY_MS: i64 = 86_400_000;
/// Stays that are folded at a time.
const JOBS: usize = 2;

const PEOPLE: &str = "INSERT INTO staff (id, name, display_name, role, password_hash) VALUES (gen_random_uuid(), 'rate', 'Rate', 'nurse', ''); \
    INSERT INTO gateways (id, last_heard_at) SELECT 'home-' || lpad(n::text, 4, '0'), to_timestamp(UNTIL) FROM generate_series(1, PATIENTS) n; \
    INSERT INTO kits SELECT 'kit-' || lpad(n::text, 4, '0'), 'Kit', 'home-' || lpad(n::text, 4, '0') FROM generate_series(1, PATIENTS) n; \
    INSERT INTO devices (id, kit_id, model, protocol) SELECT 'oxi-' || lpad(n::text, 4, '0'), 'kit-' || lpad(n::text, 4, '0'), 'Nonin', 'nonin-df7' \
        FROM generate_series(1, PATIENTS) n; \
    INSERT INTO patients SELECT gen_random_uuid(), 'F', 'G', '1970-01-01', n::text, 'female', 'es' FROM generate_series(1, PATIENTS) n; \
    INSERT INTO episodes (id, patient_id, label, address, time_zone, phase, limits, admitted_at) \
        SELECT gen_random_uuid(), id, 'Home', '', 'UTC', 'acute', 'LIMITS', to_timestamp(FROM) FROM patients; \
    INSERT INTO bindings (id, device_key, episode_id, gateway_id, from_at) SELECT gen_random_uuid(), d.key, e.id, k.gateway_id, to_timestamp(FROM) \
        FROM devices d JOIN kits k ON k.id = d.kit_id JOIN patients p ON 'oxi-' || lpad(p.medical_record_number, 4, '0') = d.id \
        JOIN episodes e ON e.patient_id = p.id";

/// A quiet patient; every 1,000 s of some of them a fall of 20 s, and a flagged second in a hundred.
const SECONDS: &str = "INSERT INTO frames (device_key, at, spo2, pulse_rate, quality, received_at, clock, uncertainty_ms, stream_key, seq) \
    SELECT d.key, s, CASE WHEN (n + d.key * 37) % 1000 < 20 AND d.key % 4 = 0 THEN 830 ELSE 955 + (n * 7 + d.key) % 30 END, 700 + (n * 13 + d.key) % 90, \
           CASE WHEN (n + d.key) % 100 = 0 THEN '\\x000002'::bytea END, s + interval '300 ms', 1, 20, d.key, n \
    FROM (SELECT n, to_timestamp(FROM + n) AS s FROM generate_series(0, 86399) n) seconds CROSS JOIN devices d ORDER BY n, d.key";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut numbers = std::env::args().skip(1).map(|number| number.parse::<i64>());
    let (patients, days) = (numbers.next().transpose()?.unwrap_or(100), numbers.next().transpose()?.unwrap_or(1));
    let cluster = Cluster::start_durable()?;
    let store = cluster.store(8).await?;
    let begun = Instant::now();
    let limits = hearth_hub::limits::to_store(&Limits::default_adult()).to_string();
    let filled = |statement: &str, from: i64| {
        let (from, until) = ((from / 1_000).to_string(), ((BEGIN + days * DAY_MS) / 1_000).to_string());
        statement
            .replace("PATIENTS", &patients.to_string())
            .replace("to_timestamp(FROM", &format!("to_timestamp({from}"))
            .replace("UNTIL", &until)
    };
    store.run(&filled(PEOPLE, BEGIN).replace("LIMITS", &limits)).await?;
    store.ensure_days((0..=days).map(|day| WallMs(BEGIN + day * DAY_MS)), WallMs(BEGIN)).await?;
    for day in 0..days {
        store.run(&filled(SECONDS, BEGIN + day * DAY_MS)).await?;
        println!("day {day} is written after {:.0} s", begun.elapsed().as_secs_f64());
    }
    store.run("VACUUM ANALYZE frames").await?;
    let scope = Scope { from: WallMs(BEGIN), until: WallMs(BEGIN + days * DAY_MS), episodes: Vec::new(), jobs: JOBS };
    let begun = Instant::now();
    let wish = Wish { before: None, instead: Instead { limits: Limits::default_adult(), course: None }, marked: Vec::new() };
    let Some((trial, frames)) = replay::try_out(&store, &scope, &wish, &Progress::default()).await? else { return Ok(()) };
    let took = begun.elapsed().as_secs_f64();
    println!(
        "{frames} frames of {patients} patients x {days} days folded under two profiles in {took:.1} s: {:.0} a second",
        frames as f64 / took
    );
    println!("{:.1} patient-days, {:?} clinical alerts", trial.patient_days, trial.candidate.clinical);
    Ok(())
}
