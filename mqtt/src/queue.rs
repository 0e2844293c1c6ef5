//! A bounded queue from the connection's task, which never waits, to one consumer.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// Changes of the connection kept for a consumer that does not look.
const MAX_CHANGES: usize = 16;

pub(crate) struct Queue<T> {
    inner: Mutex<Inner<T>>,
    filled: Notify,
    drained: Notify,
}

struct Inner<T> {
    items: VecDeque<Item<T>>,
    count: usize,
    bytes: usize,
    changes: usize,
    closed: bool,
}

enum Item<T> {
    /// Counts against the limits, with its bytes.
    Load(T, usize),
    /// A change of the connection; `true` for up.
    Change(T, bool),
}

impl<T> Queue<T> {
    pub(crate) fn new() -> Queue<T> {
        let inner = Inner { items: VecDeque::new(), count: 0, bytes: 0, changes: 0, closed: false };
        Queue { inner: Mutex::new(inner), filled: Notify::new(), drained: Notify::new() }
    }

    fn lock(&self) -> MutexGuard<'_, Inner<T>> {
        // No code that could panic runs under this lock.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Items and bytes waiting, changes of the connection not counted.
    pub(crate) fn load(&self) -> (usize, usize) {
        let inner = self.lock();
        (inner.count, inner.bytes)
    }

    pub(crate) fn push(&self, item: T, bytes: usize) {
        let mut inner = self.lock();
        inner.count += 1;
        inner.bytes += bytes;
        inner.items.push_back(Item::Load(item, bytes));
        drop(inner);
        self.filled.notify_one();
    }

    /// Adds a change of the connection. A second "down" in a row replaces the first, and
    /// of many changes nobody took only the newest are kept, so the queue stays bounded.
    pub(crate) fn push_change(&self, item: T, up: bool) {
        let mut inner = self.lock();
        if matches!(inner.items.back(), Some(Item::Change(_, last)) if *last == up) {
            inner.items.pop_back();
            inner.changes -= 1;
        }
        if inner.changes >= MAX_CHANGES {
            inner.forget_oldest_change();
            inner.forget_oldest_change();
        }
        inner.changes += 1;
        inner.items.push_back(Item::Change(item, up));
        drop(inner);
        self.filled.notify_one();
    }

    /// After what is waiting the consumer reads the end.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.filled.notify_one();
    }

    /// The next item, or `None` at the end. Loses nothing when dropped half-way.
    pub(crate) async fn pop(&self) -> Option<T> {
        loop {
            match self.try_pop() {
                Ok(end_or_item) => return end_or_item,
                Err(Empty) => self.filled.notified().await,
            }
        }
    }

    fn try_pop(&self) -> Result<Option<T>, Empty> {
        let mut inner = self.lock();
        match inner.items.pop_front() {
            Some(Item::Load(item, bytes)) => {
                inner.count -= 1;
                inner.bytes -= bytes;
                drop(inner);
                self.drained.notify_one();
                Ok(Some(item))
            }
            Some(Item::Change(item, _)) => {
                inner.changes -= 1;
                Ok(Some(item))
            }
            None if inner.closed => Ok(None),
            None => Err(Empty),
        }
    }

    /// Waits until at most this much is left.
    pub(crate) async fn drained_to(&self, count: usize, bytes: usize) {
        loop {
            let (waiting, waiting_bytes) = self.load();
            if waiting <= count && waiting_bytes <= bytes {
                return;
            }
            self.drained.notified().await;
        }
    }
}

struct Empty;

impl<T> Inner<T> {
    fn forget_oldest_change(&mut self) {
        if let Some(index) = self.items.iter().position(|item| matches!(item, Item::Change(..))) {
            self.items.remove(index);
            self.changes -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn changes_nobody_takes_do_not_grow_the_queue_and_the_newest_stays() {
        let queue = Queue::new();
        queue.push(-1, 10);
        for change in 0..1000 {
            queue.push_change(change, change % 2 == 0);
            queue.push_change(change, change % 2 == 0);
        }
        queue.close();
        let mut taken = Vec::new();
        while let Some(item) = queue.pop().await {
            taken.push(item);
        }
        assert!(taken.len() <= MAX_CHANGES + 1, "{taken:?}");
        assert_eq!((taken[0], taken[taken.len() - 1]), (-1, 999));
        assert_eq!(queue.load(), (0, 0));
    }
}
