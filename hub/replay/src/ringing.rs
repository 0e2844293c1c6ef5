//! When alerts rang, for the figures of alarm management: how many at once, which come and go, which stand for days.

use crate::counted::Counted;
use hearth_alerts::Priority;
use hearth_alerts::burden::{Burden, Heard};
use hearth_vitals::WallMs;
use serde::Serialize;
use std::collections::BTreeMap;

/// Alerts that are kept, at most: what is beyond is counted elsewhere, and makes the figures a lower bound.
pub const KEPT_MAX: usize = 200_000;

/// Alerts in the order in which they were added.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ringing {
    kinds: BTreeMap<String, usize>,
    rang: Vec<(WallMs, usize, Priority, Option<WallMs>)>,
    left_out: u64,
}

/// How all of it would be for one nurse who hears every alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Figures {
    /// Ten minutes, so many times.
    pub bins: u32,
    /// The most in one of them.
    pub most: u32,
    /// How many of them had more than ten.
    pub floods: u32,
    /// Alerts of one rule and patient that came three times in a minute.
    pub chattering: usize,
    /// Alerts of one rule and patient that stood for longer than a day.
    pub stale: usize,
    /// Alerts that these figures leave out, because there were too many.
    pub left_out: u64,
}

impl Ringing {
    pub(crate) fn add(&mut self, episode: &str, alert: &Counted<'_>) {
        if self.rang.len() >= KEPT_MAX {
            self.left_out += 1;
            return;
        }
        let next = self.kinds.len();
        let kind = *self.kinds.entry(format!("{episode} {} {:?}", alert.rule, alert.subject)).or_insert(next);
        self.rang.push((alert.at, kind, alert.priority, alert.until));
    }

    /// The figures of what rang from `from` until before `until`.
    pub fn figures(&self, (from, until): (WallMs, WallMs)) -> Figures {
        let mut keys = vec![""; self.kinds.len()];
        self.kinds.iter().for_each(|(key, place)| keys[*place] = key);
        let heard: Vec<Heard<'_>> = self
            .rang
            .iter()
            .map(|(at, kind, priority, until)| Heard { at: *at, key: keys[*kind], priority: *priority, until: *until })
            .collect();
        let burden = Burden::of(&heard, from, until);
        Figures {
            bins: burden.bins,
            most: burden.most,
            floods: burden.floods,
            chattering: burden.chattering.len(),
            stale: burden.stale.len(),
            left_out: self.left_out,
        }
    }
}
