//! Whether a nurse hears of a vital that is red on the chart by its limit, so that the score does not ring for the same again.

use super::Episode;
use super::channel::Channel;
use super::judge::rule_of;
use super::stays::Ends;
use crate::alert::Alert;
use crate::budget::{CLEAR_HOLD_MS, RED_IS_OVER_MS, row_ms_max, tolerance_ms};
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
/// And from this one on it is high.
pub(super) const HIGH_FROM: u8 = 7;

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
            return self.is_past_told(vital, side, raw, until, is_red(component, evidence));
        }
        let rings = self.told_by(rule_of(vital, side), (Rule::News2, RED_IS)) >= Some(RED_IS);
        rings || self.spot_will_ring(vital, side) || self.streams_are_seen_to(vital, side, raw, is_red(component, evidence))
    }

    /// The same of a stretch that is past. What its ladder told then may have been seen to since, so the values decide, and alerts only
    /// where they are open still: a rung was held in it, or the red is the ladder's, which was too short for it, or it is over.
    fn is_past_told(&self, vital: Vital, side: Side, raw: i32, until: WallMs, is_red: impl Fn(i32) -> bool) -> bool {
        let from = until.plus(-STRETCH_MS);
        let is_open = |alert: &Alert| {
            let overlaps = alert.since <= until && alert.cleared_at.is_none_or(|cleared| cleared >= from);
            alert.rule == rule_of(vital, side) && alert.priority >= RED_IS && overlaps && !self.is_deaf(vital, side)
        };
        let tells =
            |channel: &Channel| channel.ladder(&self.limits, side).is_some_and(|ladder| channel.tells_within(&ladder, RED_IS, from, until));
        let is_ladders = |channel: &Channel| self.is_urgent(channel, side, raw) && !self.chart.is_by_turns(vital, side, until);
        let is_told = self.alerts.iter().any(is_open) || self.of_vital(vital).any(|channel| tells(channel) || is_ladders(channel));
        is_told || self.was_over(vital, side, raw, until, is_red)
    }

    /// True when a red that no urgent rung sees to was over when the score was asked, in all that streamed then. Values are kept for a
    /// quarter of an hour: of what is older that is not known.
    fn was_over(&self, vital: Vital, side: Side, raw: i32, until: WallMs, is_red: impl Fn(i32) -> bool) -> bool {
        let mut streams = self.of_vital(vital).filter(|channel| channel.streams() && channel.stretch(until).good > 0).peekable();
        let is_whole = self.of_vital(vital).any(|channel| self.chart.is_of(vital, until, channel.stretch(until), raw));
        let was_over = |channel: &Channel| {
            let told_until = self.told_until(channel, side, until).filter(|_| !self.is_deaf(vital, side));
            channel.begins_before(until)
                && !self.is_urgent(channel, side, raw)
                && self.is_over(channel, told_until, until, row_ms_max(channel.cadence_ms), &is_red)
        };
        is_whole && streams.peek().is_some() && streams.all(was_over)
    }

    /// True for a red that no urgent rung sees to, and that is over: it came in one stay, and none of it for a minute.
    fn is_over(&self, channel: &Channel, told_until: Option<WallMs>, until: WallMs, gap_ms: i64, is_red: impl Fn(i32) -> bool) -> bool {
        let ends = Ends { others_ms: RED_IS_OVER_MS, gap_ms };
        channel.stays_of(told_until, until, ends, &is_red).is_one(channel.cadence_ms)
            && channel.has_left(RED_IS_OVER_MS, told_until, until, &is_red)
    }

    /// True when what this channel is beyond an urgent rung by `until` is not the ladder's, because it came by turns.
    pub(super) fn goes_by_turns(&self, channel: &Channel, side: Side, until: WallMs) -> bool {
        let is_watched = channel.ladder(&self.limits, side).is_some_and(|ladder| ladder.nearest(RED_IS).is_some());
        let told_until = self.told_until(channel, side, until);
        is_watched && !self.is_ladders(channel, side, told_until, until, row_ms_max(channel.cadence_ms))
    }

    /// Who tells of a red beyond an urgent rung, now and of what is past: the ladder if all of it that is kept, and that no rung has
    /// told, came in one stay. That rings when the time of the rung is up, or was too short for it. Who goes beyond and back by turns,
    /// or is red between gaps, begins that time anew at each, and is told of by nobody but the score, wherever in a turn it is asked.
    fn is_ladders(&self, channel: &Channel, side: Side, told_until: Option<WallMs>, until: WallMs, gap_ms: i64) -> bool {
        let Some(ladder) = channel.ladder(&self.limits, side) else { return false };
        let Some(rung) = ladder.nearest(RED_IS) else { return false };
        let ends = Ends { others_ms: tolerance_ms(ladder.need_ms(rung)), gap_ms };
        let is_beyond = |raw: i32| ladder.urgency(raw) >= Some(RED_IS);
        channel.stays_of(told_until, until, ends, is_beyond).is_one(channel.cadence_ms)
    }

    /// Until when the rungs of this channel had told by `until` of what is as urgent as a red.
    fn told_until(&self, channel: &Channel, side: Side, until: WallMs) -> Option<WallMs> {
        channel.ladder(&self.limits, side).and_then(|ladder| channel.told_until(&ladder, RED_IS, until))
    }

    /// After which gap a stay is over as things are (ms): what has not come yet may fill it.
    fn gap_ms_now(&self, channel: &Channel) -> i64 {
        if self.chart.awaits_more() { i64::MAX } else { row_ms_max(channel.cadence_ms) }
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
        let told_by_alerts = of_rule.filter_map(|alert| alert.cleared_at).max();
        let newest = self.of_vital(vital).filter_map(Channel::newest).map(|newest| newest.at).max();
        let goes_on = |channel: &Channel| channel.newest().zip(newest).is_some_and(|(own, newest)| newest.since(own.at) < STRETCH_MS);
        let mut streams = self.of_vital(vital).filter(|channel| channel.expected && channel.streams() && goes_on(channel)).peekable();
        let is_seen_to = |channel: &Channel| {
            // An alert that somebody has taken on is closed when it is over; the values still know what it told.
            let told_by_values = self.told_until(channel, side, until_of(channel)).filter(|_| !is_deaf);
            let told_until = told_by_alerts.max(told_by_values);
            if !is_deaf && self.is_urgent(channel, side, raw) {
                self.ladder_sees_to(channel, side, told_until)
            } else {
                self.is_over(channel, told_until, until_of(channel), self.gap_ms_now(channel), &is_red)
            }
        };
        streams.peek().is_some() && streams.all(is_seen_to)
    }

    /// True when the ladder tells of what is beyond its rungs now: its time runs, or nothing is beyond any more.
    fn ladder_sees_to(&self, channel: &Channel, side: Side, told_until: Option<WallMs>) -> bool {
        let is_urgent = |raw: i32| self.is_urgent(channel, side, raw);
        let is_judged = channel.pending_since(side).is_some() || channel.has_left(CLEAR_HOLD_MS, told_until, until_of(channel), is_urgent);
        is_judged && self.is_ladders(channel, side, told_until, until_of(channel), self.gap_ms_now(channel))
    }
}
