//! What comes under a device's name through a gateway that may not speak for it is kept, and belongs to nobody.
use crate::common::{MINUTE_MS, NOON, admit, batch, frame, ingest, one, roll_up, spo2_at};
use hearth_store::ingest::{IngestBatch, Item};
use hearth_store::testing::Cluster;
use hearth_vitals::*;

fn stranger(batch: IngestBatch) -> IngestBatch {
    let items = batch.items.into_iter().map(|item| item.as_stray(true)).collect();
    IngestBatch { gateway: GatewayId::new("home-0002").unwrap(), items, ..batch }
}

#[tokio::test]
async fn all_that_is_found_by_the_device_is_what_it_was_without_the_stranger() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let episode = admit(&store, NOON - 60 * MINUTE_MS).await;
    // In every round the stranger's frame is newer, later and has a better value; in one it comes first, in one last.
    ingest(&store, &[stranger(spo2_at(0, NOON - 30_000, 990)), spo2_at(0, NOON - 40_000, 840)]).await.unwrap();
    ingest(&store, &[spo2_at(1, NOON - 39_000, 850), stranger(spo2_at(1, NOON + 1, 1_000))]).await.unwrap();
    // A backlog of an hour ago, before and after it is rolled up.
    roll_up(&store, NOON + 10 * MINUTE_MS).await;
    ingest(&store, &[stranger(IngestBatch { received_at: WallMs(NOON), ..spo2_at(2, NOON - 50 * MINUTE_MS, 700) })]).await.unwrap();
    roll_up(&store, NOON + 10 * MINUTE_MS).await;
    let newest = store.newest_values(Some(episode)).await.unwrap();
    assert_eq!((newest.len(), newest[0].raw, newest[0].received_at), (1, Some(850), WallMs(NOON - 38_900)));
    let latest = store.latest_values().await.unwrap();
    assert_eq!((latest.len(), latest[0].raw, latest[0].received_at), (1, 850, WallMs(NOON - 38_900)), "heard last by its own gateway");
    let trend = |points| store.trend(episode, Vital::Spo2, WallMs(NOON - 60 * MINUTE_MS), WallMs(NOON + MINUTE_MS), points);
    // A trend read from frames, and one read from minutes.
    for points in [4_000, 12] {
        let buckets = trend(points).await.unwrap().1;
        assert_eq!(buckets.iter().map(|bucket| bucket.count).sum::<i64>(), 2, "{points}");
        assert!(buckets.iter().all(|bucket| (840..=850).contains(&bucket.min) && bucket.max <= 850), "{buckets:?}");
    }
    assert_eq!(store.recent_frames(WallMs(NOON - 60 * MINUTE_MS)).await.unwrap().len(), 2);
    assert_eq!(one(&store, "SELECT count(*) FROM frames").await, 5, "nothing is lost");
}

#[tokio::test]
async fn strays_are_counted_once_with_the_stretch_in_which_they_were_measured() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    assert!(store.strays().await.unwrap().is_empty());
    let pressed = Event { mono: MonoMs(1), device: Some(DeviceId::new("btn-0001").unwrap()), kind: EventKind::Button };
    let many = stranger(batch(0, (0..5).map(|seq| frame(seq, Some(900))).collect()));
    let event = IngestBatch { stream: crate::common::stream(Class::Events), ..stranger(batch(0, vec![Item::Event(pressed, None)])) };
    for _ in 0..2 {
        // When they are sent again they are held already.
        ingest(&store, &[many.clone(), event.clone()]).await.unwrap();
    }
    ingest(&store, &[stranger(spo2_at(9, NOON - MINUTE_MS, 900))]).await.unwrap();
    let strays = store.strays().await.unwrap();
    let seen: Vec<_> = strays.iter().map(|one| (one.device.as_str(), one.records, one.from_at, one.until_at)).collect();
    let frames = ("oxi-0001", 6, Some(WallMs(NOON - MINUTE_MS)), Some(WallMs(NOON + 4_000)));
    assert_eq!(seen, [("btn-0001", 1, None, None), frames]);
    // Batches of known devices use up no numbers of the sequence for keys.
    let before = one(&store, "SELECT last_value FROM devices_key_seq").await;
    ingest(&store, &[many]).await.unwrap();
    assert_eq!(one(&store, "SELECT last_value FROM devices_key_seq").await, before);
}
