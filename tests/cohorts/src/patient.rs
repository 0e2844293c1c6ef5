//! One patient, from the body to what each judge told.

use crate::MINUTE_MS;
use crate::judge::{Judge, Name, Told};
use crate::kit::{Device, Kit, Measured, READINGS_MAX};
use crate::life::Life;
use crate::link::Link;
use crate::person::{Fate, Person};
use crate::sensor::{Spots, Worn};
use hearth_alerts::{FrameAt, Now};
use hearth_vitals::{Flags, MonoMs, Reading, Vital, WallMs};

/// 2026-01-01T00:00:00Z: the beginning of every stay.
pub const BEGIN: WallMs = WallMs(1_767_225_600_000);
const BEGIN_MONO: u64 = 5_000_000;

/// From a measurement to its arrival, ms.
const TRAVEL_MS: u64 = 300;
/// A gateway says each ten seconds that it lives.
const STATUS_MS: u64 = 10_000;
/// A patient's stay is over.
#[derive(Debug)]
pub struct Lived {
    /// Who it was.
    pub person: Person,
    /// What each judge told, in the order of [`Name::ALL`].
    pub told: Vec<Vec<Told>>,
    /// How many readings reached the judges.
    pub readings: u64,
}

/// Both clocks of the hub so many ms after the start.
pub const fn now(t_ms: u64) -> Now {
    Now { wall: WallMs(BEGIN.0 + t_ms as i64), mono: MonoMs(BEGIN_MONO + t_ms) }
}

/// Ms after the start of an instant of a judge.
pub const fn since_begin_ms(at_ms: i64) -> u64 {
    (at_ms - BEGIN.0).unsigned_abs()
}

/// Makes the measurements of a patient, second by second, and hands on what arrives.
pub struct Home {
    person: Person,
    life: Life,
    worn: [Worn; 2],
    spots: Spots,
    link: Link,
    measured: Vec<Measured>,
}

impl Home {
    /// The home of a patient.
    pub fn new(fate: &Fate) -> Home {
        let end_ms = fate.end_ms();
        let person = Person::new(fate);
        Home {
            life: Life::new(fate.seed, end_ms),
            worn: [Device::Oximeter, Device::Patch].map(|device| Worn::new(device, &fate.wear, fate.seed, end_ms)),
            spots: person.spots(),
            link: Link::new(fate.outages_a_day, fate.seed, end_ms),
            measured: Vec::new(),
            person,
        }
    }

    /// Everything that arrives in the second that begins at `t_ms`. To be asked second by second.
    pub fn second(&mut self, t_ms: u64, arrived: &mut Vec<Measured>) {
        let mut truth = self.person.at(t_ms);
        self.measured.clear();
        // People sit down before they are measured.
        self.measured.extend(self.spots.measure(t_ms, &truth).into_iter().flatten());
        self.life.apply(t_ms, &mut truth);
        self.measured.extend(self.worn.iter_mut().filter_map(|worn| worn.measure(t_ms, &truth)));
        self.link.carry(t_ms, &self.measured, arrived);
    }
}

/// Plays a patient's stay before all judges.
pub fn play(fate: &Fate, kit: &Kit) -> Lived {
    let mut home = Home::new(fate);
    let mut judges: Vec<Box<dyn Judge>> = Name::ALL.iter().map(|name| name.judge(kit, now(0))).collect();
    let mut told: Vec<Vec<Told>> = judges.iter().map(|_| Vec::new()).collect();
    let (mut arrived, mut readings) = (Vec::new(), 0);
    for t_ms in (0..fate.end_ms()).step_by(1_000) {
        home.second(t_ms, &mut arrived);
        let is_heard = t_ms.is_multiple_of(STATUS_MS) && home.link.is_up(t_ms);
        for (judge, told) in judges.iter_mut().zip(&mut told) {
            readings += second(judge.as_mut(), told, t_ms, &arrived, is_heard.then_some(kit), kit);
        }
    }
    Lived { person: home.person, told, readings: readings / judges.len() as u64 }
}

/// One second of one judge. Gives the number of readings.
fn second(judge: &mut dyn Judge, told: &mut Vec<Told>, t_ms: u64, arrived: &[Measured], heard: Option<&Kit>, kit: &Kit) -> u64 {
    let now = now(t_ms + TRAVEL_MS);
    let mut readings = 0;
    judge.until(now, told);
    if let Some(kit) = heard {
        judge.heard(kit.gateway(), now, told);
    }
    for measured in arrived {
        readings += hand_over(judge, told, measured, now, kit);
    }
    if t_ms.is_multiple_of(MINUTE_MS) {
        judge.attend(now);
    }
    readings
}

/// Hands one frame to a judge. Gives the number of its readings.
pub fn hand_over(judge: &mut dyn Judge, told: &mut Vec<Told>, measured: &Measured, now: Now, kit: &Kit) -> u64 {
    let mut readings = [Reading::missing(Vital::Spo2, Flags::NONE); READINGS_MAX];
    let count = readings.iter_mut().zip(measured.readings()).map(|(place, reading)| *place = reading).count();
    let at = BEGIN.plus(measured.at_ms as i64);
    judge.frame(&FrameAt { device: kit.id(measured.device), at, received: now.wall, readings: &readings[..count] }, now, told);
    count as u64
}
