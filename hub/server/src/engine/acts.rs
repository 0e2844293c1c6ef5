//! Acts of people that change engines: acknowledging and reviewing alerts, vitals by hand.

use super::change;
use super::engines::Copies;
use super::gateways::Gateways;
use super::handle::Refused;
use super::judge::{Outcome, new_alert_id};
use super::ledger::Ledger;
use super::outside::Outside;
use super::reload::Reload;
use super::stays::Stays;
use super::{charts, load, steps};
use crate::observations::said;
use hearth_alerts::rules::knowledge;
use hearth_alerts::verdict::ObservationRequest;
use hearth_alerts::{ActError, Alert, AlertId, Episode, Intent, Now, OwedNow, StaffId, Transition};
use hearth_store::StoreError;
use hearth_store::alerts::AlertRow;
use hearth_vitals::Vital;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Tries of an act when another transaction was in the way.
const TRIES: usize = 4;

/// True for an alert of a stay; all others are the hub's own.
pub fn is_of_a_patient(alert: Uuid, stays: &Stays) -> bool {
    stays.episode_of(AlertId(alert.as_u128())).is_some()
}

/// Acknowledges an alert, or notes what its owner says that they do; returns the alert after it.
///
/// # Errors
/// [`Refused`].
pub async fn acknowledge<L: Ledger>(
    (alert, version, by, intent): (Uuid, u32, Uuid, Intent),
    stays: &mut Stays,
    gateways: &mut Gateways,
    outside: &Outside<L>,
) -> Result<AlertRow, Refused> {
    let by = StaffId(by.as_u128());
    let act = |engine: &mut Episode, id, now| engine.take(id, version, by, intent, now);
    act_on(alert, act, stays, gateways, outside).await
}

/// Reviews an alert that has ended; returns the alert after it.
///
/// # Errors
/// [`Refused`].
pub async fn review<L: Ledger>(
    (alert, version, by, note): (Uuid, u32, Uuid, &str),
    stays: &mut Stays,
    gateways: &mut Gateways,
    outside: &Outside<L>,
) -> Result<AlertRow, Refused> {
    let by = StaffId(by.as_u128());
    let act = |engine: &mut Episode, id, now| engine.review(id, version, by, note, now);
    act_on(alert, act, stays, gateways, outside).await
}

async fn act_on<L: Ledger, F>(
    alert: Uuid,
    act: F,
    stays: &mut Stays,
    gateways: &mut Gateways,
    outside: &Outside<L>,
) -> Result<AlertRow, Refused>
where
    F: Fn(&mut Episode, AlertId, Now) -> Result<Vec<Transition>, ActError>,
{
    let id = AlertId(alert.as_u128());
    let episode = stays.episode_of(id).ok_or(ActError::NotFound)?;
    let after = apply(episode, |engine, now| act(engine, id, now), stays, gateways, outside).await?;
    // Pressing twice within seconds counts once.
    let after = after.or_else(|| stays.copy(&mut Copies::new(), episode)?.open_alerts().find(|alert| alert.id == id).cloned());
    after.map(|alert| AlertRow { episode: Some(episode), alert }).ok_or(Refused::Act(ActError::NotFound))
}

/// Judges what people wrote down, as it stands in the store now: by the limits, if it is a vital, and by the rules over several
/// vitals. Nothing is judged for a stay that has ended.
///
/// # Errors
/// [`Refused`].
pub async fn judge_by_hand<L: Ledger>(
    episode: Uuid,
    vital: Option<Vital>,
    stays: &mut Stays,
    gateways: &mut Gateways,
    outside: &Outside<L>,
) -> Result<(), Refused> {
    let observed = outside.store().observed_vitals(&[episode], None).await?;
    let holds = |vital: Vital| observed.iter().find(|observed| observed.vital == vital).map(load::entry);
    let since = outside.now().wall.plus(-knowledge::LOOK_BACK_MS);
    let said = charts::said(&outside.store().observed_since(&[episode], &said::codes(), since).await?);
    let said = said.get(&episode).map_or(&[][..], Vec::as_slice);
    let judge = |engine: &mut Episode, now| {
        let mut steps = vital.map(|vital| engine.by_hand(vital, holds(vital), now, &mut new_alert_id)).unwrap_or_default();
        steps.extend(engine.said(said, now, &mut new_alert_id));
        Ok(steps)
    };
    match apply(episode, judge, stays, gateways, outside).await {
        Ok(_) | Err(Refused::Act(ActError::NotFound)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// What rules wish to be measured or asked, by active stay. Stays whose rules were not asked since they were restored are left
/// out: nobody knows what they wish.
pub fn wishes(stays: &Stays, now: Now) -> BTreeMap<Uuid, Vec<ObservationRequest>> {
    let active = stays.iter().filter(|(id, _)| stays.loaded(*id).is_some_and(|loaded| loaded.row.ended_at.is_none()));
    active.filter_map(|(id, one)| Some((id, one.engine.wished(now)?.collect()))).collect()
}

/// Tells the engine whether something that a patient is owed is late. Telling it again changes nothing, and costs nothing.
///
/// # Errors
/// [`Refused`].
pub async fn owed<L: Ledger>(
    episode: Uuid,
    owed: OwedNow,
    stays: &mut Stays,
    gateways: &mut Gateways,
    outside: &Outside<L>,
) -> Result<(), Refused> {
    if stays.get(episode).is_none_or(|one| one.engine.tells_owed(owed)) {
        return Ok(());
    }
    let tell = |engine: &mut Episode, now| Ok(engine.owed(owed, now, &mut new_alert_id));
    match apply(episode, tell, stays, gateways, outside).await {
        Ok(_) | Err(Refused::Act(ActError::NotFound)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Applies a change to a copy of an episode's engine, commits the steps it makes, swaps the copy in and publishes them; returns
/// the alert of the last step.
async fn apply<L: Ledger, F>(
    episode: Uuid,
    act: F,
    stays: &mut Stays,
    gateways: &mut Gateways,
    outside: &Outside<L>,
) -> Result<Option<Alert>, Refused>
where
    F: Fn(&mut Episode, Now) -> Result<Vec<Transition>, ActError>,
{
    for _ in 0..TRIES {
        let mut copies = Copies::new();
        let engine = stays.copy(&mut copies, episode).ok_or(ActError::NotFound)?;
        let steps = act(engine, outside.now())?;
        let after: Option<Alert> = steps.last().map(|step| step.alert.clone());
        let mut outcome = Outcome { copies, ..Outcome::default() };
        outcome.add(episode, steps);
        let touched = Reload::Episodes(BTreeSet::from([episode]));
        match steps::carry_out(outcome, stays, outside).await {
            Ok(()) => {
                steps::let_go(stays, outside).await;
                return Ok(after);
            }
            Err(StoreError::EpisodeChanged) => change::read_again(touched, stays, gateways, outside).await?,
            Err(StoreError::Retry(detail)) => tracing::debug!(%detail, "an act is tried again"),
            Err(error) => {
                // Whether it was committed is unknown, so the store is read before the next act.
                stays.read_later(touched);
                return Err(Refused::Store(error));
            }
        }
    }
    Err(Refused::Store(StoreError::Retry("another transaction was in the way again and again".to_owned())))
}
