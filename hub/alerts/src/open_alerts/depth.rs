//! What an open alert tells already, and what is worse than that.

use super::Fact;
use crate::alert::Alert;
use crate::rule::Rule;
use crate::words::Condition;
use hearth_vitals::WallMs;

impl Alert {
    /// True when this open alert tells of what happened in this time: its condition is active (the chart shows the rest), it
    /// lasted from before that time to after it, or it began with it: then the end has come in another message.
    pub(super) fn covers(&self, since: WallMs, until: WallMs) -> bool {
        let is_within = self.since <= since && self.cleared_at.is_some_and(|cleared| cleared >= until);
        self.condition == Condition::Active || is_within || self.since == since
    }
}

/// True when the condition is worse by a rung, or by a step of the score, than the alert says.
pub(super) fn is_deeper(alert: &Alert, fact: &Fact<'_>) -> bool {
    let below = |now: Option<i32>, told: Option<i32>| now.zip(told).is_some_and(|(now, told)| now < told);
    match fact.rule {
        Rule::VitalLow(_) => below(fact.limit, alert.limit),
        Rule::VitalHigh(_) => below(alert.limit, fact.limit),
        // For these rules the value is a count: points, calls, late tasks, stays or shifts.
        rule if rule.is_score() || rule.is_set() || matches!(rule, Rule::Call | Rule::TaskLate) => below(alert.extreme, fact.extreme),
        _ => false,
    }
}

/// The worse of two extremes of a rule.
pub(super) fn worse(rule: Rule, a: Option<i32>, b: Option<i32>) -> Option<i32> {
    match rule {
        Rule::VitalLow(_) | Rule::VitalFalling(_) => a.into_iter().chain(b).min(),
        Rule::VitalHigh(_)
        | Rule::VitalRising(_)
        | Rule::Fever
        | Rule::News2
        | Rule::Qsofa
        | Rule::ShockIndex
        | Rule::Call
        | Rule::TaskLate => a.into_iter().chain(b).max(),
        _ => b,
    }
}
