//! The store's first promise, on a real PostgreSQL: every record is stored exactly once, however often and in whatever
//! order it arrives; and queries show just that.

use crate::common::{NOON, admit, batch, frame, frames, ingest, one, placed, stream};
use hearth_store::StoreError;
use hearth_store::ingest::{IngestBatch, Item};
use hearth_store::testing::Cluster;
use hearth_store::transitions::EpisodeTransitions;
use hearth_vitals::*;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use uuid::Uuid;

#[tokio::test]
async fn overlapping_repeated_and_shuffled_batches_store_every_number_once() {
    let cluster = Cluster::shared().unwrap();
    for seed in 0..12_u64 {
        let store = cluster.store(2).await.unwrap();
        let mut random = StdRng::seed_from_u64(seed);
        // Cut 0..400 into overlapping pieces, send each up to three times, in any order.
        let mut pieces = Vec::new();
        for first in (0..400).step_by(7) {
            for _ in 0..random.random_range(1..=3) {
                pieces.push(frames(first, random.random_range(7..=20)));
            }
        }
        pieces.shuffle(&mut random);
        let (mut fresh, mut held) = (0, Vec::new());
        while !pieces.is_empty() {
            let together = random.random_range(1..=5).min(pieces.len());
            let done = ingest(&store, &pieces.split_off(pieces.len() - together)).await.unwrap();
            fresh += done.fresh;
            held = done.streams[0].held.clone();
        }
        let rows = one(&store, "SELECT count(*) FROM frames").await;
        let distinct = one(&store, "SELECT count(DISTINCT seq) FROM frames").await;
        assert_eq!((rows, distinct, rows as usize), (distinct, rows, fresh), "seed {seed}");
        assert_eq!(held.len(), 1, "seed {seed}: one range without a hole");
        assert_eq!((held[0].first(), held[0].count().cast_signed()), (0, rows), "seed {seed}");
    }
}

#[tokio::test]
async fn a_transaction_that_fails_leaves_neither_rows_nor_held_numbers() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let refused = store.ingest(&[frames(0, 5)], 99, &mut |_| Vec::new(), WallMs(NOON)).await;
    assert!(matches!(refused, Err(StoreError::BindingsChanged)), "{refused:?}");
    assert_eq!(one(&store, "SELECT count(*) FROM frames").await, 0);
    assert_eq!(ingest(&store, &[frames(0, 5)]).await.unwrap().fresh, 5);
}

#[tokio::test]
async fn the_judge_sees_only_what_is_new() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    ingest(&store, &[frames(3, 4)]).await.unwrap();
    let mut seen = Vec::new();
    let mut judge = |fresh: &[hearth_store::ingest::Fresh]| {
        seen = fresh.iter().map(|new| new.item).collect();
        Vec::<EpisodeTransitions>::new()
    };
    store.ingest(&[frames(0, 10)], 1, &mut judge, WallMs(NOON)).await.unwrap();
    assert_eq!(seen, [0, 1, 2, 7, 8, 9]);
}

#[tokio::test]
async fn a_recorded_loss_counts_as_held_and_is_never_asked_for_again() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let loss =
        Loss { mono: MonoMs(1), stream: stream(Class::Waveforms), range: SeqRange::new(10, 500).unwrap(), reason: LossReason::DiskFull };
    let events = IngestBatch { stream: stream(Class::Events), ..batch(0, vec![Item::Loss(loss)]) };
    ingest(&store, &[events]).await.unwrap();
    let lost = one(&store, "SELECT (upper(held) - lower(held)) FROM streams WHERE class = 2").await;
    assert_eq!(lost, 490);
    assert_eq!(one(&store, "SELECT count(*) FROM losses").await, 1);
}

#[tokio::test]
async fn every_kind_of_record_is_kept() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let device = DeviceId::new("oxi-0001").unwrap();
    let block =
        WaveformBlock { device: device.clone(), kind: WaveformKind::Pleth, mono: MonoMs(5), period_us: 13_333, samples: vec![1, 5, 9, -3] };
    let happened = Event { mono: MonoMs(1), device: Some(device), kind: EventKind::LinkDown };
    let status = Status {
        mono: MonoMs(1),
        clock: ClockQuality::Drifting,
        outbox_bytes: 1,
        disk_free_bytes: 2,
        backlog: 3,
        links_up: 1,
        links_total: 1,
    };
    let anchor =
        Anchor { boot: BootId(u64::MAX), mono: MonoMs(1), wall: WallMs(NOON), quality: ClockQuality::Synchronised, uncertainty_ms: 20 };
    let items = vec![
        Item::Event(happened, Some(placed(NOON))),
        Item::Status(status, None),
        Item::Anchor(anchor),
        Item::Unplaced(BootId(7), vec![1, 2]),
        Item::Quarantined(vec![3], "checksum".into()),
    ];
    let events = IngestBatch { stream: stream(Class::Events), ..batch(0, items) };
    let waveforms = IngestBatch { stream: stream(Class::Waveforms), ..batch(0, vec![Item::Waveform(block.clone(), placed(NOON))]) };
    ingest(&store, &[events, waveforms]).await.unwrap();
    let counts = "SELECT (SELECT count(*) FROM events) * 1000 + (SELECT count(*) FROM anchors) * 100 \
                  + (SELECT count(*) FROM unplaced) * 10 + (SELECT count(*) FROM quarantine)";
    assert_eq!(one(&store, counts).await, 1_111);
    // The numbers of what a gateway says of itself are held, but nothing is stored.
    assert_eq!(one(&store, "SELECT (upper(held) - lower(held)) FROM streams WHERE class = 0").await, 5);
    let episode = admit(&store, NOON - 1).await;
    let window = store.waveform_window(episode, WaveformKind::Pleth, WallMs(NOON), WallMs(NOON + 1)).await.unwrap();
    assert_eq!(window[0].samples, block.samples);
}

#[tokio::test]
async fn the_newest_value_never_goes_back_and_a_missing_one_never_overwrites() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    ingest(&store, &[batch(0, vec![frame(0, Some(970)), frame(1, Some(960)), frame(2, None)])]).await.unwrap();
    let older = IngestBatch { stream: Stream { generation: Generation(2), class: Class::Numerics }, ..batch(0, vec![frame(0, Some(500))]) };
    ingest(&store, &[older]).await.unwrap();
    let values = store.latest_values().await.unwrap();
    assert_eq!(values.len(), 1);
    assert_eq!((values[0].raw, values[0].at), (960, WallMs(NOON + 1_000)));
}

#[tokio::test]
async fn a_trend_keeps_its_gaps_and_shows_a_single_low_sample() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let episode = admit(&store, NOON).await;
    let mut items: Vec<Item> = (0..60).map(|seq| frame(seq, Some(if seq == 30 { 800 } else { 970 }))).collect();
    items.push(frame(600, Some(960)));
    let (minute, later) = items.split_at(60);
    ingest(&store, &[batch(0, minute.to_vec()), batch(60, later.to_vec())]).await.unwrap();
    let (bucket_ms, buckets) = store.trend(episode, Vital::Spo2, WallMs(NOON), WallMs(NOON + 720_000), 12).await.unwrap();
    assert_eq!(bucket_ms, 60_000);
    let seen: Vec<_> = buckets.iter().map(|b| ((b.at.0 - NOON) / bucket_ms, b.min, b.max, b.count)).collect();
    assert_eq!(seen, [(0, 800, 970, 60), (10, 960, 960, 1)]);
}

#[tokio::test]
async fn a_reading_is_never_shown_under_a_patient_who_did_not_wear_the_device_then() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let first = admit(&store, NOON).await;
    sqlx::query("UPDATE bindings SET until_at = to_timestamp($1 / 1000.0)").bind(NOON + 5_000).execute(store.pool()).await.unwrap();
    let second = admit(&store, NOON + 5_000).await;
    // All of it arrives after the device changed patients.
    ingest(&store, &[frames(0, 10)]).await.unwrap();
    let count = async |episode| {
        let (_, buckets) = store.trend(episode, Vital::Spo2, WallMs(NOON - 1_000), WallMs(NOON + 60_000), 100).await.unwrap();
        buckets.iter().map(|b| b.count).sum::<i64>()
    };
    assert_eq!((count(first).await, count(second).await), (5, 5));
}

#[tokio::test]
async fn two_patients_cannot_hold_one_device_at_one_instant() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let episode = admit(&store, NOON).await;
    let overlap = sqlx::query(
        "INSERT INTO bindings (id, device_key, episode_id, from_at) SELECT $1, device_key, $2, from_at + interval '1 hour' FROM bindings",
    )
    .bind(Uuid::now_v7())
    .bind(episode)
    .execute(store.pool())
    .await
    .map_err(StoreError::from);
    assert!(matches!(&overlap, Err(StoreError::Data { code, .. }) if code == "23P01"), "{overlap:?}");
}

#[tokio::test]
async fn migrating_twice_changes_nothing_and_the_identity_stays() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let before = store.identity().await.unwrap();
    store.migrate().await.unwrap();
    assert_eq!(store.identity().await.unwrap(), before);
    store.raise_epoch().await.unwrap();
    assert_eq!(store.identity().await.unwrap().epoch, before.epoch + 1);
}

#[tokio::test]
async fn the_audit_is_append_only() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    sqlx::query("INSERT INTO audit (act, subject) VALUES ('view', 'x')").execute(store.pool()).await.unwrap();
    sqlx::query("UPDATE audit SET act = 'other'").execute(store.pool()).await.unwrap();
    sqlx::query("DELETE FROM audit").execute(store.pool()).await.unwrap();
    assert_eq!(one(&store, "SELECT count(*) FROM audit WHERE act = 'view'").await, 1);
}
