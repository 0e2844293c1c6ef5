//! What people saw and were refused, as entries of the audit: one for each look, not one for each request of an open page.

use hearth_store::Store;
use hearth_store::audit::notes::AuditNote;
use hearth_vitals::MonoMs;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// Requests for the same within this time are one look, ms: a page that is open asks each half minute; who opens it again a
/// quarter of an hour later has looked again.
pub const LOOK_MS: u64 = 900_000;
/// Refusals of the same within this time are one entry, ms: who tries a thousand passwords a minute must not fill the disk.
pub const REFUSAL_MS: u64 = 60_000;
/// The subject of a sign-in with a name that is nobody's, or was not looked up.
pub const UNKNOWN: &str = "unknown";
/// Looks that are remembered at most: a thousand people with fifty patients each. Beyond that some are written twice.
const REMEMBERED_MAX: usize = 50_000;

/// Person, act, subject, and what of it.
type Key = (Option<Uuid>, &'static str, String, String);

/// Which looks were written a short time ago.
#[derive(Debug, Default)]
struct Recent(HashMap<Key, u64>);

impl Recent {
    /// True if this was not written within so many ms; it then counts as written now.
    fn is_new(&mut self, key: Key, within_ms: u64, now: MonoMs) -> bool {
        if self.0.len() >= REMEMBERED_MAX {
            self.0.retain(|_, until| *until > now.0);
        }
        if self.0.len() >= REMEMBERED_MAX {
            self.0.clear();
        }
        let is_new = self.0.get(&key).is_none_or(|until| *until <= now.0);
        if is_new {
            self.0.insert(key, now.0.saturating_add(within_ms));
        }
        is_new
    }
}

/// One entry, and how long the same is not written again.
#[derive(Debug, Clone)]
pub struct Noticed {
    /// What is written into the audit.
    pub note: AuditNote,
    /// What of the subject was seen or refused.
    pub what: String,
    /// How long the same counts as written, ms.
    pub within_ms: u64,
}

/// Writes looks and refusals into the audit; cheap to clone.
#[derive(Debug, Clone)]
pub struct Looks {
    store: Store,
    recent: Arc<Mutex<Recent>>,
}

impl Looks {
    /// Looks of a hub that has just started.
    pub fn new(store: Store) -> Looks {
        Looks { store, recent: Arc::default() }
    }

    /// Writes this down before whoever asked is answered, unless it was a short time ago. If the store refuses, the answer goes out all
    /// the same: who watches a patient must not be blind because the audit is. It is then told, counted and tried at the next request.
    pub async fn notice(&self, noticed: Noticed, now: MonoMs) {
        let Noticed { note, what, within_ms } = noticed;
        let key = (note.staff, note.act, note.subject.clone(), what);
        if !self.recent.lock().unwrap_or_else(PoisonError::into_inner).is_new(key.clone(), within_ms, now) {
            return;
        }
        let act = note.act;
        if let Err(error) = self.store.note_audit(&[note]).await {
            self.recent.lock().unwrap_or_else(PoisonError::into_inner).0.remove(&key);
            metrics::counter!("hearth_audit_unwritten_total").increment(1);
            tracing::error!(%error, act, "an entry of the audit could not be written");
        }
    }

    /// Whose name somebody tried to sign in with: the id of a member of staff, or `unknown`. The name itself is not written, because
    /// people type their password there by mistake.
    pub async fn tried_as(&self, name: &str) -> String {
        let known = self.store.staff_id_of(name).await.unwrap_or_default();
        known.map_or_else(|| UNKNOWN.to_owned(), |id| id.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(person: u128, subject: &str) -> Key {
        (Some(Uuid::from_u128(person)), "look", subject.to_owned(), "see_alerts".to_owned())
    }

    #[test]
    fn an_open_page_is_one_look_and_the_next_person_or_patient_or_quarter_of_an_hour_another() {
        let mut recent = Recent::default();
        let mut look = |person, subject, at| recent.is_new(key(person, subject), LOOK_MS, MonoMs(at));
        assert!(look(1, "a", 0));
        assert!(!look(1, "a", 30_000) && !look(1, "a", LOOK_MS - 1));
        assert!(look(2, "a", 30_000) && look(1, "b", 30_000));
        assert!(look(1, "a", LOOK_MS), "it is not put off by being asked for");
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut recent = Recent::default();
        for person in 0..REMEMBERED_MAX as u128 + 10 {
            recent.is_new(key(person, "a"), LOOK_MS, MonoMs(0));
        }
        assert!(recent.0.len() <= REMEMBERED_MAX);
    }
}
