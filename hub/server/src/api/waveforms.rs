//! `/episodes/{id}/waveforms`: a window of one waveform.

use super::ApiState;
use super::check::Checks;
use super::documented::{Invalid, Refusals, Unknown};
use super::extract::Query;
use super::seen::{Measurements, OfStay};
use crate::problem::{ApiResult, Mend, Problem, Thing};
use axum::Json;
use axum::extract::State;
use hearth_store::history::PlacedBlock;
use hearth_vitals::WaveformKind;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The longest window of one answer, ms: ten minutes.
const LONGEST_MS: i64 = 600_000;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(waveforms))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct WaveformsQuery {
    /// Kind of waveform: `pleth`, `ecg` or `resp`.
    kind: String,
    /// Beginning of the window, ms since 1970.
    from: i64,
    /// End of the window, ms since 1970, not included; at most 10 minutes after the beginning.
    to: i64,
}

/// A stretch of a waveform without a gap.
#[derive(Debug, Serialize, ToSchema)]
struct WaveformBlock {
    /// When the first sample was taken, ms since 1970.
    at: i64,
    /// Time from one sample to the next, µs.
    period_us: u32,
    /// The samples, in the device's own counts, without a unit.
    samples: Vec<i16>,
}

/// A window of one waveform.
#[derive(Debug, Serialize, ToSchema)]
struct Waveforms {
    /// The kind that was asked for.
    kind: String,
    /// The blocks, oldest first.
    blocks: Vec<WaveformBlock>,
}

fn block(placed: PlacedBlock) -> WaveformBlock {
    WaveformBlock { at: placed.at.0, period_us: placed.period_us, samples: placed.samples }
}

/// Gives the blocks that begin in a window.
#[utoipa::path(
    get, path = "/episodes/{id}/waveforms", tag = "measurements", params(("id" = Uuid, Path), WaveformsQuery),
    responses((status = 200, body = Waveforms), Unknown, Invalid, Refusals)
)]
async fn waveforms(
    OfStay { id, .. }: OfStay<Measurements>,
    State(state): State<ApiState>,
    Query(wanted): Query<WaveformsQuery>,
) -> ApiResult<Json<Waveforms>> {
    let mut checks = Checks::default();
    let (from, to) = checks.window(wanted.from, wanted.to, LONGEST_MS);
    let kind = WaveformKind::from_key(&wanted.kind);
    checks.require(kind.is_some(), "kind", Mend::one_of("waveforms", WaveformKind::ALL.map(WaveformKind::key)));
    checks.done()?;
    let kind = kind.ok_or_else(|| Problem::not_found(Thing::Resource))?;
    state.episode_row(id).await?;
    let blocks = state.store.waveform_window(id, kind, from, to).await?;
    Ok(Json(Waveforms { kind: kind.key().to_owned(), blocks: blocks.into_iter().map(block).collect() }))
}
