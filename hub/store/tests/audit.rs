//! The audit: sealed as it is written, and whatever somebody does to it past the hub is found and named.

use crate::common::admit_numbered;
use hearth_store::Store;
use hearth_store::audit::chain::{AuditFault, Head, Seal};
use hearth_store::audit::notes::{AuditFilter, AuditNote};
use hearth_store::staff::StaffRow;
use hearth_store::testing::Cluster;
use serde_json::json;
use std::sync::Arc;
use uuid::Uuid;

fn look(n: usize) -> AuditNote {
    AuditNote { staff: None, act: "look", subject: format!("stay-{n}"), detail: json!({ "from": "10.0.0.7", "n": n }) }
}

async fn sealed(store: &Store) -> Head {
    loop {
        let sealed = store.seal_audit().await.unwrap();
        if !sealed.is_full {
            return sealed.head;
        }
    }
}

/// A store with ten sealed entries.
async fn ten() -> (Arc<Cluster>, Store, Head) {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(4).await.unwrap();
    store.note_audit(&(1..=10).map(look).collect::<Vec<_>>()).await.unwrap();
    let head = sealed(&store).await;
    assert_eq!(head.number, 10);
    (cluster, store, head)
}

/// Somebody who owns the database: without rules, triggers and foreign keys.
async fn tampers(store: &Store, statement: &str) {
    let all = format!(
        "BEGIN; SET LOCAL session_replication_role = replica; ALTER TABLE audit DISABLE RULE audit_is_never_changed; \
         ALTER TABLE audit DISABLE RULE audit_is_never_deleted; {statement}; \
         ALTER TABLE audit ENABLE RULE audit_is_never_changed; ALTER TABLE audit ENABLE RULE audit_is_never_deleted; COMMIT"
    );
    store.run(&all).await.unwrap();
}

async fn faults(store: &Store, noted: &[Head]) -> Vec<AuditFault> {
    store.verify_audit(noted).await.unwrap().faults
}

#[tokio::test]
async fn entries_of_writers_at_the_same_time_are_sealed_once_each_and_the_chain_holds_over_a_restart() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(8).await.unwrap();
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..4 {
        let store = store.clone();
        writers.spawn(async move {
            for n in 0..50 {
                store.note_audit(&[look(writer * 50 + n)]).await.unwrap();
            }
        });
    }
    // Two hubs that both believe to be the active one.
    for _ in 0..2 {
        let store = store.clone();
        writers.spawn(async move {
            for _ in 0..20 {
                store.seal_audit().await.unwrap();
            }
        });
    }
    writers.join_all().await;
    let again = cluster.again(&store, 2).await.unwrap();
    let head = sealed(&again).await;
    let proof = again.verify_audit(&[head]).await.unwrap();
    assert_eq!((proof.head, proof.head.number, proof.faults), (head, 200, vec![]));
    let rows = again.audit_page(&AuditFilter::default(), None, 500).await.unwrap();
    assert!(rows.iter().all(|row| row.seal.is_some()) && rows.len() == 200);
}

#[tokio::test]
async fn acts_are_sealed_like_looks() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let nurse = Uuid::now_v7();
    let [name, display_name, role, password_hash] = ["ana", "Ana", "nurse", "none"].map(str::to_owned);
    assert!(store.add_staff(&StaffRow { id: nurse, name, display_name, role, password_hash, must_change_password: false }).await.unwrap());
    let stay = admit_numbered(&store, 1, nurse).await;
    sealed(&store).await;
    let filter = AuditFilter { stay: Some(stay), person: Some(nurse), ..AuditFilter::default() };
    let rows = store.audit_page(&filter, None, 10).await.unwrap();
    let told: Vec<_> = rows.iter().map(|row| (row.act.as_str(), row.by.clone(), row.stay.clone(), row.seal.is_some())).collect();
    assert_eq!(told, [("admit", Some((nurse, "Ana".to_owned())), Some((stay, "Home".to_owned())), true)]);
    assert_eq!(faults(&store, &[]).await, []);
}

#[tokio::test]
async fn nobody_changes_deletes_or_empties_the_audit_or_its_seals_without_switching_something_off() {
    let (_cluster, store, head) = ten().await;
    for statement in ["UPDATE audit SET act = 'x'", "DELETE FROM audit"] {
        store.run(statement).await.unwrap();
    }
    for statement in ["TRUNCATE audit CASCADE", "UPDATE audit_seals SET number = 99", "DELETE FROM audit_seals", "TRUNCATE audit_seals"] {
        assert!(store.run(statement).await.is_err(), "{statement}");
    }
    assert_eq!(faults(&store, &[head]).await, []);
}

#[tokio::test]
async fn an_entry_that_was_changed_or_taken_out_is_named_and_no_other() {
    let (_cluster, store, head) = ten().await;
    let id = store.number("SELECT audit_id FROM audit_seals WHERE number = 4").await.unwrap();
    tampers(&store, &format!("UPDATE audit SET detail = detail || '{{\"from\": \"10.0.0.8\"}}' WHERE id = {id}")).await;
    let found = faults(&store, &[head]).await;
    assert!(matches!(found[..], [AuditFault::Changed { number: 4, id: named, .. }] if named == id), "{found:?}");

    let id = store.number("SELECT audit_id FROM audit_seals WHERE number = 7").await.unwrap();
    tampers(&store, &format!("DELETE FROM audit WHERE id = {id}")).await;
    let found = faults(&store, &[head]).await;
    assert!(
        matches!(found[..], [AuditFault::Changed { number: 4, .. }, AuditFault::Removed { number: 7, id: named }] if named == id),
        "{found:?}"
    );
}

#[tokio::test]
async fn an_end_that_was_cut_off_an_emptied_table_and_a_chain_made_anew_are_found_by_what_was_noted_elsewhere() {
    let (_cluster, store, head) = ten().await;
    let cut = "DELETE FROM audit WHERE id IN (SELECT audit_id FROM audit_seals WHERE number > 8); DELETE FROM audit_seals WHERE number > 8";
    tampers(&store, cut).await;
    assert_eq!(faults(&store, &[head]).await, [AuditFault::Shortened { from: 9, until: 10 }]);

    tampers(&store, "DELETE FROM audit_seals; TRUNCATE audit_unsealed").await;
    assert_eq!(faults(&store, &[head]).await.len(), 9, "eight entries without seals, and the end that is missing");

    // The thief has the program, too: everything is sealed again.
    tampers(
        &store,
        "DELETE FROM audit; INSERT INTO audit (act, subject) SELECT 'look', 'mine' FROM generate_series(1, 12); \
         INSERT INTO audit_unsealed SELECT id FROM audit",
    )
    .await;
    sealed(&store).await;
    assert_eq!(faults(&store, &[]).await, [], "by itself it holds");
    assert_eq!(faults(&store, &[head]).await, [AuditFault::Rewritten { number: 10 }]);
}

#[tokio::test]
async fn what_was_written_past_the_trigger_and_what_vanished_before_its_seal_are_named() {
    let (_cluster, store, head) = ten().await;
    tampers(&store, "INSERT INTO audit (act, subject) VALUES ('admit', 'x')").await;
    let stranger = store.number("SELECT max(id) FROM audit").await.unwrap();
    assert_eq!(faults(&store, &[head]).await, [AuditFault::Unsealed { id: stranger }]);
    store.note_audit(&[look(11)]).await.unwrap();
    let waits = store.number("SELECT audit_id FROM audit_unsealed").await.unwrap();
    tampers(&store, &format!("DELETE FROM audit WHERE id = {waits}")).await;
    assert_eq!(faults(&store, &[head]).await, [AuditFault::Unsealed { id: stranger }, AuditFault::Vanished { id: waits }]);
}

#[tokio::test]
async fn an_empty_audit_holds() {
    let store = Cluster::shared().unwrap().store(2).await.unwrap();
    assert_eq!(sealed(&store).await, Head { number: 0, seal: Seal::GENESIS });
    assert_eq!(faults(&store, &[]).await, []);
}
