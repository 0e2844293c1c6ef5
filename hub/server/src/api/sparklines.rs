//! `/sparklines`: the last hour of the whole wall in one answer.

use super::ApiState;
use super::check::Checks;
use super::documented::{Invalid, Refusals};
use super::extract::Query;
use super::seen::{Among, Measurements};
use crate::clock;
use crate::problem::{ApiResult, Mend};
use axum::Json;
use axum::extract::State;
use hearth_store::history::Sparkline;
use hearth_vitals::{Vital, WallMs};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

const MINUTE_MS: i64 = 60_000;
/// The longest sparkline, minutes: the wall shows an hour; four leave room.
const MINUTES_MAX: u32 = 240;
/// The vitals that are drawn on a tile.
const VITALS: [Vital; 3] = [Vital::HeartRate, Vital::PulseRate, Vital::Spo2];

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(sparklines))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct SparklinesQuery {
    /// How many minutes back the sparklines reach.
    #[param(minimum = 1, maximum = 240)]
    minutes: u32,
    /// The most buckets; each is a whole number of minutes.
    #[param(minimum = 1, maximum = 240)]
    points: u32,
}

/// The sparkline of one vital of one episode.
#[derive(Debug, Serialize, ToSchema)]
struct Series {
    /// The stay that was measured, by its id.
    episode_id: Uuid,
    /// Key of the vital.
    vital: String,
    /// Number of the bucket (0 begins at `from`), lowest and highest value in the vital's unit. Buckets without a value are
    /// left out.
    points: Vec<(u32, f64, f64)>,
}

/// The sparklines of every active episode.
#[derive(Debug, Serialize, ToSchema)]
struct Sparklines {
    /// Beginning of the first bucket, ms since 1970.
    from: i64,
    /// End of the last bucket, ms since 1970.
    to: i64,
    /// Length of a bucket, ms.
    bucket_ms: i64,
    /// The sparklines, sorted by episode and vital.
    series: Vec<Series>,
}

fn series(line: Sparkline) -> Series {
    let decimal = |raw| line.vital.raw_to_f64(raw);
    let points = line.points.iter().map(|&(bucket, low, high)| (bucket, decimal(low), decimal(high))).collect();
    Series { episode_id: line.episode, vital: line.vital.key().to_owned(), points }
}

/// The stretch that ends with the bucket `now` is in, and the length of a bucket.
fn stretch(now: WallMs, minutes: u32, points: u32) -> (WallMs, WallMs, i64) {
    let bucket_ms = i64::from(minutes.div_ceil(points)) * MINUTE_MS;
    let to = (now.0.div_euclid(MINUTE_MS) + 1) * MINUTE_MS;
    let buckets = i64::from(minutes) * MINUTE_MS / bucket_ms + i64::from(i64::from(minutes) * MINUTE_MS % bucket_ms != 0);
    (WallMs(to - buckets * bucket_ms), WallMs(to), bucket_ms)
}

/// Gives lowest and highest values of heart rate, pulse rate and SpO2 of every active episode.
#[utoipa::path(get, path = "/sparklines", tag = "measurements", params(SparklinesQuery), responses((status = 200, body = Sparklines), Invalid, Refusals))]
async fn sparklines(
    Among { patients, .. }: Among<Measurements>,
    State(state): State<ApiState>,
    Query(wanted): Query<SparklinesQuery>,
) -> ApiResult<Json<Sparklines>> {
    let mut checks = Checks::default();
    let range = 1..=MINUTES_MAX;
    checks.require(range.contains(&wanted.minutes), "minutes", Mend::Between { low: 1.0, high: MINUTES_MAX as f64 });
    checks.require(range.contains(&wanted.points), "points", Mend::Between { low: 1.0, high: MINUTES_MAX as f64 });
    checks.done()?;
    let (from, to, bucket_ms) = stretch(clock::wall_ms(), wanted.minutes, wanted.points);
    let mut lines = state.store.sparklines(&VITALS, from, to, bucket_ms).await?;
    lines.retain(|line| patients.include(line.episode));
    Ok(Json(Sparklines { from: from.0, to: to.0, bucket_ms, series: lines.into_iter().map(series).collect() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_whole_minutes_and_cover_what_was_asked() {
        let now = WallMs(1_000 * MINUTE_MS + 7);
        assert_eq!(stretch(now, 60, 60), (WallMs(941 * MINUTE_MS), WallMs(1_001 * MINUTE_MS), MINUTE_MS));
        let (from, to, bucket_ms) = stretch(now, 60, 7);
        assert_eq!((bucket_ms, (to.0 - from.0) / bucket_ms), (9 * MINUTE_MS, 7));
    }
}
