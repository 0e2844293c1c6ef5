//! Calls that were begun and never ended: the person who began one is asked what came of it. Pure.

use hearth_alerts::StaffId;
use hearth_care::tasks::{Post, Task, TaskKind};
use hearth_store::calls::Unended;
use hearth_store::tasks::{NewTask, TaskRow};
use hearth_vitals::WallMs;
use uuid::Uuid;

/// After this long a call counts as one that somebody forgot to end, in milliseconds. Calls with an interpreter take a quarter of
/// an hour; a shorter time would ask people who are still talking.
pub const ASKED_AFTER_MS: i64 = 20 * 60_000;
/// How long the person who began the call has to answer before the task is late, in milliseconds.
const ANSWER_MS: i64 = 10 * 60_000;
/// How far back unended calls are looked for, in milliseconds: nobody remembers older ones, and an upgrade must not create tasks
/// for last month's.
pub const LOOK_BACK_MS: i64 = 2 * 86_400_000;
/// The prefix of such a task's origin, before the id of the call.
pub const PREFIX: &str = "open call ";

/// The origin of the task that asks about this call.
pub fn origin(call: Uuid) -> String {
    format!("{PREFIX}{call}")
}

/// The call that a task asks about; `None` for another kind of task.
pub fn call_of(row: &TaskRow) -> Option<Uuid> {
    row.new.origin.strip_prefix(PREFIX)?.parse().ok()
}

/// The task that asks what came of a call. A person who is not on shift, or may not sign in any more, is not asked: the task then
/// goes to their role.
pub fn asks(unended: Unended, now: WallMs) -> NewTask {
    let Unended { call, episode, whom, by, role, .. } = unended;
    let post = Post::from_key(&role).unwrap_or(Post::CallAgent);
    let owner = by.map(|by| StaffId(by.as_u128()));
    NewTask {
        id: Uuid::now_v7(),
        episode,
        task: Task::new(TaskKind::CallOpen, post, owner, now.plus(ANSWER_MS)),
        what: whom,
        item: None,
        opens: now,
        made_by: None,
        made_at: now,
        origin: origin(call),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_began_a_call_is_asked_and_whoever_is_gone_leaves_it_to_their_role() {
        let call = |by| Unended {
            call: Uuid::from_u128(7),
            episode: Uuid::nil(),
            whom: String::new(),
            by,
            role: "nurse".to_owned(),
            begun_at: WallMs(0),
        };
        let asked = asks(call(Some(Uuid::from_u128(3))), WallMs(5));
        assert_eq!((asked.task.owner, asked.task.post, asked.task.due), (Some(StaffId(3)), Post::Nurse, WallMs(5 + ANSWER_MS)));
        assert_eq!(asks(call(None), WallMs(5)).task.owner, None);
        let row = TaskRow { new: asked, owner_name: None, made_by_name: None, closed_at: None };
        assert_eq!(call_of(&row), Some(Uuid::from_u128(7)));
    }
}
