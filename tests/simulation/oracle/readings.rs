//! Nothing lost, nothing twice, nothing under the wrong patient.

use crate::clock;
use crate::home::Home;
use crate::store::books::StoredFrame;
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

/// When a stored reading was really measured.
pub fn truth(stored: &StoredFrame) -> Option<WallMs> {
    // The device counts its seconds from the beginning of the world, and speaks at each full second.
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
    // What was promised to be durable cannot be torn by the end of a process or by a power failure.
    let was_promised = |gateway: &hearth_vitals::GatewayId, loss: &hearth_vitals::Loss| {
        // If a bit of the last record is flipped, that record looks torn.
        let of_gateway = world.homes.iter().filter(|home| home.gateway == *gateway);
        if of_gateway.clone().any(|home| home.is_rotten) {
            return false;
        }
        of_gateway.filter_map(|home| home.durable.get(&loss.stream)).any(|end| loss.range.first() < *end)
    };
    let torn = books.losses.iter().filter(|(gateway, loss)| loss.reason == LossReason::PowerFailure && was_promised(gateway, loss));
    let mut found: Vec<String> =
        torn.map(|(gateway, loss)| format!("{gateway} called durable what it reports as torn: {loss:?}")).collect();
    let without = books.losses.iter().filter(|(gateway, loss)| !caused(gateway, loss.reason));
    found.extend(without.map(|(gateway, loss)| format!("{gateway} reports {loss:?}")));
    found
}

/// Readings placed by a clock that was never compared, although another was compared in the same boot: they should have
/// waited for it.
pub fn rashly_placed(world: &World) -> Vec<String> {
    let books = world.store.books().clone();
    let mut found = Vec::new();
    // A clone knows only the anchors that were on the card when it was copied.
    let is_cloned = |home: &Home| world.homes.iter().filter(|other| other.gateway == home.gateway).count() > 1;
    for home in world.homes.iter().filter(|home| !is_cloned(home)) {
        let compared = |boot| {
            let sure = |(gateway, anchor): &(hearth_vitals::GatewayId, hearth_vitals::Anchor)| {
                *gateway == home.gateway && anchor.boot == boot && anchor.quality == hearth_vitals::ClockQuality::Synchronised
            };
            books.anchors.iter().any(sure)
        };
        let is_unsure = |stored: &&StoredFrame| stored.placed.clock != hearth_vitals::ClockQuality::Synchronised as u8;
        let rash = books.frames.iter().filter(|stored| stored.name.0 == home.gateway).filter(is_unsure);
        let rash = rash.filter(|stored| home.boots_of.get(&stored.name.1.generation).is_some_and(|boot| compared(*boot)));
        found.extend(rash.map(|stored| format!("{} {:?} number {}", home.gateway, stored.name.1.generation, stored.seq)));
    }
    found
}

/// How many records were promised to be durable, for the report.
pub fn accepted(world: &World) -> u64 {
    let numerics = |(stream, _): &(&Stream, &u64)| stream.class == Class::Numerics;
    world.homes.iter().flat_map(|home| home.durable.iter().filter(numerics).map(|(_, end)| *end)).sum()
}
