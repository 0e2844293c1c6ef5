//! `check`: is this configuration good, and is everything installed that it needs?

use super::say;
use crate::config::{Config, Door};
use crate::{certificates, clock, embedded, zone};
use hearth_alerts::Priority;

/// Checks without opening a port or a database, and makes no file.
///
/// # Errors
/// The package that is missing, a certificate or key that cannot be used, or a TZ that names no zone.
pub fn check(config: &Config) -> anyhow::Result<()> {
    embedded::check(config)?;
    let certificates = certificates::check::lines(config, clock::wall_ms())?;
    let hub = zone::of_hub()?;
    say(&format!("listen   {} ({})", config.server.listen, encrypted(&config.server.door())))?;
    certificates.iter().try_for_each(|line| say(line))?;
    if !config.server.proxies.is_empty() {
        say(
            "proxies  warning: what they and the hub say crosses the network between them in plain text; one on this machine need not be named",
        )?;
    }
    say(&format!("data_dir {}", config.data_dir.display()))?;
    say(&format!("database {}", if config.embeds_database() { "the hub's own PostgreSQL" } else { "as configured" }))?;
    say(&format!("broker   {}", if config.embeds_broker() { "the hub's own Mosquitto" } else { "as configured" }))?;
    let assumed = if hub.assumed { ", assumed: this machine names none; set TZ to change it" } else { "" };
    say(&format!("zone     {}{assumed}", hub.zone.as_str()))?;
    let ladders = config.escalation.ladders().map_err(|(key, error)| anyhow::anyhow!("{key}: {error}"))?;
    for priority in [Priority::High, Priority::Medium, Priority::Low] {
        say(&format!("ladder   {priority}: {}", ladders.of(priority)))?;
    }
    say(&canary(config))?;
    say("the configuration is good")
}

const fn encrypted(door: &Door) -> &'static str {
    match door {
        Door::Plain => "plain text, for this machine alone",
        Door::Proxied => "plain text, behind the proxy that encrypts",
        Door::Own => "HTTPS, certificate of the hub's own authority",
        Door::Given { .. } => "HTTPS, certificate of the site",
    }
}

fn canary(config: &Config) -> String {
    match config.canary.period_s {
        0 => "canary   off: warning: nothing tells when alerts no longer reach the screens; remove canary.period_s to switch it on"
            .to_owned(),
        period_s => format!("canary   a known alert each {period_s} s, missed after {} s", 2 * period_s),
    }
}
