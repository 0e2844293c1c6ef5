//! Who can be reached, by the screens that are open. Pure.

use crate::auth::role::{Right, Role};
use hearth_alerts::StaffId;
use hearth_escalation::{Post, Posts, Reachable};
use uuid::Uuid;

/// The posts that a person holds now. Without a holder of the watch, whoever of the team is at a screen stands in: an alert
/// is not passed on for the reason alone that nobody pressed a button.
pub fn posts_of(person: Uuid, role: Role, holder: Option<Uuid>) -> Posts {
    let cares = matches!(role, Role::Nurse | Role::ChargeNurse);
    let is_holder = holder == Some(person) || (holder.is_none() && cares);
    let of_role = match role {
        Role::Nurse if holder != Some(person) => Some(Post::Backup),
        Role::ChargeNurse => Some(Post::ChargeNurse),
        Role::Physician => Some(Post::Physician),
        Role::CallAgent => Some(Post::CallAgent),
        Role::Dispatcher => Some(Post::Dispatcher),
        Role::Nurse | Role::Technician | Role::Administrator => None,
    };
    let everyone = role.has(Right::SeePatients).then_some(Post::Everyone);
    Posts::of(is_holder.then_some(Post::Holder).into_iter().chain(of_role).chain(everyone))
}

/// Who can be reached when these people have a screen.
pub fn reachable(people: &[(Uuid, Role)], holder: Option<Uuid>) -> Reachable {
    let held = || people.iter().map(|(person, role)| (*person, posts_of(*person, *role, holder))).filter(|(_, posts)| !posts.is_empty());
    Reachable::Known {
        posts: Posts::of(held().flat_map(|(_, posts)| posts.iter().collect::<Vec<_>>())),
        people: held().map(|(person, _)| StaffId(person.as_u128())).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: Uuid = Uuid::from_u128(1);
    const BEN: Uuid = Uuid::from_u128(2);

    fn posts(person: Uuid, role: Role, holder: Option<Uuid>) -> String {
        posts_of(person, role, holder).to_string()
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
        assert!(!reachable(&[(ANA, Role::Technician)], None).may_hear(Posts::of([Post::Holder, Post::Backup])));
    }
}
