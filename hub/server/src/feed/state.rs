//! The state of the feed: everything that is shown, and what has changed since the last round; [`super::items`] makes texts of
//! it.
//!
//! Pure. Positions rise by one with each round of changes; the task in [`super`] is the only one that begins a round,
//! after the commit. Values are coalesced per device between two rounds, so that a burst costs one message, not hundreds.

use super::board::{Others, Things};
use super::message::{Alert, Climb, GatewayBrief, Quiet, SiteWatch, StayWatch, Tile, Value, ValuesDelta};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Something that changed, after its commit.
#[derive(Debug, Clone)]
pub enum Update {
    /// New values of one device.
    Values(ValuesDelta),
    /// An alert changed; `open: false` takes it off the screens.
    Alert(Box<Alert>),
    /// An open alert has climbed, or its next rung is due at another instant.
    Climb(Box<Climb>),
    /// An alert no longer climbs: it was closed.
    ClimbGone(Uuid),
    /// All that keeps alerts quiet.
    Quiets(Vec<Quiet>),
    /// An episode is new or its facts changed. Values already shown are kept.
    Tile(Box<Tile>),
    /// The stay has ended: its tile goes.
    Removed(Uuid),
    /// Who holds the watch, of all stays and of each.
    Watch(SiteWatch, Vec<StayWatch>),
    /// The board of dispatch as it is now.
    Dispatch(Things),
    /// The board of dispatch cannot be read, so what is shown is old.
    DispatchOld,
    /// What is known of a gateway changed.
    Gateway(GatewayBrief),
    /// An observation of one code of a stay changed.
    Observation(Uuid, String, Observed),
    /// A record of a stay changed. This is told once and not kept: a screen asks the API for it.
    Kept(Uuid, Part),
    /// The known alert that the hub sends itself was escalated; holds its number. This is told once and not kept.
    Canary(u64),
}

/// The newest observation of one code. It is not kept: a screen asks for all of them when it opens.
#[derive(Debug, Clone)]
pub enum Observed {
    /// The newest observation that holds, as the API gives it.
    Newest(serde_json::Value),
    /// No observation of the code is valid any more.
    Gone,
    /// The store did not answer, so the screen has to ask the API.
    Unknown,
}

/// The records of a stay, other than observations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Allergies, code status, language, the home, whom to call.
    Particulars,
    /// Notes that somebody signed or amended.
    Notes,
    /// Tasks that were made, changed or closed.
    Tasks,
    /// Calls that were begun or ended.
    Calls,
}

impl Part {
    /// The key of the items of this part.
    pub const fn key(self) -> &'static str {
        match self {
            Part::Particulars => "particulars",
            Part::Notes => "notes",
            Part::Tasks => "tasks",
            Part::Calls => "calls",
        }
    }
}

/// The state of the feed.
pub struct FeedState {
    pub(super) epoch: Uuid,
    pub(super) seq: u64,
    pub(super) tiles: BTreeMap<Uuid, Tile>,
    pub(super) alerts: BTreeMap<Uuid, Alert>,
    pub(super) climbs: BTreeMap<Uuid, Climb>,
    /// What keeps alerts quiet, by stay.
    pub(super) quiets: BTreeMap<Uuid, Vec<Quiet>>,
    pub(super) gateways: BTreeMap<String, GatewayBrief>,
    pub(super) watch: SiteWatch,
    pub(super) watches: BTreeMap<Uuid, StayWatch>,
    /// The board; `None` until it was read, because an empty board would say that nobody needs anything.
    pub(super) board: Option<Things>,
    changed: Changed,
}

/// What one round of changes touches.
#[derive(Default)]
pub(super) struct Changed {
    /// New values by stay and device, oldest first.
    pub(super) values: BTreeMap<Uuid, BTreeMap<String, Vec<ValuesDelta>>>,
    pub(super) tiles: BTreeSet<Uuid>,
    pub(super) removed: BTreeSet<Uuid>,
    /// Changed alerts by id, including those just closed.
    pub(super) alerts: BTreeMap<Uuid, Alert>,
    /// Alerts whose climb changed, including closed ones.
    pub(super) climbs: BTreeSet<Uuid>,
    /// Stays of which something else is quiet than before.
    pub(super) quiets: BTreeSet<Uuid>,
    pub(super) gateways: BTreeSet<String>,
    pub(super) watch: bool,
    /// Stays whose watch changed, including ended ones.
    pub(super) watches: BTreeSet<Uuid>,
    pub(super) board: Others,
    pub(super) observed: BTreeMap<Uuid, BTreeMap<String, Observed>>,
    pub(super) kept: BTreeSet<(Uuid, Part)>,
    pub(super) canary: Option<u64>,
}

impl Changed {
    fn is_empty(&self) -> bool {
        self.values.is_empty()
            && self.tiles.is_empty()
            && self.removed.is_empty()
            && self.alerts.is_empty()
            && self.climbs.is_empty()
            && self.quiets.is_empty()
            && self.gateways.is_empty()
            && !self.watch
            && self.watches.is_empty()
            && self.board.is_empty()
            && self.observed.is_empty()
            && self.kept.is_empty()
            && self.canary.is_none()
    }
}

impl FeedState {
    /// An empty feed of a new process.
    pub fn new(epoch: Uuid) -> Self {
        Self {
            epoch,
            seq: 0,
            tiles: BTreeMap::new(),
            alerts: BTreeMap::new(),
            climbs: BTreeMap::new(),
            quiets: BTreeMap::new(),
            gateways: BTreeMap::new(),
            watch: SiteWatch::default(),
            watches: BTreeMap::new(),
            board: None,
            changed: Changed::default(),
        }
    }

    /// Applies a change to the state.
    pub fn apply(&mut self, update: Update) {
        match update {
            Update::Values(delta) => self.values(delta),
            Update::Alert(alert) => self.alert(*alert),
            Update::Climb(climb) => {
                if self.climbs.get(&climb.alert_id) != Some(&*climb) {
                    self.changed.climbs.insert(climb.alert_id);
                    self.climbs.insert(climb.alert_id, *climb);
                }
            }
            Update::ClimbGone(alert) => {
                if self.climbs.remove(&alert).is_some() {
                    self.changed.climbs.insert(alert);
                }
            }
            Update::Quiets(quiets) => self.quiets(quiets),
            Update::Tile(tile) => self.tile(*tile),
            Update::Removed(episode) => {
                self.tiles.remove(&episode);
                self.changed.tiles.remove(&episode);
                self.changed.values.remove(&episode);
                self.changed.removed.insert(episode);
            }
            Update::Watch(watch, stays) => self.watch(watch, stays),
            Update::Dispatch(board) => {
                self.changed.board.extend(board.others(self.board.as_ref()));
                self.board = Some(board);
            }
            Update::DispatchOld => {
                let shown = self.board.as_mut().filter(|board| board.whole.current);
                self.changed.board.extend(shown.map(|board| {
                    board.whole.current = false;
                    None
                }));
            }
            Update::Gateway(brief) => {
                if self.gateways.get(&brief.id) != Some(&brief) {
                    self.changed.gateways.insert(brief.id.clone());
                    self.gateways.insert(brief.id.clone(), brief);
                }
            }
            Update::Observation(stay, code, observed) => {
                self.changed.observed.entry(stay).or_default().insert(code, observed);
            }
            Update::Kept(stay, part) => drop(self.changed.kept.insert((stay, part))),
            Update::Canary(number) => self.changed.canary = Some(number),
        }
    }

    fn values(&mut self, delta: ValuesDelta) {
        let Some(tile) = self.tiles.get_mut(&delta.episode_id) else { return };
        // Late values of a device that is by now bound to somebody else are history, and not shown as newest.
        let Some(device) = tile.devices.iter().find(|device| device.id == delta.device_id) else { return };
        let cadence_ms = device.cadence_ms;
        for (&vital, &value) in &delta.values {
            let flags = delta.flags.get(vital).cloned().unwrap_or_default();
            let mut new = Value {
                vital: vital.to_owned(),
                value,
                last: None,
                at: delta.at,
                received_at: delta.received_at,
                flags,
                late: delta.late,
                device_id: delta.device_id.clone(),
                cadence_ms,
            };
            match tile.values.iter_mut().find(|v| v.vital == vital && v.device_id == delta.device_id) {
                Some(shown) if shown.at <= new.at => {
                    new.learn(shown);
                    *shown = new;
                }
                Some(shown) => shown.learn(&new),
                None => tile.values.push(new),
            }
        }
        let of_stay = self.changed.values.entry(delta.episode_id).or_default();
        ValuesDelta::keep_newest(of_stay.entry(delta.device_id.clone()).or_default(), delta);
    }

    fn alert(&mut self, alert: Alert) {
        if self.alerts.get(&alert.id).is_some_and(|known| known.version > alert.version) {
            return;
        }
        self.changed.alerts.insert(alert.id, alert.clone());
        if alert.open {
            self.alerts.insert(alert.id, alert);
        } else {
            self.alerts.remove(&alert.id);
        }
    }

    /// Replaces all that is quiet, and notes of which stays that is news.
    fn quiets(&mut self, all: Vec<Quiet>) {
        let mut quiets: BTreeMap<Uuid, Vec<Quiet>> = BTreeMap::new();
        for quiet in all {
            quiets.entry(quiet.episode_id).or_default().push(quiet);
        }
        let gone = self.quiets.keys().filter(|stay| !quiets.contains_key(stay));
        let other = quiets.iter().filter(|(stay, of)| self.quiets.get(stay) != Some(of)).map(|(stay, _)| stay);
        self.changed.quiets.extend(gone.chain(other));
        self.quiets = quiets;
    }

    /// Replaces all watches and notes which of them changed.
    fn watch(&mut self, watch: SiteWatch, stays: Vec<StayWatch>) {
        self.changed.watch |= self.watch != watch;
        self.watch = watch;
        let stays: BTreeMap<Uuid, StayWatch> = stays.into_iter().map(|one| (one.episode_id, one)).collect();
        let gone = self.watches.keys().filter(|id| !stays.contains_key(id));
        let other = stays.iter().filter(|(id, one)| self.watches.get(id) != Some(one)).map(|(id, _)| id);
        self.changed.watches.extend(gone.chain(other));
        self.watches = stays;
    }

    /// Points of each stay's early warning score; the sum of the known parts where one is missing.
    pub(super) fn scores(&self) -> BTreeMap<Uuid, u32> {
        let points = |tile: &Tile| Some((tile.episode_id, u32::from(tile.news2.as_ref()?.score.at_least)));
        self.tiles.values().filter_map(points).collect()
    }

    fn tile(&mut self, mut tile: Tile) {
        if let Some(known) = self.tiles.remove(&tile.episode_id) {
            for mut value in known.values {
                if !tile.devices.iter().any(|d| d.id == value.device_id) {
                    continue;
                }
                match tile.values.iter_mut().find(|v| v.vital == value.vital && v.device_id == value.device_id) {
                    Some(newer) if newer.at >= value.at => newer.learn(&value),
                    Some(older) => {
                        value.learn(older);
                        *older = value;
                    }
                    None => tile.values.push(value),
                }
            }
        }
        self.changed.removed.remove(&tile.episode_id);
        self.changed.tiles.insert(tile.episode_id);
        self.tiles.insert(tile.episode_id, tile);
    }

    /// Begins a round: returns the changes since the last one, at a new position; `None` when nothing changed.
    pub(super) fn take_changes(&mut self) -> Option<Changed> {
        if self.changed.is_empty() {
            return None;
        }
        self.seq += 1;
        Some(std::mem::take(&mut self.changed))
    }
}

#[cfg(test)]
mod tests;
