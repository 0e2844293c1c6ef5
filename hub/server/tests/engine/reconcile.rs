//! What should have rung and did not, or rang and reached nobody, is found by what is stored alone.

use super::rig::{Home, Rig, home, id, mono, nurse, store, version};
use super::{CALM, CRITICAL, ago};
use hearth_alerts::Rule;
use hearth_hub::clock::{Clock, wall_ms};
use hearth_hub::engine::found::Found;
use hearth_hub::reconcile::{self, Pace};
use hearth_store::Store;
use hearth_store::ingest::{IngestBatch, Item, Placed};
use hearth_vitals::{Class, Flags, Frame, Generation, Reading, Stream, Vital, WallMs};
use std::time::Duration;
use tokio::sync::watch;

/// Without rests, and of what arrived half a second ago.
const QUICK: Pace = Pace { turn: Duration::from_millis(100), share: 0, window_ms: 900_000, settle_ms: 500, reach_ms: 3_600_000 };

/// A reconciler beside a rig; it ends with the sender.
fn beside(store: &Store, found: &Found, pace: Pace) -> watch::Sender<bool> {
    let (stop, stops) = watch::channel(false);
    let parts = reconcile::Parts { store: store.clone(), clock: Clock::SYSTEM, found: found.clone(), pace, stop: stops };
    tokio::spawn(reconcile::run(parts));
    stop
}

/// Stores what an oximeter measured, as a hub whose loop judges nothing would.
async fn store_unjudged(store: &Store, home: &Home, values: &[(WallMs, Option<i32>)]) {
    let item = |(at, raw): &(WallMs, Option<i32>)| {
        let reading = Reading::new(Vital::Spo2, *raw, Flags::NONE);
        let frame = Frame::new(home.device.clone(), mono(*at), None, vec![reading]).unwrap();
        Item::Frame(frame, Placed { at: *at, clock: 1, uncertainty_ms: 20 })
    };
    let batch = IngestBatch {
        gateway: home.gateway.clone(),
        stream: Stream { generation: Generation(77), class: Class::Numerics },
        first: 0,
        received_at: wall_ms(),
        items: values.iter().map(item).collect(),
    };
    let version = store.bindings_version().await.unwrap();
    store.ingest(&[batch], version, &mut |_| Vec::new(), wall_ms()).await.unwrap();
}

async fn until(is_so: impl Fn() -> bool) {
    let waited = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waited).await.expect("it is found in time");
}

#[tokio::test]
async fn a_critical_value_that_was_stored_and_never_judged_is_told_with_its_stay() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let (judged, forgotten) = (home(&store, 1, ana, ago(3_600_000)).await, home(&store, 2, ana, ago(3_600_000)).await);
    store
        .run("UPDATE episodes SET admitted_at = now() - interval '1 hour'; UPDATE bindings SET from_at = now() - interval '1 hour'")
        .await
        .unwrap();
    let mut rig = Rig::start(&store).await;
    let _stop = beside(&store, &rig.found, QUICK);
    rig.live(&judged, 0, &[(ago(2_000), CALM), (ago(0), CRITICAL)]).await;
    rig.screen.alert("spo2_low", |_| true).await;
    store_unjudged(&store, &forgotten, &[(ago(2_000), CALM), (ago(1_000), CRITICAL)]).await;
    let told = rig.screen.alert("reconciler_differs", |alert| alert["condition"] == "active").await;
    let why = rig.found.of(Rule::ReconcilerDiffers).unwrap();
    assert!(why.contains(&format!("stay {}: spo2_low (high) should have rung", forgotten.episode)), "{why}");
    // Alone: an instant or an id may have these digits within it.
    let is_value = |word: &str| word.trim_matches(|c: char| !c.is_ascii_digit() && c != '.').starts_with("70") && word.len() < 6;
    assert!(!why.contains(&judged.episode.to_string()) && !why.split_whitespace().any(is_value), "no stay that rang, and no value: {why}");
    assert_eq!((&told["kind"], &told["priority"]), (&"system".into(), &"high".into()));
    rig.stop().await;
}

#[tokio::test]
async fn an_alert_whose_rows_are_gone_and_one_that_reached_nobody_are_found() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let home = home(&store, 1, ana, ago(3_600_000)).await;
    store
        .run("UPDATE episodes SET admitted_at = now() - interval '1 hour'; UPDATE bindings SET from_at = now() - interval '1 hour'")
        .await
        .unwrap();
    let mut rig = Rig::start(&store).await;
    rig.live(&home, 0, &[(ago(0), CRITICAL)]).await;
    let rings = rig.screen.alert("spo2_low", |_| true).await;
    // Nobody escalates here, so no screen confirms a rung of it.
    let stop = beside(&store, &rig.found, Pace { reach_ms: 0, ..QUICK });
    let reached = |rig: &Rig| rig.found.of(Rule::ReconcilerDiffers);
    rig.screen.alert("reconciler_differs", |alert| alert["condition"] == "active").await;
    let why = reached(&rig).unwrap();
    assert!(why.contains(&format!("alert {} of stay {} has rung and reached nobody", id(&rings), home.episode)), "{why}");
    rig.engine().acknowledge(id(&rings), version(&rings), ana).await.unwrap();
    until(|| reached(&rig).is_none()).await;
    stop.send_replace(true);

    let _stop = beside(&store, &rig.found, QUICK);
    store.run("DELETE FROM alert_transitions t USING alerts a WHERE a.id = t.alert_id AND a.rule = 'spo2_low'; DELETE FROM alerts WHERE rule = 'spo2_low'").await.unwrap();
    until(|| reached(&rig).is_some()).await;
    assert!(reached(&rig).unwrap().contains("spo2_low (high) should have rung"));
    rig.stop().await;
}

#[tokio::test]
async fn a_wall_that_stops_confirming_is_an_alert_on_the_others() {
    let (_cluster, store) = store().await;
    let mut rig = Rig::start(&store).await;
    rig.feed.screens().silent().send_replace(1);
    let told = rig.screen.alert("screen_silent", |alert| alert["condition"] == "active").await;
    assert_eq!((&told["kind"], &told["priority"]), (&"system".into(), &"high".into()));
    rig.feed.screens().silent().send_replace(0);
    rig.screen.alert("screen_silent", |alert| alert["condition"] == "cleared").await;
    rig.stop().await;
}
