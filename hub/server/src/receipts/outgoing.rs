//! The task that sends receipts.

use super::schedule::Receipts;
use crate::clock;
use crate::ingest::door::Homes;
use bytes::Bytes;
use hearth_mqtt::{MAX_IN_FLIGHT, Message, Options, Refused, Sender};
use hearth_vitals::GatewayId;
use hearth_vitals::receipt::{Receipt, Refusal, StreamReceipt};
use hearth_vitals::topic::{Channel, Shard, Topic};
use std::time::Duration;
use tokio::sync::mpsc;

/// The largest number of answers that may wait for the task.
const ANSWERS: usize = 16_384;
/// The wait before trying again when the broker's queue was full.
const RETRY: Duration = Duration::from_millis(50);

/// An answer to a gateway.
#[derive(Debug)]
pub enum Answer {
    /// The store now holds these sequence numbers of a stream.
    Held(GatewayId, StreamReceipt),
    /// The gateway's batches are refused.
    Refused(GatewayId, Refusal),
}

/// Starts the task, which takes answers and publishes receipts, each on the shard of its gateway.
pub fn start(options: Options, store: String, epoch: u32, homes: Homes) -> mpsc::Sender<Answer> {
    let (answers, receiver) = mpsc::channel(ANSWERS);
    tokio::spawn(run(options, Receipts::new(store, epoch), receiver, homes));
    answers
}

async fn run(options: Options, mut receipts: Receipts, mut answers: mpsc::Receiver<Answer>, homes: Homes) {
    let (sender, mut events) = Sender::connect(options);
    let mut token = 0;
    let mut retry = false;
    let mut gathered = Vec::new();
    loop {
        let wait = match receipts.next_due() {
            None => Duration::from_secs(3_600),
            Some(_) if retry => RETRY,
            Some(due) => Duration::from_millis(due.since(clock::mono_ms())),
        };
        tokio::select! {
            count = answers.recv_many(&mut gathered, 1_024) => {
                if count == 0 {
                    sender.shutdown(Duration::from_secs(2));
                    return;
                }
            }
            event = events.recv() => if event.is_none() { return },
            () = tokio::time::sleep(wait) => {}
        }
        for answer in gathered.drain(..) {
            match answer {
                Answer::Held(gateway, receipt) => receipts.held(&gateway, receipt),
                Answer::Refused(gateway, refusal) => receipts.refuse(&gateway, refusal),
            }
        }
        retry = send_due(&mut receipts, &sender, &homes, &mut token);
    }
}

/// Publishes the receipts that are due as far as there is room; true when one that is due has to wait for room.
fn send_due(receipts: &mut Receipts, sender: &Sender, homes: &Homes, token: &mut u64) -> bool {
    let mut refused = false;
    let now = clock::mono_ms();
    let room = if sender.is_connected() { MAX_IN_FLIGHT.saturating_sub(sender.in_flight()) } else { 0 };
    for (gateway, receipt) in receipts.due(now, clock::wall_ms(), room) {
        if refused || !publish(sender, &gateway, homes.shard_of(&gateway), &receipt, token) {
            refused = true;
            receipts.return_unsent(&gateway, receipt);
        }
    }
    receipts.next_due().is_some_and(|due| due <= now)
}

fn publish(sender: &Sender, gateway: &GatewayId, shard: Shard, receipt: &Receipt, token: &mut u64) -> bool {
    *token += 1;
    let topic = Topic { shard, gateway: gateway.clone(), channel: Channel::Receipt }.to_string();
    // A receipt has a fixed shape with text keys: serialising it cannot fail.
    let payload = Bytes::from(serde_json::to_vec(receipt).unwrap_or_default());
    match sender.try_publish(Message { topic, payload, retain: false }, *token) {
        Ok(()) => true,
        // A receipt too large to send would never pass, and all others would wait behind it. Its gateway sends its batch again.
        Err(Refused::TooLarge) => {
            tracing::error!(%gateway, "a receipt is too large to be sent, which must not happen");
            true
        }
        Err(_) => false,
    }
}
