//! How long the report on alerts takes of a thousand patients over thirty days.
//!
//! `cargo run --release -p hearth-hub --example report_pace [patients] [days]`
//!
//! Each patient has five alerts a day, each with its steps and with the receipts of whom it reached. Beside it stands what a bare
//! count of the same alerts takes.
#![expect(clippy::print_stdout, reason = "it is what the example is for")]

use hearth_hub::report::{clinical_rules, deaf_rules};
use hearth_store::report::Period;
use hearth_store::testing::Cluster;
use hearth_vitals::WallMs;
use std::time::Instant;

/// The first instant, 2026-10-01T00:00:00Z.
const BEGIN: i64 = 1_790_812_800_000;
const DAY_MS: i64 = 86_400_000;
const LOOKS: u32 = 5;

const FILL: &str = "INSERT INTO staff (id, name, display_name, role, password_hash) VALUES ('00000000-0000-0000-0000-0000000000b1', 'pace', 'Pace', 'nurse', ''); \
    INSERT INTO patients SELECT gen_random_uuid(), 'F', 'G', '1970-01-01', n::text, 'female', 'es' FROM generate_series(1, PATIENTS) n; \
    INSERT INTO episodes (id, patient_id, label, address, time_zone, phase, limits, admitted_at) \
        SELECT gen_random_uuid(), id, 'Home', '', 'UTC', 'acute', '[]', to_timestamp(BEGIN) FROM patients; \
    INSERT INTO alerts (id, version, episode_id, rule, subject, priority, condition, response, since_at, raised_at, cleared_at, while_offline, open) \
        SELECT gen_random_uuid(), 4, e.id, (ARRAY['spo2_low', 'news2', 'sensor_off', 'gateway_offline', 'respiratory_rate_high'])[1 + n % 5], 'patient', \
            (ARRAY['high', 'medium', 'low'])[1 + n % 3], 'cleared', 'reviewed', at, at, at + n % 50 * interval '5 seconds', n % 20 = 0, false \
        FROM (SELECT id, row_number() OVER () AS r FROM episodes) e, generate_series(0, ALERTS) n, \
            LATERAL (SELECT to_timestamp(BEGIN + n * 17280 + r * 7 % 17280) AS at) t; \
    INSERT INTO alert_transitions (alert_id, version, at, change, rule_name, staff_id, priority, condition, response, reason) \
        SELECT id, s.version, raised_at + s.version * interval '40 seconds', s.change, CASE WHEN s.version IN (1, 3) THEN 'limit' END, \
            CASE WHEN s.version IN (2, 4, 5) THEN '00000000-0000-0000-0000-0000000000b1'::uuid END, priority, 'active', 'none', '' \
        FROM alerts, (VALUES (1, 'raised'), (2, 'acknowledged'), (3, 'cleared'), (4, 'reviewed'), (5, 'closed')) AS s (version, change); \
    INSERT INTO escalation_rungs SELECT id, 1, 1, 'holder', raised_at, raised_at, 'delivered', raised_at, false FROM alerts; \
    INSERT INTO escalation_receipts SELECT id, 1, 1, 1, '00000000-0000-0000-0000-0000000000b1', raised_at + interval '1 second', raised_at + interval '20 seconds' FROM alerts; \
    INSERT INTO tasks (id, episode_id, kind, post, opens_at, due_at, state, lateness, made_at, closed_at, origin) \
        SELECT gen_random_uuid(), e.id, CASE WHEN n % 2 = 0 THEN 'visit' ELSE 'vitals_set' END, 'nurse', at, at + interval '8 hours', \
            CASE WHEN n % 10 = 0 THEN 'over' ELSE 'done' END, 'on_time', at, at + interval '7 hours', 'day ' || n \
        FROM episodes e, generate_series(0, TASKS) n, LATERAL (SELECT to_timestamp(BEGIN + n * 21600) AS at) t; \
    ANALYZE";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut numbers = std::env::args().skip(1).map(|number| number.parse::<i64>());
    let (patients, days) = (numbers.next().transpose()?.unwrap_or(1_000), numbers.next().transpose()?.unwrap_or(30));
    let cluster = Cluster::start_durable()?;
    let store = cluster.store(8).await?;
    let filled = FILL
        .replace("PATIENTS", &patients.to_string())
        .replace("ALERTS", &(days * 5 - 1).to_string())
        .replace("TASKS", &(days * 4 - 1).to_string());
    store.run(&filled.replace("BEGIN", &(BEGIN / 1_000).to_string())).await?;
    let period = Period { from: WallMs(BEGIN), until: WallMs(BEGIN + days * DAY_MS) };
    let (clinical, deaf) = (clinical_rules(), deaf_rules());
    for look in 0..LOOKS {
        let begun = Instant::now();
        let watched = store.watched_in(period).await?;
        let rules = store.alerts_by_rule(period).await?;
        store.alerts_by_day(period).await?;
        let times = store.response_times(period, &clinical).await?;
        let programme = store.programme_in(period).await?;
        let floods = store.floods(period, 10).await?;
        let unmonitored = store.unmonitored(period, &deaf).await?;
        let stays = store.stays_that_rang_most(period, &clinical).await?;
        let report_s = begun.elapsed().as_secs_f64();
        let begun = Instant::now();
        store.run("SELECT count(*) FROM alerts WHERE raised_at IS NOT NULL").await?;
        let counted: i64 = rules.iter().map(|rule| rule.count).sum();
        println!(
            "look {look}: {report_s:.2} s for {counted} alerts of {} stays ({} rows of times, {} duties, {} floods, {} causes, {} stays); a bare count {:.3} s",
            watched.stays,
            times.len(),
            programme.iter().map(|duty| duty.owed).sum::<i64>(),
            floods,
            unmonitored.len(),
            stays.len(),
            begun.elapsed().as_secs_f64()
        );
    }
    Ok(())
}
