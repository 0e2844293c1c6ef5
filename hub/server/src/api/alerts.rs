//! `/alerts`: open and closed alerts, and every step of them.

use super::ApiState;
use super::check::Checks;
use super::dispatch::of_alert::AlertIncident;
use super::documented::{Invalid, Refusals, Unknown};
use super::extract::{Id, Query};
use super::seen::AlertViewer;
use super::words;
use crate::auth::patients::Patients;
use crate::auth::right::Right;
use crate::feed::message::{Alert, StaffRef, Told};
use crate::problem::{ApiResult, Cause, Mend, Problem, Thing};
use crate::shown::{self, Names};
use axum::Json;
use axum::extract::State;
use hearth_escalation::{Post, Receipt};
use hearth_store::alert_pages::{AlertFilter, Alerts, MAX_PAGE, PageMark};
use hearth_store::alerts::{AlertRow, StepRow};
use hearth_store::told::{HeardRow, RungRow};
use hearth_vitals::{Vital, WallMs};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(list_alerts)).routes(routes!(alert))
}

impl ApiState {
    /// Alerts as people see them, with the names of who acted: one look-up for all.
    pub(super) async fn shown(&self, rows: &[AlertRow]) -> ApiResult<Vec<Alert>> {
        let acts = rows.iter().flat_map(|row| [row.alert.acknowledged, row.alert.reviewed]);
        let people: Vec<Uuid> = acts.flatten().map(|(staff, _)| Uuid::from_u128(staff.0)).collect();
        let names = if people.is_empty() { Names::default() } else { Names::new(self.store.staff_names(&people).await?) };
        Ok(rows.iter().map(|row| shown::alert(row.episode, &row.alert, &names, true)).collect())
    }
}

impl AlertViewer {
    /// The stays whose alerts the person may see, if not all.
    fn stays(&self) -> Option<Vec<Uuid>> {
        match self {
            AlertViewer::Of(patients) => patients.named(),
            AlertViewer::Machines => None,
        }
    }

    /// The alert as the person may see it; `None` if it is not theirs to see.
    fn shows(&self, alert: Alert) -> Option<Alert> {
        match self {
            AlertViewer::Of(Patients::All) => Some(alert),
            AlertViewer::Of(patients) => Some(alert).filter(|alert| alert.episode_id.is_some_and(|stay| patients.include(stay))),
            AlertViewer::Machines => shown::without_patient(&alert),
        }
    }
}

/// Which alerts are listed: open, closed, or both.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AlertState {
    /// Alerts that are on the screens.
    #[default]
    Open,
    /// Alerts that were closed, and so are no longer on the screens.
    Closed,
    /// Open and closed alerts.
    All,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct AlertsQuery {
    /// `open`, `closed` or `all`; `open` when left out.
    #[serde(default)]
    #[param(inline)]
    state: AlertState,
    /// Only alerts of this episode; of all episodes when left out.
    episode_id: Option<Uuid>,
    /// Where the page begins: `next_before` of the previous page; the newest alert when left out.
    before: Option<String>,
    /// The most alerts on the page.
    #[serde(default = "page")]
    #[param(minimum = 1, maximum = 500, default = 100)]
    limit: i64,
}

const fn page() -> i64 {
    100
}

/// A page of alerts.
#[derive(Debug, Serialize, ToSchema)]
struct AlertPage {
    /// The alerts, those raised last first.
    alerts: Vec<Alert>,
    /// The mark to ask the next page with (`before`); `null` on the last page.
    next_before: Option<String>,
}

fn mark_text(mark: PageMark) -> String {
    format!("{}.{}", mark.raised_at.0, mark.id)
}

fn mark(text: &str) -> Option<PageMark> {
    let (at, id) = text.split_once('.')?;
    Some(PageMark { raised_at: WallMs(at.parse().ok()?), id: id.parse().ok()? })
}

/// Lists alerts. People who may not see patients get only those about devices, gateways and the hub.
#[utoipa::path(get, path = "/alerts", tag = "alerts", params(AlertsQuery), responses((status = 200, body = AlertPage), Invalid, Refusals))]
async fn list_alerts(viewer: AlertViewer, State(state): State<ApiState>, Query(wanted): Query<AlertsQuery>) -> ApiResult<Json<AlertPage>> {
    if wanted.episode_id.is_some() && viewer == AlertViewer::Machines {
        return Err(Cause::Forbidden { right: Right::SeeAlerts }.into());
    }
    let mut checks = Checks::default();
    let after = wanted.before.as_deref().map(mark);
    checks.require(!matches!(after, Some(None)), "before", Mend::PageMark {});
    checks.require((1..=MAX_PAGE).contains(&wanted.limit), "limit", Mend::Between { low: 1.0, high: MAX_PAGE as f64 });
    checks.done()?;
    let open = match wanted.state {
        AlertState::Open => Some(true),
        AlertState::Closed => Some(false),
        AlertState::All => None,
    };
    let stays = viewer.stays();
    let of = match (&viewer, &stays) {
        (AlertViewer::Machines, _) => Alerts::OfMachines,
        (_, Some(stays)) => Alerts::OfStays(stays),
        (_, None) => Alerts::All,
    };
    let filter = AlertFilter { episode: wanted.episode_id, open, of };
    let (rows, next) = state.store.alert_page(filter, after.flatten(), wanted.limit).await?;
    let alerts = state.shown(&rows).await?.into_iter().filter_map(|alert| viewer.shows(alert)).collect();
    Ok(Json(AlertPage { alerts, next_before: next.map(mark_text) }))
}

/// Who made a transition of an alert.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Actor {
    /// A member of staff did it.
    Person {
        /// Id of the member of staff.
        id: Uuid,
        /// Name shown to colleagues.
        display_name: String,
    },
    /// A rule of the hub did it, without a person.
    Rule {
        /// Name of the rule.
        name: String,
    },
}

/// One transition of an alert.
#[derive(Debug, Serialize, ToSchema)]
struct Transition {
    /// Version of the alert after this transition.
    version: i32,
    /// When the hub made it, ms since 1970.
    at: i64,
    /// The person or rule that made it.
    actor: Actor,
    /// What happened: `raised`, `acknowledged`, `cleared`, ...
    what: String,
    /// Priority of the alert after this transition.
    #[schema(schema_with = words::priority)]
    priority: String,
    /// Condition of the alert after this transition.
    #[schema(schema_with = words::condition)]
    condition: String,
    /// Response of the alert after this transition.
    #[schema(schema_with = words::response)]
    response: String,
    /// The value that caused it, in the vital's unit; `null` if no value did.
    value: Option<f64>,
    /// The limit in force then, in the vital's unit; `null` if it is not about a limit.
    limit: Option<f64>,
    /// The reason, or the reviewer's note; `null` if there is none. A person's words are `null` for people who may not see
    /// patients.
    reason: Option<String>,
    /// What the person said that they do; `null` for other steps, and if they said nothing.
    #[schema(schema_with = words::action)]
    action: Option<hearth_alerts::Action>,
    /// When the person asked to be reminded, ms since 1970; `null` for other steps, and if they did not ask.
    remind_at: Option<i64>,
}

fn transition(step: StepRow, vital: Option<Vital>) -> Transition {
    let decimal = |raw: Option<i32>| vital.zip(raw).map(|(vital, raw)| vital.raw_to_f64(raw));
    let actor = match step.staff {
        Some((id, display_name)) => Actor::Person { id, display_name },
        None => Actor::Rule { name: step.rule_name.unwrap_or_default() },
    };
    Transition {
        version: step.version,
        at: step.at.0,
        actor,
        what: step.change,
        priority: step.priority,
        condition: step.condition,
        response: step.response,
        value: decimal(step.value),
        limit: decimal(step.limit),
        reason: Some(step.reason).filter(|reason| !reason.is_empty()),
        action: step.doing.action,
        remind_at: step.doing.remind_at.map(|at| at.0),
    }
}

/// A step without values and without what a person wrote about a patient.
fn without_note(mut step: Transition) -> Transition {
    (step.value, step.limit) = (None, None);
    if matches!(step.actor, Actor::Person { .. }) {
        step.reason = None;
    }
    step
}

/// A rung of the alert's ladder that has fired.
#[derive(Debug, Serialize, ToSchema)]
struct ToldRung {
    /// Number of the round, from 1; it rises when an acknowledgement becomes void and all rungs fire again.
    round: u32,
    /// Number of the rung in the round, from 1.
    rung: u8,
    /// Posts that this rung told: `holder`, `backup`, `charge_nurse`, `call_agent`, `physician`, `dispatcher`, `everyone`. Which people it
    /// reached is in `people`.
    posts: Vec<&'static str>,
    /// When it fired, ms since 1970.
    fired_at: i64,
    /// The most that a screen said of it: `delivered`, `opened`, `answered`; `null` if no screen has confirmed it.
    receipt: Option<&'static str>,
    /// True if it was found that nobody could hear it.
    unheard: bool,
    /// Whom it reached, the first one first; at most 64.
    people: Vec<Told>,
}

fn told(row: RungRow) -> ToldRung {
    let person = |heard: HeardRow| Told {
        person: StaffRef { id: heard.staff, display_name: heard.display_name },
        delivered_at: heard.delivered_at.0,
        opened_at: heard.opened_at.map(|at| at.0),
    };
    ToldRung {
        round: row.round,
        rung: row.rung,
        posts: row.posts.iter().map(Post::as_str).collect(),
        fired_at: row.fired_at.0,
        receipt: row.receipt.map(Receipt::as_str),
        unheard: row.unheard,
        people: row.heard.into_iter().map(person).collect(),
    }
}

/// An alert and its history.
#[derive(Debug, Serialize, ToSchema)]
struct AlertDetail {
    /// The alert as it is now.
    alert: Alert,
    /// Its transitions, oldest first.
    transitions: Vec<Transition>,
    /// The rungs of its ladder that have fired, with whom they reached, oldest first.
    told: Vec<ToldRung>,
    /// The incidents that were made from it, with every step and their outcome, oldest first. Empty for people who may not see
    /// incidents.
    incidents: Vec<AlertIncident>,
}

/// Gives an alert and every step of it.
#[utoipa::path(get, path = "/alerts/{id}", tag = "alerts", params(("id" = Uuid, Path)), responses((status = 200, body = AlertDetail), Unknown, Refusals))]
async fn alert(viewer: AlertViewer, State(state): State<ApiState>, Id(id): Id) -> ApiResult<Json<AlertDetail>> {
    let no_alert = || Problem::not_found(Thing::Alert);
    let (row, steps) = state.store.alert(id).await?.ok_or_else(no_alert)?;
    let alert = state.shown(std::slice::from_ref(&row)).await?.pop().ok_or_else(no_alert)?;
    let alert = viewer.shows(alert).ok_or_else(no_alert)?;
    let transitions = steps.into_iter().map(|step| transition(step, row.alert.vital));
    let transitions = match viewer {
        AlertViewer::Of(_) => transitions.collect(),
        AlertViewer::Machines => transitions.map(without_note).collect(),
    };
    let told = state.store.told(id).await?.into_iter().map(told).collect();
    let incidents = match viewer {
        AlertViewer::Of(Patients::All) => state.incidents_of_alert(id).await?,
        AlertViewer::Of(_) | AlertViewer::Machines => Vec::new(),
    };
    Ok(Json(AlertDetail { alert, transitions, told, incidents }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_reads_back_and_nothing_else_does() {
        let one = PageMark { raised_at: WallMs(1_795_521_600_000), id: Uuid::from_u128(7) };
        assert_eq!(mark(&mark_text(one)), Some(one));
        for wrong in ["", "1795521600000", "x.y", "1.2"] {
            assert_eq!(mark(wrong), None, "{wrong}");
        }
    }
}
