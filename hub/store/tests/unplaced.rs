//! What was measured before any clock could be trusted is placed in time, once, when an anchor has come.
use crate::common::{DAY_MS, NOON, admit, batch, frame, ingest, one, placed, stream};
use hearth_alerts::{AlertId, Now, Rule, System};
use hearth_store::ingest::{Fresh, IngestBatch, Item, PLACED_AT_ONCE, PlacedRecords, WhenMeasured};
use hearth_store::testing::Cluster;
use hearth_store::transitions::EpisodeTransitions;
use hearth_store::{Store, StoreError};
use hearth_vitals::*;

const BOOT: BootId = BootId(u64::MAX - 7);

fn home() -> GatewayId {
    GatewayId::new("home-0001").unwrap()
}

fn unplaced(seq: u64) -> Item {
    let Item::Frame(frame, _) = frame(seq, Some(900)) else { unreachable!() };
    Item::unplaced(BOOT, &Record::Frame(frame)).unwrap()
}

/// The time of a record, if its boot began an hour before noon.
fn at(record: &Record) -> WhenMeasured {
    WhenMeasured::At(placed(NOON - 3_600_000 + record.mono().0.cast_signed()))
}

async fn place(store: &Store, place: fn(&Record) -> WhenMeasured) -> Result<PlacedRecords, StoreError> {
    store.place_unplaced(&home(), BOOT, &place, 1, &mut |_, _| Vec::new(), WallMs(NOON)).await
}

#[tokio::test]
async fn every_kind_is_placed_under_its_number_judged_and_shown() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let episode = admit(&store, NOON - DAY_MS).await;
    let device = DeviceId::new("oxi-0001").unwrap();
    let block =
        WaveformBlock { device: device.clone(), kind: WaveformKind::Pleth, mono: MonoMs(9), period_us: 13_333, samples: vec![1, 2] };
    let happened = Event { mono: MonoMs(8), device: Some(device), kind: EventKind::Button };
    let numerics = batch(5, vec![unplaced(0), frame(1, Some(950)), unplaced(2)]);
    let of = |class, record| IngestBatch { stream: stream(class), ..batch(0, vec![Item::unplaced(BOOT, &record).unwrap()]) };
    let others = [of(Class::Waveforms, Record::Waveform(block)), of(Class::Events, Record::Event(happened))];
    ingest(&store, &[numerics]).await.unwrap();
    ingest(&store, &others).await.unwrap();
    assert_eq!(store.unplaced_boots().await.unwrap(), [(home(), BOOT, 4)]);

    let mut seen = Vec::new();
    let mut judge = |batches: &[IngestBatch], fresh: &[Fresh]| {
        seen = fresh.iter().map(|new| (batches[new.batch].stream.class, batches[new.batch].first)).collect();
        Vec::<EpisodeTransitions>::new()
    };
    let done = store.place_unplaced(&home(), BOOT, &at, 1, &mut judge, WallMs(NOON)).await.unwrap();
    seen.sort();
    assert_eq!(seen, [(Class::Events, 0), (Class::Numerics, 5), (Class::Numerics, 7), (Class::Waveforms, 0)]);
    assert_eq!((done.batches.len(), done.more, done.batches[0].received_at), (4, false, WallMs(NOON)));
    assert_eq!(one(&store, "SELECT count(*) FROM frames WHERE seq IN (5, 6, 7)").await, 3);
    assert_eq!(one(&store, "SELECT count(*) FROM unplaced").await, 0);
    assert_eq!(one(&store, "SELECT count(*) FROM events WHERE at IS NOT NULL").await, 1);
    let window = store.waveform_window(episode, WaveformKind::Pleth, WallMs(NOON - DAY_MS), WallMs(NOON)).await.unwrap();
    assert_eq!(window[0].at, WallMs(NOON - 3_600_000 + 9));
    // The newest value stays, a restart finds all of them, and the hour is rolled up again.
    assert_eq!(store.latest_values().await.unwrap()[0].raw, 950);
    assert_eq!(store.recent_frames(WallMs(NOON - 1_000)).await.unwrap().len(), 3);
    assert_eq!(one(&store, "SELECT count(*) FROM late_hours").await, 1);
    // When they are sent again they are held already.
    assert_eq!(ingest(&store, &[batch(5, vec![unplaced(0), unplaced(1), unplaced(2)])]).await.unwrap().fresh, 0);
    assert_eq!(place(&store, at).await.unwrap(), PlacedRecords::default());
}

#[tokio::test]
async fn what_has_no_time_yet_stays_and_what_is_out_of_bounds_or_unreadable_is_kept_as_bytes() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let status = Record::Anchor(Anchor { boot: BOOT, mono: MonoMs(3), wall: WallMs(0), quality: ClockQuality::Unknown, uncertainty_ms: 0 });
    let items =
        vec![unplaced(0), unplaced(1), unplaced(2), unplaced(3), Item::Unplaced(BOOT, vec![1, 2]), Item::unplaced(BOOT, &status).unwrap()];
    ingest(&store, &[batch(0, items)]).await.unwrap();
    let done = place(&store, |record| match record.mono().0 {
        0 => WhenMeasured::Unknown,
        1_000 => WhenMeasured::Refused("before retention".to_owned()),
        2_000 => WhenMeasured::At(placed(i64::MAX)),
        _ => at(record),
    });
    assert_eq!(done.await.unwrap().batches.len(), 5);
    let counts = "SELECT (SELECT count(*) FROM unplaced) * 100 + (SELECT count(*) FROM frames) * 10 + (SELECT count(*) FROM quarantine WHERE length(bytes) > 0)";
    assert_eq!(one(&store, counts).await, 114);
    assert_eq!(one(&store, "SELECT seq FROM unplaced").await, 0);
}

#[tokio::test]
async fn many_are_placed_in_helpings_and_those_without_a_time_do_not_stand_in_the_way() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let count = PLACED_AT_ONCE as u64 + 1_100;
    ingest(&store, &[batch(0, (0..count).map(unplaced).collect())]).await.unwrap();
    let late = |record: &Record| if record.mono().0 < 1_050_000 { WhenMeasured::Unknown } else { at(record) };
    let first = place(&store, late).await.unwrap();
    let second = place(&store, late).await.unwrap();
    assert_eq!((first.batches.len(), first.more, second.batches.len(), second.more), (PLACED_AT_ONCE, true, 50, false));
    assert_eq!(one(&store, "SELECT count(*) FROM frames").await, PLACED_AT_ONCE as i64 + 50);
    assert_eq!(one(&store, "SELECT count(*) FROM unplaced").await, 1_050);
}

#[tokio::test]
async fn hubs_that_place_the_same_boot_at_once_store_every_record_once() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(6).await.unwrap();
    ingest(&store, &[batch(0, (0..300).map(unplaced).collect())]).await.unwrap();
    let mut hubs = tokio::task::JoinSet::new();
    for _ in 0..5 {
        let store = store.clone();
        hubs.spawn(async move {
            loop {
                match place(&store, at).await {
                    Ok(done) => return done.batches.len(),
                    Err(error) => assert!(error.is_transient(), "{error}"),
                }
            }
        });
    }
    assert_eq!(hubs.join_all().await.into_iter().sum::<usize>(), 300);
    assert_eq!(one(&store, "SELECT count(*) FROM frames").await, 300);
}

#[tokio::test]
async fn a_placing_that_fails_leaves_everything_as_it_was() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let episode = admit(&store, NOON).await;
    ingest(&store, &[batch(0, vec![unplaced(0)])]).await.unwrap();
    let mut judge = |_: &[IngestBatch], _: &[Fresh]| {
        let now = Now { wall: WallMs(NOON), mono: MonoMs(1) };
        let transitions = System::new().raise(Rule::BrokerDown, "judged by an episode that changed", now, &mut || AlertId(1));
        vec![EpisodeTransitions { episode: Some((episode, 99)), transitions }]
    };
    let refused = store.place_unplaced(&home(), BOOT, &at, 1, &mut judge, WallMs(NOON)).await;
    assert!(matches!(refused, Err(StoreError::EpisodeChanged)), "{refused:?}");
    let refused = store.place_unplaced(&home(), BOOT, &at, 77, &mut judge, WallMs(NOON)).await;
    assert!(matches!(refused, Err(StoreError::BindingsChanged)), "{refused:?}");
    assert_eq!(one(&store, "SELECT (SELECT count(*) FROM frames) * 10 + (SELECT count(*) FROM unplaced)").await, 1);
    assert_eq!(place(&store, at).await.unwrap().batches.len(), 1);
}
