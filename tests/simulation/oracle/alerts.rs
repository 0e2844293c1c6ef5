//! No alert vanishes, none is missing, and none is about the wrong patient.

use super::readings::truth;
use crate::clock;
use crate::store::books::Books;
use crate::world::World;
use hearth_alerts::{Condition, Rule};
use hearth_hub::feed::Feed;
use hearth_hub::feed::topic::{Scope, Subject, Topic};
use hearth_vitals::{DeviceId, EventKind, Vital, WallMs};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A saturation below this, in steps of 0.1 %, that lasts for the delay requires an alert: the limit for adults.
const LOW: i32 = 900;
/// A condition has ended when all values were above this for `CLEAR_MS` and the hub has received them.
const SAFE: i32 = 920;
const CLEAR_MS: i64 = 14_000;
/// For how long the newest value of a device stands against what another device of the same patient says, ms.
const SPEAKS_MS: i64 = 30_000;
/// A score is asked of medians over whole stretches of five minutes: after the last low value it may stand until the stretch after that
/// one's has closed, and the hub has looked, ms.
const SCORE_STANDS_MS: i64 = 2 * 300_000 + 10_000;
/// What a device measured of a patient, in the order of measurement: instant, arrival, saturation.
type Values = Vec<(WallMs, WallMs, i32)>;

/// The values of each patient by the bindings that really held, device by device.
fn patients(world: &World) -> BTreeMap<Uuid, BTreeMap<DeviceId, Values>> {
    let books = world.store.books().clone();
    let mut patients: BTreeMap<Uuid, BTreeMap<DeviceId, Values>> = BTreeMap::new();
    for stored in &books.frames {
        let Some(measured) = truth(stored) else { continue };
        if let Some(episode) = books.episode_at(&stored.frame.device, measured)
            && let Some(spo2) = stored.frame.get(Vital::Spo2).and_then(|reading| reading.raw)
        {
            let of_device = patients.entry(episode).or_default().entry(stored.frame.device.clone()).or_default();
            of_device.push((measured, stored.received, spo2));
        }
    }
    patients.values_mut().flat_map(BTreeMap::values_mut).for_each(|values| values.sort());
    patients
}

/// True when one of a patient's devices still speaks against the end of a low saturation. Its own values must be good for some
/// time, and a pause in them does not count: what another device shows beside it does not end what this one has found.
fn is_low(devices: &BTreeMap<DeviceId, Values>) -> bool {
    let newest_of = |values: &Values| values.last().map_or(clock::truth(0), |value| value.0);
    let newest = devices.values().map(newest_of).max().unwrap_or(clock::truth(0));
    devices.values().filter(|values| newest.since(newest_of(values)) <= SPEAKS_MS).any(|values| {
        let Some(last_low) = values.iter().rposition(|(.., spo2)| *spo2 < SAFE) else { return false };
        values.get(last_low + 1).is_none_or(|safe| newest_of(values).since(safe.0) < CLEAR_MS)
    })
}

/// True when a patient was low so lately that the score of it stands.
fn was_low_lately(devices: &BTreeMap<DeviceId, Values>, world: &World) -> bool {
    let end = clock::truth(world.drained_ms.unwrap_or(0));
    devices.values().flatten().any(|(at, _, spo2)| *spo2 < SAFE && end.since(*at) < SCORE_STANDS_MS)
}

/// The priority of an open alert never falls.
pub fn calmed(world: &World) -> Vec<String> {
    let books = world.store.books().clone();
    let falls = |steps: &&Vec<hearth_alerts::Transition>| steps.windows(2).any(|pair| pair[1].alert.priority < pair[0].alert.priority);
    books.steps.values().filter(falls).filter_map(|steps| steps.last()).map(|step| told(&step.alert)).collect()
}

/// Seconds since the world began.
fn s(at: WallMs) -> i64 {
    (at.0 - clock::EPOCH_MS) / 1_000
}

/// An alert in a few words.
fn told(alert: &hearth_alerts::Alert) -> String {
    let cleared = alert.cleared_at.map(s);
    format!("{} since {} raised {} cleared {cleared:?} {:?}", alert.rule, s(alert.since), s(alert.raised_at), alert.condition)
}

/// Every alert must have a reading of its own patient, by the bindings that really held.
pub fn unfounded(world: &World) -> Vec<String> {
    let books = world.store.books().clone();
    let mut found = Vec::new();
    for row in books.alerts.values().filter(|row| row.alert.rule == Rule::VitalLow(Vital::Spo2)) {
        let is_behind = |stored: &&crate::store::books::StoredFrame| {
            // When a device changes patients, whose a reading is, is as uncertain as its instant.
            let around_ms = i64::from(stored.placed.uncertainty_ms).min(60_000) + 60;
            let is_theirs = |measured: WallMs| {
                [-around_ms, 0, around_ms]
                    .iter()
                    .any(|off_ms| books.episode_at(&stored.frame.device, measured.plus(*off_ms)) == row.episode)
            };
            let is_low = stored.frame.get(Vital::Spo2).and_then(|reading| reading.raw).is_some_and(|raw| raw < LOW);
            // A reading that a wrong clock put into the future was judged when it arrived.
            let at = if stored.placed.at.since(stored.received) > 5_000 { stored.received } else { stored.placed.at };
            truth(stored).is_some_and(is_theirs) && is_low && at.since(row.alert.since).abs() <= 2_000
        };
        if !books.frames.iter().any(|stored| is_behind(&stored)) {
            found.push(format!("patient {:?}: {}, and no such value", row.episode.map(|id| id.as_u128()), told(&row.alert)));
        }
    }
    found
}

/// True when packets of this device were rejected in the last eleven minutes of the world.
fn was_rejected_lately(books: &Books, device: Option<&DeviceId>, world: &World) -> bool {
    let end = clock::truth(world.drained_ms.unwrap_or(0));
    let mut of_device = books.events.iter().filter(|(_, event, ..)| event.device.as_ref() == device);
    of_device.any(|(_, event, _, received)| matches!(event.kind, EventKind::Rejected { .. }) && end.since(*received) < 660_000)
}

/// At the end every home has been well for a while: no technical condition may go on, and no patient may count as low.
pub fn stuck(world: &World) -> Vec<String> {
    if world.drained_ms.is_none() {
        return Vec::new();
    }
    let patients = patients(world);
    let books = world.store.books().clone();
    let mut found = Vec::new();
    // A clone runs until the end, and so does the alert about it.
    for row in books.alerts.values().filter(|row| row.alert.condition == Condition::Active && row.alert.rule != Rule::GatewayTwice) {
        let Some(episode) = row.episode else { continue };
        let is_bound = books.bindings.iter().any(|binding| binding.episode == episode && binding.until_at.is_none());
        let is_low = patients.get(&episode).is_some_and(is_low);
        // A line is noisy until ten minutes are clean.
        let is_noisy = row.alert.rule == Rule::Rejected && was_rejected_lately(&books, row.alert.subject.device(), world);
        let is_scored = row.alert.rule == Rule::News2 && patients.get(&episode).is_some_and(|devices| was_low_lately(devices, world));
        let goes_on = row.alert.rule == Rule::VitalLow(Vital::Spo2) && is_low;
        if is_bound && !(is_noisy || is_scored || goes_on) {
            let devices = patients.get(&episode).into_iter().flatten();
            let newest: Vec<_> = devices
                .map(|(device, values)| (device, values.iter().rev().take(6).map(|(at, received, spo2)| (s(*at), s(*received), *spo2))))
                .map(|(device, newest)| (device, newest.collect::<Vec<_>>()))
                .collect();
            found.push(format!("patient {}: {} of {:?}; newest values {newest:?}", episode.as_u128(), told(&row.alert), row.alert.subject));
        }
    }
    found
}

/// Open alerts on the screens must be those of the store, in the same version.
pub async fn unseen(world: &World) -> Vec<String> {
    let Some(hub) = &world.hub else { return vec!["there is no hub".to_owned()] };
    let Some(alerts) = shown_alerts(&hub.feed).await else { return vec!["the feed has ended".to_owned()] };
    let shown: BTreeMap<String, u64> = alerts
        .iter()
        .map(|item| &item["alert"])
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

/// The alerts that a screen is sent which opens now.
async fn shown_alerts(feed: &Feed) -> Option<Vec<serde_json::Value>> {
    let mut viewer = feed.join(Scope::Patients).await?;
    viewer.subscribe(Subject::Whole(Topic::Alerts), Scope::Patients).await;
    let mut items = Vec::new();
    loop {
        let message: serde_json::Value = serde_json::from_str(&viewer.next().await.ok()?).ok()?;
        if message["type"] == "snapshot" {
            items.extend(message["items"].as_array().cloned().unwrap_or_default());
            let (page, pages) = (message["page"].as_u64()?, message["pages"].as_u64()?);
            if page + 1 == pages {
                return Some(items);
            }
        }
    }
}

/// A gateway that runs twice must be announced, and no other one.
pub fn twins(world: &World) -> Vec<String> {
    let books = world.store.books().clone();
    let mut found = Vec::new();
    for home in world.homes.iter().filter(|home| home.has_device) {
        let runs_twice = world.homes.iter().any(|other| !other.has_device && other.gateway == home.gateway);
        let is_bound = books.bindings.iter().any(|binding| binding.device == home.device && binding.until_at.is_none());
        let told =
            books.alerts.values().any(|row| row.alert.rule == Rule::GatewayTwice && row.alert.subject.gateway() == Some(&home.gateway));
        if told && !runs_twice {
            found.push(format!("{} runs once and is told to run twice", home.gateway));
        }
        if runs_twice && is_bound && !told && world.drained_ms.is_some() {
            found.push(format!("{} runs twice and nobody is told", home.gateway));
        }
    }
    found
}
