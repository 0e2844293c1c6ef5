//! The alert engine and the ladder together, with what people keep quiet between them: an alert that is quiet has told nobody, so it speaks
//! for no other rule.

use hearth_alerts::{AlertId, Episode, Expected, FrameAt, KeptQuiet, Limits, Now, Priority, Rule, StaffId};
use hearth_escalation::{Context, Escalation, Ladders, Open, QuietWish, Quieted, Reachable, Resumed, Step, What};
use hearth_vitals::{DeviceId, Flags, GatewayId, MonoMs, Reading, Vital, WallMs};

const BEGIN: i64 = 1_790_000_000_000;
const MINUTE: i64 = 60_000;
const SYSTOLIC: Rule = Rule::VitalLow(Vital::Systolic);
const MEAN: Rule = Rule::VitalLow(Vital::MeanArterial);

/// One stay with both machines, as the hub runs them: each sees what the other has said.
struct Hub {
    t: i64,
    episode: Episode,
    escalation: Escalation,
    steps: Vec<Step>,
    ids: u128,
}

fn expected(device: &str, vitals: &[Vital], cadence_ms: u32) -> Expected {
    let (device, gateway) = (DeviceId::new(device).unwrap(), GatewayId::new("home-0001").unwrap());
    Expected { device, vitals: vitals.to_vec(), cadence_ms, gateway }
}

impl Hub {
    fn new() -> Hub {
        let devices = vec![expected("cuff", &[Vital::Systolic, Vital::Diastolic], 0), expected("oximeter", &[Vital::Spo2], 1_000)];
        let episode = Episode::new(Limits::default_adult(), devices, Now { wall: WallMs(BEGIN), mono: MonoMs(1_000_000) });
        Hub { t: 0, episode, escalation: Escalation::new(Ladders::standard()), steps: Vec::new(), ids: 0 }
    }

    fn now(&self) -> Now {
        Now { wall: WallMs(BEGIN + self.t), mono: MonoMs(1_000_000 + self.t.unsigned_abs()) }
    }

    fn open(&self) -> Vec<Open> {
        self.episode.open_alerts().map(|alert| Open { stay: Some(1), ..Open::from(alert) }).collect()
    }

    /// Both turn until neither has anything more to say.
    fn turn(&mut self) {
        let now = self.now();
        for _ in 0..4 {
            let rules = self.escalation.quiets().iter().flat_map(|quiet| quiet.what.rules());
            self.episode.keep_quiet(KeptQuiet::of(rules));
            let ids = &mut self.ids;
            self.episode.tick(now, &mut || {
                *ids += 1;
                AlertId(*ids)
            });
            let open = self.open();
            self.steps.extend(self.escalation.advance(&open, &Reachable::Unknown, now));
        }
    }

    fn frame(&mut self, device: &str, values: &[(Vital, i32)]) {
        let (now, device) = (self.now(), DeviceId::new(device).unwrap());
        let readings: Vec<Reading> = values.iter().map(|(vital, raw)| Reading::new(*vital, Some(*raw), Flags::NONE)).collect();
        let frame = FrameAt { device: &device, at: now.wall, received: now.wall, readings: &readings };
        let ids = &mut self.ids;
        self.episode.frame(&frame, now, &mut || {
            *ids += 1;
            AlertId(*ids)
        });
        self.turn();
    }

    fn quieten(&mut self, what: Quieted, minutes: i64) {
        let (open, now) = (self.open(), self.now());
        let wish = QuietWish::try_new(what, Some(minutes * MINUTE)).unwrap();
        self.escalation.quieten(wish, (self.t as u128, 1), StaffId(1), &open, now).unwrap();
        self.turn();
    }

    fn alert(&self, rule: Rule) -> Option<AlertId> {
        self.episode.open_alerts().find(|alert| alert.rule == rule).map(|alert| alert.id)
    }

    /// True if somebody was called for it and nothing keeps it quiet.
    fn rings(&self, rule: Rule) -> bool {
        let Some(id) = self.alert(rule) else { return false };
        let is_fired = self.steps.iter().any(|step| step.alert == id && matches!(step.what, What::Fired { .. }));
        is_fired && self.escalation.climb(id).unwrap().stored(self.now()).pause.is_none()
    }
}

#[test]
fn a_shelved_systolic_pressure_hides_no_mean_pressure() {
    let mut hub = Hub::new();
    hub.frame("cuff", &[(Vital::Systolic, 840), (Vital::Diastolic, 480)]);
    assert!(hub.rings(SYSTOLIC) && hub.alert(MEAN).is_none(), "one cause is one alert");
    hub.t += MINUTE;
    hub.quieten(Quieted::Rule(SYSTOLIC), 480);
    assert!(hub.rings(MEAN), "nobody hears of the systolic pressure, so the mean has a voice of its own");
    let ended: Vec<Resumed> = hub.escalation.take_ended().iter().map(|ended| ended.why).collect();
    assert_eq!((ended, hub.rings(SYSTOLIC)), (vec![Resumed::New], true), "what is new about the patient ends what is shelved");
    // Who knows of both shelves both: then it is quiet, and one alert each.
    for rule in [SYSTOLIC, MEAN] {
        hub.t += MINUTE;
        hub.quieten(Quieted::Rule(rule), 480);
    }
    hub.t += MINUTE;
    hub.turn();
    assert!(!hub.rings(SYSTOLIC) && !hub.rings(MEAN));
    assert_eq!(hub.escalation.quiets().len(), 2);
}

#[test]
fn a_bath_hides_no_red_of_the_score_which_it_does_not_name() {
    let mut hub = Hub::new();
    hub.quieten(Quieted::Context(Context::Bath), 60);
    for _ in 0..11 * 60 {
        hub.t += 1_000;
        hub.frame("oximeter", &[(Vital::Spo2, 860)]);
    }
    assert!(hub.alert(Rule::VitalLow(Vital::Spo2)).is_some() && !hub.rings(Rule::VitalLow(Vital::Spo2)), "the bath names the limit");
    assert!(hub.rings(Rule::News2), "and not the chart");
}

#[test]
fn of_a_dying_patient_one_cause_stays_one_alert() {
    let mut hub = Hub::new();
    hub.quieten(Quieted::Context(Context::EndOfLife), 480);
    hub.frame("cuff", &[(Vital::Systolic, 840), (Vital::Diastolic, 480)]);
    assert!(hub.alert(SYSTOLIC).is_some() && hub.alert(MEAN).is_none() && !hub.rings(SYSTOLIC), "all of it is quiet");
    let open: Vec<Priority> = hub.episode.open_alerts().map(|alert| alert.priority).collect();
    assert_eq!(open, [Priority::Medium]);
}
