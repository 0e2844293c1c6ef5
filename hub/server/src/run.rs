//! The command `run`: the whole hub, started and stopped in order.
//!
//! Start: the listener (so that a port in use is reported before anything else), database and broker, store, lease,
//! engine, then the whole router. Stop: no new requests, no new readings, readings in flight are committed, viewers are
//! told, then the broker and last the database are stopped.

mod active;
mod doors;
mod guests;
mod line;
mod links;
mod order;
mod service;
mod serving;
mod shards;
mod temporary;
mod upkeep;

use crate::certificates::upkeep::Keeper;
use crate::config::{Config, ConfigError};
use crate::embedded::broker_files::BrokerFiles;
use crate::embedded::{Platform, supervisor};
use crate::open_files;
use crate::signals::Signals;
use crate::telemetry::{self, Metrics};
use crate::zone::{self, HubZone, Zone};
use doors::Doors;
use serving::Entrance;
use std::time::Duration;
use tokio::sync::watch;

/// What the hub is waiting for, in words, while it is not ready yet.
pub type Waiting = watch::Receiver<String>;

/// Runs the hub until a signal stops it.
///
/// # Errors
/// What keeps the hub from starting, or why it ended without a signal.
pub async fn run(config: Config) -> anyhow::Result<()> {
    let mut signals = Signals::take()?;
    let files = open_files::raise();
    let hub_zone = known_zone()?;
    let keeper = Keeper::start(&config)?;
    let entrance = Entrance::new(&config.server, keeper.shown().as_ref(), files)?;
    let doors = Doors::bind(config.server.listen, entrance).map_err(|error| used_port(&config, &error))?;
    let metrics = Metrics::start()?;
    telemetry::started(env!("CARGO_PKG_VERSION"));
    let (waiting, waits) = watch::channel("the database and the broker are being started".to_owned());
    let starting = doors.starting(waits)?;
    let platform = tokio::select! {
        platform = Platform::start(&config) => platform?,
        signal = signals.received() => {
            told_to_stop(signal);
                       // Everything that has been started so far ends by itself when it is dropped.
            supervisor::all_ended().await;
            return Ok(());
        }
    };
    let own_broker = config.embeds_tls().then(|| BrokerFiles::of(&config)).transpose()?;
    let certificates = tokio::spawn(keeper.with_broker(own_broker).run());
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
    certificates.abort();
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

/// The time zone in which the command center's hours are given.
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
