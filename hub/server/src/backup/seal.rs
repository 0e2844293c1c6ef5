//! The seal at the end of a backup: a digest of each part, of the whole, and of this list.
//!
//! ```text
//! tar of the parts | {"parts": [...], "bytes": n, "sha256": "..."} | HEARTHSEAL1 length digest-of-the-list
//! ```
//! `tar` reads no further than its own end, so the file is still an ordinary one to look into.
//! The last line has a fixed length: whatever is cut off, added or changed, it is not found, or
//! does not fit.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::{self, Read, Seek, SeekFrom};

const MARK: &str = "HEARTHSEAL1";
/// Length of the last line: mark, ten digits, sixty-four of a digest, two blanks and a line feed.
const LAST_LINE: u64 = 11 + 1 + 10 + 1 + 64 + 1;
/// The longest list that is read, bytes; one of three parts has some hundred.
const LIST_BYTES_MAX: u64 = 64 << 10;

/// One part of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its name in the `tar`.
    pub name: String,
    /// Offset of its first byte in the file.
    pub offset: u64,
    /// Length of the part, bytes.
    pub bytes: u64,
    /// SHA-256 of the part, in hexadecimal.
    pub sha256: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    parts: Vec<Part>,
    bytes: u64,
    sha256: String,
}

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum Flaw {
    /// There is no seal: the file is of an older format, was cut off or added to, or is no backup.
    #[error("its seal is missing or damaged: the file was cut off, added to, or changed at its end")]
    NoSeal,
    /// The list of parts was changed.
    #[error("its list of parts is damaged")]
    List,
    /// The file is longer or shorter than its list says.
    #[error("it was cut off or added to: {found} bytes where {expected} were written")]
    Length {
        /// Bytes that there are.
        found: u64,
        /// Bytes that there should be.
        expected: u64,
    },
    /// A part was changed.
    #[error("its part '{0}' is damaged")]
    Part(String),
    /// Something between the parts was changed.
    #[error("it is damaged between its parts")]
    Between,
    /// The file cannot be read.
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
}

/// The seal of a `tar` with these parts, in their order; `sizes` in bytes.
///
/// # Errors
/// What the disk says.
pub fn of(tar: &mut (impl Read + Seek), sizes: &[(&str, u64)]) -> io::Result<(Vec<u8>, Vec<Part>)> {
    const BLOCK: u64 = 512;
    let mut parts = Vec::new();
    let mut at = 0;
    for (name, bytes) in sizes {
        let offset = at + BLOCK;
        let sha256 = digest(tar, offset, *bytes)?;
        parts.push(Part { name: (*name).to_owned(), offset, bytes: *bytes, sha256 });
        at = offset + bytes.div_ceil(BLOCK) * BLOCK;
    }
    let bytes = tar.seek(SeekFrom::End(0))?;
    let list = List { sha256: digest(tar, 0, bytes)?, bytes, parts: parts.clone() };
    let text = serde_json::to_vec(&list)?;
    let last = format!("{MARK} {:010} {}\n", text.len(), hex(Sha256::digest(&text).as_slice()));
    Ok(([text, last.into_bytes()].concat(), parts))
}

/// Checks a sealed file from end to end.
///
/// # Errors
/// [`Flaw`], which names the part.
pub fn verify(file: &mut (impl Read + Seek)) -> Result<(), Flaw> {
    let found = file.seek(SeekFrom::End(0))?;
    let list = list(file, found)?;
    let expected = list.0.bytes + list.1 + LAST_LINE;
    if found != expected {
        return Err(Flaw::Length { found, expected });
    }
    if digest(file, 0, list.0.bytes)? == list.0.sha256 {
        return Ok(());
    }
    for part in list.0.parts {
        if digest(file, part.offset, part.bytes)? != part.sha256 {
            return Err(Flaw::Part(part.name));
        }
    }
    Err(Flaw::Between)
}

/// The list and its length.
fn list(file: &mut (impl Read + Seek), end: u64) -> Result<(List, u64), Flaw> {
    let last_at = end.checked_sub(LAST_LINE).ok_or(Flaw::NoSeal)?;
    let last = String::from_utf8(bytes(file, last_at, LAST_LINE)?).map_err(|_| Flaw::NoSeal)?;
    let words: Vec<&str> = last.strip_suffix('\n').ok_or(Flaw::NoSeal)?.split(' ').collect();
    let [MARK, length, expected] = words[..] else { return Err(Flaw::NoSeal) };
    let all_digits = length.bytes().all(|byte| byte.is_ascii_digit());
    let length: u64 = length.parse().ok().filter(|length| all_digits && *length <= LIST_BYTES_MAX).ok_or(Flaw::NoSeal)?;
    let text = bytes(file, last_at.checked_sub(length).ok_or(Flaw::NoSeal)?, length)?;
    if hex(Sha256::digest(&text).as_slice()) != expected {
        return Err(Flaw::List);
    }
    Ok((serde_json::from_slice(&text).map_err(|_| Flaw::List)?, length))
}

fn bytes(file: &mut (impl Read + Seek), from: u64, count: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(from))?;
    let mut read = Vec::new();
    file.take(count).read_to_end(&mut read)?;
    Ok(read)
}

/// SHA-256 of a stretch, in hexadecimal.
///
/// # Errors
/// What the disk says.
pub fn digest(file: &mut (impl Read + Seek), from: u64, count: u64) -> io::Result<String> {
    file.seek(SeekFrom::Start(from))?;
    let mut hasher = Sha256::new();
    let mut rest = file.take(count);
    let mut buffer = vec![0; 64 << 10];
    loop {
        match rest.read(&mut buffer)? {
            0 => return Ok(hex(hasher.finalize().as_slice())),
            count => hasher.update(&buffer[..count]),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;
    use std::process::Command;

    /// A file as the backup writes it, by the real `tar`.
    fn sealed() -> (Vec<u8>, Vec<Part>) {
        let folder = tempfile::tempdir().unwrap();
        let contents: [(&str, Vec<u8>); 3] = [
            ("manifest.json", b"{\"format\":2}".to_vec()),
            ("broker-passwords", b"home-0001:$7$abc\n".repeat(40)),
            ("database.dump", (0..2_500_u32).map(|n| (n * 31 % 251) as u8).collect()),
        ];
        for (name, bytes) in &contents {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        let names = contents.iter().map(|(name, _)| *name);
        let output = Command::new("tar").current_dir(folder.path()).args(["--format=gnu", "-cf", "-"]).args(names).output().unwrap();
        let mut tar = Cursor::new(output.stdout);
        let sizes: Vec<(&str, u64)> = contents.iter().map(|(name, bytes)| (*name, bytes.len() as u64)).collect();
        let (seal, parts) = of(&mut tar, &sizes).unwrap();
        for (part, (_, bytes)) in parts.iter().zip(&contents) {
            assert_eq!(part.sha256, hex(Sha256::digest(bytes).as_slice()), "the range is that of {}", part.name);
        }
        ([tar.into_inner(), seal].concat(), parts)
    }

    #[test]
    fn a_flipped_bit_anywhere_is_seen_and_told_with_its_part() {
        let (good, parts) = sealed();
        verify(&mut Cursor::new(&good)).unwrap();
        let tar = good.len() - good.iter().rev().skip(1).position(|byte| *byte == 0).unwrap();
        // Every byte of what is not filling, every thirteenth of that; each bit in turn.
        for at in (0..good.len()).filter(|at| at % 13 == 0 || *at > tar) {
            let mut bad = good.clone();
            bad[at] ^= 1 << (at % 8);
            let flaw = verify(&mut Cursor::new(&bad)).expect_err(&format!("byte {at}"));
            let of = parts.iter().find(|part| (part.offset..part.offset + part.bytes).contains(&(at as u64)));
            match of {
                Some(part) => assert!(matches!(&flaw, Flaw::Part(name) if *name == part.name), "byte {at}: {flaw}"),
                None => assert!(matches!(flaw, Flaw::Between | Flaw::List | Flaw::NoSeal), "byte {at}: {flaw}"),
            }
        }
    }

    #[test]
    fn a_file_that_was_cut_off_or_added_to_is_refused() {
        let (good, _) = sealed();
        for length in (0..good.len()).step_by(97).chain([good.len() - 1]) {
            verify(&mut Cursor::new(&good[..length])).expect_err("cut off");
        }
        let last = good[good.len() - LAST_LINE as usize..].to_vec();
        for more in [b"\n".to_vec(), vec![0; 512], last, good.clone()] {
            verify(&mut Cursor::new([good.clone(), more].concat())).expect_err("added to");
        }
        let longer = [b"x".to_vec(), good].concat();
        assert!(matches!(verify(&mut Cursor::new(longer)).unwrap_err(), Flaw::Length { .. }));
    }
}
