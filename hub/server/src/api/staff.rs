//! `/staff`: who works here, in which role, how each is reached, and who may not sign in.

use super::ApiState;
use super::check::Checks;
use super::documented::{Conflict, Invalid, Refusals, Unknown};
use super::extract::{Id, Query};
use super::page::{self, PageById};
use crate::auth::extract::{SeesStaff, StaffKeeper};
use crate::auth::member::{self, LANGUAGES_MAX};
use crate::auth::role::Role;
use crate::problem::{ApiResult, Body, Cause, Mend, Problem, Thing};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hearth_store::members::{Changed, MemberFacts, MemberRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list_staff, add_staff))
        .routes(routes!(staff_member, change_staff))
        .routes(routes!(disable_staff))
        .routes(routes!(enable_staff))
        .routes(routes!(reset_staff_password))
}

/// A member of staff, as administrators see them.
#[derive(Debug, Serialize, ToSchema)]
struct StaffMember {
    /// Id of the member of staff, a UUID.
    id: Uuid,
    /// Rises with every change; to be sent back with the next one.
    version: i64,
    /// The name to sign in with. It never changes.
    name: String,
    /// The name that colleagues see.
    display_name: String,
    /// The role, which decides what the person may do.
    role: Role,
    /// Languages that the person speaks with patients, BCP 47 tags such as `es`.
    languages: Vec<String>,
    /// The number at which the person is reached on duty; empty when none is known.
    phone: String,
    /// True until the person has replaced the password that somebody else gave them.
    must_change_password: bool,
    /// Since when the person may not sign in, ms since 1970; `null` while they may.
    disabled_at: Option<i64>,
}

impl TryFrom<MemberRow> for StaffMember {
    type Error = Problem;

    fn try_from(row: MemberRow) -> ApiResult<StaffMember> {
        let MemberRow { id, version, name, facts, must_change_password, disabled_at } = row;
        let role = Role::from_key(&facts.role).ok_or_else(|| Problem::internal("a role that this version does not know"))?;
        let MemberFacts { display_name, languages, phone, .. } = facts;
        let disabled_at = disabled_at.map(|at| at.0);
        Ok(StaffMember { id, version, name, display_name, role, languages, phone, must_change_password, disabled_at })
    }
}

/// A page of staff.
#[derive(Debug, Serialize, ToSchema)]
struct StaffPage {
    /// The people, sorted by the name they sign in with.
    staff: Vec<StaffMember>,
    /// The mark to ask the next page with (`after`); `null` on the last page.
    next_after: Option<String>,
}

/// A member of staff with a first password.
#[derive(Serialize, ToSchema)]
struct FirstPassword {
    /// The member of staff, as they are now.
    member: StaffMember,
    /// The password for the next sign-in, which asks for another one. It is shown only now.
    first_password: String,
}

/// A member of staff to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewStaffMember {
    /// The name to sign in with: 2 to 32 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit.
    #[schema(example = "ana.lopez")]
    name: String,
    /// The name that colleagues see.
    #[schema(min_length = 1, max_length = 80)]
    display_name: String,
    /// The role, which decides what the person may do.
    role: Role,
    /// Languages that the person speaks with patients; at most 8.
    #[serde(default)]
    languages: Vec<String>,
    /// The number at which the person is reached on duty; may be empty.
    #[serde(default)]
    #[schema(max_length = 40)]
    phone: String,
}

/// A member of staff as they are to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct StaffChange {
    /// The version of the person that was shown.
    version: i64,
    /// The name that colleagues see.
    #[schema(min_length = 1, max_length = 80)]
    display_name: String,
    /// The role. Another one ends the person's sessions.
    role: Role,
    /// Languages that the person speaks with patients; at most 8.
    languages: Vec<String>,
    /// The number at which the person is reached on duty; may be empty.
    #[schema(max_length = 40)]
    phone: String,
}

/// The version of a member of staff that was shown.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct StaffVersion {
    /// The `version` of the member of staff, as it was shown.
    version: i64,
}

fn no_member() -> Problem {
    Problem::not_found(Thing::Staff)
}

fn facts(checks: &mut Checks, display_name: &str, role: Role, languages: &[String], phone: &str) -> MemberFacts {
    checks.require(role != Role::Household, "role", Mend::one_of("roles", Role::of_staff().map(Role::key)));
    checks.require(languages.len() <= LANGUAGES_MAX, "languages", Mend::Between { low: 0.0, high: LANGUAGES_MAX as f64 });
    let languages = languages.iter().take(LANGUAGES_MAX).map(|tag| checks.language("languages", tag)).collect();
    MemberFacts {
        display_name: checks.name("display_name", display_name, member::DISPLAY_NAME),
        role: role.key().to_owned(),
        languages: member::each_once(languages),
        phone: checks.phone("phone", phone),
    }
}

impl ApiState {
    async fn member(&self, id: Uuid) -> ApiResult<StaffMember> {
        self.store.member(id).await?.ok_or_else(no_member)?.try_into()
    }

    /// Notes that somebody's password was taken away, in a file that a restore of an older backup does not replace.
    async fn noted(&self, name: &str) -> ApiResult<()> {
        let store = self.store.identity().await?.id;
        self.revocations.take_from_staff(store, name).await.map_err(Problem::internal)
    }

    /// The person after a change, or why it was refused. Sessions and screens that end with it end at once.
    async fn changed(&self, id: Uuid, changed: Changed) -> ApiResult<StaffMember> {
        match changed {
            Changed::Done => {}
            Changed::Stale => return Err(Cause::ChangedMeanwhile {}.into()),
            Changed::LastAdministrator => return Err(Cause::LastAdministrator {}.into()),
            Changed::Unknown => return Err(no_member()),
        }
        self.auth.tell_staff_changed(id);
        self.member(id).await
    }
}

/// Lists staff, a page at a time; those who may not sign in, too.
#[utoipa::path(get, path = "/staff", tag = "staff", params(PageById), responses((status = 200, body = StaffPage), Invalid, Refusals))]
async fn list_staff(_person: SeesStaff, State(state): State<ApiState>, Query(wanted): Query<PageById>) -> ApiResult<Json<StaffPage>> {
    let (after, limit) = wanted.checked()?;
    let mut rows = state.store.member_page(&after, limit + 1).await?;
    let next_after = page::cut(&mut rows, limit, |row| row.name.clone());
    let staff = rows.into_iter().map(StaffMember::try_from).collect::<ApiResult<_>>()?;
    Ok(Json(StaffPage { staff, next_after }))
}

/// Gives one member of staff.
#[utoipa::path(get, path = "/staff/{id}", tag = "staff", params(("id" = Uuid, Path)), responses((status = 200, body = StaffMember), Unknown, Refusals))]
async fn staff_member(_person: SeesStaff, State(state): State<ApiState>, Id(id): Id) -> ApiResult<Json<StaffMember>> {
    Ok(Json(state.member(id).await?))
}

/// Adds a member of staff, with a first password that is shown once.
#[utoipa::path(
    post, path = "/staff", tag = "staff", request_body = NewStaffMember,
    responses((status = 201, description = "Added", body = FirstPassword), Invalid, Conflict, Refusals)
)]
async fn add_staff(
    StaffKeeper(keeper): StaffKeeper,
    State(state): State<ApiState>,
    Body(wish): Body<NewStaffMember>,
) -> ApiResult<(StatusCode, Json<FirstPassword>)> {
    let mut checks = Checks::default();
    let name = wish.name.trim();
    checks.require(member::is_sign_in_name(name), "name", Mend::SignInName { low: 2, high: 32 });
    let facts = facts(&mut checks, &wish.display_name, wish.role, &wish.languages, &wish.phone);
    checks.done()?;
    let (id, (first_password, hash)) = (Uuid::now_v7(), state.auth.first_password().await?);
    if !state.store.add_member((id, name), &facts, &hash, Some(keeper.id)).await? {
        return Err(Cause::StaffNameTaken { person: name.to_owned() }.into());
    }
    tracing::info!(staff = %keeper.id, added = %id, role = facts.role, "added a member of staff");
    Ok((StatusCode::CREATED, Json(FirstPassword { member: state.member(id).await?, first_password })))
}

/// Changes a member of staff. The last administrator stays one.
#[utoipa::path(
    put, path = "/staff/{id}", tag = "staff", params(("id" = Uuid, Path)), request_body = StaffChange,
    responses((status = 200, description = "Changed", body = StaffMember), Unknown, Invalid, Conflict, Refusals)
)]
async fn change_staff(
    StaffKeeper(keeper): StaffKeeper,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<StaffChange>,
) -> ApiResult<Json<StaffMember>> {
    let mut checks = Checks::default();
    let facts = facts(&mut checks, &wish.display_name, wish.role, &wish.languages, &wish.phone);
    checks.done()?;
    let changed = state.store.change_member(id, Some(wish.version), &facts, Some(keeper.id)).await?;
    tracing::info!(staff = %keeper.id, changed = %id, role = facts.role, outcome = ?changed, "asked to change a member of staff");
    Ok(Json(state.changed(id, changed).await?))
}

/// Forbids a member of staff to sign in, and ends the person's sessions and screens. The last administrator stays one.
#[utoipa::path(
    post, path = "/staff/{id}/disable", tag = "staff", params(("id" = Uuid, Path)), request_body = StaffVersion,
    responses((status = 200, description = "Disabled", body = StaffMember), Unknown, Invalid, Conflict, Refusals)
)]
async fn disable_staff(
    StaffKeeper(keeper): StaffKeeper,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<StaffVersion>,
) -> ApiResult<Json<StaffMember>> {
    let changed = state.store.disable_member(id, Some(wish.version), true, Some(keeper.id)).await?;
    tracing::info!(staff = %keeper.id, disabled = %id, outcome = ?changed, "asked to disable a member of staff");
    let member = state.changed(id, changed).await?;
    state.noted(&member.name).await?;
    Ok(Json(member))
}

/// Lets a member of staff sign in again, with the password from before.
#[utoipa::path(
    post, path = "/staff/{id}/enable", tag = "staff", params(("id" = Uuid, Path)), request_body = StaffVersion,
    responses((status = 200, description = "Enabled", body = StaffMember), Unknown, Invalid, Conflict, Refusals)
)]
async fn enable_staff(
    StaffKeeper(keeper): StaffKeeper,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<StaffVersion>,
) -> ApiResult<Json<StaffMember>> {
    let changed = state.store.disable_member(id, Some(wish.version), false, Some(keeper.id)).await?;
    tracing::info!(staff = %keeper.id, enabled = %id, outcome = ?changed, "asked to enable a member of staff");
    Ok(Json(state.changed(id, changed).await?))
}

/// Gives a member of staff a new first password, shown once, and ends the person's sessions and screens.
#[utoipa::path(
    post, path = "/staff/{id}/password", tag = "staff", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The old password is of no use any more", body = FirstPassword), Unknown, Refusals)
)]
async fn reset_staff_password(
    StaffKeeper(keeper): StaffKeeper,
    State(state): State<ApiState>,
    Id(id): Id,
) -> ApiResult<Json<FirstPassword>> {
    let (first_password, hash) = state.auth.first_password().await?;
    let changed = state.store.reset_member(id, &hash, Some(keeper.id)).await?;
    let member = state.changed(id, changed).await?;
    state.noted(&member.name).await?;
    tracing::info!(staff = %keeper.id, of = %id, "gave a new first password");
    Ok(Json(FirstPassword { member, first_password }))
}
