//! Makes the items of a topic from the state and its changes: `{key, version, ...}` texts that are joined into frames.

use super::frame::{Body, item};
use super::message::{Alert, GatewayBrief, ValuesDelta};
use super::state::{Changed, FeedState, Observed, Part};
use super::topic::{Scope, Subject, Topic};
use crate::canary::bird;
use crate::shown;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A round of changes on its way to the viewers. What several topics tell is encoded once.
pub(super) struct Round<'a> {
    state: &'a FeedState,
    changed: &'a Changed,
    values: OnceCell<BTreeMap<Uuid, Vec<String>>>,
}

impl<'a> Round<'a> {
    pub(super) fn new(state: &'a FeedState, changed: &'a Changed) -> Round<'a> {
        Round { state, changed, values: OnceCell::new() }
    }

    /// The items of a subject that changed; mostly none.
    pub(super) fn items(&self, subject: Subject, scope: Scope) -> Vec<String> {
        match subject {
            Subject::Whole(Topic::Stays) => self.stays(),
            Subject::Whole(Topic::Wall) => [self.removed(), self.values().values().flatten().cloned().collect()].concat(),
            Subject::Whole(Topic::Alerts) => {
                let alerts = self.changed.alerts.values().filter_map(|alert| alert_item(alert, scope));
                alerts.chain(self.changed.canary.map(bird::told)).collect()
            }
            Subject::Whole(Topic::Climbs) => {
                let climbs = self.changed.climbs.iter().map(|alert| self.state.climb_item(*alert));
                climbs.chain(self.changed.quiets.iter().map(|stay| self.state.quiet_item(*stay))).collect()
            }
            Subject::Whole(Topic::Tasks) => {
                let stays = self.changed.kept.iter().filter(|(_, part)| *part == Part::Tasks);
                stays.map(|(stay, _)| item(&stay.to_string(), self.state.seq, Body::Changed, &true)).collect()
            }
            Subject::Whole(Topic::Gateways) => {
                let changed = self.changed.gateways.iter().filter_map(|id| self.state.gateways.get(id));
                changed.map(|brief| self.state.gateway_item(brief, scope)).collect()
            }
            Subject::Whole(Topic::Watch) => {
                let whole = self.changed.watch.then(|| self.state.watch_item());
                let stays = self.changed.watches.iter().filter(|_| scope == Scope::Patients).map(|stay| self.state.held_item(*stay));
                whole.into_iter().chain(stays).collect()
            }
            Subject::Whole(Topic::Dispatch) => {
                let board = self.state.board.as_ref();
                self.changed.board.iter().filter_map(|id| Some(board?.item(*id, self.state.seq))).collect()
            }
            Subject::Patient(stay) => self.patient(stay),
            // A waveform is sent as it comes; the other two are never followed whole.
            Subject::Waveform(..) | Subject::Whole(Topic::Waveform | Topic::Patient) => Vec::new(),
        }
    }

    fn stays(&self) -> Vec<String> {
        let changed = self.changed.tiles.iter().filter_map(|id| self.state.stay_item(*id));
        self.removed().into_iter().chain(changed).collect()
    }

    fn removed(&self) -> Vec<String> {
        self.changed.removed.iter().map(|stay| gone(&stay.to_string(), self.state.seq)).collect()
    }

    fn patient(&self, stay: Uuid) -> Vec<String> {
        let removed = self.changed.removed.contains(&stay).then(|| gone(&stay.to_string(), self.state.seq));
        let values = self.values().get(&stay).into_iter().flatten().cloned();
        let observed = self.changed.observed.get(&stay).into_iter().flatten();
        let observed = observed.map(|(code, observed)| observed_item(code, self.state.seq, observed));
        let kept = self.changed.kept.iter().filter(|(of, _)| *of == stay);
        let kept = kept.map(|(_, part)| item(part.key(), self.state.seq, Body::Changed, &true));
        removed.into_iter().chain(values).chain(observed).chain(kept).collect()
    }

    /// New values by stay: frames of devices, or all values of a stay that was read anew.
    fn values(&self) -> &BTreeMap<Uuid, Vec<String>> {
        self.values.get_or_init(|| {
            let frame = |values: &ValuesDelta| item(&values.episode_id.to_string(), self.state.seq, Body::Frame, values);
            let frames = self.changed.values.iter().map(|(stay, devices)| (*stay, devices.values().flatten().map(frame).collect()));
            let anew = self.changed.tiles.iter().filter_map(|stay| Some((*stay, vec![self.state.newest_item(*stay)?])));
            frames.chain(anew).collect()
        })
    }
}

impl FeedState {
    /// Every item of a subject, at the position of the last round.
    pub(super) fn items(&self, subject: Subject, scope: Scope) -> Vec<String> {
        match subject {
            Subject::Whole(Topic::Stays) => self.tiles.keys().filter_map(|id| self.stay_item(*id)).collect(),
            Subject::Whole(Topic::Wall) => self.tiles.keys().filter_map(|id| self.newest_item(*id)).collect(),
            Subject::Whole(Topic::Alerts) => self.alerts.values().filter_map(|alert| alert_item(alert, scope)).collect(),
            Subject::Whole(Topic::Climbs) => {
                let climbs = self.climbs.keys().map(|alert| self.climb_item(*alert));
                climbs.chain(self.quiets.keys().map(|stay| self.quiet_item(*stay))).collect()
            }
            Subject::Whole(Topic::Gateways) => self.gateways.values().map(|brief| self.gateway_item(brief, scope)).collect(),
            Subject::Whole(Topic::Watch) => {
                let stays = self.watches.keys().filter(|_| scope == Scope::Patients).map(|stay| self.held_item(*stay));
                std::iter::once(self.watch_item()).chain(stays).collect()
            }
            Subject::Whole(Topic::Dispatch) => self.board.as_ref().map_or_else(Vec::new, |board| board.items(self.seq)),
            Subject::Patient(stay) => self.newest_item(stay).into_iter().collect(),
            // These topics tell only changes and keep nothing; the other two are never followed whole.
            Subject::Waveform(..) | Subject::Whole(Topic::Tasks | Topic::Waveform | Topic::Patient) => Vec::new(),
        }
    }

    /// Hash and number of the open alerts that somebody with this scope may see.
    pub(super) fn open_alerts(&self, scope: Scope) -> (String, usize) {
        let open: Vec<_> = self.alerts.values().filter_map(|alert| seen(alert, scope)).collect();
        (alerts_hash(open.iter().map(|alert| (alert.id, alert.version))), open.len())
    }

    fn stay_item(&self, id: Uuid) -> Option<String> {
        Some(item(&id.to_string(), self.seq, Body::Stay, self.tiles.get(&id)?))
    }

    fn newest_item(&self, id: Uuid) -> Option<String> {
        Some(item(&id.to_string(), self.seq, Body::Newest, &self.tiles.get(&id)?.values))
    }

    fn gateway_item(&self, brief: &GatewayBrief, scope: Scope) -> String {
        item(&brief.id, self.seq, Body::Gateway, &brief_for(brief, scope))
    }

    fn climb_item(&self, alert: Uuid) -> String {
        match self.climbs.get(&alert) {
            Some(climb) => item(&alert.to_string(), self.seq, Body::Climb, climb),
            None => gone(&alert.to_string(), self.seq),
        }
    }

    fn quiet_item(&self, stay: Uuid) -> String {
        item(&stay.to_string(), self.seq, Body::Quiet, &self.quiets.get(&stay).map_or(&[][..], Vec::as_slice))
    }

    fn watch_item(&self) -> String {
        item("watch", self.seq, Body::Watch, &self.watch)
    }

    fn held_item(&self, stay: Uuid) -> String {
        match self.watches.get(&stay) {
            Some(watch) => item(&stay.to_string(), self.seq, Body::Held, watch),
            None => gone(&stay.to_string(), self.seq),
        }
    }
}

fn gone(key: &str, version: u64) -> String {
    item(key, version, Body::Gone, &true)
}

fn observed_item(code: &str, version: u64, observed: &Observed) -> String {
    match observed {
        Observed::Newest(observation) => item(code, version, Body::Observation, observation),
        Observed::Gone => gone(code, version),
        Observed::Unknown => item(code, version, Body::Unknown, &true),
    }
}

fn alert_item(alert: &Alert, scope: Scope) -> Option<String> {
    let alert = seen(alert, scope)?;
    Some(item(&alert.id.to_string(), alert.version.into(), Body::Alert, &alert))
}

fn seen(alert: &Alert, scope: Scope) -> Option<Cow<'_, Alert>> {
    match scope {
        Scope::Patients => Some(Cow::Borrowed(alert)),
        Scope::Equipment => shown::without_patient(alert).map(Cow::Owned),
    }
}

fn brief_for(brief: &GatewayBrief, scope: Scope) -> Cow<'_, GatewayBrief> {
    match scope {
        Scope::Patients => Cow::Borrowed(brief),
        Scope::Equipment => Cow::Owned(GatewayBrief { episode_ids: Vec::new(), ..brief.clone() }),
    }
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

    #[test]
    fn the_alert_hash_is_the_published_one() {
        assert_eq!(alerts_hash(std::iter::empty()), "811c9dc5");
        let one = alerts_hash([(Uuid::nil(), 1)].into_iter());
        let two = alerts_hash([(Uuid::nil(), 2)].into_iter());
        assert_ne!(one, two);
    }
}
