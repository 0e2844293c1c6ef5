//! How many readings a second the engine judges on one core, by the time that the core spent on it: what else the machine does
//! counts only where the system does not say so.

use crate::DAY_MS;
use crate::cohort::Cohort;
use crate::judge::Judge;
use crate::judge::engine::Engine;
use crate::kit::{Kit, Measured};
use crate::patient::{Home, hand_over, now};
use serde::Serialize;
use std::time::{Duration, Instant};

/// A time is the best of so many: what else the machine does makes it only longer.
const TRIES: usize = 3;

/// Readings a second.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Pace {
    /// Judged in place.
    pub in_place: f64,
    /// With a copy of the stay's state before each frame: a hub copies once for all frames of a stay that it commits
    /// together, so this is its worst.
    pub copied: f64,
}

/// The pace over one day of one patient of a cohort, measurements made beforehand.
pub fn measure(cohort: &Cohort, kit: &Kit, seed: u64) -> Pace {
    let day: Vec<(u64, Vec<Measured>)> = cohort.fates(1, 1, seed).iter().flat_map(|fate| day(&mut Home::new(fate))).collect();
    Pace { in_place: best(&day, kit, false), copied: best(&day, kit, true) }
}

fn day(home: &mut Home) -> Vec<(u64, Vec<Measured>)> {
    let second = |t_ms| {
        let mut arrived = Vec::new();
        home.second(t_ms, &mut arrived);
        (t_ms, arrived)
    };
    (0..DAY_MS).step_by(1_000).map(second).collect()
}

fn best(day: &[(u64, Vec<Measured>)], kit: &Kit, is_copied: bool) -> f64 {
    (0..TRIES).map(|_| once(day, kit, is_copied)).fold(0.0, f64::max)
}

fn once(day: &[(u64, Vec<Measured>)], kit: &Kit, is_copied: bool) -> f64 {
    let (mut engine, mut told, mut readings) = (Engine::new(kit, now(0)), Vec::new(), 0);
    let begun = Stopwatch::start();
    for (t_ms, arrived) in day {
        let now = now(*t_ms);
        engine.until(now, &mut told);
        for measured in arrived {
            if is_copied {
                engine.copied();
            }
            readings += hand_over(&mut engine, &mut told, measured, now, kit);
        }
    }
    readings as f64 / begun.elapsed().as_secs_f64()
}

/// Time spent in this thread, or, where the system does not count it, time that has passed.
struct Stopwatch {
    spent: Option<Duration>,
    begun: Instant,
}

impl Stopwatch {
    fn start() -> Stopwatch {
        Stopwatch { spent: spent(), begun: Instant::now() }
    }

    fn elapsed(&self) -> Duration {
        let counted = spent().zip(self.spent).map(|(now, before)| now.saturating_sub(before));
        counted.filter(|counted| !counted.is_zero()).unwrap_or_else(|| self.begun.elapsed())
    }
}

/// What the system says that this thread has had of a core.
fn spent() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}
