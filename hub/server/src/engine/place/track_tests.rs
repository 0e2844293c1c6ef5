//! Promises of [`super::Track`].

use super::*;
use hearth_vitals::{BootId, ClockQuality, WallMs};
use proptest::prelude::*;

/// The uncertainty of a clock kept by a time service over the internet, ms.
const KEPT_MS: u32 = 50;
const HOUR_MS: u64 = 3_600_000;
/// The drift of the worst crystal over one spacing, ms.
const DRIFTED_MS: u64 = SPACING_MS / 10_000;

fn at(mono: u64, uncertainty_ms: u32) -> Anchor {
    let wall = WallMs(1_795_000_000_000 + mono.cast_signed());
    Anchor { boot: BootId(1), mono: MonoMs(mono), wall, quality: ClockQuality::Synchronised, uncertainty_ms }
}

fn track(anchors: impl IntoIterator<Item = Anchor>) -> Track {
    let mut track = Track::default();
    anchors.into_iter().for_each(|anchor| track.learn(anchor));
    track
}

/// The greatest uncertainty of any placement from one instant to another, asked once a second.
fn worst_ms(track: &Track, from: u64, until: u64) -> u64 {
    let claimed = |mono| track.surest(MonoMs(mono)).map_or(u64::MAX, |anchor| uncertainty_ms(anchor, MonoMs(mono)));
    (from..until).step_by(1_000).map(claimed).max().unwrap_or(0)
}

#[test]
fn of_anchors_each_second_so_many_stay_that_nothing_is_placed_worse_than_by_one_each_ten_minutes() {
    let week_ms = 7 * 24 * HOUR_MS;
    let each_second = (0..week_ms).step_by(1_000).map(|mono| at(mono, KEPT_MS));
    let track = track(each_second);
    assert!(track.anchors.len() as u64 <= week_ms / SPACING_MS + 1, "{}", track.anchors.len());
    assert_eq!(worst_ms(&track, 0, week_ms), u64::from(KEPT_MS) + DRIFTED_MS / 2);
}

#[test]
fn a_boot_of_many_weeks_keeps_as_many_farther_apart() {
    let weeks_ms = 4 * 7 * 24 * HOUR_MS;
    let track = track((0..weeks_ms).step_by(10_000).map(|mono| at(mono, KEPT_MS)));
    assert!(track.anchors.len() <= MOST, "{}", track.anchors.len());
    assert_eq!(track.spacing_ms, 4 * SPACING_MS);
    assert!(worst_ms(&track, 0, weeks_ms) <= u64::from(KEPT_MS) + 4 * DRIFTED_MS);
    assert_eq!(track.newest().map(|anchor| anchor.mono.0), Some(weeks_ms - 10_000));
}

#[test]
fn what_is_measured_now_is_placed_by_the_newest() {
    let track = track((0..1_000).map(|second| at(second * 1_000, KEPT_MS)));
    assert_eq!(track.surest(MonoMs(999_500)).map(|anchor| anchor.mono.0), Some(999_000));
}

#[test]
fn of_ten_minutes_the_surest_stays() {
    let track = track([at(0, 900), at(10_000, 80), at(20_000, 3_250), at(30_000, 100), at(HOUR_MS, 50)]);
    assert_eq!(track.anchors, [at(10_000, 80), at(HOUR_MS, 50)]);
}

#[test]
fn both_sides_of_a_clock_that_was_set_stay() {
    let set = |anchor: Anchor| Anchor { wall: anchor.wall.plus(HOUR_MS.cast_signed()), ..anchor };
    let before = (0..200).map(|second| at(second * 1_000, KEPT_MS));
    let after = (200..900).map(|second| set(at(second * 1_000, KEPT_MS)));
    let track = track(before.chain(after));
    for (mono, hour_later) in [(0, false), (100_500, false), (199_400, false), (199_600, true), (300_000, true), (899_000, true)] {
        let placed = track.surest(MonoMs(mono)).unwrap().place(MonoMs(mono));
        let right = if hour_later { set(at(mono, 0)) } else { at(mono, 0) };
        assert_eq!(placed, right.wall, "{mono}");
    }
}

#[test]
fn anchors_that_contradict_each_other_without_end_stay_bounded() {
    let contrary = |n: u64| Anchor { wall: WallMs(n.wrapping_mul(0x9e37_79b9_7f4a_7c15).cast_signed() >> 20), ..at(n * 7_000_000_000, 0) };
    let near = |n: u64| Anchor { mono: MonoMs(n), ..contrary(n) };
    assert!(track((0..20_000).map(contrary)).anchors.len() <= MOST);
    assert!(track((0..20_000).map(near)).anchors.len() <= MOST_IN_ONE + 1);
}

proptest! {
       /// Whatever the order and precision of the anchors, no placement is worse than by the most precise anchor within ten
       /// minutes.
    #[test]
    fn any_order_places_everything_as_well(mut given in prop::collection::vec((0..12 * HOUR_MS, 20..4_000_u32), 1..300), asked in 0..12 * HOUR_MS) {
        let track = track(given.iter().map(|(mono, uncertainty_ms)| at(*mono, *uncertainty_ms)));
        given.sort_unstable();
        let best = given.iter().map(|(mono, unsure_ms)| uncertainty_ms(&at(*mono, *unsure_ms), MonoMs(asked))).min().unwrap();
        let anchor = track.surest(MonoMs(asked)).unwrap();
        prop_assert!(uncertainty_ms(anchor, MonoMs(asked)) <= best + DRIFTED_MS, "{} instead of {best}", uncertainty_ms(anchor, MonoMs(asked)));
        prop_assert_eq!(anchor.place(MonoMs(asked)), at(asked, 0).wall);
    }
}
