//! Reads from the store: episodes with limits and devices, and, after a restart, the engines as they were.

use super::bindings::{Bindings, Span};
use super::charts::{ByEpisode, Charts};
use super::events;
use super::ledger::Ledger;
use crate::limits;
use crate::shown::{BoundDevice, Names};
use hearth_alerts::budget::{BY_HAND_SPEAKS_MS, RESTORE_MS};
use hearth_alerts::{Alert, ByHand, Course, Episode, Expected, FrameAt, KeptQuiet, Limits, Now, Past};
use hearth_escalation::Quieted;
use hearth_store::StoreError;
use hearth_store::binding_changes::BindingChanges;
use hearth_store::bindings::BindingRow;
use hearth_store::equipment::BoundDeviceRow;
use hearth_store::observations::ObservedVital;
use hearth_store::registry::EpisodeRow;
use hearth_store::restore::RecentFrame;
use hearth_vitals::{DeviceId, GatewayId, WallMs, driver};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Stands for the gateway of a kit that has none yet: nothing is ever heard through it, and the alert says so.
const NO_GATEWAY: &str = "no-gateway";

/// For how many engines hours of frames are read at once: three devices that speak once a second make half a million values in
/// two hours.
const FURTHER_AT_ONCE: usize = 20;

/// An episode as the store has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The row of the episode.
    pub row: EpisodeRow,
    /// Its limits; none once it has ended.
    pub limits: Limits,
    /// What its profile says of the course.
    pub course: Course,
    /// What people keep quiet of it.
    pub quiet: KeptQuiet,
    /// Its devices now.
    pub devices: Vec<BoundDevice>,
}

/// Everything the loop judges by, as of one version of the bindings.
#[derive(Debug, PartialEq, Eq)]
pub struct Read {
    /// Version of the bindings, to be given with each ingest.
    pub version: i64,
    /// Whose each device was, when.
    pub bindings: Bindings,
    /// Active episodes, and ended ones with open alerts.
    pub episodes: BTreeMap<Uuid, Loaded>,
    /// Gateways that may send.
    pub gateways: BTreeSet<GatewayId>,
    /// Names of the staff.
    pub names: Names,
}

impl Loaded {
    /// What the engine expects of the devices.
    pub fn expected(&self) -> Vec<Expected> {
        self.devices.iter().filter_map(|device| expected(&device.id, &device.protocol, device.gateway.as_ref())).collect()
    }

    /// The gateways its devices speak through.
    pub fn gateways(&self) -> BTreeSet<GatewayId> {
        self.expected().into_iter().map(|device| device.gateway).collect()
    }
}

/// What the engine expects of a device. If this hub does not know the driver (a newer hub registered it), no vital is expected;
/// its readings and the silence of its gateway are judged all the same.
pub fn expected(device: &DeviceId, protocol: &str, gateway: Option<&GatewayId>) -> Option<Expected> {
    let driver = driver::find(protocol);
    let gateway = gateway.cloned().or_else(|| GatewayId::new(NO_GATEWAY).ok())?;
    let vitals = driver.map(|driver| driver.vitals.to_vec()).unwrap_or_default();
    let cadence_ms = driver.and_then(|driver| driver.pace.interval_ms()).unwrap_or(0);
    Some(Expected { device: device.clone(), vitals, cadence_ms, gateway })
}

/// Reads everything; `also` are ended episodes that still have open alerts. What changed while it was read is read
/// after it.
///
/// # Errors
/// As every statement; [`StoreError::Retry`] when nobody knows what changed meanwhile.
pub async fn read(store: &impl Ledger, also: &BTreeSet<Uuid>) -> Result<Read, StoreError> {
    let rows = store.bindings().await?;
    let mut episodes = store.episodes(true).await?;
    let active: BTreeSet<Uuid> = episodes.iter().map(|row| row.id).collect();
    for id in also.difference(&active) {
        episodes.extend(store.episode(*id).await?);
    }
    let bound = store.bound_devices().await?;
    let gateways = store.known_gateways().await?;
    let names = names(store).await?;
    let bindings = Bindings::new(rows.bindings.into_iter().map(span), rows.gateways);
    let mut read = Read { version: rows.version, bindings, episodes: loaded(episodes, bound)?, gateways, names };
    let changes = store.binding_changes(read.version).await?;
    read.take(changes.ok_or_else(|| StoreError::Retry("bindings changed while they were read".to_owned()))?)?;
    Ok(read)
}

impl Read {
    /// Applies what changed up to a later version.
    ///
    /// # Errors
    /// [`StoreError::Defect`] for limits that this version cannot read.
    pub fn take(&mut self, changes: BindingChanges) -> Result<(), StoreError> {
        let BindingChanges { version, devices, bindings, gateways, episodes, bound, may_send } = changes;
        self.bindings.replace(&devices, bindings.into_iter().map(span), gateways);
        for (id, loaded) in loaded(episodes, bound)? {
            if loaded.row.ended_at.is_none() || self.episodes.contains_key(&id) {
                self.episodes.insert(id, loaded);
            }
        }
        self.gateways.extend(may_send);
        self.version = version;
        Ok(())
    }
}

/// A binding as the loop holds it.
pub fn span(binding: BindingRow) -> (DeviceId, Span) {
    let BindingRow { id, device, episode, gateway, from_at, until_at } = binding;
    (device, Span { binding: id, episode, gateway, from: from_at, until: until_at })
}

/// Episodes with their limits and devices; one that has ended has neither.
///
/// # Errors
/// [`StoreError::Defect`] for limits that this version cannot read.
pub fn loaded(rows: Vec<EpisodeRow>, bound: Vec<BoundDeviceRow>) -> Result<BTreeMap<Uuid, Loaded>, StoreError> {
    let mut episodes = BTreeMap::new();
    for row in rows {
        let limits = match row.ended_at {
            None => limits::from_store(&row.limits).map_err(|error| StoreError::Defect(format!("episode {}: {error}", row.id)))?,
            Some(_) => Limits::default(),
        };
        let course = if row.ended_at.is_none() { limits::course(&row) } else { Course::default() };
        let quiet = quiet(row.quiets.iter().filter_map(|word| Quieted::from_word(word)));
        episodes.insert(row.id, Loaded { row, limits, course, quiet, devices: Vec::new() });
    }
    for bound in bound {
        if let Some(episode) = episodes.get_mut(&bound.episode) {
            let device = BoundDevice { id: bound.device, model: bound.model, protocol: bound.protocol, gateway: bound.gateway };
            episode.devices.push(device);
        }
    }
    Ok(episodes)
}

/// What all of these keep quiet together. What this version does not know is not among them: it silences nothing here either.
pub fn quiet(all: impl Iterator<Item = Quieted>) -> KeptQuiet {
    KeptQuiet::of(all.flat_map(Quieted::rules))
}

/// Names of the staff.
///
/// # Errors
/// As every statement.
pub async fn names(store: &impl Ledger) -> Result<Names, StoreError> {
    Ok(Names::new(store.all_staff().await?.into_iter().map(|staff| (staff.id, staff.display_name))))
}

/// Restores the engine of each of these episodes: open alerts from the store, pending delays from the frames and from what people
/// wrote down. A quarter of an hour of frames is enough for nearly all of them; where a long delay of a rung may be running, more
/// is read, a few episodes at a time.
///
/// # Errors
/// As every statement.
pub async fn engines(
    store: &impl Ledger,
    bindings: &Bindings,
    episodes: &BTreeMap<Uuid, Loaded>,
    ids: &[Uuid],
    now: Now,
) -> Result<BTreeMap<Uuid, Episode>, StoreError> {
    let since = now.wall.plus(-RESTORE_MS);
    let mut engines = engines_since(since, store, bindings, episodes, ids, now).await?;
    let further: Vec<Uuid> = engines.iter().filter(|(_, engine)| engine.looks_further(since)).map(|(id, _)| *id).collect();
    for some in further.chunks(FURTHER_AT_ONCE) {
        let look_back_ms = some.iter().filter_map(|id| episodes.get(id)).map(|loaded| loaded.limits.look_back_ms()).max();
        let since = now.wall.plus(-look_back_ms.unwrap_or(RESTORE_MS));
        engines.extend(engines_since(since, store, bindings, episodes, some, now).await?);
    }
    Ok(engines)
}

async fn engines_since(
    since: WallMs,
    store: &impl Ledger,
    bindings: &Bindings,
    episodes: &BTreeMap<Uuid, Loaded>,
    ids: &[Uuid],
    now: Now,
) -> Result<BTreeMap<Uuid, Episode>, StoreError> {
    let mut open: BTreeMap<Uuid, Vec<Alert>> = BTreeMap::new();
    for row in store.open_alerts_of(ids).await? {
        if let Some(episode) = row.episode {
            open.entry(episode).or_default().push(row.alert);
        }
    }
    // Devices that were taken away count too: their backlog may have come a minute ago.
    let devices: BTreeSet<DeviceId> = ids.iter().flat_map(|id| bindings.ever_of(*id)).cloned().collect();
    let devices: Vec<DeviceId> = devices.into_iter().collect();
    let frames = match devices.is_empty() {
        true => Vec::new(),
        false => store.recent_frames_of(&devices, since).await?,
    };
    let mut by_hand: BTreeMap<Uuid, Vec<ByHand>> = BTreeMap::new();
    for observed in store.observed_vitals(ids, Some(since.plus(-BY_HAND_SPEAKS_MS))).await? {
        by_hand.entry(observed.episode).or_default().push(entry(&observed));
    }
    let by_episode = by_episode(&frames, bindings);
    let charts = Charts::read(store, ids, &without_pace(ids, episodes), now).await?;
    let spots_by_episode = self::by_episode(&charts.spots, bindings);
    let happened = events::read(store, bindings, ids, now).await?;
    let events_by_episode = events::by_episode(&happened, bindings);
    let engine = |id: &Uuid| {
        let loaded = episodes.get(id)?;
        let frames = by_episode.get(id).map_or(&[][..], Vec::as_slice);
        let history: Vec<FrameAt<'_>> = frames.iter().map(|frame| frame_at(frame)).collect();
        let open = open.get(id).cloned().unwrap_or_default();
        #[cfg(feature = "breakages")]
        let history = if hearth_breakages::is("in_memory_timer") { Vec::new() } else { history };
        #[cfg(feature = "breakages")]
        let open = if hearth_breakages::is("forget_open_alerts") { Vec::new() } else { open };
        let by_hand = by_hand.get(id).map_or(&[][..], Vec::as_slice);
        let spots: Vec<FrameAt<'_>> = spots_by_episode.get(id).into_iter().flatten().map(|frame| frame_at(frame)).collect();
        let past = Past {
            frames: &history,
            spots: &spots,
            by_hand,
            said: charts.said.get(id).map_or(&[][..], Vec::as_slice),
            stretches: charts.stretches.get(id).map_or(&[][..], Vec::as_slice),
            events: events_by_episode.get(id).map_or(&[][..], Vec::as_slice),
            closed: charts.closed.get(id).map_or(&[][..], Vec::as_slice),
        };
        let mut restored = Episode::restore((loaded.limits.clone(), loaded.course), loaded.expected(), open, &past, now);
        restored.keep_quiet(loaded.quiet.clone());
        Some((*id, restored))
    };
    Ok(ids.iter().filter_map(engine).collect())
}

/// The devices of these episodes that measure now and then.
fn without_pace(ids: &[Uuid], episodes: &BTreeMap<Uuid, Loaded>) -> Vec<DeviceId> {
    let all: BTreeSet<DeviceId> = ids
        .iter()
        .filter_map(|id| episodes.get(id))
        .flat_map(Loaded::expected)
        .filter(|expected| expected.cadence_ms == 0)
        .map(|expected| expected.device)
        .collect();
    all.into_iter().collect()
}

fn by_episode<'a>(frames: &'a [RecentFrame], bindings: &Bindings) -> ByEpisode<&'a RecentFrame> {
    let mut all: ByEpisode<&RecentFrame> = BTreeMap::new();
    for frame in frames {
        if let Some(episode) = bindings.episode_at(&frame.device, frame.at) {
            all.entry(episode).or_default().push(frame);
        }
    }
    all
}

/// A vital by hand as the engine judges it.
pub fn entry(observed: &ObservedVital) -> ByHand {
    ByHand { vital: observed.vital, noted: observed.noted, at: observed.at, entered: observed.entered_at }
}

fn frame_at(frame: &RecentFrame) -> FrameAt<'_> {
    FrameAt { device: &frame.device, at: frame.at, received: frame.received, readings: &frame.readings }
}

/// Episodes that have an open alert.
///
/// # Errors
/// As every statement.
pub async fn with_open_alerts(store: &impl Ledger) -> Result<BTreeSet<Uuid>, StoreError> {
    Ok(store.open_alerts().await?.into_iter().filter_map(|row| row.episode).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_alerts::{Priority, Rule, WithoutNews2};
    use hearth_store::registry::PatientRow;
    use hearth_vitals::Vital;

    #[test]
    fn a_stay_is_judged_by_the_course_of_its_profile_until_it_ends() {
        let text = String::new;
        let patient = PatientRow {
            id: Uuid::nil(),
            family_name: text(),
            given_name: text(),
            birth_date: text(),
            medical_record_number: text(),
            sex: text(),
            language: text(),
        };
        let physician = Uuid::from_u128(7);
        let row = EpisodeRow {
            id: Uuid::nil(),
            version: 1,
            patient,
            label: text(),
            address: text(),
            phone: text(),
            time_zone: text(),
            phase: text(),
            limits: serde_json::json!([]),
            neutropenic: true,
            scale_two: Some((physician, WallMs(9))),
            without_news2: Some("pregnant".into()),
            quiets: vec!["news2".into(), "heart_rate_low".into(), "bath".into(), "of another version".into()],
            admitted_at: WallMs(0),
            ended_at: None,
        };
        let course = |row: EpisodeRow| loaded(vec![row], Vec::new()).unwrap()[&Uuid::nil()].course;
        let now = course(row.clone());
        assert!(now.neutropenic && now.scale_two.is_some_and(|decision| (decision.by.0, decision.at) == (7, WallMs(9))));
        assert_eq!(now.without_news2, Some(WithoutNews2::Pregnant));
        let quiet = loaded(vec![row.clone()], Vec::new()).unwrap()[&Uuid::nil()].quiet.clone();
        assert!(quiet.covers(Rule::VitalLow(Vital::HeartRate), Priority::Medium) && quiet.covers(Rule::SensorOff, Priority::Medium));
        assert!(!quiet.covers(Rule::VitalLow(Vital::Systolic), Priority::Low));
        assert_eq!(course(EpisodeRow { ended_at: Some(WallMs(10)), ..row }), Course::default());
    }
}
