//! What people are, and what that lets them do.

use hearth_vitals::coded::Param;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// The role of a member of staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
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
    /// Sends somebody to a home; sees patients, and answers the alerts that reach it.
    Dispatcher,
    /// Looks after kits, devices and gateways; sees no patients and no measurements.
    Technician,
    /// Looks after staff and kits; does not act for patients.
    Administrator,
}

/// Something only some may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// See patients and their measurements.
    SeePatients,
    /// Admit, set limits, review, bind a device to an episode.
    Care,
    /// See how to get into a home: door codes, keys.
    SeeAccess,
    /// Acknowledge and pause alerts; who may not act for patients, only those that have reached them.
    Answer,
    /// Register kits and devices.
    KeepKits,
    /// Sign what patients are watched by.
    Sign,
    /// Try profiles out over the stored days of many patients.
    TryOut,
    /// Add staff.
    KeepStaff,
    /// Put shifts on the roster, and say who watches which stay.
    KeepShifts,
    /// Hold the watch of stays.
    HoldWatch,
}

impl Role {
    /// All roles.
    pub const ALL: [Role; 7] =
        [Role::Nurse, Role::ChargeNurse, Role::Physician, Role::CallAgent, Role::Dispatcher, Role::Technician, Role::Administrator];

    /// The word for the store and the API.
    pub const fn key(self) -> &'static str {
        match self {
            Role::Nurse => "nurse",
            Role::ChargeNurse => "charge_nurse",
            Role::Physician => "physician",
            Role::CallAgent => "call_agent",
            Role::Dispatcher => "dispatcher",
            Role::Technician => "technician",
            Role::Administrator => "administrator",
        }
    }

    /// Reads the word.
    pub fn from_key(key: &str) -> Option<Role> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }

    /// True if the role has the right.
    pub const fn has(self, right: Right) -> bool {
        match right {
            Right::SeePatients => {
                matches!(self, Role::Nurse | Role::ChargeNurse | Role::Physician | Role::CallAgent | Role::Dispatcher | Role::Administrator)
            }
            Right::Care => matches!(self, Role::Nurse | Role::ChargeNurse | Role::Physician),
            Right::SeeAccess => matches!(self, Role::Nurse | Role::ChargeNurse | Role::Dispatcher),
            Right::Answer => {
                matches!(self, Role::Nurse | Role::ChargeNurse | Role::Physician | Role::CallAgent | Role::Dispatcher)
            }
            Right::KeepKits => matches!(self, Role::ChargeNurse | Role::Technician | Role::Administrator),
            Right::Sign => matches!(self, Role::Physician),
            Right::TryOut => matches!(self, Role::ChargeNurse | Role::Physician),
            Right::KeepStaff => matches!(self, Role::Administrator),
            Right::KeepShifts => matches!(self, Role::ChargeNurse),
            Right::HoldWatch => matches!(self, Role::Nurse | Role::ChargeNurse),
        }
    }
}

impl Right {
    /// All rights.
    pub const ALL: [Right; 10] = [
        Right::SeePatients,
        Right::Care,
        Right::SeeAccess,
        Right::Answer,
        Right::KeepKits,
        Right::Sign,
        Right::TryOut,
        Right::KeepStaff,
        Right::KeepShifts,
        Right::HoldWatch,
    ];

    /// The word for the API.
    pub const fn key(self) -> &'static str {
        match self {
            Right::SeePatients => "see_patients",
            Right::Care => "care",
            Right::SeeAccess => "see_access",
            Right::Answer => "answer",
            Right::KeepKits => "keep_kits",
            Right::Sign => "sign",
            Right::TryOut => "try_out",
            Right::KeepStaff => "keep_staff",
            Right::KeepShifts => "keep_shifts",
            Right::HoldWatch => "hold_watch",
        }
    }
}

impl Param for Right {
    const IS: &'static str = "rights";

    fn value(&self) -> Value {
        self.key().into()
    }

    /// Completes "Your role may not ...".
    fn english(&self) -> String {
        let act = match self {
            Right::SeePatients => "see patients",
            Right::Care => "act for patients",
            Right::SeeAccess => "see how to get into a home",
            Right::Answer => "answer alerts",
            Right::KeepKits => "change kits and devices",
            Right::Sign => "sign profiles",
            Right::TryOut => "try profiles out over stored days",
            Right::KeepStaff => "change staff",
            Right::KeepShifts => "change shifts and say who watches which patient",
            Right::HoldWatch => "hold the watch of a patient",
        };
        act.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_technician_sees_no_patient_and_an_administrator_does_not_act_for_one() {
        assert!(!Role::Technician.has(Right::SeePatients) && !Role::Technician.has(Right::Care));
        assert!(Role::Administrator.has(Right::SeePatients) && !Role::Administrator.has(Right::Care));
        assert!(Role::Nurse.has(Right::Care) && !Role::Nurse.has(Right::KeepStaff));
        for role in [Role::Physician, Role::CallAgent, Role::Dispatcher] {
            assert!(role.has(Right::SeePatients) && !role.has(Right::KeepKits) && !role.has(Right::KeepStaff), "{role:?}");
        }
        let answer: Vec<Role> = Role::ALL.into_iter().filter(|role| role.has(Right::Answer)).collect();
        assert_eq!(answer, [Role::Nurse, Role::ChargeNurse, Role::Physician, Role::CallAgent, Role::Dispatcher]);
        assert!(Role::Physician.has(Right::Care) && !Role::CallAgent.has(Right::Care) && !Role::Dispatcher.has(Right::Care));
    }

    #[test]
    fn keys_round_trip_and_are_those_of_the_api() {
        for role in Role::ALL {
            assert_eq!(Role::from_key(role.key()), Some(role));
            assert_eq!(serde_json::to_value(role).unwrap(), role.key());
        }
    }
}
