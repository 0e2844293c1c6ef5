//! Errors of the API as RFC 9457 problems, each with the id of its request.
//!
//! The id stands in the answer, in the header `x-request-id` and in the log line, so that
//! what a nurse reads out on the phone finds the line. Details name things and acts, never
//! a patient. Whatever is refused has a [`Cause`], a code with parameters, and each field a
//! [`Mend`]: screens have words for them in every language.

mod body;
mod cause;
mod in_state;
mod kind;
mod mend;
pub mod nul;
mod thing;

pub use body::{Body, field_problem};
pub use cause::Cause;
pub use in_state::InState;
pub use kind::slugs;
pub use mend::{Mend, implausible};
pub use thing::Thing;

use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hearth_vitals::coded::{Choices, Params};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Header that carries the id of a request.
pub const REQUEST_ID: &str = "x-request-id";

tokio::task_local! {
    static CORRELATION: Uuid;
}

/// One field that is not valid.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FieldError {
    /// Path of the field, as `limits[0].low`.
    field: String,
    /// Why the field cannot be accepted, as a fixed code: `field_faults` of `x-codes`.
    code: String,
    /// The parameters of the sentence, by name; `x-params` says what each is.
    #[schema(value_type = Object)]
    params: Params,
    /// What to write instead, in English.
    message: String,
}

impl FieldError {
    /// Builds the error of a field from a mend; there is no other constructor, so that no fault is explained in English alone.
    pub fn new(field: impl Into<String>, mend: impl Into<Mend>) -> Self {
        let mend = mend.into();
        Self { field: field.into(), code: mend.code().to_owned(), params: mend.params(), message: mend.english() }
    }

    /// The same fault at a field of another name.
    #[must_use]
    pub fn at(self, field: &str) -> Self {
        Self { field: field.to_owned(), ..self }
    }

    /// Path of the field.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// What to write instead, in English.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl std::fmt::Display for FieldError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.field, self.message)
    }
}

/// The body of a problem, as it goes over the wire.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemBody {
    /// What kind of problem, as `urn:hearth:problem:<slug>`; the slugs are `problems` of `x-codes`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What kind of problem, in English.
    pub title: String,
    /// HTTP status of the answer.
    pub status: u16,
    /// Why the request was refused, as a fixed code: `causes` of `x-codes`.
    pub code: String,
    /// The parameters of the sentence, by name; `x-params` says what each is.
    #[schema(value_type = Object)]
    pub params: Params,
    /// What happened, to which thing, and what to do, in English: for logs and scripts.
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
    /// What was to be changed, as it is now, where someone else was first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub current: Option<serde_json::Value>,
}

/// An error of the API.
#[derive(Debug)]
pub struct Problem(Box<Facts>);

/// Boxed: a handler's result stays small.
#[derive(Debug)]
struct Facts {
    cause: Cause,
    errors: Vec<FieldError>,
    alert: Option<serde_json::Value>,
    current: Option<serde_json::Value>,
    /// A detail that is written to the log but never sent to the client.
    fault: Option<String>,
}

/// Result of a handler.
pub type ApiResult<T> = Result<T, Problem>;

impl From<Cause> for Problem {
    fn from(cause: Cause) -> Problem {
        Problem(Box::new(Facts { cause, errors: Vec::new(), alert: None, current: None, fault: None }))
    }
}

impl Problem {
    /// The problem that no such thing exists, or that this person may not see it.
    pub fn not_found(thing: Thing) -> Self {
        Cause::NotFound { thing }.into()
    }

    /// The cause: why the request is refused.
    pub const fn cause(&self) -> &Cause {
        &self.0.cause
    }

    /// The problem that fields of the request can be read but not accepted.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let fields = Choices::new("fields", errors.iter().map(|error| error.field.clone()));
        let mut problem = Self::from(Cause::Invalid { fields });
        problem.0.errors = errors;
        problem
    }

    /// The problem that one field of the request cannot be accepted.
    pub fn invalid_field(field: impl Into<String>, mend: impl Into<Mend>) -> Self {
        Self::invalid(vec![FieldError::new(field, mend)])
    }

    /// Adds the alert as it is now to the problem.
    #[must_use]
    pub fn showing(mut self, alert: serde_json::Value) -> Self {
        self.0.alert = Some(alert);
        self
    }

    /// Adds the current version of what was to be changed to the problem.
    #[must_use]
    pub fn with_current(mut self, current: serde_json::Value) -> Self {
        self.0.current = Some(current);
        self
    }

    fn of_fault(cause: Cause, fault: impl std::fmt::Display) -> Self {
        let mut problem = Self::from(cause);
        problem.0.fault = Some(fault.to_string());
        problem
    }

    /// The problem that the database does not answer; `fault` goes to the log only.
    pub fn store_unavailable(fault: impl std::fmt::Display) -> Self {
        Self::of_fault(Cause::OutcomeUnknown {}, fault)
    }

    /// The problem that the change is stored but the engine's loop has not taken it in; `fault` goes to the log only.
    pub fn not_in_force_yet(fault: impl std::fmt::Display) -> Self {
        Self::of_fault(Cause::NotInForceYet {}, fault)
    }

    /// The problem that the hub itself failed; `fault` goes to the log only.
    pub fn internal(fault: impl std::fmt::Display) -> Self {
        Self::of_fault(Cause::Internal {}, fault)
    }

    fn body(self, id: Uuid) -> ProblemBody {
        let Facts { cause, errors, alert, current, .. } = *self.0;
        let (slug, status, title) = cause.kind().facts();
        ProblemBody {
            kind: format!("urn:hearth:problem:{slug}"),
            title: title.to_owned(),
            status: status.as_u16(),
            code: cause.code().to_owned(),
            params: cause.params(),
            detail: cause.english(),
            correlation_id: id,
            errors,
            alert,
            current,
        }
    }

    /// Makes the HTTP response; `body` may add fields to those of the problem.
    pub fn answer<T: Serialize>(self, body: impl FnOnce(ProblemBody) -> T) -> Response {
        let id = CORRELATION.try_with(|id| *id).unwrap_or_else(|_| Uuid::now_v7());
        self.log(id);
        let (status, retry_after_s) = (self.status(), self.0.cause.retry_after_s());
        let mut response = (status, Json(body(self.body(id)))).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }

    /// HTTP status of the answer.
    pub fn status(&self) -> StatusCode {
        self.0.cause.kind().facts().1
    }

    fn log(&self, id: Uuid) {
        let (slug, status, _) = self.0.cause.kind().facts();
        let (code, fault) = (self.0.cause.code(), self.0.fault.as_deref().unwrap_or(""));
        if status.is_server_error() {
            tracing::error!(correlation_id = %id, slug, code, fault, "request failed");
        } else {
            tracing::debug!(correlation_id = %id, slug, code, "request refused");
        }
        metrics::counter!("hearth_http_problems_total", "type" => slug).increment(1);
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.answer(|body| body)
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
        let problem = Problem::invalid_field("limits[0].low", Mend::LimitLowNotBelowHigh { vital: hearth_vitals::Vital::Spo2 });
        let (status, json) = CORRELATION.scope(id, body(problem)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(json["type"], "urn:hearth:problem:invalid");
        assert_eq!((&json["code"], &json["params"]["fields"]["codes"][0]), (&"invalid".into(), &"limits[0].low".into()));
        let error = serde_json::json!({
            "field": "limits[0].low",
            "code": "limit_low_not_below_high",
            "params": { "vital": "spo2" },
            "message": "spo2: the low limit must be below the high limit",
        });
        assert_eq!(json["errors"], serde_json::json!([error]));
        assert_eq!(json["correlation_id"], id.to_string());
    }

    #[tokio::test]
    async fn the_cause_of_a_fault_stays_in_the_log() {
        let (status, json) = body(Problem::store_unavailable("connect to /secret/socket")).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(!json.to_string().contains("secret"));
    }
}
