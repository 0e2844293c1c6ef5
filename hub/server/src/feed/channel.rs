//! One subject for all viewers with the same scope: who they are, and a snapshot that those who join soon after each other share.

use super::frame::{self, Position};
use super::outbox::Outbox;
use super::topic::Subject;
use axum::extract::ws::Utf8Bytes;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// For how long a snapshot is kept for further viewers.
const SHARED_FOR: Duration = Duration::from_secs(2);
/// How many changes may follow a shared snapshot before it is dropped.
const SINCE_MAX: usize = super::outbox::MESSAGES_MAX / 2;

/// Number of a viewer, in the order of joining.
pub(super) type ViewerId = u64;
/// The queues of all viewers.
pub(super) type Outboxes = BTreeMap<ViewerId, Outbox>;

pub(super) struct Channel {
    subject: Subject,
    /// Position of the channel's newest change.
    seq: u64,
    viewers: BTreeSet<ViewerId>,
    shared: Option<Shared>,
}

/// A snapshot at one position, and what was sent after it. At 1,000 homes it is 2 MB: encoded for each of a hundred
/// screens that come back after a network fault, it would hold up the values of all of them.
struct Shared {
    pages: Arc<[Utf8Bytes]>,
    since: Vec<Utf8Bytes>,
    made: Instant,
}

impl Channel {
    /// A channel without viewers, whose first snapshot is true at `seq`.
    pub(super) fn new(subject: Subject, seq: u64) -> Channel {
        Channel { subject, seq, viewers: BTreeSet::new(), shared: None }
    }

    /// Position of the channel's newest change.
    pub(super) fn seq(&self) -> u64 {
        self.seq
    }

    /// Sends what changed, as items, to all who follow.
    pub(super) fn tell(&mut self, position: Position, items: &[String], outboxes: &mut Outboxes) {
        let text = Utf8Bytes::from(frame::delta(self.subject, position, self.seq, items));
        self.seq = position.seq;
        self.shared.take_if(|shared| shared.is_old() || shared.since.len() >= SINCE_MAX);
        if let Some(shared) = &mut self.shared {
            shared.since.push(text.clone());
        }
        self.each(outboxes, |outbox| outbox.push(text.clone()));
    }

    /// Sends a text that may be dropped where a queue is full.
    pub(super) fn tell_if_there_is_room(&mut self, text: &Utf8Bytes, outboxes: &mut Outboxes) {
        self.each(outboxes, |outbox| outbox.push_if_there_is_room(text.clone()));
    }

    /// A viewer who cannot take it has gone, or is removed.
    fn each(&mut self, outboxes: &mut Outboxes, put: impl Fn(&Outbox) -> bool) {
        self.viewers.retain(|viewer| {
            let takes = outboxes.get(viewer).is_some_and(&put);
            if !takes {
                outboxes.remove(viewer);
            }
            takes
        });
    }

    /// Adds a viewer, who is sent a snapshot first. The caller makes sure that no change waits for the next round.
    pub(super) fn add(&mut self, viewer: ViewerId, outboxes: &mut Outboxes, at: Position, items: impl FnOnce() -> Vec<String>) {
        self.shared.take_if(|shared| shared.is_old());
        let position = Position { seq: self.seq, ..at };
        let shared = self.shared.get_or_insert_with(|| Shared::new(self.subject, position, &items()));
        let Some(outbox) = outboxes.get(&viewer) else { return };
        if outbox.push_snapshot(shared.pages.clone()) && shared.since.iter().all(|text| outbox.push(text.clone())) {
            self.viewers.insert(viewer);
        } else {
            outboxes.remove(&viewer);
        }
    }

    pub(super) fn remove(&mut self, viewer: ViewerId) {
        self.viewers.remove(&viewer);
    }

    /// Forgets viewers that have gone; false if nobody is left.
    pub(super) fn is_followed(&mut self, outboxes: &Outboxes) -> bool {
        self.viewers.retain(|viewer| outboxes.contains_key(viewer));
        self.shared.take_if(|shared| shared.is_old());
        !self.viewers.is_empty()
    }
}

impl Shared {
    fn new(subject: Subject, position: Position, items: &[String]) -> Shared {
        let pages = frame::snapshot(subject, position, items).into_iter().map(Utf8Bytes::from).collect();
        Shared { pages, since: Vec::new(), made: Instant::now() }
    }

    fn is_old(&self) -> bool {
        self.made.elapsed() >= SHARED_FOR
    }
}
