//! Measurements without a time. They wait in the store until an anchor of their boot comes; then they are placed, judged as
//! history, and shown to belong to their patient.

use super::bindings::Bindings;
use super::entrance::Entrance;
use super::gateways::Gateways;
use super::ledger::Ledger;
use super::outside::Outside;
use super::show;
use super::stays::Stays;
use super::strays;
use hearth_alerts::Now;
use hearth_store::StoreError;
use hearth_store::ingest::{Placed, PlacedRecords, WhenMeasured};
use hearth_vitals::{BootId, ClockQuality, DeviceId, GatewayId, MonoMs, Record};
use std::collections::BTreeSet;

/// How many such transactions follow each round, at most: what happens now goes first.
const AT_ONCE: usize = 4;

/// Places the records of boots for which an anchor came.
pub async fn place<L: Ledger>(
    anchored: &BTreeSet<(GatewayId, BootId)>,
    entrance: &mut Entrance,
    stays: &mut Stays,
    gateways: &mut Gateways,
    outside: &Outside<L>,
) {
    let due: Vec<_> = anchored.intersection(entrance.unplaced()).cloned().collect();
    for (gateway, boot) in due {
        // An anchor of unknown quality places nothing.
        if entrance.place(&gateway, boot, MonoMs(0)).is_some() && place_boot(&gateway, boot, entrance, stays, gateways, outside).await {
            entrance.all_placed(&gateway, boot);
        }
    }
}

/// Places the records of one boot; true when none of it waits any more.
async fn place_boot<L: Ledger>(
    gateway: &GatewayId,
    boot: BootId,
    entrance: &Entrance,
    stays: &mut Stays,
    gateways: &mut Gateways,
    outside: &Outside<L>,
) -> bool {
    for _ in 0..AT_ONCE {
        match place_some(gateway, boot, entrance, stays, gateways, outside).await {
            Ok(placed) => {
                tracing::info!(%gateway, records = placed.batches.len(), "records of unknown time have been placed");
                if !placed.more {
                    return true;
                }
            }
            // The records stay where they are; the next anchor of this boot, or the next minute, tries again.
            Err(error) => {
                tracing::warn!(%gateway, %error, "records of unknown time cannot be placed yet");
                return false;
            }
        }
    }
    false
}

async fn place_some<L: Ledger>(
    gateway: &GatewayId,
    boot: BootId,
    entrance: &Entrance,
    stays: &mut Stays,
    gateways: &mut Gateways,
    outside: &Outside<L>,
) -> Result<PlacedRecords, StoreError> {
    let now = outside.now();
    let place = |bindings: &Bindings, record: &Record| when(gateway, boot, record, entrance, bindings, now);
    let (placed, outcome) = stays.commit_placed(gateway, boot, &place, now, outside).await?;
    if let Some(outcome) = outcome {
        outside.measured(&outcome);
        strays::note(&outcome, gateways, outside.now().mono);
        show::outcome(&placed.batches, outcome, stays, outside).await;
    }
    Ok(placed)
}

fn when(gateway: &GatewayId, boot: BootId, record: &Record, entrance: &Entrance, bindings: &Bindings, now: Now) -> WhenMeasured {
    match entrance.place(gateway, boot, record.mono()) {
        None => WhenMeasured::Unknown,
        Some(place) if !entrance.keeps(place.at, now.wall) && place.quality != ClockQuality::Synchronised => WhenMeasured::Unknown,
        Some(place) if !entrance.keeps(place.at, now.wall) => WhenMeasured::Refused("measured outside what is kept".to_owned()),
        Some(place) => {
            let placed = Placed { at: place.at, clock: place.quality as u8, uncertainty_ms: place.uncertainty_ms };
            let counts = device_of(record).is_none_or(|device| bindings.may_speak(gateway, device, Some(place.at)));
            if counts { WhenMeasured::At(placed) } else { WhenMeasured::Stray(placed) }
        }
    }
}

fn device_of(record: &Record) -> Option<&DeviceId> {
    match record {
        Record::Frame(frame) => Some(&frame.device),
        Record::Waveform(block) => Some(&block.device),
        Record::Event(event) => event.device.as_ref(),
        Record::Unknown(unknown) => unknown.device.as_ref(),
        Record::Status(_) | Record::Anchor(_) | Record::Loss(_) => None,
    }
}
