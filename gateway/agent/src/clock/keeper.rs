//! Decides which clock to trust (pure).

use hearth_vitals::{Anchor, BootId, ClockQuality, MonoMs, WallMs};

/// Both clocks at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Time since boot by CLOCK_BOOTTIME, ms.
    pub mono: MonoMs,
    /// The system's wall clock, right or wrong.
    pub wall: WallMs,
    /// True when a time service says that it keeps the wall clock.
    pub is_kept: bool,
}

/// 2025-01-01, before this program was built. A clock that shows an earlier time was never set.
const BUILT: WallMs = WallMs(1_735_689_600_000);
/// The error of a clock that a time service keeps over the internet, ms.
const KEPT_MS: u32 = 50;
/// The error of a clock that was never compared, ms. Quartz drifts only a few seconds a week, but a wrong time zone is a
/// common fault, and zones differ by up to 14 hours. Whoever reads such an instant has to know that.
const DRIFTING_MS: u32 = 14 * 3_600_000;
/// The error of the hub's time stamp besides half the round trip, ms: it is made up to this long before it is sent.
const STAMP_MS: u64 = 50;
/// A round trip longer than this says nothing useful, ms.
const MAX_ROUND_TRIP_MS: u64 = 10_000;
/// The longest useful round trip for a clock that was never compared and may be wrong by hours, ms.
const MAX_FIRST_ROUND_TRIP_MS: u64 = 120_000;
/// How long a comparison is valid, ms.
const FRESH_MS: u64 = 3_600_000;
/// Quartz drifts less than this, parts per million.
const DRIFT_PPM: u64 = 50;

/// Knows this boot, and the clocks that its time was compared with.
#[derive(Debug)]
pub struct Timekeeper {
    boot: BootId,
    /// The last comparison with a clock that is right: the hub's, or that of a time service.
    hub: Option<Anchor>,
    /// Smallest and largest difference between system clock and monotonic time in this boot, ms. If they differ, the clock was
    /// set in between, and nobody knows which of the two was right.
    offsets_ms: Option<(i64, i64)>,
}

impl Timekeeper {
    /// The state at the start of the program.
    pub fn new(boot: BootId) -> Timekeeper {
        Timekeeper { boot, hub: None, offsets_ms: None }
    }

    /// Takes anchors from earlier runs of this program. What they tell of the hub's clock in this same boot is still valid,
    /// whatever the wall clock was set to since.
    pub fn recall(&mut self, anchors: &[Anchor]) {
        let compared = |anchor: &&Anchor| anchor.boot == self.boot && anchor.quality == ClockQuality::Synchronised;
        self.hub = self.hub.or(anchors.iter().find(compared).copied());
    }

    /// Id of this boot of the machine.
    pub fn boot(&self) -> BootId {
        self.boot
    }

    /// Looks at the system clock; to be called whenever something happens.
    pub fn observe(&mut self, now: Now) {
        if now.wall < BUILT {
            return;
        }
        if now.is_kept {
            // The word of a time service stays valid if the clock is set after the service has gone.
            let anchor =
                Anchor { boot: self.boot, mono: now.mono, wall: now.wall, quality: ClockQuality::Synchronised, uncertainty_ms: KEPT_MS };
            self.hub = Some(anchor);
        }
        let offset_ms = now.wall.0 - now.mono.0.cast_signed();
        let (least, greatest) = self.offsets_ms.unwrap_or((offset_ms, offset_ms));
        self.offsets_ms = Some((least.min(offset_ms), greatest.max(offset_ms)));
    }

    /// True when this clock was compared with another one: a time service, or the hub. A system clock alone may show the wrong
    /// hour without anyone noticing.
    pub fn is_compared(&self, now: Now) -> bool {
        #[cfg(feature = "breakages")]
        if hearth_breakages::is("believe_any_clock") {
            return true;
        }
        self.hub.is_some() || (now.is_kept && now.wall >= BUILT)
    }

    /// The best anchor for this moment.
    pub fn anchor(&self, now: Now) -> Anchor {
        let anchor = |wall, quality, uncertainty_ms| Anchor { boot: self.boot, mono: now.mono, wall, quality, uncertainty_ms };
        if now.is_kept && now.wall >= BUILT {
            return anchor(now.wall, ClockQuality::Synchronised, KEPT_MS);
        }
        if let Some(hub) = self.hub {
            let fresh = now.mono.since(hub.mono) <= FRESH_MS;
            let quality = if fresh { ClockQuality::Synchronised } else { ClockQuality::Drifting };
            return anchor(hub.place(now.mono), quality, aged(hub, now.mono));
        }
        if now.wall < BUILT {
            anchor(now.wall, ClockQuality::Unknown, u32::MAX)
        } else {
            let set_by_ms = self.offsets_ms.map_or(0, |(least, greatest)| greatest.abs_diff(least));
            let uncertainty_ms = u64::from(DRIFTING_MS).saturating_add(set_by_ms);
            anchor(now.wall, ClockQuality::Drifting, u32::try_from(uncertainty_ms).unwrap_or(u32::MAX))
        }
    }

    /// The best known wall time.
    pub fn wall(&self, now: Now) -> WallMs {
        self.anchor(now).wall
    }

    /// Takes a receipt for a batch that was sent at `sent`; in between, the hub's clock showed `hub_time`. True when this
    /// synchronises the boot for the first time in an hour, or when the hub's clock was set.
    pub fn receipt(&mut self, now: MonoMs, sent: MonoMs, hub_time: WallMs) -> bool {
        let round_trip = now.since(sent);
        let most_ms = if self.hub.is_some() { MAX_ROUND_TRIP_MS } else { MAX_FIRST_ROUND_TRIP_MS };
        if round_trip > most_ms || hub_time < BUILT {
            return false;
        }
        let uncertainty_ms = u32::try_from(round_trip / 2 + STAMP_MS).unwrap_or(u32::MAX);
        let middle = MonoMs(now.0 - round_trip / 2);
        let seen = Anchor { boot: self.boot, mono: middle, wall: hub_time, quality: ClockQuality::Synchronised, uncertainty_ms };
        let Some(old) = self.hub else {
            self.hub = Some(seen);
            return true;
        };
        let difference = old.place(middle).since(hub_time).unsigned_abs();
        let was_set = difference > u64::from(aged(old, now)) + u64::from(uncertainty_ms);
        let was_old = now.since(old.mono) > FRESH_MS;
        if was_set || was_old || uncertainty_ms <= aged(old, now) {
            self.hub = Some(seen);
        }
        was_set || was_old
    }
}

fn aged(anchor: Anchor, now: MonoMs) -> u32 {
    let drift = now.since(anchor.mono).saturating_mul(DRIFT_PPM) / 1_000_000;
    anchor.uncertainty_ms.saturating_add(u32::try_from(drift).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: i64 = 1_790_000_000_000;

    fn now(mono: u64, wall: i64, is_kept: bool) -> Now {
        Now { mono: MonoMs(mono), wall: WallMs(wall), is_kept }
    }

    #[test]
    fn a_clock_in_1970_is_unknown_until_the_hub_tells_the_time() {
        let mut keeper = Timekeeper::new(BootId(1));
        assert_eq!(keeper.anchor(now(5_000, 5_000, false)).quality, ClockQuality::Unknown);
        assert!(keeper.receipt(MonoMs(10_400), MonoMs(10_000), WallMs(TODAY)));
        let anchor = keeper.anchor(now(11_200, 11_200, false));
        assert_eq!((anchor.quality, anchor.wall, anchor.uncertainty_ms), (ClockQuality::Synchronised, WallMs(TODAY + 1_000), 250));
    }

    #[test]
    fn a_comparison_grows_old_and_a_better_one_replaces_it() {
        let mut keeper = Timekeeper::new(BootId(1));
        keeper.receipt(MonoMs(2_000), MonoMs(0), WallMs(TODAY));
        assert!(!keeper.receipt(MonoMs(9_000), MonoMs(3_000), WallMs(TODAY + 5_000)), "a worse one changes nothing");
        assert_eq!(keeper.anchor(now(1_000, 0, false)).uncertainty_ms, 1_050);
        assert!(!keeper.receipt(MonoMs(20_100), MonoMs(20_000), WallMs(TODAY + 19_000)));
        assert_eq!(keeper.anchor(now(20_050, 0, false)).uncertainty_ms, 100);
        let hour_later = keeper.anchor(now(20_050 + FRESH_MS + 1, 0, false));
        assert_eq!((hour_later.quality, hour_later.uncertainty_ms), (ClockQuality::Drifting, 280));
        assert!(keeper.receipt(MonoMs(4_000_000), MonoMs(3_999_900), WallMs(TODAY + 4_000_000)));
    }

    #[test]
    fn a_system_clock_that_was_set_is_as_uncertain_as_it_was_moved() {
        let mut keeper = Timekeeper::new(BootId(1));
        for wall in [TODAY, TODAY + 3_600_000] {
            keeper.observe(now(0, wall, false));
        }
        let anchor = keeper.anchor(now(0, TODAY, false));
        assert_eq!((anchor.quality, anchor.uncertainty_ms), (ClockQuality::Drifting, DRIFTING_MS + 3_600_000));
        assert!(!keeper.is_compared(now(0, TODAY, false)) && keeper.is_compared(now(0, TODAY, true)));
    }

    #[test]
    fn the_first_comparison_may_take_long_and_is_as_uncertain() {
        let mut keeper = Timekeeper::new(BootId(1));
        assert!(keeper.receipt(MonoMs(80_000), MonoMs(40_000), WallMs(TODAY)));
        assert_eq!(keeper.anchor(now(80_000, 0, false)).uncertainty_ms, 20_051);
        assert!(!keeper.receipt(MonoMs(120_000), MonoMs(80_000), WallMs(TODAY)));
    }

    #[test]
    fn a_kept_clock_is_believed_and_a_plausible_one_is_drifting() {
        let keeper = Timekeeper::new(BootId(1));
        assert_eq!(keeper.anchor(now(0, TODAY, true)).quality, ClockQuality::Synchronised);
        assert_eq!(keeper.anchor(now(0, TODAY, false)).quality, ClockQuality::Drifting);
        assert_eq!(keeper.anchor(now(0, 0, true)).quality, ClockQuality::Unknown);
    }

    #[test]
    fn what_was_heard_in_this_boot_outlives_a_restart_and_a_clock_that_was_set() {
        let anchor = |boot, quality| Anchor { boot: BootId(boot), mono: MonoMs(1_000), wall: WallMs(TODAY), quality, uncertainty_ms: 80 };
        let mut keeper = Timekeeper::new(BootId(1));
        keeper.recall(&[anchor(2, ClockQuality::Synchronised), anchor(1, ClockQuality::Drifting)]);
        assert_eq!(keeper.anchor(now(5_000, TODAY - 3_600_000, false)).quality, ClockQuality::Drifting);
        keeper.recall(&[anchor(1, ClockQuality::Synchronised)]);
        let known = keeper.anchor(now(5_000, TODAY - 3_600_000, false));
        assert_eq!((known.quality, known.wall), (ClockQuality::Synchronised, WallMs(TODAY + 4_000)));
    }

    #[test]
    fn a_hub_whose_clock_was_set_is_followed() {
        let mut keeper = Timekeeper::new(BootId(1));
        keeper.receipt(MonoMs(100), MonoMs(0), WallMs(TODAY));
        assert!(keeper.receipt(MonoMs(60_000), MonoMs(58_000), WallMs(TODAY - 3_600_000)));
        assert_eq!(keeper.wall(now(59_000, 0, false)), WallMs(TODAY - 3_600_000));
    }
}
