//! The task that owns a connection: connects, polls, gives up, waits, connects again.
//!
//! While a connection exists, the task waits for nothing but that connection. At the first error client and event loop
//! are dropped whole; no state is carried over to the next connection.

use crate::backoff::Backoff;
use crate::options::Options;
use crate::reason::{Cause, Reason};
use crate::watchdog::Watchdog;
use rumqttc::{AsyncClient, ConnectionError, Event, EventLoop, Outgoing, Packet};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;

/// The differences between the intake and the sender. All calls except `wanted` return at once.
pub(crate) trait Role: Send + 'static {
    /// How many acknowledgements or publishes the library may queue.
    fn capacity(&self) -> usize;
    /// True when acknowledgements may wait a moment for others, so that they are sent together.
    fn acks_together(&self) -> bool;
    /// Called when the broker accepted the connection. True when it can be used already.
    fn connected(&mut self, client: &AsyncClient) -> Result<bool, Reason>;
    /// Called when the broker sent a packet. True when the connection can be used from now on.
    fn heard(&mut self, client: &AsyncClient, packet: Packet) -> Result<bool, Reason>;
    /// Called when the connection can be used from now on.
    fn up(&mut self, client: &AsyncClient);
    /// Called before the connection is dropped: nothing more may be accepted for it.
    fn closing(&mut self);
    /// Called when the connection is gone.
    fn down(&mut self, reason: Reason);
    /// Waits until a connection is wanted; after a full queue that is when the consumer has caught up.
    fn wanted(&self) -> impl Future<Output = ()> + Send;
    /// Called when the task ends: nothing more will come.
    fn ended(&mut self);
}

/// `Some` asks the task to end; the duration is how long a clean goodbye may take.
pub(crate) type Stop = watch::Receiver<Option<Duration>>;

/// How long a goodbye may take when the handle was dropped without a shutdown.
const DROPPED: Duration = Duration::from_secs(1);

/// Runs until asked to stop.
pub(crate) async fn drive<R: Role>(options: Options, mut role: R, mut stop: Stop, hurry: Arc<Notify>) {
    let mut backoff = Backoff::new(options.reconnect_cap);
    loop {
        tokio::select! {
            () = role.wanted() => {}
            _ = asked(&mut stop) => break,
        }
        let (reason, lasted) = connection(&options, &mut role, &mut stop).await;
        let cause = reason.cause;
        role.down(reason);
        if cause == Cause::Stopped {
            break;
        }
        let pause = backoff.pause(lasted, cause, rand::random());
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = hurry.notified() => {}
            _ = asked(&mut stop) => break,
        }
    }
    role.ended();
}

async fn asked(stop: &mut Stop) -> Duration {
    match stop.wait_for(Option::is_some).await {
        Ok(timeout) => timeout.unwrap_or(DROPPED),
        Err(_) => DROPPED,
    }
}

/// One connection from dialling to its end. Returns why it ended and for how long it could be used.
async fn connection<R: Role>(options: &Options, role: &mut R, stop: &mut Stop) -> (Reason, Duration) {
    let (client, events) = match options.open(role.capacity(), role.acks_together()) {
        Ok(opened) => opened,
        Err(reason) => return (reason, Duration::ZERO),
    };
    let dog = Watchdog::new(Instant::now(), options.keep_alive_s);
    let mut connection = Connection { client, events, role, dog, up_since: None, address: options.address() };
    let reason = connection.run(stop).await;
    connection.role.closing();
    let is_unanswered_tls = options.tls.is_some() && connection.up_since.is_none();
    let reason = if is_unanswered_tls { reason.before_answer() } else { reason };
    let lasted = connection.up_since.map_or(Duration::ZERO, |since| since.elapsed());
    (reason, lasted)
}

struct Connection<'a, R> {
    client: AsyncClient,
    events: EventLoop,
    role: &'a mut R,
    dog: Watchdog,
    up_since: Option<Instant>,
    address: String,
}

impl<R: Role> Connection<'_, R> {
    async fn run(&mut self, stop: &mut Stop) -> Reason {
        loop {
            // If one of the other two branches interrupts a poll, this connection is not polled again, except for the goodbye.
            let polled = tokio::select! {
                biased;
                timeout = asked(stop) => return self.goodbye(timeout).await,
                polled = self.events.poll() => polled,
                () = tokio::time::sleep_until(self.dog.due()) => return self.dog.reason(),
            };
            if let Err(reason) = self.take(polled) {
                return reason;
            }
        }
    }

    fn take(&mut self, polled: Result<Event, ConnectionError>) -> Result<(), Reason> {
        let event = polled.map_err(|error| Reason::of(&error, &self.address))?;
        let now = Instant::now();
        match event {
            Event::Outgoing(Outgoing::Publish(_)) => self.dog.sent(now),
            Event::Outgoing(_) => {}
            Event::Incoming(packet) => {
                self.dog.heard(now);
                self.hear(packet, now)?;
            }
        }
        Ok(())
    }

    fn hear(&mut self, packet: Packet, now: Instant) -> Result<(), Reason> {
        if matches!(packet, Packet::PubAck(_)) {
            self.dog.acknowledged(now);
        }
        let ready = match packet {
            Packet::ConnAck(_) => self.role.connected(&self.client)?,
            other => self.role.heard(&self.client, other)?,
        };
        if ready && self.up_since.is_none() {
            self.dog.ready();
            self.up_since = Some(now);
            self.role.up(&self.client);
        }
        Ok(())
    }

    /// Waits until what is in flight is acknowledged, then sends DISCONNECT, so that the broker does not publish the last will.
    async fn goodbye(&mut self, timeout: Duration) -> Reason {
        let stopped = Reason::new(Cause::Stopped, "disconnected as asked");
        if self.up_since.is_none() || self.client.try_disconnect_with_timeout(timeout).is_err() {
            return stopped;
        }
        let until = Instant::now() + timeout;
        while let Ok(Ok(event)) = tokio::time::timeout_at(until, self.events.poll()).await {
            if self.take(Ok(event)).is_err() {
                break;
            }
        }
        stopped
    }
}
