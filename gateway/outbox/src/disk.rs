//! The few operations that the outbox needs of a disk.
//!
//! Names are plain file names in one folder. What is not synced may be lost,
//! torn or reordered by a power cut: `sync` makes a file's content durable,
//! `sync_dir` makes creations, renames and removals durable. The simulated
//! disk (`sim`, behind the feature of that name) takes every such liberty.

mod real;

pub use real::{RealDisk, RealDiskError};
use std::io;

/// One flat folder of append-only files.
pub trait Disk {
    /// The names of all files.
    fn list(&mut self) -> io::Result<Vec<String>>;
    /// Length of a file, bytes.
    fn len(&mut self, name: &str) -> io::Result<u64>;
    /// Makes an empty file; an existing file of that name is emptied.
    fn create(&mut self, name: &str) -> io::Result<()>;
    /// Writes at the end of a file. After an error any part of `bytes` may have been written.
    fn append(&mut self, name: &str, bytes: &[u8]) -> io::Result<()>;
    /// Reads at `offset`; gives fewer bytes than asked for only at the end of the file.
    fn read_at(&mut self, name: &str, offset: u64, into: &mut [u8]) -> io::Result<usize>;
    /// Cuts a file to `len` bytes.
    fn truncate(&mut self, name: &str, len: u64) -> io::Result<()>;
    /// Makes the content of a file durable.
    fn sync(&mut self, name: &str) -> io::Result<()>;
    /// Renames a file in one step; an existing file `to` is replaced.
    fn rename(&mut self, from: &str, to: &str) -> io::Result<()>;
    /// Removes a file; its bytes are free at once.
    fn remove(&mut self, name: &str) -> io::Result<()>;
    /// Makes creations, renames and removals durable.
    fn sync_dir(&mut self) -> io::Result<()>;
    /// How many more bytes this program can write on the medium.
    fn free_bytes(&mut self) -> io::Result<u64>;
    /// Says that nothing more will be appended to this file.
    fn close(&mut self, _name: &str) {}
}

/// Reads a whole small file, refusing more than `limit` bytes.
pub(crate) fn read_whole<D: Disk>(disk: &mut D, name: &str, limit: u64) -> io::Result<Vec<u8>> {
    let len = disk.len(name)?;
    if len > limit {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "file larger than any this program writes"));
    }
    let mut bytes = vec![0; len as usize];
    let got = disk.read_at(name, 0, &mut bytes)?;
    bytes.truncate(got);
    Ok(bytes)
}
