//! The routes of `/session`.

use super::extract::{self, AnySession};
use super::token::{SessionToken, clear_cookie, set_cookie};
use super::{Auth, Change, Session, origin};
use crate::problem::{ApiResult, Body, Problem, ProblemBody};
use axum::Json;
use axum::extract::{FromRef, FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::convert::Infallible;
use std::net::IpAddr;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

/// The wish to sign in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The name to sign in with.
    #[schema(example = "ana.lopez")]
    pub name: String,
    /// The password that belongs to the name.
    pub password: String,
}

/// The wish to change one's own password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The password that is in force now.
    pub current: String,
    /// The new password: at least 12 characters.
    #[schema(min_length = 12, max_length = 256)]
    pub new: String,
}

/// Stands in the answer to a sign-in: who is signed in now.
#[derive(Debug, Clone, Copy)]
pub struct SignedInAs(pub Uuid);

/// Stands in the answer to a sign-in that was refused: the name that was typed, which may be a password by mistake.
#[derive(Clone)]
pub struct TriedAs(pub String);

/// The address for which a sign-in is counted.
pub struct Caller(pub IpAddr);

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Caller(origin::address(parts)))
    }
}

/// The session this browser showed, if any.
pub struct Before(Option<SessionToken>);

impl<S: Send + Sync> FromRequestParts<S> for Before {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Before(extract::token(parts)))
    }
}

/// The routes, to be put under `/api/v1`.
pub fn routes<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S>
where
    Auth: FromRef<S>,
{
    OpenApiRouter::new().routes(routes!(sign_in, session, sign_out)).routes(routes!(change_password))
}

/// Signs in. The session that this browser had before (somebody else's, or one that soon ends) is ended.
#[utoipa::path(
    post, path = "/session", tag = "session", request_body = SignIn,
    responses(
        (status = 200, description = "Signed in; the cookie `hearth_session` holds the session", body = Session),
        (status = 422, description = "invalid: a field is missing or not known", body = ProblemBody, content_type = "application/problem+json"),
        (status = 400, description = "malformed", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "wrong-credentials", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "too-many-attempts; `detail` says how long to wait", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
async fn sign_in(
    State(auth): State<Auth>,
    Caller(address): Caller,
    Before(before): Before,
    Body(wish): Body<SignIn>,
) -> ApiResult<Response> {
    let (token, session) = match auth.sign_in(&wish.name, &wish.password, address).await {
        Ok(opened) => opened,
        Err(problem) => {
            let mut response = problem.into_response();
            response.extensions_mut().insert(TriedAs(wish.name));
            return Ok(response);
        }
    };
    if let Some(before) = before {
        auth.sign_out(&before).await?;
    }
    let person = session.staff.id;
    let mut response = with_cookie(Json(session), &set_cookie(&token, auth.secure_cookies()))?;
    response.extensions_mut().insert(SignedInAs(person));
    Ok(response)
}

/// The session in force.
#[utoipa::path(
    get, path = "/session", tag = "session",
    responses(
        (status = 200, description = "Signed in", body = Session),
        (status = 401, description = "not-signed-in", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
async fn session(AnySession { session, .. }: AnySession) -> Json<Session> {
    Json(session)
}

/// Signs out. Also succeeds without a session.
#[utoipa::path(delete, path = "/session", tag = "session", responses((status = 204, description = "No session any more")))]
async fn sign_out(State(auth): State<Auth>, parts: Parts) -> ApiResult<Response> {
    if let Some(token) = extract::token(&parts) {
        auth.sign_out(&token).await?;
    }
    with_cookie(StatusCode::NO_CONTENT, &clear_cookie(auth.secure_cookies()))
}

/// Changes one's own password and ends one's other sessions.
#[utoipa::path(
    post, path = "/session/password", tag = "session", request_body = PasswordChange,
    responses(
        (status = 204, description = "Changed"),
        (status = 400, description = "malformed", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "wrong-credentials: the current password", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "invalid: the new password", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "too-many-attempts", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
async fn change_password(
    State(auth): State<Auth>,
    AnySession { token, session }: AnySession,
    Caller(address): Caller,
    Body(wish): Body<PasswordChange>,
) -> ApiResult<StatusCode> {
    let change = Change { current: &wish.current, new: &wish.new, address };
    auth.change_password(token.hash(), &session.staff, change).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn with_cookie(body: impl IntoResponse, cookie: &str) -> ApiResult<Response> {
    let mut response = body.into_response();
    let value = HeaderValue::from_str(cookie).map_err(Problem::internal)?;
    response.headers_mut().insert(header::SET_COOKIE, value);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
