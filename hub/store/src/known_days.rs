//! Remembers the days whose partitions exist.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// Days whose partitions are known to exist, so that an ingest need not look each time.
#[derive(Debug, Clone, Default)]
pub struct KnownDays(Arc<Mutex<BTreeSet<i64>>>);

impl KnownDays {
    /// The wanted days that are not known yet.
    pub fn missing(&self, mut wanted: BTreeSet<i64>) -> BTreeSet<i64> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        wanted.retain(|day| !known.contains(day));
        wanted
    }

    /// Notes that these partitions exist now.
    pub fn learn(&self, days: BTreeSet<i64>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(days);
    }

    /// Forgets all of them, because somebody dropped partitions.
    pub fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_day_is_not_looked_for_again_until_days_were_dropped() {
        let days = KnownDays::default();
        let wanted = BTreeSet::from([1, 2]);
        assert_eq!(days.missing(wanted.clone()), wanted);
        days.learn(BTreeSet::from([1]));
        assert_eq!(days.missing(wanted.clone()), BTreeSet::from([2]));
        days.forget();
        assert_eq!(days.missing(wanted.clone()), wanted);
    }
}
