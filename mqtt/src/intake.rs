//! The role that subscribes and hands over what comes.

use crate::drive::{Role, drive};
use crate::options::Options;
use crate::queue::Queue;
use crate::reason::{Cause, Reason};
use bytes::Bytes;
use rumqttc::{AsyncClient, Packet, Publish, QoS, SubAck, SubscribeFilterInput, SubscribeReasonCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{Notify, watch};

/// As many deliveries as MQTT can number may wait for their acknowledgement, so an
/// acknowledgement never finds the library's channel full.
const ACK_CAPACITY: usize = u16::MAX as usize;

/// How much may wait between the connection and the consumer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Deliveries.
    pub messages: usize,
    /// Bytes of their payloads. One delivery always fits an empty queue.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { messages: 20_000, bytes: 16 * 1024 * 1024 }
    }
}

/// What an intake reports.
#[derive(Debug)]
pub enum Event {
    /// Connected and subscribed.
    Connected,
    /// Not connected; the intake goes on trying.
    Disconnected {
        /// Why.
        reason: Reason,
    },
    /// A message.
    Delivery(Delivery),
}

/// A message, tied to the connection it came on.
pub struct Delivery {
    /// Where it was published.
    pub topic: String,
    /// What.
    pub payload: Bytes,
    /// True when the broker kept it from earlier.
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
    /// Tells the broker that it may send more. Returns at once. When the connection is
    /// gone this does nothing: acknowledgements never reach another connection.
    pub fn ack(&self) {
        // The one error left is "that connection is gone".
        let _ = self.client.try_ack(&self.publish);
    }
}

/// Subscribes and receives.
pub struct Intake {
    queue: Arc<Queue<Event>>,
    up: Arc<AtomicBool>,
    stop: watch::Sender<Option<Duration>>,
    hurry: Arc<Notify>,
}

impl Intake {
    /// Starts a task that connects, subscribes to `filters` at least once, and stays
    /// connected. When more waits than `limits` allow, the connection is dropped and
    /// made again once the consumer has taken half. Needs a tokio runtime.
    pub fn connect(options: Options, filters: Vec<String>, limits: Limits) -> Intake {
        let queue = Arc::new(Queue::new());
        let (stop, stopped) = watch::channel(None);
        let up = Arc::new(AtomicBool::new(false));
        let receiving = Receiving { queue: queue.clone(), up: up.clone(), filters, limits, overrun: false };
        let hurry = Arc::new(Notify::new());
        tokio::spawn(drive(options, receiving, stopped, hurry.clone()));
        Intake { queue, up, stop, hurry }
    }

    /// The next event; `None` after [`Intake::shutdown`]. Loses nothing when dropped
    /// half-way.
    pub async fn recv(&mut self) -> Option<Event> {
        self.queue.pop().await
    }

    /// True while connected and subscribed, whatever events still wait to be taken.
    pub fn is_connected(&self) -> bool {
        self.up.load(Ordering::Relaxed)
    }

    /// The broker is known to be there: a pause before the next attempt ends now.
    pub fn hurry(&self) {
        if !self.is_connected() {
            self.hurry.notify_one();
        }
    }

    /// Deliveries and their bytes that wait to be taken.
    pub fn waiting(&self) -> (usize, usize) {
        self.queue.load()
    }

    /// Ends the connection with a goodbye that may take `timeout`.
    pub fn shutdown(&self, timeout: Duration) {
        self.stop.send_replace(Some(timeout));
    }
}

struct Receiving {
    queue: Arc<Queue<Event>>,
    up: Arc<AtomicBool>,
    filters: Vec<String>,
    limits: Limits,
    overrun: bool,
}

impl Receiving {
    fn deliver(&mut self, client: &AsyncClient, publish: Publish) -> Result<(), Reason> {
        let (messages, bytes) = self.queue.load();
        let size = publish.payload.len();
        if messages >= self.limits.messages || (messages > 0 && bytes + size > self.limits.bytes) {
            self.overrun = true;
            let words = format!("{messages} deliveries ({bytes} bytes) wait to be taken: reading on when half of them are");
            return Err(Reason::new(Cause::TooSlow, words));
        }
        let topic = String::from_utf8_lossy(&publish.topic).into_owned();
        let delivery = Delivery { topic, payload: publish.payload.clone(), retain: publish.retain, client: client.clone(), publish };
        self.queue.push(Event::Delivery(delivery), size);
        Ok(())
    }

    fn subscribed(&self, answer: &SubAck) -> Result<bool, Reason> {
        let refused = self.filters.iter().zip(&answer.return_codes).find(|(_, code)| **code == SubscribeReasonCode::Failure);
        match refused {
            Some((filter, _)) => {
                let words = format!("the broker refused the subscription to {filter}: check the rights of this client");
                Err(Reason::new(Cause::Refused, words))
            }
            None => Ok(true),
        }
    }
}

impl Role for Receiving {
    fn capacity(&self) -> usize {
        ACK_CAPACITY
    }

    fn connected(&mut self, client: &AsyncClient) -> Result<bool, Reason> {
        self.overrun = false;
        let filters = self.filters.iter().map(|filter| SubscribeFilterInput::new(filter.clone(), QoS::AtLeastOnce));
        client
            .try_subscribe_many(filters)
            .map(|()| false)
            .map_err(|error| Reason::new(Cause::Protocol, format!("cannot subscribe: {error}")))
    }

    fn heard(&mut self, client: &AsyncClient, packet: Packet) -> Result<bool, Reason> {
        match packet {
            Packet::Publish(publish) => self.deliver(client, publish).map(|()| false),
            Packet::SubAck(answer) => self.subscribed(&answer),
            _ => Ok(false),
        }
    }

    fn up(&mut self, _: &AsyncClient) {
        self.up.store(true, Ordering::Relaxed);
        self.queue.push_change(Event::Connected, true);
    }

    fn closing(&mut self) {
        self.up.store(false, Ordering::Relaxed);
    }

    fn down(&mut self, reason: Reason) {
        self.queue.push_change(Event::Disconnected { reason }, false);
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
