//! What a stay is owed: the programme of each day of its home, what rules wish to be measured, and an alert when it is late.

use super::ago;
use super::rig::{Rig, home, nurse, store};
use hearth_alerts::StaffId;
use hearth_care::tasks::{Lateness, TaskAct, TaskKind, TaskState};
use hearth_hub::clock::wall_ms;
use hearth_hub::tasks::Keeper;
use hearth_hub::tasks::day::{Today, today};
use hearth_store::Store;
use hearth_store::calls::{CallEnd, NewCall};
use hearth_store::observations::{Finding, NewObservation};
use hearth_store::tasks::TaskRow;
use hearth_vitals::{Vital, WallMs};
use uuid::Uuid;

const DAY_MS: i64 = 86_400_000;
const ZONE: &str = "America/New_York";

async fn write(store: &Store, (episode, author): (Uuid, Uuid), at: WallMs, code: &str, finding: Finding) {
    let new = NewObservation {
        id: Uuid::now_v7(),
        episode,
        code: code.into(),
        at,
        finding: Some(finding),
        method: "measured".into(),
        source: "staff".into(),
        device: None,
        author,
        entered_at: wall_ms(),
        note: String::new(),
        corrects: None,
    };
    assert!(store.observe(&new).await.unwrap());
}

fn number(raw: i64, decimals: u8, unit: &str) -> Finding {
    Finding::Number { raw, decimals, unit: unit.into() }
}

async fn a_set_of_vitals(store: &Store, of: (Uuid, Uuid), at: WallMs) {
    for (vital, raw) in
        [(Vital::PulseRate, 720), (Vital::RespiratoryRate, 160), (Vital::Spo2, 960), (Vital::Systolic, 1_200), (Vital::Temperature, 3_680)]
    {
        write(store, of, at, vital.key(), number(raw, vital.decimals().try_into().unwrap(), vital.unit())).await;
    }
}

/// The tasks of the programme that are open, by what they were made from.
async fn owed(store: &Store) -> Vec<TaskRow> {
    let open = store.open_tasks().await.unwrap();
    let mut owed: Vec<TaskRow> = open.into_iter().filter(|row| row.new.origin.starts_with("day ")).collect();
    owed.sort_by(|a, b| a.new.origin.cmp(&b.new.origin));
    owed
}

fn named(rows: &[TaskRow], day: &str) -> Vec<String> {
    rows.iter().map(|row| row.new.origin.strip_prefix(day).unwrap_or("of another day").to_owned()).collect()
}

#[tokio::test]
async fn each_day_of_a_home_owes_two_visits_and_two_sets_and_what_is_late_rings_until_it_is_done() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let stay = home(&store, 1, ana, ago(3_600_000)).await;
    store.run(&format!("UPDATE episodes SET time_zone = '{ZONE}', admitted_at = now() - interval '5 days'")).await.unwrap();
    let mut rig = Rig::start(&store).await;
    let mut keeper = Keeper::new(store.clone(), rig.engine().clone(), rig.feed.clone());
    let Today { prefix, day } = today(ZONE, wall_ms()).unwrap();
    keeper.turn(day.begins).await.unwrap();
    let all = ["visit 1", "visit 2", "vitals_set 1", "vitals_set 2"];
    assert_eq!(named(&owed(&store).await, &prefix), all);
    keeper.turn(day.begins).await.unwrap();
    let mut again = Keeper::new(store.clone(), rig.engine().clone(), rig.feed.clone());
    again.turn(day.begins).await.unwrap();
    assert_eq!(owed(&store).await.len(), 4, "made once, also by a hub that starts again");
    again.turn(day.noon.plus(-1)).await.unwrap();
    let of = |rows: &[TaskRow], origin: &str| rows.iter().find(|row| row.new.origin.ends_with(origin)).map(|row| row.new.task.lateness);
    assert_eq!(of(&owed(&store).await, "vitals_set 1"), Some(Lateness::Soon), "warned within the hour before");
    assert!(store.open_alerts().await.unwrap().iter().all(|row| row.alert.rule.to_string() != "task_late"));

    again.turn(day.evening).await.unwrap();
    let rings = rig.screen.alert("task_late", |alert| alert["condition"] == "active").await;
    assert_eq!(
        (&rings["priority"], &rings["kind"], &rings["episode_id"]),
        (&"medium".into(), &"clinical".into(), &stay.episode.to_string().into())
    );
    assert_eq!(rings["since_at"], day.noon.0, "since the first of it was due");
    a_set_of_vitals(&store, (stay.episode, ana), wall_ms()).await;
    again.turn(day.evening.plus(60_000)).await.unwrap();
    assert_eq!(named(&owed(&store).await, &prefix), ["visit 1", "visit 2", "vitals_set 2"], "one round of the house is one set");

    for row in owed(&store).await {
        let step = row.new.task.decide(TaskAct::Done { by: Some(StaffId(ana.as_u128())) }, wall_ms()).unwrap();
        assert!(store.step_task(row.new.id, &[step], "").await.unwrap());
    }
    again.turn(day.evening.plus(120_000)).await.unwrap();
    rig.screen.alert("task_late", |alert| alert["condition"] == "cleared").await;
    again.turn(day.begins.plus(DAY_MS + 6 * 3_600_000)).await.unwrap();
    let tomorrow = today(ZONE, day.begins.plus(DAY_MS + 6 * 3_600_000)).unwrap();
    assert_eq!(named(&owed(&store).await, &tomorrow.prefix), all, "a new day owes its own");
    again.turn(tomorrow.day.noon).await.unwrap();
    let rings = rig.screen.alert("task_late", |alert| alert["condition"] == "active").await;
    again.turn(tomorrow.day.evening).await.unwrap();
    let deeper = store.open_alerts().await.unwrap().into_iter().find(|row| row.alert.rule.to_string() == "task_late").unwrap();
    assert_eq!(deeper.alert.extreme, Some(8), "each that becomes late is told");
    again.turn(day.begins.plus(2 * DAY_MS + 6 * 3_600_000)).await.unwrap();
    rig.screen.alert("task_late", |alert| alert["condition"] == "cleared").await;
    let (_, steps) = store.alert(rings["id"].as_str().unwrap().parse().unwrap()).await.unwrap().unwrap();
    assert_eq!(steps.last().unwrap().reason, "owed_missed", "a day without them is not told as done");
    let missed = store.task_page(stay.episode, None, 100).await.unwrap();
    let missed = missed.iter().filter(|row| row.new.origin.starts_with(&tomorrow.prefix) && row.new.task.state == TaskState::Over).count();
    assert_eq!((missed, owed(&store).await.len()), (4, 4), "a day that is over is not owed any more, and stays in the record as not done");
    rig.stop().await;
}

#[tokio::test]
async fn what_a_person_closed_is_not_made_again_while_the_rule_goes_on_wishing_it() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let stay = home(&store, 1, ana, ago(3_600_000)).await;
    let mut rig = Rig::start(&store).await;
    a_set_of_vitals(&store, (stay.episode, ana), wall_ms()).await;
    rig.engine().by_hand(stay.episode, Some(Vital::Temperature)).await.unwrap();
    rig.screen.until("a score", |screen| screen.tiles.values().any(|tile| !tile["news2"].is_null()).then_some(())).await;
    let mut keeper = Keeper::new(store.clone(), rig.engine().clone(), rig.feed.clone());
    let wished = async || {
        let open = store.open_tasks().await.unwrap();
        open.into_iter().filter(|row| row.new.origin == "wish complete_score consciousness").collect::<Vec<_>>()
    };
    keeper.turn(wall_ms()).await.unwrap();
    assert_eq!(wished().await.len(), 0, "what was never there may come by itself in the first minutes");
    keeper.turn(wall_ms().plus(LACKING_MS)).await.unwrap();
    let task = wished().await.remove(0);
    close(&store, &task, TaskAct::Cancel { by: StaffId(ana.as_u128()), shown: task.new.task.version }, wall_ms()).await;
    for start in 1..3 {
        for look in [2 * start, 2 * start + 1] {
            keeper.turn(wall_ms().plus(look * LACKING_MS)).await.unwrap();
            assert_eq!(wished().await.len(), 0, "also by a hub that starts again, and has waited");
        }
        keeper = Keeper::new(store.clone(), rig.engine().clone(), rig.feed.clone());
    }
    rig.stop().await;
}

#[tokio::test]
async fn what_a_score_lacks_is_a_task_once_and_is_over_when_it_is_written_down() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let stay = home(&store, 1, ana, ago(3_600_000)).await;
    let mut rig = Rig::start(&store).await;
    let mut keeper = Keeper::new(store.clone(), rig.engine().clone(), rig.feed.clone());
    a_set_of_vitals(&store, (stay.episode, ana), wall_ms()).await;
    rig.engine().by_hand(stay.episode, Some(Vital::Temperature)).await.unwrap();
    rig.screen.until("a score", |screen| screen.tiles.values().any(|tile| !tile["news2"].is_null()).then_some(())).await;
    let wished = async || {
        let open = store.open_tasks().await.unwrap();
        open.into_iter().filter(|row| row.new.origin == "wish complete_score consciousness").collect::<Vec<_>>()
    };
    keeper.turn(wall_ms()).await.unwrap();
    for _ in 0..2 {
        keeper.turn(wall_ms().plus(LACKING_MS)).await.unwrap();
    }
    let tasks = wished().await;
    assert_eq!((tasks.len(), tasks[0].new.item.as_deref(), tasks[0].new.episode), (1, Some("consciousness"), stay.episode));
    write(&store, (stay.episode, ana), wall_ms(), "consciousness", Finding::Word("alert".into())).await;
    rig.engine().by_hand(stay.episode, None).await.unwrap();
    keeper.turn(wall_ms()).await.unwrap();
    assert_eq!(wished().await.len(), 0);
    let over = store.task(tasks[0].new.id).await.unwrap().unwrap();
    assert_eq!(over.new.task.state, TaskState::Over);
    let never = WallMs(wall_ms().0 + DAY_MS);
    assert!(store.task_steps(over.new.id).await.unwrap().iter().all(|step| step.at < never));
    rig.stop().await;
}

/// Somewhat longer than a score has to lack something until a person is asked for it, ms.
const LACKING_MS: i64 = 10 * 60_000;

fn hours(hours: i64) -> i64 {
    hours * 3_600_000
}

/// Closes a task as a person does.
async fn close(store: &Store, row: &TaskRow, act: TaskAct, at: WallMs) {
    let step = row.new.task.decide(act, at).unwrap();
    assert!(store.step_task(row.new.id, &[step], "").await.unwrap());
}

#[tokio::test]
async fn neither_a_store_that_fails_nor_a_clock_that_steps_loses_a_day_and_an_upgrade_owes_what_is_to_come() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let stay = home(&store, 1, ana, ago(hours(1))).await;
    let later = format!("UPDATE episodes SET time_zone = '{ZONE}', admitted_at = now() - interval '5 days'");
    store.run(&later).await.unwrap();
    let rig = Rig::start(&store).await;
    let mut keeper = Keeper::new(store.clone(), rig.engine().clone(), rig.feed.clone());
    let Today { prefix, day } = today(ZONE, wall_ms().plus(-DAY_MS)).unwrap();
    let all = ["visit 1", "visit 2", "vitals_set 1", "vitals_set 2"];
    let of_day = async |of: Uuid| {
        let of_stay: Vec<TaskRow> = owed(&store).await.into_iter().filter(|row| row.new.episode == of).collect();
        named(&of_stay, &prefix).into_iter().filter(|name| name != "of another day").collect::<Vec<_>>()
    };

    store.run("ALTER TABLE tasks ADD CONSTRAINT takes_nothing CHECK (false) NOT VALID").await.unwrap();
    assert!(keeper.turn(day.begins).await.is_err());
    store.run("ALTER TABLE tasks DROP CONSTRAINT takes_nothing").await.unwrap();
    keeper.turn(day.begins).await.unwrap();
    assert_eq!(of_day(stay.episode).await, all, "what could not be written down is owed at the next look");

    for at in [day.begins.plus(-5_000), day.begins.plus(hours(1)), day.begins.plus(hours(25)), day.begins.plus(hours(2))] {
        keeper.turn(at).await.unwrap();
        assert_eq!(of_day(stay.episode).await, all, "a clock that steps over midnight ends no day");
    }
    // The day before was shown for a moment, and is no longer owed.
    keeper.turn(day.begins.plus(hours(5))).await.unwrap();

    let new = home(&store, 2, ana, ago(hours(1))).await;
    store.run(&later).await.unwrap();
    for _ in 0..2 {
        keeper.turn(day.afternoon.plus(hours(1))).await.unwrap();
        assert_eq!(of_day(new.episode).await, ["visit 2", "vitals_set 2"], "what was due before anybody counted is not late");
        keeper = Keeper::new(store.clone(), rig.engine().clone(), rig.feed.clone());
    }
    rig.stop().await;
}

#[tokio::test]
async fn a_second_set_is_measured_from_when_the_first_was_whole_and_a_cancelled_first_holds_up_nothing() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let (one, other) = (home(&store, 1, ana, ago(hours(1))).await, home(&store, 2, ana, ago(hours(1))).await);
    store.run(&format!("UPDATE episodes SET time_zone = '{ZONE}', admitted_at = now() - interval '5 days'")).await.unwrap();
    let rig = Rig::start(&store).await;
    let mut keeper = Keeper::new(store.clone(), rig.engine().clone(), rig.feed.clone());
    let Today { day, .. } = today(ZONE, wall_ms().plus(-DAY_MS)).unwrap();
    keeper.turn(day.begins).await.unwrap();
    let set = async |of: Uuid, number: &str| {
        let page = store.task_page(of, None, 100).await.unwrap();
        page.into_iter().find(|row| row.new.origin.ends_with(&format!("vitals_set {number}"))).unwrap()
    };
    let whole = day.begins.plus(hours(9));
    a_set_of_vitals(&store, (one.episode, ana), whole).await;
    keeper.turn(day.noon.plus(hours(1))).await.unwrap();
    let first = set(one.episode, "1").await;
    assert_eq!((first.new.task.state, first.closed_at), (TaskState::Done, Some(whole)), "found later, whole by then");
    let cancel = TaskAct::Cancel { by: StaffId(ana.as_u128()), shown: set(other.episode, "1").await.new.task.version };
    close(&store, &set(other.episode, "1").await, cancel, day.noon.plus(hours(1))).await;
    for of in [one.episode, other.episode] {
        a_set_of_vitals(&store, (of, ana), day.noon.plus(hours(1) + 60_000)).await;
    }
    keeper.turn(day.noon.plus(hours(2))).await.unwrap();
    assert_eq!(set(one.episode, "2").await.new.task.state, TaskState::Done, "four hours after the first was whole");
    assert_eq!(set(other.episode, "2").await.new.task.state, TaskState::Done, "a set that was not measured is no set");
    rig.stop().await;
}

/// A call of this person that began then, and that nobody has ended.
async fn begun(store: &Store, (episode, by): (Uuid, Uuid), begun_at: WallMs) -> NewCall {
    let call = NewCall {
        id: Uuid::now_v7(),
        episode,
        direction: "out".into(),
        party: "contact".into(),
        name: "Daughter".into(),
        number: "555 0112".into(),
        why: String::new(),
        interpreter: false,
        by,
        begun_at,
        alert: None,
        task: None,
    };
    store.begin_call(&call).await.unwrap();
    call
}

#[tokio::test]
async fn a_call_that_nobody_ended_is_a_task_of_who_began_it_asked_once_and_closed_by_its_end() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let stay = home(&store, 1, ana, ago(3_600_000)).await;
    let rig = Rig::start(&store).await;
    let mut keeper = Keeper::new(store.clone(), rig.engine().clone(), rig.feed.clone());
    let asked = async || {
        let open = store.open_tasks().await.unwrap();
        open.into_iter().filter(|row| row.new.task.kind == TaskKind::CallOpen).collect::<Vec<_>>()
    };
    begun(&store, (stay.episode, ana), ago(600_000)).await;
    let left = begun(&store, (stay.episode, ana), ago(1_500_000)).await;
    begun(&store, (stay.episode, ana), ago(30 * DAY_MS)).await;
    for _ in 0..2 {
        keeper.turn(wall_ms()).await.unwrap();
        let open = asked().await;
        assert_eq!(open.len(), 1, "who still talks is not asked, nor who cannot remember");
        assert_eq!((open[0].new.task.owner, open[0].new.what.as_str()), (Some(StaffId(ana.as_u128())), "Daughter 555 0112"));
        keeper = Keeper::new(store.clone(), rig.engine().clone(), rig.feed.clone());
    }
    let end = CallEnd { at: wall_ms(), outcome: "answered".into(), note: String::new(), by: (ana, String::new()), task: None };
    assert!(store.end_call(&left, &end, None, &[]).await.unwrap());
    keeper.turn(wall_ms()).await.unwrap();
    assert!(asked().await.is_empty(), "a hub that was killed just after the end closes the question");
    let again = begun(&store, (stay.episode, ana), ago(1_500_000)).await;
    keeper.turn(wall_ms()).await.unwrap();
    let row = asked().await.remove(0);
    let cancel = row.new.task.decide(TaskAct::Cancel { by: StaffId(ana.as_u128()), shown: row.new.task.version }, wall_ms()).unwrap();
    assert!(store.step_task(row.new.id, &[cancel], "called from another phone").await.unwrap());
    keeper.turn(wall_ms()).await.unwrap();
    assert!(asked().await.is_empty(), "of {} nobody is asked twice", again.id);
    rig.stop().await;
}
