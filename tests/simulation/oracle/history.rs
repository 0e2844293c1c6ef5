//! The world in the form that the checker reads: the same code judges the same promises as in the chaos run over real
//! processes.

use crate::clock;
use crate::home::Home;
use crate::store::books::{Books, StreamName};
use crate::world::World;
use hearth_alerts::{Actor, Transition};
use hearth_checker::Stretch;
use hearth_checker::alerts::oracle::{Limit, Side};
use hearth_checker::alerts::{self, Act, AlertHistory, Step};
use hearth_checker::history::{Alerts, Device, Gateway, History, Promise, verdict};
use hearth_checker::losses::{Dead, Stream};
use hearth_checker::persons::Binding;
use hearth_checker::readings::{Said, Stored, Terms};
use hearth_vitals::{Class, EventKind, GatewayId, Vital};
use std::collections::{BTreeMap, BTreeSet};

/// A gateway that was dead for a shorter time may not have missed anything, ms.
const DEAD_MS: i64 = 3_000;
/// The error of two clocks that are read one after the other, ms.
const SLACK_MS: i64 = 60;

/// The checker's verdict.
pub fn promises(world: &World) -> Vec<Promise> {
    verdict(&history(world)).0
}

fn history(world: &World) -> History {
    let books = world.store.books().clone();
    let limit = Limit { rule: "spo2_low".into(), vital: "spo2".into(), side: Side::Low, limit: 900, critical: Some(800), delay_ms: 15_000 };
    History {
        devices: world.homes.iter().filter(|home| home.has_device).map(|home| device(home, &books)).collect(),
        gateways: world
            .homes
            .iter()
            .filter(|home| home.has_device && home.is_kept && !home.was_full && !home.is_rotten && !home.disk_failed)
            .map(|home| gateway(home, &books))
            .collect(),
        streams: streams(&books),
        alerts: alerts(world, &books),
        limits: vec![limit],
        disturbed: world.absences.iter().map(|(from, until)| Stretch::new(clock::truth(*from).0, clock::truth(*until).0)).collect(),
        told_tolerance_ms: SLACK_MS,
        ..History::default()
    }
}

fn device(home: &Home, books: &Books) -> Device {
    let stored: Vec<&crate::store::books::StoredFrame> = books.frames.iter().filter(|stored| stored.frame.device == home.device).collect();
    let numbers: BTreeSet<(&StreamName, u64)> = stored.iter().map(|stored| (&stored.name, stored.seq)).collect();
    let said = home.said.iter().map(|said| {
        // What was promised and has no recorded loss must be stored. Anything else that is stored must have been said.
        let name = said.number.map(|(stream, seq)| ((home.gateway.clone(), stream), seq));
        let is_lost = name.as_ref().is_some_and(|(name, seq)| books.streams.get(name).is_some_and(|row| row.lost.contains(*seq)));
        let is_kept_apart = name.as_ref().is_some_and(|key| books.quarantined.contains_key(key) || books.unplaced.contains_key(key));
        let is_promised = said.number.is_some_and(|(stream, seq)| home.promised.get(&stream).is_some_and(|end| seq < *end));
        let is_there = name.as_ref().is_some_and(|(name, seq)| numbers.contains(&(name, *seq)));
        let at_ms = clock::truth(said.second * 1_000).0;
        Said {
            at_ms,
            key: said.second as i64,
            value: said.readings.iter().map(|reading| reading.raw).collect(),
            whole: is_there || (is_promised && !is_lost && !is_kept_apart),
        }
    });
    let row = |stored: &&crate::store::books::StoredFrame| Stored {
        at_ms: stored.placed.at.0,
        key: stored.frame.device_time.map(|time| time.0 / 1_000),
        stream: stored.name.1.generation.0 as i64,
        seq: stored.seq as i64,
        value: stored.frame.readings().iter().map(|reading| reading.raw).collect(),
        episode: books.episode_at(&home.device, stored.placed.at).map(|id| id.to_string()),
        received_at_ms: stored.received.0,
        committed_at_ms: Some(stored.committed.0),
        uncertainty_ms: i64::from(stored.placed.uncertainty_ms),
        doubtful: false,
    };
    let binding = |binding: &hearth_store::bindings::BindingRow| Binding {
        episode: binding.episode.to_string(),
        from_ms: binding.from_at.0,
        until_ms: binding.until_at.map(|at| at.0),
    };
    Device {
        id: home.device.to_string(),
        gateway: home.gateway.to_string(),
        vitals: vec![Vital::PulseRate.key().into(), Vital::Spo2.key().into()],
        said: said.collect(),
        stored: stored.iter().map(row).collect(),
        bindings: books.bindings.iter().filter(|bound| bound.device == home.device).map(binding).collect(),
        terms: Terms { tolerance_ms: SLACK_MS, ..Terms::default() },
        ..Device::default()
    }
}

fn gateway(home: &Home, books: &Books) -> Gateway {
    let gap = |(_, event, ..): &(GatewayId, hearth_vitals::Event, _, _)| match event.kind {
        EventKind::NotCollected { from, until } => Some(Stretch::new(from.0, until.0)),
        _ => None,
    };
    let dead = home.dead.iter().filter(|dead| dead.until.since(dead.from) > DEAD_MS);
    Gateway {
        id: home.gateway.to_string(),
        dead: dead.map(|dead| Dead { from_ms: dead.from.0, until_ms: dead.until.0, why: "killed".into() }).collect(),
        not_collected: books.events.iter().filter(|(gateway, ..)| *gateway == home.gateway).filter_map(gap).collect(),
    }
}

/// The books of every stream of numerics.
fn streams(books: &Books) -> Vec<Stream> {
    let mut rows: BTreeMap<&StreamName, Vec<u64>> = BTreeMap::new();
    let kept_apart = books.unplaced.keys().chain(books.quarantined.keys()).map(|(name, seq)| (name, *seq));
    for (name, seq) in books.frames.iter().map(|stored| (&stored.name, stored.seq)).chain(kept_apart) {
        rows.entry(name).or_default().push(seq);
    }
    let ranges =
        |numbers: &hearth_store::ingest::held::Numbers| numbers.ranges().map(|range| (range.first() as i64, range.end() as i64)).collect();
    let of = |(name, row): (&StreamName, &crate::store::books::HeldRow)| {
        let numbers = rows.get(name).cloned().unwrap_or_default();
        let recorded = books.losses.iter().filter(|(gateway, loss)| *gateway == name.0 && loss.stream == name.1);
        Stream {
            name: format!("{} {} numerics", name.0, name.1.generation),
            held: ranges(&row.held),
            lost: ranges(&row.lost),
            recorded: recorded.map(|(_, loss)| (loss.range.first() as i64, loss.range.end() as i64)).collect(),
            rows: numbers.len() as i64,
            numbers: numbers.iter().collect::<BTreeSet<_>>().len() as i64,
        }
    };
    books.streams.iter().filter(|(name, _)| name.1.class == Class::Numerics).map(of).collect()
}

fn alerts(world: &World, books: &Books) -> Alerts {
    let history = |(id, row): (&uuid::Uuid, &hearth_store::alerts::AlertRow)| AlertHistory {
        alert: alert(row),
        transitions: books.steps.get(id).into_iter().flatten().map(step).collect(),
    };
    let act = |(id, version): &(uuid::Uuid, u32)| Act { id: id.to_string(), version: u64::from(*version) };
    let acts = world.acts.borrow().iter().map(act).collect();
    Alerts { histories: books.alerts.iter().map(history).collect(), acts, looks: Vec::new() }
}

fn alert(row: &hearth_store::alerts::AlertRow) -> alerts::Alert {
    let alert = &row.alert;
    alerts::Alert {
        id: uuid::Uuid::from_u128(alert.id.0).to_string(),
        version: u64::from(alert.version),
        episode_id: row.episode.map(|id| id.to_string()),
        device_id: alert.subject.device().map(ToString::to_string),
        gateway_id: alert.subject.gateway().map(ToString::to_string),
        rule: alert.rule.to_string(),
        priority: alert.priority.as_str().into(),
        open: alert.open,
        since_at: alert.since.0,
        raised_at: alert.raised_at.0,
        cleared_at: alert.cleared_at.map(|at| at.0),
        while_offline: alert.while_offline,
        as_of_at: alert.as_of.map(|at| at.0),
    }
}

fn step(step: &Transition) -> Step {
    let actor = match step.actor {
        Actor::Rule(by) => alerts::Actor { kind: "rule".into(), id: None, name: Some(by.to_string()) },
        Actor::Person(staff) => alerts::Actor { kind: "person".into(), id: Some(staff.0.to_string()), name: None },
    };
    Step { version: u64::from(step.alert.version), at: step.at.0, actor, what: step.change.as_str().into() }
}
