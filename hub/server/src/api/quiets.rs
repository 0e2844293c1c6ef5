//! What keeps alerts of a stay quiet for hours: one rule that is shelved, or a context that the patient is in. The escalation machine
//! decides what that pauses and what ends it (`hub/escalation`, `quiet.rs`); here is who may begin it, and for what reason.

use super::ApiState;
use super::check::Checks;
use super::documented::{Conflict, Invalid, Refusals, Unknown};
use super::extract::Id;
use super::seen::{Facts, OfStay};
use super::words::ContextWord;
use crate::auth::extract::Clinician;
use crate::auth::right::Right;
use crate::escalate::shown_quiet;
use crate::feed::message::{Quiet, StaffRef};
use crate::feed::screens::{Unwished, Wish};
use crate::problem::{ApiResult, Body, Cause, Mend, Problem};
use axum::Json;
use axum::extract::State;
use hearth_alerts::Rule;
use hearth_escalation::quiet::may_be_shelved;
use hearth_escalation::{Context, QuietError, QuietWish, Quieted, budget};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(quiets)).routes(routes!(shelve)).routes(routes!(begin_context)).routes(routes!(end_quiet))
}

impl From<ContextWord> for Context {
    fn from(word: ContextWord) -> Context {
        match word {
            ContextWord::Bath => Context::Bath,
            ContextWord::Transport => Context::Transport,
            ContextWord::EndOfLife => Context::EndOfLife,
        }
    }
}

/// Why something that was quiet has ended.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(dead_code, reason = "the words of the description; the store has them as they were written")]
enum QuietEnd {
    /// Its time was over.
    Over,
    /// What was shelved got worse.
    Worse,
    /// Something new was raised about the patient.
    New,
    /// Somebody ended it.
    Ended,
    /// The stay ended.
    StayEnded,
}

/// Something that keeps or kept alerts of a stay quiet.
#[derive(Debug, Serialize, ToSchema)]
struct QuietOfStay {
    /// What it is, who began it and why.
    quiet: Quiet,
    /// When it ended, ms since 1970; `null` while it lasts.
    ended_at: Option<i64>,
    /// Who ended it; `null` while it lasts, and if nobody did.
    ended_by: Option<StaffRef>,
    /// Why it ended; `null` while it lasts.
    #[schema(value_type = Option<QuietEnd>)]
    ended_why: Option<String>,
}

/// What keeps alerts of a stay quiet.
#[derive(Debug, Serialize, ToSchema)]
struct QuietsOfStay {
    /// What lasts, then what has ended, the newest first; at most 50.
    quiets: Vec<QuietOfStay>,
    /// The rules that may be shelved.
    rules: Vec<String>,
}

/// One rule of one stay, to be shelved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ShelfWish {
    /// The rule, as an alert names it.
    rule: String,
    /// How long, minutes: 5 to 480. There is no shelf without an end.
    #[schema(minimum = 5, maximum = 480)]
    minutes: u32,
    /// Why it is switched off, in the person's own words; shown wherever it stands.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// A context that the patient is in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ContextWish {
    /// The state that the patient is in now.
    context: ContextWord,
    /// How long, minutes: 5 to 60 for a bath, to 240 for a transport. `null`, until somebody ends it, at the end of life alone.
    minutes: Option<u32>,
    /// Why it is switched off, in the person's own words; shown wherever it stands.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Gives what keeps alerts of a stay quiet, and what has.
#[utoipa::path(
    get, path = "/episodes/{id}/quiets", tag = "episodes", params(("id" = Uuid, Path)),
    responses((status = 200, description = "What is quiet", body = QuietsOfStay), Unknown, Refusals)
)]
async fn quiets(OfStay { id, .. }: OfStay<Facts>, State(state): State<ApiState>) -> ApiResult<Json<QuietsOfStay>> {
    state.episode_row(id).await?;
    state.quiets_of(id).await
}

/// Shelves one rule of a stay: its alerts up to medium neither climb nor sound for a time. It ends at once when it gets worse or
/// something new is raised about the patient. Silence, links, batteries, the call button and the hub are never shelved, nor the score,
/// fever and a high temperature, which speak for other rules.
#[utoipa::path(
    post, path = "/episodes/{id}/shelve", tag = "episodes", params(("id" = Uuid, Path)), request_body = ShelfWish,
    responses((status = 200, description = "Shelved", body = QuietsOfStay), Unknown, Invalid, Conflict, Refusals)
)]
async fn shelve(
    Clinician(nurse): Clinician,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<ShelfWish>,
) -> ApiResult<Json<QuietsOfStay>> {
    let mut checks = Checks::default();
    let reason = checks.text("reason", &wish.reason, 1..=500);
    checks.done()?;
    let rule: Rule = wish.rule.parse().map_err(|_| Problem::from(Cause::NotShelved {}))?;
    state.quieten(id, Quieted::Rule(rule), Some(wish.minutes), reason, nurse.id).await
}

/// Begins a context: the alerts that it names neither climb nor sound while it lasts. It never names silence, a link, a battery or the
/// call button. One context at a time.
#[utoipa::path(
    post, path = "/episodes/{id}/context", tag = "episodes", params(("id" = Uuid, Path)), request_body = ContextWish,
    responses((status = 200, description = "Begun", body = QuietsOfStay), Unknown, Invalid, Conflict, Refusals)
)]
async fn begin_context(
    Clinician(person): Clinician,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<ContextWish>,
) -> ApiResult<Json<QuietsOfStay>> {
    let mut checks = Checks::default();
    let reason = checks.text("reason", &wish.reason, 1..=500);
    checks.done()?;
    let context = Context::from(wish.context);
    if context == Context::EndOfLife && !person.role.has(Right::Sign) {
        return Err(Cause::Forbidden { right: Right::Sign }.into());
    }
    state.quieten(id, Quieted::Context(context), wish.minutes, reason, person.id).await
}

/// Ends what keeps alerts quiet: what was due meanwhile is due now.
#[utoipa::path(
    post, path = "/episodes/{id}/quiets/{quiet}/end", tag = "episodes", params(("id" = Uuid, Path), ("quiet" = Uuid, Path)),
    responses((status = 200, description = "Ended", body = QuietsOfStay), Unknown, Conflict, Refusals)
)]
async fn end_quiet(
    Clinician(nurse): Clinician,
    State(state): State<ApiState>,
    Id((id, quiet)): Id<(Uuid, Uuid)>,
) -> ApiResult<Json<QuietsOfStay>> {
    state.episode_row(id).await?;
    let done = state.feed.screens().wish(id, Wish::Unquieten(quiet), nurse.id).await;
    done.map_err(|refused| unwished(&refused))?;
    state.quiets_of(id).await
}

fn unwished(refused: &Unwished) -> Problem {
    match refused {
        Unwished::Quiet(QuietError::NotShelved { .. }) => Cause::NotShelved {}.into(),
        Unwished::Quiet(QuietError::High) => Cause::ShelvedWhileHigh {}.into(),
        Unwished::Quiet(QuietError::Already) => Cause::QuietAlready {}.into(),
        Unwished::Quiet(QuietError::OutOfBounds { max_ms, .. }) => out_of_bounds(*max_ms),
        Unwished::NotQuiet | Unwished::NotPaused | Unwished::Pause(_) => Cause::NotQuiet {}.into(),
        Unwished::Unknown => Cause::OutcomeUnknown {}.into(),
    }
}

fn out_of_bounds(max_ms: i64) -> Problem {
    let low = (budget::QUIET_MS_MIN / 60_000) as f64;
    let high = (max_ms / 60_000).min(WHOLE_STAY_MIN) as f64;
    let mut checks = Checks::default();
    checks.require(false, "minutes", Mend::Between { low, high });
    checks.done().err().unwrap_or_else(|| Cause::Internal {}.into())
}

/// The longest end that is given to what needs none, minutes: a year.
const WHOLE_STAY_MIN: i64 = 525_600;

impl ApiState {
    async fn quieten(&self, id: Uuid, what: Quieted, minutes: Option<u32>, reason: String, by: Uuid) -> ApiResult<Json<QuietsOfStay>> {
        if self.episode_row(id).await?.ended_at.is_some() {
            return Err(Cause::EpisodeEnded {}.into());
        }
        let length_ms = minutes.map(|minutes| i64::from(minutes).min(WHOLE_STAY_MIN) * 60_000);
        let wish = QuietWish::try_new(what, length_ms).map_err(|refused| unwished(&Unwished::Quiet(refused)))?;
        let done = self.feed.screens().wish(id, Wish::Quieten(wish, Uuid::now_v7(), reason), by).await;
        done.map_err(|refused| unwished(&refused))?;
        self.quiets_of(id).await
    }

    async fn quiets_of(&self, id: Uuid) -> ApiResult<Json<QuietsOfStay>> {
        let (rows, names) = (self.store.quiets_of(id).await?, self.names().await?);
        let one = |record: hearth_store::quiets::QuietRecord| QuietOfStay {
            quiet: shown_quiet(&record.row, &names),
            ended_at: record.ended_at.map(|at| at.0),
            ended_by: record.ended_by.map(|by| names.staff(by)),
            ended_why: record.ended_why,
        };
        let rules = Rule::all().filter(|rule| may_be_shelved(*rule)).map(|rule| rule.to_string()).collect();
        Ok(Json(QuietsOfStay { quiets: rows.into_iter().map(one).collect(), rules }))
    }
}
