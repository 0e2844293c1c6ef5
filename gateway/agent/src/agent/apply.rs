//! How the agent answers each kind of action.

use super::{Action, Agent, link_of};
use crate::clock::Now;
use crate::keeper::{Hub, Medium};
use crate::links::{Line, LinkId, LinkNews, News};
use hearth_devices::Decoded;
use hearth_vitals::receipt::Receipt;
use hearth_vitals::{DeviceId, MonoMs, Record};

impl<M: Medium> Agent<M> {
    pub(super) fn happen(&mut self, action: Action, now: Now) {
        match action {
            Action::Link(news) => self.link(news, now),
            Action::Attach { link, device } => self.attach(link, device, now),
            Action::Connected => {
                self.connected = true;
                self.uplink.connected(now.mono);
                self.ask_the_time(now);
            }
            Action::Disconnected => {
                self.connected = false;
                self.unconfirmed_since = None;
                self.uplink.disconnected();
            }
            Action::Receipt(payload) => self.receipt(&payload, now),
            Action::Tick => {}
            Action::Stop => self.stop(now),
        }
    }

    fn link(&mut self, LinkNews { link, at, news }: LinkNews, now: Now) {
        // Late news of a link that is gone is dropped.
        let Some(known) = self.links.get_mut(link) else { return };
        let mut records = Vec::new();
        match news {
            News::Opened => known.change(at, &mut records, |line| line.opened(at)),
            News::Heard => known.change(at, &mut records, Line::heard),
            News::Rejected { bytes, example } => known.change(at, &mut records, |line| line.rejected(bytes, &example, at)),
            News::Failed(fault) => known.change(at, &mut records, |line| line.failed(fault)),
            News::Decoded(decoded) => {
                let is_valid = decoded.iter().any(|item| matches!(item, Decoded::Numerics { .. }));
                known.change(at, &mut records, |line| if is_valid { line.valid(at) } else { line.heard() });
                if let Some(device) = known.says_again.clone() {
                    let before = self.answers.again(&device);
                    let new = self.answers.sift(link, at, &device, decoded);
                    tell_again(&device, before, self.answers.again(&device));
                    known.collector.take(at, new, &mut records);
                    return self.record_answered(link, &records, now);
                }
                known.collector.take(at, decoded, &mut records);
            }
            News::Measured { measured, decoded } => {
                known.change(at, &mut records, |line| line.valid(at));
                return self.measured(link, measured, decoded, now, records);
            }
            News::Again => known.change(at, &mut records, |line| line.valid(at)),
            News::Stage(stage) => known.change(at, &mut records, |line| line.stage(stage)),
            News::Removed => {
                self.changes.forget(&link_of(&known.line.state().device));
                self.links.detach(link, at, &mut records);
                self.answers.forget(link);
            }
        }
        self.record_all(records, now);
    }

    /// Records a measurement whose instant was derived, unless the outbox has it already.
    fn measured(&mut self, link: LinkId, measured: MonoMs, mut decoded: Vec<Decoded>, now: Now, mut records: Vec<Record>) {
        let Some(known) = self.links.get_mut(link) else { return };
        let Some(device) = known.says_again.clone() else {
            known.collector.take_at(measured, decoded, &mut records);
            return self.record_all(records, now);
        };
        let before = self.answers.again(&device);
        decoded = self.answers.sift(link, measured, &device, decoded);
        tell_again(&device, before, self.answers.again(&device));
        known.collector.take_at(measured, decoded, &mut records);
        self.record_answered(link, &records, now);
    }

    /// Records what a device said that waits for an answer, and asks for it to be durable at once.
    fn record_answered(&mut self, link: LinkId, records: &[Record], now: Now) {
        for record in records {
            let seq = self.record(record, now);
            if let Record::Frame(frame) = record {
                self.answers.took(link, frame, seq);
                self.keeper.hurry();
            }
        }
    }

    fn receipt(&mut self, payload: &[u8], now: Now) {
        let receipt: Receipt = match serde_json::from_slice(payload) {
            Ok(receipt) => receipt,
            Err(error) => return tracing::warn!(%error, "a receipt cannot be read; it is ignored"),
        };
        if receipt.v != 1 {
            return tracing::warn!(version = receipt.v, "a receipt of a newer version is ignored: update this gateway");
        }
        self.meet(Hub { store: receipt.store.clone(), epoch: receipt.epoch }, now);
        for stream in &receipt.streams {
            self.keeper.receipt(now.mono, stream);
        }
        let was_compared = self.time.is_compared(now);
        let answered = self.uplink.receipt(now.mono, &receipt);
        let synchronised = answered.is_some_and(|sent| self.time.receipt(now.mono, sent, receipt.hub_time));
        if synchronised && !now.is_kept {
            self.anchor(now);
        }
        if !was_compared && self.time.is_compared(now) {
            tracing::info!("the hub told the time; readings of this boot can be placed now");
        }
        if answered.is_some() && !was_compared {
            self.uplink.clock_known(now.mono);
        }
        self.unconfirmed_since = if self.uplink.unreceipted() == (0, 0) { None } else { Some(now.mono) };
        self.refusal = receipt.refused;
    }

    /// Takes note of a hub with another store, or with a restored one: everything that is still here is sent again.
    fn meet(&mut self, hub: Hub, now: Now) {
        if self.hub.as_ref() == Some(&hub) {
            return;
        }
        if self.hub.is_some() {
            tracing::warn!(store = hub.store, epoch = hub.epoch, "another store, or a restored one: everything still here is sent again");
        }
        // Also when no hub was known: its note may have been lost, and the receipts on the card may be those of another store.
        if self.keeper.has_receipts() {
            self.keeper.forget_receipts();
            self.uplink.forget(now.mono);
        }
        (self.hub, self.hub_is_noted) = (Some(hub), false);
        #[cfg(feature = "breakages")]
        if hearth_breakages::is("note_hub_first") {
            self.note_hub();
        }
        if self.keeper.save_receipts(now.mono) {
            self.note_hub();
        }
    }

    /// Notes on the card whose receipts it holds, but only after older receipts are durably forgotten. Otherwise a start after a
    /// kill would take receipts of the old store for those of the new one.
    pub(super) fn note_hub(&mut self) {
        let Some(hub) = self.hub.as_ref().filter(|_| !self.hub_is_noted) else { return };
        match self.keeper.medium().know_hub(hub) {
            Ok(()) => self.hub_is_noted = true,
            Err(error) => tracing::warn!(%error, "cannot remember which hub was heard last"),
        }
    }

    fn stop(&mut self, now: Now) {
        let mut records = Vec::new();
        self.links.iter_mut().for_each(|link| link.collector.finish(now.mono, &mut records));
        self.record_all(records, now);
        self.anchor(now);
        self.keeper.save_receipts(now.mono);
        self.uplink.hurry(now.mono);
    }
}

/// Logs repeated records at the first, second, fourth, ... time, because a device may repeat itself for hours.
fn tell_again(device: &DeviceId, before: u64, records: u64) {
    if before.leading_zeros() != records.leading_zeros() {
        tracing::info!(%device, records, "it said again what is recorded already; that was answered and not recorded again");
    }
}
