//! Which stretches of what is past a vital went through by turns.

use super::channel::Source;
use crate::limit::Side;
use hearth_vitals::{Vital, WallMs};

/// The most stretches of one look at what is past that are noted because a vital went by turns in them: two vitals for as far back as
/// scores are kept.
const TURNS_MAX: usize = 192;

/// Where a vital went by turns, as far as its values have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Turn {
    whose: (Source, Vital, Side),
    /// The end of the stretch.
    until: WallMs,
    /// By how many values it was judged.
    values: usize,
}

/// The stretches in whose late values a vital was beyond an urgent rung by turns. Values are kept for a quarter of an hour, and a
/// backlog is longer, so it is noted as they come; of two versions the one of more values counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Turns(Vec<Turn>);

impl Turns {
    pub fn note(&mut self, whose: (Source, Vital, Side), until: WallMs, values: usize, goes_by_turns: bool) {
        let known = self.0.iter().position(|turn| turn.whose == whose && turn.until == until);
        if known.is_some_and(|place| self.0[place].values > values) {
            return;
        }
        if let Some(place) = known {
            self.0.remove(place);
        }
        if goes_by_turns {
            if self.0.len() == TURNS_MAX {
                self.0.remove(0);
            }
            self.0.push(Turn { whose, until, values });
        }
    }

    pub fn contains(&self, vital: Vital, side: Side, until: WallMs) -> bool {
        self.0.iter().any(|turn| (turn.whose.1, turn.whose.2, turn.until) == (vital, side, until))
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }
}
