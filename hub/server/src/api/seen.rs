//! Whose data is asked for: every read of a patient takes one of these as an argument, so that what is read is kept to the
//! patients whom the person may see.
//!
//! ```text
//! async fn readings(OfStay { id, .. }: OfStay<Measurements>, ...) -> ApiResult<Json<Readings>>
//! ```

use super::extract::Id;
use crate::auth::extract::SignedIn;
use crate::auth::patients::Patients;
use crate::auth::right::Right;
use crate::auth::{Auth, Staff};
use crate::problem::{Cause, Problem, Thing};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use std::marker::PhantomData;
use uuid::Uuid;

/// Somebody with the right to see this of some or all patients; lists have to be limited to `patients`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Among<Seen> {
    /// The patients whom the person may see.
    pub patients: Patients,
    /// The person who sent the request.
    pub person: Staff,
    seen: PhantomData<Seen>,
}

impl<Seen: SeenOfPatients, S: Send + Sync> FromRequestParts<S> for Among<Seen>
where
    Auth: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let SignedIn(person) = SignedIn::from_request_parts(parts, state).await?;
        let patients = Patients::of(person.role, Seen::RIGHT).ok_or(Cause::Forbidden { right: Seen::RIGHT })?;
        Ok(Among { patients, person, seen: PhantomData })
    }
}

/// The stay whose id stands in the path, asked for by someone who may see this of it. Somebody else's does not exist for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfStay<Seen> {
    /// Id of the stay.
    pub id: Uuid,
    /// The person who sent the request.
    pub person: Staff,
    seen: PhantomData<Seen>,
}

impl<Seen: SeenOfPatients, S: Send + Sync> FromRequestParts<S> for OfStay<Seen>
where
    Auth: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Among { patients, person, seen } = Among::<Seen>::from_request_parts(parts, state).await?;
        let Id(id) = Id::<Uuid>::from_request_parts(parts, state).await?;
        if patients.include(id) { Ok(OfStay { id, person, seen }) } else { Err(Problem::not_found(Thing::Episode)) }
    }
}

/// What can be seen of patients, as the type that [`Among`] and [`OfStay`] ask for.
pub trait SeenOfPatients: Send {
    /// The right to see it.
    const RIGHT: Right;
}

macro_rules! seen {
    ($($(#[$doc:meta])* $name:ident = $right:expr;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub struct $name;

            impl SeenOfPatients for $name {
                const RIGHT: Right = $right;
            }
        )*
    };
}

seen! {
    /// Names, contacts and stays of patients.
    Facts = Right::SeePatients;
    /// What is measured and observed, and what happened.
    Measurements = Right::SeeMeasurements;
    /// How to get into the home.
    Access = Right::SeeAccess;
    /// Alarm limits and the profiles that hold them.
    Rules = Right::SeeRules;
}

/// Someone who may see alerts: those of patients, or those about what has to be mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlertViewer {
    /// Alerts of these patients, whole. The hub's own as well, if these are all.
    Of(Patients),
    /// Alerts about devices, gateways and the hub, without whose they are and without measurements.
    Machines,
}

impl<S: Send + Sync> FromRequestParts<S> for AlertViewer
where
    Auth: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let SignedIn(person) = SignedIn::from_request_parts(parts, state).await?;
        match Patients::of(person.role, Right::SeeAlerts) {
            Some(patients) => Ok(AlertViewer::Of(patients)),
            None if person.role.has(Right::SeeKits) => Ok(AlertViewer::Machines),
            None => Err(Cause::Forbidden { right: Right::SeeAlerts }.into()),
        }
    }
}
