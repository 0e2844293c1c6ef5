//! Incidents are read back as they were decided; two who act at once are one after the other, whatever writes.

use crate::common::{NOON, admit_numbered, one};
use hearth_alerts::StaffId;
use hearth_care::StayId;
use hearth_care::dispatch::{
    Equipment, Fix, Incident, IncidentAct, IncidentId, IncidentRefused, IncidentState, IncidentStepKind, Opening, Position, Pressed, Skill,
    Source, UnitId,
};
use hearth_store::dispatch::{BoardRow, Ended, NewCrew, NewIncident, NotOnDuty, NotOpened};
use hearth_store::staff::StaffRow;
use hearth_store::testing::Cluster;
use hearth_store::{Store, StoreError};
use hearth_vitals::WallMs;
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

const DESK: u128 = 101;
const CREWS: [u128; 3] = [201, 202, 203];
const HOUR: i64 = 3_600_000;

fn at(s: i64) -> WallMs {
    WallMs(NOON + s * 1_000)
}

fn uuid(id: u128) -> Uuid {
    Uuid::from_u128(id)
}

async fn person(store: &Store, id: u128, role: &str) {
    let (name, display_name) = (format!("person-{id}"), format!("Person {id}"));
    let row = StaffRow { id: uuid(id), name, display_name, role: role.into(), password_hash: "none".into(), must_change_password: false };
    assert!(store.add_staff(&row).await.unwrap());
}

fn crew(unit: u128, member: u128, from: i64) -> NewCrew {
    NewCrew {
        id: uuid(unit + 1_000),
        unit: uuid(unit),
        members: BTreeSet::from([uuid(member)]),
        skills: BTreeSet::from([Skill::Paramedic]),
        from: at(from),
        until: at(from).plus(8 * HOUR),
        by: uuid(DESK),
    }
}

/// Three units a few hundred metres from each other, each with a crew of one, and two stays.
async fn programme() -> (Arc<Cluster>, Store, [Uuid; 2]) {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(4).await.unwrap();
    person(&store, DESK, "dispatcher").await;
    let stays = [admit_numbered(&store, 1, uuid(DESK)).await, admit_numbered(&store, 2, uuid(DESK)).await];
    for (number, member) in (1..).zip(CREWS) {
        person(&store, member, "paramedic").await;
        let (equipment, name) = (BTreeSet::from([Equipment::Oxygen]), format!("Unit {number}"));
        assert!(store.add_unit(uuid(number), &name, &equipment, uuid(DESK)).await.unwrap());
        store.begin_crew(&crew(number, member, -60)).await.unwrap().unwrap();
        let position = Position::try_new(40_000_000 + i32::try_from(number).unwrap() * 10_000, -75_000_000).unwrap();
        assert!(store.unit_was_at(uuid(number), Fix { position, at: at(0) }, at(0)).await.unwrap());
    }
    (cluster, store, stays)
}

fn incident(id: u128, stay: Uuid) -> NewIncident {
    let opening = Opening {
        id: IncidentId(id),
        stay: StayId(stay.as_u128()),
        since: at(0),
        home: Position::try_new(40_000_000, -75_000_000),
        language: "es".into(),
        equipment: BTreeSet::from([Equipment::Oxygen]),
        skills: BTreeSet::new(),
    };
    NewIncident { opening, alert: None, call: None, why: "short of breath".into(), by: Some(uuid(DESK)), at: at(1) }
}

async fn act(store: &Store, id: u128, act: IncidentAct, s: i64) -> Result<Vec<hearth_care::dispatch::IncidentStep>, IncidentRefused> {
    store.dispatch(uuid(id), act, uuid(DESK), "", at(s)).await.unwrap().unwrap()
}

fn stamp(unit: u128, state: IncidentState) -> IncidentAct {
    let pressed = Some(Pressed { at: WallMs(i64::MIN), sent: WallMs(i64::MAX), steady_ms: Some(i64::MAX) });
    IncidentAct::Stamp { place: 1, unit: UnitId(unit), state, source: Source::Button, pressed }
}

#[tokio::test]
async fn an_incident_is_read_back_as_it_was_decided_with_every_step() {
    let (_cluster, store, stays) = programme().await;
    let new = incident(1, stays[0]);
    store.open_incident(&new).await.unwrap().unwrap();
    let mut expected = Incident::new(new.opening.clone());
    expected.take(&Incident::open(Some(StaffId(DESK)), at(1)));
    for (s, done) in [
        (2, IncidentAct::Send { unit: UnitId(1), second: false }),
        (3, stamp(1, IncidentState::Acknowledged)),
        (4, IncidentAct::Amend { names: 4, at: at(2) }),
        (5, IncidentAct::Send { unit: UnitId(2), second: true }),
        (6, IncidentAct::StandDown { place: 2, shown: 6 }),
    ] {
        let steps = act(&store, 1, done, s).await.unwrap();
        steps.iter().for_each(|step| expected.take(step));
        let (row, log) = store.incident(uuid(1)).await.unwrap().unwrap();
        assert_eq!((&row.incident, &row.new), (&expected, &new), "{done:?}");
        assert_eq!(log.len(), usize::try_from(expected.version).unwrap());
    }
    // What time does: a shift that ends, a half hour that is lost, a stay that ends.
    assert!(store.end_episode(stays[0], at(7), uuid(DESK), "discharged").await.unwrap());
    for s in [8, 9 * 3_600] {
        for (stay, steps) in store.look_at_incidents(at(s)).await.unwrap().told {
            assert_eq!(stay, stays[0]);
            steps.iter().for_each(|step| expected.take(step));
        }
    }
    let (row, log) = store.incident(uuid(1)).await.unwrap().unwrap();
    assert_eq!(row.incident, expected);
    let words: Vec<&str> = log.iter().map(|row| row.step.what.key()).collect();
    assert_eq!(
        words,
        ["opened", "became", "offered", "stamped", "amended", "offered", "stamped", "stay_ended", "shift_over", "limit_lost"]
    );
    let kept = matches!(log[3].step.what, IncidentStepKind::Stamped { stamp, .. } if stamp.pressed.is_some_and(|pressed| pressed.sent == WallMs(i64::MAX)));
    assert!(kept, "what a clock said is kept, however wrong");
    assert_eq!((log[0].by_name.as_deref(), log[7].by_name.as_deref()), (Some("Person 101"), None));
}

#[tokio::test]
async fn of_two_who_send_at_once_one_wins_and_the_second_is_told_which_unit_goes() {
    let (_cluster, store, stays) = programme().await;
    store.open_incident(&incident(1, stays[0])).await.unwrap().unwrap();
    store.open_incident(&incident(2, stays[1])).await.unwrap().unwrap();
    assert_eq!(store.open_incident(&incident(3, stays[0])).await.unwrap(), Err(NotOpened::Open(uuid(1))));
    let send = |id, unit| act(&store, id, IncidentAct::Send { unit: UnitId(unit), second: false }, 2);
    let (first, second) = tokio::join!(send(1, 1), send(1, 2));
    assert_ne!(first.is_ok(), second.is_ok(), "{first:?} {second:?}");
    let winner = UnitId(if first.is_ok() { 1 } else { 2 });
    assert_eq!(first.and(second), Err(IncidentRefused::UnitSent(winner)));
    assert_eq!(send(2, winner.0).await, Err(IncidentRefused::UnitBusy { unit: winner, incident: IncidentId(1) }));
    let (one, other) = tokio::join!(send(2, 3), act(&store, 1, IncidentAct::Send { unit: UnitId(3), second: true }, 2));
    assert_ne!(one.is_ok(), other.is_ok(), "a unit is in one place");
}

#[tokio::test]
async fn who_does_not_confirm_is_passed_over_and_no_unit_is_asked_for_two_incidents() {
    let (_cluster, store, stays) = programme().await;
    for (id, stay) in [(1, stays[0]), (2, stays[1])] {
        store.open_incident(&incident(id, stay)).await.unwrap().unwrap();
        act(&store, id, IncidentAct::Send { unit: UnitId(id), second: false }, 2).await.unwrap();
    }
    assert!(store.look_at_incidents(at(61)).await.unwrap().told.is_empty());
    let told = store.look_at_incidents(at(62)).await.unwrap().told;
    let whats: Vec<Vec<&str>> = told.iter().map(|(_, steps)| steps.iter().map(|step| step.what.key()).collect()).collect();
    // The first passes to unit 3; unit 1 is free again, and the second passes to it.
    assert_eq!(whats, [["unconfirmed", "offered"], ["unconfirmed", "offered"]]);
    let BoardRow { incidents, units, .. } = store.dispatch_board(None, at(63)).await.unwrap();
    assert_eq!(incidents.iter().map(|row| row.incident.places[0].unit.0).collect::<Vec<_>>(), [3, 1]);
    let busy: Vec<Option<u128>> = units.iter().map(|row| row.unit.busy.map(|id| id.0)).collect();
    assert_eq!(busy, [Some(2), None, Some(1)]);
    assert!(store.look_at_incidents(at(64)).await.unwrap().told.is_empty(), "told once");
}

#[tokio::test]
async fn no_step_is_changed_nothing_follows_the_end_and_no_unit_is_in_two_places_whatever_writes() {
    let (_cluster, store, stays) = programme().await;
    for (id, stay) in [(1, stays[0]), (2, stays[1])] {
        store.open_incident(&incident(id, stay)).await.unwrap().unwrap();
    }
    act(&store, 1, IncidentAct::Cancel { shown: 1 }, 2).await.unwrap();
    act(&store, 1, IncidentAct::Close { shown: 2 }, 3).await.unwrap();
    act(&store, 2, IncidentAct::Send { unit: UnitId(1), second: false }, 4).await.unwrap();
    let closed = uuid(1);
    for statement in [
        "UPDATE incident_steps SET at = at".to_owned(),
        "DELETE FROM incident_steps".to_owned(),
        "DELETE FROM incidents".to_owned(),
        format!("UPDATE incidents SET state = 'triaged' WHERE id = '{closed}'"),
        format!("INSERT INTO incident_steps (incident_id, number, at, what, reason) VALUES ('{closed}', 4, now(), 'limit_lost', '')"),
        format!("INSERT INTO incident_steps (incident_id, number, at, what, reason) VALUES ('{}', 9, now(), 'limit_lost', '')", uuid(2)),
        format!("INSERT INTO incident_places VALUES ('{}', 2, '{}', 'assigned', now())", uuid(2), uuid(1)),
        format!("INSERT INTO incident_places VALUES ('{closed}', 1, '{}', 'assigned', now())", uuid(2)),
        format!("UPDATE incident_places SET incident_id = '{closed}'"),
        "DELETE FROM incident_places".to_owned(),
        format!("UPDATE incidents SET since_at = now(), version = version WHERE id = '{}'", uuid(2)),
        format!("UPDATE incidents SET why = 'nothing' WHERE id = '{}'", uuid(2)),
        format!("UPDATE incidents SET state = 'cancelled' WHERE id = '{}'", uuid(2)),
        format!("UPDATE incidents SET state = 'cancelled', version = 9 WHERE id = '{}'", uuid(2)),
        "INSERT INTO crews SELECT gen_random_uuid(), unit_id, members, skills, from_at, until_at, made_by, NULL FROM crews LIMIT 1"
            .to_owned(),
    ] {
        let refused = sqlx::query(sqlx::AssertSqlSafe(statement.clone())).execute(store.pool()).await;
        assert!(matches!(refused.map_err(StoreError::from), Err(StoreError::Data { .. })), "{statement}");
    }
    assert_eq!(
        act(&store, 1, IncidentAct::Triage, 5).await,
        Err(IncidentRefused::NotAllowed { from: IncidentState::Closed, to: IncidentState::Triaged })
    );
    assert_eq!(one(&store, "SELECT count(*) FROM incident_steps").await, 6, "a refusal leaves nothing");
    assert_eq!(store.dispatch(uuid(9), IncidentAct::Triage, uuid(DESK), "", at(5)).await.unwrap(), None);
}

#[tokio::test]
async fn a_crew_sees_the_incident_it_was_sent_to_until_twelve_hours_after_it_was_clear() {
    let (_cluster, store, stays) = programme().await;
    store.open_incident(&incident(1, stays[0])).await.unwrap().unwrap();
    let sees = async |member, s| !store.places_of_crew(uuid(member), at(s)).await.unwrap().incidents().is_empty();
    assert!(!sees(CREWS[0], 1).await, "nobody was sent");
    act(&store, 1, IncidentAct::Send { unit: UnitId(1), second: false }, 2).await.unwrap();
    assert!(sees(CREWS[0], 2).await && !sees(CREWS[1], 2).await && !sees(DESK, 2).await);
    act(&store, 1, IncidentAct::Reassign { place: 1, unit: UnitId(2), shown: 3 }, 3).await.unwrap();
    assert!(!sees(CREWS[0], 3).await && sees(CREWS[1], 3).await, "the place was given to another");
    act(&store, 1, IncidentAct::Send { unit: UnitId(3), second: true }, 3).await.unwrap();
    assert!(sees(CREWS[2], 3).await);
    act(&store, 1, IncidentAct::StandDown { place: 2, shown: 5 }, 3).await.unwrap();
    assert!(!sees(CREWS[2], 3).await, "it was called back");
    let clear = IncidentAct::Stamp { place: 2, unit: UnitId(3), state: IncidentState::Clear, source: Source::Radio, pressed: None };
    act(&store, 1, clear, 3).await.unwrap();
    assert!(!sees(CREWS[2], 3).await, "that it is clear then gives nothing back");
    assert_eq!(store.offered_to(uuid(CREWS[2]), uuid(1)).await.unwrap(), BTreeSet::from([(2, uuid(3))]), "but it can be told why");
    for (s, state) in [
        (4, IncidentState::Acknowledged),
        (5, IncidentState::EnRoute),
        (6, IncidentState::OnScene),
        (7, IncidentState::AtPatient),
        (8, IncidentState::TreatedOnScene),
        (9, IncidentState::Clear),
    ] {
        act(&store, 1, stamp(2, state), s).await.unwrap();
    }
    act(&store, 1, IncidentAct::Close { shown: 13 }, 10).await.unwrap();
    assert!(sees(CREWS[1], 9 + 12 * 3_600 - 1).await);
    assert!(!sees(CREWS[1], 9 + 12 * 3_600).await);
}

#[tokio::test]
async fn a_crew_is_of_paramedics_in_one_unit_and_does_not_go_home_while_it_is_sent() {
    let (_cluster, store, stays) = programme().await;
    let begin = async |new: NewCrew| store.begin_crew(&new).await.unwrap();
    assert_eq!(begin(crew(9, CREWS[0], 0)).await, Err(NotOnDuty::NoUnit));
    assert_eq!(begin(NewCrew { id: uuid(5), ..crew(1, DESK, 9 * 3_600) }).await, Err(NotOnDuty::NoParamedic(uuid(DESK))));
    let taken = begin(NewCrew { id: uuid(5), ..crew(2, CREWS[0], 7 * 3_600) }).await;
    assert!(matches!(taken, Err(NotOnDuty::Taken(row)) if row.from == at(-60)), "the person drives another unit, or the unit is driven");
    store.open_incident(&incident(1, stays[0])).await.unwrap().unwrap();
    act(&store, 1, IncidentAct::Send { unit: UnitId(1), second: false }, 2).await.unwrap();
    let end = async |id, s| store.end_crew(uuid(id), uuid(DESK), at(s)).await.unwrap();
    assert_eq!(end(1_001, 3).await, Ended::Busy(uuid(1)), "by its unit");
    assert_eq!(end(1_002, 3).await, Ended::Done);
    assert_eq!(end(1_002, 4).await, Ended::Unknown);
    assert_eq!(begin(NewCrew { id: uuid(6), ..crew(2, CREWS[1], 5) }).await, Ok(()), "the unit is free again");
    let units = store.units(at(4)).await.unwrap();
    let driven: Vec<Vec<String>> = units.into_iter().map(|row| row.crew_names).collect();
    assert_eq!(driven, [vec!["Person 201".to_owned()], vec![], vec!["Person 203".to_owned()]]);
}

#[tokio::test]
async fn an_older_position_does_not_take_the_place_of_a_newer_one_and_a_change_that_was_not_seen_is_refused() {
    let (_cluster, store, _) = programme().await;
    let position = |north| Position::try_new(north, 0).unwrap();
    let was_at =
        async |unit, north, s, now| store.unit_was_at(uuid(unit), Fix { position: position(north), at: at(s) }, at(now)).await.unwrap();
    assert!(was_at(1, 3, 3_600, 3_600).await);
    assert!(was_at(1, 1, 20, 20).await, "the clock was set back: what lies ahead is not newer");
    assert!(was_at(1, 2, 10, 21).await);
    assert!(!was_at(9, 2, 10, 21).await);
    let fix = store.units(at(30)).await.unwrap()[0].unit.fix.unwrap();
    assert_eq!((fix.position, fix.at), (position(1), at(20)));
    assert_eq!(one(&store, "SELECT count(*) FROM unit_positions").await, 3, "where a unit was before is not kept");
    let none = BTreeSet::new();
    assert!(store.change_unit((uuid(1), 1), "Unit A", &none, uuid(DESK)).await.unwrap());
    assert!(!store.change_unit((uuid(1), 1), "Unit B", &none, uuid(DESK)).await.unwrap());
    let taken = store.add_unit(uuid(8), "Unit A", &none, uuid(DESK)).await;
    assert!(matches!(taken, Err(StoreError::Data { code, .. }) if code == "23505"));
}

/// A crew goes to the patient and is clear again.
async fn treat(store: &Store, id: u128, unit: u128, s: i64) {
    act(store, id, IncidentAct::Send { unit: UnitId(unit), second: false }, s).await.unwrap();
    for state in [
        IncidentState::Acknowledged,
        IncidentState::EnRoute,
        IncidentState::OnScene,
        IncidentState::AtPatient,
        IncidentState::TreatedOnScene,
        IncidentState::Clear,
    ] {
        act(store, id, stamp(unit, state), s + 1).await.unwrap();
    }
}

#[tokio::test]
async fn what_is_over_and_was_not_closed_stands_in_nobodys_way() {
    let (_cluster, store, stays) = programme().await;
    let open = async |id| store.open_incident(&incident(id, stays[0])).await.unwrap();
    let state = async |id| store.incident(uuid(id)).await.unwrap().unwrap().0.incident.state;
    open(1).await.unwrap();
    act(&store, 1, IncidentAct::Cancel { shown: 1 }, 2).await.unwrap();
    open(2).await.unwrap();
    assert_eq!(open(2).await, Err(NotOpened::Open(uuid(2))), "sent twice");
    act(&store, 2, IncidentAct::Triage, 3).await.unwrap();
    act(&store, 2, IncidentAct::ResolveRemotely { shown: 2 }, 3).await.unwrap();
    open(3).await.unwrap();
    treat(&store, 3, 1, 4).await;
    assert_eq!(open(3).await, Err(NotOpened::Open(uuid(3))), "sent twice, also when it is over");
    open(4).await.unwrap();
    assert_eq!((state(1).await, state(2).await, state(3).await), (IncidentState::Closed, IncidentState::Closed, IncidentState::Closed));
    let new = store.incident(uuid(4)).await.unwrap().unwrap().0;
    assert_eq!((new.incident.state, new.incident.arrived()), (IncidentState::Received, None), "the old arrival is not the new one's");
    treat(&store, 4, 1, 6).await;
    act(&store, 4, IncidentAct::Send { unit: UnitId(2), second: true }, 8).await.unwrap();
    assert_eq!(open(5).await, Err(NotOpened::Open(uuid(4))), "a unit is on its way");
    act(&store, 4, IncidentAct::StandDown { place: 2, shown: 10 }, 9).await.unwrap();
    open(5).await.unwrap();
    act(&store, 5, IncidentAct::Send { unit: UnitId(1), second: false }, 10).await.unwrap();
    act(&store, 5, IncidentAct::StandDown { place: 1, shown: 3 }, 10).await.unwrap();
    assert_eq!(open(6).await, Err(NotOpened::Open(uuid(5))), "who was called back has helped nobody");
}

#[tokio::test]
async fn every_incident_is_looked_at_however_many_there_are_and_one_that_cannot_be_read_stops_no_other() {
    let (_cluster, store, stays) = programme().await;
    store.open_incident(&incident(1, stays[0])).await.unwrap().unwrap();
    // 205 stays whose incidents are older; of one of them nobody understands a word.
    let many = "WITH p AS (INSERT INTO episodes (id, patient_id, label, address, time_zone, phase, limits, admitted_at) \
        SELECT gen_random_uuid(), patient_id, 'Home', '', 'UTC', 'acute', '[]', admitted_at FROM episodes, generate_series(1, 205) WHERE id = $1 RETURNING id), \
        i AS (INSERT INTO incidents SELECT gen_random_uuid(), 1, p.id, 'received', since_at - interval '1 hour', NULL, NULL, why, NULL, NULL, language, \
        CASE WHEN row_number() OVER () = 7 THEN '{sleigh}' ELSE '{}'::text[] END, '{}', opened_by, opened_at FROM p, incidents RETURNING id) \
        INSERT INTO incident_steps (incident_id, number, at, what, reason) SELECT id, 1, now(), 'opened', '' FROM i";
    sqlx::query("ALTER TABLE episodes DISABLE TRIGGER USER").execute(store.pool()).await.unwrap();
    sqlx::query("DROP INDEX episodes_one_active").execute(store.pool()).await.unwrap();
    sqlx::query(many).bind(stays[0]).execute(store.pool()).await.unwrap();
    act(&store, 1, IncidentAct::Send { unit: UnitId(1), second: false }, 2).await.unwrap();
    sqlx::query("UPDATE units SET equipment = '{sleigh}' WHERE id = $1").bind(uuid(3)).execute(store.pool()).await.unwrap();
    let looked = store.look_at_incidents(at(62)).await.unwrap();
    assert_eq!((looked.told.len(), looked.failed.len()), (205, 1), "{:?}", looked.failed);
    let of_last = looked.told.iter().find(|(stay, _)| *stay == stays[0]).unwrap();
    let words: Vec<&str> = of_last.1.iter().map(|step| step.what.key()).collect();
    assert_eq!(words, ["unconfirmed", "offered"]);
    assert!(looked.failed[0].1.to_string().contains("sleigh"));
    let own = store.places_of_crew(uuid(CREWS[1]), at(62)).await.unwrap().incidents();
    let BoardRow { incidents, left_off, units } = store.dispatch_board(Some(&own), at(62)).await.unwrap();
    assert_eq!((incidents.len(), left_off, units.len()), (1, 0, 2), "a crew's own is not left off, and a unit that cannot be read is");
}

#[tokio::test]
async fn the_board_says_how_many_it_leaves_off_and_shows_first_where_somebody_has_to_go() {
    let (_cluster, store, stays) = programme().await;
    for (id, stay) in [(1, stays[0]), (2, stays[1])] {
        store.open_incident(&incident(id, stay)).await.unwrap().unwrap();
    }
    act(&store, 1, IncidentAct::Cancel { shown: 1 }, 2).await.unwrap();
    let BoardRow { incidents, left_off, .. } = store.dispatch_board(None, at(3)).await.unwrap();
    let order: Vec<u128> = incidents.iter().map(|row| row.incident.opening.id.0).collect();
    assert_eq!((order, left_off), (vec![2, 1], 0));
    assert!(store.end_episode(stays[0], at(4), uuid(DESK), "discharged").await.unwrap());
    store.look_at_incidents(at(2 + 12 * 3_600)).await.unwrap();
    let left: Vec<u128> =
        store.dispatch_board(None, at(12 * 3_600)).await.unwrap().incidents.iter().map(|row| row.incident.opening.id.0).collect();
    assert_eq!(left, [2], "what nobody closed after the stay is closed by itself");
}

#[tokio::test]
async fn who_takes_over_a_unit_that_is_sent_sees_the_incident_beside_the_crew_in_the_car() {
    let (_cluster, store, stays) = programme().await;
    store.open_incident(&incident(1, stays[0])).await.unwrap().unwrap();
    let over = 8 * 3_600 - 60;
    act(&store, 1, IncidentAct::Send { unit: UnitId(1), second: false }, over - 30).await.unwrap();
    person(&store, 204, "paramedic").await;
    store.begin_crew(&NewCrew { id: uuid(7), ..crew(1, 204, over) }).await.unwrap().unwrap();
    let places = async |member, s| store.places_of_crew(uuid(member), at(s)).await.unwrap().places;
    let place = BTreeSet::from([(uuid(1), 1, uuid(1))]);
    assert_eq!((places(CREWS[0], over + 1).await, places(204, over + 1).await), (place.clone(), place.clone()));
    assert_eq!(places(204, over - 1).await, BTreeSet::new(), "not before it drives");
    assert_eq!(places(CREWS[0], over - 7_200).await, place, "nor is anybody locked out by a clock that was set back");
    let told = store.look_at_incidents(at(over)).await.unwrap().told;
    assert_eq!(told[0].1.iter().map(|step| step.what.key()).next(), Some("shift_over"));
}

#[tokio::test]
async fn a_crew_that_left_does_not_drive_again_when_the_next_one_has_gone() {
    let (_cluster, store, _) = programme().await;
    let over = 8 * 3_600 - 60;
    let names = async |s| store.units(at(s)).await.unwrap()[0].crew_names.clone();
    assert_eq!(names(over + 1).await, ["Person 201"], "whose shift is over still drives");
    store.begin_crew(&NewCrew { id: uuid(7), ..crew(1, CREWS[0], over + 10) }).await.unwrap().unwrap();
    assert_eq!(store.end_crew(uuid(7), uuid(DESK), at(over + 20)).await.unwrap(), Ended::Done);
    assert_eq!(names(over + 30).await, Vec::<String>::new());
}
