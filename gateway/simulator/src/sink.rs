//! A subscriber that only counts. A hub is compared with it: what the sink takes is what the broker can deliver at most. With
//! receipts it is the fastest possible hub, because it forgets everything.
//!
//! It is not a hub, and its receipts are false. So it gives none unless asked to, and belongs only on a broker that no
//! patient's gateway uses.

use anyhow::Context;
use bytes::Bytes;
use hearth_mqtt::{Credentials, Intake, IntakeEvent, Limits, Message, Options, Sender};
use hearth_vitals::batch::v1::{Header, peek};
use hearth_vitals::receipt::{MAX_RANGES, Receipt, StreamReceipt};
use hearth_vitals::topic::{Channel, Shard, Topic};
use hearth_vitals::{GatewayId, SeqRange, Stream, WallMs};
use serde_json::json;
use std::collections::HashMap;
use std::io::Write;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::Instant;

/// How often receipts are sent; a busy hub does the same.
const RECEIPTS_EVERY: Duration = Duration::from_millis(200);
const GOODBYE: Duration = Duration::from_secs(1);

/// How a sink shall count.
#[derive(Debug, Clone)]
pub struct SinkOptions {
    /// Host name or address of the broker.
    pub host: String,
    /// The broker's port.
    pub port: u16,
    /// How to sign in.
    pub credentials: Option<Credentials>,
    /// True to send receipts as if everything were held.
    pub receipts: bool,
}

#[derive(Debug, Default)]
struct Counts {
    batches: u64,
    records: u64,
    bytes: u64,
    unreadable: u64,
}

type Owed = HashMap<GatewayId, Vec<(Stream, SeqRange)>>;

/// Counts until SIGTERM or SIGINT. Prints a line each second, and everything as JSON at the end.
///
/// # Errors
/// When signals cannot be received.
pub async fn run(options: SinkOptions) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate()).context("cannot receive SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot receive SIGINT")?;
    let filters = vec![Channel::Live.of_all_gateways(), Channel::Backfill.of_all_gateways()];
    let mut intake = Intake::connect(connection(&options, "rx"), filters, Limits::default());
    let (sender, mut fates) = Sender::connect(connection(&options, "tx"));
    let (mut counts, mut owed, mut reported) = (Counts::default(), Owed::new(), (0, 0));
    let mut seconds = tokio::time::interval(Duration::from_secs(1));
    let mut receipts = tokio::time::interval(RECEIPTS_EVERY);
    let (started, mut due) = (Instant::now(), false);
    loop {
        tokio::select! {
            event = intake.recv() => match event {
                Some(IntakeEvent::Delivery(delivery)) => {
                    delivery.ack();
                    if let Some(header) = counts.take(&delivery.payload).filter(|_| options.receipts) {
                        owe(&mut owed, &header);
                    }
                }
                Some(IntakeEvent::Disconnected { reason }) => tracing::warn!(%reason, "the sink is not connected"),
                Some(IntakeEvent::Connected) => {}
                None => break,
            },
            _ = fates.recv() => {}
            _ = receipts.tick() => due = true,
            _ = seconds.tick() => {
                say(&format!("{} batches/s  {} records/s", counts.batches - reported.0, counts.records - reported.1));
                reported = (counts.batches, counts.records);
            }
            _ = terminate.recv() => break,
            _ = interrupt.recv() => break,
        }
        if due {
            due = !pay(&mut owed, &sender);
        }
    }
    say(&counts.report(started.elapsed()));
    sender.shutdown(GOODBYE);
    intake.shutdown(GOODBYE);
    Ok(())
}

impl Counts {
    fn take(&mut self, payload: &[u8]) -> Option<Header> {
        let Ok(header) = peek(payload) else {
            self.unreadable += 1;
            return None;
        };
        self.batches += 1;
        self.records += u64::from(header.count);
        self.bytes += payload.len() as u64;
        Some(header)
    }

    fn report(&self, elapsed: Duration) -> String {
        let Counts { batches, records, bytes, unreadable } = self;
        let seconds = elapsed.as_secs_f64();
        json!({ "seconds": seconds, "batches": batches, "records": records, "bytes": bytes, "unreadable": unreadable }).to_string()
    }
}

fn owe(owed: &mut Owed, header: &Header) {
    let Ok(range) = SeqRange::new(header.first, header.first + u64::from(header.count)) else { return };
    let ranges = owed.entry(header.gateway.clone()).or_default();
    // Numbers mostly come in order, so usually one range grows.
    if let Some((_, held)) = ranges.iter_mut().find(|(stream, held)| *stream == header.stream && held.end() == range.first()) {
        *held = SeqRange::new(held.first(), range.end()).unwrap_or(*held);
    } else if ranges.len() < MAX_RANGES {
        ranges.push((header.stream, range));
    }
    // If there are more ranges, they get no receipt, and the gateway sends them again.
}

/// Sends receipts while the connection takes them; true when none are left to send.
fn pay(owed: &mut Owed, sender: &Sender) -> bool {
    while let Some(gateway) = owed.keys().next().cloned() {
        let Some(ranges) = owed.get(&gateway) else { return true };
        let streams = ranges.iter().map(|(stream, range)| StreamReceipt { stream: *stream, held: vec![*range], resend_from: None });
        let hub_time = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64);
        let receipt =
            Receipt { v: 1, store: "sink".to_owned(), epoch: 0, hub_time: WallMs(hub_time), streams: streams.collect(), refused: None };
        let payload = serde_json::to_vec(&receipt).map(Bytes::from).unwrap_or_default();
        let topic = Topic { shard: Shard::of(&gateway), gateway: gateway.clone(), channel: Channel::Receipt }.to_string();
        if sender.try_publish(Message { topic, payload, retain: false }, 0).is_err() {
            return false;
        }
        owed.remove(&gateway);
    }
    true
}

fn connection(options: &SinkOptions, role: &str) -> hearth_mqtt::Options {
    let id = format!("hearth-sink-{}-{role}", std::process::id());
    hearth_mqtt::Options { credentials: options.credentials.clone(), ..Options::new(id, &options.host, options.port) }
}

/// Prints a line. It does not matter if nobody reads it.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}
