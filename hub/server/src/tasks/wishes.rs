//! What rules wish to be measured or asked, as tasks. Pure.

use hearth_alerts::verdict::{Item, Purpose, Wanted};
use hearth_care::tasks::{Kind, Post, Task};
use hearth_store::tasks::NewTask;
use hearth_vitals::WallMs;
use uuid::Uuid;

/// How the origins of these tasks begin.
pub const ORIGIN: &str = "wish ";
/// A doubtful or raised value is confirmed within ten minutes of the wish: it may be the beginning of something.
const CONFIRM_MS: i64 = 10 * 60_000;
/// A score is completed within half an hour: the round of a home.
const COMPLETE_MS: i64 = 30 * 60_000;

const fn item(what: Item) -> &'static str {
    match what {
        Item::Vital(vital) => vital.key(),
        Item::Consciousness => "consciousness",
        Item::Oxygen => "oxygen",
    }
}

const fn purpose(purpose: Purpose) -> (&'static str, Kind, i64) {
    match purpose {
        Purpose::ConfirmFever => ("confirm_fever", Kind::Remeasure, CONFIRM_MS),
        Purpose::ConfirmValue => ("confirm_value", Kind::Remeasure, CONFIRM_MS),
        Purpose::CompleteScore => ("complete_score", Kind::MissingMeasurement, COMPLETE_MS),
    }
}

/// What the task of a wish is made from: there is one open at a time.
pub fn origin(wish: &Wanted) -> String {
    format!("{ORIGIN}{} {}", purpose(wish.purpose).0, item(wish.what))
}

/// The task of a wish that is made now. What was due before anybody could know is due within the time that it takes.
pub fn task(episode: Uuid, wish: &Wanted, now: WallMs) -> NewTask {
    let (_, kind, within_ms) = purpose(wish.purpose);
    let due = wish.due.filter(|due| *due > now).unwrap_or(now.plus(within_ms));
    NewTask {
        id: Uuid::now_v7(),
        episode,
        task: Task::new(kind, Post::Nurse, None, due),
        what: String::new(),
        item: Some(item(wish.what).to_owned()),
        opens: now,
        made_by: None,
        made_at: now,
        origin: origin(wish),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_vitals::Vital;

    #[test]
    fn a_wish_has_one_origin_whenever_it_is_due_and_a_due_instant_that_can_still_be_met() {
        let now = WallMs(1_795_521_600_000);
        let wish = |due| Wanted { what: Item::Vital(Vital::Temperature), due, purpose: Purpose::ConfirmFever };
        let late = wish(Some(now.plus(-5)));
        assert_eq!(origin(&late), "wish confirm_fever temperature");
        assert_eq!(origin(&late), origin(&wish(None)));
        assert_eq!(task(Uuid::nil(), &late, now).task.due, now.plus(CONFIRM_MS));
        assert_eq!(task(Uuid::nil(), &wish(Some(now.plus(60_000))), now).task.due, now.plus(60_000));
        let score = Wanted { what: Item::Consciousness, due: None, purpose: Purpose::CompleteScore };
        let made = task(Uuid::nil(), &score, now);
        assert_eq!(
            (made.task.kind, made.item.as_deref(), made.task.due),
            (Kind::MissingMeasurement, Some("consciousness"), now.plus(COMPLETE_MS))
        );
    }
}
