//! What memory and store may differ in.

use std::collections::BTreeSet;
use uuid::Uuid;

/// What has to be read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reload {
    /// What changed of bindings, limits and episodes since the version that is known.
    Changes,
    /// All of it.
    Everything,
    /// All of it, and the alerts of these episodes.
    Episodes(BTreeSet<Uuid>),
}

impl Reload {
    /// What covers both.
    pub fn and(self, other: Reload) -> Reload {
        match (self, other) {
            (Reload::Episodes(mut before), Reload::Episodes(ids)) => {
                before.extend(ids);
                Reload::Episodes(before)
            }
            (before @ Reload::Episodes(_), _) | (before, Reload::Changes) => before,
            (_, what) => what,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_has_to_be_read_again_is_forgotten() {
        let episodes = |ids: &[u128]| Reload::Episodes(ids.iter().copied().map(Uuid::from_u128).collect());
        for (one, other, both) in [
            (Reload::Changes, Reload::Changes, Reload::Changes),
            (Reload::Changes, Reload::Everything, Reload::Everything),
            (Reload::Everything, episodes(&[1]), episodes(&[1])),
            (episodes(&[1]), episodes(&[2]), episodes(&[1, 2])),
        ] {
            assert_eq!(one.clone().and(other.clone()), both);
            assert_eq!(other.and(one), both);
        }
    }
}
