//! A fleet on a real broker. The test plays the hub and withholds some receipts.

use crate::support::{Broker, PATIENCE, Simulator};
use bytes::Bytes;
use hearth_mqtt::{Intake, IntakeEvent, Limits, Message, Options, Sender};
use hearth_vitals::batch::v1::{Batch, decode};
use hearth_vitals::receipt::{Receipt, StreamReceipt};
use hearth_vitals::state::GatewayState;
use hearth_vitals::topic::{Channel, Topic};
use hearth_vitals::{Class, GatewayId, Record, SeqRange, Stream, WallMs};
use nix::sys::signal::Signal;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

/// What the hub has received.
#[derive(Default)]
struct Held {
    /// How often each number came.
    records: BTreeMap<(GatewayId, Stream), BTreeMap<u64, u32>>,
    devices: BTreeSet<String>,
    states: BTreeMap<String, GatewayState>,
    bytes: usize,
    readings: usize,
}

/// A hub that receives batches, and gives receipts for those for which `answers` returns true.
struct Hub {
    held: Arc<Mutex<Held>>,
    tasks: [tokio::task::JoinHandle<()>; 2],
}

impl Hub {
    async fn start(port: u16, answers: impl FnMut(&Batch) -> bool + Send + 'static) -> Hub {
        let options = |id: &str| Options::new(id, "127.0.0.1", port);
        let filters = vec![Channel::Live.of_all_gateways(), Channel::State.of_all_gateways()];
        let mut intake = Intake::connect(options("hub-rx"), filters, Limits::default());
        let (sender, mut events) = Sender::connect(options("hub-tx"));
        while !matches!(intake.recv().await, Some(IntakeEvent::Connected)) {}
        let held = Arc::new(Mutex::new(Held::default()));
        let serving = tokio::spawn(serve(intake, sender, held.clone(), answers));
        // Events that nobody takes would count as messages in flight.
        let reading = tokio::spawn(async move { while events.recv().await.is_some() {} });
        Hub { held, tasks: [serving, reading] }
    }

    /// Waits until every home has said goodbye: a fleet sends that before it ends, and the broker may still be handing it on.
    async fn all_have_gone(&self) {
        let gone = async {
            while self.held.lock().unwrap().states.values().any(|state| state.online) {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, gone).await.expect("every home says goodbye");
    }

    fn end(self) -> Held {
        self.tasks.iter().for_each(|task| task.abort());
        std::mem::take(&mut self.held.lock().unwrap())
    }
}

async fn serve(mut intake: Intake, sender: Sender, held: Arc<Mutex<Held>>, mut answers: impl FnMut(&Batch) -> bool) {
    while let Some(event) = intake.recv().await {
        let IntakeEvent::Delivery(delivery) = event else { continue };
        delivery.ack();
        let topic: Topic = delivery.topic.parse().unwrap();
        if topic.channel == Channel::State {
            let state: GatewayState = serde_json::from_slice(&delivery.payload).unwrap();
            held.lock().unwrap().states.insert(topic.gateway.to_string(), state);
            continue;
        }
        let batch = decode(&delivery.payload).unwrap();
        assert_eq!(batch.header.gateway, topic.gateway);
        let ranges = held.lock().unwrap().take(&batch, delivery.payload.len());
        if answers(&batch) {
            let streams = vec![StreamReceipt { stream: batch.header.stream, held: ranges, resend_from: None }];
            let receipt = Receipt { v: 1, store: "test".into(), epoch: 1, hub_time: WallMs(0), streams, refused: None };
            let topic = Topic { channel: Channel::Receipt, ..topic }.to_string();
            let payload = Bytes::from(serde_json::to_vec(&receipt).unwrap());
            // A receipt for which the connection has no room is lost; the fleet sends the batch again.
            let _ = sender.try_publish(Message { topic, payload, retain: false }, 0);
        }
    }
}

impl Held {
    /// Notes the records, and returns what is held of their stream.
    fn take(&mut self, batch: &Batch, bytes: usize) -> Vec<SeqRange> {
        let header = &batch.header;
        let numbers = self.records.entry((header.gateway.clone(), header.stream)).or_default();
        for (number, record) in (header.first..).zip(&batch.records) {
            let times = numbers.entry(number).or_default();
            *times += 1;
            if let (Record::Frame(frame), 1) = (record, *times) {
                assert!(frame.readings().iter().all(|r| r.raw.is_some_and(|raw| r.vital.is_plausible(raw))), "{frame:?}");
                self.readings += frame.readings().len();
                self.devices.insert(frame.device.to_string());
            }
        }
        self.bytes += if header.stream.class == Class::Numerics { bytes } else { 0 };
        ranges(numbers.keys().copied())
    }

    fn frames(&self) -> usize {
        self.records.iter().filter(|((_, stream), _)| stream.class == Class::Numerics).map(|(_, numbers)| numbers.len()).sum()
    }
}

fn ranges(numbers: impl Iterator<Item = u64>) -> Vec<SeqRange> {
    let mut ranges: Vec<(u64, u64)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, end)) if *end == number => *end += 1,
            _ => ranges.push((number, number + 1)),
        }
    }
    ranges.into_iter().map(|(first, end)| SeqRange::new(first, end).unwrap()).collect()
}

/// Runs the fleet to its end; returns the exit code and its last line.
async fn run(arguments: Vec<String>) -> (i32, serde_json::Value) {
    let run = tokio::task::spawn_blocking(move || {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        Simulator::start(&arguments).end()
    });
    let (code, lines) = run.await.unwrap();
    (code, serde_json::from_str(lines.last().expect("a closing line")).unwrap())
}

fn fleet(port: u16, more: &[&str]) -> Vec<String> {
    let port = port.to_string();
    ["fleet", "--port", &port].iter().chain(more).map(|word| (*word).to_owned()).collect()
}

#[tokio::test]
async fn what_is_not_receipted_is_sent_again_until_nothing_is_open() {
    let broker = Broker::start();
    let mut seen = BTreeSet::new();
    // Every third batch gets no receipt the first time.
    let hub = Hub::start(broker.port, move |batch| {
        let first = seen.insert((batch.header.gateway.clone(), batch.header.stream, batch.header.first));
        !(first && batch.header.first % 3 == 1)
    })
    .await;
    let arguments = fleet(broker.port, &["--homes", "30", "--homes-per-connection", "8", "--rate", "5", "--count-frames", "400"]);
    let (code, report) = run(arguments).await;
    hub.all_have_gone().await;
    let held = hub.end();
    assert_eq!((code, report["unreceipted_frames"].as_u64()), (0, Some(0)), "{report}");
    assert_eq!((report["frames"].as_u64(), report["receipted_frames"].as_u64()), (Some(400), Some(400)), "{report}");
    assert!(report["resent_batches"].as_u64().unwrap() > 0, "{report}");
    assert_eq!((held.frames(), held.devices.len()), (400, 30));
    for ((gateway, stream), numbers) in &held.records {
        assert_eq!(ranges(numbers.keys().copied()).len(), 1, "{gateway} {stream:?} has a gap");
        assert!(numbers.contains_key(&0), "{gateway} {stream:?} does not begin at 0");
    }
    let generations: BTreeSet<_> = held.records.keys().map(|(_, stream)| stream.generation).collect();
    assert_eq!(generations.len(), 30, "each home has a generation of its own");
    assert_eq!(held.states.len(), 30);
}

#[tokio::test]
async fn flat_out_keeps_to_its_window_and_count_and_to_twelve_bytes_a_reading() {
    let broker = Broker::start();
    let hub = Hub::start(broker.port, |_| true).await;
    let more = ["--homes", "20", "--flat-out", "--frames-per-batch", "10", "--window", "40", "--count-frames", "20000"];
    let (code, report) = run(fleet(broker.port, &more)).await;
    let held = hub.end();
    assert_eq!((code, report["receipted_frames"].as_u64()), (0, Some(20_000)), "{report}");
    assert_eq!((held.frames(), held.readings), (20_000, 160_000));
    assert!(held.bytes as f64 / held.readings as f64 <= 12.0, "{report}");
    assert!(report["lag_ms"]["p99"].as_f64().unwrap() > 0.0, "{report}");
}

#[tokio::test]
async fn a_day_that_is_over_comes_at_once_and_each_frame_tells_when_it_was_due() {
    let broker = Broker::start();
    let ages = Arc::new(Mutex::new(BTreeSet::new()));
    let seen = ages.clone();
    let hub = Hub::start(broker.port, move |batch| {
        let anchor = batch.anchor.unwrap();
        for record in &batch.records {
            let Record::Frame(frame) = record else { continue };
            seen.lock().unwrap().insert((batch.header.gateway.clone(), (anchor.mono.0 - frame.mono.0) / 60_000));
        }
        true
    })
    .await;
    let more = ["--homes", "2", "--rate", "0.0166666667", "--since-s", "86400", "--count-frames", "2878"];
    let (code, report) = run(fleet(broker.port, &more)).await;
    let held = hub.end();
    assert_eq!((code, report["receipted_frames"].as_u64(), held.frames()), (0, Some(2_878), 2_878), "{report}");
    let ages = ages.lock().unwrap();
    let of_first: Vec<u64> = ages.iter().filter(|(gateway, _)| gateway.as_str() == "home-0001").map(|(_, minutes)| *minutes).collect();
    let last = of_first[0];
    assert!(last <= 3, "the last is of now, not {last} minutes old");
    assert_eq!(of_first, (last..=1_440).collect::<Vec<u64>>(), "a minute apart, the oldest of a day ago");
}

#[tokio::test]
async fn a_single_frame_takes_at_most_twelve_bytes_a_reading() {
    let broker = Broker::start();
    let hub = Hub::start(broker.port, |_| true).await;
    let (code, report) = run(fleet(broker.port, &["--homes", "4", "--rate", "20", "--count-frames", "200"])).await;
    drop(hub.end());
    assert_eq!(code, 0, "{report}");
    assert!(report["bytes_per_reading"].as_f64().unwrap() <= 12.0, "{report}");
}

#[tokio::test]
async fn a_hub_that_never_answers_leaves_all_without_receipt_and_says_so() {
    let broker = Broker::start();
    let hub = Hub::start(broker.port, |_| false).await;
    let more = ["--homes", "5", "--rate", "10", "--duration-s", "1", "--drain-s", "1"];
    let (code, report) = run(fleet(broker.port, &more)).await;
    drop(hub.end());
    // Two batches of a home may be without a receipt, as with a gateway; then it waits. On a slow machine one holds more frames.
    let [batches, frames, unreceipted] = ["batches", "frames", "unreceipted_frames"].map(|key| report[key].as_u64());
    assert_eq!((code, batches, unreceipted), (1, Some(10), frames), "{report}");
    assert!(frames >= batches, "{report}");
}

#[tokio::test]
async fn a_signal_ends_a_fleet_in_good_order() {
    let broker = Broker::start();
    let hub = Hub::start(broker.port, |_| true).await;
    let arguments = fleet(broker.port, &["--homes", "3", "--rate", "20"]);
    let lines = tokio::task::spawn_blocking(move || {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let fleet = Simulator::start(&arguments);
        while !fleet.line().contains("connected 1/1") {}
        fleet.signal(Signal::SIGTERM);
        fleet.end()
    });
    let (code, lines) = tokio::time::timeout(PATIENCE, lines).await.unwrap().unwrap();
    let report: serde_json::Value = serde_json::from_str(lines.last().unwrap()).unwrap();
    assert_eq!((code, report["unreceipted_frames"].as_u64()), (0, Some(0)), "{report}");
    hub.all_have_gone().await;
    drop(hub.end());
}

#[tokio::test]
async fn a_fleet_that_is_told_it_is_enough_awaits_receipts_for_longer_than_one_that_is_ended() {
    let broker = Broker::start();
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let mut seen = BTreeSet::new();
    // No batch gets a receipt the first time. A fleet sends it again after 5 s, but one that is ended waits only 3 s.
    let hub = Hub::start(broker.port, move |batch| {
        let again = !seen.insert((batch.header.gateway.clone(), batch.header.stream, batch.header.first));
        let _ = tell.send(batch.header.stream.class);
        again
    })
    .await;
    let arguments = fleet(broker.port, &["--homes", "3", "--rate", "20"]);
    let (play, playing) = tokio::sync::oneshot::channel();
    let fleet = tokio::task::spawn_blocking(move || {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let fleet = Simulator::start(&arguments);
        playing.blocking_recv().unwrap();
        fleet.signal(Signal::SIGUSR1);
        fleet.end()
    });
    while told.recv().await.unwrap() != Class::Numerics {}
    play.send(()).unwrap();
    let (code, lines) = tokio::time::timeout(PATIENCE, fleet).await.unwrap().unwrap();
    let report: serde_json::Value = serde_json::from_str(lines.last().unwrap()).unwrap();
    assert_eq!((code, report["unreceipted_frames"].as_u64()), (0, Some(0)), "{report}");
    assert_eq!(report["frames"].as_u64(), Some(hub.end().frames() as u64), "{report}");
}

#[tokio::test]
async fn a_killed_broker_loses_nothing_of_a_fleet() {
    let mut broker = Broker::start();
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let mut batches = 0;
    let hub = Hub::start(broker.port, move |_| {
        batches += 1;
        let _ = tell.send(batches);
        true
    })
    .await;
    let fleet = tokio::spawn(run(fleet(broker.port, &["--homes", "10", "--rate", "20", "--count-frames", "600"])));
    while told.recv().await.unwrap() < 100 {}
    broker.restart();
    let (code, report) = tokio::time::timeout(PATIENCE, fleet).await.unwrap().unwrap();
    let held = hub.end();
    assert_eq!((code, report["receipted_frames"].as_u64(), held.frames()), (0, Some(600), 600), "{report}");
    assert!(report["connects"].as_u64().unwrap() > 1, "{report}");
    assert!(held.records.values().all(|numbers| ranges(numbers.keys().copied()).len() == 1));
}

#[tokio::test]
async fn a_sink_counts_what_a_fleet_sends_and_receipts_it() {
    let broker = Broker::start();
    let sink = Simulator::start(&["sink", "--port", &broker.port.to_string(), "--receipts"]);
    sink.line();
    let (code, report) =
        run(fleet(broker.port, &["--homes", "20", "--rate", "10", "--frames-per-batch", "5", "--count-frames", "1000"])).await;
    assert_eq!((code, report["unreceipted_frames"].as_u64()), (0, Some(0)), "{report}");
    sink.signal(Signal::SIGINT);
    let (code, lines) = sink.end();
    let counted: serde_json::Value = serde_json::from_str(lines.last().unwrap()).unwrap();
    assert_eq!((code, counted["unreadable"].as_u64()), (0, Some(0)));
    assert!(counted["records"].as_u64().unwrap() >= 1_000 + report["status_batches"].as_u64().unwrap(), "{counted} {report}");
}
