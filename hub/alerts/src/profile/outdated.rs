//! What of a profile is still as its template was, where the template has changed since.
//!
//! A release may change a template. The stays that are under way keep their limits: nobody's alarms change without a person who changes
//! them. So that this is not forgotten, each profile keeps the template that it was made from, and what differs by now is told.

use crate::limit::{Limit, Limits, Rung, Side};
use hearth_vitals::Vital;

/// One side of a vital that a profile has as its template was, and that the template has no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outdated {
    /// The vital that the limit is of.
    pub vital: Vital,
    /// The side of the limit.
    pub side: Side,
    /// The rungs as the template had them, and the profile has them still; empty if it had none.
    pub then: Vec<Rung>,
    /// The rungs as the template has them now; empty if it has none.
    pub now: Vec<Rung>,
}

fn rungs(limits: &Limits, vital: Vital, side: Side) -> &[Rung] {
    limits.get(vital).map_or(&[], |limit| limit.rungs(side))
}

/// What of `own` is as the template was `then`, and would be otherwise by the template `now`. What a person has changed for the patient is
/// theirs, and is never outdated.
pub fn outdated(own: &Limits, then: &Limits, now: &Limits) -> Vec<Outdated> {
    let sides = Vital::ALL.into_iter().flat_map(|vital| Side::ALL.map(|side| (vital, side)));
    let differs = |(vital, side): (Vital, Side)| {
        let [own, then, now] = [own, then, now].map(|limits| rungs(limits, vital, side));
        (own == then && then != now).then(|| Outdated { vital, side, then: then.to_vec(), now: now.to_vec() })
    };
    sides.filter_map(differs).collect()
}

/// The template that a changed profile counts as made from: of what it leaves as the template was `then`, that one, and of all else the
/// present one. So what is outdated stays so until somebody touches it, and a later release finds what was taken of this one.
pub fn made_from(own: &Limits, then: &Limits, now: &Limits) -> Limits {
    let side = |vital, side| if rungs(own, vital, side) == rungs(then, vital, side) { then } else { now };
    let limit = |vital: Vital| {
        let [low, high] = [Side::Low, Side::High].map(|of| rungs(side(vital, of), vital, of).to_vec());
        Limit::try_new(vital, low, high).ok().or_else(|| now.get(vital).cloned())
    };
    Limits::try_new(Vital::ALL.into_iter().filter_map(limit)).unwrap_or_else(|_| now.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Priority::{High, Medium};

    fn limits(spo2: &[Rung], pulse: (&[Rung], &[Rung])) -> Limits {
        let of = |vital, low: &[Rung], high: &[Rung]| Limit::try_new(vital, low.to_vec(), high.to_vec()).ok();
        Limits::try_new([of(Vital::Spo2, spo2, &[]), of(Vital::PulseRate, pulse.0, pulse.1)].into_iter().flatten()).unwrap()
    }

    const SLOW: Rung = Rung { edge: 850, for_s: 300, priority: High };
    const SOON: Rung = Rung { edge: 850, for_s: 120, priority: High };
    const OWN: Rung = Rung { edge: 870, for_s: 60, priority: High };
    const FAST: Rung = Rung { edge: 1_300, for_s: 300, priority: Medium };
    const FASTER: Rung = Rung { edge: 1_310, for_s: 300, priority: Medium };

    #[test]
    fn what_the_template_has_otherwise_by_now_is_outdated_until_somebody_decides_about_it() {
        let (then, now) = (limits(&[SLOW], (&[], &[FAST])), limits(&[SOON], (&[], &[FASTER])));
        let side = |vital, side, then: Rung, now: Rung| Outdated { vital, side, then: vec![then], now: vec![now] };
        let both = [side(Vital::PulseRate, Side::High, FAST, FASTER), side(Vital::Spo2, Side::Low, SLOW, SOON)];
        assert_eq!(outdated(&then, &then, &now), both);
        assert_eq!(outdated(&limits(&[OWN], (&[], &[FAST])), &then, &now), both[..1], "what somebody set for the patient is theirs");
        assert_eq!(outdated(&now, &then, &now), []);
        assert_eq!(outdated(&then, &then, &then), []);
    }

    #[test]
    fn a_vital_that_the_template_watches_only_now_or_no_more_is_told_too() {
        let (without, with) = (limits(&[], (&[], &[FAST])), limits(&[SOON], (&[], &[FAST])));
        assert_eq!(outdated(&without, &without, &with)[0].now, [SOON]);
        assert_eq!(outdated(&with, &with, &without)[0].now, []);
    }

    #[test]
    fn who_changes_one_side_has_not_decided_about_the_other_and_what_was_taken_is_compared_with_the_release_it_is_of() {
        let (then, now) = (limits(&[SLOW], (&[], &[FAST])), limits(&[SOON], (&[], &[FASTER])));
        let taken = limits(&[SOON], (&[], &[FAST]));
        let from = made_from(&taken, &then, &now);
        assert_eq!(outdated(&taken, &from, &now), outdated(&then, &then, &now)[..1], "the pulse is still of then");
        let later = limits(&[OWN], (&[], &[FASTER]));
        assert_eq!(outdated(&taken, &from, &later).len(), 2, "and a later release finds both");
    }
}
