//! Pages of a list: so many at once, and the mark of where the next one begins.

use super::check::{Checks, INSTANTS};
use crate::problem::{ApiResult, Mend};
use hearth_vitals::WallMs;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// Rows of one page, at most.
pub const ROWS_MAX: i64 = 500;

/// Rows of a page when nobody says how many.
pub const fn rows() -> i64 {
    100
}

/// Which page of a list by id.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PageById {
    /// Where the page begins: `next_after` of the previous page; the first row when left out.
    #[serde(default)]
    after: Option<String>,
    /// The most rows on the page.
    #[serde(default = "rows")]
    #[param(minimum = 1, maximum = 500, default = 100)]
    limit: i64,
}

impl PageById {
    /// The mark (empty for the first page), and how many.
    ///
    /// # Errors
    /// `invalid` with the field.
    pub fn checked(self) -> ApiResult<(String, i64)> {
        let mut checks = Checks::default();
        let after = self.after.unwrap_or_default();
        checks.require(after.len() <= 64, "after", Mend::PageMark {});
        limit(&mut checks, self.limit);
        checks.done()?;
        Ok((after, self.limit))
    }
}

/// Checks how many rows a page may have.
pub fn limit(checks: &mut Checks, limit: i64) {
    checks.require((1..=ROWS_MAX).contains(&limit), "limit", Mend::Between { low: 1.0, high: ROWS_MAX as f64 });
}

/// Reads the mark of a page of a list by instant and id, as `instant.id`; `None` when it is none.
pub fn mark(text: &str) -> Option<(WallMs, Uuid)> {
    let (at, id) = text.split_once('.')?;
    let at = at.parse().ok().filter(|at| INSTANTS.contains(at))?;
    Some((WallMs(at), id.parse().ok()?))
}

/// Cuts rows (one more than asked for was read) to a page, and returns the mark of the next one.
pub fn cut<T, M>(rows: &mut Vec<T>, limit: i64, mark: impl Fn(&T) -> M) -> Option<M> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    if rows.len() <= limit {
        return None;
    }
    rows.truncate(limit);
    rows.last().map(mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_a_next_one_only_when_there_is_more() {
        let mut rows = vec!['a', 'b', 'c'];
        assert_eq!(cut(&mut rows, 3, |row| *row), None);
        assert_eq!(cut(&mut rows, 2, |row| *row), Some('b'));
        assert_eq!(rows, ['a', 'b']);
        assert_eq!(cut(&mut Vec::<char>::new(), 1, |row| *row), None);
    }

    #[test]
    fn a_mark_is_read_as_it_was_written() {
        let id = Uuid::from_u128(7);
        assert_eq!(mark(&format!("12.{id}")), Some((WallMs(12), id)));
        for wrong in
            ["", "12", "12.", "x.y", "-1.00000000-0000-0000-0000-000000000007", "9999999999999999.00000000-0000-0000-0000-000000000007"]
        {
            assert_eq!(mark(wrong), None, "{wrong}");
        }
    }
}
