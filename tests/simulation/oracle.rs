//! What must hold of a world after its faults. Each check returns what it found, in words.

mod alerts;
mod history;
mod readings;

pub use readings::accepted;

use crate::promises::{self, Finding};
use crate::world::World;

/// The most findings that are shown of one promise.
const SHOWN: usize = 4;

/// Everything that does not hold in this world.
pub async fn judge(world: &World) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut promise = |kind: &str, broken: Vec<String>| {
        let count = broken.len();
        found.extend(broken.into_iter().take(SHOWN).map(|one| Finding::new(kind, one)));
        if count > SHOWN {
            found.push(Finding::new(kind, format!("and {} more", count - SHOWN)));
        }
    };
    promise(promises::DRAINS, readings::undrained(world));
    promise(promises::ACCEPTED, readings::lost(world));
    for promised in history::promises(world) {
        promise(&promised.kind, promised.found.iter().map(|one| format!("{}: {one}", promised.name)).collect());
    }
    promise(promises::WAITS_FOR_THE_TIME, readings::rashly_placed(world));
    promise(promises::LOSSES_HAVE_A_CAUSE, readings::unfounded_losses(world));
    promise(promises::NOT_CALMED, alerts::calmed(world));
    promise(promises::OF_ITS_PATIENT, alerts::unfounded(world));
    promise(promises::OVER_IS_OVER, alerts::stuck(world));
    promise(promises::TWINS_TOLD, alerts::twins(world));
    promise(promises::SHOWN_IS_STORED, alerts::unseen(world).await);
    found
}
