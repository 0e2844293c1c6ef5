//! How long a certificate is valid, when it has to be renewed, and when people are told that it has not been.

use hearth_vitals::WallMs;

const DAY_MS: i64 = 86_400_000;
/// The numbers of days before the end at which people are told, once for each.
pub const ANNOUNCED_DAYS: [u32; 4] = [30, 14, 7, 1];

/// The time in which a certificate is valid; both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    /// The first instant at which the certificate is valid.
    pub from: WallMs,
    /// The last instant at which the certificate is valid.
    pub until: WallMs,
}

/// Whether a certificate is valid now and has to be renewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The certificate is not valid yet: it was made ahead, or this machine's clock is wrong.
    NotYet,
    /// The certificate is valid and need not be renewed yet.
    Good,
    /// The certificate is valid, but has passed two thirds of its life and is due for renewal.
    Due,
    /// The certificate has ended.
    Over,
}

impl Life {
    /// The instant of renewal, after two thirds of the life: enough time is left to mend whatever keeps it from being renewed.
    pub const fn renewal(self) -> WallMs {
        self.from.plus(self.until.since(self.from) / 3 * 2)
    }

    /// The standing of the certificate at `now`.
    pub fn standing(self, now: WallMs) -> Standing {
        match now {
            now if now < self.from => Standing::NotYet,
            now if now > self.until => Standing::Over,
            now if now >= self.renewal() => Standing::Due,
            _ => Standing::Good,
        }
    }

    /// The number of whole days left at `now`; 0 on the last day and afterwards.
    pub fn days_left(self, now: WallMs) -> u32 {
        u32::try_from(self.until.since(now).max(0) / DAY_MS).unwrap_or(u32::MAX)
    }

    /// The announcement that is in force at `now`: the smallest number of [`ANNOUNCED_DAYS`] that covers what is left, and
    /// `None` while more is left than the largest.
    pub fn announced(self, now: WallMs) -> Option<u32> {
        let left_ms = self.until.since(now);
        ANNOUNCED_DAYS.into_iter().rev().find(|days| left_ms <= i64::from(*days) * DAY_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIFE: Life = Life { from: WallMs(0), until: WallMs(90 * DAY_MS) };

    fn day(days: i64) -> WallMs {
        WallMs(days * DAY_MS)
    }

    #[test]
    fn a_certificate_is_due_at_two_thirds_of_its_life_and_over_after_its_last_instant() {
        assert_eq!(LIFE.renewal(), day(60));
        let standings = [WallMs(-1), day(0), day(60).plus(-1), day(60), day(90), day(90).plus(1)].map(|now| LIFE.standing(now));
        let expected = [Standing::NotYet, Standing::Good, Standing::Good, Standing::Due, Standing::Due, Standing::Over];
        assert_eq!(standings, expected);
    }

    #[test]
    fn it_is_announced_at_thirty_fourteen_seven_and_one_days_each_once() {
        let told: Vec<Option<u32>> = [59, 60, 75, 76, 82, 83, 88, 89, 95].map(|now| LIFE.announced(day(now))).to_vec();
        let days = [None, Some(30), Some(30), Some(14), Some(14), Some(7), Some(7), Some(1), Some(1)];
        assert_eq!(told, days);
        assert_eq!(LIFE.days_left(day(89)), 1);
        assert_eq!(LIFE.days_left(day(100)), 0);
    }
}
