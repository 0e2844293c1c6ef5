//! A handover over the real engine: stays and their open alerts go together, or nothing does, whatever dies in between.

use super::rig::{Home, Rig, home, id, nurse, store, version};
use super::shifts::{assign, on_shift};
use super::{CRITICAL, ago, count};
use hearth_hub::clock;
use hearth_hub::engine::handle::Refused;
use hearth_store::Store;
use hearth_store::handovers::{Acceptance, NotAccepted, Offer, ReceiptRow, SheetRow};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;
use uuid::Uuid;

const HOUR: i64 = 3_600_000;

async fn offered(store: &Store, from: Uuid, to: Uuid, stays: &[Uuid]) -> Uuid {
    let sheet = |episode: &Uuid| SheetRow {
        episode: *episode,
        watch_version: 1,
        severity: "unstable".into(),
        suggested: "unstable".into(),
        news2: None,
        summary: "desaturates".into(),
        actions: vec!["call the home".into()],
        if_then: "if it stays, then send somebody".into(),
    };
    let id = Uuid::now_v7();
    let offer = Offer { id, from, to, sheets: stays.iter().map(sheet).collect() };
    assert!(store.offer_handover(&offer, clock::wall_ms()).await.unwrap());
    id
}

fn accepted(handover: Uuid, by: Uuid, receipts: Vec<(Uuid, Value)>) -> Acceptance {
    let receipt = |(episode, alerts)| ReceiptRow {
        episode,
        read_back: "understood".into(),
        alerts,
        profile: None,
        quiets: std::collections::BTreeSet::new(),
    };
    Acceptance { handover, by, at: clock::wall_ms(), receipts: receipts.into_iter().map(receipt).collect(), profiles: BTreeMap::new() }
}

fn named(alert: &Value) -> Value {
    json!({"id": id(alert), "version": version(alert)})
}

/// Two homes of Ana's, and Ben who comes.
async fn evening(store: &Store) -> (Uuid, Uuid, [Home; 2]) {
    let (ana, ben) = (nurse(store, "ana").await, nurse(store, "ben").await);
    let homes = [home(store, 1, ana, ago(HOUR)).await, home(store, 2, ana, ago(HOUR)).await];
    for staff in [ana, ben] {
        on_shift(store, staff, ago(-8 * HOUR)).await;
    }
    for home in &homes {
        assign(store, home.episode, 0, ana, None, clock::wall_ms()).await;
    }
    (ana, ben, homes)
}

const HELD_BY_BEN: &str =
    "SELECT count(*) FROM watches w JOIN shifts f ON f.id = w.holder JOIN staff s ON s.id = f.staff_id WHERE s.name = 'ben'";
const OWNED_BY_BEN: &str = "SELECT count(*) FROM alerts a JOIN staff s ON s.id = a.acknowledged_by WHERE a.open AND s.name = 'ben'";
const RECEIPTS: &str = "SELECT count(*) FROM handover_receipts";

#[tokio::test]
async fn stays_and_their_open_alerts_change_hands_together_and_each_alert_is_named() {
    let (_cluster, store) = store().await;
    let (ana, ben, [first, second]) = evening(&store).await;
    let mut rig = Rig::start(&store).await;
    rig.live(&first, 0, &[(ago(0), CRITICAL)]).await;
    let rang = rig.screen.alert("spo2_low", |_| true).await;
    rig.engine().acknowledge(id(&rang), version(&rang), ana).await.unwrap();
    let owned = rig.screen.alert("spo2_low", |alert| alert["response"] == "acknowledged").await;
    let handover = offered(&store, ana, ben, &[first.episode, second.episode]).await;

    // An alert comes up while Ben reads: it was not read out to him.
    rig.live(&second, 0, &[(ago(0), CRITICAL)]).await;
    let new = |alert: &Value| alert["episode_id"] == json!(second.episode);
    let new = rig.screen.alert("spo2_low", new).await;
    let of_first = (first.episode, json!([named(&owned)]));
    let blind = accepted(handover, ben, vec![of_first.clone(), (second.episode, json!([]))]);
    assert!(matches!(rig.engine().hand_over(blind).await, Err(Refused::OtherAlerts)));
    let unread = accepted(handover, ben, vec![of_first.clone()]);
    assert!(matches!(rig.engine().hand_over(unread).await, Err(Refused::NotAccepted(NotAccepted::OtherStays))));
    for query in [HELD_BY_BEN, OWNED_BY_BEN, RECEIPTS] {
        assert_eq!(count(&store, query).await, 0, "not even a part of it: {query}");
    }

    let whole = accepted(handover, ben, vec![of_first, (second.episode, json!([named(&new)]))]);
    rig.engine().hand_over(whole.clone()).await.unwrap();
    for query in [HELD_BY_BEN, OWNED_BY_BEN, RECEIPTS] {
        assert_eq!(count(&store, query).await, 2, "{query}");
    }
    let is_bens = |alert: &Value| alert["id"] == owned["id"] && alert["acknowledged_by"]["id"] == json!(ben);
    rig.screen.alert("spo2_low", is_bens).await;
    let steps =
        "SELECT count(*) FROM alert_transitions t JOIN staff s ON s.id = t.staff_id WHERE reason = 'handed_over' AND s.name = 'ben'";
    assert_eq!(count(&store, steps).await, 2, "who had it before stands in the history");
    assert!(matches!(rig.engine().hand_over(whole).await, Err(Refused::NotAccepted(NotAccepted::NotOpen))), "once");
    rig.stop().await;
}

#[tokio::test]
async fn a_hub_that_dies_in_the_middle_of_a_handover_has_done_nothing_of_it() {
    let (_cluster, store) = store().await;
    let (ana, ben, [first, second]) = evening(&store).await;
    let mut rig = Rig::start(&store).await;
    rig.live(&first, 0, &[(ago(0), CRITICAL)]).await;
    let rang = rig.screen.alert("spo2_low", |_| true).await;
    let handover = offered(&store, ana, ben, &[first.episode, second.episode]).await;
    let whole = accepted(handover, ben, vec![(first.episode, json!([named(&rang)])), (second.episode, json!([]))]);
    let held = store.hold_commits().await.unwrap();
    let engine = rig.engine().clone();
    let act = tokio::spawn({
        let whole = whole.clone();
        async move { engine.hand_over(whole).await }
    });
    let waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let wait = async {
        while count(&store, waiting).await == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), wait).await.expect("the commit waits");
    rig.kill();
    let _ = act.await;
    held.rollback().await.unwrap();
    let undone = async {
        while count(&store, waiting).await > 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), undone).await.expect("what it had begun is undone");
    for query in [HELD_BY_BEN, OWNED_BY_BEN, RECEIPTS] {
        assert_eq!(count(&store, query).await, 0, "{query}");
    }
    let rig = Rig::start(&store).await;
    rig.engine().hand_over(whole).await.unwrap();
    assert_eq!((count(&store, HELD_BY_BEN).await, count(&store, OWNED_BY_BEN).await), (2, 1), "and it can be done again");
    rig.stop().await;
}
