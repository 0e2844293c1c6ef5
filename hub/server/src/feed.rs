//! The live feed: one task that gives positions after the commit, and one loop a viewer.
//!
//! Every viewer with the same rights gets the same encoded text. A viewer that cannot keep
//! up is closed and comes back for a snapshot: it never holds up the others, and never
//! shows old values as live. Nothing here waits for a viewer.

pub mod message;
pub mod socket;
pub mod state;
pub mod viewers;

use crate::clock;
use crate::latency::LatencyWindow;
use axum::extract::ws::Utf8Bytes;
use state::{Audience, FeedState, Update};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{broadcast, mpsc, oneshot};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};
use uuid::Uuid;
use viewers::Viewers;

/// Changes are gathered this long: twenty deltas a second are smoother than an eye can
/// tell, and a burst of a thousand homes costs one encoding.
const COALESCE: Duration = Duration::from_millis(50);
/// Messages a viewer may lag behind before it is closed.
const VIEWER_LAG: usize = 256;
/// A snapshot serves whoever joins within this time; then it is let go of.
const SHARED_FOR: Duration = Duration::from_secs(2);
/// Inputs that may wait for the feed task.
const INPUTS: usize = 4_096;

/// A stretch of waveform for who watches it.
#[derive(Debug, Clone)]
pub struct WaveformText {
    /// Whose.
    pub episode: Uuid,
    /// Which.
    pub kind: &'static str,
    /// Encoded once for all who watch.
    pub text: Utf8Bytes,
}

enum Input {
    Updates(Vec<Update>),
    Join(Audience, oneshot::Sender<Joined>),
    Waveform(Uuid, hearth_vitals::WaveformBlock, i64),
    Latency(oneshot::Sender<message::Latency>),
}

/// What a new viewer starts from.
pub struct Joined {
    /// Everything at some position of the last seconds, encoded once for all who join meanwhile.
    pub snapshot: Utf8Bytes,
    /// What was sent since that position.
    pub since: Vec<Utf8Bytes>,
    /// Everything after it.
    pub messages: broadcast::Receiver<Utf8Bytes>,
    /// Waveform stretches of everyone.
    pub waveforms: broadcast::Receiver<Arc<WaveformText>>,
}

/// The way to the feed task; cheap to clone.
#[derive(Clone)]
pub struct Feed {
    inputs: mpsc::Sender<Input>,
    viewers: Viewers,
}

impl Feed {
    /// Starts the feed task of this process.
    pub fn start() -> (Feed, tokio::task::JoinHandle<()>) {
        let (inputs, receiver) = mpsc::channel(INPUTS);
        let task = tokio::spawn(Task::new().run(receiver));
        (Feed { inputs, viewers: Viewers::default() }, task)
    }

    /// Hands over committed changes.
    pub async fn publish(&self, updates: Vec<Update>) {
        if !updates.is_empty() {
            // The task ends only with the process.
            let _ = self.inputs.send(Input::Updates(updates)).await;
        }
    }

    /// Hands over a committed waveform block of an episode.
    pub async fn waveform(&self, episode: Uuid, block: hearth_vitals::WaveformBlock, at: i64) {
        let _ = self.inputs.send(Input::Waveform(episode, block, at)).await;
    }

    /// The screens that are open.
    pub fn viewers(&self) -> &Viewers {
        &self.viewers
    }

    /// Joins as a viewer; `None` when the hub is shutting down.
    pub async fn join(&self, audience: Audience) -> Option<Joined> {
        let (reply, joined) = oneshot::channel();
        self.inputs.send(Input::Join(audience, reply)).await.ok()?;
        joined.await.ok()
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

struct Task {
    state: FeedState,
    clinical: Channel,
    technical: Channel,
    waveforms: broadcast::Sender<Arc<WaveformText>>,
    /// Device instants of values that wait for the next delta.
    waiting: Vec<i64>,
    sent: LatencyWindow,
    flush_at: Option<Instant>,
    flushed: Instant,
}

/// What viewers with the same rights get.
struct Channel {
    audience: Audience,
    messages: broadcast::Sender<Utf8Bytes>,
    shared: Option<Shared>,
}

/// A snapshot that whoever joins in the next seconds starts from as well, and what was sent
/// after it. At 400 homes it is 2.4 MB: encoded for each of a hundred screens that come back
/// after a network fault, it would hold up the values of all of them.
struct Shared {
    snapshot: Utf8Bytes,
    since: Vec<Utf8Bytes>,
    made: Instant,
}

impl Channel {
    fn new(audience: Audience) -> Channel {
        Channel { audience, messages: broadcast::channel(VIEWER_LAG).0, shared: None }
    }

    fn send(&mut self, text: Utf8Bytes) {
        self.shared.take_if(|shared| shared.made.elapsed() >= SHARED_FOR || shared.since.len() >= VIEWER_LAG / 2);
        if let Some(shared) = &mut self.shared {
            shared.since.push(text.clone());
        }
        // No viewer at the moment is no error.
        let _ = self.messages.send(text);
    }

    /// What a viewer starts from now. Nothing may wait for the next delta.
    fn begin(&mut self, state: &FeedState) -> (Utf8Bytes, Vec<Utf8Bytes>) {
        self.shared.take_if(|shared| shared.made.elapsed() >= SHARED_FOR);
        let audience = self.audience;
        let fresh = || {
            let snapshot = state.snapshot(clock::wall_ms().0, audience).into();
            Shared { snapshot, since: Vec::new(), made: Instant::now() }
        };
        let shared = self.shared.get_or_insert_with(fresh);
        (shared.snapshot.clone(), shared.since.clone())
    }
}

impl Task {
    fn new() -> Self {
        Self {
            state: FeedState::new(Uuid::new_v4()),
            clinical: Channel::new(Audience::Clinical),
            technical: Channel::new(Audience::Technical),
            waveforms: broadcast::channel(VIEWER_LAG).0,
            waiting: Vec::new(),
            sent: LatencyWindow::default(),
            flush_at: None,
            flushed: Instant::now(),
        }
    }

    async fn run(mut self, mut inputs: mpsc::Receiver<Input>) {
        let mut heartbeat = interval(Duration::from_secs(1));
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let flush = async {
                match self.flush_at {
                    Some(at) => sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                input = inputs.recv() => match input {
                    Some(input) => self.input(input),
                    None => return,
                },
                () = flush => self.flush(),
                _ = heartbeat.tick() => self.heartbeat(),
            }
        }
    }

    fn input(&mut self, input: Input) {
        match input {
            Input::Updates(updates) => self.updates(updates),
            Input::Join(audience, reply) => self.join(audience, reply),
            Input::Waveform(episode, block, at) => self.waveform(episode, &block, at),
            Input::Latency(reply) => {
                let _ = reply.send(self.sent.summary(clock::mono_ms().0));
            }
        }
    }

    fn updates(&mut self, updates: Vec<Update>) {
        for update in updates {
            if let Update::Values(delta) = &update
                && !delta.late
            {
                self.waiting.push(delta.at);
            }
            self.state.apply(update);
        }
        if self.flush_at.is_none() {
            self.flush_at = Some((self.flushed + COALESCE).max(Instant::now()));
        }
    }

    fn flush(&mut self) {
        self.flush_at = None;
        self.flushed = Instant::now();
        let Some((clinical, technical)) = self.state.take_delta(clock::wall_ms().0) else { return };
        self.clinical.send(clinical.into());
        self.technical.send(technical.into());
        let (wall, mono) = (clock::wall_ms().0, clock::mono_ms().0);
        for at in self.waiting.drain(..) {
            let latency_ms = u64::try_from(wall.saturating_sub(at)).unwrap_or(0);
            self.sent.record(mono, latency_ms);
            metrics::histogram!("hearth_latency_seconds", "stage" => "sent").record(latency_ms as f64 / 1_000.0);
        }
    }

    fn join(&mut self, audience: Audience, reply: oneshot::Sender<Joined>) {
        self.flush();
        let channel = match audience {
            Audience::Clinical => &mut self.clinical,
            Audience::Technical => &mut self.technical,
        };
        let (snapshot, mut since) = channel.begin(&self.state);
        // What time it is now: the shared snapshot may be seconds old, and every age on a screen counts from the hub's clock.
        let latency = self.sent.summary(clock::mono_ms().0);
        since.push(self.state.heartbeat(clock::wall_ms().0, latency, audience).into());
        let messages = channel.messages.subscribe();
        let _ = reply.send(Joined { snapshot, since, messages, waveforms: self.waveforms.subscribe() });
    }

    fn waveform(&self, episode: Uuid, block: &hearth_vitals::WaveformBlock, at: i64) {
        if self.waveforms.receiver_count() == 0 {
            return;
        }
        let kind = block.kind.key();
        let message = message::Message::Waveform { episode_id: episode, kind, at, period_us: block.period_us, samples: &block.samples };
        if let Ok(text) = serde_json::to_string(&message) {
            let _ = self.waveforms.send(Arc::new(WaveformText { episode, kind, text: text.into() }));
        }
    }

    fn heartbeat(&mut self) {
        // The heartbeat states the alert set at its position: nothing may wait behind it.
        self.flush();
        let latency = self.sent.summary(clock::mono_ms().0);
        let now = clock::wall_ms().0;
        self.clinical.send(self.state.heartbeat(now, latency, Audience::Clinical).into());
        self.technical.send(self.state.heartbeat(now, latency, Audience::Technical).into());
        let viewers = self.clinical.messages.receiver_count() + self.technical.messages.receiver_count();
        metrics::gauge!("hearth_feed_viewers").set(viewers as f64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use message::GatewayBrief;

    fn gateway(number: u32, online: bool) -> Vec<Update> {
        let id = format!("home-{number:04}");
        vec![Update::Gateway(GatewayBrief { id, online, last_heard_at: None, problems: vec![], episode_ids: vec![] })]
    }

    /// What a screen has after all of it: the gateways that are online, and the position.
    fn read(joined: &Joined) -> (Vec<String>, u64) {
        let texts = std::iter::once(&joined.snapshot).chain(&joined.since);
        let mut online = std::collections::BTreeMap::new();
        let mut seq = None;
        for message in texts.map(|text| serde_json::from_str::<serde_json::Value>(text).unwrap()) {
            let at = message["seq"].as_u64().unwrap();
            if message["type"] == "delta" {
                assert_eq!(Some(at), seq.map(|seq: u64| seq + 1), "no delta is missing and none comes twice");
            }
            seq = Some(at);
            for brief in message["gateways"].as_array().into_iter().flatten() {
                online.insert(brief["id"].as_str().unwrap().to_owned(), brief["online"].as_bool().unwrap());
            }
        }
        (online.into_iter().filter(|(_, online)| *online).map(|(id, _)| id).collect(), seq.unwrap())
    }

    #[tokio::test]
    async fn who_joins_soon_after_another_shares_the_snapshot_and_misses_nothing() {
        let (feed, _task) = Feed::start();
        feed.publish(gateway(1, true)).await;
        let first = feed.join(Audience::Clinical).await.unwrap();
        feed.publish(gateway(2, true)).await;
        feed.publish(gateway(1, false)).await;
        let second = feed.join(Audience::Clinical).await.unwrap();
        assert_eq!(first.snapshot.as_ptr(), second.snapshot.as_ptr(), "encoded once");
        assert_eq!(read(&first).0, ["home-0001"]);
        assert_eq!(read(&second).0, ["home-0002"], "what changed since comes along");
        let mut next = second.messages;
        feed.publish(gateway(3, true)).await;
        let after = loop {
            let message: serde_json::Value = serde_json::from_str(&next.recv().await.unwrap()).unwrap();
            if message["type"] == "delta" {
                break message["seq"].as_u64().unwrap();
            }
        };
        assert_eq!(after, read(&Joined { messages: next, ..second }).1 + 1, "and the next delta follows on");
        let other = feed.join(Audience::Technical).await.unwrap();
        assert_ne!(other.snapshot.as_ptr(), first.snapshot.as_ptr(), "other rights, another text");
    }
    #[tokio::test]
    async fn who_shares_a_snapshot_is_told_what_time_it_is_now() {
        let (feed, _task) = Feed::start();
        let first = feed.join(Audience::Clinical).await.unwrap();
        let made = clock::wall_ms().0;
        while clock::wall_ms().0 < made + 50 {
            tokio::task::yield_now().await;
        }
        let second = feed.join(Audience::Clinical).await.unwrap();
        assert_eq!(first.snapshot.as_ptr(), second.snapshot.as_ptr(), "made 50 ms ago");
        let last: serde_json::Value = serde_json::from_str(second.since.last().unwrap()).unwrap();
        assert_eq!(last["type"], "heartbeat");
        assert!(last["server_time"].as_i64().unwrap() >= made + 50, "{last}");
    }
}
