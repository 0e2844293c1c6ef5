//! Tokens: which batch a message is, as the number that the sender returns with the message's fate.

/// The token of a message whose fate does not matter.
pub(super) const UNTRACKED: u64 = u64::MAX;
/// How many bits of a token are for the batch's first number.
const FIRST_BITS: u32 = 40;

/// The token of the batch that begins with `first`.
pub(super) fn token(index: usize, queue: usize, first: u64) -> u64 {
    // The index of a home in a group fits into 23 bits, the numbers of a run into 40.
    ((index as u64) << (FIRST_BITS + 1)) | ((queue as u64) << FIRST_BITS) | first
}

/// The home, stream and first number in a token.
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
