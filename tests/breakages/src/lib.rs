//! Which deliberate breakage is switched on.
//!
//! Other crates ask only when they are built with their feature `breakages`. Nothing turns that on but the mutation proof
//! of `tests/simulation`, so no shipped program contains a breakage.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// The hash of the name that is switched on; 0 for none.
static BROKEN: AtomicU64 = AtomicU64::new(0);
/// True once a line has asked for it.
static ASKED: AtomicBool = AtomicBool::new(false);

/// FNV-1a: makes a number of a name without allocating.
const fn hash(name: &str) -> u64 {
    let (bytes, mut hash, mut at) = (name.as_bytes(), 0xcbf2_9ce4_8422_2325_u64, 0);
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    hash
}

/// Switches one breakage on for the whole process; `None` switches all off.
pub fn set(name: Option<&str>) {
    ASKED.store(false, Ordering::SeqCst);
    BROKEN.store(name.map_or(0, hash), Ordering::SeqCst);
}

/// True when this breakage is switched on.
pub fn is(name: &str) -> bool {
    let is_on = BROKEN.load(Ordering::Relaxed) == hash(name);
    if is_on {
        ASKED.store(true, Ordering::Relaxed);
    }
    is_on
}

/// True when a line has asked for the breakage that is switched on. If none does, its name is misspelt.
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
