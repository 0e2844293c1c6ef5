//! `/episodes/{id}/readings`: the trend of one vital, or of what is only ever observed by hand: a number, as pain or a laboratory's,
//! or a word, as the level of consciousness.

use super::ApiState;
use super::check::Checks;
use super::documented::{Invalid, Refusals, Unknown};
use super::extract::Query;
use super::seen::{Measurements, OfStay};
use crate::observations::catalogue::{Code, Form, decimal};
use crate::observations::finding::Coded;
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

/// The longest window of one answer, ms: a month.
const LONGEST_MS: i64 = 31 * 86_400_000;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(readings))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ReadingsQuery {
    /// Key of a vital, such as `spo2`, another code of `GET /observations/codes`, such as `pain` or `consciousness`, or a LOINC code.
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
    /// The observation that says so, by its id.
    observation_id: Uuid,
    /// When it was observed, ms since 1970; not when it was written down.
    at: i64,
    /// The number, in the unit of the trend.
    value: f64,
    /// How it was found: one of the code's methods.
    method: String,
}

/// What a person wrote down in words. It belongs to one moment: nobody said that it stayed so.
#[derive(Debug, Serialize, ToSchema)]
struct ObservedWord {
    /// Id of the observation, a UUID.
    observation_id: Uuid,
    /// When it was so, ms since 1970; not when it was written down.
    at: i64,
    /// A finding of the code, such as `confusion`; the author's own words for a LOINC code that is not in the catalogue.
    finding: String,
    /// How it was found: one of the code's methods.
    method: String,
}

/// The trend of one vital or code: what devices measured, in buckets, and beside it what people wrote down.
#[derive(Debug, Serialize, ToSchema)]
struct Readings {
    /// Key of the vital or code; a LOINC code that is not in the catalogue as it is.
    vital: String,
    /// UCUM unit of all values and limits in the answer. Empty for a code that is answered in words. The unit of a LOINC code that is
    /// not in the catalogue is that of its newest number in the window.
    unit: String,
    /// Beginning of the window as asked for, ms since 1970.
    from: i64,
    /// End of the window as asked for, ms since 1970, not included.
    to: i64,
    /// Length of a bucket, ms.
    bucket_ms: i64,
    /// The buckets, oldest first. A bucket without a value is left out, so that gaps can be seen.
    points: Vec<TrendPoint>,
    /// Numbers that people wrote down in the window and nobody corrected or withdrew, oldest first. If there are more than 500
    /// numbers and words together, the oldest are left out.
    observed: Vec<ObservedPoint>,
    /// Words that people wrote down in the window and nobody corrected or withdrew, oldest first.
    said: Vec<ObservedWord>,
    /// How many numbers of the window were written down in another unit than `unit`, and are therefore no points. Only a LOINC code
    /// that is not in the catalogue has such.
    in_other_units: usize,
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

/// The unit of a trend: the code's own, or for a LOINC code that has none that of its newest number.
fn unit_of(code: &Coded, rows: &[ObservationRow]) -> String {
    let written = |row: &ObservationRow| match &row.said.finding {
        Some(Finding::Number { unit, .. }) => Some(unit.clone()),
        _ => None,
    };
    match code {
        Coded::Known(Code { form: Form::Number(scale), .. }) => scale.unit.to_owned(),
        Coded::Known(Code { form: Form::OneOf(_), .. }) => String::new(),
        Coded::Free(_) => rows.iter().rev().find_map(written).unwrap_or_default(),
    }
}

/// What people wrote down, sorted into numbers and words.
#[derive(Default)]
struct ByHand {
    numbers: Vec<ObservedPoint>,
    words: Vec<ObservedWord>,
    in_other_units: usize,
}

impl ByHand {
    fn of(code: &Coded, unit: &str, rows: Vec<ObservationRow>) -> ByHand {
        let mut by_hand = ByHand::default();
        for row in rows {
            by_hand.take(code, unit, row);
        }
        by_hand
    }

    fn take(&mut self, code: &Coded, of: &str, row: ObservationRow) {
        let (observation_id, at, method) = (row.said.id, row.said.at.0, row.said.method);
        match row.said.finding {
            Some(Finding::Word(finding)) => self.words.push(ObservedWord { observation_id, at, finding, method }),
            Some(Finding::Number { unit, .. }) if unit != of => self.in_other_units += 1,
            // A number that cannot be believed rings, but is not drawn.
            Some(Finding::Number { raw, decimals, .. }) if can_be_believed(code, raw) => {
                self.numbers.push(ObservedPoint { observation_id, at, value: decimal(raw, decimals), method });
            }
            Some(Finding::Number { .. }) | None => {}
        }
    }
}

fn can_be_believed(code: &Coded, raw: i64) -> bool {
    match code {
        Coded::Known(code) => code.holds(raw),
        Coded::Free(_) => true,
    }
}

/// Gives a vital as at most `points` buckets with lowest, highest and mean value of what devices measured, and what
/// people wrote down of it as single points. Anything else that can be observed has these alone.
#[utoipa::path(
    get, path = "/episodes/{id}/readings", tag = "measurements", params(("id" = Uuid, Path), ReadingsQuery),
    responses((status = 200, body = Readings), Unknown, Invalid, Refusals)
)]
async fn readings(
    OfStay { id, .. }: OfStay<Measurements>,
    State(state): State<ApiState>,
    Query(wanted): Query<ReadingsQuery>,
) -> ApiResult<Json<Readings>> {
    let mut checks = Checks::default();
    let (from, to) = checks.window(wanted.from, wanted.to, LONGEST_MS);
    checks.require((1..=MAX_POINTS).contains(&wanted.points), "points", Mend::Between { low: 1.0, high: MAX_POINTS as f64 });
    let code = Coded::parse(&wanted.vital).map_err(|fault| checks.add(vec![fault.at("vital")])).ok();
    checks.done()?;
    let code = code.ok_or_else(|| Problem::not_found(Thing::Resource))?;
    let episode = state.episode_row(id).await?;
    let limits = crate::limits::from_store(&episode.limits).map_err(Problem::internal)?;
    let vital = Vital::from_key(code.as_str());
    let limit = limits.iter().find(|limit| Some(limit.vital()) == vital);
    let bound = |side| limit.and_then(|limit| limit.edge(side).map(|raw| limit.vital().raw_to_f64(raw)));
    let (bucket_ms, points) = match vital {
        Some(vital) => {
            let (bucket_ms, buckets) = state.store.trend(id, vital, from, to, wanted.points).await?;
            (bucket_ms, buckets.iter().map(|bucket| point(vital, bucket)).collect())
        }
        None => (bucket_ms(to.since(from), i64::from(wanted.points)), Vec::new()),
    };
    let rows = state.store.observed_between(id, code.as_str(), from, to).await?;
    let unit = unit_of(&code, &rows);
    let by_hand = ByHand::of(&code, &unit, rows);
    Ok(Json(Readings {
        vital: code.as_str().to_owned(),
        unit,
        from: from.0,
        to: to.0,
        bucket_ms,
        points,
        observed: by_hand.numbers,
        said: by_hand.words,
        in_other_units: by_hand.in_other_units,
        limit_low: bound(Side::Low),
        limit_high: bound(Side::High),
    }))
}
