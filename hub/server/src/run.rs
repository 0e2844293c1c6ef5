//! `run`: the whole hub, started in order, stopped in order.
//!
//! Start: listener (a used port is told before anything else), database and broker, store,
//! lease, watch, doors. Stop: no new requests, no new readings, what is in flight is
//! committed, viewers are told, then the broker, the database last.

mod active;
mod doors;
mod links;
mod service;
mod upkeep;

use crate::config::{Config, ConfigError};
use crate::embedded::Platform;
use crate::telemetry::{self, Metrics};
use anyhow::Context;
use doors::Doors;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

/// What is told while the hub is not ready yet.
pub type Waiting = watch::Receiver<String>;

/// Runs the hub until it is told to stop.
///
/// # Errors
/// What keeps it from starting, or an end nobody asked for.
pub async fn run(config: Config) -> anyhow::Result<()> {
    let mut signals = Signals::new()?;
    let doors = Doors::bind(config.server.listen).map_err(|error| used_port(&config, &error))?;
    let metrics = Metrics::start()?;
    telemetry::started(env!("CARGO_PKG_VERSION"));
    let (waiting, waits) = watch::channel("the database and the broker are being started".to_owned());
    let starting = doors.starting(waits)?;
    let platform = tokio::select! {
        platform = Platform::start(&config) => platform?,
        () = signals.received() => return Ok(()),
    };
    let result = tokio::select! {
        active = active::Active::start(&config, &platform, metrics, &waiting) => match active {
            Ok(active) => {
                starting.close().await;
                serve(active, doors, &mut signals).await
            }
            Err(error) => Err(error),
        },
        () = signals.received() => Ok(()),
    };
    service::stopping();
    platform.stop().await;
    tracing::info!("stopped");
    result
}

async fn serve(mut active: active::Active, doors: Doors, signals: &mut Signals) -> anyhow::Result<()> {
    let (stop, stops) = watch::channel(false);
    let open = doors.open(active.router(), stops)?;
    service::ready();
    tracing::info!(address = %open.address(), "ready");
    let result = active.run_until(signals.received()).await;
    stop.send_replace(true);
    active.stop().await;
    open.closed(Duration::from_secs(3)).await;
    result
}

fn used_port(config: &Config, error: &std::io::Error) -> anyhow::Error {
    let listen = config.server.listen;
    let detail = format!("cannot listen on {listen} ({error}); end the program that does, or set it to a free port");
    ConfigError::new("the configuration", "server.listen", detail).into()
}

/// SIGTERM and SIGINT.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn new() -> anyhow::Result<Signals> {
        let take = |kind| signal(kind).context("cannot take signals");
        Ok(Signals { terminate: take(SignalKind::terminate())?, interrupt: take(SignalKind::interrupt())? })
    }

    async fn received(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
