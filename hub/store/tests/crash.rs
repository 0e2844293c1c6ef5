//! Whatever is killed at whatever moment: if it is unknown whether a commit happened, the same call made again stores
//! everything exactly once.
use crate::common::cutting::{Cut, Wire};
use crate::common::{NOON, frames, ingest, one};
use hearth_store::ingest::{IngestBatch, Ingested};
use hearth_store::testing::Cluster;
use hearth_store::{Store, StoreError};
use hearth_vitals::{SeqRange, WallMs};
use std::time::{Duration, Instant};

/// Repeats the same call until it is answered, as the hub does.
async fn until_committed(store: &Store, batches: &[IngestBatch]) -> Ingested {
    let begun = Instant::now();
    loop {
        match ingest(store, batches).await {
            Ok(done) => return done,
            Err(error) => assert!(error.is_transient() && begun.elapsed() < Duration::from_secs(60), "{error}"),
        }
    }
}

async fn is_there_once(store: &Store, count: u64) {
    let done = until_committed(store, &[frames(0, count)]).await;
    assert_eq!((done.fresh, done.streams[0].held.as_slice()), (0, [SeqRange::new(0, count).unwrap()].as_slice()));
    assert_eq!(one(store, "SELECT count(*) FROM frames").await, count.cast_signed());
    assert_eq!(one(store, "SELECT count(DISTINCT seq) FROM frames").await, count.cast_signed());
}

#[tokio::test]
async fn a_commit_that_nobody_heard_of_is_tried_again_and_stored_once() {
    let cluster = Cluster::shared().unwrap();
    for (cut, fresh) in [(Cut::Before, 7), (Cut::After, 0)] {
        let direct = cluster.store(1).await.unwrap();
        let database: String = sqlx::query_scalar("SELECT current_database()").fetch_one(direct.pool()).await.unwrap();
        let wire = Wire::to(cluster.folder(), cut);
        let url = format!("postgres://hearth@localhost/{database}?host={}", wire.folder().display());
        let store = Store::connect(&url, 1).await.unwrap();
        ingest(&store, &[frames(0, 5)]).await.unwrap();
        wire.arm();
        let unknown = ingest(&store, &[frames(3, 9)]).await;
        assert!(matches!(unknown, Err(StoreError::Unavailable(_))) && !wire.is_armed(), "{cut:?}: {unknown:?}");
        assert_eq!(until_committed(&store, &[frames(3, 9)]).await.fresh, fresh, "{cut:?}");
        is_there_once(&store, 12).await;
    }
}

#[tokio::test]
async fn a_database_that_was_killed_has_all_it_committed_and_takes_the_rest() {
    let mut cluster = Cluster::of_its_own().unwrap();
    let store = cluster.store(2).await.unwrap();
    for round in 0..3 {
        until_committed(&store, &[frames(round * 50, 50)]).await;
        cluster.kill().unwrap();
        let down = ingest(&store, &[frames(round * 50 + 30, 30)]).await;
        assert!(matches!(down, Err(StoreError::Unavailable(_))), "{down:?}");
        cluster.start_again().unwrap();
        let done = until_committed(&store, &[frames(round * 50 + 30, 30)]).await;
        assert_eq!(done.fresh, 10, "round {round}");
    }
    is_there_once(&store, 160).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_killed_under_load_loses_and_doubles_nothing() {
    let mut cluster = Cluster::of_its_own().unwrap();
    let store = cluster.store(2).await.unwrap();
    ingest(&store, &[frames(0, 1)]).await.unwrap();
    let writer = store.clone();
    let load = tokio::spawn(async move {
        for step in 0..300 {
            until_committed(&writer, &[frames(step * 4, 6)]).await;
        }
    });
    for held in [100, 500, 900] {
        // Counts frames and does not wait for a time: on a slow machine, too, the kill comes in the middle.
        while store.number("SELECT count(*) FROM frames").await.unwrap_or(0) < held {}
        cluster.kill().unwrap();
        cluster.start_again().unwrap();
    }
    load.await.unwrap();
    is_there_once(&store, 1_202).await;
}

#[tokio::test]
async fn what_postgresql_says_is_sorted_by_what_can_be_done_about_it() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(1).await.unwrap();
    let said = async |code: &str| -> StoreError {
        let raise = format!("DO $$ BEGIN RAISE EXCEPTION 'so it is' USING ERRCODE = '{code}'; END $$");
        sqlx::raw_sql(sqlx::AssertSqlSafe(raise)).execute(store.pool()).await.unwrap_err().into()
    };
    // Shutdown, crash recovery, start; ended sessions; disk, memory or connections used up; input and output; a standby.
    for code in ["57P01", "57P02", "57P03", "57P05", "57014", "25P03", "53100", "53200", "53300", "53400", "58030", "08006", "25006"] {
        assert!(matches!(said(code).await, StoreError::Unavailable(_)), "{code}");
    }
    for code in ["40001", "40P01", "40003", "55P03"] {
        assert!(matches!(said(code).await, StoreError::Retry(_)), "{code}");
    }
    for expected in ["22003", "22P02", "23505", "23514", "54000"] {
        assert!(matches!(said(expected).await, StoreError::Data { code, .. } if code == expected), "{expected}");
    }
    for code in ["42P01", "42601", "XX000"] {
        assert!(matches!(said(code).await, StoreError::Defect(_)), "{code}");
    }
    // A connection that is out of step with its server says nothing about the statement.
    let out_of_step: StoreError = sqlx::Error::Protocol("unexpected message".to_owned()).into();
    assert!(matches!(out_of_step, StoreError::Unavailable(_)), "{out_of_step}");
}

#[tokio::test]
async fn a_database_that_only_reads_is_unavailable_and_takes_the_same_batch_later() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(1).await.unwrap();
    ingest(&store, &[frames(0, 2)]).await.unwrap();
    sqlx::query("SET default_transaction_read_only = on").execute(store.pool()).await.unwrap();
    let refused = store.ingest(&[frames(0, 4)], 1, &mut |_| Vec::new(), WallMs(NOON)).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    sqlx::query("SET default_transaction_read_only = off").execute(store.pool()).await.unwrap();
    assert_eq!(ingest(&store, &[frames(0, 4)]).await.unwrap().fresh, 2);
}
