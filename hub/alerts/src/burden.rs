//! How much a list of alerts asks of the people who hear it: the figures of alarm management (ISA 18.2, EEMUA 191).
//!
//! A mean hides a flood, so the bins are counted, too; one that comes and goes, and one that stands for days, are named,
//! because each of them is the next one that nobody hears. The edges are those of the published guides; what is acceptable
//! (about one in ten minutes) is for the site.

use crate::words::Priority;
use hearth_vitals::WallMs;
use std::collections::{BTreeMap, BTreeSet};

/// The length of a bin (ms).
pub const BIN_MS: i64 = 600_000;
/// A bin with more alerts than this is a flood.
pub const FLOOD_OVER: u32 = 10;
/// The number of alerts of one kind within [`CHATTER_MS`] that counts as chatter.
pub const CHATTER: usize = 3;
/// Within this stretch, ms; see [`CHATTER`].
pub const CHATTER_MS: i64 = 60_000;
/// An alert that is active for longer than this is stale (ms).
pub const STALE_MS: i64 = 86_400_000;

/// One alert as somebody heard it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Heard<'a> {
    /// When it rang.
    pub at: WallMs,
    /// What it was about: alerts with the same key are of one kind.
    pub key: &'a str,
    /// How urgent it was.
    pub priority: Priority,
    /// When it ended; `None` while it is active.
    pub until: Option<WallMs>,
}

/// The figures of a period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Burden<'a> {
    /// How many alerts rang.
    pub total: u32,
    /// How many bins the period has; the last one may be cut short.
    pub bins: u32,
    /// The most alerts in one bin.
    pub most: u32,
    /// How many bins were floods.
    pub floods: u32,
    /// Kinds that came and went.
    pub chattering: BTreeSet<&'a str>,
    /// Kinds that stood for longer than a day.
    pub stale: BTreeSet<&'a str>,
    /// The kind that rang most often, the first by name of several, and how often.
    pub top: Option<(&'a str, u32)>,
    /// How many alerts of low, medium and high priority.
    pub by_priority: [u32; 3],
}

impl<'a> Burden<'a> {
    /// The figures of what rang from `from` until before `until`, in any order.
    pub fn of(heard: &[Heard<'a>], from: WallMs, until: WallMs) -> Burden<'a> {
        let mut burden = Burden { bins: bin(from, until.plus(BIN_MS - 1)), ..Burden::default() };
        let mut bins: BTreeMap<u32, u32> = BTreeMap::new();
        let mut kinds: BTreeMap<&str, Vec<WallMs>> = BTreeMap::new();
        for one in heard.iter().filter(|one| from <= one.at && one.at < until) {
            burden.total += 1;
            burden.by_priority[one.priority as usize] += 1;
            *bins.entry(bin(from, one.at)).or_default() += 1;
            kinds.entry(one.key).or_default().push(one.at);
        }
        // What rang before the period and still stood in it stands in it.
        let ends = |one: &Heard<'_>| one.until.unwrap_or(until).min(until);
        let stood = heard.iter().filter(|one| one.at < until && ends(one) > from && ends(one).since(one.at) > STALE_MS);
        burden.stale = stood.map(|one| one.key).collect();
        burden.most = bins.values().copied().max().unwrap_or(0);
        burden.floods = count(bins.values().filter(|bin| **bin > FLOOD_OVER).count());
        for (key, mut starts) in kinds {
            let often = count(starts.len());
            burden.top = burden.top.filter(|(_, most)| *most >= often).or(Some((key, often)));
            starts.sort_unstable();
            if starts.windows(CHATTER).any(|some| some[CHATTER - 1].since(some[0]) <= CHATTER_MS) {
                burden.chattering.insert(key);
            }
        }
        burden
    }
}

fn bin(from: WallMs, at: WallMs) -> u32 {
    u32::try_from(at.since(from).div_euclid(BIN_MS)).unwrap_or(0)
}

fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}
