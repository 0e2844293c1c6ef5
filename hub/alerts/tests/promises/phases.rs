//! A score is asked on the wall clock's grid of five minutes. Where a low falls on that grid is chance, and changes nothing that a
//! nurse is told: one cause is one alert at every phase, live, in late batches, in the one of a whole outage, and after restarts.
//!
//! What is shorter than a stretch and a half may be the median of one, or of none. That is the grid's own resolution, so these
//! lows last longer.

use super::rig::{BEGIN, Rig, device, home, oximeter};
use hearth_alerts::{ByHand, Change, Expected, Kind, Limit, Limits, Noted, Priority, Rule, Rung, StaffId};
use hearth_vitals::{Flags, Reading, Vital};

/// The length of the grid, and the distance of the phases that are tried (s): one that divides no turn of the stories, so that the
/// score is asked at ever other places of a turn.
const GRID_S: i64 = 300;
const PHASE_S: usize = 29;
/// When the low of a story begins, and how long the story goes on after it (s).
const WELL_S: i64 = 400;
const AFTER_S: i64 = 420;

/// How values reach the hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Arrival {
    Live,
    /// In batches of so many seconds, each at its end.
    Batches(i64),
    /// The home is offline from before the low until after it. What was measured last comes first, and then everything in order.
    Outage,
    /// The same, and the hub restarts before it has told of it.
    OutageAndRestart,
    /// The home is offline from before the low, and comes back so many seconds after the end of it, so that what comes first lies in it.
    OutageUntil(i64),
    /// Live, with a restart of the hub each so many seconds.
    Restarts(i64),
}

const ARRIVALS: [Arrival; 8] = [
    Arrival::Live,
    Arrival::Batches(60),
    Arrival::Batches(700),
    Arrival::Restarts(61),
    Arrival::Outage,
    Arrival::OutageAndRestart,
    Arrival::OutageUntil(-8),
    Arrival::OutageUntil(30),
];

/// The home comes back so long before the end of a story (s), and what it measured in its last seconds comes first (s).
const BACK_S: i64 = 200;
const NEWEST_S: i64 = 40;

impl Arrival {
    /// When the home is back after an outage.
    const fn back(self, story_s: i64) -> Option<i64> {
        match self {
            Arrival::Live | Arrival::Restarts(_) | Arrival::Batches(_) => None,
            Arrival::Outage | Arrival::OutageAndRestart => Some(story_s - BACK_S),
            Arrival::OutageUntil(after_s) => Some(story_s - AFTER_S + after_s),
        }
    }

    /// The seconds whose values arrive at this one, in the order of arrival.
    fn at(self, second: i64, story_s: i64) -> Vec<i64> {
        match (self, self.back(story_s)) {
            (_, Some(back)) if second == back => (back - NEWEST_S..=back).chain(WELL_S / 2..back - NEWEST_S).collect(),
            (_, Some(back)) if second >= WELL_S / 2 && second < back => Vec::new(),
            (Arrival::Batches(each), _) if second % each == each - 1 => (second + 1 - each..=second).collect(),
            (Arrival::Batches(_), _) => Vec::new(),
            _ => vec![second],
        }
    }

    fn restarts(self, second: i64, story_s: i64) -> bool {
        match self {
            Arrival::Restarts(each) => second % each == each - 1,
            Arrival::OutageAndRestart => second == story_s - BACK_S + 3,
            Arrival::Live | Arrival::Batches(_) | Arrival::Outage | Arrival::OutageUntil(_) => false,
        }
    }

    /// How urgent what is so urgent in its time may be told: of what is over nobody is told as high.
    fn urgency(self, priority: Priority) -> Priority {
        if matches!(self, Arrival::Live | Arrival::Restarts(_)) { priority } else { priority.min(Priority::Medium) }
    }
}

/// A saturation that is well, low for a time and well again.
#[derive(Debug, Clone, Copy)]
struct Low {
    raw: i32,
    lasts_s: i64,
    /// So many seconds at the end of each turn are well all the same.
    well_s: i64,
    turn_s: i64,
    /// To what it rises, and so many seconds before its end.
    then: Option<(i32, i64)>,
    /// So many seconds of it come before, and then so many that are well.
    before_s: Option<(i64, i64)>,
    /// True when these seconds of a turn have no values at all.
    is_gap: bool,
}

impl Low {
    const fn steady(raw: i32, lasts_s: i64) -> Low {
        Low { raw, lasts_s, well_s: 0, turn_s: 60, then: None, before_s: None, is_gap: false }
    }

    /// Low by turns for half an hour and more, of so many seconds each, of which the last ones are well.
    const fn by_turns(raw: i32, (turn_s, well_s): (i64, i64)) -> Low {
        let lasts_s = if turn_s * 3 > 1_800 { turn_s * 3 } else { 1_800 };
        Low { well_s, turn_s, ..Low::steady(raw, lasts_s) }
    }

    /// What is measured at this second; `None` in a gap.
    fn at(self, second: i64) -> Option<i32> {
        let begin = WELL_S + self.before_s.map_or(0, |(low_s, well_s)| low_s + well_s);
        if second >= WELL_S && second < begin {
            return Some(if self.before_s.is_some_and(|(low_s, _)| second < WELL_S + low_s) { self.raw } else { 970 });
        }
        let is_within = second >= begin && second < begin + self.lasts_s;
        let is_off = is_within && (second - begin) % self.turn_s >= self.turn_s - self.well_s;
        let lesser = self.then.filter(|(_, before_end_s)| second >= begin + self.lasts_s - before_end_s);
        match (is_within, is_off) {
            (true, true) if self.is_gap => None,
            (true, false) => Some(lesser.map_or(self.raw, |(raw, _)| raw)),
            _ => Some(970),
        }
    }
}

/// What a nurse is told of the patient, in the order of telling. `is_taken`: somebody acknowledges each alert at once.
fn told(limits: &Limits, low: Low, phase_s: i64, arrival: Arrival, is_taken: bool) -> Vec<(Rule, Priority)> {
    let mut rig = Rig::new(limits.clone(), vec![oximeter(1_000)]);
    let story_s = WELL_S + low.before_s.map_or(0, |(low_s, well_s)| low_s + well_s) + low.lasts_s + AFTER_S;
    for second in 0..story_s {
        rig.run_to((phase_s + second) * 1_000);
        if second % 10 == 0 {
            rig.home_heard(&home());
        }
        for at in arrival.at(second, story_s) {
            let Some(raw) = low.at(at) else { continue };
            rig.frame(&device("oximeter"), BEGIN.plus((phase_s + at) * 1_000), vec![Reading::checked(Vital::Spo2, raw, Flags::NONE)]);
        }
        if is_taken && second % 10 == 5 {
            take_all(&mut rig);
        }
        if arrival.restarts(second, story_s) {
            rig.restart();
        }
    }
    rig.run_to((phase_s + story_s) * 1_000 + 900_000);
    rings_of(&rig).into_iter().map(|(rule, priority)| (rule, arrival.urgency(priority))).collect()
}

fn take_all(rig: &mut Rig) {
    for alert in rig.stored().into_iter().filter(|alert| alert.acknowledged.is_none()) {
        rig.acknowledge(alert.id, alert.version, StaffId(1));
    }
}

fn tells(limits: &Limits, low: Low, phase_s: i64, arrival: Arrival, is_taken: bool, expected: &[(Rule, Priority)]) {
    let expected: Vec<_> = expected.iter().map(|(rule, priority)| (*rule, arrival.urgency(*priority))).collect();
    let is_taken_word = if is_taken { "taken" } else { "not taken" };
    assert_eq!(told(limits, low, phase_s, arrival, is_taken), expected, "{low:?}, {arrival:?}, {phase_s} s into the grid, {is_taken_word}");
}

/// Whether somebody has taken on what was told changes nothing that is told.
fn tells_at_every_phase(limits: &Limits, low: Low, expected: &[(Rule, Priority)]) {
    for (place, arrival) in ARRIVALS.into_iter().enumerate() {
        for (turn, phase_s) in (0..GRID_S).step_by(PHASE_S).enumerate() {
            tells(limits, low, phase_s, arrival, (place + turn) % 2 == 0, expected);
            if arrival == Arrival::Live {
                tells(limits, low, phase_s, arrival, turn % 2 == 1, expected);
            }
        }
    }
}

const LOW: Rule = Rule::VitalLow(Vital::Spo2);

#[test]
fn a_low_that_the_limit_tells_is_not_told_again_by_the_score_of_its_minutes() {
    tells_at_every_phase(&Limits::default_adult(), Low::steady(870, 900), &[(LOW, Priority::Medium)]);
}

#[test]
fn a_short_and_deep_low_is_told_once() {
    tells_at_every_phase(&Limits::default_adult(), Low::steady(790, 240), &[(LOW, Priority::High)]);
}

#[test]
fn a_low_that_no_limit_tells_so_urgently_is_told_once_by_the_score() {
    tells_at_every_phase(&Limits::default_adult(), Low::steady(900, 900), &[(Rule::News2, Priority::Medium)]);
}

#[test]
fn a_low_for_which_a_limit_was_made_deaf_is_told_once_by_the_score() {
    let rung = |edge, for_s, priority| Rung { edge, for_s, priority };
    let rungs = vec![rung(920, 3_600, Priority::Low), rung(860, 600, Priority::Medium), rung(800, 60, Priority::High)];
    let deaf = Limits::try_new([Limit::try_new(Vital::Spo2, rungs, Vec::new()).unwrap()]).unwrap();
    tells_at_every_phase(&deaf, Low::steady(870, 900), &[(Rule::News2, Priority::Medium)]);
}

#[test]
fn a_low_that_is_too_short_for_its_limit_is_told_by_nobody() {
    tells_at_every_phase(&Limits::default_adult(), Low::steady(870, 480), &[]);
}

#[test]
fn a_low_that_becomes_a_lesser_one_is_told_once() {
    let low = Low { then: Some((900, 500)), ..Low::steady(870, 1_400) };
    tells_at_every_phase(&Limits::default_adult(), low, &[(LOW, Priority::Medium)]);
}

/// A minute of it before is no reason to tell of what the limit will tell.
#[test]
fn a_low_after_a_moment_of_it_is_told_once_by_the_limit() {
    let low = Low { before_s: Some((60, 300)), ..Low::steady(870, 900) };
    tells_at_every_phase(&Limits::default_adult(), low, &[(LOW, Priority::Medium)]);
}

const BY_THE_SCORE: [(Rule, Priority); 1] = [(Rule::News2, Priority::Medium)];

/// At some phases and in turn in some of the other ways of arrival, and live at each.
fn tells_of_turns(limits: &Limits, story: usize, low: Low) {
    let arrivals = [
        Arrival::Batches(60),
        Arrival::Restarts(61),
        Arrival::Outage,
        Arrival::OutageAndRestart,
        Arrival::OutageUntil(-8),
        Arrival::OutageUntil(30),
    ];
    for (place, phase_s) in (0..GRID_S).step_by(PHASE_S).enumerate() {
        tells(limits, low, phase_s, Arrival::Live, place % 2 == 1, &BY_THE_SCORE);
        tells(limits, low, phase_s, arrivals[(story + place) % arrivals.len()], place % 2 == 0, &BY_THE_SCORE);
    }
}

/// Pauses of breath, or turns of the body, in step with the grid: at some phases the score is always asked while the saturation is well.
/// No rung completes, because its time runs anew at each turn, and for three fifths of the time and more the patient is red.
#[test]
fn who_is_red_by_turns_is_told_of_once_at_every_phase() {
    let of_the_ladders = [(60, 14), (60, 20), (75, 17), (100, 24), (150, 40), (300, 75), (300, 120)].map(|turn| (870, turn));
    let of_no_ladder = [(60, 20), (300, 120)].map(|turn| (900, turn));
    for (story, (raw, turn)) in of_the_ladders.into_iter().chain(of_no_ladder).enumerate() {
        tells_of_turns(&Limits::default_adult(), story, Low::by_turns(raw, turn));
    }
}

/// Eight minutes below and a little more than one well: each time the limit's ten minutes begin anew.
#[test]
fn who_is_well_for_a_minute_just_before_each_time_is_up_is_told_of_once_at_every_phase() {
    for (story, turn) in [(600, 70), (600, 61), (490, 70)].into_iter().enumerate() {
        tells_of_turns(&Limits::default_adult(), story, Low::by_turns(870, turn));
    }
}

/// A cuff on the same arm, or a clip that slips: a gap of more than half a minute begins each rung anew, too.
#[test]
fn who_is_red_between_gaps_is_told_of_once_at_every_phase() {
    for (story, turn) in [(540 + 35, 35), (540, 32), (540 + 59, 59)].into_iter().enumerate() {
        tells_of_turns(&Limits::default_adult(), story, Low { is_gap: true, ..Low::by_turns(870, turn) });
    }
}

/// A rung that waits for a minute bears no more than twelve seconds inside. (When an outage ends within a turn, its last seconds to
/// arrive may be the well ones; then the limit tells.)
#[test]
fn who_is_red_by_turns_of_a_shorter_limit_is_told_of_once_at_every_phase() {
    let rung = |edge, for_s, priority| Rung { edge, for_s, priority };
    let rungs = vec![rung(920, 3_600, Priority::Low), rung(880, 60, Priority::Medium)];
    let quick = Limits::try_new([Limit::try_new(Vital::Spo2, rungs, Vec::new()).unwrap()]).unwrap();
    let arrivals = [Arrival::Live, Arrival::Batches(60), Arrival::Restarts(61), Arrival::Outage, Arrival::OutageAndRestart];
    for (place, phase_s) in (0..GRID_S).step_by(PHASE_S).enumerate() {
        tells(&quick, Low::by_turns(870, (72, 14)), phase_s, arrivals[place % arrivals.len()], place % 2 == 0, &BY_THE_SCORE);
    }
}

/// What a nurse is told of a saturation of these seconds, each of which arrives at the second that `arrives` gives.
fn told_of(raw_at: impl Fn(i64) -> Option<i32>, arrives: impl Fn(i64) -> i64, story_s: i64) -> Vec<(Rule, Priority)> {
    let mut rig = Rig::new(Limits::default_adult(), vec![oximeter(1_000)]);
    for second in 0..story_s {
        rig.run_to(second * 1_000);
        if second % 10 == 0 {
            rig.home_heard(&home());
        }
        for (at, raw) in (second - 60..=second).filter(|at| arrives(*at) == second).filter_map(|at| Some((at, raw_at(at)?))) {
            rig.frame(&device("oximeter"), BEGIN.plus(at * 1_000), vec![Reading::checked(Vital::Spo2, raw, Flags::NONE)]);
        }
    }
    rings_of(&rig)
}

fn rings_of(rig: &Rig) -> Vec<(Rule, Priority)> {
    let rings = |change: Change| matches!(change, Change::Raised | Change::Reactivated | Change::SeverityRaised);
    let steps = rig.steps().filter(|step| rings(step.change) && step.alert.rule.kind() == Kind::Clinical);
    steps.map(|step| (step.alert.rule, step.alert.priority)).collect()
}

/// The link pauses at the end of a stretch, so that what was judged is judged again: the alert that told of it is active still, though
/// a gap lies between what rang and what is red now.
#[test]
fn a_lesser_low_beside_an_active_alert_is_not_told_because_some_values_come_late() {
    let raw_at = |second: i64| match second {
        ..300 => Some(970),
        300..1_020 => Some(870),
        1_500..1_540 => None,
        _ => Some(900),
    };
    let arrives = |at: i64| if (2_081..2_120).contains(&at) { 2_120 } else { at };
    assert_eq!(told_of(raw_at, arrives, 2_700), [(LOW, Priority::Medium)]);
}

/// Three minutes of 90 % that are over when the score is asked ring nobody, also where one value comes late.
#[test]
fn a_short_low_that_no_limit_tells_so_urgently_is_not_told_because_a_value_comes_late() {
    let raw_at = |second: i64| Some(if (1_260..1_430).contains(&second) { 900 } else { 970 });
    assert_eq!(told_of(raw_at, |at| at, 1_800), []);
    assert_eq!(told_of(raw_at, |at| if at == 1_492 { 1_525 } else { at }, 1_800), []);
}

/// A pressure of 98 with 24 breaths and 95 beats: what was silent beside the score is silent after it, too.
#[test]
fn what_was_silent_beside_the_score_is_not_told_after_a_restart() {
    let monitor = Expected { vitals: vec![Vital::RespiratoryRate, Vital::HeartRate], ..oximeter(1_000) };
    let mut rig = Rig::new(Limits::default_adult(), vec![monitor]);
    let raws =
        [(Vital::RespiratoryRate, 24), (Vital::HeartRate, 95)].map(|(vital, of)| Reading::checked(vital, of * vital.scale(), Flags::NONE));
    for second in 0..3_600 {
        rig.run_to(second * 1_000);
        if second % 10 == 0 {
            rig.home_heard(&home());
        }
        for at in [second, 1_790].into_iter().filter(|at| second == 1_825 || (*at == second && second != 1_790)) {
            rig.frame(&device("oximeter"), BEGIN.plus(at * 1_000), raws.to_vec());
        }
        if let Some((_, of)) = [(1, 98), (1_320, 125)].into_iter().find(|(at, _)| *at == second) {
            let at = BEGIN.plus(second * 1_000);
            rig.write(ByHand { vital: Vital::Systolic, noted: Noted::Number(of * Vital::Systolic.scale()), at, entered: at });
        }
        if second == 2_400 {
            rig.restart();
        }
    }
    let by_scores = rings_of(&rig).into_iter().filter(|(rule, _)| rule.is_score());
    assert_eq!(by_scores.collect::<Vec<_>>(), BY_THE_SCORE);
}
