//! Alerts about what a gateway reports of itself each ten seconds: a clock that was not compared for an hour, a disk that is
//! full.
//!
//! Kept are the newest word, one a minute before it, and each at which something changed: a rule that looks back four hours
//! sees the same as of all of them. Nothing of it is stored. A hub that starts knows of its open alerts since when it was
//! so, and goes on from there.

use super::Episode;
use super::device::{Gateway, Upkeep};
use crate::alert::{Alert, AlertId, Now, Subject, Transition};
use crate::budget::{SAID_MAX, SAID_MS};
use crate::open_alerts::{End, Fact, Out, Reason};
use crate::rule::Rule;
use crate::rules::storage::{DAY_BYTES, HOUR_BYTES};
use crate::rules::{clock, storage};
use crate::verdict::{Judgement, Verdict};
use crate::words::{By, Condition, Priority, Why};
use hearth_vitals::{ClockQuality, GatewayId};
use std::sync::Arc;

/// How far back (ms) a restarted hub assumes that the condition of an open alert has lasted: longer than a clock may go
/// uncompared, and well within what the rules look back at.
const RESTORED_MS: i64 = 7_200_000;

/// The class of a report: reports of one class are the same to the rules.
const fn class(said: &Upkeep) -> (ClockQuality, u8) {
    let room = match said.free_bytes {
        free if free < HOUR_BYTES => 0,
        free if free < DAY_BYTES => 1,
        free if free < DAY_BYTES / 2 * 3 => 2,
        _ => 3,
    };
    (said.clock, room)
}

/// Inserts a report in order of time. The one before it is dropped if nothing has changed since its own predecessor, less than a
/// minute earlier.
fn keep(said: &mut Vec<Upkeep>, one: Upkeep) {
    let place = said.partition_point(|known| known.at < one.at);
    if said.get(place).is_some_and(|known| known.at == one.at) {
        return;
    }
    said.insert(place, one);
    if let [.., before, last, newest] = said[..]
        && class(&before) == class(&last)
        && class(&last) == class(&newest)
        && last.at.since(before.at) < SAID_MS
    {
        said.remove(said.len() - 2);
    }
    if said.len() > SAID_MAX {
        said.remove(0);
    }
}

impl Episode {
    /// Takes what a gateway of this episode says of itself.
    pub fn upkeep(&mut self, gateway: &GatewayId, said: Upkeep, now: Now, ids: &mut dyn FnMut() -> AlertId) -> Vec<Transition> {
        let mut out = Out::new(now, ids);
        if let Some(index) = self.gateways.iter().position(|known| known.is(gateway)) {
            keep(Arc::make_mut(&mut self.gateways[index].said), Upkeep { at: said.at.min(now.wall), ..said });
            self.check_upkeep(index, &mut out);
        }
        out.list
    }

    fn check_upkeep(&mut self, index: usize, out: &mut Out<'_>) {
        let Gateway { said, subject, .. } = self.gateways[index].clone();
        let clock = clock::judge(&said.iter().map(|one| (one.at, one.clock)).collect::<Vec<_>>(), out.now.wall);
        let storage = storage::judge(&said.iter().map(|one| (one.at, one.free_bytes)).collect::<Vec<_>>(), out.now.wall);
        self.tell_upkeep(Rule::GatewayClock, &subject, &clock, out);
        self.tell_upkeep(Rule::GatewayStorage, &subject, &storage, out);
    }

    /// Raises or ends the alert. An offline gateway does neither; the alert `gateway_offline` covers it.
    fn tell_upkeep(&mut self, rule: Rule, subject: &Subject, answer: &Judgement, out: &mut Out<'_>) {
        let (begun, ended) =
            if rule == Rule::GatewayClock { (Why::ClockUnsure, Why::ClockCompared) } else { (Why::DiskFills, Why::DiskHasRoom) };
        match answer.verdict {
            Verdict::Holds { priority, since, .. } => {
                let fact = Fact {
                    rule,
                    subject,
                    priority,
                    value: None,
                    limit: None,
                    extreme: None,
                    since,
                    as_of: None,
                    actor: By::Upkeep,
                    reason: Reason::Fixed(begun),
                    evidence: None,
                };
                self.alerts.holds(&fact, out);
            }
            Verdict::Over => {
                let end = End { at: out.now.wall, value: None, late: false, actor: By::Upkeep, reason: ended };
                self.alerts.ended(rule, subject, &end, out);
            }
            Verdict::Unknown { .. } => {}
        }
    }

    /// After a restart, assumes that the conditions of open alerts about gateways have lasted until now.
    pub(super) fn restore_upkeep(&mut self, open: &[Alert], now: Now) {
        for gateway in &mut self.gateways {
            let of = |rule: Rule| {
                let mut open = open.iter().filter(|alert| alert.rule == rule && alert.condition == Condition::Active);
                open.find(|alert| alert.subject == *gateway.subject)
            };
            let (clock, storage) = (of(Rule::GatewayClock), of(Rule::GatewayStorage));
            let Some(since) = [clock, storage].into_iter().flatten().map(|alert| alert.since).min() else { continue };
            let was = match clock.map(|alert| alert.priority) {
                None => ClockQuality::Synchronised,
                Some(Priority::Low) => ClockQuality::Drifting,
                Some(_) => ClockQuality::Unknown,
            };
            let free_bytes = if storage.is_some() { DAY_BYTES - 1 } else { u64::MAX };
            gateway.said = Arc::new(vec![Upkeep { at: since.max(now.wall.plus(-RESTORED_MS)), clock: was, free_bytes }]);
        }
    }
}
