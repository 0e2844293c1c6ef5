//! One round: what has arrived on both lanes, made into what one transaction commits.
//!
//! The live lane goes first and whole, the backlog follows in small helpings ([`super::helping`]), so that a day
//! of readings never stands in front of the one that was just measured. Rounds grow with the
//! load: what arrives while one is committed is the next.

use super::bindings::Bindings;
use super::entrance::Entrance;
use super::gateways::Gateways;
use crate::canary::bird::{self, Bird};
use crate::ingest::delivery::Opened;
use crate::ingest::intake::Arrived;
use hearth_store::ingest::{IngestBatch, Item, Placed};
use hearth_vitals::batch::v1::{Batch, encode_record};
use hearth_vitals::receipt::RefusalReason;
use hearth_vitals::{BootId, ClockQuality, GatewayId, MonoMs, Record, UnknownCode, WallMs};
use std::collections::{BTreeMap, BTreeSet};

/// A body without record numbers, so that no receipt is possible; it is kept for study as far as there is room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The gateway on whose topic it came.
    pub gateway: GatewayId,
    /// Why it cannot be read.
    pub reason: String,
    /// The body as it arrived.
    pub bytes: bytes::Bytes,
}

/// When each gateway was heard last.
pub type LastHeard = BTreeMap<GatewayId, (MonoMs, WallMs)>;

/// What one transaction will commit, and what is answered without it.
#[derive(Debug, Default)]
pub struct Round {
    /// The batches to commit, in order of arrival.
    pub batches: Vec<IngestBatch>,
    /// For each of `batches`, whether it came on the live queue.
    pub live: Vec<bool>,
    /// When each gateway was heard.
    pub heard: LastHeard,
    /// Gateways whose batches are not taken.
    pub refused: BTreeMap<GatewayId, RefusalReason>,
    /// Bodies without numbers.
    pub unreadable: Vec<Unreadable>,
    /// Boots for which an anchor came, so that records that wait for one can be placed.
    pub anchored: BTreeSet<(GatewayId, BootId)>,
    /// Records in `batches`.
    pub records: usize,
    /// The canary: the known alert that the hub sends itself. It belongs to no home and is not stored as a reading.
    pub canary: Option<Bird>,
    /// How many deliveries it was made of, including those that were dropped.
    pub deliveries: usize,
}

impl Round {
    /// Adds a delivery to the round.
    pub fn take(&mut self, arrived: Arrived, is_live: bool, entrance: &mut Entrance, gateways: &Gateways) {
        self.deliveries += 1;
        match arrived.opened {
            // The intake counts and reports them.
            Opened::Foreign(_) => {}
            Opened::Newer(gateway) => self.refuse(gateway, RefusalReason::NewerVersion, gateways),
            Opened::Batch(batch) if bird::is_canary(&batch.header.gateway) => self.canary(*batch, arrived.wall, entrance),
            Opened::Batch(batch) => {
                if self.is_known(&batch.header.gateway, gateways) {
                    self.hear(&batch.header.gateway, arrived.mono, arrived.wall);
                    if entrance.widens(&batch.header) {
                        return;
                    }
                    self.batch(*batch, arrived.wall, is_live, entrance);
                }
            }
            Opened::Poison { gateway, header, reason } => {
                if !self.is_known(&gateway, gateways) {
                    return;
                }
                self.hear(&gateway, arrived.mono, arrived.wall);
                metrics::counter!("hearth_poison_batches_total").increment(1);
                match header {
                    Some(header) if entrance.widens(&header) => {}
                    None => self.unreadable.push(Unreadable { gateway, reason, bytes: arrived.bytes }),
                    Some(header) => {
                        // The first number keeps the whole body; the others only refer to it.
                        let whole = Item::Quarantined(arrived.bytes.to_vec(), reason);
                        let rest =
                            (1..header.count).map(|_| Item::Quarantined(Vec::new(), format!("in the body of number {}", header.first)));
                        let items = std::iter::once(whole).chain(rest).collect();
                        self.push(
                            IngestBatch { gateway, stream: header.stream, first: header.first, received_at: arrived.wall, items },
                            is_live,
                        );
                    }
                }
            }
        }
    }

    fn canary(&mut self, batch: Batch, received: WallMs, entrance: &mut Entrance) {
        let Batch { header, boot, anchor, records } = batch;
        if let Some(anchor) = anchor {
            entrance.learn(&header.gateway, anchor);
        }
        let placer = Placer { entrance, gateway: &header.gateway, boot, received_at: received };
        let placed = records.into_iter().filter_map(|record| match placer.item(record) {
            Item::Frame(frame, placed) => Some((frame, placed.at)),
            _ => None,
        });
        self.canary = Some(Bird { number: header.first, frames: placed.collect(), received });
    }

    fn is_known(&mut self, gateway: &GatewayId, gateways: &Gateways) -> bool {
        let known = gateways.may_send(gateway);
        if !known {
            self.refused.insert(gateway.clone(), RefusalReason::UnknownGateway);
        }
        known
    }

    fn refuse(&mut self, gateway: GatewayId, reason: RefusalReason, gateways: &Gateways) {
        if self.is_known(&gateway, gateways) {
            self.refused.insert(gateway, reason);
        }
    }

    fn hear(&mut self, gateway: &GatewayId, mono: MonoMs, wall: WallMs) {
        let newest = self.heard.entry(gateway.clone()).or_insert((mono, wall));
        if newest.0 <= mono {
            *newest = (mono, wall);
        }
    }

    fn batch(&mut self, batch: Batch, received_at: WallMs, is_live: bool, entrance: &mut Entrance) {
        let Batch { header, boot, anchor, records } = batch;
        let in_records = records.iter().filter_map(|record| if let Record::Anchor(anchor) = record { Some(*anchor) } else { None });
        for anchor in anchor.into_iter().chain(in_records) {
            entrance.learn(&header.gateway, anchor);
            self.anchored.insert((header.gateway.clone(), anchor.boot));
        }
        let placer = Placer { entrance, gateway: &header.gateway, boot, received_at };
        let items = records.into_iter().map(|record| placer.item(record)).collect();
        self.push(IngestBatch { gateway: header.gateway, stream: header.stream, first: header.first, received_at, items }, is_live);
    }

    fn push(&mut self, batch: IngestBatch, is_live: bool) {
        self.records += batch.items.len();
        self.batches.push(batch);
        self.live.push(is_live);
    }

    /// Marks as strays the records of devices that their gateway may not speak for.
    pub fn tell_strays(&mut self, bindings: &Bindings) {
        for batch in &mut self.batches {
            for item in &mut batch.items {
                let Some((device, at)) = item.of_device() else { continue };
                let is_stray = !bindings.may_speak(&batch.gateway, device, at);
                if is_stray != item.told().1 {
                    let known = std::mem::replace(item, Item::Quarantined(Vec::new(), String::new()));
                    *item = known.as_stray(is_stray);
                }
            }
        }
    }

    /// True when there is nothing to commit.
    pub fn is_empty(&self) -> bool {
        self.batches.is_empty() && self.canary.is_none()
    }
}

/// Gives the records of one batch their place in time.
struct Placer<'a> {
    entrance: &'a Entrance,
    gateway: &'a GatewayId,
    boot: BootId,
    received_at: WallMs,
}

/// Why a measurement is kept as bytes.
enum Kept {
    /// There is no anchor of its boot yet.
    Unplaced,
    /// Its instant is implausible, or too old to be kept.
    OutOfBounds,
}

impl Placer<'_> {
    fn item(&self, record: Record) -> Item {
        match record {
            Record::Frame(frame) => match self.place(frame.mono) {
                Ok(placed) => Item::Frame(frame, placed),
                Err(kept) => self.keep(&Record::Frame(frame), kept),
            },
            Record::Waveform(block) => match self.place(block.mono) {
                Ok(placed) => Item::Waveform(block, placed),
                Err(kept) => self.keep(&Record::Waveform(block), kept),
            },
            Record::Unknown(unknown) => match (self.place(unknown.mono), unknown.what) {
                // Like a known event, it is kept even without a place in time.
                (placed, UnknownCode::Event(_)) => Item::Unknown(unknown, placed.ok()),
                (Ok(placed), _) => Item::Unknown(unknown, Some(placed)),
                (Err(kept), _) => self.keep(&Record::Unknown(unknown), kept),
            },
            Record::Event(event) => {
                let placed = self.place(event.mono).ok();
                Item::Event(event, placed)
            }
            Record::Status(status) => Item::Status(status, self.place(status.mono).ok()),
            Record::Anchor(anchor) => Item::Anchor(anchor),
            Record::Loss(loss) => Item::Loss(loss),
        }
    }

    fn place(&self, mono: MonoMs) -> Result<Placed, Kept> {
        let placement = self.entrance.place(self.gateway, self.boot, mono).ok_or(Kept::Unplaced)?;
        if !self.entrance.keeps(placement.at, self.received_at) {
            // A clock that was never compared may be hours wrong, so the boot waits for a better anchor.
            let is_sure = placement.quality == ClockQuality::Synchronised;
            return Err(if is_sure { Kept::OutOfBounds } else { Kept::Unplaced });
        }
        Ok(Placed { at: placement.at, clock: placement.quality as u8, uncertainty_ms: placement.uncertainty_ms })
    }

    fn keep(&self, record: &Record, kept: Kept) -> Item {
        match (encode_record(self.boot, record), kept) {
            (Ok(bytes), Kept::Unplaced) => Item::Unplaced(self.boot, bytes),
            (Ok(bytes), Kept::OutOfBounds) => Item::Quarantined(bytes, "measured outside what is kept".to_owned()),
            // It was decoded a moment ago, so it can be encoded; should that fail, at least its number is receipted.
            (Err(error), _) => Item::Quarantined(Vec::new(), error.to_string()),
        }
    }
}

#[cfg(test)]
#[path = "round_tests.rs"]
mod tests;
