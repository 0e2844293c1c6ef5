use super::*;
use crate::history::{Binding, Dead, Device, Said, Stored, Stream, Stretch};
use proptest::prelude::*;

/// A minute of one device, complete.
fn whole() -> History {
    let said: Vec<Said> = (0..60).map(|n| Said { at_ms: n * 1_000, key: n, value: vec![Some(970)], whole: true }).collect();
    let stored = |n: i64| Stored {
        at_ms: n * 1_000,
        key: Some(n),
        stream: 1,
        seq: n,
        value: vec![Some(970)],
        episode: Some("e1".into()),
        received_at_ms: n * 1_000 + 50,
        ..Stored::default()
    };
    let binding = Binding { episode: "e1".into(), from_ms: -1_000, until_ms: None };
    let device = Device {
        id: "oxi".into(),
        vitals: vec!["spo2".into()],
        said,
        stored: (0..60).map(stored).collect(),
        bindings: vec![binding],
        ..Device::default()
    };
    let dead = Dead { from_ms: 70_000, until_ms: 80_000, why: "killed".into() };
    let gateway = Gateway { id: "home".into(), dead: vec![dead], not_collected: vec![Stretch::new(60_000, 90_000)] };
    let stream = Stream { name: "home 1".into(), held: vec![(0, 60)], rows: 60, numbers: 60, ..Stream::default() };
    History { devices: vec![device], gateways: vec![gateway], streams: vec![stream], ..History::default() }
}

fn broken(history: &History) -> Vec<String> {
    verdict(history).0.into_iter().filter(|promise| !promise.found.is_empty()).map(|promise| promise.name).collect()
}

#[test]
fn a_whole_run_passes_and_is_counted() {
    let (promises, counts) = verdict(&whole());
    assert!(promises.len() == 8 && promises.iter().all(|promise| promise.found.is_empty()), "{promises:?}");
    assert_eq!(counts.to_string(), "readings: 60 said, 60 stored, 0 lost, 0 twice, 0 excused; alerts: 0, 0 steps");
}

#[test]
fn a_gap_is_told_as_exactly_as_the_readings_around_it_are_placed() {
    let untold = |from_ms: i64, unsure_ms: i64| {
        let mut history = History { told_tolerance_ms: 500, ..whole() };
        history.devices[0].gateway = "home".into();
        // From second 59 on, when the last reading was placed. It was dead from second 70 on.
        history.devices[0].stored[59].uncertainty_ms = unsure_ms;
        history.gateways[0].dead[0].from_ms = from_ms;
        broken(&history).len()
    };
    assert_eq!([untold(59_600, 0), untold(59_400, 0)], [0, 1]);
    assert_eq!([untold(58_400, 1_200), untold(58_200, 1_200), untold(58_400, 900)], [0, 1, 1]);
}

#[test]
fn each_wound_breaks_its_own_promise() {
    let wound = |act: fn(&mut History)| {
        let mut history = whole();
        act(&mut history);
        broken(&history)
    };
    assert_eq!(wound(|h| drop(h.devices[0].stored.remove(30))), ["oxi: nothing lost of 60"]);
    assert_eq!(wound(|h| h.devices[0].stored[59].at_ms += 3_600_000), ["oxi: each at its instant"]);
    assert_eq!(wound(|h| h.devices[0].stored[5].episode = Some("e2".into())), ["oxi: each reading is its patient's"]);
    assert_eq!(wound(|h| h.gateways[0].not_collected.clear()), ["home: each of 1 times in which it took nothing is told"]);
    assert_eq!(wound(|h| h.streams[0].rows = 59), ["1 streams: each number is one row or a recorded loss"]);
    let expected = Expected { rule: "database_down".into(), episode: None, from_ms: 0, until_ms: 9 };
    let history = History { expected: vec![expected], ..whole() };
    assert_eq!(broken(&history), ["database_down of the hub was raised between 0 and 9"]);
}

#[test]
fn the_shape_is_what_the_head_of_the_module_says() {
    let head = include_str!("../../history.rs");
    let lines = head.lines().map(|line| line.trim_start_matches("//!").trim());
    let json: String = lines.skip_while(|line| *line != "```json").skip(1).take_while(|line| *line != "```").collect();
    let history: History = serde_json::from_str(&json).unwrap();
    assert_eq!((history.devices.len(), history.streams[0].rows, history.devices[0].terms.excuses[0].most), (1, 240, Some(2)));
    assert_eq!(serde_json::from_str::<History>("{}").unwrap(), History::default());
    assert!(serde_json::from_str::<History>("{\"devises\": []}").is_err());
}

proptest! {
    /// A run written as JSON reads back the same, and a run from which any row is taken fails.
    #[test]
    fn taking_any_row_away_fails(index in 0_usize..60) {
        let mut history = whole();
        let text = serde_json::to_string(&history).unwrap();
        prop_assert_eq!(&serde_json::from_str::<History>(&text).unwrap(), &history);
        history.devices[0].stored.remove(index);
        prop_assert_eq!(broken(&history).len(), 1);
    }
}
