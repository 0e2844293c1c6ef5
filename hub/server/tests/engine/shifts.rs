//! Shifts over a real store: who is on duty decides whom a rung reaches, and what nobody watches is told.

use super::rig::{Rig, admit, home, id, nurse, store, version};
use super::{CRITICAL, ago, count};
use hearth_alerts::StaffId;
use hearth_care::{Assignment, Duty, NewShift, Reach, ShiftId, StayId, WardAct, WatchVersion};
use hearth_escalation::Ladders;
use hearth_hub::auth::role::Role;
use hearth_hub::auth::token::TokenHash;
use hearth_hub::clock::{self, Clock};
use hearth_hub::feed::Feed;
use hearth_hub::{escalate, ward};
use hearth_store::Store;
use hearth_store::dispatch::NewSos;
use hearth_store::staff::StaffRow;
use hearth_vitals::WallMs;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;

const HOUR: i64 = 3_600_000;
const MINUTE: i64 = 60_000;

struct Ward {
    watches: ward::Watches,
    task: JoinHandle<()>,
    stop: watch::Sender<bool>,
}

async fn start(store: &Store, rig: &Rig, away_ms: u64) -> Ward {
    let (stop, stops) = watch::channel(false);
    let parts =
        ward::Parts { store: store.clone(), clock: Clock::SYSTEM, feed: rig.feed.clone(), found: rig.found.clone(), away_ms, stop: stops };
    let (watches, task) = ward::start(parts).await;
    Ward { watches, task, stop }
}

impl Ward {
    async fn stop(self) {
        self.stop.send_replace(true);
        self.task.await.unwrap();
    }
}

/// A shift that began an hour ago.
pub async fn on_shift(store: &Store, staff: Uuid, until: WallMs) -> Uuid {
    let id = Uuid::now_v7();
    let (from, site) = (ago(HOUR), "Main".to_owned());
    let (duty, reach, languages) = (Duty::Nurse, Reach::Desk, BTreeSet::new());
    let new = NewShift { id: ShiftId(id.as_u128()), staff: StaffId(staff.as_u128()), duty, site, from, until, reach, languages };
    store.care(&WardAct::Plan(new), staff, from).await.unwrap().unwrap();
    id
}

pub async fn assign(store: &Store, stay: Uuid, version: u32, holder: Uuid, backup: Option<Uuid>, now: WallMs) {
    let staff = |id: Uuid| StaffId(id.as_u128());
    let seen = WatchVersion { stay: StayId(stay.as_u128()), version };
    let act = WardAct::Assign(vec![Assignment { seen, holder: staff(holder), backup: backup.map(staff) }]);
    store.care(&act, holder, now).await.unwrap().unwrap();
}

async fn signed_in(store: &Store, staff: Uuid) {
    assert!(store.open_session(staff, staff.as_bytes(), clock::wall_ms(), clock::wall_ms().plus(HOUR)).await.unwrap());
}

async fn physician(store: &Store, name: &str) -> Uuid {
    let id = Uuid::now_v7();
    let (role, password_hash) = ("physician".into(), "none".into());
    let staff = StaffRow { id, name: name.into(), display_name: name.into(), role, password_hash, must_change_password: false };
    assert!(store.add_staff(&staff).await.unwrap());
    id
}

#[tokio::test]
async fn a_stay_that_nobody_holds_is_a_high_alert_within_five_seconds_from_the_first_shift_on() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    signed_in(&store, ana).await;
    let stay = admit(&store, 1, ana).await;
    let mut rig = Rig::start(&store).await;
    let ward = start(&store, &rig, 60_000).await;
    assert!(rig.found.of(hearth_alerts::Rule::StayUnwatched).is_none(), "no shifts are kept");

    on_shift(&store, ana, ago(-8 * HOUR)).await;
    let begun = clock::mono_ms();
    let told = rig.screen.alert("stay_unwatched", |alert| alert["condition"] == "active").await;
    assert!(clock::mono_ms().since(begun) < 5_000, "within five seconds");
    assert_eq!((&told["kind"], &told["priority"], &told["recorded"]), (&"system".into(), &"high".into(), &true.into()));

    assign(&store, stay, 0, ana, None, clock::wall_ms()).await;
    assert!(ward.watches.changed().await);
    assert!(rig.found.of(hearth_alerts::Rule::StayUnwatched).is_none(), "told when it is no more");
    rig.screen.alert("stay_unwatched", |alert| alert["condition"] == "cleared").await;

    // Who is not on shift watches nobody, not even whom they admit.
    admit(&store, 2, nurse(&store, "ben").await).await;
    rig.screen.alert("stay_unwatched", |alert| alert["condition"] == "active").await;
    ward.stop().await;
    rig.stop().await;
}

#[tokio::test]
async fn a_shift_that_ends_with_nobody_after_it_and_one_that_is_over_with_its_stays_are_told() {
    let (_cluster, store) = store().await;
    let (ana, ben) = (nurse(&store, "ana").await, nurse(&store, "ben").await);
    let (first, second) = (admit(&store, 1, ana).await, admit(&store, 2, ana).await);
    on_shift(&store, ana, ago(-14 * MINUTE)).await;
    on_shift(&store, ben, ago(11 * MINUTE)).await;
    assign(&store, first, 0, ana, None, clock::wall_ms()).await;
    assign(&store, second, 0, ben, None, ago(20 * MINUTE)).await;
    let mut rig = Rig::start(&store).await;
    // Nobody is signed in, and a long time counts: both still hold their stays.
    let ward = start(&store, &rig, u64::MAX).await;
    for rule in ["shift_uncovered", "shift_overdue"] {
        let told = rig.screen.alert(rule, |alert| alert["condition"] == "active").await;
        assert_eq!((&told["kind"], &told["priority"]), (&"system".into(), &"high".into()), "{rule}");
    }
    assert!(rig.found.of(hearth_alerts::Rule::StayUnwatched).is_none(), "an overdue shift keeps its stays");
    let eva = nurse(&store, "eva").await;
    on_shift(&store, eva, ago(-8 * HOUR)).await;
    assign(&store, second, 1, eva, None, clock::wall_ms()).await;
    for rule in ["shift_uncovered", "shift_overdue"] {
        rig.screen.alert(rule, |alert| alert["condition"] == "cleared").await;
    }
    store.disable_member(eva, None, true, None).await.unwrap();
    let told = rig.screen.alert("stay_unwatched", |alert| alert["condition"] == "active").await;
    assert_eq!(told["version"], 1, "Eva keeps the stay, and may not hold it any more");
    assert!(store.ward(clock::wall_ms()).await.unwrap().holder_of(StayId(second.as_u128())).is_some());
    store.disable_member(ana, None, true, None).await.unwrap();
    rig.screen.alert("stay_unwatched", |alert| alert["version"] == 2).await;
    ward.stop().await;
    rig.stop().await;
}

#[tokio::test]
async fn a_holder_who_is_signed_in_nowhere_is_told() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let stay = admit(&store, 1, ana).await;
    on_shift(&store, ana, ago(-8 * HOUR)).await;
    assign(&store, stay, 0, ana, None, clock::wall_ms()).await;
    let mut rig = Rig::start(&store).await;
    let ward = start(&store, &rig, 1_000).await;
    rig.screen.alert("stay_unwatched", |alert| alert["condition"] == "active").await;
    signed_in(&store, ana).await;
    rig.screen.alert("stay_unwatched", |alert| alert["condition"] == "cleared").await;
    ward.stop().await;
    rig.stop().await;
}

#[tokio::test]
async fn rung_one_goes_to_the_holder_of_the_stay_and_rung_two_to_its_backup_whoever_else_is_there() {
    let (_cluster, store) = store().await;
    let (ana, ben, eva) = (nurse(&store, "ana").await, nurse(&store, "ben").await, nurse(&store, "eva").await);
    let doctor = physician(&store, "doctor").await;
    let home = home(&store, 1, ana, ago(HOUR)).await;
    for staff in [ana, ben, eva] {
        on_shift(&store, staff, ago(-8 * HOUR)).await;
    }
    // Ana holds it and has no screen: her rung goes on at once, to Ben and not to Eva.
    assign(&store, home.episode, 0, ana, Some(ben), clock::wall_ms()).await;
    let mut rig = Rig::start(&store).await;
    let (stop, stops) = watch::channel(false);
    let people = [(ben, Role::Nurse), (eva, Role::Nurse), (doctor, Role::Physician)];
    let _seats: Vec<_> = people.iter().map(|(id, role)| seat(&rig.feed, *id, *role)).collect();
    let (feed, engine) = (rig.feed.clone(), rig.engine().clone());
    let parts = escalate::Parts { store: store.clone(), feed, engine, ladders: Ladders::standard(), settling_ms: 0, stop: stops };
    let task = escalate::start(parts).await.unwrap();
    rig.live(&home, 0, &[(ago(0), CRITICAL)]).await;
    let shown = rig.screen.alert("spo2_low", |_| true).await;
    let fired = "SELECT count(*) FROM escalation_rungs";
    until(&store, fired, 2).await;
    let unheard = "SELECT count(*) FROM escalation_rungs WHERE unheard AND posts = 'holder'";
    assert_eq!(count(&store, unheard).await, 1, "Ana has no screen");
    assert_eq!(count(&store, "SELECT count(*) FROM escalation_rungs WHERE NOT unheard AND posts = 'backup'").await, 1);
    // What Eva's screen says of Ben's rung is no receipt; what Ben's says is.
    for (by, received) in [(eva, 0), (ben, 1)] {
        rig.feed.screens().say(said(id(&shown), by));
        if received == 1 {
            until(&store, "SELECT count(*) FROM escalation_steps WHERE step = 'received'", 1).await;
        }
    }
    let of_ben = "SELECT count(*) FROM escalation_steps JOIN staff ON staff.id = staff_id WHERE step = 'received' AND name = 'ben'";
    assert_eq!(count(&store, of_ben).await, 1);
    rig.engine().acknowledge(id(&shown), version(&shown), ben).await.unwrap();
    stop.send_replace(true);
    task.await.unwrap();
    rig.stop().await;
}

fn seat(feed: &Feed, person: Uuid, role: Role) -> hearth_hub::feed::viewers::Seat {
    feed.viewers().enter(person, role, TokenHash([0; 32])).unwrap()
}

fn said(alert: Uuid, by: Uuid) -> hearth_hub::feed::screens::ScreenReceipt {
    hearth_hub::feed::screens::ScreenReceipt { alert, round: 1, rung: 2, receipt: hearth_escalation::Receipt::Delivered, by }
}

async fn until(store: &Store, query: &'static str, wanted: i64) {
    let wait = async {
        while count(store, query).await != wanted {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), wait).await.unwrap_or_else(|_| panic!("waited in vain: {query}"));
}

#[tokio::test]
async fn a_crew_that_calls_for_help_is_told_also_while_nothing_else_of_the_ward_can_be_read() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let unit = Uuid::now_v7();
    assert!(store.add_unit(unit, "Unit A", &BTreeSet::new(), ana).await.unwrap());
    let mut rig = Rig::start(&store).await;
    store.run("ALTER TABLE shifts RENAME TO shifts_away").await.unwrap();
    let ward = start(&store, &rig, 60_000).await;
    let now = clock::wall_ms();
    store.call_for_help(&NewSos { id: Uuid::now_v7(), unit, by: ana, pressed: now, at: now }).await.unwrap();
    let told = rig.screen.alert("crew_sos", |alert| alert["condition"] == "active").await;
    assert_eq!(told["priority"], "high");
    ward.stop().await;
    rig.stop().await;
}

#[tokio::test]
async fn that_calls_for_help_cannot_be_read_is_told_itself() {
    let (_cluster, store) = store().await;
    let mut rig = Rig::start(&store).await;
    store.run("ALTER TABLE crew_sos RENAME TO crew_sos_away").await.unwrap();
    let ward = start(&store, &rig, 60_000).await;
    rig.screen.alert("crew_sos", |alert| alert["condition"] == "active").await;
    ward.stop().await;
    rig.stop().await;
}
