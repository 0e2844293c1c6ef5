//! How the gateways are doing, as far as the hub hears them. Pure: time is an argument.

use crate::feed::message::{GatewayBrief, Problem};
use hearth_alerts::budget::GATEWAY_QUIET_MS;
use hearth_vitals::state::GatewayState;
use hearth_vitals::{GatewayId, MonoMs, WallMs};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A gateway that is heard is shown anew this often, so that "last heard" stays true.
const SHOW_EVERY_MS: u64 = 15_000;

#[derive(Debug, Default)]
struct Seen {
    heard: Option<(MonoMs, WallMs)>,
    state: Option<GatewayState>,
    episodes: BTreeSet<Uuid>,
    shown: Option<(MonoMs, bool)>,
    /// Something beside `heard` changed since it was shown.
    changed: bool,
    /// Heard or said something since it was noted in the store.
    unnoted: bool,
}

/// Every gateway that may send.
#[derive(Debug, Default)]
pub struct Gateways {
    by_id: BTreeMap<GatewayId, Seen>,
}

impl Gateways {
    /// These gateways may send, for these episodes.
    pub fn set(&mut self, known: &BTreeSet<GatewayId>, episodes_of: impl Fn(&GatewayId) -> BTreeSet<Uuid>) {
        self.by_id.retain(|id, _| known.contains(id));
        for id in known {
            let seen = self.by_id.entry(id.clone()).or_default();
            let episodes = episodes_of(id);
            seen.changed |= seen.episodes != episodes || seen.shown.is_none();
            seen.episodes = episodes;
        }
    }

    /// What the store remembers of a gateway, after a restart.
    pub fn remember(&mut self, id: &GatewayId, heard: Option<WallMs>, state: Option<GatewayState>) {
        if let Some(seen) = self.by_id.get_mut(id) {
            // Long ago on the monotonic clock: remembered is not heard.
            seen.heard = heard.map(|wall| (MonoMs(0), wall));
            seen.state = state;
        }
    }

    /// Something of it arrived.
    pub fn heard(&mut self, id: &GatewayId, mono: MonoMs, wall: WallMs) {
        if let Some(seen) = self.by_id.get_mut(id) {
            seen.heard = Some((mono, wall));
            seen.unnoted = true;
        }
    }

    /// It said how it is doing. That is no proof of life: a retained state outlives its sender.
    pub fn said(&mut self, state: GatewayState) {
        if let Some(seen) = self.by_id.get_mut(&state.gateway) {
            seen.changed = true;
            seen.unnoted = true;
            seen.state = Some(state);
        }
    }

    /// Those whose picture changed since they were last shown.
    pub fn to_show(&mut self, now: MonoMs) -> Vec<GatewayBrief> {
        let mut briefs = Vec::new();
        for (id, seen) in &mut self.by_id {
            let online = seen.is_online(now);
            let due = seen.shown.is_none_or(|(at, was_online)| was_online != online || (online && now.since(at) >= SHOW_EVERY_MS));
            if due || seen.changed {
                seen.shown = Some((now, online));
                seen.changed = false;
                briefs.push(seen.brief(id, online));
            }
        }
        briefs
    }

    /// All of them.
    pub fn all(&self, now: MonoMs) -> Vec<GatewayBrief> {
        self.by_id.iter().map(|(id, seen)| seen.brief(id, seen.is_online(now))).collect()
    }

    /// What the store shall remember.
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

impl Seen {
    fn is_online(&self, now: MonoMs) -> bool {
        let heard = self.heard.is_some_and(|(at, _)| at.0 > 0 && now.since(at) <= GATEWAY_QUIET_MS.unsigned_abs());
        heard && self.state.as_ref().is_none_or(|state| state.online)
    }

    fn brief(&self, id: &GatewayId, online: bool) -> GatewayBrief {
        let problems = self.state.iter().flat_map(|state| &state.problems);
        GatewayBrief {
            id: id.to_string(),
            online,
            last_heard_at: self.heard.map(|(_, wall)| wall.0),
            problems: problems.map(|problem| Problem { code: problem.code.clone(), message: problem.message.clone() }).collect(),
            episode_ids: self.episodes.iter().copied().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn an_unknown_gateway_is_not_shown() {
        let mut gateways = gateways();
        gateways.set(&BTreeSet::new(), |_| BTreeSet::new());
        gateways.heard(&home(), MonoMs(2_000), WallMs(5));
        assert!(gateways.all(MonoMs(2_000)).is_empty() && gateways.to_note().is_empty());
    }
}
