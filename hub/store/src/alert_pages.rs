//! Pages of the alert list that people browse: newest first, each alert on exactly one page.

use crate::alerts::{ALERT, AlertRow, alert_row};
use crate::connect::Store;
use crate::error::StoreError;
use hearth_alerts::{Kind, Rule};
use hearth_vitals::WallMs;
use uuid::Uuid;

/// Alerts on one page, at most.
pub const MAX_PAGE: i64 = 500;

/// A place between two pages: the next page holds alerts raised before it, or at the same instant with a smaller id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageMark {
    /// When the last alert of the previous page was raised.
    pub raised_at: WallMs,
    /// The id of that alert.
    pub id: Uuid,
}

/// The alerts that somebody may see; the default is all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Alerts<'a> {
    /// Every alert of the site.
    #[default]
    All,
    /// Alerts of these episodes only.
    OfStays(&'a [Uuid]),
    /// Only alerts about devices, gateways and the hub.
    OfMachines,
}

impl Alerts<'_> {
    /// The names of the rules that raise them; `None` for every rule. A rule that is not named is not shown: one of a newer
    /// version stays hidden from people who may not see patients.
    fn rules(self) -> Option<Vec<String>> {
        let of_machines = || Rule::all().filter(|rule| matches!(rule.kind(), Kind::Technical | Kind::System));
        match self {
            Alerts::All | Alerts::OfStays(_) => None,
            Alerts::OfMachines => Some(of_machines().map(|rule| rule.to_string()).collect()),
        }
    }
}

/// Which alerts the page shall hold; the default is all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AlertFilter<'a> {
    /// Only alerts of this episode; `None` for all.
    pub episode: Option<Uuid>,
    /// `true` for open alerts only, `false` for closed ones only, `None` for both.
    pub open: Option<bool>,
    /// Only alerts that the person may see.
    pub of: Alerts<'a>,
}

/// The conditions on an alert other than its episode, and the order of a page.
const PAGE: &str = "($2::bool IS NULL OR open = $2) AND ($3::text[] IS NULL OR rule = ANY($3)) \
    AND ($7::uuid[] IS NULL OR episode_id = ANY($7)) AND ($4::int8 IS NULL OR (raised_at, id) < (to_timestamp($4::int8 / 1000.0), $5::uuid)) ORDER BY raised_at DESC, id DESC LIMIT $6";

impl Store {
    /// One page of alerts, newest first, beginning after `after`; and the mark of the next page if there is one.
    ///
    /// # Errors
    /// As [`Store::open_alerts`].
    pub async fn alert_page(
        &self,
        filter: AlertFilter<'_>,
        after: Option<PageMark>,
        limit: i64,
    ) -> Result<(Vec<AlertRow>, Option<PageMark>), StoreError> {
        let limit = limit.clamp(1, MAX_PAGE);
        // Two statements: one that leaves open whether an episode is given is planned as a walk through the alerts of all.
        let statement = match filter.episode {
            Some(_) => format!("{ALERT} WHERE episode_id = $1 AND {PAGE}"),
            None => format!("{ALERT} WHERE $1::uuid IS NULL AND {PAGE}"),
        };
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(filter.episode)
            .bind(filter.open)
            .bind(filter.of.rules())
            .bind(after.map(|mark| mark.raised_at.0))
            .bind(after.map(|mark| mark.id))
            .bind(limit + 1)
            .bind(match filter.of {
                Alerts::OfStays(stays) => Some(stays),
                Alerts::All | Alerts::OfMachines => None,
            })
            .fetch_all(&self.pool)
            .await?;
        let mut alerts = rows.iter().map(alert_row).collect::<Result<Vec<_>, _>>()?;
        // One alert more than asked for shows whether there is another page.
        let more = alerts.len() > usize::try_from(limit).unwrap_or(usize::MAX);
        alerts.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let last = alerts.last().filter(|_| more).map(|row| &row.alert);
        let next = last.map(|alert| PageMark { raised_at: alert.raised_at, id: Uuid::from_u128(alert.id.0) });
        Ok((alerts, next))
    }
}
