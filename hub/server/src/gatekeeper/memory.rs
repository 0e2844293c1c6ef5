//! What the hub remembers of who is shut out, so that a store that does not answer neither lets anybody in nor keeps anybody out.

use hearth_store::enrolment::NewCertificate;
use hearth_vitals::{GatewayId, MonoMs};
use std::collections::{BTreeMap, BTreeSet};

/// Revocations that are remembered until the store has taken them.
const REVOKING_MAX: usize = 4_096;

/// A connection that was made before its certificate was taken back, and has said nothing yet, is closed by the broker within this
/// time, ms: Mosquitto gives a client that names no other time a minute and a half to say who it is.
const SILENT_MS: u64 = 100_000;

/// The wanted state, and what the store has last said.
#[derive(Debug, Default)]
pub struct Memory {
    /// Gateways that are cut off for a while, with the serials of their certificates.
    pub held: BTreeMap<GatewayId, Vec<String>>,
    /// Gateways that were revoked here, which the store has not taken yet.
    pub revoking: BTreeSet<GatewayId>,
    /// Gateways of which somebody may still hold a connection that has said nothing yet, and until when.
    ending: BTreeMap<GatewayId, MonoMs>,
    /// Gateways whose session could not be ended yet: without rights until it is.
    pub to_end: BTreeSet<GatewayId>,
    /// Revocations that the store has taken and that are not noted in the data folder yet.
    pub unnoted: BTreeSet<GatewayId>,
    /// Serials that were taken back.
    taken_back: BTreeSet<String>,
    /// The serials of each gateway that hold.
    certified: BTreeMap<GatewayId, Vec<String>>,
    /// True while the broker may not have been told all: it is told again.
    pub is_behind: bool,
    /// True in the hub that runs: it knows who is cut off. A command does not, and takes nothing off the broker's list.
    pub is_keeper: bool,
    /// True once the store has said what was taken back.
    has_heard: bool,
}

impl Memory {
    /// Takes what the store says was taken back; `None` when it does not answer. `listed` is what stands on the broker's list:
    /// it stays there as long as this process does not know better.
    pub fn take_back(&mut self, said: Option<Vec<String>>, listed: Vec<String>, also: Vec<String>) {
        if let Some(said) = said {
            self.taken_back = said.into_iter().collect();
            self.has_heard = true;
        }
        if !self.has_heard || !self.is_keeper {
            self.taken_back.extend(listed);
        }
        self.taken_back.extend(also);
    }

    /// All serials that the broker must not let in.
    pub fn shut_out(&self) -> Vec<String> {
        let of_revoking = self.revoking.iter().filter_map(|id| self.certified.get(id)).flatten();
        let all: BTreeSet<&String> = self.taken_back.iter().chain(self.held.values().flatten()).chain(of_revoking).collect();
        all.into_iter().cloned().collect()
    }

    /// Takes which certificates hold; those of who is cut off count for the cut-off, too.
    pub fn certify(&mut self, certified: BTreeMap<GatewayId, Vec<String>>) {
        for (id, serials) in &mut self.held {
            let known: BTreeSet<String> = serials.drain(..).chain(certified.get(id).cloned().unwrap_or_default()).collect();
            serials.extend(known);
        }
        self.certified = certified;
    }

    /// The serials of a gateway: as the store says, or as it last said.
    pub fn serials(&mut self, id: &GatewayId, said: Option<Vec<String>>) -> Vec<String> {
        if let Some(said) = said {
            self.certified.insert(id.clone(), said);
        }
        self.certified.get(id).cloned().unwrap_or_default()
    }

    /// Takes a certificate that was signed now: a store that falls silent after that is not asked for it.
    pub fn signed(&mut self, made: &NewCertificate, is_only: bool) {
        let serials = self.certified.entry(made.gateway.clone()).or_default();
        if is_only {
            serials.clear();
        }
        serials.push(made.serial.clone());
    }

    /// Has the session of a gateway be ended again, when its silent connections are over.
    pub fn end_again(&mut self, id: &GatewayId, now: MonoMs) {
        if self.ending.len() < REVOKING_MAX {
            self.ending.insert(id.clone(), MonoMs(now.0.saturating_add(SILENT_MS)));
        }
    }

    /// The gateways whose session is to be ended now: of who is cut off each time that this is asked, for nobody of that name may be
    /// in; of who was replaced once, at the end of the time: the new box connects anew.
    pub fn due(&mut self, now: MonoMs) -> Vec<GatewayId> {
        let wanted = self.ending.iter().filter(|(id, until)| now >= **until || self.held.contains_key(*id));
        let wanted = wanted.map(|(id, _)| id.clone()).collect();
        self.ending.retain(|_, until| now < *until);
        wanted
    }

    /// Keeps the end of a session that was due, for the next time.
    pub fn end_later(&mut self, ids: Vec<GatewayId>, now: MonoMs) {
        self.ending.extend(ids.into_iter().map(|id| (id, now)));
    }

    /// Remembers a revocation until the store has taken it.
    pub fn revoke(&mut self, id: &GatewayId) {
        if self.revoking.len() < REVOKING_MAX {
            self.revoking.insert(id.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id() -> GatewayId {
        GatewayId::new("home-0001").unwrap()
    }

    fn one() -> Vec<String> {
        vec!["1a".to_owned()]
    }

    #[test]
    fn a_cut_off_holds_and_ends_although_the_store_does_not_answer() {
        let mut memory = Memory::default();
        memory.certify(BTreeMap::from([(id(), one())]));
        memory.is_keeper = true;
        memory.take_back(Some(vec!["ff".to_owned()]), Vec::new(), Vec::new());
        let serials = memory.serials(&id(), None);
        memory.held.insert(id(), serials);
        memory.take_back(None, vec!["1a".to_owned(), "ff".to_owned()], Vec::new());
        assert_eq!(memory.shut_out(), ["1a", "ff"]);
        memory.held.remove(&id());
        assert_eq!(memory.shut_out(), ["ff"], "who was revoked stays out");
    }

    #[test]
    fn a_cut_off_whose_serials_nobody_knew_takes_them_when_the_store_answers() {
        let mut memory = Memory::default();
        memory.held.insert(id(), Vec::new());
        memory.certify(BTreeMap::from([(id(), one())]));
        assert_eq!(memory.shut_out(), ["1a"]);
    }

    #[test]
    fn who_held_a_silent_connection_is_put_out_when_he_speaks_and_a_new_box_is_disturbed_once() {
        let (mut memory, other) = (Memory::default(), GatewayId::new("home-0002").unwrap());
        memory.held.insert(id(), Vec::new());
        memory.end_again(&id(), MonoMs(0));
        memory.end_again(&other, MonoMs(0));
        assert_eq!(memory.due(MonoMs(5_000)), [id()], "the one that is cut off, each time");
        assert_eq!(memory.due(MonoMs(10_000)), [id()]);
        assert_eq!(memory.due(MonoMs(SILENT_MS)), [id(), other]);
        assert!(memory.due(MonoMs(SILENT_MS + 5_000)).is_empty());
    }

    #[test]
    fn a_revocation_that_the_store_has_not_taken_keeps_the_gateway_out() {
        let mut memory = Memory::default();
        memory.certify(BTreeMap::from([(id(), one())]));
        memory.revoke(&id());
        memory.take_back(Some(Vec::new()), Vec::new(), Vec::new());
        assert_eq!(memory.shut_out(), ["1a"]);
    }

    #[test]
    fn who_knows_less_than_the_list_takes_nothing_off_it() {
        let mut hub = Memory { is_keeper: true, ..Memory::default() };
        hub.take_back(None, one(), Vec::new());
        assert_eq!(hub.shut_out(), ["1a"], "the store has not answered since the start");
        hub.take_back(Some(Vec::new()), one(), Vec::new());
        assert!(hub.shut_out().is_empty());
        let mut command = Memory::default();
        command.take_back(Some(vec!["ff".to_owned()]), one(), Vec::new());
        assert_eq!(command.shut_out(), ["1a", "ff"], "a command does not know who is cut off");
    }
}
