//! Lets only one hub work in a data folder, by a lock that the kernel drops when its holder dies.

use super::error::PlatformError;
use nix::fcntl::{Flock, FlockArg};
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

/// Held as long as this hub works in the folder.
pub struct HubLock(#[expect(dead_code, reason = "holds the lock until it is dropped")] Flock<File>);

impl HubLock {
    /// Takes the folder for this process.
    ///
    /// # Errors
    /// [`PlatformError::AlreadyRunning`] with the process that has it.
    pub fn take(data_dir: &Path) -> Result<HubLock, PlatformError> {
        if !data_dir.is_dir() {
            // Other accounts may pass through to reach the folders of their part, but may not list this one.
            std::fs::DirBuilder::new()
                .recursive(true)
                .mode(0o711)
                .create(data_dir)
                .map_err(PlatformError::io("create data_dir", data_dir))?;
        }
        // A command that only checks for a hub holds the lock for an instant: trying again gets past it.
        let mut tries = 0;
        loop {
            match try_lock(data_dir)? {
                Ok(lock) => return Ok(HubLock(lock)),
                Err(pid) if tries >= TRIES => return Err(PlatformError::AlreadyRunning { pid, dir: data_dir.to_owned() }),
                Err(_) => std::thread::sleep(PAUSE),
            }
            tries += 1;
        }
    }

    /// Process id of the hub that works in the folder; `None` if none does.
    pub fn holder(data_dir: &Path) -> Result<Option<i32>, PlatformError> {
        if !data_dir.join(NAME).is_file() {
            return Ok(None);
        }
        Ok(try_lock(data_dir)?.err())
    }
}

const NAME: &str = "hub.lock";
const TRIES: u32 = 10;
const PAUSE: std::time::Duration = std::time::Duration::from_millis(20);

fn try_lock(data_dir: &Path) -> Result<Result<Flock<File>, i32>, PlatformError> {
    let path = data_dir.join(NAME);
    let mut options = OpenOptions::new();
    let opened = options.read(true).write(true).create(true).truncate(false).open(&path);
    let mut file = opened.map_err(PlatformError::io("open", &path))?;
    let mut holder = String::new();
    let _ = file.read_to_string(&mut holder);
    match Flock::lock(file, FlockArg::LockExclusiveNonblock) {
        Ok(mut lock) => {
            note(&mut lock).map_err(PlatformError::io("write", &path))?;
            Ok(Ok(lock))
        }
        Err((_, _)) => Ok(Err(holder.trim().parse().unwrap_or(0))),
    }
}

fn note(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", std::process::id())
}
