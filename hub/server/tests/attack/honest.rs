//! Twenty homes that measure and want receipts, as gateways do: what is not held is offered again.

use bytes::Bytes;
use hearth_mqtt::{Credentials, Message, Options, Sender, SenderEvent, SenderEvents};
use hearth_vitals::batch::v1::{Batch, Header, encode};
use hearth_vitals::receipt::Receipt;
use hearth_vitals::topic::{Channel, Shard, Topic};
use hearth_vitals::{BootId, Class, DeviceId, Flags, Frame, GatewayId, Generation, MonoMs, Reading, Record, Stream, Vital, WallMs};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub const HOMES: usize = 20;
const PER_CONNECTION: usize = 5;
const EVERY: Duration = Duration::from_millis(100);

/// Homes that go on until dropped.
pub struct Honest {
    /// Records held of each.
    held: Vec<Arc<AtomicU64>>,
    connects: Arc<AtomicU64>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

pub fn id(number: usize) -> GatewayId {
    GatewayId::new(&format!("load-{:04}", number + 1)).unwrap()
}

/// One batch, `count` frames from number `first`.
pub fn batch(gateway: &GatewayId, generation: u64, first: u64, count: u64) -> Vec<u8> {
    let device = DeviceId::new(&format!("{gateway}-mon")).unwrap();
    let readings = vec![Reading::new(Vital::Spo2, Some(970), Flags::NONE)];
    let frame = |number| Record::Frame(Frame::new(device.clone(), MonoMs(number), None, readings.clone()).unwrap());
    let stream = Stream { generation: Generation(generation), class: Class::Numerics };
    let header = Header { gateway: gateway.clone(), stream, first, count: count as u32, sent: WallMs(0) };
    let records = (first..first + count).map(frame).collect();
    encode(&Batch { header, boot: BootId(1), anchor: None, records }).unwrap()
}

impl Honest {
    /// With the fleet's password.
    pub fn start(port: u16, password: &str) -> Honest {
        let held: Vec<_> = (0..HOMES).map(|_| Arc::new(AtomicU64::new(0))).collect();
        let connects = Arc::new(AtomicU64::new(0));
        let group = |(number, held): (usize, &[Arc<AtomicU64>])| {
            let ids: Vec<GatewayId> = (0..held.len()).map(|index| id(number * PER_CONNECTION + index)).collect();
            let filters = ids.iter().map(|id| topic(id, Channel::Receipt)).collect();
            let credentials = Some(Credentials { user: format!("fleet.{number}"), password: password.to_owned() });
            let (sender, events) =
                Sender::listening(Options { credentials, ..Options::new(format!("honest-{number}"), "127.0.0.1", port) }, filters);
            let homes = ids.into_iter().zip(held.iter().cloned()).collect();
            let group = Group { homes, made: Mutex::new(0), connects: connects.clone() };
            tokio::spawn(group.run(sender, events))
        };
        let tasks = held.chunks(PER_CONNECTION).enumerate().map(group).collect();
        Honest { held, connects, tasks }
    }

    /// Records held of the home that has the fewest.
    pub fn held(&self) -> Vec<u64> {
        self.held.iter().map(|held| held.load(Ordering::Relaxed)).collect()
    }

    /// Connections made since the start.
    pub fn connects(&self) -> u64 {
        self.connects.load(Ordering::Relaxed)
    }
}

impl Drop for Honest {
    fn drop(&mut self) {
        self.tasks.iter().for_each(|task| task.abort());
    }
}

struct Group {
    homes: Vec<(GatewayId, Arc<AtomicU64>)>,
    /// Frames measured in each home.
    made: Mutex<u64>,
    connects: Arc<AtomicU64>,
}

impl Group {
    async fn run(self, sender: Sender, mut events: SenderEvents) {
        let mut ticks = tokio::time::interval(EVERY);
        loop {
            tokio::select! {
                _ = ticks.tick() => self.send(&sender),
                event = events.recv() => match event {
                    Some(SenderEvent::Connected) => { self.connects.fetch_add(1, Ordering::Relaxed); }
                    Some(SenderEvent::Heard { topic, payload }) => self.hear(&topic, &payload),
                    Some(_) => {}
                    None => return,
                },
            }
        }
    }

    fn send(&self, sender: &Sender) {
        let mut made = self.made.lock().unwrap();
        *made += 1;
        for (id, held) in &self.homes {
            let first = held.load(Ordering::Relaxed);
            let payload = Bytes::from(batch(id, 1, first, (*made - first.min(*made - 1)).min(50)));
            // What is refused is offered again with the next tick.
            let _ = sender.try_publish(Message { topic: topic(id, Channel::Live), payload, retain: false }, 0);
        }
    }

    fn hear(&self, heard: &str, payload: &[u8]) {
        let receipt: Receipt = serde_json::from_slice(payload).unwrap();
        let Some((_, held)) = self.homes.iter().find(|(id, _)| topic(id, Channel::Receipt) == heard) else { return };
        for stream in &receipt.streams {
            if let Some(first) = stream.held.first().filter(|range| range.first() == 0) {
                held.fetch_max(first.end(), Ordering::Relaxed);
            }
        }
    }
}

pub fn topic(gateway: &GatewayId, channel: Channel) -> String {
    Topic { shard: Shard::of(gateway), gateway: gateway.clone(), channel }.to_string()
}
