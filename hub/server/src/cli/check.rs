//! `check`: is this configuration good, and is everything installed that it needs?

use super::say;
use crate::config::Config;
use crate::embedded;

/// Checks without opening a port, a folder or a database.
///
/// # Errors
/// The package that is missing.
pub fn check(config: &Config) -> anyhow::Result<()> {
    embedded::check(config)?;
    say(&format!("listen   {}", config.server.listen))?;
    say(&format!("data_dir {}", config.data_dir.display()))?;
    say(&format!("database {}", if config.embeds_database() { "the hub's own PostgreSQL" } else { "as configured" }))?;
    say(&format!("broker   {}", if config.embeds_broker() { "the hub's own Mosquitto" } else { "as configured" }))?;
    say("the configuration is good")
}
