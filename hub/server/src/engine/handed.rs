//! A handover: the watch of stays and the owner of their open alerts change in one transaction.

use super::change;
use super::engines::Copies;
use super::gateways::Gateways;
use super::handle::Refused;
use super::judge::Outcome;
use super::ledger::Ledger;
use super::outside::Outside;
use super::reload::Reload;
use super::show;
use super::stays::Stays;
use hearth_alerts::{ActError, AlertId, Episode, Now, StaffId, Transition};
use hearth_store::StoreError;
use hearth_store::handovers::{Acceptance, ReceiptRow};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// How often it is tried when another transaction is in the way.
const TRIES: usize = 4;

/// An alert as the receiver named it.
#[derive(Deserialize)]
struct Named {
    id: Uuid,
    version: u32,
}

/// Gives every open alert of the stays to the receiver, and the stays with them.
///
/// # Errors
/// [`Refused`]: then nothing has changed.
pub async fn hand_over<L: Ledger>(
    accepted: &Acceptance,
    stays: &mut Stays,
    gateways: &mut Gateways,
    outside: &Outside<L>,
) -> Result<(), Refused> {
    let touched = || Reload::Episodes(accepted.receipts.iter().map(|receipt| receipt.episode).collect());
    for _ in 0..TRIES {
        let outcome = taken_over(accepted, stays, outside.now())?;
        match stays.commit_handover(outcome, accepted, outside).await {
            Ok(Ok(steps)) => {
                show::steps(&steps, stays, outside).await;
                return Ok(());
            }
            Ok(Err(refused)) => return Err(refused.into()),
            Err(StoreError::EpisodeChanged) => change::read_again(touched(), stays, gateways, outside).await?,
            Err(StoreError::Retry(detail)) => tracing::debug!(%detail, "a handover is tried again"),
            Err(error) => {
                // Whether it was committed is unknown, so the store is read before the next act.
                stays.read_later(touched());
                return Err(Refused::Store(error));
            }
        }
    }
    Err(Refused::Store(StoreError::Retry("another transaction was in the way again and again".to_owned())))
}

fn taken_over(accepted: &Acceptance, stays: &Stays, now: Now) -> Result<Outcome, Refused> {
    let mut copies = Copies::new();
    let mut steps = BTreeMap::new();
    for receipt in &accepted.receipts {
        let engine = stays.copy(&mut copies, receipt.episode).ok_or(ActError::NotFound)?;
        steps.insert(receipt.episode, of_stay(engine, receipt, StaffId(accepted.by.as_u128()), now)?);
    }
    let mut outcome = Outcome { copies, ..Outcome::default() };
    for (episode, of_stay) in steps {
        outcome.add(episode, of_stay);
    }
    Ok(outcome)
}

/// Each open alert has to be named: an alert that the receiver has not seen cannot become theirs.
fn of_stay(engine: &mut Episode, receipt: &ReceiptRow, by: StaffId, now: Now) -> Result<Vec<Transition>, Refused> {
    let named: Vec<Named> = serde_json::from_value(receipt.alerts.clone()).map_err(|_| Refused::OtherAlerts)?;
    let open: BTreeSet<u128> = engine.open_alerts().map(|alert| alert.id.0).collect();
    if open != named.iter().map(|one| one.id.as_u128()).collect() {
        return Err(Refused::OtherAlerts);
    }
    let mut steps = Vec::new();
    for Named { id, version } in named {
        steps.extend(engine.take_over(AlertId(id.as_u128()), version, by, now)?);
    }
    Ok(steps)
}
