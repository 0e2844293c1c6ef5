//! What tasks promise: nothing that is owed is forgotten, nothing is told twice, nobody's decision is overwritten unseen.

use hearth_alerts::StaffId;
use hearth_care::tasks::programme::{self, Day, Owed, SetSoFar, owed, set_so_far};
use hearth_care::tasks::{Lateness, Post, Task, TaskAct, TaskKind, TaskRefused, TaskState, TaskStepKind};
use hearth_vitals::{Vital, WallMs};
use proptest::prelude::*;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
/// 2026-11-30T05:00:00Z, midnight in New York.
const MIDNIGHT: i64 = 1_796_014_800_000;
const ANA: StaffId = StaffId(1);
const BEN: StaffId = StaffId(2);

fn at(hours: i64) -> WallMs {
    WallMs(MIDNIGHT + hours * HOUR_MS)
}

fn call_back() -> Task {
    Task::new(TaskKind::CallBack, Post::CallAgent, None, at(12))
}

fn after(task: Task, act: TaskAct, now: WallMs) -> Task {
    task.decide(act, now).unwrap().task
}

fn stages(task: &Task, now: WallMs) -> Vec<&'static str> {
    task.look(now).iter().map(|step| step.what.key()).collect()
}

#[test]
fn time_tells_each_stage_once_and_all_that_a_stopped_hub_missed() {
    let task = call_back();
    assert_eq!(task.next_look(), Some(at(12).plus(-5 * MINUTE_MS)));
    assert_eq!(stages(&task, at(11)), Vec::<&str>::new());
    let warned = task.look(at(12).plus(-5 * MINUTE_MS));
    assert_eq!((warned.len(), warned[0].what), (1, TaskStepKind::Stage(Lateness::Soon)));
    assert_eq!(stages(&warned[0].task, at(12).plus(-1)), Vec::<&str>::new(), "told once");
    let missed = task.look(at(13));
    assert_eq!(
        missed.iter().map(|step| (step.what.key(), step.task.version)).collect::<Vec<_>>(),
        [("soon", 2), ("late", 3), ("alerted", 4)]
    );
    assert_eq!((stages(&missed[2].task, at(99)), missed[2].task.next_look()), (vec![], None));
}

#[test]
fn what_only_rises_never_becomes_an_alert_and_what_the_programme_owes_does_at_once() {
    let told = |kind, late: i64| stages(&Task::new(kind, Post::Nurse, None, at(12)), at(12).plus(late));
    assert_eq!(told(TaskKind::Other, 99 * HOUR_MS), ["soon", "late"]);
    assert_eq!(told(TaskKind::MissingMeasurement, 99 * HOUR_MS), ["soon", "late"]);
    assert_eq!(told(TaskKind::Visit, 0), ["soon", "late", "alerted"]);
    assert_eq!(told(TaskKind::VitalsSet, -HOUR_MS), ["soon"]);
    assert_eq!(told(TaskKind::Remeasure, 30 * MINUTE_MS - 1), ["soon", "late"]);
}

#[test]
fn whoever_comes_first_has_it_and_the_second_is_told_who() {
    let taken = after(call_back(), TaskAct::Take { by: ANA }, at(11));
    assert_eq!(taken.owner, Some(ANA));
    assert_eq!(taken.decide(TaskAct::Take { by: BEN }, at(11)), Err(TaskRefused::Taken(ANA)));
    assert!(taken.decide(TaskAct::Take { by: ANA }, at(11)).is_ok(), "a second press is no quarrel");
    let given = after(taken, TaskAct::Give { by: ANA, to: BEN, shown: taken.version }, at(11));
    assert_eq!(given.owner, Some(BEN));
    assert_eq!(given.decide(TaskAct::Release { by: BEN, shown: taken.version }, at(11)), Err(TaskRefused::Changed));
    assert_eq!(after(given, TaskAct::Release { by: BEN, shown: given.version }, at(11)).owner, None);
}

#[test]
fn a_task_that_is_given_to_another_role_is_nobodys_until_somebody_of_it_takes_it() {
    let taken = after(call_back(), TaskAct::Take { by: ANA }, at(11));
    let pass = |shown| TaskAct::Pass { by: ANA, to: Post::Physician, shown };
    assert_eq!(taken.decide(pass(taken.version - 1), at(11)), Err(TaskRefused::Changed));
    let step = taken.decide(pass(taken.version), at(11)).unwrap();
    assert_eq!((step.task.post, step.task.owner, step.what, step.by), (Post::Physician, None, TaskStepKind::Given, Some(ANA)));
    assert_eq!((step.task.due, step.task.lateness), (taken.due, taken.lateness), "it is as late as it was");
    assert_eq!(after(step.task, TaskAct::Take { by: BEN }, at(11)).owner, Some(BEN));
}

#[test]
fn a_task_is_put_off_forward_within_a_day_and_never_if_the_programme_owes_it() {
    let task = call_back();
    let put_off = |task: Task, due, now| task.decide(TaskAct::PutOff { by: ANA, due, shown: task.version }, now).map(|step| step.task);
    for wrong in [at(12), at(11), at(10), at(10 + 24).plus(1)] {
        assert_eq!(put_off(task, wrong, at(10)), Err(TaskRefused::PutOffTooFar), "{wrong:?}");
    }
    let late = task.look(at(13)).pop().unwrap().task;
    let again = put_off(late, at(14), at(13)).unwrap();
    assert_eq!((again.due, again.lateness), (at(14), Lateness::OnTime));
    assert_eq!(stages(&again, at(14)), ["soon", "late"], "its stages begin anew");
    assert_eq!(put_off(Task::new(TaskKind::Visit, Post::Dispatcher, None, at(14)), at(15), at(10)), Err(TaskRefused::Fixed));
}

#[test]
fn what_is_closed_stays_closed_whoever_comes_later() {
    let done = after(call_back(), TaskAct::Done { by: Some(ANA) }, at(11));
    assert_eq!(done.state, TaskState::Done);
    for act in [TaskAct::Take { by: BEN }, TaskAct::Done { by: None }, TaskAct::Over, TaskAct::Cancel { by: BEN, shown: done.version }] {
        assert_eq!(done.decide(act, at(12)), Err(TaskRefused::Closed(TaskState::Done)), "{act:?}");
    }
    assert_eq!((stages(&done, at(99)), done.next_look()), (vec![], None), "and is never late");
    assert_eq!(call_back().decide(TaskAct::Cancel { by: ANA, shown: 9 }, at(11)), Err(TaskRefused::Changed));
}

fn day() -> Day {
    Day { begins: at(0), noon: at(12), afternoon: at(14), evening: at(20) }
}

fn of(kind: TaskKind, number: u8, admitted: WallMs) -> Option<Owed> {
    owed(&day(), admitted).into_iter().find(|one| (one.kind, one.number) == (kind, number))
}

#[test]
fn a_day_owes_two_visits_and_two_sets_and_the_day_of_admission_what_is_left_of_it() {
    let kinds = |admitted| owed(&day(), admitted).iter().map(|one| (one.kind.key(), one.number)).collect::<Vec<_>>();
    let all = [("vitals_set", 1), ("visit", 1), ("vitals_set", 2), ("visit", 2)];
    assert_eq!(kinds(at(-30)), all);
    assert_eq!(kinds(at(10)), all, "admitted at ten, there is time until noon");
    assert_eq!(kinds(at(11)), all[1..]);
    assert_eq!(kinds(at(13)), all[2..]);
    assert_eq!(kinds(at(19)), []);
}

#[test]
fn a_set_is_whole_when_each_vital_was_measured_since_it_counts() {
    let first = of(TaskKind::VitalsSet, 1, at(-30)).unwrap();
    let mut newest = vec![
        (Vital::PulseRate, at(7)),
        (Vital::RespiratoryRate, at(7)),
        (Vital::Spo2, at(8)),
        (Vital::Systolic, at(9)),
        (Vital::Temperature, at(-1)),
    ];
    let SetSoFar { missing, whole } = set_so_far(first.opens, None, &newest);
    assert_eq!((missing, whole), (vec![Vital::Temperature], None), "yesterday's fever is no measurement of today");
    newest[4].1 = at(0);
    assert_eq!(set_so_far(first.opens, None, &newest).whole, Some(at(9)), "when the last of them came");
    newest[0] = (Vital::HeartRate, at(7));
    assert_eq!(set_so_far(first.opens, None, &newest).whole, Some(at(9)), "a heart rate stands for a pulse");
    newest.remove(3);
    assert_eq!(set_so_far(first.opens, None, &newest).missing, [Vital::Systolic]);
}

#[test]
fn one_round_of_the_house_is_not_two_sets() {
    let second = of(TaskKind::VitalsSet, 2, at(-30)).unwrap();
    let all = |hour| programme::NEEDED.map(|group| (group[0], at(hour)));
    assert_eq!(set_so_far(second.opens, Some(at(13)), &all(13)).whole, None, "the first was made up for at one");
    assert_eq!(set_so_far(second.opens, Some(at(13)), &all(16)).whole, None);
    assert_eq!(set_so_far(second.opens, Some(at(13)), &all(17)).whole, Some(at(17)));
    assert_eq!(set_so_far(second.opens, Some(at(7)), &all(12)).whole, Some(at(12)));
}

#[test]
fn words_read_back() {
    for kind in TaskKind::ALL {
        assert_eq!(TaskKind::from_key(kind.key()), Some(kind));
    }
    for post in Post::ALL {
        assert_eq!(Post::from_key(post.key()), Some(post));
    }
    for state in TaskState::ALL {
        assert_eq!(TaskState::from_key(state.key()), Some(state));
    }
    for lateness in Lateness::ALL {
        assert_eq!(Lateness::from_key(lateness.key()), Some(lateness));
    }
}

proptest! {
    /// Whether somebody looks each minute or once a day, the same stages are told in the same order, each once.
    #[test]
    fn it_does_not_matter_when_somebody_looks(kind in 0..TaskKind::ALL.len(), looks in proptest::collection::vec(-120_i64..400, 1..30)) {
        let whole = Task::new(TaskKind::ALL[kind], Post::Nurse, None, at(12));
        let mut looks = looks;
        looks.sort_unstable();
        let end = at(12).plus(looks.last().copied().unwrap_or_default() * MINUTE_MS);
        let mut task = whole;
        let mut told = Vec::new();
        for minute in looks {
            for step in task.look(at(12).plus(minute * MINUTE_MS)) {
                told.push(step.what);
                task = step.task;
            }
        }
        prop_assert_eq!(told, whole.look(end).iter().map(|step| step.what).collect::<Vec<_>>());
    }
}
