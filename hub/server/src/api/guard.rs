//! Rules for every answer: its headers, its time, its method.

use crate::auth::Auth;
use crate::auth::origin::same_site;
use crate::problem::{Cause, Problem};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::time::{Duration, Instant};
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

/// The longest time for a request; nobody waits any longer.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// Allows scripts, fonts, workers and connections of this site only. Styles may stand in the page: charts and transitions set
/// them there.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src 'self'; \
    object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Forbids functions of the device that no page uses. A crew's phone reports its position, and screens stay on and ring.
const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(self), gyroscope=(), magnetometer=(), \
    microphone=(), midi=(), payment=(), usb=(), autoplay=(self), fullscreen=(self), screen-wake-lock=(self)";
const HEADERS: [(header::HeaderName, &str); 8] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Paths hold ids of patients' episodes.
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::HeaderName::from_static("permissions-policy"), PERMISSIONS),
    // Unless a handler says otherwise, an answer may be about a patient and is not cached.
    (header::CACHE_CONTROL, "no-store"),
];

/// Middleware: requests that change something must come from a page of this site, or from a program.
pub async fn own_site(State(auth): State<Auth>, request: Request, next: Next) -> Response {
    if request.method().is_safe() || same_site(request.headers(), auth.secure_cookies()) {
        return next.run(request).await;
    }
    Problem::from(Cause::ForeignSite {}).into_response()
}

/// Middleware: the headers of every answer.
pub async fn headers(State(auth): State<Auth>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if auth.secure_cookies() {
        // Other hosts of the site's domain are not the hub's to speak for.
        let remembered = format!("max-age={}", auth.strict_transport_s());
        response.headers_mut().extend(HeaderValue::try_from(remembered).map(|value| (header::STRICT_TRANSPORT_SECURITY, value)));
    }
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Only texts are worth compressing; fonts are compressed already.
pub fn worth_compressing() -> impl Predicate {
    DefaultPredicate::new().and(NotForContentType::const_new("font/"))
}

/// Middleware: answers with `timeout` when a request takes too long. An open feed has answered already.
pub async fn time_out(request: Request, next: Next) -> Response {
    match tokio::time::timeout(ANSWER_WITHIN, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::from(Cause::TimedOut {}).into_response(),
    }
}

/// Middleware: measures how long each route takes. Routes are named by their pattern, so that nothing of a patient is in the
/// figures.
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

/// The answer for a path that exists, with another method.
pub async fn wrong_method() -> Problem {
    Cause::MethodNotAllowed {}.into()
}
