//! Who can be reached, by the screens that are open. Pure.

use crate::auth::right::Right;
use crate::auth::role::Role;
use hearth_alerts::StaffId;
use hearth_care::{Duty, StayId, Ward};
use hearth_escalation::{Post, Posts, Reachable};
use hearth_vitals::WallMs;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Who is on duty, as of one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    /// Who holds the watch of all stays, where no shifts are kept.
    pub holder: Option<Uuid>,
    /// Holder and backup of each stay; empty where no shifts are kept.
    pub stays: BTreeMap<u128, (Option<Uuid>, Option<Uuid>)>,
    /// Who works as what; a duty that nobody works in is left out.
    pub on_duty: BTreeMap<Duty, BTreeSet<Uuid>>,
}

impl Roster {
    /// By the ward, and by who holds the watch of all stays.
    pub fn of(ward: &Ward, holder: Option<Uuid>, now: WallMs) -> Roster {
        if !ward.is_kept(now) {
            return Roster { holder, ..Roster::default() };
        }
        let uuid = |staff: StaffId| Uuid::from_u128(staff.0);
        let of_stay = |stay: StayId| (stay.0, (ward.holder_of(stay).map(uuid), ward.backup_of(stay, now).map(uuid)));
        let mut on_duty: BTreeMap<Duty, BTreeSet<Uuid>> = BTreeMap::new();
        for shift in ward.shifts.values().filter(|shift| shift.runs(now)) {
            on_duty.entry(shift.plan.duty).or_default().insert(uuid(shift.plan.staff));
        }
        Roster { holder: None, stays: ward.watches.keys().map(|stay| of_stay(*stay)).collect(), on_duty }
    }

    /// True if the person works in this duty now. Where nobody does, whoever has the role stands in: a hole in the roster calls
    /// more people, never fewer.
    fn works(&self, person: Uuid, duty: Duty) -> bool {
        self.on_duty.get(&duty).is_none_or(|people| people.contains(&person))
    }

    /// The posts that a person holds now for alerts about this stay; `None` for the hub's own. Where nobody holds the watch,
    /// whoever of the team is at a screen stands in: an alert is not passed on for the reason alone that nobody took it.
    pub fn posts_of(&self, person: Uuid, role: Role, stay: Option<u128>) -> Posts {
        let (holder, backup) = stay.and_then(|stay| self.stays.get(&stay)).copied().unwrap_or((self.holder, None));
        let duty = match role {
            Role::Nurse if self.works(person, Duty::Nurse) => Some(Post::Backup),
            Role::ChargeNurse if self.works(person, Duty::ChargeNurse) => Some(Post::ChargeNurse),
            Role::Physician if self.works(person, Duty::Physician) => Some(Post::Physician),
            Role::CallAgent if self.works(person, Duty::CallAgent) => Some(Post::CallAgent),
            Role::Dispatcher if self.works(person, Duty::Dispatcher) => Some(Post::Dispatcher),
            _ => None,
        };
        let is_of_the_team = matches!(duty, Some(Post::Backup | Post::ChargeNurse));
        let is_holder = holder.map_or(is_of_the_team, |holder| holder == person);
        // Only the one who is named comes second, where somebody is named.
        let of_duty = match duty {
            Some(Post::Backup) if holder == Some(person) || backup.is_some_and(|backup| backup != person) => None,
            duty => duty,
        };
        let is_backup = backup == Some(person) && holder != Some(person);
        let everyone = role.has(Right::SeeAlerts).then_some(Post::Everyone);
        let own = [is_holder.then_some(Post::Holder), is_backup.then_some(Post::Backup), of_duty, everyone];
        Posts::of(own.into_iter().flatten())
    }

    /// Who can be reached when these people have a screen, about these stays and about the hub itself.
    pub fn reachable(&self, people: &[(Uuid, Role)], stays: &BTreeSet<u128>) -> Reachable {
        let of = |stay| {
            let each = people.iter().map(|(person, role)| self.posts_of(*person, *role, stay));
            Posts::of(each.flat_map(|posts| posts.iter().collect::<Vec<_>>()))
        };
        let holds = |(person, role): &&(Uuid, Role)| !self.posts_of(*person, *role, None).is_empty();
        Reachable::Known {
            posts: of(None),
            stays: stays.iter().map(|stay| (*stay, of(Some(*stay)))).collect(),
            people: people.iter().filter(holds).map(|(person, _)| StaffId(person.as_u128())).collect(),
        }
    }
}

/// The posts that somebody of this role may hold.
pub fn posts_of_role(role: Role) -> Posts {
    Roster::default().posts_of(Uuid::nil(), role, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: Uuid = Uuid::from_u128(1);
    const BEN: Uuid = Uuid::from_u128(2);
    const EVA: Uuid = Uuid::from_u128(3);

    fn posts(person: Uuid, role: Role, holder: Option<Uuid>) -> String {
        Roster { holder, ..Roster::default() }.posts_of(person, role, None).to_string()
    }

    #[test]
    fn who_holds_the_watch_is_first_and_each_other_nurse_backs_up() {
        assert_eq!(posts(ANA, Role::Nurse, Some(ANA)), "holder everyone");
        assert_eq!(posts(BEN, Role::Nurse, Some(ANA)), "backup everyone");
        assert_eq!(posts(BEN, Role::ChargeNurse, Some(BEN)), "holder charge_nurse everyone");
        assert_eq!(posts(BEN, Role::Physician, Some(ANA)), "physician everyone");
        assert_eq!(posts(BEN, Role::Dispatcher, None), "dispatcher everyone");
    }

    #[test]
    fn while_nobody_holds_the_watch_the_team_stands_in() {
        assert_eq!(posts(ANA, Role::Nurse, None), "holder backup everyone");
        assert_eq!(posts(ANA, Role::ChargeNurse, None), "holder charge_nurse everyone");
    }

    #[test]
    fn a_technician_is_called_about_no_patient() {
        assert_eq!(posts(ANA, Role::Technician, None), "");
        assert!(
            !Roster::default()
                .reachable(&[(ANA, Role::Technician)], &BTreeSet::new())
                .may_hear(None, Posts::of([Post::Holder, Post::Backup]))
        );
    }

    fn roster() -> Roster {
        Roster {
            holder: None,
            stays: BTreeMap::from([(1, (Some(ANA), Some(BEN))), (2, (Some(BEN), None)), (3, (None, None))]),
            on_duty: BTreeMap::from([(Duty::Nurse, BTreeSet::from([ANA, BEN])), (Duty::ChargeNurse, BTreeSet::from([EVA]))]),
        }
    }

    #[test]
    fn each_stay_has_its_own_holder_and_backup_and_others_on_shift_come_where_none_is_named() {
        let posts = |person, role, stay| roster().posts_of(person, role, Some(stay)).to_string();
        assert_eq!(posts(ANA, Role::Nurse, 1), "holder everyone");
        assert_eq!(posts(BEN, Role::Nurse, 1), "backup everyone");
        assert_eq!(posts(BEN, Role::Nurse, 2), "holder everyone");
        assert_eq!(posts(ANA, Role::Nurse, 2), "backup everyone", "no backup is named");
        assert_eq!(posts(ANA, Role::Nurse, 3), "holder backup everyone", "nobody holds it: the team stands in");
        assert_eq!(posts(EVA, Role::ChargeNurse, 1), "charge_nurse everyone");
    }

    #[test]
    fn who_is_not_on_shift_is_called_last_and_stands_in_where_the_roster_has_a_hole() {
        let (gone, other) = (Uuid::from_u128(8), Uuid::from_u128(9));
        let posts = |person, role, stay| roster().posts_of(person, role, stay).to_string();
        assert_eq!(posts(gone, Role::Nurse, Some(2)), "everyone", "not on shift: neither holder nor backup");
        assert_eq!(posts(gone, Role::Nurse, Some(3)), "everyone");
        assert_eq!(posts(other, Role::ChargeNurse, Some(1)), "everyone", "another charge nurse leads this shift");
        assert_eq!(posts(other, Role::Physician, Some(1)), "physician everyone", "no physician is on the roster");
        assert_eq!(posts(gone, Role::Nurse, None), "everyone", "for the hub's own faults, too");
    }

    #[test]
    fn a_holder_without_a_screen_is_known_stay_by_stay() {
        let reachable = roster().reachable(&[(BEN, Role::Nurse), (EVA, Role::ChargeNurse)], &BTreeSet::from([1, 2, 3]));
        let (holder, backup) = (Posts::of([Post::Holder]), Posts::of([Post::Backup]));
        assert!(!reachable.may_hear(Some(1), holder) && reachable.may_hear(Some(1), backup));
        assert!(reachable.may_hear(Some(2), holder) && !reachable.may_hear(Some(2), backup));
        assert!(reachable.may_hear(Some(3), holder));
    }
}
