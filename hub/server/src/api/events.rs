//! `/episodes/{id}/events`: what happened, as marks for the time axis.

use super::ApiState;
use super::check::Checks;
use super::documented::{Invalid, Refusals, Unknown};
use super::extract::Query;
use super::seen::{Measurements, OfStay};
use crate::feed::message::{LimitChange, StaffRef};
use crate::limits;
use crate::problem::ApiResult;
use axum::Json;
use axum::extract::State;
use hearth_store::timeline::TimelineRow;
use hearth_vitals::EventKind;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The longest window of one answer, ms: a month.
const LONGEST_MS: i64 = 31 * 86_400_000;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(events))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct EventsQuery {
    /// Beginning of the window, ms since 1970.
    from: i64,
    /// End of the window, ms since 1970, not included; at most 31 days after the beginning.
    to: i64,
}

/// Kinds of records that may be lost, by the code of their class.
pub const CLASSES: [&str; 3] = ["events", "numerics", "waveforms"];
/// Kinds that only the hub adds; all others are kinds of a gateway's events.
const OF_THE_HUB: [&str; 10] =
    ["bound", "unbound", "limits_changed", "alert_raised", "alert_ended", "loss", "note", "particulars_changed", "call", "task_done"];

/// Every word that `kind` can be: what the store keeps, and what the hub adds itself.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    EventKind::WORDS.into_iter().map(shown_kind).chain(OF_THE_HUB)
}

fn shown_kind(stored: &str) -> &str {
    match stored {
        "link_up" => "device_link_up",
        "link_down" => "device_link_down",
        other => other,
    }
}

/// One thing that happened during an episode.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
struct TimelineEvent {
    /// When it happened or began, ms since 1970.
    at: i64,
    /// When it ended, ms since 1970; `null` unless it lasted for some time, as a `loss` does.
    until_at: Option<i64>,
    /// What happened: `bound`, `unbound`, `limits_changed`, `alert_raised`, `alert_ended`, `device_link_up`,
    /// `device_link_down`, `button`, `cuff_fault`, `not_collected`, `disk_fault`, `rejected`, `loss`, `note`,
    /// `particulars_changed`, `call` or `task_done`.
    kind: String,
    /// Id of the device; `null` if it is not about one.
    device_id: Option<String>,
    /// More about it; for a `loss` its cause: `disk_full`, `corrupt` or `power_failure`; for a `note` `sbar` or `free`; for
    /// `particulars_changed` the section; for a `call` its outcome, empty while it goes on; for `task_done` the kind of the task. May
    /// be empty.
    detail: String,
    /// For a `loss`, what was lost: `events`, `numerics` or `waveforms`; otherwise `null`.
    class: Option<&'static str>,
    /// For a `loss`, how many records were lost; otherwise `null`.
    records: Option<i64>,
    /// For `limits_changed`, `note`, `particulars_changed`, `call` and `task_done`, who did it; otherwise `null`.
    by: Option<StaffRef>,
    /// For `limits_changed`, the old and new limits that differ; otherwise empty.
    limits: Vec<LimitChange>,
}

/// What happened during an episode in a window.
#[derive(Debug, Serialize, ToSchema)]
struct Timeline {
    /// Oldest first. If more than 1,000 things happened, the oldest are left out.
    events: Vec<TimelineEvent>,
}

impl From<TimelineRow> for TimelineEvent {
    fn from(row: TimelineRow) -> TimelineEvent {
        let kind = shown_kind(&row.kind);
        let class = row.detail["class"].as_u64().and_then(|code| CLASSES.get(usize::try_from(code).ok()?).copied());
        TimelineEvent {
            at: row.at.0,
            until_at: row.until.map(|until| until.0),
            kind: kind.to_owned(),
            detail: detail(&row),
            class,
            records: row.detail["count"].as_i64(),
            by: by(&row),
            limits: if kind == "limits_changed" { limits::changes(&row.detail["before"], &row.detail["limits"]) } else { Vec::new() },
            device_id: row.device,
        }
    }
}

fn by(row: &TimelineRow) -> Option<StaffRef> {
    let id = row.detail["by"].as_str()?.parse().ok()?;
    let display_name = row.detail["by_name"].as_str()?.to_owned();
    Some(StaffRef { id, display_name })
}

fn detail(row: &TimelineRow) -> String {
    let text = |key: &str| row.detail[key].as_str().unwrap_or_default().to_owned();
    let count = |key: &str| row.detail[key].as_i64().unwrap_or_default();
    match row.kind.as_str() {
        "alert_raised" | "alert_ended" => text("rule"),
        "cuff_fault" => format!("code {}", count("code")),
        "rejected" => format!("{} packets", count("packets")),
        "not_collected" => format!("{} s", count("until").saturating_sub(count("from")) / 1_000),
        _ => text("reason"),
    }
}

/// Gives what happened to an episode in a stretch of time.
#[utoipa::path(
    get, path = "/episodes/{id}/events", tag = "measurements", params(("id" = Uuid, Path), EventsQuery),
    responses((status = 200, body = Timeline), Unknown, Invalid, Refusals)
)]
async fn events(
    OfStay { id, .. }: OfStay<Measurements>,
    State(state): State<ApiState>,
    Query(wanted): Query<EventsQuery>,
) -> ApiResult<Json<Timeline>> {
    let mut checks = Checks::default();
    let (from, to) = checks.window(wanted.from, wanted.to, LONGEST_MS);
    checks.done()?;
    state.episode_row(id).await?;
    let rows = state.store.timeline(id, from, to).await?;
    Ok(Json(Timeline { events: rows.into_iter().map(TimelineEvent::from).collect() }))
}
