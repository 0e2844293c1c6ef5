//! The role that publishes, and knows of every message what became of it.

use crate::drive::{Role, drive};
use crate::options::{Message, Options};
use crate::queue::Queue;
use crate::reason::Reason;
use crate::{MAX_IN_FLIGHT, MAX_PACKET_BYTES};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use rumqttc::{AsyncClient, Packet, PublishNoticeError, PublishOptions, PublishResult};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, watch};

/// Fixed header, topic length and packet id, at most.
const PACKET_OVERHEAD_BYTES: usize = 16;

/// Why a message was not taken. Nothing was sent; try again later or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no connection now: wait for [`SenderEvent::Connected`].
    #[error("not connected to the broker")]
    NotConnected,
    /// As many messages as allowed are without an answer: wait for one.
    #[error("{MAX_IN_FLIGHT} messages are in flight")]
    Full,
    /// It would never pass.
    #[error("the message is larger than {MAX_PACKET_BYTES} bytes")]
    TooLarge,
}

/// What became of the connection and of the messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SenderEvent {
    /// Messages are taken.
    Connected,
    /// No messages are taken; the sender goes on trying.
    Disconnected {
        /// Why.
        reason: Reason,
    },
    /// The broker has it. Not durable: only the hub's receipt is.
    Published(u64),
    /// Nobody knows whether the broker has it: send it again if it matters.
    Failed(u64),
}

/// Publishes. Clones share one connection.
#[derive(Clone)]
pub struct Sender {
    shared: Arc<Shared>,
    stop: Arc<watch::Sender<Option<Duration>>>,
    hurry: Arc<Notify>,
}

/// The events of one [`Sender`]; must be read, or messages are refused as [`Refused::Full`].
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
        let shared = Arc::new(Shared { state: Mutex::default(), events: Queue::new() });
        let (stop, stopped) = watch::channel(None);
        let hurry = Arc::new(Notify::new());
        tokio::spawn(drive(options, Publishing { shared: shared.clone() }, stopped, hurry.clone()));
        (Sender { shared: shared.clone(), stop: Arc::new(stop), hurry }, SenderEvents { shared })
    }

    /// The broker is known to be there: a pause before the next attempt ends now.
    pub fn hurry(&self) {
        if !self.is_connected() {
            self.hurry.notify_one();
        }
    }

    /// Publishes at least once. When this returns `Ok`, exactly one
    /// [`SenderEvent::Published`] or [`SenderEvent::Failed`] with `token` follows.
    pub fn try_publish(&self, message: Message, token: u64) -> Result<(), Refused> {
        if message.topic.len() + message.payload.len() + PACKET_OVERHEAD_BYTES > MAX_PACKET_BYTES {
            return Err(Refused::TooLarge);
        }
        let mut state = self.shared.lock();
        let client = state.client.as_ref().ok_or(Refused::NotConnected)?;
        // Answers nobody has read yet count too: that bounds the queue of events.
        if state.waiting.len() + self.shared.events.load().0 >= MAX_IN_FLIGHT {
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

    /// Messages whose answer has not been read yet.
    pub fn in_flight(&self) -> usize {
        self.shared.lock().waiting.len() + self.shared.events.load().0
    }

    /// Ends the connection: what is in flight gets `timeout` to be acknowledged, then
    /// DISCONNECT, so that no last will is published. The events end after that.
    pub fn shutdown(&self, timeout: Duration) {
        self.stop.send_replace(Some(timeout));
    }
}

impl SenderEvents {
    /// The next event; `None` after [`Sender::shutdown`], when all is said. Loses
    /// nothing when dropped half-way.
    pub async fn recv(&mut self) -> Option<SenderEvent> {
        self.shared.events.pop().await
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // No code that could panic runs under this lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Publishing {
    shared: Arc<Shared>,
}

impl Publishing {
    /// Reports what is known by now. Brokers acknowledge in order, so the first unknown
    /// one mostly ends the search; only an answer out of order makes it look at all.
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

    fn report(&self, token: u64, published: bool) {
        let event = if published { SenderEvent::Published(token) } else { SenderEvent::Failed(token) };
        self.shared.events.push(event, 0);
    }
}

impl Role for Publishing {
    fn capacity(&self) -> usize {
        MAX_IN_FLIGHT
    }

    fn connected(&mut self, _: &AsyncClient) -> Result<bool, Reason> {
        Ok(true)
    }

    fn heard(&mut self, _: &AsyncClient, packet: Packet) -> Result<bool, Reason> {
        if matches!(packet, Packet::PubAck(_)) {
            self.settle();
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
        // The event loop is gone: every answer that will ever come is there.
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
