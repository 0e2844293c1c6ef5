//! `/reports/unmonitored`: for how long patients could not be seen, by home, and why.

use super::ApiState;
use super::check::Checks;
use super::documented::{Invalid, Refusals};
use super::extract::Query;
use crate::auth::extract::ClinicalViewer;
use crate::clock;
use crate::problem::ApiResult;
use crate::report::deaf_rules;
use crate::unmonitored::{Hidden, hidden, hub_away};
use axum::Json;
use axum::extract::State;
use hearth_store::report::Period;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

/// The longest period, ms: a day of 25 hours, and an hour to look back from its end.
const LONGEST_MS: i64 = 26 * 3_600_000;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(unmonitored_stays))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct UnmonitoredQuery {
    /// Beginning of the period, ms since 1970.
    from: i64,
    /// End of the period, ms since 1970; at most 26 hours later. What is to come is not counted.
    to: i64,
}

/// Why a patient could not be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum UnmonitoredCause {
    /// The hub was not at work, or received nothing.
    Hub,
    /// Nothing was heard from the home.
    HomeOffline,
    /// A sensor was not on the patient.
    SensorOff,
    /// The signal of a device was artefact.
    PoorSignal,
    /// A device was heard but did not give the values that were expected.
    NoValue,
}

/// How long a cause hid a stay.
#[derive(Debug, Serialize, ToSchema)]
struct UnmonitoredFor {
    /// What hid the stay. Of several causes at the same time it is the one that has to be mended first.
    #[schema(value_type = UnmonitoredCause)]
    cause: &'static str,
    /// How long it hid the stay, ms.
    time_ms: i64,
}

/// A stay that was not seen for some time.
#[derive(Debug, Serialize, ToSchema)]
struct UnmonitoredStay {
    /// Id of the stay.
    episode_id: Uuid,
    /// How long the stay was hidden, by all causes together, ms.
    time_ms: i64,
    /// The causes with their times; each instant counts for one cause only.
    causes: Vec<UnmonitoredFor>,
    /// Since when the stay has been hidden without a break, ms since 1970, if it is so at the end of the period; otherwise
    /// `null`.
    lasts_since_at: Option<i64>,
}

/// How long stays could not be seen.
#[derive(Debug, Serialize, ToSchema)]
struct UnmonitoredStays {
    /// Beginning of what was counted, ms since 1970.
    from_at: i64,
    /// End of what was counted, ms since 1970.
    until_at: i64,
    /// Active stays, those that were hidden longest first; stays that were seen all the time are left out.
    stays: Vec<UnmonitoredStay>,
}

fn told(episode_id: Uuid, hidden: &Hidden) -> UnmonitoredStay {
    let causes = hidden.by_cause.iter().map(|(cause, time_ms)| UnmonitoredFor { cause: cause.key(), time_ms: *time_ms });
    let lasts_since_at = hidden.lasts_since.map(|at| at.0);
    UnmonitoredStay { episode_id, time_ms: hidden.total_ms(), causes: causes.collect(), lasts_since_at }
}

/// Counts for how long something of each active stay that should have been seen was not, and why.
#[utoipa::path(
    get, path = "/reports/unmonitored", tag = "alerts", params(UnmonitoredQuery), responses((status = 200, body = UnmonitoredStays), Invalid, Refusals)
)]
async fn unmonitored_stays(
    _viewer: ClinicalViewer,
    State(state): State<ApiState>,
    Query(wanted): Query<UnmonitoredQuery>,
) -> ApiResult<Json<UnmonitoredStays>> {
    let mut checks = Checks::default();
    let (from, to) = checks.window(wanted.from, wanted.to, LONGEST_MS);
    checks.done()?;
    let period = Period { from, until: to.min(clock::wall_ms()).max(from) };
    let unseen = state.store.unseen(period, &deaf_rules()).await?;
    let away = hub_away(&state.store.runs(period.from, period.until).await?, period);
    let admitted = state.store.stays_at_home().await?.into_iter().map(|stay| (stay.id, stay.admitted_at)).collect();
    let mut stays: Vec<_> = hidden(&unseen, &away, &admitted, period).iter().map(|(id, hidden)| told(*id, hidden)).collect();
    stays.sort_by_key(|stay| std::cmp::Reverse(stay.time_ms));
    Ok(Json(UnmonitoredStays { from_at: period.from.0, until_at: period.until.0, stays }))
}

#[cfg(test)]
mod tests {
    use super::UnmonitoredCause;
    use crate::unmonitored::Cause;

    #[test]
    fn every_cause_has_its_word_in_the_description() {
        for cause in Cause::ALL {
            let word: UnmonitoredCause = serde_json::from_value(cause.key().into()).unwrap();
            assert_eq!(serde_json::to_value(word).unwrap(), cause.key());
        }
    }
}
