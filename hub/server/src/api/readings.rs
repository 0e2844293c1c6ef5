//! `/episodes/{id}/readings`: the trend of one vital, or of a number that is only ever observed by hand, as pain.

use super::ApiState;
use super::check::Checks;
use super::documented::{Invalid, Refusals, Unknown};
use super::extract::Query;
use super::seen::{Measurements, OfStay};
use crate::observations::catalogue::{self, Code, Form, decimal};
use crate::problem::{ApiResult, Mend, Problem, Thing};
use axum::Json;
use axum::extract::State;
use hearth_alerts::Side;
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
    /// Key of a vital, such as `spo2`, or another code of `GET /observations/codes` whose answer is a number, such as `pain`.
    vital: String,
    /// Beginning of the window, ms since 1970.
    from: i64,
    /// End of the window, ms since 1970, not included; at most 31 days after the beginning.
    to: i64,
    /// The most buckets in the answer.
    #[param(minimum = 1, maximum = 5000)]
    points: u32,
}

/// One bucket of a trend.
#[derive(Debug, Serialize, ToSchema)]
struct TrendPoint {
    /// Beginning of the bucket, ms since 1970.
    at: i64,
    /// Lowest value in the bucket, in the unit of the trend.
    min: f64,
    /// Highest value in the bucket, in the unit of the trend.
    max: f64,
    /// Mean of the values in the bucket, in the unit of the trend.
    mean: f64,
    /// How many values are in the bucket.
    count: i64,
    /// True when a value in the bucket arrived more than 30 s after it was measured.
    late: bool,
}

/// A number that a person wrote down. It belongs to one moment, not to a bucket.
#[derive(Debug, Serialize, ToSchema)]
struct ObservedPoint {
    /// Id of the observation.
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
    /// The key or code that was asked for.
    vital: String,
    /// UCUM unit of all values and limits in the answer.
    unit: String,
    /// Beginning of the window as asked for, ms since 1970.
    from: i64,
    /// End of the window as asked for, ms since 1970, not included.
    to: i64,
    /// Length of a bucket, ms.
    bucket_ms: i64,
    /// The buckets, oldest first. A bucket without a value is left out, so that gaps can be seen.
    points: Vec<TrendPoint>,
    /// What people wrote down in the window and nobody corrected or withdrew, oldest first. If there are more than 500, the
    /// oldest are left out.
    observed: Vec<ObservedPoint>,
    /// The low limit that is in force now, in the unit of the trend; `null` if there is none.
    limit_low: Option<f64>,
    /// The high limit that is in force now, in the unit of the trend; `null` if there is none.
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
    // A number that cannot be believed rings, and is no point of a line.
    let is_point = catalogue::find(&row.said.code).is_none_or(|code| code.holds(raw));
    is_point.then(|| ObservedPoint {
        observation_id: row.said.id,
        at: row.said.at.0,
        value: decimal(raw, decimals),
        method: row.said.method,
    })
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
    OfStay { id, .. }: OfStay<Measurements>,
    State(state): State<ApiState>,
    Query(wanted): Query<Wanted>,
) -> ApiResult<Json<Readings>> {
    let mut checks = Checks::default();
    let (from, to) = checks.window(wanted.from, wanted.to, LONGEST_MS);
    checks.require((1..=MAX_POINTS).contains(&wanted.points), "points", Mend::Between { low: 1.0, high: MAX_POINTS as f64 });
    let number = number(&wanted.vital);
    let known = || catalogue::all().map(|code| code.key).filter(|key| self::number(key).is_some());
    checks.require(number.is_some(), "vital", Mend::one_of("observation_codes", known()));
    checks.done()?;
    let (code, unit) = number.ok_or_else(|| Problem::not_found(Thing::Resource))?;
    let episode = state.episode_row(id).await?;
    let limits = crate::limits::from_store(&episode.limits).map_err(Problem::internal)?;
    let vital = Vital::from_key(code.key);
    let limit = limits.iter().find(|limit| Some(limit.vital()) == vital);
    let bound = |side| limit.and_then(|limit| limit.edge(side).map(|raw| limit.vital().raw_to_f64(raw)));
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
        limit_low: bound(Side::Low),
        limit_high: bound(Side::High),
    }))
}
