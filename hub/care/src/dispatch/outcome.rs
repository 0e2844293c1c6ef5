//! The outcome of an incident, shown with the alert that it was made from.

use super::incident::Incident;
use super::state::IncidentState;

/// The outcome of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// A crew treated the patient, who stays at home.
    TreatedAtHome,
    /// A crew drove the patient to a hospital.
    Transported,
    /// A crew gave the patient over to others at the house.
    HandedOver,
    /// It was solved without sending anybody.
    ResolvedRemotely,
    /// Nobody was needed.
    NotNeeded,
}

impl Outcome {
    /// Every value of [`Outcome`].
    pub const ALL: [Outcome; 5] =
        [Outcome::TreatedAtHome, Outcome::Transported, Outcome::HandedOver, Outcome::ResolvedRemotely, Outcome::NotNeeded];

    /// The word for the API.
    pub const fn key(self) -> &'static str {
        match self {
            Outcome::TreatedAtHome => "treated_at_home",
            Outcome::Transported => "transported",
            Outcome::HandedOver => "handed_over",
            Outcome::ResolvedRemotely => "resolved_remotely",
            Outcome::NotNeeded => "not_needed",
        }
    }
}

impl Incident {
    /// The outcome so far; `None` while there is none. If several crews were there, the one that drove with the patient counts.
    pub fn outcome(&self) -> Option<Outcome> {
        let was = |state: IncidentState| self.entries.values().any(|entry| entry.state == state);
        match self.ended {
            _ if was(IncidentState::Transporting) => Some(Outcome::Transported),
            _ if was(IncidentState::CareTransferred) => Some(Outcome::HandedOver),
            _ if was(IncidentState::TreatedOnScene) => Some(Outcome::TreatedAtHome),
            Some(IncidentState::ResolvedRemotely) => Some(Outcome::ResolvedRemotely),
            Some(IncidentState::Cancelled) => Some(Outcome::NotNeeded),
            _ => None,
        }
    }
}
