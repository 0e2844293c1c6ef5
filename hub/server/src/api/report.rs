//! `/reports/alerts`: what the alerts of a period asked of people, as JSON for the page and as a table for a spreadsheet.

use super::ApiState;
use super::check::Checks;
use super::documented::{Invalid, Refusals};
use super::extract::Query;
use crate::auth::Staff;
use crate::auth::extract::ReportReader;
use crate::auth::right::Right;
use crate::clock;
use crate::problem::{ApiResult, Problem};
use crate::report::{Counted, Report, clinical_rules, deaf_rules};
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use hearth_alerts::burden;
use hearth_store::report::Period;
use serde::Deserialize;
use tokio::sync::Semaphore;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

const DAY_MS: i64 = 86_400_000;
/// The longest period of a report, ms: a quarter of a year, as reviews look at.
const LONGEST_MS: i64 = 93 * DAY_MS;
/// A rung that is told later than this after it was due is a deadline that the hub missed, ms: what the ladder promises.
const LATE_MS: i64 = 2_000;
/// How many rings within a minute are chatter.
const CHATTER: i32 = burden::CHATTER as i32;
static ONE_AT_A_TIME: Semaphore = Semaphore::const_new(1);

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(alert_report)).routes(routes!(alert_report_table))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ReportQuery {
    /// Beginning of the period, ms since 1970.
    from: i64,
    /// End of the period, ms since 1970; at most 93 days later. What is to come is not counted.
    to: i64,
}

/// What the alerts of a period asked of people.
#[utoipa::path(get, path = "/reports/alerts", tag = "alerts", params(ReportQuery), responses((status = 200, body = Report), Invalid, Refusals))]
async fn alert_report(
    ReportReader(person): ReportReader,
    State(state): State<ApiState>,
    Query(wanted): Query<ReportQuery>,
) -> ApiResult<Json<Report>> {
    Ok(Json(state.alert_report(&wanted, &person).await?))
}

/// The report as a table for a spreadsheet: one figure a line.
#[utoipa::path(
    get, path = "/reports/alerts.csv", tag = "alerts", params(ReportQuery),
    responses((status = 200, description = "Comma-separated, UTF-8", content_type = "text/csv", body = String), Invalid, Refusals)
)]
async fn alert_report_table(
    ReportReader(person): ReportReader,
    State(state): State<ApiState>,
    Query(wanted): Query<ReportQuery>,
) -> ApiResult<impl IntoResponse> {
    let table = state.alert_report(&wanted, &person).await?.to_csv()?;
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, "attachment; filename=\"hearth-alerts.csv\"")];
    Ok((headers, table))
}

impl ApiState {
    async fn alert_report(&self, wanted: &ReportQuery, person: &Staff) -> ApiResult<Report> {
        let mut checks = Checks::default();
        let (from, to) = checks.window(wanted.from, wanted.to, LONGEST_MS);
        checks.done()?;
        let period = Period { from, until: to.min(clock::wall_ms()).max(from) };
        let (clinical, flood_over) = (clinical_rules(), i64::from(burden::FLOOD_OVER));
        let (clinical, deaf) = (&clinical, deaf_rules());
        let store = &self.store;
        // One report at a time, and one statement after the other: the connections are those of the loop that judges.
        let _turn = ONE_AT_A_TIME.acquire().await.map_err(Problem::internal)?;
        let watched = store.watched_in(period).await?;
        let rules = store.alerts_by_rule(period).await?;
        let days = store.alerts_by_day(period).await?;
        let times = store.response_times(period, clinical).await?;
        let actions = store.what_was_done(period, clinical).await?;
        let programme = store.programme_in(period).await?;
        let floods = store.floods(period, flood_over).await?;
        let peaks = store.most_at_once(period).await?;
        let standing = store.alerts_that_stood(period, burden::STALE_MS).await?;
        let chattering = store.alerts_that_chattered(period, CHATTER, burden::CHATTER_MS).await?;
        let climbs = store.alerts_that_climbed(period, LATE_MS).await?;
        let unmonitored = store.unmonitored(period, &deaf).await?;
        let sees_patients = person.role.has(Right::SeePatients);
        let stays = if sees_patients { store.stays_that_rang_most(period, clinical).await? } else { Vec::new() };
        let counted =
            Counted { watched, rules, days, times, actions, programme, floods, peaks, standing, chattering, climbs, stays, unmonitored };
        Ok(Report::of(counted, (period.from.0, period.until.0), flood_over))
    }
}
