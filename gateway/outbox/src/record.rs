//! One record on disk: 16 bytes of head, then the payload. The head of the crate describes the layout.

/// The largest number of bytes in a payload.
pub const MAX_PAYLOAD: usize = 64 * 1024;
/// The number of bytes before the payload.
pub const HEAD: usize = 16;
/// In the place of a record's length this marks the seal that ends a finished segment.
const SEAL: u32 = u32::MAX;

/// What was found at an offset of a segment.
#[derive(Debug, PartialEq, Eq)]
pub enum Parsed<'a> {
    /// An intact record was found.
    Record {
        /// Number of the record in its stream.
        seq: u64,
        /// Bytes of the record, without its head.
        payload: &'a [u8],
    },
    /// The seal, with the number after the segment's last record.
    Seal(u64),
    /// Plausible so far, but this many bytes are needed to tell.
    Short(usize),
    /// The bytes are neither a record nor a seal.
    Bad,
}

/// Where a stream's checksums start. It differs between streams, so that a stale block of another stream is never taken
/// for a record of this one.
pub fn seed(generation: u64, class: u8) -> u32 {
    crc32c::crc32c_append(crc32c::crc32c(&generation.to_le_bytes()), &[class])
}

/// Appends a record to `out`.
pub fn encode(seed: u32, seq: u64, payload: &[u8], out: &mut Vec<u8>) {
    put(seed, payload.len() as u32, seq, payload, out);
}

/// Appends a seal to `out`.
pub fn encode_seal(seed: u32, end: u64, out: &mut Vec<u8>) {
    put(seed, SEAL, end, &[], out);
}

fn put(seed: u32, len: u32, seq: u64, payload: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(&checksum(seed, len, seq, payload).to_le_bytes());
    out.extend_from_slice(&len.to_le_bytes());
    out.extend_from_slice(&seq.to_le_bytes());
    out.extend_from_slice(payload);
}

fn checksum(seed: u32, len: u32, seq: u64, payload: &[u8]) -> u32 {
    #[cfg(feature = "breakages")]
    if hearth_breakages::is("ignore_checksum") {
        return 0;
    }
    let crc = crc32c::crc32c_append(seed, &len.to_le_bytes());
    crc32c::crc32c_append(crc32c::crc32c_append(crc, &seq.to_le_bytes()), payload)
}

/// The number in a record's head, without a check: a quick look before the checksum is computed.
pub fn peek_seq(bytes: &[u8]) -> u64 {
    u64_at(bytes, 8)
}

/// Reads the record or seal at the start of `bytes`.
pub fn parse(seed: u32, bytes: &[u8]) -> Parsed<'_> {
    if bytes.len() < HEAD {
        return Parsed::Short(HEAD);
    }
    let (crc, len, seq) = (u32_at(bytes, 0), u32_at(bytes, 4), u64_at(bytes, 8));
    if len == SEAL {
        return if checksum(seed, len, seq, &[]) == crc { Parsed::Seal(seq) } else { Parsed::Bad };
    }
    if len == 0 || len as usize > MAX_PAYLOAD {
        return Parsed::Bad;
    }
    match bytes.get(HEAD..HEAD + len as usize) {
        None => Parsed::Short(HEAD + len as usize),
        Some(payload) if checksum(seed, len, seq, payload) == crc => Parsed::Record { seq, payload },
        Some(_) => Parsed::Bad,
    }
}

/// True when these last 16 bytes of a segment are a seal with one damaged field, so that no record was lost there.
pub fn is_damaged_seal(seed: u32, end: u64, bytes: &[u8]) -> bool {
    let whole = [checksum(seed, SEAL, end, &[]) == u32_at(bytes, 0), u32_at(bytes, 4) == SEAL, u64_at(bytes, 8) == end];
    bytes.len() == HEAD && whole.iter().filter(|right| **right).count() >= 2
}

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |chunk| u32::from_le_bytes(*chunk))
}

pub(crate) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |chunk| u64::from_le_bytes(*chunk))
}
