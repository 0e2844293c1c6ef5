//! Nothing lost, nothing twice, nothing under the wrong patient.

use crate::clock;
use crate::home::Home;
use crate::store::books::Stored;
use crate::world::World;
use hearth_vitals::{Class, LossReason, SeqRange, Stream, WallMs};

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

/// When it was truly measured.
pub fn truth(stored: &Stored) -> Option<WallMs> {
    // The device counts its seconds from the beginning of the world; it speaks at each full one.
    stored.frame.device_time.map(|time| clock::truth(time.0.unsigned_abs()))
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

/// All durable numbers of a class, for figures.
pub fn accepted(world: &World) -> u64 {
    let numerics = |(stream, _): &(&Stream, &u64)| stream.class == Class::Numerics;
    world.homes.iter().flat_map(|home| home.durable.iter().filter(numerics).map(|(_, end)| *end)).sum()
}
