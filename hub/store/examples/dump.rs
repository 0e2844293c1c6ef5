//! Writes what the upgrade test restores: a small store with an example of everything in it, as this version writes it,
//! and the answers of this version about it.
//!
//! `cargo run -p hearth-store --example dump -- FOLDER` writes `store.sql` (plain SQL from `pg_dump`) and `answers.txt`.
//! Needs PostgreSQL. Run it at the commit from which the test shall upgrade; `tests/data/` holds its output of one.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a tool for developers may fail loudly")]

#[path = "../tests/common/mod.rs"]
#[allow(dead_code, reason = "the tests share this module; the example calls one function of it, and the others are unused here")]
mod common;

use common::answers::answers;
use common::{DAY_MS, NOON, placed};
use hearth_alerts::{AlertId, Now, Rule, System};
use hearth_store::Store;
use hearth_store::ingest::{IngestBatch, Item};
use hearth_store::testing::Cluster;
use hearth_store::transitions::EpisodeTransitions;
use hearth_vitals::*;
use std::path::Path;
use std::process::Command;
use uuid::Uuid;

const HOMES: u64 = 3;
const SECONDS: u64 = 40;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let folder = std::env::args().nth(1).expect("a folder to write to");
    let cluster = Cluster::of_its_own().unwrap();
    let store = cluster.store(2).await.unwrap();
    for home in 1..=HOMES {
        admit(&store, home).await;
        fill(&store, home).await;
    }
    let raised = System::new().raise(Rule::BrokerDown, "kept", Now { wall: WallMs(NOON), mono: MonoMs(1) }, &mut || AlertId(77));
    store.commit_transitions(&[EpisodeTransitions { episode: None, transitions: raised }]).await.unwrap();
    store.quarantine_body(&gateway(1), b"no batch", "does not begin with 'HB'", WallMs(NOON)).await.unwrap();
    // Only hours that have minutes are rolled up again.
    sqlx::query("UPDATE roll_up SET rolled_until = to_timestamp($1::int8 / 1000.0)").bind(NOON).execute(store.pool()).await.unwrap();
    while !store.roll_up(WallMs(NOON + DAY_MS)).await.unwrap().complete {}
    let told = answers(&store).await;
    let options = store.pool().connect_options();
    store.close().await;
    let (options_of_all, name) = (["-U", "hearth", "--no-owner", "--no-privileges", "-h"], options.get_database().expect("a name"));
    let dumped = Command::new("pg_dump").args(options_of_all).arg(cluster.folder()).arg(name).output();
    let sql = String::from_utf8(dumped.expect("pg_dump").stdout).unwrap();
    // `\restrict` carries a random word and an older `psql` does not know it; comments and blank lines are of no use.
    let kept: Vec<&str> = sql.lines().filter(|line| !line.is_empty() && !line.starts_with("--") && !line.contains("restrict ")).collect();
    std::fs::write(Path::new(&folder).join("store.sql"), kept.join("\n") + "\n").unwrap();
    std::fs::write(Path::new(&folder).join("answers.txt"), told).unwrap();
}

fn gateway(home: u64) -> GatewayId {
    GatewayId::new(&format!("home-{home:04}")).unwrap()
}

fn device(home: u64) -> DeviceId {
    DeviceId::new(&format!("oxi-{home:04}")).unwrap()
}

async fn admit(store: &Store, home: u64) {
    let id = |kind: u128| Uuid::from_u128(kind << 64 | u128::from(home));
    store.register_gateways(&[gateway(home)]).await.unwrap();
    store.add_kit(&format!("kit-{home:04}"), "Kit", Some(&gateway(home))).await.unwrap();
    for (statement, ids) in [
        (
            "INSERT INTO patients (id, family_name, given_name, birth_date, medical_record_number, sex, language) VALUES ($1, 'F', 'G', '1970-01-01', $2::text, 'female', 'es')",
            [id(1), id(1)],
        ),
        (
            "INSERT INTO episodes (id, patient_id, label, address, time_zone, phase, limits) VALUES ($1, $2, 'Home', '', 'UTC', 'acute', '[]')",
            [id(2), id(1)],
        ),
    ] {
        sqlx::query(statement).bind(ids[0]).bind(ids[1]).execute(store.pool()).await.unwrap();
    }
    sqlx::query("INSERT INTO devices (id, kit_id, protocol) VALUES ($1, $2, 'nonin-df2')")
        .bind(device(home).as_str())
        .bind(format!("kit-{home:04}"))
        .execute(store.pool())
        .await
        .unwrap();
    sqlx::query("INSERT INTO bindings (id, device_key, episode_id, from_at) SELECT $1, key, $2, to_timestamp($3 / 1000.0) FROM devices WHERE id = $4")
        .bind(id(3))
        .bind(id(2))
        .bind(NOON - DAY_MS)
        .bind(device(home).as_str())
        .execute(store.pool())
        .await
        .unwrap();
}

async fn fill(store: &Store, home: u64) {
    let happened = Event { mono: MonoMs(5), device: Some(device(home)), kind: EventKind::CuffFault { code: 9 } };
    let lost = Stream { generation: Generation(home), class: Class::Numerics };
    let anchor =
        Anchor { boot: BootId(home), mono: MonoMs(1), wall: WallMs(NOON), quality: ClockQuality::Synchronised, uncertainty_ms: 20 };
    let status = Status {
        mono: MonoMs(1),
        clock: ClockQuality::Drifting,
        outbox_bytes: 1,
        disk_free_bytes: 2,
        backlog: 3,
        links_up: 1,
        links_total: 1,
    };
    let range = SeqRange::new(SECONDS, SECONDS + 7).unwrap();
    let events = vec![
        Item::Event(happened, Some(placed(NOON + 5_000))),
        Item::Status(status, None),
        Item::Anchor(anchor),
        Item::Loss(Loss { mono: MonoMs(9), stream: lost, range, reason: LossReason::DiskFull }),
        Item::Quarantined(b"bytes".to_vec(), "measured outside what is kept".to_owned()),
    ];
    let mut numerics: Vec<Item> = (0..SECONDS).map(|second| frame(home, second)).collect();
    let Item::Frame(waits, _) = frame(home, 999) else { unreachable!() };
    numerics.push(Item::unplaced(BootId(100 + home), &Record::Frame(waits)).unwrap());
    let block =
        WaveformBlock { device: device(home), kind: WaveformKind::Pleth, mono: MonoMs(1), period_us: 13_333, samples: vec![1, 5, 9, -3] };
    let waveforms = vec![Item::Waveform(block, placed(NOON + 1_000))];
    let of = |class, first, items| IngestBatch {
        gateway: gateway(home),
        stream: Stream { generation: Generation(home), class },
        first,
        received_at: WallMs(NOON + 100),
        items,
    };
    let unplaced = numerics.split_off(SECONDS as usize);
    let batches = [
        of(Class::Events, 0, events),
        of(Class::Numerics, 0, numerics),
        of(Class::Numerics, 1_000, unplaced),
        of(Class::Waveforms, 0, waveforms),
    ];
    let version = store.bindings_version().await.unwrap();
    store.ingest(&batches, version, &mut |_| Vec::new(), WallMs(NOON)).await.unwrap();
}

fn frame(home: u64, second: u64) -> Item {
    let good = |vital, raw| Reading::new(vital, Some(raw), Flags::NONE);
    let spo2 =
        if second % 9 == 4 { Reading::missing(Vital::Spo2, Flags::SENSOR_OFF) } else { good(Vital::Spo2, 930 + (second % 50) as i32) };
    let readings = vec![good(Vital::PulseRate, 700 + home as i32), spo2, Reading { flags: Flags::QUESTIONABLE, ..good(Vital::Etco2, 380) }];
    let time = second.is_multiple_of(2).then_some(DeviceTime(second.cast_signed()));
    Item::Frame(Frame::new(device(home), MonoMs(second * 1_000), time, readings).unwrap(), placed(NOON + second.cast_signed() * 1_000))
}
