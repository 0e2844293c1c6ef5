//! The rungs of one side of a limit, checked against each other.

use super::{LimitError, Side};
use crate::budget::{DELAY_S_MAX, RUNGS_MAX};
use crate::words::Priority;
use hearth_vitals::Vital;

/// One rung: how far, for how long, and how urgent that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rung {
    /// A value further out than this is beyond the rung (steps of the vital's resolution).
    pub edge: i32,
    /// How long values must be beyond it, seconds. 0: at once, if several values confirm it.
    pub for_s: u32,
    /// How soon somebody must act.
    pub priority: Priority,
}

/// Checks the rungs of one side, the outermost last: each lies further out than the one before, waits no longer than that
/// and is no less urgent, because nobody may wait longer for what is worse. Or it has the same edge, waits longer and is more
/// urgent: what lasts becomes worse.
pub(super) fn check(vital: Vital, side: Side, rungs: &[Rung]) -> Result<(), LimitError> {
    if rungs.len() > RUNGS_MAX {
        return Err(LimitError::TooManyRungs(vital, side));
    }
    for (index, rung) in rungs.iter().enumerate() {
        if !can_be_reached(vital, side, rung.edge) {
            return Err(LimitError::Implausible(vital, side, index));
        }
        if rung.for_s > DELAY_S_MAX {
            return Err(LimitError::DelayTooLong(vital, side, index));
        }
    }
    rungs.windows(2).enumerate().try_for_each(|(index, pair)| check_pair(vital, side, index + 1, pair[0], pair[1]))
}

fn check_pair(vital: Vital, side: Side, index: usize, before: Rung, deeper: Rung) -> Result<(), LimitError> {
    let is_further_out = match side {
        Side::Low => deeper.edge < before.edge,
        Side::High => deeper.edge > before.edge,
    };
    if deeper.edge == before.edge && deeper.for_s > before.for_s && deeper.priority > before.priority {
        return Ok(());
    }
    if !is_further_out {
        return Err(LimitError::RungNotOutside(vital, side, index));
    }
    if deeper.for_s > before.for_s {
        return Err(LimitError::RungWaitsLonger(vital, side, index));
    }
    if deeper.priority < before.priority {
        return Err(LimitError::RungLessUrgent(vital, side, index));
    }
    Ok(())
}

/// True when some plausible value is beyond the edge, and some is not: otherwise the rung would never ring, or always.
fn can_be_reached(vital: Vital, side: Side, edge: i32) -> bool {
    let (least, most) = vital.plausible_raw();
    match side {
        Side::Low => edge > least && edge <= most,
        Side::High => edge >= least && edge < most,
    }
}
