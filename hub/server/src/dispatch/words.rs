//! What has to ring about incidents, in words that name no patient: for the hub's own alerts and its log.

use crate::engine::found::Wrong;
use hearth_alerts::Rule;
use hearth_care::dispatch::{IncidentId, Trouble};
use std::collections::BTreeSet;

/// For each rule, what is wrong now. Counts are of incidents, or of units: each new one rings again. An incident that cannot be
/// read (`unread`) counts as one to which nobody is sent, because no screen can say whether somebody is.
pub fn told(troubles: &[(IncidentId, Trouble)], unread: &[IncidentId]) -> [(Rule, Option<Wrong>); 3] {
    let of = |is: fn(&Trouble) -> bool| troubles.iter().filter(move |(_, one)| is(one)).map(|(id, _)| id.0);
    let silent = troubles.iter().flat_map(|(_, one)| one.silent.iter().map(|unit| unit.0));
    let nobody = of(|one| one.no_unit || one.waits).chain(unread.iter().map(|id| id.0));
    [
        (Rule::OfferUnconfirmed, wrong(of(|one| one.unconfirmed), "incidents to which a unit was sent and none has said yes in time")),
        (
            Rule::NoUnitFree,
            wrong(
                nobody,
                "incidents to which somebody has to go and nobody is sent: no unit is free, nobody sends one, or it cannot be read",
            ),
        ),
        (Rule::UnitSilent, wrong(silent, "units that are on their way and whose phones have said nothing for a minute")),
    ]
}

fn wrong(members: impl Iterator<Item = u128>, what: &str) -> Option<Wrong> {
    let members: BTreeSet<u128> = members.collect();
    let count = i32::try_from(members.len()).unwrap_or(i32::MAX);
    (count > 0).then(|| Wrong { words: format!("{what}: {count}"), count: Some(count), members })
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_care::dispatch::UnitId;

    #[test]
    fn each_kind_of_trouble_has_its_words_with_how_many_and_none_has_none() {
        assert!(told(&[(IncidentId(1), Trouble::default())], &[]).iter().all(|(_, words)| words.is_none()));
        let silent = Trouble { silent: BTreeSet::from([UnitId(1), UnitId(2)]), ..Trouble::default() };
        let asked = Trouble { unconfirmed: true, ..Trouble::default() };
        let nobody = Trouble { no_unit: true, waits: true, ..Trouble::default() };
        let all = [(IncidentId(1), silent), (IncidentId(2), asked.clone()), (IncidentId(3), nobody), (IncidentId(4), asked)];
        let count = |unread: &[IncidentId]| told(&all, unread).map(|(rule, wrong)| (rule, wrong.unwrap().count));
        assert_eq!(count(&[]), [(Rule::OfferUnconfirmed, Some(2)), (Rule::NoUnitFree, Some(1)), (Rule::UnitSilent, Some(2))]);
        assert_eq!(count(&[IncidentId(9)])[1], (Rule::NoUnitFree, Some(2)), "an incident that nobody can read rings");
    }
}
