//! `/episodes`: stays of patients at home.

use super::ApiState;
use super::bindings::Binding;
use super::check::Checks;
use super::documented::{Conflict, Invalid, Refusals, Unknown};
use super::extract::{Id, Query};
use super::fault::{TAKEN, is};
use super::identity::Identifiers;
use super::page;
use super::particulars::{self, SectionContent, SectionName};
use super::profile::unsafe_fields;
use super::seen::{Among, Facts, OfStay};
use super::without_news2::at_admission;
use super::words::{News2AtAdmission, Phase, Sex};
use crate::auth::Staff;
use crate::auth::extract::Clinician;
// Renamed, because the description would take `Value` for any JSON.
use crate::feed::message::Value as NewestReading;
use crate::feed::message::{Alert, Limit};
use crate::problem::{ApiResult, Body, Cause, Mend, Problem, Thing};
use crate::{clock, shown};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hearth_alerts::{Limits, Template, WithoutNews2};
use hearth_store::admissions;
use hearth_store::alert_pages::{AlertFilter, Alerts, MAX_PAGE};
use hearth_store::registry::EpisodeRow;
use hearth_vitals::WallMs;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(list_episodes, admit)).routes(routes!(episode)).routes(routes!(end_episode))
}

/// The patient of an episode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EpisodePatient {
    /// Family name of the patient.
    pub family_name: String,
    /// Given name of the patient.
    pub given_name: String,
    /// Date of birth, `YYYY-MM-DD`: the second identifier.
    pub birth_date: String,
    /// Medical record number: the first identifier.
    pub medical_record_number: String,
    /// Administrative sex of the patient, by the codes of FHIR.
    #[schema(value_type = Sex)]
    pub sex: String,
    /// The patient's language, a BCP 47 tag such as `es`.
    pub language: String,
    /// The patient's initials, for screens that others can see.
    pub initials: String,
}

/// One stay of a patient at home.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Episode {
    /// Id of the stay, a UUID.
    pub id: Uuid,
    /// Rises when the limits change and when the stay ends; to be sent back with new limits.
    pub version: i64,
    /// The patient whose stay it is, by the id.
    pub patient_id: Uuid,
    /// Short name of the home, shown on the wall.
    pub label: String,
    /// Postal address of the home.
    pub address: String,
    /// Telephone number of the home; empty when none is known.
    pub phone: String,
    /// IANA name of the home's time zone, such as `America/New_York`.
    pub time_zone: String,
    /// Phase of the stay.
    #[schema(value_type = Phase)]
    pub phase: String,
    /// When the stay began, ms since 1970.
    pub admitted_at: i64,
    /// When the stay ended, ms since 1970; `null` while it lasts.
    pub ended_at: Option<i64>,
    /// Alarm limits in force; at most one for each vital.
    pub limits: Vec<Limit>,
    /// Who the patient of this stay is.
    pub patient: EpisodePatient,
}

impl TryFrom<EpisodeRow> for Episode {
    type Error = Problem;

    fn try_from(row: EpisodeRow) -> ApiResult<Episode> {
        let limits = crate::limits::from_store(&row.limits).map_err(Problem::internal)?;
        let patient = row.patient;
        Ok(Episode {
            id: row.id,
            version: row.version,
            patient_id: patient.id,
            label: row.label,
            address: row.address,
            phone: row.phone,
            time_zone: row.time_zone,
            phase: row.phase,
            admitted_at: row.admitted_at.0,
            ended_at: row.ended_at.map(|at| at.0),
            limits: crate::limits::to_api(&limits),
            patient: EpisodePatient {
                initials: shown::initials(&patient.given_name, &patient.family_name),
                family_name: patient.family_name,
                given_name: patient.given_name,
                birth_date: patient.birth_date,
                medical_record_number: patient.medical_record_number,
                sex: patient.sex,
                language: patient.language,
            },
        })
    }
}

impl ApiState {
    /// One episode as it is now.
    pub(super) async fn episode_row(&self, id: Uuid) -> ApiResult<EpisodeRow> {
        self.store.episode(id).await?.ok_or_else(|| Problem::not_found(Thing::Episode))
    }

    /// Waits until the engine's loop judges by what was just stored, and the feed shows it.
    pub(super) async fn in_force(&self) -> ApiResult<()> {
        self.engine.bindings_changed().await.map_err(Problem::not_in_force_yet)
    }
}

/// Which episodes are listed.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum EpisodeState {
    /// The patient is at home, under care.
    #[default]
    Active,
    /// The stay has ended.
    Ended,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct EpisodesQuery {
    /// `active` or `ended`; `active` when left out.
    #[serde(default)]
    #[param(inline)]
    state: EpisodeState,
    /// Where the page begins: `next_after` of the previous page; the first episode when left out.
    after: Option<Uuid>,
    /// The most episodes on the page.
    #[serde(default = "page::rows")]
    #[param(minimum = 1, maximum = 500, default = 100)]
    limit: i64,
}

/// A page of episodes.
#[derive(Debug, Serialize, ToSchema)]
struct Episodes {
    /// The episodes, sorted by label.
    episodes: Vec<Episode>,
    /// The mark to ask the next page with (`after`); `null` on the last page.
    next_after: Option<Uuid>,
}

/// Lists episodes with their limits, a page at a time.
#[utoipa::path(get, path = "/episodes", tag = "episodes", params(EpisodesQuery), responses((status = 200, body = Episodes), Invalid, Refusals))]
async fn list_episodes(
    Among { patients, .. }: Among<Facts>,
    State(state): State<ApiState>,
    Query(wanted): Query<EpisodesQuery>,
) -> ApiResult<Json<Episodes>> {
    let mut checks = Checks::default();
    page::limit(&mut checks, wanted.limit);
    checks.done()?;
    let active = matches!(wanted.state, EpisodeState::Active);
    let mut rows = state.store.episode_page(active, patients.named().as_deref(), wanted.after, wanted.limit + 1).await?;
    let next_after = page::cut(&mut rows, wanted.limit, |row| row.id);
    let episodes = rows.into_iter().map(Episode::try_from).collect::<ApiResult<Vec<_>>>()?;
    Ok(Json(Episodes { episodes, next_after }))
}

/// An episode with its bindings, newest values and open alerts.
#[derive(Debug, Serialize, ToSchema)]
struct EpisodeDetail {
    #[serde(flatten)]
    episode: Episode,
    /// Bindings of the devices that it has or had, oldest first.
    bindings: Vec<Binding>,
    /// The newest value of each vital and device.
    latest: Vec<NewestReading>,
    /// Its open alerts, newest first.
    alerts: Vec<Alert>,
}

/// Gives an episode with its bindings, newest values and open alerts.
#[utoipa::path(get, path = "/episodes/{id}", tag = "episodes", params(("id" = Uuid, Path)), responses((status = 200, body = EpisodeDetail), Unknown, Refusals))]
async fn episode(OfStay { id, .. }: OfStay<Facts>, State(state): State<ApiState>) -> ApiResult<Json<EpisodeDetail>> {
    let episode = Episode::try_from(state.episode_row(id).await?)?;
    let bindings = state.store.bindings_of(id).await?.into_iter().map(Binding::from).collect();
    let latest = state.store.newest_values(Some(id)).await?.iter().map(shown::value).collect();
    let open = AlertFilter { episode: Some(id), open: Some(true), of: Alerts::All };
    let (rows, _) = state.store.alert_page(open, None, MAX_PAGE).await?;
    let alerts = state.shown(&rows).await?;
    Ok(Json(EpisodeDetail { episode, bindings, latest, alerts }))
}

/// How long before its admission is written down a stay may have begun, ms: a transfer on a Friday evening, written down on
/// Monday.
const BEGAN_BEFORE_MS_MAX: i64 = 3 * 86_400_000;

/// The wish to admit a patient.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Admission {
    /// The patient who is admitted, by the id.
    patient_id: Uuid,
    /// Short name of the home, shown on the wall.
    #[schema(min_length = 1, max_length = 40)]
    label: String,
    /// Postal address of the home; may be empty.
    #[schema(max_length = 300)]
    address: String,
    /// Telephone number of the home; empty when none is known.
    #[serde(default)]
    #[schema(max_length = 40)]
    phone: String,
    /// IANA name of the home's time zone.
    #[schema(example = "America/New_York")]
    time_zone: String,
    /// Phase of the stay.
    phase: Phase,
    /// When the stay began, ms since 1970: within the last 3 days and not in the future; now when left out. What its devices
    /// measured since then is bound to it by `from_at`.
    #[serde(default)]
    admitted_at: Option<i64>,
    /// The patient's medical record number, typed again as the first identifier.
    medical_record_number: String,
    /// The patient's date of birth, `YYYY-MM-DD`, typed again as the second identifier.
    birth_date: String,
    /// Alarm limits; those of an adult when left out.
    #[serde(default)]
    limits: Option<Vec<Limit>>,
    /// Whether NEWS2 is judged. It is when left out; for a patient who is younger than 16 by the date of birth on record it has to be said.
    #[serde(default)]
    news2: Option<News2AtAdmission>,
    /// What is already known of the stay beside its measurements, at most one of each section.
    #[serde(default)]
    #[schema(max_items = 6)]
    particulars: Vec<SectionContent>,
}

struct Admitted {
    label: String,
    address: String,
    phone: String,
    time_zone: String,
    limits: Limits,
    identifiers: Identifiers,
    particulars: Vec<SectionContent>,
    since: Option<WallMs>,
    without_news2: Option<WithoutNews2>,
}

fn checked(wish: &Admission, nurse: &Staff, now: WallMs) -> ApiResult<Admitted> {
    let mut checks = Checks::default();
    let particulars = known_sections(&mut checks, &wish.particulars, nurse)?;
    let limits = wish.limits.as_deref().map_or_else(|| Ok(Limits::default_adult()), crate::limits::from_api);
    let admitted = Admitted {
        label: checks.text("label", &wish.label, 1..=40),
        address: checks.text("address", &wish.address, 0..=300),
        phone: checks.phone("phone", &wish.phone),
        particulars,
        since: wish.admitted_at.map(|at| began(&mut checks, at, now)),
        time_zone: checks.time_zone("time_zone", &wish.time_zone),
        identifiers: Identifiers::new(&mut checks, &wish.medical_record_number, &wish.birth_date),
        // The date that was typed is compared with the one on record before anything is done.
        without_news2: at_admission(&mut checks, wish.news2, &wish.birth_date, now),
        limits: limits.unwrap_or_else(|faults| {
            checks.add(faults);
            Limits::default_adult()
        }),
    };
    // A stay begins with an adult's limits: a palliative profile needs two persons.
    checks.add(unsafe_fields(Template::Adult, &admitted.limits, wish.limits.as_deref().unwrap_or_default()));
    checks.done()?;
    Ok(admitted)
}

/// When a stay began that is written down `now`.
fn began(checks: &mut Checks, at: i64, now: WallMs) -> WallMs {
    checks.require(at <= now.0, "admitted_at", Mend::NotInTheFuture {});
    checks.require(at >= now.0.saturating_sub(BEGAN_BEFORE_MS_MAX), "admitted_at", Mend::WithinThreeDays {});
    WallMs(at)
}

/// What is already known of the stay, at most one of each section.
fn known_sections(checks: &mut Checks, wished: &[SectionContent], nurse: &Staff) -> ApiResult<Vec<SectionContent>> {
    let names: Vec<SectionName> = wished.iter().map(SectionContent::name).collect();
    names.iter().try_for_each(|name| particulars::may_touch(nurse, *name))?;
    for (i, name) in names.iter().enumerate() {
        checks.require(!names[..i].contains(name), &format!("particulars[{i}]"), Mend::SectionTwice {});
    }
    Ok(wished.iter().enumerate().map(|(i, said)| said.clone().checked(checks, &format!("particulars[{i}]"))).collect())
}

/// Admits a patient: begins an episode.
#[utoipa::path(
    post, path = "/episodes", tag = "episodes", request_body = Admission,
    responses((status = 201, description = "Admitted", body = Episode), Invalid, Conflict, Refusals)
)]
async fn admit(
    Clinician(nurse): Clinician,
    State(state): State<ApiState>,
    Body(wish): Body<Admission>,
) -> ApiResult<(StatusCode, Json<Episode>)> {
    let now = clock::wall_ms();
    let admitted = checked(&wish, &nurse, now)?;
    let patient = state.store.patient(wish.patient_id).await?;
    let patient = patient.ok_or_else(|| Problem::invalid_field("patient_id", Mend::NoSuchPatient {}))?;
    admitted.identifiers.confirm(&patient)?;
    let id = Uuid::now_v7();
    let row = admissions::Admission {
        id,
        patient: patient.id,
        label: &admitted.label,
        address: &admitted.address,
        phone: &admitted.phone,
        time_zone: &admitted.time_zone,
        phase: wish.phase.key(),
        limits: crate::limits::to_store(&admitted.limits),
        template_limits: crate::limits::to_store(&Template::Adult.limits()),
        without_news2: admitted.without_news2.map(WithoutNews2::as_str),
        by: nurse.id,
        since: admitted.since,
    };
    let contents = particulars::contents(&admitted.particulars)?;
    let sections = particulars::wishes(admitted.particulars.iter().map(|said| (0, said)), &contents);
    let watched = state.store.admit(&row, &sections, now).await.map_err(|error| match is(&error, TAKEN) {
        true => Problem::from(Cause::PatientHasEpisode {}),
        false => error.into(),
    })?;
    tracing::info!(staff = %nurse.id, episode = %id, "admitted");
    if watched {
        state.watches.changed().await;
    }
    state.in_force().await?;
    Ok((StatusCode::CREATED, Json(state.episode_row(id).await?.try_into()?)))
}

/// The wish to end a stay.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Ending {
    /// Why it ends; kept in the audit.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Ends an episode and the bindings of its devices.
#[utoipa::path(
    post, path = "/episodes/{id}/end", tag = "episodes", params(("id" = Uuid, Path)), request_body = Ending,
    responses((status = 200, description = "Ended", body = Episode), Unknown, Invalid, Conflict, Refusals)
)]
async fn end_episode(
    Clinician(nurse): Clinician,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<Ending>,
) -> ApiResult<Json<Episode>> {
    let mut checks = Checks::default();
    let reason = checks.text("reason", &wish.reason, 1..=500);
    checks.done()?;
    state.episode_row(id).await?;
    if !state.store.end_episode(id, clock::wall_ms(), nurse.id, &reason).await? {
        return Err(Cause::EpisodeEnded {}.into());
    }
    tracing::info!(staff = %nurse.id, episode = %id, "ended an episode");
    state.in_force().await?;
    Ok(Json(state.episode_row(id).await?.try_into()?))
}
