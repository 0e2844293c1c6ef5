//! A hub as a gateway sees it: takes batches, keeps each record once, sends receipts.

use super::broker::PATIENCE;
use hearth_mqtt::{Intake, IntakeEvent, Limits, Message, Options, Sender, SenderEvents};
use hearth_vitals::batch::v1;
use hearth_vitals::receipt::{Receipt, Refusal, StreamReceipt};
use hearth_vitals::state::GatewayState;
use hearth_vitals::topic::{Channel, Topic};
use hearth_vitals::{Class, GatewayId, Record, SeqRange, Stream, Vital, WallMs};
use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

pub struct Hub {
    intake: Intake,
    sender: Sender,
    events: SenderEvents,
    pub held: BTreeMap<(Stream, u64), Record>,
    pub deliveries: Vec<(Channel, v1::Batch)>,
    pub state: Option<GatewayState>,
    pub refuses: Option<Refusal>,
    pub is_mute: bool,
    pub epoch: u32,
}

fn topic(channel: Channel) -> String {
    Topic { shard: "2c".parse().unwrap(), gateway: GatewayId::new("home-0001").unwrap(), channel }.to_string()
}

fn now() -> WallMs {
    WallMs(SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis() as i64)
}

impl Hub {
    pub async fn connect(port: u16) -> Hub {
        let options = |id: &str| Options { reconnect_cap: Duration::from_millis(300), ..Options::new(id, "127.0.0.1", port) };
        let filters = [Channel::Live, Channel::Backfill, Channel::State].map(topic).to_vec();
        let intake = Intake::connect(options("hub-in"), filters, Limits::default());
        let (sender, events) = Sender::connect(options("hub-out"));
        let (held, deliveries) = (BTreeMap::new(), Vec::new());
        let mut hub = Hub { intake, sender, events, held, deliveries, state: None, refuses: None, is_mute: false, epoch: 1 };
        hub.until("the hub is connected", |hub| hub.intake.is_connected() && hub.sender.is_connected()).await;
        hub
    }

    /// Takes messages until `is_true`; the test fails if that takes too long.
    pub async fn until(&mut self, what: &str, is_true: impl Fn(&Hub) -> bool) {
        let patience = tokio::time::sleep(PATIENCE);
        tokio::pin!(patience);
        let mut look = tokio::time::interval(Duration::from_millis(20));
        while !is_true(self) {
            tokio::select! {
                () = &mut patience => panic!("never: {what}; state {:?}, held {}", self.state, self.held.len()),
                _ = look.tick() => {}
                event = self.intake.recv() => self.take(event.unwrap()),
                event = self.events.recv() => drop(event.unwrap()),
            }
        }
    }

    fn take(&mut self, event: IntakeEvent) {
        let IntakeEvent::Delivery(delivery) = event else { return };
        delivery.ack();
        let channel = delivery.topic.parse::<Topic>().unwrap().channel;
        if channel == Channel::State {
            self.state = Some(serde_json::from_slice(&delivery.payload).unwrap());
            return;
        }
        let batch = v1::decode(&delivery.payload).unwrap();
        if self.refuses.is_none() && !self.is_mute {
            for (index, record) in batch.records.iter().enumerate() {
                let key = (batch.header.stream, batch.header.first + index as u64);
                let before = self.held.insert(key, record.clone());
                assert!(before.is_none_or(|before| before == *record), "number {key:?} was issued twice");
            }
        }
        let stream = batch.header.stream;
        self.deliveries.push((channel, batch));
        if !self.is_mute {
            self.answer(stream);
        }
    }

    pub fn answer(&mut self, stream: Stream) {
        let streams =
            if self.refuses.is_some() { Vec::new() } else { vec![StreamReceipt { stream, held: self.ranges(stream), resend_from: None }] };
        let receipt = Receipt { v: 1, store: "store-1".into(), epoch: self.epoch, hub_time: now(), streams, refused: self.refuses.clone() };
        let payload = serde_json::to_vec(&receipt).unwrap().into();
        let _ = self.sender.try_publish(Message { topic: topic(Channel::Receipt), payload, retain: false }, 0);
    }

    pub fn ranges(&self, stream: Stream) -> Vec<SeqRange> {
        let mut ranges: Vec<(u64, u64)> = Vec::new();
        for (_, seq) in self.held.keys().filter(|key| key.0 == stream) {
            match ranges.last_mut() {
                Some(last) if last.1 == *seq => last.1 += 1,
                _ => ranges.push((*seq, seq + 1)),
            }
        }
        ranges.into_iter().map(|(first, end)| SeqRange::new(first, end).unwrap()).collect()
    }

    /// Pulse rates of all frames held, in whole beats a minute, in the order of their numbers.
    pub fn pulse_rates(&self) -> Vec<u16> {
        let frames = self.held.iter().filter(|(key, _)| key.0.class == Class::Numerics);
        frames
            .filter_map(|(_, record)| match record {
                Record::Frame(frame) => frame.get(Vital::PulseRate)?.raw.map(|raw| (raw / Vital::PulseRate.scale()) as u16),
                other => panic!("{other:?} among the numerics"),
            })
            .collect()
    }

    pub fn has_problem(&self, code: &str) -> bool {
        self.state.as_ref().is_some_and(|state| state.problems.iter().any(|problem| problem.code == code))
    }

    pub fn is_online(&self) -> bool {
        self.state.as_ref().is_some_and(|state| state.online)
    }

    pub fn link_is_up(&self) -> bool {
        self.is_online() && self.state.as_ref().is_some_and(|state| state.links[0].up)
    }
}
