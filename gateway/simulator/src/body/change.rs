//! A change of one vital sign for a while.

use hearth_vitals::Vital;

/// A vital sign goes to a target, stays there, and comes back.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The vital that changes.
    pub vital: Vital,
    /// The target, in the vital's unit.
    pub target: f64,
    /// When the change begins, in milliseconds after the start.
    pub at_ms: u64,
    /// How long it takes to reach the target, and later to return, in milliseconds.
    pub over_ms: u64,
    /// When the value begins to return, in milliseconds after the start; `None` for never.
    pub until_ms: Option<u64>,
}

impl Change {
    /// How far the change has gone: 0 at rest, 1 at the target.
    pub fn share(&self, t_ms: u64) -> f64 {
        let there = ramp(t_ms, self.at_ms, self.over_ms);
        let back = self.until_ms.map_or(0.0, |until| ramp(t_ms, until, self.over_ms));
        there.min(1.0 - back)
    }

    /// Makes it begin to come back at `at_ms`, if it would not do so earlier.
    pub fn end(&mut self, at_ms: u64) {
        self.until_ms = Some(self.until_ms.map_or(at_ms, |until| until.min(at_ms)));
    }
}

/// 0 before `from_ms`, 1 once `over_ms` have passed, and a straight line between.
fn ramp(t_ms: u64, from_ms: u64, over_ms: u64) -> f64 {
    if t_ms < from_ms {
        return 0.0;
    }
    if over_ms == 0 { 1.0 } else { ((t_ms - from_ms) as f64 / over_ms as f64).min(1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_goes_there_stays_and_comes_back() {
        let mut change = Change { vital: Vital::Spo2, target: 82.0, at_ms: 1_000, over_ms: 400, until_ms: None };
        let shares: Vec<f64> = [0, 999, 1_000, 1_200, 1_400, 90_000].map(|t| change.share(t)).into();
        assert_eq!(shares, [0.0, 0.0, 0.0, 0.5, 1.0, 1.0]);
        change.end(5_000);
        change.end(9_000);
        assert_eq!([5_000, 5_100, 5_400].map(|t| change.share(t)), [1.0, 0.75, 0.0]);
    }

    #[test]
    fn a_change_called_back_half_way_does_not_jump() {
        let mut change = Change { vital: Vital::Spo2, target: 82.0, at_ms: 0, over_ms: 1_000, until_ms: None };
        change.end(500);
        let mut previous = 0.0;
        for t in (0..2_000).step_by(10) {
            let share = change.share(t);
            assert!((share - previous).abs() < 0.011, "{previous} to {share} at {t}");
            previous = share;
        }
        assert_eq!(previous, 0.0);
    }
}
