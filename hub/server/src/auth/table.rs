//! The table of rights: a row for each kind of data or act, a column for each role.
//!
//! Nothing is allowed that does not stand here: there is no list of what is forbidden. A right that no operation and no topic
//! of the feed asks for changes nothing. Which operation asks for which right stands in `api/doors.rs`; `docs/roles.md`
//! is made of both, and a test calls every operation in every role.

use super::right::Right;
use super::role::Role;

/// Which patients a right reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Patients who are assigned to the person: see [`super::patients`].
    Assigned,
    /// All patients, and things that belong to no patient.
    All,
}

impl Reach {
    /// The word for the API.
    pub const fn key(self) -> &'static str {
        match self {
            Reach::Assigned => "assigned",
            Reach::All => "all",
        }
    }
}

type Row = (Right, [Option<Reach>; Role::ALL.len()]);

const ALL: Option<Reach> = Some(Reach::All);
const OWN: Option<Reach> = Some(Reach::Assigned);
const NO: Option<Reach> = None;

/// `OWN`: patients who are assigned to the person, and nothing else.
#[rustfmt::skip]
const TABLE: [Row; Right::ALL.len()] = [
    //                         nurse     physician  dispatcher pharmacist auditor    household
    //                               charge     call agent paramedic  technician administrator
    (Right::SeePatients,      [ALL,  ALL,  ALL,  ALL,  ALL,  OWN,  OWN,  NO,   NO,   NO,   NO]),
    (Right::SeeMeasurements,  [ALL,  ALL,  ALL,  ALL,  ALL,  OWN,  OWN,  NO,   NO,   NO,   NO]),
    (Right::SeeAlerts,        [ALL,  ALL,  ALL,  ALL,  ALL,  OWN,  OWN,  NO,   NO,   NO,   NO]),
    (Right::SeeAccess,        [ALL,  ALL,  NO,   NO,   ALL,  OWN,  NO,   NO,   NO,   NO,   NO]),
    (Right::SeeRules,         [ALL,  ALL,  ALL,  ALL,  ALL,  NO,   NO,   NO,   NO,   NO,   NO]),
    (Right::SeeKits,          [ALL,  ALL,  ALL,  ALL,  ALL,  NO,   NO,   ALL,  NO,   ALL,  NO]),
    (Right::SeeDuty,          [ALL,  ALL,  ALL,  ALL,  ALL,  ALL,  ALL,  ALL,  NO,   ALL,  NO]),
    (Right::SeeStaff,         [NO,   ALL,  NO,   NO,   NO,   NO,   NO,   NO,   NO,   ALL,  NO]),
    (Right::Care,             [ALL,  ALL,  ALL,  NO,   NO,   NO,   NO,   NO,   NO,   NO,   NO]),
    (Right::Bind,            [ALL,  ALL,  ALL,  NO,   NO,   NO,   NO,   ALL,  NO,   NO,   NO]),
    (Right::Answer,           [ALL,  ALL,  ALL,  ALL,  ALL,  NO,   NO,   NO,   NO,   NO,   NO]),
    (Right::HoldWatch,        [ALL,  ALL,  NO,   NO,   NO,   NO,   NO,   NO,   NO,   NO,   NO]),
    (Right::KeepShifts,       [NO,   ALL,  NO,   NO,   NO,   NO,   NO,   NO,   NO,   NO,   NO]),
    (Right::WriteNotes,       [ALL,  ALL,  ALL,  NO,   NO,   NO,   NO,   NO,   NO,   NO,   NO]),
    (Right::KeepTasks,        [ALL,  ALL,  ALL,  ALL,  ALL,  NO,   NO,   NO,   NO,   NO,   NO]),
    (Right::LogCalls,         [ALL,  ALL,  ALL,  ALL,  ALL,  NO,   NO,   NO,   NO,   NO,   NO]),
    (Right::SeeIncidents,     [ALL,  ALL,  ALL,  ALL,  ALL,  OWN,  NO,   NO,   NO,   NO,   NO]),
    (Right::Dispatch,         [NO,   ALL,  NO,   NO,   ALL,  NO,   NO,   NO,   NO,   NO,   NO]),
    (Right::Respond,          [NO,   ALL,  NO,   NO,   ALL,  OWN,  NO,   NO,   NO,   NO,   NO]),
    (Right::Attend,           [NO,   NO,   NO,   NO,   NO,   OWN,  NO,   NO,   NO,   NO,   NO]),
    (Right::KeepKits,         [NO,   ALL,  NO,   NO,   NO,   NO,   NO,   ALL,  NO,   ALL,  NO]),
    (Right::Sign,             [NO,   NO,   ALL,  NO,   NO,   NO,   NO,   NO,   NO,   NO,   NO]),
    (Right::TryOut,           [NO,   ALL,  ALL,  NO,   NO,   NO,   NO,   NO,   NO,   NO,   NO]),
    (Right::SeeReports,       [NO,   ALL,  ALL,  NO,   NO,   NO,   NO,   NO,   ALL,  ALL,  NO]),
    (Right::SeeAudit,         [NO,   ALL,  NO,   NO,   NO,   NO,   NO,   NO,   ALL,  NO,   NO]),
    (Right::KeepStaff,        [NO,   NO,   NO,   NO,   NO,   NO,   NO,   NO,   NO,   ALL,  NO]),
];

impl Role {
    /// Which patients the right reaches for this role; `None` if the role does not have the right.
    pub const fn reach(self, right: Right) -> Option<Reach> {
        TABLE[right as usize].1[self as usize]
    }

    /// True if the role has the right for all patients. A right for assigned patients only has to be checked for each patient.
    pub fn has(self, right: Right) -> bool {
        self.reach(right) == ALL
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_right_and_every_role_stands_in_its_own_place() {
        for (index, (right, _)) in TABLE.iter().enumerate() {
            assert_eq!((*right as usize, Right::ALL[index]), (index, *right));
            assert_eq!(Right::ALL.into_iter().filter(|other| other.key() == right.key()).count(), 1, "{right:?}");
        }
        for (index, role) in Role::ALL.into_iter().enumerate() {
            assert_eq!(role as usize, index, "{role:?}");
        }
    }

    fn who(right: Right) -> Vec<Role> {
        Role::ALL.into_iter().filter(|role| role.has(right)).collect()
    }

    fn rights(role: Role) -> Vec<Right> {
        Right::ALL.into_iter().filter(|right| role.reach(*right).is_some()).collect()
    }

    #[test]
    fn who_does_not_care_for_patients_sees_none() {
        for role in [Role::Technician, Role::Auditor, Role::Administrator, Role::Household] {
            for right in [Right::SeePatients, Right::SeeMeasurements, Right::SeeAlerts, Right::SeeRules, Right::Care, Right::Answer] {
                assert_eq!(role.reach(right), None, "{role:?} {right:?}");
            }
        }
        for right in [Right::SeePatients, Right::SeeMeasurements, Right::SeeAlerts] {
            assert_eq!(Role::Paramedic.reach(right), Some(Reach::Assigned), "{right:?}");
        }
        assert_eq!(rights(Role::Household), [], "nothing of a home is told to its tablet yet");
    }

    #[test]
    fn clinical_acts_are_those_of_nurses_and_physicians_and_staff_the_administrators() {
        let clinicians = [Role::Nurse, Role::ChargeNurse, Role::Physician];
        assert_eq!(who(Right::Care), clinicians);
        assert_eq!(who(Right::HoldWatch), [Role::Nurse, Role::ChargeNurse]);
        assert_eq!(who(Right::Sign), [Role::Physician]);
        // Binding a device adds to what is watched, so technicians may do it; ending a binding takes from it, and only clinicians
        // may.
        assert_eq!(who(Right::Bind), [Role::Nurse, Role::ChargeNurse, Role::Physician, Role::Technician]);
        assert_eq!(who(Right::KeepStaff), [Role::Administrator]);
        assert_eq!(
            rights(Role::Administrator),
            [Right::SeeKits, Right::SeeDuty, Right::SeeStaff, Right::KeepKits, Right::SeeReports, Right::KeepStaff]
        );
    }
}
