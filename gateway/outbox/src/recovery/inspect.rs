//! The first look at every file: is it ours, and of a format we read?

use crate::config::MAX_SEGMENTS;
use crate::disk::Disk;
use crate::error::OpenError;
use crate::ledger;
use crate::preamble::{self, FORMAT, Preamble};
use crate::scan::retry;
use crate::segment::{self, HEADER, Id};
use crate::tombstone;

/// A segment file before its records are known.
pub struct FoundFile {
    /// What its name says.
    pub id: Id,
    /// Its length, bytes.
    pub len: u64,
    /// The rank of the opening that its header states, if that is sound.
    pub opening: Option<u64>,
}

/// Looks at every file's first bytes; also returns how many files are none of ours. A newer format ends it here,
/// before anything was touched.
pub fn inspect<D: Disk>(disk: &mut D, names: &[String]) -> Result<(Vec<FoundFile>, usize), OpenError> {
    let (mut files, mut foreign) = (Vec::new(), 0);
    for name in names {
        let head = first_bytes(disk, name)?;
        match Id::from_name(name) {
            Some(id) => {
                let len = retry(|| disk.len(name)).map_err(|source| OpenError::Io { action: "measure a segment", source })?;
                files.push(FoundFile { id, len, opening: segment::read_opening(id, &head) });
            }
            None => foreign += usize::from(name != ledger::NAME && name != ledger::NEXT && tombstone::from_name(name).is_none()),
        }
    }
    if files.len() > MAX_SEGMENTS + 3 {
        return Err(OpenError::TooManySegments { files: files.len(), limit: MAX_SEGMENTS });
    }
    Ok((files, foreign))
}

fn first_bytes<D: Disk>(disk: &mut D, name: &str) -> Result<Vec<u8>, OpenError> {
    let magic = if name.ends_with(".seg") { segment::MAGIC } else { ledger::MAGIC };
    let mut head = vec![0; HEADER];
    // An unreadable head is damage like any other: the file's name says enough to go on.
    let got = retry(|| disk.read_at(name, 0, &mut head)).unwrap_or(0);
    head.truncate(got);
    match preamble::read(magic, &head) {
        Preamble::Newer(version) => Err(OpenError::Newer { file: name.to_owned(), version, supported: FORMAT }),
        _ => Ok(head),
    }
}
