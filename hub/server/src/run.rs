//! `run`: the whole hub, started in order, stopped in order.
//!
//! Start: listener (a used port is told before anything else), database and broker, store,
//! lease, engine, doors. Stop: no new requests, no new readings, what is in flight is
//! committed, viewers are told, then the broker, the database last.

mod active;
mod doors;
mod links;
mod order;
mod service;
mod shards;
mod upkeep;

use crate::config::{Config, ConfigError};
use crate::embedded::{Platform, supervisor};
use crate::open_files;
use crate::signals::Signals;
use crate::telemetry::{self, Metrics};
use crate::zone::{self, HubZone, Zone};
use doors::Doors;
use std::time::Duration;
use tokio::sync::watch;

/// What is told while the hub is not ready yet.
pub type Waiting = watch::Receiver<String>;

/// Runs the hub until it is told to stop.
///
/// # Errors
/// What keeps it from starting, or an end nobody asked for.
pub async fn run(config: Config) -> anyhow::Result<()> {
    let mut signals = Signals::take()?;
    open_files::raise();
    let hub_zone = known_zone()?;
    let doors = Doors::bind(config.server.listen).map_err(|error| used_port(&config, &error))?;
    let metrics = Metrics::start()?;
    telemetry::started(env!("CARGO_PKG_VERSION"));
    let (waiting, waits) = watch::channel("the database and the broker are being started".to_owned());
    let starting = doors.starting(waits)?;
    let platform = tokio::select! {
        platform = Platform::start(&config) => platform?,
        signal = signals.received() => {
            told_to_stop(signal);
            // What has been started by now lets go of itself.
            supervisor::all_ended().await;
            return Ok(());
        }
    };
    let start = active::Start { config: &config, platform: &platform, metrics, hub_zone: &hub_zone };
    let result = tokio::select! {
        active = active::Active::start(start, &waiting) => match active {
            Ok(active) => {
                starting.close().await;
                serve(active, doors, &mut signals).await
            }
            Err(error) => Err(error),
        },
        signal = signals.received() => {
            told_to_stop(signal);
            Ok(())
        }
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
    let result = active.run_until(async { told_to_stop(signals.received().await) }).await;
    stop.send_replace(true);
    active.stop().await;
    open.closed(Duration::from_secs(3)).await;
    result
}

/// The zone that the command center's hours are told in.
fn known_zone() -> anyhow::Result<Zone> {
    let HubZone { zone, assumed } = zone::of_hub()?;
    if assumed {
        tracing::warn!("this machine names no time zone, so the command center's hours are UTC; set TZ, as TZ=America/New_York");
    }
    Ok(zone)
}

fn used_port(config: &Config, error: &std::io::Error) -> anyhow::Error {
    let listen = config.server.listen;
    let detail = format!("cannot listen on {listen} ({error}); end the program that does, or set it to a free port");
    ConfigError::new("the configuration", "server.listen", detail).into()
}

fn told_to_stop(signal: &'static str) {
    tracing::info!(signal, "stopping");
}
