//! After a restart a hub reads what it knew before: frames measured or received lately, anchors, gateways.
use crate::common::{DAY_MS, MINUTE_MS, NOON, batch, ingest, one, placed, stream};
use hearth_store::Store;
use hearth_store::ingest::{IngestBatch, Item};
use hearth_store::restore::RecentFrame;
use hearth_store::retention::RetentionDays;
use hearth_store::testing::Cluster;
use hearth_vitals::*;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

const SINCE: i64 = NOON - 15 * MINUTE_MS;

fn device(number: u64) -> DeviceId {
    DeviceId::new(&format!("oxi-{number:04}")).unwrap()
}

fn any_readings(random: &mut StdRng) -> Vec<Reading> {
    let flags = [Flags::NONE, Flags::ARTEFACT.with(Flags::FROM_MEMORY)][random.random_range(0..2)];
    let spo2 = Reading::new(Vital::Spo2, Some(random.random_range(800..1_000)), flags);
    let missing = Reading::new(Vital::PulseRate, None, [Flags::NONE, Flags::SENSOR_OFF][random.random_range(0..2)]);
    [vec![spo2], vec![missing], vec![missing, spo2]][random.random_range(0..3)].clone()
}

fn frame_of(number: u64, at: i64, readings: Vec<Reading>) -> Item {
    Item::Frame(Frame::new(device(number), MonoMs(1), None, readings).unwrap(), placed(at))
}

fn arrived(seq: u64, received: i64, item: Item) -> IngestBatch {
    IngestBatch { received_at: WallMs(received), ..batch(seq, vec![item]) }
}

#[tokio::test]
async fn recent_frames_are_those_measured_or_received_since_in_the_order_they_came() {
    let cluster = Cluster::shared().unwrap();
    for seed in 0..8 {
        let store = cluster.store(2).await.unwrap();
        let mut random = StdRng::seed_from_u64(seed);
        let (mut expected, mut received) = (Vec::new(), NOON - 40 * MINUTE_MS);
        for seq in 0..250 {
            received += random.random_range(0..20_000);
            // Live, or some seconds late, or near the minute that separates live from late, or days late.
            let delay = [random.random_range(-3_000..3_000), random.random_range(50_000..70_000), random.random_range(0..3 * DAY_MS)];
            let at = received - delay[random.random_range(0..3)];
            let number = random.random_range(0..3);
            let readings = any_readings(&mut random);
            ingest(&store, &[arrived(seq, received, frame_of(number, at, readings.clone()))]).await.unwrap();
            if at >= SINCE || received >= SINCE {
                expected.push(RecentFrame { device: device(number), at: WallMs(at), received: WallMs(received), readings });
            }
        }
        assert_eq!(store.recent_frames(WallMs(SINCE)).await.unwrap(), expected, "seed {seed}");
        expected.retain(|frame| frame.device != device(1));
        let some = store.recent_frames_of(&[device(0), device(2)], WallMs(SINCE)).await.unwrap();
        assert_eq!(some, expected, "seed {seed}");
    }
}

#[tokio::test]
async fn of_a_device_with_too_many_recent_frames_those_that_arrived_last_are_given() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let spo2 = || vec![Reading::new(Vital::Spo2, Some(970), Flags::NONE)];
    let day: Vec<Item> = (0..9_010).map(|second| frame_of(1, NOON - DAY_MS + second * 1_000, spo2())).collect();
    ingest(&store, &[IngestBatch { received_at: WallMs(NOON), ..batch(0, day) }]).await.unwrap();
    ingest(&store, &[arrived(10_000, NOON - 1_000, frame_of(2, NOON - 1_000, spo2()))]).await.unwrap();
    let frames = store.recent_frames(WallMs(SINCE)).await.unwrap();
    assert_eq!(frames.len(), 9_001);
    assert_eq!((&frames[0].device, frames[1].at), (&device(2), WallMs(NOON - DAY_MS + 10_000)));
}

#[tokio::test]
async fn what_came_late_is_remembered_for_a_day() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let spo2 = vec![Reading::new(Vital::Spo2, Some(970), Flags::NONE)];
    for (seq, received) in [(0, NOON - DAY_MS - 1), (1, NOON - DAY_MS)] {
        ingest(&store, &[arrived(seq, received, frame_of(seq, NOON - 2 * DAY_MS, spo2.clone()))]).await.unwrap();
    }
    let kept = RetentionDays { frames_days: 30, waveforms_days: 7, quarantine_days: 90 };
    store.delete_old(&kept, WallMs(NOON)).await.unwrap();
    assert_eq!(one(&store, "SELECT count(*) FROM late_hours").await, 1);
}

/// Anchors that are nearer to each other than this, ms, are thinned to one.
const APART_MS: u64 = 600_001;

fn anchor(boot: u64, number: u64, quality: ClockQuality) -> Anchor {
    let mono = number * APART_MS;
    let wall = WallMs(NOON + (boot % 1_000 * 100_000_000 + mono).cast_signed());
    Anchor { boot: BootId(boot), mono: MonoMs(mono), wall, quality, uncertainty_ms: 20 }
}

async fn ingest_anchors(store: &Store, gateway: &str, first: u64, anchors: Vec<Anchor>) {
    let items = anchors.into_iter().map(Item::Anchor).collect();
    let events = IngestBatch { gateway: GatewayId::new(gateway).unwrap(), stream: stream(Class::Events), ..batch(first, items) };
    ingest(store, &[events]).await.unwrap();
}

#[tokio::test]
async fn anchors_are_those_of_the_newest_boots_and_reach_over_the_whole_of_each() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let boot = |boot, count| (0..count).map(move |mono| anchor(boot, mono, ClockQuality::Synchronised));
    ingest_anchors(&store, "home-0001", 0, boot(1, 5).chain(boot(2, 3)).chain(boot(3, 100)).collect()).await;
    // The last anchor of its boot, but its clock was never set, so it cannot place anything in time.
    ingest_anchors(&store, "home-0002", 0, vec![anchor(u64::MAX / 2, 7, ClockQuality::Drifting), anchor(9, 9, ClockQuality::Unknown)])
        .await;
    let anchors = store.anchors(2, 10).await.unwrap();
    let of = |boot| {
        anchors.iter().filter(|(_, anchor)| anchor.boot == BootId(boot)).map(|(_, anchor)| anchor.mono.0 / APART_MS).collect::<Vec<_>>()
    };
    assert_eq!(of(1), [0_u64; 0]);
    assert_eq!(of(2), [0, 1, 2]);
    assert_eq!(of(3), [0, 11, 22, 33, 44, 55, 66, 77, 88, 99]);
    assert_eq!(anchors.last().unwrap(), &(GatewayId::new("home-0002").unwrap(), anchor(u64::MAX / 2, 7, ClockQuality::Drifting)));
    for per_boot in 2..=101 {
        let of_3 = store.anchors(1, per_boot).await.unwrap();
        let of_3: Vec<u64> =
            of_3.iter().filter(|(_, anchor)| anchor.boot == BootId(3)).map(|(_, anchor)| anchor.mono.0 / APART_MS).collect();
        assert!(of_3.len() <= per_boot as usize && of_3.first() == Some(&0) && of_3.last() == Some(&99), "{per_boot}: {of_3:?}");
    }
}

#[tokio::test]
async fn of_anchors_ten_seconds_apart_one_in_ten_minutes_is_kept_and_any_that_tells_more() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let at = |second: u64, quality| {
        let wall = WallMs(NOON + second.cast_signed() * 1_000);
        Anchor { mono: MonoMs(second * 1_000), wall, uncertainty_ms: 1_050, ..anchor(1, 0, quality) }
    };
    let hour = (0..360).map(|ten| at(ten * 10, ClockQuality::Drifting));
    let better = at(95, ClockQuality::Synchronised);
    let surer = Anchor { uncertainty_ms: 20, ..at(205, ClockQuality::Synchronised) };
    let set = Anchor { wall: WallMs(NOON + 3_600_000 + 305_000), ..at(305, ClockQuality::Synchronised) };
    let never_set = at(900, ClockQuality::Unknown);
    // First each in a transaction of its own, as they really come; then all again, which changes nothing.
    let come = [hour.collect(), vec![better], vec![surer], vec![set], vec![at(315, ClockQuality::Synchronised), never_set]];
    for (number, anchors) in (0..).zip(come) {
        ingest_anchors(&store, "home-0001", number * 1_000, anchors).await;
    }
    assert_eq!(one(&store, "SELECT count(*) FROM anchors WHERE quality = 2").await, 6);
    let synchronised: Vec<i64> =
        sqlx::query_scalar("SELECT mono_ms FROM anchors WHERE quality = 1 ORDER BY 1").fetch_all(store.pool()).await.unwrap();
    assert_eq!(synchronised, [95_000, 205_000, 305_000]);
    assert_eq!(one(&store, "SELECT count(*) FROM anchors").await, 9);
    let kept = RetentionDays { frames_days: 30, waveforms_days: 7, quarantine_days: 90 };
    store.delete_old(&kept, WallMs(NOON + 61 * DAY_MS + 100_000_000)).await.unwrap();
    assert_eq!(one(&store, "SELECT count(*) FROM anchors").await, 0);
}

#[tokio::test]
async fn a_clock_that_is_set_with_every_anchor_adds_no_rows_without_end() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    for round in 0..6 {
        let each = |number: u64| {
            let wall = WallMs(NOON + (number * number).cast_signed() * 7_919_000);
            Anchor { mono: MonoMs(number), wall, ..anchor(1, 0, ClockQuality::Synchronised) }
        };
        ingest_anchors(&store, "home-0001", round * 100, (round * 100..round * 100 + 100).map(each).collect()).await;
    }
    let kept = one(&store, "SELECT count(*) FROM anchors").await;
    assert!((8..=16).contains(&kept), "{kept}");
}

#[tokio::test]
async fn known_gateways_are_registered_and_not_revoked() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let ids = ["home-0001", "home-0002"].map(|id| GatewayId::new(id).unwrap());
    store.register_gateways(&ids).await.unwrap();
    store.revoke_gateway(&ids[0]).await.unwrap();
    assert_eq!(store.known_gateways().await.unwrap().into_iter().collect::<Vec<_>>(), [ids[1].clone()]);
}
