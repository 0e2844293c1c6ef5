//! Staff: what takes rights from a person, and what it leaves behind.

use hearth_store::Store;
use hearth_store::members::{Changed, MemberFacts, MemberRow};
use hearth_store::testing::Cluster;
use hearth_vitals::WallMs;
use sqlx::Row;
use uuid::Uuid;

/// The instant 2026-11-24T12:00:00Z.
const NOON: i64 = 1_795_521_600_000;

fn facts(role: &str) -> MemberFacts {
    MemberFacts { display_name: "Ana".into(), role: role.into(), languages: vec!["es".into()], phone: "+1 555 0100".into() }
}

async fn added(store: &Store, name: &str, role: &str) -> MemberRow {
    let id = Uuid::now_v7();
    assert!(store.add_member((id, name), &facts(role), "hash", None).await.unwrap());
    store.member(id).await.unwrap().unwrap()
}

async fn signed_in(store: &Store, who: Uuid, token: &[u8]) {
    assert!(store.open_session(who, token, WallMs(NOON), WallMs(NOON + 1_000)).await.unwrap());
}

#[tokio::test]
async fn what_takes_rights_from_a_person_ends_the_sessions_and_is_written_down() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let (boss, ana) = (added(&store, "boss", "administrator").await, added(&store, "ana", "nurse").await);
    assert!(!store.add_member((Uuid::now_v7(), "ana"), &facts("nurse"), "hash", None).await.unwrap(), "a name is one person's");
    let (id, by) = (ana.id, Some(boss.id));
    let in_force = async || store.sessions_in_force(&[b"ana".to_vec(), b"boss".to_vec()], WallMs(NOON)).await.unwrap().len();
    signed_in(&store, boss.id, b"boss").await;

    signed_in(&store, id, b"ana").await;
    let called = MemberFacts { display_name: "Ana López".into(), ..ana.facts.clone() };
    assert_eq!(
        (store.change_member(id, Some(1), &called, by).await.unwrap(), in_force().await),
        (Changed::Done, 2),
        "the name takes nothing"
    );
    assert_eq!((store.change_member(id, Some(1), &facts("physician"), by).await.unwrap(), in_force().await), (Changed::Stale, 2));
    assert_eq!((store.change_member(id, Some(2), &facts("physician"), by).await.unwrap(), in_force().await), (Changed::Done, 1));
    signed_in(&store, id, b"ana").await;
    assert_eq!((store.reset_member(id, "another", by).await.unwrap(), in_force().await), (Changed::Done, 1));
    signed_in(&store, id, b"ana").await;
    assert_eq!((store.disable_member(id, Some(3), true, None).await.unwrap(), in_force().await), (Changed::Done, 1));
    assert!(!store.open_session(id, b"ana", WallMs(NOON), WallMs(NOON + 1_000)).await.unwrap(), "nobody signs in who is disabled");
    assert!(store.member(id).await.unwrap().unwrap().disabled_at.is_some());
    assert_eq!(store.disable_member(id, Some(4), false, by).await.unwrap(), Changed::Done);
    signed_in(&store, id, b"ana").await;
    assert_eq!(store.disable_member(Uuid::nil(), None, true, by).await.unwrap(), Changed::Unknown);

    let rows =
        sqlx::query("SELECT act, staff_id FROM audit WHERE subject = $1 ORDER BY id").bind(id.to_string()).fetch_all(store.pool()).await;
    let acts: Vec<(String, Option<Uuid>)> = rows.unwrap().iter().map(|row| (row.get(0), row.get(1))).collect();
    let acts: Vec<(&str, Option<Uuid>)> = acts.iter().map(|(act, by)| (act.as_str(), *by)).collect();
    let expected = [
        ("add_staff", None),
        ("change_staff", by),
        ("change_staff", by),
        ("reset_password", by),
        ("disable_staff", None),
        ("enable_staff", by),
    ];
    assert_eq!(acts, expected);
}

#[tokio::test]
async fn a_session_of_a_disabled_person_is_none_whatever_row_is_left() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let ana = added(&store, "ana", "nurse").await;
    signed_in(&store, ana.id, b"ana").await;
    // As a restore or a hand leaves it.
    sqlx::query("UPDATE staff SET disabled_at = now()").execute(store.pool()).await.unwrap();
    assert_eq!(store.session(b"ana", WallMs(NOON)).await.unwrap(), None);
    assert!(store.sessions_in_force(&[b"ana".to_vec()], WallMs(NOON)).await.unwrap().is_empty());
}

#[tokio::test]
async fn two_administrators_who_disable_each_other_at_the_same_time_leave_one() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(4).await.unwrap();
    let (one, two) = (added(&store, "one", "administrator").await, added(&store, "two", "administrator").await);
    for _ in 0..10 {
        let (first, second) =
            tokio::join!(store.disable_member(one.id, None, true, Some(two.id)), store.disable_member(two.id, None, true, Some(one.id)));
        let mut done = [first.unwrap(), second.unwrap()];
        done.sort_by_key(|changed| *changed == Changed::LastAdministrator);
        assert_eq!(done, [Changed::Done, Changed::LastAdministrator]);
        for id in [one.id, two.id] {
            assert_eq!(store.disable_member(id, None, false, None).await.unwrap(), Changed::Done);
        }
    }
    let technician = facts("technician");
    store.disable_member(two.id, None, true, None).await.unwrap();
    assert_eq!(store.change_member(one.id, None, &technician, None).await.unwrap(), Changed::LastAdministrator);
}

#[tokio::test]
async fn a_restore_of_an_older_backup_gives_nobody_a_right_back() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let (ana, ben) = (added(&store, "ana", "nurse").await, added(&store, "ben", "nurse").await);
    store.disable_member(ana.id, None, true, None).await.unwrap();
    store.change_member(ben.id, None, &facts("technician"), None).await.unwrap();
    let revoked = store.revoked().await.unwrap();
    // As the backup has them.
    sqlx::query("UPDATE staff SET disabled_at = NULL, role = 'nurse'").execute(store.pool()).await.unwrap();
    store.carry_over(&revoked).await.unwrap();
    assert!(store.member(ana.id).await.unwrap().unwrap().disabled_at.is_some());
    assert_eq!(store.member(ben.id).await.unwrap().unwrap().facts.role, "technician");
}
