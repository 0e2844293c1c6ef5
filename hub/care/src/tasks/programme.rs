//! What the programme owes every stay on each day of its home: two visits and two sets of vitals.
//!
//! A day is the home's own, from midnight to midnight; the caller makes its instants, because only it knows time zones. On
//! the days on which clocks are set such a day has 23 or 25 hours, and what is owed at noon is owed at noon.

use super::TaskKind;
use hearth_vitals::{Vital, WallMs};

/// Visits, and sets of vitals, that a patient is owed on a whole day.
pub const A_DAY: u32 = 2;

/// A visit or set that would be due within two hours of the admission is not owed: whoever brought the patient has just seen and
/// measured them. In ms.
const SETTLES_MS: i64 = 2 * 3_600_000;
/// The shortest time between the two sets of a day, ms: four hours. The second set shall tell of another part of the day, not of
/// the same round through the house.
const APART_MS: i64 = 4 * 3_600_000;

/// The instants of one day of a home, by the clock on its wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// Midnight, with which the day begins.
    pub begins: WallMs,
    /// Twelve o'clock, 12:00.
    pub noon: WallMs,
    /// Two in the afternoon, 14:00.
    pub afternoon: WallMs,
    /// Eight in the evening, 20:00.
    pub evening: WallMs,
}

/// Something that the programme owes on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    /// A visit, or a set of vitals.
    pub kind: TaskKind,
    /// The first or the second of the day.
    pub number: u8,
    /// The instant from which the task can be done.
    pub opens: WallMs,
    /// The instant by which the task has to be done.
    pub due: WallMs,
}

impl TaskKind {
    /// True for what the programme owes.
    pub const fn is_of_programme(self) -> bool {
        matches!(self, TaskKind::Visit | TaskKind::VitalsSet)
    }
}

/// What is owed on a day to a stay that began at `admitted`. The second visit of a day is due at 20:00, so that the evening is
/// left to catch up.
pub fn owed(day: &Day, admitted: WallMs) -> Vec<Owed> {
    let of = |kind, number, opens, due| Owed { kind, number, opens, due };
    let all = [
        of(TaskKind::VitalsSet, 1, day.begins, day.noon),
        of(TaskKind::Visit, 1, day.begins, day.afternoon),
        of(TaskKind::VitalsSet, 2, day.noon, day.evening),
        of(TaskKind::Visit, 2, day.noon, day.evening),
    ];
    all.into_iter().filter(|owed| owed.due.since(admitted) >= SETTLES_MS).collect()
}

/// What a set of vitals needs: each group once, by device or by hand.
pub const NEEDED: [&[Vital]; 5] =
    [&[Vital::HeartRate, Vital::PulseRate], &[Vital::RespiratoryRate], &[Vital::Spo2], &[Vital::Systolic], &[Vital::Temperature]];

/// What a set of vitals still lacks, and when it was complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetSoFar {
    /// One vital of each group that is missing.
    pub missing: Vec<Vital>,
    /// When the set was complete: when the last group was measured. `None` while something is missing.
    pub whole: Option<WallMs>,
}

/// Looks at the newest numbers of a stay: what was measured since the set counts, and after the one before it.
///
/// * `opens`: from when on it counts;
/// * `before`: when the first set of the day was whole, if this is the second;
/// * `newest`: when the newest number of each vital was measured.
pub fn set_so_far(opens: WallMs, before: Option<WallMs>, newest: &[(Vital, WallMs)]) -> SetSoFar {
    let from = before.map_or(opens, |before| opens.max(before.plus(APART_MS)));
    let of = |group: &[Vital]| newest.iter().filter(|(vital, at)| group.contains(vital) && *at >= from).map(|(_, at)| *at).max();
    let found = NEEDED.map(of);
    let missing = NEEDED.iter().zip(&found).filter(|(_, found)| found.is_none()).filter_map(|(group, _)| group.first().copied()).collect();
    let whole = found.into_iter().collect::<Option<Vec<_>>>().and_then(|all| all.into_iter().max());
    SetSoFar { missing, whole }
}
