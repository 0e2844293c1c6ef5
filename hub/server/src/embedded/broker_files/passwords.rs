//! Lines of the broker's password file: `name:hash`, or `#name:hash` for one that is cut off: the
//! broker skips it as a comment.

use super::{FLEET, HUB};
use crate::embedded::error::PlatformError;
use crate::embedded::program;
use hearth_vitals::GatewayId;
use rand::RngExt;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use tokio::process::Command;

/// A random password of 32 letters and digits without look-alikes: 160 bits, readable over the phone.
pub fn random_password() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut random = rand::rng();
    (0..32).map(|_| char::from(LETTERS[random.random_range(0..LETTERS.len())])).collect()
}

/// The line for a name, hashed by the broker's own program. The password goes through a
/// private file, never through an argument that every account of the machine can read.
pub async fn hashed(dir: &Path, name: &str, password: &str) -> Result<String, PlatformError> {
    let program = program::mosquitto_passwd()?;
    let mut file = tempfile::NamedTempFile::new_in(dir).map_err(PlatformError::io("write in", dir))?;
    writeln!(file, "{name}:{password}").map_err(PlatformError::io("write in", dir))?;
    let output = Command::new(&program).arg("-U").arg(file.path()).output().await.map_err(PlatformError::io("run", &program))?;
    let line = std::fs::read_to_string(file.path()).map_err(PlatformError::io("read in", dir))?;
    let line = line.trim().to_owned();
    if output.status.success() && names(&line, name) && !line.contains(password) {
        return Ok(line);
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(PlatformError::Ended { name: "mosquitto_passwd", status: output.status.to_string(), said })
}

const CUT_OFF: char = '#';

/// The name that the line belongs to, whether it is cut off or not.
fn owner(line: &str) -> Option<&str> {
    line.strip_prefix(CUT_OFF).unwrap_or(line).split_once(':').map(|(owner, _)| owner)
}

/// True if the line is that of `name`.
pub fn names(line: &str, name: &str) -> bool {
    owner(line) == Some(name)
}

/// True if the line is one of the hub's own; earlier hubs had one without a dot.
pub fn is_of_hub(line: &str) -> bool {
    owner(line).is_some_and(|owner| owner.split('.').next() == Some(HUB))
}

/// The hash of the hub's own password: gateways that show a certificate have it, too.
pub fn hash_of_hub(text: &str) -> Option<&str> {
    text.lines().find(|line| is_of_hub(line)).and_then(|line| line.split_once(':')).map(|(_, hash)| hash)
}

/// The file with the hash `old` replaced by that of `line`.
pub fn with_new_hash(text: &str, old: Option<&str>, line: &str) -> String {
    let (Some(old), Some((_, new))) = (old, line.split_once(':')) else { return text.to_owned() };
    let one = |line: &str| match line.split_once(':') {
        Some((name, hash)) if hash == old => format!("{name}:{new}\n"),
        _ => format!("{line}\n"),
    };
    text.lines().map(one).collect()
}

/// The file without the hub's own lines.
pub fn of_others(text: &str) -> String {
    text.lines().filter(|line| !line.is_empty() && !is_of_hub(line)).map(|line| format!("{line}\n")).collect()
}

/// The gateways that have a line and are not cut off.
pub fn gateways(text: &str) -> Vec<GatewayId> {
    let cut: BTreeSet<&str> = text.lines().filter(|line| line.starts_with(CUT_OFF)).filter_map(owner).collect();
    let names = text.lines().filter_map(owner).filter(|name| *name != FLEET && !cut.contains(name));
    names.filter_map(|name| GatewayId::new(name).ok()).collect()
}

/// The file with the line of `name` as a comment, which takes its rights. That of who shows a certificate stays beside the comment:
/// its password is the hub's, which ends the session by it, and the certificate is on the list.
pub fn cut_off(text: &str, name: &str) -> String {
    let is_hubs = |line: &str| line.split_once(':').is_some_and(|(_, hash)| hash_of_hub(text) == Some(hash));
    let is_cut = text.lines().any(|line| line.starts_with(CUT_OFF) && names(line, name));
    let one = |line: &str| match line {
        line if is_cut || !names(line, name) => format!("{line}\n"),
        line if is_hubs(line) => format!("{line}\n{CUT_OFF}{line}\n"),
        line => format!("{CUT_OFF}{line}\n"),
    };
    text.lines().map(one).collect()
}

/// The file in which the lines of these names are comments no more.
pub fn let_in(text: &str, is_wanted: impl Fn(&str) -> bool) -> String {
    let stands: BTreeSet<&str> = text.lines().filter(|line| !line.starts_with(CUT_OFF)).filter_map(owner).collect();
    let one = |line: &str| match line.strip_prefix(CUT_OFF).zip(owner(line)) {
        Some((_, name)) if is_wanted(name) && stands.contains(name) => String::new(),
        Some((rest, name)) if is_wanted(name) => format!("{rest}\n"),
        _ => format!("{line}\n"),
    };
    text.lines().map(one).collect()
}

/// The file in which those in `certified` sign in by a certificate, those in `cut` are cut off and nobody else is, and those in
/// `gone` have no line.
pub fn settled(text: &str, certified: &BTreeSet<&str>, cut: &BTreeSet<&str>, gone: &BTreeSet<&str>) -> String {
    let text = let_in(text, |name| !cut.contains(name));
    let hash = hash_of_hub(&text).unwrap_or("*");
    let stays = |line: &&str| owner(line).is_some_and(|name| !certified.contains(name) && !gone.contains(name));
    let kept = text.lines().filter(stays).map(|line| format!("{line}\n"));
    let lines: String = kept.chain(certified.iter().map(|name| format!("{name}:{hash}\n"))).collect();
    cut.iter().fold(lines, |lines, name| cut_off(&lines, name))
}

/// The file without the line of `name`.
pub fn without(text: &str, name: &str) -> String {
    text.lines().filter(|line| !line.is_empty() && !names(line, name)).map(|line| format!("{line}\n")).collect()
}

/// The file with a line for each name, all with the password of `line`.
pub fn with_all(text: &str, all: &[String], line: &str) -> String {
    let hash = line.split_once(':').map_or("", |(_, hash)| hash);
    all.iter().fold(text.to_owned(), |text, name| with(&text, name, &format!("{name}:{hash}")))
}

/// The file with this line for `name`, and no other.
pub fn with(text: &str, name: &str, line: &str) -> String {
    without(text, name) + line + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_line_and_neighbours_stay() {
        let text = with(&with(&with("", "home-1", "home-1:a"), "home-10", "home-10:b"), "home-1", "home-1:c");
        assert_eq!(text, "home-10:b\nhome-1:c\n");
        assert_eq!(without(&text, "home-1"), "home-10:b\n");
    }

    #[test]
    fn who_is_cut_off_is_no_user_of_the_broker_and_keeps_its_password() {
        let text = "home-0001:a\nhome-0002:b\n";
        let cut = cut_off(&cut_off(text, "home-0001"), "home-0001");
        assert_eq!(cut, "#home-0001:a\nhome-0002:b\n");
        assert_eq!(gateways(&cut), [GatewayId::new("home-0002").unwrap()], "it has no rights either");
        assert_eq!(let_in(&cut, |name| name == "home-0002"), cut);
        assert_eq!(let_in(&cut, |name| name == "home-0001"), text);
        assert_eq!(without(&cut, "home-0001"), "home-0002:b\n", "a revocation ends it for good");
        let by_certificate = "hub.live:h\nhome-0001:h\n";
        let cut = cut_off(&cut_off(by_certificate, "home-0001"), "home-0001");
        assert_eq!(cut, "hub.live:h\nhome-0001:h\n#home-0001:h\n", "the hub ends its session by this line");
        assert!(gateways(&cut).is_empty(), "which gives no rights");
        assert_eq!(let_in(&cut, |_| true), by_certificate);
        assert_eq!(without(&cut, "home-0001"), "hub.live:h\n");
    }

    #[test]
    fn all_lines_are_set_at_once_and_stay_as_they_are_when_nothing_changes() {
        let text = "hub.live:h\nhome-0001:a\n#home-0002:b\nhome-0003:h\nhome-0004:d\nhome-0005:h\n";
        let set = |text: &str| {
            let [certified, cut, gone] =
                [&["home-0001", "home-0006"][..], &["home-0005"], &["home-0004"]].map(|names| names.iter().copied().collect());
            settled(text, &certified, &cut, &gone)
        };
        let lines = "hub.live:h\nhome-0002:b\nhome-0003:h\nhome-0005:h\n#home-0005:h\nhome-0001:h\nhome-0006:h\n";
        assert_eq!(set(text), lines);
        assert_eq!(set(lines), lines);
    }

    #[test]
    fn the_hubs_own_lines_are_no_gateways() {
        let text = with_all("hub:old\nfleet:f\nhub-0001:g\n", &["hub.live".to_owned(), "hub.probe".to_owned()], "hub:h");
        assert_eq!(of_others(&text), "fleet:f\nhub-0001:g\n");
        assert!(text.ends_with("hub.live:h\nhub.probe:h\n"), "{text}");
        assert_eq!(gateways(&text), [GatewayId::new("hub-0001").unwrap()]);
    }

    #[test]
    fn who_shows_a_certificate_keeps_the_hubs_password_when_that_is_hashed_anew() {
        let text = "hub.live:old\nhome-0001:old\n#home-0002:old\nhome-0003:own\n";
        let others = with_new_hash(&of_others(text), hash_of_hub(text), "hub:new");
        assert_eq!(others, "home-0001:new\n#home-0002:new\nhome-0003:own\n");
    }

    #[test]
    fn passwords_are_long_and_never_the_same() {
        let (one, other) = (random_password(), random_password());
        assert_eq!(one.len(), 32);
        assert_ne!(one, other);
    }

    #[tokio::test]
    async fn a_hashed_line_does_not_hold_the_password() {
        let dir = tempfile::tempdir().unwrap();
        let line = hashed(dir.path(), "home-0001", "s3cret-word").await.unwrap();
        assert!(line.starts_with("home-0001:$7$") || line.starts_with("home-0001:$6$"), "{line}");
        assert!(!line.contains("s3cret"));
    }
}
