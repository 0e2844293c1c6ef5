//! Whatever people do in whatever order: never two holders, never silently nobody.

use super::rig::*;
use hearth_care::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

const STAYS: u128 = 3;

fn staff() -> impl Strategy<Value = hearth_alerts::StaffId> {
    (1_u128..=4).prop_map(hearth_alerts::StaffId)
}

fn seen() -> impl Strategy<Value = Vec<WatchVersion>> {
    proptest::collection::vec((1_u128..=STAYS + 1, 0_u32..4), 0..3)
        .prop_map(|all| all.into_iter().map(|(stay, version)| WatchVersion { stay: StayId(stay), version }).collect())
}

fn planned() -> impl Strategy<Value = NewShift> {
    (1_u128..6, staff(), -100_i64..900, 15_i64..700).prop_map(|(id, staff, from, long)| shift(id, staff, from, from + long))
}

fn any_act() -> impl Strategy<Value = WardAct> {
    prop_oneof![
        planned().prop_map(WardAct::Plan),
        (0_u32..4, planned()).prop_map(|(version, new)| WardAct::Change { version, new }),
        (1_u128..6, 0_u32..4).prop_map(|(shift, version)| WardAct::Cancel { shift: ShiftId(shift), version }),
        (1_u128..6, 0_u32..4, any::<bool>()).prop_map(|(shift, version, leads)| WardAct::End { shift: ShiftId(shift), version, leads }),
        (seen(), staff(), proptest::option::of(staff())).prop_map(|(stays, holder, backup)| {
            WardAct::Assign(stays.into_iter().map(|seen| Assignment { seen, holder, backup }).collect())
        }),
        seen().prop_map(WardAct::TakeOver),
        (staff(), seen()).prop_map(|(from, stays)| WardAct::HandOver { from, stays }),
        staff().prop_map(WardAct::Keep),
    ]
}

fn is_whole(ward: &Ward, now: hearth_vitals::WallMs) {
    let told = Coverage::of(ward, &BTreeSet::new(), now);
    for (stay, watch) in &ward.watches {
        let Some(held) = watch.holder else {
            assert!(!ward.is_kept(now) || told.nobody.contains(stay), "a stay that nobody holds is told");
            continue;
        };
        let shift = &ward.shifts[&held.shift];
        assert!(shift.ended.is_none(), "a shift that holds stays has not ended");
        assert!(shift.plan.duty.can_watch() && shift.has_begun(now));
        if now >= shift.plan.until {
            assert_eq!(ward.standing(shift, now), Standing::Overdue, "its time is over, and it is not over");
        }
        if now.since(shift.plan.until) >= OVERDUE_MS {
            assert!(told.overdue.contains(&held.shift), "and that is told");
        }
        assert_ne!(ward.backup_of(*stay, now), Some(shift.plan.staff), "nobody backs up themselves");
    }
    for (id, shift) in &ward.shifts {
        let twice = ward.shifts.values().filter(|other| other.id() != *id && other.plan.staff == shift.plan.staff && other.runs(now));
        assert!(!shift.runs(now) || twice.count() == 0, "nobody works twice at a time");
    }
}

proptest! {
    #[test]
    fn never_two_holders_never_silently_nobody(acts in proptest::collection::vec((any_act(), staff(), 0_i64..60), 1..60)) {
        let mut ward = with_stays(STAYS);
        let mut minutes = -120;
        for (one, by, waits) in acts {
            minutes += waits;
            let (now, before) = (at(minutes), ward.clone());
            match act(&mut ward, &one, by, now) {
                Ok(steps) => {
                    for step in &steps {
                        prop_assert_eq!((step.by, step.at), (by, now));
                    }
                }
                Err(_) => prop_assert_eq!(&ward, &before),
            }
            for (stay, watch) in &before.watches {
                let after = ward.watches[stay];
                prop_assert!(watch.holder.is_none() || after.holder.is_some(), "a holder is never taken away for nobody");
                prop_assert!(after == *watch || after.version > watch.version, "each change is a new version");
            }
            is_whole(&ward, now);
        }
    }

    #[test]
    fn what_is_seen_at_one_version_is_given_once(first in staff(), second in staff(), minutes in 0_i64..700) {
        let mut ward = day();
        let stays = all_seen(&ward);
        if act(&mut ward, &WardAct::TakeOver(stays.clone()), first, at(minutes)).is_ok() {
            let again = act(&mut ward, &WardAct::TakeOver(stays), second, at(minutes));
            let told = matches!(again, Err(WardRefused::WatchChanged { holder: Some(holder), .. }) if holder == first);
            prop_assert!(told || matches!(again, Err(WardRefused::NotOnShift(_))), "{:?}", again);
        }
    }
}
