//! The right person, over a real PostgreSQL: no reading is stored, shown or alerted under a patient who was
//! not bound to the device when it was measured, whichever gateway brings it and however late.

use super::rig::{self, Home, Rig, home, nurse, store};
use super::{CALM, CRITICAL, ago, count};
use hearth_store::Store;
use hearth_vitals::*;
use uuid::Uuid;

const HOUR_MS: i64 = 3_600_000;

/// The device goes to another patient at `at`; gives that patient's stay.
async fn rebind(store: &Store, device: &DeviceId, at: WallMs, by: Uuid) -> Uuid {
    let held = store.bindings().await.unwrap().bindings;
    let held = held.iter().find(|binding| binding.device == *device && binding.until_at.is_none()).expect("it is bound");
    store.end_binding(held.id, at, by, "moved").await.unwrap();
    let second = rig::admit(store, 77, by).await;
    store.bind_device(Uuid::now_v7(), device, second, at, by).await.unwrap();
    second
}

/// How many values of a stay the charts show.
async fn charted(store: &Store, episode: Uuid) -> i64 {
    let buckets = store.trend(episode, Vital::Spo2, ago(9 * HOUR_MS), ago(-1_000), 200).await.unwrap().1;
    buckets.iter().map(|bucket| bucket.count).sum()
}

async fn kinds(store: &Store, episode: Uuid) -> Vec<String> {
    let marks = store.timeline(episode, ago(9 * HOUR_MS), ago(-1_000)).await.unwrap();
    marks.into_iter().map(|mark| mark.kind).filter(|kind| !kind.ends_with("bound")).collect()
}

/// Every value that a screen was ever told, for whom.
fn told(rig: &Rig, episode: Uuid) -> Vec<i64> {
    let of = |value: &&serde_json::Value| value["episode_id"] == episode.to_string();
    rig.screen.told.iter().filter(of).map(|value| value["at"].as_i64().unwrap()).collect()
}

fn alerts(rig: &Rig, episode: Uuid) -> usize {
    rig.screen.alerts.values().filter(|alert| alert["rule"] == "spo2_low" && alert["episode_id"] == episode.to_string()).count()
}

/// These records as one batch of the home's gateway, measured on its clock.
async fn send(rig: &Rig, home: &Home, class: Class, records: Vec<Record>) {
    let mut batch = rig::batch(home, 0, &[(ago(0), CALM)]);
    batch.header.stream.class = class;
    batch.header.count = u32::try_from(records.len()).unwrap();
    batch.records = records;
    rig.raw(&home.gateway, batch::v1::encode(&batch).unwrap()).await;
}

#[tokio::test]
async fn a_backlog_from_before_and_after_a_rebinding_shows_each_patient_their_own_to_the_millisecond() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let first = home(&store, 1, ana, ago(3 * HOUR_MS)).await;
    let moved = ago(HOUR_MS);
    let second = rebind(&store, &first.device, moved, ana).await;
    let mut rig = Rig::start(&store).await;
    rig.live(&first, 0, &[(ago(0), CALM)]).await;
    // The first patient's last second is critical, the second patient's first one is calm.
    let critical = [-3_000, -2_000, -1].map(|ms| (moved.plus(ms), CRITICAL));
    rig.backfill(&first, 1, &[&critical[..], &[(moved, CALM), (moved.plus(1_000), CALM)]].concat()).await;
    rig.receipted(&first, 6).await;
    // The newest that is known of the first patient is bad: it rings as of then.
    let past = rig.screen.alert("spo2_low", |_| true).await;
    assert_eq!((past["episode_id"].as_str(), past["as_of_at"].is_i64()), (Some(first.episode.to_string().as_str()), true));
    assert_eq!((charted(&store, first.episode).await, charted(&store, second).await), (3, 3));
    // The other way round: what is critical on the second patient is not the first one's.
    rig.backfill(&first, 6, &[(moved.plus(60_000), CRITICAL), (moved.plus(61_000), CALM)]).await;
    let of_second = |alert: &serde_json::Value| alert["episode_id"] == second.to_string();
    rig.screen.alert("spo2_low", of_second).await;
    assert_eq!((alerts(&rig, first.episode), alerts(&rig, second)), (1, 1));
    assert!(told(&rig, first.episode).iter().all(|at| *at < moved.0), "{:?}", told(&rig, first.episode));
    assert!(told(&rig, second).iter().all(|at| *at >= moved.0), "{:?}", told(&rig, second));
    assert!(store.newest_values(Some(first.episode)).await.unwrap().is_empty(), "the first patient wears nothing now");
    rig.stop().await;
}

#[tokio::test]
async fn a_kit_that_moved_house_with_a_backlog_inside_takes_nothing_of_the_first_home_to_the_second() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let first = home(&store, 1, ana, ago(4 * HOUR_MS)).await;
    let moved = ago(HOUR_MS);
    let second = rebind(&store, &first.device, moved, ana).await;
    let mut rig = Rig::start(&store).await;
    let before = |ms: i64| rig::mono(moved.plus(-ms));
    let device = Some(first.device.clone());
    let events = vec![
        Record::Event(Event { mono: before(9_000), device: device.clone(), kind: EventKind::LinkDown }),
        Record::Event(Event { mono: before(8_000), device: device.clone(), kind: EventKind::Button }),
        Record::Event(Event { mono: before(7_000), device: None, kind: EventKind::DiskFault }),
        Record::Event(Event { mono: rig::mono(moved.plus(5_000)), device, kind: EventKind::LinkUp }),
    ];
    send(&rig, &first, Class::Events, events).await;
    let block = |mono| {
        Record::Waveform(WaveformBlock {
            device: first.device.clone(),
            kind: WaveformKind::Pleth,
            mono,
            period_us: 13_333,
            samples: vec![1; 75],
        })
    };
    send(&rig, &first, Class::Waveforms, vec![block(before(2_000)), block(before(1_000)), block(rig::mono(moved.plus(1_000)))]).await;
    rig.live(&first, 0, &[(ago(0), CALM)]).await;
    while count(&store, "SELECT (SELECT count(*) FROM events) + (SELECT count(*) FROM waveforms) + (SELECT count(*) FROM frames)").await < 8
    {
        rig.answer().await;
    }
    assert_eq!(kinds(&store, first.episode).await, ["link_down", "button", "disk_fault", "alert_raised"]);
    assert_eq!(kinds(&store, second).await, ["link_up"]);
    let blocks =
        async |episode| store.waveform_window(episode, WaveformKind::Pleth, moved.plus(-60_000), moved.plus(60_000)).await.unwrap().len();
    assert_eq!((blocks(first.episode).await, blocks(second).await), (2, 1));
    rig.stop().await;
}

#[tokio::test]
async fn a_device_that_two_gateways_hear_is_one_patients_and_rings_once() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let (one, neighbour) = (home(&store, 1, ana, ago(3 * HOUR_MS)).await, home(&store, 2, ana, ago(3 * HOUR_MS)).await);
    // The neighbour's gateway hears the same sensor through the wall, a moment later.
    let through_wall = Home { gateway: neighbour.gateway.clone(), device: one.device.clone(), episode: one.episode };
    let mut rig = Rig::start(&store).await;
    let critical = [(ago(1_000), CRITICAL), (ago(500), CRITICAL)];
    let heard_later = [(critical[0].0.plus(30), CRITICAL), (critical[1].0.plus(30), CRITICAL)];
    for _ in 0..2 {
        rig.live(&one, 0, &critical).await;
        rig.live(&through_wall, 0, &heard_later).await;
    }
    rig.live(&through_wall, 2, &[(ago(0), CRITICAL)]).await;
    rig.receipted(&through_wall, 3).await;
    // Each record once in its own stream; the patient's are those of the patient's own gateway.
    assert_eq!(count(&store, "SELECT count(*) FROM frames").await, 5);
    assert_eq!((charted(&store, one.episode).await, charted(&store, neighbour.episode).await), (2, 0));
    rig.screen.alert("spo2_low", |_| true).await;
    assert_eq!((alerts(&rig, one.episode), alerts(&rig, neighbour.episode)), (1, 0));
    assert_eq!(told(&rig, neighbour.episode), Vec::<i64>::new());
    rig.stop().await;
}

#[tokio::test]
async fn what_two_gateways_bring_of_the_same_outage_is_told_once() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let (one, neighbour) = (home(&store, 1, ana, ago(3 * HOUR_MS)).await, home(&store, 2, ana, ago(3 * HOUR_MS)).await);
    let through_wall = Home { gateway: neighbour.gateway.clone(), device: one.device.clone(), episode: one.episode };
    let mut rig = Rig::start(&store).await;
    rig.live(&one, 0, &[(ago(0), CALM)]).await;
    let outage = [(ago(600_000), CALM), (ago(599_000), CRITICAL), (ago(598_000), CRITICAL), (ago(597_000), CALM)];
    rig.backfill(&one, 1, &outage).await;
    rig.backfill(&through_wall, 0, &outage.map(|(at, spo2)| (at.plus(30), spo2))).await;
    rig.receipted(&through_wall, 4).await;
    let past = rig.screen.alert("spo2_low", |alert| alert["while_offline"] == true).await;
    assert_eq!((past["since_at"].as_i64(), past["condition"].as_str()), (Some(outage[1].0.0), Some("cleared")));
    assert_eq!(count(&store, "SELECT count(*) FROM alerts WHERE rule = 'spo2_low'").await, 1);
    let steps = store.alert(rig::id(&past)).await.unwrap().unwrap().1;
    assert_eq!(steps.iter().map(|step| step.change.as_str()).collect::<Vec<_>>(), ["raised", "cleared"]);
    rig.stop().await;
}

#[tokio::test]
async fn a_disk_in_another_kits_box_brings_its_readings_to_nobody_and_they_are_found_apart() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let (first, second) = (home(&store, 1, ana, ago(3 * HOUR_MS)).await, home(&store, 2, ana, ago(3 * HOUR_MS)).await);
    // The box of the second home was given the first one's disk: its batches come in the second one's name.
    let swapped = Home { gateway: second.gateway.clone(), device: first.device.clone(), episode: first.episode };
    let mut rig = Rig::start(&store).await;
    rig.live(&second, 0, &[(ago(2_000), CALM)]).await;
    rig.backfill(&swapped, 1, &[(ago(HOUR_MS), CRITICAL), (ago(HOUR_MS - 1_000), CALM)]).await;
    rig.live(&second, 3, &[(ago(0), CALM)]).await;
    rig.receipted(&second, 4).await;
    assert_eq!((charted(&store, first.episode).await, charted(&store, second.episode).await), (0, 2));
    assert_eq!(store.strays().await.unwrap().iter().map(|stray| stray.records).sum::<i64>(), 2);
    assert_eq!((alerts(&rig, second.episode), told(&rig, second.episode).iter().filter(|at| **at < ago(60_000).0).count()), (0, 0));
    rig.stop().await;
}

#[tokio::test]
async fn what_an_unbound_device_measures_is_kept_and_is_nobodys_until_a_binding_covers_it() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let first = home(&store, 1, ana, ago(3 * HOUR_MS)).await;
    let taken_off = ago(2 * HOUR_MS);
    let binding = store.bindings().await.unwrap().bindings[0].id;
    store.end_binding(binding, taken_off, ana, "moved").await.unwrap();
    let second = rig::admit(&store, 2, ana).await;
    let mut rig = Rig::start(&store).await;
    rig.backfill(&first, 0, &[(taken_off.plus(60_000), CRITICAL), (taken_off.plus(120_000), CRITICAL)]).await;
    rig.live(&first, 2, &[(ago(0), CRITICAL)]).await;
    rig.receipted(&first, 3).await;
    assert_eq!(count(&store, "SELECT count(*) FROM frames").await, 3, "kept");
    assert_eq!((charted(&store, first.episode).await, charted(&store, second).await), (0, 0));
    assert_eq!(count(&store, "SELECT count(*) FROM alerts WHERE rule = 'spo2_low'").await, 0);
    assert!(rig.screen.told.is_empty(), "{:?}", rig.screen.told);
    // It turns out that the second patient has worn it for the last hour and a half.
    store.bind_device(Uuid::now_v7(), &first.device, second, taken_off.plus(100_000), ana).await.unwrap();
    rig.engine().bindings_changed().await.unwrap();
    assert_eq!((charted(&store, first.episode).await, charted(&store, second).await), (0, 2));
    rig.stop().await;
}
