//! What the store makes of two devices of one vital, of what people said of an alert, and of a call that nobody ended.

use crate::common::{NOON, admit};
use hearth_alerts::Stretch;
use hearth_alerts::rules::news2::Streamed;
use hearth_scores::Given;
use hearth_store::Store;
use hearth_store::report::Period;
use hearth_store::stretches::StretchRow;
use hearth_store::testing::Cluster;
use hearth_vitals::{Vital, WallMs};
use std::sync::Arc;
use uuid::Uuid;

const MINUTE: i64 = 60_000;
const ANA: &str = "00000000-0000-0000-0000-000000000065";

async fn home() -> (Arc<Cluster>, Store, Uuid) {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let episode = admit(&store, NOON - 60 * MINUTE).await;
    let ana = format!(
        "INSERT INTO staff (id, name, display_name, role, password_hash, must_change_password) VALUES ('{ANA}', 'ana', 'Ana', 'nurse', 'none', false)"
    );
    store.run(&ana).await.unwrap();
    (cluster, store, episode)
}

#[tokio::test]
async fn of_two_devices_a_stretch_is_the_fuller_one_whichever_is_written_last() {
    let (_cluster, store, episode) = home().await;
    let row = |until: i64, good: u32, expected: u32, median: i32| {
        let until = WallMs(NOON + until * 5 * MINUTE);
        let streamed = Streamed { median: Some(Given { value: median, at: until }), good, expected, range: Some((median, median)) };
        StretchRow { episode, stretch: Stretch { vital: Vital::Spo2, until, streamed } }
    };
    // The clip has more samples and too few of its own; of two that are good with as many the lower median counts.
    let pairs = [((120, 300, 960), (5, 5, 910)), ((290, 300, 960), (290, 300, 910)), ((200, 300, 960), (5, 5, 910))];
    let medians = [910, 910, 960];
    for turned in [false, true] {
        let first = if turned { 4 } else { 1 };
        for ((one, other), until) in pairs.into_iter().zip(first..) {
            for (good, expected, median) in if turned { [other, one] } else { [one, other] } {
                store.keep_stretches(&[row(until, good, expected, median)]).await.unwrap();
            }
        }
    }
    let kept = store.stretches_of(&[episode], WallMs(NOON), WallMs(NOON)).await.unwrap();
    let kept: Vec<i32> = kept.iter().map(|row| row.stretch.streamed.median.unwrap().value).collect();
    assert_eq!(kept, [medians, medians].concat());
}

/// An alert of the stay that somebody took, perhaps with an action.
fn alert(number: u32, episode: Uuid, rule: &str, priority: &str) -> String {
    format!(
        "INSERT INTO alerts (id, version, episode_id, rule, subject, priority, condition, response, since_at, raised_at, while_offline, open) \
         VALUES ('{}', 1, '{episode}', '{rule}', 'device {number}', '{priority}', 'active', 'none', '2026-01-01Z', '2026-01-01Z', false, true)",
        Uuid::from_u128(number.into())
    )
}

fn step(number: u32, version: u32, change: &str, action: &str) -> String {
    format!(
        "INSERT INTO alert_transitions (alert_id, version, at, change, staff_id, priority, condition, response, reason, action) \
         VALUES ('{}', {version}, '2026-01-01T00:10Z', '{change}', '{ANA}', 'medium', 'active', 'acknowledged', '', {action})",
        Uuid::from_u128(number.into())
    )
}

fn new_year() -> Period {
    Period { from: WallMs(1_767_139_200_000), until: WallMs(1_767_312_000_000) }
}

#[tokio::test]
async fn alerts_that_were_taken_without_a_word_are_counted_as_taken() {
    let (_cluster, store, episode) = home().await;
    for sql in [alert(1, episode, "spo2_low", "medium"), alert(2, episode, "news2", "medium"), step(1, 2, "acknowledged", "NULL")] {
        store.run(&sql).await.unwrap();
    }
    let clinical = ["spo2_low".to_owned(), "news2".to_owned()];
    let said = |rows: Vec<hearth_store::report::Acted>| rows.into_iter().map(|row| (row.action, row.count, row.taken)).collect::<Vec<_>>();
    assert_eq!(said(store.what_was_done(new_year(), &clinical).await.unwrap()), [(None, 0, 1)]);
    for sql in [step(2, 2, "acknowledged", "NULL"), step(2, 3, "acted", "'watching'")] {
        store.run(&sql).await.unwrap();
    }
    let after = said(store.what_was_done(new_year(), &clinical).await.unwrap());
    assert_eq!(after, [(None, 1, 2), (Some("watching".to_owned()), 1, 2)]);
}

#[tokio::test]
async fn a_silence_that_another_device_covers_hides_nobody() {
    let (_cluster, store, episode) = home().await;
    for sql in [alert(1, episode, "spo2_silent", "low"), alert(2, episode, "sensor_off", "low")] {
        store.run(&sql).await.unwrap();
    }
    let rules = ["spo2_silent".to_owned(), "sensor_off".to_owned()];
    let told = |rows: Vec<hearth_store::report::Unmonitored>| rows.into_iter().map(|row| row.rule).collect::<Vec<_>>();
    assert_eq!(told(store.unmonitored(new_year(), &rules).await.unwrap()), ["sensor_off"]);
    let unseen = store.unseen(new_year(), &rules).await.unwrap();
    assert_eq!(unseen.iter().map(|one| one.rule.as_str()).collect::<Vec<_>>(), ["sensor_off"]);
    store.run("UPDATE alerts SET priority = 'medium' WHERE rule = 'spo2_silent'").await.unwrap();
    assert_eq!(store.unseen(new_year(), &rules).await.unwrap().len(), 2, "nobody measures: it is medium");
}

#[tokio::test]
async fn a_call_that_nobody_ended_asks_who_began_it_only_while_they_are_on_shift() {
    let (_cluster, store, episode) = home().await;
    let call = format!(
        "INSERT INTO calls (id, episode_id, begun_by, begun_at, name, number, direction, party) \
         VALUES (gen_random_uuid(), '{episode}', '{ANA}', '2026-01-01T08:00Z', 'Rosa', '1', 'out', 'family')"
    );
    store.run(&call).await.unwrap();
    let asked = async |now: i64| {
        let unended = store.calls_unended((WallMs(0), WallMs(NOON + 10_000 * 3_600_000)), "open call ", WallMs(now)).await.unwrap();
        unended.iter().map(|one| one.by.is_some()).collect::<Vec<_>>()
    };
    let begin = 1_767_225_600_000_i64;
    assert_eq!(asked(begin + 9 * 3_600_000).await, [true], "no shifts are kept");
    let shift = format!(
        "INSERT INTO shifts (id, version, staff_id, duty, site, from_at, until_at, reach_by, phone, languages) \
         VALUES (gen_random_uuid(), 1, '{ANA}', 'nurse', 'Main', '2026-01-01T06:00Z', '2026-01-01T09:00Z', 'desk', '', '{{}}')"
    );
    store.run(&shift).await.unwrap();
    assert_eq!(asked(begin + 8 * 3_600_000 + 30 * MINUTE).await, [true]);
    assert_eq!(asked(begin + 10 * 3_600_000).await, [false], "she went home");
    let rest = format!("INSERT INTO shift_rests (at, staff_id, reason) VALUES ('2026-01-01T09:30Z', '{ANA}', 'a trial')");
    store.run(&rest).await.unwrap();
    assert_eq!(asked(begin + 10 * 3_600_000).await, [true], "shifts rest");
}
