//! What is read from the store's content.

use super::books::{Books, Concern};
use crate::clock;
use hearth_alerts::EventAt;
use hearth_store::alerts::AlertRow;
use hearth_store::binding_changes::BindingChanges;
use hearth_store::equipment::BoundDeviceRow;
use hearth_store::events::EventRow;
use hearth_store::gateways::GatewayRow;
use hearth_store::ingest::{IngestBatch, Place, Placed, placed_item};
use hearth_store::restore::RecentFrame;
use hearth_vitals::{BootId, DeviceId, Event, GatewayId, WallMs};
use std::collections::BTreeMap;

pub fn bound_devices(books: &Books) -> Vec<BoundDeviceRow> {
    let row = |binding: &hearth_store::bindings::BindingRow| {
        let device = books.devices.iter().find(|device| device.id == binding.device)?;
        Some(BoundDeviceRow {
            episode: binding.episode,
            device: binding.device.clone(),
            model: "Simulated".into(),
            protocol: device.protocol.into(),
            gateway: Some(device.gateway.clone()),
        })
    };
    books.bindings.iter().filter(|binding| binding.until_at.is_none()).filter_map(row).collect()
}

pub fn device_gateways(books: &Books) -> impl Iterator<Item = (DeviceId, GatewayId)> {
    books.devices.iter().map(|device| (device.id.clone(), device.gateway.clone()))
}

pub fn binding_changes(books: &Books, known: i64) -> Option<BindingChanges> {
    let Concern { episodes, devices, gateways } = books.concern_since(known)?;
    Some(BindingChanges {
        version: books.bindings_version,
        bindings: books.bindings.iter().filter(|binding| devices.contains(&binding.device)).cloned().collect(),
        gateways: device_gateways(books).filter(|(device, _)| devices.contains(device)).collect(),
        bound: bound_devices(books).into_iter().filter(|bound| episodes.contains(&bound.episode)).collect(),
        episodes: episodes.iter().filter_map(|id| books.episodes.get(id)).cloned().collect(),
        may_send: gateways,
        devices,
    })
}

pub fn gateways(books: &Books) -> Vec<GatewayRow> {
    let row = |id: &GatewayId| GatewayRow {
        id: id.to_string(),
        shard: None,
        registered_at: clock::truth(0),
        revoked_at: None,
        last_heard_at: None,
        state: None,
    };
    books.devices.iter().map(|device| row(&device.gateway)).collect()
}

pub fn open_alerts(books: &Books) -> Vec<AlertRow> {
    let mut open: Vec<AlertRow> = books.alerts.values().filter(|row| row.alert.open).cloned().collect();
    open.sort_by_key(|row| (row.alert.raised_at, row.alert.id));
    open
}

pub fn recent_frames(books: &Books, devices: &[DeviceId], since: WallMs) -> Vec<RecentFrame> {
    let is_recent =
        |frame: &&super::books::StoredFrame| devices.contains(&frame.frame.device) && (frame.placed.at >= since || frame.received >= since);
    let row = |frame: &super::books::StoredFrame| RecentFrame {
        device: frame.frame.device.clone(),
        at: frame.placed.at,
        received: frame.received,
        readings: frame.frame.readings().to_vec(),
    };
    books.frames.iter().filter(is_recent).map(row).collect()
}

pub fn judged_events(books: &Books, gateways: &[GatewayId], after: WallMs, until: WallMs) -> Vec<EventRow> {
    let row = |(gateway, event, placed, received): &(GatewayId, Event, Option<Placed>, WallMs)| EventRow {
        gateway: gateway.clone(),
        device: event.device.clone(),
        at: placed.map(|placed| placed.at),
        received: *received,
        kind: event.kind,
    };
    let all = books.events.iter().map(row).filter(|row| EventAt::is_judged(row.kind) && gateways.contains(&row.gateway));
    all.filter(|row| row.received > after && row.received <= until).collect()
}

pub fn unplaced_boots(books: &Books) -> Vec<(GatewayId, BootId, u64)> {
    let mut boots: BTreeMap<(GatewayId, BootId), u64> = BTreeMap::new();
    for ((name, _), (boot, _)) in &books.unplaced {
        *boots.entry((name.0.clone(), *boot)).or_default() += 1;
    }
    boots.into_iter().map(|((gateway, boot), count)| (gateway, boot, count)).collect()
}

/// The waiting records of a boot that can be placed now, each as a batch of its own.
pub fn placed(books: &Books, gateway: &GatewayId, boot: BootId, place: &Place<'_>, now: WallMs) -> Vec<IngestBatch> {
    let of_boot = books.unplaced.iter().filter(|((name, _), (of, _))| name.0 == *gateway && *of == boot);
    let batch = |((name, seq), (_, bytes)): (&(super::books::StreamName, u64), &(BootId, Vec<u8>))| {
        let item = placed_item(bytes, place)?;
        Some(IngestBatch { gateway: name.0.clone(), stream: name.1, first: *seq, received_at: now, items: vec![item] })
    };
    of_boot.filter_map(batch).collect()
}
