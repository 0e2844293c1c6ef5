//! The task that acts on the conduct of homes: reports it, cuts homes off and lets them in again, and clears what the
//! broker has retained.

use crate::engine::gateways::Trouble;
use crate::engine::handle::EngineHandle;
use crate::gatekeeper::Gatekeeper;
use crate::ingest::conduct::News;
use crate::ingest::door::Homes;
use hearth_mqtt::{Message, Options, Sender, SenderEvent, SenderEvents};
use hearth_vitals::GatewayId;
use hearth_vitals::coded::Seconds;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// A home whose cut-off is over is let in at most this much late.
const LOOK: Duration = Duration::from_secs(1);
/// What the broker could not be told is told again this often.
const AGAIN: Duration = Duration::from_secs(5);
/// Clearing topics may take this long, at most.
const CLEAR_LIMIT: Duration = Duration::from_secs(20);

/// What the task acts with.
pub struct Hands {
    /// The conduct of all homes.
    pub homes: Homes,
    /// Shows a home's problem to people.
    pub engine: EngineHandle,
    /// Cuts a home off at the hub's own broker, if it has one: only there it can.
    pub gatekeeper: Gatekeeper,
    /// The options of the connection that clears topics.
    pub options: Box<dyn Fn() -> Options + Send + Sync>,
}

/// Acts for ever; ends when its future is dropped.
pub async fn run(hands: Hands) {
    tokio::join!(keep_up(&hands.gatekeeper), act(&hands));
}

/// Tells the broker again what it could not be told; what a home does now does not wait for the end of it.
async fn keep_up(gatekeeper: &Gatekeeper) {
    loop {
        sleep(AGAIN).await;
        gatekeeper.catch_up().await;
    }
}

async fn act(hands: &Hands) {
    loop {
        tokio::select! {
            () = hands.homes.noticed() => {}
            () = sleep(LOOK) => {}
        }
        let (news, kept) = hands.homes.take();
        for (gateway, news) in news {
            hands.act(&gateway, news).await;
        }
        if !kept.is_empty() {
            hands.clear(kept).await;
        }
    }
}

impl Hands {
    async fn act(&self, gateway: &GatewayId, news: News) {
        match news {
            News::Dropped(why) => {
                tracing::warn!(%gateway, ?why, "some of what a gateway sends is dropped");
                self.tell(gateway, Some(Trouble::TooMuch { complaint: why })).await;
            }
            News::CutOff(why, cut_ms, dropped) => {
                metrics::counter!("hearth_gateways_cut_off_total").increment(1);
                tracing::warn!(%gateway, ?why, dropped, cut_s = cut_ms / 1_000, "a gateway is cut off for a while");
                told(gateway, self.gatekeeper.cut_off(gateway).await);
                self.tell(gateway, Some(Trouble::CutOff { complaint: why, wait: Seconds(cut_ms / 1_000) })).await;
            }
            News::LetIn => {
                tracing::info!(%gateway, "a gateway that was cut off may come again");
                told(gateway, self.gatekeeper.let_in(gateway).await);
            }
            News::Good => self.tell(gateway, None).await,
        }
    }

    async fn tell(&self, gateway: &GatewayId, trouble: Option<Trouble>) {
        // An engine loop that has ended shows nothing any more, so a failure has no consequence.
        let _ = self.engine.conduct(gateway.clone(), trouble.map(Into::into)).await;
    }

    async fn clear(&self, topics: BTreeSet<String>) {
        tracing::warn!(topics = topics.len(), "the broker keeps batches for later, which are of no use; they are cleared");
        let (sender, mut events) = Sender::connect((self.options)());
        if timeout(CLEAR_LIMIT, clear(&sender, &mut events, topics)).await.is_err() {
            tracing::warn!("not all of them could be cleared; they are skipped whenever they come");
        }
        sender.shutdown(Duration::from_secs(1));
    }
}

fn told(gateway: &GatewayId, done: anyhow::Result<()>) {
    if let Err(error) = done {
        tracing::warn!(%gateway, error = format!("{error:#}"), "the broker cannot be told who is let in");
    }
}

async fn clear(sender: &Sender, events: &mut SenderEvents, topics: BTreeSet<String>) {
    while !matches!(events.recv().await, Some(SenderEvent::Connected) | None) {}
    for topic in topics {
        // In MQTT a retained message is removed by retaining an empty one.
        let message = Message { topic, payload: bytes::Bytes::new(), retain: true };
        if sender.try_publish(message, 0).is_ok() {
            events.recv().await;
        }
    }
}
