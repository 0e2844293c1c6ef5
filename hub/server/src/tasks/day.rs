//! Which day it is in a home. Pure except for reading the machine's zone files.

use hearth_care::tasks::programme::Day;
use hearth_vitals::WallMs;
use jiff::Timestamp;
use jiff::civil::{Date, Time, time};
use jiff::tz::TimeZone;

/// A day of a home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Today {
    /// The prefix of the origins of this day's tasks: `day 2026-11-30 `.
    pub prefix: String,
    /// The instants at which the day's work is due.
    pub day: Day,
}

/// The present day of a zone at an instant; `None` for a zone that this machine does not know.
pub fn today(zone: &str, now: WallMs) -> Option<Today> {
    let zone = TimeZone::get(zone).ok()?;
    let date = zone.to_datetime(Timestamp::from_millisecond(now.0).ok()?).date();
    let at = |time: Time| instant(date, time, &zone);
    let day = Day {
        begins: at(time(0, 0, 0, 0))?,
        noon: at(time(12, 0, 0, 0))?,
        afternoon: at(time(14, 0, 0, 0))?,
        evening: at(time(20, 0, 0, 0))?,
    };
    Some(Today { prefix: format!("day {date} "), day })
}

/// The instant at which the day of a programme's task is over, from its origin; `None` for another kind of origin and for an
/// unknown zone.
pub fn is_over_at(zone: &str, origin: &str) -> Option<WallMs> {
    let date: Date = origin.strip_prefix("day ")?.split(' ').next()?.parse().ok()?;
    instant(date.tomorrow().ok()?, time(0, 0, 0, 0), &TimeZone::get(zone).ok()?)
}

/// The instant of a local time. A time that the clocks skip is the first one after the gap; a time that comes twice is the first
/// of the two.
fn instant(date: Date, time: Time, zone: &TimeZone) -> Option<WallMs> {
    let there = zone.to_ambiguous_zoned_datetime(date.to_datetime(time)).compatible().ok()?;
    Some(WallMs(there.timestamp().as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(zone: &str, utc: &str) -> (String, [i64; 3]) {
        let now = WallMs(utc.parse::<Timestamp>().unwrap().as_millisecond());
        let Today { prefix, day } = today(zone, now).unwrap();
        let after = |at: WallMs| at.since(day.begins) / 3_600_000;
        (prefix, [after(day.noon), after(day.afternoon), after(day.evening)])
    }

    #[test]
    fn a_day_is_the_homes_own_and_noon_is_noon_when_clocks_are_set() {
        assert_eq!(hours("America/New_York", "2026-11-30T04:59:00Z"), ("day 2026-11-29 ".into(), [12, 14, 20]));
        assert_eq!(hours("America/New_York", "2026-11-30T05:00:00Z"), ("day 2026-11-30 ".into(), [12, 14, 20]));
        assert_eq!(hours("Asia/Tokyo", "2026-11-30T15:00:00Z").0, "day 2026-12-01 ");
        assert_eq!(hours("America/New_York", "2026-03-08T18:00:00Z"), ("day 2026-03-08 ".into(), [11, 13, 19]), "an hour is left out");
        assert_eq!(hours("America/New_York", "2026-11-01T18:00:00Z"), ("day 2026-11-01 ".into(), [13, 15, 21]), "an hour comes twice");
        assert!(today("Mars/Olympus", WallMs(0)).is_none());
    }

    #[test]
    fn a_day_is_over_at_the_midnight_of_its_home_whatever_day_it_is_now() {
        let at = |utc: &str| Some(WallMs(utc.parse::<Timestamp>().unwrap().as_millisecond()));
        assert_eq!(is_over_at("America/New_York", "day 2026-11-30 visit 1"), at("2026-12-01T05:00:00Z"));
        assert_eq!(is_over_at("America/New_York", "day 2026-11-01 vitals_set 2"), at("2026-11-02T05:00:00Z"), "a day of 25 hours");
        assert_eq!(is_over_at("America/New_York", "wish confirm_fever temperature"), None);
    }

    #[test]
    fn a_day_that_begins_in_a_gap_begins_after_it() {
        // In Beirut the clocks went forward at midnight: there was no 00:00.
        let now = WallMs("2026-03-29T10:00:00Z".parse::<Timestamp>().unwrap().as_millisecond());
        let today = today("Asia/Beirut", now).unwrap();
        assert_eq!((today.prefix.as_str(), today.day.noon.since(today.day.begins) / 3_600_000), ("day 2026-03-29 ", 11));
    }
}
