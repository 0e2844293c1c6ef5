//! The half hour: somebody is at the door within 30 minutes of the alert.

use super::incident::Incident;
use super::position::TURNOUT_MS;
use super::recommend::Recommended;
use super::state::IncidentState;
use super::unit::{Situation, UnitId};
use hearth_vitals::WallMs;

/// How long after the alert somebody has to be at the door, ms: what programmes of hospital care at home owe in the United
/// States.
pub const ARRIVE_MS: i64 = 1_800_000;

/// What is still possible once the half hour is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Still {
    /// This unit would be there first of those that are sent or can be.
    Nearest {
        /// The unit that would be there first.
        unit: UnitId,
        /// When it would be there.
        arrives: WallMs,
        /// True if it is sent already.
        sent: bool,
    },
    /// Solve it without a visit, by phone or video.
    ResolveRemotely,
    /// Call an ambulance of the public service.
    CallAmbulance,
}

/// How the half hour stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clock {
    /// It still runs: nobody was at the door yet.
    Running {
        /// The instant by which somebody has to be at the door.
        by: WallMs,
        /// The unit on its way that will be there first, and when; `None` if no arrival can be estimated.
        expected: Option<(UnitId, WallMs)>,
    },
    /// It cannot be kept any more.
    Lost {
        /// The instant by which somebody had to be at the door.
        by: WallMs,
        /// What is still possible.
        still: Vec<Still>,
    },
    /// Somebody was at the door.
    Arrived {
        /// When the first unit was at the door.
        at: WallMs,
        /// True if that was within the half hour.
        in_time: bool,
    },
    /// Nobody has to be there any more, and nobody was.
    Stopped,
}

impl Incident {
    /// Until when somebody has to be at the door.
    pub const fn arrive_by(&self) -> WallMs {
        self.opening.since.plus(ARRIVE_MS)
    }

    /// How the half hour stands. It is not lost because a distance is unknown: that unit may be round the corner.
    pub fn clock(&self, situation: &Situation, now: WallMs) -> Clock {
        self.clock_of(&self.recommend(situation, now), situation, now)
    }

    /// How the half hour stands, by a recommendation that the caller has already.
    pub fn clock_of(&self, best: &[Recommended], situation: &Situation, now: WallMs) -> Clock {
        let by = self.arrive_by();
        if let Some(at) = self.arrived() {
            return Clock::Arrived { at, in_time: at <= by };
        }
        if !self.is_open() {
            return Clock::Stopped;
        }
        if now > by || !self.can_be_kept(best, situation, now) {
            return Clock::Lost { by, still: self.still(best, situation, now) };
        }
        let known = self.ways(situation, now).filter_map(|(unit, arrives)| Some((unit, arrives?)));
        Clock::Running { by, expected: known.min_by_key(|(_, arrives)| *arrives) }
    }

    /// The units that have a place and are not there yet, and when each would arrive.
    fn ways<'a>(&'a self, situation: &'a Situation, now: WallMs) -> impl Iterator<Item = (UnitId, Option<WallMs>)> + 'a {
        self.kept().filter(|place| place.state.is_offered() || place.state.is_on_its_way()).map(move |place| {
            let turnout_ms = if matches!(place.state, IncidentState::EnRoute | IncidentState::Staging) { 0 } else { TURNOUT_MS };
            let travel_ms = situation.units.get(&place.unit).and_then(|unit| unit.travel_ms(self.opening.home, now));
            (place.unit, travel_ms.map(|travel_ms| now.plus(turnout_ms + travel_ms)))
        })
    }

    fn can_be_kept(&self, best: &[Recommended], situation: &Situation, now: WallMs) -> bool {
        let in_time = |arrives: Option<WallMs>| arrives.is_none_or(|arrives| arrives <= self.arrive_by());
        self.ways(situation, now).any(|(_, arrives)| in_time(arrives)) || best.iter().any(|one| one.available && in_time(one.arrives))
    }

    fn still(&self, best: &[Recommended], situation: &Situation, now: WallMs) -> Vec<Still> {
        let sent = self.ways(situation, now).filter_map(|(unit, arrives)| Some((arrives?, unit, true)));
        let free = best.iter().filter(|one| one.available).filter_map(|one| Some((one.arrives?, one.unit, false)));
        let nearest = sent.chain(free).min_by_key(|(arrives, unit, sent)| (*arrives, !*sent, *unit));
        let nearest = nearest.map(|(arrives, unit, sent)| Still::Nearest { unit, arrives, sent });
        let remotely = self.kept().next().is_none().then_some(Still::ResolveRemotely);
        nearest.into_iter().chain(remotely).chain([Still::CallAmbulance]).collect()
    }
}
