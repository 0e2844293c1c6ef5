//! What holds for every answer: its headers, its time, its method.

use crate::problem::{Cause, Problem};
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::time::{Duration, Instant};
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

/// A request that takes longer has lost its person.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// Scripts, fonts, workers and connections of this very site only. Styles may stand in the
/// page: charts and transitions set them there.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src 'self'; \
    object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const HEADERS: [(header::HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Paths hold ids of patients' episodes.
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // What no handler says otherwise is of a patient and stays in no cache.
    (header::CACHE_CONTROL, "no-store"),
];

/// Middleware: the headers of every answer.
pub async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Texts; fonts are compressed already.
pub fn worth_compressing() -> impl Predicate {
    DefaultPredicate::new().and(NotForContentType::const_new("font/"))
}

/// Middleware: an answer in time. An open feed has answered already.
pub async fn time_out(request: Request, next: Next) -> Response {
    match tokio::time::timeout(ANSWER_WITHIN, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::from(Cause::TimedOut {}).into_response(),
    }
}

/// Middleware: how long each route takes. Routes by their pattern: no id, nothing of a patient.
pub async fn measure(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let begin = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    let labels = [("method", method.to_string()), ("route", route), ("status", status)];
    metrics::histogram!("hearth_http_duration_seconds", &labels).record(begin.elapsed());
    response
}

/// A path that exists, asked in another way.
pub async fn wrong_method() -> Problem {
    Cause::MethodNotAllowed {}.into()
}
