//! What a hub's clock that is set back or forward, a crew that takes over and a stay that ends make of an incident.

use super::rig::{Rig, START, at, opening, position, unit};
use hearth_alerts::StaffId;
use hearth_care::dispatch::{Fix, Heard, IncidentAct, IncidentState, IncidentStepKind, Source, UnitId};
use std::collections::BTreeMap;

fn sent() -> Rig {
    let mut rig = Rig::new(opening(), [unit(1, 5), unit(2, 9)]);
    rig.act(IncidentAct::Send { unit: UnitId(1), second: false }, StaffId(1)).unwrap();
    rig
}

fn told(rig: &mut Rig, t: i64) -> Vec<&'static str> {
    let before = rig.told.len();
    rig.t = t;
    rig.look();
    rig.told[before..].iter().map(|step| step.what.key()).collect()
}

#[test]
fn an_offer_waits_no_longer_than_two_minutes_when_the_clock_is_set_back_and_none_less_for_a_small_correction() {
    assert_eq!(told(&mut sent(), -3_600_000), ["unconfirmed", "offered"], "nobody knows how long it has waited");
    assert_eq!(told(&mut sent(), -60_000), Vec::<&str>::new());
    assert_eq!(told(&mut sent(), -500), Vec::<&str>::new());
}

#[test]
fn a_position_ahead_of_a_clock_that_was_set_back_is_old_and_one_of_a_clock_set_forward_too() {
    let fix = Fix { position: position(1), at: START };
    assert_eq!((fix.usable(at(-60_000)), fix.old_ms(at(-60_000))), (Some(position(1)), None), "a small correction");
    assert_eq!((fix.usable(at(-3_600_000)), fix.old_ms(at(-3_600_000))), (None, Some(3_600_000)));
    assert_eq!((fix.usable(at(3_600_000)), fix.old_ms(at(3_600_000))), (None, Some(3_600_000)));
}

#[test]
fn that_another_crew_drives_the_unit_that_is_on_its_way_is_told() {
    let mut rig = sent();
    let crew = rig.situation.units.get_mut(&UnitId(1)).unwrap().crew.as_mut().unwrap();
    crew.from = at(20_000);
    assert_eq!(told(&mut rig, 20_000), ["shift_over"], "the crew that was asked is not the one on shift");
}

#[test]
fn an_incident_that_nobody_closed_is_closed_half_a_day_after_the_stay_has_ended_and_no_unit_is_in_it() {
    let mut rig = sent();
    rig.situation.stay_open = false;
    assert_eq!(told(&mut rig, 1_000), ["stay_ended"]);
    rig.act(
        IncidentAct::Stamp { place: 1, unit: UnitId(1), state: IncidentState::Acknowledged, source: Source::Radio, pressed: None },
        StaffId(1),
    )
    .unwrap();
    assert!(!told(&mut rig, 50_000_000).contains(&"became"), "a unit is in it");
    rig.act(IncidentAct::StandDown { place: 1, shown: rig.incident.version }, StaffId(1)).unwrap();
    assert_eq!(told(&mut rig, 50_000_000 + 43_200_000 - 1), Vec::<&str>::new(), "what came of it can still be said");
    assert_eq!(told(&mut rig, 50_000_000 + 43_200_000), ["became"]);
    assert_eq!(rig.incident.state, IncidentState::Closed);
    let mut nobody = Rig::new(opening(), [unit(1, 5)]);
    nobody.situation.stay_open = false;
    assert_eq!(told(&mut nobody, 1_000), ["stay_ended"]);
    told(&mut nobody, 43_201_000 + 1_800_000);
    told(&mut nobody, 3 * 43_201_000);
    let became: Vec<IncidentStepKind> =
        nobody.told.iter().map(|step| step.what).filter(|what| matches!(what, IncidentStepKind::Became(_))).collect();
    assert_eq!(
        became,
        [IncidentStepKind::Became(IncidentState::Cancelled), IncidentStepKind::Became(IncidentState::Closed)],
        "by the ways that the table has"
    );
}

#[test]
fn a_unit_whose_phone_still_asks_is_not_silent_and_one_that_is_led_by_radio_never_is() {
    let on_its_way = |source: Source| {
        let mut rig = sent();
        rig.silent.extend([UnitId(1), UnitId(2)]);
        rig.t = 10_000;
        let pressed = IncidentAct::Stamp { place: 1, unit: UnitId(1), state: IncidentState::Acknowledged, source, pressed: None };
        rig.act(pressed, StaffId(1)).unwrap();
        rig.situation.units.get_mut(&UnitId(1)).unwrap().fix = None;
        rig
    };
    let silent = |rig: &Rig, phone: Option<i64>, since: i64, t: i64| {
        let heard = Heard { phones: phone.map(|ms| (UnitId(1), at(ms))).into_iter().collect::<BTreeMap<_, _>>(), since: Some(at(since)) };
        !rig.incident.trouble(&[], &rig.situation, &heard, at(t)).silent.is_empty()
    };
    let button = on_its_way(Source::Button);
    assert!(silent(&button, None, -1, 70_001), "a phone that pressed, and then nothing for a minute");
    assert!(!silent(&button, Some(60_000), -1, 120_000), "it asks for the situation, and does not say where it is");
    assert!(silent(&button, Some(60_000), -1, 120_001));
    assert!(!silent(&button, None, 60_000, 120_000), "what it said before the hub began to listen is not known");
    let radio = on_its_way(Source::Radio);
    assert!(!silent(&radio, None, -1, 600_000), "no phone has spoken since it was asked");
    assert!(silent(&radio, Some(20_000), -1, 600_000), "one has");
}

#[test]
fn an_incident_to_which_nobody_sends_a_free_unit_rings_and_not_once_its_stay_has_ended() {
    let mut rig = Rig::new(opening(), [unit(1, 5)]);
    let waits = |rig: &Rig, t: i64| {
        rig.incident.trouble(&rig.incident.recommend(&rig.situation, at(t)), &rig.situation, &Heard::default(), at(t)).waits
    };
    assert_eq!((waits(&rig, 90_000), waits(&rig, 90_001)), (false, true), "a unit is free, and nobody sends it");
    rig.t = 100_000;
    rig.act(IncidentAct::Send { unit: UnitId(1), second: false }, StaffId(1)).unwrap();
    assert!(!waits(&rig, 150_000));
    rig.act(IncidentAct::StandDown { place: 1, shown: rig.incident.version }, StaffId(1)).unwrap();
    assert_eq!((waits(&rig, 190_000), waits(&rig, 190_001)), (false, true), "from the call back on");
    rig.situation.stay_open = false;
    rig.situation.units.clear();
    let trouble = rig.incident.trouble(&[], &rig.situation, &Heard::default(), at(190_001));
    assert!(!trouble.waits && !trouble.no_unit, "nobody can be sent any more: what is left is to close it");
}
