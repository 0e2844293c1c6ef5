//! Sessions seen lately, used while the database does not answer; their number is limited.

use super::Session;
use super::token::TokenHash;
use hearth_vitals::WallMs;
use std::collections::HashMap;
use uuid::Uuid;

/// How many sessions are remembered: far more than a command center has screens.
const ENTRIES: usize = 2_048;

/// Sessions by the hash of their token.
#[derive(Default)]
pub struct KnownSessions {
    sessions: HashMap<TokenHash, Session>,
}

impl KnownSessions {
    /// Remembers a session; ended ones make room first, then any other.
    pub fn insert(&mut self, token: TokenHash, session: Session, at: WallMs) {
        if self.sessions.len() >= ENTRIES && !self.sessions.contains_key(&token) {
            self.sessions.retain(|_, known| known.expires_at > at);
            if self.sessions.len() >= ENTRIES
                && let Some(any) = self.sessions.keys().next().copied()
            {
                self.sessions.remove(&any);
            }
        }
        self.sessions.insert(token, session);
    }

    /// A session that has not ended.
    pub fn get(&self, token: TokenHash, at: WallMs) -> Option<Session> {
        self.sessions.get(&token).filter(|known| known.expires_at > at).cloned()
    }

    /// The tokens of all remembered sessions.
    pub fn tokens(&self) -> Vec<TokenHash> {
        self.sessions.keys().copied().collect()
    }

    /// Forgets the session of one token.
    pub fn remove(&mut self, token: TokenHash) {
        self.sessions.remove(&token);
    }

    /// Forgets all sessions of a person.
    pub fn remove_staff(&mut self, staff: Uuid) {
        self.sessions.retain(|_, known| known.staff.id != staff);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Staff;
    use super::super::role::Role;
    use super::*;

    fn session(id: Uuid, expires_at: i64) -> Session {
        let staff = Staff { id, name: "ana".into(), display_name: "Ana".into(), role: Role::Nurse };
        Session { staff, must_change_password: false, expires_at: WallMs(expires_at) }
    }

    #[test]
    fn an_ended_session_is_not_known_and_the_table_is_bounded() {
        let mut known = KnownSessions::default();
        let ana = Uuid::from_u128(1);
        known.insert(TokenHash([0; 32]), session(ana, 100), WallMs(0));
        assert!(known.get(TokenHash([0; 32]), WallMs(99)).is_some());
        assert!(known.get(TokenHash([0; 32]), WallMs(100)).is_none());
        for number in 0..5_000_u32 {
            let mut hash = [1; 32];
            hash[..4].copy_from_slice(&number.to_be_bytes());
            known.insert(TokenHash(hash), session(Uuid::from_u128(2), 1_000), WallMs(0));
        }
        assert!(known.sessions.len() <= ENTRIES);
        known.remove_staff(Uuid::from_u128(2));
        assert!(known.sessions.len() <= 1);
    }
}
