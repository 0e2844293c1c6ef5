//! What memory and store may differ in.

use std::collections::BTreeSet;
use uuid::Uuid;

/// What has to be read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reload {
    /// What changed of bindings, limits and episodes since the version that is known.
    Changes,
    /// All of it.
    Everything,
    /// All of it, and the alerts of these episodes.
    Episodes(BTreeSet<Uuid>),
}
