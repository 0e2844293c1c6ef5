//! The board of dispatch, as the feed keeps it: what is on it, and what is another since the last round.

use super::frame::{Body, item};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The key of the item that says what the board as a whole is.
const WHOLE: &str = "board";

/// Something on the board, as the API shows it.
#[derive(Debug, Clone, PartialEq)]
pub enum Thing {
    /// An incident that is not closed.
    Incident(Value),
    /// A unit.
    Unit(Value),
}

/// What the board as a whole is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Whole {
    /// So many more incidents are not closed, and not on the board.
    pub left_off: u64,
    /// False once it could not be read any more: what is shown is as of before.
    pub current: bool,
}

/// Everything on the board.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Things {
    /// What it is as a whole.
    pub whole: Whole,
    /// By id.
    pub things: BTreeMap<Uuid, Thing>,
}

/// What is another since the last round; `None` is the board as a whole.
pub(super) type Others = BTreeSet<Option<Uuid>>;

impl Things {
    /// What it has that the board before it had not, or otherwise; all of it where there was none.
    pub(super) fn others(&self, before: Option<&Things>) -> Others {
        let known = |id: &Uuid| before.and_then(|before| before.things.get(id));
        let gone = before.into_iter().flat_map(|before| before.things.keys()).filter(|id| !self.things.contains_key(id));
        let other = self.things.iter().filter(|(id, one)| known(id) != Some(one)).map(|(id, _)| id);
        let whole = (before.map(|before| &before.whole) != Some(&self.whole)).then_some(None);
        gone.chain(other).map(|id| Some(*id)).chain(whole).collect()
    }

    /// One of them at a position; of what is not there any more, that it is gone.
    pub(super) fn item(&self, id: Option<Uuid>, version: u64) -> String {
        let Some(id) = id else { return item(WHOLE, version, Body::Board, &self.whole) };
        match self.things.get(&id) {
            Some(Thing::Incident(incident)) => item(&id.to_string(), version, Body::Incident, incident),
            Some(Thing::Unit(unit)) => item(&id.to_string(), version, Body::Unit, unit),
            None => item(&id.to_string(), version, Body::Gone, &true),
        }
    }

    /// All of them.
    pub(super) fn items(&self, version: u64) -> Vec<String> {
        let all = self.things.keys().map(|id| Some(*id));
        std::iter::once(None).chain(all).map(|id| self.item(id, version)).collect()
    }
}
