//! Files and folders of the embedded parts: owned by who needs them, readable by no one
//! else, replaced whole.

use super::account::Account;
use super::error::PlatformError;
use nix::fcntl::{Flock, FlockArg};
use std::fs;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// Makes a folder with this mode, owned by `owner`; mends mode and owner if it exists.
pub fn folder(path: &Path, mode: u32, owner: &Account) -> Result<(), PlatformError> {
    if !path.is_dir() {
        fs::DirBuilder::new().recursive(true).mode(mode).create(path).map_err(PlatformError::io("create folder", path))?;
    }
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).map_err(PlatformError::io("set the mode of", path))?;
    owner.own(path)
}

/// Waits until no other process holds this file, and holds it until what is returned is dropped.
pub fn lock(path: &Path) -> std::io::Result<Flock<fs::File>> {
    let file = fs::File::options().create(true).truncate(false).write(true).open(path)?;
    Flock::lock(file, FlockArg::LockExclusive).map_err(|(_, errno)| errno.into())
}

/// Holds this file, if no other process does.
///
/// # Errors
/// What the system says; `WouldBlock` while another one holds it.
pub fn try_lock(path: &Path) -> std::io::Result<Flock<fs::File>> {
    let file = fs::File::options().create(true).truncate(false).write(true).open(path)?;
    Flock::lock(file, FlockArg::LockExclusiveNonblock).map_err(|(_, errno)| errno.into())
}

/// Replaces a file whole, mode 0600: a reader finds the old or the new one, even after a power cut.
pub fn replace(path: &Path, text: &str, owner: &Account) -> Result<(), PlatformError> {
    let fresh = path.with_extension("new");
    write_private(&fresh, text).map_err(PlatformError::io("write", &fresh))?;
    owner.own(&fresh)?;
    fs::rename(&fresh, path).map_err(PlatformError::io("replace", path))?;
    sync_folder(path)
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    // A left-over of a crash may belong to another mode: start afresh.
    let _ = fs::remove_file(path);
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn sync_folder(path: &Path) -> Result<(), PlatformError> {
    let Some(folder) = path.parent() else { return Ok(()) };
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(PlatformError::io("sync", folder))
}

/// Reads a file that need not exist.
pub fn read_if_there(path: &Path) -> Result<Option<String>, PlatformError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(PlatformError::io("read", path)(error)),
    }
}

/// Reads a password that stands alone in a file.
pub fn read_secret(path: &Path) -> Result<String, PlatformError> {
    let text = fs::read_to_string(path).map_err(PlatformError::io("read", path))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// Percent-encodes everything that has a meaning in a URL.
pub fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}
