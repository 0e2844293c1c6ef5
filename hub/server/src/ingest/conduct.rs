//! Limits how much a home may send to the hub, and decides what happens to one that sends more.
//!
//! Every home has allowances that a gateway in order cannot use up. What exceeds them is dropped without a receipt,
//! so that a faulty gateway keeps its records and loses none. A gateway that goes on is cut off for a while, longer
//! each time, and this is reported once. Nothing here costs another home anything.

mod allowance;
mod novelty;
mod why;

use super::delivery::Opened;
use allowance::{Allowance, Left};
use hearth_vitals::{GatewayId, MonoMs};
use novelty::Novelty;
use std::collections::{BTreeMap, BTreeSet};
pub use why::Why;

/// The messages of one home. A gateway sends two batches on each of two lanes and waits for their receipts, which come at most
/// ten times a second: that makes 40 messages a second.
const MESSAGES: Allowance = Allowance { at_once: 5_000, per_minute: 60_000 };
/// Bytes of these messages: 40 batches of 64 KiB are 2.6 MB a second.
const BYTES: Allowance = Allowance { at_once: 64 << 20, per_minute: 240 << 20 };
/// Records on the live lane. A home measures some hundred a second, and after a gap sends at once what had waited for
/// up to half a minute.
const LIVE_RECORDS: Allowance = Allowance { at_once: 200_000, per_minute: 300_000 };
/// Bodies that cannot be decoded: enough for a gateway with failing memory, too few to fill the quarantine with rubbish.
const UNREADABLE: Allowance = Allowance { at_once: 200, per_minute: 6 };
/// Names that each add a row which stays for ever: opened outboxes, boots, devices, losses of a stream.
const NEW: Allowance = Allowance { at_once: 300, per_minute: 6 };

/// How many messages of a home are dropped before it is cut off; one that had to be decoded first counts for more.
const CUT_AFTER: u64 = 1_000;
const OPENED_WEIGHT: u64 = 20;
/// The first and the longest cut-off, ms: it doubles each time.
const CUT_MS: (u64, u64) = (60_000, 3_600_000);
/// After this long without a drop the home has a good name again, ms.
const GOOD_AFTER_MS: u64 = 600_000;
/// The largest number of homes that are remembered. Only a broker that lets anybody make up ids would bring so many.
const HOMES_MAX: usize = 50_000;

/// What is to be reported or done about a home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// Some of its messages are dropped.
    Dropped(Why),
    /// The home is cut off: for what reason, for how long (ms), and how many messages were dropped before.
    CutOff(Why, u64, u64),
    /// The home's cut-off is over: it may connect again.
    LetIn,
    /// The home has given no cause for complaint for a while.
    Good,
}

#[derive(Debug)]
struct Home {
    messages: Left,
    bytes: Left,
    live_records: Left,
    unreadable: Left,
    new: Left,
    seen: Novelty,
    /// What was dropped since the home last had a good name, by weight; `why` is the cause of the newest drop.
    dropped: u64,
    why: Why,
    told: bool,
    last_dropped: Option<MonoMs>,
    last_came: MonoMs,
    cut_until: Option<MonoMs>,
    cuts: u32,
}

impl Home {
    fn new(now: MonoMs) -> Home {
        let [messages, bytes, live_records, unreadable, new] =
            [MESSAGES, BYTES, LIVE_RECORDS, UNREADABLE, NEW].map(|allowance| Left::full(allowance, now));
        let (dropped, why, told, last_dropped) = (0, Why::Flood, false, None);
        let seen = Novelty::default();
        let (last_came, cut_until, cuts) = (now, None, 0);
        Home { messages, bytes, live_records, unreadable, new, seen, dropped, why, told, last_dropped, last_came, cut_until, cuts }
    }
}

/// The conduct of every home.
#[derive(Debug, Default)]
pub struct Conduct {
    homes: BTreeMap<GatewayId, Home>,
    news: BTreeMap<GatewayId, News>,
    cut: BTreeSet<GatewayId>,
    looked: MonoMs,
}

impl Conduct {
    /// A message arrived and is not decoded yet. True when it may come in.
    pub fn arrives(&mut self, gateway: &GatewayId, bytes: usize, now: MonoMs) -> bool {
        if self.homes.len() >= HOMES_MAX && !self.homes.contains_key(gateway) {
            return false;
        }
        let home = self.homes.entry(gateway.clone()).or_insert_with(|| Home::new(now));
        home.last_came = now;
        if home.cut_until.is_some() {
            return false;
        }
        if home.messages.take(1, now) && home.bytes.take(bytes as u64, now) {
            return true;
        }
        self.drops(gateway, Why::Flood, 1, now);
        false
    }

    /// A message of the home was dropped before it was decoded.
    pub fn dropped(&mut self, gateway: &GatewayId, why: Why, now: MonoMs) {
        self.drops(gateway, why, 1, now);
    }

    /// A message was decoded to this. True when it may go on to the store.
    pub fn opened(&mut self, gateway: &GatewayId, opened: &Opened, is_live: bool, now: MonoMs) -> bool {
        let Some(home) = self.homes.get_mut(gateway) else { return true };
        let why = match opened {
            Opened::Batch(batch) => {
                let records = if is_live { batch.records.len() as u64 } else { 0 };
                let new = home.seen.new_in(batch);
                if !home.live_records.take(records, now) {
                    Some(Why::Flood)
                } else if new > 0 && !home.new.take(new, now) {
                    Some(Why::MadeUp)
                } else {
                    if new > 0 {
                        home.seen.learn(batch);
                    }
                    None
                }
            }
            Opened::Poison { .. } => (!home.unreadable.take(1, now)).then_some(Why::Unreadable),
            Opened::Newer(_) | Opened::Foreign(_) => None,
        };
        if let Some(why) = why {
            self.drops(gateway, why, OPENED_WEIGHT, now);
        }
        why.is_none()
    }

    /// The gateway's report about itself cannot be read. True when this may be logged.
    pub fn unreadable_state(&mut self, gateway: &GatewayId, now: MonoMs) -> bool {
        let Some(home) = self.homes.get_mut(gateway) else { return false };
        let may = home.unreadable.take(1, now);
        if !may {
            self.drops(gateway, Why::Unreadable, OPENED_WEIGHT, now);
        }
        may
    }

    fn drops(&mut self, gateway: &GatewayId, why: Why, weight: u64, now: MonoMs) {
        let Some(home) = self.homes.get_mut(gateway).filter(|home| home.cut_until.is_none()) else { return };
        (home.why, home.last_dropped) = (why, Some(now));
        home.dropped += weight;
        if home.dropped >= CUT_AFTER {
            let cut_ms = (CUT_MS.0 << home.cuts.min(16)).min(CUT_MS.1);
            home.cuts += 1;
            home.cut_until = Some(now.plus(cut_ms));
            self.cut.insert(gateway.clone());
            self.news.insert(gateway.clone(), News::CutOff(why, cut_ms, home.dropped));
        } else if !std::mem::replace(&mut home.told, true) {
            self.news.insert(gateway.clone(), News::Dropped(why));
        }
    }

    /// True when [`Conduct::news`] has something to give.
    pub fn has_news(&self) -> bool {
        !self.news.is_empty()
    }

    /// What is to be reported or done since the last call, each item once.
    pub fn news(&mut self, now: MonoMs) -> Vec<(GatewayId, News)> {
        let mut news: Vec<_> = std::mem::take(&mut self.news).into_iter().collect();
        news.extend(self.over(now).into_iter().map(|gateway| (gateway, News::LetIn)));
        if now.since(self.looked) >= CUT_MS.0 {
            self.looked = now;
            news.extend(self.forgive(now).into_iter().map(|gateway| (gateway, News::Good)));
        }
        news
    }

    /// Ends the cut-offs whose time is up. These homes start with small allowances, so that the next flood is short.
    fn over(&mut self, now: MonoMs) -> Vec<GatewayId> {
        let homes = &mut self.homes;
        let is_over = |gateway: &&GatewayId| homes.get(*gateway).and_then(|home| home.cut_until).is_none_or(|until| until <= now);
        let over: Vec<GatewayId> = self.cut.iter().filter(is_over).cloned().collect();
        for gateway in &over {
            self.cut.remove(gateway);
            if let Some(home) = self.homes.get_mut(gateway) {
                home.cut_until = None;
                // A good name is earned by quiet after the cut-off, not during it.
                (home.dropped, home.last_dropped, home.last_came) = (0, Some(now), now);
                home.messages.leave(MESSAGES.at_once / 10, now);
            }
        }
        over
    }

    fn forgive(&mut self, now: MonoMs) -> Vec<GatewayId> {
        let long_ago = |at: MonoMs| now.since(at) >= GOOD_AFTER_MS;
        let mut good = Vec::new();
        for (gateway, home) in &mut self.homes {
            if home.cut_until.is_none() && home.last_dropped.is_some_and(long_ago) {
                good.push(gateway.clone());
                (home.dropped, home.told, home.last_dropped, home.cuts) = (0, false, None, 0);
            }
        }
        self.homes.retain(|_, home| home.cut_until.is_some() || home.last_dropped.is_some() || !long_ago(home.last_came));
        good
    }
}

#[cfg(test)]
#[path = "conduct_tests.rs"]
mod tests;
