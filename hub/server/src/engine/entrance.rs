//! The entrance of the loop: what is needed to place a record in time, and which streams may go on.
//!
//! Pure, except that it is filled from the store at the start.

use super::ledger::Ledger;
use super::place::{ANCHORS_PER_BOOT, Anchors, Placement};
use crate::ingest::delivery::is_storable;
use hearth_store::StoreError;
use hearth_store::ingest::{IngestBatch, Ingested, Item};
use hearth_vitals::batch::v1::Header;
use hearth_vitals::{Anchor, BootId, GatewayId, MonoMs, Stream, WallMs};
use std::collections::{BTreeMap, BTreeSet};

/// At the start, anchors of this many of the newest boots of each gateway are read.
const ANCHORED_BOOTS: u32 = 4;
/// How many ranges of numbers one stream may have: an outage leaves one gap, and a gateway that is told "resend from n" goes back
/// to the first.
pub const RANGES_MAX: usize = 1_000;

/// Everything that opening a delivery needs to know.
#[derive(Debug)]
pub struct Entrance {
    /// The anchors of every boot.
    anchors: Anchors,
    /// Streams whose numbers lie in more ranges than [`RANGES_MAX`], each with the end of its first range. Of these only records
    /// that close the first gap are taken, and receipts say where to begin. Otherwise a home that leaves out every second number
    /// would slow down everybody, because each commit reads and writes all ranges of a stream.
    scattered: BTreeMap<(GatewayId, Stream), u64>,
    /// Boots with records that wait for an anchor.
    unplaced: BTreeSet<(GatewayId, BootId)>,
    /// How long frames are kept: what is older is not stored as data.
    retention_ms: i64,
}

impl Entrance {
    /// An empty entrance.
    pub fn new(retention_ms: i64) -> Entrance {
        Entrance { anchors: Anchors::default(), scattered: BTreeMap::new(), unplaced: BTreeSet::new(), retention_ms }
    }

    /// An entrance filled with the anchors and ranges that the store knows.
    ///
    /// # Errors
    /// As every statement.
    pub async fn restore(store: &impl Ledger, retention_ms: i64) -> Result<Entrance, StoreError> {
        let mut entrance = Entrance::new(retention_ms);
        for (gateway, anchor) in store.anchors(ANCHORED_BOOTS, ANCHORS_PER_BOOT).await? {
            entrance.learn(&gateway, anchor);
        }
        entrance.unplaced = store.unplaced_boots().await?.into_iter().map(|(gateway, boot, _)| (gateway, boot)).collect();
        Ok(entrance)
    }

    /// Remembers an anchor.
    pub fn learn(&mut self, gateway: &GatewayId, anchor: Anchor) {
        self.anchors.learn(gateway, anchor);
    }

    /// Places a monotonic instant; `None` when no anchor of its boot can.
    pub fn place(&self, gateway: &GatewayId, boot: BootId, mono: MonoMs) -> Option<Placement> {
        self.anchors.place(gateway, boot, mono)
    }

    /// True when an instant is plausible and recent enough to be kept.
    pub fn keeps(&self, at: WallMs, received: WallMs) -> bool {
        is_storable(at, received, self.retention_ms)
    }

    /// True when a batch would only add to the gaps of its stream.
    pub fn widens(&self, header: &Header) -> bool {
        self.scattered.get(&(header.gateway.clone(), header.stream)).is_some_and(|end| header.first > *end)
    }

    /// After a commit, notes which streams have too many gaps.
    pub fn note_scattered(&mut self, ingested: &Ingested) {
        for one in &ingested.streams {
            let name = (one.gateway.clone(), one.stream);
            match one.held.first().filter(|_| one.held.len() > RANGES_MAX) {
                Some(first) => self.scattered.insert(name, first.end()),
                None => self.scattered.remove(&name),
            };
        }
    }

    /// After a commit, notes which boots have records that wait for an anchor.
    pub fn note_unplaced(&mut self, batches: &[IngestBatch]) {
        for batch in batches {
            for item in &batch.items {
                if let Item::Unplaced(boot, _) = item {
                    self.unplaced.insert((batch.gateway.clone(), *boot));
                }
            }
        }
    }

    /// Boots with records that wait for an anchor.
    pub fn unplaced(&self) -> &BTreeSet<(GatewayId, BootId)> {
        &self.unplaced
    }

    /// Notes that no record of this boot waits any more.
    pub fn all_placed(&mut self, gateway: &GatewayId, boot: BootId) {
        self.unplaced.remove(&(gateway.clone(), boot));
    }
}
