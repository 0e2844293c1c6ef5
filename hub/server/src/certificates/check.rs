//! The part of `hearth-hub check` that looks at certificates.

use super::authority::Authority;
use super::fault::{Fault, time};
use super::files;
use super::house::{House, Server};
use crate::config::{Config, Door};
use hearth_trust::Certificate;
use hearth_vitals::WallMs;
use std::path::Path;

/// Checks every certificate and key that the configured hub would use, and tells each in a line.
///
/// # Errors
/// The first [`Fault`].
pub fn lines(config: &Config, now: WallMs) -> Result<Vec<String>, Fault> {
    let mut lines = Vec::new();
    if let Door::Given { certificate, key } = config.server.door() {
        lines.push(told("given", &certificate, &given(&certificate, &key, now)?, now));
    }
    let house = House::of(config);
    let authority = Authority::open(house.folder())?;
    match &authority {
        None => lines.push("authority is made at the first start".to_owned()),
        Some(authority) => {
            let path = house.authority_paths().0;
            files::holds(&path, &authority.certificate, now)?;
            lines.push(told("authority", &path, &authority.certificate, now));
            lines.extend(servers(config, &house, authority, now)?);
        }
    }
    lines.extend(external(config, now)?);
    Ok(lines)
}

/// Checks a certificate of the site.
///
/// # Errors
/// [`Fault`].
pub fn given(certificate: &Path, key: &Path, now: WallMs) -> Result<Certificate, Fault> {
    let pair = files::pair(certificate, key)?;
    files::holds(certificate, &pair.certificate, now)?;
    Ok(pair.certificate)
}

/// Checks what the authority has signed for the hub's own servers. Certificates that are missing, due or of another authority are
/// made at the start; only a key that others can read, or half a file, has to be mended by somebody.
fn servers(config: &Config, house: &House, authority: &Authority, now: WallMs) -> Result<Vec<String>, Fault> {
    let own = [(config.server.door() == Door::Own, Server::Hub, "hub"), (config.embeds_tls(), Server::Broker, "broker")];
    let mut lines = Vec::new();
    for (_, server, name) in own.into_iter().filter(|(used, ..)| *used) {
        let (certificate, key) = house.paths(server);
        if !certificate.exists() {
            lines.push(format!("{name} certificate is made at the next start"));
            continue;
        }
        let pair = files::pair(&certificate, &key)?;
        if !pair.certificate.is_signed_by(&authority.certificate) {
            lines.push(format!("{name} certificate is of another authority and is made anew at the next start"));
            continue;
        }
        lines.push(told(name, &certificate, &pair.certificate, now));
    }
    Ok(lines)
}

/// The files for a broker of the site's own.
fn external(config: &Config, now: WallMs) -> Result<Vec<String>, Fault> {
    let broker = &config.broker;
    let mut lines = Vec::new();
    if let Some(ca) = &broker.ca {
        let (read, _) = files::chain(ca)?;
        for authority in &read {
            files::holds(ca, authority, now)?;
        }
        lines.extend(read.first().map(|first| told("broker's authority", ca, first, now)));
    }
    if let (Some(certificate), Some(key)) = (&broker.certificate, &broker.key) {
        lines.push(told("hub at the broker", certificate, &given(certificate, key, now)?, now));
    }
    Ok(lines)
}

fn told(what: &str, path: &Path, certificate: &Certificate, now: WallMs) -> String {
    let days = certificate.life.days_left(now);
    let warning = match certificate.life.announced(now) {
        Some(_) => ": warning: it ends soon",
        None => "",
    };
    format!("{what} certificate {} until {} ({days} days){warning}", path.display(), time(certificate.life.until))
}
