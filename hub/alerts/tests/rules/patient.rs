//! A patient of whom some things are known, for the rules that look at several.

use super::minute;
use hearth_alerts::rules::news2::{Decision, GRID_MS, History, Known, Spot, Streamed, judge};
use hearth_alerts::verdict::{Judgement, Verdict};
use hearth_alerts::{Priority, StaffId};
use hearth_scores::{Acvpu, Given};
use hearth_vitals::{Flags, Vital, WallMs};
use proptest::prelude::*;

/// A patient as a list of facts: what was measured, what was said, what was decided.
#[derive(Debug, Clone, Default)]
pub struct Patient {
    pub facts: Vec<(WallMs, Fact)>,
    pub streams: Vec<Vital>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fact {
    Spot(Vital, i32),
    Sample(Vital, i32),
    Level(Acvpu),
    Oxygen(bool),
    ScaleTwo,
}

impl Patient {
    fn newest<T>(&self, until: WallMs, pick: impl Fn(Fact) -> Option<T>) -> Option<(WallMs, T)> {
        let picked = self.facts.iter().filter(|(at, _)| *at <= until).filter_map(|(at, fact)| Some((*at, pick(*fact)?)));
        picked.max_by_key(|(at, _)| *at)
    }

    pub fn tell(&mut self, minutes: i64, fact: Fact) {
        self.facts.push((minute(minutes), fact));
    }

    pub fn measure(&mut self, minutes: i64, vital: Vital, value: f64) {
        self.tell(minutes, Fact::Spot(vital, vital.raw_from_f64(value).unwrap()));
    }

    pub fn stream(&mut self, minutes: std::ops::Range<i64>, vital: Vital, value: f64) {
        self.streams.push(vital);
        for minutes in minutes {
            self.tell(minutes, Fact::Sample(vital, vital.raw_from_f64(value).unwrap()));
        }
    }

    pub fn judge(&self, minutes: i64) -> Judgement {
        let now = minute(minutes);
        judge(self, &History::of(self, now), now)
    }

    pub fn told(&self, minutes: i64) -> Option<(u8, Priority)> {
        match self.judge(minutes).verdict {
            Verdict::Holds { level, priority, .. } => Some((level, priority)),
            Verdict::Over | Verdict::Unknown { .. } => None,
        }
    }

    /// All that a total of 0 takes.
    pub fn well(minutes: i64) -> Patient {
        let mut patient = Patient::default();
        patient.set(minutes, 16.0, 97.0, 125.0, 72.0, 36.8);
        patient.tell(minutes, Fact::Oxygen(false));
        patient.tell(minutes, Fact::Level(Acvpu::Alert));
        patient
    }

    pub fn set(&mut self, minutes: i64, breaths: f64, spo2: f64, systolic: f64, pulse: f64, celsius: f64) {
        for (vital, value) in [
            (Vital::RespiratoryRate, breaths),
            (Vital::Spo2, spo2),
            (Vital::Systolic, systolic),
            (Vital::PulseRate, pulse),
            (Vital::Temperature, celsius),
        ] {
            self.measure(minutes, vital, value);
        }
    }
}

impl Known for Patient {
    fn streamed(&self, vital: Vital, until: WallMs) -> Option<Streamed> {
        assert_eq!(until.0 % GRID_MS, 0, "a stretch ends on the grid");
        self.streams.contains(&vital).then(|| {
            let samples = self.facts.iter().filter_map(|(at, fact)| match fact {
                Fact::Sample(of, raw) if *of == vital => Some((*at, *raw)),
                _ => None,
            });
            Streamed::of(samples, 60_000, until)
        })
    }
    fn spot(&self, vital: Vital, until: WallMs) -> Option<Spot> {
        // Two values of one instant are told apart by what they say, never by which came first.
        let of = |fact| if let Fact::Spot(of, raw) = fact { (of == vital).then_some(raw) } else { None };
        let values = self.facts.iter().filter(|(at, _)| *at <= until).filter_map(|(at, fact)| Some((*at, of(*fact)?)));
        values.max().map(|(at, raw)| Spot { at, raw, quality: Flags::NONE })
    }
    fn consciousness(&self, until: WallMs) -> Option<Given<Acvpu>> {
        let found = self.newest(until, |fact| if let Fact::Level(level) = fact { Some(level) } else { None });
        found.map(|(at, value)| Given { value, at })
    }
    fn oxygen(&self, until: WallMs) -> Option<Given<bool>> {
        let found = self.newest(until, |fact| if let Fact::Oxygen(on) = fact { Some(on) } else { None });
        found.map(|(at, value)| Given { value, at })
    }
    fn scale_two(&self, at: WallMs) -> Option<Decision> {
        let found = self.newest(at, |fact| (fact == Fact::ScaleTwo).then_some(()));
        found.map(|(at, ())| Decision { by: StaffId(7), at })
    }
}

fn fact() -> impl Strategy<Value = Fact> {
    let value =
        |vital: Vital, values: Vec<f64>| prop::sample::select(values).prop_map(move |value| (vital, vital.raw_from_f64(value).unwrap()));
    let number = prop_oneof![
        value(Vital::RespiratoryRate, vec![16.0, 21.0, 26.0]),
        value(Vital::Spo2, vec![97.0, 93.0, 88.0]),
        value(Vital::Systolic, vec![125.0, 105.0, 88.0]),
        value(Vital::PulseRate, vec![72.0, 115.0, 140.0]),
        value(Vital::HeartRate, vec![72.0, 140.0]),
        value(Vital::Temperature, vec![36.8, 38.6, 34.9]),
    ];
    prop_oneof![
        8 => number.prop_map(|(vital, raw)| Fact::Spot(vital, raw)),
        4 => prop::sample::select(vec![880, 970]).prop_map(|raw| Fact::Sample(Vital::Spo2, raw)),
        2 => prop::sample::select(vec![Acvpu::Alert, Acvpu::Voice]).prop_map(Fact::Level),
        2 => any::<bool>().prop_map(Fact::Oxygen),
        1 => Just(Fact::ScaleTwo),
    ]
}

/// Facts of two thirds of a day, no two of them at one instant.
pub fn patient() -> impl Strategy<Value = Patient> {
    let facts = prop::collection::vec((0i64..960, fact()), 0..40);
    (facts, any::<bool>()).prop_map(|(facts, streams)| {
        let at = |(index, (minutes, fact)): (usize, (i64, Fact))| (minute(minutes).plus(index as i64), fact);
        Patient { facts: facts.into_iter().enumerate().map(at).collect(), streams: if streams { vec![Vital::Spo2] } else { Vec::new() } }
    })
}
