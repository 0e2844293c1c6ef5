//! A device of this episode is heard through a gateway of another kit. The cause may be a mistake in that gateway's
//! configuration, a device that was carried into another home, or somebody who invents readings.
//!
//! What such a gateway sends is kept apart before it comes here (none of it becomes a [`super::FrameAt`]), so the patient's
//! own alerts are what they would be without it. The priority is medium: nobody is shown a wrong value, but in one of the
//! two homes a device is not where people think it is.

use super::Episode;
use crate::alert::{Alert, AlertId, Now, Subject, Transition};
use crate::budget::STRAYS_MAX;
use crate::open_alerts::{End, Fact, Out, Reason};
use crate::rule::Rule;
use crate::words::{By, Condition, Priority, Why};
use hearth_vitals::{DeviceId, GatewayId};

impl Episode {
    /// Notes that the device was heard through this gateway, which is not of its kit. Calling it again changes nothing. A device that is not expected here is ignored.
    pub fn stray(&mut self, device: &DeviceId, gateway: &GatewayId, now: Now, ids: &mut dyn FnMut() -> AlertId) -> Vec<Transition> {
        let mut out = Out::new(now, ids);
        let is_expected = self.devices.iter().any(|known| known.is(device) && known.expected.is_some());
        let subject = Subject::Through(device.clone(), gateway.clone());
        let others = self.open_alerts().filter(|alert| alert.rule == Rule::StrayDevice && alert.subject != subject).count();
        if is_expected && others < STRAYS_MAX && !self.is_told_stray(device, gateway) {
            self.alerts.holds(&told_of(&subject, now), &mut out);
        }
        out.list
    }

    /// Notes that the device is no longer heard through this gateway.
    pub fn stray_ended(
        &mut self,
        device: &DeviceId,
        gateway: &GatewayId,
        reason: Why,
        now: Now,
        ids: &mut dyn FnMut() -> AlertId,
    ) -> Vec<Transition> {
        let mut out = Out::new(now, ids);
        let end = End { at: now.wall, value: None, late: false, actor: By::Strays, reason };
        self.alerts.ended(Rule::StrayDevice, &Subject::Through(device.clone(), gateway.clone()), &end, &mut out);
        out.list
    }

    /// True when an alert tells that this device is heard through this gateway.
    pub fn is_told_stray(&self, device: &DeviceId, gateway: &GatewayId) -> bool {
        self.strays().any(|told| told == (device, gateway))
    }

    /// Devices with the gateways through which alerts say they are heard.
    pub fn strays(&self) -> impl Iterator<Item = (&DeviceId, &GatewayId)> {
        let holds = |alert: &&Alert| alert.rule == Rule::StrayDevice && alert.condition == Condition::Active;
        self.open_alerts().filter(holds).filter_map(|alert| alert.subject.device().zip(alert.subject.gateway()))
    }
}

fn told_of(subject: &Subject, now: Now) -> Fact<'_> {
    Fact {
        rule: Rule::StrayDevice,
        subject,
        priority: Priority::Medium,
        value: None,
        limit: None,
        extreme: None,
        since: now.wall,
        as_of: None,
        actor: By::Strays,
        reason: Reason::Fixed(Why::HeardElsewhere),
        evidence: None,
    }
}
