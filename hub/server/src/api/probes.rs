//! For the machines that look after the hub: is it alive, is it ready, what does it measure.

use crate::auth::origin;
use crate::problem::Problem;
use crate::telemetry::Metrics;
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use hearth_store::Store;
use serde::Serialize;
use std::time::Duration;
use tokio::sync::watch::Receiver;

/// A database that takes longer does not answer.
const STORE_ANSWERS_WITHIN: Duration = Duration::from_secs(2);

#[derive(Clone)]
struct Probes {
    store: Store,
    metrics: Metrics,
    ready: Receiver<bool>,
}

#[derive(Serialize)]
struct Readiness {
    ready: bool,
    missing: Vec<&'static str>,
}

/// `/healthz`, `/readyz`, `/metrics`.
pub fn router(store: Store, metrics: Metrics, ready: Receiver<bool>) -> Router {
    Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(readyz))
        .route("/metrics", get(figures))
        .with_state(Probes { store, metrics, ready })
}

async fn readyz(State(probes): State<Probes>) -> Response {
    let mut missing = Vec::new();
    if !*probes.ready.borrow() {
        missing.push("the watch loop does not judge yet");
    }
    if !matches!(tokio::time::timeout(STORE_ANSWERS_WITHIN, probes.store.identity()).await, Ok(Ok(_))) {
        missing.push("the database does not answer");
    }
    let status = if missing.is_empty() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(Readiness { ready: missing.is_empty(), missing })).into_response()
}

/// Figures tell nothing of a patient, but much of a hospital: for this machine only.
async fn figures(State(probes): State<Probes>, parts: Parts) -> Response {
    if !origin::address(&parts).is_loopback() {
        return Problem::forbidden("read the figures from another machine").into_response();
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], probes.metrics.text()).into_response()
}
