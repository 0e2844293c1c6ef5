//! Measurements without a time: they wait in the store until an anchor of their boot comes,
//! then they are placed, judged as history, and shown to belong to whom they belong.

use super::judge::Judge;
use super::ledger::{COMMIT_LIMIT, Ledger, no_answer};
use super::reload::Reload;
use super::round::{Heard, Round};
use super::task::Task;
use crate::ingest::delivery::is_storable;
use hearth_alerts::Now;
use hearth_store::StoreError;
use hearth_store::ingest::{Item, Placed, PlacedRecords, WhenMeasured};
use hearth_vitals::{BootId, ClockQuality, DeviceId, GatewayId, MonoMs, Record};
use std::collections::BTreeSet;
use tokio::time::timeout;

/// Transactions of placing after each round, at most: what happens now goes first.
const AT_ONCE: usize = 4;

impl<L: Ledger> Task<L> {
    pub(super) fn note_unplaced(&mut self, round: &Round) {
        for batch in &round.batches {
            for item in &batch.items {
                if let Item::Unplaced(boot, _) = item {
                    self.unplaced.insert((batch.gateway.clone(), *boot));
                }
            }
        }
    }

    /// An anchor came for these boots.
    pub(super) async fn place_what_waited(&mut self, anchored: &BTreeSet<(GatewayId, BootId)>) {
        let due: Vec<_> = anchored.intersection(&self.unplaced).cloned().collect();
        for (gateway, boot) in due {
            // An anchor of unknown quality places nothing.
            if self.anchors.place(&gateway, boot, MonoMs(0)).is_some() {
                self.place_boot(&gateway, boot).await;
            }
        }
    }

    async fn place_boot(&mut self, gateway: &GatewayId, boot: BootId) {
        for _ in 0..AT_ONCE {
            match self.place_some(gateway, boot).await {
                Ok(placed) => {
                    tracing::info!(%gateway, records = placed.batches.len(), "records of unknown time have been placed");
                    if !placed.more {
                        self.unplaced.remove(&(gateway.clone(), boot));
                        return;
                    }
                }
                // They stay where they are; the next anchor of this boot, or the next minute, tries again.
                Err(error) => return tracing::warn!(%gateway, %error, "records of unknown time cannot be placed yet"),
            }
        }
    }

    async fn place_some(&mut self, gateway: &GatewayId, boot: BootId) -> Result<PlacedRecords, StoreError> {
        let now = self.clock.now();
        let judge = Judge { engines: &self.engines, bindings: &self.bindings, now };
        let mut outcome = None;
        let mut judged = |batches: &[_], fresh: &[_]| {
            let judged = judge.judge(batches, &Heard::new(), fresh);
            let steps = judged.judged(&self.engines);
            outcome = Some(judged);
            steps
        };
        let place = |record: &Record| self.placing(gateway, boot, record, now);
        let work = self.store.place_unplaced(gateway, boot, &place, self.bindings_version, &mut judged, now.wall);
        let placed = timeout(COMMIT_LIMIT, work).await.unwrap_or_else(|_| Err(no_answer()));
        let placed = match placed {
            Ok(placed) => placed,
            Err(error) => {
                // Perhaps it was committed: the store says what holds.
                self.read_later(Reload::Episodes(outcome.map(|outcome| outcome.copies.into_keys().collect()).unwrap_or_default()));
                return Err(error);
            }
        };
        if let Some(mut outcome) = outcome {
            self.engines.swap_in(std::mem::take(&mut outcome.copies));
            self.note_figures(&outcome);
            self.note_strays(&outcome);
            self.show_outcome(&placed.batches, outcome).await;
        }
        Ok(placed)
    }

    fn placing(&self, gateway: &GatewayId, boot: BootId, record: &Record, now: Now) -> WhenMeasured {
        match self.anchors.place(gateway, boot, record.mono()) {
            None => WhenMeasured::Unknown,
            Some(place) if !is_storable(place.at, now.wall, self.retention_ms) && place.quality != ClockQuality::Synchronised => {
                WhenMeasured::Unknown
            }
            Some(place) if !is_storable(place.at, now.wall, self.retention_ms) => {
                WhenMeasured::Refused("measured outside what is kept".to_owned())
            }
            Some(place) => {
                let placed = Placed { at: place.at, clock: place.quality as u8, uncertainty_ms: place.uncertainty_ms };
                let counts = device_of(record).is_none_or(|device| self.bindings.may_speak(gateway, device, Some(place.at)));
                if counts { WhenMeasured::At(placed) } else { WhenMeasured::Stray(placed) }
            }
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
