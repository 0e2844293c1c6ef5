//! When a record was measured: its monotonic time, converted to wall-clock time by an anchor of the same boot.
//!
//! The gateway's wall clock may have been wrong at the time of measurement (no battery-backed clock, 1970 after a
//! power cut). Its monotonic clock was right all along, so one good anchor, earlier or later in the same boot, places
//! every record. A record that no anchor can place has an unknown time: it is kept, but never assigned to a patient
//! by a guess.

mod track;

use hearth_vitals::{Anchor, BootId, ClockQuality, GatewayId, MonoMs, WallMs};
use std::collections::BTreeMap;
use track::Track;

/// The worst drift of a gateway's crystal: 100 parts per million, twice the tolerance of common parts, because homes are colder
/// and hotter than a data sheet assumes.
const DRIFT_PER_MILLION: u64 = 100;
/// How far off a clock may be that was not compared lately, ms: the drift of one day.
const DRIFTING_UNCERTAINTY_MS: u64 = 8_640;
/// Anchors kept of one boot, at most, for each quality of clock.
pub const ANCHORS_PER_BOOT: u32 = 1_024;
/// Boots kept of one gateway, at most.
const BOOTS_PER_GATEWAY: usize = 16;

/// The instant of a measurement, and how precisely it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placement {
    /// Wall time of the measurement.
    pub at: WallMs,
    /// Quality of the clock that placed it.
    pub quality: ClockQuality,
    /// Half-width of the error, ms.
    pub uncertainty_ms: u32,
}

/// The anchors of every gateway and boot that can place a record.
#[derive(Debug, Default)]
pub struct Anchors {
    gateways: BTreeMap<GatewayId, BTreeMap<BootId, Boot>>,
}

/// The anchors of one boot, by the quality of the clock they stem from.
#[derive(Debug, Default)]
struct Boot {
    synchronised: Track,
    drifting: Track,
}

impl Boot {
    fn learn(&mut self, anchor: Anchor) {
        match anchor.quality {
            ClockQuality::Synchronised => self.synchronised.learn(anchor),
            ClockQuality::Drifting => self.drifting.learn(anchor),
            // An anchor of unknown quality places nothing.
            ClockQuality::Unknown => {}
        }
    }

    fn newest(&self) -> Option<WallMs> {
        [&self.synchronised, &self.drifting].into_iter().filter_map(Track::newest).map(|anchor| anchor.wall).max()
    }
}

impl Anchors {
    /// Remembers an anchor; one of unknown quality is not kept, because it places nothing.
    pub fn learn(&mut self, gateway: &GatewayId, anchor: Anchor) {
        if anchor.quality == ClockQuality::Unknown {
            return;
        }
        #[cfg(feature = "breakages")]
        let anchor = if hearth_breakages::is("anchor_of_any_boot") { Anchor { boot: BootId(0), ..anchor } } else { anchor };
        if !self.gateways.contains_key(gateway) {
            self.gateways.insert(gateway.clone(), BTreeMap::new());
        }
        let Some(boots) = self.gateways.get_mut(gateway) else { return };
        boots.entry(anchor.boot).or_default().learn(anchor);
        if boots.len() > BOOTS_PER_GATEWAY {
            let oldest = boots.iter().min_by_key(|(_, boot)| boot.newest()).map(|(boot, _)| *boot);
            oldest.map(|boot| boots.remove(&boot));
        }
    }

    /// Places a monotonic instant; `None` when no anchor of its boot can.
    pub fn place(&self, gateway: &GatewayId, boot: BootId, mono: MonoMs) -> Option<Placement> {
        #[cfg(feature = "breakages")]
        let boot = if hearth_breakages::is("anchor_of_any_boot") { BootId(0) } else { boot };
        let boot = self.gateways.get(gateway)?.get(&boot)?;
        let anchor = boot.synchronised.surest(mono).or_else(|| boot.drifting.surest(mono))?;
        let uncertainty_ms = u32::try_from(uncertainty_ms(anchor, mono)).unwrap_or(u32::MAX);
        Some(Placement { at: anchor.place(mono), quality: anchor.quality, uncertainty_ms })
    }
}

/// How far off a placement by this anchor may be, ms.
fn uncertainty_ms(anchor: &Anchor, mono: MonoMs) -> u64 {
    let base_ms = u64::from(anchor.uncertainty_ms) + if anchor.quality == ClockQuality::Drifting { DRIFTING_UNCERTAINTY_MS } else { 0 };
    base_ms.saturating_add(drift_ms(anchor, mono))
}

/// How far the crystal may have drifted between an anchor and an instant before or after it, ms.
fn drift_ms(anchor: &Anchor, mono: MonoMs) -> u64 {
    anchor.mono.0.abs_diff(mono.0).saturating_mul(DRIFT_PER_MILLION) / 1_000_000
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchor(mono: u64, wall: i64, quality: ClockQuality) -> Anchor {
        Anchor { boot: BootId(1), mono: MonoMs(mono), wall: WallMs(wall), quality, uncertainty_ms: 20 }
    }

    fn home() -> GatewayId {
        GatewayId::new("home-0001").unwrap()
    }

    #[test]
    fn a_clock_in_1970_is_put_right_by_a_later_anchor_of_the_same_boot() {
        let mut anchors = Anchors::default();
        anchors.learn(&home(), anchor(1_000, 5_000, ClockQuality::Unknown));
        assert_eq!(anchors.place(&home(), BootId(1), MonoMs(2_000)), None);
        anchors.learn(&home(), anchor(60_000, 1_795_000_060_000, ClockQuality::Synchronised));
        let placed = anchors.place(&home(), BootId(1), MonoMs(2_000)).unwrap();
        assert_eq!(placed.at, WallMs(1_795_000_002_000));
        assert_eq!(placed.uncertainty_ms, 20 + 5);
    }

    #[test]
    fn a_synchronised_anchor_outranks_a_nearer_drifting_one() {
        let mut anchors = Anchors::default();
        anchors.learn(&home(), anchor(100_000, 1_795_000_100_000, ClockQuality::Synchronised));
        anchors.learn(&home(), anchor(5_000, 1_795_000_999_000, ClockQuality::Drifting));
        assert_eq!(anchors.place(&home(), BootId(1), MonoMs(5_000)).unwrap().at, WallMs(1_795_000_005_000));
    }

    #[test]
    fn an_anchor_of_a_slow_round_trip_places_nothing_beside_a_surer_one() {
        let slow = Anchor { uncertainty_ms: 1_050, ..anchor(10_000, 1_795_000_011_000, ClockQuality::Synchronised) };
        let quick = anchor(20_000, 1_795_000_020_000, ClockQuality::Synchronised);
        for order in [[slow, quick], [quick, slow]] {
            let mut anchors = Anchors::default();
            order.into_iter().for_each(|anchor| anchors.learn(&home(), anchor));
            assert_eq!(anchors.place(&home(), BootId(1), MonoMs(10_000)).unwrap().at, WallMs(1_795_000_010_000));
        }
    }

    #[test]
    fn anchors_on_both_sides_of_a_clock_that_was_set_stay() {
        let mut anchors = Anchors::default();
        let set = Anchor { uncertainty_ms: 1_050, ..anchor(20_000, 1_795_003_620_000, ClockQuality::Synchronised) };
        [anchor(10_000, 1_795_000_010_000, ClockQuality::Synchronised), set].into_iter().for_each(|anchor| anchors.learn(&home(), anchor));
        assert_eq!(anchors.place(&home(), BootId(1), MonoMs(21_000)).unwrap().at, WallMs(1_795_003_621_000));
        assert_eq!(anchors.place(&home(), BootId(1), MonoMs(9_000)).unwrap().at, WallMs(1_795_000_009_000));
    }

    #[test]
    fn another_boot_or_gateway_places_nothing() {
        let mut anchors = Anchors::default();
        anchors.learn(&home(), anchor(1, 1_795_000_000_000, ClockQuality::Synchronised));
        assert_eq!(anchors.place(&home(), BootId(2), MonoMs(1)), None);
        assert_eq!(anchors.place(&GatewayId::new("home-0002").unwrap(), BootId(1), MonoMs(1)), None);
    }
}
