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
pub struct OnDuty {
    /// The person who holds the watch of all stays, where no shifts are kept.
    pub holder: Option<Uuid>,
    /// Holder and backup of each stay; empty where no shifts are kept.
    pub stays: BTreeMap<u128, (Option<Uuid>, Option<Uuid>)>,
    /// The people on shift, by duty; a duty without anybody is left out.
    pub on_duty: BTreeMap<Duty, BTreeSet<Uuid>>,
}

impl OnDuty {
    /// Made from the ward, and from the person who holds the watch of all stays.
    pub fn of(ward: &Ward, holder: Option<Uuid>, now: WallMs) -> OnDuty {
        if !ward.is_kept(now) {
            return OnDuty { holder, ..OnDuty::default() };
        }
        let uuid = |staff: StaffId| Uuid::from_u128(staff.0);
        let of_stay = |stay: StayId| (stay.0, (ward.holder_of(stay).map(uuid), ward.backup_of(stay, now).map(uuid)));
        let mut on_duty: BTreeMap<Duty, BTreeSet<Uuid>> = BTreeMap::new();
        for shift in ward.shifts.values().filter(|shift| ward.works(shift, now)) {
            on_duty.entry(shift.plan.duty).or_default().insert(uuid(shift.plan.staff));
        }
        OnDuty { holder: None, stays: ward.watches.keys().map(|stay| of_stay(*stay)).collect(), on_duty }
    }

    /// Leaves out people on the roster who have no screen, or whose role no longer fits their duty. Somebody who did not come is
    /// a gap in the roster, and a gap makes more people be called, never fewer. Holders stay, because nobody is asked before
    /// them.
    pub fn of_those_at(mut self, people: &[(Uuid, Role)]) -> OnDuty {
        let is_at = |person: &Uuid, duty: Duty| people.iter().any(|(at, role)| at == person && works_as(*role, duty));
        for (duty, working) in &mut self.on_duty {
            working.retain(|person| is_at(person, *duty));
        }
        self.on_duty.retain(|_, working| !working.is_empty());
        for (_, backup) in self.stays.values_mut() {
            *backup = backup.filter(|person| is_at(person, Duty::Nurse));
        }
        self
    }

    /// True if the person works in this duty now. Where nobody does, anybody with the role stands in.
    fn works(&self, person: Uuid, role: Role, duty: Duty) -> bool {
        match self.on_duty.get(&duty) {
            Some(people) => people.contains(&person) && works_as(role, duty),
            None => own_duty(role) == Some(duty),
        }
    }

    /// The posts that a person holds now for alerts about this stay (`None`: about the hub itself). Where nobody holds the watch,
    /// anybody of the team with a screen stands in: an alert does not move on merely because nobody took the watch.
    pub fn posts_of(&self, person: Uuid, role: Role, stay: Option<u128>) -> Posts {
        let (holder, backup) = stay.and_then(|stay| self.stays.get(&stay)).copied().unwrap_or((self.holder, None));
        let is_of_the_team = [Duty::Nurse, Duty::ChargeNurse].into_iter().any(|duty| self.works(person, role, duty));
        // A holder whose new role may not hold a watch is not called; the next rung is called instead.
        let is_holder = role.has(Right::HoldWatch) && holder.map_or(is_of_the_team, |holder| holder == person);
        // Where a backup is named, only that person holds the post.
        let is_named = |post: &Post| *post != Post::Backup || (holder != Some(person) && backup.is_none_or(|backup| backup == person));
        let of_duties = Duty::ALL.into_iter().filter(|duty| self.works(person, role, *duty)).map(post_of).filter(is_named);
        let is_backup = backup == Some(person) && holder != Some(person) && role.has(Right::HoldWatch);
        let everyone = role.has(Right::SeeAlerts).then_some(Post::Everyone);
        let own = [is_holder.then_some(Post::Holder), is_backup.then_some(Post::Backup), everyone];
        Posts::of(own.into_iter().flatten().chain(of_duties))
    }

    /// Who can be reached, given the people with a screen, about these stays and about the hub itself.
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

/// The duties in which somebody of a role may work.
pub fn works_as(role: Role, duty: Duty) -> bool {
    own_duty(role) == Some(duty) || (role == Role::ChargeNurse && duty == Duty::Nurse)
}

/// The duty that has the name of the role.
fn own_duty(role: Role) -> Option<Duty> {
    Duty::from_word(role.key())
}

const fn post_of(duty: Duty) -> Post {
    match duty {
        Duty::Nurse => Post::Backup,
        Duty::ChargeNurse => Post::ChargeNurse,
        Duty::CallAgent => Post::CallAgent,
        Duty::Physician => Post::Physician,
        Duty::Dispatcher => Post::Dispatcher,
    }
}

/// The posts that somebody of this role may hold.
pub fn posts_of_role(role: Role) -> Posts {
    OnDuty::default().posts_of(Uuid::nil(), role, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: Uuid = Uuid::from_u128(1);
    const BEN: Uuid = Uuid::from_u128(2);
    const EVA: Uuid = Uuid::from_u128(3);

    fn posts(person: Uuid, role: Role, holder: Option<Uuid>) -> String {
        OnDuty { holder, ..OnDuty::default() }.posts_of(person, role, None).to_string()
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
            !OnDuty::default()
                .reachable(&[(ANA, Role::Technician)], &BTreeSet::new())
                .may_hear(None, Posts::of([Post::Holder, Post::Backup]))
        );
    }

    fn roster() -> OnDuty {
        OnDuty {
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
    fn who_does_not_come_shuts_nobody_out_who_is_here() {
        let other = Uuid::from_u128(9);
        let here = [(ANA, Role::Nurse), (other, Role::ChargeNurse)];
        let roster = roster().of_those_at(&here);
        let posts = |person, role, stay| roster.posts_of(person, role, Some(stay)).to_string();
        assert_eq!(posts(other, Role::ChargeNurse, 1), "charge_nurse everyone", "Eva, who is on the roster, has no screen");
        assert_eq!(posts(ANA, Role::Nurse, 2), "backup everyone", "Ben holds it and is not here: somebody comes second");
        let with_cat = OnDuty { on_duty: BTreeMap::from([(Duty::Nurse, BTreeSet::from([ANA, BEN, other]))]), ..super::tests::roster() };
        let at_lunch = with_cat.of_those_at(&[(ANA, Role::Nurse), (other, Role::Nurse)]);
        assert_eq!(at_lunch.posts_of(other, Role::Nurse, Some(1)).to_string(), "backup everyone", "the named backup is at lunch");
        let nobody = super::tests::roster().of_those_at(&[(other, Role::Nurse)]);
        assert_eq!(nobody.posts_of(other, Role::Nurse, Some(1)).to_string(), "backup everyone", "no nurse of the roster is here");
        let moved = super::tests::roster().of_those_at(&[(EVA, Role::Technician), (other, Role::ChargeNurse)]);
        assert_eq!(moved.posts_of(other, Role::ChargeNurse, Some(1)).to_string(), "charge_nurse everyone", "Eva is in another role");
    }

    #[test]
    fn a_charge_nurse_who_works_as_a_nurse_holds_a_nurses_posts() {
        let cat = Uuid::from_u128(7);
        let on_duty = BTreeMap::from([(Duty::Nurse, BTreeSet::from([cat])), (Duty::ChargeNurse, BTreeSet::from([EVA]))]);
        let roster = OnDuty { on_duty, ..roster() };
        let posts = |stay| roster.posts_of(cat, Role::ChargeNurse, Some(stay)).to_string();
        assert_eq!(posts(2), "backup everyone", "and does not lead this shift");
        assert_eq!(posts(3), "holder backup everyone", "of the team that stands in");
        assert_eq!(posts(1), "everyone", "Ben is named");
        let alone = OnDuty { on_duty: BTreeMap::from([(Duty::Nurse, BTreeSet::from([cat]))]), ..roster.clone() };
        assert_eq!(alone.posts_of(cat, Role::ChargeNurse, Some(2)).to_string(), "backup charge_nurse everyone", "nobody else leads it");
    }

    #[test]
    fn a_holder_whose_role_was_changed_is_not_called_as_one() {
        assert_eq!(roster().posts_of(ANA, Role::Technician, Some(1)).to_string(), "");
        assert_eq!(roster().posts_of(ANA, Role::Physician, Some(1)).to_string(), "physician everyone");
        assert_eq!(roster().posts_of(BEN, Role::Auditor, Some(1)).to_string(), posts(BEN, Role::Auditor, None), "nor as a backup");
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
