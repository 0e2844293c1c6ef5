//! Starts and ends links so that those of the configuration run, also after it was read again.

use super::LinkId;
use super::task::{self, Ears, Kept, LinkNews};
use crate::bluetooth::{self, Command};
use crate::clock::SystemClock;
use crate::config::{Device, Source};
use hearth_devices::Spoken;
use hearth_vitals::MonoMs;
use std::collections::BTreeMap;
use tokio::sync::{mpsc, oneshot};

/// How many answers may wait for a link. One that is dropped does no harm: the device repeats what was not answered.
const MAX_KEPT: usize = 16;

/// The tasks of all links.
pub struct Running {
    clock: SystemClock,
    news: mpsc::Sender<LinkNews>,
    tasks: BTreeMap<LinkId, RunningLink>,
    wanted: Vec<Device>,
    next: u32,
    /// The radio of all Bluetooth devices, started with the first of them.
    radio: Option<mpsc::Sender<Command>>,
}

struct RunningLink {
    device: Device,
    /// `None` once the task was told to end; it then ends with its last news.
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
    /// Without any link yet; their news will go to `news`.
    pub fn new(clock: SystemClock, news: mpsc::Sender<LinkNews>) -> Running {
        Running { clock, news, tasks: BTreeMap::new(), wanted: Vec::new(), next: 0, radio: None }
    }

    /// Sets the devices to be read. Links to other devices are told to end; [`Running::settle`] starts the new ones.
    pub fn want(&mut self, wanted: Vec<Device>) -> Change {
        let added = wanted.iter().filter(|device| !self.wanted.contains(device)).count();
        let removed = self.wanted.iter().filter(|device| !wanted.contains(device)).count();
        self.wanted = wanted;
        for task in self.tasks.values_mut().filter(|task| !self.wanted.contains(&task.device)) {
            // A task that no longer listens has ended already.
            drop(task.stop.take());
        }
        Change { added, removed }
    }

    /// Notes that a task gave its last news.
    pub fn ended(&mut self, link: LinkId) {
        self.tasks.remove(&link);
    }

    /// Tells a link that what it said is durable, so that its device is answered.
    pub fn kept(&self, kept: Kept) {
        if let Some(task) = self.tasks.get(&kept.link) {
            // If the link has ended or is too busy, the device will ask again.
            let _ = task.kept.try_send(kept.at);
        }
    }

    /// Tells a link that its device's words could not be kept: a Bluetooth device's are forgotten, so that they count as new when
    /// repeated.
    pub fn lost(&self, link: LinkId) {
        if let Some(radio) = &self.radio {
            // A radio that is too busy is told the next time.
            let _ = radio.try_send(Command::Forget(link));
        }
    }

    /// Starts wanted links that do not run. One that waits for another link to the same device or port is started after that has
    /// ended. Each has to be attached by the caller.
    pub fn settle(&mut self) -> Vec<(LinkId, Device)> {
        let due = due(&self.wanted, self.tasks.values().map(|task| &task.device));
        let start = |device: Device| {
            let link = LinkId(self.next);
            self.next += 1;
            let (stop, stopped) = oneshot::channel();
            let (tell, kept) = mpsc::channel(MAX_KEPT);
            self.spawn(link, &device, Ears { stopped, kept });
            self.tasks.insert(link, RunningLink { device: device.clone(), stop: Some(stop), kept: tell });
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
            // The configuration allows no other source for a device that speaks messages.
            (Spoken::Messages(_), _) => {}
        }
    }
}

/// Wanted devices whose port no other link uses.
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
