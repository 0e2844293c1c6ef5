//! Whose device it was, and when: bindings in memory, by device.
//!
//! A reading belongs to whoever the device was bound to when it was measured, not when it
//! arrived. Bindings of one device never overlap; the store refuses it.

use hearth_vitals::{DeviceId, WallMs};
use std::collections::BTreeMap;
use uuid::Uuid;

/// One binding: device to episode, from (included) until (not included).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The binding's id.
    pub binding: Uuid,
    /// Whose.
    pub episode: Uuid,
    /// Since.
    pub from: WallMs,
    /// Until; `None` while it holds.
    pub until: Option<WallMs>,
}

/// Every binding that may still matter, by device.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    spans: BTreeMap<DeviceId, Vec<Span>>,
}

impl Roster {
    /// A roster of these bindings.
    pub fn new(bindings: impl IntoIterator<Item = (DeviceId, Span)>) -> Roster {
        let mut spans: BTreeMap<DeviceId, Vec<Span>> = BTreeMap::new();
        for (device, span) in bindings {
            spans.entry(device).or_default().push(span);
        }
        for list in spans.values_mut() {
            list.sort_by_key(|span| span.from);
        }
        Roster { spans }
    }

    /// The episode that had the device at this instant.
    pub fn episode_at(&self, device: &DeviceId, at: WallMs) -> Option<Uuid> {
        let spans = self.spans.get(device)?;
        let span = spans[..spans.partition_point(|span| span.from <= at)].last()?;
        span.until.is_none_or(|until| at < until).then_some(span.episode)
    }

    /// Every device that is or was bound to an episode.
    pub fn ever_of(&self, episode: Uuid) -> impl Iterator<Item = &DeviceId> {
        let was = move |spans: &Vec<Span>| spans.iter().any(|span| span.episode == episode);
        self.spans.iter().filter(move |(_, spans)| was(spans)).map(|(device, _)| device)
    }

    /// The devices bound to an episode at this instant.
    pub fn devices_of(&self, episode: Uuid, at: WallMs) -> impl Iterator<Item = &DeviceId> {
        self.spans.keys().filter(move |device| self.episode_at(device, at) == Some(episode))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(episode: u128, from: i64, until: Option<i64>) -> (DeviceId, Span) {
        let device = DeviceId::new("oxi-1").unwrap();
        (device, Span { binding: Uuid::nil(), episode: Uuid::from_u128(episode), from: WallMs(from), until: until.map(WallMs) })
    }

    #[test]
    fn a_reading_belongs_to_who_wore_the_device_when_it_was_measured() {
        let roster = Roster::new([span(2, 200, None), span(1, 0, Some(100))]);
        let device = DeviceId::new("oxi-1").unwrap();
        let whose = |at| roster.episode_at(&device, WallMs(at)).map(|id| id.as_u128());
        assert_eq!([whose(-1), whose(0), whose(99), whose(100), whose(199), whose(200)], [None, Some(1), Some(1), None, None, Some(2)]);
    }

    #[test]
    fn an_unbound_device_belongs_to_nobody() {
        assert_eq!(Roster::default().episode_at(&DeviceId::new("oxi-9").unwrap(), WallMs(0)), None);
    }
}
