//! The call button: a press is an alert for whoever lives in that home, at once, whatever the numbers say; it outlives a
//! restart, and only a person ends it.

use super::rig::{self, Home, Rig, home, id, nurse, store, version};
use super::{CALM, ago};
use hearth_vitals::*;
use serde_json::Value;

/// Presses of the home's own button as one batch of events, numbered from `first`.
async fn press(rig: &Rig, home: &Home, first: u64, at: &[WallMs], is_clock_known: bool) {
    let mut batch = rig::batch(home, first, &[(ago(0), CALM)]);
    batch.header.stream.class = Class::Events;
    if !is_clock_known {
        (batch.boot, batch.anchor) = (BootId(44), None);
    }
    let button = |at: &WallMs| Record::Event(Event { mono: rig::mono(*at), device: None, kind: EventKind::Button });
    batch.records = at.iter().map(button).collect();
    batch.header.count = u32::try_from(batch.records.len()).unwrap();
    rig.raw(&home.gateway, batch::v1::encode(&batch).unwrap()).await;
}

fn is_nobodys(alert: &Value) -> bool {
    alert["condition"] == "active" && alert["response"] == "none"
}

#[tokio::test]
async fn a_call_rings_whoever_lives_there_outlives_a_restart_and_only_a_person_ends_it() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let (caller, neighbour) = (home(&store, 1, ana, ago(3_600_000)).await, home(&store, 2, ana, ago(3_600_000)).await);
    let mut rig = Rig::start(&store).await;
    press(&rig, &caller, 0, &[ago(60_000), ago(58_000)], true).await;
    let rings = rig.screen.alert("call", is_nobodys).await;
    assert_eq!(
        (&rings["priority"], &rings["kind"], &rings["version"]),
        (&"high".into(), &"clinical".into(), &1.into()),
        "a tremor is one call"
    );
    assert_eq!(rings["episode_id"], caller.episode.to_string(), "and not {}", neighbour.episode);
    rig.engine().acknowledge(id(&rings), version(&rings), ana).await.unwrap();
    rig.kill();

    // The same presses again, and one a second after the last: the hub that starts knows them.
    let mut rig = Rig::start(&store).await;
    rig.screen.alert("call", |alert| alert["response"] == "acknowledged").await;
    press(&rig, &caller, 0, &[ago(60_000), ago(58_000), ago(57_500)], true).await;
    rig.receipted(&caller, 3).await;
    press(&rig, &caller, 3, &[ago(1_000)], true).await;
    let again = rig.screen.alert("call", is_nobodys).await;
    let steps = store.alert(id(&again)).await.unwrap().unwrap().1;
    let changes: Vec<_> = steps.iter().map(|step| step.change.as_str()).collect();
    assert_eq!(changes, ["raised", "acknowledged", "severity_raised", "acknowledgement_voided"]);
    rig.engine().review(id(&again), version(&again), ana, "helped up".into()).await.unwrap();
    rig.screen.alert("call", |alert| alert["open"] == false).await;
    rig.kill();

    let mut rig = Rig::start(&store).await;
    // A gateway whose clock was never set cannot say when: that is no reason to wait.
    press(&rig, &neighbour, 0, &[ago(0)], false).await;
    let other = rig.screen.alert("call", is_nobodys).await;
    assert_eq!(other["episode_id"], neighbour.episode.to_string());
    assert_eq!(store.open_alerts().await.unwrap().len(), 1, "who was seen to calls no more");
    rig.stop().await;
}
