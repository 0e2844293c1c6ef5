//! `parts`: the hub's own database and broker without the hub, to look into a fault with
//! `psql`, or to try them in a test.

use super::say;
use crate::config::Config;
use crate::embedded::Platform;
use crate::open_files;
use crate::signals::Signals;
use anyhow::Context;

/// Runs both until a signal ends them.
///
/// # Errors
/// What keeps them from starting.
pub async fn run(config: Config) -> anyhow::Result<()> {
    // When the program that started the parts (a shell, a test) dies, they end too.
    nix::sys::prctl::set_pdeathsig(nix::sys::signal::Signal::SIGTERM).context("cannot tie the parts to their parent")?;
    let mut signals = Signals::take()?;
    open_files::raise();
    let platform = Platform::start(&config).await?;
    say(&format!("database {}", platform.database_url()))?;
    say(&format!("broker {}:{}", platform.broker().host, platform.broker().port))?;
    say("ready")?;
    signals.received().await;
    platform.stop().await;
    Ok(())
}
