//! How the gateways are doing, as far as the hub hears them. Pure: time is an argument.

mod list;
mod openings;
mod strays;
mod trouble;

use crate::feed::message::{GatewayBrief, GatewayProblem};
use crate::ingest::intake::StatusReport;
use hearth_alerts::Why;
use hearth_alerts::budget::GATEWAY_QUIET_MS;
use hearth_vitals::state::GatewayState;
use hearth_vitals::{DeviceId, GatewayId, MonoMs, WallMs};
use list::List;
use openings::Openings;
use std::collections::{BTreeMap, BTreeSet};
use strays::Strays;
use tokio::time::Instant;
pub use trouble::Trouble;
use uuid::Uuid;

/// How often a gateway that is heard is published anew, so that "last heard" stays true.
const SHOW_EVERY_MS: u64 = 15_000;

#[derive(Debug, Default)]
struct Gateway {
    heard: Option<(MonoMs, WallMs)>,
    state: Option<GatewayState>,
    openings: Openings,
    strays: Strays,
    episodes: BTreeSet<Uuid>,
    shown: Option<(MonoMs, bool)>,
    /// True if something besides `heard` changed since it was published.
    changed: bool,
    /// True if it was heard, or said something, since the store was last written.
    unnoted: bool,
}

/// Every gateway that may send.
#[derive(Debug, Default)]
pub struct Gateways {
    by_id: BTreeMap<GatewayId, Gateway>,
    /// The gateways that send too much, with the problem as shown to people. Some are cut off before they are known here.
    conduct: BTreeMap<GatewayId, GatewayProblem>,
    list: List,
}

impl Gateways {
    /// Sets which gateways may send, and for which episodes.
    pub fn set(&mut self, known: &BTreeSet<GatewayId>, episodes_of: impl Fn(&GatewayId) -> BTreeSet<Uuid>) {
        self.by_id.retain(|id, _| known.contains(id));
        for id in known {
            let seen = self.by_id.entry(id.clone()).or_default();
            let episodes = episodes_of(id);
            seen.changed |= seen.episodes != episodes || seen.shown.is_none();
            seen.episodes = episodes;
        }
    }

    /// True when it is registered and not revoked.
    pub fn may_send(&self, id: &GatewayId) -> bool {
        self.by_id.contains_key(id)
    }

    /// True when exactly these gateways may send.
    pub fn are(&self, known: &BTreeSet<GatewayId>) -> bool {
        self.by_id.keys().eq(known)
    }

    /// Notes that a gateway spoke that may not send.
    pub fn unknown_spoke(&mut self) {
        self.list.unknown_spoke();
    }

    /// True when the list of gateways has to be read again.
    pub fn list_is_due(&self, now: Instant) -> bool {
        self.list.is_due(now)
    }

    /// Notes that the list is being read, whether or not that succeeds.
    pub fn list_read(&mut self, now: Instant) {
        self.list.reads(now);
    }

    /// Notes that the list is the same as in the store.
    pub fn list_holds(&mut self) {
        self.list.holds();
    }

    /// Adds gateways that may send.
    pub fn add(&mut self, more: impl IntoIterator<Item = GatewayId>) {
        for id in more {
            self.by_id.entry(id).or_default();
        }
    }

    /// Notes that an episode is served by other gateways than before.
    pub fn serve(&mut self, episode: Uuid, before: &BTreeSet<GatewayId>, now: &BTreeSet<GatewayId>) {
        for id in before.symmetric_difference(now) {
            if let Some(seen) = self.by_id.get_mut(id) {
                seen.changed |= if now.contains(id) { seen.episodes.insert(episode) } else { seen.episodes.remove(&episode) };
            }
        }
    }

    /// Restores what the store knows of a gateway, after a restart.
    pub fn remember(&mut self, id: &GatewayId, heard: Option<WallMs>, state: Option<GatewayState>) {
        if let Some(seen) = self.by_id.get_mut(id) {
            // Long ago on the monotonic clock, because a restored time is no sign of life.
            seen.heard = heard.map(|wall| (MonoMs(0), wall));
            seen.state = state;
        }
    }

    /// Notes that something from it arrived.
    pub fn heard(&mut self, id: &GatewayId, mono: MonoMs, wall: WallMs) {
        if let Some(seen) = self.by_id.get_mut(id) {
            seen.heard = Some((mono, wall));
            seen.unnoted = true;
        }
    }

    /// Takes a gateway's report about itself. It is no sign of life: a retained report outlives its sender.
    pub fn said(&mut self, said: StatusReport) {
        if let Some(seen) = self.by_id.get_mut(&said.state.gateway) {
            // A last will, or a report that the broker retained, may come from a gateway that is gone.
            if said.state.online && !said.is_retained {
                seen.openings.hear(said.state.boot, said.state.generation, said.state.at, said.mono);
            }
            seen.changed = true;
            seen.unnoted = true;
            seen.state = Some(said.state);
        }
    }

    /// Notes that it sends too much, or (`None`) no longer does.
    pub fn conduct(&mut self, id: &GatewayId, problem: Option<GatewayProblem>) {
        let before = match problem.clone() {
            Some(problem) => self.conduct.insert(id.clone(), problem),
            None => self.conduct.remove(id),
        };
        if let Some(seen) = self.by_id.get_mut(id) {
            seen.changed |= before != problem;
        }
    }

    /// Gateways of which it is known whether they run twice, with the answer.
    pub fn known_to_run(&self) -> impl Iterator<Item = (&GatewayId, bool)> {
        self.by_id.iter().filter_map(|(id, seen)| seen.openings.run_twice().map(|twice| (id, twice)))
    }

    /// Notes that it sent under the name of a device that is not in its kit.
    pub fn strayed(&mut self, id: &GatewayId, device: &DeviceId, now: MonoMs) {
        if let Some(seen) = self.by_id.get_mut(id) {
            seen.changed |= seen.strays.hear(device, now);
        }
    }

    /// Why the alert about this device being heard through this gateway is over; `None` while it goes on. A gateway that is not
    /// heard at all proves nothing. For an alert from before a restart, time counts from the first look.
    pub fn ceased(&mut self, id: &GatewayId, device: &DeviceId, now: MonoMs) -> Option<Why> {
        let Some(seen) = self.by_id.get_mut(id) else { return Some(Why::GatewayRevoked) };
        let heard = seen.heard.map_or(MonoMs(0), |(mono, _)| mono);
        let is_over = seen.strays.has_ceased(device, heard, now);
        is_over.then_some(Why::NotStrayed)
    }

    /// The gateways that changed since they were last published.
    pub fn to_show(&mut self, now: MonoMs) -> Vec<GatewayBrief> {
        let mut briefs = Vec::new();
        for (id, seen) in &mut self.by_id {
            let online = seen.is_online(now);
            seen.changed |= seen.strays.forget(seen.heard.map_or(MonoMs(0), |(mono, _)| mono));
            let due = seen.shown.is_none_or(|(at, was_online)| was_online != online || (online && now.since(at) >= SHOW_EVERY_MS));
            if due || seen.changed {
                seen.shown = Some((now, online));
                seen.changed = false;
                briefs.push(seen.brief(id, online, self.conduct.get(id)));
            }
        }
        briefs
    }

    /// Every gateway, as the feed shows it.
    pub fn all(&self, now: MonoMs) -> Vec<GatewayBrief> {
        self.by_id.iter().map(|(id, seen)| seen.brief(id, seen.is_online(now), self.conduct.get(id))).collect()
    }

    /// What the store has to be told of gateways now.
    pub fn to_note(&mut self) -> Vec<(GatewayId, WallMs, Option<GatewayState>)> {
        let mut notes = Vec::new();
        for (id, seen) in &mut self.by_id {
            if let Some((_, wall)) = seen.heard.filter(|_| std::mem::take(&mut seen.unnoted)) {
                notes.push((id.clone(), wall, seen.state.clone()));
            }
        }
        notes
    }
}

impl Gateway {
    fn is_online(&self, now: MonoMs) -> bool {
        let heard = self.heard.is_some_and(|(at, _)| at.0 > 0 && now.since(at) <= GATEWAY_QUIET_MS.unsigned_abs());
        heard && self.state.as_ref().is_none_or(|state| state.online)
    }

    fn brief(&self, id: &GatewayId, online: bool, conduct: Option<&GatewayProblem>) -> GatewayBrief {
        let twice = (self.openings.run_twice() == Some(true)).then(|| runs_twice(id));
        let found = twice.into_iter().chain(self.strays.problem(id)).map(GatewayProblem::from);
        let told = self.state.iter().flat_map(|state| &state.problems);
        let told = told.map(|told| GatewayProblem { code: told.code.clone(), params: told.params.clone(), message: told.message.clone() });
        GatewayBrief {
            id: id.to_string(),
            online,
            last_heard_at: self.heard.map(|(_, wall)| wall.0),
            problems: found.chain(conduct.cloned()).chain(told).collect(),
            episode_ids: self.episodes.iter().copied().collect(),
        }
    }
}

fn runs_twice(id: &GatewayId) -> Trouble {
    Trouble::RunsTwice { gateway: id.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::conduct;

    fn home() -> GatewayId {
        GatewayId::new("home-0001").unwrap()
    }

    fn gateways() -> Gateways {
        let mut gateways = Gateways::default();
        gateways.set(&BTreeSet::from([home()]), |_| BTreeSet::from([Uuid::from_u128(1)]));
        gateways
    }

    #[test]
    fn a_gateway_is_shown_when_it_falls_silent_and_when_it_comes_back() {
        let mut gateways = gateways();
        assert!(!gateways.to_show(MonoMs(1_000))[0].online, "nothing heard yet");
        gateways.heard(&home(), MonoMs(2_000), WallMs(5));
        assert!(gateways.to_show(MonoMs(2_000))[0].online);
        assert!(gateways.to_show(MonoMs(3_000)).is_empty());
        assert!(!gateways.to_show(MonoMs(2_001 + GATEWAY_QUIET_MS.unsigned_abs()))[0].online);
    }

    #[test]
    fn what_the_store_remembers_is_no_sign_of_life() {
        let mut gateways = gateways();
        gateways.remember(&home(), Some(WallMs(77)), None);
        let brief = &gateways.to_show(MonoMs(1_000))[0];
        assert_eq!((brief.online, brief.last_heard_at), (false, Some(77)));
    }

    fn said(generation: u64, at: i64, online: bool, is_retained: bool) -> StatusReport {
        let state = GatewayState {
            v: 1,
            gateway: home(),
            online,
            version: "0".into(),
            boot: hearth_vitals::BootId(1),
            generation: hearth_vitals::Generation(generation),
            at: WallMs(at),
            clock: hearth_vitals::ClockQuality::Synchronised,
            backlog: 0,
            links: Vec::new(),
            problems: Vec::new(),
        };
        StatusReport { state, mono: MonoMs(at.unsigned_abs()), is_retained }
    }

    fn told(gateways: &mut Gateways) -> Vec<String> {
        gateways.all(MonoMs(9_000))[0].problems.iter().map(|problem| problem.code.clone()).collect()
    }

    #[test]
    fn a_gateway_that_runs_twice_says_so_whoever_of_the_two_spoke_last() {
        let mut gateways = gateways();
        for (generation, at) in [(1, 1_000), (2, 2_000)] {
            gateways.said(said(generation, at, true, false));
        }
        assert!(told(&mut gateways).is_empty(), "a restart");
        gateways.said(said(1, 3_000, true, false));
        assert_eq!(told(&mut gateways), ["runs_twice"]);
        let known: Vec<_> = gateways.known_to_run().collect();
        assert!(known.len() == 1 && known[0].1, "{known:?}");
    }

    #[test]
    fn a_last_will_a_goodbye_and_what_the_broker_kept_are_no_second_life() {
        let mut gateways = gateways();
        gateways.said(said(1, 1_000, true, false));
        gateways.said(said(2, 2_000, true, false));
        gateways.said(said(1, 3_000, false, false));
        gateways.said(said(2, 4_000, true, false));
        gateways.said(said(1, 5_000, true, true));
        assert!(told(&mut gateways).is_empty());
    }

    #[test]
    fn a_home_that_sends_too_much_is_shown_until_it_is_well_again() {
        let mut gateways = gateways();
        gateways.to_show(MonoMs(1));
        let problem = GatewayProblem::from(Trouble::TooMuch { complaint: conduct::Why::Flood });
        gateways.conduct(&home(), Some(problem.clone()));
        assert_eq!(gateways.to_show(MonoMs(2))[0].problems, std::slice::from_ref(&problem));
        assert_eq!(serde_json::Value::Object(problem.params.clone()), serde_json::json!({ "complaint": "flood" }));
        gateways.conduct(&home(), Some(problem));
        assert!(gateways.to_show(MonoMs(3)).is_empty(), "told once");
        gateways.conduct(&home(), None);
        assert!(gateways.to_show(MonoMs(4))[0].problems.is_empty());
    }

    #[test]
    fn an_unknown_gateway_is_not_shown() {
        let mut gateways = gateways();
        gateways.set(&BTreeSet::new(), |_| BTreeSet::new());
        gateways.heard(&home(), MonoMs(2_000), WallMs(5));
        assert!(gateways.all(MonoMs(2_000)).is_empty() && gateways.to_note().is_empty());
    }
}
