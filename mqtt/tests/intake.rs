//! Tests of the intake against a real broker behind a link that can be cut.

use crate::support::{Broker, PATIENCE};
use bytes::Bytes;
use hearth_mqtt::{Cause, Credentials, Delivery, Door, Intake, IntakeEvent, Limits, Message, Options, Sender, SenderEvent, SenderEvents};
use std::collections::VecDeque;
use std::io::{Read, Write};
use std::time::Duration;
use tokio::io::copy_bidirectional;
use tokio::sync::watch;
use tokio::time::timeout;

fn options(id: &str, port: u16) -> Options {
    Options { reconnect_cap: Duration::from_millis(500), ..Options::new(id, "127.0.0.1", port) }
}

async fn next(intake: &mut Intake) -> IntakeEvent {
    timeout(PATIENCE, intake.recv()).await.expect("an event in time").expect("not the end")
}

async fn connected(intake: &mut Intake) {
    while !matches!(next(intake).await, IntakeEvent::Connected) {}
}

/// A port that leads to `broker`; every change of the number cuts all connections through it.
async fn link(broker: u16) -> (u16, watch::Sender<u32>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (cut, cuts) = watch::channel(0);
    tokio::spawn(async move {
        while let Ok((mut near, _)) = listener.accept().await {
            let mut cuts = cuts.clone();
            cuts.mark_unchanged();
            tokio::spawn(async move {
                let mut far = tokio::net::TcpStream::connect(("127.0.0.1", broker)).await?;
                tokio::select! {
                    _ = copy_bidirectional(&mut near, &mut far) => {}
                    _ = cuts.changed() => {}
                }
                std::io::Result::Ok(())
            });
        }
    });
    (port, cut)
}

/// Publishes numbers at about 5,000 a second until dropped.
fn publish_numbers(port: u16) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        let (sender, mut events) = Sender::connect(options("numbers", port));
        let mut ticks = tokio::time::interval(Duration::from_millis(10));
        let mut number = 0_u64;
        loop {
            tokio::select! {
                _ = ticks.tick() => for _ in 0..50 {
                    let message = Message { topic: "test/n".into(), payload: Bytes::from(number.to_be_bytes().to_vec()), retain: false };
                    if sender.try_publish(message, number).is_err() { break }
                    number += 1;
                },
                event = events.recv() => assert!(event.is_some()),
            }
        }
    })
}

#[tokio::test]
async fn five_cuts_under_a_slow_consumer_make_five_reconnects_and_no_storm() {
    let broker = Broker::start("max_queued_messages 100000\nmax_inflight_messages 2000");
    let (port, cut) = link(broker.port).await;
    let mut intake = Intake::connect(options("slow", port), vec!["test/n".into()], Limits::default());
    connected(&mut intake).await;
    let publisher = publish_numbers(broker.port);
    let (mut unacked, mut taken, mut connects, mut cuts) = (VecDeque::<Delivery>::new(), 0_u32, 1, 0);
    // The writer commits 500 at a time and is always one batch behind. So whenever the link is cut, hundreds of
    // acknowledgements are on their way to a connection that is gone.
    while taken < 15_000 {
        match next(&mut intake).await {
            IntakeEvent::Connected => connects += 1,
            IntakeEvent::Disconnected { reason } => assert!(matches!(reason.cause, Cause::Closed | Cause::Unreachable), "{reason}"),
            IntakeEvent::Delivery(delivery) => {
                taken += 1;
                unacked.push_back(delivery);
                if unacked.len() == 500 {
                    unacked.drain(..).for_each(|delivery| delivery.ack());
                    if taken.is_multiple_of(2_500) && cuts < 5 {
                        cuts += 1;
                        cut.send_replace(cuts);
                    }
                }
            }
        }
    }
    publisher.abort();
    assert_eq!(cuts, 5);
    assert!((6..=8).contains(&connects), "{connects} connects after 5 cuts");
}

#[tokio::test]
async fn a_full_queue_drops_the_connection_and_reads_on_when_half_is_taken() {
    let broker = Broker::start("max_queued_messages 100000\nmax_inflight_messages 0");
    let limits = Limits { messages: 1_000, topic_messages: 1_000, bytes: 1 << 20, topic_bytes: 1 << 20 };
    let mut intake = Intake::connect(options("full", broker.port), vec!["test/n".into()], limits);
    connected(&mut intake).await;
    let publisher = publish_numbers(broker.port);
    let patience = tokio::time::Instant::now() + PATIENCE;
    while intake.is_connected() {
        assert!(tokio::time::Instant::now() < patience);
        tokio::task::yield_now().await;
    }
    let (mut taken, mut too_slow) = (0, false);
    while !too_slow {
        match next(&mut intake).await {
            IntakeEvent::Delivery(delivery) => {
                taken += 1;
                delivery.ack();
            }
            IntakeEvent::Disconnected { reason } => too_slow = reason.cause == Cause::TooSlow,
            IntakeEvent::Connected => panic!("connected while full"),
        }
    }
    assert_eq!(taken, limits.messages);
    connected(&mut intake).await;
    while !matches!(next(&mut intake).await, IntakeEvent::Delivery(_)) {}
    publisher.abort();
}

#[tokio::test]
async fn acknowledgements_open_the_window_again() {
    let broker = Broker::start("max_inflight_messages 20\nmax_queued_messages 100000");
    let mut intake = Intake::connect(options("window", broker.port), vec!["test/n".into()], Limits::default());
    connected(&mut intake).await;
    let publisher = publish_numbers(broker.port);
    let (mut held, mut taken) = (Vec::new(), 0);
    while taken < 2_000 {
        let IntakeEvent::Delivery(delivery) = next(&mut intake).await else { panic!("the connection changed") };
        taken += 1;
        held.push(delivery);
        if held.len() == 20 {
            held.drain(..).for_each(|delivery: Delivery| delivery.ack());
        }
    }
    publisher.abort();
}

#[tokio::test]
async fn a_wrong_password_is_named_as_one() {
    let mut broker = Broker::start("");
    let passwords = broker.path("passwords");
    let made = std::process::Command::new("mosquitto_passwd").arg("-b").arg("-c").arg(&passwords).args(["home", "right"]).status();
    assert!(made.unwrap().success());
    let conf = format!("listener {} 127.0.0.1\nallow_anonymous false\npassword_file {}\nuser root\n", broker.port, passwords.display());
    std::fs::write(broker.path("broker.conf"), conf).unwrap();
    broker.restart();
    let with = |password: &str| Options {
        credentials: Some(Credentials { user: "home".into(), password: password.into() }),
        ..options("secret", broker.port)
    };
    let mut wrong = Intake::connect(with("wrong"), vec!["test/n".into()], Limits::default());
    let IntakeEvent::Disconnected { reason } = next(&mut wrong).await else { panic!("let in") };
    assert_eq!(reason.cause, Cause::Credentials, "{reason}");
    assert!(!format!("{:?}", with("wrong")).contains("wrong"));
    connected(&mut Intake::connect(with("right"), vec!["test/n".into()], Limits::default())).await;
}

#[tokio::test]
async fn the_last_will_comes_when_a_sender_vanishes() {
    let broker = Broker::start("");
    let (port, cut) = link(broker.port).await;
    let mut intake = Intake::connect(options("watcher", broker.port), vec!["test/will".into()], Limits::default());
    connected(&mut intake).await;
    let will = Message { topic: "test/will".into(), payload: Bytes::from_static(b"gone"), retain: true };
    let (_sender, mut events) = Sender::connect(Options { last_will: Some(will), ..options("mortal", port) });
    while timeout(PATIENCE, events.recv()).await.unwrap().unwrap() != SenderEvent::Connected {}
    cut.send_replace(1);
    let IntakeEvent::Delivery(delivery) = next(&mut intake).await else { panic!("no will") };
    assert_eq!(delivery.payload.as_ref(), b"gone");
}

/// After a day of failures attempts are far apart. A caller that knows that the broker is back need not wait for the next.
#[tokio::test]
async fn a_pause_between_attempts_ends_when_the_broker_is_known_to_be_there() {
    let mut broker = Broker::start("");
    broker.kill();
    let options = Options { reconnect_cap: Duration::from_secs(86_400), ..Options::new("patient", "127.0.0.1", broker.port) };
    let mut intake = Intake::connect(options, vec!["a/#".into()], Limits::default());
    // Each failed attempt doubles the next pause; by now it would be about an hour.
    for _ in 0..16 {
        assert!(matches!(next(&mut intake).await, IntakeEvent::Disconnected { .. }));
        intake.hurry();
    }
    assert!(matches!(next(&mut intake).await, IntakeEvent::Disconnected { .. }));
    broker.restart();
    intake.hurry();
    connected(&mut intake).await;
}

/// A door for messages of at most one kibibyte that notes which topics had their full share.
struct Narrow(std::sync::Arc<std::sync::Mutex<Vec<String>>>);

impl Door for Narrow {
    fn admits(&mut self, _: &str, payload: &[u8], _: bool) -> bool {
        payload.len() <= 1_024
    }

    fn is_full_for(&mut self, topic: &str) {
        self.0.lock().unwrap().push(topic.to_owned());
    }
}

async fn publish(sender: &Sender, events: &mut SenderEvents, topic: &str, payload: Vec<u8>, retain: bool) {
    while !sender.is_connected() {
        events.recv().await;
    }
    sender.try_publish(Message { topic: topic.into(), payload: Bytes::from(payload), retain }, 1).unwrap();
    while timeout(PATIENCE, events.recv()).await.unwrap() != Some(SenderEvent::Published(1)) {}
}

/// Makes the broker keep a message that is larger than any that we would send; returns when the broker has it.
fn keep(port: u16, topic: &str, bytes: usize) {
    let text = |text: &str| [(text.len() as u16).to_be_bytes().as_slice(), text.as_bytes()].concat();
    let packet = |kind: u8, body: &[u8]| {
        // MQTT writes the length in groups of seven bits. Always using four groups is allowed.
        let length = [0, 7, 14, 21].map(|shift| (body.len() >> shift) as u8 & 127 | if shift < 21 { 128 } else { 0 });
        [&[kind], length.as_slice(), body].concat()
    };
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
    let mut answer = [0; 4];
    stream.write_all(&packet(0x10, &[b"\0\x04MQTT\x04\x02\0\x3c".to_vec(), text("keeps")].concat())).unwrap();
    stream.read_exact(&mut answer).unwrap();
    stream.write_all(&packet(0x33, &[text(topic), vec![0, 7], vec![b'x'; bytes]].concat())).unwrap();
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(answer, [0x40, 2, 0, 7]);
}

#[tokio::test]
async fn a_kept_packet_of_any_size_is_dropped_at_the_door_and_the_connection_stays() {
    let broker = Broker::start("max_inflight_messages 2");
    for (number, bytes) in [262_144, 262_200, 5_000_000, 2_000].into_iter().enumerate() {
        keep(broker.port, &format!("test/kept/{number}"), bytes);
    }
    let full = std::sync::Arc::default();
    let mut intake = Intake::behind(Narrow(full), options("hub", broker.port), vec!["test/#".into()], Limits::default());
    connected(&mut intake).await;
    let (sender, mut events) = Sender::connect(options("home", broker.port));
    publish(&sender, &mut events, "test/live", b"measured".to_vec(), false).await;
    let IntakeEvent::Delivery(delivery) = next(&mut intake).await else { panic!("the connection changed") };
    assert_eq!((delivery.topic.as_str(), &delivery.payload[..]), ("test/live", &b"measured"[..]), "the window is free for it");
}

#[tokio::test]
async fn a_topic_has_no_more_than_its_share_and_its_turn() {
    let broker = Broker::start("max_inflight_messages 0\nmax_queued_messages 0");
    let full = std::sync::Arc::<std::sync::Mutex<Vec<String>>>::default();
    let limits = Limits { topic_messages: 20, ..Limits::default() };
    let mut intake = Intake::behind(Narrow(full.clone()), options("hub", broker.port), vec!["test/#".into()], limits);
    connected(&mut intake).await;
    let (sender, mut events) = Sender::connect(options("home", broker.port));
    for number in 0..100_u8 {
        publish(&sender, &mut events, "test/flood", vec![number], false).await;
    }
    publish(&sender, &mut events, "test/other", vec![200], false).await;
    let patience = tokio::time::Instant::now() + PATIENCE;
    while intake.waiting().0 < 21 || full.lock().unwrap().len() < 80 {
        assert!(tokio::time::Instant::now() < patience, "{:?}", intake.waiting());
        tokio::task::yield_now().await;
    }
    let mut taken = Vec::new();
    while taken.len() < 21 {
        let IntakeEvent::Delivery(delivery) = next(&mut intake).await else { panic!("the connection changed") };
        taken.push(delivery.payload[0]);
    }
    assert_eq!(taken[..3], [0, 200, 1], "the other waits behind one, not behind twenty");
    assert_eq!(taken[20], 19);
    assert!(full.lock().unwrap().iter().all(|topic| topic == "test/flood"));
}
