//! The states of an incident and of the places in it, and which may follow which.

/// How far an incident, or a place in it, has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
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

impl State {
    /// Every value of [`State`].
    pub const ALL: [State; 17] = [
        State::Received,
        State::Triaged,
        State::Assigned,
        State::Reassigned,
        State::Acknowledged,
        State::EnRoute,
        State::Staging,
        State::OnScene,
        State::AtPatient,
        State::TreatedOnScene,
        State::Transporting,
        State::AtDestination,
        State::CareTransferred,
        State::Clear,
        State::ResolvedRemotely,
        State::Cancelled,
        State::Closed,
    ];

    /// The word for the store and the API.
    pub const fn key(self) -> &'static str {
        match self {
            State::Received => "received",
            State::Triaged => "triaged",
            State::Assigned => "assigned",
            State::Reassigned => "reassigned",
            State::Acknowledged => "acknowledged",
            State::EnRoute => "en_route",
            State::Staging => "staging",
            State::OnScene => "on_scene",
            State::AtPatient => "at_patient",
            State::TreatedOnScene => "treated_on_scene",
            State::Transporting => "transporting",
            State::AtDestination => "at_destination",
            State::CareTransferred => "care_transferred",
            State::Clear => "clear",
            State::ResolvedRemotely => "resolved_remotely",
            State::Cancelled => "cancelled",
            State::Closed => "closed",
        }
    }

    /// The state of a word; `None` for an unknown one.
    pub fn from_key(key: &str) -> Option<State> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// The states that may follow this one.
    pub const fn followers(self) -> &'static [State] {
        use State::{
            Acknowledged, Assigned, AtDestination, AtPatient, Cancelled, CareTransferred, Clear, Closed, EnRoute, OnScene, Reassigned,
            ResolvedRemotely, Staging, Transporting, TreatedOnScene, Triaged,
        };
        match self {
            State::Received => &[Triaged, Cancelled],
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
    pub fn may_become(self, next: State) -> bool {
        self.followers().contains(&next)
    }

    /// True while a place in this state keeps its unit.
    pub const fn keeps_unit(self) -> bool {
        !matches!(self, State::Clear | State::Cancelled)
    }

    /// True while a place in this state is offered to a unit that has not said yes.
    pub const fn is_offered(self) -> bool {
        matches!(self, State::Assigned | State::Reassigned)
    }

    /// True of a place whose unit has said yes and is not at the house yet.
    pub const fn is_on_its_way(self) -> bool {
        matches!(self, State::Acknowledged | State::EnRoute | State::Staging)
    }
}
