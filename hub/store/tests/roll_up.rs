//! Minutes are a copy of frames: no answer tells which of the two it was read from.
use crate::common::{DAY_MS, MINUTE_MS, NOON, admit, batch, ingest, one, placed, roll_up, spo2_at};
use hearth_store::Store;
use hearth_store::ingest::{IngestBatch, Item};
use hearth_store::retention::RetentionDays;
use hearth_store::testing::Cluster;
use hearth_vitals::*;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::collections::BTreeMap;
use uuid::Uuid;

const HOURS_MS: i64 = 6 * 60 * MINUTE_MS;

/// Bucket start -> lowest, highest, count.
type Trend = BTreeMap<i64, (i32, i32, i64)>;

async fn trend(store: &Store, episode: Uuid, points: u32) -> Trend {
    let (_, buckets) = store.trend(episode, Vital::Spo2, WallMs(NOON), WallMs(NOON + HOURS_MS), points).await.unwrap();
    buckets.into_iter().map(|bucket| (bucket.at.0, (bucket.min, bucket.max, bucket.count))).collect()
}

fn expected(frames: &[(i64, i32)], held: std::ops::Range<i64>, bucket_ms: i64) -> Trend {
    let mut trend = Trend::new();
    for (at, raw) in frames.iter().filter(|(at, _)| held.contains(at)) {
        let (min, max, count) = trend.entry(at - at.rem_euclid(bucket_ms)).or_insert((i32::MAX, i32::MIN, 0));
        (*min, *max, *count) = ((*min).min(*raw), (*max).max(*raw), *count + 1);
    }
    trend
}

#[tokio::test]
async fn a_trend_says_the_same_whatever_is_rolled_up_when() {
    let cluster = Cluster::shared().unwrap();
    for seed in 0..6 {
        let store = cluster.store(2).await.unwrap();
        let mut random = StdRng::seed_from_u64(seed);
        // The device changes hands within a minute.
        let change = NOON + 3 * 60 * MINUTE_MS + 31_234;
        let first = admit(&store, NOON).await;
        sqlx::query("UPDATE bindings SET until_at = to_timestamp($1 / 1000.0)").bind(change).execute(store.pool()).await.unwrap();
        let second = admit(&store, change).await;
        let mut frames = Vec::new();
        for seq in 0..400 {
            let (at, raw) = (NOON + random.random_range(0..HOURS_MS), random.random_range(800..1_000));
            ingest(&store, &[spo2_at(seq, at, raw)]).await.unwrap();
            frames.push((at, raw));
            if random.random_bool(0.05) {
                let now = NOON + random.random_range(0..HOURS_MS + 10 * MINUTE_MS);
                store.roll_up(WallMs(now)).await.unwrap();
            }
        }
        for _ in 0..2 {
            for (points, bucket_ms) in [(360, MINUTE_MS), (72, 5 * MINUTE_MS), (6, 60 * MINUTE_MS)] {
                assert_eq!(trend(&store, first, points).await, expected(&frames, NOON..change, bucket_ms), "seed {seed}");
                assert_eq!(trend(&store, second, points).await, expected(&frames, change..i64::MAX, bucket_ms), "seed {seed}");
            }
            roll_up(&store, NOON + HOURS_MS + 10 * MINUTE_MS).await;
        }
    }
}

#[tokio::test]
async fn a_trend_of_long_ago_is_read_from_minutes() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let episode = admit(&store, NOON).await;
    ingest(&store, &[spo2_at(0, NOON + 5, 900), spo2_at(1, NOON + MINUTE_MS, 950)]).await.unwrap();
    roll_up(&store, NOON + HOURS_MS).await;
    let before = trend(&store, episode, 360).await;
    sqlx::query("DELETE FROM frames").execute(store.pool()).await.unwrap();
    assert_eq!(trend(&store, episode, 360).await, before);
    assert_eq!(before.len(), 2);
}

#[tokio::test]
async fn no_frame_slips_past_a_roll_up_that_runs_beside_the_ingest() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(6).await.unwrap();
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..3_u64 {
        let store = store.clone();
        writers.spawn(async move {
            let mut random = StdRng::seed_from_u64(writer);
            for seq in writer * 1_000..writer * 1_000 + 150 {
                let frame = [spo2_at(seq, NOON + random.random_range(0..HOURS_MS), 900)];
                while let Err(error) = ingest(&store, &frame).await {
                    assert!(error.is_transient(), "{error}");
                }
            }
        });
    }
    let mut now = NOON;
    while !writers.is_empty() {
        if let Err(error) = store.roll_up(WallMs(now)).await {
            assert!(error.is_transient(), "{error}");
        }
        now = (now + 7 * MINUTE_MS).min(NOON + HOURS_MS);
        while let Some(writer) = writers.try_join_next() {
            writer.unwrap();
        }
    }
    roll_up(&store, NOON + HOURS_MS + 10 * MINUTE_MS).await;
    assert_eq!(one(&store, "SELECT sum(spo2_n)::int8 FROM frame_minutes").await, 450);
    assert_eq!(one(&store, "SELECT count(*) FROM stale_hours").await, 0);
}

#[tokio::test]
async fn days_are_deleted_when_they_are_older_than_they_are_kept_and_no_sooner() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let episode = admit(&store, NOON - 400 * DAY_MS).await;
    for (seq, days) in [(0, 0), (1, 30), (2, 31), (3, 100)] {
        ingest(&store, &[spo2_at(seq, NOON - days * DAY_MS, 900)]).await.unwrap();
    }
    // The state that a kill between DETACH and DROP leaves behind.
    sqlx::raw_sql("DO $$ DECLARE day text; BEGIN SELECT min(relname) INTO day FROM pg_class WHERE relname LIKE 'frames\\_2%' AND relkind = 'r'; EXECUTE 'ALTER TABLE frames DETACH PARTITION ' || day; END $$")
        .execute(store.pool())
        .await
        .unwrap();
    let kept = RetentionDays { frames_days: 30, waveforms_days: 7, quarantine_days: 90 };
    let deleted = store.delete_old(&kept, WallMs(NOON)).await.unwrap();
    // Two days of frames, two of minutes, three of waveforms.
    assert_eq!(deleted.days, 7);
    assert_eq!(store.delete_old(&kept, WallMs(NOON)).await.unwrap().days, 0);
    let (_, buckets) = store.trend(episode, Vital::Spo2, WallMs(NOON - 200 * DAY_MS), WallMs(NOON + 1), 5_000).await.unwrap();
    assert_eq!(buckets.len(), 2);
    // The partition of a day that was dropped is made again for a frame that still needs it.
    assert_eq!(ingest(&store, &[spo2_at(4, NOON - 31 * DAY_MS, 900)]).await.unwrap().fresh, 1);
}

/// A saturation of 48 is kept as the device gave it, and nothing that reads values takes it for one: not the newest value,
/// no trend, no sparkline, no minute, and not what a hub judges after a restart.
#[tokio::test]
async fn a_number_that_cannot_be_believed_is_kept_and_is_no_value_anywhere() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let episode = admit(&store, NOON).await;
    let given = |seq: u64, at| {
        let readings = vec![
            Reading::checked(Vital::Spo2, 480, Flags::NONE),
            Reading::checked(Vital::PulseRate, 0, Flags::LOW_PERFUSION),
            Reading::missing(Vital::Glucose, Flags::OFF_SCALE_LOW),
        ];
        let frame = Frame::new(DeviceId::new("oxi-0001").unwrap(), MonoMs(seq), None, readings).unwrap();
        IngestBatch { received_at: WallMs(at), ..batch(seq, vec![Item::Frame(frame, placed(at))]) }
    };
    ingest(&store, &[spo2_at(0, NOON + 1_000, 970), given(1, NOON + 2_000)]).await.unwrap();
    let only = [(970, 970, 1)];
    for _ in 0..2 {
        assert_eq!(trend(&store, episode, 360).await.into_values().collect::<Vec<_>>(), only, "a chart");
        let all = [Vital::Spo2, Vital::PulseRate, Vital::Glucose];
        let lines = store.sparklines(&all, WallMs(NOON), WallMs(NOON + HOURS_MS), MINUTE_MS).await.unwrap();
        assert_eq!(lines.iter().map(|line| line.vital).collect::<Vec<_>>(), [Vital::Spo2], "a sparkline");
        let newest = store.newest_values(Some(episode)).await.unwrap();
        assert!(newest.iter().all(|value| value.raw.is_none()), "{newest:?}");
        assert_eq!(newest.iter().find(|value| value.vital == Vital::Spo2).unwrap().last, Some((970, WallMs(NOON + 1_000))));
        assert!(store.latest_values().await.unwrap().iter().all(|value| value.raw == 970), "the newest value");
        roll_up(&store, NOON + HOURS_MS).await;
    }
    let minutes =
        one(&store, "SELECT count(*) FROM frame_minutes WHERE spo2_min < 500 OR pulse_rate_min IS NOT NULL OR glucose_min IS NOT NULL");
    assert_eq!(minutes.await, 0, "a minute");
    let read = store.recent_frames(WallMs(NOON)).await.unwrap();
    let kept = read.iter().flat_map(|frame| &frame.readings).map(|reading| (reading.raw, reading.given, reading.flags));
    let expected = [
        (Some(970), None, Flags::NONE),
        (None, Some(0), Flags::LOW_PERFUSION.with(Flags::IMPLAUSIBLE)),
        (None, Some(480), Flags::IMPLAUSIBLE),
        (None, None, Flags::OFF_SCALE_LOW),
    ];
    assert_eq!(kept.collect::<Vec<_>>(), expected, "what a restart reads");
}
