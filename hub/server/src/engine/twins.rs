//! Gateways that run twice: told in every stay they serve, and told to be over.

use super::judge::{Outcome, new_alert_id};
use super::ledger::Ledger;
use super::reload::Reload;
use super::task::Task;
use hearth_store::StoreError;
use std::collections::BTreeSet;
use uuid::Uuid;

impl<L: Ledger> Task<L> {
    /// Compares what is known of each gateway with what is told. Nothing is remembered between
    /// two looks: what could not be committed is told by the next one.
    pub(super) async fn look_for_twins(&mut self) {
        if self.waiting.is_some() {
            return;
        }
        let (mut outcome, now) = (Outcome::default(), self.clock.now());
        for (gateway, why) in self.gateways.known_to_run() {
            for id in self.engines.behind(gateway) {
                let is_told = self.engines.get(*id).is_some_and(|one| one.engine.is_told_twice(gateway));
                if is_told != why.is_some()
                    && let Some(engine) = self.engines.copy(&mut outcome.copies, *id)
                {
                    let steps = engine.gateway_twice(gateway, why.as_deref(), now, &mut new_alert_id);
                    outcome.add(*id, steps);
                }
            }
        }
        let touched: BTreeSet<Uuid> = outcome.steps.keys().copied().collect();
        if touched.is_empty() {
            return;
        }
        match self.commit_steps(outcome).await {
            Ok(()) => self.let_go().await,
            Err(error) => {
                tracing::warn!(%error, "that a gateway runs twice could not be committed; it is tried again soon");
                if !matches!(error, StoreError::Retry(_)) {
                    self.read_later(Reload::Episodes(touched));
                }
            }
        }
    }
}
