//! A store that an older version made is opened by this one: all questions about it have the same answers as before, and
//! newer features have their place. `data/store.sql` and `data/answers.txt` were made by `examples/dump.rs` at 64f349f.

use crate::common::answers::answers;
use crate::common::{DAY_MS, MINUTE_MS, NOON, admit, batch, ingest, one, placed, roll_up};
use hearth_store::ingest::Item;
use hearth_store::observations::{Finding, NewObservation};
use hearth_store::staff::StaffRow;
use hearth_store::testing::Cluster;
use hearth_store::{Store, StoreError};
use hearth_vitals::*;
use std::path::Path;
use std::process::Command;
use uuid::Uuid;

fn data(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn etco2(seq: u64, raw: i32) -> Item {
    let readings = vec![Reading::new(Vital::Etco2, Some(raw), Flags::NONE)];
    let at = NOON + seq.cast_signed() * 1_000;
    Item::Frame(Frame::new(DeviceId::new("oxi-0001").unwrap(), MonoMs(seq), None, readings).unwrap(), placed(at))
}

/// Lowest value, highest value and number of values of each bucket in the hour after noon.
async fn trend(store: &Store, episode: Uuid) -> Vec<(i32, i32, i64)> {
    let (_, buckets) = store.trend(episode, Vital::Etco2, WallMs(NOON), WallMs(NOON + 60 * MINUTE_MS), 60).await.unwrap();
    buckets.iter().map(|bucket| (bucket.min, bucket.max, bucket.count)).collect()
}

#[tokio::test]
async fn a_store_of_an_older_version_answers_as_before_and_takes_in_what_comes() {
    let cluster = Cluster::shared().unwrap();
    let older = cluster.empty().unwrap();
    let restored = Command::new("psql")
        .args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-U", "hearth", "-d", &older, "-h"])
        .arg(cluster.folder())
        .arg("-f")
        .arg(data("store.sql"))
        .output()
        .unwrap();
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    let store = Store::connect(&cluster.url(&older), 2).await.unwrap();
    store.migrate().await.unwrap();
    let before = std::fs::read_to_string(data("answers.txt")).unwrap();
    let after = answers(&store).await;
    for (before, after) in before.lines().zip(after.lines()) {
        assert_eq!(after, before);
    }
    assert_eq!(after.lines().count(), before.lines().count());
    // What it holds is recognised, and what is new is stored.
    let version = store.bindings_version().await.unwrap();
    let stream = Stream { generation: Generation(1), class: Class::Numerics };
    let more = hearth_store::ingest::IngestBatch { stream, ..batch(39, vec![etco2(39, 370), etco2(47, 371)]) };
    let again = store.ingest(&[more], version, &mut |_| Vec::new(), WallMs(NOON)).await.unwrap();
    // 39 was stored before; 40 counted as lost, and has come after all.
    assert_eq!((again.fresh, one(&store, "SELECT count(*) FROM frames").await), (1, 3 * 40 + 1));
    takes_observations(&store).await;
}

/// Observations, for which older versions had no table, are written down for patients of the old store.
async fn takes_observations(store: &Store) {
    let (episode, author) = (store.episodes(true).await.unwrap()[0].id, Uuid::now_v7());
    let role = "nurse".to_owned();
    let nurse = StaffRow {
        id: author,
        name: "nurse-9".into(),
        display_name: "Nurse 9".into(),
        role,
        password_hash: String::new(),
        must_change_password: false,
    };
    assert!(store.add_staff(&nurse).await.unwrap());
    let pain = NewObservation {
        id: Uuid::now_v7(),
        episode,
        code: "pain".into(),
        at: WallMs(NOON),
        finding: Some(Finding::Number { raw: 7, decimals: 0, unit: "{score}".into() }),
        method: "reported".into(),
        source: "patient".into(),
        device: None,
        author,
        entered_at: WallMs(NOON + 1),
        note: String::new(),
        corrects: None,
    };
    assert!(store.observe(&pain).await.unwrap());
    let newest = store.newest_observations(episode).await.unwrap();
    assert_eq!(newest.into_iter().map(|row| row.said).collect::<Vec<_>>(), std::slice::from_ref(&pain));
    keeps_observations(store, &pain).await;
}

/// Whatever the hub does, the table itself refuses to change or erase a row, to correct a row twice, and to correct it by
/// a row of another patient or code.
async fn keeps_observations(store: &Store, pain: &NewObservation) {
    for statement in ["UPDATE observations SET value = 1", "DELETE FROM observations", "TRUNCATE observations CASCADE"] {
        let refused = sqlx::query(statement).execute(store.pool()).await.unwrap_err();
        assert!(refused.to_string().contains("never changed"), "{statement}: {refused}");
    }
    let correction = |id: u128| NewObservation { id: Uuid::from_u128(id), corrects: Some((pain.id, "slip".into())), ..pain.clone() };
    let code = async |new: NewObservation| match store.observe(&new).await {
        Err(StoreError::Data { code, .. }) => code,
        other => format!("{other:?}"),
    };
    let other = store.episodes(true).await.unwrap()[1].id;
    assert_eq!(code(NewObservation { episode: other, ..correction(1) }).await, "23503", "of another patient");
    assert_eq!(code(NewObservation { code: "weight".into(), ..correction(2) }).await, "23503", "of another code");
    assert_eq!(code(NewObservation { finding: None, corrects: None, ..correction(3) }).await, "23514", "it says nothing");
    assert_eq!(code(correction(4)).await, "Ok(true)");
    assert_eq!(code(NewObservation { finding: None, ..correction(5) }).await, "23505", "corrected already");
    let acts: Vec<String> = sqlx::query_scalar("SELECT act || ' ' || (detail ->> 'code') FROM audit WHERE staff_id = $1 ORDER BY id")
        .bind(pain.author)
        .fetch_all(store.pool())
        .await
        .unwrap();
    assert_eq!(acts, ["observe pain", "correct_observation pain"], "what was refused was not done");
}

#[tokio::test]
async fn a_store_without_the_columns_of_a_vital_gets_them_when_it_is_opened() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let episode = admit(&store, NOON - DAY_MS).await;
    ingest(&store, &[batch(0, vec![crate::common::frame(0, Some(970))])]).await.unwrap();
    roll_up(&store, NOON + 30 * MINUTE_MS).await;
    for statement in [
        "ALTER TABLE frames DROP COLUMN etco2",
        "ALTER TABLE latest DROP COLUMN etco2, DROP COLUMN etco2_at",
        "ALTER TABLE frame_minutes DROP COLUMN etco2_min, DROP COLUMN etco2_max, DROP COLUMN etco2_sum, DROP COLUMN etco2_n",
    ] {
        sqlx::query(statement).execute(store.pool()).await.unwrap();
    }
    let opened = cluster.again(&store, 2).await.unwrap();
    store.close().await;

    let store = opened;
    store.migrate().await.unwrap();
    let older = store.trend(episode, Vital::Spo2, WallMs(NOON), WallMs(NOON + MINUTE_MS), 1).await.unwrap().1;
    assert_eq!((older.len(), older[0].min, older[0].count), (1, 970, 1));
    ingest(&store, &[batch(1, vec![etco2(1, 380), etco2(2, 390)])]).await.unwrap();
    assert_eq!(trend(&store, episode).await, [(380, 390, 2)]);
    roll_up(&store, NOON + 30 * MINUTE_MS).await;
    assert_eq!(trend(&store, episode).await, [(380, 390, 2)]);
    assert_eq!(one(&store, "SELECT sum(etco2_n)::int8 FROM frame_minutes").await, 2);
    assert_eq!(store.newest_values(Some(episode)).await.unwrap().iter().filter(|value| value.vital == Vital::Etco2).count(), 1);
}
