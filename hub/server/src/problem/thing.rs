//! What was looked for and not found.

use hearth_vitals::coded::Param;
use serde_json::Value;

/// A thing of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// Whatever stands at the address of a resource.
    Resource,
    /// An address of the API.
    Address,
    /// An alert.
    Alert,
    /// An alert that is still open.
    OpenAlert,
    /// A binding.
    Binding,
    /// A device.
    Device,
    /// A gateway.
    Gateway,
    /// An episode.
    Episode,
    /// A call.
    Call,
    /// A note.
    Note,
    /// An observation.
    Observation,
    /// A patient.
    Patient,
    /// A task.
    Task,
    /// A shift.
    Shift,
    /// A member of staff.
    Staff,
    /// A handover.
    Handover,
    /// An incident.
    Incident,
    /// A unit.
    Unit,
    /// A crew on duty.
    Crew,
}

impl Thing {
    /// All of them.
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

    /// The fixed code.
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
