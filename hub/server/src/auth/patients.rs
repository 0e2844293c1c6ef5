//! The patients whom a person may see. Every read of a patient goes through it: the API's by the
//! arguments in `api/seen.rs`, the feed's by what a topic shows to whom (`feed/topic.rs`).

use super::right::Right;
use super::role::Role;
use super::table::Reach;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Some or all stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Patients {
    /// Every stay of the site.
    All,
    /// Only these stays, by id.
    Assigned(BTreeSet<Uuid>),
}

impl Patients {
    /// The patients whom this right reaches for this role; `None` if it reaches nobody.
    pub fn of(role: Role, right: Right) -> Option<Patients> {
        Some(match role.reach(right)? {
            Reach::All => Patients::All,
            // A crew asks by its incident instead (`api/dispatch/seen.rs`): the job card is all that it needs of the record, and
            // no stay is open to it. A pharmacist is assigned by an order, and Hearth has no orders yet.
            Reach::Assigned => Patients::Assigned(BTreeSet::new()),
        })
    }

    /// True if the stay is one of them.
    pub fn include(&self, stay: Uuid) -> bool {
        match self {
            Patients::All => true,
            Patients::Assigned(stays) => stays.contains(&stay),
        }
    }

    /// The stays by their ids, as the store takes them; `None` for all.
    pub fn named(&self) -> Option<Vec<Uuid>> {
        match self {
            Patients::All => None,
            Patients::Assigned(stays) => Some(stays.iter().copied().collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_assigned_to_some_sees_those_and_no_others() {
        let (own, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let some = Patients::Assigned(BTreeSet::from([own]));
        assert!(some.include(own) && !some.include(other));
        assert!(Patients::All.include(other) && Patients::All.named().is_none());
        assert_eq!(Patients::of(Role::Nurse, Right::SeePatients), Some(Patients::All));
        assert_eq!(Patients::of(Role::Technician, Right::SeePatients), None);
        let paramedic = Patients::of(Role::Paramedic, Right::SeePatients).unwrap();
        assert!(!paramedic.include(own), "nobody was sent to anybody");
    }
}
