//! Checks what people wrote, and collects every fault with its field and what to write instead.

use crate::auth::member::{self, PHONE_MAX};
use crate::problem::{ApiResult, FieldError, Mend, Problem};
use crate::text::{Flaw, MustHold, Text};
use crate::zone::Zone;
use hearth_vitals::coded::Seconds;
use hearth_vitals::{DeviceId, GatewayId, WallMs};
use jiff::civil::Date;
use jiff::tz::Offset;
use std::ops::RangeInclusive;
use unicode_normalization::UnicodeNormalization;

/// The advice for a wrong id.
pub const fn an_id() -> Mend {
    Mend::Id { low: 4, high: 16 }
}

/// Faults found so far.
#[derive(Default)]
pub struct Checks(Vec<FieldError>);

impl Checks {
    /// Notes a fault unless `right`.
    pub fn require(&mut self, right: bool, field: &str, mend: impl Into<Mend>) {
        if !right {
            self.0.push(FieldError::new(field, mend));
        }
    }

    /// Adds faults found elsewhere.
    pub fn add(&mut self, faults: Vec<FieldError>) {
        self.0.extend(faults);
    }

    /// A text of so many characters that others can see: a label, a number, a reason.
    pub fn text(&mut self, field: &str, given: &str, characters: RangeInclusive<usize>) -> String {
        self.shown(field, Text::parse(given, characters, MustHold::LetterOrDigit))
    }

    /// The name of a person: with a letter in it.
    pub fn name(&mut self, field: &str, given: &str, characters: RangeInclusive<usize>) -> String {
        self.shown(field, Text::parse(given, characters, MustHold::Letter))
    }

    /// A text of several lines and so many characters.
    pub fn prose(&mut self, field: &str, given: &str, characters: RangeInclusive<usize>) -> String {
        self.shown(field, Text::parse_lines(given, characters))
    }

    fn shown(&mut self, field: &str, parsed: Result<Text, Flaw>) -> String {
        parsed.map(Text::into_string).unwrap_or_else(|flaw| {
            self.require(false, field, flaw);
            String::new()
        })
    }

    /// A text to search for: any characters but control characters.
    pub fn search(&mut self, field: &str, given: &str, longest: usize) -> String {
        let text: String = given.trim().nfc().collect();
        let right = text.chars().count() <= longest && !text.chars().any(char::is_control);
        self.require(right, field, Mend::LengthAtMost { high: longest as u64 });
        text
    }

    /// A phone number as people write it, or none.
    pub fn phone(&mut self, field: &str, given: &str) -> String {
        let text = given.trim();
        let right = member::is_phone(text);
        self.require(right, field, Mend::Phone { high: PHONE_MAX as u64 });
        text.to_owned()
    }

    /// A calendar date that is not in the future anywhere on Earth.
    pub fn birth_date(&mut self, field: &str, given: &str) -> String {
        let text = given.trim();
        let date = text.parse::<Date>().ok().filter(|date| date.to_string() == text);
        self.require(date.is_some_and(|date| date <= latest_today()), field, Mend::BirthDate {});
        text.to_owned()
    }

    /// The IANA name of a time zone, in its official spelling.
    pub fn time_zone(&mut self, field: &str, given: &str) -> String {
        let zone = Zone::named(given);
        self.require(zone.is_some(), field, Mend::TimeZone {});
        zone.map(Zone::into_string).unwrap_or_default()
    }

    /// A language tag of BCP 47, by its shape.
    pub fn language(&mut self, field: &str, given: &str) -> String {
        let text = given.trim();
        let right = member::is_language_tag(text);
        self.require(right, field, Mend::LanguageTag {});
        text.to_owned()
    }

    /// The id of a device.
    pub fn device(&mut self, field: &str, given: &str) -> Option<DeviceId> {
        let id = DeviceId::new(given.trim()).ok();
        self.require(id.is_some(), field, an_id());
        id
    }

    /// The id of a gateway.
    pub fn gateway(&mut self, field: &str, given: &str) -> Option<GatewayId> {
        let id = GatewayId::new(given.trim()).ok();
        self.require(id.is_some(), field, an_id());
        id
    }

    /// A stretch of time of at most `longest_ms`.
    pub fn window(&mut self, from: i64, to: i64, longest_ms: i64) -> (WallMs, WallMs) {
        let longest = Seconds(u64::try_from(longest_ms / 1_000).unwrap_or_default());
        self.require(INSTANTS.contains(&from), "from", Mend::Instant {});
        self.require(INSTANTS.contains(&to), "to", Mend::Instant {});
        self.require(to > from, "to", Mend::AfterFrom {});
        self.require(to.saturating_sub(from) <= longest_ms, "to", Mend::WindowAtMost { longest });
        (WallMs(from), WallMs(to))
    }

    /// Ends the checks: fine, or every fault at once.
    ///
    /// # Errors
    /// `invalid` with every field.
    pub fn done(self) -> ApiResult<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Problem::invalid(self.0)) }
    }
}

/// Instants from 1970 to 9999, ms, which every part of the program can hold.
pub const INSTANTS: RangeInclusive<i64> = 0..=253_402_300_799_999;

/// The latest date that is today anywhere on Earth: a child born there this morning is not in the future.
fn latest_today() -> Date {
    let easternmost = Offset::constant(14);
    let now = jiff::Timestamp::from_millisecond(crate::clock::wall_ms().0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    easternmost.to_datetime(now).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(look: impl FnOnce(&mut Checks)) -> Vec<String> {
        let mut checks = Checks::default();
        look(&mut checks);
        checks.0.iter().map(|fault| fault.field().to_owned()).collect()
    }

    #[test]
    fn a_birth_date_is_a_real_day_in_the_past() {
        for right in ["1961-04-17", "2000-02-29", "1899-12-31"] {
            assert!(fields(|c| drop(c.birth_date("d", right))).is_empty(), "{right}");
        }
        for wrong in ["1961-02-30", "2999-01-01", "19610417", "17.4.1961", "", "1961-04-17T00:00"] {
            assert_eq!(fields(|c| drop(c.birth_date("d", wrong))), ["d"], "{wrong}");
        }
    }

    #[test]
    fn zones_and_languages_are_known_by_name_and_shape() {
        let mut checks = Checks::default();
        assert_eq!(checks.time_zone("z", "america/new_york"), "America/New_York");
        checks.done().unwrap();
        assert_eq!(fields(|c| drop(c.time_zone("z", "Mars/Olympus"))), ["z"]);
        for right in ["en", "pt-BR", "zh-Hant-TW", "fil"] {
            assert!(fields(|c| drop(c.language("l", right))).is_empty(), "{right}");
        }
        for wrong in ["", "e", "Spanish", "en_US", "pt-", "1a"] {
            assert_eq!(fields(|c| drop(c.language("l", wrong))), ["l"], "{wrong}");
        }
    }

    #[test]
    fn texts_are_counted_in_characters_and_hold_no_controls() {
        assert!(fields(|c| drop(c.text("t", &"é".repeat(40), 1..=40))).is_empty());
        for wrong in ["", "   ", "a\0b", "a\nb", &"x".repeat(41)] {
            assert_eq!(fields(|c| drop(c.text("t", wrong, 1..=40))), ["t"], "{wrong:?}");
        }
        assert!(fields(|c| drop(c.search("t", "-", 9))).is_empty(), "looking for a hyphen finds what holds one");
        assert_eq!(fields(|c| drop(c.name("t", "-", 1..=9))), ["t"]);
    }

    #[test]
    fn a_window_goes_forward_and_is_bounded() {
        assert!(fields(|c| _ = c.window(0, 10, 10)).is_empty());
        assert_eq!(fields(|c| _ = c.window(10, 10, 10)), ["to"]);
        assert_eq!(fields(|c| _ = c.window(0, 11, 10)), ["to"]);
        assert_eq!(fields(|c| _ = c.window(i64::MIN, i64::MAX, 10)), ["from", "to", "to"]);
    }
}
