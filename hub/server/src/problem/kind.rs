//! The kinds of problems, by which a program tells them apart, with their HTTP status.

use axum::http::StatusCode;

/// What kind of problem: the end of its `urn:hearth:problem:` type. A kind has many [`Cause`](super::Cause)s.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The name or the password is wrong; which of the two is not told.
    WrongCredentials,
    /// There is no session, or it has ended.
    NotSignedIn,
    /// The request is not allowed from this role, machine or site.
    Forbidden,
    /// The person must choose a password of their own first.
    PasswordChangeRequired,
    /// Nothing has this id, or this person may not see it.
    NotFound,
    /// The request cannot be read.
    Malformed,
    /// Fields of the request cannot be accepted.
    Invalid,
    /// The request conflicts with the present state.
    Conflict,
    /// Another person acknowledged the alert first.
    AlreadyAcknowledged,
    /// The act reached the hub too long after the person did it.
    TooLate,
    /// The device is already bound to a stay at that time.
    BindingOverlap,
    /// The database does not answer, so it is not known whether the change was stored.
    StoreUnavailable,
    /// Sign-in is closed for a while.
    TooManyAttempts,
    /// The address exists, but not for this method.
    MethodNotAllowed,
    /// The hub did not answer in time.
    Timeout,
    /// The hub is starting and does not serve requests yet.
    Starting,
    /// A part of the hub is not working.
    NotReady,
    /// An internal error of the hub.
    Internal,
}

impl Kind {
    const ALL: [Kind; 18] = [
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
        Kind::Starting,
        Kind::NotReady,
        Kind::Internal,
    ];

    /// The last part of the type URN, the HTTP status, and the title.
    pub const fn facts(self) -> (&'static str, StatusCode, &'static str) {
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
            Kind::Starting => ("starting", StatusCode::SERVICE_UNAVAILABLE, "The hub is starting"),
            Kind::NotReady => ("not-ready", StatusCode::SERVICE_UNAVAILABLE, "The hub is not ready"),
            Kind::Internal => ("internal", StatusCode::INTERNAL_SERVER_ERROR, "The hub made a mistake"),
        }
    }
}

/// The last parts of all `urn:hearth:problem:` types.
pub fn slugs() -> impl Iterator<Item = &'static str> {
    Kind::ALL.into_iter().map(|kind| kind.facts().0)
}
