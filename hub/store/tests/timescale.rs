//! The same store on TimescaleDB: the extension compiled to WebAssembly (tests/timescale). Its background jobs run only
//! when they are called.
use crate::common::{DAY_MS, MINUTE_MS, NOON, admit, batch, ingest, one, placed, roll_up, spo2_at};
use hearth_store::Store;
use hearth_store::ingest::Item;
use hearth_store::retention::RetentionDays;
use hearth_vitals::*;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use uuid::Uuid;

/// A server for one connection at a time; it ends when its standard input is closed.
struct Timescale(Child, String);

impl Timescale {
    fn start() -> Timescale {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/timescale");
        assert!(
            folder.join("node_modules").exists(),
            "TimescaleDB for tests is not installed: run 'npm ci' in hub/store/tests/timescale (tests/run does)"
        );
        let mut server = Command::new("node")
            .arg("serve.mjs")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Node 20 or newer is needed: install the package nodejs");
        let mut port = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut port).unwrap();
        let url = format!("postgres://postgres:any@127.0.0.1:{}/postgres?sslmode=disable", port.trim());
        Timescale(server, url)
    }
}

impl Drop for Timescale {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

async fn counts(store: &Store, episode: Uuid, from: i64, points: u32) -> Vec<(i64, i32, i32, i64, bool)> {
    let (bucket_ms, buckets) = store.trend(episode, Vital::Spo2, WallMs(from), WallMs(NOON + 60 * MINUTE_MS), points).await.unwrap();
    buckets.iter().map(|b| ((b.at.0 - NOON).div_euclid(bucket_ms), b.min, b.max, b.count, b.late)).collect()
}

/// Makes the store what a version without end-tidal carbon dioxide would have made.
async fn forget_etco2(store: &Store) {
    let definition: String =
        sqlx::query_scalar("SELECT view_definition FROM timescaledb_information.continuous_aggregates WHERE view_name = 'frame_minutes'")
            .fetch_one(store.pool())
            .await
            .unwrap();
    let without: String = definition.trim_end_matches(';').split_inclusive(",\n").filter(|line| !line.contains("etco2")).collect();
    for statement in [
        "DROP MATERIALIZED VIEW frame_minutes".to_owned(),
        "ALTER TABLE frames DROP COLUMN etco2".to_owned(),
        "ALTER TABLE latest DROP COLUMN etco2, DROP COLUMN etco2_at".to_owned(),
        format!(
            "CREATE MATERIALIZED VIEW frame_minutes WITH (timescaledb.continuous, timescaledb.materialized_only = true) AS {without} WITH NO DATA"
        ),
    ] {
        sqlx::query(sqlx::AssertSqlSafe(statement)).execute(store.pool()).await.unwrap();
    }
    sqlx::query("CALL refresh_continuous_aggregate('frame_minutes', NULL, to_timestamp($1::int8 / 1000.0))")
        .bind(NOON + 28 * MINUTE_MS)
        .execute(store.pool())
        .await
        .unwrap();
}

#[tokio::test]
async fn timescale_keeps_compresses_rolls_up_and_deletes_and_answers_the_same() {
    let server = Timescale::start();
    let store = Store::connect(&server.1, 1).await.unwrap();
    assert!(store.timescale());
    store.migrate().await.unwrap();
    store.migrate().await.unwrap();
    assert_eq!(
        one(&store, "SELECT count(*) FROM timescaledb_information.hypertables WHERE hypertable_name IN ('frames', 'waveforms')").await,
        2
    );

    assert_eq!(crate::prepared::refused(&store).await, Vec::<String>::new());

    let episode = admit(&store, NOON - 400 * DAY_MS).await;
    let minute: Vec<_> = (0..60).map(|seq| spo2_at(seq, NOON + seq.cast_signed() * 1_000, if seq == 30 { 800 } else { 970 })).collect();
    assert_eq!(ingest(&store, &minute).await.unwrap().fresh, 60);
    assert_eq!(ingest(&store, &minute).await.unwrap().fresh, 0);
    ingest(&store, &[spo2_at(60, NOON + 10 * MINUTE_MS, 960)]).await.unwrap();
    let live = [(0, 800, 970, 60, false), (10, 960, 960, 1, false)];
    assert_eq!(counts(&store, episode, NOON, 60).await, live);

    // The roll-up changes no answer, and what comes late is seen at once.
    roll_up(&store, NOON + 30 * MINUTE_MS).await;
    assert_eq!(counts(&store, episode, NOON, 60).await, live);
    assert_eq!(one(&store, "SELECT sum(spo2_n)::int8 FROM frame_minutes").await, 61);
    ingest(&store, &[spo2_at(61, NOON + 5 * MINUTE_MS, 940)]).await.unwrap();
    assert_eq!(counts(&store, episode, NOON, 60).await[1], (5, 940, 940, 1, false));
    roll_up(&store, NOON + 30 * MINUTE_MS).await;
    assert_eq!(one(&store, "SELECT count(*) FROM stale_hours").await, 0);
    assert_eq!(counts(&store, episode, NOON, 60).await[1], (5, 940, 940, 1, false));

    // Compressed days can be read and written like others.
    for seq in 0..200_u64 {
        ingest(&store, &[spo2_at(1_000 + seq, NOON - 40 * DAY_MS + seq.cast_signed() * 1_000, 900)]).await.unwrap();
    }
    let jobs: Vec<i32> =
        sqlx::query_scalar("SELECT job_id FROM timescaledb_information.jobs WHERE proc_name = 'policy_compression' ORDER BY 1")
            .fetch_all(store.pool())
            .await
            .unwrap();
    assert_eq!(jobs.len(), 2);
    for job in jobs {
        sqlx::query("CALL run_job($1)").bind(job).execute(store.pool()).await.unwrap();
    }
    assert!(
        one(&store, "SELECT count(*) FROM timescaledb_information.chunks WHERE hypertable_name = 'frames' AND is_compressed").await >= 1
    );
    ingest(&store, &[spo2_at(2_000, NOON - 40 * DAY_MS + 500, 850)]).await.unwrap();
    let old: i64 = counts(&store, episode, NOON - 41 * DAY_MS, 5_000).await.iter().map(|bucket| bucket.3).sum();
    assert_eq!(old, 201 + 62);

    let kept = RetentionDays { frames_days: 30, waveforms_days: 7, quarantine_days: 90 };
    assert!(store.delete_old(&kept, WallMs(NOON)).await.unwrap().days >= 1);
    assert_eq!(one(&store, "SELECT count(*) FROM frames").await, 62);
    roll_up(&store, NOON + 30 * MINUTE_MS).await;
    assert_eq!(one(&store, "SELECT sum(spo2_n)::int8 FROM frame_minutes").await, 62);

    // From here on this version's last vital is new to the store.
    let before = counts(&store, episode, NOON, 60).await;
    forget_etco2(&store).await;
    // A new hub would prepare its statements anew; here one session serves every connection, so that is done by hand.
    sqlx::raw_sql("DEALLOCATE ALL").execute(store.pool()).await.unwrap();
    store.close().await;
    let store = Store::connect(&server.1, 1).await.unwrap();
    store.migrate().await.unwrap();
    assert_eq!(counts(&store, episode, NOON, 60).await, before);
    let readings = vec![Reading::new(Vital::Etco2, Some(380), Flags::NONE)];
    let frame = Frame::new(DeviceId::new("oxi-0001").unwrap(), MonoMs(1), None, readings).unwrap();
    ingest(&store, &[batch(3_000, vec![Item::Frame(frame, placed(NOON + 2 * MINUTE_MS))])]).await.unwrap();
    for _ in 0..2 {
        let etco2 = store.trend(episode, Vital::Etco2, WallMs(NOON), WallMs(NOON + 60 * MINUTE_MS), 60).await.unwrap().1;
        assert_eq!((etco2.len(), etco2[0].at, etco2[0].max), (1, WallMs(NOON + 2 * MINUTE_MS), 380));
        roll_up(&store, NOON + 30 * MINUTE_MS).await;
    }
    assert_eq!(one(&store, "SELECT sum(etco2_n)::int8 * 100 + sum(spo2_n)::int8 FROM frame_minutes").await, 162);
    assert_eq!(counts(&store, episode, NOON, 60).await, before);
    store.close().await;
}
