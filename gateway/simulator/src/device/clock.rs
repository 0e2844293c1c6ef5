//! The date and time that a device's clock shows.

/// Year, month and day, and `hh:mm:ss`, of an instant since 1970.
pub(super) fn parts(wall_ms: i64) -> (i64, i64, i64, String) {
    let seconds = wall_ms.div_euclid(1_000);
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = date(days);
    (year, month, day, format!("{:02}:{:02}:{:02}", second / 3_600, second / 60 % 60, second % 60))
}

/// Year, month and day of the day this many days after 1970-01-01, in the Gregorian calendar. Years are counted from
/// March, so that the leap day is the last day of its year.
fn date(days: i64) -> (i64, i64, i64) {
    const DAYS_400_YEARS: i64 = 146_097;
    let from_march_0000 = days + 719_468;
    let (era, day) = (from_march_0000.div_euclid(DAYS_400_YEARS), from_march_0000.rem_euclid(DAYS_400_YEARS));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + i64::from(month <= 2), month, day)
}
