//! A score is asked on the wall clock's grid of five minutes. Where a low falls on that grid is chance, and changes nothing that a
//! nurse is told: one cause is one alert at every phase, live, in late batches, in the one of a whole outage, and after restarts.
//!
//! What is shorter than a stretch and a half may be the median of one, or of none. That is the grid's own resolution, so these
//! lows last longer.

use super::rig::{BEGIN, Rig, device, home, oximeter};
use hearth_alerts::{Change, Kind, Limit, Limits, Priority, Rule, Rung};
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
    /// Live, with a restart of the hub each so many seconds.
    Restarts(i64),
}

const ARRIVALS: [Arrival; 6] =
    [Arrival::Live, Arrival::Batches(60), Arrival::Batches(700), Arrival::Restarts(61), Arrival::Outage, Arrival::OutageAndRestart];

/// The home comes back so long before the end of a story (s), and what it measured in its last seconds comes first (s).
const BACK_S: i64 = 200;
const NEWEST_S: i64 = 40;

impl Arrival {
    /// The seconds whose values arrive at this one, in the order of arrival.
    fn at(self, second: i64, story_s: i64) -> Vec<i64> {
        let back = story_s - BACK_S;
        match self {
            Arrival::Live | Arrival::Restarts(_) => vec![second],
            Arrival::Batches(each) if second % each == each - 1 => (second + 1 - each..=second).collect(),
            Arrival::Outage | Arrival::OutageAndRestart if second == back => {
                (back - NEWEST_S..=back).chain(WELL_S / 2..back - NEWEST_S).collect()
            }
            Arrival::Outage | Arrival::OutageAndRestart if second < WELL_S / 2 || second > back => vec![second],
            Arrival::Batches(_) | Arrival::Outage | Arrival::OutageAndRestart => Vec::new(),
        }
    }

    fn restarts(self, second: i64, story_s: i64) -> bool {
        match self {
            Arrival::Restarts(each) => second % each == each - 1,
            Arrival::OutageAndRestart => second == story_s - BACK_S + 3,
            Arrival::Live | Arrival::Batches(_) | Arrival::Outage => false,
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
}

impl Low {
    const fn steady(raw: i32, lasts_s: i64) -> Low {
        Low { raw, lasts_s, well_s: 0, turn_s: 60, then: None }
    }

    fn at(self, second: i64) -> i32 {
        let is_low = second >= WELL_S && second < WELL_S + self.lasts_s && (second - WELL_S) % self.turn_s < self.turn_s - self.well_s;
        let lesser = self.then.filter(|(_, before_end_s)| second >= WELL_S + self.lasts_s - before_end_s);
        if is_low { lesser.map_or(self.raw, |(raw, _)| raw) } else { 970 }
    }
}

/// What a nurse is told of the patient, in the order of telling.
fn told(limits: &Limits, low: Low, phase_s: i64, arrival: Arrival) -> Vec<(Rule, Priority)> {
    let mut rig = Rig::new(limits.clone(), vec![oximeter(1_000)]);
    let story_s = WELL_S + low.lasts_s + AFTER_S;
    for second in 0..story_s {
        rig.run_to((phase_s + second) * 1_000);
        if second % 10 == 0 {
            rig.home_heard(&home());
        }
        for at in arrival.at(second, story_s) {
            let reading = Reading::checked(Vital::Spo2, low.at(at), Flags::NONE);
            rig.frame(&device("oximeter"), BEGIN.plus((phase_s + at) * 1_000), vec![reading]);
        }
        if arrival.restarts(second, story_s) {
            rig.restart();
        }
    }
    rig.run_to((phase_s + story_s) * 1_000 + 900_000);
    let rings = |change: Change| matches!(change, Change::Raised | Change::Reactivated | Change::SeverityRaised);
    let steps = rig.steps().filter(|step| rings(step.change) && step.alert.rule.kind() == Kind::Clinical);
    steps.map(|step| (step.alert.rule, arrival.urgency(step.alert.priority))).collect()
}

fn tells(limits: &Limits, low: Low, phase_s: i64, arrival: Arrival, expected: &[(Rule, Priority)]) {
    let expected: Vec<_> = expected.iter().map(|(rule, priority)| (*rule, arrival.urgency(*priority))).collect();
    assert_eq!(told(limits, low, phase_s, arrival), expected, "{low:?}, {arrival:?}, {phase_s} s into the grid");
}

fn tells_at_every_phase(limits: &Limits, low: Low, expected: &[(Rule, Priority)]) {
    for arrival in ARRIVALS {
        for phase_s in (0..GRID_S).step_by(PHASE_S) {
            tells(limits, low, phase_s, arrival, expected);
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

/// Pauses of breath, or turns of the body, in step with the grid: at some phases the score is always asked while the saturation is well.
/// No rung completes, because its time runs anew at each turn, and for three fifths of the time and more the patient is red.
#[test]
fn who_is_red_by_turns_is_told_of_once_at_every_phase() {
    let of_the_ladders = [(60, 14), (60, 20), (75, 17), (100, 24), (150, 40), (300, 75), (300, 120)].map(|turn| (870, turn));
    let of_no_ladder = [(60, 20), (300, 120)].map(|turn| (900, turn));
    let arrivals = [Arrival::Batches(60), Arrival::Restarts(61), Arrival::Outage, Arrival::OutageAndRestart];
    let expected = [(Rule::News2, Priority::Medium)];
    for (story, (raw, (turn_s, well_s))) in of_the_ladders.into_iter().chain(of_no_ladder).enumerate() {
        let low = Low { well_s, turn_s, ..Low::steady(raw, 1_800) };
        for (place, phase_s) in (0..GRID_S).step_by(PHASE_S).enumerate() {
            tells(&Limits::default_adult(), low, phase_s, Arrival::Live, &expected);
            tells(&Limits::default_adult(), low, phase_s, arrivals[(story + place) % arrivals.len()], &expected);
        }
    }
}
