//! The kinds of things that a request can look for and not find.

use hearth_vitals::coded::Param;
use serde_json::Value;

/// A kind of thing that the API knows, for naming in a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// Whatever a URL of the API names, when nothing more exact is known.
    Resource,
    /// A URL of the API.
    Address,
    /// An alert, open or closed.
    Alert,
    /// An alert that is still open.
    OpenAlert,
    /// A binding of a device to a stay.
    Binding,
    /// A device of the site.
    Device,
    /// A gateway of the site.
    Gateway,
    /// A stay of a patient.
    Episode,
    /// A phone call that was written down.
    Call,
    /// A note about a stay.
    Note,
    /// An observation about a stay.
    Observation,
    /// A patient of the site.
    Patient,
    /// A task that somebody owes.
    Task,
    /// A shift on the roster.
    Shift,
    /// A member of staff.
    Staff,
    /// A handover of stays.
    Handover,
    /// An incident of dispatch.
    Incident,
    /// A unit of dispatch.
    Unit,
    /// A crew on duty.
    Crew,
}

impl Thing {
    /// Every thing, for the catalogue of codes.
    pub const ALL: [Thing; 19] = [
        Thing::Resource,
        Thing::Address,
        Thing::Alert,
        Thing::OpenAlert,
        Thing::Binding,
        Thing::Device,
        Thing::Gateway,
        Thing::Episode,
        Thing::Call,
        Thing::Note,
        Thing::Task,
        Thing::Observation,
        Thing::Patient,
        Thing::Shift,
        Thing::Staff,
        Thing::Handover,
        Thing::Incident,
        Thing::Unit,
        Thing::Crew,
    ];

    const fn facts(self) -> (&'static str, &'static str) {
        match self {
            Thing::Resource => ("resource", "What this address names"),
            Thing::Address => ("address", "This address of the API"),
            Thing::Alert => ("alert", "The alert"),
            Thing::OpenAlert => ("open_alert", "The open alert"),
            Thing::Binding => ("binding", "The binding"),
            Thing::Device => ("device", "The device"),
            Thing::Gateway => ("gateway", "The gateway"),
            Thing::Episode => ("episode", "The episode"),
            Thing::Call => ("call", "The call"),
            Thing::Task => ("task", "The task"),
            Thing::Note => ("note", "The note"),
            Thing::Observation => ("observation", "The observation"),
            Thing::Patient => ("patient", "The patient"),
            Thing::Shift => ("shift", "The shift"),
            Thing::Staff => ("staff", "The member of staff"),
            Thing::Handover => ("handover", "The handover"),
            Thing::Incident => ("incident", "The incident"),
            Thing::Unit => ("unit", "The unit"),
            Thing::Crew => ("crew", "The crew on duty"),
        }
    }

    /// The fixed code of the thing, as problems name it.
    pub const fn code(self) -> &'static str {
        self.facts().0
    }
}

impl Param for Thing {
    const IS: &'static str = "things";

    fn value(&self) -> Value {
        self.code().into()
    }

    fn english(&self) -> String {
        self.facts().1.to_owned()
    }
}
