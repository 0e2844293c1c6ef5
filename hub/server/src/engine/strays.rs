//! Devices that are heard through gateways of other kits: what is told of them, and when that is over.

use super::judge::{Outcome, new_alert_id};
use super::ledger::Ledger;
use super::reload::Reload;
use super::task::Task;
use hearth_store::StoreError;
use hearth_vitals::{DeviceId, GatewayId};
use std::collections::BTreeSet;
use uuid::Uuid;

impl<L: Ledger> Task<L> {
    pub(super) fn note_strays(&mut self, outcome: &Outcome) {
        let now = self.clock.mono_ms();
        for (gateway, device) in &outcome.strays {
            self.gateways.strayed(gateway, device, now);
        }
    }

    /// Ends what is told and no longer so. As with gateways that run twice, nothing is remembered between two
    /// looks: what could not be committed is done by the next one.
    pub(super) async fn look_for_strays(&mut self) {
        if self.waiting.is_some() {
            return;
        }
        let (mut outcome, now) = (Outcome::default(), self.clock.now());
        let told = |(id, active): (Uuid, &super::engines::ActiveEpisode)| {
            active.engine.strays().map(move |(device, gateway)| (id, device.clone(), gateway.clone())).collect::<Vec<_>>()
        };
        let told: Vec<(Uuid, DeviceId, GatewayId)> = self.engines.iter().flat_map(told).collect();
        for (id, device, gateway) in told {
            if let Some(reason) = self.gateways.ceased(&gateway, &device, now.mono)
                && let Some(engine) = self.engines.copy(&mut outcome.copies, id)
            {
                let steps = engine.stray_ended(&device, &gateway, reason, now, &mut new_alert_id);
                outcome.add(id, steps);
            }
        }
        let touched: BTreeSet<Uuid> = outcome.steps.keys().copied().collect();
        if touched.is_empty() {
            return;
        }
        match self.commit_steps(outcome).await {
            Ok(()) => self.let_go().await,
            Err(error) => {
                tracing::warn!(%error, "that a device is no longer heard elsewhere could not be committed; it is tried again soon");
                if !matches!(error, StoreError::Retry(_)) {
                    self.read_later(Reload::Episodes(touched));
                }
            }
        }
    }
}
