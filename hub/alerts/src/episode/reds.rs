//! Whether a nurse hears of a vital that is red on the chart by its limit, so that the score does not ring for the same again.

use super::Episode;
use super::channel::Channel;
use super::judge::rule_of;
use crate::budget::{CLEAR_HOLD_MS, RED_IS_OVER_MS};
use crate::limit::Side;
use crate::rule::Rule;
use crate::rules::news2::STRETCH_MS;
use crate::verdict::{Evidence, Found};
use crate::words::Priority;
use hearth_scores::news2::{self, Component, Spo2Scale};
use hearth_vitals::{Vital, WallMs};

/// The vitals that a part of NEWS2 is scored from.
const fn vitals_of(component: Component) -> &'static [Vital] {
    match component {
        Component::Respirations => &[Vital::RespiratoryRate],
        Component::Spo2 => &[Vital::Spo2],
        Component::Systolic => &[Vital::Systolic],
        Component::Pulse => &[Vital::HeartRate, Vital::PulseRate],
        Component::Temperature => &[Vital::Temperature],
        Component::Oxygen | Component::Consciousness => &[],
    }
}

/// A number between the two red bands of a part, in the vital's unit.
const fn usual(component: Component) -> i32 {
    match component {
        Component::Respirations => 16,
        Component::Spo2 => 200,
        Component::Systolic => 140,
        Component::Pulse => 80,
        Component::Temperature => 37,
        Component::Oxygen | Component::Consciousness => 0,
    }
}

/// The points of a part that is a reason to act by itself, and how urgent it is by the chart.
const RED: u8 = 3;
const RED_IS: Priority = Priority::Medium;
/// From this sum on it is the sum that is urgent.
pub(super) const RED_FROM: u8 = 5;

/// True for a value that is red by itself in this part.
fn is_red(component: Component, evidence: &Evidence) -> impl Fn(i32) -> bool {
    let scale = if evidence.score.as_ref().is_some_and(|score| score.scale_two_since.is_some()) { Spo2Scale::Two } else { Spo2Scale::One };
    let oxygen = evidence.inputs.iter().rev().find_map(|input| if let Found::Oxygen(is_on) = input.found { Some(is_on) } else { None });
    move |raw: i32| news2::points(component, raw, scale, oxygen) == Some(RED)
}

/// What was measured for this part.
fn measured(component: Component, evidence: &Evidence) -> Option<(Vital, i32)> {
    evidence.inputs.iter().rev().find_map(|input| match input.found {
        Found::Number { vital, raw } if vitals_of(component).contains(&vital) => Some((vital, raw)),
        _ => None,
    })
}

/// When the newest value of a channel was measured.
fn until_of(channel: &Channel) -> WallMs {
    channel.newest().map_or(WallMs(0), |newest| newest.at)
}

impl Episode {
    /// True when the score is urgent by single vitals that are red, and every one of them is told already, or is over.
    pub(super) fn reds_are_told(&self, evidence: &Evidence, past: Option<WallMs>) -> bool {
        let Some(score) = &evidence.score else { return false };
        let mut reds = score.parts.iter().filter(|part| part.points == Some(RED)).peekable();
        reds.peek().is_some() && reds.all(|part| self.is_red_told(part.component, evidence, past))
    }

    /// True when the ladder of what was measured for this part rings at least as urgently as the chart does for a red, or will
    /// when its time is up. That a limit exists is not enough: a saturation of 91 % is red, and beyond a rung that waits for an
    /// hour and is low; a pulse of 40 is red, and inside.
    fn is_red_told(&self, component: Component, evidence: &Evidence, past: Option<WallMs>) -> bool {
        let Some((vital, raw)) = measured(component, evidence) else { return false };
        let side = if raw < usual(component) * vital.scale() { Side::Low } else { Side::High };
        if let Some(until) = past {
            return self.is_past_told(vital, side, raw, until);
        }
        let rings = self.told_by(rule_of(vital, side), (Rule::News2, RED_IS)) >= Some(RED_IS);
        rings || self.spot_will_ring(vital, side) || self.streams_are_seen_to(vital, side, raw, is_red(component, evidence))
    }

    /// The same of a stretch that is past. What its ladder told then may have been seen to since, so the values decide and not the
    /// alerts: a rung was held in it, or there is one for this value, which one stay was too short for. Of who was beyond it by turns
    /// no rung has told.
    fn is_past_told(&self, vital: Vital, side: Side, raw: i32, until: WallMs) -> bool {
        let from = until.plus(-STRETCH_MS);
        let tells =
            |channel: &Channel| channel.ladder(&self.limits, side).is_some_and(|ladder| channel.tells_within(&ladder, RED_IS, from, until));
        let is_ladders = |channel: &Channel| self.is_urgent(channel, side, raw) && !self.chart.is_by_turns(vital, side, until);
        self.of_vital(vital).any(|channel| tells(channel) || is_ladders(channel))
    }

    /// True when late values of the stretch that ends at `until` are beyond an urgent rung by turns, so that its time began anew at
    /// each, and no rung has told of them.
    pub(super) fn goes_by_turns(&self, index: usize, side: Side, until: WallMs) -> bool {
        let channel = &self.channels[index];
        let Some(ladder) = channel.ladder(&self.limits, side) else { return false };
        let told_until = channel.told_until(&ladder, RED_IS, until);
        let is_urgent = |raw: i32| ladder.urgency(raw) >= Some(RED_IS);
        channel.came_late(until) && !channel.stays_of(told_until, until, is_urgent).is_one()
    }

    /// True when this value is beyond a rung that is at least as urgent as the chart is for a red.
    fn is_urgent(&self, channel: &Channel, side: Side, raw: i32) -> bool {
        channel.ladder(&self.limits, side).and_then(|ladder| ladder.urgency(raw)).is_some_and(|priority| priority >= RED_IS)
    }

    fn of_vital(&self, vital: Vital) -> impl Iterator<Item = &Channel> {
        self.channels.iter().filter(move |channel| channel.vital == vital)
    }

    /// True when nobody would hear of this vital by its limit, because people keep that quiet, and of the score somebody would.
    fn is_deaf(&self, vital: Vital, side: Side) -> bool {
        self.is_hidden((rule_of(vital, side), RED_IS), (Rule::News2, RED_IS))
    }

    fn spot_will_ring(&self, vital: Vital, side: Side) -> bool {
        if self.is_deaf(vital, side) {
            return false;
        }
        let waits = |newest: i32, channel: &Channel| channel.pending_since(side).is_some() && self.is_urgent(channel, side, newest);
        let by_spot = |channel: &Channel| channel.newest().is_some_and(|newest| newest.deadly.is_none() && waits(newest.raw, channel));
        self.of_vital(vital).any(|channel| !channel.streams() && by_spot(channel))
    }

    /// True when the ladder sees to every stay in the red of every stream that goes on, or it is over. A stream that has been silent for as
    /// long as the score looks back will not ring, though the time of a rung runs on it.
    fn streams_are_seen_to(&self, vital: Vital, side: Side, raw: i32, is_red: impl Fn(i32) -> bool) -> bool {
        let rule = rule_of(vital, side);
        let is_deaf = self.is_deaf(vital, side);
        let of_rule = self.alerts.iter().filter(|alert| !is_deaf && alert.rule == rule && alert.priority >= RED_IS);
        let told_until = of_rule.filter_map(|alert| alert.cleared_at).max();
        let newest = self.of_vital(vital).filter_map(Channel::newest).map(|newest| newest.at).max();
        let goes_on = |channel: &Channel| channel.newest().zip(newest).is_some_and(|(own, newest)| newest.since(own.at) < STRETCH_MS);
        let mut streams = self.of_vital(vital).filter(|channel| channel.expected && channel.streams() && goes_on(channel)).peekable();
        let is_seen_to = |channel: &Channel| {
            if !is_deaf && self.is_urgent(channel, side, raw) {
                self.ladder_sees_to(channel, side, told_until)
            } else {
                // No rung so urgent sees to it: it is the score's, and over when it has been well for a minute.
                channel.stays_of(told_until, until_of(channel), &is_red).is_one() && channel.has_left(RED_IS_OVER_MS, told_until, &is_red)
            }
        };
        streams.peek().is_some() && streams.all(is_seen_to)
    }

    /// True when the rungs have judged what is beyond them, or will: what they told of is told, and what came in one stay rings when
    /// its time is up or was too short. Who goes beyond and back by turns begins that time anew at each turn, and is told of by nobody
    /// else, wherever in a turn the score is asked.
    fn ladder_sees_to(&self, channel: &Channel, side: Side, told_until: Option<WallMs>) -> bool {
        let is_urgent = |raw: i32| self.is_urgent(channel, side, raw);
        let is_judged = channel.pending_since(side).is_some() || channel.has_left(CLEAR_HOLD_MS, told_until, is_urgent);
        is_judged && channel.stays_of(told_until, until_of(channel), is_urgent).is_one()
    }
}
