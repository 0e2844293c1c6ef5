//! What people keep quiet of a stay, as far as the rules have to know: an alert that is quiet tells nobody.
//!
//! One cause is one alert: while an alert rings, what follows from it is not raised beside it. That holds only while it rings. Whoever
//! shelves a low systolic pressure for hours has shelved that and nothing else; a mean pressure that is low with it rings then.

use crate::rule::Rule;
use crate::words::Priority;

/// The rules of a stay that are quiet now, each with the most urgent of its alerts that are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeptQuiet(Vec<(Rule, Priority)>);

impl KeptQuiet {
    /// What is quiet by all of these together.
    pub fn of(rules: impl IntoIterator<Item = (Rule, Priority)>) -> KeptQuiet {
        let mut all: Vec<(Rule, Priority)> = rules.into_iter().collect();
        // Of one rule the most urgent comes first, and is kept.
        all.sort_by_key(|(rule, up_to)| (*rule, std::cmp::Reverse(*up_to)));
        all.dedup_by_key(|(rule, _)| *rule);
        KeptQuiet(all)
    }

    /// True if an alert of this rule is quiet at this priority.
    pub fn covers(&self, rule: Rule, priority: Priority) -> bool {
        self.0.iter().any(|(quiet, up_to)| *quiet == rule && priority <= *up_to)
    }

    /// True if the first is quiet and the second would not be, so that the first does not speak for it. Where both are quiet, one cause
    /// stays one alert.
    pub fn hides(&self, told: (Rule, Priority), follower: (Rule, Priority)) -> bool {
        self.covers(told.0, told.1) && !self.covers(follower.0, follower.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Priority::{High, Low, Medium};
    use hearth_vitals::Vital;

    const SYSTOLIC: Rule = Rule::VitalLow(Vital::Systolic);
    const MEAN: Rule = Rule::VitalLow(Vital::MeanArterial);

    #[test]
    fn what_is_quiet_hides_what_is_not_and_nothing_else() {
        let shelved = KeptQuiet::of([(SYSTOLIC, Medium)]);
        assert!(shelved.hides((SYSTOLIC, Medium), (MEAN, Medium)));
        assert!(!shelved.hides((SYSTOLIC, High), (MEAN, High)), "high is not quiet");
        let both = KeptQuiet::of([(SYSTOLIC, Medium), (MEAN, Medium)]);
        assert!(!both.hides((SYSTOLIC, Medium), (MEAN, Low)) && both.hides((SYSTOLIC, Medium), (MEAN, High)));
        assert!(!KeptQuiet::default().covers(SYSTOLIC, Low));
    }

    #[test]
    fn of_two_that_name_one_rule_the_wider_counts() {
        let all = KeptQuiet::of([(MEAN, High), (SYSTOLIC, Medium), (MEAN, Medium)]);
        assert!(all.covers(MEAN, High) && all.covers(SYSTOLIC, Medium) && !all.covers(SYSTOLIC, High));
        assert_eq!(all, KeptQuiet::of([(SYSTOLIC, Medium), (MEAN, Medium), (MEAN, High)]));
    }
}
