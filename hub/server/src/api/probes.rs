//! For the machines that look after the hub: is it alive, is it ready, what does it measure.

use crate::auth::origin;
use crate::clock;
use crate::problem::{Cause, Problem, ProblemBody};
use crate::readiness::{Part, Signs};
use crate::telemetry::Metrics;
use axum::extract::State;
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use hearth_store::Store;
use hearth_vitals::coded::English;
use serde::Serialize;
use std::time::Duration;
use tokio::time::timeout;

/// The longest wait for the database.
const STORE_ANSWERS_WITHIN: Duration = Duration::from_secs(2);

#[derive(Clone)]
struct Probes {
    store: Store,
    metrics: Metrics,
    signs: Signs,
}

/// The answer of `/readyz`. While the hub is not ready it is a problem as well.
#[derive(Serialize)]
struct Readiness {
    ready: bool,
    /// What is missing for being ready, in words.
    missing: Vec<String>,
    /// Every part of the hub, with whether it does its work.
    parts: Vec<Part>,
    #[serde(flatten)]
    problem: Option<ProblemBody>,
}

/// The routes of `/healthz`, `/readyz` and `/metrics`, which need no session.
pub fn router(store: Store, metrics: Metrics, signs: Signs) -> Router {
    Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(readyz))
        .route("/metrics", get(figures))
        .with_state(Probes { store, metrics, signs })
}

async fn readyz(State(probes): State<Probes>) -> Response {
    let database = match timeout(STORE_ANSWERS_WITHIN, probes.store.identity()).await {
        Ok(Ok(_)) => None,
        Ok(Err(error)) => {
            // The message may hold an address, so it goes to the log only.
            tracing::debug!(%error, "the database does not answer the question whether the hub is ready");
            Some("the database does not answer".to_owned())
        }
        Err(_) => Some(format!("the database has not answered for {} s", STORE_ANSWERS_WITHIN.as_secs())),
    };
    let parts = probes.signs.parts(database, clock::mono_ms());
    let missing: Vec<String> = parts.iter().filter(|part| !part.ok).map(|part| format!("{}: {}", part.name, part.detail)).collect();
    if missing.is_empty() {
        return Json(Readiness { ready: true, missing, parts, problem: None }).into_response();
    }
    let problem = Problem::from(Cause::HubNotReady { missing: English(missing.join("; ")) });
    problem.answer(|problem| Readiness { ready: false, missing, parts, problem: Some(problem) })
}

/// The figures say nothing of a patient, but much of a hospital, so they can be read on this machine only.
async fn figures(State(probes): State<Probes>, parts: Parts) -> Response {
    if !origin::address(&parts).is_loopback() {
        return Problem::from(Cause::FiguresElsewhere {}).into_response();
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], probes.metrics.text()).into_response()
}
