//! Which deliberate breakage is on.
//!
//! The rooms ask it only where they are built with their feature `breakages`, which nothing but
//! the mutation proof of `tests/simulation` turns on: no shipped program holds a breakage.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// The hash of the name that is on; 0 is none.
static BROKEN: AtomicU64 = AtomicU64::new(0);
/// Some line asked for it.
static ASKED: AtomicBool = AtomicBool::new(false);

/// FNV-1a: a name becomes a number without memory.
const fn hash(name: &str) -> u64 {
    let (bytes, mut hash, mut at) = (name.as_bytes(), 0xcbf2_9ce4_8422_2325_u64, 0);
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    hash
}

/// Turns one on, in the whole process; `None` mends all.
pub fn set(name: Option<&str>) {
    ASKED.store(false, Ordering::SeqCst);
    BROKEN.store(name.map_or(0, hash), Ordering::SeqCst);
}

/// Is it on?
pub fn is(name: &str) -> bool {
    let is_on = BROKEN.load(Ordering::Relaxed) == hash(name);
    if is_on {
        ASKED.store(true, Ordering::Relaxed);
    }
    is_on
}

/// Did a line ask for the one that is on? If none does, its name is misspelt.
pub fn was_asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_is_one_that_no_line_asks_for() {
        set(Some("misspelt"));
        assert!(!is("misspelled") && !was_asked());
        assert!(is("misspelt") && was_asked());
        set(None);
        assert!(!is("misspelt") && !was_asked());
    }
}
