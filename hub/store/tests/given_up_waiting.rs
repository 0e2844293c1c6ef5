//! Whoever waits for the store may give up at any moment: a nurse closes her page, a time limit passes.

use crate::common::admit_numbered;
use hearth_store::staff::StaffRow;
use hearth_store::testing::Cluster;
use hearth_vitals::GatewayId;
use std::future::{Future, poll_fn};
use std::task::{Context, Poll};
use uuid::Uuid;

/// Does the work until it has waited this often, and then gives it up; `None` if it was given up.
async fn given_up_after<F: Future>(waits: usize, work: F) -> Option<F::Output> {
    let mut work = std::pin::pin!(work);
    let mut left = waits;
    let step = |context: &mut Context<'_>| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if left == 0 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    };
    poll_fn(step).await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_gives_up_waiting_at_any_moment_leaves_nothing_open_in_which_what_is_written_next_is_lost() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(1).await.unwrap();
    let other = cluster.again(&store, 1).await.unwrap();
    let nurse = Uuid::now_v7();
    let [name, display_name, role, password_hash] = ["ana", "Ana", "nurse", "none"].map(str::to_owned);
    assert!(store.add_staff(&StaffRow { id: nurse, name, display_name, role, password_hash, must_change_password: false }).await.unwrap());
    let episode = admit_numbered(&store, 1, nurse).await;
    let mut given_up = 0;
    // How often it waits depends on how fast the database answers: several rounds meet each moment.
    for round in 0..10 {
        let mut waits = 0;
        while given_up_after(waits, store.set_phone(episode, "+34 600 000 000", nurse)).await.is_none() {
            // The only connection goes to whoever comes next, who writes without a transaction.
            let next = format!("next-{round}-{waits}");
            store.register_gateways(&[GatewayId::new(&next).unwrap()]).await.unwrap();
            let seen = other.gateways().await.unwrap();
            assert!(seen.iter().any(|row| row.id == next), "given up at wait {waits}: what was written next is lost");
            waits += 1;
            given_up += 1;
        }
    }
    assert!(given_up >= 10, "in ten rounds it was given up {given_up} times only");
}
