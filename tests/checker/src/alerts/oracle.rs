//! What must have rung, computed a second time and simply: from the rows of the store, without an engine.
//!
//! A stretch is a row of values beyond a limit without a pause longer than a few seconds. One that lasted for its
//! delay owes an alert; an alert without any value beyond its limit is unfounded; one from values that came late
//! and were over by then must not look live.

mod stretch;

pub use stretch::{Beyond, LATE_MS, Limit, Point, Series, Side, stretches};

use super::{Alert, AlertHistory, Finding};
use serde::{Deserialize, Serialize};

/// How exactly the oracle judges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Exactness {
    /// A longer pause between two values ends a stretch, ms.
    pub gap_ms: i64,
    /// A stretch owes an alert when it lasted this much longer than the delay, ms: values that arrive in another
    /// order than measured may be left out of a pause of `gap_ms` at either end.
    pub margin_ms: i64,
    /// An alert is there this long after the last value of the stretch arrived, ms: late data counts as complete
    /// when none has come for half a minute.
    pub settled_ms: i64,
    /// Instants of alerts and values may differ by this, ms.
    pub tolerance_ms: i64,
}

impl Default for Exactness {
    fn default() -> Exactness {
        Exactness { gap_ms: 3_000, margin_ms: 5_000, settled_ms: 60_000, tolerance_ms: 2_000 }
    }
}

/// The stretches that owe an alert: each with whose values they are, and of which limit.
pub fn due<'a>(all: &'a [Series], limits: &'a [Limit], exact: &Exactness) -> Vec<(&'a Series, &'a Limit, Beyond)> {
    let mut found = Vec::new();
    for (series, limit) in pairs(all, limits) {
        let is_due = |run: &Beyond| {
            run.sure_until_ms - run.from_ms >= limit.delay_ms + exact.margin_ms
                || run.critical_ms.is_some_and(|lasted| lasted >= exact.margin_ms)
        };
        found.extend(stretches(series, limit, exact.gap_ms).into_iter().filter(is_due).map(|run| (series, limit, run)));
    }
    found
}

/// Each stretch that lasted for its delay has an alert of its rule, for the episode whose it was.
pub fn owed(all: &[Series], limits: &[Limit], histories: &[AlertHistory], exact: &Exactness) -> Vec<Finding> {
    let rang = |series: &Series, limit: &Limit, run: &Beyond| {
        histories.iter().any(|history| is_of(&history.alert, series, limit) && tells_of(history, run, exact))
    };
    let silent = due(all, limits, exact).into_iter().filter(|(series, limit, run)| !rang(series, limit, run));
    let finding = |(series, limit, run): (&Series, &Limit, Beyond)| Finding {
        alert: format!("{} of {}", limit.rule, series.episode),
        what: format!("values were beyond the limit from {} to {}, and nothing rang", run.from_ms, run.until_ms),
    };
    silent.map(finding).collect()
}

/// Each alert of a limit has a value beyond it, between its beginning and the time at which it was raised.
pub fn unfounded(all: &[Series], limits: &[Limit], histories: &[AlertHistory], exact: &Exactness) -> Vec<Finding> {
    let is_founded = |alert: &Alert, limit: &Limit| {
        let (from, until) = (alert.since_at - exact.tolerance_ms, alert.raised_at.max(alert.since_at) + exact.tolerance_ms);
        let points = all.iter().filter(|series| is_of(alert, series, limit)).flat_map(|series| &series.points);
        points.into_iter().any(|point| limit.is_beyond(point.raw, limit.limit) && (from..=until).contains(&point.when()))
    };
    let ruled = histories
        .iter()
        .filter_map(|history| limits.iter().find(|limit| limit.rule == history.alert.rule).map(|limit| (&history.alert, limit)));
    let wrong = ruled.filter(|(alert, limit)| !is_founded(alert, limit));
    wrong.map(|(alert, _)| alert.finding(format!("no value was beyond its limit from {} to {}", alert.since_at, alert.raised_at))).collect()
}

/// An alert from values that all came late, and of which the end was known when it was raised, says so.
pub fn late_as_live(all: &[Series], limits: &[Limit], histories: &[AlertHistory], exact: &Exactness) -> Vec<Finding> {
    let mut found = Vec::new();
    for (series, limit) in pairs(all, limits) {
        let runs = stretches(series, limit, exact.gap_ms);
        let unmarked = |alert: &&Alert| is_of(alert, series, limit) && !alert.while_offline && alert.as_of_at.is_none();
        for alert in histories.iter().map(|history| &history.alert).filter(unmarked) {
            let began =
                |run: &&Beyond| alert.since_at >= run.from_ms - exact.tolerance_ms && alert.since_at <= run.until_ms + exact.tolerance_ms;
            let over = |run: &Beyond| run.all_late && run.ended_ms.is_some_and(|ended| ended <= alert.raised_at);
            // One live stretch at its beginning is reason enough to ring.
            let mut its: Vec<&Beyond> = runs.iter().filter(began).collect();
            its.retain(|run| !over(run));
            if its.is_empty() && runs.iter().any(|run| began(&run) && over(run)) {
                found.push(alert.finding("all its values came late and were over when it was raised, and it rang as if live"));
            }
        }
    }
    found
}

fn pairs<'a>(all: &'a [Series], limits: &'a [Limit]) -> impl Iterator<Item = (&'a Series, &'a Limit)> {
    all.iter().flat_map(move |series| limits.iter().filter(|limit| limit.vital == series.vital).map(move |limit| (series, limit)))
}

fn is_of(alert: &Alert, series: &Series, limit: &Limit) -> bool {
    alert.rule == limit.rule && limit.vital == series.vital && alert.episode_id.as_deref() == Some(&series.episode)
}

/// The alert was active while the stretch was going on or becoming known, or spans it by measurement.
fn tells_of(history: &AlertHistory, run: &Beyond, exact: &Exactness) -> bool {
    let (from, until) = (run.from_ms - exact.tolerance_ms, run.received_ms.max(run.until_ms) + exact.settled_ms);
    let mut rang: Option<i64> = None;
    for step in &history.transitions {
        let ended = match step.what.as_str() {
            "raised" | "reactivated" => {
                rang = Some(step.at);
                None
            }
            "cleared" | "closed" | "reviewed" => rang.take(),
            _ => None,
        };
        if ended.is_some_and(|began| began <= until && step.at >= from) {
            return true;
        }
    }
    let alert = &history.alert;
    let spans = alert.since_at <= run.until_ms + exact.tolerance_ms && alert.cleared_at.is_none_or(|cleared| cleared >= from);
    rang.is_some_and(|began| began <= until) || spans
}

#[cfg(test)]
mod tests;
