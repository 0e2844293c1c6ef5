//! Time zones by the names that the hub and every browser know.
//!
//! A machine's zone files hold more than the zones of the world: `localtime` and `posixrules` (whatever this machine is set to),
//! `posix/…` and `right/…` (the same zones counted in another way), `Factory` ("nobody has set this"). A browser knows none of
//! them, and a screen that cannot name a home's time zone cannot show its hours. Two rules exclude them: every name of the IANA
//! database begins with a capital letter, and every zone in it has an abbreviation for its hours, where the placeholders say
//! `-00`.

use crate::config::ConfigError;
use anyhow::Context;
use hearth_store::Store;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The text in place of an abbreviation that means "no zone was set" (RFC 3339, and `Factory`).
const UNSET: &str = "-00";
/// An instant at which every zone in use has an abbreviation: before people came, Antarctica had none.
const IN_USE: Timestamp = Timestamp::constant(1_767_225_600, 0);

/// A zone by its IANA name, in the official spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(String);

impl Zone {
    /// The zone of a name, in whatever case the name is written; `None` if this is no zone.
    pub fn named(name: &str) -> Option<Zone> {
        Self::of(&TimeZone::get(name.trim()).ok()?)
    }

    /// The zone meant by a name that was taken before names were checked: the same zone under
    /// `posix/` or `right/`.
    pub fn meant(name: &str) -> Option<Zone> {
        let plain = ["posix/", "right/"].iter().find_map(|folder| name.strip_prefix(folder));
        Self::named(plain.unwrap_or(name))
    }

    /// True for a name that is certainly no zone of the world. A name that only this machine does not know may be newer than its
    /// zone files.
    pub fn is_placeholder(name: &str) -> bool {
        let file_of_a_machine = !name.starts_with(|first: char| first.is_ascii_uppercase());
        file_of_a_machine || TimeZone::get(name).is_ok_and(|zone| Self::of(&zone).is_none())
    }

    fn of(zone: &TimeZone) -> Option<Zone> {
        let name = zone.iana_name().filter(|_| !zone.is_unknown())?;
        let named_hours = zone.to_offset_info(IN_USE).abbreviation() != UNSET;
        (name.starts_with(|first: char| first.is_ascii_uppercase()) && named_hours).then(|| Zone(name.to_owned()))
    }

    /// IANA name of the zone.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// IANA name of the zone.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// True if this machine has zone files; without them it cannot judge a name.
fn machine_knows_zones() -> bool {
    !jiff::tz::db().is_definitively_empty()
}

/// The zone of the command center.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HubZone {
    /// The zone; UTC if this machine names none.
    pub zone: Zone,
    /// True if this machine names no zone, so that UTC stands in for one.
    pub assumed: bool,
}

/// The zone of this machine, or of `TZ`.
///
/// # Errors
/// When `TZ` is set to a text that names no zone: whoever set it wanted another zone than UTC.
pub fn of_hub() -> Result<HubZone, ConfigError> {
    let system = TimeZone::try_system().ok();
    if let Some(zone) = system.as_ref().and_then(Zone::of) {
        return Ok(HubZone { zone, assumed: false });
    }
    match std::env::var_os("TZ").filter(|wish| !wish.is_empty()) {
        Some(_) => {
            let mend = "names no time zone that this machine knows; write an IANA name as America/New_York, or remove the variable";
            Err(ConfigError::new("environment", "TZ", mend.to_owned()))
        }
        None => Ok(HubZone { zone: Zone("UTC".to_owned()), assumed: true }),
    }
}

/// Corrects the homes whose zone no browser knows: each gets the zone that was meant, or that of the hub.
///
/// # Errors
/// As every statement.
pub async fn mend(store: &Store, hub: &Zone) -> anyhow::Result<()> {
    if !machine_knows_zones() {
        tracing::warn!("this machine has no time zone files, so no home's zone can be checked; install the package 'tzdata'");
        return Ok(());
    }
    for was in store.time_zones().await?.into_iter().filter(|name| Zone::is_placeholder(name)) {
        let meant = Zone::meant(&was);
        let becomes = meant.as_ref().unwrap_or(hub);
        let episodes =
            store.rename_time_zone(&was, becomes.as_str()).await.context("a time zone that no browser knows cannot be mended")?;
        let count = episodes.len();
        tracing::warn!(
            was,
            is = becomes.as_str(),
            count,
            ?episodes,
            "these episodes named no time zone of the world; look whether the home is there"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn named(name: &str) -> Option<String> {
        Zone::named(name).map(Zone::into_string)
    }

    #[test]
    fn a_zone_has_its_official_spelling() {
        assert_eq!(named(" america/new_york ").as_deref(), Some("America/New_York"));
        assert_eq!(named("utc").as_deref(), Some("UTC"));
        for right in ["Europe/Madrid", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "US/Eastern", "W-SU", "EST5EDT", "GMT"] {
            assert_eq!(named(right).as_deref(), Some(right));
        }
    }

    #[test]
    fn what_no_browser_knows_is_no_zone() {
        let wrong = [
            "localtime",
            "LOCALTIME",
            "posixrules",
            "Factory",
            "factory",
            "posix/America/New_York",
            "right/UTC",
            "Etc/Unknown",
            "Mars/Olympus",
            "",
        ];
        for wrong in wrong {
            assert_eq!(named(wrong), None, "{wrong}");
        }
        assert_eq!(Zone::meant("right/Europe/Madrid").unwrap().as_str(), "Europe/Madrid");
        assert_eq!(Zone::meant("localtime"), None);
        assert!(["localtime", "Factory", "right/UTC", ""].iter().all(|name| Zone::is_placeholder(name)));
        assert!(!Zone::is_placeholder("America/New_Town"), "a newer machine may know it");
    }

    fn names(folder: &Path, before: &str, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let name = format!("{before}{}", entry.file_name().to_string_lossy());
            match entry.path().is_dir() {
                true if ["posix", "right"].contains(&name.as_str()) => {}
                true => names(&entry.path(), &format!("{name}/"), found),
                false => found.push(name),
            }
        }
    }

    /// A text that is no zone is recognised by the rules alone, whatever else this machine knows.
    #[test]
    fn of_all_zones_of_this_machine_only_the_placeholders_are_refused() {
        let mut found = Vec::new();
        names(Path::new("/usr/share/zoneinfo"), "", &mut found);
        found.retain(|name| TimeZone::get(name).is_ok() && named(name).as_ref() != Some(name));
        found.sort();
        assert!(found.iter().all(|name| ["Factory", "localtime", "posixrules"].contains(&name.as_str())), "{found:?}");
    }
}
