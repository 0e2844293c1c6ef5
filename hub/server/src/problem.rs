//! Errors of the API as RFC 9457 problems, each with the id of its request.
//!
//! The id stands in the answer, in the header `x-request-id` and in the log line, so that
//! what a nurse reads out on the phone finds the line. Details name things and acts, never
//! a patient.

mod body;
pub mod nul;

pub use body::{Body, field_problem};

use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Header that carries the id of a request.
pub const REQUEST_ID: &str = "x-request-id";

tokio::task_local! {
    static CORRELATION: Uuid;
}

/// What kind of problem: the end of its `urn:hearth:problem:` type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    WrongCredentials,
    NotSignedIn,
    Forbidden,
    PasswordChangeRequired,
    NotFound,
    Malformed,
    Invalid,
    Conflict,
    AlreadyAcknowledged,
    TooLate,
    BindingOverlap,
    StoreUnavailable,
    TooManyAttempts,
    MethodNotAllowed,
    Timeout,
    Internal,
}

impl Kind {
    const ALL: [Kind; 16] = [
        Kind::WrongCredentials,
        Kind::NotSignedIn,
        Kind::Forbidden,
        Kind::PasswordChangeRequired,
        Kind::NotFound,
        Kind::Malformed,
        Kind::Invalid,
        Kind::Conflict,
        Kind::AlreadyAcknowledged,
        Kind::TooLate,
        Kind::BindingOverlap,
        Kind::StoreUnavailable,
        Kind::TooManyAttempts,
        Kind::MethodNotAllowed,
        Kind::Timeout,
        Kind::Internal,
    ];

    const fn facts(self) -> (&'static str, StatusCode, &'static str) {
        match self {
            Kind::WrongCredentials => ("wrong-credentials", StatusCode::UNAUTHORIZED, "Wrong name or password"),
            Kind::NotSignedIn => ("not-signed-in", StatusCode::UNAUTHORIZED, "Not signed in"),
            Kind::Forbidden => ("forbidden", StatusCode::FORBIDDEN, "Not allowed for your role"),
            Kind::PasswordChangeRequired => ("password-change-required", StatusCode::FORBIDDEN, "Change your password first"),
            Kind::NotFound => ("not-found", StatusCode::NOT_FOUND, "Not found"),
            Kind::Malformed => ("malformed", StatusCode::BAD_REQUEST, "The request cannot be read"),
            Kind::Invalid => ("invalid", StatusCode::UNPROCESSABLE_ENTITY, "Some fields are not valid"),
            Kind::Conflict => ("conflict", StatusCode::CONFLICT, "Changed by someone else"),
            Kind::AlreadyAcknowledged => ("already-acknowledged", StatusCode::CONFLICT, "Already acknowledged"),
            Kind::TooLate => ("too-late", StatusCode::CONFLICT, "It came too late"),
            Kind::BindingOverlap => ("binding-overlap", StatusCode::CONFLICT, "The device is bound at that time"),
            Kind::StoreUnavailable => ("store-unavailable", StatusCode::SERVICE_UNAVAILABLE, "The database does not answer"),
            Kind::TooManyAttempts => ("too-many-attempts", StatusCode::TOO_MANY_REQUESTS, "Too many attempts"),
            Kind::MethodNotAllowed => ("method-not-allowed", StatusCode::METHOD_NOT_ALLOWED, "Not done this way"),
            Kind::Timeout => ("timeout", StatusCode::GATEWAY_TIMEOUT, "No answer in time"),
            Kind::Internal => ("internal", StatusCode::INTERNAL_SERVER_ERROR, "The hub made a mistake"),
        }
    }
}

/// The ends of all `urn:hearth:problem:` types.
pub fn slugs() -> impl Iterator<Item = &'static str> {
    Kind::ALL.into_iter().map(|kind| kind.facts().0)
}

/// One field that is not valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// Path of the field, as `limits[0].low`.
    pub field: String,
    /// What to write instead.
    pub message: String,
}

impl FieldError {
    /// A field and its mend.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// The body of a problem, as it goes over the wire.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemBody {
    /// `urn:hearth:problem:<slug>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What kind of problem, for a person.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// What happened, to which thing, and what to do.
    pub detail: String,
    /// Id of the request, as in the log.
    pub correlation_id: Uuid,
    /// The fields that are not valid.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The alert as it is now, where someone else was first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<crate::feed::message::Alert>)]
    pub alert: Option<serde_json::Value>,
}

/// An error of the API.
#[derive(Debug)]
pub struct Problem(Box<Facts>);

/// Boxed: a handler's result stays small.
#[derive(Debug)]
struct Facts {
    kind: Kind,
    detail: String,
    errors: Vec<FieldError>,
    alert: Option<serde_json::Value>,
    retry_after_s: Option<u64>,
    /// Told to the log alone.
    cause: Option<String>,
}

/// Result of a handler.
pub type ApiResult<T> = Result<T, Problem>;

impl Problem {
    fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self(Box::new(Facts { kind, detail: detail.into(), errors: Vec::new(), alert: None, retry_after_s: None, cause: None }))
    }

    /// The same answer for an unknown name and a wrong password.
    pub fn wrong_credentials() -> Self {
        Self::new(Kind::WrongCredentials, "Check the name and the password, and try again.")
    }

    /// No session, or one that has ended.
    pub fn not_signed_in() -> Self {
        Self::new(Kind::NotSignedIn, "Sign in and try again.")
    }

    /// The role may not do this; `act` completes "Your role may not ...".
    pub fn forbidden(act: &str) -> Self {
        Self::new(Kind::Forbidden, format!("Your role may not {act}. Ask someone who may."))
    }

    /// The first sign-in asks for a password of one's own.
    pub fn password_change_required() -> Self {
        Self::new(Kind::PasswordChangeRequired, "Choose a password of your own (POST /api/v1/session/password), then go on.")
    }

    /// Nothing has that id; `what` as "the alert".
    pub fn not_found(what: &str) -> Self {
        Self::new(Kind::NotFound, format!("{what} does not exist, or you may not see it."))
    }

    /// The body, a path or a query cannot be read at all.
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self::new(Kind::Malformed, detail)
    }

    /// Fields that can be read but not accepted.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let names: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        let detail = format!("Correct {} and send it again.", names.join(", "));
        let mut problem = Self::new(Kind::Invalid, detail);
        problem.0.errors = errors;
        problem
    }

    /// One field that cannot be accepted.
    pub fn invalid_field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::invalid(vec![FieldError::new(field, message)])
    }

    /// The thing changed, or facts do not fit together.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(Kind::Conflict, detail)
    }

    /// An act that arrived too long after it was done by its person.
    pub fn too_late(detail: impl Into<String>) -> Self {
        Self::new(Kind::TooLate, detail)
    }

    /// Someone else was first: `detail` names who and when, `alert` is as it stands now.
    pub fn already_acknowledged(detail: impl Into<String>, alert: serde_json::Value) -> Self {
        let mut problem = Self::new(Kind::AlreadyAcknowledged, detail);
        problem.0.alert = Some(alert);
        problem
    }

    /// The device is bound to another episode at that time.
    pub fn binding_overlap(detail: impl Into<String>) -> Self {
        Self::new(Kind::BindingOverlap, detail)
    }

    /// The database does not answer; `cause` goes to the log alone.
    pub fn store_unavailable(cause: impl std::fmt::Display) -> Self {
        let mut problem = Self::new(
            Kind::StoreUnavailable,
            "It is not known to have been done. Look again in a few seconds, and try again if it was not.",
        );
        problem.0.retry_after_s = Some(5);
        problem.0.cause = Some(cause.to_string());
        problem
    }

    /// The change is stored, but the engine's loop has not taken it in; `cause` goes to the log alone.
    pub fn not_in_force_yet(cause: impl std::fmt::Display) -> Self {
        let mut problem = Self::store_unavailable(cause);
        problem.0.detail = "The change is stored, but not in force yet. Look again in a few seconds; do not send it twice.".into();
        problem
    }

    /// The hub is about to end.
    pub fn stopping() -> Self {
        let mut problem = Self::store_unavailable("the hub is stopping");
        problem.0.detail = "The hub is stopping. Try again in a minute.".into();
        problem
    }

    /// Nobody knows whether it was done.
    pub fn timed_out() -> Self {
        Self::new(Kind::Timeout, "The hub did not answer in time. Look whether it was done before you try again.")
    }

    /// The address exists, but not for this method.
    pub fn method_not_allowed() -> Self {
        Self::new(Kind::MethodNotAllowed, "This address does not take this method. See /api/openapi.json.")
    }

    /// Sign-in is closed for a while.
    pub fn too_many_attempts(wait_s: u64) -> Self {
        let mut problem = Self::new(Kind::TooManyAttempts, format!("Wait {wait_s} s, then try again."));
        problem.0.retry_after_s = Some(wait_s);
        problem
    }

    /// A fault of the hub itself; `cause` goes to the log alone.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        let mut problem = Self::new(Kind::Internal, "Tell the people who run the hub the correlation id.");
        problem.0.cause = Some(cause.to_string());
        problem
    }

    /// HTTP status of the answer.
    pub fn status(&self) -> StatusCode {
        self.0.kind.facts().1
    }

    fn log(&self, id: Uuid) {
        let (slug, status, _) = self.0.kind.facts();
        let cause = self.0.cause.as_deref().unwrap_or("");
        if status.is_server_error() {
            tracing::error!(correlation_id = %id, slug, cause, "request failed");
        } else {
            tracing::debug!(correlation_id = %id, slug, "request refused");
        }
        metrics::counter!("hearth_http_problems_total", "type" => slug).increment(1);
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let id = CORRELATION.try_with(|id| *id).unwrap_or_else(|_| Uuid::now_v7());
        self.log(id);
        let (slug, status, title) = self.0.kind.facts();
        let body = ProblemBody {
            kind: format!("urn:hearth:problem:{slug}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: self.0.detail,
            correlation_id: id,
            errors: self.0.errors,
            alert: self.0.alert,
        };
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.0.retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Middleware: gives each request an id, for problems, the log and the answer's header.
pub async fn correlate(request: Request, next: Next) -> Response {
    let id = Uuid::now_v7();
    let mut response = CORRELATION.scope(id, next.run(request)).await;
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn body(problem: Problem) -> (StatusCode, serde_json::Value) {
        let response = problem.into_response();
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), 65_536).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap())
    }

    #[tokio::test]
    async fn a_problem_names_its_fields_and_its_request() {
        let id = Uuid::now_v7();
        let problem = Problem::invalid_field("limits[0].low", "write less than high");
        let (status, json) = CORRELATION.scope(id, body(problem)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(json["type"], "urn:hearth:problem:invalid");
        assert_eq!(json["errors"][0]["field"], "limits[0].low");
        assert_eq!(json["correlation_id"], id.to_string());
    }

    #[tokio::test]
    async fn the_cause_of_a_fault_stays_in_the_log() {
        let (status, json) = body(Problem::store_unavailable("connect to /secret/socket")).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(!json.to_string().contains("secret"));
    }
}
