//! Distances are those of the earth, on every machine the same; stamps say what a phone can know.

use super::rig::{START, at, away, position};
use hearth_care::dispatch::{Doubt, Fix, Position, Pressed, Source, Stamp};
use proptest::prelude::*;

fn place(latitude: f64, longitude: f64) -> Position {
    #[expect(clippy::cast_possible_truncation, reason = "degrees of a test fit")]
    let udeg = |degrees: f64| (degrees * 1e6).round() as i32;
    Position::try_new(udeg(latitude), udeg(longitude)).unwrap()
}

/// The great circle, metres.
fn great_circle(a: Position, b: Position) -> f64 {
    let radians = |udeg: i32| f64::from(udeg).to_radians() / 1e6;
    let (la, lb) = (radians(a.latitude_udeg()), radians(b.latitude_udeg()));
    let east = radians(a.longitude_udeg()) - radians(b.longitude_udeg());
    let h = ((la - lb) / 2.0).sin().powi(2) + la.cos() * lb.cos() * (east / 2.0).sin().powi(2);
    2.0 * 6_371_000.0 * h.sqrt().asin()
}

proptest! {
    #[test]
    fn a_distance_within_a_city_is_that_of_the_great_circle(latitude in -70.0..70.0_f64, longitude in -179.0..179.0_f64, north in -0.5..0.5_f64, east in -0.5..0.5_f64) {
        let (a, b) = (place(latitude, longitude), place(latitude + north, longitude + east));
        #[expect(clippy::cast_precision_loss, reason = "metres of a test fit")]
        let (said, is) = (a.distance_m(b) as f64, great_circle(a, b));
        prop_assert!((said - is).abs() <= is * 0.02 + 5.0, "{said} m is {is} m");
        prop_assert_eq!(a.distance_m(b), b.distance_m(a));
    }

    /// Whatever a phone's clock says, a stamp keeps its order and never lies ahead.
    #[test]
    fn a_stamp_is_never_before_what_came_before_it_nor_ahead(pressed in any::<i64>(), sent in any::<i64>(), steady_ms in any::<Option<i64>>(), floor in -3_600_000..0_i64) {
        let pressed = Some(Pressed { at: hearth_vitals::WallMs(pressed), sent: hearth_vitals::WallMs(sent), steady_ms });
        let stamp = Stamp::heard(Source::Button, pressed, at(floor), START);
        prop_assert!(at(floor) <= stamp.at && stamp.at <= START);
        stamp.doubt(START);
        prop_assert_eq!(stamp.pressed, pressed, "both instants are kept");
    }
}

#[test]
fn the_way_round_the_date_line_is_the_short_one_and_there_is_no_place_beyond_the_pole() {
    assert!(place(0.0, 179.9).distance_m(place(0.0, -179.9)) < 23_000);
    assert_eq!(Position::try_new(90_000_001, 0), None);
    assert_eq!(Position::try_new(0, -180_000_001), None);
    assert_eq!(Position::try_new(i32::MIN, i32::MIN), None);
    assert!(place(90.0, 0.0).distance_m(place(-90.0, 180.0)) > 15_000_000);
    assert_eq!(away(9).travel_ms(position(0)) / 60_000, 9);
}

#[test]
fn what_a_phone_says_is_doubted_by_name() {
    let told = |ago, ahead, steady_ms| {
        let pressed = Pressed { at: at(ahead - ago), sent: at(ahead), steady_ms };
        let stamp = Stamp::heard(Source::Fence, Some(pressed), at(-86_400_000), START);
        (stamp.at.since(START), stamp.doubt(START))
    };
    let heard = |ago, ahead| told(ago, ahead, None);
    assert_eq!(told(3_602_000, 0, Some(2_000)), (-2_000, Some(Doubt::ClockOff)), "an hour behind, and set right before it was sent");
    assert_eq!(told(-3_540_000, 0, Some(60_000)), (-60_000, Some(Doubt::ClockOff)), "an hour ahead, and set right before it was sent");
    assert_eq!(told(2_000, 0, Some(2_001)), (-2_001, None));
    assert_eq!(told(2_000, 0, Some(-1)), (0, Some(Doubt::Unplaced)));
    assert_eq!(heard(2_000, 0), (-2_000, None));
    assert_eq!(heard(600_000, 0), (-600_000, Some(Doubt::Late)));
    assert_eq!(heard(600_000, 3_600_000), (-600_000, Some(Doubt::ClockOff)));
    assert_eq!(heard(-1, 0), (0, Some(Doubt::Unplaced)));
    assert_eq!(heard(43_200_001, 0), (0, Some(Doubt::Unplaced)));
}

#[test]
fn a_position_of_a_quarter_of_an_hour_ago_says_nothing_about_the_way() {
    let fix = Fix { position: position(1), at: START };
    assert_eq!((fix.usable(at(900_000)), fix.usable(at(900_001))), (Some(position(1)), None));
    assert_eq!((fix.old_ms(at(60_000)), fix.old_ms(at(60_001))), (None, Some(60_001)));
}
