//! Sockets, timers, signals: the shell around [`crate::agent`].

mod medium;
mod open_files;
mod service;
mod signals;

pub use medium::{Folder, owner};

use crate::agent::{Action, Agent};
use crate::changes::{Changes, LogLine, Trouble};
use crate::clock::{SystemClock, Timekeeper};
use crate::config::Config;
use crate::keeper::Keeper;
use crate::links::{self, LinkNews};
use crate::state;
use anyhow::Context;
use hearth_mqtt::{Message, Options, Sender, SenderEvent, SenderEvents};
use hearth_vitals::topic::Channel;
use service::Service;
use signals::Signals;
use std::time::Duration;
use tokio::sync::mpsc;

/// The most news of links that may wait for the agent; then links wait, too.
const MAX_NEWS: usize = 256;
/// The name of the connection to the broker in the log.
const BROKER: &str = "broker";
/// How long messages in flight at the end may take to be acknowledged.
const GOODBYE: Duration = Duration::from_secs(2);

/// Runs until a signal ends it ([`signals`]).
pub fn run(config: Config) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        // One thread for the sockets, one for the links. The agent has the main thread, where an fsync may take time.
        .worker_threads(2)
        .thread_stack_size(512 * 1024)
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    runtime.block_on(async {
        let shell = Shell::start(&config)?;
        shell.run().await
    })
}

struct Shell {
    agent: Agent<Folder>,
    clock: SystemClock,
    service: Service,
    news: mpsc::Receiver<LinkNews>,
    sender: Sender,
    events: SenderEvents,
    signals: Signals,
    changes: Changes,
    token: u64,
}

impl Shell {
    fn start(config: &Config) -> anyhow::Result<Shell> {
        let clock = SystemClock;
        let boot = clock.boot().context("cannot read this boot's id from /proc")?;
        let signals = Signals::take()?;
        open_files::raise();
        let folder =
            Folder::new(&config.data_dir, &config.gateway).with_context(|| format!("cannot use data_dir {}", config.data_dir.display()))?;
        let (keeper, recovered) = Keeper::open(folder, config.outbox, boot).map_err(anyhow::Error::msg)?;
        let generation = keeper.generation();
        tracing::info!(gateway = %config.gateway, %generation, backlog = keeper.backlog(), "the outbox is open");
        let now = clock.now();
        let time = Timekeeper::new(boot);
        let will = state::last_will(config, boot, generation, time.wall(now));
        let agent = Agent::new(config, time, keeper, recovered, now);
        let filters = vec![state::topic(&config.gateway, config.shard, Channel::Receipt)];
        let (sender, events) = Sender::listening(Options { last_will: Some(will), ..options(config) }, filters);
        let mut changes = Changes::default();
        // Without a log line: the first attempt is news either way, whether it succeeds or fails.
        let _ = changes.note(clock.mono(), BROKER, Some(Trouble { code: "new", words: "not tried yet" }));
        let (tell, news) = mpsc::channel(MAX_NEWS);
        for (index, device) in config.devices.iter().enumerate() {
            links::spawn(index, device.clone(), clock, tell.clone());
        }
        Ok(Shell { agent, clock, service: Service::new(), news, sender, events, signals, changes, token: 0 })
    }

    async fn run(mut self) -> anyhow::Result<()> {
        self.service.ready();
        loop {
            let action = self.next().await;
            let stops = matches!(action, Action::Stop);
            let messages = self.agent.apply(action, self.clock.now());
            messages.into_iter().for_each(|message| self.publish(message));
            self.service.alive();
            if stops {
                return self.end().await;
            }
        }
    }

    async fn next(&mut self) -> Action {
        let due = self.agent.next_due();
        loop {
            let wait = Duration::from_millis(due.since(self.clock.mono())).min(self.service.patience());
            return tokio::select! {
                biased;
                signal = self.signals.received() => {
                    tracing::info!(signal, "stopping");
                    Action::Stop
                }
                event = self.events.recv() => match event {
                    Some(event) => match self.sender_action(event) {
                        Some(action) => action,
                        None => continue,
                    },
                    None => Action::Stop,
                },
                () = tokio::time::sleep(wait) => Action::Tick,
                // Links keep a sender for ever, so this channel never ends.
                Some(news) = self.news.recv() => Action::Link(news),
            };
        }
    }

    fn publish(&mut self, message: Message) {
        self.token += 1;
        // A refused message is not lost: when no receipt comes, the lane cuts a new batch, and the state is published again
        // after the next connect.
        if let Err(refused) = self.sender.try_publish(message, self.token) {
            tracing::debug!(%refused, "a message waits for the next turn");
        }
    }

    fn sender_action(&mut self, event: SenderEvent) -> Option<Action> {
        match event {
            SenderEvent::Connected => {
                if let Some(LogLine { lasted_ms, untold, .. }) = self.changes.note(self.clock.mono(), BROKER, None) {
                    tracing::info!(after_s = lasted_ms / 1000, untold_changes = untold, "connected to the broker, listening for receipts");
                }
                Some(Action::Connected)
            }
            SenderEvent::Disconnected { reason } => {
                let words = reason.to_string();
                if let Some(line) = self.changes.note(self.clock.mono(), BROKER, Some(Trouble { code: &words, words: &words })) {
                    tracing::warn!(%reason, untold_changes = line.untold, "not connected to the broker; readings are kept");
                }
                Some(Action::Disconnected)
            }
            SenderEvent::Heard { payload, .. } => Some(Action::Receipt(payload.to_vec())),
            // A PUBACK is only flow control; what counts is the hub's receipt.
            SenderEvent::Published(_) | SenderEvent::Failed(_) => None,
        }
    }

    async fn end(mut self) -> anyhow::Result<()> {
        self.service.stopping();
        self.sender.shutdown(GOODBYE);
        let closed = self.agent.close().map_err(anyhow::Error::msg).context("cannot close the outbox");
        while self.events.recv().await.is_some() {}
        tracing::info!("stopped; everything taken is on disk or at the hub");
        closed
    }
}

/// The broker lets each user in once, so the client id is the user name.
fn options(config: &Config) -> Options {
    let broker = &config.broker;
    let mut options = Options::new(config.gateway.as_str(), broker.host.clone(), broker.port);
    options.credentials = broker.credentials.clone();
    options.tls = broker.tls.clone();
    options
}
