//! NEWS2 alone: medium from 5 on, high from 7 on, judged once a minute.
//!
//! What is streamed counts by the median of the last five minutes, what is taken now and then as long as the score's windows
//! allow. Nobody asks these patients each four hours whether they are awake and breathe air: they are, so that the score is
//! not incomplete by a question that no device can answer.

use super::minute::Minute;
use super::{Claim, Judge, Ring, Told};
use crate::lines::{EMERGENCY, URGENT};
use hearth_alerts::{FrameAt, Kind, Now, Priority};
use hearth_scores::news2::{self, Inputs, Spo2Scale, Windows};
use hearth_scores::{Acvpu, Given};
use hearth_vitals::{Reading, Vital, WallMs};
use std::collections::VecDeque;

/// Minutes whose medians make the value of a stream.
const MINUTES: usize = 5;
/// Good minutes among them that are needed.
const MINUTES_MIN: usize = 3;
/// Minutes below the urgent line after which an alert is over: a vital that swings about a band's edge is one alert.
const OVER_MINUTES: u32 = 30;

/// The last minutes of one vital.
#[derive(Debug)]
struct Stream {
    minute: Minute,
    medians: VecDeque<(WallMs, Option<i32>)>,
}

impl Stream {
    fn new(vital: Vital) -> Stream {
        Stream { minute: Minute::new(vital), medians: VecDeque::new() }
    }

    /// True when a minute has ended.
    fn take(&mut self, reading: &Reading, at: WallMs) -> bool {
        let Some(median) = self.minute.take(reading, at) else { return false };
        if self.medians.len() == MINUTES {
            self.medians.pop_front();
        }
        self.medians.push_back((at, median));
        true
    }

    fn value(&self) -> Option<Given<i32>> {
        let mut good: Vec<i32> = self.medians.iter().filter_map(|(_, median)| *median).collect();
        if good.len() < MINUTES_MIN {
            return None;
        }
        good.sort_unstable();
        let at = self.medians.back()?.0;
        Some(Given { value: good[good.len() / 2], at })
    }
}

/// The score of one patient.
#[derive(Debug)]
pub struct ScoreAlone {
    respiratory_rate: Stream,
    spo2: Stream,
    pulse: Stream,
    systolic: Option<Given<i32>>,
    temperature: Option<Given<i32>>,
    calm_minutes: u32,
    open: Option<(u128, Priority)>,
    alerts: u128,
}

impl Default for ScoreAlone {
    fn default() -> ScoreAlone {
        ScoreAlone {
            respiratory_rate: Stream::new(Vital::RespiratoryRate),
            spo2: Stream::new(Vital::Spo2),
            pulse: Stream::new(Vital::PulseRate),
            systolic: None,
            temperature: None,
            calm_minutes: 0,
            open: None,
            alerts: 0,
        }
    }
}

impl Judge for ScoreAlone {
    fn until(&mut self, _now: Now, _told: &mut Vec<Told>) {}

    fn frame(&mut self, frame: &FrameAt<'_>, now: Now, told: &mut Vec<Told>) {
        let mut is_due = false;
        for reading in frame.readings {
            let given = reading.raw.map(|value| Given { value, at: frame.at });
            match reading.vital {
                Vital::Systolic => self.systolic = given.or(self.systolic),
                Vital::Temperature => self.temperature = given.or(self.temperature),
                Vital::Spo2 => is_due |= self.spo2.take(reading, frame.at),
                Vital::PulseRate => _ = self.pulse.take(reading, frame.at),
                Vital::RespiratoryRate => _ = self.respiratory_rate.take(reading, frame.at),
                _ => {}
            }
        }
        if is_due {
            self.judge(frame.at, now, told);
        }
    }
}

impl ScoreAlone {
    fn judge(&mut self, at: WallMs, now: Now, told: &mut Vec<Told>) {
        let inputs = Inputs {
            respiratory_rate: self.respiratory_rate.value(),
            spo2: self.spo2.value(),
            on_oxygen: Some(Given { value: false, at }),
            systolic: self.systolic,
            pulse: self.pulse.value(),
            consciousness: Some(Given { value: Acvpu::Alert, at }),
            temperature: self.temperature,
        };
        let points = news2::score(&inputs, Spo2Scale::One, Windows::CALM, at).at_least();
        self.calm_minutes = if points < URGENT { self.calm_minutes + 1 } else { 0 };
        if self.calm_minutes >= OVER_MINUTES {
            self.open = None;
        }
        match points {
            EMERGENCY.. => self.tell(EMERGENCY, Priority::High, now, told),
            URGENT.. => self.tell(URGENT, Priority::Medium, now, told),
            _ => {}
        }
    }

    fn tell(&mut self, line: u8, priority: Priority, now: Now, told: &mut Vec<Told>) {
        let (alert, ring) = match self.open {
            None => (self.alerts + 1, Ring::Anew),
            Some((alert, before)) if priority > before => (alert, Ring::Higher),
            Some(_) => return,
        };
        self.alerts = self.alerts.max(alert);
        self.open = Some((alert, priority));
        let (rule, claim) = ("news2".to_owned(), Claim::Score(line));
        told.push(Told { at_ms: now.wall.0, alert, rule, ring, kind: Kind::Clinical, priority, claim, while_offline: false });
    }
}
