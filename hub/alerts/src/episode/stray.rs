//! A device of this episode that is heard through a gateway of another kit: a slip of the hand in that
//! gateway's configuration, a device carried into another home, or somebody who makes it up.
//!
//! What such a gateway sends is kept apart before it comes here (nothing of it is a [`super::FrameAt`]), so
//! the patient's own alerts are what they would be without it. Medium: nobody is shown a wrong value, but in
//! one of the two homes a device is not where people believe it to be.

use super::Episode;
use crate::alert::{Alert, AlertId, Now, Subject, Transition};
use crate::board::{End, Fact, Out, Reason};
use crate::budget::STRAYS_MAX;
use crate::rule::Rule;
use crate::words::{By, Condition, Priority, Why};
use hearth_vitals::{DeviceId, GatewayId};

impl Episode {
    /// The device was heard through this gateway, which is not of its kit: `why` in words. Said again, it
    /// changes nothing; a device that is not expected here is ignored.
    pub fn stray(
        &mut self,
        device: &DeviceId,
        gateway: &GatewayId,
        why: impl FnOnce() -> String,
        now: Now,
        ids: &mut dyn FnMut() -> AlertId,
    ) -> Vec<Transition> {
        let mut out = Out::new(now, ids);
        let is_expected = self.devices.iter().any(|known| known.is(device) && known.expected.is_some());
        let subject = Subject::Through(device.clone(), gateway.clone());
        let others = self.open_alerts().filter(|alert| alert.rule == Rule::StrayDevice && alert.subject != subject).count();
        if is_expected && others < STRAYS_MAX && !self.is_told_stray(device, gateway) {
            let reason = why();
            self.board.holds(&told_of(&subject, &reason, now), &mut out);
        }
        out.list
    }

    /// The device is no longer heard through this gateway.
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
        self.board.ended(Rule::StrayDevice, &Subject::Through(device.clone(), gateway.clone()), &end, &mut out);
        out.list
    }

    /// It is told that this device is heard through this gateway.
    pub fn is_told_stray(&self, device: &DeviceId, gateway: &GatewayId) -> bool {
        self.strays().any(|told| told == (device, gateway))
    }

    /// Devices, and the gateways they are told to be heard through.
    pub fn strays(&self) -> impl Iterator<Item = (&DeviceId, &GatewayId)> {
        let holds = |alert: &&Alert| alert.rule == Rule::StrayDevice && alert.condition == Condition::Active;
        self.open_alerts().filter(holds).filter_map(|alert| alert.subject.device().zip(alert.subject.gateway()))
    }
}

fn told_of<'a>(subject: &'a Subject, reason: &'a str, now: Now) -> Fact<'a> {
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
        reason: Reason::Told(reason),
    }
}
