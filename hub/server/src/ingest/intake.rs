//! The tasks that take deliveries from the broker, decode them and hand them to the engine's loop.

use super::delivery::{Opened, open};
use super::door::{HomeDoor, Homes};
use crate::clock;
use crate::telemetry::Seldom;
use hearth_mqtt::{Delivery, Intake, IntakeEvent, Limits, Options};
use hearth_vitals::state::GatewayState;
use hearth_vitals::topic::{Channel, Topic};
use hearth_vitals::{GatewayId, MonoMs, WallMs};
use std::time::Duration;
use tokio::sync::{mpsc, watch};

/// The number of decoded deliveries of one lane that may wait for the engine's loop. Their bytes are bounded by the size of a
/// batch.
const OPENED: usize = 1_024;
/// The number of bytes and messages of one lane that may wait to be decoded. Beyond this the connection is dropped, and the
/// gateways send again what got no receipt.
const WAITING: Limits = Limits { messages: 20_000, bytes: 16 * 1024 * 1024, topic_messages: 1_024, topic_bytes: 4 * 1024 * 1024 };
/// The largest number of deliveries acknowledged with one write. With one frame in a batch, single writes would cost more than
/// all else.
const TOGETHER: usize = 64;

/// Something a gateway sent.
#[derive(Debug)]
pub struct Arrived {
    /// When it arrived, by the wall clock: this is recorded.
    pub wall: WallMs,
    /// When it arrived, by the monotonic clock: durations are measured from this.
    pub mono: MonoMs,
    /// The bytes as they came, kept in case they must go to quarantine.
    pub bytes: bytes::Bytes,
    /// What the bytes were decoded to.
    pub opened: Opened,
}

/// A gateway's report about itself.
#[derive(Debug)]
pub struct StatusReport {
    /// What the gateway says of itself.
    pub state: GatewayState,
    /// When it arrived, by the monotonic clock.
    pub mono: MonoMs,
    /// True if the broker had retained the report from earlier: the gateway that wrote it may be gone by now.
    pub is_retained: bool,
}

/// The receiving ends of what the intake hands over.
pub struct Lanes {
    /// Batches with what is measured now.
    pub live: mpsc::Receiver<Arrived>,
    /// Batches with what was measured during an outage.
    pub backfill: mpsc::Receiver<Arrived>,
    /// Reports of gateways about themselves.
    pub states: mpsc::Receiver<StatusReport>,
    /// Whether the live lane is connected.
    pub connected: watch::Receiver<Connected>,
}

/// Whether a lane is connected, and why not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Connected {
    /// True while the lane is connected and delivers.
    pub up: bool,
    /// Why the lane is not connected, in English; empty while it is.
    pub reason: String,
}

/// Connects both lanes; `options` gives the connection options of the link with the given name.
pub fn start(homes: &Homes, options: impl Fn(&str) -> Options) -> Lanes {
    let (live_in, live) = mpsc::channel(OPENED);
    let (backfill_in, backfill) = mpsc::channel(OPENED);
    let (states_in, states) = mpsc::channel(OPENED);
    let (live_up, live_is_up) = watch::channel(Connected::default());
    let (backfill_up, _) = watch::channel(Connected::default());
    let live_filters = vec![Channel::Live.of_all_gateways(), Channel::State.of_all_gateways()];
    let behind = |link: &str, filters| Intake::behind(HomeDoor(homes.clone()), options(link), filters, WAITING);
    let live_intake = behind("live", live_filters);
    let backfill_intake = behind("backfill", vec![Channel::Backfill.of_all_gateways()]);
    let to = |batches, states| HandOver { batches, states, homes: homes.clone(), unreadable: Seldom::default() };
    tokio::spawn(lane(live_intake, to(live_in, Some(states_in)), live_up));
    tokio::spawn(lane(backfill_intake, to(backfill_in, None), backfill_up));
    Lanes { live, backfill, states, connected: live_is_up }
}

async fn lane(mut intake: Intake, mut to: HandOver, connected: watch::Sender<Connected>) {
    loop {
        let event = tokio::select! {
            event = intake.recv() => event,
            () = to.batches.closed() => {
                               // The engine's loop has ended: the hub is stopping.
                intake.shutdown(Duration::from_secs(2));
                return;
            }
        };
        match event {
            None => return,
            Some(IntakeEvent::Connected) => {
                connected.send_replace(Connected { up: true, reason: String::new() });
            }
            Some(IntakeEvent::Disconnected { reason }) => {
                tracing::warn!(%reason, "not connected to the broker");
                connected.send_replace(Connected { up: false, reason: reason.to_string() });
            }
            Some(IntakeEvent::Delivery(delivery)) => {
                let mut taken = Vec::from([delivery]);
                to.take(&taken[0]).await;
                while taken.len() < TOGETHER
                    && let Some(delivery) = intake.try_delivery()
                {
                    to.take(&delivery).await;
                    taken.push(delivery);
                }
                // The acknowledgement is flow control only: the gateway keeps everything until the receipt.
                taken.iter().for_each(Delivery::ack);
            }
        }
    }
}

/// The queues to which the deliveries of one lane go.
struct HandOver {
    batches: mpsc::Sender<Arrived>,
    /// The queue for gateways' reports; `None` on the lane that does not carry them.
    states: Option<mpsc::Sender<StatusReport>>,
    homes: Homes,
    unreadable: Seldom,
}

impl HandOver {
    async fn take(&mut self, delivery: &Delivery) {
        if let Ok(topic) = delivery.topic.parse::<Topic>()
            && topic.channel == Channel::State
        {
            return self.state(&topic.gateway, delivery).await;
        }
        let opened = open(&delivery.topic, &delivery.payload);
        metrics::counter!("hearth_deliveries_total").increment(1);
        if opened.gateway().is_some_and(|gateway| self.homes.opened(gateway, &opened, self.states.is_some())) {
            let arrived = Arrived { wall: clock::wall_ms(), mono: clock::mono_ms(), bytes: delivery.payload.clone(), opened };
            let _ = self.batches.send(arrived).await;
        }
    }

    async fn state(&mut self, gateway: &GatewayId, delivery: &Delivery) {
        match super::state::read(&delivery.payload) {
            Some(state) if state.gateway == *gateway => {
                let Some(states) = &self.states else { return };
                let _ = states.send(StatusReport { state, mono: clock::mono_ms(), is_retained: delivery.retain }).await;
            }
            Some(_) | None => {
                if self.homes.unreadable_state(gateway)
                    && let Some(left_out) = self.unreadable.may(clock::mono_ms())
                {
                    tracing::warn!(%gateway, left_out, "a gateway's state cannot be read and is ignored");
                }
            }
        }
    }
}
