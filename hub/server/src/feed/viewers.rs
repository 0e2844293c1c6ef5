//! Limits how many screens may follow the feed at a time: of one sign-in, of one person, in all.
//!
//! A screen costs a socket, a task and up to 256 messages that wait. A page that opens a new
//! one at each reload, or somebody with a loop, must not take them from the others. The
//! newest is refused, and told why: a wall that hangs since the morning is not switched off by a
//! tab that somebody opens in the afternoon.

use crate::auth::role::Role;
use crate::auth::token::TokenHash;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;
use uuid::Uuid;

/// Screens of one sign-in: a command center's wall, and the tabs beside it.
const OF_A_SESSION: usize = 16;
/// Screens of one person, who may be signed in at several desks.
const OF_A_PERSON: usize = 48;
/// Screens in all: each is a socket, and the hub has other things to keep open.
const IN_ALL: usize = 2_000;

/// Why there is no room for another screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Full {
    /// Too many screens of this sign-in.
    Session,
    /// Too many screens of this person.
    Person,
    /// Too many screens of everybody together.
    All,
}

#[derive(Default)]
struct Counts {
    all: usize,
    people: HashMap<(Uuid, Role), usize>,
    sessions: HashMap<(TokenHash, Role), Screens>,
}

/// The screens of one sign-in, in one role.
struct Screens {
    open: usize,
    /// True once they have to be closed.
    ended: watch::Sender<bool>,
}

/// The screens that are open; cheap to clone.
#[derive(Clone, Default)]
pub struct Viewers {
    counts: Arc<Mutex<Counts>>,
}

/// The place of one screen, given back when it is dropped.
pub struct Seat {
    viewers: Viewers,
    person: (Uuid, Role),
    session: TokenHash,
    ended: watch::Receiver<bool>,
}

impl Seat {
    /// Waits until the screen has to be closed, because its session has ended or its person has another role.
    pub async fn ended(&mut self) {
        // The sender stays as long as this seat.
        let _ = self.ended.wait_for(|ended| *ended).await;
    }
}

impl Viewers {
    /// Takes a seat for a screen.
    ///
    /// # Errors
    /// [`Full`].
    pub fn enter(&self, id: Uuid, role: Role, session: TokenHash) -> Result<Seat, Full> {
        let person = (id, role);
        let mut counts = self.lock();
        let of_session = counts.sessions.iter().filter(|((other, _), _)| *other == session);
        if of_session.map(|(_, screens)| screens.open).sum::<usize>() >= OF_A_SESSION {
            return Err(Full::Session);
        }
        if counts.people.iter().filter(|((other, _), _)| *other == id).map(|(_, open)| open).sum::<usize>() >= OF_A_PERSON {
            return Err(Full::Person);
        }
        if counts.all >= IN_ALL {
            return Err(Full::All);
        }
        counts.all += 1;
        *counts.people.entry(person).or_default() += 1;
        let screens = counts.sessions.entry((session, role)).or_insert_with(|| Screens { open: 0, ended: watch::channel(false).0 });
        screens.open += 1;
        let ended = screens.ended.subscribe();
        Ok(Seat { viewers: self.clone(), person, session, ended })
    }

    /// The people who have a screen, with the role in which they signed in.
    pub fn people(&self) -> Vec<(Uuid, Role)> {
        self.lock().people.keys().copied().collect()
    }

    /// The sessions that have a screen.
    pub fn sessions(&self) -> Vec<TokenHash> {
        self.lock().sessions.keys().map(|(session, _)| *session).collect()
    }

    /// Closes every screen whose session is not among these, or is in another role by now. One that was opened after these were
    /// asked for has been let in by the same store.
    pub fn end_others(&self, asked: &[TokenHash], in_force: &HashMap<TokenHash, Role>) {
        for ((session, role), screens) in &self.lock().sessions {
            if asked.contains(session) && in_force.get(session) != Some(role) {
                screens.ended.send_replace(true);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        // Nothing that holds the lock can leave the counts half changed.
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut counts = self.viewers.lock();
        counts.all = counts.all.saturating_sub(1);
        leave(&mut counts.people, self.person);
        let key = (self.session, self.person.1);
        if let Some(screens) = counts.sessions.get_mut(&key) {
            screens.open = screens.open.saturating_sub(1);
            if screens.open == 0 {
                counts.sessions.remove(&key);
            }
        }
    }
}

fn leave<K: Hash + Eq>(open: &mut HashMap<K, usize>, who: K) {
    if let Some(count) = open.get_mut(&who) {
        *count = count.saturating_sub(1);
        if *count == 0 {
            open.remove(&who);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(number: u16) -> TokenHash {
        let mut hash = [0; 32];
        hash[..2].copy_from_slice(&number.to_be_bytes());
        TokenHash(hash)
    }

    #[test]
    fn one_sign_in_one_person_and_all_together_have_a_bound_each() {
        let viewers = Viewers::default();
        let ana = Uuid::from_u128(1);
        let mut seats: Vec<Seat> = (0..OF_A_SESSION).map(|_| viewers.enter(ana, Role::Nurse, session(1)).unwrap()).collect();
        assert_eq!(viewers.enter(ana, Role::Nurse, session(1)).err(), Some(Full::Session));
        seats.pop();
        seats.push(viewers.enter(ana, Role::Nurse, session(1)).unwrap());
        for number in 2..4 {
            seats.extend((0..OF_A_SESSION).map(|_| viewers.enter(ana, Role::Nurse, session(number)).unwrap()));
        }
        assert_eq!(viewers.enter(ana, Role::Nurse, session(9)).err(), Some(Full::Person), "with another sign-in");
        seats.push(viewers.enter(Uuid::from_u128(2), Role::Nurse, session(10)).unwrap());
        let others = u128::try_from(IN_ALL - seats.len()).unwrap();
        seats.extend(
            (0..others).map(|number| viewers.enter(Uuid::from_u128(100 + number), Role::Nurse, session(100 + number as u16)).unwrap()),
        );
        assert_eq!(viewers.enter(Uuid::from_u128(3), Role::Nurse, session(11)).err(), Some(Full::All));
        drop(seats);
        assert!(viewers.lock().people.is_empty() && viewers.lock().sessions.is_empty(), "nothing is remembered of who has left");
    }
}
