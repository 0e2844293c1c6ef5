//! What must hold of a world that has lived through its faults. Each check gives what it
//! found, in words.

mod alerts;
mod history;
mod readings;

pub use readings::accepted;

use crate::world::World;

/// Findings shown of one promise, at most.
const SHOWN: usize = 4;

/// Everything that does not hold.
pub async fn judge(world: &World) -> Vec<String> {
    let mut found = Vec::new();
    let mut promise = |name: &str, broken: Vec<String>| {
        let count = broken.len();
        found.extend(broken.into_iter().take(SHOWN).map(|one| format!("{name}: {one}")));
        if count > SHOWN {
            found.push(format!("{name}: and {} more", count - SHOWN));
        }
    };
    promise("everything drains", readings::undrained(world));
    promise("what was accepted is stored, or its loss is recorded", readings::lost(world));
    for promised in history::promises(world) {
        promise(&promised.name, promised.found);
    }
    promise("readings wait for a clock that is right", readings::rashly_placed(world));
    promise("each loss has a cause", readings::unfounded_losses(world));
    promise("no alert becomes less urgent", alerts::calmed(world));
    promise("an alert has a reading of its own patient behind it", alerts::unfounded(world));
    promise("what is over is not shown as going on", alerts::stuck(world));
    promise("a gateway that runs twice is announced", alerts::twins(world));
    promise("the screens show what is stored", alerts::unseen(world).await);
    found
}
