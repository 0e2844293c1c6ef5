//! Which links run: those that the configuration wants, also after it was read again.

use super::LinkId;
use super::task::{self, Ears, Kept, LinkNews};
use crate::bluetooth::{self, Command};
use crate::clock::SystemClock;
use crate::config::{Device, Source};
use hearth_devices::Spoken;
use hearth_vitals::MonoMs;
use std::collections::BTreeMap;
use tokio::sync::{mpsc, oneshot};

/// So many answers may wait for a link. A device says again what it was not answered.
const MAX_KEPT: usize = 16;

/// The tasks of all links.
pub struct Running {
    clock: SystemClock,
    news: mpsc::Sender<LinkNews>,
    tasks: BTreeMap<LinkId, Task>,
    wanted: Vec<Device>,
    next: u32,
    /// Of all Bluetooth devices; it is started for the first of them.
    radio: Option<mpsc::Sender<Command>>,
}

struct Task {
    device: Device,
    /// Taken when the task was told to end; it ends by its last news.
    stop: Option<oneshot::Sender<()>>,
    kept: mpsc::Sender<MonoMs>,
}

/// What a change of the configuration means for the links.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Change {
    /// Links that are new or replace another.
    pub added: usize,
    /// Links that are gone or replaced.
    pub removed: usize,
}

impl Running {
    /// No link yet; their news go to `news`.
    pub fn new(clock: SystemClock, news: mpsc::Sender<LinkNews>) -> Running {
        Running { clock, news, tasks: BTreeMap::new(), wanted: Vec::new(), next: 0, radio: None }
    }

    /// From now on these devices are to be read. Links to others are told to end. [`Running::settle`] starts the new ones.
    pub fn want(&mut self, wanted: Vec<Device>) -> Change {
        let added = wanted.iter().filter(|device| !self.wanted.contains(device)).count();
        let removed = self.wanted.iter().filter(|device| !wanted.contains(device)).count();
        self.wanted = wanted;
        for task in self.tasks.values_mut().filter(|task| !self.wanted.contains(&task.device)) {
            // A task that does not listen any more has ended already.
            drop(task.stop.take());
        }
        Change { added, removed }
    }

    /// A task gave its last news.
    pub fn ended(&mut self, link: LinkId) {
        self.tasks.remove(&link);
    }

    /// Tells a link that what it said is durable, so that its device is answered.
    pub fn kept(&self, kept: Kept) {
        if let Some(task) = self.tasks.get(&kept.link) {
            // A link that has ended, or has too much to answer, is asked again by its device.
            let _ = task.kept.try_send(kept.at);
        }
    }

    /// What a device said could not be kept: over Bluetooth it is known no more, and new when it is said again.
    pub fn lost(&self, link: LinkId) {
        if let Some(radio) = &self.radio {
            // One that has too much to do is told the next time.
            let _ = radio.try_send(Command::Forget(link));
        }
    }

    /// Starts what is wanted and does not run; what waits for a link that still ends to the same device or port is
    /// started when that one has ended. Each is to be attached.
    pub fn settle(&mut self) -> Vec<(LinkId, Device)> {
        let due = due(&self.wanted, self.tasks.values().map(|task| &task.device));
        let start = |device: Device| {
            let link = LinkId(self.next);
            self.next += 1;
            let (stop, stopped) = oneshot::channel();
            let (tell, kept) = mpsc::channel(MAX_KEPT);
            self.spawn(link, &device, Ears { stopped, kept });
            self.tasks.insert(link, Task { device: device.clone(), stop: Some(stop), kept: tell });
            (link, device)
        };
        due.into_iter().map(start).collect()
    }

    fn spawn(&mut self, link: LinkId, device: &Device, ears: Ears) {
        match (device.protocol, &device.source) {
            (Spoken::Messages(protocol), Source::Bluetooth { address }) => {
                let start = || bluetooth::start(bluetooth::bluez::Bluez::start(), self.clock, self.news.clone());
                let radio = self.radio.get_or_insert_with(start).clone();
                let attach = Command::Attach(link, *address, protocol);
                tokio::spawn(async move {
                    // The radio ends only after all who could tell it something.
                    let _ = radio.send(attach).await;
                    let _ = ears.stopped.await;
                    let _ = radio.send(Command::Detach(link)).await;
                });
            }
            (Spoken::Stream(protocol), source) => task::spawn(link, (source.clone(), protocol), self.clock, self.news.clone(), ears),
            // The configuration gives no device that speaks messages another source.
            (Spoken::Messages(_), _) => {}
        }
    }
}

/// What is wanted and stands in nobody's way.
fn due<'a>(wanted: &[Device], running: impl Iterator<Item = &'a Device> + Clone) -> Vec<Device> {
    let is_free = |device: &&Device| running.clone().all(|other| other.id != device.id && !other.source.shares_its_port(&device.source));
    wanted.iter().filter(is_free).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Source;
    use hearth_vitals::DeviceId;

    fn device(id: &str, port: &str) -> Device {
        let source = Source::Serial { port: port.into(), baud: 9600 };
        Device { id: DeviceId::new(id).unwrap(), protocol: "nonin-df7".parse().unwrap(), source }
    }

    #[test]
    fn a_new_link_waits_until_its_port_and_its_device_are_free() {
        let both = [device("oxim-0001", "/dev/a"), device("oxim-0002", "/dev/b")];
        let moved = [device("oxim-0001", "/dev/c")];
        let other = [device("oxim-0003", "/dev/a")];
        assert_eq!(due(&both, [].iter()), both);
        assert_eq!(due(&both, both[..1].iter()), both[1..]);
        assert_eq!(due(&moved, both[..1].iter()), [], "the old link to the device still ends");
        assert_eq!(due(&other, both[..1].iter()), [], "the port is still open");
        assert_eq!(due(&moved, both[1..].iter()), moved);
        assert_eq!(due(&other, both[1..].iter()), other);
    }
}
