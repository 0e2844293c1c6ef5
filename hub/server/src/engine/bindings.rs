//! Bindings in memory, by device: whose a device was at an instant, and which gateway may speak for it.
//!
//! A reading belongs to whoever the device was bound to when it was measured, not when it
//! arrived. Bindings of one device never overlap; the store refuses it.

use hearth_vitals::{DeviceId, GatewayId, WallMs};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// One binding: device to episode, from (included) until (not included).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Id of the binding.
    pub binding: Uuid,
    /// The episode that the device belongs to.
    pub episode: Uuid,
    /// The gateway of the device's kit.
    pub gateway: Option<GatewayId>,
    /// First instant that belongs to it.
    pub from: WallMs,
    /// First instant that no longer belongs to it; `None` while it holds.
    pub until: Option<WallMs>,
}

/// Every binding that may still matter, by device.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bindings {
    spans: BTreeMap<DeviceId, Vec<Span>>,
    gateways: BTreeMap<DeviceId, GatewayId>,
    /// Every device that is or was bound to an episode.
    ever_of: BTreeMap<Uuid, BTreeSet<DeviceId>>,
}

impl Bindings {
    /// Holds these bindings, and the gateway that each registered device has now.
    pub fn new(
        bindings: impl IntoIterator<Item = (DeviceId, Span)>,
        gateways: impl IntoIterator<Item = (DeviceId, GatewayId)>,
    ) -> Bindings {
        let mut all = Bindings::default();
        all.add(bindings, gateways);
        all
    }

    /// Replaces what is known of these devices.
    pub fn replace(
        &mut self,
        devices: &BTreeSet<DeviceId>,
        bindings: impl IntoIterator<Item = (DeviceId, Span)>,
        gateways: impl IntoIterator<Item = (DeviceId, GatewayId)>,
    ) {
        for device in devices {
            self.gateways.remove(device);
            for span in self.spans.remove(device).unwrap_or_default() {
                if let Some(ever) = self.ever_of.get_mut(&span.episode) {
                    ever.remove(device);
                    if ever.is_empty() {
                        self.ever_of.remove(&span.episode);
                    }
                }
            }
        }
        self.add(bindings, gateways);
    }

    fn add(&mut self, bindings: impl IntoIterator<Item = (DeviceId, Span)>, gateways: impl IntoIterator<Item = (DeviceId, GatewayId)>) {
        for (device, span) in bindings {
            self.ever_of.entry(span.episode).or_default().insert(device.clone());
            let spans = self.spans.entry(device).or_default();
            spans.insert(spans.partition_point(|other| other.from <= span.from), span);
        }
        self.gateways.extend(gateways);
    }

    /// The episode that had the device at this instant.
    pub fn episode_at(&self, device: &DeviceId, at: WallMs) -> Option<Uuid> {
        Some(self.span_at(device, at)?.episode)
    }

    fn span_at(&self, device: &DeviceId, at: WallMs) -> Option<&Span> {
        let spans = self.spans.get(device)?;
        let span = spans[..spans.partition_point(|span| span.from <= at)].last()?;
        span.until.is_none_or(|until| at < until).then_some(span)
    }

    /// The gateway of the device's kit at this instant: that of the binding which held then. If none did, or the instant is
    /// unknown, that of the kit in which it is now.
    pub fn gateway_at(&self, device: &DeviceId, at: Option<WallMs>) -> Option<&GatewayId> {
        match at.and_then(|at| self.span_at(device, at)) {
            Some(span) => span.gateway.as_ref(),
            None => self.gateways.get(device),
        }
    }

    /// True when a record of this device counts if it came through this gateway.
    pub fn may_speak(&self, gateway: &GatewayId, device: &DeviceId, at: Option<WallMs>) -> bool {
        self.gateway_at(device, at) == Some(gateway)
    }

    /// The episodes that an event through this gateway concerns: of whoever wore its device then, or, without a device, of
    /// everybody who wore a device of this gateway's kit.
    pub fn concerned(&self, gateway: &GatewayId, device: Option<&DeviceId>, at: WallMs) -> BTreeSet<Uuid> {
        match device {
            Some(device) => self.episode_at(device, at).into_iter().collect(),
            None => {
                let worn = self.spans.keys().filter_map(|device| self.span_at(device, at));
                worn.filter(|span| span.gateway.as_ref() == Some(gateway)).map(|span| span.episode).collect()
            }
        }
    }

    /// The gateways through which the devices of an episode speak or spoke.
    pub fn gateways_of(&self, episode: Uuid) -> BTreeSet<GatewayId> {
        let spans = self.ever_of(episode).filter_map(|device| self.spans.get(device)).flatten();
        spans.filter(|span| span.episode == episode).filter_map(|span| span.gateway.clone()).collect()
    }

    /// Every device that is or was bound to an episode.
    pub fn ever_of(&self, episode: Uuid) -> impl Iterator<Item = &DeviceId> {
        self.ever_of.get(&episode).into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home(number: u128) -> GatewayId {
        GatewayId::new(&format!("home-{number:04}")).unwrap()
    }

    /// Each episode has a kit of its own.
    fn span(episode: u128, from: i64, until: Option<i64>) -> (DeviceId, Span) {
        let (device, gateway) = (DeviceId::new("oxi-1").unwrap(), Some(home(episode)));
        (device, Span { binding: Uuid::nil(), episode: Uuid::from_u128(episode), gateway, from: WallMs(from), until: until.map(WallMs) })
    }

    #[test]
    fn a_reading_belongs_to_who_wore_the_device_when_it_was_measured() {
        let bindings = Bindings::new([span(2, 200, None), span(1, 0, Some(100))], []);
        let device = DeviceId::new("oxi-1").unwrap();
        let whose = |at| bindings.episode_at(&device, WallMs(at)).map(|id| id.as_u128());
        assert_eq!([whose(-1), whose(0), whose(99), whose(100), whose(199), whose(200)], [None, Some(1), Some(1), None, None, Some(2)]);
    }

    #[test]
    fn an_event_without_a_device_is_of_whoever_wears_a_device_of_that_home() {
        let bindings = Bindings::new([span(1, 0, Some(100)), span(2, 200, None)], []);
        let whose =
            |home_of: u128, at: i64| bindings.concerned(&home(home_of), None, WallMs(at)).iter().map(|id| id.as_u128()).collect::<Vec<_>>();
        assert_eq!([whose(1, 50), whose(1, 150), whose(1, 250), whose(2, 250)], [vec![1], vec![], vec![], vec![2]]);
        let device = DeviceId::new("oxi-1").unwrap();
        assert_eq!(bindings.concerned(&home(1), Some(&device), WallMs(250)), BTreeSet::from([Uuid::from_u128(2)]));
        assert_eq!(bindings.gateways_of(Uuid::from_u128(1)), BTreeSet::from([home(1)]));
    }

    #[test]
    fn a_device_is_spoken_for_by_the_gateway_of_the_kit_it_was_in_when_it_measured() {
        let device = DeviceId::new("oxi-1").unwrap();
        let bindings = Bindings::new([span(1, 0, Some(100)), span(2, 200, None)], [(device.clone(), home(2))]);
        let speaks = |number, at: Option<i64>| bindings.may_speak(&home(number), &device, at.map(WallMs));
        assert_eq!([speaks(1, Some(50)), speaks(1, Some(150)), speaks(1, Some(250)), speaks(1, None)], [true, false, false, false]);
        assert_eq!([speaks(2, Some(50)), speaks(2, Some(150)), speaks(2, Some(250)), speaks(2, None)], [false, true, true, true]);
        assert!(!speaks(3, Some(250)), "of no kit of this device");
        let unknown = DeviceId::new("oxi-9").unwrap();
        assert!(!bindings.may_speak(&home(1), &unknown, Some(WallMs(50))), "nobody speaks for what nobody registered");
    }

    #[test]
    fn an_unbound_device_belongs_to_nobody() {
        assert_eq!(Bindings::default().episode_at(&DeviceId::new("oxi-9").unwrap(), WallMs(0)), None);
    }
}
