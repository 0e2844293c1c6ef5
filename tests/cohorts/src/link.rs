//! The way from the home to the hub: prompt, or not at all for a while and then late, in the order a gateway sends.

use crate::draw::Draw;
use crate::kit::Measured;
use crate::spells::Spells;
use crate::{HOUR_MS, MINUTE_MS};
use std::collections::VecDeque;

/// After an outage a gateway sends what is younger than this first, ms.
const LIVE_MS: u64 = 30_000;
/// How many frames of the backlog arrive in a second.
const BACKLOG_A_SECOND: usize = 200;
/// The most frames that wait, a day's: a gateway sheds the oldest beyond its disk.
const WAITING_MAX: usize = 200_000;

/// The link of one home.
#[derive(Debug, Clone)]
pub struct Link {
    outages: Spells,
    waiting: VecDeque<Measured>,
    /// True when it was down a moment ago.
    was_down: bool,
}

impl Link {
    /// A link that fails so often a day, for minutes up to two hours.
    pub fn new(outages_a_day: f64, seed: u64, end_ms: u64) -> Link {
        let length = |draw: &mut Draw| draw.stretched(MINUTE_MS as f64, 2.0 * HOUR_MS as f64);
        Link { outages: Spells::a_day(outages_a_day, end_ms, Draw::new(seed, 8), length), waiting: VecDeque::new(), was_down: false }
    }

    /// True while it carries something.
    pub fn is_up(&mut self, t_ms: u64) -> bool {
        self.outages.at(t_ms).is_none()
    }

    /// Takes what was measured in this second and hands on, in order, what arrives in it.
    pub fn carry(&mut self, t_ms: u64, measured: &[Measured], arrived: &mut Vec<Measured>) {
        arrived.clear();
        if !self.is_up(t_ms) {
            self.was_down = true;
            self.waiting.extend(measured);
            while self.waiting.len() > WAITING_MAX {
                self.waiting.pop_front();
            }
            return;
        }
        if std::mem::take(&mut self.was_down) {
            let old = self.waiting.partition_point(|frame| frame.at_ms + LIVE_MS < t_ms);
            arrived.extend(self.waiting.drain(old..));
        }
        arrived.extend(measured);
        let now = self.waiting.len().min(BACKLOG_A_SECOND);
        arrived.extend(self.waiting.drain(..now));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DAY_MS;
    use crate::kit::Device;

    #[test]
    fn what_an_outage_held_back_arrives_once_the_newest_first() {
        let mut link = Link::new(6.0, 3, DAY_MS);
        let (mut arrived, mut all, mut late) = (Vec::new(), Vec::new(), 0);
        for t_ms in (0..DAY_MS).step_by(1_000) {
            let was_down = link.was_down;
            link.carry(t_ms, &[Measured::new(Device::Patch, t_ms, [])], &mut arrived);
            if was_down && let Some(first) = arrived.first() {
                assert!(t_ms - first.at_ms <= LIVE_MS, "the newest first");
                late += 1;
            }
            all.extend(arrived.iter().map(|frame| frame.at_ms));
        }
        assert!(late >= 2 && link.waiting.is_empty(), "{late} outages");
        all.sort_unstable();
        assert_eq!(all, (0..DAY_MS).step_by(1_000).collect::<Vec<_>>());
    }
}
