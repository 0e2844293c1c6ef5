//! What one look at the board of tasks costs the store, of a thousand patients.
//!
//! `cargo run --release -p hearth-store --features testing --example tasks_pace [patients]`
//!
//! Each patient is owed the four of the programme and two more. A board that asks every five
//! seconds pays both of the first two lines each time, whether or not anything changed; one that waits for the feed pays the first
//! when something did, and the second twice a minute.
#![expect(clippy::print_stdout, reason = "it is what the example is for")]

use hearth_store::testing::Cluster;
use hearth_vitals::WallMs;
use std::time::Instant;

/// The instant of the look, 2026-11-30T12:00:00Z.
const NOW: i64 = 1_796_040_000_000;
const DAY_MS: i64 = 86_400_000;
const LOOKS: u32 = 10;

const FILL: &str = "INSERT INTO patients SELECT gen_random_uuid(), 'F', 'G', '1970-01-01', n::text, 'female', 'es' FROM generate_series(1, PATIENTS) n; \
    INSERT INTO episodes (id, patient_id, label, address, time_zone, phase, limits, admitted_at) \
        SELECT gen_random_uuid(), id, 'Home', '', 'UTC', 'acute', '[]', to_timestamp(NOW) - interval '5 days' FROM patients; \
    INSERT INTO tasks (id, episode_id, kind, post, opens_at, due_at, state, lateness, made_at, origin) \
        SELECT gen_random_uuid(), e.id, (ARRAY['vitals_set', 'visit', 'vitals_set', 'visit', 'call_back', 'other'])[n], 'nurse', to_timestamp(NOW), \
            to_timestamp(NOW + n * 3600), 'open', 'on_time', to_timestamp(NOW), CASE WHEN n <= 4 THEN 'day 2026-11-30 x ' || n ELSE '' END \
        FROM episodes e, generate_series(1, 6) n; \
    INSERT INTO task_steps (task_id, version, at, what, due_at) SELECT id, 1, made_at, 'made', due_at FROM tasks; \
    ANALYZE";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let patients: i64 = std::env::args().nth(1).map(|number| number.parse()).transpose()?.unwrap_or(1_000);
    let cluster = Cluster::start_durable()?;
    let store = cluster.store(8).await?;
    store.run(&FILL.replace("PATIENTS", &patients.to_string()).replace("NOW", &(NOW / 1_000).to_string())).await?;
    let from = WallMs(NOW - 2 * DAY_MS);
    let (mut lists_ms, mut owed_ms) = (Vec::new(), Vec::new());
    let (mut open, mut owed) = (0, 0);
    for _ in 0..LOOKS {
        let begun = Instant::now();
        open = store.open_tasks().await?.len();
        lists_ms.push(begun.elapsed().as_secs_f64() * 1_000.0);
        let begun = Instant::now();
        owed = store.owed_since(from).await?.len();
        store.newest_values(None).await?;
        let stays: Vec<_> = store.stays_at_home().await?.into_iter().map(|stay| stay.id).collect();
        store.observed_vitals(&stays, Some(WallMs(NOW - DAY_MS))).await?;
        store.episodes(true).await?;
        owed_ms.push(begun.elapsed().as_secs_f64() * 1_000.0);
    }
    println!("the open tasks: {open} rows in {:.1} ms", median(&mut lists_ms));
    println!("what is owed today: {owed} rows and what they are compared with in {:.1} ms", median(&mut owed_ms));
    Ok(())
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_unstable_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}
