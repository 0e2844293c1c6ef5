//! A profile: the rungs of a stay with what counts of its course, and what may be changed of it by one person, by two, or by
//! nobody.

mod floor;
mod template;

use crate::course::Course;
use crate::limit::{Limits, Rung, Side};
use hearth_vitals::Vital;

pub(crate) use floor::FLOORS;
pub use floor::{Floor, Unsafe, check};
pub use template::Template;

/// One weakening by a change: something rings later, less urgently or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakened {
    /// A rung that no rung of the new limits stands for: as near, as soon and as urgent.
    Rung(Vital, Side, Rung),
    /// A fever no longer follows the pathway of patients without neutrophils.
    FeverPathway,
    /// A saturation of 88 % counts as usual in NEWS2 from now on.
    ScaleTwo,
}

/// What a change weakens, in the order of vitals. Empty when everything that rang before still rings at least as soon and as
/// urgently.
pub fn weakened(before: (&Limits, &Course), after: (&Limits, &Course)) -> Vec<Weakened> {
    let fever = (before.1.neutropenic && !after.1.neutropenic).then_some(Weakened::FeverPathway);
    let scale_two = (before.1.scale_two.is_none() && after.1.scale_two.is_some()).then_some(Weakened::ScaleTwo);
    weakened_rungs(before.0, after.0).chain(fever).chain(scale_two).collect()
}

fn weakened_rungs<'a>(before: &'a Limits, after: &'a Limits) -> impl Iterator<Item = Weakened> + 'a {
    let sides = before.iter().flat_map(|limit| Side::ALL.into_iter().map(move |side| (limit.vital(), side, limit.rungs(side))));
    sides.flat_map(move |(vital, side, rungs)| {
        let now = after.get(vital).map_or(&[][..], |limit| limit.rungs(side));
        let lost = rungs.iter().filter(move |rung| !now.iter().any(|new| stands_for(side, *new, **rung)));
        lost.map(move |rung| Weakened::Rung(vital, side, *rung))
    })
}

/// True when whatever completes the old rung completes the new one no later, and is told no less urgently.
fn stands_for(side: Side, new: Rung, old: Rung) -> bool {
    let is_as_near = match side {
        Side::Low => new.edge >= old.edge,
        Side::High => new.edge <= old.edge,
    };
    is_as_near && new.for_s <= old.for_s && new.priority >= old.priority
}

#[cfg(test)]
mod tests;
