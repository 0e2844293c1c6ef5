//! Who is watched without NEWS2: it was not made for children and not for pregnancy (docs/decisions/0058). By the age on record the hub knows
//! the children by itself; a pregnancy is said by one person and agreed to by another. There is no third reason.

use super::check::Checks;
use super::words::News2AtAdmission;
use crate::problem::Mend;
use hearth_alerts::WithoutNews2;
use hearth_vitals::WallMs;
use jiff::civil::Date;
use jiff::tz::Offset;

/// From this age on NEWS2 is for adults, in years.
const ADULT_FROM: i16 = 16;

/// True if a patient who was born on this day (`YYYY-MM-DD`) is younger than 16. Of a date that cannot be read nothing is known.
pub fn is_child(birth_date: &str, now: WallMs) -> bool {
    let (Ok(born), Ok(at)) = (birth_date.parse::<Date>(), jiff::Timestamp::from_millisecond(now.0)) else { return false };
    let today = Offset::UTC.to_datetime(at).date();
    (today.year() - ADULT_FROM, today.month(), today.day()) < (born.year(), born.month(), born.day())
}

/// Checks that nobody is taken for a child who is none.
pub fn check(checks: &mut Checks, field: &str, wish: Option<WithoutNews2>, birth_date: &str, now: WallMs) {
    checks.require(wish != Some(WithoutNews2::Under16) || is_child(birth_date, now), field, Mend::NotUnder16 {});
}

/// What a stay begins with: who admits a child says whether its score is judged.
pub fn at_admission(checks: &mut Checks, wish: Option<News2AtAdmission>, birth_date: &str, now: WallMs) -> Option<WithoutNews2> {
    let reason = (wish == Some(News2AtAdmission::Under16)).then_some(WithoutNews2::Under16);
    check(checks, "news2", reason, birth_date, now);
    checks.require(wish.is_some() || !is_child(birth_date, now), "news2", Mend::News2OfAChild {});
    reason
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::words::{WithoutNews2Word, word};

    /// 2026-12-01, 02:00 UTC.
    const NOW: WallMs = WallMs(1_796_090_400_000);

    #[test]
    fn sixteen_begins_on_the_birthday() {
        assert!(is_child("2010-12-02", NOW) && is_child("2026-11-30", NOW));
        assert!(!is_child("2010-12-01", NOW) && !is_child("1954-04-17", NOW));
        assert!(!is_child("yesterday", NOW), "of what cannot be read nothing is known");
    }

    #[test]
    fn who_admits_a_child_says_whether_the_score_is_judged_and_nobody_else_is_a_child() {
        let admitted = |wish, born: &str| {
            let mut checks = Checks::default();
            let reason = at_admission(&mut checks, wish, born, NOW);
            checks.done().map(|()| reason).map_err(drop)
        };
        assert_eq!(admitted(None, "2015-01-01"), Err(()));
        assert_eq!(admitted(Some(News2AtAdmission::Judged), "2015-01-01"), Ok(None));
        assert_eq!(admitted(Some(News2AtAdmission::Under16), "2015-01-01"), Ok(Some(WithoutNews2::Under16)));
        assert_eq!(admitted(None, "1954-04-17"), Ok(None));
        assert_eq!(admitted(Some(News2AtAdmission::Under16), "1954-04-17"), Err(()));
    }

    #[test]
    fn a_word_of_another_version_is_no_reason() {
        assert_eq!(word(Some("under_16")), Some(WithoutNews2Word::Under16));
        assert_eq!((word(Some("bored")), word(None)), (None, None));
    }
}
