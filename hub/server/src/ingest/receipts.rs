//! When a receipt goes to which gateway: at once when it is quiet, at most once a second
//! per gateway under load. Pure: time is an argument.

use hearth_vitals::receipt::{Receipt, Refusal, StreamReceipt};
use hearth_vitals::{GatewayId, MonoMs, Stream, WallMs};
use std::collections::BTreeMap;

/// At least this long between two receipts to one gateway.
const INTERVAL_MS: u64 = 1_000;

/// What is to be told, and to whom it was told when.
pub struct Receipts {
    store: String,
    epoch: u32,
    gateways: BTreeMap<GatewayId, Desk>,
}

#[derive(Default)]
struct Desk {
    last_sent: Option<MonoMs>,
    streams: BTreeMap<Stream, StreamReceipt>,
    refused: Option<Refusal>,
}

impl Desk {
    fn is_waiting(&self) -> bool {
        !self.streams.is_empty() || self.refused.is_some()
    }

    fn due(&self) -> MonoMs {
        self.last_sent.map_or(MonoMs(0), |sent| sent.plus(INTERVAL_MS))
    }
}

impl Receipts {
    /// Nothing told yet in the name of this store.
    pub fn new(store: String, epoch: u32) -> Receipts {
        Receipts { store, epoch, gateways: BTreeMap::new() }
    }

    /// The store committed: this is what it holds of one stream now.
    pub fn held(&mut self, gateway: &GatewayId, receipt: StreamReceipt) {
        let desk = self.gateways.entry(gateway.clone()).or_default();
        desk.streams.insert(receipt.stream, receipt);
    }

    /// Batches of this gateway are not taken.
    pub fn refuse(&mut self, gateway: &GatewayId, refusal: Refusal) {
        self.gateways.entry(gateway.clone()).or_default().refused = Some(refusal);
    }

    /// The receipts that are due.
    pub fn due(&mut self, now: MonoMs, hub_time: WallMs) -> Vec<(GatewayId, Receipt)> {
        let mut due = Vec::new();
        for (gateway, desk) in &mut self.gateways {
            if desk.is_waiting() && desk.due() <= now {
                desk.last_sent = Some(now);
                let streams = std::mem::take(&mut desk.streams).into_values().collect();
                let receipt =
                    Receipt { v: 1, store: self.store.clone(), epoch: self.epoch, hub_time, streams, refused: desk.refused.take() };
                due.push((gateway.clone(), receipt));
            }
        }
        due
    }

    /// A receipt could not be handed to the broker: tell it again with the next.
    pub fn return_unsent(&mut self, gateway: &GatewayId, receipt: Receipt) {
        let desk = self.gateways.entry(gateway.clone()).or_default();
        desk.last_sent = None;
        for stream in receipt.streams {
            desk.streams.entry(stream.stream).or_insert(stream);
        }
        desk.refused = desk.refused.take().or(receipt.refused);
    }

    /// When the next receipt is due; `None` when nothing waits.
    pub fn next_due(&self) -> Option<MonoMs> {
        self.gateways.values().filter(|desk| desk.is_waiting()).map(Desk::due).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_vitals::{Class, Generation, SeqRange};

    fn held(end: u64) -> StreamReceipt {
        let stream = Stream { generation: Generation(1), class: Class::Numerics };
        StreamReceipt { stream, held: vec![SeqRange::new(0, end).unwrap()], resend_from: None }
    }

    #[test]
    fn the_first_receipt_goes_at_once_and_then_one_a_second_with_the_newest() {
        let home = GatewayId::new("home-0001").unwrap();
        let mut receipts = Receipts::new("s".into(), 1);
        receipts.held(&home, held(1));
        assert_eq!(receipts.due(MonoMs(5_000), WallMs(0)).len(), 1);
        receipts.held(&home, held(2));
        receipts.held(&home, held(3));
        assert!(receipts.due(MonoMs(5_999), WallMs(0)).is_empty());
        assert_eq!(receipts.next_due(), Some(MonoMs(6_000)));
        let due = receipts.due(MonoMs(6_000), WallMs(0));
        assert_eq!(due[0].1.streams, [held(3)]);
        assert_eq!(receipts.next_due(), None);
    }

    #[test]
    fn an_unsent_receipt_is_told_again_but_never_over_a_newer_one() {
        let home = GatewayId::new("home-0001").unwrap();
        let mut receipts = Receipts::new("s".into(), 1);
        receipts.held(&home, held(1));
        let (_, unsent) = receipts.due(MonoMs(0), WallMs(0)).remove(0);
        receipts.held(&home, held(2));
        receipts.return_unsent(&home, unsent);
        assert_eq!(receipts.due(MonoMs(9_000), WallMs(0))[0].1.streams, [held(2)]);
    }
}
