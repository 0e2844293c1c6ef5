//! The sender: publishes, and tells of every message what became of it. It can also listen for answers.

use crate::drive::{Role, drive};
use crate::intake::{ACK_CAPACITY, subscribe, subscribed};
use crate::options::{Message, Options};
use crate::queue::{Queue, Source};
use crate::reason::Reason;
use crate::{MAX_IN_FLIGHT, MAX_PACKET_BYTES};
use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use rumqttc::{AsyncClient, Packet, Publish, PublishNoticeError, PublishOptions, PublishResult};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, watch};

/// The most bytes that a packet has besides topic and payload: fixed header, topic length and packet id.
const PACKET_OVERHEAD_BYTES: usize = 16;

/// The two sources in the queue of events: what became of published messages, and messages that were heard. Each has a
/// limit of its own.
const ANSWERS: Source = 0;
const HEARD: Source = 1;
/// The most messages that were heard and not taken yet, and the most bytes of them. Further ones are dropped.
const MAX_HEARD: (usize, usize) = (4_096, 4 << 20);

/// Why a message was not taken. It was not sent, so the caller may try again later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no connection now: wait for [`SenderEvent::Connected`].
    #[error("not connected to the broker")]
    NotConnected,
    /// The most messages allowed wait for an answer: wait for one of the answers.
    #[error("{MAX_IN_FLIGHT} messages are in flight")]
    Full,
    /// The message could never be sent.
    #[error("the message is larger than {MAX_PACKET_BYTES} bytes")]
    TooLarge,
}

/// What happened to the connection, or to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SenderEvent {
    /// Connected: messages are taken.
    Connected,
    /// Not connected: no messages are taken. The sender keeps trying.
    Disconnected {
        /// Why the connection ended or did not come about.
        reason: Reason,
    },
    /// The broker has the message with this token. That does not make it durable; only the hub's receipt does.
    Published(u64),
    /// It is not known whether the broker has the message with this token. Send it again if it matters.
    Failed(u64),
    /// A message on a topic that the sender listens to. It has been acknowledged to the broker.
    Heard {
        /// The topic to which it was published.
        topic: String,
        /// The bytes of the message.
        payload: Bytes,
    },
}

/// Publishes messages. Clones share one connection.
#[derive(Clone)]
pub struct Sender {
    shared: Arc<Shared>,
    stop: Arc<watch::Sender<Option<Duration>>>,
    hurry: Arc<Notify>,
}

/// The events of one [`Sender`]. If nobody takes them, messages are soon refused as [`Refused::Full`].
pub struct SenderEvents {
    shared: Arc<Shared>,
}

type Answer = BoxFuture<'static, Result<PublishResult, PublishNoticeError>>;

struct Shared {
    state: Mutex<State>,
    events: Queue<SenderEvent>,
}

#[derive(Default)]
struct State {
    client: Option<AsyncClient>,
    waiting: VecDeque<(u64, Answer)>,
}

impl Sender {
    /// Starts a task that connects and stays connected. Needs a tokio runtime.
    pub fn connect(options: Options) -> (Sender, SenderEvents) {
        Sender::listening(options, Vec::new())
    }

    /// As [`Sender::connect`], but also subscribes to `filters`. Messages are taken only after the broker has confirmed the
    /// subscription, so that no answer to a message can be missed.
    pub fn listening(options: Options, filters: Vec<String>) -> (Sender, SenderEvents) {
        let shared = Arc::new(Shared { state: Mutex::default(), events: Queue::new() });
        let (stop, stopped) = watch::channel(None);
        let hurry = Arc::new(Notify::new());
        tokio::spawn(drive(options, Publishing { shared: shared.clone(), filters }, stopped, hurry.clone()));
        (Sender { shared: shared.clone(), stop: Arc::new(stop), hurry }, SenderEvents { shared })
    }

    /// Ends a pause before the next attempt to connect, because the broker is known to be there.
    pub fn hurry(&self) {
        if !self.is_connected() {
            self.hurry.notify_one();
        }
    }

    /// Publishes with at-least-once delivery. After `Ok`, exactly one [`SenderEvent::Published`] or [`SenderEvent::Failed`]
    /// with this token follows.
    pub fn try_publish(&self, message: Message, token: u64) -> Result<(), Refused> {
        if message.topic.len() + message.payload.len() + PACKET_OVERHEAD_BYTES > MAX_PACKET_BYTES {
            return Err(Refused::TooLarge);
        }
        let mut state = self.shared.lock();
        let client = state.client.as_ref().ok_or(Refused::NotConnected)?;
        // Answers that nobody has taken yet count too: that bounds the queue of events.
        if state.waiting.len() + self.shared.events.load_of(ANSWERS).0 >= MAX_IN_FLIGHT {
            return Err(Refused::Full);
        }
        let options = PublishOptions::at_least_once().retain(message.retain);
        let notice = client.try_publish_tracked(message.topic, message.payload, options).map_err(|_| Refused::Full)?;
        state.waiting.push_back((token, notice.wait_async().boxed()));
        Ok(())
    }

    /// True while messages are taken.
    pub fn is_connected(&self) -> bool {
        self.shared.lock().client.is_some()
    }

    /// How many messages have an answer that is still to come or has not been taken yet.
    pub fn in_flight(&self) -> usize {
        self.shared.lock().waiting.len() + self.shared.events.load_of(ANSWERS).0
    }

    /// Ends the connection: messages in flight have `timeout` to be acknowledged, then DISCONNECT is sent, so that the
    /// broker does not publish the last will. The events end after that.
    pub fn shutdown(&self, timeout: Duration) {
        self.stop.send_replace(Some(timeout));
    }
}

impl SenderEvents {
    /// The next event; `None` after [`Sender::shutdown`], once all events were taken. Safe to cancel: no event is lost.
    pub async fn recv(&mut self) -> Option<SenderEvent> {
        self.shared.events.pop().await
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that could panic runs while this lock is held.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Publishing {
    shared: Arc<Shared>,
    filters: Vec<String>,
}

impl Publishing {
    /// Reports the answers that have come. Brokers acknowledge in order, so usually the search ends at the first message
    /// without an answer; only after an answer out of order are all of them looked at.
    fn settle(&self) {
        let mut state = self.shared.lock();
        let mut settled = false;
        while let Some((token, answer)) = state.waiting.front_mut() {
            let Some(result) = answer.now_or_never() else { break };
            self.report(*token, result.is_ok());
            state.waiting.pop_front();
            settled = true;
        }
        if !settled {
            state.waiting.retain_mut(|(token, answer)| match answer.now_or_never() {
                Some(result) => {
                    self.report(*token, result.is_ok());
                    false
                }
                None => true,
            });
        }
    }

    fn hear(&self, client: &AsyncClient, publish: &Publish) {
        // The only possible error is that the connection is gone.
        let _ = client.try_ack(publish);
        let (messages, bytes) = self.shared.events.load_of(HEARD);
        let size = publish.payload.len();
        if messages < MAX_HEARD.0 && bytes + size <= MAX_HEARD.1 {
            let topic = String::from_utf8_lossy(&publish.topic).into_owned();
            self.shared.events.push(HEARD, SenderEvent::Heard { topic, payload: publish.payload.clone() }, size);
        }
    }

    fn report(&self, token: u64, published: bool) {
        let event = if published { SenderEvent::Published(token) } else { SenderEvent::Failed(token) };
        self.shared.events.push(ANSWERS, event, 0);
    }
}

impl Role for Publishing {
    fn acks_together(&self) -> bool {
        // It hears little, and the library's own way to connect tries a name's addresses side by side.
        false
    }

    fn capacity(&self) -> usize {
        // The number of publishes is limited here; acknowledgements of what is heard must never find the channel full.
        if self.filters.is_empty() { MAX_IN_FLIGHT } else { ACK_CAPACITY }
    }

    fn connected(&mut self, client: &AsyncClient) -> Result<bool, Reason> {
        if self.filters.is_empty() {
            return Ok(true);
        }
        subscribe(client, &self.filters).map(|()| false)
    }

    fn heard(&mut self, client: &AsyncClient, packet: Packet) -> Result<bool, Reason> {
        match packet {
            Packet::PubAck(_) => self.settle(),
            Packet::SubAck(answer) => return subscribed(&self.filters, &answer),
            Packet::Publish(publish) => self.hear(client, &publish),
            _ => {}
        }
        Ok(false)
    }

    fn up(&mut self, client: &AsyncClient) {
        self.shared.lock().client = Some(client.clone());
        self.shared.events.push_change(SenderEvent::Connected, true);
    }

    fn closing(&mut self) {
        self.shared.lock().client = None;
    }

    fn down(&mut self, reason: Reason) {
        // The event loop is gone, so no further answers will come.
        let mut state = self.shared.lock();
        for (token, answer) in std::mem::take(&mut state.waiting) {
            let published = matches!(answer.now_or_never(), Some(Ok(_)));
            self.report(token, published);
        }
        drop(state);
        self.shared.events.push_change(SenderEvent::Disconnected { reason }, false);
    }

    async fn wanted(&self) {}

    fn ended(&mut self) {
        self.shared.events.close();
    }
}
