//! What tests of the store start from: frames of one oximeter, and an episode that it is bound to.

pub mod answers;
pub mod cutting;

use hearth_store::admissions::Admission;
use hearth_store::ingest::{IngestBatch, Ingested, Item, Placed};
use hearth_store::registry::PatientRow;
use hearth_store::{Store, StoreError};
use hearth_vitals::*;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// The instant 2026-11-24T12:00:00Z.
pub const NOON: i64 = 1_795_521_600_000;

pub fn stream(class: Class) -> Stream {
    Stream { generation: Generation(0xfeed_0000_0000_0001), class }
}

pub fn placed(at: i64) -> Placed {
    Placed { at: WallMs(at), clock: 1, uncertainty_ms: 20 }
}

pub fn frame(seq: u64, spo2: Option<i32>) -> Item {
    let device = DeviceId::new("oxi-0001").unwrap();
    let reading = spo2.map_or(Reading::missing(Vital::Spo2, Flags::SENSOR_OFF), |raw| Reading::new(Vital::Spo2, Some(raw), Flags::NONE));
    let frame = Frame::new(device, MonoMs(seq * 1_000), None, vec![reading]).unwrap();
    Item::Frame(frame, placed(NOON + seq.cast_signed() * 1_000))
}

pub fn batch(first: u64, items: Vec<Item>) -> IngestBatch {
    IngestBatch {
        gateway: GatewayId::new("home-0001").unwrap(),
        stream: stream(Class::Numerics),
        first,
        received_at: WallMs(NOON + 100),
        items,
    }
}

pub fn frames(first: u64, count: u64) -> IngestBatch {
    batch(first, (first..first + count).map(|seq| frame(seq, Some(900 + (seq % 100) as i32))).collect())
}

pub async fn ingest(store: &Store, batches: &[IngestBatch]) -> Result<Ingested, StoreError> {
    store.ingest(batches, 1, &mut |_| Vec::new(), WallMs(NOON)).await
}

pub async fn one(store: &Store, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(store.pool()).await.unwrap()
}

pub async fn admit(store: &Store, from: i64) -> Uuid {
    let (patient, episode) = (Uuid::now_v7(), Uuid::now_v7());
    sqlx::query("INSERT INTO patients (id, family_name, given_name, birth_date, medical_record_number, sex, language) VALUES ($1, 'F', 'G', '1970-01-01', $1::text, 'female', 'es')")
        .bind(patient)
        .execute(store.pool())
        .await
        .unwrap();
    sqlx::query(
        "INSERT INTO episodes (id, patient_id, label, address, time_zone, phase, limits) VALUES ($1, $2, 'Home', '', 'UTC', 'acute', '[]')",
    )
    .bind(episode)
    .bind(patient)
    .execute(store.pool())
    .await
    .unwrap();
    sqlx::query("INSERT INTO devices (id) VALUES ('oxi-0001') ON CONFLICT DO NOTHING").execute(store.pool()).await.unwrap();
    sqlx::query("INSERT INTO bindings (id, device_key, episode_id, from_at, gateway_id) SELECT $1, d.key, $2, to_timestamp($3 / 1000.0), k.gateway_id FROM devices d LEFT JOIN kits k ON k.id = d.kit_id WHERE d.id = 'oxi-0001'")
        .bind(Uuid::now_v7())
        .bind(episode)
        .bind(from)
        .execute(store.pool())
        .await
        .unwrap();
    episode
}

pub const MINUTE_MS: i64 = 60_000;
pub const DAY_MS: i64 = 86_400_000;

/// One saturation of the oximeter at an instant, under the number `seq`.
pub fn spo2_at(seq: u64, at: i64, raw: i32) -> IngestBatch {
    let Item::Frame(frame, _) = frame(seq, Some(raw)) else { unreachable!() };
    IngestBatch { received_at: WallMs(at + 100), ..batch(seq, vec![Item::Frame(frame, placed(at))]) }
}

/// Rolls up everything that can be.
pub async fn roll_up(store: &Store, now: i64) {
    while !store.roll_up(WallMs(now)).await.unwrap().complete {}
}

/// Returns as soon as one transaction waits for another.
pub async fn somebody_waits(store: &Store) {
    let begun = Instant::now();
    while one(store, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()").await == 0 {
        assert!(begun.elapsed() < Duration::from_secs(20), "nobody waits for the stream");
    }
}

/// Admits a patient of this number to a home without limits; the id of the stay.
pub async fn admit_numbered(store: &Store, number: u32, by: Uuid) -> Uuid {
    let (patient, id) = (Uuid::now_v7(), Uuid::now_v7());
    let words = ["F", "G", "1961-04-17", "female", "es"].map(str::to_owned);
    let [family_name, given_name, birth_date, sex, language] = words;
    let medical_record_number = format!("MRN-{number}");
    let row = PatientRow { id: patient, family_name, given_name, birth_date, medical_record_number, sex, language };
    store.add_patient(&row).await.unwrap();
    let limits = serde_json::json!([]);
    let admission = Admission {
        id,
        patient,
        label: "Home",
        address: "",
        phone: "",
        time_zone: "UTC",
        phase: "acute",
        limits: limits.clone(),
        template_limits: limits,
        without_news2: None,
        by,
        since: None,
    };
    store.admit(&admission, &[], WallMs(NOON)).await.unwrap();
    id
}
