//! Records that a gateway gave up are shown with the time in which they were measured, to the patient who then wore the
//! device, however late the loss is reported.
use crate::common::{NOON, admit, batch, frames, ingest, placed, stream};
use hearth_store::Store;
use hearth_store::ingest::{IngestBatch, Item};
use hearth_store::testing::Cluster;
use hearth_store::timeline::TimelineRow;
use hearth_vitals::*;
use uuid::Uuid;

const HOUR_MS: i64 = 3_600_000;

fn block(seq: u64) -> Item {
    let device = DeviceId::new("oxi-0001").unwrap();
    let block = WaveformBlock { device, kind: WaveformKind::Pleth, mono: MonoMs(seq * 1_000), period_us: 13_333, samples: vec![1; 75] };
    Item::Waveform(block, placed(NOON + seq.cast_signed() * 1_000))
}

fn blocks(first: u64, end: u64) -> IngestBatch {
    IngestBatch { stream: stream(Class::Waveforms), ..batch(first, (first..end).map(block).collect()) }
}

fn lost(class: Class, first: u64, end: u64, seq: u64, noticed: i64) -> IngestBatch {
    let range = SeqRange::new(first, end).unwrap();
    let loss = Loss { mono: MonoMs(1), stream: stream(class), range, reason: LossReason::DiskFull };
    IngestBatch { stream: stream(Class::Events), received_at: WallMs(noticed), ..batch(seq, vec![Item::Loss(loss)]) }
}

async fn losses(store: &Store, episode: Uuid) -> Vec<TimelineRow> {
    let marks = store.timeline(episode, WallMs(NOON - HOUR_MS), WallMs(NOON + 48 * HOUR_MS)).await.unwrap();
    marks.into_iter().filter(|mark| mark.kind == "loss").collect()
}

/// Gives the kit a gateway, so that the store can tell whose the losses are. Written directly, because the registry's
/// functions would raise the version of the bindings.
async fn equip(store: &Store) {
    let statements = "INSERT INTO gateways (id) VALUES ('home-0001'); \
                      INSERT INTO kits (id, label, gateway_id) VALUES ('kit-0001', 'Kit', 'home-0001'); \
                      INSERT INTO devices (id, kit_id) VALUES ('oxi-0001', 'kit-0001')";
    sqlx::raw_sql(statements).execute(store.pool()).await.unwrap();
}

#[tokio::test]
async fn segments_shed_one_after_the_other_are_one_stretch_between_what_is_stored() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    equip(&store).await;
    let episode = admit(&store, NOON - HOUR_MS).await;
    let noticed = NOON + 20 * HOUR_MS;
    // The first ten seconds came live, then the line was cut; the rest came after the loss was reported.
    ingest(&store, &[blocks(0, 10), frames(0, 40)]).await.unwrap();
    ingest(&store, &[lost(Class::Waveforms, 10, 20, 0, noticed), lost(Class::Waveforms, 20, 30, 1, noticed)]).await.unwrap();
    ingest(&store, &[blocks(30, 35)]).await.unwrap();
    let told = losses(&store, episode).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((told[0].at, told[0].until), (WallMs(NOON + 9_000), Some(WallMs(NOON + 30_000))));
    assert_eq!((told[0].detail["count"].as_i64(), told[0].detail["class"].as_i64()), (Some(20), Some(2)));
    assert_eq!(told[0].device.as_deref(), Some("oxi-0001"));
    // Part of what was given up arrives after all: only the rest counts as lost.
    ingest(&store, &[blocks(20, 30)]).await.unwrap();
    let told = losses(&store, episode).await;
    assert_eq!((told.len(), told[0].until, told[0].detail["count"].as_i64()), (1, Some(WallMs(NOON + 20_000)), Some(10)));
}

#[tokio::test]
async fn what_was_lost_of_one_patient_is_not_shown_to_the_next_who_wears_the_device_when_it_is_told() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    equip(&store).await;
    let first = admit(&store, NOON - HOUR_MS).await;
    ingest(&store, &[frames(0, 10)]).await.unwrap();
    ingest(&store, &[lost(Class::Numerics, 10, 100, 0, NOON + 5 * HOUR_MS)]).await.unwrap();
    ingest(&store, &[frames(100, 10)]).await.unwrap();
    let told = losses(&store, first).await;
    assert_eq!((told.len(), told[0].at, told[0].until), (1, WallMs(NOON + 9_000), Some(WallMs(NOON + 100_000))));
    let binding = store.bindings().await.unwrap().bindings[0].id;
    let by = Uuid::now_v7();
    sqlx::query("INSERT INTO staff (id, name, display_name, role, password_hash, must_change_password) VALUES ($1, 'ana', 'Ana', 'nurse', 'none', false)")
        .bind(by)
        .execute(store.pool())
        .await
        .unwrap();
    store.end_binding(binding, WallMs(NOON + 2 * HOUR_MS), by, "moved").await.unwrap();
    let second = admit(&store, NOON + 2 * HOUR_MS).await;
    assert_eq!(losses(&store, second).await, [], "it was told while the second patient wore the device");
    assert_eq!(losses(&store, first).await.len(), 1);
}
