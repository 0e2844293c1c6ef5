//! No alert vanishes, none is missing, none is about somebody else.

use super::readings::truth;
use crate::clock;
use crate::world::World;
use hearth_alerts::budget::LATE_MS;
use hearth_alerts::{Actor, Change, Condition, Priority, Rule};
use hearth_hub::feed::state::Audience;
use hearth_vitals::{Vital, WallMs};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Saturation below this (raw) for so long (ms) is an alert: the adult's limit, and two seconds
/// more than its delay, since instants are placed with an error.
const LOW: i32 = 900;
const LOW_MS: i64 = 17_000;
/// What a clock placed that may be off by more (ms) can look as if it came from the future, and
/// is judged when it arrives.
const UNSURE_MS: u32 = 5_000;
/// A condition has ended when all was above this (raw) for so long (ms), and the hub has heard of it.
const SAFE: i32 = 920;
const CLEAR_MS: i64 = 14_000;
/// What has arrived is judged within this time, the commit included, ms.
const JUDGED_MS: i64 = 12_000;
/// A pause between two values that ends a stretch, ms.
const PAUSE_MS: i64 = 2_500;

/// Values of a patient in the order of their measurement: instant, arrival, saturation.
type Values = Vec<(WallMs, WallMs, i32)>;

/// The patients as the bindings truly held.
fn patients(world: &World) -> BTreeMap<Uuid, Values> {
    let books = world.store.books().clone();
    let mut patients: BTreeMap<Uuid, Values> = BTreeMap::new();
    for stored in &books.frames {
        let Some(measured) = truth(stored) else { continue };
        if let Some(episode) = books.episode_at(&stored.frame.device, measured)
            && let Some(spo2) = stored.frame.get(Vital::Spo2).and_then(|reading| reading.raw)
        {
            patients.entry(episode).or_default().push((measured, stored.received, spo2));
        }
    }
    patients.values_mut().for_each(|values| values.sort());
    patients
}

/// Stretches of values below the limit: first and last instant.
fn lows(values: &Values) -> Vec<(WallMs, WallMs)> {
    let mut lows: Vec<(WallMs, WallMs)> = Vec::new();
    let mut before: Option<(WallMs, bool)> = None;
    for (at, _, spo2) in values {
        let is_low = *spo2 < LOW;
        let goes_on = before.is_some_and(|(last, was_low)| was_low && at.since(last) <= PAUSE_MS);
        match lows.last_mut().filter(|_| is_low && goes_on) {
            Some(low) => low.1 = *at,
            None if is_low => lows.push((*at, *at)),
            None => {}
        }
        before = Some((*at, is_low));
    }
    lows
}

pub fn broken(world: &World) -> Vec<String> {
    let books = world.store.books().clone();
    let mut found = Vec::new();
    for (id, row) in &books.alerts {
        let steps = books.steps.get(id).map_or(&[][..], Vec::as_slice);
        let versions: Vec<u32> = steps.iter().map(|step| step.alert.version).collect();
        let rule = row.alert.rule;
        if versions != (1..=steps.len() as u32).collect::<Vec<_>>() {
            found.push(format!("{rule}: versions {versions:?}"));
        }
        if steps.first().is_none_or(|step| step.change != Change::Raised) {
            found.push(format!("{rule}: does not begin with being raised"));
        }
        if steps.last().is_none_or(|step| step.alert != row.alert) {
            found.push(format!("{rule}: is not as its last step left it"));
        }
        if steps.windows(2).any(|pair| pair[1].alert.priority < pair[0].alert.priority) {
            found.push(format!("{rule}: became less urgent"));
        }
        let reviewed = steps.iter().any(|step| matches!((step.change, step.actor), (Change::Reviewed, Actor::Person(_))));
        if !row.alert.open && row.alert.priority == Priority::High && !reviewed {
            found.push(format!("{rule}: was high and closed without a person"));
        }
    }
    found
}

pub fn owed(world: &World) -> Vec<String> {
    let books = world.store.books().clone();
    let mut found = Vec::new();
    for (episode, values) in patients(world) {
        for (from, to) in lows(&values).into_iter().filter(|(from, to)| to.since(*from) >= LOW_MS) {
            let covers = |row: &hearth_store::alerts::AlertRow| {
                let alert = &row.alert;
                row.episode == Some(episode)
                    && alert.rule == Rule::VitalLow(Vital::Spo2)
                    && alert.since <= to
                    && alert.cleared_at.is_none_or(|cleared| cleared >= from)
            };
            // A later return of the condition moves an open alert's beginning: its steps remember.
            let covered = books.alerts.iter().any(|(id, row)| {
                covers(row)
                    || books
                        .steps
                        .get(id)
                        .into_iter()
                        .flatten()
                        .any(|step| covers(&hearth_store::alerts::AlertRow { episode: row.episode, alert: step.alert.clone() }))
            });
            let rang =
                values.iter().filter(|(at, ..)| (from..=to).contains(at)).any(|(_, received, _)| was_ringing(&books, episode, *received));
            if !covered && !rang && !is_unsure(&books, from, to) {
                let heard: Vec<i64> =
                    values.iter().filter(|(at, ..)| (from..=to).contains(at)).map(|(_, received, _)| s(*received)).collect();
                let told: Vec<String> =
                    books.alerts.values().filter(|row| row.episode == Some(episode)).map(|row| told(&row.alert)).collect();
                let who = episode.as_u128();
                let off = placing(&books, from, to);
                found.push(format!("patient {who} was low from {} to {} s, heard at {heard:?}; alerts: {told:?}; {off}", s(from), s(to)));
            }
        }
    }
    found
}

/// Seconds since the world began.
fn s(at: WallMs) -> i64 {
    (at.0 - clock::EPOCH_MS) / 1_000
}

/// While an alert rings, what late values tell of before it is in the chart, not in a second alert.
fn was_ringing(books: &crate::store::books::Books, episode: Uuid, at: WallMs) -> bool {
    let of_patient = books.alerts.iter().filter(|(_, row)| row.episode == Some(episode) && row.alert.rule == Rule::VitalLow(Vital::Spo2));
    of_patient.filter_map(|(id, _)| books.steps.get(id)).any(|steps| {
        let last = steps.iter().rev().find(|step| step.at <= at.plus(JUDGED_MS));
        last.is_some_and(|step| step.alert.condition == Condition::Active)
    })
}

fn is_unsure(books: &crate::store::books::Books, from: WallMs, to: WallMs) -> bool {
    let within = |stored: &&crate::store::books::Stored| truth(stored).is_some_and(|at| (from..=to).contains(&at));
    books.frames.iter().filter(within).any(|stored| stored.placed.uncertainty_ms > UNSURE_MS)
}

/// How values of this time were placed: off by, may be off by, quality of the clock.
fn placing(books: &crate::store::books::Books, from: WallMs, to: WallMs) -> String {
    let measured = books.frames.iter().filter_map(|stored| Some((truth(stored)?, stored))).filter(|(at, _)| (from..=to).contains(at));
    let off: std::collections::BTreeSet<(i64, u32, u8)> =
        measured.map(|(at, stored)| (stored.placed.at.since(at), stored.placed.uncertainty_ms, stored.placed.clock)).collect();
    format!("placed {off:?}")
}

/// An alert in short.
fn told(alert: &hearth_alerts::Alert) -> String {
    let cleared = alert.cleared_at.map(s);
    format!("{} since {} raised {} cleared {cleared:?} {:?}", alert.rule, s(alert.since), s(alert.raised_at), alert.condition)
}

pub fn unfounded(world: &World) -> Vec<String> {
    let patients = patients(world);
    let books = world.store.books().clone();
    let mut found = Vec::new();
    for row in books.alerts.values().filter(|row| row.alert.rule == Rule::VitalLow(Vital::Spo2)) {
        let values = row.episode.and_then(|episode| patients.get(&episode));
        let is_behind = |(at, _, spo2): &(WallMs, WallMs, i32)| *spo2 < LOW && at.since(row.alert.since).abs() <= 2_000;
        if !values.is_some_and(|values| values.iter().any(is_behind)) {
            found.push(format!("patient {:?}: low since {} s, and no such value", row.episode.map(|id| id.as_u128()), s(row.alert.since)));
        }
    }
    found
}

/// What was over when it was heard of must not ring as if it went on.
pub fn late_as_live(world: &World) -> Vec<String> {
    let patients = patients(world);
    let books = world.store.books().clone();
    let mut found = Vec::new();
    for (id, row) in books.alerts.iter().filter(|(_, row)| row.alert.rule == Rule::VitalLow(Vital::Spo2)) {
        let Some(first) = books.steps.get(id).and_then(|steps| steps.first()) else { continue };
        let Some(values) = row.episode.and_then(|episode| patients.get(&episode)) else { continue };
        let newest = values.iter().filter(|(_, received, _)| *received <= first.at).max();
        let is_marked = first.alert.while_offline || first.alert.as_of.is_some();
        if let Some((at, _, _)) = newest
            && first.at.since(*at) > LATE_MS + 1_000
            && !is_marked
        {
            found.push(format!(
                "patient {:?}: raised at {} s on values not newer than {} s",
                row.episode.map(|id| id.as_u128()),
                s(first.at),
                s(*at)
            ));
        }
    }
    found
}

pub fn forgotten(world: &World) -> Vec<String> {
    let books = world.store.books().clone();
    let kept =
        |(id, version): &(Uuid, u32)| books.steps.get(id).is_some_and(|steps| steps.iter().any(|step| step.alert.version == *version));
    world.acts.borrow().iter().filter(|act| !kept(act)).map(|(id, version)| format!("{id} version {version}")).collect()
}

/// In the end every home has been well for a while: nothing technical goes on, nobody is low who is not.
pub fn stuck(world: &World) -> Vec<String> {
    if world.drained_ms.is_none() {
        return Vec::new();
    }
    let patients = patients(world);
    let books = world.store.books().clone();
    let mut found = Vec::new();
    for row in books.alerts.values().filter(|row| row.alert.condition == Condition::Active) {
        let Some(episode) = row.episode else { continue };
        let is_bound = books.bindings.iter().any(|binding| binding.episode == episode && binding.until_at.is_none());
        let values = patients.get(&episode).map_or(&[][..], Vec::as_slice);
        // Whatever any of the patient's devices said in the time that it takes to clear.
        let lately = |(at, ..): &&(WallMs, WallMs, i32)| values.last().is_some_and(|newest| newest.0.since(*at) <= CLEAR_MS);
        let is_low = values.iter().filter(lately).any(|(.., spo2)| *spo2 < SAFE);
        if is_bound && !(row.alert.rule == Rule::VitalLow(Vital::Spo2) && is_low) {
            let newest: Vec<_> = patients
                .get(&episode)
                .into_iter()
                .flatten()
                .rev()
                .take(12)
                .map(|(at, received, spo2)| (s(*at), s(*received), *spo2))
                .collect();
            found.push(format!("patient {}: {} of {:?}; newest values {newest:?}", episode.as_u128(), told(&row.alert), row.alert.subject));
        }
    }
    found
}

/// Open alerts on the screens are those of the store, in the same version.
pub async fn unseen(world: &World) -> Vec<String> {
    let Some(hub) = &world.hub else { return vec!["there is no hub".to_owned()] };
    let Some(joined) = hub.feed.join(Audience::Clinical).await else { return vec!["the feed has ended".to_owned()] };
    let snapshot: serde_json::Value = serde_json::from_str(&joined.snapshot).unwrap_or_default();
    let alerts = snapshot["alerts"].as_array().cloned().unwrap_or_default();
    let shown: BTreeMap<String, u64> = alerts
        .iter()
        .filter(|alert| alert["open"] == true)
        .filter_map(|alert| Some((alert["id"].as_str()?.to_owned(), alert["version"].as_u64()?)))
        .collect();
    let books = world.store.books().clone();
    let stored: BTreeMap<String, u64> =
        books.alerts.iter().filter(|(_, row)| row.alert.open).map(|(id, row)| (id.to_string(), u64::from(row.alert.version))).collect();
    let ids: std::collections::BTreeSet<&String> = shown.keys().chain(stored.keys()).collect();
    ids.into_iter()
        .filter(|id| shown.get(*id) != stored.get(*id))
        .map(|id| format!("{id}: shown {:?}, stored {:?}", shown.get(id), stored.get(id)))
        .collect()
}
