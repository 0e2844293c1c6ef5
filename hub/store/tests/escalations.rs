//! How far alerts have climbed is read back as it was written; what was told is never changed and never told twice.

use crate::common::NOON;
use hearth_alerts::{AlertId, Now, Rule, StaffId, System};
use hearth_escalation::{Escalation, Ladders, Open, Pause, Reachable, Reason, Receipt, Step, StoredClimb};
use hearth_store::escalations::EscalationChange;
use hearth_store::staff::StaffRow;
use hearth_store::testing::Cluster;
use hearth_store::transitions::EpisodeTransitions;
use hearth_store::{Store, StoreError};
use hearth_vitals::{MonoMs, WallMs};
use std::sync::Arc;
use uuid::Uuid;

const ALERT: AlertId = AlertId(7);
const ANA: Uuid = Uuid::from_u128(1);

fn at(s: i64) -> Now {
    Now { wall: WallMs(NOON + s * 1_000), mono: MonoMs(9_000_000 + s.unsigned_abs() * 1_000) }
}

fn stored(escalation: &Escalation, now: Now) -> Vec<StoredClimb> {
    escalation.climbs().map(|climb| climb.stored(now)).collect()
}

async fn commit(store: &Store, escalation: &Escalation, steps: Vec<Step>, now: Now) -> Result<(), StoreError> {
    store.commit_escalation(&EscalationChange { climbs: stored(escalation, now), steps, ..EscalationChange::default() }).await
}

/// A store with an alert, open since noon, and who may answer it.
async fn with_alert() -> (Arc<Cluster>, Store, Open) {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let (name, role) = ("ana".to_owned(), "physician".to_owned());
    let ana = StaffRow { id: ANA, display_name: name.clone(), name, role, password_hash: "none".into(), must_change_password: false };
    store.add_staff(&ana).await.unwrap();
    let transitions = System::new().raise(Rule::BrokerDown, "down", at(0), &mut || ALERT);
    let open = Open::from(&transitions[0].alert);
    store.commit_transitions(&[EpisodeTransitions { episode: None, transitions }]).await.unwrap();
    (cluster, store, open)
}

#[tokio::test]
async fn what_was_written_at_each_stage_of_a_climb_is_read_back() {
    let (_cluster, store, mut open) = with_alert().await;
    let mut escalation = Escalation::new(Ladders::standard());
    let steps = escalation.advance(&[open], &Reachable::Unknown, at(65));
    commit(&store, &escalation, steps, at(65)).await.unwrap();
    assert_eq!(store.escalations().await.unwrap(), stored(&escalation, at(65)), "two rungs, and both deadlines");

    let step = escalation.receive(ALERT, 1, 2, Receipt::Opened, StaffId(ANA.as_u128()), at(67)).unwrap();
    commit(&store, &escalation, vec![step], at(67)).await.unwrap();
    assert_eq!(store.escalations().await.unwrap(), stored(&escalation, at(67)), "who opened it, and no deadline for it any more");

    open.acknowledged = Some((StaffId(ANA.as_u128()), at(70).wall));
    let mut steps = escalation.advance(&[open], &Reachable::Unknown, at(70));
    steps.extend(escalation.advance(&[open], &Reachable::Unknown, at(670)));
    commit(&store, &escalation, steps, at(670)).await.unwrap();
    assert_eq!(store.escalations().await.unwrap(), stored(&escalation, at(670)), "its owner, and a reminder");

    let pause = Pause::try_new(Rule::SensorOff, open.priority, Reason::Bath, Some(120_000)).unwrap();
    let step = escalation.pause(&open, pause, StaffId(ANA.as_u128()), at(680)).unwrap();
    commit(&store, &escalation, vec![step], at(680)).await.unwrap();
    assert_eq!(store.escalations().await.unwrap(), stored(&escalation, at(680)), "who paused it, why, and until when");

    // It became more urgent: another round, of which alone the rungs count.
    open.acknowledged = None;
    let steps = escalation.advance(&[open], &Reachable::Unknown, at(700));
    commit(&store, &escalation, steps, at(700)).await.unwrap();
    let read = store.escalations().await.unwrap();
    assert_eq!((read.len(), read[0].round, read[0].fired.len()), (1, 2, 1));
    assert_eq!(read, stored(&escalation, at(700)));
    let restored = Escalation::restore(Ladders::standard(), read, &[], at(700));
    assert!(restored.climbs().eq(escalation.climbs()), "it goes on where it was");

    let gone = EscalationChange { gone: vec![ALERT], ..EscalationChange::default() };
    store.commit_escalation(&gone).await.unwrap();
    assert_eq!(store.escalations().await.unwrap(), []);
    let audit = "SELECT count(*) FROM escalation_steps JOIN staff ON staff.id = staff_id \
                 WHERE step = 'paused' AND detail = 'bath' OR step = 'resumed' AND detail = 'worse'";
    assert_eq!(store.number(audit).await.unwrap(), 1, "who paused it");
    assert_eq!(store.number("SELECT count(*) FROM escalation_steps WHERE step = 'resumed' AND detail = 'worse'").await.unwrap(), 1);
    let kept = "SELECT count(*) FROM escalation_rungs";
    assert_eq!(store.number(kept).await.unwrap(), 3, "what was told of a closed alert stays");
}

#[tokio::test]
async fn a_rung_that_fired_cannot_fire_again_and_no_step_is_ever_changed() {
    let (_cluster, store, open) = with_alert().await;
    let mut escalation = Escalation::new(Ladders::standard());
    let mut forgetful = escalation.clone();
    let steps = escalation.advance(&[open], &Reachable::Unknown, at(0));
    commit(&store, &escalation, steps, at(0)).await.unwrap();
    let again = forgetful.advance(&[open], &Reachable::Unknown, at(1));
    assert!(matches!(commit(&store, &forgetful, again, at(1)).await, Err(StoreError::Data { code, .. }) if code == "23505"));
    assert_eq!(store.number("SELECT count(*) FROM escalation_steps").await.unwrap(), 1, "all of it or nothing");
    for sql in ["DELETE FROM escalation_steps", "UPDATE escalation_steps SET rung = 2", "TRUNCATE escalation_steps"] {
        let refused = sqlx::query(sql).execute(store.pool()).await.unwrap_err().to_string();
        assert!(refused.contains("never changed or deleted"), "{refused}");
    }
}
