//! Items of several sources, taken in turns.

use super::Source;
use std::collections::{HashMap, VecDeque};

/// Items that wait, by source.
pub(super) struct Turns<T> {
    order: VecDeque<Source>,
    waiting: HashMap<Source, VecDeque<(T, usize)>>,
}

impl<T> Turns<T> {
    /// A collection with one item of `bytes` bytes.
    pub fn of(source: Source, item: T, bytes: usize) -> Turns<T> {
        let mut turns = Turns { order: VecDeque::new(), waiting: HashMap::new() };
        turns.push(source, item, bytes);
        turns
    }

    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Adds an item after those of the same source.
    pub fn push(&mut self, source: Source, item: T, bytes: usize) {
        let waiting = self.waiting.entry(source).or_default();
        if waiting.is_empty() {
            self.order.push_back(source);
        }
        waiting.push_back((item, bytes));
    }

    /// Takes the oldest item of the source whose turn it is.
    pub fn pop(&mut self) -> Option<(Source, T, usize)> {
        let source = self.order.pop_front()?;
        let waiting = self.waiting.get_mut(&source)?;
        let (item, bytes) = waiting.pop_front()?;
        if waiting.is_empty() {
            self.waiting.remove(&source);
        } else {
            self.order.push_back(source);
        }
        Some((source, item, bytes))
    }
}
