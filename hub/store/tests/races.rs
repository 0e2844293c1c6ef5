//! Writers at the same time, data that cannot be stored, partitions that do not exist yet.

use crate::common::{NOON, admit, batch, frame, frames, ingest, one, somebody_waits};
use hearth_alerts::{AlertId, Now, Rule, System};
use hearth_store::ingest::{IngestBatch, Item};
use hearth_store::testing::Cluster;
use hearth_store::transitions::EpisodeTransitions;
use hearth_store::{Store, StoreError};
use hearth_vitals::*;
use sqlx::Connection;

const DAY_MS: i64 = 86_400_000;

async fn retried(store: &Store, batches: &[IngestBatch]) -> usize {
    loop {
        match ingest(store, batches).await {
            Ok(done) => return done.fresh,
            Err(error) => assert!(matches!(error, StoreError::Retry(_)), "{error}"),
        }
    }
}

#[tokio::test]
async fn writers_that_meet_store_every_number_once() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(8).await.unwrap();
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..8_u64 {
        let store = store.clone();
        // The writers' batches overlap, for the same devices and days, and none of those exists yet.
        writers.spawn(async move {
            let mut fresh = 0;
            for step in 0..10 {
                fresh += retried(&store, &[frames((writer * 5 + step * 10) % 100, 15)]).await;
            }
            fresh
        });
    }
    let fresh: usize = writers.join_all().await.into_iter().sum();
    let rows = one(&store, "SELECT count(*) FROM frames").await;
    assert_eq!((rows, one(&store, "SELECT count(DISTINCT seq) FROM frames").await), (fresh as i64, fresh as i64));
    assert_eq!(one(&store, "SELECT upper(held) - lower(held) FROM streams").await, rows);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_active_hub_waits_for_what_the_one_before_was_writing() {
    let cluster = Cluster::shared().unwrap();
    let before = cluster.store(6).await.unwrap();
    let next = before.clone();
    ingest(&before, &[frames(0, 1)]).await.unwrap();
    // Its transaction stays open for longer than anything waits for a lock.
    let (go_on, stands) = std::sync::mpsc::channel::<()>();
    let (told, is_open) = tokio::sync::oneshot::channel::<()>();
    let writing = tokio::spawn(async move {
        let mut told = Some(told);
        let mut judge = move |_: &[hearth_store::ingest::Fresh]| {
            let _ = told.take().map(|told| told.send(()));
            tokio::task::block_in_place(|| stands.recv().unwrap());
            Vec::new()
        };
        before.ingest(&[frames(1, 1)], 1, &mut judge, WallMs(NOON)).await.unwrap()
    });
    is_open.await.unwrap();
    let watching = next.clone();
    let taking = tokio::spawn(async move {
        let lease = next.lease().await.unwrap().expect("nobody else is active");
        (one(&next, "SELECT count(*) FROM frames").await, lease)
    });
    let waits = async {
        while one(
            &watching,
            "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database \
             WHERE d.datname = current_database() AND locktype = 'advisory' AND NOT granted",
        )
        .await
            == 0
        {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), waits).await.expect("it waits");
    go_on.send(()).unwrap();
    writing.await.unwrap();
    assert_eq!(taking.await.unwrap().0, 2, "it reads what was written");
}

#[tokio::test]
async fn frames_of_a_day_long_ago_find_their_day() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    ingest(&store, &[frames(0, 1)]).await.unwrap();
    let episode = admit(&store, NOON - 400 * DAY_MS).await;
    let old = |days: i64| {
        let Item::Frame(frame, mut placed) = frame(days.cast_unsigned(), Some(900)) else { unreachable!() };
        placed.at = WallMs(NOON - days * DAY_MS);
        batch(days.cast_unsigned(), vec![Item::Frame(frame, placed)])
    };
    ingest(&store, &[old(40), old(300)]).await.unwrap();
    let (_, buckets) = store.trend(episode, Vital::Spo2, WallMs(NOON - 301 * DAY_MS), WallMs(NOON), 500).await.unwrap();
    assert_eq!(buckets.iter().map(|bucket| (bucket.count, bucket.late)).collect::<Vec<_>>(), [(1, true), (1, true)]);
}

#[tokio::test]
async fn an_alert_judged_by_limits_that_changed_meanwhile_is_not_written_and_no_reading_lost() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let episode = admit(&store, NOON).await;
    let mut judge = |_: &[hearth_store::ingest::Fresh]| {
        let now = Now { wall: WallMs(NOON), mono: MonoMs(1) };
        let transitions = System::new().raise(Rule::BrokerDown, "by the old limits", now, &mut || AlertId(1));
        vec![EpisodeTransitions { episode: Some((episode, 1)), transitions }]
    };
    // A nurse changes the limits after the hub has read version 1.
    sqlx::query("UPDATE episodes SET version = 2").execute(store.pool()).await.unwrap();
    let refused = store.ingest(&[frames(0, 5)], 1, &mut judge, WallMs(NOON)).await;
    assert!(matches!(refused, Err(StoreError::EpisodeChanged)), "{refused:?}");
    assert_eq!(one(&store, "SELECT (SELECT count(*) FROM alerts) + (SELECT count(*) FROM frames)").await, 0);
    assert_eq!(ingest(&store, &[frames(0, 5)]).await.unwrap().fresh, 5);
}

async fn nurse(store: &Store) -> uuid::Uuid {
    let nurse = uuid::Uuid::now_v7();
    sqlx::query("INSERT INTO staff (id, name, display_name, role, password_hash) VALUES ($1, 'nurse', 'N', 'nurse', '')")
        .bind(nurse)
        .execute(store.pool())
        .await
        .unwrap();
    nurse
}

#[tokio::test(flavor = "multi_thread")]
async fn an_episode_ends_while_its_alert_is_written_and_neither_is_refused() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(4).await.unwrap();
    let episode = admit(&store, NOON).await;
    let nurse = nurse(&store).await;
    ingest(&store, &[frames(0, 1)]).await.unwrap();
    // The alert is written; then its transaction waits for the lock of the newest value.
    let mut connection = store.pool().acquire().await.unwrap();
    let mut stands = connection.begin().await.unwrap();
    sqlx::query("SELECT FROM latest FOR UPDATE").execute(&mut *stands).await.unwrap();
    let writer = store.clone();
    let writing = tokio::spawn(async move {
        let mut judge = |_: &[hearth_store::ingest::Fresh]| {
            let now = Now { wall: WallMs(NOON), mono: MonoMs(1) };
            let transitions = System::new().raise(Rule::BrokerDown, "while it ends", now, &mut || AlertId(1));
            vec![EpisodeTransitions { episode: Some((episode, 1)), transitions }]
        };
        writer.ingest(&[frames(0, 5)], 1, &mut judge, WallMs(NOON)).await
    });
    somebody_waits(&store).await;
    let other = store.clone();
    let ending = tokio::spawn(async move { other.end_episode(episode, WallMs(NOON + 1), nurse, "home").await });
    let both = "SELECT count(*) - 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
    tokio::time::timeout(std::time::Duration::from_secs(60), async { while one(&store, both).await < 1 {} }).await.expect("it waits");
    stands.rollback().await.unwrap();
    assert_eq!(writing.await.unwrap().unwrap().fresh, 4);
    assert!(ending.await.unwrap().unwrap());
    assert_eq!(one(&store, "SELECT count(*) FROM alerts WHERE episode_id IS NOT NULL").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_bindings_waits_for_no_reading_and_readings_after_it_are_judged_by_it() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(4).await.unwrap();
    admit(&store, NOON).await;
    let nurse = nurse(&store).await;
    let binding: uuid::Uuid = sqlx::query_scalar("SELECT id FROM bindings").fetch_one(store.pool()).await.unwrap();
    ingest(&store, &[frames(0, 1)]).await.unwrap();
    let other = store.clone();
    let mut judge = |_: &[hearth_store::ingest::Fresh]| {
        // The binding ends while the transaction of the readings is open: they count as made before it.
        let ended = other.end_binding(binding, WallMs(NOON + 1), nurse, "moved");
        assert!(tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(ended)).unwrap());
        Vec::new()
    };
    let done = store.ingest(&[frames(0, 5)], 1, &mut judge, WallMs(NOON)).await.unwrap();
    assert_eq!((done.fresh, done.bindings_version), (4, 1));
    let late = ingest(&store, &[frames(5, 5)]).await;
    assert!(matches!(late, Err(StoreError::BindingsChanged)), "{late:?}");
    let done = store.ingest(&[frames(5, 5)], 2, &mut |_| Vec::new(), WallMs(NOON)).await.unwrap();
    assert_eq!((done.fresh, done.bindings_version), (5, 2));
}

#[tokio::test]
async fn readings_are_refused_for_changes_that_concern_them_and_for_no_others() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let episode = admit(&store, NOON).await;
    let nurse = nurse(&store).await;
    let gateway = |number: u32| GatewayId::new(&format!("home-{number:04}")).unwrap();
    store.register_gateways(&[gateway(1), gateway(2)]).await.unwrap();
    ingest(&store, &[frames(0, 1)]).await.unwrap();
    // Another home is set up: a new gateway, a new device.
    store.add_kit("kit-0002", "Kit 2", Some(&gateway(2))).await.unwrap();
    assert!(store.add_device(&DeviceId::new("oxi-0002").unwrap(), "kit-0002", "Xpod", "nonin-df7", "S").await.unwrap());
    let done = ingest(&store, &[frames(1, 1)]).await.unwrap();
    assert_eq!((done.fresh, done.bindings_version), (1, 3), "and whoever sent them hears that something changed");
    // The device's episode changes, though not its binding.
    store.set_phone(episode, "+1 555 0112", nurse).await.unwrap();
    assert!(matches!(ingest(&store, &[frames(2, 1)]).await, Err(StoreError::BindingsChanged)));
    let by = |version| {
        let store = store.clone();
        async move { store.ingest(&[frames(2, 1)], version, &mut |_| Vec::new(), WallMs(NOON)).await }
    };
    assert!(matches!(by(3).await, Err(StoreError::BindingsChanged)));
    assert_eq!(by(4).await.unwrap().fresh, 1);
    // Its gateway gets a kit: that concerns every batch of the gateway, even one that names no device.
    store.add_kit("kit-0001", "Kit 1", Some(&gateway(1))).await.unwrap();
    assert!(matches!(by(4).await, Err(StoreError::BindingsChanged)));
    assert_eq!(by(5).await.unwrap().fresh, 0);
    // The version rises without a row that tells what changed.
    sqlx::query("UPDATE bindings_version SET version = version + 1").execute(store.pool()).await.unwrap();
    assert!(matches!(by(5).await, Err(StoreError::BindingsChanged)));
    assert_eq!(store.binding_changes(5).await.unwrap(), None, "everything is to be read");
    assert_eq!(store.binding_changes(9).await.unwrap(), None, "a store that was set back");
    assert_eq!(by(6).await.unwrap().fresh, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_is_registered_while_its_readings_come_takes_all_of_them_over() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(4).await.unwrap();
    let gateway = GatewayId::new("home-0001").unwrap();
    store.register_gateways(std::slice::from_ref(&gateway)).await.unwrap();
    store.add_kit("kit-0001", "Kit 1", Some(&gateway)).await.unwrap();
    let stray = |first, count| {
        let all = frames(first, count);
        hearth_store::ingest::IngestBatch { items: all.items.into_iter().map(|item| item.as_stray(true)).collect(), ..all }
    };
    let by = |batch, version| {
        let store = store.clone();
        async move { store.ingest(&[batch], version, &mut |_| Vec::new(), WallMs(NOON)).await }
    };
    by(stray(0, 1), 2).await.unwrap();
    let (other, watcher) = (store.clone(), store.clone());
    let mut registered = None;
    let mut judge = |_: &[hearth_store::ingest::Fresh]| {
        let (other, device) = (other.clone(), DeviceId::new("oxi-0001").unwrap());
        registered = Some(tokio::spawn(async move { other.add_device(&device, "kit-0001", "Xpod", "nonin-df7", "S").await }));
        tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(somebody_waits(&watcher)));
        Vec::new()
    };
    assert_eq!(store.ingest(&[stray(1, 4)], 2, &mut judge, WallMs(NOON)).await.unwrap().fresh, 4);
    assert!(registered.unwrap().await.unwrap().unwrap());
    assert!(store.strays().await.unwrap().is_empty());
    assert!(matches!(by(stray(5, 1), 2).await, Err(StoreError::BindingsChanged)), "it is none any more");
    by(frames(5, 1), 3).await.unwrap();
    assert_eq!(
        one(&store, "SELECT count(*) FROM frames JOIN devices d ON d.key = device_key WHERE d.id = 'oxi-0001' AND d.kit_id = 'kit-0001'")
            .await,
        6
    );
}

#[tokio::test]
async fn data_that_cannot_be_stored_is_named_and_holds_nobody_else_back() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let mut bad = batch(100, vec![Item::Quarantined(vec![1], "a zero byte: \0".to_owned())]);
    bad.gateway = GatewayId::new("home-0002").unwrap();
    let together = ingest(&store, &[frames(0, 5), bad.clone()]).await;
    assert!(matches!(&together, Err(StoreError::Data { code, .. }) if code == "22021"), "{together:?}");
    assert_eq!(one(&store, "SELECT count(*) FROM frames").await, 0);
    assert_eq!(ingest(&store, &[frames(0, 5)]).await.unwrap().fresh, 5);
    assert!(matches!(ingest(&store, &[bad]).await, Err(StoreError::Data { .. })));
}

#[tokio::test]
async fn a_connection_that_is_cut_is_unavailable_and_the_same_call_succeeds_later() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(1).await.unwrap();
    ingest(&store, &[frames(0, 1)]).await.unwrap();
    // The server ends the writer's session: what an administrator's stop of the database does.
    let other = cluster.again(&store, 1).await.unwrap();
    sqlx::query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        .execute(other.pool())
        .await
        .unwrap();
    let fresh = match ingest(&store, &[frames(1, 3)]).await {
        Ok(done) => done.fresh,
        Err(error) => {
            assert!(error.is_transient(), "{error}");
            ingest(&store, &[frames(1, 3)]).await.unwrap().fresh
        }
    };
    assert_eq!(fresh, 3);
}
