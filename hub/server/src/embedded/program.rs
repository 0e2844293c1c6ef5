//! Finds the programs of the embedded parts, or says which package brings them.

use super::error::PlatformError;
use std::path::{Path, PathBuf};

/// The folder of PostgreSQL's server programs: the configured one, the one that made the
/// cluster, or the newest installed.
///
/// Debian keeps the server out of the search path, one folder a major version.
pub fn postgres_dir(configured: Option<&Path>, made_by: Option<&str>) -> Result<PathBuf, PlatformError> {
    let missing = || PlatformError::MissingProgram { program: "postgres", package: "postgresql", key: "embedded.postgres_dir" };
    if let Some(dir) = configured {
        return if is_server(dir) { Ok(dir.to_owned()) } else { Err(missing()) };
    }
    let mut found: Vec<(u32, PathBuf)> = installed();
    found.sort();
    let same = made_by.and_then(|made| found.iter().find(|(version, _)| version.to_string() == made));
    same.or(found.last()).map(|(_, dir)| dir.clone()).or_else(in_search_path).ok_or_else(missing)
}

fn installed() -> Vec<(u32, PathBuf)> {
    let Ok(entries) = std::fs::read_dir("/usr/lib/postgresql") else { return Vec::new() };
    let version = |path: &Path| path.file_name()?.to_str()?.parse().ok();
    entries
        .flatten()
        .filter_map(|entry| Some((version(&entry.path())?, entry.path().join("bin"))))
        .filter(|(_, dir)| is_server(dir))
        .collect()
}

fn in_search_path() -> Option<PathBuf> {
    let program = search("postgres")?.canonicalize().ok()?;
    program.parent().filter(|dir| is_server(dir)).map(Path::to_owned)
}

fn is_server(dir: &Path) -> bool {
    ["postgres", "initdb"].iter().all(|name| dir.join(name).is_file())
}

/// The `mosquitto` program.
pub fn mosquitto(configured: Option<&Path>) -> Result<PathBuf, PlatformError> {
    let missing = PlatformError::MissingProgram { program: "mosquitto", package: "mosquitto", key: "embedded.mosquitto" };
    match configured {
        Some(path) => path.is_file().then(|| path.to_owned()),
        None => search("mosquitto"),
    }
    .ok_or(missing)
}

/// The program that hashes broker passwords; it comes with the broker.
pub fn mosquitto_passwd() -> Result<PathBuf, PlatformError> {
    let missing = PlatformError::MissingProgram { program: "mosquitto_passwd", package: "mosquitto", key: "PATH" };
    search("mosquitto_passwd").ok_or(missing)
}

/// Searches PATH, and where servers live that a plain user's PATH leaves out.
fn search(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let more = ["/usr/sbin", "/usr/local/sbin", "/usr/bin"].map(PathBuf::from);
    std::env::split_paths(&path).chain(more).map(|dir| dir.join(name)).find(|path| path.is_file())
}
