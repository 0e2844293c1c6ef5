//! `/episodes/{id}/observations`: what was measured now and then, or said by a person, read back.

mod antipyretics;
mod codes;
mod shown;

pub use shown::{Observation, ObservationSource, ObservationState};

use super::ApiState;
use super::check::{Checks, INSTANTS};
use super::documented::{Invalid, Refusals, Unknown};
use super::extract::Query;
use super::page;
use super::seen::{Measurements, OfStay};
use crate::observations::finding::Coded;
use crate::problem::{ApiResult, Mend};
use axum::Json;
use axum::extract::State;
use hearth_store::observations::ObservationFilter;
use hearth_vitals::WallMs;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().merge(codes::routes()).merge(antipyretics::routes()).routes(routes!(list)).routes(routes!(newest))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ObservationsQuery {
    /// Only observations with this code, of the catalogue or LOINC; with any code when left out.
    code: Option<String>,
    /// Beginning of the window, ms since 1970; the admission when left out.
    from: Option<i64>,
    /// End of the window, ms since 1970, not included; now when left out.
    to: Option<i64>,
    /// Where the page begins: `next_before` of the previous page; the newest observation when left out.
    before: Option<String>,
    /// The most observations on the page.
    #[serde(default = "page::rows")]
    #[param(minimum = 1, maximum = 500, default = 100)]
    limit: i64,
}

/// A page of observations.
#[derive(Debug, Serialize, ToSchema)]
struct ObservationPage {
    /// The observations, newest first by `at`; corrected and withdrawn ones too.
    observations: Vec<Observation>,
    /// The mark to ask the next page with (`before`); `null` on the last page.
    next_before: Option<String>,
}

fn filter(checks: &mut Checks, episode: Uuid, wanted: &ObservationsQuery) -> ObservationFilter {
    let code = wanted.code.as_deref().map(Coded::parse).transpose().unwrap_or_else(|fault| {
        checks.add(vec![fault]);
        None
    });
    for (field, at) in [("from", wanted.from), ("to", wanted.to)] {
        checks.require(at.is_none_or(|at| INSTANTS.contains(&at)), field, Mend::Instant {});
    }
    let backwards = wanted.from.zip(wanted.to).is_some_and(|(from, to)| to <= from);
    checks.require(!backwards, "to", Mend::AfterFrom {});
    let after = wanted.before.as_deref().map(page::mark);
    checks.require(after != Some(None), "before", Mend::PageMark {});
    page::limit(checks, wanted.limit);
    ObservationFilter {
        episode,
        code: code.map(|code| code.as_str().to_owned()),
        from: wanted.from.map(WallMs),
        until: wanted.to.map(WallMs),
        after: after.flatten(),
    }
}

/// Lists the observations of a stay, a page at a time.
#[utoipa::path(
    get, path = "/episodes/{id}/observations", tag = "observations", params(("id" = Uuid, Path), ObservationsQuery),
    responses((status = 200, body = ObservationPage), Unknown, Invalid, Refusals)
)]
async fn list(
    OfStay { id, .. }: OfStay<Measurements>,
    State(state): State<ApiState>,
    Query(wanted): Query<ObservationsQuery>,
) -> ApiResult<Json<ObservationPage>> {
    let mut checks = Checks::default();
    let filter = filter(&mut checks, id, &wanted);
    checks.done()?;
    state.episode_row(id).await?;
    let mut rows = state.store.observation_page(&filter, wanted.limit + 1).await?;
    let next_before = page::cut(&mut rows, wanted.limit, |row| format!("{}.{}", row.said.at.0, row.said.id));
    Ok(Json(ObservationPage { observations: rows.into_iter().map(Observation::from).collect(), next_before }))
}

/// The newest observation of each code.
#[derive(Debug, Serialize, ToSchema)]
struct NewestObservations {
    /// The observations, newest first; only current ones, and at most 200.
    observations: Vec<Observation>,
}

/// Gives the newest observation of each code that holds: what a patient's page shows beside the vitals.
#[utoipa::path(
    get, path = "/episodes/{id}/observations/newest", tag = "observations", params(("id" = Uuid, Path)),
    responses((status = 200, body = NewestObservations), Unknown, Refusals)
)]
async fn newest(OfStay { id, .. }: OfStay<Measurements>, State(state): State<ApiState>) -> ApiResult<Json<NewestObservations>> {
    state.episode_row(id).await?;
    let rows = state.store.newest_observations(id).await?;
    Ok(Json(NewestObservations { observations: rows.into_iter().map(Observation::from).collect() }))
}
