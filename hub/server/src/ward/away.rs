//! Watches who is signed in nowhere, and for how long. Pure: time is an argument.

use hearth_alerts::StaffId;
use hearth_vitals::MonoMs;
use std::collections::{BTreeMap, BTreeSet};

/// Since when each holder is signed in nowhere.
#[derive(Debug, Default)]
pub struct Away {
    since: BTreeMap<StaffId, MonoMs>,
}

impl Away {
    /// Looks at those who hold stays; returns those who have been signed in nowhere for `away_ms`.
    pub fn look(&mut self, holders: &BTreeSet<StaffId>, signed_in: &BTreeSet<StaffId>, away_ms: u64, now: MonoMs) -> BTreeSet<StaffId> {
        self.since.retain(|staff, _| holders.contains(staff) && !signed_in.contains(staff));
        for staff in holders.difference(signed_in) {
            self.since.entry(*staff).or_insert(now);
        }
        self.since.iter().filter(|(_, since)| now.since(**since) >= away_ms).map(|(staff, _)| *staff).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_signs_in_at_the_next_desk_is_not_away_and_who_went_home_is() {
        let (ana, ben) = (StaffId(1), StaffId(2));
        let (holders, nobody) = (BTreeSet::from([ana]), BTreeSet::new());
        let mut away = Away::default();
        let mut look = |signed_in: &BTreeSet<StaffId>, ms| away.look(&holders, signed_in, 60_000, MonoMs(ms));
        assert!(look(&nobody, 0).is_empty());
        assert!(look(&BTreeSet::from([ana]), 30_000).is_empty(), "back");
        assert!(look(&BTreeSet::from([ben]), 40_000).is_empty());
        assert!(look(&nobody, 99_999).is_empty());
        assert_eq!(look(&nobody, 100_000), BTreeSet::from([ana]));
        assert!(look(&BTreeSet::from([ana]), 100_001).is_empty());
    }
}
