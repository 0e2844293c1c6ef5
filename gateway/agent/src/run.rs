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
use crate::links::{Change, LinkId, LinkNews, News, Running};
use crate::renewal::Renewal;
use crate::state;
use anyhow::Context;
use hearth_mqtt::{Message, Options, Sender, SenderEvent, SenderEvents};
use hearth_vitals::topic::Channel;
use service::Service;
use signals::{Heard, Signals};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::mpsc;

/// The most news of links that may wait for the agent; then links wait, too.
const MAX_NEWS: usize = 256;
/// The name of the connection to the broker in the log.
const BROKER: &str = "broker";
/// How long messages in flight at the end may take to be acknowledged.
const GOODBYE: Duration = Duration::from_secs(2);

/// Runs until a signal ends it ([`signals`]).
pub fn run(config: Config, file: &Path) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        // One thread for the sockets, one for the links. The agent has the main thread, where an fsync may take time.
        .worker_threads(2)
        .thread_stack_size(512 * 1024)
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    runtime.block_on(async {
        let renewal = Renewal::of(config.hub.as_ref(), config.broker.tls.as_ref()).map(|renewal| tokio::spawn(renewal.run()));
        let shell = Shell::start(config, file.to_owned())?;
        let done = shell.run().await;
        if let Some(renewal) = renewal {
            renewal.abort();
        }
        done
    })
}

struct Shell {
    /// The configuration as last read, and the file from which it is read again.
    config: Config,
    file: PathBuf,
    agent: Agent<Folder>,
    links: Running,
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
    fn start(config: Config, file: PathBuf) -> anyhow::Result<Shell> {
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
        let will = state::last_will(&config, boot, generation, time.wall(now));
        let agent = Agent::new(&config, time, keeper, recovered, now);
        let filters = vec![state::topic(&config.gateway, config.shard, Channel::Receipt)];
        let (sender, events) = Sender::listening(Options { last_will: Some(will), ..options(&config) }, filters);
        let mut changes = Changes::default();
        // Without a log line: the first attempt is news either way, whether it succeeds or fails.
        let _ = changes.note(clock.mono(), BROKER, Some(Trouble { code: "new", words: "not tried yet" }));
        let (tell, news) = mpsc::channel(MAX_NEWS);
        let mut links = Running::new(clock, tell);
        links.want(config.devices.clone());
        // The agent has them already, by the same ids.
        links.settle();
        Ok(Shell { config, file, agent, links, clock, service: Service::new(), news, sender, events, signals, changes, token: 0 })
    }

    async fn run(mut self) -> anyhow::Result<()> {
        self.service.ready();
        loop {
            let action = self.next().await;
            let (stops, ended) = (matches!(action, Action::Stop), ended_link(&action));
            self.apply(action);
            if let Some(link) = ended {
                self.links.ended(link);
                self.attach_what_is_due();
            }
            self.service.alive();
            if stops {
                return self.end().await;
            }
        }
    }

    fn apply(&mut self, action: Action) {
        let messages = self.agent.apply(action, self.clock.now());
        messages.into_iter().for_each(|message| self.publish(message));
        self.agent.kept().into_iter().for_each(|kept| self.links.kept(kept));
        self.agent.lost().into_iter().for_each(|link| self.links.lost(link));
    }

    fn attach_what_is_due(&mut self) {
        for (link, device) in self.links.settle() {
            self.apply(Action::Attach { link, device });
        }
    }

    /// Reads the configuration again, and takes its devices.
    fn reload(&mut self) {
        let config = match Config::load(&self.file) {
            Ok(config) => config,
            Err(error) => return tracing::error!("SIGHUP: going on as before, the new configuration is refused: {error}"),
        };
        let waits = self.config.needs_restart(&config);
        if !waits.is_empty() {
            tracing::warn!("SIGHUP: only devices are taken while the gateway runs; restart it to take {}", waits.join(", "));
        }
        let Change { added, removed } = self.links.want(config.devices);
        tracing::info!(added, removed, "SIGHUP: the configuration was read again");
        self.attach_what_is_due();
    }

    async fn next(&mut self) -> Action {
        loop {
            let due = self.agent.next_due();
            let wait = Duration::from_millis(due.since(self.clock.mono())).min(self.service.patience());
            return tokio::select! {
                biased;
                heard = self.signals.received() => match heard {
                    Heard::Reload => {
                        self.reload();
                        continue;
                    }
                    Heard::Stop(signal) => {
                        tracing::info!(signal, "stopping");
                        Action::Stop
                    }
                },
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

/// The link that ends with this news; `None` for any other action.
fn ended_link(action: &Action) -> Option<LinkId> {
    match action {
        Action::Link(LinkNews { link, news: News::Removed, .. }) => Some(*link),
        _ => None,
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
