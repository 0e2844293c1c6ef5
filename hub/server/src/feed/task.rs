//! The task that numbers changes: what was committed comes in, and goes out to those who follow it.

use super::channel::{Channel, Outboxes, ViewerId};
use super::frame::{self, Heartbeat, Position};
use super::items::Round;
use super::message;
use super::outbox::{Inbox, outbox};
use super::state::{FeedState, Update};
use super::topic::{Scope, Subject};
use super::waveforms::OpenWaveforms;
use crate::clock;
use crate::latency::LatencyWindow;
use axum::extract::ws::Utf8Bytes;
use hearth_vitals::WaveformBlock;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};
use uuid::Uuid;

/// How long changes are gathered: at twenty updates a second the eye sees no steps, and a burst of a thousand homes costs one
/// encoding.
const COALESCE: Duration = Duration::from_millis(50);
/// Inputs that may wait for the feed task.
pub(super) const INPUTS: usize = 4_096;

pub(super) enum Input {
    Updates(Vec<Update>),
    Join(Scope, oneshot::Sender<(ViewerId, Inbox)>),
    Subscribe(ViewerId, Subject, Scope),
    Unsubscribe(ViewerId, Subject, Scope),
    Waveform(Uuid, WaveformBlock, i64),
    Latency(oneshot::Sender<message::Latency>),
    Scores(oneshot::Sender<BTreeMap<Uuid, u32>>),
}

pub(super) struct FeedLoop {
    state: FeedState,
    /// Channels in the order of topics, so that the facts of a stay are sent before its values.
    channels: BTreeMap<(Subject, Scope), Channel>,
    outboxes: Outboxes,
    /// How much of the alerts each viewer may see.
    scopes: BTreeMap<ViewerId, Scope>,
    next_viewer: ViewerId,
    wanted: OpenWaveforms,
    /// Device instants of values that wait for the next round.
    waiting: Vec<i64>,
    sent: LatencyWindow,
    flush_at: Option<Instant>,
    flushed: Instant,
}

impl FeedLoop {
    pub(super) fn new(wanted: OpenWaveforms) -> Self {
        Self {
            state: FeedState::new(Uuid::new_v4()),
            channels: BTreeMap::new(),
            outboxes: Outboxes::new(),
            scopes: BTreeMap::new(),
            next_viewer: 0,
            wanted,
            waiting: Vec::new(),
            sent: LatencyWindow::default(),
            flush_at: None,
            flushed: Instant::now(),
        }
    }

    pub(super) async fn run(mut self, mut inputs: mpsc::Receiver<Input>) {
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
                _ = heartbeat.tick() => self.beat(),
            }
        }
    }

    fn input(&mut self, input: Input) {
        match input {
            Input::Updates(updates) => self.updates(updates),
            Input::Join(alerts, reply) => self.join(alerts, reply),
            Input::Subscribe(viewer, subject, scope) => self.subscribe(viewer, subject, scope),
            Input::Unsubscribe(viewer, subject, scope) => {
                if let Some(channel) = self.channels.get_mut(&(subject, scope)) {
                    channel.remove(viewer);
                }
            }
            Input::Waveform(episode, block, at) => self.waveform(episode, &block, at),
            Input::Scores(reply) => {
                let _ = reply.send(self.state.scores());
            }
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

    fn position(&self) -> Position {
        Position { epoch: self.state.epoch, seq: self.state.seq, server_time: clock::wall_ms().0 }
    }

    fn flush(&mut self) {
        self.flush_at = None;
        self.flushed = Instant::now();
        let Some(changed) = self.state.take_changes() else { return };
        let position = self.position();
        let round = Round::new(&self.state, &changed);
        for ((subject, scope), channel) in &mut self.channels {
            let items = round.items(*subject, *scope);
            if !items.is_empty() {
                channel.tell(position, &items, &mut self.outboxes);
            }
        }
        self.measure();
    }

    fn measure(&mut self) {
        let (wall, mono) = (clock::wall_ms().0, clock::mono_ms().0);
        for at in self.waiting.drain(..) {
            let latency_ms = u64::try_from(wall.saturating_sub(at)).unwrap_or(0);
            self.sent.record(mono, latency_ms);
            metrics::histogram!("hearth_latency_seconds", "stage" => "sent").record(latency_ms as f64 / 1_000.0);
        }
    }

    fn join(&mut self, alerts: Scope, reply: oneshot::Sender<(ViewerId, Inbox)>) {
        let (outbox, inbox) = outbox();
        let viewer = self.next_viewer;
        self.next_viewer += 1;
        // The hub's time is sent first: every age on a screen counts from it, and a shared snapshot may be seconds old.
        self.flush();
        outbox.push(self.heartbeat(alerts));
        self.outboxes.insert(viewer, outbox);
        self.scopes.insert(viewer, alerts);
        let _ = reply.send((viewer, inbox));
    }

    fn subscribe(&mut self, viewer: ViewerId, subject: Subject, scope: Scope) {
        self.flush();
        let at = self.position();
        let FeedLoop { state, channels, outboxes, wanted, .. } = self;
        if let Subject::Waveform(stay, kind) = subject {
            wanted.set(stay, kind, true);
        }
        let channel = channels.entry((subject, scope)).or_insert_with(|| Channel::new(subject, at.seq));
        channel.add(viewer, outboxes, at, || state.items(subject, scope));
    }

    fn waveform(&mut self, episode: Uuid, block: &WaveformBlock, at: i64) {
        let subject = Subject::Waveform(episode, block.kind.key());
        if let Some(channel) = self.channels.get_mut(&(subject, Scope::Patients)) {
            let text = frame::waveform(episode, block, at).into();
            channel.tell_if_there_is_room(&text, &mut self.outboxes);
        }
    }

    /// Sends a heartbeat with the alert set at its position; changes that wait are sent before.
    fn beat(&mut self) {
        self.flush();
        for alerts in [Scope::Patients, Scope::Equipment] {
            let text = self.heartbeat(alerts);
            let of_scope = self.scopes.iter().filter(|(_, scope)| **scope == alerts);
            for (viewer, _) in of_scope {
                if self.outboxes.get(viewer).is_some_and(|outbox| !outbox.push(text.clone())) {
                    self.outboxes.remove(viewer);
                }
            }
        }
        self.forget();
        metrics::gauge!("hearth_feed_viewers").set(self.outboxes.len() as f64);
    }

    fn heartbeat(&mut self, alerts: Scope) -> Utf8Bytes {
        let latency = self.sent.summary(clock::mono_ms().0);
        let (alerts_hash, alerts_open) = self.state.open_alerts(alerts);
        let of_scope = self.channels.iter().filter(|((_, scope), _)| *scope == alerts);
        let whole = |((subject, _), channel): (&(Subject, Scope), &Channel)| match subject {
            Subject::Whole(topic) => Some((topic.word(), channel.seq())),
            Subject::Patient(_) | Subject::Waveform(..) => None,
        };
        let positions = of_scope.filter_map(whole).collect();
        Heartbeat { position: self.position(), alerts_hash, alerts_open, latency, positions }.encode().into()
    }

    /// Forgets viewers that have gone, and channels that nobody follows any more.
    fn forget(&mut self) {
        let FeedLoop { channels, outboxes, scopes, wanted, .. } = self;
        scopes.retain(|viewer, _| outboxes.contains_key(viewer));
        channels.retain(|(subject, _), channel| {
            let is_followed = channel.is_followed(outboxes);
            if let (Subject::Waveform(stay, kind), false) = (subject, is_followed) {
                wanted.set(*stay, kind, false);
            }
            is_followed
        });
    }
}
