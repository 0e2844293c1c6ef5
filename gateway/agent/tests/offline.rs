//! A week without the hub fits on the disk. On a smaller disk the oldest waveforms go first, and every number is accounted
//! for. The agent, codec and outbox are the real ones; the clock is the test's own.
use crate::support::offline::{Fall, Left, Pleth, Story, play};
use hearth_vitals::WallMs;

const TODAY: WallMs = WallMs(1_790_000_000_000);
const HOUR: u64 = 3_600;

/// Six numerics a second and one waveform.
fn story(hours: u64, pleth: Pleth, max_bytes: u64) -> Story {
    Story {
        gateway: "home-0001".into(),
        devices: vec!["oxi-0001".into(), "patch-0001".into()],
        seconds: hours * HOUR,
        until: TODAY,
        pleth: Some(pleth),
        fall: Some(Fall { from: 100, until: 400 }),
        max_bytes,
    }
}

fn played(story: &Story) -> Left {
    let folder = tempfile::tempdir().unwrap();
    play(story, folder.path())
}

#[test]
fn a_week_without_the_hub_fits_two_gibibytes_even_if_the_waveform_is_noise() {
    const WEEK_HOURS: u64 = 168;
    for pleth in [Pleth::Pulse, Pleth::Noise] {
        let left = played(&story(2, pleth, 2 << 30));
        assert_eq!(left.shed, []);
        assert_eq!(left.records["numerics"], 2 * 2 * HOUR);
        assert!(left.records["waveforms"] >= 2 * HOUR - 1, "{left:?}");
        let a_week = left.bytes_on_disk / 2 * WEEK_HOURS;
        assert!(a_week < (2 << 30), "{a_week} bytes");
        // Nothing is written twice except the small ledger.
        assert!(left.written.bytes < left.bytes_on_disk * 11 / 10, "{:?}", left.written.bytes);
    }
}

#[test]
fn a_disk_that_is_too_small_gives_up_the_oldest_waveforms_and_says_which() {
    let story = story(10, Pleth::Noise, 6 << 20);
    let left = played(&story);
    assert_eq!(left.records["numerics"], 2 * story.seconds, "no numeric is given up for a waveform");
    let [shed] = left.shed[..] else { panic!("one stretch, from the first on: {:?}", left.shed) };
    assert_eq!((shed.class, shed.first), ("waveforms", 0));
    let blocks = shed.end + left.records["waveforms"];
    assert!((story.seconds - 2..=story.seconds + 2).contains(&blocks), "{blocks} blocks, each kept or named as lost");
    assert!(left.bytes_on_disk <= story.max_bytes, "{}", left.bytes_on_disk);
}
