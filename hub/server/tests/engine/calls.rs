//! The call button: a press is an alert for whoever lives in that home, at once, whatever the numbers say; it outlives a
//! restart, and only a person ends it. Faults of a cuff and rejected packets ring for whoever wears the
//! device, a gateway's clock and disk for whoever lives there.

use super::rig::{self, Home, Rig, home, id, nurse, store, version};
use super::{CALM, ago};
use hearth_vitals::*;
use serde_json::Value;

/// Presses of the home's own button.
async fn press(rig: &Rig, home: &Home, first: u64, at: &[WallMs], is_clock_known: bool) {
    let presses: Vec<_> = at.iter().map(|at| (*at, EventKind::Button, None)).collect();
    tell(rig, home, first, &presses, is_clock_known).await;
}

/// Events as one batch, numbered from `first`.
async fn tell(rig: &Rig, home: &Home, first: u64, events: &[(WallMs, EventKind, Option<DeviceId>)], is_clock_known: bool) {
    let event = |(at, kind, device): &(WallMs, EventKind, Option<DeviceId>)| {
        Record::Event(Event { mono: rig::mono(*at), device: device.clone(), kind: *kind })
    };
    send(rig, home, first, events.iter().map(event).collect(), is_clock_known).await;
}

/// Records of the class of events as one batch, numbered from `first`.
async fn send(rig: &Rig, home: &Home, first: u64, records: Vec<Record>, is_clock_known: bool) {
    let mut batch = rig::batch(home, first, &[(ago(0), CALM)]);
    batch.header.stream.class = Class::Events;
    if !is_clock_known {
        (batch.boot, batch.anchor) = (BootId(44), None);
    }
    batch.records = records;
    batch.header.count = u32::try_from(batch.records.len()).unwrap();
    rig.raw(&home.gateway, batch::v1::encode(&batch).unwrap()).await;
}

const STATUS: Status = Status {
    mono: MonoMs(0),
    clock: ClockQuality::Synchronised,
    outbox_bytes: 0,
    disk_free_bytes: 8 << 30,
    backlog: 0,
    links_up: 1,
    links_total: 1,
};

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

    let of_device = |kind| (ago(1_000), kind, Some(caller.device.clone()));
    let rejected = (1..=5).map(|minute| (ago(minute * 60_000), EventKind::Rejected { packets: 7 }, Some(caller.device.clone())));
    let events: Vec<_> = rejected.chain([of_device(EventKind::CuffFault { code: 3 })]).collect();
    tell(&rig, &caller, 4, &events, true).await;
    for (rule, wanted) in [("cuff_fault", Some(serde_json::json!(["systolic"]))), ("rejected", None)] {
        let told = rig.screen.alert(rule, is_nobodys).await;
        assert_eq!((&told["device_id"], &told["priority"]), (&caller.device.to_string().into(), &"low".into()), "{rule}");
        assert_eq!(told["evidence"].get("wanted").cloned(), wanted, "{rule}");
    }

    let status = |minute: i64| {
        let status = Status { mono: rig::mono(ago(minute * 60_000)), clock: ClockQuality::Unknown, disk_free_bytes: 1_000, ..STATUS };
        Record::Status(status)
    };
    send(&rig, &neighbour, 1, (0_i64..7).rev().map(status).collect(), true).await;
    for rule in ["gateway_clock", "gateway_storage"] {
        let told = rig.screen.alert(rule, is_nobodys).await;
        assert_eq!((&told["gateway_id"], &told["priority"]), (&neighbour.gateway.to_string().into(), &"medium".into()), "{rule}");
        assert_eq!(told["episode_id"], neighbour.episode.to_string());
    }
    rig.stop().await;
}
