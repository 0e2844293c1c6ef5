//! MEWS beside NEWS2, of the same inputs: hospitals that count by it find their number. It rings nobody, because NEWS2 weighs the same
//! vital signs and two more, and one cause is one alert.

use crate::verdict::{Mews, ScoredPart};
use hearth_scores::news2::{self, Component};
use hearth_scores::{Score, mews};
use hearth_vitals::WallMs;

/// The part of NEWS2 that is scored from the same input.
const fn same_input(component: mews::Component) -> Component {
    match component {
        mews::Component::Systolic => Component::Systolic,
        mews::Component::Pulse => Component::Pulse,
        mews::Component::Respirations => Component::Respirations,
        mews::Component::Temperature => Component::Temperature,
        mews::Component::Consciousness => Component::Consciousness,
    }
}

/// Scores what `shown` counts: the paper of MEWS says nothing of how old an input may be.
pub(super) fn beside(inputs: &news2::Inputs, shown: &Score<Component>, now: WallMs) -> Mews {
    let inputs = mews::Inputs {
        systolic: inputs.systolic,
        pulse: inputs.pulse,
        respiratory_rate: inputs.respiratory_rate,
        temperature: inputs.temperature,
        consciousness: inputs.consciousness,
    };
    let scored = mews::score(&inputs, i64::MAX, now);
    let part = |part: &hearth_scores::Part<mews::Component>| {
        let component = same_input(part.component);
        ScoredPart { component, points: part.points.ok().filter(|_| shown.points(component).is_some()), at: part.at }
    };
    let parts: Vec<ScoredPart> = scored.parts.iter().map(part).collect();
    let at_least = parts.iter().filter_map(|part| part.points).sum();
    Mews { total: parts.iter().all(|part| part.points.is_some()).then_some(at_least), at_least, parts }
}
