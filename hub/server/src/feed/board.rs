//! The board of dispatch, as the feed keeps it: what is on it, and what changed since the last round.

use super::frame::{Body, item};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The key of the item with the totals of the board.
const WHOLE: &str = "board";

/// An incident or a unit on the board, as the API shows it.
#[derive(Debug, Clone, PartialEq)]
pub enum Thing {
    /// An incident that is not closed.
    Incident(Value),
    /// A unit, as the API shows it.
    Unit(Value),
}

/// Totals of the board.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Whole {
    /// How many more incidents are not closed and have no room on the board.
    pub left_off: u64,
    /// False while the board cannot be read: what is shown is as of before.
    pub current: bool,
}

/// Everything on the board.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Things {
    /// Totals of the board.
    pub whole: Whole,
    /// Incidents and units, by their id.
    pub things: BTreeMap<Uuid, Thing>,
}

/// Ids that changed since the last round; `None` stands for the totals.
pub(super) type Others = BTreeSet<Option<Uuid>>;

impl Things {
    /// Ids of what is new, changed or gone since `before`; every id if there was no board before.
    pub(super) fn others(&self, before: Option<&Things>) -> Others {
        let known = |id: &Uuid| before.and_then(|before| before.things.get(id));
        let gone = before.into_iter().flat_map(|before| before.things.keys()).filter(|id| !self.things.contains_key(id));
        let other = self.things.iter().filter(|(id, one)| known(id) != Some(one)).map(|(id, _)| id);
        let whole = (before.map(|before| &before.whole) != Some(&self.whole)).then_some(None);
        gone.chain(other).map(|id| Some(*id)).chain(whole).collect()
    }

    /// The item of one id (or of the totals) at a position; of what is no longer there, that it is gone.
    pub(super) fn item(&self, id: Option<Uuid>, version: u64) -> String {
        let Some(id) = id else { return item(WHOLE, version, Body::Board, &self.whole) };
        match self.things.get(&id) {
            Some(Thing::Incident(incident)) => item(&id.to_string(), version, Body::Incident, incident),
            Some(Thing::Unit(unit)) => item(&id.to_string(), version, Body::Unit, unit),
            None => item(&id.to_string(), version, Body::Gone, &true),
        }
    }

    /// Every item of the board and its totals, each encoded for the feed.
    pub(super) fn items(&self, version: u64) -> Vec<String> {
        let all = self.things.keys().map(|id| Some(*id));
        std::iter::once(None).chain(all).map(|id| self.item(id, version)).collect()
    }
}
