//! The state of the feed: everything that is shown, and what has changed since the last round; [`super::items`] makes texts of
//! it.
//!
//! Pure. Positions rise by one with each round of changes; the task in [`super`] is the only one that begins a round,
//! after the commit. Values are coalesced per device between two rounds, so that a burst costs one message, not hundreds.

use super::board::{Others, Things};
use super::message::{Alert, Climb, GatewayBrief, SiteWatch, StayWatch, Tile, Value, ValuesDelta};
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
mod tests {
    use super::super::items::Round;
    use super::super::topic::{Scope, Subject, Topic};
    use super::*;
    use serde_json::json;

    const STAY: Uuid = Uuid::from_u128(1);

    /// The changes of a subject since the last round, and all of it.
    fn told(feed: &mut FeedState, subject: Subject, scope: Scope) -> (Vec<serde_json::Value>, Vec<serde_json::Value>) {
        let read = |items: Vec<String>| items.iter().map(|item| serde_json::from_str(item).unwrap()).collect();
        let changed = feed.take_changes().unwrap_or_default();
        (read(Round::new(feed, &changed).items(subject, scope)), read(feed.items(subject, scope)))
    }

    fn wall(feed: &mut FeedState) -> (Vec<serde_json::Value>, Vec<serde_json::Value>) {
        told(feed, Subject::Whole(Topic::Wall), Scope::Patients)
    }

    fn tile(id: u128) -> Tile {
        Tile {
            episode_id: Uuid::from_u128(id),
            label: "Home 1".into(),
            initials: "AB".into(),
            family_name: "B".into(),
            given_name: "A".into(),
            birth_date: "1970-01-01".into(),
            medical_record_number: "1".into(),
            sex: "female".into(),
            language: "es".into(),
            phone: String::new(),
            phase: "acute".into(),
            time_zone: "UTC".into(),
            limits: vec![],
            gateway_id: None,
            news2: None,
            devices: vec![super::super::message::TileDevice {
                id: "oxi-1".into(),
                model: "X".into(),
                vitals: vec!["spo2".into()],
                cadence_ms: Some(1_000),
            }],
            values: vec![],
        }
    }

    fn values(at: i64, vital: &'static str, value: f64) -> Update {
        Update::Values(ValuesDelta {
            episode_id: Uuid::from_u128(1),
            device_id: "oxi-1".into(),
            at,
            received_at: at,
            values: BTreeMap::from([(vital, Some(value))]),
            flags: BTreeMap::new(),
            late: false,
        })
    }

    #[test]
    fn a_burst_of_values_is_one_round_with_the_newest_of_each_vital() {
        let mut feed = FeedState::new(Uuid::nil());
        feed.apply(Update::Tile(Box::new(tile(1))));
        feed.take_changes().unwrap();
        feed.apply(values(5, "spo2", 12.0));
        feed.apply(values(10, "spo2", 97.0));
        feed.apply(values(30, "pulse_rate", 70.0));
        feed.apply(values(7, "spo2", 13.0));
        let (changes, _) = wall(&mut feed);
        let shown: Vec<_> = changes.iter().map(|item| (item["frame"]["at"].clone(), item["frame"]["values"].clone())).collect();
        let own_instants = [(10.into(), json!({"spo2": 97.0})), (30.into(), json!({"pulse_rate": 70.0}))];
        assert_eq!(shown, own_instants, "a value keeps its own instant");
        assert_eq!((&changes[0]["key"], &changes[0]["version"]), (&json!(STAY), &json!(2)));
        assert!(feed.take_changes().is_none());
    }

    #[test]
    fn a_page_of_a_patient_is_told_of_that_patient_alone() {
        let mut feed = FeedState::new(Uuid::nil());
        feed.apply(Update::Tile(Box::new(tile(1))));
        feed.apply(Update::Tile(Box::new(tile(2))));
        feed.take_changes().unwrap();
        feed.apply(values(5, "spo2", 97.0));
        let weight = |stay| Update::Observation(stay, "weight".into(), Observed::Newest(json!({"value": 70})));
        feed.apply(weight(STAY));
        feed.apply(weight(Uuid::from_u128(2)));
        feed.apply(Update::Observation(STAY, "pain".into(), Observed::Gone));
        feed.apply(Update::Observation(STAY, "acvpu".into(), Observed::Unknown));
        let (changes, all) = told(&mut feed, Subject::Patient(STAY), Scope::Patients);
        let of = |item: &serde_json::Value, body: &str| item.get(body).is_some();
        assert!(changes.len() == 4 && of(&changes[0], "frame"), "{changes:?}");
        let by_hand: Vec<_> = changes[1..].iter().map(|item| item["key"].as_str().unwrap()).collect();
        assert_eq!(by_hand, ["acvpu", "pain", "weight"]);
        assert!(of(&changes[1], "unknown") && of(&changes[2], "gone") && changes[3]["observation"]["value"] == 70, "{changes:?}");
        assert_eq!((all.len(), &all[0]["newest"][0]["value"]), (1, &json!(97.0)), "what is observed by hand is asked for");
        assert!(feed.take_changes().is_none());
    }

    #[test]
    fn an_older_value_never_replaces_a_newer_one_on_a_tile() {
        let mut feed = FeedState::new(Uuid::nil());
        feed.apply(Update::Tile(Box::new(tile(1))));
        feed.apply(values(20, "spo2", 97.0));
        feed.apply(values(10, "spo2", 60.0));
        assert_eq!(wall(&mut feed).1[0]["newest"][0]["value"], 97.0);
    }

    #[test]
    fn a_device_that_is_off_takes_no_number_of_another_one_from_a_screen_that_opens_later() {
        let mut feed = FeedState::new(Uuid::nil());
        let other = super::super::message::TileDevice { id: "patch-1".into(), ..tile(1).devices[0].clone() };
        feed.apply(Update::Tile(Box::new(Tile { devices: vec![tile(1).devices[0].clone(), other], ..tile(1) })));
        feed.apply(values(20, "spo2", 97.0));
        let Update::Values(off) = missing(30) else { unreachable!("these are values") };
        feed.apply(Update::Values(ValuesDelta { device_id: "patch-1".into(), ..off }));
        let newest = wall(&mut feed).1[0]["newest"].clone();
        let told: Vec<_> = newest.as_array().unwrap().iter().map(|one| (one["device_id"].clone(), one["value"].clone())).collect();
        assert_eq!(told, [(json!("oxi-1"), json!(97.0)), (json!("patch-1"), serde_json::Value::Null)], "one entry a device");
    }

    #[test]
    fn a_screen_that_opens_later_is_told_the_last_number_and_its_instant() {
        let mut feed = FeedState::new(Uuid::nil());
        feed.apply(Update::Tile(Box::new(tile(1))));
        feed.apply(values(20, "spo2", 97.0));
        feed.apply(missing(30));
        feed.apply(missing(40));
        feed.apply(values(10, "spo2", 60.0));
        let shown = |feed: &mut FeedState| wall(feed).1[0]["newest"][0].clone();
        let of = |value: &serde_json::Value| (value["at"].clone(), value["value"].clone(), value["last"].clone());
        let last = json!({"value": 97.0, "at": 20});
        assert_eq!(of(&shown(&mut feed)), (40.into(), serde_json::Value::Null, last.clone()));
        // The tile is read anew, and without it.
        feed.apply(Update::Tile(Box::new(tile(1))));
        assert_eq!(of(&shown(&mut feed)), (40.into(), serde_json::Value::Null, last));
        feed.apply(values(50, "spo2", 95.0));
        assert_eq!(of(&shown(&mut feed)), (50.into(), 95.0.into(), serde_json::Value::Null));
    }

    #[test]
    fn a_stay_that_is_read_anew_tells_its_facts_apart_from_its_values() {
        let mut feed = FeedState::new(Uuid::nil());
        feed.apply(Update::Tile(Box::new(tile(1))));
        feed.apply(values(20, "spo2", 97.0));
        let (stays, _) = told(&mut feed, Subject::Whole(Topic::Stays), Scope::Patients);
        assert_eq!((&stays[0]["stay"]["label"], stays[0]["stay"].get("values")), (&json!("Home 1"), None));
        feed.apply(values(30, "spo2", 96.0));
        feed.apply(Update::Tile(Box::new(Tile { devices: vec![], ..tile(1) })));
        assert_eq!(wall(&mut feed).0, [json!({"key": STAY, "version": 2, "newest": []})], "those of a device that is gone go");
        feed.apply(Update::Removed(STAY));
        assert_eq!(wall(&mut feed), (vec![json!({"key": STAY, "version": 3, "gone": true})], vec![]));
    }

    fn missing(at: i64) -> Update {
        let Update::Values(delta) = values(at, "spo2", 0.0) else { unreachable!("these are values") };
        Update::Values(ValuesDelta { values: BTreeMap::from([("spo2", None)]), ..delta })
    }

    #[test]
    fn values_of_a_device_that_is_no_longer_bound_are_not_shown() {
        let mut feed = FeedState::new(Uuid::nil());
        feed.apply(Update::Tile(Box::new(Tile { devices: vec![], ..tile(1) })));
        feed.take_changes();
        feed.apply(values(20, "spo2", 97.0));
        assert!(feed.take_changes().is_none());
    }

    #[test]
    fn a_technician_sees_what_to_mend_and_not_for_whom() {
        let mut feed = FeedState::new(Uuid::nil());
        let odd = alert("temperature_implausible", hearth_alerts::Kind::Technical);
        feed.apply(Update::Alert(Box::new(Alert { value: Some(100.4), ..odd })));
        feed.apply(Update::Alert(Box::new(alert("spo2_low", hearth_alerts::Kind::Clinical))));
        let episode_ids = vec![Uuid::from_u128(77)];
        let brief = GatewayBrief { id: "home-0001".into(), online: true, last_heard_at: None, problems: vec![], episode_ids };
        feed.apply(Update::Gateway(brief));
        let changed = feed.take_changes().unwrap();
        let whose = Uuid::from_u128(77).to_string();
        let subjects = [Topic::Alerts, Topic::Gateways].map(Subject::Whole);
        let changes = |scope| subjects.map(|subject| Round::new(&feed, &changed).items(subject, scope).concat()).concat();
        let all = |scope| subjects.map(|subject| feed.items(subject, scope).concat()).concat();
        assert!(changes(Scope::Patients).contains("spo2_low") && changes(Scope::Patients).contains(&whose));
        for technical in [changes(Scope::Equipment), all(Scope::Equipment)] {
            assert!(technical.contains("temperature_implausible") && technical.contains("home-0001"), "{technical}");
            assert!(!technical.contains("spo2_low") && !technical.contains(&whose) && !technical.contains("100.4"), "{technical}");
        }
        assert_eq!((feed.open_alerts(Scope::Patients).1, feed.open_alerts(Scope::Equipment).1), (2, 1));
    }

    fn alert(rule: &str, kind: hearth_alerts::Kind) -> Alert {
        Alert {
            id: Uuid::now_v7(),
            version: 1,
            episode_id: Some(Uuid::from_u128(77)),
            device_id: None,
            gateway_id: None,
            rule: rule.into(),
            kind,
            priority: hearth_alerts::Priority::Low,
            condition: hearth_alerts::Condition::Active,
            response: hearth_alerts::Response::None,
            vital: None,
            value: None,
            limit: None,
            extreme: None,
            unit: None,
            raised_at: 0,
            since_at: 0,
            cleared_at: None,
            acknowledged_by: None,
            acknowledged_at: None,
            action: None,
            remind_at: None,
            reviewed_by: None,
            reviewed_at: None,
            while_offline: false,
            as_of_at: None,
            recorded: true,
            evidence: None,
            open: true,
        }
    }
}
