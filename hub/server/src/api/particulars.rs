//! `/episodes/{id}/particulars`: what has to be known of a stay beside its measurements, section by section.

mod said;

use super::ApiState;
use super::check::Checks;
use super::documented::{Conflict, Invalid, Refusals, Unknown};
use super::extract::{Id, Query};
use super::seen::{Access, Facts, OfStay};
use crate::auth::Staff;
use crate::auth::extract::Clinician;
use crate::auth::right::Right;
use crate::clock;
use crate::feed::message::StaffRef;
use crate::feed::state::Part;
use crate::problem::{ApiResult, Body, Cause, Problem, Thing};
use axum::Json;
use axum::extract::State;
use hearth_store::particulars::{ParticularRow, SectionWish};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub use said::{CodeStatus, SectionContent, SectionName, Severity};

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(particulars, set_particulars)).routes(routes!(access)).routes(routes!(versions))
}

/// One section as somebody wrote it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ParticularsVersion)]
pub(super) struct Section {
    /// Counts from 1 within the section; to be sent back with a change.
    version: i32,
    /// The member of staff who wrote this version.
    changed_by: StaffRef,
    /// When this version was written, ms since 1970.
    changed_at: i64,
    /// The content of the section, in its own shape.
    said: SectionContent,
}

impl TryFrom<ParticularRow> for Section {
    type Error = Problem;

    fn try_from(row: ParticularRow) -> ApiResult<Section> {
        // Serde's message may repeat the stored text, so it is dropped.
        let said = serde_json::from_value(row.content).map_err(|_| Problem::internal("stored particulars cannot be read"))?;
        let changed_by = StaffRef { id: row.by, display_name: row.by_name };
        Ok(Section { version: row.version, changed_by, changed_at: row.at.0, said })
    }
}

/// Who wrote down how to get in, and when; without the text itself.
#[derive(Debug, Serialize, ToSchema)]
struct AccessKnown {
    /// Counts from 1; to be sent back with a change.
    version: i32,
    /// The member of staff who wrote it.
    changed_by: StaffRef,
    /// When it was written, ms since 1970.
    changed_at: i64,
}

/// What is known of a stay beside its measurements.
#[derive(Debug, Serialize, ToSchema)]
struct Particulars {
    /// The sections that somebody has written, at most one of each kind. How to get in is not among them.
    sections: Vec<Section>,
    /// That somebody has written down how to get in; `null` if nobody has. The text itself is a request of its own, for people
    /// who may see it.
    access: Option<AccessKnown>,
}

/// Gives what is known of a stay, except how to get in.
#[utoipa::path(
    get, path = "/episodes/{id}/particulars", tag = "episodes", params(("id" = Uuid, Path)),
    responses((status = 200, body = Particulars), Unknown, Refusals)
)]
async fn particulars(OfStay { id, .. }: OfStay<Facts>, State(state): State<ApiState>) -> ApiResult<Json<Particulars>> {
    state.episode_row(id).await?;
    let (access, open): (Vec<_>, Vec<_>) =
        state.store.particulars(id).await?.into_iter().partition(|row| row.section == SectionName::Access.key());
    let access = access.into_iter().next().map(|row| AccessKnown {
        version: row.version,
        changed_by: StaffRef { id: row.by, display_name: row.by_name },
        changed_at: row.at.0,
    });
    let sections = open.into_iter().map(Section::try_from).collect::<ApiResult<_>>()?;
    Ok(Json(Particulars { sections, access }))
}

/// Gives how to get into the home: door codes, keys. Each look is written into the audit.
#[utoipa::path(
    get, path = "/episodes/{id}/particulars/access", tag = "episodes", params(("id" = Uuid, Path)),
    responses((status = 200, body = Section), Unknown, Refusals)
)]
async fn access(OfStay { id, person, .. }: OfStay<Access>, State(state): State<ApiState>) -> ApiResult<Json<Section>> {
    state.episode_row(id).await?;
    let row = state.section_row(id, SectionName::Access).await?.ok_or_else(|| Problem::not_found(Thing::Resource))?;
    state.store.saw_access(id, person.id).await?;
    tracing::info!(staff = %person.id, episode = %id, "was shown how to get into a home");
    Ok(Json(row.try_into()?))
}

/// A section as somebody wishes it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ParticularsChange)]
struct SectionChange {
    /// The version of the section that the person was shown; 0 if nothing was known.
    #[schema(minimum = 0)]
    version: i32,
    /// What it shall say: the whole section.
    said: SectionContent,
}

/// Writes one section of an active stay. If the version is not the present one, the answer is `conflict` with the section as it
/// stands in `current`.
#[utoipa::path(
    put, path = "/episodes/{id}/particulars", tag = "episodes", params(("id" = Uuid, Path)), request_body = SectionChange,
    responses((status = 200, description = "Written down", body = Section), Unknown, Invalid, Conflict, Refusals)
)]
async fn set_particulars(
    Clinician(nurse): Clinician,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<SectionChange>,
) -> ApiResult<Json<Section>> {
    may_touch(&nurse, wish.said.name())?;
    let mut checks = Checks::default();
    let said = wish.said.checked(&mut checks, "said");
    checks.done()?;
    if state.episode_row(id).await?.ended_at.is_some() {
        return Err(Cause::EpisodeEnded {}.into());
    }
    let name = said.name();
    if !state.write_sections(id, &[(wish.version, said)], nurse.id).await? {
        return Err(state.changed_section(id, name).await?);
    }
    tracing::info!(staff = %nurse.id, episode = %id, section = name.key(), "wrote down particulars");
    state.in_force().await?;
    state.feed.changed(id, Part::Particulars).await;
    let row = state.section_row(id, name).await?.ok_or_else(|| Problem::not_found(Thing::Resource))?;
    Ok(Json(row.try_into()?))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Of {
    /// The section whose versions are asked for.
    #[param(inline)]
    section: SectionName,
}

/// Every version of a section.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ParticularsVersions)]
struct Versions {
    /// The newest first, at most 100.
    versions: Vec<Section>,
}

/// Gives every version of a section, with who wrote it and when.
#[utoipa::path(
    get, path = "/episodes/{id}/particulars/versions", tag = "episodes", params(("id" = Uuid, Path), Of),
    responses((status = 200, body = Versions), Unknown, Invalid, Refusals)
)]
async fn versions(
    OfStay { id, person, .. }: OfStay<Facts>,
    State(state): State<ApiState>,
    Query(of): Query<Of>,
) -> ApiResult<Json<Versions>> {
    may_touch(&person, of.section)?;
    state.episode_row(id).await?;
    let rows = state.store.particular_versions(id, of.section.key()).await?;
    if of.section == SectionName::Access && !rows.is_empty() {
        state.store.saw_access(id, person.id).await?;
    }
    Ok(Json(Versions { versions: rows.into_iter().map(Section::try_from).collect::<ApiResult<_>>()? }))
}

/// Refuses how to get in to everybody whom the table of rights does not name.
pub(super) fn may_touch(person: &Staff, section: SectionName) -> ApiResult<()> {
    match section {
        SectionName::Access if !person.role.has(Right::SeeAccess) => Err(Cause::Forbidden { right: Right::SeeAccess }.into()),
        _ => Ok(()),
    }
}

/// The stored form of checked sections.
pub(super) fn contents<'a>(sections: impl IntoIterator<Item = &'a SectionContent>) -> ApiResult<Vec<Value>> {
    let contents = sections.into_iter().map(serde_json::to_value).collect::<Result<Vec<_>, _>>();
    contents.map_err(|_| Problem::internal("particulars cannot be written as JSON"))
}

/// The same for the store, each with the version that the person was shown.
pub(super) fn wishes<'a>(sections: impl IntoIterator<Item = (i32, &'a SectionContent)>, contents: &'a [Value]) -> Vec<SectionWish<'a>> {
    let wish = |((shown, said), content): ((i32, &'a SectionContent), &'a Value)| SectionWish {
        section: said.name().key(),
        shown,
        content,
        address: said.address(),
        language: said.language(),
    };
    sections.into_iter().zip(contents).map(wish).collect()
}

impl ApiState {
    async fn section_row(&self, id: Uuid, name: SectionName) -> ApiResult<Option<ParticularRow>> {
        let rows = self.store.particulars(id).await?;
        Ok(rows.into_iter().find(|row| row.section == name.key()))
    }

    /// Writes checked sections, all or none; each with the version that the person was shown. False if one is another now.
    async fn write_sections(&self, id: Uuid, sections: &[(i32, SectionContent)], by: Uuid) -> ApiResult<bool> {
        let contents = contents(sections.iter().map(|(_, said)| said))?;
        let wishes = wishes(sections.iter().map(|(shown, said)| (*shown, said)), &contents);
        Ok(self.store.set_particulars(id, &wishes, by, clock::wall_ms()).await?)
    }

    /// The problem that says who changed a section meanwhile, with its present text.
    async fn changed_section(&self, id: Uuid, name: SectionName) -> ApiResult<Problem> {
        let Some(row) = self.section_row(id, name).await? else { return Ok(Cause::ChangedMeanwhile {}.into()) };
        let cause = Cause::SectionChanged { person: row.by_name.clone(), since: row.at };
        let current = serde_json::to_value(Section::try_from(row)?).map_err(|_| Problem::internal("a section is no JSON"))?;
        Ok(Problem::from(cause).with_current(current))
    }
}
