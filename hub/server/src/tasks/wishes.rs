//! Turns the measurements and questions that rules wish for into tasks. Pure.

use hearth_alerts::verdict::{Item, ObservationRequest, Purpose};
use hearth_care::tasks::{Post, Task, TaskKind};
use hearth_store::tasks::{NewTask, TaskRow};
use hearth_vitals::WallMs;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The prefix of the origins of these tasks.
pub const ORIGIN: &str = "wish ";
/// The time for confirming a doubtful or raised value, in milliseconds: within ten minutes of the wish, because it may be the
/// beginning of something.
const CONFIRM_MS: i64 = 10 * 60_000;
/// Who phones a home whose sensor is off has as long as it takes until the alert about it becomes medium.
const PUT_ON_MS: i64 = 10 * 60_000;
/// A score is completed within half an hour: the round of a home.
const COMPLETE_MS: i64 = 30 * 60_000;
/// How long a score may lack what it never had before a person is asked for it, in milliseconds: nine minutes. A score looks at
/// medians of stretches of five minutes that are good when values came for three of them. Whoever puts a device on just over two
/// minutes into a stretch waits for the end of the next one, up to eight minutes and some seconds; then it comes by itself.
const LACKS_MS: i64 = 9 * 60_000;

const fn item(what: Item) -> &'static str {
    match what {
        Item::Vital(vital) => vital.key(),
        Item::Consciousness => "consciousness",
        Item::Oxygen => "oxygen",
    }
}

const fn purpose(purpose: Purpose) -> (&'static str, TaskKind, i64) {
    match purpose {
        Purpose::ConfirmFever => ("confirm_fever", TaskKind::Remeasure, CONFIRM_MS),
        Purpose::ConfirmValue => ("confirm_value", TaskKind::Remeasure, CONFIRM_MS),
        Purpose::CompleteScore => ("complete_score", TaskKind::MissingMeasurement, COMPLETE_MS),
        Purpose::PutOn => ("put_on", TaskKind::CallBack, PUT_ON_MS),
    }
}

/// Whose it is: the call center phones, nurses measure.
const fn post(purpose: Purpose) -> Post {
    match purpose {
        Purpose::PutOn => Post::CallAgent,
        Purpose::ConfirmFever | Purpose::ConfirmValue | Purpose::CompleteScore => Post::Nurse,
    }
}

/// How long a wish must last before it becomes a task, in milliseconds. What may be the beginning of something is asked for at
/// once, and so is what a score had and has no more: its wish says since when it is due.
const fn waits_ms(wish: &ObservationRequest) -> i64 {
    match wish.purpose {
        Purpose::CompleteScore if wish.due.is_none() => LACKS_MS,
        _ => 0,
    }
}

/// The origin of the task of a wish; one task of an origin is open at a time.
pub fn origin(wish: &ObservationRequest) -> String {
    format!("{ORIGIN}{} {}", purpose(wish.purpose).0, item(wish.what))
}

/// How a wish that lasts stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wished {
    /// It was first seen then, and is no task yet.
    Since(WallMs),
    /// A task was made of it, whatever people have done with that task.
    Asked,
    /// A hub that starts knows only that a person closed the last task of this kind then.
    Closed(WallMs),
}

/// The wishes that last, by stay and origin.
pub type Lasting = BTreeMap<(Uuid, String), Wished>;

/// What a look at the wishes comes to.
#[derive(Debug)]
pub struct Look<'a> {
    /// The tasks to be created.
    pub new: Vec<NewTask>,
    /// Open tasks that no rule wishes any more.
    pub over: Vec<&'a TaskRow>,
    /// The wishes that last, for the next look.
    pub lasting: Lasting,
}

/// Compares what rules wish with the open tasks.
///
/// * `wished`: by each stay whose rules have answered. Of the others nothing is made and nothing is over;
/// * `lasting`: what was wished at the look before. A wish of which a task was made, and which has no open task, was answered by
///   a person who closed it, and is not made again until it was absent once.
pub fn look<'a>(wished: &BTreeMap<Uuid, Vec<ObservationRequest>>, open: &'a [TaskRow], lasting: &Lasting, now: WallMs) -> Look<'a> {
    let key = |row: &TaskRow| (row.new.episode, row.new.origin.clone());
    let of_wishes = || open.iter().filter(|row| row.new.origin.starts_with(ORIGIN));
    let known: BTreeSet<(Uuid, String)> = of_wishes().map(key).collect();
    let mut next: Lasting =
        lasting.iter().filter(|((stay, _), _)| !wished.contains_key(stay)).map(|(key, stands)| (key.clone(), *stands)).collect();
    let mut new = Vec::new();
    for (stay, wish) in wished.iter().flat_map(|(stay, all)| all.iter().map(move |wish| (*stay, wish))) {
        let key = (stay, origin(wish));
        if next.contains_key(&key) {
            continue;
        }
        let before = if known.contains(&key) { Some(Wished::Asked) } else { before(wish, lasting.get(&key).copied()) };
        let stands = stands(wish, before, now);
        if stands == Wished::Asked && before != Some(Wished::Asked) {
            new.push(task(stay, wish, now));
        }
        next.insert(key, stands);
    }
    let over = of_wishes().filter(|row| wished.contains_key(&row.new.episode) && !next.contains_key(&key(row))).collect();
    Look { new, over, lasting: next }
}

/// How a wish stood before this look. The task that a person had closed before the hub started was of this wish, unless a score
/// lacks it since later: then it was measured in between, and is too old anew.
fn before(wish: &ObservationRequest, stood: Option<Wished>) -> Option<Wished> {
    match stood {
        Some(Wished::Closed(at)) => {
            let is_new = wish.purpose == Purpose::CompleteScore && wish.due.is_some_and(|due| due > at);
            (!is_new).then_some(Wished::Asked)
        }
        other => other,
    }
}

/// How a wish stands at this look, from how it stood before. A clock that was set back begins the wait anew.
fn stands(wish: &ObservationRequest, before: Option<Wished>, now: WallMs) -> Wished {
    let since = match before {
        Some(Wished::Asked) => return Wished::Asked,
        Some(Wished::Since(since)) => since.min(now),
        Some(Wished::Closed(_)) | None => now,
    };
    if now.since(since) >= waits_ms(wish) { Wished::Asked } else { Wished::Since(since) }
}

/// The task of a new wish. If it was due before anybody could know of it, it is due within the usual time from now.
pub fn task(episode: Uuid, wish: &ObservationRequest, now: WallMs) -> NewTask {
    let (_, kind, within_ms) = purpose(wish.purpose);
    let due = wish.due.filter(|due| *due > now).unwrap_or(now.plus(within_ms));
    NewTask {
        id: Uuid::now_v7(),
        episode,
        task: Task::new(kind, post(wish.purpose), None, due),
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
        let wish = |due| ObservationRequest { what: Item::Vital(Vital::Temperature), due, purpose: Purpose::ConfirmFever };
        let late = wish(Some(now.plus(-5)));
        assert_eq!(origin(&late), "wish confirm_fever temperature");
        assert_eq!(origin(&late), origin(&wish(None)));
        assert_eq!(task(Uuid::nil(), &late, now).task.due, now.plus(CONFIRM_MS));
        assert_eq!(task(Uuid::nil(), &wish(Some(now.plus(60_000))), now).task.due, now.plus(60_000));
        let score = ObservationRequest { what: Item::Consciousness, due: None, purpose: Purpose::CompleteScore };
        let made = task(Uuid::nil(), &score, now);
        assert_eq!(
            (made.task.kind, made.item.as_deref(), made.task.due),
            (TaskKind::MissingMeasurement, Some("consciousness"), now.plus(COMPLETE_MS))
        );
    }

    #[test]
    fn what_a_score_never_had_is_asked_for_when_it_has_lacked_it_for_longer_than_its_medians_take_to_come() {
        let (stay, now) = (Uuid::nil(), WallMs(1_795_521_600_000));
        let wish = ObservationRequest { what: Item::Vital(Vital::Spo2), due: None, purpose: Purpose::CompleteScore };
        let wished = BTreeMap::from([(stay, vec![wish])]);
        let first = look(&wished, &[], &Lasting::new(), now);
        assert_eq!(first.new.len(), 0);
        let after = |lasting: &Lasting, ms| look(&wished, &[], lasting, now.plus(ms));
        assert_eq!(after(&first.lasting, LACKS_MS - 1).new.len(), 0);
        assert_eq!(after(&first.lasting, LACKS_MS).new.len(), 1);
        let came = look(&BTreeMap::from([(stay, Vec::new())]), &[], &first.lasting, now.plus(60_000));
        let again = after(&came.lasting, LACKS_MS);
        assert_eq!(again.new.len(), 0, "it came and is lacking anew: the wait begins anew");
        let back = after(&first.lasting, -3_600_000);
        assert_eq!(after(&back.lasting, LACKS_MS - 3_600_000).new.len(), 1, "a clock that was set back delays it by no more than the wait");
    }

    #[test]
    fn what_a_score_had_and_lacks_anew_is_asked_for_at_once_also_by_a_hub_that_starts() {
        let (stay, now) = (Uuid::nil(), WallMs(1_795_521_600_000));
        let wish = ObservationRequest { what: Item::Consciousness, due: Some(now), purpose: Purpose::CompleteScore };
        let wished = BTreeMap::from([(stay, vec![wish])]);
        let made = |lasting: &Lasting| look(&wished, &[], lasting, now.plus(1_000)).new.len();
        let closed = |at: WallMs| Lasting::from([((stay, origin(&wish)), Wished::Closed(at))]);
        assert_eq!(made(&Lasting::new()), 1);
        assert_eq!(made(&closed(now.plus(-4 * 3_600_000))), 1, "the task that was closed was of the time before");
        assert_eq!(made(&closed(now)), 0, "this one was answered by a person");
        let kept = look(&wished, &[], &closed(now), now.plus(1_000)).lasting;
        assert_eq!(made(&kept), 0);
    }

    #[test]
    fn a_wish_is_made_once_while_it_lasts_and_is_over_only_for_rules_that_have_answered() {
        let (stay, now) = (Uuid::nil(), WallMs(1_795_521_600_000));
        let wish = ObservationRequest { what: Item::Vital(Vital::Temperature), due: None, purpose: Purpose::ConfirmFever };
        let wished = BTreeMap::from([(stay, vec![wish, wish])]);
        let nothing = BTreeMap::from([(stay, Vec::new())]);
        let first = look(&wished, &[], &Lasting::new(), now);
        assert_eq!(first.new.len(), 1);
        let open = [TaskRow { new: first.new[0].clone(), owner_name: None, made_by_name: None, closed_at: None }];
        let made = |look: Look<'_>| (look.new.len(), look.over.len());
        assert_eq!(made(look(&wished, &open, &first.lasting, now)), (0, 0));
        assert_eq!(made(look(&wished, &[], &first.lasting, now)), (0, 0), "a person closed it");
        assert_eq!(made(look(&nothing, &open, &first.lasting, now)), (0, 1));
        let unanswered = look(&BTreeMap::new(), &open, &first.lasting, now);
        assert_eq!(unanswered.lasting, first.lasting, "what was wished is wished until the rules say otherwise");
        assert_eq!(made(unanswered), (0, 0), "rules that were just restored have not said that they wish nothing");
        let absent = look(&nothing, &[], &first.lasting, now);
        assert_eq!(made(look(&wished, &[], &absent.lasting, now)), (1, 0), "wished anew");
    }
}
