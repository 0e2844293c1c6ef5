//! Problems of the API for its description. Nothing is ever made of these types.
#![expect(dead_code, reason = "read by the description alone")]

use crate::problem::ProblemBody;
use utoipa::IntoResponses;

/// What every route that asks for a person may answer.
#[derive(IntoResponses)]
pub enum Refusals {
    /// `not-signed-in`: there is no session, or it has ended
    #[response(status = 401, content_type = "application/problem+json")]
    NotSignedIn(ProblemBody),
    /// `forbidden`: not allowed for your role; `password-change-required`: change the first password
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(ProblemBody),
}

/// What every route may answer; [`super::description`] adds these to all.
#[derive(IntoResponses)]
pub enum Faults {
    /// `internal`: the hub made a mistake
    #[response(status = 500, content_type = "application/problem+json")]
    Internal(ProblemBody),
    /// `store-unavailable`: the database does not answer, or the hub is stopping
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(ProblemBody),
    /// `timeout`: no answer in time
    #[response(status = 504, content_type = "application/problem+json")]
    TimedOut(ProblemBody),
}

/// The answer of operations with secrets that could be guessed.
#[derive(IntoResponses)]
pub enum Throttled {
    /// `too-many-attempts`: `detail` says how long to wait
    #[response(status = 429, content_type = "application/problem+json")]
    TooMany(ProblemBody),
}

/// Nothing has this id.
#[derive(IntoResponses)]
pub enum Unknown {
    /// `not-found`: nothing has this id, or you may not see it
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(ProblemBody),
}

/// What was written cannot be accepted.
#[derive(IntoResponses)]
pub enum Invalid {
    /// `malformed`: cannot be read at all
    #[response(status = 400, content_type = "application/problem+json")]
    Malformed(ProblemBody),
    /// `invalid`: `errors` names each field and its mend
    #[response(status = 422, content_type = "application/problem+json")]
    Invalid(ProblemBody),
}

/// The request does not fit the present state.
#[derive(IntoResponses)]
pub enum Conflict {
    /// `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(ProblemBody),
}
