//! The waveforms that somebody looks at; the engine's loop asks before it hands one over.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, RwLock};
use uuid::Uuid;

/// The waveforms that somebody looks at, as stay and kind. A clone shares the same list.
#[derive(Clone, Default)]
pub(super) struct OpenWaveforms(Arc<RwLock<BTreeSet<(Uuid, &'static str)>>>);

impl OpenWaveforms {
    pub(super) fn has(&self, stay: Uuid, kind: &'static str) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).contains(&(stay, kind))
    }

    pub(super) fn set(&self, stay: Uuid, kind: &'static str, is_wanted: bool) {
        let mut wanted = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if is_wanted {
            wanted.insert((stay, kind));
        } else {
            wanted.remove(&(stay, kind));
        }
    }
}
