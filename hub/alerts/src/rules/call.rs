//! The call button: somebody at the home wants help, now, whatever the numbers say.
//!
//! A press is high at once. Nothing but a person answers it, so no measurement and no silence ends it: it holds for
//! [`HOLDS_MS`], and what became of it is the alert's business. Each further press is a level more, so that whoever calls again
//! after somebody took it rings again; presses within [`TREMOR_MS`] are one, because an unsteady hand presses twice.

use crate::verdict::{Evidence, Judgement, Verdict};
use crate::words::Priority;
use hearth_vitals::WallMs;

/// Presses so close are one (ms). Half a second is what a trembling hand makes; somebody in fear presses each second or two, and
/// would make an alarm of each.
pub const TREMOR_MS: i64 = 5_000;
/// How long a call holds (ms): a day. Longer than any shift, so that it can be nobody's only by being seen by everybody.
pub const HOLDS_MS: i64 = 86_400_000;
/// How far back the rule looks.
pub const LOOK_BACK_MS: i64 = HOLDS_MS;

/// Judges presses of the button, in any order and any number of times.
pub fn judge(presses: &[WallMs], now: WallMs) -> Judgement {
    let mut known: Vec<WallMs> = presses.iter().copied().filter(|at| *at <= now && now.since(*at) <= HOLDS_MS).collect();
    known.sort_unstable();
    let calls = calls(&known);
    let verdict = match calls.first() {
        None => Verdict::Over,
        Some(first) => Verdict::Holds { level: u8::try_from(calls.len()).unwrap_or(u8::MAX), priority: Priority::High, since: *first },
    };
    let evidence = Evidence { clock_from: calls.last().copied(), ..Evidence::default() };
    Judgement { verdict, evidence, wanted: Vec::new(), wake: known.first().map(|first| first.plus(HOLDS_MS + 1)) }
}

/// The first press of each call. `presses` are in order.
fn calls(presses: &[WallMs]) -> Vec<WallMs> {
    let begins = |place: &usize| *place == 0 || presses[*place].since(presses[*place - 1]) > TREMOR_MS;
    (0..presses.len()).filter(begins).map(|place| presses[place]).collect()
}
