//! Rules that look at each stream by itself at the end of a stretch: whether the vital has left what is usual for this patient,
//! whether enough of it can be used, and whether it stands at one number.
//!
//! All are asked of the stretches that scores are asked of, so the order of arrival and a restart change nothing. They are
//! asked about now alone: that a vital was unusual for some hours while a home was offline, and is usual again, calls
//! nobody.

use super::Episode;
use super::channel::Channel;
use crate::admission::course::{is_rate, stuck_since};
use crate::alert::Subject;
use crate::limit::Side;
use crate::open_alerts::{End, Fact, Out, Reason};
use crate::rule::Rule;
use crate::rules::knowledge::Knowledge;
use crate::rules::news2::STRETCH_MS;
use crate::rules::trend::{STEP_MS, WATCHED};
use crate::verdict::{Judgement, Verdict};
use crate::words::{By, Kind, Priority, Why};
use hearth_vitals::{Vital, WallMs};
use std::sync::Arc;

/// In how many stretches in a row doubtful values must be the majority.
const DOUBTED: i64 = 3;

/// The rule about a vital that leaves what is usual on this side.
const fn trend_rule(vital: Vital, side: Side) -> Rule {
    match side {
        Side::Low => Rule::VitalFalling(vital),
        Side::High => Rule::VitalRising(vital),
    }
}

/// The rule of the limit on the same side.
const fn limit_rule(vital: Vital, side: Side) -> Rule {
    match side {
        Side::Low => Rule::VitalLow(vital),
        Side::High => Rule::VitalHigh(vital),
    }
}

impl Episode {
    /// Asks these rules about every stream. What is usual changes each quarter of an hour, and is asked of late values anew.
    pub(super) fn ask_courses(&mut self, out: &mut Out<'_>) {
        let knowledge = Arc::clone(self.chart.knowledge());
        for vital in knowledge.streams() {
            if self.streams(vital) {
                self.tell_artefact(vital, knowledge.artefact(vital, out.now.wall), out);
                self.tell_stuck(vital, self.stuck(&knowledge, vital, out.now.wall), out);
            }
        }
        let step = WallMs(out.now.wall.0.div_euclid(STEP_MS));
        if !self.chart.asks_trend(step) {
            return;
        }
        for (vital, side) in WATCHED {
            if self.streams(vital) {
                self.tell_trend(vital, side, knowledge.trend(vital, side, out.now.wall), out);
            }
        }
    }

    /// True while a device of this patient streams the vital.
    fn streams(&self, vital: Vital) -> bool {
        self.channels.iter().any(|channel| channel.vital == vital && channel.expected && channel.streams())
    }

    fn tell_trend(&mut self, vital: Vital, side: Side, answer: Judgement, out: &mut Out<'_>) {
        let rule = trend_rule(vital, side);
        if answer.verdict.priority().is_some_and(|priority| self.is_usual_told((rule, priority), vital, side)) {
            return;
        }
        self.tell_course(rule, answer, (Why::LeftUsual, Why::UsualAgain), out);
    }

    /// True if a limit, a score, or another measurement of the same heart rings already: one cause is one alert. An active alert
    /// stays active.
    fn is_usual_told(&self, this: (Rule, Priority), vital: Vital, side: Side) -> bool {
        let is_told = |rule: Rule| self.told_by(rule, this).is_some();
        let is_same_heart = vital == Vital::PulseRate && is_told(trend_rule(Vital::HeartRate, side));
        let is_told = is_told(limit_rule(vital, side)) || is_same_heart || self.told_by(Rule::News2, this) >= Some(Priority::Medium);
        self.alerts.active(this.0, &Subject::Patient).is_none() && is_told
    }

    /// Raises the alert of artefacts only when doubtful values have been the majority for as long as samples are kept. Where
    /// nothing comes at all, the alert of silence says so; a sensor that was off for half an hour is no artefact when it is back;
    /// and after an outage the stretches are empty until the backlog has come.
    fn tell_artefact(&mut self, vital: Vital, answer: Judgement, out: &mut Out<'_>) {
        let rule = Rule::VitalArtefact(vital);
        let is_new = self.alerts.active(rule, &Subject::Patient).is_none();
        if is_new && (self.is_silence_told(vital) || !self.shows_artefact(vital, out.now.wall)) {
            return;
        }
        self.tell_course(rule, answer, (Why::MostlyArtefact, Why::UsableAgain), out);
    }

    /// Whether a stream stands: by itself for as long as is usual for it, or with every other stream of its device for half an hour.
    fn stuck(&self, knowledge: &Knowledge, vital: Vital, now: WallMs) -> Judgement {
        let answer = knowledge.stuck(vital, now);
        let stands = || self.device_stands_since(knowledge, vital, WallMs(now.0.div_euclid(STRETCH_MS) * STRETCH_MS));
        match (answer.verdict, stands()) {
            (Verdict::Over, Some(since)) => Judgement { verdict: Verdict::Holds { level: 1, priority: Priority::Low, since }, ..answer },
            _ => answer,
        }
    }

    /// Since when every stream of the device that measures this rate has stood, if that is told of this rate: of several the first.
    /// Stretches are kept by vital, so nobody can say where two devices stream one.
    fn device_stands_since(&self, knowledge: &Knowledge, vital: Vital, now: WallMs) -> Option<WallMs> {
        let streams = || self.channels.iter().filter(|channel| channel.expected && channel.streams());
        let of_vital = |vital: Vital| streams().filter(move |channel| channel.vital == vital);
        let source = of_vital(vital).next().filter(|_| is_rate(vital))?.source;
        let vitals = || streams().filter(move |channel| channel.source == source).map(|channel| channel.vital);
        let is_first = vitals().filter(|vital| is_rate(*vital)).min() == Some(vital);
        if !is_first || vitals().any(|vital| of_vital(vital).count() > 1) {
            return None;
        }
        stuck_since(&vitals().map(|vital| (vital, knowledge.spans(vital))).collect::<Vec<_>>(), now)
    }

    /// It is a suspicion, and what rings at that number is looked at already: it begins nothing then.
    fn tell_stuck(&mut self, vital: Vital, answer: Judgement, out: &mut Out<'_>) {
        let rule = Rule::VitalStuck(vital);
        let is_told = |by: Rule| self.told_by(by, (rule, Priority::Low)).is_some();
        let is_looked_at = [Rule::VitalLow(vital), Rule::VitalHigh(vital)].into_iter().any(is_told);
        if self.alerts.active(rule, &Subject::Patient).is_some() || !is_looked_at {
            self.tell_course(rule, answer, (Why::StandsStill, Why::MovesAgain), out);
        }
    }

    /// True when silence of this vital is told. Another device that is off, or its noisy line, says nothing about this one.
    fn is_silence_told(&self, vital: Vital) -> bool {
        self.channels.iter().any(|channel| channel.vital == vital && self.silence_of(channel).is_some())
    }

    fn shows_artefact(&self, vital: Vital, now: WallMs) -> bool {
        let ended = WallMs(now.0.div_euclid(STRETCH_MS) * STRETCH_MS);
        let mut streams = self.channels.iter().filter(|channel| channel.vital == vital && channel.expected && channel.streams());
        let is_doubted = |channel: &Channel| (0..DOUBTED).all(|back| channel.is_doubted(ended.plus(-back * STRETCH_MS)));
        streams.any(is_doubted)
    }

    fn tell_course(&mut self, rule: Rule, answer: Judgement, (begun, over): (Why, Why), out: &mut Out<'_>) {
        let at = answer.evidence.inputs.last().map_or(out.now.wall, |input| input.at);
        // For artefacts the number is a share of samples, which stands in the evidence and is no value of the vital.
        let is_number = rule.kind() == Kind::Clinical;
        let (value, limit) = (answer.evidence.worst.filter(|_| is_number), answer.evidence.limit.filter(|_| is_number));
        match answer.verdict {
            Verdict::Holds { priority, since, .. } => {
                let evidence = Arc::new(answer.evidence);
                let fact = Fact {
                    rule,
                    subject: &Subject::Patient,
                    priority,
                    value,
                    limit,
                    extreme: value,
                    since,
                    as_of: None,
                    actor: By::Course,
                    reason: Reason::Fixed(begun),
                    evidence: Some(&evidence),
                };
                self.alerts.holds(&fact, out);
            }
            Verdict::Over => {
                let end = End { at, value, late: false, actor: By::Course, reason: over };
                self.alerts.ended(rule, &Subject::Patient, &end, out);
            }
            Verdict::Unknown { .. } => {}
        }
    }

    /// Ends what is told of streams that no device of this patient has any more.
    pub(super) fn end_unstreamed(&mut self, end: &End, out: &mut Out<'_>) {
        for vital in Vital::ALL {
            if self.streams(vital) {
                continue;
            }
            for rule in [Rule::VitalRising(vital), Rule::VitalFalling(vital), Rule::VitalArtefact(vital), Rule::VitalStuck(vital)] {
                self.alerts.ended(rule, &Subject::Patient, end, out);
            }
        }
    }
}
