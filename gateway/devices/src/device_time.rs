//! Dates of the devices' own clocks, which know no time zone.

use hearth_vitals::DeviceTime;

/// The years that a device's clock can mean. An earlier year means that it was never set; a later one, that it was set wrong.
const YEARS: std::ops::RangeInclusive<i64> = 2000..=2099;

/// A calendar day as a device shows it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Date {
    pub year: i64,
    pub month: i64,
    pub day: i64,
}

impl Date {
    /// The instant, if that day and that time of day exist.
    pub fn at(self, hour: u8, minute: u8, second: u8) -> Option<DeviceTime> {
        let exists = YEARS.contains(&self.year)
            && (1..=12).contains(&self.month)
            && (1..=days_in(self.month, self.year)).contains(&self.day)
            && hour <= 23
            && minute <= 59
            && second <= 59;
        let seconds = || ((self.days() * 24 + i64::from(hour)) * 60 + i64::from(minute)) * 60 + i64::from(second);
        exists.then(|| DeviceTime(seconds() * 1000))
    }

    /// The number of days since 1970-01-01.
    fn days(self) -> i64 {
        /// Days from 1970-01-01 to 2000-01-01: 30 years with 7 leap days.
        const TO_2000: i64 = 10_957;
        let years = self.year - 2000;
        let months: i64 = (1..self.month).map(|month| days_in(month, self.year)).sum();
        TO_2000 + years * 365 + (years + 3) / 4 + months + self.day - 1
    }
}

/// What [`text`] writes: outer `None` for another shape, inner for an instant that does not exist.
pub(crate) fn parsed(text: &str) -> Option<Option<DeviceTime>> {
    let places = text.bytes().enumerate().all(|(place, byte)| match place {
        4 | 7 => byte == b'-',
        10 => byte == b'T',
        13 | 16 => byte == b':',
        _ => byte.is_ascii_digit(),
    });
    if text.len() != 19 || !places {
        return None;
    }
    let number = |from: usize, to: usize| text[from..to].parse::<u16>().unwrap_or(u16::MAX);
    let small = |from: usize| u8::try_from(number(from, from + 2)).unwrap_or(u8::MAX);
    let date = Date { year: i64::from(number(0, 4)), month: i64::from(small(5)), day: i64::from(small(8)) };
    Some(date.at(small(11), small(14), small(17)))
}

/// `2026-11-20T08:15:00`, in no zone.
pub(crate) fn text(time: DeviceTime) -> String {
    let Shown { date, hour, minute, second } = shown(time);
    format!("{:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}", date.year, date.month, date.day)
}

/// A date and time as a clock shows it.
pub(crate) struct Shown {
    pub date: Date,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
}

/// What a clock shows at a time of this century.
pub(crate) fn shown(time: DeviceTime) -> Shown {
    let (days, second) = (time.0.div_euclid(86_400_000), time.0.rem_euclid(86_400_000) / 1000);
    // A device's time is of this century (`YEARS`); the two loops end with it.
    let mut date = Date { year: *YEARS.start(), month: 1, day: 1 };
    while date.year < *YEARS.end() && (Date { year: date.year + 1, ..date }).days() <= days {
        date.year += 1;
    }
    while date.month < 12 && (Date { month: date.month + 1, ..date }).days() <= days {
        date.month += 1;
    }
    date.day = days - date.days() + 1;
    let part = |over: i64, of: i64| u8::try_from(second / over % of).unwrap_or(0);
    Shown { date, hour: part(3600, 24), minute: part(60, 60), second: part(1, 60) }
}

/// Every fourth year of this century is a leap year, 2000 included.
const fn days_in(month: i64, year: i64) -> i64 {
    match month {
        2 if year % 4 == 0 => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
