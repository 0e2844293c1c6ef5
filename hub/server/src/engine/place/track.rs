//! The anchors of one boot that stem from clocks of one quality: few enough to keep, and one near to every record.
//!
//! A gateway sends an anchor with every batch. Of all anchors within ten minutes the one with the least uncertainty
//! is kept, so that the gateway's crystal drifts by 60 ms at most between a record and its anchor. The newest anchor is
//! kept too, because it places what is measured now. Where two neighbouring anchors disagree both are kept: the clock
//! was set between them.

use super::uncertainty_ms;
use hearth_vitals::{Anchor, MonoMs};

/// One anchor is kept for each stretch of this length, ms.
const SPACING_MS: u64 = 600_000;
/// Anchors kept, at most: a week of them. In a boot that lasts longer their spacing doubles each time this is reached.
const MOST: usize = super::ANCHORS_PER_BOOT as usize;
/// Anchors kept within one spacing, at most, so that a clock that is set again and again cannot fill the memory.
const MOST_IN_ONE: usize = 8;

/// Sorted by monotonic time; the last is the newest.
#[derive(Debug)]
pub(super) struct Track {
    anchors: Vec<Anchor>,
    spacing_ms: u64,
}

impl Default for Track {
    fn default() -> Track {
        Track { anchors: Vec::new(), spacing_ms: SPACING_MS }
    }
}

impl Track {
    /// Remembers an anchor, and forgets the anchors that are not needed any more, which may be this one.
    pub fn learn(&mut self, anchor: Anchor) {
        let place = self.anchors.partition_point(|known| known.mono <= anchor.mono);
        if place.checked_sub(1).is_some_and(|before| self.anchors[before] == anchor) {
            return;
        }
        self.anchors.insert(place, anchor);
        // The anchor that was the newest until now was exempt from thinning; now it no longer is.
        if place + 1 == self.anchors.len() && place > 0 {
            self.thin(self.anchors[place - 1].mono);
        }
        self.thin(anchor.mono);
        while self.anchors.len() > MOST {
            self.widen();
        }
    }

    /// The newest anchor.
    pub fn newest(&self) -> Option<&Anchor> {
        self.anchors.last()
    }

    /// The anchor that places an instant with the least uncertainty: the nearest one, or one farther off that agrees
    /// with it and is more precise in spite of the drift. One that disagrees is on the other side of a setting of the clock.
    pub fn surest(&self, mono: MonoMs) -> Option<&Anchor> {
        let (before, after) = self.anchors.split_at(self.anchors.partition_point(|anchor| anchor.mono <= mono));
        let nearest = before.last().into_iter().chain(after.first()).min_by_key(|anchor| anchor.mono.0.abs_diff(mono.0))?;
        let backward = surest_of(before.iter().rev(), nearest, mono);
        let forward = surest_of(after.iter(), nearest, mono);
        Some(if uncertainty_ms(forward, mono) < uncertainty_ms(backward, mono) { forward } else { backward })
    }

    /// Keeps half as many anchors, twice as far apart.
    fn widen(&mut self) {
        self.spacing_ms = self.spacing_ms.saturating_mul(2);
        for anchor in std::mem::take(&mut self.anchors) {
            self.anchors.push(anchor);
            if let Some(before) = self.anchors.len().checked_sub(2) {
                self.thin(self.anchors[before].mono);
            }
        }
    }

    /// Keeps only what is needed of the anchors in the same stretch as `mono`; the newest always stays.
    fn thin(&mut self, mono: MonoMs) {
        let stretch = mono.0 / self.spacing_ms;
        let first = self.anchors.partition_point(|anchor| anchor.mono.0 / self.spacing_ms < stretch);
        let end = self.anchors.partition_point(|anchor| anchor.mono.0 / self.spacing_ms <= stretch).min(self.anchors.len() - 1);
        if first + 1 >= end {
            return;
        }
        let kept = self.needed(first, end);
        self.anchors.splice(first..end, kept);
    }

    /// The anchors between two indices that are needed: the most precise one; where the clock was set, the most precise of each
    /// side and the two between which it was set.
    fn needed(&self, first: usize, end: usize) -> Vec<Anchor> {
        let mut kept: Vec<Anchor> = Vec::new();
        let mut at = first;
        for run in self.anchors[first..end].chunk_by(agree) {
            let begins = run.first().filter(|_| self.was_set_before(at));
            at += run.len();
            let ends = run.last().filter(|_| self.was_set_before(at));
            let surest = run.iter().min_by_key(|anchor| (anchor.uncertainty_ms, anchor.mono));
            for anchor in [begins, surest, ends].into_iter().flatten() {
                if kept.last() != Some(anchor) {
                    kept.push(*anchor);
                }
            }
        }
        kept.split_off(kept.len().saturating_sub(MOST_IN_ONE))
    }

    /// Whether the anchor at this index and the one before it cannot both be right.
    fn was_set_before(&self, at: usize) -> bool {
        at.checked_sub(1).zip(self.anchors.get(at)).is_some_and(|(before, anchor)| !agree(&self.anchors[before], anchor))
    }
}

/// The anchor with the least uncertainty at `mono` among those that agree with the nearest one, searched away from it.
/// The search ends where the drift alone exceeds what was found.
fn surest_of<'a>(away: impl Iterator<Item = &'a Anchor>, nearest: &'a Anchor, mono: MonoMs) -> &'a Anchor {
    let mut best = nearest;
    for anchor in away {
        let least_ms = uncertainty_ms(best, mono);
        if !agree(nearest, anchor) || super::drift_ms(anchor, mono) >= least_ms {
            break;
        }
        if uncertainty_ms(anchor, mono) < least_ms {
            best = anchor;
        }
    }
    best
}

/// Whether both anchors can be right, so that the clock was not set between them.
fn agree(one: &Anchor, other: &Anchor) -> bool {
    let apart_ms = one.place(other.mono).since(other.wall).unsigned_abs();
    apart_ms <= uncertainty_ms(one, other.mono).saturating_add(u64::from(other.uncertainty_ms))
}

#[cfg(test)]
#[path = "track_tests.rs"]
mod tests;
