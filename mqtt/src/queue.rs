//! A bounded queue from the connection's task, which never waits, to the one consumer.
//!
//! Sources take turns: whoever sends a thousand messages keeps only their own other messages waiting.

mod turns;

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;
use turns::Turns;

/// How many changes of the connection are kept for a consumer that does not take them.
const MAX_CHANGES: usize = 16;

pub(crate) struct Queue<T> {
    inner: Mutex<Inner<T>>,
    filled: Notify,
    drained: Notify,
}

struct Inner<T> {
    items: VecDeque<Item<T>>,
    /// The number of items and bytes of each source that wait, before and after changes of the connection.
    held: HashMap<Source, Load>,
    all: Load,
    changes: usize,
    closed: bool,
}

/// A number that identifies where an item comes from. Items of one source stay in order.
pub(crate) type Source = u64;

/// How many items wait, and their bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Load {
    count: usize,
    bytes: usize,
}

enum Item<T> {
    /// The items that came between two changes of the connection.
    Loads(Turns<T>),
    /// A change of the connection; true when it came up.
    Change(T, bool),
}

impl<T> Queue<T> {
    pub(crate) fn new() -> Queue<T> {
        let inner = Inner { items: VecDeque::new(), held: HashMap::new(), all: Load::default(), changes: 0, closed: false };
        Queue { inner: Mutex::new(inner), filled: Notify::new(), drained: Notify::new() }
    }

    fn lock(&self) -> MutexGuard<'_, Inner<T>> {
        // Nothing that could panic runs while this lock is held.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many items wait, and their bytes; changes of the connection are not counted.
    pub(crate) fn load(&self) -> (usize, usize) {
        let all = self.lock().all;
        (all.count, all.bytes)
    }

    /// How many items of one source wait, and their bytes.
    pub(crate) fn load_of(&self, source: Source) -> (usize, usize) {
        let held = self.lock().held.get(&source).copied().unwrap_or_default();
        (held.count, held.bytes)
    }

    pub(crate) fn push(&self, source: Source, item: T, bytes: usize) {
        let mut inner = self.lock();
        inner.count(source, bytes);
        match inner.items.back_mut() {
            Some(Item::Loads(turns)) => turns.push(source, item, bytes),
            _ => inner.items.push_back(Item::Loads(Turns::of(source, item, bytes))),
        }
        drop(inner);
        self.filled.notify_one();
    }

    /// Adds a change of the connection. A second "down" in a row replaces the first, and of changes that nobody takes only
    /// the newest are kept, so the queue stays bounded.
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

    /// Ends the queue: once the consumer has taken what waits, it gets `None`.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.filled.notify_one();
    }

    /// The next item, or `None` at the end. Safe to cancel: no item is lost.
    pub(crate) async fn pop(&self) -> Option<T> {
        loop {
            match self.try_pop() {
                Ok(end_or_item) => return end_or_item,
                Err(Empty) => self.filled.notified().await,
            }
        }
    }

    /// The next item, if one waits and no change of the connection comes before it.
    pub(crate) fn pop_load(&self) -> Option<T> {
        let mut inner = self.lock();
        if !matches!(inner.items.front(), Some(Item::Loads(_))) {
            return None;
        }
        let item = inner.pop();
        drop(inner);
        self.drained.notify_one();
        item.map(|(item, _)| item)
    }

    fn try_pop(&self) -> Result<Option<T>, Empty> {
        let mut inner = self.lock();
        match inner.pop() {
            Some((item, true)) => {
                drop(inner);
                self.drained.notify_one();
                Ok(Some(item))
            }
            Some((item, false)) => Ok(Some(item)),
            None if inner.closed => Ok(None),
            None => Err(Empty),
        }
    }

    /// Waits until at most this many items and bytes are left.
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
    /// The next item; true when it counts towards the limits.
    fn pop(&mut self) -> Option<(T, bool)> {
        match self.items.pop_front()? {
            Item::Change(item, _) => {
                self.changes -= 1;
                Some((item, false))
            }
            Item::Loads(mut turns) => {
                let (source, item, bytes) = turns.pop()?;
                if !turns.is_empty() {
                    self.items.push_front(Item::Loads(turns));
                }
                self.discount(source, bytes);
                Some((item, true))
            }
        }
    }

    fn count(&mut self, source: Source, bytes: usize) {
        for held in [self.held.entry(source).or_default(), &mut self.all] {
            held.count += 1;
            held.bytes += bytes;
        }
    }

    fn discount(&mut self, source: Source, bytes: usize) {
        self.all.count -= 1;
        self.all.bytes -= bytes;
        if let Some(held) = self.held.get_mut(&source) {
            held.count -= 1;
            held.bytes -= bytes;
            if held.count == 0 {
                self.held.remove(&source);
            }
        }
    }

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
        queue.push(0, -1, 10);
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

    #[tokio::test]
    async fn what_is_taken_together_ends_at_a_change_of_the_connection() {
        let queue = Queue::new();
        assert_eq!(queue.pop_load(), None);
        (0..3).for_each(|number| queue.push(0, number, 1));
        queue.push_change(100, false);
        queue.push(0, 3, 1);
        assert_eq!([(); 4].map(|()| queue.pop_load()), [Some(0), Some(1), Some(2), None]);
        assert_eq!((queue.pop().await, queue.pop_load(), queue.pop_load()), (Some(100), Some(3), None));
        assert_eq!(queue.load(), (0, 0));
    }

    #[tokio::test]
    async fn who_sends_much_waits_behind_himself_and_keeps_his_order() {
        let queue = Queue::new();
        (0..1_000).for_each(|number| queue.push(1, (1, number), 1));
        queue.push(2, (2, 0), 1);
        queue.push(3, (3, 0), 1);
        queue.push(2, (2, 1), 1);
        assert_eq!((queue.load(), queue.load_of(1), queue.load_of(2)), ((1_003, 1_003), (1_000, 1_000), (2, 2)));
        let mut first = Vec::new();
        for _ in 0..6 {
            first.extend(queue.pop().await);
        }
        assert_eq!(first, [(1, 0), (2, 0), (3, 0), (1, 1), (2, 1), (1, 2)]);
        assert_eq!(queue.load_of(2), (0, 0));
    }
}
