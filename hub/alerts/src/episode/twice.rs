//! A gateway that runs twice: two programs send as the same home.
//!
//! The alert is high at once and stays until a person has reviewed it. A copy of a gateway reads whatever device is plugged
//! into it under the ids of the original, so what is shown for this patient may have been measured on somebody else. Only a
//! person who sees both boxes can tell which is the right one.

use super::Episode;
use crate::alert::{AlertId, Now, Subject, Transition};
use crate::open_alerts::{End, Fact, Out, Reason};
use crate::rule::Rule;
use crate::words::{By, Priority, Why};
use hearth_vitals::GatewayId;

impl Episode {
    /// Notes that the gateway runs twice, or that it is known to run once. Calling it again
    /// changes nothing. A gateway that serves no device of this episode is ignored.
    pub fn gateway_twice(&mut self, gateway: &GatewayId, twice: bool, now: Now, ids: &mut dyn FnMut() -> AlertId) -> Vec<Transition> {
        let mut out = Out::new(now, ids);
        let Some(index) = self.gateways.iter().position(|known| known.is(gateway)) else { return out.list };
        let subject = self.gateways[index].subject.clone();
        if twice {
            self.alerts.holds(&told(&subject, now), &mut out);
        } else {
            let end = End { at: now.wall, value: None, late: false, actor: By::Gateways, reason: Why::RunsOnce };
            self.alerts.ended(Rule::GatewayTwice, &subject, &end, &mut out);
        }
        out.list
    }

    /// True when an alert tells that this gateway runs twice.
    pub fn is_told_twice(&self, gateway: &GatewayId) -> bool {
        self.open_alerts().any(|alert| {
            alert.rule == Rule::GatewayTwice && alert.condition == crate::Condition::Active && alert.subject.gateway() == Some(gateway)
        })
    }
}

fn told(subject: &Subject, now: Now) -> Fact<'_> {
    Fact {
        rule: Rule::GatewayTwice,
        subject,
        priority: Priority::High,
        value: None,
        limit: None,
        extreme: None,
        since: now.wall,
        as_of: None,
        actor: By::Gateways,
        reason: Reason::Fixed(Why::RunsTwice),
        evidence: None,
    }
}
