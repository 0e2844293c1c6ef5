//! Sockets, timers, signals: the shell around [`crate::agent`].

mod medium;
mod service;

pub use medium::{Folder, owner};

use crate::agent::{Action, Agent};
use crate::board;
use crate::clock::{SystemClock, Timekeeper};
use crate::config::Config;
use crate::keeper::Keeper;
use crate::links::{self, LinkNews};
use anyhow::Context;
use hearth_mqtt::{Event, Intake, Limits, Message, Options, Sender, SenderEvent, SenderEvents};
use hearth_vitals::topic::Channel;
use service::Service;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc;

/// News of all links that wait for the agent, at most; a link then waits in turn.
const MAX_NEWS: usize = 256;
/// Receipts that wait for the agent, at most.
const RECEIPTS: Limits = Limits { messages: 256, bytes: 1 << 20 };
/// What is in flight at the end has this long to be acknowledged.
const GOODBYE: Duration = Duration::from_secs(2);

/// Runs until SIGTERM or SIGINT.
pub fn run(config: Config) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        // One for the sockets, one for the links; the agent has the main thread, where
        // an fsync may take its time.
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
    intake: Intake,
    terminate: Signal,
    interrupt: Signal,
    token: u64,
}

impl Shell {
    fn start(config: &Config) -> anyhow::Result<Shell> {
        let clock = SystemClock;
        let boot = clock.boot().context("cannot read this boot's id from /proc")?;
        let terminate = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
        let interrupt = signal(SignalKind::interrupt()).context("cannot listen for SIGINT")?;
        let folder =
            Folder::new(&config.data_dir, &config.gateway).with_context(|| format!("cannot use data_dir {}", config.data_dir.display()))?;
        let (keeper, recovered) = Keeper::open(folder, config.outbox, boot).map_err(anyhow::Error::msg)?;
        let generation = keeper.generation();
        tracing::info!(gateway = %config.gateway, %generation, backlog = keeper.backlog(), "the outbox is open");
        let now = clock.now();
        let time = Timekeeper::new(boot);
        let will = board::last_will(config, boot, generation, time.wall(now));
        let agent = Agent::new(config, time, keeper, recovered, now);
        let (sender, events) = Sender::connect(Options { last_will: Some(will), ..options(config, "up") });
        let filters = vec![board::topic(&config.gateway, Channel::Receipt)];
        let intake = Intake::connect(options(config, "down"), filters, RECEIPTS);
        let (tell, news) = mpsc::channel(MAX_NEWS);
        for (index, device) in config.devices.iter().enumerate() {
            links::spawn(index, device.clone(), clock, tell.clone());
        }
        Ok(Shell { agent, clock, service: Service::new(), news, sender, events, intake, terminate, interrupt, token: 0 })
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
                _ = self.terminate.recv() => Action::Stop,
                _ = self.interrupt.recv() => Action::Stop,
                event = self.events.recv() => match event {
                    Some(event) => match sender_action(&event) {
                        Some(action) => {
                            if matches!(action, Action::Connected) {
                                // One link finds the broker back: the other need not wait out its pause, for
                                // without receipts neither the clock nor the backlog gets on.
                                self.intake.hurry();
                            }
                            action
                        }
                        None => continue,
                    },
                    None => Action::Stop,
                },
                event = self.intake.recv() => match event {
                    Some(Event::Delivery(delivery)) => {
                        delivery.ack();
                        Action::Receipt(delivery.payload.to_vec())
                    }
                    Some(event) => {
                        if matches!(event, Event::Connected) {
                            self.sender.hurry();
                        }
                        log_intake(&event);
                        continue;
                    }
                    None => Action::Stop,
                },
                () = tokio::time::sleep(wait) => Action::Tick,
                // Links hold on to a sender for ever: this never ends.
                Some(news) = self.news.recv() => Action::Link(news),
            };
        }
    }

    fn publish(&mut self, message: Message) {
        self.token += 1;
        // Refused is no loss: the lane cuts anew when no receipt comes, and the state
        // is told again after the next connect.
        if let Err(refused) = self.sender.try_publish(message, self.token) {
            tracing::debug!(%refused, "a message waits for the next turn");
        }
    }

    async fn end(mut self) -> anyhow::Result<()> {
        self.service.stopping();
        self.sender.shutdown(GOODBYE);
        self.intake.shutdown(GOODBYE);
        let closed = self.agent.close().map_err(anyhow::Error::msg).context("cannot close the outbox");
        while self.events.recv().await.is_some() {}
        tracing::info!("stopped; everything taken is on disk or at the hub");
        closed
    }
}

fn options(config: &Config, role: &str) -> Options {
    let broker = &config.broker;
    let mut options = Options::new(format!("{}-{role}", config.gateway), broker.host.clone(), broker.port);
    options.credentials = broker.credentials.clone();
    options.tls = broker.tls.clone();
    options
}

fn sender_action(event: &SenderEvent) -> Option<Action> {
    match event {
        SenderEvent::Connected => {
            tracing::info!("connected to the broker");
            Some(Action::Connected)
        }
        SenderEvent::Disconnected { reason } => {
            tracing::warn!(%reason, "not connected to the broker; readings are kept");
            Some(Action::Disconnected)
        }
        // A PUBACK is flow control; the hub's receipt is what counts.
        SenderEvent::Published(_) | SenderEvent::Failed(_) => None,
    }
}

fn log_intake(event: &Event) {
    match event {
        Event::Connected => tracing::info!("listening for receipts"),
        Event::Disconnected { reason } => tracing::warn!(%reason, "not listening for receipts"),
        Event::Delivery(_) => {}
    }
}
