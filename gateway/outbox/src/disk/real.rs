//! A folder of the file system, locked against a second process.

use super::Disk;
use std::collections::HashMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Name of the lock file, which is empty.
const LOCK: &str = "lock";
/// How many files are kept open for reading.
const READERS: usize = 6;

/// Why the folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RealDiskError {
    /// Another process has the folder open.
    #[error("the outbox in {0} is open in another process: stop that one first")]
    Locked(PathBuf),
    /// The file system refused.
    #[error("cannot open the outbox folder {folder}: {source}")]
    Io {
        /// Path of the folder.
        folder: PathBuf,
        /// What the file system said.
        source: io::Error,
    },
}

/// A [`Disk`] in a folder of its own. It stays locked as long as this value lives.
#[derive(Debug)]
pub struct RealDisk {
    root: PathBuf,
    folder: File,
    /// Files being written stay open: if a file were opened anew for its fsync, an error that was already reported to the
    /// old handle would not be reported again.
    writers: HashMap<String, File>,
    readers: Vec<(String, File)>,
    _lock: File,
}

impl RealDisk {
    /// Makes the folder if need be (readable by its owner only) and locks it.
    pub fn open(root: impl Into<PathBuf>) -> Result<RealDisk, RealDiskError> {
        let root = root.into();
        match Self::try_open(&root) {
            Ok(disk) => Ok(disk),
            Err(TryLockError::WouldBlock) => Err(RealDiskError::Locked(root)),
            Err(TryLockError::Error(source)) => Err(RealDiskError::Io { folder: root, source }),
        }
    }

    fn try_open(root: &Path) -> Result<RealDisk, TryLockError> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(root).map_err(TryLockError::Error)?;
        let options = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(root.join(LOCK));
        let lock = options.map_err(TryLockError::Error)?;
        lock.try_lock()?;
        let folder = File::open(root).map_err(TryLockError::Error)?;
        Ok(RealDisk { root: root.to_path_buf(), folder, writers: HashMap::new(), readers: Vec::new(), _lock: lock })
    }

    fn writer(&mut self, name: &str) -> io::Result<&File> {
        if !self.writers.contains_key(name) {
            let file = OpenOptions::new().append(true).open(self.root.join(name))?;
            self.writers.insert(name.to_owned(), file);
        }
        self.writers.get(name).ok_or_else(|| ErrorKind::NotFound.into())
    }

    fn reader(&mut self, name: &str) -> io::Result<&File> {
        if let Some(at) = self.readers.iter().position(|open| open.0 == name) {
            self.readers[..=at].rotate_right(1);
        } else {
            let file = File::open(self.root.join(name))?;
            self.readers.truncate(READERS - 1);
            self.readers.insert(0, (name.to_owned(), file));
        }
        self.readers.first().map(|open| &open.1).ok_or_else(|| ErrorKind::NotFound.into())
    }

    fn forget(&mut self, name: &str) {
        self.writers.remove(name);
        self.readers.retain(|open| open.0 != name);
    }
}

impl Disk for RealDisk {
    fn list(&mut self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.root)? {
            // A name that is not UTF-8 is not one of ours.
            if let Ok(name) = entry?.file_name().into_string()
                && name != LOCK
            {
                names.push(name);
            }
        }
        Ok(names)
    }

    fn len(&mut self, name: &str) -> io::Result<u64> {
        Ok(fs::metadata(self.root.join(name))?.len())
    }

    fn create(&mut self, name: &str) -> io::Result<()> {
        self.forget(name);
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(self.root.join(name))?;
        self.writer(name).map(drop)
    }

    fn append(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        io::Write::write_all(&mut self.writer(name)?, bytes)
    }

    fn read_at(&mut self, name: &str, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        let file = self.reader(name)?;
        let mut got = 0;
        while got < into.len() {
            match file.read_at(&mut into[got..], offset + got as u64) {
                Ok(0) => break,
                Ok(count) => got += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(got)
    }

    fn truncate(&mut self, name: &str, len: u64) -> io::Result<()> {
        self.writer(name)?.set_len(len)
    }

    fn sync(&mut self, name: &str) -> io::Result<()> {
        self.writer(name)?.sync_data()
    }

    fn rename(&mut self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.root.join(from), self.root.join(to))?;
        self.forget(from);
        self.forget(to);
        Ok(())
    }

    fn remove(&mut self, name: &str) -> io::Result<()> {
        self.forget(name);
        fs::remove_file(self.root.join(name))
    }

    fn sync_dir(&mut self) -> io::Result<()> {
        self.folder.sync_all()
    }

    fn free_bytes(&mut self) -> io::Result<u64> {
        let stat = nix::sys::statvfs::statvfs(&self.root)?;
        // On a 32-bit board both factors are 32 bits wide, and their product would overflow.
        let bytes = u128::from(stat.blocks_available()) * u128::from(stat.fragment_size());
        Ok(u64::try_from(bytes).unwrap_or(u64::MAX))
    }

    fn close(&mut self, name: &str) {
        self.writers.remove(name);
    }
}
