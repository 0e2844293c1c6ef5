//! The states of an incident and of the places in it, and which may follow which.

/// How far an incident, or a place in it, has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IncidentState {
    /// It was opened; nobody has judged it yet.
    Received,
    /// A dispatcher has judged it: somebody is to be sent, or it can be solved from afar.
    Triaged,
    /// A unit is offered the place.
    Assigned,
    /// Another unit is offered the place instead.
    Reassigned,
    /// The crew has confirmed the offer.
    Acknowledged,
    /// The unit drives to the home.
    EnRoute,
    /// The unit waits near by until it is safe to go in.
    Staging,
    /// The unit is at the house.
    OnScene,
    /// The crew is with the patient; in a tall building that is minutes later.
    AtPatient,
    /// The crew has treated the patient, who stays at home.
    TreatedOnScene,
    /// The unit drives the patient to a hospital.
    Transporting,
    /// The unit has arrived there with the patient.
    AtDestination,
    /// Others have the patient now.
    CareTransferred,
    /// The unit can be sent again.
    Clear,
    /// It was solved without sending anybody.
    ResolvedRemotely,
    /// Nobody is needed any more; for a place: its unit was called back.
    Cancelled,
    /// The incident is closed: nothing of it changes any more.
    Closed,
}

impl IncidentState {
    /// Every value of [`IncidentState`].
    pub const ALL: [IncidentState; 17] = [
        IncidentState::Received,
        IncidentState::Triaged,
        IncidentState::Assigned,
        IncidentState::Reassigned,
        IncidentState::Acknowledged,
        IncidentState::EnRoute,
        IncidentState::Staging,
        IncidentState::OnScene,
        IncidentState::AtPatient,
        IncidentState::TreatedOnScene,
        IncidentState::Transporting,
        IncidentState::AtDestination,
        IncidentState::CareTransferred,
        IncidentState::Clear,
        IncidentState::ResolvedRemotely,
        IncidentState::Cancelled,
        IncidentState::Closed,
    ];

    /// The word for the store and the API.
    pub const fn key(self) -> &'static str {
        match self {
            IncidentState::Received => "received",
            IncidentState::Triaged => "triaged",
            IncidentState::Assigned => "assigned",
            IncidentState::Reassigned => "reassigned",
            IncidentState::Acknowledged => "acknowledged",
            IncidentState::EnRoute => "en_route",
            IncidentState::Staging => "staging",
            IncidentState::OnScene => "on_scene",
            IncidentState::AtPatient => "at_patient",
            IncidentState::TreatedOnScene => "treated_on_scene",
            IncidentState::Transporting => "transporting",
            IncidentState::AtDestination => "at_destination",
            IncidentState::CareTransferred => "care_transferred",
            IncidentState::Clear => "clear",
            IncidentState::ResolvedRemotely => "resolved_remotely",
            IncidentState::Cancelled => "cancelled",
            IncidentState::Closed => "closed",
        }
    }

    /// The state of a word; `None` for an unknown one.
    pub fn from_key(key: &str) -> Option<IncidentState> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// The states that may follow this one.
    pub const fn followers(self) -> &'static [IncidentState] {
        use IncidentState::{
            Acknowledged, Assigned, AtDestination, AtPatient, Cancelled, CareTransferred, Clear, Closed, EnRoute, OnScene, Reassigned,
            ResolvedRemotely, Staging, Transporting, TreatedOnScene, Triaged,
        };
        match self {
            IncidentState::Received => &[Triaged, Cancelled],
            Triaged => &[Assigned, Cancelled, ResolvedRemotely],
            Assigned => &[Acknowledged, Reassigned, Cancelled],
            Reassigned => &[Acknowledged, Cancelled],
            Acknowledged => &[EnRoute, Reassigned, Cancelled],
            EnRoute => &[Staging, OnScene, Reassigned, Cancelled],
            Staging => &[OnScene, Cancelled],
            OnScene => &[AtPatient, Cancelled],
            AtPatient => &[Transporting, TreatedOnScene, CareTransferred],
            Transporting => &[AtDestination],
            AtDestination => &[CareTransferred],
            CareTransferred | TreatedOnScene => &[Clear],
            ResolvedRemotely | Clear => &[Closed],
            Cancelled => &[Clear, Closed],
            Closed => &[],
        }
    }

    /// True if `next` may follow.
    pub fn may_become(self, next: IncidentState) -> bool {
        self.followers().contains(&next)
    }

    /// True while a place in this state keeps its unit.
    pub const fn keeps_unit(self) -> bool {
        !matches!(self, IncidentState::Clear | IncidentState::Cancelled)
    }

    /// True while a place in this state is offered to a unit that has not said yes.
    pub const fn is_offered(self) -> bool {
        matches!(self, IncidentState::Assigned | IncidentState::Reassigned)
    }

    /// True of a place whose unit has said yes and is not at the house yet.
    pub const fn is_on_its_way(self) -> bool {
        matches!(self, IncidentState::Acknowledged | IncidentState::EnRoute | IncidentState::Staging)
    }
}
