//! Steps of alerts that no reading caused: what people do, what time does, what is found out about gateways.

use super::judge::{Outcome, new_alert_id};
use super::ledger::Ledger;
use super::outside::Outside;
use super::reload::Reload;
use super::show;
use super::stays::Stays;
use hearth_store::StoreError;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Engines woken in one transaction, at most.
const DUE_AT_ONCE: usize = 500;

/// Commits the steps, swaps in the copies they were made on, and publishes them.
///
/// # Errors
/// As the store; then nothing has changed here, and the episodes are due again.
pub async fn carry_out<L: Ledger>(outcome: Outcome, stays: &mut Stays, outside: &Outside<L>) -> Result<(), StoreError> {
    let touched: Vec<Uuid> = outcome.copies.keys().copied().collect();
    let steps = stays.commit_steps(outcome, outside).await?;
    show::steps(&steps, stays, outside).await;
    show::scores(&touched, stays, outside).await;
    Ok(())
}

/// An ended stay leaves the wall when its last alert is closed.
pub async fn let_go<L: Ledger>(stays: &mut Stays, outside: &Outside<L>) {
    for id in stays.let_go() {
        show::removed(id, outside).await;
    }
}

/// Carries out what a look at the gateways has found. What could not be committed is found again by the next look.
pub async fn carry_out_found<L: Ledger>(what: &str, outcome: Outcome, stays: &mut Stays, outside: &Outside<L>) {
    let touched: BTreeSet<Uuid> = outcome.steps.keys().copied().collect();
    if touched.is_empty() {
        return;
    }
    match carry_out(outcome, stays, outside).await {
        Ok(()) => let_go(stays, outside).await,
        Err(error) => {
            tracing::warn!(%error, "that {what} could not be committed; it is tried again soon");
            note_unsure(&error, touched, stays);
        }
    }
}

/// Wakes the engines that are due. False if the store refused their steps, which are then still due.
pub async fn wake_due<L: Ledger>(stays: &mut Stays, outside: &Outside<L>) -> bool {
    let now = outside.now();
    let due = stays.take_due(now.mono, DUE_AT_ONCE);
    let mut outcome = Outcome::default();
    for id in &due {
        if let Some(engine) = stays.copy(&mut outcome.copies, *id) {
            let steps = engine.tick(now, &mut new_alert_id);
            outcome.add(*id, steps);
        }
    }
    let stepped: BTreeSet<Uuid> = outcome.steps.keys().copied().collect();
    if let Err(error) = carry_out(outcome, stays, outside).await {
        tracing::warn!(%error, "what the alert rules decided could not be committed; it is tried again soon");
        stays.wake_again(&due);
        note_unsure(&error, stepped, stays);
        return false;
    }
    if !stepped.is_empty() {
        let_go(stays, outside).await;
    }
    true
}

/// Unless the store says that nothing was committed, the outcome is unknown, and the store is read again.
fn note_unsure(error: &StoreError, touched: BTreeSet<Uuid>, stays: &mut Stays) {
    if !matches!(error, StoreError::Retry(_)) {
        stays.read_later(Reload::Episodes(touched));
    }
}
