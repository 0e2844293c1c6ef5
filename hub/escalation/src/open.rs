//! What escalation is told: which alerts are open, and who can be reached.

use crate::post::{Post, Posts};
use hearth_alerts::{Alert, AlertId, Condition, Priority, Rule, StaffId};
use hearth_vitals::WallMs;
use std::collections::{BTreeMap, BTreeSet};

/// The part of an open alert that escalation needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    /// Id of the alert.
    pub id: AlertId,
    /// The rule that raised it.
    pub rule: Rule,
    /// How soon somebody has to act.
    pub priority: Priority,
    /// True while its condition lasts.
    pub active: bool,
    /// Who has it, and since when.
    pub acknowledged: Option<(StaffId, WallMs)>,
    /// When the person who has it asked to be reminded.
    pub remind_at: Option<WallMs>,
    /// When the hub raised it, or last raised it again.
    pub raised_at: WallMs,
    /// The worst value so far, in steps of the vital's resolution.
    pub extreme: Option<i32>,
    /// The limit beyond which it is, in the same steps.
    pub limit: Option<i32>,
    /// The stay that it is about, as a number; the same for all alerts of one stay. `None` for the hub's own faults.
    pub stay: Option<u128>,
}

impl From<&Alert> for Open {
    fn from(alert: &Alert) -> Open {
        Open {
            id: alert.id,
            rule: alert.rule,
            priority: alert.priority,
            active: alert.condition == Condition::Active,
            acknowledged: alert.acknowledged,
            remind_at: alert.doing.remind_at,
            raised_at: alert.raised_at,
            extreme: alert.extreme,
            limit: alert.limit,
            stay: None,
        }
    }
}

impl Open {
    /// How bad it is, in steps of its rule; greater is worse. `None` for rules that have no more and less.
    pub(crate) fn level(&self) -> Option<i32> {
        match self.rule {
            Rule::VitalLow(_) => self.limit.map(i32::saturating_neg),
            Rule::VitalHigh(_) => self.limit,
            rule if rule.is_score() => self.extreme,
            _ => None,
        }
    }
}

/// Who can be reached now, by the screens that are connected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reachable {
    /// Not known yet: the hub has just started and screens are still coming back. A rung that fires now counts as unheard only
    /// after its time for a receipt.
    Unknown,
    /// It is known: exactly these posts and people.
    Known {
        /// The posts with a screen.
        posts: Posts,
        /// The posts with a screen for each stay that has a holder or backup of its own.
        stays: BTreeMap<u128, Posts>,
        /// The people with a screen.
        people: BTreeSet<StaffId>,
    },
}

impl Reachable {
    /// True unless it is certain that nobody hears a rung for these posts, about this stay.
    pub fn may_hear(&self, stay: Option<u128>, wanted: Posts) -> bool {
        match self {
            Reachable::Unknown => true,
            Reachable::Known { posts, stays, people } => {
                let posts = stay.and_then(|stay| stays.get(&stay)).unwrap_or(posts);
                wanted.iter().any(|post| posts.has(post)) || (wanted.has(Post::Everyone) && !(people.is_empty() && posts.is_empty()))
            }
        }
    }

    /// True unless it is certain that this person has no screen.
    pub fn may_hear_person(&self, person: StaffId) -> bool {
        match self {
            Reachable::Unknown => true,
            Reachable::Known { people, .. } => people.contains(&person),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(posts: Posts, people: &[u128]) -> Reachable {
        Reachable::Known { posts, stays: BTreeMap::new(), people: people.iter().copied().map(StaffId).collect() }
    }

    #[test]
    fn who_holds_the_watch_of_a_stay_hears_of_that_stay_alone() {
        let (holder, backup) = (Posts::of([Post::Holder]), Posts::of([Post::Backup]));
        let stays = BTreeMap::from([(1, holder), (2, backup)]);
        let reachable = Reachable::Known { posts: Posts::of([Post::ChargeNurse]), stays, people: BTreeSet::from([StaffId(7)]) };
        assert!(reachable.may_hear(Some(1), holder) && !reachable.may_hear(Some(1), backup));
        assert!(reachable.may_hear(Some(2), backup) && !reachable.may_hear(Some(2), holder));
        assert!(!reachable.may_hear(Some(3), holder) && reachable.may_hear(None, Posts::of([Post::ChargeNurse])));
        assert!(reachable.may_hear(Some(2), Posts::of([Post::Everyone])));
    }

    #[test]
    fn everyone_is_whoever_has_a_screen_with_or_without_a_post() {
        let (everyone, nobody) = (Posts::of([Post::Everyone]), Posts::of([]));
        assert!(known(nobody, &[7]).may_hear(None, everyone), "somebody without a post hears it as well");
        assert!(known(Posts::of([Post::ChargeNurse]), &[]).may_hear(None, everyone));
        assert!(!known(nobody, &[]).may_hear(None, everyone));
        assert!(!known(nobody, &[7]).may_hear(None, Posts::of([Post::ChargeNurse])), "and nothing that is for others");
        assert!(Reachable::Unknown.may_hear(None, everyone) && Reachable::Unknown.may_hear_person(StaffId(7)));
        assert!(known(nobody, &[7]).may_hear_person(StaffId(7)) && !known(nobody, &[7]).may_hear_person(StaffId(8)));
    }
}
