//! What a store contains. A clone of it is a backup.

use hearth_alerts::Transition;
use hearth_hub::limits;
use hearth_store::alerts::AlertRow;
use hearth_store::bindings::BindingRow;
use hearth_store::ingest::held::Numbers;
use hearth_store::ingest::{Item, Placed};
use hearth_store::registry::{EpisodeRow, PatientRow};
use hearth_store::stretches::StretchRow;
use hearth_vitals::{Anchor, BootId, DeviceId, Event, Frame, GatewayId, Loss, Stream, Unknown, Vital, WallMs};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A gateway and one of its streams.
pub type StreamName = (GatewayId, Stream);

/// Which numbers of a stream are held, and which of those are lost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeldRow {
    pub held: Numbers,
    pub lost: Numbers,
}

/// A frame as it is stored.
#[derive(Debug, Clone)]
pub struct StoredFrame {
    pub name: StreamName,
    pub seq: u64,
    pub frame: Frame,
    pub placed: Placed,
    pub received: WallMs,
    pub committed: WallMs,
}

/// A registered device.
#[derive(Debug, Clone)]
pub struct Device {
    pub id: DeviceId,
    pub protocol: &'static str,
    pub gateway: GatewayId,
}

/// The devices and episodes that a change of bindings concerns.
#[derive(Debug, Clone, Default)]
pub struct Concern {
    pub episodes: BTreeSet<Uuid>,
    pub devices: BTreeSet<DeviceId>,
    pub gateways: BTreeSet<GatewayId>,
}

/// Everything that is committed.
#[derive(Debug, Clone, Default)]
pub struct Books {
    pub epoch: u32,
    pub streams: BTreeMap<StreamName, HeldRow>,
    pub frames: Vec<StoredFrame>,
    pub waveforms: u64,
    /// Events, with when each was received.
    pub events: Vec<(GatewayId, Event, Option<Placed>, WallMs)>,
    pub losses: Vec<(GatewayId, Loss)>,
    pub anchors: Vec<(GatewayId, Anchor)>,
    /// By episode, vital and end.
    pub stretches: BTreeMap<(Uuid, Vital, WallMs), StretchRow>,
    pub unplaced: BTreeMap<(StreamName, u64), (BootId, Vec<u8>)>,
    /// Records of devices for which their gateway may not speak.
    pub strays: BTreeMap<(StreamName, u64), Item>,
    pub quarantined: BTreeMap<(StreamName, u64), String>,
    pub unknown: BTreeMap<(StreamName, u64), Unknown>,
    pub bodies: u64,
    pub alerts: BTreeMap<Uuid, AlertRow>,
    pub steps: BTreeMap<Uuid, Vec<Transition>>,
    pub bindings_version: i64,
    /// Changes by version. A version that is missing may concern anything.
    pub changes: BTreeMap<i64, Concern>,
    pub bindings: Vec<BindingRow>,
    pub episodes: BTreeMap<Uuid, EpisodeRow>,
    pub devices: Vec<Device>,
}

impl Books {
    /// Admits a patient.
    pub fn admit(&mut self, number: u128, admitted_at: WallMs) -> Uuid {
        let id = Uuid::from_u128(number);
        let text = |what: &str| format!("{what}{number}");
        let patient = PatientRow {
            id: Uuid::from_u128(1_000 + number),
            family_name: text("Family"),
            given_name: "Given".into(),
            birth_date: "1961-04-17".into(),
            medical_record_number: text("MRN-"),
            sex: "female".into(),
            language: "es".into(),
        };
        let row = EpisodeRow {
            id,
            version: 1,
            patient,
            label: text("Home "),
            address: String::new(),
            phone: String::new(),
            time_zone: "America/New_York".into(),
            phase: "acute".into(),
            limits: limits::to_store(&hearth_alerts::Limits::thresholds_adult()),
            neutropenic: false,
            scale_two: None,
            without_news2: None,
            quiets: Vec::new(),
            admitted_at,
            ended_at: None,
        };
        self.episodes.insert(id, row);
        self.note(&BTreeSet::from([id]), None);
        id
    }

    /// Binds a device from an instant on, and ends its binding before.
    pub fn bind(&mut self, device: &DeviceId, episode: Uuid, from_at: WallMs) {
        let mut episodes = BTreeSet::from([episode]);
        for binding in self.bindings.iter_mut().filter(|binding| binding.device == *device && binding.until_at.is_none()) {
            binding.until_at = Some(from_at);
            episodes.insert(binding.episode);
        }
        let id = Uuid::from_u128(500_000 + self.bindings.len() as u128);
        let gateway = self.devices.iter().find(|known| known.id == *device).map(|known| known.gateway.clone());
        self.bindings.push(BindingRow { id, device: device.clone(), episode, gateway, from_at, until_at: None });
        self.note(&episodes, Some(device));
    }

    /// Numbers a change, as the real store does. Every device that the episodes ever had is concerned, and its gateway.
    fn note(&mut self, episodes: &BTreeSet<Uuid>, device: Option<&DeviceId>) {
        let ever = self.bindings.iter().filter(|binding| episodes.contains(&binding.episode)).map(|binding| &binding.device);
        let devices: BTreeSet<DeviceId> = ever.chain(device).cloned().collect();
        let gateways = self.devices.iter().filter(|known| devices.contains(&known.id)).map(|known| known.gateway.clone()).collect();
        self.bindings_version += 1;
        self.changes.insert(self.bindings_version, Concern { episodes: episodes.clone(), devices, gateways });
    }

    /// All changes after a version as one; `None` when they are not all known.
    pub fn concern_since(&self, known: i64) -> Option<Concern> {
        let later = self.changes.range(known + 1..);
        if later.clone().count() as i64 != self.bindings_version - known {
            return None;
        }
        let mut all = Concern::default();
        for (_, one) in later {
            all.episodes.extend(&one.episodes);
            all.devices.extend(one.devices.iter().cloned());
            all.gateways.extend(one.gateways.iter().cloned());
        }
        Some(all)
    }

    /// The episode that a device was bound to at an instant.
    pub fn episode_at(&self, device: &DeviceId, at: WallMs) -> Option<Uuid> {
        let holds =
            |binding: &&BindingRow| binding.device == *device && binding.from_at <= at && binding.until_at.is_none_or(|until| at < until);
        self.bindings.iter().find(holds).map(|binding| binding.episode)
    }
}
