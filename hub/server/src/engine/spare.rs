//! The engine that a stay had before. The next copy is made in it, so that a round allocates next to nothing.
//!
//! The engine of a stay with eight streams takes some 20 KiB, beside the values that its copies share. To allocate and free that for
//! each stay of each round cost a third of the hub's time, most of it in the operating system, which clears the memory that it
//! gives. The engine before is the best place for a copy: most of what it shares, it shares with the copy already
//! ([decision 55](../../../../docs/decisions/0055-a-copy-is-made-in-what-it-replaces.md)).

use hearth_alerts::Episode;
use std::sync::{Mutex, PoisonError};

/// An engine whose content nobody needs any more, if there is one.
#[derive(Debug, Default)]
pub struct Spare(Mutex<Option<Episode>>);

impl Spare {
    /// A copy of an engine, made in the spare one if that is there.
    pub fn copy(&self, engine: &Episode) -> Episode {
        // Nothing that could panic runs under this lock, and only the loop asks.
        let spare = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut copy) = spare else { return engine.clone() };
        copy.clone_from(engine);
        copy
    }

    /// Keeps an engine that was replaced.
    pub fn keep(&mut self, replaced: Episode) {
        *self.0.get_mut().unwrap_or_else(PoisonError::into_inner) = Some(replaced);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_alerts::{Expected, Limits, Now};
    use hearth_vitals::{DeviceId, GatewayId, MonoMs, Vital, WallMs};

    #[test]
    fn a_copy_made_in_another_engine_has_nothing_of_it() {
        let engine = |device: &str, vitals: Vec<Vital>| {
            let gateway = GatewayId::new("home-0001").unwrap();
            let expected = Expected { device: DeviceId::new(device).unwrap(), vitals, cadence_ms: 1_000, gateway };
            let begin = Now { wall: WallMs(1_795_000_000_000), mono: MonoMs(1) };
            Episode::new(Limits::thresholds_adult(), vec![expected], begin)
        };
        let (one, other) = (engine("oxi-1", vec![Vital::Spo2]), engine("oxi-2", vec![Vital::Spo2, Vital::PulseRate]));
        let mut spare = Spare::default();
        spare.keep(other);
        assert_eq!(spare.copy(&one), one);
        assert_eq!(spare.copy(&one), one, "there is no spare one any more");
    }
}
