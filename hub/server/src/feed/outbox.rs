//! The queue of one viewer, limited in messages and bytes. A viewer that falls further behind is closed and comes back for a
//! snapshot, so that it never holds up the others and never shows old values as live.
//!
//! The bytes are shared with the other viewers: a bound of the bytes bounds what a slow viewer keeps alive.

use axum::extract::ws::Utf8Bytes;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use tokio::sync::mpsc;

/// How many messages may wait: 12 s of a busy wall.
pub const MESSAGES_MAX: usize = 256;
/// How many bytes of changes may wait: 8 s of 10,000 patients.
pub const BYTES_MAX: usize = 16 * 1024 * 1024;
/// How many snapshots may wait. Their bytes are not counted, because that of a large hub could otherwise never be sent.
pub const SNAPSHOTS_MAX: usize = 16;

enum Parcel {
    Change(Utf8Bytes),
    Snapshot(Arc<[Utf8Bytes]>),
}

#[derive(Default)]
struct Load {
    bytes: AtomicUsize,
    snapshots: AtomicUsize,
    is_over: AtomicBool,
}

/// The end of the queue into which the feed puts what it tells one viewer.
pub struct Outbox {
    parcels: mpsc::Sender<Parcel>,
    load: Arc<Load>,
}

/// The end of the queue from which the viewer's connection takes it.
pub struct Inbox {
    parcels: mpsc::Receiver<Parcel>,
    load: Arc<Load>,
    pages: std::collections::VecDeque<Utf8Bytes>,
}

/// Why no more messages come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The viewer lagged too far behind.
    TooSlow,
    /// The hub is stopping.
    Stopping,
}

/// Makes a queue for one viewer and returns both ends.
pub fn outbox() -> (Outbox, Inbox) {
    let (sender, parcels) = mpsc::channel(MESSAGES_MAX);
    let load = Arc::new(Load::default());
    (Outbox { parcels: sender, load: load.clone() }, Inbox { parcels, load, pages: std::collections::VecDeque::new() })
}

impl Outbox {
    /// Adds a change; false if the viewer has gone, or is so far behind that it has to be closed.
    pub fn push(&self, text: Utf8Bytes) -> bool {
        let size = text.len();
        let fits = self.load.bytes.fetch_add(size, Ordering::Relaxed) + size <= BYTES_MAX;
        self.put(fits, Parcel::Change(text))
    }

    /// Adds a change that may be lost: it is dropped while half of the room is taken.
    pub fn push_if_there_is_room(&self, text: Utf8Bytes) -> bool {
        self.parcels.capacity() < MESSAGES_MAX / 2 || self.push(text)
    }

    /// Adds the pages of a snapshot; answers as [`Self::push`] does.
    pub fn push_snapshot(&self, pages: Arc<[Utf8Bytes]>) -> bool {
        let fits = self.load.snapshots.fetch_add(1, Ordering::Relaxed) < SNAPSHOTS_MAX;
        self.put(fits, Parcel::Snapshot(pages))
    }

    fn put(&self, fits: bool, parcel: Parcel) -> bool {
        let is_in = fits && self.parcels.try_send(parcel).is_ok();
        if !is_in {
            self.load.is_over.store(true, Ordering::Relaxed);
        }
        is_in
    }
}

impl Inbox {
    /// The next message. May be dropped while it waits.
    ///
    /// # Errors
    /// [`Ended`]; what still waited is not sent.
    pub async fn next(&mut self) -> Result<Utf8Bytes, Ended> {
        loop {
            if self.load.is_over.load(Ordering::Relaxed) {
                return Err(Ended::TooSlow);
            }
            if let Some(page) = self.pages.pop_front() {
                return Ok(page);
            }
            match self.parcels.recv().await {
                Some(Parcel::Change(text)) => {
                    self.load.bytes.fetch_sub(text.len(), Ordering::Relaxed);
                    return Ok(text);
                }
                Some(Parcel::Snapshot(pages)) => {
                    self.load.snapshots.fetch_sub(1, Ordering::Relaxed);
                    self.pages = pages.iter().cloned().collect();
                }
                None if self.load.is_over.load(Ordering::Relaxed) => return Err(Ended::TooSlow),
                None => return Err(Ended::Stopping),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: usize) -> Utf8Bytes {
        "x".repeat(bytes).into()
    }

    #[tokio::test]
    async fn so_many_messages_wait_and_one_more_ends_it() {
        let (outbox, mut inbox) = outbox();
        assert!((0..MESSAGES_MAX).all(|_| outbox.push(text(1))));
        assert_eq!(inbox.next().await, Ok(text(1)));
        assert!(outbox.push(text(1)) && !outbox.push(text(1)));
        assert_eq!(inbox.next().await, Err(Ended::TooSlow), "nothing old is sent any more");
    }

    #[tokio::test]
    async fn so_many_bytes_wait_and_what_was_taken_counts_no_more() {
        let (outbox, mut inbox) = outbox();
        for _ in 0..8 {
            assert!(outbox.push(text(BYTES_MAX / 2)) && outbox.push(text(BYTES_MAX / 2)));
            assert!(inbox.next().await.is_ok() && inbox.next().await.is_ok());
        }
        assert!(outbox.push(text(BYTES_MAX)) && !outbox.push(text(1)));
        assert_eq!(inbox.next().await, Err(Ended::TooSlow));
    }

    #[tokio::test]
    async fn pages_come_in_their_order_and_before_what_changed_since() {
        let (outbox, mut inbox) = outbox();
        assert!(outbox.push_snapshot(Arc::from([text(1), text(2)])) && outbox.push(text(3)));
        for size in 1..=3 {
            assert_eq!(inbox.next().await, Ok(text(size)));
        }
        assert!((0..SNAPSHOTS_MAX).all(|_| outbox.push_snapshot(Arc::from([text(1)]))));
        assert!(!outbox.push_snapshot(Arc::from([text(1)])), "who asks again and again without reading is closed");
        assert_eq!(inbox.next().await, Err(Ended::TooSlow));
    }

    #[tokio::test]
    async fn what_may_be_lost_leaves_half_of_the_room_to_the_rest() {
        let (outbox, _inbox) = outbox();
        assert!((0..MESSAGES_MAX).all(|_| outbox.push_if_there_is_room(text(1))));
        assert!((0..MESSAGES_MAX / 2 - 1).all(|_| outbox.push(text(1))), "there is room");
    }

    #[tokio::test]
    async fn a_hub_that_stops_is_no_slowness() {
        let (outbox, mut inbox) = outbox();
        drop(outbox);
        assert_eq!(inbox.next().await, Err(Ended::Stopping));
    }
}
