//! When alerts rang, for the figures of alarm management: how many at once, which come and go, which stand for days.

use crate::counted::Counted;
use hearth_alerts::Priority;
use hearth_alerts::burden::{Burden, Heard};
use hearth_vitals::WallMs;
use serde::Serialize;
use std::collections::BTreeMap;

/// The largest number of alerts that are kept: those beyond are counted elsewhere, and make the figures a lower bound.
pub const KEPT_MAX: usize = 200_000;

/// The alerts that rang, in the order in which they were added.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ringing {
    kinds: BTreeMap<String, usize>,
    rang: Vec<(WallMs, usize, Priority, Option<WallMs>)>,
    left_out: u64,
}

/// The load of all alerts on one nurse who hears every one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Figures {
    /// The number of stretches of ten minutes.
    pub bins: u32,
    /// The largest number of alerts in one stretch.
    pub most: u32,
    /// The number of stretches with more than ten alerts.
    pub floods: u32,
    /// The number of times that alerts of one rule and patient came three times in a minute.
    pub chattering: usize,
    /// The number of alerts of one rule and patient that lasted longer than a day.
    pub stale: usize,
    /// The number of alerts that these figures leave out, because there were too many.
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
