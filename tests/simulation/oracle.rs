//! What must hold of a world that has lived through its faults. Each check gives what it
//! found, in words.

mod alerts;
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
    promise("every number is held once and is one row", readings::books(world));
    promise("nothing twice, nothing that was never said", readings::foreign(world));
    promise("everything is stored at the instant it was measured", readings::misplaced(world));
    promise("each loss has a cause", readings::unfounded_losses(world));
    promise("each silence of a gateway is on record", readings::unrecorded(world));
    promise("the history of each alert is whole", alerts::broken(world));
    promise("what lasted has an alert", alerts::owed(world));
    promise("an alert has a reading of its own patient behind it", alerts::unfounded(world));
    promise("late is not live", alerts::late_as_live(world));
    promise("an act that was confirmed is kept", alerts::forgotten(world));
    promise("what is over is not shown as going on", alerts::stuck(world));
    promise("the screens show what is stored", alerts::unseen(world).await);
    found
}
