//! Passwords of staff: hashed with Argon2id, slow on purpose, a few at a time.

use crate::problem::Mend;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Memory of one hash, KiB. OWASP's cheat sheet asks for at least 19 MiB with two passes and one
/// lane: about 30 ms here, which a nurse does not feel and a guesser pays each time.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// How many hashes are computed at the same time: a flood of sign-ins must not take the cores from the alerts.
const AT_ONCE: usize = 2;
/// The shortest password, characters. Length does more than rules about characters; an upper bound keeps a giant body from being
/// hashed.
pub const MIN_CHARACTERS: usize = 12;
/// The longest password that is hashed, characters; see [`MIN_CHARACTERS`] for the shortest.
pub const MAX_CHARACTERS: usize = 256;

/// Why a password was not hashed or compared.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// The library refused, or its thread died.
    #[error("password hashing failed: {0}")]
    Hashing(String),
}

/// Hashes and compares away from the async threads.
#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    /// A hash of nothing anyone knows: compared when the name is unknown, so that an
    /// unknown name takes as long as a wrong password.
    decoy: Arc<str>,
}

impl Passwords {
    /// Made with the decoy, which costs one hash.
    ///
    /// # Errors
    /// [`PasswordError`] if the library refuses its own parameters.
    pub fn new() -> Result<Self, PasswordError> {
        let decoy = hash_now(&super::token::SessionToken::random().reveal())?;
        Ok(Self { turns: Arc::new(Semaphore::new(AT_ONCE)), decoy: decoy.into() })
    }

    /// The PHC string to store for a password.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        let password = password.to_owned();
        self.in_turn(move || hash_now(&password)).await?
    }

    /// True if the password belongs to the stored string; `None` stands for an unknown
    /// name, takes the same time and is never true.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub async fn matches(&self, password: &str, stored: Option<&str>) -> Result<bool, PasswordError> {
        let known = stored.is_some();
        let (password, stored) = (password.to_owned(), stored.unwrap_or(&self.decoy).to_owned());
        let equal = self.in_turn(move || matches_now(&password, &stored)).await?;
        Ok(known && equal)
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, PasswordError> {
        let turn = self.turns.acquire().await.map_err(|error| PasswordError::Hashing(error.to_string()))?;
        let done = tokio::task::spawn_blocking(work).await.map_err(|error| PasswordError::Hashing(error.to_string()));
        drop(turn);
        done
    }
}

/// A random first password from the operating system's generator, to be typed once.
pub fn random() -> String {
    crate::embedded::broker_files::random_password()
}

fn hasher() -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|error| PasswordError::Hashing(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_now(password: &str) -> Result<String, PasswordError> {
    let hash: PasswordHash = hasher()?.hash_password(password.as_bytes()).map_err(|error| PasswordError::Hashing(error.to_string()))?;
    Ok(hash.to_string())
}

/// A stored string that cannot be read matches nothing.
fn matches_now(password: &str, stored: &str) -> bool {
    let Ok(hash) = PasswordHash::new(stored) else { return false };
    hasher().is_ok_and(|hasher| hasher.verify_password(password.as_bytes(), &hash).is_ok())
}

/// Why a new password is not accepted, in words for the person; `None` if it is.
pub fn fault(new: &str, current: &str, name: &str) -> Option<Mend> {
    let length = new.chars().count();
    if !(MIN_CHARACTERS..=MAX_CHARACTERS).contains(&length) {
        return Some(Mend::PasswordLength { low: MIN_CHARACTERS as u64, high: MAX_CHARACTERS as u64 });
    }
    if new == current {
        return Some(Mend::PasswordSame {});
    }
    let one_sign = new.chars().all(|c| new.starts_with(c));
    if one_sign || new.to_lowercase().contains(&name.to_lowercase()) {
        return Some(Mend::PasswordGuessable {});
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_never_stored_plain_and_two_hashes_differ() {
        let passwords = Passwords::new().unwrap();
        let (one, other) = (passwords.hash("correct horse").await.unwrap(), passwords.hash("correct horse").await.unwrap());
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        assert!(!one.contains("correct") && one != other);
        assert!(passwords.matches("correct horse", Some(&one)).await.unwrap());
        assert!(!passwords.matches("correct horsf", Some(&one)).await.unwrap());
    }

    #[tokio::test]
    async fn an_unknown_name_never_signs_in() {
        let passwords = Passwords::new().unwrap();
        assert!(!passwords.matches("", None).await.unwrap());
        assert!(!passwords.matches("x", Some("not a hash")).await.unwrap());
    }

    #[test]
    fn weak_new_passwords_are_refused_with_a_reason() {
        assert!(fault("short", "old", "ana").is_some());
        assert!(fault("aaaaaaaaaaaaaa", "old", "bo").is_some());
        assert!(fault("hello-ANA.lopez-1", "old", "ana.lopez").is_some());
        assert!(fault("same old words here", "same old words here", "ana").is_some());
        assert!(fault("vier kleine Wörter", "old", "ana").is_none());
    }
}
