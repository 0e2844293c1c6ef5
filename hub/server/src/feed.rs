//! The live feed: one task that gives positions after the commit, and one loop a viewer.
//!
//! Every viewer with the same rights gets the same encoded text. A viewer that cannot keep
//! up is closed and comes back for a snapshot: it never holds up the others, and never
//! shows old values as live. Nothing here waits for a viewer.

pub mod message;
pub mod socket;
pub mod state;

use crate::clock;
use crate::latency::LatencyWindow;
use axum::extract::ws::Utf8Bytes;
use state::{Audience, FeedState, Update};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{broadcast, mpsc, oneshot};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};
use uuid::Uuid;

/// Changes are gathered this long: twenty deltas a second are smoother than an eye can
/// tell, and a burst of a thousand homes costs one encoding.
const COALESCE: Duration = Duration::from_millis(50);
/// Messages a viewer may lag behind before it is closed.
const VIEWER_LAG: usize = 256;
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
    /// Everything, encoded.
    pub snapshot: Utf8Bytes,
    /// Everything after it.
    pub messages: broadcast::Receiver<Utf8Bytes>,
    /// Waveform stretches of everyone.
    pub waveforms: broadcast::Receiver<Arc<WaveformText>>,
}

/// The way to the feed task; cheap to clone.
#[derive(Clone)]
pub struct Feed {
    inputs: mpsc::Sender<Input>,
}

impl Feed {
    /// Starts the feed task of this process.
    pub fn start() -> (Feed, tokio::task::JoinHandle<()>) {
        let (inputs, receiver) = mpsc::channel(INPUTS);
        let task = tokio::spawn(Task::new().run(receiver));
        (Feed { inputs }, task)
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
    clinical: broadcast::Sender<Utf8Bytes>,
    technical: broadcast::Sender<Utf8Bytes>,
    waveforms: broadcast::Sender<Arc<WaveformText>>,
    /// Device instants of values that wait for the next delta.
    waiting: Vec<i64>,
    sent: LatencyWindow,
    flush_at: Option<Instant>,
    flushed: Instant,
}

impl Task {
    fn new() -> Self {
        Self {
            state: FeedState::new(Uuid::new_v4()),
            clinical: broadcast::channel(VIEWER_LAG).0,
            technical: broadcast::channel(VIEWER_LAG).0,
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
        // No viewer at the moment is no error.
        let _ = self.clinical.send(clinical.into());
        let _ = self.technical.send(technical.into());
        let (wall, mono) = (clock::wall_ms().0, clock::mono_ms().0);
        for at in self.waiting.drain(..) {
            let latency_ms = u64::try_from(wall.saturating_sub(at)).unwrap_or(0);
            self.sent.record(mono, latency_ms);
            metrics::histogram!("hearth_latency_seconds", "stage" => "sent").record(latency_ms as f64 / 1_000.0);
        }
    }

    fn join(&mut self, audience: Audience, reply: oneshot::Sender<Joined>) {
        self.flush();
        let messages = match audience {
            Audience::Clinical => self.clinical.subscribe(),
            Audience::Technical => self.technical.subscribe(),
        };
        let snapshot = self.state.snapshot(clock::wall_ms().0, audience).into();
        let _ = reply.send(Joined { snapshot, messages, waveforms: self.waveforms.subscribe() });
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
        let _ = self.clinical.send(self.state.heartbeat(now, latency, Audience::Clinical).into());
        let _ = self.technical.send(self.state.heartbeat(now, latency, Audience::Technical).into());
        metrics::gauge!("hearth_feed_viewers").set((self.clinical.receiver_count() + self.technical.receiver_count()) as f64);
    }
}
