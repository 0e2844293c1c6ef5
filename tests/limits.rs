//! Channels in shipped code must be on the page that lists their limits.

use std::path::Path;
use std::{fs, io};

/// The page that lists the limits.
pub const PAGE: &str = "docs/reliability-limits.md";

/// The beginning of a call that makes a channel, up to its capacity.
const MADE: [&str; 2] = ["mpsc::channel(", "broadcast::channel("];

/// Channels in a source text whose limit the page does not list, as sentences.
pub fn unlisted(source: &str, page: &str) -> Vec<String> {
    let shipped = source.split("#[cfg(test)]").next().unwrap_or_default();
    let mut found: Vec<String> = shipped.matches("unbounded_channel").map(|_| "a channel without a limit".to_owned()).collect();
    for made in MADE {
        for (at, _) in shipped.match_indices(made) {
            let capacity = shipped[at + made.len()..].split(')').next().unwrap_or_default();
            let name = capacity.rsplit("::").next().unwrap_or_default();
            if !page.contains(&format!("`{name}`")) {
                found.push(format!("a channel of {capacity}, which is not on the page"));
            }
        }
    }
    found
}

/// The same for every source file in a folder, with the name of the file.
pub fn unlisted_under(folder: &Path, page: &str) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(unlisted_under(&path, page)?);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let source = fs::read_to_string(&path)?;
            found.extend(unlisted(&source, page).into_iter().map(|what| format!("{}: {what}", path.display())));
        }
    }
    Ok(found)
}
