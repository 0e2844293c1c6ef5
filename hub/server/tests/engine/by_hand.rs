//! Vitals that people write down are judged by the limits, whatever happens between the entry and its judgement.

use super::ago;
use super::rig::{Rig, home, nurse, store};
use hearth_alerts::Noted;
use hearth_hub::clock::wall_ms;
use hearth_store::Store;
use hearth_store::observations::{Finding, NewObservation};
use hearth_vitals::{Vital, WallMs};
use uuid::Uuid;

/// A temperature in hundredths of a degree, as a nurse measured it.
fn temperature(episode: Uuid, author: Uuid, at: WallMs, raw: i64) -> NewObservation {
    NewObservation {
        id: Uuid::now_v7(),
        episode,
        code: "temperature".into(),
        at,
        finding: Some(Finding::Number { raw, decimals: 2, unit: "Cel".into() }),
        method: "oral".into(),
        source: "staff".into(),
        device: None,
        author,
        entered_at: wall_ms(),
        note: String::new(),
        corrects: None,
    }
}

fn instead_of(old: &NewObservation, raw: Option<i64>) -> NewObservation {
    NewObservation {
        id: Uuid::now_v7(),
        finding: raw.map(|raw| Finding::Number { raw, decimals: 2, unit: "Cel".into() }),
        entered_at: wall_ms(),
        corrects: Some((old.id, "misread".into())),
        ..old.clone()
    }
}

async fn write(store: &Store, observation: &NewObservation) {
    assert!(store.observe(observation).await.unwrap());
}

/// The API takes it from an author who confirms it; the loop judges it as what it is.
#[tokio::test]
async fn a_saturation_of_48_by_hand_rings() {
    let (_cluster, store) = store().await;
    let nurse = nurse(&store, "ana").await;
    let home = home(&store, 1, nurse, ago(3_600_000)).await;
    let mut rig = Rig::start(&store).await;
    let finding = Some(Finding::Number { raw: 480, decimals: 1, unit: "%".into() });
    let seen = temperature(home.episode, nurse, wall_ms(), 0);
    write(&store, &NewObservation { code: "spo2".into(), finding, method: "measured".into(), ..seen }).await;
    rig.engine().by_hand(home.episode, Some(Vital::Spo2)).await.unwrap();
    let shown = rig.screen.alert("spo2_low", |alert| alert["priority"] == "high").await;
    assert_eq!((shown["value"].as_f64(), shown["evidence"]["fault"].as_str()), (Some(48.0), Some("below_band")));
    rig.stop().await;
}

/// What the meter shows is a word, and rings as the meter's own LO would: without a number, whatever the limits are.
#[tokio::test]
async fn lo_and_hi_by_hand_ring_at_once_in_either_unit_and_after_a_restart() {
    let (_cluster, store) = store().await;
    let nurse = nurse(&store, "ana").await;
    let home = home(&store, 1, nurse, ago(3_600_000)).await;
    let mut rig = Rig::start(&store).await;
    let shows = |code: &str, word: &str| NewObservation {
        code: code.into(),
        finding: Some(Finding::Word(word.into())),
        method: "measured".into(),
        ..temperature(home.episode, nurse, wall_ms(), 0)
    };
    write(&store, &shows("glucose", "off_scale_low")).await;
    rig.engine().by_hand(home.episode, Some(Vital::Glucose)).await.unwrap();
    let low = rig.screen.alert("glucose_low", |alert| alert["priority"] == "high").await;
    assert_eq!((low["value"].as_f64(), low["evidence"]["fault"].as_str()), (None, Some("off_scale_low")), "{low}");
    rig.kill();
    let mut rig = Rig::start(&store).await;
    write(&store, &shows("glucose_molar", "off_scale_high")).await;
    rig.engine().by_hand(home.episode, Some(Vital::Glucose)).await.unwrap();
    rig.screen.alert("glucose_high", |alert| alert["priority"] == "high" && alert["evidence"]["fault"] == "off_scale_high").await;
    // 5.6 mmol/L is 101 mg/dL: the same vital in another unit. Only a number ends them, as with a meter.
    let number = Finding::Number { raw: 560, decimals: 2, unit: "mmol/L".into() };
    write(&store, &NewObservation { finding: Some(number), ..shows("glucose_molar", "") }).await;
    rig.engine().by_hand(home.episode, Some(Vital::Glucose)).await.unwrap();
    for rule in ["glucose_low", "glucose_high"] {
        rig.screen.alert(rule, |alert| alert["condition"] == "cleared").await;
    }
    rig.stop().await;
}

#[tokio::test]
async fn what_a_thermometer_shows_beyond_its_scale_is_no_value_and_hides_none() {
    let (_cluster, store) = store().await;
    let nurse = nurse(&store, "ana").await;
    let home = home(&store, 1, nurse, ago(3_600_000)).await;
    let fever = temperature(home.episode, nurse, ago(600_000), 3_930);
    let lo = NewObservation { finding: Some(Finding::Word("off_scale_low".into())), ..temperature(home.episode, nurse, ago(1_000), 0) };
    for entry in [&fever, &lo] {
        write(&store, entry).await;
    }
    let newest = store.observed_vitals(&[home.episode], None).await.unwrap();
    assert_eq!(newest.iter().map(|one| (one.noted, one.at)).collect::<Vec<_>>(), [(Noted::Number(3_930), fever.at)]);
}

#[tokio::test]
async fn a_fever_by_hand_rings_and_its_correction_ends_it() {
    let (_cluster, store) = store().await;
    let nurse = nurse(&store, "ana").await;
    let home = home(&store, 1, nurse, ago(3_600_000)).await;
    let mut rig = Rig::start(&store).await;
    let slip = temperature(home.episode, nurse, wall_ms(), 3_930);
    write(&store, &slip).await;
    rig.engine().by_hand(home.episode, Some(Vital::Temperature)).await.unwrap();
    let rings = rig.screen.alert("temperature_high", |alert| alert["condition"] == "active").await;
    assert_eq!((&rings["priority"], rings["value"].as_f64()), (&"high".into(), Some(39.3)));
    rig.engine().by_hand(home.episode, Some(Vital::Temperature)).await.unwrap();
    write(&store, &instead_of(&slip, Some(3_690))).await;
    rig.engine().by_hand(home.episode, Some(Vital::Temperature)).await.unwrap();
    let over = rig.screen.alert("temperature_high", |alert| alert["condition"] == "cleared").await;
    assert_eq!(over["version"], 2, "said twice it rang once: {over}");
    rig.stop().await;
}

#[tokio::test]
async fn a_hub_that_dies_before_it_judged_an_entry_judges_it_when_it_is_back() {
    let (_cluster, store) = store().await;
    let nurse = nurse(&store, "ana").await;
    let home = home(&store, 1, nurse, ago(3_600_000)).await;
    let rig = Rig::start(&store).await;
    rig.kill();
    let fever = temperature(home.episode, nurse, wall_ms(), 3_930);
    write(&store, &fever).await;
    let mut rig = Rig::start(&store).await;
    rig.screen.alert("temperature_high", |alert| alert["condition"] == "active").await;
    rig.kill();
    write(&store, &instead_of(&fever, None)).await;
    let rig = Rig::start(&store).await;
    rig.engine().by_hand(home.episode, Some(Vital::Temperature)).await.unwrap();
    assert_eq!(store.open_alerts().await.unwrap().len(), 1, "what was withdrawn says nothing of what is so now");
    rig.stop().await;
}

#[tokio::test]
async fn of_what_is_newest_by_hand_neither_an_older_nor_a_corrected_value_is_judged() {
    let (_cluster, store) = store().await;
    let nurse = nurse(&store, "ana").await;
    let home = home(&store, 1, nurse, ago(3_600_000)).await;
    let slip = temperature(home.episode, nurse, ago(600_000), 3_930);
    for entry in [&slip, &instead_of(&slip, Some(3_710)), &temperature(home.episode, nurse, ago(1_800_000), 3_880)] {
        write(&store, entry).await;
    }
    let held = async |since| store.observed_vitals(&[home.episode], since).await.unwrap();
    let newest = held(None).await;
    assert_eq!(
        newest.iter().map(|one| (one.vital, one.noted, one.at)).collect::<Vec<_>>(),
        [(Vital::Temperature, Noted::Number(3_710), slip.at)]
    );
    assert_eq!(held(Some(ago(60_000))).await, newest, "it was corrected a moment ago");
    assert_eq!(held(Some(wall_ms().plus(60_000))).await, [], "an older value does not stand for a newest that is out of sight");
    assert_eq!(store.observed_vitals(&[Uuid::now_v7()], None).await.unwrap(), []);
}
