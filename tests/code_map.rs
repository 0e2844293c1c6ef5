//! ARCHITECTURE.md names every file of the engine's room, and no file that is not there.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

/// Where the list of the room begins and ends in ARCHITECTURE.md.
const BEGINS: &str = "Inside `engine`,";
const ENDS: &str = "**Invariant:";

/// What is wrong between the page and the files, as sentences. `files` are names without `.rs`.
#[must_use]
pub fn wrong(page: &str, files: &BTreeSet<String>) -> Vec<String> {
    let listed = listed(page);
    let missing = files.difference(&listed).map(|file| format!("engine/{file}.rs is not in ARCHITECTURE.md"));
    let gone = listed.difference(files).map(|file| format!("ARCHITECTURE.md names engine/{file}.rs, which is not there"));
    missing.chain(gone).collect()
}

/// The names in the first cells of the room's tables.
fn listed(page: &str) -> BTreeSet<String> {
    let room = page.split_once(BEGINS).map_or("", |(_, rest)| rest.split_once(ENDS).map_or(rest, |(room, _)| room));
    let cells = room.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

/// The files of a room by name; those of its tests are left out.
///
/// # Errors
/// When the folder cannot be read.
pub fn files(room: &Path) -> io::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(room)? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_some_and(|end| end == "rs") && !name.ends_with("tests") {
            names.insert(name);
        }
    }
    Ok(names)
}
