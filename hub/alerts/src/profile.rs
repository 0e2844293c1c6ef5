//! A profile: the rungs of a stay with what counts of its course, and what may be changed of it by one person, by two, or by
//! nobody.

mod floor;
mod outdated;
mod template;

use crate::course::Course;
use crate::ladder::Ladder;
use crate::limit::{Limit, Limits, Rung, Side};
use hearth_vitals::Vital;

pub(crate) use floor::FLOORS;
pub use floor::{Floor, Unsafe, check};
pub use outdated::{Outdated, made_from, outdated};
pub use template::Template;

/// One weakening by a change: something rings later, less urgently or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakened {
    /// A rung that no rung of the new limits stands for: as near, as soon and as urgent. If all that were set are stood for, one of
    /// those that follow them.
    Rung(Vital, Side, Rung),
    /// A fever no longer follows the pathway of patients without neutrophils.
    FeverPathway,
    /// A saturation of 88 % counts as usual in NEWS2 from now on.
    ScaleTwo,
    /// NEWS2 is not judged any more.
    News2,
}

/// What a change weakens, in the order of vitals. Empty when everything that rang before still rings at least as soon and as
/// urgently.
pub fn weakened(before: (&Limits, &Course), after: (&Limits, &Course)) -> Vec<Weakened> {
    let fever = (before.1.neutropenic && !after.1.neutropenic).then_some(Weakened::FeverPathway);
    let scale_two = (before.1.scale_two.is_none() && after.1.scale_two.is_some()).then_some(Weakened::ScaleTwo);
    let news2 = (before.1.without_news2.is_none() && after.1.without_news2.is_some()).then_some(Weakened::News2);
    weakened_rungs(before.0, after.0).chain(fever).chain(scale_two).chain(news2).collect()
}

fn weakened_rungs<'a>(before: &'a Limits, after: &'a Limits) -> impl Iterator<Item = Weakened> + 'a {
    let sides = before.iter().flat_map(|limit| Side::ALL.into_iter().map(move |side| (limit, side)));
    sides.flat_map(move |(limit, side)| {
        let now = after.get(limit.vital());
        let set = lost(limit, now, side);
        let lost = if set.is_empty() { lost_deeper(limit, now, side) } else { set };
        lost.into_iter().map(move |rung| Weakened::Rung(limit.vital(), side, rung))
    })
}

/// The rungs that somebody set and no new one stands for.
fn lost(before: &Limit, now: Option<&Limit>, side: Side) -> Vec<Rung> {
    let now = now.map_or(&[][..], |limit| limit.rungs(side));
    before.rungs(side).iter().filter(|rung| !now.iter().any(|new| stands_for(side, *new, **rung))).copied().collect()
}

/// The rungs below those that somebody set that the new ladder has further out, or no more. One ladder has them in steps of its
/// last two rungs, so whoever moves one of these moves what is deeper; and each rings anew, so that none stands for two.
fn lost_deeper(before: &Limit, now: Option<&Limit>, side: Side) -> Vec<Rung> {
    let (Some(deepest), Some(old)) = (before.rungs(side).last(), Ladder::of(before, side, 0)) else { return Vec::new() };
    let new = now.and_then(|limit| Ladder::of(limit, side, 0));
    let is_deeper = |rung: &&Rung| if side == Side::Low { rung.edge < deepest.edge } else { rung.edge > deepest.edge };
    let mut new = new.iter().flat_map(Ladder::rungs_of_values).filter(is_deeper);
    let old = old.rungs_of_values().iter().filter(is_deeper);
    old.filter(|rung| !new.next().is_some_and(|new| stands_for(side, *new, **rung))).copied().collect()
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
