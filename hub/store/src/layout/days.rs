//! Plain PostgreSQL: a partition a day, made before it is needed.
//!
//! There is no default partition: a row for which there is no partition causes an error at once, instead of filling a
//! table that makes everything slow. A partition is made as a table of its own and then attached, because
//! CREATE ... PARTITION OF would lock out every reader. An advisory lock lets one writer at a time make the same day.

use super::SERIES;
use crate::connect::Store;
use crate::error::StoreError;
use hearth_vitals::WallMs;
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;

pub const DAY_MS: i64 = 86_400_000;
/// How many days' partitions are made ahead.
const DAYS_AHEAD: i64 = 2;
/// Key of the advisory lock for making and dropping partitions: "days" in ASCII.
pub const LOCK: i64 = 0x6461_7973;

impl Store {
    /// Makes the partitions for these instants, for today and for the days ahead, if they are missing. Days that are known
    /// cost nothing. Does nothing with TimescaleDB.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn ensure_days(&self, instants: impl IntoIterator<Item = WallMs>, now: WallMs) -> Result<(), StoreError> {
        if self.timescale() {
            return Ok(());
        }
        let today = now.0.div_euclid(DAY_MS);
        let mut days: BTreeSet<i64> = (today..=today + DAYS_AHEAD).collect();
        days.extend(instants.into_iter().map(|at| at.0.div_euclid(DAY_MS)));
        let missing = self.days.missing(days);
        for day in &missing {
            for table in SERIES {
                self.ensure_day(table, *day).await?;
            }
        }
        self.days.learn(missing);
        Ok(())
    }

    async fn ensure_day(&self, table: &str, day: i64) -> Result<(), StoreError> {
        let name = partition(table, day);
        let bounds = format!("('{} 00:00+00') TO ('{} 00:00+00')", date(day), date(day + 1));
        let mut transaction = self.begin().await?;
        sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(LOCK).execute(&mut *transaction).await?;
        let attached = sqlx::query("SELECT 1 FROM pg_inherits WHERE inhrelid = to_regclass($1)").bind(&name);
        if attached.fetch_optional(&mut *transaction).await?.is_some() {
            return Ok(());
        }
        for statement in [
            format!("CREATE TABLE IF NOT EXISTS {name} (LIKE {table} INCLUDING ALL)"),
            format!("ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM {bounds}"),
        ] {
            sqlx::query(AssertSqlSafe(statement)).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

/// Name of the partition of a day, such as `frames_20261124`.
pub fn partition(table: &str, day: i64) -> String {
    format!("{table}_{}", date(day).replace('-', ""))
}

/// The date of the day that is this many days after 1970-01-01, such as `2026-11-24`; proleptic Gregorian, by Howard
/// Hinnant's algorithm civil-from-days.
fn date(day: i64) -> String {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day_of_month:02}", year_of_era + era * 400 + carry)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_named_by_their_date() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(11_016), "2000-02-29");
        assert_eq!(date(20_781), "2026-11-24");
        assert_eq!(date(-1), "1969-12-31");
        assert_eq!(partition("frames", 20_781), "frames_20261124");
    }
}
