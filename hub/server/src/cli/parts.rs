//! `parts`: the hub's own database and broker without the hub, to look into a fault with
//! `psql`, or to try them in a test.

use super::say;
use crate::config::Config;
use crate::embedded::Platform;
use anyhow::Context;
use tokio::signal::unix::{SignalKind, signal};

/// Runs both until SIGTERM or SIGINT.
///
/// # Errors
/// What keeps them from starting.
pub async fn run(config: Config) -> anyhow::Result<()> {
    // Whoever tries the parts (a shell, a test) takes them along when it dies.
    nix::sys::prctl::set_pdeathsig(nix::sys::signal::Signal::SIGTERM).context("cannot tie the parts to their parent")?;
    let mut terminate = signal(SignalKind::terminate()).context("cannot take signals")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot take signals")?;
    let platform = Platform::start(&config).await?;
    say(&format!("database {}", platform.database_url()))?;
    say(&format!("broker {}:{}", platform.broker().host, platform.broker().port))?;
    say("ready")?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    platform.stop().await;
    Ok(())
}
