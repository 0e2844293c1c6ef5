//! The devices of other kits that a gateway has named lately. Pure: time is an argument.

use super::trouble::Trouble;
use hearth_alerts::budget::STRAY_QUIET_MS;
use hearth_vitals::coded::Choices;
use hearth_vitals::{DeviceId, GatewayId, MonoMs};
use std::collections::BTreeMap;

/// How many devices are kept of one gateway; one that makes up more is conspicuous enough.
const MOST: usize = 16;

/// When each device was last named.
#[derive(Debug, Default)]
pub struct Strays(BTreeMap<DeviceId, MonoMs>);

impl Strays {
    /// Notes that the device was named; true if it was not known.
    pub fn hear(&mut self, device: &DeviceId, now: MonoMs) -> bool {
        if let Some(last) = self.0.get_mut(device) {
            *last = now;
            return false;
        }
        if self.0.len() >= MOST
            && let Some(oldest) = self.0.iter().min_by_key(|(_, last)| **last).map(|(device, _)| device.clone())
        {
            self.0.remove(&oldest);
        }
        self.0.insert(device.clone(), now);
        true
    }

    /// True when the gateway, last heard at `heard`, has not named the device for long enough. If nothing is known of the device,
    /// time counts from `now`.
    pub fn has_ceased(&mut self, device: &DeviceId, heard: MonoMs, now: MonoMs) -> bool {
        match self.0.get(device) {
            Some(last) => is_over(*last, heard),
            None => {
                self.hear(device, now);
                false
            }
        }
    }

    /// Forgets devices that are no longer named; true when there were any.
    pub fn forget(&mut self, heard: MonoMs) -> bool {
        let before = self.0.len();
        // Twice the time, so that the device is still found here when its alert is ended.
        self.0.retain(|_, last| !is_over(last.plus(STRAY_QUIET_MS.unsigned_abs()), heard));
        self.0.len() != before
    }

    /// All of them as one problem of the gateway, for the people who look after it.
    pub fn problem(&self, gateway: &GatewayId) -> Option<Trouble> {
        let devices = Choices::new("devices", self.0.keys().map(DeviceId::as_str));
        (!self.0.is_empty()).then(|| Trouble::StrayDevice { gateway: gateway.clone(), devices })
    }
}

fn is_over(last: MonoMs, heard: MonoMs) -> bool {
    heard.since(last) >= STRAY_QUIET_MS.unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUIET: u64 = STRAY_QUIET_MS.unsigned_abs();

    fn device(number: usize) -> DeviceId {
        DeviceId::new(&format!("oxi-{number:04}")).unwrap()
    }

    #[test]
    fn only_a_gateway_that_is_heard_without_it_proves_that_it_has_ceased() {
        let mut strays = Strays::default();
        assert!(strays.hear(&device(1), MonoMs(1_000)));
        assert!(!strays.hear(&device(1), MonoMs(5_000)), "no news");
        assert!(!strays.has_ceased(&device(1), MonoMs(5_000), MonoMs(9 * QUIET)), "the gateway is not heard");
        assert!(!strays.has_ceased(&device(1), MonoMs(4_999 + QUIET), MonoMs(9 * QUIET)));
        assert!(strays.has_ceased(&device(1), MonoMs(5_000 + QUIET), MonoMs(9 * QUIET)));
        assert!(!strays.forget(MonoMs(5_000 + QUIET)) && strays.forget(MonoMs(5_000 + 2 * QUIET)));
    }

    #[test]
    fn what_was_told_before_a_restart_is_counted_from_the_first_look_on() {
        let mut strays = Strays::default();
        assert!(!strays.has_ceased(&device(1), MonoMs(0), MonoMs(7_000)));
        assert!(!strays.has_ceased(&device(1), MonoMs(6_999 + QUIET), MonoMs(7_000 + QUIET)));
        assert!(strays.has_ceased(&device(1), MonoMs(7_000 + QUIET), MonoMs(7_000 + QUIET)));
    }

    #[test]
    fn made_up_names_fill_no_memory() {
        let mut strays = Strays::default();
        for number in 0..1_000 {
            strays.hear(&device(number), MonoMs(number as u64));
        }
        assert_eq!(strays.0.len(), MOST);
        assert!(strays.0.contains_key(&device(999)));
        let gateway = GatewayId::new("home-0001").unwrap();
        let problem = strays.problem(&gateway).unwrap();
        assert!(problem.english().contains("oxi-0998, oxi-0999, not of its kit"), "{}", problem.english());
        assert!(Strays::default().problem(&gateway).is_none());
    }
}
