//! One story each.

use super::rig::*;
use hearth_alerts::StaffId;
use hearth_care::*;
use std::collections::{BTreeMap, BTreeSet};

fn end(shift: u128, version: u32) -> WardAct {
    WardAct::End { shift: ShiftId(shift), version, leads: false }
}

#[test]
fn a_shift_with_stays_cannot_end_without_a_handover() {
    let mut ward = day();
    assert_eq!(act(&mut ward, &end(1, 1), ANA, at(700)), Err(WardRefused::HoldsStays { stays: 3 }));
    let seen = all_seen(&ward);
    act(&mut ward, &WardAct::HandOver { from: ANA, stays: seen }, BEN, at(701)).unwrap();
    act(&mut ward, &end(1, 1), ANA, at(702)).unwrap();
    assert!(ward.watches.keys().all(|stay| ward.holder_of(*stay) == Some(BEN)));
}

#[test]
fn a_shift_whose_time_passes_with_stays_keeps_them_is_overdue_and_is_told() {
    let mut ward = day();
    act(&mut ward, &WardAct::Plan(shift(9, StaffId(9), 720, 1_440)), CHARGE, at(0)).unwrap();
    let nobody = BTreeSet::new();
    let told = |minutes| Coverage::of(&ward, &nobody, at(minutes));
    assert_eq!(ward.standing(&ward.shifts[&ShiftId(1)], at(719)), Standing::Runs);
    assert_eq!(ward.standing(&ward.shifts[&ShiftId(1)], at(720)), Standing::Overdue);
    assert_eq!(ward.standing(&ward.shifts[&ShiftId(2)], at(720)), Standing::Over, "who holds nothing goes home");
    assert!(ward.watches.keys().all(|stay| ward.holder_of(*stay) == Some(ANA)), "and the stays keep their holder");
    assert!(told(720 + 9).overdue.is_empty(), "two who are at it are left in peace");
    assert_eq!(told(720 + 10), Coverage { overdue: vec![ShiftId(1)], ..Coverage::default() });
}

#[test]
fn a_shift_that_ends_with_nobody_after_it_is_told_fifteen_minutes_before_and_not_when_somebody_comes() {
    let mut ward = day();
    let nobody = BTreeSet::new();
    assert_eq!(Coverage::of(&ward, &nobody, at(704)), Coverage::default());
    assert_eq!(Coverage::of(&ward, &nobody, at(705)).uncovered, [ShiftId(1)], "Ben and the charge nurse go home at the same time");
    assert_eq!(Coverage::of(&ward, &nobody, at(740)).uncovered, [ShiftId(1)], "it stays so after the end");
    let mut late = ward.clone();
    act(&mut late, &WardAct::Plan(shift(9, StaffId(9), 721, 1_440)), CHARGE, at(706)).unwrap();
    assert_eq!(Coverage::of(&late, &nobody, at(706)).uncovered, [ShiftId(1)], "a minute without anybody is a minute");
    act(&mut ward, &WardAct::Plan(shift(9, StaffId(9), 700, 1_440)), CHARGE, at(706)).unwrap();
    assert_eq!(Coverage::of(&ward, &nobody, at(706)), Coverage::default());
}

#[test]
fn two_who_take_over_at_once_are_one_and_the_second_sees_whose_it_is() {
    let mut ward = day();
    let seen = all_seen(&ward);
    act(&mut ward, &WardAct::TakeOver(seen.clone()), BEN, at(10)).unwrap();
    let refused = act(&mut ward, &WardAct::TakeOver(seen), CHARGE, at(10));
    assert_eq!(refused, Err(WardRefused::WatchChanged { stay: StayId(1), holder: Some(BEN) }));
    assert!(ward.watches.keys().all(|stay| ward.holder_of(*stay) == Some(BEN)), "not even a part of it");
}

#[test]
fn nobody_takes_over_who_has_gone_home_or_is_not_on_shift_or_does_not_watch() {
    let mut ward = day();
    let over = |ward: &Ward| WardAct::HandOver { from: ANA, stays: all_seen(ward) };
    let stranger = StaffId(99);
    assert_eq!(act(&mut ward.clone(), &over(&ward), stranger, at(10)), Err(WardRefused::NotOnShift(stranger)));
    act(&mut ward, &end(2, 1), BEN, at(300)).unwrap();
    assert_eq!(act(&mut ward.clone(), &over(&ward), BEN, at(310)), Err(WardRefused::GoneHome { who: BEN, since: at(300) }));
    let assigned = |holder| {
        let seen = WatchVersion { stay: StayId(1), version: 1 };
        WardAct::Assign(vec![Assignment { seen, holder, backup: None }])
    };
    assert_eq!(act(&mut ward.clone(), &assigned(BEN), CHARGE, at(310)), Err(WardRefused::GoneHome { who: BEN, since: at(300) }));
    let agent = NewShift { duty: Duty::CallAgent, ..shift(7, stranger, 0, 720) };
    act(&mut ward, &WardAct::Plan(agent), CHARGE, at(310)).unwrap();
    assert_eq!(act(&mut ward.clone(), &assigned(stranger), CHARGE, at(311)), Err(WardRefused::CannotWatch(stranger)));
    assert_eq!(act(&mut ward.clone(), &over(&ward), ANA, at(311)), Err(WardRefused::ToThemselves));
    let of_ben = WardAct::HandOver { from: BEN, stays: all_seen(&ward) };
    assert_eq!(act(&mut ward, &of_ben, CHARGE, at(311)), Err(WardRefused::NotTheirs { stay: StayId(1), holder: Some(ANA) }));
}

#[test]
fn a_holder_who_is_signed_in_nowhere_and_a_stay_that_nobody_holds_are_told_from_the_first_shift_on() {
    let mut ward = with_stays(2);
    let away = BTreeSet::from([ANA]);
    assert_eq!(Coverage::of(&ward, &away, at(0)), Coverage::default(), "a site that keeps no shifts is told nothing");
    act(&mut ward, &WardAct::Plan(shift(1, ANA, 10, 720)), CHARGE, at(0)).unwrap();
    assert_eq!(Coverage::of(&ward, &away, at(9)), Coverage::default(), "nor one whose first shift has not begun");
    assert_eq!(Coverage::of(&ward, &away, at(10)).nobody, [StayId(1), StayId(2)]);
    act(&mut ward, &WardAct::TakeOver(vec![WatchVersion { stay: StayId(2), version: 0 }]), ANA, at(11)).unwrap();
    let told = Coverage::of(&ward, &away, at(11));
    assert_eq!((told.nobody, told.away), (vec![StayId(1)], vec![StayId(2)]));
    let mut cancelled = with_stays(1);
    act(&mut cancelled, &WardAct::Plan(shift(1, ANA, 10, 720)), CHARGE, at(0)).unwrap();
    act(&mut cancelled, &WardAct::Cancel { shift: ShiftId(1), version: 1 }, CHARGE, at(1)).unwrap();
    assert_eq!(Coverage::of(&cancelled, &away, at(20)), Coverage::default(), "a roster that was only tried switches nothing on");
}

#[test]
fn who_held_the_watch_of_all_keeps_it_when_the_first_shift_begins_if_they_are_on_it() {
    let mut ward = with_stays(2);
    act(&mut ward, &WardAct::Plan(shift(1, ANA, 0, 720)), CHARGE, at(-10)).unwrap();
    assert_eq!(act(&mut ward.clone(), &WardAct::Keep(BEN), BEN, at(0)), Ok(vec![]), "who is not on shift keeps nothing");
    act(&mut ward, &WardAct::Keep(ANA), ANA, at(0)).unwrap();
    assert!(ward.watches.keys().all(|stay| ward.holder_of(*stay) == Some(ANA)));
}

#[test]
fn the_roster_takes_no_slips_of_the_pen_and_says_where_it_has_holes() {
    let mut ward = day();
    let plan = |new| WardAct::Plan(new);
    assert_eq!(act(&mut ward, &plan(shift(9, ANA, 700, 800)), CHARGE, at(1)), Err(WardRefused::Overlaps(ShiftId(1))));
    assert_eq!(act(&mut ward, &plan(shift(9, StaffId(9), -30, -10)), CHARGE, at(1)), Err(WardRefused::EndsInThePast));
    let change = |version, new| WardAct::Change { version, new };
    assert_eq!(act(&mut ward, &change(2, shift(1, ANA, 0, 780)), CHARGE, at(1)), Err(WardRefused::ShiftChanged { now: 1 }));
    assert_eq!(act(&mut ward, &change(1, shift(1, ANA, 5, 780)), CHARGE, at(1)), Err(WardRefused::ShiftBegan));
    act(&mut ward, &change(1, shift(1, ANA, 0, 780)), CHARGE, at(1)).unwrap();
    assert_eq!(act(&mut ward, &WardAct::Cancel { shift: ShiftId(1), version: 2 }, CHARGE, at(1)), Err(WardRefused::ShiftBegan));
    assert_eq!(act(&mut ward, &end(2, 1), ANA, at(1)), Err(WardRefused::NotYours));
    act(&mut ward, &plan(shift(9, StaffId(9), 800, 1_440)), CHARGE, at(1)).unwrap();
    assert_eq!(act(&mut ward, &end(9, 1), StaffId(9), at(1)), Err(WardRefused::ShiftNotBegun));
    assert_eq!(gaps(ward.shifts.values(), at(-60), at(1_500)), [(at(-60), at(0)), (at(780), at(800)), (at(1_440), at(1_500))]);
}

#[test]
fn balancing_shares_the_load_keeps_who_is_there_and_prefers_the_language() {
    let mut ward = with_stays(6);
    for (id, staff) in [(1, ANA), (2, BEN)] {
        let languages = if staff == BEN { BTreeSet::from(["es".to_owned()]) } else { BTreeSet::new() };
        act(&mut ward, &WardAct::Plan(NewShift { languages, ..shift(id, staff, 0, 720) }), CHARGE, at(-60)).unwrap();
    }
    let load = |points, language: &str| Load { points, language: language.into() };
    let loads: BTreeMap<StayId, Load> =
        [(1, load(8, "en")), (2, load(4, "es-MX")), (3, load(1, "en")), (4, load(1, "en")), (5, load(1, "en")), (6, load(1, "en"))]
            .into_iter()
            .map(|(stay, load)| (StayId(stay), load))
            .collect();
    let points = |proposed: &[Assignment], staff| {
        proposed.iter().filter(|one| one.holder == staff).map(|one| loads[&one.seen.stay].points).sum::<u32>()
    };
    let proposed = balance(&ward, &loads, false, at(0));
    assert_eq!((points(&proposed, ANA), points(&proposed, BEN)), (8, 8));
    assert!(proposed.iter().any(|one| one.seen.stay == StayId(2) && one.holder == BEN), "{proposed:?}");
    assert!(proposed.iter().all(|one| one.backup.is_some_and(|backup| backup != one.holder)));
    let seen = all_seen(&ward);
    act(&mut ward, &WardAct::TakeOver(seen), ANA, at(1)).unwrap();
    assert_eq!(points(&balance(&ward, &loads, false, at(2)), ANA), 16, "nobody is handed over without need");
    let anew = balance(&ward, &loads, true, at(2));
    assert_eq!((points(&anew, ANA), points(&anew, BEN)), (8, 8));
    assert!(act(&mut ward, &WardAct::Assign(anew), CHARGE, at(3)).is_ok(), "what is proposed can be done");
    assert!(balance(&ward, &loads, true, at(2_000)).is_empty(), "nobody is on shift");
}

#[test]
fn whoever_may_not_sign_in_any_more_covers_nothing_and_is_given_nothing_and_is_told() {
    let mut ward = day();
    act(&mut ward, &WardAct::Plan(shift(9, StaffId(9), 700, 1_440)), CHARGE, at(600)).unwrap();
    ward.gone = BTreeSet::from([StaffId(9), BEN]);
    assert_eq!(Coverage::of(&ward, &BTreeSet::new(), at(706)).uncovered, [ShiftId(1)], "nobody comes after Ana");
    let given = WardAct::Assign(vec![Assignment { seen: all_seen(&ward)[0], holder: BEN, backup: None }]);
    assert_eq!(act(&mut ward.clone(), &given, CHARGE, at(10)), Err(WardRefused::NotOnShift(BEN)));
    let proposed = balance(&ward, &BTreeMap::new(), true, at(10));
    assert!(!proposed.is_empty() && proposed.iter().all(|one| one.holder != BEN && one.backup != Some(BEN)));
    ward.gone = BTreeSet::from([ANA]);
    assert_eq!(ward.holder_of(StayId(1)), Some(ANA), "the stay is nobody else's");
    assert_eq!(Coverage::of(&ward, &BTreeSet::new(), at(10)).away, [StayId(1), StayId(2), StayId(3)]);
}

#[test]
fn who_has_too_much_hands_over_the_fewest_stays_that_ring_most_and_nobody_gets_too_much_by_it() {
    let mut ward = with_stays(6);
    for (id, staff) in [(1, ANA), (2, BEN), (3, CHARGE)] {
        act(&mut ward, &WardAct::Plan(shift(id, staff, 0, 720)), CHARGE, at(-60)).unwrap();
    }
    let seen = all_seen(&ward);
    act(&mut ward, &WardAct::TakeOver(seen[..5].to_vec()), ANA, at(0)).unwrap();
    act(&mut ward, &WardAct::TakeOver(seen[5..].to_vec()), BEN, at(0)).unwrap();
    let mut rings = BTreeMap::from([(1, 2), (2, 9), (3, 4), (5, 3), (6, 1)].map(|(stay, rang)| (StayId(stay), rang)));
    let to = |proposed: &[Assignment]| proposed.iter().map(|one| (one.seen.stay.0, one.holder, one.backup)).collect::<Vec<_>>();
    let proposed = relieve(&ward, &rings, ANA, at(10));
    assert_eq!(to(&proposed), [(2, CHARGE, Some(ANA))], "18 an hour: without the loudest it is 9");
    assert_eq!(relieve(&ward, &rings, BEN, at(10)), [], "who has one has not too much");
    rings.insert(StayId(2), 13);
    let proposed = relieve(&ward, &rings, ANA, at(10));
    assert_eq!(to(&proposed), [(1, BEN, Some(ANA)), (3, CHARGE, Some(ANA)), (5, BEN, Some(ANA))], "nobody has room for 13");
    rings.insert(StayId(2), RINGS_AN_HOUR_MAX - 9);
    assert_eq!(relieve(&ward, &rings, ANA, at(10)), [], "twelve are not too many");
    act(&mut ward, &WardAct::Assign(proposed), CHARGE, at(11)).unwrap();
    assert_eq!(relieve(&ward, &rings, ANA, at(2_000)), [], "nobody is on shift");
}
