//! Judges every promise for a run.

use super::{Compared, Display, Expected, Gateway, History, Promise, Way, alerts, kind, losses, oracle, persons};
use crate::Stretch;
use std::fmt;

/// Readings this near to an instant were placed by the same clock as it, ms.
const AROUND_MS: i64 = 5_000;

/// Figures of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Readings (or packets) that were said and heard completely.
    pub said: usize,
    /// Rows that the store holds.
    pub stored: usize,
    /// Readings that are neither stored nor excused.
    pub lost: usize,
    /// Readings that are stored twice.
    pub twice: usize,
    /// Readings that are missing and excused.
    pub allowed: usize,
    /// Alerts with a history.
    pub alerts: usize,
    /// Transitions of these.
    pub steps: usize,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts { said, stored, lost, twice, allowed, alerts, steps } = self;
        write!(f, "readings: {said} said, {stored} stored, {lost} lost, {twice} twice, {allowed} excused; alerts: {alerts}, {steps} steps")
    }
}

/// Every promise, with what breaks it.
pub fn verdict(history: &History) -> (Vec<Promise>, Counts) {
    let mut counts = Counts::default();
    let mut promises = history.others.clone();
    for device in &history.devices {
        let found = device.compared();
        counts.said += found.said;
        counts.stored += found.stored;
        counts.lost += found.missing();
        counts.twice += found.twice.len();
        counts.allowed += found.allowed.len();
        let name = if device.gateway.is_empty() { device.id.clone() } else { format!("{} of {}", device.id, device.gateway) };
        promises.extend(of_readings(&name, device.way, &found));
        if !device.bindings.is_empty() {
            promises.push(promise(
                kind::ITS_PATIENTS,
                format!("{name}: each reading is its patient's"),
                persons::strangers(&device.id, &device.bindings, &device.stored),
            ));
        }
    }
    let told = |gateway: &Gateway| {
        let not_collected: Vec<Stretch> = gateway.not_collected.iter().map(|told| widened(history, gateway, told)).collect();
        let found = losses::untold(&gateway.id, &gateway.dead, &not_collected, history.told_tolerance_ms);
        promise(kind::GAPS_TOLD, format!("{}: each of {} times in which it took nothing is told", gateway.id, gateway.dead.len()), found)
    };
    promises.extend(history.gateways.iter().map(told));
    if !history.streams.is_empty() {
        let books = history.streams.iter().flat_map(losses::books);
        promises.push(promise(kind::BOOKS, format!("{} streams: each number is one row or a recorded loss", history.streams.len()), books));
    }
    promises.extend(of_alerts(history));
    counts.alerts = history.alerts.histories.len();
    counts.steps = history.alerts.histories.iter().map(|history| history.transitions.len()).sum();
    (promises, counts)
}

/// The gap that a gateway recorded, widened by as much as the store admits that readings around it may be misplaced.
fn widened(history: &History, gateway: &Gateway, told: &Stretch) -> Stretch {
    let readings = history.devices.iter().filter(|device| device.gateway == gateway.id).flat_map(|device| &device.stored);
    let unsure_ms = |at_ms: i64| {
        let near = readings.clone().filter(|reading| (reading.at_ms - at_ms).abs() <= AROUND_MS + reading.uncertainty_ms);
        near.map(|reading| reading.uncertainty_ms).max().unwrap_or(0)
    };
    Stretch::new(told.from_ms - unsure_ms(told.from_ms), told.until_ms + unsure_ms(told.until_ms))
}

fn promise<T: Display>(kind: &str, name: String, found: impl IntoIterator<Item = T>) -> Promise {
    Promise { kind: kind.to_owned(), name, found: found.into_iter().map(|one| one.to_string()).collect() }
}

fn of_readings(name: &str, way: Way, found: &Compared) -> Vec<Promise> {
    let mut promises = match (way, found.due) {
        (Way::Sets, Some((least, most))) => {
            let is_right = (least..=most).contains(&found.stored);
            let wrong = (!is_right).then(|| format!("{} are stored", found.stored));
            vec![promise(kind::SETS, format!("{name}: {least} to {most} sets of {} packets are stored", found.said), wrong)]
        }
        _ => vec![
            promise(kind::NOTHING_LOST, format!("{name}: nothing lost of {}", found.said), &found.lost),
            promise(kind::NOTHING_TWICE, format!("{name}: nothing twice of {}", found.stored), &found.twice),
        ],
    };
    promises.push(promise(kind::NOTHING_FOREIGN, format!("{name}: nothing that it never said"), &found.foreign));
    promises.push(promise(kind::AT_ITS_INSTANT, format!("{name}: each at its instant"), &found.misplaced));
    promises.push(promise(kind::IN_ORDER, format!("{name}: in order"), &found.disorder));
    promises
}

fn of_alerts(history: &History) -> Vec<Promise> {
    let (told, looks) = (&history.alerts, &history.alerts.looks);
    let histories = &told.histories;
    let (series, limits, exact) = (history.series(), &history.limits, &history.exactness);
    let mut promises = Vec::new();
    if !(histories.is_empty() && looks.is_empty() && told.acts.is_empty()) {
        promises.push(promise(
            kind::HISTORIES,
            format!("{} alerts: each history is complete and ended by somebody", histories.len()),
            histories.iter().flat_map(alerts::broken_history),
        ));
        promises.push(promise(
            kind::NOTHING_VANISHED,
            format!("no alert vanished or went back in {} looks", looks.len()),
            alerts::vanished(looks, histories),
        ));
        promises.push(promise(
            kind::ONE_OPEN,
            "one open alert for each episode, rule and subject".into(),
            alerts::doubled(looks, histories),
        ));
        promises.push(promise(
            kind::ACKNOWLEDGED,
            format!("each of {} confirmed acknowledgements is in the history", told.acts.len()),
            alerts::forgotten(&told.acts, histories),
        ));
    }
    if !limits.is_empty() {
        let due = oracle::due(&series, limits, exact).len();
        promises.push(promise(
            kind::RANG,
            format!("each of {due} stretches beyond a limit for its delay rang"),
            oracle::owed(&series, limits, histories, &history.disturbed, exact),
        ));
        let timed = oracle::punctual::due(&series, limits, &history.disturbed);
        promises.push(promise(
            kind::IN_TIME,
            format!("each of {} stretches that nothing disturbed rang within {} s", timed.len(), oracle::punctual::WITHIN_MS / 1_000),
            oracle::punctual::late(&timed, histories),
        ));
        promises.push(promise(
            kind::FOUNDED,
            "no alert without a value beyond its limit".into(),
            oracle::unfounded(&series, limits, histories, exact),
        ));
        promises.push(promise(
            kind::NOT_AS_LIVE,
            "nothing that had already ended when it arrived rang as live".into(),
            oracle::late_as_live(&series, limits, histories, exact),
        ));
    }
    promises.extend(history.expected.iter().map(|expected| expect(history, expected)));
    promises
}

fn expect(history: &History, expected: &Expected) -> Promise {
    let Expected { rule, episode, from_ms, until_ms } = expected;
    let is_it = |alert: &alerts::Alert| alert.rule == *rule && alert.episode_id == *episode;
    let mut looks = history.alerts.looks.iter().filter(|look| look.to >= *from_ms && look.from <= *until_ms);
    let shown = looks.any(|look| look.alerts.iter().any(is_it));
    let written = history.alerts.histories.iter().filter(|history| is_it(&history.alert));
    let lived = |history: &alerts::AlertHistory| {
        history.transitions.first().is_some_and(|step| step.at <= *until_ms) && history.closed_at().is_none_or(|closed| closed >= *from_ms)
    };
    let is_there = shown || written.into_iter().any(lived);
    let whose = episode.as_deref().unwrap_or("the hub");
    promise(
        kind::EXPECTED,
        format!("{rule} of {whose} was raised between {from_ms} and {until_ms}"),
        (!is_there).then_some("it was neither shown nor written down"),
    )
}

#[cfg(test)]
mod tests;
