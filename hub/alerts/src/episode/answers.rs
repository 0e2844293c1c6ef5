//! Turns the answers of the rules over several vitals into alerts that begin, ring again and end.

use super::Episode;
use super::reds::{HIGH_FROM, RED_FROM};
use crate::alert::{Alert, Now, Subject};
use crate::open_alerts::{End, Fact, Out, Reason};
use crate::rule::Rule;
use crate::rules::fever::SUSPECTED;
use crate::rules::news2::{STRETCH_MS, next_stretch};
use crate::verdict::{Evidence, Judgement, Verdict};
use crate::words::{By, Priority, Why};
use hearth_scores::news2::Component;
use hearth_vitals::{Vital, WallMs};
use std::sync::Arc;

/// The most conditions that are remembered as told.
const TOLD_MAX: usize = 32;

/// A condition that an alert has reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ToldCondition {
    rule: Rule,
    since: WallMs,
    until: WallMs,
    level: u8,
}

/// A condition that held and is over.
#[derive(Debug, Clone)]
struct Past {
    told: ToldCondition,
    priority: Priority,
    evidence: Arc<Evidence>,
}

impl ToldCondition {
    const fn overlaps(&self, other: &ToldCondition) -> bool {
        self.since.0 <= other.until.0 && other.since.0 <= self.until.0
    }
}

/// The limit shown for a score: the edge of its band.
fn limit(rule: Rule, priority: Priority, evidence: &Evidence) -> Option<i32> {
    match (rule, priority) {
        (Rule::News2, Priority::High) => Some(7),
        // With a single red vital the sum may be lower than the band.
        (Rule::News2, Priority::Medium) => Some(5).filter(|edge| evidence.worst.is_some_and(|worst| worst >= *edge)),
        (Rule::News2, Priority::Low) => None,
        _ => evidence.limit,
    }
}

const fn actor(rule: Rule) -> By {
    if rule.is_score() { By::Score } else { By::Fever }
}

impl Episode {
    pub(super) fn tell_answer(&mut self, rule: Rule, answer: &Judgement, out: &mut Out<'_>) {
        match answer.verdict {
            Verdict::Holds { level, priority, since } => {
                if self.is_told_already((rule, priority), level, &answer.evidence, None) || self.is_only_held(rule, answer, out.now.wall) {
                    return;
                }
                let evidence = Arc::new(answer.evidence.clone());
                let newest = answer.evidence.inputs.last().map_or(since, |input| input.at);
                self.tell_of(ToldCondition { rule, since, until: newest.max(since), level });
                self.alerts.holds(&fact(rule, priority, since, &evidence), out);
            }
            Verdict::Unknown { .. } if !self.knows_grounds(rule, &answer.evidence) => {}
            // The rule is over, or incomplete while everything that it rang for is known and harmless.
            Verdict::Over | Verdict::Unknown { .. } => {
                let at = answer.evidence.inputs.last().map_or(out.now.wall, |input| input.at);
                let reason = if rule.is_score() { Why::ScoreLower } else { Why::FeverOver };
                let end = End { at, value: value(rule, &answer.evidence), late: false, actor: actor(rule), reason };
                self.alerts.ended(rule, &Subject::Patient, &end, out);
            }
        }
    }

    /// True when every part of the score for which an alert rang is known now. Otherwise it cannot be said to be over, and the
    /// alert stays as it is.
    fn knows_grounds(&self, rule: Rule, evidence: &Evidence) -> bool {
        let rang = self.alerts.active(rule, &Subject::Patient).and_then(|alert| alert.evidence.as_ref()?.score.as_ref());
        let (Some(rang), Some(now)) = (rang, &evidence.score) else { return false };
        let is_known = |component: Component| now.parts.iter().any(|part| part.component == component && part.points.is_some());
        rang.parts.iter().filter(|part| part.points.is_some_and(|points| points > 0)).all(|part| is_known(part.component))
    }

    /// True for what rings already, by the same measurements: one cause is one alert. What is active stays active.
    /// `past`: the end of the stretch that is asked, if what was known of it has changed since.
    fn is_told_already(&self, (rule, priority): (Rule, Priority), level: u8, evidence: &Evidence, past: Option<WallMs>) -> bool {
        let past_score = past.and_then(|at| self.score_told_at(at));
        let is_heard = |told: &Priority| !self.is_hidden((Rule::News2, *told), (rule, priority));
        let score = self.told_by(Rule::News2, (rule, priority)).max(past_score.filter(is_heard));
        let is_told = match rule {
            Rule::Qsofa => score >= Some(Priority::Medium),
            // A severe shock index is told in addition to a medium score.
            Rule::ShockIndex => score >= Some(if level < 2 { Priority::Medium } else { Priority::High }),
            // A doubtful value rings by the limit; the wish to measure again is the rule's all the same.
            Rule::Fever if level == SUSPECTED => {
                self.told_by(Rule::VitalHigh(Vital::Temperature), (rule, priority)) >= Some(Priority::Medium)
            }
            Rule::News2 if level < RED_FROM => self.reds_are_told(evidence, past),
            _ => false,
        };
        is_told && self.alerts.active(rule, &Subject::Patient).is_none()
    }

    /// How urgent the score was of which an alert told at that instant, by its sum: what was silent beside it is not told because the
    /// alert is over since.
    fn score_told_at(&self, at: WallMs) -> Option<Priority> {
        let told = self.chart.told().iter().filter(|told| told.rule == Rule::News2 && told.since <= at && told.until >= at);
        told.map(|told| told.level)
            .max()
            .filter(|level| *level >= RED_FROM)
            .map(|level| if level >= HIGH_FROM { Priority::High } else { Priority::Medium })
    }

    /// True for a score that is held from a moment ago and is not bad now: it keeps an alert, and begins none.
    fn is_only_held(&self, rule: Rule, answer: &Judgement, now: WallMs) -> bool {
        answer.evidence.until.is_some_and(|until| until < now) && self.alerts.active(rule, &Subject::Patient).is_none()
    }

    /// Asks the rules for each stretch since `from`, and reports conditions that held and are over.
    pub(super) fn tell_past(&mut self, from: WallMs, out: &mut Out<'_>) {
        let mut open: Vec<Past> = Vec::new();
        let mut at = WallMs(from.0.div_euclid(STRETCH_MS) * STRETCH_MS);
        while at < out.now.wall {
            for (rule, answer) in self.answers_at(at) {
                let place = open.iter().position(|past| past.told.rule == rule);
                match (answer.verdict, place) {
                    // What is only held from before was judged when it was so, and its reds are in no evidence of later.
                    (Verdict::Holds { .. }, None) if answer.evidence.until.is_some_and(|until| until < at) => {}
                    (Verdict::Holds { level, priority, .. }, None)
                        if self.is_told_already((rule, priority), level, &answer.evidence, Some(at)) => {}
                    (Verdict::Holds { level, priority, since }, None) => {
                        let told = ToldCondition { rule, since, until: answer.evidence.until.unwrap_or(at), level };
                        open.push(Past { told, priority, evidence: Arc::new(answer.evidence) });
                    }
                    (Verdict::Holds { level, priority, .. }, Some(place)) => open[place].last(at, level, priority, answer.evidence),
                    (Verdict::Over, Some(place)) => {
                        let past = open.remove(place);
                        self.tell_passed_by_rule(&past, out);
                    }
                    (Verdict::Over, None) | (Verdict::Unknown { .. }, _) => {}
                }
            }
            at = next_stretch(at);
        }
        // Conditions that still held at the last stretch and are unknown now. Those that hold now were reported as present.
        for past in open {
            if self.alerts.active(past.told.rule, &Subject::Patient).is_none() {
                self.tell_passed_by_rule(&past, out);
            }
        }
    }

    /// Restores what these alerts have reported, after a restart.
    pub(super) fn restore_told<'a>(&mut self, alerts: impl Iterator<Item = &'a Alert>, now: Now) {
        let is_by_rule = |alert: &&Alert| alert.rule.is_score() || alert.rule == Rule::Fever;
        for alert in alerts.filter(is_by_rule) {
            // How bad a score was is its extreme; a fever that was told is not told again, however bad.
            let level = alert.extreme.filter(|_| alert.rule.is_score()).and_then(|points| u8::try_from(points).ok()).unwrap_or(u8::MAX);
            self.tell_of(ToldCondition { rule: alert.rule, since: alert.since, until: alert.cleared_at.unwrap_or(now.wall), level });
        }
    }

    fn tell_passed_by_rule(&mut self, past: &Past, out: &mut Out<'_>) {
        let told = &past.told;
        if self.told_of_rules().iter().any(|known| known.rule == told.rule && known.level >= told.level && known.overlaps(told)) {
            return;
        }
        // It is too late for acting at once, but somebody still has to know.
        let fact = Fact {
            as_of: Some(told.until),
            actor: By::LateData,
            reason: Reason::Fixed(Why::WhileOffline),
            ..fact(told.rule, past.priority.min(Priority::Medium), told.since, &past.evidence)
        };
        let end = End { at: told.until, value: None, late: true, actor: By::LateData, reason: Why::WhileOffline };
        self.alerts.passed(&fact, &end, out);
        self.tell_of(*told);
    }

    fn tell_of(&mut self, told: ToldCondition) {
        let all = self.told_of_rules();
        if let Some(known) = all.iter_mut().find(|known| known.rule == told.rule && known.overlaps(&told)) {
            (known.since, known.until, known.level) =
                (known.since.min(told.since), known.until.max(told.until), known.level.max(told.level));
            return;
        }
        if all.len() == TOLD_MAX {
            all.remove(0);
        }
        all.push(told);
    }
}

impl Past {
    fn last(&mut self, at: WallMs, level: u8, priority: Priority, evidence: Evidence) {
        self.told.until = evidence.until.unwrap_or(at);
        if level > self.told.level || priority > self.priority {
            self.evidence = Arc::new(evidence);
        }
        (self.told.level, self.priority) = (self.told.level.max(level), self.priority.max(priority));
    }
}

/// The number that a rule is about: the points of a score now, the newest temperature.
fn value(rule: Rule, evidence: &Evidence) -> Option<i32> {
    match (&evidence.score, rule) {
        (Some(score), _) => Some(i32::from(score.total.unwrap_or(score.at_least))),
        (None, Rule::Fever) => evidence.inputs.iter().rev().find_map(|input| input.found.number()),
        (None, _) => evidence.worst,
    }
}

fn fact<'a>(rule: Rule, priority: Priority, since: WallMs, evidence: &'a Arc<Evidence>) -> Fact<'a> {
    Fact {
        rule,
        subject: &Subject::Patient,
        priority,
        value: value(rule, evidence),
        limit: limit(rule, priority, evidence),
        extreme: evidence.worst,
        since,
        as_of: None,
        actor: actor(rule),
        reason: Reason::Fixed(if rule.is_score() { Why::ScoreReached } else { Why::FeverFound }),
        evidence: Some(evidence),
    }
}
