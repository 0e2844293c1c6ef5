//! The logs of the embedded parts: appended to at each start, and bounded.
//!
//! A part holds its log open for months. A full file is therefore copied aside and then emptied while the part has it
//! open (it appends, so it goes on at the start of the file). What it writes in the millisecond between is lost, which is
//! acceptable for a log. With pipes through the hub nothing would be lost, but a part would lose its log, or stop, when
//! the hub dies.
//!
//! The folder may belong to the part's own account while the hub is root: links are never
//! followed.

use nix::fcntl::OFlag;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// A log is put aside at this size, bytes.
pub const FILE_BYTES: u64 = 10 << 20;
/// How many older logs are kept.
pub const KEPT: usize = 4;
/// How much of a log's end is read for an error, bytes.
const TAIL_BYTES: u64 = 16 << 10;

/// Opens a log for a start of its part, and notes the start.
///
/// # Errors
/// What the disk says.
pub fn open(path: &Path, at: &str) -> io::Result<File> {
    bound(path, FILE_BYTES, KEPT)?;
    let mut file = OpenOptions::new().append(true).create(true).mode(0o640).custom_flags(OFlag::O_NOFOLLOW.bits()).open(path)?;
    writeln!(file, "hearth-hub: start of {at}")?;
    Ok(file)
}

/// Puts a log aside if it is full: `log` becomes `log.1`, that becomes `log.2`, and so on.
///
/// # Errors
/// What the disk says.
pub fn bound(path: &Path, most: u64, kept: usize) -> io::Result<()> {
    if fs::symlink_metadata(path).map_or(0, |meta| meta.len()) < most {
        return Ok(());
    }
    for number in (1..kept).rev() {
        match fs::rename(aside(path, number), aside(path, number + 1)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    let mut full = OpenOptions::new().read(true).write(true).custom_flags(OFlag::O_NOFOLLOW.bits()).open(path)?;
    let first = aside(path, 1);
    match fs::remove_file(&first) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut copy = OpenOptions::new().write(true).create_new(true).mode(0o640).open(&first)?;
    // Bounded, because a part might write faster than its log is copied.
    io::copy(&mut (&mut full).take(most * 2), &mut copy)?;
    full.set_len(0)
}

fn aside(path: &Path, number: usize) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{number}"));
    name.into()
}

/// Removes all but the newest files of a folder whose names begin alike and sort by age.
///
/// # Errors
/// What the disk says.
pub fn keep_newest(folder: &Path, prefix: &str, kept: usize) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    let names = entries.flatten().map(|entry| entry.file_name());
    let mut names: Vec<_> = names.filter(|name| name.to_string_lossy().starts_with(prefix)).collect();
    names.sort();
    let old = names.len().saturating_sub(kept);
    names.into_iter().take(old).try_for_each(|name| fs::remove_file(folder.join(name)))
}

/// The last lines since the newest start, on one line and bounded, for an error.
pub fn tail(path: &Path) -> String {
    const LINES: usize = 4;
    const CHARS: usize = 600;
    let text = end_of(path).unwrap_or_default();
    let text =
        text.rsplit_once("hearth-hub: start of ").map_or(text.as_str(), |(_, rest)| rest.split_once('\n').map_or("", |(_, said)| said));
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let last = lines.get(lines.len().saturating_sub(LINES)..).unwrap_or_default().join(" / ");
    if last.is_empty() { "nothing".into() } else { last.chars().take(CHARS).collect() }
}

fn end_of(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL_BYTES)))?;
    let mut bytes = Vec::new();
    file.take(TAIL_BYTES).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_goes_on_over_starts_and_an_error_tells_the_newest_words() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("part.log");
        writeln!(open(&log, "monday").unwrap(), "it was hot").unwrap();
        assert_eq!(tail(&log), "it was hot");
        let mut file = open(&log, "tuesday").unwrap();
        assert_eq!(tail(&log), "nothing", "what was said before this start explains nothing");
        writeln!(file, "address in use").unwrap();
        assert_eq!(tail(&log), "address in use");
        assert!(fs::read_to_string(&log).unwrap().contains("it was hot"), "a start cuts nothing off");
    }

    #[test]
    fn a_full_log_is_put_aside_under_who_writes_it_and_the_oldest_goes() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("part.log");
        let mut writer = open(&log, "monday").unwrap();
        for round in 0..6 {
            for line in 0..40 {
                writeln!(writer, "round {round} line {line}").unwrap();
            }
            bound(&log, 500, 3).unwrap();
            assert_eq!(fs::metadata(&log).unwrap().len(), 0, "emptied");
        }
        writeln!(writer, "goes on").unwrap();
        assert_eq!(fs::read_to_string(&log).unwrap(), "goes on\n", "at the start of the file");
        for (number, round) in [(1, 5), (2, 4), (3, 3)] {
            assert!(fs::read_to_string(aside(&log, number)).unwrap().contains(&format!("round {round} line 39")));
        }
        assert!(!aside(&log, 4).exists());
    }

    #[test]
    fn a_link_in_the_place_of_a_log_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (log, other) = (folder.path().join("part.log"), folder.path().join("precious"));
        fs::write(&other, "x".repeat(900)).unwrap();
        std::os::unix::fs::symlink(&other, &log).unwrap();
        assert!(open(&log, "monday").is_err());
        fs::remove_file(&log).unwrap();
        fs::write(&log, "y".repeat(900)).unwrap();
        std::os::unix::fs::symlink(&other, aside(&log, 1)).unwrap();
        bound(&log, 500, 3).unwrap();
        assert_eq!(fs::read_to_string(&other).unwrap(), "x".repeat(900));
    }

    #[test]
    fn of_files_named_by_their_time_the_newest_stay() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["postgres-20260101.log", "postgres-20260103.log", "postgres-20260102.log", "other"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        keep_newest(folder.path(), "postgres-", 2).unwrap();
        let mut left: Vec<_> =
            fs::read_dir(folder.path()).unwrap().flatten().map(|entry| entry.file_name().into_string().unwrap()).collect();
        left.sort();
        assert_eq!(left, ["other", "postgres-20260102.log", "postgres-20260103.log"]);
        keep_newest(&folder.path().join("nowhere"), "x", 2).unwrap();
    }
}
