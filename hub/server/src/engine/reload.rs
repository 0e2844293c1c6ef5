//! Parts in which memory and store may differ.

use std::collections::BTreeSet;
use uuid::Uuid;

/// What has to be read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reload {
    /// What changed of bindings, limits and episodes since the version that is known.
    Changes,
    /// Everything that the loop reads from the store.
    Everything,
    /// Everything, and the alerts of these episodes as well.
    Episodes(BTreeSet<Uuid>),
}

impl Reload {
    /// The smallest reload that covers both.
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
