//! qSOFA as a rule: two of fast breathing, low pressure and a mind that is not clear (medium) look like sepsis with a bad
//! course.
//!
//! It rings for one patient whom NEWS2 leaves alone: 22 to 24 breaths and a systolic pressure of 91 to 100 are 4 points there.
//! It takes its inputs and their windows as NEWS2 does, each sign that is known counts, and it is over when breaths and
//! pressure are known and fewer than two signs have been there for a quarter of an hour.

use super::news2::{HOLD_MS, Known, gather, next_stretch};
use crate::verdict::{Evidence, Found, Input, Item, Judgement, ObservationRequest, Purpose, Unknown, Verdict};
use crate::words::Priority;
use hearth_scores::news2::Windows;
use hearth_scores::qsofa::{self, Component, POSITIVE};
use hearth_scores::{Lack, Score};
use hearth_vitals::{Vital, WallMs};

/// How old an input may be.
pub(crate) const WINDOW_MS: i64 = Windows::CALM.spot_ms;
/// How far back the rule looks.
pub const LOOK_BACK_MS: i64 = WINDOW_MS + HOLD_MS;

/// Judges what is known at `now`.
pub fn judge(known: &impl Known, now: WallMs) -> Judgement {
    let score = score(known, now);
    let missing = score.parts.iter().filter_map(|part| {
        let due = match part.points {
            Ok(_) => return None,
            Err(Lack::Absent) => None,
            Err(Lack::Stale { .. }) => part.at.map(|at| at.plus(WINDOW_MS)),
        };
        Some(ObservationRequest { what: item(part.component), due, purpose: Purpose::CompleteScore })
    });
    let ends =
        score.parts.iter().filter_map(|part| part.at).flat_map(|at| [Windows::CONCERNED.spot_ms, WINDOW_MS].map(|ms| at.plus(ms + 1)));
    Judgement {
        verdict: verdict(known, &score, now),
        evidence: Evidence {
            limit: Some(i32::from(POSITIVE)),
            worst: Some(i32::from(score.at_least())),
            ..Evidence::of(inputs(known, now))
        },
        wanted: missing.collect(),
        wake: Some(ends.filter(|end| *end > now).fold(next_stretch(now), WallMs::min)),
    }
}

fn score(known: &impl Known, at: WallMs) -> Score<Component> {
    let inputs = gather(known, at).inputs;
    qsofa::score(inputs.respiratory_rate, inputs.systolic, inputs.consciousness, WINDOW_MS, at)
}

/// The signs of now, and of the stretches that ended within the hold.
fn verdict(known: &impl Known, score: &Score<Component>, now: WallMs) -> Verdict {
    let steps = std::iter::successors(Some(next_stretch(now.plus(-HOLD_MS))), |at| Some(next_stretch(*at))).take_while(|at| *at < now);
    let before = steps.map(|at| (at, self::score(known, at)));
    let positive: Vec<(WallMs, u8)> =
        before.chain([(now, score.clone())]).filter_map(|(at, score)| signs(&score).map(|signs| (at.min(newest(&score)), signs))).collect();
    match positive.first() {
        Some((since, _)) => {
            let level = positive.iter().map(|(_, signs)| *signs).max().unwrap_or(POSITIVE);
            Verdict::Holds { level, priority: Priority::Medium, since: *since }
        }
        // Consciousness is known only where a person has looked; breaths and pressure are always measured.
        None if is_measured(score) => Verdict::Over,
        None if score.parts.iter().all(|part| part.at.is_none()) => Verdict::Unknown { why: Unknown::NeverMeasured },
        None => Verdict::Unknown { why: Unknown::Incomplete },
    }
}

fn is_measured(score: &Score<Component>) -> bool {
    score.missing().all(|component| component == Component::Consciousness)
}

/// The signs, if they are enough.
fn signs(score: &Score<Component>) -> Option<u8> {
    Some(score.at_least()).filter(|signs| *signs >= POSITIVE)
}

/// When the newest sign that counts was found.
fn newest(score: &Score<Component>) -> WallMs {
    let counted = score.parts.iter().filter(|part| part.points.is_ok_and(|points| points > 0));
    counted.filter_map(|part| part.at).max().unwrap_or(WallMs(i64::MAX))
}

fn inputs(known: &impl Known, now: WallMs) -> Vec<Input> {
    let belongs = |input: &Input| match input.found {
        Found::Number { vital, .. } => matches!(vital, Vital::RespiratoryRate | Vital::Systolic),
        Found::Consciousness(_) => true,
        Found::Oxygen(_) => false,
    };
    gather(known, now).evidence.into_iter().filter(|input| belongs(input) && now.since(input.at) <= WINDOW_MS).collect()
}

const fn item(component: Component) -> Item {
    match component {
        Component::Respirations => Item::Vital(Vital::RespiratoryRate),
        Component::Systolic => Item::Vital(Vital::Systolic),
        Component::Consciousness => Item::Consciousness,
    }
}
