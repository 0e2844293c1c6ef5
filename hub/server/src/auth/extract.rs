//! What a handler can ask for: a session, or a person with a right.
//!
//! ```text
//! async fn acknowledge(Clinician(nurse): Clinician, ...) -> ApiResult<Json<Alert>>
//! ```

use super::right::Right;
use super::role::Role;
use super::token::SessionToken;
use super::{Auth, Session, Staff};
use crate::problem::{Cause, Problem};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::header;
use axum::http::request::Parts;
use std::sync::{Arc, OnceLock};
use uuid::Uuid;

/// A session and its token, even if the first password is still to be changed. Only the
/// routes of `/session` ask for this.
#[derive(Debug, Clone)]
pub struct AnySession {
    /// The token that the browser sent.
    pub token: SessionToken,
    /// The session that the token belongs to.
    pub session: Session,
}

impl<S: Send + Sync> FromRequestParts<S> for AnySession
where
    Auth: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let token = token(parts).ok_or(Cause::NotSignedIn {})?;
        let session = Auth::from_ref(state).session(&token).await?;
        Ok(AnySession { token, session })
    }
}

/// Who turned out to have sent a request, for whoever has to write it down; put into a request before it is read.
#[derive(Debug, Clone, Default)]
pub struct Sender(Arc<OnceLock<(Uuid, Role)>>);

impl Sender {
    /// The person and their role; `None` if nobody is signed in, or nobody asked who it was.
    pub fn known(&self) -> Option<(Uuid, Role)> {
        self.0.get().copied()
    }
}

/// The token of the request's cookie.
pub fn token(parts: &Parts) -> Option<SessionToken> {
    let cookies = parts.headers.get_all(header::COOKIE).iter();
    cookies.filter_map(|value| value.to_str().ok()).find_map(SessionToken::from_cookies)
}

/// The session of a person who is signed in with a password of their own.
async fn signed_in<S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<Staff, Problem>
where
    Auth: FromRef<S>,
{
    let AnySession { session, .. } = AnySession::from_request_parts(parts, state).await?;
    if let Some(sender) = parts.extensions.get::<Sender>() {
        // Asked for twice it is the same person.
        let _ = sender.0.set((session.staff.id, session.staff.role));
    }
    if session.must_change_password { Err(Cause::PasswordChangeRequired {}.into()) } else { Ok(session.staff) }
}

async fn person<S: Send + Sync>(parts: &mut Parts, state: &S, right: Right) -> Result<Staff, Problem>
where
    Auth: FromRef<S>,
{
    let staff = signed_in(parts, state).await?;
    if staff.role.has(right) { Ok(staff) } else { Err(Cause::Forbidden { right }.into()) }
}

/// Anyone who is signed in, with a password of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn(pub Staff);

impl<S: Send + Sync> FromRequestParts<S> for SignedIn
where
    Auth: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        signed_in(parts, state).await.map(SignedIn)
    }
}

macro_rules! person {
    ($(#[$doc:meta])* $name:ident, $right:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name(pub Staff);

        impl<S: Send + Sync> FromRequestParts<S> for $name
        where
            Auth: FromRef<S>,
        {
            type Rejection = Problem;

            async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
                person(parts, state, $right).await.map($name)
            }
        }
    };
}

person!(
    /// Someone who may see all patients, and lists of all of them. For one stay, or a list that can be limited to some, use the
    /// arguments in `api/seen.rs`.
    ClinicalViewer,
    Right::SeePatients
);
person!(
    /// Someone who may see the rules by which patients are watched, whosever they are.
    SeesRules,
    Right::SeeRules
);
person!(
    /// Someone who may see kits, devices and gateways.
    SeesKits,
    Right::SeeKits
);
person!(
    /// Someone who may see who is on duty.
    SeesDuty,
    Right::SeeDuty
);
person!(
    /// Someone who may act for patients.
    Clinician,
    Right::Care
);
person!(
    /// Someone who may bind a device to a stay.
    Binder,
    Right::Bind
);
person!(
    /// Someone who may write notes.
    NoteWriter,
    Right::WriteNotes
);
person!(
    /// Someone who may make tasks, take and close them.
    TaskKeeper,
    Right::KeepTasks
);
person!(
    /// Someone who may write down calls.
    CallLogger,
    Right::LogCalls
);
person!(
    /// Someone who may send units, and say which there are.
    Dispatcher,
    Right::Dispatch
);
person!(
    /// Someone who may answer alerts; the handler checks whether they may answer this one.
    Answerer,
    Right::Answer
);
person!(
    /// Someone who may change kits and devices.
    KitKeeper,
    Right::KeepKits
);
person!(
    /// Someone who may sign what patients are watched by.
    Signer,
    Right::Sign
);
person!(
    /// Someone who may try profiles out over the stored days of many patients.
    TriesOut,
    Right::TryOut
);
person!(
    /// Someone who may see who works here.
    SeesStaff,
    Right::SeeStaff
);
person!(
    /// Someone who may change staff.
    StaffKeeper,
    Right::KeepStaff
);
person!(
    /// Someone who may read what alerts asked of people.
    ReportReader,
    Right::SeeReports
);
person!(
    /// Someone who may put shifts on the roster and say who watches which stay.
    ShiftKeeper,
    Right::KeepShifts
);
person!(
    /// Someone who may hold the watch of stays.
    Watcher,
    Right::HoldWatch
);
person!(
    /// Someone who may read the audit.
    Auditor,
    Right::SeeAudit
);
