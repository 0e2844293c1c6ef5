//! What may come in from the broker, decided where it arrives: before it waits behind anything, and
//! before anything waits behind it.

use super::conduct::{Conduct, News, Why};
use super::delivery::Opened;
use crate::clock;
use crate::telemetry::Seldom;
use hearth_mqtt::Door;
use hearth_vitals::batch::v1::MAX_BATCH_BYTES;
use hearth_vitals::topic::{Channel, Topic};
use hearth_vitals::{GatewayId, MonoMs};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// What a gateway says about itself, at most: 64 links with a reason each are half of it.
const MAX_STATE_BYTES: usize = 32 * 1024;
/// Topics with a batch that a broker keeps, remembered to be cleared.
const KEPT_MAX: usize = 1_024;

/// The conduct of all homes, shared by those who see what arrives and the one who acts on it.
#[derive(Clone, Default)]
pub struct Watched(Arc<Shared>);

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
}

impl Watched {
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

    /// A delivery was opened. True when it may go on.
    pub fn opened(&self, gateway: &GatewayId, opened: &Opened, is_live: bool) -> bool {
        self.with(|inner, now| inner.conduct.opened(gateway, opened, is_live, now))
    }

    /// A state cannot be read. True when that may be told.
    pub fn unreadable_state(&self, gateway: &GatewayId) -> bool {
        self.with(|inner, now| inner.conduct.unreadable_state(gateway, now))
    }

    /// Waits until there is something to do.
    pub async fn noticed(&self) {
        self.0.noticed.notified().await;
    }

    /// What is to be told or done, and topics on which the broker keeps what it should not.
    pub fn take(&self) -> (Vec<(GatewayId, News)>, BTreeSet<String>) {
        let mut inner = self.lock();
        (inner.conduct.news(clock::mono_ms()), std::mem::take(&mut inner.kept))
    }
}

/// One lane's door.
pub struct HomeDoor(pub Watched);

impl Door for HomeDoor {
    fn admits(&mut self, topic: &str, payload: &[u8], retained: bool) -> bool {
        let Ok(Topic { gateway, channel }) = topic.parse::<Topic>() else { return self.0.with(Inner::foreign) };
        self.0.with(|inner, now| inner.admits(topic, &gateway, channel, payload.len(), retained, now))
    }

    fn is_full_for(&mut self, topic: &str) {
        if let Ok(Topic { gateway, .. }) = topic.parse::<Topic>() {
            self.0.with(|inner, now| inner.conduct.dropped(&gateway, Why::Flood, now));
        }
    }
}

impl Inner {
    /// On a topic of no gateway: nothing but a count, whatever it is.
    fn foreign(&mut self, now: MonoMs) -> bool {
        metrics::counter!("hearth_foreign_deliveries_total").increment(1);
        if let Some(left_out) = self.foreign.may(now) {
            tracing::warn!(left_out, "deliveries on a topic of no gateway are ignored; look at the rights that the broker gives");
        }
        false
    }

    fn admits(&mut self, topic: &str, gateway: &GatewayId, channel: Channel, bytes: usize, retained: bool, now: MonoMs) -> bool {
        if !self.conduct.arrives(gateway, bytes, now) || bytes == 0 {
            // Nothing at all is what clears a topic that the broker kept.
            return false;
        }
        let most = if channel == Channel::State { MAX_STATE_BYTES } else { MAX_BATCH_BYTES };
        if bytes > most {
            self.keep(topic, retained);
            self.conduct.dropped(gateway, Why::TooLarge, now);
            return false;
        }
        if retained && channel != Channel::State {
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
