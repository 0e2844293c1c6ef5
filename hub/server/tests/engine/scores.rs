//! The rules over several vitals in the loop: they ring for what people wrote down and for what was streamed, with the
//! grounds, and a hub that starts again knows what the one before knew.

use super::ago;
use super::rig::{Rig, home, nurse, store};
use hearth_alerts::rules::news2::{STRETCH_MS, Streamed, stretch_end};
use hearth_alerts::{Rule, Stretch};
use hearth_hub::clock::wall_ms;
use hearth_scores::Given;
use hearth_store::Store;
use hearth_store::observations::{Finding, NewObservation};
use hearth_store::stretches::StretchRow;
use hearth_vitals::{Vital, WallMs};
use uuid::Uuid;

fn observation(episode: Uuid, author: Uuid, code: &str, finding: Finding) -> NewObservation {
    NewObservation {
        id: Uuid::now_v7(),
        episode,
        code: code.into(),
        at: wall_ms(),
        finding: Some(finding),
        method: "measured".into(),
        source: "staff".into(),
        device: None,
        author,
        entered_at: wall_ms(),
        note: String::new(),
        corrects: None,
    }
}

/// 26 breaths, a pressure of 105, a pulse of 112 and new confusion: 3 + 1 + 2 + 3 points, and nobody measured the rest.
async fn write_nine(store: &Store, episode: Uuid, author: Uuid) -> Vec<NewObservation> {
    let number = |raw, unit: &str| Finding::Number { raw, decimals: 0, unit: unit.into() };
    let all = [
        observation(episode, author, "respiratory_rate", number(26, "/min")),
        observation(episode, author, "systolic", number(105, "mm[Hg]")),
        observation(episode, author, "pulse_rate", number(112, "/min")),
        observation(episode, author, "consciousness", Finding::Word("confusion".into())),
    ];
    for one in &all {
        assert!(store.observe(one).await.unwrap());
    }
    all.into()
}

#[tokio::test]
async fn nine_points_by_hand_ring_high_with_their_parts_and_outlive_a_restart() {
    let (_cluster, store) = store().await;
    let nurse = nurse(&store, "ana").await;
    let home = home(&store, 1, nurse, ago(3_600_000)).await;
    let mut rig = Rig::start(&store).await;
    let written = write_nine(&store, home.episode, nurse).await;
    rig.engine().by_hand(home.episode, None).await.unwrap();
    let rings = rig.screen.alert("news2", |alert| alert["condition"] == "active").await;
    assert_eq!((&rings["priority"], rings["value"].as_f64(), rings["limit"].as_f64()), (&"high".into(), Some(9.0), Some(7.0)));
    let score = &rings["evidence"]["score"];
    assert_eq!((score["total"].is_null(), &score["at_least"]), (true, &9.into()), "{score}");
    assert_eq!(rings["evidence"]["inputs"].as_array().map(Vec::len), Some(4), "{rings}");
    rig.kill();

    let mut rig = Rig::start(&store).await;
    let again = rig.screen.alert("news2", |alert| alert["condition"] == "active").await;
    assert_eq!((&again["version"], &again["evidence"]), (&rings["version"], &rings["evidence"]));
    // What was corrected counts as it was corrected.
    let corrected = NewObservation {
        id: Uuid::now_v7(),
        finding: Some(Finding::Number { raw: 16, decimals: 0, unit: "/min".into() }),
        entered_at: wall_ms(),
        corrects: Some((written[0].id, "misread".into())),
        ..written[0].clone()
    };
    assert!(store.observe(&corrected).await.unwrap());
    rig.engine().by_hand(home.episode, Some(Vital::RespiratoryRate)).await.unwrap();
    let id = home.episode.to_string();
    let lower = |screen: &super::rig::Screen| {
        let tile = screen.tiles.get(&id)?;
        (tile["news2"]["score"]["at_least"] == 6).then(|| tile.clone())
    };
    let tile = rig.screen.until("the score is 6", lower).await;
    assert!(tile["news2"]["wanted"].as_array().unwrap().contains(&"temperature".into()), "{tile}");
    rig.stop().await;
}

fn stretch(episode: Uuid, vital: Vital, until: WallMs, raw: i32) -> StretchRow {
    let streamed = Streamed { median: Some(Given { value: raw, at: until }), good: 300, expected: 300, range: Some((raw, raw)) };
    StretchRow { episode, stretch: Stretch { vital, until, streamed } }
}

#[tokio::test]
async fn a_hub_that_starts_scores_what_was_streamed_before_it() {
    let (_cluster, store) = store().await;
    let nurse = nurse(&store, "ana").await;
    let home = home(&store, 1, nurse, ago(3_600_000)).await;
    // The stretch that has just ended, whichever that is when the hub looks, and the one before.
    let now = stretch_end(wall_ms());
    let low = |back: i64| {
        let until = now.plus(-back * STRETCH_MS);
        [stretch(home.episode, Vital::Spo2, until, 900), stretch(home.episode, Vital::RespiratoryRate, until, 230)]
    };
    let rows: Vec<_> = (0..3).flat_map(low).collect();
    store.keep_stretches(&rows).await.unwrap();
    let mut rig = Rig::start(&store).await;
    let rings = rig.screen.alert("news2", |alert| alert["condition"] == "active").await;
    assert_eq!((&rings["priority"], rings["value"].as_f64()), (&"medium".into(), Some(5.0)), "{rings}");
    rig.stop().await;
    assert_eq!(store.closed_alerts_of(&[home.episode], &[Rule::News2], ago(60_000)).await.unwrap(), []);
}

#[tokio::test]
async fn of_two_versions_of_a_stretch_the_store_keeps_the_fuller_one() {
    let (_cluster, store) = store().await;
    let nurse = nurse(&store, "ana").await;
    let home = home(&store, 1, nurse, ago(3_600_000)).await;
    let full = stretch(home.episode, Vital::Spo2, stretch_end(wall_ms()), 970);
    let mut poor = stretch(home.episode, Vital::Spo2, stretch_end(wall_ms()), 880);
    poor.stretch.streamed.good = 20;
    for rows in [[poor], [full], [poor]] {
        store.keep_stretches(&rows).await.unwrap();
    }
    assert_eq!(store.stretches_of(&[home.episode], ago(60_000), ago(60_000)).await.unwrap(), [full]);
    assert_eq!(store.stretches_of(&[Uuid::now_v7()], ago(60_000), ago(60_000)).await.unwrap(), []);
}

#[tokio::test]
async fn of_older_stretches_the_store_gives_those_that_end_at_a_quarter_of_an_hour() {
    let (_cluster, store) = store().await;
    let nurse = nurse(&store, "ana").await;
    let home = home(&store, 1, nurse, ago(3_600_000)).await;
    let quarter = WallMs(ago(7_200_000).0.div_euclid(3 * STRETCH_MS) * 3 * STRETCH_MS);
    let at = |steps: i64| stretch(home.episode, Vital::Spo2, quarter.plus(steps * STRETCH_MS), 970);
    store.keep_stretches(&(0..=6).map(at).collect::<Vec<_>>()).await.unwrap();
    let given = store.stretches_of(&[home.episode], quarter.plus(4 * STRETCH_MS), quarter.plus(-1)).await.unwrap();
    assert_eq!(given, [at(0), at(3), at(5), at(6)], "the trend asks for quarters, the scores for all of what is near");
}
