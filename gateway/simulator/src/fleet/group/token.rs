//! Which batch a message is, as the number that comes back with its fate.

/// A message whose fate does not matter.
pub(super) const UNTRACKED: u64 = u64::MAX;
/// Bits of a token that hold the batch's first number.
const FIRST_BITS: u32 = 40;

/// The token of the batch that begins with `first`.
pub(super) fn token(index: usize, lane: usize, first: u64) -> u64 {
    // Homes of a group fit 23 bits, numbers of one run fit 40.
    ((index as u64) << (FIRST_BITS + 1)) | ((lane as u64) << FIRST_BITS) | first
}

/// Home, stream and first number of a token.
pub(super) fn untoken(token: u64) -> (usize, usize, u64) {
    ((token >> (FIRST_BITS + 1)) as usize, (token >> FIRST_BITS & 1) as usize, token & ((1 << FIRST_BITS) - 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fleet::member::{EVENTS, NUMERICS};

    #[test]
    fn a_token_names_home_stream_and_number() {
        for case in [(0, EVENTS, 0), (9_999, NUMERICS, 123_456_789_012), (1, EVENTS, (1 << FIRST_BITS) - 1)] {
            assert_eq!(untoken(token(case.0, case.1, case.2)), case);
        }
    }
}
