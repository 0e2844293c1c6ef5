//! `/episodes/{id}/readings`: the trend of one vital.

use super::ApiState;
use super::check::Checks;
use super::documented::{Invalid, Refusals, Unknown};
use super::extract::{Id, Query};
use crate::auth::extract::ClinicalViewer;
use crate::problem::{ApiResult, Problem};
use axum::Json;
use axum::extract::State;
use hearth_store::history::{Bucket, MAX_POINTS};
use hearth_vitals::Vital;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// One answer covers at most a month.
const LONGEST_MS: i64 = 31 * 86_400_000;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(readings))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// Vital key, as `spo2`.
    vital: String,
    /// Begin, ms since 1970.
    from: i64,
    /// End, not included; at most 31 days after the begin.
    to: i64,
    /// Points at most.
    #[param(minimum = 1, maximum = 5000)]
    points: u32,
}

/// One bucket of a trend.
#[derive(Debug, Serialize, ToSchema)]
struct TrendPoint {
    /// Begin of the bucket, ms since 1970.
    at: i64,
    /// Lowest value in it.
    min: f64,
    /// Highest value in it.
    max: f64,
    /// Mean.
    mean: f64,
    /// Values in it.
    count: i64,
    /// Some of it arrived more than 30 s after it was measured.
    late: bool,
}

/// The trend of one vital.
#[derive(Debug, Serialize, ToSchema)]
struct Readings {
    /// Vital key.
    vital: String,
    /// UCUM unit.
    unit: String,
    /// As asked.
    from: i64,
    /// As asked.
    to: i64,
    /// Length of a bucket.
    bucket_ms: i64,
    /// Buckets with a value, oldest first: gaps stay gaps.
    points: Vec<TrendPoint>,
    /// Low limit in force now.
    limit_low: Option<f64>,
    /// High limit in force now.
    limit_high: Option<f64>,
}

fn point(vital: Vital, bucket: &Bucket) -> TrendPoint {
    TrendPoint {
        at: bucket.at.0,
        min: vital.raw_to_f64(bucket.min),
        max: vital.raw_to_f64(bucket.max),
        mean: bucket.mean / f64::from(vital.scale()),
        count: bucket.count,
        late: bucket.late,
    }
}

/// Gives a vital as at most `points` buckets with lowest, highest and mean value.
#[utoipa::path(
    get, path = "/episodes/{id}/readings", tag = "measurements", params(("id" = Uuid, Path), Wanted),
    responses((status = 200, body = Readings), Unknown, Invalid, Refusals)
)]
async fn readings(
    _viewer: ClinicalViewer,
    State(state): State<ApiState>,
    Id(id): Id,
    Query(wanted): Query<Wanted>,
) -> ApiResult<Json<Readings>> {
    let mut checks = Checks::default();
    let (from, to) = checks.window(wanted.from, wanted.to, LONGEST_MS, "31 days");
    checks.require((1..=MAX_POINTS).contains(&wanted.points), "points", format!("write 1 to {MAX_POINTS}"));
    let vital = Vital::from_key(&wanted.vital);
    checks.require(vital.is_some(), "vital", format!("write one of {}", Vital::ALL.map(Vital::key).join(", ")));
    checks.done()?;
    let vital = vital.ok_or_else(|| Problem::not_found("The vital"))?;
    let episode = state.episode_row(id).await?;
    let limits = crate::limits::from_store(&episode.limits).map_err(Problem::internal)?;
    let limit = limits.iter().find(|limit| limit.vital() == vital);
    let (bucket_ms, buckets) = state.store.trend(id, vital, from, to, wanted.points).await?;
    Ok(Json(Readings {
        vital: vital.key().to_owned(),
        unit: vital.unit().to_owned(),
        from: from.0,
        to: to.0,
        bucket_ms,
        points: buckets.iter().map(|bucket| point(vital, bucket)).collect(),
        limit_low: limit.and_then(|limit| limit.low()).map(|raw| vital.raw_to_f64(raw)),
        limit_high: limit.and_then(|limit| limit.high()).map(|raw| vital.raw_to_f64(raw)),
    }))
}
