//! Decides which messages from the broker are admitted, right where they arrive: before a message can wait in a queue or hold up
//! others there.

use super::conduct::{Conduct, News, Why};
use super::delivery::Opened;
use crate::clock;
use crate::telemetry::Seldom;
use hearth_mqtt::Door;
use hearth_vitals::batch::v1::MAX_BATCH_BYTES;
use hearth_vitals::topic::{Channel, Shard, Topic};
use hearth_vitals::{GatewayId, MonoMs};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// The largest report of a gateway about itself, in bytes: 64 links with a reason each take half of it.
const MAX_STATE_BYTES: usize = 32 * 1024;
/// The largest number of topics with a retained batch that are remembered until they are cleared.
const KEPT_MAX: usize = 1_024;

/// The conduct of all homes, shared between the lanes that see what arrives and the task that acts on it.
#[derive(Clone, Default)]
pub struct Homes(Arc<Shared>);

#[derive(Default)]
struct Shared {
    inner: Mutex<Inner>,
    noticed: Notify,
}

#[derive(Default)]
struct Inner {
    conduct: Conduct,
    kept: BTreeSet<String>,
    foreign: Seldom,
    /// Gateways that were given a shard other than the one that follows from their id.
    shards: BTreeMap<GatewayId, Shard>,
    elsewhere: Seldom,
}

impl Homes {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        // No code that could panic runs under this lock.
        self.0.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with<T>(&self, look: impl FnOnce(&mut Inner, MonoMs) -> T) -> T {
        let mut inner = self.lock();
        let (had_news, had_kept) = (inner.conduct.has_news(), inner.kept.len());
        let answer = look(&mut inner, clock::mono_ms());
        if (!had_news && inner.conduct.has_news()) || inner.kept.len() > had_kept {
            self.0.noticed.notify_one();
        }
        answer
    }

    /// Notes that a delivery was decoded. True when it may go on to the store.
    pub fn opened(&self, gateway: &GatewayId, opened: &Opened, is_live: bool) -> bool {
        self.with(|inner, now| inner.conduct.opened(gateway, opened, is_live, now))
    }

    /// Notes that a gateway's report cannot be read. True when this may be logged.
    pub fn unreadable_state(&self, gateway: &GatewayId) -> bool {
        self.with(|inner, now| inner.conduct.unreadable_state(gateway, now))
    }

    /// Replaces the list of gateways whose shard is not the one that follows from their id.
    pub fn give_shards(&self, shards: BTreeMap<GatewayId, Shard>) {
        self.lock().shards = shards;
    }

    /// The shard on which a gateway listens for its receipts.
    pub fn shard_of(&self, gateway: &GatewayId) -> Shard {
        self.lock().shard_of(gateway)
    }

    /// Waits until there is something to report or to do.
    pub async fn noticed(&self) {
        self.0.noticed.notified().await;
    }

    /// What is to be reported or done, and the topics on which the broker has retained a batch, to be cleared.
    pub fn take(&self) -> (Vec<(GatewayId, News)>, BTreeSet<String>) {
        let mut inner = self.lock();
        (inner.conduct.news(clock::mono_ms()), std::mem::take(&mut inner.kept))
    }
}

/// Decides what is admitted on one lane.
pub struct HomeDoor(pub Homes);

impl Door for HomeDoor {
    fn admits(&mut self, topic: &str, payload: &[u8], retained: bool) -> bool {
        let Ok(said) = topic.parse::<Topic>() else { return self.0.with(Inner::foreign) };
        self.0.with(|inner, now| inner.admits(topic, &said, payload.len(), retained, now))
    }

    fn is_full_for(&mut self, topic: &str) {
        if let Ok(Topic { gateway, .. }) = topic.parse::<Topic>() {
            self.0.with(|inner, now| inner.conduct.dropped(&gateway, Why::Flood, now));
        }
    }
}

impl Inner {
    fn shard_of(&self, gateway: &GatewayId) -> Shard {
        self.shards.get(gateway).copied().unwrap_or_else(|| Shard::of(gateway))
    }

    /// True if a gateway sends on another shard than its own. There it would never get its receipts, and another hub may come to
    /// listen.
    fn is_elsewhere(&mut self, gateway: &GatewayId, spoken: Shard, now: MonoMs) -> bool {
        let given = self.shard_of(gateway);
        if spoken == given {
            return false;
        }
        metrics::counter!("hearth_foreign_deliveries_total").increment(1);
        if let Some(left_out) = self.elsewhere.may(now) {
            tracing::warn!(%gateway, %spoken, %given, left_out, "a gateway speaks on a shard that is not its own and is not heard; write the given one into its configuration (`shard`)");
        }
        true
    }

    /// Counts a delivery on a topic that belongs to no gateway; it is never admitted.
    fn foreign(&mut self, now: MonoMs) -> bool {
        metrics::counter!("hearth_foreign_deliveries_total").increment(1);
        if let Some(left_out) = self.foreign.may(now) {
            tracing::warn!(left_out, "deliveries on a topic of no gateway are ignored; look at the rights that the broker gives");
        }
        false
    }

    fn admits(&mut self, topic: &str, said: &Topic, bytes: usize, retained: bool, now: MonoMs) -> bool {
        let Topic { shard, gateway, channel } = said;
        if self.is_elsewhere(gateway, *shard, now) {
            return false;
        }
        if !self.conduct.arrives(gateway, bytes, now) || bytes == 0 {
            // A retained message is cleared by an empty one, which is no delivery.
            return false;
        }
        let most = if *channel == Channel::State { MAX_STATE_BYTES } else { MAX_BATCH_BYTES };
        if bytes > most {
            self.keep(topic, retained);
            self.conduct.dropped(gateway, Why::TooLarge, now);
            return false;
        }
        if retained && *channel != Channel::State {
            self.keep(topic, true);
            self.conduct.dropped(gateway, Why::Retained, now);
            return false;
        }
        true
    }

    fn keep(&mut self, topic: &str, retained: bool) {
        if retained && self.kept.len() < KEPT_MAX {
            self.kept.insert(topic.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gateway_is_let_in_on_the_shard_that_it_was_given_and_on_no_other() {
        let homes = Homes::default();
        let home = GatewayId::new("home-0001").unwrap();
        let comes = |topic: &str| HomeDoor(homes.clone()).admits(topic, b"a batch", false);
        assert!(comes("hearth/v1/2c/home-0001/live") && !comes("hearth/v1/07/home-0001/live"), "what its id says");
        homes.give_shards(BTreeMap::from([(home.clone(), "07".parse().unwrap())]));
        assert!(!comes("hearth/v1/2c/home-0001/live") && comes("hearth/v1/07/home-0001/live"));
        assert_eq!(homes.shard_of(&home).to_string(), "07");
        homes.give_shards(BTreeMap::new());
        assert!(comes("hearth/v1/2c/home-0001/live"), "what was taken back is forgotten");
        assert!(!comes("hearth/v1/40/home-0001/live"), "there are 64");
    }
}
