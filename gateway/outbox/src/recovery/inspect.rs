//! The first look at every file: does it belong to the outbox, and can this program read its format?

use crate::config::MAX_SEGMENTS;
use crate::disk::Disk;
use crate::error::OpenError;
use crate::ledger;
use crate::preamble::{self, FORMAT, Preamble};
use crate::scan::retry;
use crate::segment::{self, HEADER, Id};
use crate::tombstone;

/// A segment file whose records have not been read yet.
pub struct FoundFile {
    /// What its name says.
    pub id: Id,
    /// Its length, bytes.
    pub len: u64,
    /// The rank of the opening, from its header; `None` if the header is damaged.
    pub opening: Option<u64>,
}

/// Looks at the first bytes of every file, and counts the files that are not the outbox's own. An error when a file is of
/// a newer format; until then nothing has been changed.
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
    // A head that cannot be read is damage like any other; the name of the file is enough to go on.
    let got = retry(|| disk.read_at(name, 0, &mut head)).unwrap_or(0);
    head.truncate(got);
    match preamble::read(magic, &head) {
        Preamble::Newer(version) => Err(OpenError::Newer { file: name.to_owned(), version, supported: FORMAT }),
        _ => Ok(head),
    }
}
