//! Which right each operation of the API asks for: one row an operation. Who has the right stands in `auth/table.rs`.
//!
//! The description says of each operation what its row says, and a test calls each in every role and expects what the two
//! tables say. An operation without a row fails that test.

use crate::auth::right::Right;
use crate::auth::role::Role;
use crate::auth::table::Reach;

/// Who may call an operation. What it then answers (a conflict, a wrong field) is another matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Everybody, signed in or not.
    Open,
    /// Anybody who is signed in, even with a first password that has to be changed.
    OwnSession,
    /// Anybody who is signed in with a password of their own.
    SignedIn,
    /// People with the right for all patients, or for things that belong to no patient.
    All(Right),
    /// People with the right for the stay in the path; other stays do not exist for them.
    Stay(Right),
    /// People with the right for at least some patients: the answer holds only those.
    List(Right),
    /// People who may see alerts of patients, and people who see kits: these get alerts about equipment, without saying whose it
    /// is.
    Alerts,
    /// The same people, for a single alert.
    Alert,
}

/// What somebody of a role meets when calling an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Met {
    /// The door is open.
    Open,
    /// The answer leaves out patients who are not theirs: alerts without names, or a list of their own.
    Kept,
    /// It does not exist for them.
    NotFound,
    /// The role has not this right.
    Refused(Right),
}

impl Door {
    /// The rights of which one is asked for; none where a session is enough, or is not needed.
    pub fn rights(self) -> Vec<Right> {
        match self {
            Door::Open | Door::OwnSession | Door::SignedIn => Vec::new(),
            Door::All(right) | Door::Stay(right) | Door::List(right) => vec![right],
            Door::Alerts | Door::Alert => vec![Right::SeeAlerts, Right::SeeKits],
        }
    }

    /// What a signed-in person of this role meets when asking about a patient who is not theirs.
    pub fn met_by(self, role: Role) -> Met {
        let others = |met: Met, right: Right| match role.reach(right) {
            Some(Reach::All) => Met::Open,
            Some(Reach::Assigned) => met,
            None => Met::Refused(right),
        };
        match self {
            Door::Open | Door::OwnSession | Door::SignedIn => Met::Open,
            Door::All(right) => others(Met::Refused(right), right),
            Door::Stay(right) => others(Met::NotFound, right),
            Door::List(right) => others(Met::Kept, right),
            Door::Alerts | Door::Alert => {
                let met = if self == Door::Alerts { Met::Kept } else { Met::NotFound };
                match others(met, Right::SeeAlerts) {
                    Met::Refused(_) if role.has(Right::SeeKits) => met,
                    of_patients => of_patients,
                }
            }
        }
    }
}

/// Every operation, in the order of the description's parts.
#[rustfmt::skip]
pub const DOORS: &[(&str, Door)] = &[
    ("POST /session",                                Door::Open),
    ("GET /session",                                 Door::OwnSession),
    ("DELETE /session",                              Door::Open),
    ("POST /session/password",                       Door::OwnSession),

    ("GET /patients",                                Door::List(Right::SeePatients)),
    ("POST /patients",                               Door::All(Right::Care)),

    ("GET /episodes",                                Door::List(Right::SeePatients)),
    ("POST /episodes",                               Door::All(Right::Care)),
    ("GET /episodes/{id}",                           Door::Stay(Right::SeePatients)),
    ("GET /episodes/ended",                          Door::All(Right::SeePatients)),
    ("GET /episodes/ended/people",                   Door::All(Right::SeePatients)),
    ("GET /episodes/{id}/acts",                      Door::Stay(Right::SeePatients)),
    ("POST /episodes/{id}/end",                      Door::All(Right::Care)),
    ("PUT /episodes/{id}/limits",                    Door::All(Right::Care)),
    ("PUT /episodes/{id}/phone",                     Door::All(Right::Care)),
    ("GET /episodes/{id}/particulars",               Door::Stay(Right::SeePatients)),
    ("PUT /episodes/{id}/particulars",               Door::All(Right::Care)),
    ("GET /episodes/{id}/particulars/access",        Door::Stay(Right::SeeAccess)),
    ("GET /episodes/{id}/particulars/versions",      Door::Stay(Right::SeePatients)),
    ("GET /episodes/{id}/notes",                     Door::Stay(Right::SeePatients)),
    ("POST /episodes/{id}/notes",                    Door::All(Right::WriteNotes)),
    ("POST /notes/{id}/amend",                       Door::All(Right::WriteNotes)),
    ("GET /tasks",                                   Door::All(Right::SeePatients)),
    ("GET /tasks/owed",                              Door::All(Right::SeePatients)),
    ("GET /tasks/{id}",                              Door::All(Right::SeePatients)),
    ("POST /tasks/{id}/act",                         Door::All(Right::KeepTasks)),
    ("GET /episodes/{id}/tasks",                     Door::Stay(Right::SeePatients)),
    ("POST /episodes/{id}/tasks",                    Door::All(Right::KeepTasks)),
    ("GET /episodes/{id}/calls",                     Door::Stay(Right::SeePatients)),
    ("POST /episodes/{id}/calls",                    Door::All(Right::LogCalls)),
    ("POST /calls/{id}/end",                         Door::All(Right::LogCalls)),
    ("GET /episodes/{id}/incidents",                 Door::Stay(Right::SeeIncidents)),
    ("POST /episodes/{id}/incidents",                Door::All(Right::Answer)),
    ("GET /episodes/{id}/profile",                   Door::Stay(Right::SeeRules)),
    ("PUT /episodes/{id}/profile",                   Door::All(Right::Care)),
    ("POST /episodes/{id}/profile/trial",            Door::All(Right::Care)),
    ("POST /episodes/{id}/profile/{number}/confirm", Door::All(Right::Care)),
    ("POST /episodes/{id}/profile/{number}/refuse",  Door::All(Right::Care)),
    ("POST /episodes/{id}/profile/{number}/sign",    Door::All(Right::Sign)),
    ("GET /profile-templates",                       Door::All(Right::SeeRules)),
    ("GET /episodes/{id}/quiets",                    Door::Stay(Right::SeePatients)),
    ("POST /episodes/{id}/shelve",                   Door::All(Right::Care)),
    ("POST /episodes/{id}/context",                  Door::All(Right::Care)),
    ("POST /episodes/{id}/quiets/{quiet}/end",       Door::All(Right::Care)),
    ("GET /episodes/{id}/marked-events",             Door::Stay(Right::SeeMeasurements)),
    ("POST /episodes/{id}/marked-events",            Door::All(Right::Care)),
    ("POST /marked-events/{id}/withdraw",            Door::All(Right::Care)),
    ("GET /clinical-settings",                       Door::All(Right::SeeRules)),
    ("POST /clinical-settings/sign",                 Door::All(Right::Sign)),
    ("GET /workbench",                               Door::All(Right::TryOut)),
    ("POST /workbench",                              Door::All(Right::TryOut)),
    ("POST /workbench/cancel",                       Door::All(Right::TryOut)),
    ("GET /reports/alerts",                          Door::All(Right::SeeReports)),
    ("GET /reports/alerts.csv",                      Door::All(Right::SeeReports)),
    ("GET /reports/unmonitored",                     Door::All(Right::SeePatients)),

    ("GET /audit",                                   Door::All(Right::SeeAudit)),
    ("GET /audit.csv",                               Door::All(Right::SeeAudit)),
    ("GET /audit.jsonl",                             Door::All(Right::SeeAudit)),
    ("GET /audit.fhir",                              Door::All(Right::SeeAudit)),

    ("GET /episodes/{id}/readings",                  Door::Stay(Right::SeeMeasurements)),
    ("GET /episodes/{id}/waveforms",                 Door::Stay(Right::SeeMeasurements)),
    ("GET /episodes/{id}/events",                    Door::Stay(Right::SeeMeasurements)),
    ("GET /sparklines",                              Door::List(Right::SeeMeasurements)),
    ("GET /observations/codes",                      Door::List(Right::SeeMeasurements)),
    ("GET /observations/antipyretics",               Door::All(Right::SeePatients)),
    ("GET /episodes/{id}/observations",              Door::Stay(Right::SeeMeasurements)),
    ("GET /episodes/{id}/observations/newest",       Door::Stay(Right::SeeMeasurements)),
    ("POST /episodes/{id}/observations",             Door::All(Right::Care)),
    ("POST /observations/{id}/correct",              Door::All(Right::Care)),
    ("POST /observations/{id}/withdraw",             Door::All(Right::Care)),

    ("GET /alerts",                                  Door::Alerts),
    ("GET /alerts/load",                             Door::All(Right::SeePatients)),
    ("GET /alerts/{id}",                             Door::Alert),
    ("POST /alerts/{id}/acknowledge",                Door::All(Right::Answer)),
    ("POST /alerts/{id}/pause",                      Door::All(Right::Answer)),
    ("POST /alerts/{id}/resume",                     Door::All(Right::Answer)),
    ("POST /alerts/{id}/review",                     Door::All(Right::Care)),

    ("GET /incidents",                               Door::List(Right::SeeIncidents)),
    ("GET /incidents/{id}",                          Door::Stay(Right::SeeIncidents)),
    ("GET /incidents/{id}/card",                     Door::Stay(Right::SeeAccess)),
    ("POST /incidents/{id}/observations",            Door::Stay(Right::Attend)),
    ("POST /incidents/{id}/notes",                   Door::Stay(Right::Attend)),
    ("POST /incidents/{id}/act",                     Door::All(Right::Dispatch)),
    ("POST /incidents/{id}/stamp",                   Door::Stay(Right::Respond)),
    ("GET /units",                                   Door::List(Right::Respond)),
    ("POST /units/{id}/sign-on",                     Door::Stay(Right::Respond)),
    ("POST /units/{id}/sign-off",                    Door::Stay(Right::Respond)),
    ("POST /units/{id}/sos",                         Door::Stay(Right::Respond)),
    ("POST /units/{id}/sos/end",                     Door::Stay(Right::Respond)),
    ("POST /units",                                  Door::All(Right::Dispatch)),
    ("PUT /units/{id}",                              Door::All(Right::Dispatch)),
    ("POST /units/{id}/crew",                        Door::All(Right::Dispatch)),
    ("POST /units/{id}/position",                    Door::Stay(Right::Respond)),
    ("GET /crews/people",                            Door::All(Right::Dispatch)),
    ("POST /crews/{id}/end",                         Door::All(Right::Dispatch)),

    ("GET /watch",                                   Door::All(Right::SeeDuty)),
    ("POST /watch",                                  Door::All(Right::Care)),
    ("DELETE /watch",                                Door::All(Right::Care)),
    ("GET /watch/stays",                             Door::All(Right::SeePatients)),
    ("GET /watch/reduced",                           Door::All(Right::SeePatients)),
    ("GET /watch/sound",                             Door::All(Right::SeePatients)),
    ("POST /watch/sound",                            Door::All(Right::Care)),
    ("POST /episodes/{id}/reduced/read",             Door::All(Right::HoldWatch)),
    ("POST /watch/take",                             Door::All(Right::HoldWatch)),
    ("POST /watch/assign",                           Door::All(Right::KeepShifts)),
    ("GET /watch/balance",                           Door::All(Right::KeepShifts)),
    ("GET /shifts",                                  Door::All(Right::SeePatients)),
    ("POST /shifts",                                 Door::All(Right::KeepShifts)),
    ("POST /shifts/rest",                            Door::All(Right::KeepShifts)),
    ("PUT /shifts/{id}",                             Door::All(Right::KeepShifts)),
    ("POST /shifts/{id}/cancel",                     Door::All(Right::KeepShifts)),
    ("POST /shifts/{id}/end",                        Door::All(Right::HoldWatch)),
    ("GET /handovers",                               Door::All(Right::SeePatients)),
    ("POST /handovers",                              Door::All(Right::HoldWatch)),
    ("GET /handovers/draft",                         Door::All(Right::HoldWatch)),
    ("GET /handovers/{id}",                          Door::All(Right::SeePatients)),
    ("POST /handovers/{id}/accept",                  Door::All(Right::HoldWatch)),
    ("POST /handovers/{id}/close",                   Door::All(Right::HoldWatch)),

    ("GET /kits",                                    Door::All(Right::SeeKits)),
    ("POST /kits",                                   Door::All(Right::KeepKits)),
    ("GET /devices",                                 Door::All(Right::SeeKits)),
    ("POST /devices",                                Door::All(Right::KeepKits)),
    ("POST /devices/{id}/bindings",                  Door::All(Right::Bind)),
    ("POST /bindings/{id}/end",                      Door::All(Right::Care)),
    ("GET /gateways",                                Door::All(Right::SeeKits)),
    ("POST /gateways",                               Door::All(Right::KeepKits)),
    ("POST /gateways/{id}/revoke",                   Door::All(Right::KeepKits)),
    ("POST /gateways/{id}/code",                     Door::All(Right::KeepKits)),
    ("POST /enrolment/hello",                        Door::Open),
    ("POST /enrolment",                              Door::Open),
    ("POST /enrolment/renewal",                      Door::Open),
    ("GET /strays",                                  Door::All(Right::SeeKits)),

    ("GET /staff",                                   Door::All(Right::SeeStaff)),
    ("GET /staff/{id}",                              Door::All(Right::SeeStaff)),
    ("POST /staff",                                  Door::All(Right::KeepStaff)),
    ("PUT /staff/{id}",                              Door::All(Right::KeepStaff)),
    ("POST /staff/{id}/disable",                     Door::All(Right::KeepStaff)),
    ("POST /staff/{id}/enable",                      Door::All(Right::KeepStaff)),
    ("POST /staff/{id}/password",                    Door::All(Right::KeepStaff)),

    // What can be followed on it is a table of its own: `feed/topic.rs`.
    ("GET /feed",                                    Door::SignedIn),
    ("GET /system",                                  Door::SignedIn),
];

/// The door of an operation, such as `GET /episodes/{id}`.
pub fn of(line: &str) -> Option<Door> {
    DOORS.iter().find(|(operation, _)| *operation == line).map(|(_, door)| *door)
}
