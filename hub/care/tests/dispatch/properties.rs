//! Whatever people, phones and time do in whatever order.

use super::rig::{Rig, START, at, opening, unit};
use hearth_alerts::StaffId;
use hearth_care::dispatch::{Incident, IncidentAct, IncidentState, IncidentStep, IncidentStepKind, Pressed, Source, UnitId};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const UNITS: u128 = 4;

#[derive(Debug, Clone)]
enum Event {
    Wait(i64),
    Do(IncidentAct),
    /// As by somebody whose screen shows what is.
    Seen(IncidentAct),
    Next(u8),
    StayEnds,
}

fn acts() -> impl Strategy<Value = IncidentAct> {
    let unit = || (1..=UNITS + 1).prop_map(UnitId);
    let pressed = prop::option::of((-90_000_000..90_000_000_i64, 0..90_000_000_i64));
    let pressed = pressed.prop_map(|pressed| pressed.map(|(sent, age)| Pressed { at: at(sent - age), sent: at(sent), steady_ms: None }));
    prop_oneof![
        1 => Just(IncidentAct::Triage),
        4 => (unit(), any::<bool>()).prop_map(|(unit, second)| IncidentAct::Send { unit, second }),
        2 => (1..5_u8, unit()).prop_map(|(place, unit)| IncidentAct::Reassign { place, unit, shown: 0 }),
        4 => (1..5_u8, unit(), 0..IncidentState::ALL.len(), pressed).prop_map(|(place, unit, state, pressed)| {
            IncidentAct::Stamp { place, unit, state: IncidentState::ALL[state], source: Source::Button, pressed }
        }),
        2 => (1..40_u32, 0..4_000_000_i64).prop_map(|(names, ms)| IncidentAct::Amend { names, at: at(ms) }),
        1 => (1..5_u8).prop_map(|place| IncidentAct::StandDown { place, shown: 0 }),
        1 => Just(IncidentAct::ResolveRemotely { shown: 0 }),
        1 => Just(IncidentAct::Cancel { shown: 0 }),
        1 => Just(IncidentAct::Close { shown: 0 }),
    ]
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        4 => (1..200_i64).prop_map(Event::Wait),
        2 => acts().prop_map(Event::Do),
        8 => acts().prop_map(Event::Seen),
        8 => (1..4_u8).prop_map(Event::Next),
        1 => prop::bool::weighted(0.1).prop_map(|ends| if ends { Event::StayEnds } else { Event::Wait(1) }),
    ];
    prop::collection::vec(event, 1..80)
}

fn seen(act: IncidentAct, shown: u32) -> IncidentAct {
    match act {
        IncidentAct::Reassign { place, unit, .. } => IncidentAct::Reassign { place, unit, shown },
        IncidentAct::StandDown { place, .. } => IncidentAct::StandDown { place, shown },
        IncidentAct::ResolveRemotely { .. } => IncidentAct::ResolveRemotely { shown },
        IncidentAct::Cancel { .. } => IncidentAct::Cancel { shown },
        IncidentAct::Close { .. } => IncidentAct::Close { shown },
        other => other,
    }
}

/// The crew of a place presses its big button.
fn next(incident: &Incident, number: u8) -> Option<IncidentAct> {
    let place = incident.place(number)?;
    let state = *place
        .state
        .followers()
        .iter()
        .find(|state| !matches!(state, IncidentState::Reassigned | IncidentState::Cancelled | IncidentState::Closed))?;
    Some(IncidentAct::Stamp { place: number, unit: place.unit, state, source: Source::Button, pressed: None })
}

fn play(rig: &mut Rig, event: &Event) {
    let act = match event {
        Event::Wait(s) => return rig.run_to(rig.t + s * 1_000),
        Event::StayEnds => return rig.situation.stay_open = false,
        Event::Do(act) => *act,
        Event::Seen(act) => seen(*act, rig.incident.version),
        Event::Next(place) => match next(&rig.incident, *place) {
            Some(act) => act,
            None => return,
        },
    };
    let _refused = rig.act(act, StaffId(1));
}

fn rig() -> Rig {
    Rig::new(opening(), (1..=UNITS).map(|number| unit(number, 5 * i64::try_from(number).unwrap())))
}

/// The states along each place, as the steps tell them, and of the incident itself.
fn ways(steps: &[IncidentStep]) -> Vec<Vec<IncidentState>> {
    let mut own = vec![IncidentState::Received];
    let mut places: BTreeMap<u8, Vec<IncidentState>> = BTreeMap::new();
    for step in steps {
        match step.what {
            IncidentStepKind::Became(state) => own.push(state),
            IncidentStepKind::Offered { place, .. } => {
                let way = places.entry(place).or_insert_with(|| own.clone());
                let next = if way.len() == own.len() && way.last() == Some(&IncidentState::Triaged) {
                    IncidentState::Assigned
                } else {
                    IncidentState::Reassigned
                };
                // An offer that goes on stays what it is.
                if way.last() != Some(&next) {
                    way.push(next);
                }
            }
            IncidentStepKind::Stamped { place, state, .. } => places.entry(place).or_default().push(state),
            _ => {}
        }
    }
    if own.last() == Some(&IncidentState::Closed) {
        places.values_mut().for_each(|way| way.push(IncidentState::Closed));
    }
    let had_place = !places.is_empty();
    // With places an incident is closed by way of them.
    if had_place && own.ends_with(&[IncidentState::Triaged, IncidentState::Closed]) {
        own.pop();
    }
    places.into_values().chain([own]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn no_unit_has_two_places_and_no_incident_has_more_places_than_it_can_hold(events in events()) {
        let mut rig = rig();
        for event in &events {
            play(&mut rig, event);
            let kept: Vec<UnitId> = rig.incident.kept().map(|place| place.unit).collect();
            prop_assert_eq!(kept.iter().collect::<BTreeSet<_>>().len(), kept.len(), "{:?}", kept);
            prop_assert!(rig.incident.places.len() <= hearth_care::dispatch::PLACES_MAX);
        }
    }

    #[test]
    fn what_is_closed_says_nothing_more_whoever_comes(events in events(), later in prop::collection::vec(acts(), 1..20)) {
        let mut rig = rig();
        for event in &events {
            play(&mut rig, event);
        }
        let mut closed = rig.incident.clone();
        closed.state = IncidentState::Closed;
        rig.incident = closed.clone();
        for act in later {
            prop_assert!(rig.act(seen(act, closed.version), StaffId(2)).is_err(), "{act:?}");
            rig.run_to(rig.t + 61_000);
        }
        prop_assert_eq!(rig.incident, closed);
    }

    /// Every stamp that was ever said is there, and what it counts for is what the last correction says.
    #[test]
    fn no_stamp_is_lost_and_each_correction_names_the_one_before_it(events in events()) {
        let mut rig = rig();
        for event in &events {
            play(&mut rig, event);
        }
        let mut counts: BTreeMap<u32, (u32, hearth_vitals::WallMs)> = BTreeMap::new();
        for step in &rig.told {
            match step.what {
                IncidentStepKind::Stamped { stamp, .. } => {
                    counts.insert(step.number, (step.number, stamp.at));
                }
                IncidentStepKind::Amended { names, at } => {
                    let first = *counts.iter().find(|(_, (in_force, _))| *in_force == names).unwrap().0;
                    counts.insert(first, (step.number, at));
                }
                _ => {}
            }
        }
        let kept: BTreeMap<_, _> = rig.incident.entries.iter().map(|(number, entry)| (*number, (entry.in_force, entry.at))).collect();
        prop_assert_eq!(kept, counts);
        for offer in rig.incident.offers.keys() {
            let of: Vec<_> = rig.incident.entries.values().filter(|entry| entry.offer == *offer).collect();
            prop_assert!(of.is_sorted_by_key(|entry| entry.at), "stamps of a unit are in their order");
            prop_assert!(of.iter().all(|entry| entry.at >= START && entry.at <= at(rig.t)));
        }
    }

    #[test]
    fn along_each_place_an_incident_is_a_path_through_the_table(events in events()) {
        let mut rig = rig();
        for event in &events {
            play(&mut rig, event);
        }
        for way in ways(&rig.told) {
            for pair in way.windows(2) {
                prop_assert!(pair[0].may_become(pair[1]), "{:?} in {:?}", pair, way);
            }
        }
    }

    /// Whether the hub looks each second or was down, an incident is what its steps tell, and a look says nothing twice.
    #[test]
    fn an_incident_is_its_steps_and_a_second_look_is_silent(events in events()) {
        let mut rig = rig();
        for event in &events {
            play(&mut rig, event);
            rig.look();
            prop_assert_eq!(rig.incident.look(&rig.situation, at(rig.t)), vec![]);
        }
        let mut again = Incident::new(opening());
        rig.told.iter().for_each(|step| again.take(step));
        prop_assert_eq!(again, rig.incident);
    }

    /// No offer waits longer than its minute without somebody being told.
    #[test]
    fn an_offer_that_nobody_confirms_is_told_within_its_minute(events in events()) {
        let mut rig = rig();
        for event in &events {
            play(&mut rig, event);
            rig.look();
            if !rig.incident.is_open() {
                continue;
            }
            for place in rig.incident.places.iter().filter(|place| place.state.is_offered()) {
                let offer = rig.incident.offers[&place.offer];
                prop_assert!(offer.unconfirmed || at(rig.t) < offer.confirm_by);
            }
        }
    }
}
