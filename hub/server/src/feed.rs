//! The live feed: one task that numbers committed changes, and one loop for each viewer.
//!
//! A viewer follows topics ([`topic`]). What changed is encoded once for all who may see it and follow it, and not at
//! all if nobody does. A viewer that cannot keep up is closed and comes back for a snapshot ([`outbox`]). Nothing here
//! waits for a viewer.

pub mod board;
mod channel;
pub mod closing;
mod confirming;
pub mod evidence;
pub mod frame;
mod items;
pub mod message;
pub mod outbox;
pub mod screens;
pub mod sentry;
pub mod socket;
pub mod state;
mod task;
#[cfg(test)]
mod tests;
pub mod topic;
pub mod viewers;
mod waveforms;

use axum::extract::ws::Utf8Bytes;
use channel::ViewerId;
use hearth_vitals::WaveformBlock;
use outbox::{Ended, Inbox};
use screens::Screens;
use state::{Observed, Part, Update};
use std::collections::BTreeMap;
use std::sync::Arc;
use task::{FeedLoop, INPUTS, Input};
use tokio::sync::{Mutex, mpsc, oneshot};
use topic::{Scope, Subject};
use uuid::Uuid;
use viewers::Viewers;
use waveforms::OpenWaveforms;

/// The way to the feed task; cheap to clone.
#[derive(Clone)]
pub struct Feed {
    inputs: mpsc::Sender<Input>,
    viewers: Viewers,
    screens: Screens,
    wanted: OpenWaveforms,
    observing: Arc<Mutex<()>>,
}

impl Feed {
    /// Starts the feed task of this process.
    pub fn start() -> (Feed, tokio::task::JoinHandle<()>) {
        let (inputs, receiver) = mpsc::channel(INPUTS);
        let wanted = OpenWaveforms::default();
        let task = tokio::spawn(FeedLoop::new(wanted.clone()).run(receiver));
        (Feed { inputs, viewers: Viewers::default(), screens: Screens::default(), wanted, observing: Arc::default() }, task)
    }

    /// Hands over committed changes.
    pub async fn publish(&self, updates: Vec<Update>) {
        if !updates.is_empty() {
            let of_alerts = updates.iter().any(|update| matches!(update, Update::Alert(_)));
            // The task ends only with the process.
            let _ = self.inputs.send(Input::Updates(updates)).await;
            if of_alerts {
                self.screens.alerts_changed();
            }
        }
    }

    /// Publishes what holds of a code that is observed by hand, after a commit that may have changed it. `read` asks the store.
    /// Calls run one at a time, so that what was read later is published later.
    pub async fn observed(&self, stay: Uuid, code: &str, read: impl Future<Output = Observed>) {
        let _turn = self.observing.lock().await;
        let observed = read.await;
        self.publish(vec![Update::Observation(stay, code.to_owned(), observed)]).await;
    }

    /// Publishes that a record of a stay (such as its notes) has changed, after its commit.
    pub async fn changed(&self, stay: Uuid, part: Part) {
        self.publish(vec![Update::Kept(stay, part)]).await;
    }

    /// Hands over a committed waveform block of an episode, if somebody looks at it.
    pub async fn waveform(&self, episode: Uuid, block: &WaveformBlock, at: i64) {
        if self.looks_at(episode, block.kind.key()) {
            let _ = self.inputs.send(Input::Waveform(episode, block.clone(), at)).await;
        }
    }

    /// True if somebody follows this waveform: one that nobody looks at is not encoded.
    pub fn looks_at(&self, episode: Uuid, kind: &'static str) -> bool {
        self.wanted.has(episode, kind)
    }

    /// The screens that are open.
    pub fn viewers(&self) -> &Viewers {
        &self.viewers
    }

    /// What is heard of these screens, besides the feed itself.
    pub fn screens(&self) -> &Screens {
        &self.screens
    }

    /// Joins as a viewer, who is told the heartbeat of `alerts`; `None` when the hub is shutting down.
    pub async fn join(&self, alerts: Scope) -> Option<Viewer> {
        let (reply, joined) = oneshot::channel();
        self.inputs.send(Input::Join(alerts, reply)).await.ok()?;
        let (id, inbox) = joined.await.ok()?;
        Some(Viewer { id, inbox, inputs: self.inputs.clone() })
    }

    /// The points of each stay's early warning score, of those that have one.
    pub async fn scores(&self) -> BTreeMap<Uuid, u32> {
        let (reply, scores) = oneshot::channel();
        if self.inputs.send(Input::Scores(reply)).await.is_err() {
            return BTreeMap::new();
        }
        scores.await.unwrap_or_default()
    }

    /// Measured latency, device instant to sent, over the last minute.
    pub async fn latency(&self) -> message::Latency {
        let (reply, latency) = oneshot::channel();
        if self.inputs.send(Input::Latency(reply)).await.is_err() {
            return message::Latency::default();
        }
        latency.await.unwrap_or_default()
    }
}

/// One viewer. It is gone when this is dropped.
pub struct Viewer {
    id: ViewerId,
    inbox: Inbox,
    inputs: mpsc::Sender<Input>,
}

impl Viewer {
    /// Follows a subject: a snapshot comes first, then what changes. The caller has to have asked [`topic::Topic::scope`].
    pub async fn subscribe(&self, subject: Subject, scope: Scope) {
        let _ = self.inputs.send(Input::Subscribe(self.id, subject, scope)).await;
    }

    /// Stops following a subject.
    pub async fn unsubscribe(&self, subject: Subject, scope: Scope) {
        let _ = self.inputs.send(Input::Unsubscribe(self.id, subject, scope)).await;
    }

    /// The next message. May be dropped while it waits.
    ///
    /// # Errors
    /// [`Ended`].
    pub async fn next(&mut self) -> Result<Utf8Bytes, Ended> {
        self.inbox.next().await
    }
}
