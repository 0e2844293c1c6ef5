//! `certificates`: what the hub shows, and new ones before it is time.

use super::args::CertificatesCommand;
use super::say;
use crate::certificates::house::Server;
use crate::certificates::{Authority, House, check};
use crate::clock;
use crate::config::Config;
use anyhow::Context;

/// Runs one command.
///
/// # Errors
/// What cannot be used, in words.
pub fn run(config: &Config, command: &CertificatesCommand) -> anyhow::Result<()> {
    let (house, now) = (House::of(config), clock::wall_ms());
    match command {
        CertificatesCommand::Show => {
            check::lines(config, now)?.iter().try_for_each(|line| say(line))?;
            let authority = Authority::open(house.folder())?;
            authority.map_or(Ok(()), |known| say(&format!("authority fingerprint {}", known.certificate.fingerprint_text())))
        }
        CertificatesCommand::Renew => {
            let authority = Authority::open(house.folder())?.context("there is no authority yet; start the hub once")?;
            for server in [Server::Hub, Server::Broker] {
                house.renew(server, &authority, now)?;
            }
            say("made new certificates for the hub and its broker; a running hub takes them within 5 s")
        }
    }
}
