//! A gateway that is newer than its hub: the hub stores what it knows of the records and keeps the rest; a newer hub
//! takes in what was kept, once.
use crate::common::{DAY_MS, MINUTE_MS, NOON, admit, batch, ingest, one, placed, roll_up, stream};
use hearth_store::Store;
use hearth_store::ingest::{IngestBatch, Item, UNDERSTOOD_AT_ONCE, Understood};
use hearth_store::retention::RetentionDays;
use hearth_store::testing::Cluster;
use hearth_vitals::batch::v1::{decode_record_knowing, encode_record};
use hearth_vitals::*;

/// A hub that knows heart rate, pulse rate and saturation, the pleth, and the first two flags.
const OLDER: Known = Known { vitals: 3, waveforms: 1, flags: 2, ..Known::ALL };

/// The record as that hub decodes it.
fn seen_by_older(record: &Record) -> Record {
    decode_record_knowing(&encode_record(BootId(1), record).unwrap(), &OLDER).unwrap().1
}

fn device() -> DeviceId {
    DeviceId::new("oxi-0001").unwrap()
}

/// The frame of second `seq` after noon, with a temperature and an end-tidal CO2 that the older hub does not know.
fn frame(seq: u64) -> Item {
    let good = |vital, raw| Reading::new(vital, Some(raw), Flags::NONE);
    let readings = vec![
        Reading { flags: Flags::SEARCHING, ..good(Vital::PulseRate, 700) },
        good(Vital::Spo2, 970),
        Reading::missing(Vital::Temperature, Flags::SENSOR_OFF),
        good(Vital::Etco2, 380 + (seq % 10) as i32),
    ];
    let Record::Frame(frame) = seen_by_older(&Record::Frame(Frame::new(device(), MonoMs(seq * 1_000), None, readings).unwrap())) else {
        unreachable!()
    };
    assert_eq!((frame.readings().len(), frame.unknown().len()), (1, 3));
    Item::Frame(frame, placed(NOON + seq.cast_signed() * 1_000))
}

fn frames(first: u64, count: u64) -> IngestBatch {
    batch(first, (first..first + count).map(frame).collect())
}

fn ecg() -> WaveformBlock {
    WaveformBlock { device: device(), kind: WaveformKind::Ecg, mono: MonoMs(9), period_us: 4_000, samples: vec![5, -7, 900] }
}

fn unknown(record: &Record) -> Unknown {
    let Record::Unknown(unknown) = seen_by_older(record) else { unreachable!() };
    unknown
}

async fn take_in(store: &Store) -> usize {
    let mut records = 0;
    loop {
        let done = store.take_in_understood(WallMs(NOON)).await.unwrap();
        records += done.records;
        if !done.more {
            return records;
        }
    }
}

#[tokio::test]
async fn what_is_known_is_stored_what_is_not_is_kept_and_taken_in_by_a_hub_that_knows() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let episode = admit(&store, NOON - DAY_MS).await;
    let of = |class, item| IngestBatch { stream: stream(class), ..batch(0, vec![item]) };
    let wave = of(Class::Waveforms, Item::Unknown(unknown(&Record::Waveform(ecg())), Some(placed(NOON + 9))));
    let lasting = Unknown { what: UnknownCode::Event(200), device: None, mono: MonoMs(3), body: vec![1, 2, 3] };
    let event = of(Class::Events, Item::Unknown(lasting, None));
    let only = Frame::with_unknown(device(), MonoMs(1), None, vec![], vec![UnknownReading::new(63, Some(1), 0, &OLDER)]).unwrap();
    let alone = batch(5, vec![Item::Frame(only, placed(NOON + 5_000))]);
    let held = ingest(&store, &[frames(0, 5), alone, wave, event]).await.unwrap();
    assert_eq!(held.fresh, 8);
    assert_eq!(one(&store, "SELECT count(*) FROM quarantine").await, 0);
    assert_eq!(one(&store, "SELECT count(*) FROM frames").await, 6);
    let spo2 = |store: Store| async move {
        store.trend(episode, Vital::Spo2, WallMs(NOON), WallMs(NOON + MINUTE_MS), 1).await.unwrap().1[0].count
    };
    assert_eq!(spo2(store.clone()).await, 5);
    roll_up(&store, NOON + 30 * MINUTE_MS).await;

    // Three codes of each of five frames, and the waveform; what no version knows stays where it is.
    assert_eq!(take_in(&store).await, 5 * 3 + 1);
    assert_eq!(one(&store, "SELECT count(*) FROM unknown_codes").await, 2);
    assert_eq!(take_in(&store).await, 0);
    for _ in 0..2 {
        let etco2 = store.trend(episode, Vital::Etco2, WallMs(NOON), WallMs(NOON + MINUTE_MS), 1).await.unwrap().1;
        assert_eq!((etco2[0].at, etco2[0].min, etco2[0].max, etco2[0].count), (WallMs(NOON), 380, 384, 5));
        roll_up(&store, NOON + 30 * MINUTE_MS).await;
    }
    assert_eq!((spo2(store.clone()).await, one(&store, "SELECT count(*) FROM frames").await), (5, 6));
    let window = store.waveform_window(episode, WaveformKind::Ecg, WallMs(NOON), WallMs(NOON + MINUTE_MS)).await.unwrap();
    assert_eq!((window.len(), window[0].at, &window[0].samples), (1, WallMs(NOON + 9), &ecg().samples));
    // Flags and instants are those of the frame that the readings came in.
    let recent = store.recent_frames(WallMs(NOON)).await.unwrap();
    let first = recent.iter().find(|frame| frame.at == WallMs(NOON)).unwrap();
    assert_eq!(first.readings.len(), 4);
    assert!(first.readings.contains(&Reading::new(Vital::PulseRate, Some(700), Flags::SEARCHING)));
    assert!(first.readings.contains(&Reading::missing(Vital::Temperature, Flags::SENSOR_OFF)));
    let newest = store.newest_values(Some(episode)).await.unwrap();
    assert!(newest.iter().any(|value| (value.vital, value.raw, value.at) == (Vital::Etco2, Some(384), WallMs(NOON + 4_000))));
    // When it is sent again, all of it is held already.
    assert_eq!(ingest(&store, &[frames(0, 6)]).await.unwrap().fresh, 0);
}

/// The same records through a gateway that may not speak for their device.
fn stranger(batch: IngestBatch) -> IngestBatch {
    let items = batch.items.into_iter().map(|item| item.as_stray(true)).collect();
    IngestBatch { gateway: GatewayId::new("home-0002").unwrap(), items, ..batch }
}

#[tokio::test]
async fn what_a_stranger_said_is_nobodys_when_it_is_understood_and_the_devices_once_that_is_registered_there() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let episode = admit(&store, NOON - DAY_MS).await;
    let wave = Item::Unknown(unknown(&Record::Waveform(ecg())), Some(placed(NOON + 9)));
    let new = DeviceId::new("oxi-0077").unwrap();
    let Item::Frame(frame, at) = frame(9) else { unreachable!() };
    let (readings, rest) = (frame.readings().to_vec(), frame.unknown().to_vec());
    let unregistered = Item::Frame(Frame::with_unknown(new.clone(), frame.mono, None, readings, rest).unwrap(), at);
    let wave = IngestBatch { stream: stream(Class::Waveforms), ..batch(0, vec![wave]) };
    ingest(&store, &[stranger(frames(0, 5)), stranger(wave), stranger(batch(9, vec![unregistered]))]).await.unwrap();
    let home = GatewayId::new("home-0002").unwrap();
    store.register_gateways(std::slice::from_ref(&home)).await.unwrap();
    store.add_kit("kit-0002", "Kit", Some(&home)).await.unwrap();
    store.add_device(&new, "kit-0002", "Nonin", "nonin-df7", "1").await.unwrap();

    assert_eq!(take_in(&store).await, 6 * 3 + 1);
    let (from, until) = (WallMs(NOON), WallMs(NOON + MINUTE_MS));
    let etco2 = store.trend(episode, Vital::Etco2, from, until, 1).await.unwrap().1;
    assert_eq!(etco2.iter().map(|bucket| bucket.count).sum::<i64>(), 0);
    assert!(store.waveform_window(episode, WaveformKind::Ecg, from, until).await.unwrap().is_empty());
    let kept =
        "SELECT count(*) FROM frames f JOIN devices d ON d.key = f.device_key WHERE etco2 IS NOT NULL AND d.heard_through = 'home-0002'";
    assert_eq!(one(&store, kept).await, 5, "nothing is lost");
    let own = "SELECT count(*) FROM frames f JOIN devices d ON d.key = f.device_key WHERE etco2 = 389 AND d.heard_through IS NULL AND d.id = 'oxi-0077'";
    assert_eq!(one(&store, own).await, 1);
}

#[tokio::test]
async fn an_event_that_is_understood_later_happened_when_it_happened() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let kept = Unknown { what: UnknownCode::Event(7), device: Some(device()), mono: MonoMs(3), body: Vec::new() };
    ingest(&store, &[IngestBatch { stream: stream(Class::Events), ..batch(4, vec![Item::Unknown(kept, Some(placed(NOON + 3)))]) }])
        .await
        .unwrap();
    // The row that an even older hub would have written for an event that this hub knows.
    let known = Event { mono: MonoMs(3), device: Some(device()), kind: EventKind::CuffFault { code: 9 } };
    sqlx::query("UPDATE unknown_codes SET code = 3, record = $1")
        .bind(encode_record(BootId(0), &Record::Event(known)).unwrap())
        .execute(store.pool())
        .await
        .unwrap();
    assert_eq!(take_in(&store).await, 1);
    let right = "SELECT count(*) FROM events JOIN devices d ON d.key = device_key \
                 WHERE seq = 4 AND event->>'event' = 'cuff_fault' AND d.id = 'oxi-0001' AND at = '2026-11-24T12:00:00.003Z'";
    assert_eq!(one(&store, right).await, 1);
}

#[tokio::test]
async fn many_are_taken_in_by_helpings_and_each_once_by_however_many_hubs() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(6).await.unwrap();
    let episode = admit(&store, NOON - DAY_MS).await;
    ingest(&store, &[frames(0, 500)]).await.unwrap();
    let first = store.take_in_understood(WallMs(NOON)).await.unwrap();
    assert_eq!(first, Understood { records: UNDERSTOOD_AT_ONCE, more: true });
    let mut hubs = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let store = store.clone();
        hubs.spawn(async move {
            let mut records = 0;
            loop {
                match store.take_in_understood(WallMs(NOON)).await {
                    Ok(done) => {
                        records += done.records;
                        if !done.more && one(&store, "SELECT count(*) FROM unknown_codes").await == 0 {
                            return records;
                        }
                    }
                    Err(error) => assert!(error.is_transient(), "{error}"),
                }
            }
        });
    }
    assert_eq!(hubs.join_all().await.into_iter().sum::<usize>(), 1_500 - UNDERSTOOD_AT_ONCE);
    let etco2 = store.trend(episode, Vital::Etco2, WallMs(NOON), WallMs(NOON + 10 * MINUTE_MS), 1).await.unwrap().1;
    assert_eq!(etco2[0].count, 500);
    assert_eq!(one(&store, "SELECT count(*) FROM frames WHERE length(quality) = 6").await, 500);
}

#[tokio::test]
async fn what_cannot_be_read_by_a_hub_that_should_goes_to_quarantine_and_is_not_tried_for_ever() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    ingest(&store, &[frames(0, 1)]).await.unwrap();
    sqlx::query("UPDATE unknown_codes SET record = 'x' WHERE kind = 0 AND code = 5").execute(store.pool()).await.unwrap();
    assert_eq!((take_in(&store).await, take_in(&store).await), (3, 0));
    assert_eq!(
        one(&store, "SELECT count(*) FROM quarantine WHERE reason LIKE 'kept under a code that is known%' AND bytes = 'x'").await,
        1
    );
}

#[tokio::test]
async fn what_is_kept_goes_with_the_frames_that_it_came_in() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    ingest(&store, &[frames(0, 1)]).await.unwrap();
    let kept = RetentionDays { frames_days: 30, waveforms_days: 7, quarantine_days: 90 };
    for (days, left) in [(30, 3), (31, 0)] {
        store.delete_old(&kept, WallMs(NOON + days * DAY_MS)).await.unwrap();
        assert_eq!(one(&store, "SELECT count(*) FROM unknown_codes").await, left, "after {days} days");
    }
}
