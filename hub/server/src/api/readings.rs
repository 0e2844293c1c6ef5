//! `/episodes/{id}/readings`: the trend of one vital, or of a number that is only ever observed by hand, as pain.

use super::ApiState;
use super::check::Checks;
use super::documented::{Invalid, Refusals, Unknown};
use super::extract::{Id, Query};
use crate::auth::extract::ClinicalViewer;
use crate::observations::catalogue::{self, Code, Form, decimal};
use crate::problem::{ApiResult, Problem};
use axum::Json;
use axum::extract::State;
use hearth_alerts::Limit;
use hearth_store::history::{Bucket, MAX_POINTS, bucket_ms};
use hearth_store::observations::{Finding, ObservationRow};
use hearth_vitals::Vital;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

/// One answer covers at most a month.
const LONGEST_MS: i64 = 31 * 86_400_000;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(readings))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// Vital key, as `spo2`, or another code of `GET /observations/codes` whose answer is a number, as `pain`.
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

/// A number that a person wrote down: of a moment, not of a bucket.
#[derive(Debug, Serialize, ToSchema)]
struct ObservedPoint {
    /// The observation.
    observation_id: Uuid,
    /// When it was so, ms since 1970; not when it was written down.
    at: i64,
    /// The number, in the unit of the trend.
    value: f64,
    /// How it was found: one of the code's methods.
    method: String,
}

/// The trend of one vital: what devices measured, in buckets, and beside it what people wrote down.
#[derive(Debug, Serialize, ToSchema)]
struct Readings {
    /// Vital key, or the other code that was asked for.
    vital: String,
    /// UCUM unit.
    unit: String,
    /// As asked.
    from: i64,
    /// As asked.
    to: i64,
    /// Length of a bucket.
    bucket_ms: i64,
    /// Buckets with a value of a device, oldest first: gaps stay gaps.
    points: Vec<TrendPoint>,
    /// What people wrote down of it and nobody corrected or withdrew, oldest first; the newest 500 of the stretch.
    observed: Vec<ObservedPoint>,
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

fn observed(row: ObservationRow) -> Option<ObservedPoint> {
    let Some(Finding::Number { raw, decimals, .. }) = row.said.finding else { return None };
    Some(ObservedPoint { observation_id: row.said.id, at: row.said.at.0, value: decimal(raw, decimals), method: row.said.method })
}

/// What can be drawn as a line of numbers: its code in the catalogue and its unit.
fn number(text: &str) -> Option<(Code, &'static str)> {
    let code = catalogue::all().find(|code| code.key == text)?;
    let Form::Number(scale) = code.form else { return None };
    Some((code, scale.unit))
}

/// Gives a vital as at most `points` buckets with lowest, highest and mean value of what devices measured, and what
/// people wrote down of it as single points.
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
    let number = number(&wanted.vital);
    let known = || catalogue::all().map(|code| code.key).filter(|key| self::number(key).is_some()).collect::<Vec<_>>().join(", ");
    checks.require(number.is_some(), "vital", format!("write one of {}", known()));
    checks.done()?;
    let (code, unit) = number.ok_or_else(|| Problem::not_found("The vital"))?;
    let episode = state.episode_row(id).await?;
    let limits = crate::limits::from_store(&episode.limits).map_err(Problem::internal)?;
    let vital = Vital::from_key(code.key);
    let limit = limits.iter().find(|limit| Some(limit.vital()) == vital);
    let bound = |side: fn(&Limit) -> Option<i32>| limit.and_then(|limit| side(limit).map(|raw| limit.vital().raw_to_f64(raw)));
    let (bucket_ms, points) = match vital {
        Some(vital) => {
            let (bucket_ms, buckets) = state.store.trend(id, vital, from, to, wanted.points).await?;
            (bucket_ms, buckets.iter().map(|bucket| point(vital, bucket)).collect())
        }
        None => (bucket_ms(to.since(from), i64::from(wanted.points)), Vec::new()),
    };
    let observed = state.store.observed_numbers(id, code.key, from, to).await?.into_iter().filter_map(observed).collect();
    Ok(Json(Readings {
        vital: code.key.to_owned(),
        unit: unit.to_owned(),
        from: from.0,
        to: to.0,
        bucket_ms,
        points,
        observed,
        limit_low: bound(Limit::low),
        limit_high: bound(Limit::high),
    }))
}
