//! How single models deviate from the layout of their characteristic: one row per model.
//!
//! A row is found by the message itself, because a recording has no name of its device: it matches only what the layout
//! does not allow, so that no message of another model is read by it.

/// How the fields after the date differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Quirk {
    /// True if pulse and status are big-endian.
    pub is_big_endian: bool,
    /// True if a user's number follows the pulse, whatever the flags say.
    pub has_user: bool,
}

struct Row {
    /// The flags by which the model is recognised, which no other model sends.
    flags: u8,
    /// The length of the whole message, in bytes.
    bytes: usize,
    quirk: Quirk,
}

/// Blood pressure monitors. Bit 6 of the flags is reserved.
const CUFFS: &[Row] = &[
    // Beurer BM85: the flags deny the user's number, and it is there.
    Row { flags: 0x56, bytes: 19, quirk: Quirk { is_big_endian: true, has_user: true } },
    // The same model without the user's number.
    Row { flags: 0x56, bytes: 18, quirk: Quirk { is_big_endian: true, has_user: false } },
];

/// The quirk of a message from a cuff; usually none.
pub(super) fn of_cuff(payload: &[u8]) -> Quirk {
    let row = CUFFS.iter().find(|row| payload.first() == Some(&row.flags) && payload.len() == row.bytes);
    row.map(|row| row.quirk).unwrap_or_default()
}
