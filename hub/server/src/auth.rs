//! Authentication and rights: passwords, sessions, roles, and the routes of `/session`.
//!
//! A handler asks for what it needs by the type of an argument ([`extract`]): a request without a session, with a first password
//! still to change, or of a role without the right, never reaches it.

pub mod directory;
pub mod extract;
pub mod handlers;
mod known;
pub mod member;
pub mod origin;
pub mod password;
pub mod patients;
pub mod right;
pub mod role;
pub mod table;
pub mod throttle;
pub mod token;

use crate::problem::{ApiResult, Cause, Problem};
use directory::Directory;
use hearth_vitals::WallMs;
use hearth_vitals::coded::Seconds;
use known::KnownSessions;
use password::Passwords;
use role::Role;
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use throttle::Throttle;
use token::{SessionToken, TokenHash};
use tokio::sync::Notify;
use utoipa::ToSchema;
use uuid::Uuid;

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Staff {
    /// Id of the member of staff, a UUID.
    pub id: Uuid,
    /// The name to sign in with.
    pub name: String,
    /// The name that colleagues see.
    pub display_name: String,
    /// The role, which decides what the person may do.
    pub role: Role,
}

/// A session of a person who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Session {
    /// The person who is signed in.
    pub staff: Staff,
    /// True until the person has replaced the first password; nothing else is allowed before.
    pub must_change_password: bool,
    /// When the session ends, ms since 1970.
    #[schema(value_type = i64)]
    pub expires_at: WallMs,
}

/// Sign-in and sessions of this hub; cheap to clone.
#[derive(Clone)]
pub struct Auth {
    inner: Arc<Inner>,
}

struct Inner {
    directory: Directory,
    passwords: Passwords,
    throttle: Mutex<Throttle>,
    known: Mutex<KnownSessions>,
    /// Notified when this hub ends sessions or changes somebody of the staff.
    staff_changed: Notify,
    secure_cookies: bool,
    strict_transport_s: u32,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing that holds these locks can leave them half changed.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Auth {
    /// Sign-in on the staff of a store.
    ///
    /// # Errors
    /// [`password::PasswordError`] if this machine cannot hash.
    pub fn new(directory: Directory, secure_cookies: bool) -> Result<Self, password::PasswordError> {
        Self::remembered(directory, secure_cookies, 0)
    }

    /// The same; where pages are read over HTTPS, browsers remember that for so many seconds.
    ///
    /// # Errors
    /// As [`Auth::new`].
    pub fn remembered(directory: Directory, secure_cookies: bool, strict_transport_s: u32) -> Result<Self, password::PasswordError> {
        let passwords = Passwords::new()?;
        let (throttle, known, staff_changed) = (Mutex::default(), Mutex::default(), Notify::new());
        let inner = Inner { directory, passwords, throttle, known, staff_changed, secure_cookies, strict_transport_s };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Opens a session for a person who knows the password.
    ///
    /// # Errors
    /// `wrong-credentials`, `too-many-attempts`, `forbidden` for an account that is disabled, or a fault of the store.
    pub async fn sign_in(&self, name: &str, password: &str, address: IpAddr) -> ApiResult<(SessionToken, Session)> {
        let credentials = self.proven(name, password, address).await?;
        let token = SessionToken::random();
        let at = crate::clock::wall_ms();
        let expires_at = WallMs(at.0.saturating_add(token::LIFE_MS));
        if !self.inner.directory.open_session(credentials.staff.id, token.hash(), at, expires_at).await? {
            // Only somebody who knows the password is told that the account is disabled.
            return Err(counted("disabled", Cause::AccountDisabled {}.into()));
        }
        tracing::info!(staff = %credentials.staff.id, "signed in");
        let session = Session { staff: credentials.staff, must_change_password: credentials.must_change_password, expires_at };
        Ok((token, session))
    }

    /// The person whose password this is. Tries are counted, and slowed down after wrong ones.
    async fn proven(&self, name: &str, password: &str, address: IpAddr) -> ApiResult<directory::Credentials> {
        let admitted = lock(&self.inner.throttle).admit(name, address, crate::clock::mono_ms());
        admitted.map_err(|wait_s| counted("throttled", Cause::TooManyAttempts { wait: Seconds(wait_s) }.into()))?;
        let credentials = self.inner.directory.credentials(name).await?;
        let stored = credentials.as_ref().map(|found| found.password_hash.as_str());
        let right = within_bounds(password) && self.inner.passwords.matches(password, stored).await.map_err(Problem::internal)?;
        match credentials.filter(|_| right) {
            Some(found) => {
                lock(&self.inner.throttle).succeeded(name, address);
                metrics::counter!("hearth_sign_ins_total", "result" => "right").increment(1);
                Ok(found)
            }
            // The name is not logged: people type their password there by mistake.
            None => Err(counted("wrong", Cause::WrongCredentials {}.into())),
        }
    }

    /// The session of a token.
    ///
    /// While the database is down, sessions seen before go on: the wall must be able to say
    /// that the database is down.
    ///
    /// # Errors
    /// `not-signed-in`, or `store-unavailable` for a session never seen.
    pub async fn session(&self, token: &SessionToken) -> ApiResult<Session> {
        let (hash, at) = (token.hash(), crate::clock::wall_ms());
        match self.inner.directory.session(hash, at).await {
            Ok(Some(session)) => {
                lock(&self.inner.known).insert(hash, session.clone(), at);
                Ok(session)
            }
            Ok(None) => {
                lock(&self.inner.known).remove(hash);
                Err(Cause::NotSignedIn {}.into())
            }
            Err(problem) => lock(&self.inner.known).get(hash, at).ok_or(problem),
        }
    }

    /// Ends a session.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn sign_out(&self, token: &SessionToken) -> ApiResult<()> {
        lock(&self.inner.known).remove(token.hash());
        self.inner.directory.end_session(token.hash()).await
    }

    /// Gives the holder of a session a new password, and ends the person's other sessions.
    ///
    /// # Errors
    /// `wrong-credentials` for the current one, `invalid` with what is wrong with the new one.
    pub async fn change_password(&self, keep: TokenHash, staff: &Staff, change: Change<'_>) -> ApiResult<()> {
        if let Some(mend) = password::fault(change.new, change.current, &staff.name) {
            return Err(Problem::invalid_field("new", mend));
        }
        self.proven(&staff.name, change.current, change.address).await?;
        let hash = self.inner.passwords.hash(change.new).await.map_err(Problem::internal)?;
        self.inner.directory.change_password(staff.id, &hash, keep).await?;
        lock(&self.inner.known).remove_staff(staff.id);
        tracing::info!(staff = %staff.id, "changed the password");
        Ok(())
    }

    /// Which of these sessions, and of those seen lately, may go on, with the present role of each person. The others are
    /// forgotten, so that they do not come back while the database is down.
    ///
    /// # Errors
    /// A fault of the store: then nothing is known.
    pub async fn in_force(&self, open: Vec<TokenHash>) -> ApiResult<HashMap<TokenHash, Role>> {
        let known = lock(&self.inner.known).tokens();
        let asked: HashSet<TokenHash> = open.into_iter().chain(known.iter().copied()).collect();
        let in_force = self.inner.directory.in_force(&asked, crate::clock::wall_ms()).await?;
        for ended in known.into_iter().filter(|token| !in_force.contains_key(token)) {
            lock(&self.inner.known).remove(ended);
        }
        Ok(in_force)
    }

    /// Forgets what is remembered of a person whose sessions have ended or whose role has changed, and notifies.
    pub fn tell_staff_changed(&self, person: Uuid) {
        lock(&self.inner.known).remove_staff(person);
        self.inner.staff_changed.notify_one();
    }

    /// Waits until this hub has changed somebody of the staff.
    pub async fn staff_changed(&self) {
        self.inner.staff_changed.notified().await;
    }

    /// A first password, and its hash for the store.
    ///
    /// # Errors
    /// If this machine cannot hash.
    pub async fn first_password(&self) -> ApiResult<(String, String)> {
        let password = password::random();
        let hash = self.inner.passwords.hash(&password).await.map_err(Problem::internal)?;
        Ok((password, hash))
    }

    /// For how long browsers remember that this host is asked over HTTPS alone, seconds.
    pub fn strict_transport_s(&self) -> u32 {
        self.inner.strict_transport_s
    }

    /// True if pages are read over HTTPS.
    pub fn secure_cookies(&self) -> bool {
        self.inner.secure_cookies
    }
}

/// A change of a password.
pub struct Change<'a> {
    /// The password in force.
    pub current: &'a str,
    /// The new password.
    pub new: &'a str,
    /// The address that the request comes from.
    pub address: IpAddr,
}

/// A giant password is refused before it is hashed.
fn within_bounds(password: &str) -> bool {
    password.len() <= password::MAX_CHARACTERS * 4
}

fn counted(result: &'static str, problem: Problem) -> Problem {
    metrics::counter!("hearth_sign_ins_total", "result" => result).increment(1);
    problem
}
