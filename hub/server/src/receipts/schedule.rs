//! Decides when a receipt goes to which gateway: nearly at once while the hub is quiet, at most once a second for each gateway
//! under load. Pure: time is an argument.
//!
//! A gateway may have two batches without a receipt. If receipts came only once a second, a gateway that sends vital signs and a
//! waveform each second would always be waiting. Therefore a receipt follows its commit by a tenth of a second as long as the hub
//! can afford it.

use hearth_vitals::receipt::{Receipt, Refusal, StreamReceipt};
use hearth_vitals::{GatewayId, MonoMs, Stream, WallMs};
use std::collections::{BTreeMap, BTreeSet};

/// The least time between two receipts to one gateway, ms: while quiet, and under load.
const INTERVAL_MS: (u64, u64) = (100, 1_000);
/// More receipts than this in a second count as load.
const QUIET_PER_S: usize = 2_000;
/// The largest number of streams in one receipt: 64 ranges each are 3 KiB, and a packet holds 128 KiB. The others follow with the
/// next receipt. A receipt too large for the broker would hold up those of every gateway.
const STREAMS_MAX: usize = 16;
/// A gateway that got no receipt for this long is forgotten, ms: ids may be made up, and must not fill the memory.
const FORGOTTEN_MS: u64 = 60_000;

/// What each gateway is still to be told, and when it was last told something.
pub struct Receipts {
    store: String,
    epoch: u32,
    gateways: BTreeMap<GatewayId, Outstanding>,
    /// The gateways that have something to be told, ordered by when they were last told: the one that has waited longest comes
    /// first, and finding it takes the same time however many there are.
    waiting: BTreeSet<(Option<MonoMs>, GatewayId)>,
    /// The second that is being counted: when it began, how many receipts it had, and whether the second before was under load.
    second: (MonoMs, usize, bool),
    /// When gateways were last forgotten.
    cleared: MonoMs,
}

#[derive(Default)]
struct Outstanding {
    last_sent: Option<MonoMs>,
    streams: BTreeMap<Stream, StreamReceipt>,
    refused: Option<Refusal>,
}

impl Outstanding {
    fn is_waiting(&self) -> bool {
        !self.streams.is_empty() || self.refused.is_some()
    }

    /// Takes out as many streams as fit, from the front; those left over move to the front with each receipt.
    fn some_streams(&mut self) -> Vec<StreamReceipt> {
        let rest = self.streams.keys().nth(STREAMS_MAX).copied().map(|first| self.streams.split_off(&first));
        std::mem::replace(&mut self.streams, rest.unwrap_or_default()).into_values().collect()
    }
}

fn due_at(last_sent: Option<MonoMs>, interval_ms: u64) -> MonoMs {
    last_sent.map_or(MonoMs(0), |sent| sent.plus(interval_ms))
}

impl Receipts {
    /// Starts with nothing to tell, for the store with this id.
    pub fn new(store: String, epoch: u32) -> Receipts {
        let (gateways, waiting) = (BTreeMap::new(), BTreeSet::new());
        Receipts { store, epoch, gateways, waiting, second: (MonoMs(0), 0, false), cleared: MonoMs(0) }
    }

    /// Notes what the store holds of one stream after a commit.
    pub fn held(&mut self, gateway: &GatewayId, receipt: StreamReceipt) {
        let outstanding = self.gateways.entry(gateway.clone()).or_default();
        outstanding.streams.insert(receipt.stream, receipt);
        self.waiting.insert((outstanding.last_sent, gateway.clone()));
    }

    /// Notes that the batches of this gateway are refused.
    pub fn refuse(&mut self, gateway: &GatewayId, refusal: Refusal) {
        let outstanding = self.gateways.entry(gateway.clone()).or_default();
        outstanding.refused = Some(refusal);
        self.waiting.insert((outstanding.last_sent, gateway.clone()));
    }

    /// The receipts that are due now, at most `most`: as many as can be sent.
    pub fn due(&mut self, now: MonoMs, hub_time: WallMs, most: usize) -> Vec<(GatewayId, Receipt)> {
        let mut due = Vec::new();
        let interval_ms = self.interval_ms();
        while due.len() < most
            && self.waiting.first().is_some_and(|(last_sent, _)| due_at(*last_sent, interval_ms) <= now)
            && let Some((_, gateway)) = self.waiting.pop_first()
        {
            let Some(outstanding) = self.gateways.get_mut(&gateway) else { continue };
            outstanding.last_sent = Some(now);
            let (streams, refused) = (outstanding.some_streams(), outstanding.refused.take());
            if outstanding.is_waiting() {
                self.waiting.insert((outstanding.last_sent, gateway.clone()));
            }
            due.push((gateway, Receipt { v: 1, store: self.store.clone(), epoch: self.epoch, hub_time, streams, refused }));
        }
        self.count(now, due.len());
        if now.since(self.cleared) >= FORGOTTEN_MS {
            self.cleared = now;
            self.gateways.retain(|_, outstanding| {
                outstanding.is_waiting() || outstanding.last_sent.is_some_and(|sent| now.since(sent) < FORGOTTEN_MS)
            });
        }
        due
    }

    fn interval_ms(&self) -> u64 {
        let (_, count, was_busy) = self.second;
        if was_busy || count > QUIET_PER_S { INTERVAL_MS.1 } else { INTERVAL_MS.0 }
    }

    fn count(&mut self, now: MonoMs, sent: usize) {
        let (began, count, _) = self.second;
        self.second = if now.since(began) < 1_000 { (began, count + sent, self.second.2) } else { (now, sent, count > QUIET_PER_S) };
    }

    /// Takes back a receipt that could not be handed to the broker: its content goes out with the next one.
    pub fn return_unsent(&mut self, gateway: &GatewayId, receipt: Receipt) {
        let outstanding = self.gateways.entry(gateway.clone()).or_default();
        self.waiting.remove(&(outstanding.last_sent, gateway.clone()));
        outstanding.last_sent = None;
        for stream in receipt.streams {
            outstanding.streams.entry(stream.stream).or_insert(stream);
        }
        outstanding.refused = outstanding.refused.take().or(receipt.refused);
        self.waiting.insert((None, gateway.clone()));
    }

    /// When the next receipt is due; `None` when nothing waits.
    pub fn next_due(&self) -> Option<MonoMs> {
        self.waiting.first().map(|(last_sent, _)| due_at(*last_sent, self.interval_ms()))
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

    fn home(number: usize) -> GatewayId {
        GatewayId::new(&format!("home-{number:04}")).unwrap()
    }

    #[test]
    fn when_it_is_quiet_a_receipt_follows_its_commit_by_a_tenth_of_a_second() {
        let mut receipts = Receipts::new("s".into(), 1);
        receipts.held(&home(1), held(1));
        assert_eq!(receipts.due(MonoMs(5_000), WallMs(0), usize::MAX).len(), 1);
        receipts.held(&home(1), held(2));
        receipts.held(&home(1), held(3));
        assert!(receipts.due(MonoMs(5_099), WallMs(0), usize::MAX).is_empty());
        assert_eq!(receipts.next_due(), Some(MonoMs(5_100)));
        assert_eq!(receipts.due(MonoMs(5_100), WallMs(0), usize::MAX)[0].1.streams, [held(3)]);
        assert_eq!(receipts.next_due(), None);
    }

    #[test]
    fn under_load_a_gateway_gets_one_a_second_with_the_newest() {
        let mut receipts = Receipts::new("s".into(), 1);
        (0..=QUIET_PER_S).for_each(|number| receipts.held(&home(number), held(1)));
        assert_eq!(receipts.due(MonoMs(5_000), WallMs(0), usize::MAX).len(), QUIET_PER_S + 1);
        receipts.held(&home(1), held(2));
        assert!(receipts.due(MonoMs(5_999), WallMs(0), usize::MAX).is_empty());
        assert_eq!(receipts.due(MonoMs(6_000), WallMs(0), usize::MAX)[0].1.streams, [held(2)]);
    }

    #[test]
    fn when_not_all_can_be_sent_whoever_has_waited_longest_is_told_first() {
        let mut receipts = Receipts::new("s".into(), 1);
        (0..1_000).for_each(|number| receipts.held(&home(number), held(1)));
        let mut told = BTreeSet::new();
        for turn in 0..10 {
            let some = receipts.due(MonoMs(5_000 + turn * 1_000), WallMs(0), 100);
            assert_eq!(some.len(), 100);
            // These gateways have news again before the others were told anything.
            some.iter().for_each(|(gateway, _)| receipts.held(gateway, held(2)));
            told.extend(some.into_iter().map(|(gateway, _)| gateway));
        }
        assert_eq!(told.len(), 1_000, "each was told once");
    }

    #[test]
    fn an_unsent_receipt_is_told_again_but_never_over_a_newer_one() {
        let home = home(1);
        let mut receipts = Receipts::new("s".into(), 1);
        receipts.held(&home, held(1));
        let (_, unsent) = receipts.due(MonoMs(0), WallMs(0), usize::MAX).remove(0);
        receipts.held(&home, held(2));
        receipts.return_unsent(&home, unsent);
        assert_eq!(receipts.due(MonoMs(9_000), WallMs(0), usize::MAX)[0].1.streams, [held(2)]);
    }

    /// A gateway that reopens its outbox ten thousand times gets many receipts, each small enough for a broker.
    #[test]
    fn streams_without_end_are_told_in_receipts_that_can_be_sent() {
        let mut receipts = Receipts::new("s".into(), 1);
        let ranges: Vec<SeqRange> =
            (0..64).map(|n| SeqRange::new((i64::MAX as u64) - 2 * n - 2, (i64::MAX as u64) - 2 * n - 1).unwrap()).collect();
        for generation in 0..100 {
            let stream = Stream { generation: Generation(u64::MAX - generation), class: Class::Waveforms };
            receipts.held(&home(1), StreamReceipt { stream, held: ranges.clone(), resend_from: Some(i64::MAX as u64) });
        }
        let (mut told, mut now) = (0, MonoMs(0));
        while let Some(due) = receipts.next_due() {
            now = now.max(due);
            for (_, receipt) in receipts.due(now, WallMs(0), usize::MAX) {
                assert!(serde_json::to_vec(&receipt).unwrap().len() < hearth_mqtt::MAX_PACKET_BYTES / 2);
                told += receipt.streams.len();
            }
        }
        assert_eq!(told, 100);
    }

    #[test]
    fn ids_that_are_made_up_are_forgotten() {
        let mut receipts = Receipts::new("s".into(), 1);
        let refusal = Refusal { reason: hearth_vitals::receipt::RefusalReason::UnknownGateway, retry_after_ms: 1 };
        (0..1_000).for_each(|number| receipts.refuse(&home(number), refusal.clone()));
        assert_eq!(receipts.due(MonoMs(1), WallMs(0), usize::MAX).len(), 1_000);
        receipts.due(MonoMs(2 * FORGOTTEN_MS), WallMs(0), usize::MAX);
        assert!(receipts.gateways.is_empty() && receipts.waiting.is_empty());
    }
}
