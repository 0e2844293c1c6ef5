//! How far an incident or a unit in it is, as a parameter of a refusal.

use hearth_care::dispatch::IncidentState;
use hearth_vitals::coded::Param;
use serde_json::Value;

/// A state of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InState(pub IncidentState);

impl Param for InState {
    const IS: &'static str = "incident_states";

    fn value(&self) -> Value {
        self.0.key().into()
    }

    fn english(&self) -> String {
        self.0.key().replace('_', " ")
    }
}
