//! Computes a second time, and in a simpler way, which alerts must have rung: from the rows of the store, without an engine.
//!
//! A stretch is a series of values beyond a limit, with no pause longer than a few seconds. A stretch requires an alert that
//! lasted for the limit's delay without a doubt, or for twice the delay with any. An alert without any value beyond its limit is unfounded. An alert from values that
//! came late, and were over by then, must not look live.

pub mod punctual;
mod stretch;

pub use stretch::{Beyond, LATE_MS, Limit, Point, Series, Side, stretches};

use super::{Alert, AlertHistory, Finding};
use crate::Stretch;
use serde::{Deserialize, Serialize};

/// How exact the oracle is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Exactness {
    /// A pause longer than this between two values ends a stretch, ms.
    pub gap_ms: i64,
    /// A stretch requires an alert only when it lasted this much longer than the delay, ms: at either end a pause of up to
    /// `gap_ms` may be missing, because values can arrive in another order than they were measured.
    pub margin_ms: i64,
    /// How long after the arrival of a stretch's last value the alert must be there, ms: late data counts as complete when
    /// none has come for half a minute.
    pub settled_ms: i64,
    /// How much the instants of alerts and values may differ, ms.
    pub tolerance_ms: i64,
    /// For how long values must be inside the limit before its condition has ended, ms.
    pub clear_ms: i64,
}

impl Default for Exactness {
    fn default() -> Exactness {
        Exactness { gap_ms: 3_000, margin_ms: 5_000, settled_ms: 60_000, tolerance_ms: 2_000, clear_ms: 15_000 }
    }
}

/// The stretches that require an alert, each with the series and limit that it belongs to.
pub fn due<'a>(all: &'a [Series], limits: &'a [Limit], exact: &Exactness) -> Vec<(&'a Series, &'a Limit, Beyond)> {
    let mut found = Vec::new();
    for (series, limit) in pairs(all, limits) {
        let is_due = |run: &Beyond| {
            run.sure_ms >= limit.delay_ms + exact.margin_ms
                || run.until_ms - run.from_ms >= 2 * limit.delay_ms + exact.margin_ms
                || run.critical_ms.is_some_and(|lasted| lasted >= exact.margin_ms)
        };
        found.extend(stretches(series, limit, exact.gap_ms).into_iter().filter(is_due).map(|run| (series, limit, run)));
    }
    found
}

/// Each stretch that lasted for its delay must have an alert of its rule for its episode. What waited for a hub that was not
/// there, or could not commit (`disturbed`), has as much time after that.
pub fn owed(all: &[Series], limits: &[Limit], histories: &[AlertHistory], disturbed: &[Stretch], exact: &Exactness) -> Vec<Finding> {
    let rang = |series: &Series, limit: &Limit, run: &Beyond| {
        let until = answer_by(run, disturbed, exact);
        histories.iter().any(|history| is_of(&history.alert, series, limit) && tells_of(history, run, until, exact))
    };
    let silent = due(all, limits, exact).into_iter().filter(|(series, limit, run)| !rang(series, limit, run));
    let finding = |(series, limit, run): (&Series, &Limit, Beyond)| Finding {
        alert: format!("{} of {}", limit.rule, series.episode),
        what: format!("values were beyond the limit from {} to {}, and nothing rang", run.from_ms, run.until_ms),
    };
    silent.map(finding).collect()
}

/// Each alert of a limit must have a value beyond it, between its beginning and the time when it was raised.
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

/// An alert from values that all came late, and whose end was known when it was raised, must say so. One stretch of any of its
/// patient's devices that was live is reason enough to ring.
pub fn late_as_live(all: &[Series], limits: &[Limit], histories: &[AlertHistory], exact: &Exactness) -> Vec<Finding> {
    let is_wrong = |alert: &&Alert| {
        let own = pairs(all, limits).filter(|(series, limit)| is_of(alert, series, limit));
        let its: Vec<Beyond> = own.flat_map(|(series, limit)| behind(alert, &stretches(series, limit, exact.gap_ms), exact)).collect();
        !its.is_empty() && its.iter().all(|run| run.all_late && run.ended_ms.is_some_and(|ended| ended <= alert.raised_at))
    };
    let unmarked = |alert: &&Alert| !alert.while_offline && alert.as_of_at.is_none();
    let found = histories.iter().map(|history| &history.alert).filter(unmarked).filter(is_wrong);
    found.map(|alert| alert.finding("all its values came late and were over when it was raised, and it rang as if live")).collect()
}

/// The stretches of one device that an alert is about: the one in which it began, and those that followed before it was known
/// to have ended. A few good values end no condition, and neither do those that had not arrived before the alert rang: of a home
/// that comes back, the newest minute arrives before what lies between.
fn behind(alert: &Alert, runs: &[Beyond], exact: &Exactness) -> Vec<Beyond> {
    let began = |run: &Beyond| (run.from_ms - exact.tolerance_ms..=run.until_ms + exact.tolerance_ms).contains(&alert.since_at);
    let until = alert.raised_at.max(alert.since_at) + exact.tolerance_ms;
    let Some(first) = runs.iter().position(began) else { return Vec::new() };
    let mut its: Vec<Beyond> = Vec::new();
    for run in runs[first..].iter().take_while(|run| run.from_ms <= until) {
        let has_ended = |last: &Beyond| last.ended_ms.is_some_and(|ended| ended < alert.raised_at);
        if its.last().is_some_and(|last| run.from_ms - last.until_ms > exact.clear_ms && has_ended(last)) {
            break;
        }
        its.push(*run);
    }
    its
}

fn pairs<'a>(all: &'a [Series], limits: &'a [Limit]) -> impl Iterator<Item = (&'a Series, &'a Limit)> {
    all.iter().flat_map(move |series| limits.iter().filter(|limit| limit.vital == series.vital).map(move |limit| (series, limit)))
}

fn is_of(alert: &Alert, series: &Series, limit: &Limit) -> bool {
    alert.rule == limit.rule && limit.vital == series.vital && alert.episode_id.as_deref() == Some(&series.episode)
}

/// When the alert of a stretch must be there.
fn answer_by(run: &Beyond, disturbed: &[Stretch], exact: &Exactness) -> i64 {
    let known = run.received_ms.max(run.until_ms);
    let mut windows: Vec<&Stretch> = disturbed.iter().filter(|window| window.until_ms >= known).collect();
    windows.sort_by_key(|window| window.from_ms);
    windows.into_iter().fold(known + exact.settled_ms, |until, window| {
        if window.from_ms <= until { until.max(window.until_ms.saturating_add(exact.settled_ms)) } else { until }
    })
}

/// True when the alert was active while the stretch was going on or becoming known, or covers it by measurement.
fn tells_of(history: &AlertHistory, run: &Beyond, until: i64, exact: &Exactness) -> bool {
    let from = run.from_ms - exact.tolerance_ms;
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
