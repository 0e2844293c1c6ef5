//! The intake: subscribes, and hands over what arrives.

use crate::drive::{Role, drive};
use crate::options::Options;
use crate::queue::{Queue, Source};
use crate::reason::{Cause, Reason};
use bytes::Bytes;
use rumqttc::{AsyncClient, Packet, Publish, QoS, SubAck, SubscribeFilterInput, SubscribeReasonCode};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{Notify, watch};

/// As many acknowledgements as MQTT can number may wait in the library's channel, so an acknowledgement never finds it
/// full.
pub(crate) const ACK_CAPACITY: usize = u16::MAX as usize;

/// How much may wait between the connection's task and the consumer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest number of deliveries that wait.
    pub messages: usize,
    /// The largest number of payload bytes that wait. A single delivery always fits into an empty queue.
    pub bytes: usize,
    /// The largest number of deliveries of one topic that wait. Further ones are dropped.
    pub topic_messages: usize,
    /// The largest number of payload bytes of one topic that wait. Further deliveries are dropped.
    pub topic_bytes: usize,
}

/// Decides which messages may wait for the consumer. The task that owns the connection asks it, so it must answer at once.
pub trait Door: Send + Sync + 'static {
    /// True when the message may come in. Others are acknowledged, so that they take no place in the broker's window, and
    /// then dropped.
    fn admits(&mut self, topic: &str, payload: &[u8], retained: bool) -> bool;
    /// Called when a message was dropped because its topic has its full share waiting already.
    fn is_full_for(&mut self, topic: &str);
}

/// A door that lets everything in.
#[derive(Debug, Clone, Copy)]
pub struct Open;

impl Door for Open {
    fn admits(&mut self, _: &str, _: &[u8], _: bool) -> bool {
        true
    }

    fn is_full_for(&mut self, _: &str) {}
}

impl Default for Limits {
    fn default() -> Limits {
        let (messages, bytes) = (20_000, 16 * 1024 * 1024);
        Limits { messages, bytes, topic_messages: messages, topic_bytes: bytes }
    }
}

/// What an intake reports.
#[derive(Debug)]
pub enum IntakeEvent {
    /// Connected and subscribed.
    Connected,
    /// Not connected; the intake keeps trying.
    Disconnected {
        /// Why the connection ended or did not come about.
        reason: Reason,
    },
    /// A message from the broker.
    Delivery(Delivery),
}

/// A message, tied to the connection on which it came.
pub struct Delivery {
    /// The topic to which it was published.
    pub topic: String,
    /// The bytes of the message.
    pub payload: Bytes,
    /// True when the broker had kept it from earlier.
    pub retain: bool,
    client: AsyncClient,
    publish: Publish,
}

impl std::fmt::Debug for Delivery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Delivery({}, {} bytes)", self.topic, self.payload.len())
    }
}

impl Delivery {
    /// Tells the broker that it may send more. Returns at once. Does nothing if the connection is gone: an acknowledgement
    /// never reaches another connection.
    pub fn ack(&self) {
        // The only possible error is that the connection is gone.
        let _ = self.client.try_ack(&self.publish);
    }
}

/// A subscription to topics.
pub struct Intake {
    queue: Arc<Queue<IntakeEvent>>,
    up: Arc<AtomicBool>,
    stop: watch::Sender<Option<Duration>>,
    hurry: Arc<Notify>,
}

impl Intake {
    /// Starts a task that connects, subscribes to `filters` with at-least-once delivery, and stays connected. When more
    /// waits than `limits` allow, the connection is dropped, and made again once the consumer has taken half of it. Needs a
    /// tokio runtime.
    pub fn connect(options: Options, filters: Vec<String>, limits: Limits) -> Intake {
        Intake::behind(Open, options, filters, limits)
    }

    /// The same as [`Intake::connect`], with a door that decides which messages are admitted.
    pub fn behind(door: impl Door, options: Options, filters: Vec<String>, limits: Limits) -> Intake {
        let queue = Arc::new(Queue::new());
        let (stop, stopped) = watch::channel(None);
        let up = Arc::new(AtomicBool::new(false));
        let sources = RandomState::new();
        let receiving = Receiving { queue: queue.clone(), up: up.clone(), filters, limits, door, sources, overrun: false };
        let hurry = Arc::new(Notify::new());
        tokio::spawn(drive(options, receiving, stopped, hurry.clone()));
        Intake { queue, up, stop, hurry }
    }

    /// The next event; `None` after [`Intake::shutdown`]. Safe to cancel: no event is lost.
    pub async fn recv(&mut self) -> Option<IntakeEvent> {
        self.queue.pop().await
    }

    /// The next delivery if one is waiting, so that several can be acknowledged with one write to the broker. `None` before a
    /// change of the connection, which only [`Intake::recv`] returns.
    pub fn try_delivery(&mut self) -> Option<Delivery> {
        match self.queue.pop_load()? {
            IntakeEvent::Delivery(delivery) => Some(delivery),
            // `pop_load` never gives a change of the connection.
            IntakeEvent::Connected | IntakeEvent::Disconnected { .. } => None,
        }
    }

    /// True while connected and subscribed, even if the event that says so has not been taken yet.
    pub fn is_connected(&self) -> bool {
        self.up.load(Ordering::Relaxed)
    }

    /// Ends a pause before the next attempt to connect, because the broker is known to be there.
    pub fn hurry(&self) {
        if !self.is_connected() {
            self.hurry.notify_one();
        }
    }

    /// How many deliveries wait to be taken, and their bytes.
    pub fn waiting(&self) -> (usize, usize) {
        self.queue.load()
    }

    /// Ends the connection with a goodbye that may take at most `timeout`.
    pub fn shutdown(&self, timeout: Duration) {
        self.stop.send_replace(Some(timeout));
    }
}

struct Receiving<D> {
    queue: Arc<Queue<IntakeEvent>>,
    up: Arc<AtomicBool>,
    filters: Vec<String>,
    limits: Limits,
    door: D,
    sources: RandomState,
    overrun: bool,
}

impl<D: Door> Receiving<D> {
    fn deliver(&mut self, client: &AsyncClient, publish: Publish) -> Result<(), Reason> {
        let topic = String::from_utf8_lossy(&publish.topic).into_owned();
        let size = publish.payload.len();
        let source = self.sources.hash_one(&topic);
        if !self.takes(&topic, &publish, source) {
            // The only possible error is that the connection is gone.
            let _ = client.try_ack(&publish);
            return Ok(());
        }
        let (messages, bytes) = self.queue.load();
        if messages >= self.limits.messages || (messages > 0 && bytes + size > self.limits.bytes) {
            self.overrun = true;
            let words = format!("{messages} deliveries ({bytes} bytes) wait to be taken: reading on when half of them are");
            return Err(Reason::new(Cause::TooSlow, words));
        }
        let delivery = Delivery { topic, payload: publish.payload.clone(), retain: publish.retain, client: client.clone(), publish };
        self.queue.push(source, IntakeEvent::Delivery(delivery), size);
        Ok(())
    }

    fn takes(&mut self, topic: &str, publish: &Publish, source: Source) -> bool {
        if !self.door.admits(topic, &publish.payload, publish.retain) {
            return false;
        }
        let (messages, bytes) = self.queue.load_of(source);
        let fits = messages == 0 || (messages < self.limits.topic_messages && bytes + publish.payload.len() <= self.limits.topic_bytes);
        if !fits && self.limits.is_shared() {
            self.door.is_full_for(topic);
        }
        fits || !self.limits.is_shared()
    }
}

impl Limits {
    /// True when no topic may take the whole queue. Otherwise a full queue drops the connection, not the message.
    fn is_shared(&self) -> bool {
        self.topic_messages < self.messages
    }
}

/// Reads the broker's answer to a subscription; true when it granted all filters.
pub(crate) fn subscribed(filters: &[String], answer: &SubAck) -> Result<bool, Reason> {
    let refused = filters.iter().zip(&answer.return_codes).find(|(_, code)| **code == SubscribeReasonCode::Failure);
    match refused {
        Some((filter, _)) => {
            let words = format!("the broker refused the subscription to {filter}: check the rights of this client");
            Err(Reason::new(Cause::Refused, words))
        }
        None => Ok(true),
    }
}

/// Subscribes to `filters` with at-least-once delivery.
pub(crate) fn subscribe(client: &AsyncClient, filters: &[String]) -> Result<(), Reason> {
    let filters = filters.iter().map(|filter| SubscribeFilterInput::new(filter.clone(), QoS::AtLeastOnce));
    client.try_subscribe_many(filters).map_err(|error| Reason::new(Cause::Protocol, format!("cannot subscribe: {error}")))
}

impl<D: Door> Role for Receiving<D> {
    fn capacity(&self) -> usize {
        ACK_CAPACITY
    }

    fn acks_together(&self) -> bool {
        true
    }

    fn connected(&mut self, client: &AsyncClient) -> Result<bool, Reason> {
        self.overrun = false;
        subscribe(client, &self.filters).map(|()| false)
    }

    fn heard(&mut self, client: &AsyncClient, packet: Packet) -> Result<bool, Reason> {
        match packet {
            Packet::Publish(publish) => self.deliver(client, publish).map(|()| false),
            Packet::SubAck(answer) => subscribed(&self.filters, &answer),
            _ => Ok(false),
        }
    }

    fn up(&mut self, _: &AsyncClient) {
        self.up.store(true, Ordering::Relaxed);
        self.queue.push_change(IntakeEvent::Connected, true);
    }

    fn closing(&mut self) {
        self.up.store(false, Ordering::Relaxed);
    }

    fn down(&mut self, reason: Reason) {
        self.queue.push_change(IntakeEvent::Disconnected { reason }, false);
    }

    async fn wanted(&self) {
        if self.overrun {
            self.queue.drained_to(self.limits.messages / 2, self.limits.bytes / 2).await;
        }
    }

    fn ended(&mut self) {
        self.queue.close();
    }
}
