//! The rules, each against its clinical vectors and against what must hold of any input.
//!
//! A rule is a function of what is known and an instant. So the properties are few: no order and no repetition of the inputs
//! changes the verdict, and nothing changes by time alone before the instant that the rule named.

mod admission;
mod artefact;
mod burden;
mod disagree;
mod events;
mod fever;
mod knowledge;
mod news2;
mod patient;
mod qsofa;
mod shock;
mod stuck;
mod trend;
mod upkeep;

use hearth_vitals::WallMs;

/// When the stories begin: 2026-01-01T00:00:00Z.
const BEGIN: WallMs = WallMs(1_767_225_600_000);

fn minute(minutes: i64) -> WallMs {
    BEGIN.plus(minutes * 60_000)
}
