//! The way to the engine's loop, for those who serve people: acts and changes, one at a time,
//! each answered when it is committed.

use crate::feed::message::{GatewayBrief, GatewayProblem};
use hearth_alerts::verdict::ObservationRequest;
use hearth_alerts::{ActError, Intent, OwedNow};
use hearth_store::StoreError;
use hearth_store::alerts::AlertRow;
use hearth_store::handovers::{Acceptance, NotAccepted};
use hearth_vitals::{GatewayId, Vital};
use std::collections::BTreeMap;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

/// Orders that may wait for the loop.
pub const ORDERS: usize = 256;

/// Why an order was not carried out.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Refused {
    /// The alert does not allow it.
    #[error(transparent)]
    Act(#[from] ActError),
    /// The database did not take it; nothing was changed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A handover cannot be accepted as it was sent.
    #[error(transparent)]
    NotAccepted(#[from] NotAccepted),
    /// An open alert of a stay was not named, or one was named that is not open.
    #[error("the open alerts of a stay are other ones than those that were named")]
    OtherAlerts,
    /// The hub is stopping.
    #[error("the hub is stopping")]
    Stopping,
}

/// Where an answer goes.
pub type Reply<T> = oneshot::Sender<Result<T, Refused>>;

/// An order to the loop.
#[derive(Debug)]
pub enum Order {
    /// Somebody acknowledges an alert.
    Acknowledge {
        /// Id of the alert.
        alert: Uuid,
        /// The version the person saw.
        version: u32,
        /// The person who acknowledges.
        by: Uuid,
        /// What the person says that they do about it.
        intent: Intent,
        /// Answered with the alert after the act.
        reply: Reply<AlertRow>,
    },
    /// Somebody reviews an alert that has ended.
    Review {
        /// Id of the alert.
        alert: Uuid,
        /// The version the person saw.
        version: u32,
        /// The person who reviews.
        by: Uuid,
        /// What they found.
        note: String,
        /// Answered with the alert after the act.
        reply: Reply<AlertRow>,
    },
    /// Episodes, limits, devices or bindings were changed in the store.
    BindingsChanged(Reply<()>),
    /// Something that the rules look at was written down, corrected or withdrawn in the store.
    ByHand {
        /// The episode that it was written for.
        episode: Uuid,
        /// The vital that it measures, if it is one.
        vital: Option<Vital>,
        /// Answered once it is judged.
        reply: Reply<()>,
    },
    /// What rules want to be measured or asked, by active stay; stays whose rules have not run are left out.
    Wishes(Reply<BTreeMap<Uuid, Vec<ObservationRequest>>>),
    /// Whether something that a patient is owed (a visit, a set of vitals) is late.
    Owed {
        /// The episode of the patient who is owed it.
        episode: Uuid,
        /// What is late, and by how much.
        owed: OwedNow,
        /// Answered once the engine has taken it.
        reply: Reply<()>,
    },
    /// Somebody takes stays over, with their open alerts.
    HandOver(Acceptance, Reply<()>),
    /// How the gateways are doing.
    Gateways(Reply<Vec<GatewayBrief>>),
    /// Notes that a gateway sends too much; `None` once it no longer does.
    Conduct(GatewayId, Option<GatewayProblem>, Reply<()>),
}

/// The way to the loop; cheap to clone.
#[derive(Debug, Clone)]
pub struct EngineHandle {
    orders: mpsc::Sender<Order>,
}

impl EngineHandle {
    /// A handle and what the loop reads from it.
    pub fn new() -> (EngineHandle, mpsc::Receiver<Order>) {
        let (orders, receiver) = mpsc::channel(ORDERS);
        (EngineHandle { orders }, receiver)
    }

    async fn ask<T>(&self, order: impl FnOnce(Reply<T>) -> Order) -> Result<T, Refused> {
        let (reply, answer) = oneshot::channel();
        self.orders.send(order(reply)).await.map_err(|_| Refused::Stopping)?;
        answer.await.map_err(|_| Refused::Stopping)?
    }

    /// A person takes an alert; gives it as it is then.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn acknowledge(&self, alert: Uuid, version: u32, by: Uuid) -> Result<AlertRow, Refused> {
        self.take(alert, version, by, Intent::NOTHING).await
    }

    /// Acknowledges an alert and says what the person does; its owner may say so again.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn take(&self, alert: Uuid, version: u32, by: Uuid, intent: Intent) -> Result<AlertRow, Refused> {
        self.ask(|reply| Order::Acknowledge { alert, version, by, intent, reply }).await
    }

    /// A person has looked at an alert that ended; gives it as it is then.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn review(&self, alert: Uuid, version: u32, by: Uuid, note: String) -> Result<AlertRow, Refused> {
        self.ask(|reply| Order::Review { alert, version, by, note, reply }).await
    }

    /// Tells that episodes, limits, devices or bindings changed in the store, and waits until
    /// the loop judges by them and the feed shows them.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn bindings_changed(&self) -> Result<(), Refused> {
        self.ask(Order::BindingsChanged).await
    }

    /// Tells that something that the rules look at, a vital or not, was written down, corrected or withdrawn in the store, and waits until what holds
    /// now is judged.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn by_hand(&self, episode: Uuid, vital: Option<Vital>) -> Result<(), Refused> {
        self.ask(|reply| Order::ByHand { episode, vital, reply }).await
    }

    /// Reports that a gateway sends too much; `None` once it no longer does.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn conduct(&self, gateway: GatewayId, problem: Option<GatewayProblem>) -> Result<(), Refused> {
        self.ask(|reply| Order::Conduct(gateway, problem, reply)).await
    }

    /// What rules wish to be measured or asked, by active stay.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn wishes(&self) -> Result<BTreeMap<Uuid, Vec<ObservationRequest>>, Refused> {
        self.ask(Order::Wishes).await
    }

    /// Reports whether a visit or set that a patient is owed is late.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn owed(&self, episode: Uuid, owed: OwedNow) -> Result<(), Refused> {
        self.ask(|reply| Order::Owed { episode, owed, reply }).await
    }

    /// Somebody takes stays over: the watch of all of them and the owner of their open alerts change together, or nothing does.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn hand_over(&self, accepted: Acceptance) -> Result<(), Refused> {
        self.ask(|reply| Order::HandOver(accepted, reply)).await
    }

    /// How the gateways are doing, as the loop hears them.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn gateways(&self) -> Result<Vec<GatewayBrief>, Refused> {
        self.ask(Order::Gateways).await
    }
}

/// Hands an order to another loop without waiting: readings must not be held up by a person's act.
pub(super) fn pass_on(other: &mpsc::Sender<Order>, order: Order) {
    let Err(error) = other.try_send(order) else { return };
    if let Order::Acknowledge { reply, .. } | Order::Review { reply, .. } = error.into_inner() {
        let why = "the hub's own alerts wait for it; try again".to_owned();
        let _ = reply.send(Err(Refused::Store(StoreError::Unavailable(why))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn acknowledge() -> (Order, oneshot::Receiver<Result<AlertRow, Refused>>) {
        let (reply, answer) = oneshot::channel();
        (Order::Acknowledge { alert: Uuid::nil(), version: 1, by: Uuid::nil(), intent: Intent::NOTHING, reply }, answer)
    }

    #[test]
    fn an_act_for_a_desk_that_has_no_room_is_refused_at_once() {
        let (other, mut orders) = mpsc::channel(1);
        let (first, _waits) = acknowledge();
        let (second, mut answer) = acknowledge();
        pass_on(&other, first);
        pass_on(&other, second);
        assert!(matches!(answer.try_recv(), Ok(Err(Refused::Store(StoreError::Unavailable(_))))));
        assert!(orders.try_recv().is_ok() && orders.try_recv().is_err());
    }
}
