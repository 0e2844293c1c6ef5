//! Whether alerts ring in time. Only stretches are judged of which it is certain when they became due: one value a second or
//! more often, each known in its turn, none late or doubted, while the hub could commit.

use super::stretch::Doubt;
use super::{LATE_MS, Limit, Point, Series, is_of};
use crate::Stretch;
use crate::alerts::{AlertHistory, Finding};

/// An alert rings at most this long after the value that completes its delay is known, ms.
pub const WITHIN_MS: i64 = 2_000;
/// The longest pause between two values of which it is certain that none is missing, ms.
const PAUSE_MS: i64 = 1_500;

/// A stretch beyond a limit that must have rung by an instant.
#[derive(Debug, Clone, Copy)]
pub struct Due<'a> {
    series: &'a Series,
    limit: &'a Limit,
    /// When its first value was measured, ms since 1970.
    from_ms: i64,
    /// When the value that completed its delay was known, ms since 1970.
    known_ms: i64,
}

/// The stretches that are certain. In `disturbed` times the hub could not commit, or was not there.
pub fn due<'a>(all: &'a [Series], limits: &'a [Limit], disturbed: &[Stretch]) -> Vec<Due<'a>> {
    let certain = super::pairs(all, limits).flat_map(|(series, limit)| of_series(series, limit));
    certain.filter(|due| !disturbed.iter().any(|bad| bad.from_ms <= due.known_ms + WITHIN_MS && bad.until_ms >= due.from_ms)).collect()
}

/// Those that did not ring in time.
pub fn late(all: &[Due<'_>], histories: &[AlertHistory]) -> Vec<Finding> {
    let rang = |due: &&Due<'_>| histories.iter().any(|history| is_of(&history.alert, due.series, due.limit) && was_active(history, due));
    let finding = |due: &Due<'_>| Finding {
        alert: format!("{} of {}", due.limit.rule, due.series.episode),
        what: format!(
            "values were beyond the limit from {} on, which was known at {}; nothing had rung by then",
            due.from_ms, due.known_ms
        ),
    };
    all.iter().filter(|due| !rang(due)).map(finding).collect()
}

fn of_series<'a>(series: &'a Series, limit: &'a Limit) -> Vec<Due<'a>> {
    let mut found = Vec::new();
    let (mut from, mut before, mut doubt): (Option<i64>, Option<&Point>, Doubt) = (None, None, Doubt::default());
    for point in &series.points {
        let follows = before.is_some_and(|last| point.at_ms - last.at_ms <= PAUSE_MS && point.known_at_ms >= last.known_at_ms);
        let is_sure = !doubt.reaches(point) && (0..=LATE_MS).contains(&(point.known_at_ms - point.at_ms));
        if !(follows && is_sure && limit.is_beyond(point.raw, limit.limit)) {
            from = None;
        } else if before.is_some_and(|last| !limit.is_beyond(last.raw, limit.limit)) {
            from = Some(point.at_ms);
        }
        if let Some(from_ms) = from.take_if(|from| point.at_ms - *from >= limit.delay_ms) {
            found.push(Due { series, limit, from_ms, known_ms: point.known_at_ms });
        }
        before = Some(point);
    }
    found
}

/// True when the alert was active at some time between the beginning of the stretch and when it had to ring.
fn was_active(history: &AlertHistory, due: &Due<'_>) -> bool {
    let by_ms = due.known_ms + WITHIN_MS;
    let mut rang: Option<i64> = None;
    for step in &history.transitions {
        match step.what.as_str() {
            "raised" | "reactivated" => rang = rang.or(Some(step.at)),
            "cleared" | "closed" | "reviewed" if rang.take().is_some_and(|at| at <= by_ms && step.at >= due.from_ms) => return true,
            _ => {}
        }
    }
    rang.is_some_and(|at| at <= by_ms)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{fall, limit, raised};
    use super::*;

    fn late_of(series: &Series, histories: &[AlertHistory], disturbed: &[Stretch]) -> usize {
        let (all, limits) = ([series.clone()], [limit()]);
        late(&due(&all, &limits, disturbed), histories).len()
    }

    #[test]
    fn an_alert_that_rings_two_seconds_after_its_delay_is_in_time_and_a_later_one_is_not() {
        // Below the limit from second 10 on, so it is due at second 25.
        let long = fall(40, 850, 0);
        assert_eq!(late_of(&long, &[raised(27_000, 10_000)], &[]), 0);
        assert_eq!(late_of(&long, &[raised(27_001, 10_000)], &[]), 1);
        assert_eq!(late_of(&long, &[], &[]), 1);
        assert_eq!(late_of(&fall(15, 850, 0), &[], &[]), 0, "short of its delay");
    }

    #[test]
    fn a_stretch_of_which_nobody_knows_when_it_was_due_is_not_judged() {
        let mut gap = fall(40, 850, 0);
        gap.points.drain(20..22);
        assert_eq!(late_of(&gap, &[], &[]), 0);
        let mut doubted = fall(40, 850, 0);
        doubted.points[24].doubtful = true;
        assert_eq!(late_of(&doubted, &[], &[]), 0);
        let mut moved = fall(40, 850, 0);
        moved.points[8].doubtful = true;
        assert_eq!(late_of(&moved, &[], &[]), 0, "motion a moment before");
        assert_eq!(late_of(&fall(40, 850, 31), &[], &[]), 0, "late");
        let mut from_the_start = fall(40, 850, 0);
        from_the_start.points.drain(..10);
        assert_eq!(late_of(&from_the_start, &[], &[]), 0, "it may have begun before");
    }

    #[test]
    fn what_became_due_while_the_hub_could_not_commit_may_ring_later() {
        let long = fall(40, 850, 0);
        assert_eq!(late_of(&long, &[], &[Stretch::new(26_500, 90_000)]), 0);
        assert_eq!(late_of(&long, &[], &[Stretch::new(27_001, 90_000)]), 1);
    }

    #[test]
    fn one_alert_that_was_there_already_is_enough_and_one_that_had_ended_is_not() {
        let long = fall(40, 850, 0);
        assert_eq!(late_of(&long, &[raised(3_000, 1_000)], &[]), 0);
        let mut ended = raised(3_000, 1_000);
        ended.transitions.push(crate::alerts::Step { version: 2, at: 9_000, what: "cleared".into(), ..Default::default() });
        assert_eq!(late_of(&long, &[ended], &[]), 1);
    }
}
