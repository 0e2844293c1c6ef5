//! NEWS2 as a rule: when the score is a reason to act, how urgent, and what has to be measured to know it.
//!
//! * 7 and more is high; 5, 6 or a single red 3 is medium, by the chart. An incomplete score has no total, and what is known
//!   of it may already be one of these: a missing part is never 0 points.
//! * A rise of 2 within an hour is told anew. The *level* is the highest sum that was told: it steps up when the score
//!   crosses into a more urgent band, and on such a rise, never on a slow drift. By itself a rise is worth a look (low) from
//!   [`RISE_FROM`] on. It must last for a step of the history, because one breath more in a minute is worth two points.
//! * It is over when the score has been below for [`HOLD_MS`] and either is complete, or knows every part that had points
//!   while it was not: what nobody had measured then was no reason. Otherwise it is unknown, which ends nothing.
//! * How old an input may be follows the chart: see [`Known`] and [`Windows`]. After a 5 a pressure of two hours ago says
//!   nothing is well, and a new one is wanted; what it scored stays a reason to act for as long as it counts otherwise.
//!
//! The bands are the Royal College of Physicians' (2017); [`HOLD_MS`], [`RISE_FROM`] and the windows are design rules that a
//! clinician signs. It is not for patients under 16, in pregnancy or with a spinal injury: their profile does not ask it.

mod history;
mod inputs;
mod mews;

pub use history::{GRID_MS, History};
pub(super) use inputs::gather;
pub use inputs::{Decision, GOOD_PERCENT_MIN, Known, STRETCH_MS, Spot, Streamed, next_stretch, stretch_end};

use crate::verdict::{Evidence, Item, Judgement, ObservationRequest, Purpose, Scored, ScoredPart, Unknown, Verdict};
use crate::words::Priority;
use hearth_scores::news2::{self, Component, Risk, Windows};
use hearth_scores::{Lack, Score};
use hearth_vitals::{Vital, WallMs};
use history::{DECIDES_MS, FOLDED_MS, Sum, scale, windows};
use inputs::{Gathered, INSTEAD_MS};

/// How long a score must be lower before it is over: three sets of a stream's medians.
pub const HOLD_MS: i64 = 900_000;
/// How fast a rise must be.
pub(crate) const RISE_WITHIN_MS: i64 = 3_600_000;
/// How much of a rise is told.
pub(crate) const RISE: u8 = 2;
/// The sum from which a rise is told by itself. As little as a rise: the reference tells of every
/// rise of two, and one that has lasted for a step is no noise.
pub const RISE_FROM: u8 = 2;
/// How far back the rule looks: what may have decided the windows of the first row that it folds, and their inputs.
pub const LOOK_BACK_MS: i64 = FOLDED_MS + DECIDES_MS + Windows::CALM.spot_ms;

/// Judges what is known at `now`. `history` is that of the same patient before `now`; [`History::extend`] keeps it.
pub fn judge(known: &impl Known, history: &History, now: WallMs) -> Judgement {
    let Gathered { inputs, evidence } = gather(known, now);
    let score_by = |windows| news2::score(&inputs, scale(known, now), windows, now);
    let in_force = windows(history.is_concerned(now));
    let (score, calm) = (score_by(in_force), score_by(windows(false)));
    let (sum, of_calm) = (Sum::of(&score), Sum::of(&calm));
    let is_older = sum.is_outdone_by(of_calm);
    // What is a reason by older measurements is shown with them.
    let (shown, oldest_ms) = if is_older { (&calm, Windows::CALM.spot_ms) } else { (&score, in_force.spot_ms.max(in_force.said_ms)) };
    let mut fold = ScoreFold::default();
    for (at, sum) in history.sums(now) {
        fold.take(at, sum);
    }
    let rise = fold.take(now, sum.beside(of_calm));
    let told = fold.told;
    Judgement {
        verdict: fold.verdict(&score, now),
        evidence: Evidence {
            score: Some(Scored { mews: Some(mews::beside(&inputs, shown, now)), ..scored(shown, rise, known, now) }),
            worst: told.map(|told| i32::from(told.level)),
            until: told.and_then(|told| told.held.into_iter().flatten().max()),
            ..Evidence::of(evidence.into_iter().filter(|input| now.since(input.at) <= oldest_ms).collect())
        },
        wanted: score.parts.iter().filter_map(|part| wanted(part, in_force)).collect(),
        wake: Some(wake(&score, now)),
    }
}

/// The scores of the last hours up to one instant.
#[derive(Debug, Default)]
struct ScoreFold {
    /// Totals of the last hour, complete by what the chart lets count.
    totals: Vec<(WallMs, u8)>,
    /// The known sum of the step before.
    before: Option<u8>,
    told: Option<ToldScore>,
    /// The parts that had points in what was told last, once it is over.
    over: Option<u8>,
}

/// A stretch in which there was reason to act.
#[derive(Debug, Clone, Copy)]
struct ToldScore {
    since: WallMs,
    level: u8,
    /// The most urgent priority so far in this stretch.
    top: Priority,
    /// When it was last low, medium and high.
    held: [Option<WallMs>; 3],
    /// The parts that had points: while one of them is unknown, nobody can say that it is over. The others were no reason.
    grounds: u8,
}

impl ToldScore {
    /// The most urgent priority that held at `at` or within [`HOLD_MS`] before.
    fn priority(&self, at: WallMs) -> Option<Priority> {
        let held = |priority: &&Priority| self.held[**priority as usize].is_some_and(|last| at.since(last) < HOLD_MS);
        Priority::ALL.iter().rev().find(held).copied()
    }
}

impl ScoreFold {
    /// Takes the score of one instant; gives its rise.
    fn take(&mut self, at: WallMs, sum: Sum) -> u8 {
        self.totals.retain(|(then, _)| at.since(*then) <= RISE_WITHIN_MS);
        // The part of the sum that was there already at the step before.
        let lasting = self.before.map_or(0, |before| before.min(sum.at_least));
        let rise = self.totals.iter().map(|(_, total)| *total).min().map_or(0, |least| lasting.saturating_sub(least));
        match priority(sum, rise) {
            Some(priority) => self.hold(at, sum, priority, if rise >= RISE { lasting } else { 0 }),
            None => {
                let is_over = |told: &mut ToldScore| told.priority(at).is_none() && (sum.total.is_some() || told.grounds & !sum.known == 0);
                self.over = self.told.take_if(is_over).map_or(self.over, |told| Some(told.grounds));
            }
        }
        self.totals.extend(sum.was.map(|total| (at, total)));
        self.before = Some(sum.at_least);
        rise
    }

    /// Notes that there is reason to act; `risen` is the sum to which it has risen and stayed, or 0.
    fn hold(&mut self, at: WallMs, sum: Sum, priority: Priority, risen: u8) {
        let since = sum.newest.unwrap_or(at);
        let told = self.told.get_or_insert(ToldScore { since, level: sum.at_least, top: priority, held: [None; 3], grounds: 0 });
        told.grounds |= sum.scored;
        self.over = None;
        if priority > told.top {
            (told.top, told.level) = (priority, told.level.max(sum.at_least));
        } else if risen >= told.level.saturating_add(RISE) {
            told.level = risen;
        }
        told.held[priority as usize] = Some(at);
    }

    fn verdict(&self, score: &Score<Component>, now: WallMs) -> Verdict {
        let held = self.told.and_then(|told| Some((told, told.priority(now)?)));
        match held {
            Some((ToldScore { since, level, .. }, priority)) => Verdict::Holds { level, priority, since },
            None if score.parts.iter().all(|part| part.at.is_none()) => Verdict::Unknown { why: Unknown::NeverMeasured },
            None if score.total().is_some() || self.knows_over(score) => Verdict::Over,
            None if score.parts.iter().all(|part| part.points.is_err()) => Verdict::Unknown { why: Unknown::TooOld },
            None => Verdict::Unknown { why: Unknown::Incomplete },
        }
    }
}

impl ScoreFold {
    /// True when what was told is over, and what it was told for is known still.
    fn knows_over(&self, score: &Score<Component>) -> bool {
        self.told.is_none() && self.over.is_some_and(|grounds| grounds & !Sum::of(score).known == 0)
    }
}

/// Priority of a score; `None` if it is no reason to act, or not known well enough.
fn priority(sum: Sum, rise: u8) -> Option<Priority> {
    match sum.risk {
        Some(Risk::High) => Some(Priority::High),
        Some(Risk::Medium | Risk::LowMedium) => Some(Priority::Medium),
        _ if rise >= RISE && sum.at_least >= RISE_FROM => Some(Priority::Low),
        _ => None,
    }
}

fn scored(score: &Score<Component>, rise: u8, known: &impl Known, now: WallMs) -> Scored {
    let parts = score.parts.iter().map(|part| ScoredPart { component: part.component, points: part.points.ok(), at: part.at });
    let scale_two = known.scale_two(now).filter(|decision| decision.at <= now);
    Scored {
        total: score.total(),
        at_least: score.at_least(),
        rise,
        scale_two_since: scale_two.map(|decision| decision.at),
        parts: parts.collect(),
        mews: None,
    }
}

/// What has to be measured for a part without points. If its input is too old, it was due when it became so.
fn wanted(part: &hearth_scores::Part<Component>, windows: Windows) -> Option<ObservationRequest> {
    let due = match part.points {
        Ok(_) => return None,
        Err(Lack::Absent) => None,
        Err(Lack::Stale { .. }) => part.at.map(|at| at.plus(window_ms(part.component, windows))),
    };
    Some(ObservationRequest { what: item(part.component), due, purpose: Purpose::CompleteScore })
}

const fn window_ms(component: Component, windows: Windows) -> i64 {
    match component {
        Component::Oxygen | Component::Consciousness => windows.said_ms,
        Component::Respirations | Component::Spo2 | Component::Systolic | Component::Pulse | Component::Temperature => windows.spot_ms,
    }
}

const fn item(component: Component) -> Item {
    match component {
        Component::Respirations => Item::Vital(Vital::RespiratoryRate),
        Component::Spo2 => Item::Vital(Vital::Spo2),
        Component::Oxygen => Item::Oxygen,
        Component::Systolic => Item::Vital(Vital::Systolic),
        Component::Pulse => Item::Vital(Vital::PulseRate),
        Component::Consciousness => Item::Consciousness,
        Component::Temperature => Item::Vital(Vital::Temperature),
    }
}

/// The next row of the history, or the instant at which an input becomes too old, whichever is first. Between them neither
/// time nor the samples of a stream change anything.
fn wake(score: &Score<Component>, now: WallMs) -> WallMs {
    // At the instant of a row, the row itself counts only after it.
    let row = if now.0.rem_euclid(GRID_MS) == 0 { now.plus(1) } else { next_stretch(now) };
    let ends = score.parts.iter().filter_map(|part| part.at).flat_map(|at| [INSTEAD_MS, Windows::CALM.spot_ms].map(|ms| at.plus(ms + 1)));
    ends.filter(|end| *end > now).fold(row, WallMs::min)
}
