//! A cuff that does not measure: it leaks, slips, is on a moving arm, or finds no pulse because there is hardly any.
//!
//! A fault asks for another measurement and is low; [`ROW`] in a row are medium, because nobody knows the pressure, and a
//! pressure too low to be found is one of the causes. The next pressure ends it. All numbers are design rules that a clinician
//! signs.

use crate::verdict::{Evidence, Found, Input, Item, Judgement, ObservationRequest, Purpose, Verdict};
use crate::words::Priority;
use hearth_vitals::{Vital, WallMs};

/// After so many faults in a row it is not bad luck any more: cuffs that repeat a measurement by themselves do so once.
pub const ROW: usize = 3;
/// How long a fault says that a pressure is missing (ms): a day, in which at least two should have been measured.
pub const HOLDS_MS: i64 = 86_400_000;
/// How far back the rule looks.
pub const LOOK_BACK_MS: i64 = HOLDS_MS;

/// Judges faults of the cuff and systolic pressures of any device or person, in any order and any number of times.
pub fn judge(faults: &[WallMs], pressures: &[(WallMs, i32)], now: WallMs) -> Judgement {
    let is_near = |at: WallMs| at <= now && now.since(at) <= HOLDS_MS;
    let measured = pressures.iter().copied().filter(|(at, raw)| is_near(*at) && Vital::Systolic.is_plausible(*raw)).max();
    let mut row: Vec<WallMs> = faults.iter().copied().filter(|at| is_near(*at) && measured.is_none_or(|(then, _)| then < *at)).collect();
    row.sort_unstable();
    row.dedup();
    let verdict = match row.first() {
        None => Verdict::Over,
        Some(since) if row.len() >= ROW => Verdict::Holds { level: 2, priority: Priority::Medium, since: *since },
        Some(since) => Verdict::Holds { level: 1, priority: Priority::Low, since: *since },
    };
    let input = measured.map(|(at, raw)| Input::clean(Found::Number { vital: Vital::Systolic, raw }, at));
    let again = ObservationRequest { what: Item::Vital(Vital::Systolic), due: None, purpose: Purpose::ConfirmValue };
    Judgement {
        verdict,
        evidence: Evidence::of(input.into_iter().collect()),
        wanted: if row.is_empty() { Vec::new() } else { vec![again] },
        wake: row.first().map(|first| first.plus(HOLDS_MS + 1)),
    }
}
