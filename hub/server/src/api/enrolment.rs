//! `/enrolment`: how a box becomes a gateway, and how a gateway gets its next certificate.
//!
//! Nobody is signed in here: a box proves that it knows a code which a technician made, and a gateway proves that it has its key.
//! Guessing is slowed down by address and by mark, as it is for passwords.

use super::ApiState;
use super::documented::{Conflict, Invalid, Refusals, Throttled, Unknown};
use super::extract::Id;
use crate::auth::extract::KitKeeper;
use crate::auth::handlers::Caller;
use crate::certificates::authority::key_of;
use crate::clock;
use crate::gatekeeper::NotEnrolled;
use crate::problem::{ApiResult, Body, Cause, Mend, Problem, Thing};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hearth_trust::{code, messages};
use hearth_vitals::GatewayId;
use hearth_vitals::coded::Seconds;
use serde::{Deserialize, Serialize};
use std::sync::PoisonError;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(make_code)).routes(routes!(greet)).routes(routes!(enrol)).routes(routes!(renew))
}

/// A code with which a box becomes a gateway. It is shown only now.
#[derive(Serialize, ToSchema)]
struct EnrolmentCode {
    /// Id of the gateway that the box becomes.
    gateway: String,
    /// Eight words, separated by blanks, that are typed into the box.
    words: String,
    /// When the code ends, ms since 1970.
    until: i64,
}

/// The mark of a code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Mark {
    /// 16 bytes that follow from the code, in hexadecimal.
    mark: String,
}

/// The hub's authority, and the proof that it is the hub's.
#[derive(Serialize, ToSchema)]
struct Greeting {
    /// The certificate of the hub's authority, PEM.
    authority: String,
    /// The seal of the code over it, in hexadecimal.
    seal: String,
}

/// The wish to become a gateway.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Enrolment {
    /// The mark of the code.
    mark: String,
    /// The signature over the request with the key that follows from the code, in hexadecimal.
    proof: String,
    /// A certificate request (PKCS 10, PEM), signed with the key that the box made.
    request: String,
}

/// The wish for the next certificate.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Renewal {
    /// A certificate request (PKCS 10, PEM), signed with the key that the gateway has.
    request: String,
}

/// What a box needs to be a gateway.
#[derive(Serialize, ToSchema)]
struct Enrolled {
    /// Id of the gateway that the box is from now on.
    gateway: String,
    /// The shard in which its topics lie.
    shard: String,
    /// The gateway's own certificate for the broker, PEM.
    certificate: String,
    /// The authority that signed it and the broker's, PEM.
    authority: String,
    /// Where the broker is; `null` where the hub is.
    broker_host: Option<String>,
    /// The broker's port for TLS.
    broker_port: u16,
}

impl From<messages::Enrolled> for Enrolled {
    fn from(made: messages::Enrolled) -> Enrolled {
        let messages::Enrolled { gateway, shard, certificate, authority, broker_host, broker_port } = made;
        Enrolled { gateway, shard, certificate, authority, broker_host, broker_port }
    }
}

fn refused(why: NotEnrolled) -> Problem {
    metrics::counter!("hearth_enrolments_refused_total").increment(1);
    match why {
        NotEnrolled::NoSuchCode => Cause::CodeUnknown {}.into(),
        NotEnrolled::Late => Cause::CodeLate {}.into(),
        NotEnrolled::Used => Cause::CodeUsed {}.into(),
        NotEnrolled::UnknownKey => Cause::KeyUnknown {}.into(),
        NotEnrolled::Early { wait_s } => Cause::TooManyAttempts { wait: Seconds(wait_s) }.into(),
        NotEnrolled::NoTls => Cause::NoEnrolment {}.into(),
        NotEnrolled::NoGateway => Problem::not_found(Thing::Gateway),
        NotEnrolled::BadRequest => Problem::invalid_field("request", Mend::CertificateRequest {}),
        NotEnrolled::Failed(error) => Problem::internal(error),
    }
}

fn mark(text: &str) -> ApiResult<[u8; 16]> {
    code::mark(text).ok_or_else(|| Cause::CodeUnknown {}.into())
}

impl ApiState {
    /// Counts a guess, or says how long to wait.
    fn guessed(&self, name: &str, Caller(address): &Caller) -> ApiResult<()> {
        let mut guesses = self.guesses.lock().unwrap_or_else(PoisonError::into_inner);
        guesses.admit(name, *address, clock::mono_ms()).map_err(|wait_s| Cause::TooManyAttempts { wait: Seconds(wait_s) }.into())
    }

    fn was_right(&self, name: &str, Caller(address): &Caller) {
        self.guesses.lock().unwrap_or_else(PoisonError::into_inner).succeeded(name, *address);
    }

    /// Carries out a request that counts as a guess until it proves right, and finishes it even if the caller hangs up.
    async fn by_guess<T: Send + 'static>(
        &self,
        (name, from): (&str, &Caller),
        work: impl Future<Output = Result<T, NotEnrolled>> + Send + 'static,
    ) -> ApiResult<T> {
        self.guessed(name, from)?;
        let done = tokio::spawn(work).await.map_err(Problem::internal)?;
        match &done {
            Ok(_) => self.was_right(name, from),
            // It has proven its key. The name stays counted: nobody asks for ever.
            Err(NotEnrolled::Early { .. }) => self.guesses.lock().unwrap_or_else(PoisonError::into_inner).address_succeeded(from.0),
            Err(why) => tracing::warn!(why = why.word(), from = %from.0, "an enrolment or a renewal was refused"),
        }
        done.map_err(refused)
    }
}

/// Makes a code with which a box becomes this gateway, in the place of the box that is it now: eight words, for a quarter of an
/// hour, once.
#[utoipa::path(
    post, path = "/gateways/{id}/code", tag = "equipment", params(("id" = String, Path)),
    responses((status = 201, description = "The code, shown only now", body = EnrolmentCode), Unknown, Conflict, Refusals)
)]
async fn make_code(
    KitKeeper(keeper): KitKeeper,
    State(state): State<ApiState>,
    Id(gateway): Id<String>,
) -> ApiResult<(StatusCode, Json<EnrolmentCode>)> {
    let gateway = GatewayId::new(&gateway).map_err(|_| Problem::not_found(Thing::Gateway))?;
    let made = state.gatekeeper.make_code(&gateway, Some(keeper.id)).await.map_err(refused)?;
    tracing::info!(staff = %keeper.id, %gateway, "made a code for a gateway");
    Ok((StatusCode::CREATED, Json(EnrolmentCode { gateway: gateway.to_string(), words: made.words, until: made.until.0 })))
}

/// Shows the hub's authority to a box with a code, with the proof that it is this hub's.
#[utoipa::path(
    post, path = "/enrolment/hello", tag = "enrolment", request_body = Mark,
    responses((status = 200, body = Greeting), Invalid, Conflict, Throttled)
)]
async fn greet(from: Caller, State(state): State<ApiState>, Body(shown): Body<Mark>) -> ApiResult<Json<Greeting>> {
    let (gatekeeper, bytes) = (state.gatekeeper.clone(), mark(&shown.mark)?);
    let messages::Greeting { authority, seal } =
        state.by_guess((&shown.mark, &from), async move { gatekeeper.greet(&bytes).await }).await?;
    Ok(Json(Greeting { authority, seal }))
}

/// Makes a box a gateway, once for each code. The box that was this gateway before is shut out.
#[utoipa::path(
    post, path = "/enrolment", tag = "enrolment", request_body = Enrolment,
    responses((status = 201, description = "It may send", body = Enrolled), Invalid, Conflict, Throttled)
)]
async fn enrol(from: Caller, State(state): State<ApiState>, Body(wish): Body<Enrolment>) -> ApiResult<(StatusCode, Json<Enrolled>)> {
    let (gatekeeper, bytes) = (state.gatekeeper.clone(), mark(&wish.mark)?);
    let Enrolment { mark, proof, request } = wish;
    let made = state.by_guess((&mark, &from), async move { gatekeeper.enrol(&bytes, &proof, &request).await }).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

/// Gives a gateway its next certificate, for the key that it has, when two thirds of the life of the one it has are over.
#[utoipa::path(
    post, path = "/enrolment/renewal", tag = "enrolment", request_body = Renewal,
    responses((status = 200, body = Enrolled), Invalid, Conflict, Throttled)
)]
async fn renew(from: Caller, State(state): State<ApiState>, Body(wish): Body<Renewal>) -> ApiResult<Json<Enrolled>> {
    let gatekeeper = state.gatekeeper.clone();
    // There is no mark here. One common name would let a stranger keep every gateway from its certificate, and homes may share an
    // address: the name holds the key, which the request proves.
    let name = match key_of(&wish.request) {
        Ok(key) => format!("renewal of {key}"),
        Err(_) => format!("renewal from {}", from.0),
    };
    let made = state.by_guess((&name, &from), async move { gatekeeper.renew(&wish.request).await }).await?;
    Ok(Json(made.into()))
}
