//! Shifts and watches are read back as they were decided; two who act at once are one after the other.

use crate::common::{NOON, admit_numbered, one};
use hearth_alerts::StaffId;
use hearth_care::{Assignment, Coverage, Duty, NewShift, Reach, ShiftId, StayId, Ward, WardAct, WardRefused, WatchVersion};
use hearth_store::handovers::{Acceptance, NotAccepted, Offer, ReceiptRow, SheetRow};
use hearth_store::shifts::NoRest;
use hearth_store::staff::StaffRow;
use hearth_store::testing::Cluster;
use hearth_store::{Store, StoreError};
use hearth_vitals::WallMs;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

const HOUR: i64 = 3_600_000;
const ANA: u128 = 101;
const BEN: u128 = 102;

fn at(minutes: i64) -> WallMs {
    WallMs(NOON + minutes * 60_000)
}

fn shift(id: u128, staff: u128, hours: i64) -> NewShift {
    NewShift {
        id: ShiftId(id),
        staff: StaffId(staff),
        duty: Duty::Nurse,
        site: "Main".into(),
        from: at(0),
        until: at(0).plus(hours * HOUR),
        reach: Reach::Phone("555 0112".into()),
        languages: BTreeSet::from(["es".to_owned()]),
    }
}

/// A store with two nurses on shift from noon on, and two stays.
async fn ward() -> (Arc<Cluster>, Store, [Uuid; 2]) {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(4).await.unwrap();
    for (id, name) in [(ANA, "ana"), (BEN, "ben")] {
        let (role, password_hash) = ("nurse".into(), "none".into());
        let display_name = name.to_uppercase();
        let row = StaffRow { id: Uuid::from_u128(id), name: name.into(), display_name, role, password_hash, must_change_password: false };
        assert!(store.add_staff(&row).await.unwrap());
    }
    let stays = [admit_numbered(&store, 1, Uuid::from_u128(ANA)).await, admit_numbered(&store, 2, Uuid::from_u128(ANA)).await];
    for (id, staff) in [(1, ANA), (2, BEN)] {
        done(&store, &WardAct::Plan(shift(id, staff, 8)), ANA, at(-60)).await;
    }
    (cluster, store, stays)
}

async fn done(store: &Store, act: &WardAct, by: u128, now: WallMs) {
    store.care(act, Uuid::from_u128(by), now).await.unwrap().unwrap();
}

fn seen(ward: &Ward) -> Vec<WatchVersion> {
    ward.watches.iter().map(|(stay, watch)| WatchVersion { stay: *stay, version: watch.version }).collect()
}

#[tokio::test]
async fn a_ward_is_read_back_as_it_was_decided_with_every_step() {
    let (_cluster, store, stays) = ward().await;
    let mut expected = store.ward(at(1)).await.unwrap();
    assert_eq!(expected.shifts[&ShiftId(1)].plan, shift(1, ANA, 8));
    assert_eq!((expected.watches.len(), expected.kept_since), (2, Some(at(0))));
    let assigned = |stay: Uuid, version, holder, backup: Option<u128>| Assignment {
        seen: WatchVersion { stay: StayId(stay.as_u128()), version },
        holder: StaffId(holder),
        backup: backup.map(StaffId),
    };
    let acts = [
        WardAct::Assign(vec![assigned(stays[0], 0, ANA, Some(BEN)), assigned(stays[1], 0, ANA, None)]),
        WardAct::Assign(vec![assigned(stays[0], 1, ANA, None)]),
        WardAct::HandOver { from: StaffId(ANA), stays: vec![WatchVersion { stay: StayId(stays[1].as_u128()), version: 1 }] },
        WardAct::Change { version: 1, new: shift(1, ANA, 9) },
        WardAct::Plan(NewShift { from: at(600), until: at(900), ..shift(3, ANA, 9) }),
        WardAct::Cancel { shift: ShiftId(3), version: 1 },
    ];
    for (minute, act) in (1..).zip(&acts) {
        let steps = store.care(act, Uuid::from_u128(BEN), at(minute)).await.unwrap().unwrap();
        for step in &steps {
            expected.take(step);
        }
        assert_eq!(store.ward(at(minute)).await.unwrap(), expected, "{act:?}");
    }
    assert_eq!(one(&store, "SELECT count(*) FROM watch_steps").await, 4);
    assert_eq!(one(&store, "SELECT count(*) FROM shift_steps").await, 5);
    let versions = "SELECT count(*) FROM watches w JOIN watch_steps s USING (episode_id, version) WHERE s.holder = w.holder AND s.backup IS NOT DISTINCT FROM w.backup";
    assert_eq!(one(&store, versions).await, 2, "the last step of each stay is what is so");
    let of_old = WardAct::Assign(vec![assigned(stays[0], 1, BEN, None)]);
    let refused = store.care(&of_old, Uuid::from_u128(BEN), at(9)).await.unwrap();
    assert_eq!(refused, Err(WardRefused::WatchChanged { stay: StayId(stays[0].as_u128()), holder: Some(StaffId(ANA)) }));
    assert_eq!(one(&store, "SELECT count(*) FROM watch_steps").await, 4, "a refusal leaves nothing");
}

#[tokio::test]
async fn of_two_who_take_over_at_once_one_wins_and_the_second_is_told_whose_it_is() {
    let (_cluster, store, _) = ward().await;
    for round in 0..5 {
        let take = WardAct::TakeOver(seen(&store.ward(at(1)).await.unwrap()));
        let by = |staff| store.care(&take, Uuid::from_u128(staff), at(1));
        let (first, second) = tokio::join!(by(ANA), by(BEN));
        let (first, second) = (first.unwrap(), second.unwrap());
        assert_ne!(first.is_ok(), second.is_ok(), "{round}: {first:?} {second:?}");
        let winner = StaffId(if first.is_ok() { ANA } else { BEN });
        let told = matches!(first.and(second), Err(WardRefused::WatchChanged { holder: Some(holder), .. }) if holder == winner);
        assert!(told, "{round}");
        let ward = store.ward(at(1)).await.unwrap();
        assert!(ward.watches.keys().all(|stay| ward.holder_of(*stay) == Some(winner)), "all of it or nothing");
    }
}

#[tokio::test]
async fn no_step_is_changed_and_nobody_works_twice_whatever_writes() {
    let (_cluster, store, _) = ward().await;
    done(&store, &WardAct::TakeOver(seen(&store.ward(at(1)).await.unwrap())), ANA, at(1)).await;
    for statement in [
        "UPDATE watch_steps SET staff_id = staff_id",
        "DELETE FROM shift_steps",
        "INSERT INTO shifts SELECT gen_random_uuid(), 1, staff_id, duty, site, from_at, until_at, reach_by, phone, languages FROM shifts LIMIT 1",
        "UPDATE watches SET holder = NULL",
        "UPDATE watches SET backup = holder",
    ] {
        let refused = sqlx::query(statement).execute(store.pool()).await;
        assert!(matches!(refused.map_err(StoreError::from), Err(StoreError::Data { .. })), "{statement}");
    }
}

#[tokio::test]
async fn the_watch_of_all_ends_with_the_first_shift_and_its_holder_keeps_the_stays() {
    let (_cluster, store, _) = ward().await;
    let ana = Uuid::from_u128(ANA);
    assert!(store.take_watch(ana, None, at(-1)).await.unwrap(), "the first shift has not begun");
    assert!(!store.keep_watches(at(-1)).await.unwrap());
    assert!(!store.take_watch(ana, None, at(0)).await.unwrap(), "shifts are kept");
    assert!(store.keep_watches(at(1)).await.unwrap());
    let ward = store.ward(at(1)).await.unwrap();
    assert!(ward.watches.keys().all(|stay| ward.holder_of(*stay) == Some(StaffId(ANA))));
    assert_eq!((store.watch().await.unwrap(), store.keep_watches(at(2)).await.unwrap()), (None, false), "once");
}

#[tokio::test]
async fn shifts_rest_by_a_word_and_who_held_a_stay_before_it_does_not_hold_it_when_they_begin_again() {
    let (_cluster, store, _) = ward().await;
    let (ana, ben) = (Uuid::from_u128(ANA), Uuid::from_u128(BEN));
    let rest = async |minutes| store.rest_shifts(ben, "A trial", at(minutes)).await.unwrap();
    assert_eq!(rest(-30).await, Err(NoRest::ShiftsAhead), "one is planned");
    done(&store, &WardAct::TakeOver(seen(&store.ward(at(1)).await.unwrap())), ANA, at(1)).await;
    assert_eq!(rest(8 * 60 - 1).await, Err(NoRest::ShiftsAhead), "one runs");
    assert!(store.ward(at(481)).await.unwrap().is_kept(at(481)), "that none is planned is no word: the hole rings");
    assert!(!store.take_watch(ben, None, at(481)).await.unwrap());
    assert_eq!((rest(482).await, rest(483).await), (Ok(()), Err(NoRest::NotKept)), "once");
    let noted = "SELECT count(*) FROM audit WHERE act IN ('rest_shifts', 'take_watch') AND subject = 'watch'";
    assert_eq!(one(&store, noted).await, 2);
    let changed = sqlx::query("DELETE FROM shift_rests").execute(store.pool()).await;
    assert!(changed.is_err(), "what was said is kept");
    let ward = store.ward(at(484)).await.unwrap();
    assert!(!ward.is_kept(at(484)) && ward.watches.keys().all(|stay| ward.holder_of(*stay).is_none()));
    assert_eq!(store.watch().await.unwrap().map(|row| row.holder), Some(ben), "who says so holds the watch of all");
    assert!(store.take_watch(ana, Some(ben), at(484)).await.unwrap() && store.leave_watch(ana, at(485)).await.unwrap());

    let again = NewShift { from: at(600), until: at(900), ..shift(3, ANA, 9) };
    let mut expected = store.ward(at(490)).await.unwrap();
    let steps = store.care(&WardAct::Plan(again), ana, at(490)).await.unwrap().unwrap();
    steps.iter().for_each(|step| expected.take(step));
    let ward = store.ward(at(490)).await.unwrap();
    assert_eq!((&ward, ward.kept_since), (&expected, Some(at(600))), "by the next shift, and not by one from before");
    assert!(!ward.is_kept(at(599)) && store.ward(at(600)).await.unwrap().is_kept(at(600)));
    let nobody = Coverage::of(&store.ward(at(601)).await.unwrap(), &BTreeSet::new(), at(601));
    assert_eq!((nobody.nobody.len(), nobody.overdue.len()), (2, 0), "each stay rings, though somebody held it before");
    done(&store, &WardAct::TakeOver(seen(&store.ward(at(602)).await.unwrap())), ANA, at(602)).await;
    let ward = store.ward(at(603)).await.unwrap();
    assert!(ward.watches.values().all(|watch| (watch.version, watch.holder.is_some()) == (2, true)));
}

fn sheets(stays: &[Uuid]) -> Vec<SheetRow> {
    let sheet = |episode: &Uuid| SheetRow {
        episode: *episode,
        watch_version: 1,
        severity: "watcher".into(),
        suggested: "stable".into(),
        news2: Some(5),
        summary: "day 3".into(),
        actions: vec!["repeat lactate at six".into(), "ask \"why\", {early}, and write".into()],
        if_then: "if the saturation falls below 90, then two litres".into(),
    };
    stays.iter().map(sheet).collect()
}

fn acceptance(handover: Uuid, by: u128, stays: &[Uuid]) -> Acceptance {
    let receipt = |episode: &Uuid| ReceiptRow {
        episode: *episode,
        read_back: "oxygen".into(),
        alerts: serde_json::json!([]),
        profile: None,
        quiets: std::collections::BTreeSet::default(),
    };
    Acceptance { handover, by: Uuid::from_u128(by), at: at(30), receipts: stays.iter().map(receipt).collect(), profiles: BTreeMap::new() }
}

#[tokio::test]
async fn a_handover_is_one_act_and_a_record_that_nobody_changes() {
    let (_cluster, store, mut stays) = ward().await;
    stays.sort_unstable();
    done(&store, &WardAct::TakeOver(seen(&store.ward(at(1)).await.unwrap())), ANA, at(1)).await;
    let (ana, ben) = (Uuid::from_u128(ANA), Uuid::from_u128(BEN));
    let offer = |sheets| Offer { id: Uuid::now_v7(), from: ana, to: ben, sheets };
    let first = offer(sheets(&stays));
    assert!(store.offer_handover(&first, at(20)).await.unwrap());
    assert!(!store.offer_handover(&offer(sheets(&stays)), at(21)).await.unwrap(), "one is open");

    let accept = async |accepted: &Acceptance| store.commit_handover(&[], accepted).await.unwrap();
    assert_eq!(accept(&acceptance(first.id, BEN, &stays[..1])).await, Err(NotAccepted::OtherStays), "each stay is read back");
    assert_eq!(accept(&acceptance(first.id, ANA, &stays)).await, Err(NotAccepted::NotOpen), "it is Ben's to accept");
    let other = Acceptance { profiles: BTreeMap::from([(stays[0], 7)]), ..acceptance(first.id, BEN, &stays) };
    assert_eq!(accept(&other).await, Err(NotAccepted::OtherProfile), "another profile is in force than Ben has read");
    done(&store, &WardAct::TakeOver(vec![WatchVersion { stay: StayId(stays[1].as_u128()), version: 1 }]), ANA, at(22)).await;
    let refused = accept(&acceptance(first.id, BEN, &stays)).await;
    let changed = WardRefused::WatchChanged { stay: StayId(stays[1].as_u128()), holder: Some(StaffId(ANA)) };
    assert_eq!(refused, Err(NotAccepted::Refused(changed)), "a watch has changed since the sheet was written");
    assert_eq!(one(&store, "SELECT count(*) FROM handover_receipts").await, 0, "and nothing of it is stored");
    assert_eq!(store.ward(at(30)).await.unwrap().holder_of(StayId(stays[0].as_u128())), Some(StaffId(ANA)));

    assert!(store.close_handover(first.id, ana, at(31)).await.unwrap() && !store.close_handover(first.id, ana, at(31)).await.unwrap());
    let mut again = sheets(&stays);
    again[1].watch_version = 2;
    let second = offer(again);
    assert!(store.offer_handover(&second, at(32)).await.unwrap());
    assert_eq!(accept(&acceptance(second.id, BEN, &stays)).await, Ok(()));
    let ward = store.ward(at(33)).await.unwrap();
    assert!(ward.watches.keys().all(|stay| ward.holder_of(*stay) == Some(StaffId(BEN))));
    let record = store.handover(second.id).await.unwrap().unwrap();
    assert_eq!((record.state.as_str(), record.sheets.clone(), record.receipts.len()), ("accepted", second.sheets.clone(), 2));
    assert_eq!(store.last_sheets(&stays).await.unwrap(), second.sheets, "what the next sheet begins with");
    let states: Vec<String> = store.handovers().await.unwrap().into_iter().map(|row| row.state).collect();
    assert_eq!(states, ["accepted", "withdrawn"]);
    for statement in [
        "UPDATE handover_sheets SET summary = 'other'",
        "DELETE FROM handover_receipts",
        "DELETE FROM handovers",
        "UPDATE handovers SET state = 'declined'",
        "UPDATE handovers SET to_staff = from_staff",
        "INSERT INTO handover_receipts SELECT handover_id, episode_id, 'afterwards', '[]' FROM handover_sheets ON CONFLICT DO NOTHING",
        "INSERT INTO handover_sheets SELECT h.id, e.id, 1, 'stable', 'stable', 0, 'afterwards', '{}', '' FROM handovers h, episodes e ON CONFLICT DO NOTHING",
        "TRUNCATE handover_receipts",
        "TRUNCATE handover_sheets, handover_receipts",
        "TRUNCATE handovers CASCADE",
    ] {
        let refused = sqlx::query(statement).execute(store.pool()).await;
        assert!(matches!(refused.map_err(StoreError::from), Err(StoreError::Data { .. })), "{statement}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_stay_has_its_holder_from_the_first_instant_at_which_anybody_sees_it() {
    let (_cluster, store, _) = ward().await;
    let ana = Uuid::from_u128(ANA);
    for number in 100..120 {
        let mut admitting = std::pin::pin!(admit_numbered(&store, number, ana));
        let looking = async {
            loop {
                let ward = store.ward(WallMs(NOON)).await.unwrap();
                let unwatched = ward.watches.values().filter(|watch| watch.holder.is_none()).count();
                assert_eq!(unwatched, 2, "those that were there before the first shift");
            }
        };
        tokio::select! {
            _ = &mut admitting => {}
            () = looking => {}
        }
    }
    let ward = store.ward(WallMs(NOON)).await.unwrap();
    assert_eq!(ward.watches.values().filter(|watch| watch.holder.is_some_and(|held| held.shift == ShiftId(1))).count(), 20);
}
