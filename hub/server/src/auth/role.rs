//! Roles of people. What a role may do stands in [`super::table`].

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The role of a member of staff, or of a home's own tablet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Watches patients, acknowledges and reviews alerts, admits.
    Nurse,
    /// Does the same as a nurse, and leads the shift.
    ChargeNurse,
    /// Is on call for what the nurses cannot settle; acts for patients.
    Physician,
    /// Phones homes; sees patients, and answers the alerts that reach it.
    CallAgent,
    /// Sends crews to homes; sees patients, and answers the alerts that reach it.
    Dispatcher,
    /// Goes to a home; sees the patients to whom it is sent.
    Paramedic,
    /// Prepares what is ordered; sees the patients whose orders it has.
    Pharmacist,
    /// Looks after kits, devices and gateways; sees no patients and no measurements.
    Technician,
    /// Reads what people did; acts for nobody.
    Auditor,
    /// Looks after staff and kits; sees no patients and does not act for them.
    Administrator,
    /// A home's own tablet. It holds no session of staff.
    Household,
}

impl Role {
    /// All roles, in the order of `docs/roles.md`.
    pub const ALL: [Role; 11] = [
        Role::Nurse,
        Role::ChargeNurse,
        Role::Physician,
        Role::CallAgent,
        Role::Dispatcher,
        Role::Paramedic,
        Role::Pharmacist,
        Role::Technician,
        Role::Auditor,
        Role::Administrator,
        Role::Household,
    ];

    /// The roles that a member of staff can have: all but the household.
    pub fn of_staff() -> impl Iterator<Item = Role> {
        Self::ALL.into_iter().filter(|role| *role != Role::Household)
    }

    /// The word for the store and the API.
    pub const fn key(self) -> &'static str {
        match self {
            Role::Nurse => "nurse",
            Role::ChargeNurse => "charge_nurse",
            Role::Physician => "physician",
            Role::CallAgent => "call_agent",
            Role::Dispatcher => "dispatcher",
            Role::Paramedic => "paramedic",
            Role::Pharmacist => "pharmacist",
            Role::Technician => "technician",
            Role::Auditor => "auditor",
            Role::Administrator => "administrator",
            Role::Household => "household",
        }
    }

    /// The role of a word; `None` for an unknown one.
    pub fn from_key(key: &str) -> Option<Role> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_round_trip_and_are_those_of_the_api() {
        for role in Role::ALL {
            assert_eq!(Role::from_key(role.key()), Some(role));
            assert_eq!(serde_json::to_value(role).unwrap(), role.key());
        }
        assert!(Role::of_staff().all(|role| role != Role::Household) && Role::of_staff().count() == 10);
    }
}
