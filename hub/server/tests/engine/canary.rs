//! The known alert that the hub sends itself: it comes back over the whole way, is missed when it does not, and is nobody's.

use super::count;
use super::rig::{Rig, store};
use hearth_escalation::Ladders;
use hearth_hub::canary::{self, Way};
use hearth_hub::clock;
use hearth_hub::escalate;
use hearth_store::Store;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

const PERIOD: Duration = Duration::from_millis(500);
const LONG: Duration = Duration::from_secs(60);

/// Sends it each half second; where it is the way and not the missing that is looked at, a slow machine has `LONG` for it.
fn fly(rig: &Rig, missing_after: Duration, send: Way) -> watch::Sender<bool> {
    let (stop, stops) = watch::channel(false);
    let parts = canary::Parts { feed: rig.feed.clone(), found: rig.found.clone(), period: PERIOD, missing_after, send, stop: stops };
    tokio::spawn(canary::run(parts));
    stop
}

async fn escalation(rig: &Rig, store: &Store) -> (JoinHandle<()>, watch::Sender<bool>) {
    let (stop, stops) = watch::channel(false);
    let (feed, engine) = (rig.feed.clone(), rig.engine().clone());
    let parts = escalate::Parts { store: store.clone(), feed, engine, ladders: Ladders::standard(), settling_ms: 0, stop: stops };
    (escalate::start(parts).await.unwrap(), stop)
}

async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let wait = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(LONG, wait).await.unwrap_or_else(|_| panic!("waited in vain until {what}"));
}

#[tokio::test]
async fn the_known_alert_comes_back_over_the_whole_way_and_is_in_no_register_list_or_count() {
    let (_cluster, store) = store().await;
    for start in 0..2 {
        let mut rig = Rig::start(&store).await;
        let (task, _stop) = escalation(&rig, &store).await;
        let _fly = fly(&rig, LONG, Box::new(rig.broker()));
        let first = store.number("SELECT coalesce(max(extract(epoch FROM raised_at) * 1000), 0)::bigint FROM canary").await.unwrap();
        until("three have come back", async || {
            let last = "SELECT coalesce(max(extract(epoch FROM raised_at) * 1000), 0)::bigint FROM canary WHERE escalated_at IS NOT NULL";
            count(&store, last).await > first + 3 * 500
        })
        .await;
        assert_eq!(rig.found.canary(clock::mono_ms()), None, "start {start}");
        // What a screen was told up to now.
        rig.feed.screens().unheard().send_replace(true);
        rig.screen.alert("rung_unheard", |_| true).await;
        assert!(rig.screen.tiles.is_empty() && rig.screen.alerts.len() == 1, "{:?} {:?}", rig.screen.tiles, rig.screen.alerts);
        task.abort();
        rig.kill();
        store.run("DELETE FROM alert_transitions; DELETE FROM escalations; DELETE FROM alerts").await.unwrap();
    }
    for table in ["patients", "episodes", "gateways", "kits", "devices", "bindings", "frames", "latest", "streams", "events", "anchors"] {
        let query: &'static str = Box::leak(format!("SELECT count(*) FROM {table}").into_boxed_str());
        assert_eq!(count(&store, query).await, 0, "{table}");
    }
    for table in ["alerts", "escalations", "escalation_rungs", "quarantine", "unplaced", "audit", "profiles", "strays"] {
        let query: &'static str = Box::leak(format!("SELECT count(*) FROM {table}").into_boxed_str());
        assert_eq!(count(&store, query).await, 0, "{table}");
    }
    assert_eq!(count(&store, "SELECT count(*) FROM canary").await, 1, "the last one alone");
}

#[tokio::test]
async fn a_known_alert_that_nothing_judges_or_that_nothing_escalates_is_an_alert_by_another_way() {
    let (_cluster, store) = store().await;
    let mut rig = Rig::start(&store).await;
    // The loop that judges gets nothing.
    let lost = fly(&rig, canary::MISSED_PERIODS * PERIOD, Box::new(|_| true));
    let told = rig.screen.alert("canary_missing", |alert| alert["condition"] == "active").await;
    assert_eq!((&told["kind"], &told["priority"], &told["recorded"]), (&"system".into(), &"high".into(), &true.into()));
    lost.send_replace(true);
    // It is judged, and no loop escalates.
    let stop = fly(&rig, canary::MISSED_PERIODS * PERIOD, Box::new(rig.broker()));
    until("it is raised", async || count(&store, "SELECT count(*) FROM canary WHERE escalated_at IS NULL").await == 1).await;
    until("it is missed again", async || rig.found.canary(clock::mono_ms()).is_some_and(|why| why.contains("did not come out"))).await;
    let (task, _stops) = escalation(&rig, &store).await;
    until("it comes back", async || rig.found.canary(clock::mono_ms()).is_none()).await;
    rig.screen.alert("canary_missing", |alert| alert["condition"] == "cleared").await;
    // A screen that has confirmed it once is asked for the next.
    rig.feed.screens().witnesses().send_replace(1);
    until("no screen confirms it", async || rig.found.canary(clock::mono_ms()).is_some_and(|why| why.contains("no open screen"))).await;
    stop.send_replace(true);
    task.abort();
    rig.stop().await;
}
