//! `/observations/antipyretics`: who was given what lowers a fever. A temperature that is measured after it may be too low.

use crate::api::ApiState;
use crate::api::documented::Refusals;
use crate::auth::extract::ClinicalViewer;
use crate::clock;
use crate::observations::catalogue::{ANTIPYRETIC, ANTIPYRETICS};
use crate::problem::ApiResult;
use axum::Json;
use axum::extract::State;
use hearth_store::observations::{Finding, Observed};
use hearth_vitals::WallMs;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

/// For how long a dose may hide a fever, ms. Source: the project's clinical reference (an antipyretic given within six hours is
/// shown beside the temperature), which is the usual interval between two doses of paracetamol.
const HIDES_MS: i64 = 6 * 3_600_000;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(antipyretics))
}

/// A dose of a drug that lowers a fever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
struct AntipyreticDose {
    /// The stay of the patient who was given it.
    episode_id: Uuid,
    /// The drug, as a fixed word that stands in `x-codes` under `findings`.
    drug: String,
    /// Its code in the ATC classification; `null` for a drug that has no word of its own.
    atc: Option<&'static str>,
    /// When it was given, ms since 1970.
    at: i64,
    /// Until when a fever may be masked by it, ms since 1970.
    until: i64,
}

/// The doses that may mask a fever now.
#[derive(Debug, Serialize, ToSchema)]
struct AntipyreticDoses {
    /// The newest such dose of each patient in care; a patient without one is left out.
    doses: Vec<AntipyreticDose>,
}

/// Lists, of each patient in care, the newest antipyretic that was given within six hours: a fever may be masked.
#[utoipa::path(
    get, path = "/observations/antipyretics", tag = "observations",
    responses((status = 200, description = "The doses", body = AntipyreticDoses), Refusals)
)]
async fn antipyretics(_viewer: ClinicalViewer, State(state): State<ApiState>) -> ApiResult<Json<AntipyreticDoses>> {
    let since = WallMs(clock::wall_ms().0 - HIDES_MS);
    let stays: Vec<Uuid> = state.store.episodes(true).await?.into_iter().map(|row| row.id).collect();
    let given = state.store.observed_since(&stays, &[ANTIPYRETIC], since).await?;
    Ok(Json(AntipyreticDoses { doses: newest(given) }))
}

/// The newest dose of each stay. `given` is in the order of time.
fn newest(given: Vec<Observed>) -> Vec<AntipyreticDose> {
    let doses = given.into_iter().filter_map(|one| {
        let Finding::Word(drug) = one.finding else { return None };
        let atc = ANTIPYRETICS.iter().find(|known| known.word == drug).and_then(|known| known.atc);
        Some((one.episode, AntipyreticDose { episode_id: one.episode, drug, atc, at: one.at.0, until: one.at.0 + HIDES_MS }))
    });
    doses.collect::<BTreeMap<_, _>>().into_values().collect()
}
