//! Judges new records, for alerts and for the screens. It works on copies, so that a commit that fails or is tried again leaves
//! no trace.

use super::bindings::Bindings;
use super::engines::{Copies, Engines};
use super::round::LastHeard;
use crate::canary::bird::{self, Bird};
use crate::feed::message::ValuesDelta;
use hearth_alerts::budget::LATE_MS;
use hearth_alerts::{AlertId, Episode, EventAt, FrameAt, Now, Transition, Upkeep};
use hearth_store::canary::NO_STAY;
use hearth_store::ingest::{Fresh, IngestBatch, Item};
use hearth_store::transitions::EpisodeTransitions;
use hearth_vitals::{DeviceId, Event, Frame, GatewayId, Reading, WallMs, WaveformBlock};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What one transaction changes once it is committed.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Changed copies of engines.
    pub copies: Copies,
    /// Stays whose early warning score has to be computed again.
    pub scored: Vec<Uuid>,
    /// Steps of alerts, by episode.
    pub steps: BTreeMap<Uuid, Vec<Transition>>,
    /// Newest values, by episode and device: one for each instant that still shows something.
    pub values: BTreeMap<(Uuid, DeviceId), Vec<ValuesDelta>>,
    /// Live waveform blocks: whose, which item of the round, when.
    pub waveforms: Vec<(Uuid, Fresh, WallMs)>,
    /// Measured instants of live frames, for the figures.
    pub measured: Vec<WallMs>,
    /// Devices that gateways named although they are not in their kit.
    pub strays: BTreeSet<(GatewayId, DeviceId)>,
    /// Steps of the canary, the known alert that the hub sends itself.
    pub canary: Vec<Transition>,
    /// How many records of the transaction are new.
    pub fresh: usize,
    /// How many readings these records hold.
    pub readings: u64,
}

impl Outcome {
    /// The steps with the versions they were judged by.
    pub fn judged(&self, engines: &Engines) -> Vec<EpisodeTransitions> {
        let one = |(id, steps): (&Uuid, &Vec<Transition>)| {
            let version = engines.get(*id)?.version;
            Some(EpisodeTransitions { episode: Some((*id, version)), transitions: steps.clone() })
        };
        let known = EpisodeTransitions { episode: Some((NO_STAY, 0)), transitions: self.canary.clone() };
        self.steps.iter().filter_map(one).chain((!self.canary.is_empty()).then_some(known)).collect()
    }

    /// Notes steps of an episode.
    pub fn add(&mut self, episode: Uuid, steps: Vec<Transition>) {
        if !steps.is_empty() {
            self.steps.entry(episode).or_default().extend(steps);
        }
    }
}

/// A new alert id.
pub fn new_alert_id() -> AlertId {
    AlertId(Uuid::now_v7().as_u128())
}

/// Judges what is new in a round.
pub struct Judge<'a> {
    /// The engines as they are.
    pub engines: &'a Engines,
    /// Whose each device was, when.
    pub bindings: &'a Bindings,
    /// The hub's clocks.
    pub now: Now,
}

impl Judge<'_> {
    /// Judges the fresh records of these batches, and that these gateways were heard.
    pub fn judge(&self, batches: &[IngestBatch], heard: &LastHeard, fresh: &[Fresh]) -> Outcome {
        let mut outcome = Outcome { fresh: fresh.len(), measured: Vec::with_capacity(fresh.len()), ..Outcome::default() };
        let mut to_show = Vec::with_capacity(fresh.len());
        for new in fresh {
            let batch = &batches[new.batch];
            match &batch.items[new.item] {
                Item::Frame(frame, placed) => {
                    let episode = self.frame(frame, placed.at, batch.received_at, &mut outcome);
                    to_show.extend(episode.map(|episode| (episode, frame, placed.at, batch.received_at)));
                }
                Item::Waveform(block, placed) => self.waveform(block, placed.at, batch.received_at, *new, &mut outcome),
                Item::Event(event, placed) => {
                    self.event(&batch.gateway, event, placed.map(|placed| placed.at), batch.received_at, &mut outcome)
                }
                Item::Status(status, placed) => {
                    let at = placed.map_or(batch.received_at, |placed| placed.at);
                    self.upkeep(&batch.gateway, Upkeep { at, clock: status.clock, free_bytes: status.disk_free_bytes }, &mut outcome);
                }
                Item::Stray(_) => self.stray(&batch.gateway, &batch.items[new.item], &mut outcome),
                _ => {}
            }
        }
        self.heard(heard, &mut outcome);
        // The newest first, so that values which they replace are not even made.
        for (episode, frame, at, received) in to_show.into_iter().rev() {
            outcome.show(episode, frame, at, received);
        }
        outcome
    }

    /// Judges a frame; returns the episode that it belongs to, if any.
    fn frame(&self, frame: &Frame, at: WallMs, received: WallMs, outcome: &mut Outcome) -> Option<Uuid> {
        outcome.readings += frame.readings().len() as u64;
        if received.since(at) <= LATE_MS {
            outcome.measured.push(at);
        }
        let measured = at;
        #[cfg(feature = "breakages")]
        let measured = if hearth_breakages::is("bind_at_arrival") { received } else { measured };
        let episode = self.bindings.episode_at(&frame.device, measured)?;
        #[cfg(feature = "breakages")]
        if hearth_breakages::is("ring_late") && received.0 % 10_000 >= 1_000 {
            return Some(episode);
        }
        if let Some(engine) = self.engines.copy(&mut outcome.copies, episode) {
            #[cfg(feature = "breakages")]
            let (at, received) = if hearth_breakages::is("late_as_live") { (received, received) } else { (at, received) };
            let frame_at = FrameAt { device: &frame.device, at, received, readings: frame.readings() };
            let steps = self.told(engine, &frame_at, &mut new_alert_id);
            outcome.add(episode, steps);
        }
        Some(episode)
    }

    /// Judges something that happened at a home. If its time is unknown it counts from when it was received: a call for help does
    /// not wait for a clock.
    fn event(&self, gateway: &GatewayId, event: &Event, at: Option<WallMs>, received: WallMs, outcome: &mut Outcome) {
        if !EventAt::is_judged(event.kind) {
            return;
        }
        let at = at.unwrap_or(received);
        for episode in self.bindings.concerned(gateway, event.device.as_ref(), at) {
            if let Some(engine) = self.engines.copy(&mut outcome.copies, episode) {
                let event_at = EventAt { device: event.device.as_ref(), at, received, kind: event.kind };
                let steps = engine.event(&event_at, self.now, &mut new_alert_id);
                outcome.add(episode, steps);
            }
        }
    }

    /// Gives a frame to an engine, of a patient or of the canary, and returns its steps.
    fn told(&self, engine: &mut Episode, frame: &FrameAt<'_>, ids: &mut dyn FnMut() -> AlertId) -> Vec<Transition> {
        engine.frame(frame, self.now, ids)
    }

    /// Judges the canary, the known alert that the hub sends itself.
    pub fn canary(&self, bird: &Bird) -> Vec<Transition> {
        bird::judged(bird, self.now, |engine, frame, ids| self.told(engine, frame, ids))
    }

    /// What a gateway says of itself concerns everybody whose devices speak through it.
    fn upkeep(&self, gateway: &GatewayId, said: Upkeep, outcome: &mut Outcome) {
        for episode in self.engines.behind(gateway) {
            if let Some(engine) = self.engines.copy(&mut outcome.copies, *episode) {
                let steps = engine.upkeep(gateway, said, self.now, &mut new_alert_id);
                outcome.add(*episode, steps);
            }
        }
    }

    fn waveform(&self, block: &WaveformBlock, at: WallMs, received: WallMs, new: Fresh, outcome: &mut Outcome) {
        // Waveforms of an outage are not played on screens; they can be looked up.
        if received.since(at) <= LATE_MS
            && let Some(episode) = self.bindings.episode_at(&block.device, at)
        {
            outcome.waveforms.push((episode, new, at));
        }
    }

    /// Does not judge the record. It only counts the stray for the patient whose device was named.
    fn stray(&self, gateway: &GatewayId, item: &Item, outcome: &mut Outcome) {
        if let (Item::Frame(frame, _), _) = item.told() {
            outcome.readings += frame.readings().len() as u64;
        }
        let Some((device, _)) = item.of_device() else { return };
        let (own, wearer) = (self.bindings.gateway_at(device, Some(self.now.wall)), self.bindings.episode_at(device, self.now.wall));
        // A device that is not registered belongs to nobody. Readings from before the device came into this kit are kept apart,
        // and nobody has to correct anything.
        if own == Some(gateway) || (own.is_none() && wearer.is_none()) {
            return;
        }
        outcome.strays.insert((gateway.clone(), device.clone()));
        if let Some(episode) = wearer
            && let Some(engine) = self.engines.copy(&mut outcome.copies, episode)
        {
            let steps = engine.stray(device, gateway, self.now, &mut new_alert_id);
            outcome.add(episode, steps);
        }
    }

    /// Any delivery proves that the home is alive, even one without new records.
    fn heard(&self, heard: &LastHeard, outcome: &mut Outcome) {
        for (gateway, (mono, _)) in heard {
            for episode in self.engines.behind(gateway) {
                if let Some(engine) = self.engines.copy(&mut outcome.copies, *episode) {
                    let steps = engine.gateway(gateway, *mono, self.now, &mut new_alert_id);
                    outcome.add(*episode, steps);
                }
            }
        }
    }
}

impl Outcome {
    /// Readings of one device are merged, so that a second of them costs the feed one message; different instants are never
    /// mixed.
    fn show(&mut self, episode: Uuid, frame: &Frame, at: WallMs, received: WallMs) {
        if frame.readings().is_empty() {
            return;
        }
        let known = self.values.entry((episode, frame.device.clone())).or_default();
        let has_all = |newer: &ValuesDelta| frame.readings().iter().all(|reading| newer.values.contains_key(reading.vital.key()));
        if known.iter().any(|newer| newer.at >= at.0 && has_all(newer)) {
            return;
        }
        let mut delta = ValuesDelta {
            episode_id: episode,
            device_id: frame.device.to_string(),
            at: at.0,
            received_at: received.0,
            values: BTreeMap::new(),
            flags: BTreeMap::new(),
            late: received.since(at) > LATE_MS,
        };
        for reading in frame.readings() {
            set(&mut delta, reading);
        }
        ValuesDelta::keep_newest(known, delta);
    }
}

fn set(delta: &mut ValuesDelta, reading: &Reading) {
    let key = reading.vital.key();
    delta.values.insert(key, reading.raw.map(|raw| reading.vital.raw_to_f64(raw)));
    if !reading.flags.is_empty() {
        delta.flags.insert(key, reading.flags.names().collect());
    }
}
