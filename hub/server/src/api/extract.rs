//! Paths and queries, read or refused as a problem.

use crate::problem::{Problem, Thing, field_problem, nul};
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// The id in a path. A text that is not an id leads to `not-found`.
#[derive(Debug, Clone, Copy)]
pub struct Id<T = Uuid>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        if nul::in_path(parts.uri.path()) {
            return Err(Problem::not_found(Thing::Resource));
        }
        let path = Path::<T>::from_request_parts(parts, state).await;
        path.map(|Path(id)| Id(id)).map_err(|_| Problem::not_found(Thing::Resource))
    }
}

/// The query of an address.
#[derive(Debug, Clone, Copy)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let query = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        let axum::extract::Query(value) = query.map_err(|error| field_problem(&error.body_text(), "query"))?;
        parts.uri.query().and_then(nul::in_query).map_or(Ok(Query(value)), |field| Err(nul::problem(field)))
    }
}
