//! Promises of the engine's loop, over a real PostgreSQL.

mod by_hand;
mod calls;
mod canary;
mod changes;
mod escalation;
mod handover;
mod newer;
mod older;
mod owed;
mod person;
mod reconcile;
mod replay;
mod rig;
mod scores;
mod shifts;
mod strays;
mod twins;

use hearth_alerts::ActError;
use hearth_hub::clock::wall_ms;
use hearth_hub::engine::handle::Refused;
use hearth_hub::receipts::outgoing::Answer;
use hearth_vitals::receipt::RefusalReason;
use hearth_vitals::{GatewayId, WallMs};
use rig::{Rig, home, id, nurse, store, store_to_kill, version};
use serde_json::Value;
use uuid::Uuid;

/// Critical for an adult: rings at once.
const CRITICAL: Option<i32> = Some(700);
const CALM: Option<i32> = Some(970);

fn ago(ms: i64) -> WallMs {
    wall_ms().plus(-ms)
}

async fn count(store: &hearth_store::Store, query: &'static str) -> i64 {
    store.number(query).await.unwrap()
}

#[tokio::test]
async fn a_reading_is_committed_then_receipted_and_shown_and_sent_twice_it_is_there_once() {
    let (_cluster, store) = store().await;
    let nurse = nurse(&store, "ana").await;
    let home = home(&store, 1, nurse, ago(3_600_000)).await;
    let mut rig = Rig::start(&store).await;
    let frames = [(ago(2_000), CALM), (ago(1_000), Some(960))];
    rig.live(&home, 0, &frames).await;
    rig.receipted(&home, 2).await;
    rig.screen.value(&home, "spo2", 96.0).await;
    rig.live(&home, 0, &frames).await;
    rig.live(&home, 2, &[(ago(0), Some(950))]).await;
    rig.receipted(&home, 3).await;
    assert_eq!(count(&store, "SELECT count(*) FROM frames").await, 3);
    rig.stop().await;
}

#[tokio::test]
async fn an_alert_is_stored_before_it_is_shown_and_the_first_nurse_has_it() {
    let (_cluster, store) = store().await;
    let (ana, ben) = (nurse(&store, "ana").await, nurse(&store, "ben").await);
    let home = home(&store, 1, ana, ago(3_600_000)).await;
    let mut rig = Rig::start(&store).await;
    rig.live(&home, 0, &[(ago(0), CRITICAL)]).await;
    let shown = rig.screen.alert("spo2_low", |alert| alert["priority"] == "high").await;
    let (row, steps) = store.alert(id(&shown)).await.unwrap().expect("what is shown is stored");
    assert_eq!((row.alert.version, steps.len()), (version(&shown), 1));
    assert_eq!(shown["recorded"], true);

    let taken = rig.engine().acknowledge(id(&shown), version(&shown), ana).await.unwrap();
    assert_eq!(taken.episode, Some(home.episode));
    let late = rig.engine().acknowledge(id(&shown), version(&shown), ben).await.unwrap_err();
    assert!(matches!(late, Refused::Act(ActError::AlreadyAcknowledged { by, .. }) if by.0 == ana.as_u128()), "{late:?}");
    let shown = rig.screen.alert("spo2_low", |alert| alert["response"] == "acknowledged").await;
    assert_eq!(shown["acknowledged_by"]["display_name"], "Nurse ana");
    rig.stop().await;
}

/// What an oximeter shows of a dying patient: it rings as high at once, and nothing takes it for a value, also after a kill.
#[tokio::test]
async fn a_saturation_of_48_rings_and_is_no_value_on_any_screen() {
    let (_cluster, store) = store().await;
    let nurse = nurse(&store, "ana").await;
    let home = home(&store, 1, nurse, ago(3_600_000)).await;
    let mut rig = Rig::start(&store).await;
    rig.live(&home, 0, &[(ago(2_000), CALM)]).await;
    rig.screen.value(&home, "spo2", 97.0).await;
    rig.live(&home, 1, &[(ago(1_000), Some(480))]).await;
    let shown = rig.screen.alert("spo2_low", |alert| alert["priority"] == "high").await;
    assert_eq!((shown["value"].as_f64(), shown["evidence"]["fault"].as_str()), (Some(48.0), Some("below_band")));
    let stay = home.episode.to_string();
    // Told as a frame, or among all that is newest of the stay.
    let told = |screen: &rig::Screen| {
        let tile = screen.tiles.get(&stay)?;
        let newest = tile["values"].as_array().into_iter().flatten().find(|value| value["vital"] == "spo2" && value["value"].is_null());
        let newest = newest.map(|value| value["flags"].clone());
        let frame = tile["newest"]["values"]["spo2"].is_null().then(|| tile["newest"]["flags"]["spo2"].clone());
        newest.or(frame).filter(Value::is_array)
    };
    assert_eq!(rig.screen.until("the tile says why there is no saturation", told).await, serde_json::json!(["implausible"]));
    rig.kill();

    let mut rig = Rig::start(&store).await;
    let again = rig.screen.alert("spo2_low", |alert| alert["condition"] == "active").await;
    assert_eq!((id(&again), version(&again)), (id(&shown), version(&shown)), "told once");
    let newest = store.newest_values(Some(home.episode)).await.unwrap();
    let spo2 = newest.iter().find(|value| value.vital == hearth_vitals::Vital::Spo2).unwrap();
    assert_eq!((spo2.raw, spo2.last.map(|(raw, _)| raw)), (None, Some(970)));
    rig.stop().await;
}

#[tokio::test]
async fn a_killed_hub_comes_back_with_the_alert_its_owner_and_the_newest_value() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let home = home(&store, 1, ana, ago(3_600_000)).await;
    let mut rig = Rig::start(&store).await;
    rig.live(&home, 0, &[(ago(0), CRITICAL)]).await;
    let shown = rig.screen.alert("spo2_low", |_| true).await;
    rig.engine().acknowledge(id(&shown), version(&shown), ana).await.unwrap();
    rig.kill();

    let mut rig = Rig::start(&store).await;
    let again = rig.screen.alert("spo2_low", |_| true).await;
    assert_eq!((id(&again), again["response"].as_str()), (id(&shown), Some("acknowledged")));
    assert_eq!(rig.screen.tiles[&home.episode.to_string()]["values"].as_array().unwrap().len(), 2);
    // It is the same condition: the next value rings no second alert.
    rig.live(&home, 1, &[(ago(0), Some(690))]).await;
    rig.receipted(&home, 2).await;
    assert_eq!(count(&store, "SELECT count(*) FROM alerts WHERE rule = 'spo2_low'").await, 1);
    rig.stop().await;
}

#[tokio::test]
async fn a_backlog_belongs_to_whoever_wore_the_device_when_it_was_measured() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let first = home(&store, 1, ana, ago(7_200_000)).await;
    let mut rig = Rig::start(&store).await;
    let binding = store.bindings().await.unwrap().bindings[0].id;
    store.end_binding(binding, ago(3_600_000), ana, "moved").await.unwrap();
    let second = rig::admit(&store, 2, ana).await;
    store.bind_device(Uuid::now_v7(), &first.device, second, ago(3_600_000), ana).await.unwrap();
    rig.engine().bindings_changed().await.unwrap();

    // Measured while the first patient wore it, arrived when the second one did.
    rig.backfill(&first, 0, &[(ago(3_700_000), CRITICAL), (ago(3_650_000), CALM)]).await;
    rig.live(&first, 2, &[(ago(0), CALM)]).await;
    rig.receipted(&first, 3).await;
    let past = rig.screen.alert("spo2_low", |_| true).await;
    assert_eq!(past["episode_id"], first.episode.to_string());
    assert_eq!(count(&store, "SELECT count(*) FROM alerts WHERE rule = 'spo2_low'").await, 1);
    let rows = store.trend(second, hearth_vitals::Vital::Spo2, ago(8_000_000), ago(-1_000), 100).await.unwrap().1;
    assert_eq!(rows.iter().map(|bucket| bucket.count).sum::<i64>(), 1, "the second patient has only what was measured on them");
    rig.stop().await;
}

#[tokio::test]
async fn bindings_changed_behind_the_loops_back_are_read_before_anything_is_committed() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let home = home(&store, 1, ana, ago(7_200_000)).await;
    let mut rig = Rig::start(&store).await;
    let second = rig::admit(&store, 2, ana).await;
    let binding = store.bindings().await.unwrap().bindings[0].id;
    store.end_binding(binding, ago(60_000), ana, "moved").await.unwrap();
    store.bind_device(Uuid::now_v7(), &home.device, second, ago(60_000), ana).await.unwrap();
    rig.live(&home, 0, &[(ago(0), CRITICAL)]).await;
    let shown = rig.screen.alert("spo2_low", |_| true).await;
    assert_eq!(shown["episode_id"], second.to_string());
    rig.stop().await;
}

#[tokio::test]
async fn an_unknown_gateway_is_refused_until_somebody_registers_it() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let mut home = home(&store, 1, ana, ago(3_600_000)).await;
    home.gateway = GatewayId::new("home-0002").unwrap();
    let mut rig = Rig::start(&store).await;
    rig.live(&home, 0, &[(ago(0), CALM)]).await;
    let Answer::Refused(gateway, refusal) = rig.answer().await else { panic!("taken") };
    assert_eq!((gateway, refusal.reason), (home.gateway.clone(), RefusalReason::UnknownGateway));
    assert_eq!(count(&store, "SELECT count(*) FROM frames").await, 0);

    // As `hearth-hub gateway add` does, in a process of its own.
    store.register_gateways(std::slice::from_ref(&home.gateway)).await.unwrap();
    loop {
        rig.live(&home, 0, &[(ago(0), CALM)]).await;
        if matches!(rig.answer().await, Answer::Held(..)) {
            break;
        }
    }
    assert_eq!(count(&store, "SELECT count(*) FROM frames").await, 1);
    rig.stop().await;
}

#[tokio::test]
async fn poison_is_kept_for_study_receipted_and_holds_up_nobody() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let (one, two) = (home(&store, 1, ana, ago(3_600_000)).await, home(&store, 2, ana, ago(3_600_000)).await);
    let mut rig = Rig::start(&store).await;
    let mut bytes = hearth_vitals::batch::v1::encode(&rig::batch(&one, 0, &[(ago(0), CALM)])).unwrap();
    bytes.push(0);
    let crc = crc32c::crc32c(&bytes[6..]);
    bytes[2..6].copy_from_slice(&crc.to_le_bytes());
    rig.raw(&one.gateway, bytes).await;
    rig.live(&two, 0, &[(ago(0), CALM)]).await;
    rig.receipted(&two, 1).await;
    assert_eq!(count(&store, "SELECT count(*) FROM quarantine WHERE gateway_id = 'home-0001' AND length(bytes) > 20").await, 1);
    rig.live(&one, 1, &[(ago(0), CALM)]).await;
    rig.receipted(&one, 2).await;
    rig.stop().await;
}

#[tokio::test]
async fn what_was_measured_before_the_clock_was_right_is_placed_and_judged_once_it_is() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let home = home(&store, 1, ana, ago(3_600_000)).await;
    let mut rig = Rig::start(&store).await;
    let mut early = rig::batch(&home, 0, &[(ago(600_000), CRITICAL), (ago(500_000), CALM)]);
    early.anchor.as_mut().unwrap().quality = hearth_vitals::ClockQuality::Unknown;
    rig.raw(&home.gateway, hearth_vitals::batch::v1::encode(&early).unwrap()).await;
    rig.receipted(&home, 2).await;
    assert_eq!(count(&store, "SELECT count(*) FROM frames").await, 0, "nobody's time is guessed");
    rig.live(&home, 2, &[(ago(0), CALM)]).await;
    let past = rig.screen.alert("spo2_low", |alert| alert["while_offline"] == true).await;
    assert_eq!(past["condition"], "cleared");
    assert_eq!(count(&store, "SELECT count(*) FROM frames").await, 3);
    assert_eq!(count(&store, "SELECT count(*) FROM unplaced").await, 0);
    rig.stop().await;
}

#[tokio::test]
async fn a_lane_that_is_never_empty_does_not_put_off_what_is_due() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let busy = home(&store, 1, ana, ago(3_600_000)).await;
    let mut other = home(&store, 2, ana, ago(3_600_000)).await;
    other.gateway = GatewayId::new("home-0099").unwrap();
    let mut rig = Rig::start(&store).await;
    let flood = rig.flood(&busy, true);
    store.register_gateways(std::slice::from_ref(&other.gateway)).await.unwrap();
    // The list of gateways is read anew when the loop looks around, which it does each second.
    loop {
        rig.live(&other, 0, &[(ago(0), CALM)]).await;
        if matches!(rig.answer_to(&other.gateway).await, Answer::Held(..)) {
            break;
        }
    }
    flood.abort();
    rig.stop().await;
}

#[tokio::test]
async fn a_backlog_without_end_does_not_keep_gateways_from_saying_how_they_are() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let busy = home(&store, 1, ana, ago(3_600_000)).await;
    let rig = Rig::start(&store).await;
    let flood = rig.flood(&busy, false);
    let said = async {
        for _ in 0..1_000 {
            rig.says(rig::state(&busy)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), said).await.expect("states are taken");
    flood.abort();
    rig.stop().await;
}

#[tokio::test]
async fn an_alert_of_a_stay_that_ended_while_the_hub_was_away_can_be_reviewed() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let home = home(&store, 1, ana, ago(3_600_000)).await;
    let mut rig = Rig::start(&store).await;
    rig.live(&home, 0, &[(ago(0), CRITICAL)]).await;
    rig.screen.alert("spo2_low", |_| true).await;
    rig.kill();
    assert!(store.end_episode(home.episode, wall_ms(), ana, "discharged").await.unwrap());
    let mut rig = Rig::start(&store).await;
    let ended = rig.screen.alert("spo2_low", |alert| alert["condition"] == "cleared").await;
    rig.engine().review(id(&ended), version(&ended), ana, "discharged".into()).await.unwrap();
    let key = home.episode.to_string();
    rig.screen.until("the stay is off the wall", |screen| (!screen.tiles.contains_key(&key)).then_some(())).await;
    rig.stop().await;
}

#[tokio::test]
async fn a_system_fault_is_shown_and_stays_until_a_person_has_reviewed_it() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let mut rig = Rig::start(&store).await;
    rig.link.send_replace(hearth_hub::ingest::intake::Connected { up: false, reason: "refused".into() });
    let shown = rig.screen.alert("broker_down", |alert| alert["condition"] == "active").await;
    assert_eq!((shown["kind"].as_str(), shown["episode_id"].as_str()), (Some("system"), None));
    rig.engine().acknowledge(id(&shown), version(&shown), ana).await.unwrap();
    rig.link.send_replace(hearth_hub::ingest::intake::Connected { up: true, reason: String::new() });
    let ended = rig.screen.alert("broker_down", |alert| alert["condition"] == "cleared").await;
    assert_eq!(ended["open"], true);
    rig.engine().review(id(&ended), version(&ended), ana, "cable".into()).await.unwrap();
    rig.screen.alert("broker_down", |alert| alert["open"] == false).await;
    let steps = store.alert(id(&shown)).await.unwrap().unwrap().1;
    assert_eq!(
        steps.iter().map(|step| step.change.as_str()).collect::<Vec<_>>(),
        ["raised", "acknowledged", "cleared", "reviewed", "closed"]
    );
    rig.stop().await;
}

#[tokio::test]
async fn a_dead_database_is_told_marked_as_unrecorded_and_written_down_when_it_is_back() {
    let (mut cluster, store) = store_to_kill().await;
    let ana = nurse(&store, "ana").await;
    let home = home(&store, 1, ana, ago(3_600_000)).await;
    let mut rig = Rig::start(&store).await;
    cluster.kill().unwrap();
    rig.live(&home, 0, &[(ago(0), CRITICAL)]).await;
    let shown = rig.screen.alert("database_down", |alert| alert["condition"] == "active").await;
    assert_eq!(shown["recorded"], false, "nobody can have written it down");
    let refused = rig.engine().acknowledge(id(&shown), version(&shown), ana).await.unwrap_err();
    assert!(matches!(refused, Refused::Store(_)), "{refused:?}");

    cluster.start_again().unwrap();
    rig.receipted(&home, 1).await;
    rig.screen.alert("spo2_low", |alert| alert["recorded"] == true).await;
    let recorded = rig.screen.alert("database_down", |alert| alert["recorded"] == true).await;
    let (row, steps) = store.alert(id(&recorded)).await.unwrap().expect("it is on record");
    assert_eq!((row.alert.id.0, steps[0].change.as_str()), (id(&shown).as_u128(), "raised"));
    assert_eq!(count(&store, "SELECT count(*) FROM frames").await, 1);
    rig.stop().await;
}

#[tokio::test]
async fn while_the_database_is_down_nothing_more_is_taken_and_what_waited_is_stored_once() {
    let (mut cluster, store) = store_to_kill().await;
    let ana = nurse(&store, "ana").await;
    let home = home(&store, 1, ana, ago(3_600_000)).await;
    let mut rig = Rig::start(&store).await;
    cluster.kill().unwrap();
    // The lane of the test holds 64 deliveries, the round that cannot be committed what had come by then.
    let mut taken = 0;
    while tokio::time::timeout(std::time::Duration::from_secs(3), rig.live(&home, taken, &[(ago(0), CALM)])).await.is_ok() {
        taken += 1;
    }
    assert!(taken < 1_000, "{taken} were taken for a database that is down");
    cluster.start_again().unwrap();
    rig.receipted(&home, taken).await;
    assert_eq!(count(&store, "SELECT count(*) FROM frames").await, i64::try_from(taken).unwrap());
    rig.stop().await;
}

#[tokio::test]
async fn an_ended_stay_leaves_the_wall_when_its_last_alert_is_reviewed() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let home = home(&store, 1, ana, ago(3_600_000)).await;
    let mut rig = Rig::start(&store).await;
    rig.live(&home, 0, &[(ago(0), CRITICAL)]).await;
    rig.screen.alert("spo2_low", |_| true).await;
    assert!(store.end_episode(home.episode, wall_ms(), ana, "discharged").await.unwrap());
    rig.engine().bindings_changed().await.unwrap();
    let ended = rig.screen.alert("spo2_low", |alert| alert["condition"] == "cleared").await;
    assert!(rig.screen.tiles.contains_key(&home.episode.to_string()));
    rig.engine().review(id(&ended), version(&ended), ana, "discharged".into()).await.unwrap();
    let key = home.episode.to_string();
    rig.screen.until("the stay is off the wall", |screen| (!screen.tiles.contains_key(&key)).then_some(())).await;
    rig.stop().await;
}
