//! What of the incidents has to ring, in words that name no patient: for the hub's own alerts and its log.

use crate::engine::found::Wrong;
use hearth_alerts::Rule;
use hearth_care::dispatch::Trouble;

/// By rule, what it has to tell now. The counts are of incidents, or of units: one more rings anew.
pub fn told(troubles: &[Trouble]) -> [(Rule, Option<Wrong>); 3] {
    let wrong = |count: usize, what: &str| {
        (count > 0).then(|| Wrong { words: format!("{what}: {count}"), count: Some(i32::try_from(count).unwrap_or(i32::MAX)) })
    };
    let so_many = |is: fn(&Trouble) -> bool| troubles.iter().filter(|one| is(one)).count();
    let silent = troubles.iter().map(|one| one.silent.len()).sum();
    [
        (Rule::OfferUnconfirmed, wrong(so_many(|one| one.unconfirmed), "incidents to which a unit was sent and none has said yes in time")),
        (Rule::NoUnitFree, wrong(so_many(|one| one.no_unit), "incidents to which somebody has to go, and no unit is free")),
        (Rule::UnitSilent, wrong(silent, "units that are on their way and have said nothing for a minute")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_care::dispatch::UnitId;
    use std::collections::BTreeSet;

    #[test]
    fn each_kind_of_trouble_has_its_words_with_how_many_and_none_has_none() {
        assert!(told(&[Trouble::default()]).iter().all(|(_, words)| words.is_none()));
        let silent = Trouble { silent: BTreeSet::from([UnitId(1), UnitId(2)]), ..Trouble::default() };
        let asked = Trouble { unconfirmed: true, ..Trouble::default() };
        let nobody = Trouble { no_unit: true, ..Trouble::default() };
        let told = told(&[silent, asked.clone(), nobody, asked]).map(|(rule, wrong)| (rule, wrong.unwrap().count));
        assert_eq!(told, [(Rule::OfferUnconfirmed, Some(2)), (Rule::NoUnitFree, Some(1)), (Rule::UnitSilent, Some(2))]);
    }
}
