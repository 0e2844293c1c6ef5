//! Corner cases of "nothing lost, nothing twice": the same batch twice at the same time, reported losses that arrive
//! after all, two frames at one instant, streams full of gaps, unknown devices, impossible instants.
use crate::common::{NOON, batch, frame, frames, ingest, one, placed, somebody_waits, stream};
use hearth_store::ingest::{Fresh, IngestBatch, Item};
use hearth_store::testing::Cluster;
use hearth_store::{Store, StoreError};
use hearth_vitals::*;
use tokio::runtime::Handle;
use tokio::task::block_in_place;

#[tokio::test(flavor = "multi_thread")]
async fn the_same_batch_in_two_transactions_at_once_is_stored_by_one() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(3).await.unwrap();
    ingest(&store, &[frames(0, 1)]).await.unwrap();
    let (other, watcher) = (store.clone(), store.clone());
    let mut second = None;
    let mut judge = |_: &[Fresh]| {
        // The first transaction holds the lock of the stream now; the second comes and waits for it.
        let other = other.clone();
        second = Some(tokio::spawn(async move { ingest(&other, &[frames(0, 20)]).await }));
        block_in_place(|| Handle::current().block_on(somebody_waits(&watcher)));
        Vec::new()
    };
    let first = store.ingest(&[frames(0, 20)], 1, &mut judge, WallMs(NOON)).await.unwrap();
    let second = second.unwrap().await.unwrap().unwrap();
    assert_eq!((first.fresh, second.fresh), (19, 0));
    assert_eq!(first.streams, second.streams);
    assert_eq!(one(&store, "SELECT count(*) FROM frames").await, 20);
}

fn loss(first: u64, end: u64) -> Item {
    let range = SeqRange::new(first, end).unwrap();
    Item::Loss(Loss { mono: MonoMs(1), stream: stream(Class::Numerics), range, reason: LossReason::PowerFailure })
}

fn events(first: u64, items: Vec<Item>) -> IngestBatch {
    IngestBatch { stream: stream(Class::Events), ..batch(first, items) }
}

/// The numbers that count as lost, as text.
async fn lost(store: &Store) -> String {
    sqlx::query_scalar("SELECT lost::text FROM streams WHERE class = 1").fetch_one(store.pool()).await.unwrap()
}

#[tokio::test]
async fn a_reading_that_was_given_up_for_lost_is_stored_when_it_comes_after_all() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    // The hub has 0 to 4. The gateway, after a power failure, cannot know that.
    ingest(&store, &[frames(0, 5)]).await.unwrap();
    ingest(&store, &[events(0, vec![loss(3, 10)])]).await.unwrap();
    assert_eq!(lost(&store).await, "{[5,10)}");
    // 6 and 7 were on their way when the loss was reported. No number that was held before is missing now.
    let done = ingest(&store, &[frames(6, 2)]).await.unwrap();
    assert_eq!((done.fresh, done.streams[0].held.as_slice()), (2, [SeqRange::new(0, 10).unwrap()].as_slice()));
    assert_eq!(lost(&store).await, "{[5,6),[8,10)}");
    // Neither repeated readings nor a repeated loss change anything.
    assert_eq!(ingest(&store, &[frames(0, 8), events(0, vec![loss(3, 10)])]).await.unwrap().fresh, 1);
    assert_eq!(ingest(&store, &[frames(0, 8), events(1, vec![loss(3, 10)])]).await.unwrap().fresh, 1);
    assert_eq!(lost(&store).await, "{[8,10)}");
    assert_eq!(one(&store, "SELECT count(*) * 100 + count(DISTINCT seq) FROM frames").await, 808);
}

#[tokio::test]
async fn frames_at_the_same_millisecond_of_two_devices_and_of_one_are_all_kept() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let at_noon = |seq: u64, device: &str, raw| {
        let reading = Reading::new(Vital::Spo2, Some(raw), Flags::NONE);
        let frame = Frame::new(DeviceId::new(device).unwrap(), MonoMs(seq), None, vec![reading]).unwrap();
        Item::Frame(frame, placed(NOON))
    };
    let items = vec![at_noon(0, "oxi-0001", 900), at_noon(1, "oxi-0002", 910), at_noon(2, "oxi-0001", 920)];
    ingest(&store, &[batch(0, items)]).await.unwrap();
    assert_eq!(one(&store, "SELECT count(*) FROM frames").await, 3);
    let newest: Vec<i32> = store.latest_values().await.unwrap().into_iter().map(|value| value.raw).collect();
    assert_eq!((newest.len(), newest.contains(&920), newest.contains(&910)), (2, true, true));
}

#[tokio::test]
async fn a_stream_full_of_holes_is_filled_without_losing_count() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let every_other: Vec<IngestBatch> = (0..10_000).map(|index| frames(index * 2, 1)).collect();
    let done = ingest(&store, &every_other).await.unwrap();
    assert_eq!((done.fresh, done.streams[0].held.len()), (10_000, 10_000));
    assert_eq!(ingest(&store, &every_other[..100]).await.unwrap().fresh, 0);
    let done = ingest(&store, &[frames(0, 20_000)]).await.unwrap();
    assert_eq!((done.fresh, done.streams[0].held.as_slice()), (10_000, [SeqRange::new(0, 20_000).unwrap()].as_slice()));
    assert_eq!(one(&store, "SELECT count(DISTINCT seq) FROM frames").await, 20_000);
}

#[tokio::test]
async fn what_a_device_nobody_registered_sends_is_kept_without_a_kit() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let pressed = Event { mono: MonoMs(1), device: Some(DeviceId::new("btn-0001").unwrap()), kind: EventKind::Button };
    ingest(&store, &[frames(0, 3), events(0, vec![Item::Event(pressed, None)])]).await.unwrap();
    assert_eq!(one(&store, "SELECT count(*) FROM devices WHERE kit_id IS NULL").await, 2);
    let unassigned = "SELECT (SELECT count(*) FROM frames f JOIN devices d ON d.key = f.device_key WHERE d.id = 'oxi-0001') * 10 \
                      + (SELECT count(*) FROM events e JOIN devices d ON d.key = e.device_key WHERE d.id = 'btn-0001')";
    assert_eq!(one(&store, unassigned).await, 31);
    // Batches of known streams and devices use up no numbers of the sequences for keys.
    let before = one(&store, "SELECT (SELECT last_value FROM streams_key_seq) + (SELECT last_value FROM devices_key_seq)").await;
    ingest(&store, &[frames(3, 3)]).await.unwrap();
    ingest(&store, &[frames(0, 6)]).await.unwrap();
    assert_eq!(one(&store, "SELECT (SELECT last_value FROM streams_key_seq) + (SELECT last_value FROM devices_key_seq)").await, before);
}

#[tokio::test]
async fn an_event_at_an_impossible_instant_fails_no_batch_and_a_frame_at_one_is_named() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let at = |at| Item::Event(Event { mono: MonoMs(1), device: None, kind: EventKind::Button }, Some(placed(at)));
    // A day without a partition, before 1970, beyond PostgreSQL's calendar, and beyond any calendar.
    let instants = [NOON - 4_000 * crate::common::DAY_MS, -1, 300_000_000_000_000_000, i64::MAX, i64::MIN];
    ingest(&store, &[frames(0, 1), events(0, instants.into_iter().map(at).collect())]).await.unwrap();
    assert_eq!(one(&store, "SELECT count(*) * 10 + count(at) FROM events").await, 51);
    for at in [-1, i64::MAX, i64::MIN, 300_000_000_000_000_000] {
        let Item::Frame(frame, _) = frame(1, Some(900)) else { unreachable!() };
        let refused = ingest(&store, &[frames(1, 1), batch(2, vec![Item::Frame(frame, placed(at))])]).await;
        assert!(matches!(&refused, Err(StoreError::Data { code, .. }) if code == "22008"), "{refused:?}");
    }
    assert_eq!(one(&store, "SELECT count(*) FROM frames").await, 1);
}
