//! `/alerts/load`: how often alerts rang lately, for whom, and how many one person can answer.

use super::ApiState;
use super::documented::Refusals;
use crate::auth::extract::ClinicalViewer;
use crate::clock;
use crate::problem::ApiResult;
use axum::Json;
use axum::extract::State;
use hearth_care::{RINGS_AN_HOUR_MAX, StayId};
use hearth_store::load::Rang;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

const HOUR_MS: i64 = 3_600_000;
/// Repeats (same patient, same rule) are counted over this time: a day.
const REPEATS_MS: i64 = 24 * HOUR_MS;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(alert_load))
}

/// How often one rule rang of one stay.
#[derive(Debug, Serialize, ToSchema)]
struct RuleRepeats {
    /// Name of the rule.
    rule: String,
    /// How often it rang within the last 24 hours, an alert that came back each time that it did.
    count: i64,
}

/// How often alerts rang about one stay.
#[derive(Debug, Serialize, ToSchema)]
struct StayRings {
    /// Id of the stay.
    episode_id: Uuid,
    /// How often it rang within the last hour with a sound: high and medium.
    last_hour: u32,
    /// Alerts of the last 24 hours, by rule.
    rules: Vec<RuleRepeats>,
}

/// What alerts ask of people now.
#[derive(Debug, Serialize, ToSchema)]
struct AlertLoad {
    /// When this was counted, ms since 1970.
    at: i64,
    /// Alerts with a sound that one person can answer in an hour; more is too much.
    an_hour_max: u32,
    /// Each active stay about which alerts rang within the last 24 hours.
    stays: Vec<StayRings>,
}

/// Counts how often alerts rang about each active stay: within the last hour, and by rule within the last 24 hours. The holder of
/// several stays has the sum of these.
#[utoipa::path(get, path = "/alerts/load", tag = "alerts", responses((status = 200, body = AlertLoad), Refusals))]
async fn alert_load(_viewer: ClinicalViewer, State(state): State<ApiState>) -> ApiResult<Json<AlertLoad>> {
    let now = clock::wall_ms();
    let mut stays: BTreeMap<Uuid, StayRings> = BTreeMap::new();
    for Rang { episode_id, rule, count, sounded } in state.store.rang_since(now.plus(-REPEATS_MS), now.plus(-HOUR_MS)).await? {
        let stay = stays.entry(episode_id).or_insert_with(|| StayRings { episode_id, last_hour: 0, rules: Vec::new() });
        stay.last_hour = stay.last_hour.saturating_add(u32::try_from(sounded).unwrap_or(u32::MAX));
        stay.rules.push(RuleRepeats { rule, count });
    }
    Ok(Json(AlertLoad { at: now.0, an_hour_max: RINGS_AN_HOUR_MAX, stays: stays.into_values().collect() }))
}

impl ApiState {
    /// How often alerts rang about each stay within the last hour, with a sound.
    pub(super) async fn rings(&self) -> ApiResult<BTreeMap<StayId, u32>> {
        let since = clock::wall_ms().plus(-HOUR_MS);
        let mut rings = BTreeMap::new();
        for one in self.store.rang_since(since, since).await? {
            let count: &mut u32 = rings.entry(StayId(one.episode_id.as_u128())).or_default();
            *count = count.saturating_add(u32::try_from(one.sounded).unwrap_or(u32::MAX));
        }
        Ok(rings)
    }
}
