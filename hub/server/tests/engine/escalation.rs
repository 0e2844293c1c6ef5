//! An alert that nobody answers, over a real store: rungs fire once and when they are due, whatever dies in between.

use super::rig::{Rig, home, id, nurse, store, version};
use super::{CRITICAL, ago, count};
use hearth_alerts::{Action, AlertId, Intent, Now, Remind, Rule, System};
use hearth_escalation::{Ladders, Receipt};
use hearth_hub::auth::role::Role;
use hearth_hub::auth::token::TokenHash;
use hearth_hub::clock;
use hearth_hub::engine::handle::EngineHandle;
use hearth_hub::escalate::{self, Parts};
use hearth_hub::feed::Feed;
use hearth_hub::feed::screens::ScreenReceipt;
use hearth_hub::feed::state::Update;
use hearth_hub::feed::viewers::Seat;
use hearth_hub::shown;
use hearth_store::Store;
use hearth_store::alerts::AlertRow;
use hearth_store::transitions::EpisodeTransitions;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;

const LONG: Duration = Duration::from_secs(60);
/// Of the alert that [`raised`] makes.
const ALERT: u128 = 7;

/// The loop, on a feed of its own, with these people at screens. Dropping `stop` would end it.
struct Running {
    feed: Feed,
    task: JoinHandle<()>,
    _seats: Vec<Seat>,
    _stop: watch::Sender<bool>,
}

fn seat(feed: &Feed, person: Uuid, role: Role) -> Seat {
    feed.viewers().enter(person, role, TokenHash([0; 32])).unwrap()
}

async fn start_on(store: &Store, feed: Feed, people: &[(Uuid, Role)], settling_ms: u64) -> Running {
    let (stop, stops) = watch::channel(false);
    let seats = people.iter().map(|(person, role)| seat(&feed, *person, *role)).collect();
    let engine = EngineHandle::new().0;
    let parts = Parts { store: store.clone(), feed: feed.clone(), engine, ladders: Ladders::standard(), settling_ms, stop: stops };
    let task = escalate::start(parts).await.unwrap();
    Running { feed, task, _seats: seats, _stop: stop }
}

async fn start(store: &Store, people: &[(Uuid, Role)]) -> Running {
    start_on(store, Feed::start().0, people, 0).await
}

impl Running {
    /// Ends it as kill -9 does.
    async fn kill(self) {
        self.task.abort();
        let _ = self.task.await;
    }
}

/// An open alert that was raised this long ago, and that nobody has answered.
async fn raised(store: &Store, ago_ms: i64) {
    let now = Now { wall: ago(ago_ms), mono: clock::mono_ms() };
    let transitions = System::new().raise(Rule::BrokerDown, "down", now, &mut || AlertId(ALERT));
    store.commit_transitions(&[EpisodeTransitions { episode: None, transitions }]).await.unwrap();
}

async fn until(store: &Store, what: &str, query: &'static str, wanted: i64) {
    let wait = async {
        while count(store, query).await != wanted {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(LONG, wait).await.unwrap_or_else(|_| panic!("waited in vain until {what}"));
}

const FIRED: &str = "SELECT count(*) FROM escalation_steps WHERE step = 'fired'";
const RUNGS: &str = "SELECT count(*) FROM escalation_rungs";

#[tokio::test]
async fn rungs_that_became_due_while_the_hub_was_down_fire_at_once_in_order_and_never_again() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    raised(&store, 150_000).await;
    for _ in 0..2 {
        let running = start_on(&store, Feed::start().0, &[(ana, Role::Nurse)], 60_000).await;
        until(&store, "three rungs have fired", RUNGS, 3).await;
        let stored = store.escalations().await.unwrap().remove(0);
        let posts: Vec<String> = stored.fired.iter().map(|fired| fired.posts.to_string()).collect();
        assert_eq!(posts, ["holder", "backup", "charge_nurse"]);
        let due: Vec<i64> = stored.fired.iter().map(|fired| fired.due.since(stored.fired[0].due)).collect();
        assert_eq!(due, [0, 60_000, 120_000], "each when it was due, however late the hub");
        let left_ms = stored.next.unwrap().since(clock::wall_ms());
        assert!((1..=30_000).contains(&left_ms), "{left_ms}");
        running.kill().await;
    }
    assert_eq!(count(&store, FIRED).await, 3, "the second start fired none of them again");
}

#[tokio::test]
async fn a_hub_killed_between_decision_and_commit_or_just_after_it_fires_a_rung_once() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    raised(&store, 0).await;
    let held = store.hold_commits().await.unwrap();
    let running = start(&store, &[(ana, Role::Nurse)]).await;
    let waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    until(&store, "the hub has decided and its commit waits", waiting, 1).await;
    running.kill().await;
    held.rollback().await.unwrap();
    until(&store, "what it had begun is undone", waiting, 0).await;
    assert_eq!((count(&store, RUNGS).await, count(&store, FIRED).await), (0, 0), "what was not committed did not happen");

    for _ in 0..2 {
        let running = start(&store, &[(ana, Role::Nurse)]).await;
        until(&store, "the rung has fired", RUNGS, 1).await;
        running.kill().await;
    }
    assert_eq!(count(&store, FIRED).await, 1);
}

#[tokio::test]
async fn a_rung_that_nobody_can_hear_goes_on_at_once_and_the_hub_says_so() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let home = home(&store, 1, ana, ago(3_600_000)).await;
    let mut rig = Rig::start(&store).await;
    let running = start_on(&store, rig.feed.clone(), &[], 0).await;
    rig.live(&home, 0, &[(ago(0), CRITICAL)]).await;
    let shown = rig.screen.alert("spo2_low", |_| true).await;
    until(&store, "all rungs have fired", RUNGS, 6).await;
    let steps = "SELECT count(*) FROM escalation_steps WHERE step = 'unheard' AND detail = 'no_screen'";
    assert_eq!(count(&store, steps).await, 6);
    let fault = rig.screen.alert("rung_unheard", |alert| alert["condition"] == "active").await;
    assert_eq!((&fault["kind"], &fault["priority"]), (&"system".into(), &"high".into()));
    rig.engine().acknowledge(id(&shown), version(&shown), ana).await.unwrap();
    rig.screen.alert("rung_unheard", |alert| alert["condition"] == "cleared").await;
    assert_eq!(count(&store, FIRED).await, 6, "nobody is told about that nobody hears");
    running.kill().await;
    rig.stop().await;
}

#[tokio::test]
async fn a_receipt_counts_from_a_screen_of_those_whom_the_rung_reaches_and_is_kept_with_who_it_was() {
    let (_cluster, store) = store().await;
    let (ana, ben) = (nurse(&store, "ana").await, nurse(&store, "ben").await);
    assert!(store.take_watch(ana, None, clock::wall_ms()).await.unwrap());
    let running = start(&store, &[(ana, Role::Nurse), (ben, Role::Dispatcher)]).await;
    raised(&store, 0).await;
    running.feed.publish(changed(&store).await).await;
    until(&store, "the rung has fired", RUNGS, 1).await;
    let says = |by, rung| ScreenReceipt { alert: Uuid::from_u128(ALERT), round: 1, rung, receipt: Receipt::Delivered, by };
    // One is of another post, one is of nobody who is here, one is of a rung that has not fired.
    for said in [says(ben, 1), says(Uuid::from_u128(99), 1), says(ana, 2), says(ana, 1), says(ana, 1)] {
        running.feed.screens().say(said);
    }
    until(&store, "the receipt is kept", "SELECT count(*) FROM escalation_rungs WHERE receipt = 'delivered'", 1).await;
    running.kill().await;
    let received = "SELECT count(*) FROM escalation_steps JOIN staff ON staff_id = staff.id WHERE step = 'received' AND staff.name = 'ana'";
    assert_eq!(count(&store, received).await, 1);
    assert_eq!(count(&store, "SELECT count(*) FROM escalation_steps WHERE step = 'received'").await, 1);
    let stored = store.escalations().await.unwrap().remove(0);
    assert_eq!((stored.fired.len(), stored.receipt), (1, None), "it was heard: nothing goes on before its time");
}

/// The open alerts as the engine tells screens after its commit.
async fn changed(store: &Store) -> Vec<Update> {
    let shown = |row: &AlertRow| Update::Alert(Box::new(shown::alert(None, &row.alert, &shown::Names::new([]), true)));
    store.open_alerts().await.unwrap().iter().map(shown).collect()
}

#[tokio::test]
async fn a_reminder_that_was_asked_for_is_a_deadline_of_the_store_and_outlives_the_hub() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let home = home(&store, 1, ana, ago(3_600_000)).await;
    let mut rig = Rig::start(&store).await;
    let running = start_on(&store, rig.feed.clone(), &[(ana, Role::Nurse)], 60_000).await;
    rig.live(&home, 0, &[(ago(0), CRITICAL)]).await;
    let shown = rig.screen.alert("spo2_low", |_| true).await;
    let intent = Intent { action: Some(Action::CallingPatient), remind: Some(Remind::Five) };
    let taken = rig.engine().take(id(&shown), version(&shown), ana, intent).await.unwrap();
    let asked = taken.alert.doing.remind_at.unwrap();
    let again = rig.engine().take(id(&shown), version(&shown), ana, intent).await.unwrap();
    assert_eq!((again.alert.version, again.alert.doing.remind_at), (taken.alert.version, Some(asked)), "a screen that tries again");
    rig.screen.alert("spo2_low", |alert| alert["action"] == "calling_patient").await;
    const DUE: &str = "SELECT count(*) FROM escalation_deadlines JOIN escalations USING (alert_id) WHERE kind = 'reminder' \
        AND abs(extract(epoch FROM due_at - asked_at)) < 1";
    until(&store, "the reminder is due when it was asked for", DUE, 1).await;
    running.kill().await;
    let running = start_on(&store, Feed::start().0, &[(ana, Role::Nurse)], 60_000).await;
    let due = store.escalations().await.unwrap().into_iter().find(|climb| climb.alert == taken.alert.id).unwrap().reminder.unwrap();
    assert!(due.since(asked).abs() < 1_000, "{} ms off after a restart", due.since(asked));
    running.kill().await;
    rig.stop().await;
}
