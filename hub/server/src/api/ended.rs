//! `/episodes/ended`: stays that have ended, looked for by patient, rule, person and time; `/episodes/{id}/acts`: who did what.

use super::ApiState;
use super::check::{Checks, INSTANTS};
use super::documented::{Invalid, Refusals, Unknown};
use super::episodes::Episode;
use super::extract::Query;
use super::page;
use super::seen::{Facts, OfStay};
use crate::auth::extract::ClinicalViewer;
use crate::feed::message::StaffRef;
use crate::problem::{ApiResult, Mend};
use axum::Json;
use axum::extract::State;
use hearth_alerts::Rule;
use hearth_store::ended::{ActRow, EndedFilter};
use hearth_vitals::WallMs;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(ended)).routes(routes!(ended_people)).routes(routes!(acts))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct EndedQuery {
    /// Part of the patient's name or record number, or of the home's label; everybody when left out.
    #[serde(default)]
    query: String,
    /// Only stays in which this rule raised an alert.
    rule: Option<String>,
    /// Only stays in which this member of staff did something.
    person: Option<Uuid>,
    /// Only stays that went on after this, ms since 1970.
    from: Option<i64>,
    /// Only stays that began before this, ms since 1970.
    to: Option<i64>,
    /// Where the page begins: `next_before` of the previous page; what ended last when left out.
    before: Option<String>,
    /// The most stays on the page.
    #[serde(default = "page::rows")]
    #[param(minimum = 1, maximum = 500, default = 100)]
    limit: i64,
}

/// A page of ended stays.
#[derive(Debug, Serialize, ToSchema)]
struct EndedStays {
    /// Ended stays, the last one first.
    episodes: Vec<Episode>,
    /// The mark to ask the next page with (`before`); `null` on the last page.
    next_before: Option<String>,
}

fn filter(checks: &mut Checks, wanted: &EndedQuery) -> EndedFilter {
    for (field, at) in [("from", wanted.from), ("to", wanted.to)] {
        checks.require(at.is_none_or(|at| INSTANTS.contains(&at)), field, Mend::Instant {});
    }
    let backwards = wanted.from.zip(wanted.to).is_some_and(|(from, to)| to <= from);
    checks.require(!backwards, "to", Mend::AfterFrom {});
    let known = wanted.rule.as_deref().is_none_or(|rule| rule.parse::<Rule>().is_ok());
    checks.require(known, "rule", Mend::one_of("rules", Rule::all().map(|rule| rule.to_string())));
    EndedFilter {
        text: checks.search("query", &wanted.query, 120),
        rule: wanted.rule.clone(),
        person: wanted.person,
        from: wanted.from.map(WallMs),
        until: wanted.to.map(WallMs),
    }
}

/// Lists stays that have ended, a page at a time.
#[utoipa::path(get, path = "/episodes/ended", tag = "episodes", params(EndedQuery), responses((status = 200, body = EndedStays), Invalid, Refusals))]
async fn ended(_viewer: ClinicalViewer, State(state): State<ApiState>, Query(wanted): Query<EndedQuery>) -> ApiResult<Json<EndedStays>> {
    let mut checks = Checks::default();
    let filter = filter(&mut checks, &wanted);
    let before = wanted.before.as_deref().map(page::mark);
    checks.require(before != Some(None), "before", Mend::PageMark {});
    page::limit(&mut checks, wanted.limit);
    checks.done()?;
    let mut rows = state.store.ended_page(&filter, before.flatten(), wanted.limit + 1).await?;
    let next_before = page::cut(&mut rows, wanted.limit, |row| format!("{}.{}", row.ended_at.map_or(0, |at| at.0), row.id));
    Ok(Json(EndedStays { episodes: rows.into_iter().map(Episode::try_from).collect::<ApiResult<_>>()?, next_before }))
}

/// How many people can be listed.
const PEOPLE: i64 = 500;

/// The people who did something in stays that have ended.
#[derive(Debug, Serialize, ToSchema)]
struct EndedPeople {
    /// By name; at most 500.
    people: Vec<StaffRef>,
}

/// Lists people who did something in stays that have ended, including those who no longer work here.
#[utoipa::path(get, path = "/episodes/ended/people", tag = "episodes", responses((status = 200, body = EndedPeople), Refusals))]
async fn ended_people(_viewer: ClinicalViewer, State(state): State<ApiState>) -> ApiResult<Json<EndedPeople>> {
    let rows = state.store.people_of_ended(PEOPLE).await?;
    let people = rows.into_iter().map(|(id, display_name)| StaffRef { id, display_name }).collect();
    Ok(Json(EndedPeople { people }))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct WantedActs {
    /// Where the page begins: `next_before` of the previous page; the newest act when left out.
    before: Option<i64>,
    /// The most acts on the page.
    #[serde(default = "page::rows")]
    #[param(minimum = 1, maximum = 500, default = 100)]
    limit: i64,
}

/// Something that a person did.
#[derive(Debug, Serialize, ToSchema)]
struct StayAct {
    /// When it was done, ms since 1970.
    at: i64,
    /// What was done, as the audit calls it: `admit`, `set_limits`, `write_note`, `see_access`, ...
    act: String,
    /// The person who did it; `null` if no person did.
    by: Option<StaffRef>,
}

/// A page of acts.
#[derive(Debug, Serialize, ToSchema)]
struct ActPage {
    /// The acts of this page, the newest first.
    acts: Vec<StayAct>,
    /// The mark to ask the next page with (`before`); `null` on the last page.
    next_before: Option<i64>,
}

/// Lists who did what in a stay, as the audit has it, a page at a time.
#[utoipa::path(
    get, path = "/episodes/{id}/acts", tag = "episodes", params(("id" = Uuid, Path), WantedActs),
    responses((status = 200, body = ActPage), Unknown, Invalid, Refusals)
)]
async fn acts(
    OfStay { id, .. }: OfStay<Facts>,
    State(state): State<ApiState>,
    Query(wanted): Query<WantedActs>,
) -> ApiResult<Json<ActPage>> {
    let mut checks = Checks::default();
    page::limit(&mut checks, wanted.limit);
    checks.done()?;
    state.episode_row(id).await?;
    let mut rows = state.store.act_page(id, wanted.before, wanted.limit + 1).await?;
    let next_before = page::cut(&mut rows, wanted.limit, |row| row.id);
    let act = |row: ActRow| StayAct { at: row.at.0, act: row.act, by: row.by.map(|(id, display_name)| StaffRef { id, display_name }) };
    Ok(Json(ActPage { acts: rows.into_iter().map(act).collect(), next_before }))
}
