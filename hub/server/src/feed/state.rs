//! What every screen shows, and the changes since the last delta: values in, JSON out.
//!
//! Pure: the time is an argument. Positions rise by one with each delta; the task in
//! [`super`] is the only one that gives them, after the commit. Values are coalesced per
//! device between two deltas, so that a burst costs one message, not hundreds.

use super::message::{Alert, GatewayBrief, Latency, Message, Tile, Value, ValuesDelta, Watch};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Something that changed, after its commit.
#[derive(Debug, Clone)]
pub enum Update {
    /// New values of one device.
    Values(ValuesDelta),
    /// An alert changed; `open: false` takes it off the screens.
    Alert(Box<Alert>),
    /// An episode is new or its facts changed. Values already shown are kept.
    Tile(Box<Tile>),
    /// An episode ended.
    Removed(Uuid),
    /// The watch changed hands.
    Watch(Watch),
    /// A gateway changed.
    Gateway(GatewayBrief),
}

/// Whose eyes a message is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Nurses: everything.
    Clinical,
    /// Technicians: gateways, technical and system alerts, nothing of a patient.
    Technical,
}

/// The state of the feed.
pub struct FeedState {
    epoch: Uuid,
    seq: u64,
    tiles: BTreeMap<Uuid, Tile>,
    alerts: BTreeMap<Uuid, Alert>,
    gateways: BTreeMap<String, GatewayBrief>,
    watch: Watch,
    changed: Changed,
}

#[derive(Default)]
struct Changed {
    values: BTreeMap<(Uuid, String), Vec<ValuesDelta>>,
    tiles: BTreeSet<Uuid>,
    removed: BTreeSet<Uuid>,
    alerts: BTreeMap<Uuid, Alert>,
    gateways: BTreeSet<String>,
    watch: bool,
}

impl Changed {
    fn is_empty(&self) -> bool {
        self.values.is_empty()
            && self.tiles.is_empty()
            && self.removed.is_empty()
            && self.alerts.is_empty()
            && self.gateways.is_empty()
            && !self.watch
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
            gateways: BTreeMap::new(),
            watch: Watch::default(),
            changed: Changed::default(),
        }
    }

    /// Takes in a change.
    pub fn apply(&mut self, update: Update) {
        match update {
            Update::Values(delta) => self.values(delta),
            Update::Alert(alert) => self.alert(*alert),
            Update::Tile(tile) => self.tile(*tile),
            Update::Removed(episode) => {
                self.tiles.remove(&episode);
                self.changed.tiles.remove(&episode);
                self.changed.removed.insert(episode);
            }
            Update::Watch(watch) => {
                self.watch = watch;
                self.changed.watch = true;
            }
            Update::Gateway(brief) => {
                if self.gateways.get(&brief.id) != Some(&brief) {
                    self.changed.gateways.insert(brief.id.clone());
                    self.gateways.insert(brief.id.clone(), brief);
                }
            }
        }
    }

    fn values(&mut self, delta: ValuesDelta) {
        let Some(tile) = self.tiles.get_mut(&delta.episode_id) else { return };
        // History of a device that is on somebody else by now is looked up, not shown as newest.
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
            match tile.values.iter_mut().find(|v| v.vital == vital) {
                Some(shown) if shown.at <= new.at => {
                    new.learn(shown);
                    *shown = new;
                }
                Some(shown) => shown.learn(&new),
                None => tile.values.push(new),
            }
        }
        let key = (delta.episode_id, delta.device_id.clone());
        ValuesDelta::keep_newest(self.changed.values.entry(key).or_default(), delta);
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

    fn tile(&mut self, mut tile: Tile) {
        if let Some(known) = self.tiles.remove(&tile.episode_id) {
            for mut value in known.values {
                if !tile.devices.iter().any(|d| d.id == value.device_id) {
                    continue;
                }
                match tile.values.iter_mut().find(|v| v.vital == value.vital) {
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

    /// The changes since the last delta at a new position, for both audiences; `None`
    /// when nothing changed.
    pub fn take_delta(&mut self, server_time: i64) -> Option<(String, String)> {
        if self.changed.is_empty() {
            return None;
        }
        self.seq += 1;
        let changed = std::mem::take(&mut self.changed);
        let clinical = self.delta(&changed, server_time, Audience::Clinical);
        let technical = self.delta(&changed, server_time, Audience::Technical);
        Some((clinical, technical))
    }

    fn delta(&self, changed: &Changed, server_time: i64, audience: Audience) -> String {
        let clinical = audience == Audience::Clinical;
        encode(&Message::Delta {
            epoch: self.epoch,
            seq: self.seq,
            server_time,
            tiles: changed.tiles.iter().filter(|_| clinical).filter_map(|id| self.tiles.get(id)).collect(),
            // A tile sent whole carries its values already.
            values: changed.values.values().flatten().filter(|v| clinical && !changed.tiles.contains(&v.episode_id)).collect(),
            removed: changed.removed.iter().copied().filter(|_| clinical).collect(),
            alerts: changed.alerts.values().filter_map(|alert| seen(alert, audience)).collect(),
            watch: changed.watch.then_some(&self.watch),
            gateways: changed.gateways.iter().filter_map(|id| self.gateways.get(id)).map(|brief| brief_for(brief, audience)).collect(),
        })
    }

    /// Everything, at the position of the last delta. Call [`Self::take_delta`] first, so
    /// that nothing waits that the snapshot already holds.
    pub fn snapshot(&self, server_time: i64, audience: Audience) -> String {
        let clinical = audience == Audience::Clinical;
        encode(&Message::Snapshot {
            epoch: self.epoch,
            seq: self.seq,
            server_time,
            tiles: self.tiles.values().filter(|_| clinical).collect(),
            alerts: self.alerts.values().filter_map(|alert| seen(alert, audience)).collect(),
            watch: &self.watch,
            gateways: self.gateways.values().map(|brief| brief_for(brief, audience)).collect(),
        })
    }

    /// The proof of life at the position of the last delta.
    pub fn heartbeat(&self, server_time: i64, latency: Latency, audience: Audience) -> String {
        let alerts: Vec<_> = self.alerts.values().filter_map(|alert| seen(alert, audience)).collect();
        encode(&Message::Heartbeat {
            epoch: self.epoch,
            seq: self.seq,
            server_time,
            alerts_hash: alerts_hash(alerts.iter().map(|a| (a.id, a.version))),
            alerts_open: alerts.len(),
            latency,
        })
    }

    /// The open alerts.
    pub fn alerts(&self) -> impl Iterator<Item = &Alert> {
        self.alerts.values()
    }

    /// The episodes.
    pub fn tiles(&self) -> impl Iterator<Item = &Tile> {
        self.tiles.values()
    }
}

/// What a technician mends is shown without whom it is about; the patient's condition not at all.
fn seen(alert: &Alert, audience: Audience) -> Option<Cow<'_, Alert>> {
    match (audience, alert.kind) {
        (Audience::Clinical, _) => Some(Cow::Borrowed(alert)),
        (Audience::Technical, hearth_alerts::Kind::Clinical) => None,
        (Audience::Technical, _) => Some(Cow::Owned(Alert { episode_id: None, ..alert.clone() })),
    }
}

fn brief_for(brief: &GatewayBrief, audience: Audience) -> Cow<'_, GatewayBrief> {
    match audience {
        Audience::Clinical => Cow::Borrowed(brief),
        Audience::Technical => Cow::Owned(GatewayBrief { episode_ids: Vec::new(), ..brief.clone() }),
    }
}

fn encode(message: &Message<'_>) -> String {
    // Maps with text keys and finite numbers only: serialisation cannot fail.
    serde_json::to_string(message).unwrap_or_default()
}

/// FNV-1a 32 over `id:version\n` of every open alert in the order of ids.
fn alerts_hash(alerts: impl Iterator<Item = (Uuid, u32)>) -> String {
    let mut hash = 0x811c_9dc5_u32;
    for (id, version) in alerts {
        for byte in format!("{id}:{version}\n").bytes() {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    format!("{hash:08x}")
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_burst_of_values_is_one_delta_with_the_newest_of_each_vital() {
        let mut feed = FeedState::new(Uuid::nil());
        feed.apply(Update::Tile(Box::new(tile(1))));
        feed.take_delta(0).unwrap();
        feed.apply(values(5, "spo2", 12.0));
        feed.apply(values(10, "spo2", 97.0));
        feed.apply(values(30, "pulse_rate", 70.0));
        feed.apply(values(7, "spo2", 13.0));
        let (clinical, technical) = feed.take_delta(40).unwrap();
        let delta: serde_json::Value = serde_json::from_str(&clinical).unwrap();
        let shown = |index: usize| (delta["values"][index]["at"].clone(), delta["values"][index]["values"].clone());
        assert_eq!(shown(0), (10.into(), serde_json::json!({"spo2": 97.0})), "a value keeps its own instant");
        assert_eq!(shown(1), (30.into(), serde_json::json!({"pulse_rate": 70.0})));
        assert_eq!(delta["seq"], 2);
        assert!(!technical.contains("spo2"), "a technician sees nothing of a patient");
        assert!(feed.take_delta(50).is_none());
    }

    #[test]
    fn an_older_value_never_replaces_a_newer_one_on_a_tile() {
        let mut feed = FeedState::new(Uuid::nil());
        feed.apply(Update::Tile(Box::new(tile(1))));
        feed.apply(values(20, "spo2", 97.0));
        feed.apply(values(10, "spo2", 60.0));
        feed.take_delta(0);
        let snapshot: serde_json::Value = serde_json::from_str(&feed.snapshot(1, Audience::Clinical)).unwrap();
        assert_eq!(snapshot["tiles"][0]["values"][0]["value"], 97.0);
    }

    #[test]
    fn a_screen_that_opens_later_is_told_the_last_number_and_its_instant() {
        let mut feed = FeedState::new(Uuid::nil());
        feed.apply(Update::Tile(Box::new(tile(1))));
        feed.apply(values(20, "spo2", 97.0));
        feed.apply(missing(30));
        feed.apply(missing(40));
        feed.apply(values(10, "spo2", 60.0));
        let shown = |feed: &mut FeedState| -> serde_json::Value {
            feed.take_delta(0);
            let snapshot: serde_json::Value = serde_json::from_str(&feed.snapshot(1, Audience::Clinical)).unwrap();
            snapshot["tiles"][0]["values"][0].clone()
        };
        let of = |value: &serde_json::Value| (value["at"].clone(), value["value"].clone(), value["last"].clone());
        let last = serde_json::json!({"value": 97.0, "at": 20});
        assert_eq!(of(&shown(&mut feed)), (40.into(), serde_json::Value::Null, last.clone()));
        // The tile is read anew, and without it.
        feed.apply(Update::Tile(Box::new(tile(1))));
        assert_eq!(of(&shown(&mut feed)), (40.into(), serde_json::Value::Null, last));
        feed.apply(values(50, "spo2", 95.0));
        assert_eq!(of(&shown(&mut feed)), (50.into(), 95.0.into(), serde_json::Value::Null));
    }

    fn missing(at: i64) -> Update {
        let Update::Values(delta) = values(at, "spo2", 0.0) else { unreachable!("these are values") };
        Update::Values(ValuesDelta { values: BTreeMap::from([("spo2", None)]), ..delta })
    }

    #[test]
    fn values_of_a_device_that_is_no_longer_bound_are_not_shown() {
        let mut feed = FeedState::new(Uuid::nil());
        feed.apply(Update::Tile(Box::new(Tile { devices: vec![], ..tile(1) })));
        feed.take_delta(0);
        feed.apply(values(20, "spo2", 97.0));
        assert!(feed.take_delta(1).is_none());
    }

    #[test]
    fn a_technician_sees_what_to_mend_and_not_for_whom() {
        let mut feed = FeedState::new(Uuid::nil());
        feed.apply(Update::Alert(Box::new(alert("sensor_off", hearth_alerts::Kind::Technical))));
        feed.apply(Update::Alert(Box::new(alert("spo2_low", hearth_alerts::Kind::Clinical))));
        let episode_ids = vec![Uuid::from_u128(77)];
        let brief = GatewayBrief { id: "home-0001".into(), online: true, last_heard_at: None, problems: vec![], episode_ids };
        feed.apply(Update::Gateway(brief));
        let (clinical, technical) = feed.take_delta(0).unwrap();
        let whose = Uuid::from_u128(77).to_string();
        assert!(clinical.contains("spo2_low") && clinical.contains(&whose));
        assert!(technical.contains("sensor_off") && !technical.contains("spo2_low") && !technical.contains(&whose), "{technical}");
        assert!(!feed.snapshot(0, Audience::Technical).contains(&whose));
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
            reviewed_by: None,
            reviewed_at: None,
            while_offline: false,
            as_of_at: None,
            recorded: true,
            open: true,
        }
    }

    #[test]
    fn the_alert_hash_is_the_published_one() {
        assert_eq!(alerts_hash(std::iter::empty()), "811c9dc5");
        let one = alerts_hash([(Uuid::nil(), 1)].into_iter());
        let two = alerts_hash([(Uuid::nil(), 2)].into_iter());
        assert_ne!(one, two);
    }
}
