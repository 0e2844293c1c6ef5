//! Files that belong to root alone: written whole, never readable by others, not even for a moment.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

/// Replaces a file whole, mode 0600, in a folder that is made if it is missing.
///
/// # Errors
/// The file and what the system says, in words.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(".part");
    let fresh = Path::new(&fresh);
    let done = || -> std::io::Result<()> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        }
        // A left-over of a crash may have another mode, so it is removed first.
        let _ = fs::remove_file(fresh);
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(fresh)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(fresh, path)?;
        fs::File::open(folder)?.sync_all()
    };
    done().map_err(|error| format!("{} cannot be written ({error}); free the disk, or mend the folder's rights", path.display()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn what_is_private_is_readable_by_its_owner_alone_also_in_the_place_of_a_file_that_was_not() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("new/gateway.key");
        super::write(&path, b"one").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        super::write(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}
