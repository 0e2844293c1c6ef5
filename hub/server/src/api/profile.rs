//! `/episodes/{id}/profile`: what a patient is watched by, who changed it and why, who agreed, who signed.
//!
//! What only tightens is in force at once. What weakens a rule waits until a second person agrees. What would silence a
//! patient is refused, whoever agrees.

use super::ApiState;
use super::check::Checks;
use super::documented::{Conflict, Invalid, Refusals, Unknown};
use super::extract::Id;
use super::outdated::{TemplateChange, changes, made_from};
use super::seen::{OfStay, Rules};
use super::without_news2;
use super::words::{WithoutNews2Word, word};
use crate::auth::extract::{Clinician, SeesRules, Signer};
use crate::clock;
use crate::feed::message::{Limit, StaffRef};
use crate::limits::{course, decision};
use crate::problem::{ApiResult, Body, Cause, FieldError, Mend, Problem};
use axum::Json;
use axum::extract::State;
use hearth_alerts::profile::{self, Unsafe, Weakened};
use hearth_alerts::{Course, Limits, Side, Template, WithoutNews2};
use hearth_store::StoreError;
use hearth_store::profiles::{Mark, ProfileRow, Wish};
use hearth_vitals::WallMs;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

/// The longest time for which a temporary profile may be in force, ms: a week, after which it is the rule and is set as one.
const TEMPORARY_MS_MAX: i64 = 7 * 86_400_000;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(profiles, set_profile))
        .routes(routes!(confirm_profile))
        .routes(routes!(refuse_profile))
        .routes(routes!(sign_profile))
        .routes(routes!(profile_templates))
}

/// Who did something (such as signing), and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Signature {
    /// The member of staff who did it.
    pub by: StaffRef,
    /// When it was done, ms since 1970.
    pub at: i64,
}

/// State of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ProfileState {
    /// It waits until a second person agrees.
    Proposed,
    /// The patient is watched by it.
    InForce,
    /// It was in force.
    Past,
    /// It was refused or taken back.
    Refused,
}

/// One profile of a stay.
#[derive(Debug, Serialize, ToSchema)]
struct Profile {
    /// Counts from 1 within the stay.
    number: i32,
    /// Whether it is proposed, in force, refused or past.
    state: ProfileState,
    /// The template that it came from.
    template: String,
    /// Alarm limits of this profile; at most one for each vital.
    limits: Vec<Limit>,
    /// True while a fever follows the pathway of patients without neutrophils.
    neutropenic: bool,
    /// The decision for SpO2 scale 2 of NEWS2; `null` on scale 1.
    scale_two: Option<Signature>,
    /// Why it was made; empty for what the stay began with.
    reason: String,
    /// Who made it; `null` if that is not known.
    author: Option<StaffRef>,
    /// When it was made, ms since 1970.
    made_at: i64,
    /// When it goes back by itself to the one before, ms since 1970; `null` if it lasts.
    ends_at: Option<i64>,
    /// Who agreed to it as the second person, or refused it.
    decided: Option<Signature>,
    /// The physician who signed it; `null` while it is not signed.
    signed: Option<Signature>,
    /// Why NEWS2 is not judged; `null` while it is.
    without_news2: Option<WithoutNews2Word>,
    /// What it has as its template was, and the template has otherwise now; `null` if it is not known what the template was.
    template_changes: Option<Vec<TemplateChange>>,
}

/// The profiles of a stay.
#[derive(Debug, Serialize, ToSchema)]
struct Profiles {
    /// The version of the episode; to be sent back with a change.
    version: i64,
    /// The newest first, at most 200; one is in force.
    profiles: Vec<Profile>,
}

/// A profile that a site starts from.
#[derive(Debug, Serialize, ToSchema)]
struct ProfileTemplate {
    /// Name of the template: a word of `templates`.
    template: String,
    /// Alarm limits of this template; at most one for each vital.
    limits: Vec<Limit>,
    /// True if a fever follows the pathway of patients without neutrophils.
    neutropenic: bool,
    /// True if it needs a decision for SpO2 scale 2.
    wants_scale_two: bool,
}

/// The templates that a profile can be made from.
#[derive(Debug, Serialize, ToSchema)]
struct ProfileTemplates {
    /// The templates, the adult's first. No clinician has signed them.
    templates: Vec<ProfileTemplate>,
}

/// A profile as somebody wishes it, and the reason for it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ProfileChange {
    /// The version of the episode that the person was shown. Refused if it has changed since.
    version: i64,
    /// The template that it comes from.
    template: String,
    /// All limits from now on; a vital that is not listed has none.
    limits: Vec<Limit>,
    /// True if a fever follows the pathway of patients without neutrophils.
    neutropenic: bool,
    /// True if SpO2 is scored on scale 2 of NEWS2: that is this person's decision, unless it was somebody's before.
    scale_two: bool,
    /// Why NEWS2 is not judged; `null` if it is. Younger than 16 is who is so by the date of birth on record; a pregnancy needs a second
    /// person. There is no other reason.
    #[serde(default)]
    without_news2: Option<WithoutNews2Word>,
    /// Why the profile is wished; kept with it.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
    /// When it goes back by itself to the one before, ms since 1970, within a week; `null` if it lasts.
    #[serde(default)]
    ends_at: Option<i64>,
}

/// The agreement of a second person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Confirmation {
    /// The version of the episode that the person was shown. Refused if it has changed since.
    version: i64,
}

/// The profiles of a stay, the newest first.
#[utoipa::path(
    get, path = "/episodes/{id}/profile", tag = "episodes", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The profiles", body = Profiles), Unknown, Refusals)
)]
async fn profiles(OfStay { id, .. }: OfStay<Rules>, State(state): State<ApiState>) -> ApiResult<Json<Profiles>> {
    state.profiles(id).await
}

/// The profiles that a site starts from.
#[utoipa::path(
    get, path = "/profile-templates", tag = "episodes",
    responses((status = 200, description = "The templates", body = ProfileTemplates), Refusals)
)]
async fn profile_templates(_person: SeesRules) -> Json<ProfileTemplates> {
    let shown = |template: Template| ProfileTemplate {
        template: template.key().to_owned(),
        limits: crate::limits::to_api(&template.limits()),
        neutropenic: template.is_neutropenic(),
        wants_scale_two: template.wants_scale_two(),
    };
    Json(ProfileTemplates { templates: Template::ALL.map(shown).into() })
}

/// Changes the profile of an active stay: in force at once, or proposed if it weakens a rule.
#[utoipa::path(
    put, path = "/episodes/{id}/profile", tag = "episodes", params(("id" = Uuid, Path)), request_body = ProfileChange,
    responses((status = 200, description = "In force, or waiting for a second person", body = Profiles), Unknown, Invalid, Conflict, Refusals)
)]
async fn set_profile(
    Clinician(nurse): Clinician,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<ProfileChange>,
) -> ApiResult<Json<Profiles>> {
    let mut checks = Checks::default();
    let reason = checks.text("reason", &wish.reason, 1..=500);
    let template = Template::from_key(&wish.template);
    checks.require(template.is_some(), "template", Mend::one_of("templates", Template::ALL.map(Template::key)));
    let now = clock::wall_ms();
    let is_soon = wish.ends_at.is_none_or(|at| at > now.0 && at <= now.0.saturating_add(TEMPORARY_MS_MAX));
    checks.require(is_soon, "ends_at", Mend::WithinAWeek {});
    let limits = crate::limits::from_api(&wish.limits);
    checks.add(limits.as_ref().err().cloned().unwrap_or_default());
    if let (Ok(limits), Some(template)) = (&limits, template) {
        checks.add(unsafe_fields(template, limits, &wish.limits));
    }
    let row = state.episode_row(id).await?;
    let without_news2 = wish.without_news2.map(WithoutNews2::from);
    without_news2::check(&mut checks, "without_news2", without_news2, &row.patient.birth_date, now);
    checks.done()?;
    let limits = limits.map_err(Problem::invalid)?;
    let scale_two = wish.scale_two.then(|| row.scale_two.unwrap_or((nurse.id, now)));
    let before = crate::limits::from_store(&row.limits).map_err(Problem::internal)?;
    let after = Course { neutropenic: wish.neutropenic, scale_two: scale_two.map(decision), without_news2 };
    let in_force = state.store.profiles_in_force(&[id]).await?.into_iter().next().map(|(_, row)| row);
    let template = template.unwrap_or(Template::Adult);
    let template_limits = crate::limits::to_store(&made_from(template, &limits, in_force.as_ref()));
    let stored = crate::limits::to_store(&limits);
    let asked = Wish {
        version: wish.version,
        template: &wish.template,
        limits: &stored,
        neutropenic: wish.neutropenic,
        scale_two,
        reason: &reason,
        by: nurse.id,
        ends_at: wish.ends_at.map(WallMs),
        template_limits: Some(&template_limits),
        without_news2: without_news2.map(WithoutNews2::as_str),
    };
    let mut weakened = profile::weakened((&before, &course(&row)), (&limits, &after));
    // That a child goes without it is by the record, and takes nothing away that was meant for children.
    weakened.retain(|one| !(*one == Weakened::News2 && without_news2 == Some(WithoutNews2::Under16)));
    if weakened.is_empty() {
        state.store.set_profile(id, &asked).await.map_err(changed)?;
        tracing::info!(staff = %nurse.id, episode = %id, "set a profile");
        state.in_force().await?;
    } else {
        state.store.propose_profile(id, &asked).await.map_err(changed)?;
        tracing::info!(staff = %nurse.id, episode = %id, "proposed a profile that needs a second person");
    }
    state.profiles(id).await
}

/// Agrees, as the second person, to a profile that weakens a rule.
#[utoipa::path(
    post, path = "/episodes/{id}/profile/{number}/confirm", tag = "episodes", request_body = Confirmation,
    params(("id" = Uuid, Path), ("number" = i32, Path)),
    responses((status = 200, description = "In force", body = Profiles), Unknown, Invalid, Conflict, Refusals)
)]
async fn confirm_profile(
    Clinician(nurse): Clinician,
    State(state): State<ApiState>,
    Id((id, number)): Id<(Uuid, i32)>,
    Body(wish): Body<Confirmation>,
) -> ApiResult<Json<Profiles>> {
    state.episode_row(id).await?;
    let waiting = state.waiting(id, number).await?;
    if waiting.author.is_some_and(|author| author.by == nurse.id) {
        return Err(Cause::SecondPersonNeeded {}.into());
    }
    // It may have waited since before a floor was raised, so it is checked again.
    let limits = crate::limits::from_store(&waiting.limits).map_err(Problem::internal)?;
    safe(&waiting.template, &limits, &crate::limits::to_api(&limits))?;
    if !state.store.confirm_profile(id, wish.version, number, nurse.id).await.map_err(changed)? {
        return Err(Cause::ChangedMeanwhile {}.into());
    }
    tracing::info!(staff = %nurse.id, episode = %id, number, "agreed to a profile");
    state.in_force().await?;
    state.profiles(id).await
}

/// Refuses a profile that waits for a second person; its author takes it back.
#[utoipa::path(
    post, path = "/episodes/{id}/profile/{number}/refuse", tag = "episodes", params(("id" = Uuid, Path), ("number" = i32, Path)),
    responses((status = 200, description = "Refused", body = Profiles), Unknown, Conflict, Refusals)
)]
async fn refuse_profile(
    Clinician(nurse): Clinician,
    State(state): State<ApiState>,
    Id((id, number)): Id<(Uuid, i32)>,
) -> ApiResult<Json<Profiles>> {
    state.episode_row(id).await?;
    if !state.store.refuse_profile(id, number, nurse.id).await? {
        return Err(Cause::ChangedMeanwhile {}.into());
    }
    tracing::info!(staff = %nurse.id, episode = %id, number, "refused a profile");
    state.profiles(id).await
}

/// Signs the profile in force.
#[utoipa::path(
    post, path = "/episodes/{id}/profile/{number}/sign", tag = "episodes", params(("id" = Uuid, Path), ("number" = i32, Path)),
    responses((status = 200, description = "Signed", body = Profiles), Unknown, Conflict, Refusals)
)]
async fn sign_profile(
    Signer(physician): Signer,
    State(state): State<ApiState>,
    Id((id, number)): Id<(Uuid, i32)>,
) -> ApiResult<Json<Profiles>> {
    state.episode_row(id).await?;
    if !state.store.sign_profile(id, number, physician.id).await? {
        return Err(Cause::ChangedMeanwhile {}.into());
    }
    tracing::info!(staff = %physician.id, episode = %id, number, "signed a profile");
    state.profiles(id).await
}

impl ApiState {
    async fn profiles(&self, id: Uuid) -> ApiResult<Json<Profiles>> {
        let version = self.episode_row(id).await?.version;
        let rows = self.store.profiles(id).await?;
        let profiles = rows.into_iter().map(Profile::try_from).collect::<ApiResult<_>>()?;
        Ok(Json(Profiles { version, profiles }))
    }

    async fn waiting(&self, id: Uuid, number: i32) -> ApiResult<ProfileRow> {
        let found = self.store.profiles(id).await?.into_iter().find(|profile| profile.number == number && profile.state == "proposed");
        found.ok_or_else(|| Cause::ChangedMeanwhile {}.into())
    }

    /// Refuses limits beyond the floors, by the template that the stay is watched by.
    pub(super) async fn refuse_unsafe(&self, id: Uuid, limits: &Limits, given: &[Limit]) -> ApiResult<()> {
        self.episode_row(id).await?;
        let rows = self.store.profiles(id).await?;
        let now = rows.iter().find(|profile| profile.state == "in_force");
        safe(now.map_or("", |now| &now.template), limits, given)
    }

    /// What a change of limits alone would weaken.
    pub(super) async fn weakened_by(&self, id: Uuid, limits: &Limits) -> ApiResult<Vec<Weakened>> {
        let row = self.episode_row(id).await?;
        let before = crate::limits::from_store(&row.limits).map_err(Problem::internal)?;
        Ok(profile::weakened((&before, &course(&row)), (limits, &course(&row))))
    }
}

impl TryFrom<ProfileRow> for Profile {
    type Error = Problem;

    fn try_from(row: ProfileRow) -> ApiResult<Profile> {
        let limits = crate::limits::from_store(&row.limits).map_err(Problem::internal)?;
        let template_changes = changes(&row);
        Ok(Profile {
            number: row.number,
            state: state_of(&row.state),
            template: row.template,
            limits: crate::limits::to_api(&limits),
            neutropenic: row.neutropenic,
            scale_two: row.scale_two.map(signature),
            reason: row.reason,
            author: row.author.map(|mark| signature(mark).by),
            made_at: row.made_at.0,
            ends_at: row.ends_at.map(|at| at.0),
            decided: row.decided.map(signature),
            signed: row.signed.map(signature),
            without_news2: word(row.without_news2.as_deref()),
            template_changes,
        })
    }
}

fn state_of(word: &str) -> ProfileState {
    match word {
        "proposed" => ProfileState::Proposed,
        "in_force" => ProfileState::InForce,
        "refused" => ProfileState::Refused,
        _ => ProfileState::Past,
    }
}

fn signature(mark: Mark) -> Signature {
    Signature { by: StaffRef { id: mark.by, display_name: mark.name }, at: mark.at.0 }
}

fn changed(error: StoreError) -> Problem {
    match error {
        StoreError::EpisodeChanged => Cause::EpisodeChanged {}.into(),
        other => other.into(),
    }
}

/// Refuses limits beyond the floors of a template; one that this version does not know is an adult's.
fn safe(template: &str, limits: &Limits, given: &[Limit]) -> ApiResult<()> {
    let found = unsafe_fields(Template::from_key(template).unwrap_or(Template::Adult), limits, given);
    if found.is_empty() { Ok(()) } else { Err(Problem::invalid(found)) }
}

/// What is not safe about the limits, by field.
pub(super) fn unsafe_fields(template: Template, limits: &Limits, given: &[Limit]) -> Vec<FieldError> {
    let field = |vital: hearth_vitals::Vital, side: Side| match given.iter().position(|one| one.vital == vital.key()) {
        Some(index) => format!("limits[{index}].{side}"),
        None => "limits".to_owned(),
    };
    let fault = |found: Unsafe| match found {
        Unsafe::Silenced(vital, side) => FieldError::new(field(vital, side), Mend::VitalSilenced { vital }),
        Unsafe::BeyondFloor(floor) => {
            let (vital, high) = (floor.vital, floor.vital.raw_to_f64(floor.rung.edge));
            let longest = hearth_vitals::coded::Seconds(floor.rung.for_s.into());
            FieldError::new(field(vital, floor.side), Mend::BeyondFloor { vital, high, longest })
        }
    };
    profile::check(template, limits).into_iter().map(fault).collect()
}
