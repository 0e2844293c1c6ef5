//! What nobody can read is kept for study while there is room, is always counted, and costs other homes next to nothing.

use crate::common::{NOON, batch, ingest, one};
use hearth_store::ingest::{IngestBatch, Item};
use hearth_store::retention::RetentionDays;
use hearth_store::testing::Cluster;
use hearth_vitals::*;

/// What the hub makes of a body whose header it could read, but nothing else.
fn poison(first: u64, numbers: u64) -> IngestBatch {
    let rest = (1..numbers).map(|_| Item::Quarantined(Vec::new(), format!("in the body of number {first}")));
    batch(first, std::iter::once(Item::Quarantined(vec![7; 100], "checksum".into())).chain(rest).collect())
}

#[tokio::test]
async fn a_body_of_thousands_of_numbers_is_two_rows_and_all_of_them_are_held_and_counted() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let held = ingest(&store, &[poison(0, 4_096), poison(4_096, 1), poison(4_097, 3)]).await.unwrap().streams[0].held.clone();
    assert_eq!((held.len(), held[0].end()), (1, 4_100));
    assert_eq!(one(&store, "SELECT count(*) FROM quarantine").await, 5);
    assert_eq!(one(&store, "SELECT sum(upper(range) - lower(range))::int8 FROM quarantine").await, 4_100);
    // Some of these numbers came before: only the others are new.
    ingest(&store, &[poison(4_098, 10)]).await.unwrap();
    assert_eq!(one(&store, "SELECT sum(upper(range) - lower(range))::int8 FROM quarantine").await, 4_108);
    let unread = store.unread_since(WallMs(NOON - 86_400_000)).await.unwrap();
    assert_eq!((unread.len(), unread[0].records, unread[0].bodies), (1, 4_108, 0));
    assert!(store.unread_since(WallMs(i64::from(u32::MAX) * 1_000)).await.unwrap().is_empty());
}

#[tokio::test]
async fn of_a_gateway_that_sends_nothing_else_the_numbers_are_kept_and_not_all_the_bytes() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    for number in 0..70 {
        ingest(&store, &[poison(number, 1)]).await.unwrap();
    }
    assert_eq!(one(&store, "SELECT count(*) FROM quarantine").await, 70);
    assert_eq!(one(&store, "SELECT count(*) FROM quarantine WHERE length(bytes) > 0").await, 60);
    assert_eq!(store.unread_since(WallMs(NOON - 86_400_000)).await.unwrap()[0].reason, "checksum");
}

#[tokio::test]
async fn what_nobody_can_place_in_time_is_kept_as_long_as_frames_are() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    ingest(&store, &[batch(0, vec![Item::Unplaced(BootId(1), vec![1])])]).await.unwrap();
    let kept = RetentionDays { frames_days: 30, waveforms_days: 7, quarantine_days: 90 };
    for (days, left) in [(30, 1), (31, 0)] {
        store.delete_old(&kept, WallMs(NOON + days * 86_400_000)).await.unwrap();
        assert_eq!(one(&store, "SELECT count(*) FROM unplaced").await, left, "after {days} days");
    }
}
