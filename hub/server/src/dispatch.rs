//! The room of dispatch: it writes down what the passing of time changes in incidents, shows the board on every screen, and
//! raises alerts about incidents.
//!
//! Level-triggered: deadlines are steps in the store, so that a look that a stopped hub missed is made up for by the next one.
//! What people do to incidents goes through the API; both decide by `hearth_care::dispatch`, one after the other. One loop
//! ([`task`]) looks each second, and at once when somebody has done something: it writes what time has made of the incidents, shows
//! the board to the screens, and says what is wrong for the loop that raises the hub's own alerts.
//!
//! [`board`] and [`words`] are pure.

mod board;
mod task;
mod words;

use crate::engine::found::Found;
use crate::feed::Feed;
use hearth_alerts::StaffId;
use hearth_care::dispatch::UnitId;
use hearth_care::dispatch::unit::{CREW_MAX, UNITS_MAX};
use hearth_store::Store;
use hearth_store::dispatch::UnitRow;
use hearth_vitals::{MonoMs, WallMs};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;
use tokio::sync::watch::Sender;

/// The parts that the loop is given at the start.
pub struct Parts {
    /// The store with incidents and units.
    pub store: Store,
    /// The feed, which shows the board.
    pub feed: Feed,
    /// Where it reports what has to ring.
    pub found: Found,
    /// True where an alert that climbs to the dispatcher opens an incident by itself.
    pub opens_incident: bool,
    /// Wakes the loop after a change of an incident, unit or crew.
    pub dispatch: DispatchHandle,
    /// When it last looked; read by the watchdog that restarts a hub that hangs.
    pub looked_at: Sender<Option<MonoMs>>,
}

/// The way to the loop; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct DispatchHandle(Arc<Notify>, Arc<Mutex<BTreeMap<StaffId, WallMs>>>);

/// People of crews whose phones are remembered, at most: those of all units.
const PHONES_MAX: usize = UNITS_MAX * CREW_MAX;

impl DispatchHandle {
    /// Wakes the loop after a change of an incident, unit or crew, so that screens show it at once.
    pub fn changed(&self) {
        self.0.notify_one();
    }

    /// Notes that a crew member's phone has asked for something, and so is connected.
    pub fn heard(&self, person: StaffId, now: WallMs) {
        let mut phones = self.1.lock().unwrap_or_else(PoisonError::into_inner);
        phones.insert(person, now);
        if phones.len() > PHONES_MAX {
            let oldest = phones.iter().min_by_key(|(_, at)| **at).map(|(person, _)| *person);
            oldest.and_then(|person| phones.remove(&person));
        }
    }

    /// When a phone of each unit's crew was last heard.
    fn phones(&self, units: &[UnitRow]) -> BTreeMap<UnitId, WallMs> {
        let phones = self.1.lock().unwrap_or_else(PoisonError::into_inner);
        let last = |row: &UnitRow| row.unit.crew.as_ref()?.members.iter().filter_map(|one| phones.get(one).copied()).max();
        units.iter().filter_map(|row| Some((row.unit.id, last(row)?))).collect()
    }
}

/// Looks again and again, until it is aborted.
pub async fn run(parts: Parts) {
    task::DispatchLoop::new(parts).run().await;
}
