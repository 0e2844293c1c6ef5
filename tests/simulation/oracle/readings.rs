//! Nothing lost, nothing twice, nothing under the wrong patient.

use crate::clock;
use crate::home::{Home, Said};
use crate::store::books::{Name, Stored};
use crate::world::World;
use hearth_vitals::{Class, EventKind, LossReason, SeqRange, Stream, WallMs};
use std::collections::{BTreeMap, BTreeSet};

/// A gateway that was dead for less than this may not have missed anything, ms.
const DEAD_MS: i64 = 3_000;
/// Two clocks read one after the other, ms.
const SLACK_MS: i64 = 60;

pub fn undrained(world: &World) -> Vec<String> {
    if world.stood_still {
        return vec!["the world stood still: somebody wants to be woken at once again and again".to_owned()];
    }
    if world.drained_ms.is_some() {
        return Vec::new();
    }
    let waiting = |home: &Home| {
        format!("{} still waits: on {}, connected {}, backlog {}", home.gateway, home.is_on(), home.connected, home.backlog())
    };
    world.homes.iter().map(waiting).collect()
}

/// Numbers that were durable and are not held.
pub fn lost(world: &World) -> Vec<String> {
    let books = world.store.books().clone();
    let mut found = Vec::new();
    for home in &world.homes {
        for (stream, end) in &home.promised {
            let Ok(range) = SeqRange::new(0, *end) else { continue };
            let held = books.streams.get(&(home.gateway.clone(), *stream)).map(|row| row.held.clone()).unwrap_or_default();
            found.extend(held.missing_in(range).iter().map(|gone| format!("{} {stream:?}: {gone:?} of {end}", home.gateway)));
        }
    }
    found
}

/// Held numbers against rows.
pub fn books(world: &World) -> Vec<String> {
    let books = world.store.books().clone();
    let mut rows: BTreeMap<&Name, Vec<u64>> = BTreeMap::new();
    for stored in &books.frames {
        rows.entry(&stored.name).or_default().push(stored.seq);
    }
    let others = books.unplaced.keys().chain(books.quarantined.keys());
    for (name, seq) in others.filter(|(name, _)| name.1.class == Class::Numerics) {
        rows.entry(name).or_default().push(*seq);
    }
    let mut found = Vec::new();
    for (name, row) in books.streams.iter().filter(|(name, _)| name.1.class == Class::Numerics) {
        let seqs = rows.remove(name).unwrap_or_default();
        let set: BTreeSet<u64> = seqs.iter().copied().collect();
        if set.len() != seqs.len() {
            found.push(format!("{name:?}: {} rows of {} numbers", seqs.len(), set.len()));
        }
        let held = row.held.ranges().flat_map(|range| range.first()..range.end()).filter(|number| !row.lost.contains(*number));
        let held: BTreeSet<u64> = held.collect();
        found.extend(held.symmetric_difference(&set).take(3).map(|number| format!("{name:?}: number {number} is held or a row, not both")));
    }
    found.extend(rows.keys().map(|name| format!("{name:?}: rows of a stream of which nothing is held")));
    found
}

/// The row of what was said, if there is one.
fn rows(world: &World) -> BTreeMap<(Name, u64), Stored> {
    world.store.books().frames.iter().map(|stored| ((stored.name.clone(), stored.seq), stored.clone())).collect()
}

/// Rows that were never said, or said once and stored twice; numbers whose row says something else.
pub fn foreign(world: &World) -> Vec<String> {
    let mut found = Vec::new();
    let mut seen: BTreeSet<(String, i64)> = BTreeSet::new();
    let said: BTreeMap<(Name, u64), (&Home, &Said)> = world
        .homes
        .iter()
        .flat_map(|home| {
            home.said.iter().filter_map(move |said| Some(((home.gateway.clone(), said.number?.0), said.number?.1, home, said)))
        })
        .map(|(name, seq, home, said)| ((name, seq), (home, said)))
        .collect();
    for (key, stored) in rows(world) {
        let second = stored.frame.device_time.map_or(-1, |time| time.0 / 1_000);
        if !seen.insert((stored.frame.device.to_string(), second)) {
            found.push(format!("second {second} of {} is stored twice", stored.frame.device));
        }
        match said.get(&key) {
            None => found.push(format!("{key:?} was never said")),
            Some((home, said))
                if stored.frame.device != home.device || stored.frame.readings() != said.readings || second != said.second as i64 =>
            {
                found.push(format!("{key:?} was said otherwise: second {} and not {second}", said.second));
            }
            Some(_) => {}
        }
    }
    found
}

/// When it was truly measured.
pub fn truth(stored: &Stored) -> Option<WallMs> {
    // The device counts its seconds from the beginning of the world; it speaks at each full one.
    stored.frame.device_time.map(|time| clock::truth(time.0.unsigned_abs()))
}

/// Farther from the truth than the store says it may be.
pub fn misplaced(world: &World) -> Vec<String> {
    let mut found = Vec::new();
    for (key, stored) in rows(world) {
        let Some(truth) = truth(&stored) else { continue };
        let off_ms = stored.placed.at.since(truth).abs();
        if off_ms > i64::from(stored.placed.uncertainty_ms) + SLACK_MS {
            found.push(format!(
                "{key:?} is {off_ms} ms off, and may be {} ms, by a clock of quality {}",
                stored.placed.uncertainty_ms, stored.placed.clock
            ));
        }
    }
    found
}

/// Losses of a kind that nothing in this world can have caused.
pub fn unfounded_losses(world: &World) -> Vec<String> {
    let can = |home: &Home, reason: LossReason| match reason {
        LossReason::DiskFull => home.was_full,
        LossReason::Corrupt => home.is_rotten,
        LossReason::PowerFailure => home.has_died || home.disk_failed || home.was_full,
    };
    let books = world.store.books().clone();
    let caused = |gateway: &hearth_vitals::GatewayId, reason| world.homes.iter().any(|home| home.gateway == *gateway && can(home, reason));
    let without = books.losses.iter().filter(|(gateway, loss)| !caused(gateway, loss.reason));
    without.map(|(gateway, loss)| format!("{gateway} reports {loss:?}")).collect()
}

/// Each time a gateway was dead is covered by a "not collected" of its own.
pub fn unrecorded(world: &World) -> Vec<String> {
    let books = world.store.books().clone();
    let mut found = Vec::new();
    for home in world.homes.iter().filter(|home| home.has_device && home.is_kept && !home.was_full && !home.is_rotten && !home.disk_failed)
    {
        let gaps: Vec<(WallMs, WallMs)> = books
            .events
            .iter()
            .filter(|(gateway, ..)| *gateway == home.gateway)
            .filter_map(|(_, event, _)| match event.kind {
                EventKind::NotCollected { from, until } => Some((from, until)),
                _ => None,
            })
            .collect();
        for dead in home.dead.iter().filter(|dead| dead.until.since(dead.from) > DEAD_MS) {
            if !gaps.iter().any(|(from, until)| *from <= dead.from.plus(DEAD_MS) && *until >= dead.until.plus(-SLACK_MS)) {
                found.push(format!("{} was dead from {} to {} and says {gaps:?}", home.gateway, dead.from.0, dead.until.0));
            }
        }
    }
    found
}

/// All durable numbers of a class, for figures.
pub fn accepted(world: &World) -> u64 {
    let numerics = |(stream, _): &(&Stream, &u64)| stream.class == Class::Numerics;
    world.homes.iter().flat_map(|home| home.durable.iter().filter(numerics).map(|(_, end)| *end)).sum()
}
