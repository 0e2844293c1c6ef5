//! The alert engines of all episodes, and when each wants to be woken.
//!
//! Pure: no clock, no store. Engines are changed on copies ([`Copies`]) that are swapped in
//! after the commit; what is dropped before leaves no trace. The next copy is made in what one has replaced ([`Spare`]).

use super::spare::Spare;
use hearth_alerts::{AlertId, Episode};
use hearth_vitals::{GatewayId, MonoMs};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// An active episode with the engine that judges its alerts.
#[derive(Debug)]
pub struct ActiveEpisode {
    /// Version of its row. Transitions that were judged by another version are refused.
    pub version: i64,
    /// The engine that judges its alerts.
    pub engine: Episode,
    /// The gateways its devices speak through.
    pub gateways: BTreeSet<GatewayId>,
    /// When it is next woken, as registered in the list of wakes.
    wake: Option<MonoMs>,
    spare: Spare,
}

/// Changed copies of engines, which take effect once the transaction is committed.
pub type Copies = BTreeMap<Uuid, Episode>;

/// Whether the hub's intake works: only then does silence of a device prove anything.
#[derive(Debug, Clone, Copy, Default)]
struct Intake {
    is_impaired: bool,
    healthy_since: MonoMs,
}

impl Intake {
    fn tell(self, engine: &mut Episode) {
        if self.is_impaired {
            engine.intake_impaired();
        } else {
            engine.intake_healthy_since(self.healthy_since);
        }
    }
}

/// Every engine, with indexes by alert, gateway and time.
#[derive(Debug, Default)]
pub struct Engines {
    episodes: HashMap<Uuid, ActiveEpisode>,
    by_gateway: HashMap<GatewayId, Vec<Uuid>>,
    by_alert: HashMap<AlertId, Uuid>,
    wakes: BTreeSet<(MonoMs, Uuid)>,
    intake: Intake,
}

impl Engines {
    /// Adds the engine of an episode, or replaces it.
    pub fn put(&mut self, id: Uuid, version: i64, gateways: BTreeSet<GatewayId>, mut engine: Episode) {
        self.remove(id);
        self.intake.tell(&mut engine);
        for gateway in &gateways {
            self.by_gateway.entry(gateway.clone()).or_default().push(id);
        }
        for alert in engine.open_alerts() {
            self.by_alert.insert(alert.id, id);
        }
        self.episodes.insert(id, ActiveEpisode { version, engine, gateways, wake: None, spare: Spare::default() });
        self.register_wake(id);
    }

    /// Removes the engine of an episode.
    pub fn remove(&mut self, id: Uuid) -> Option<ActiveEpisode> {
        let gone = self.episodes.remove(&id)?;
        if let Some(wake) = gone.wake {
            self.wakes.remove(&(wake, id));
        }
        for gateway in &gone.gateways {
            if let Some(list) = self.by_gateway.get_mut(gateway) {
                list.retain(|other| *other != id);
            }
        }
        self.by_alert.retain(|_, episode| *episode != id);
        Some(gone)
    }

    /// Notes a new version of an episode's row, by which transitions are judged from now on.
    pub fn set_row(&mut self, id: Uuid, version: i64, gateways: BTreeSet<GatewayId>) {
        let Some(active) = self.episodes.get_mut(&id) else { return };
        active.version = version;
        let before = std::mem::replace(&mut active.gateways, gateways);
        for gone in before.difference(&active.gateways) {
            if let Some(list) = self.by_gateway.get_mut(gone) {
                list.retain(|other| *other != id);
            }
        }
        for new in active.gateways.difference(&before) {
            self.by_gateway.entry(new.clone()).or_default().push(id);
        }
    }

    /// The engine of one episode.
    pub fn get(&self, id: Uuid) -> Option<&ActiveEpisode> {
        self.episodes.get(&id)
    }

    /// Every engine, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (Uuid, &ActiveEpisode)> {
        self.episodes.iter().map(|(id, active)| (*id, active))
    }

    /// The episode an open alert belongs to.
    pub fn episode_of(&self, alert: AlertId) -> Option<Uuid> {
        self.by_alert.get(&alert).copied()
    }

    /// The episodes whose devices speak through this gateway.
    pub fn behind(&self, gateway: &GatewayId) -> &[Uuid] {
        self.by_gateway.get(gateway).map_or(&[], Vec::as_slice)
    }

    /// The copy of an engine to work on, made on first use; `None` for an episode that has no engine.
    pub fn copy<'a>(&self, copies: &'a mut Copies, id: Uuid) -> Option<&'a mut Episode> {
        match copies.entry(id) {
            std::collections::btree_map::Entry::Occupied(copy) => Some(copy.into_mut()),
            std::collections::btree_map::Entry::Vacant(place) => {
                let active = self.episodes.get(&id)?;
                Some(place.insert(active.spare.copy(&active.engine)))
            }
        }
    }

    /// Makes copies the engines that hold, after the commit. The intake may have stopped or come back since they were made, so
    /// that is applied to them too.
    pub fn swap_in(&mut self, copies: Copies) {
        for (id, mut engine) in copies {
            let Some(active) = self.episodes.get_mut(&id) else { continue };
            let before: Vec<AlertId> = active.engine.open_alerts().map(|alert| alert.id).collect();
            self.intake.tell(&mut engine);
            active.spare.keep(std::mem::replace(&mut active.engine, engine));
            for alert in before {
                self.by_alert.remove(&alert);
            }
            for alert in active.engine.open_alerts() {
                self.by_alert.insert(alert.id, id);
            }
            self.register_wake(id);
        }
    }

    /// If the new wake is later than the registered one, it is left: waking early is harmless, and most frames only move the end
    /// of a silence.
    fn register_wake(&mut self, id: Uuid) {
        let Some(active) = self.episodes.get_mut(&id) else { return };
        let Some(wanted) = active.engine.next_wake() else { return };
        if active.wake.is_some_and(|wake| wake <= wanted) {
            return;
        }
        if let Some(wake) = active.wake.replace(wanted) {
            self.wakes.remove(&(wake, id));
        }
        self.wakes.insert((wanted, id));
    }

    /// When the next episode wants to be woken.
    pub fn next_wake(&self) -> Option<MonoMs> {
        self.wakes.first().map(|(at, _)| *at)
    }

    /// Takes at most `most` episodes whose time has come. Each must be put back by
    /// [`Engines::swap_in`] or [`Engines::wake_again`], or it sleeps for ever.
    pub fn take_due(&mut self, now: MonoMs, most: usize) -> Vec<Uuid> {
        let mut due = Vec::new();
        while due.len() < most {
            let Some(&(at, id)) = self.wakes.first().filter(|(at, _)| *at <= now) else { break };
            self.wakes.remove(&(at, id));
            if let Some(active) = self.episodes.get_mut(&id) {
                active.wake = None;
                due.push(id);
            }
        }
        due
    }

    /// Registers episodes as due again, because what was due could not be committed.
    pub fn wake_again(&mut self, ids: &[Uuid]) {
        for id in ids {
            self.register_wake(*id);
        }
    }

    /// Tells every engine that the hub's intake stopped or works again; rules of silence rest while it does not. This makes no
    /// transition, so nothing has to be committed.
    pub fn intake(&mut self, healthy_since: Option<MonoMs>) {
        self.intake = match healthy_since {
            None => Intake { is_impaired: true, ..self.intake },
            Some(healthy_since) => Intake { is_impaired: false, healthy_since },
        };
        let ids: Vec<Uuid> = self.episodes.keys().copied().collect();
        for id in ids {
            if let Some(active) = self.episodes.get_mut(&id) {
                self.intake.tell(&mut active.engine);
            }
            self.register_wake(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_alerts::{Expected, FrameAt, Limits, Now};
    use hearth_vitals::{DeviceId, Flags, Reading, Vital, WallMs};

    const BEGIN: Now = Now { wall: WallMs(1_795_000_000_000), mono: MonoMs(100_000) };

    fn engines() -> (Engines, Uuid) {
        let expected = Expected {
            device: DeviceId::new("oxi-1").unwrap(),
            vitals: vec![Vital::Spo2],
            cadence_ms: 1_000,
            gateway: GatewayId::new("home-0001").unwrap(),
        };
        let id = Uuid::from_u128(1);
        let mut engines = Engines::default();
        let gateways = BTreeSet::from([expected.gateway.clone()]);
        engines.put(id, 1, gateways, Episode::new(Limits::thresholds_adult(), vec![expected], BEGIN));
        (engines, id)
    }

    /// Gives the engine three values, because one could be an artefact; returns the transitions of the last.
    fn critical(engine: &mut Episode, after_ms: i64) -> Vec<hearth_alerts::Transition> {
        let device = DeviceId::new("oxi-1").unwrap();
        let readings = [Reading::new(Vital::Spo2, Some(700), Flags::NONE)];
        let mut value = |after_ms: i64| {
            let at = BEGIN.wall.plus(after_ms);
            let now = Now { wall: at, mono: BEGIN.mono.plus(after_ms.unsigned_abs()) };
            engine.frame(&FrameAt { device: &device, at, received: at, readings: &readings }, now, &mut || AlertId(7))
        };
        let first = [value(after_ms), value(after_ms + 1_000)].concat();
        assert_eq!(first, []);
        value(after_ms + 2_000)
    }

    #[test]
    fn what_was_not_committed_leaves_no_trace_and_what_was_is_found_by_its_alert() {
        let (mut engines, id) = engines();
        let mut dropped = Copies::new();
        assert_eq!(critical(engines.copy(&mut dropped, id).unwrap(), 1_000).len(), 1);
        drop(dropped);
        assert_eq!(engines.get(id).unwrap().engine.open_alerts().count(), 0);
        assert_eq!(engines.episode_of(AlertId(7)), None);
        let mut copies = Copies::new();
        critical(engines.copy(&mut copies, id).unwrap(), 1_000);
        engines.swap_in(copies);
        assert_eq!(engines.episode_of(AlertId(7)), Some(id));
        engines.remove(id);
        assert_eq!(engines.episode_of(AlertId(7)), None);
    }

    #[test]
    fn an_episode_that_was_due_and_could_not_be_committed_is_due_again() {
        let (mut engines, id) = engines();
        let wake = engines.next_wake().expect("a silence is due some day");
        assert!(engines.take_due(MonoMs(wake.0 - 1), 9).is_empty());
        assert_eq!(engines.take_due(wake, 9), [id]);
        assert_eq!(engines.next_wake(), None);
        engines.wake_again(&[id]);
        assert_eq!(engines.next_wake(), Some(wake));
    }

    #[test]
    fn while_the_intake_is_impaired_no_silence_is_due() {
        let (mut engines, id) = engines();
        let wake = engines.next_wake().unwrap();
        engines.intake(None);
        engines.take_due(wake, 9);
        engines.wake_again(&[id]);
        assert_eq!(engines.next_wake(), None);
        engines.intake(Some(wake));
        assert!(engines.next_wake().unwrap() > wake);
    }

    #[test]
    fn an_episode_that_comes_while_the_intake_is_impaired_counts_no_silence_either() {
        let (mut engines, id) = engines();
        let come = engines.get(id).unwrap().engine.clone();
        engines.intake(None);
        engines.put(id, 2, BTreeSet::new(), come.clone());
        assert!(engines.take_due(MonoMs(u64::MAX), 9).is_empty());
        engines.intake(Some(BEGIN.mono));
        engines.put(id, 3, BTreeSet::new(), come);
        assert_eq!(engines.take_due(MonoMs(u64::MAX), 9), [id]);
    }

    #[test]
    fn a_copy_that_was_made_while_the_intake_was_impaired_counts_silence_once_it_works_again() {
        let (mut engines, id) = engines();
        engines.intake(None);
        let mut copies = Copies::new();
        engines.copy(&mut copies, id).unwrap();
        engines.intake(Some(BEGIN.mono.plus(5_000)));
        engines.swap_in(copies);
        let due = engines.get(id).unwrap().engine.next_wake().expect("a silence is due some day");
        assert!(due > BEGIN.mono.plus(5_000));
    }
}
