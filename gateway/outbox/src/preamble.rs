//! The first 16 bytes of every file. They keep this form in all later formats.

use crate::record::u32_at;

/// The format that this program writes, and the newest that it reads.
pub const FORMAT: u32 = 1;
/// Bytes of a preamble.
pub const LEN: usize = 16;

/// What the first bytes of a file show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preamble {
    /// A file of this program's format.
    Current,
    /// A file of a newer format, with its number.
    Newer(u32),
    /// Not a readable preamble.
    Damaged,
}

/// Appends a preamble of this program's format.
pub fn write(magic: [u8; 8], out: &mut Vec<u8>) {
    write_version(magic, FORMAT, out);
}

/// Appends a preamble of any format.
pub fn write_version(magic: [u8; 8], version: u32, out: &mut Vec<u8>) {
    let mut head = [0; 12];
    head[..8].copy_from_slice(&magic);
    head[8..].copy_from_slice(&version.to_le_bytes());
    out.extend_from_slice(&head);
    out.extend_from_slice(&crc32c::crc32c(&head).to_le_bytes());
}

/// Reads a preamble. Thanks to the checksum a flipped bit cannot be taken for a newer format.
pub fn read(magic: [u8; 8], bytes: &[u8]) -> Preamble {
    match bytes.first_chunk::<LEN>() {
        Some(head) if head[..8] == magic && crc32c::crc32c(&head[..12]) == u32_at(head, 12) => match u32_at(head, 8) {
            FORMAT => Preamble::Current,
            version if version > FORMAT => Preamble::Newer(version),
            _ => Preamble::Damaged,
        },
        _ => Preamble::Damaged,
    }
}
