//! Tests of the sender against a real broker and against faulty ones.

use crate::support::{Broker, PATIENCE, free_port};
use bytes::Bytes;
use hearth_mqtt::{Cause, MAX_IN_FLIGHT, MAX_PACKET_BYTES, Message, Options, Refused, Sender, SenderEvent, SenderEvents};
use std::collections::HashSet;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

fn options(port: u16) -> Options {
    Options { reconnect_cap: Duration::from_millis(500), ..Options::new("sender-test", "127.0.0.1", port) }
}

fn message(token: u64) -> Message {
    Message { topic: "test/numbers".into(), payload: Bytes::from(token.to_be_bytes().to_vec()), retain: false }
}

async fn next(events: &mut SenderEvents) -> SenderEvent {
    timeout(PATIENCE, events.recv()).await.expect("an event in time").expect("not the end")
}

async fn connected(events: &mut SenderEvents) {
    while next(events).await != SenderEvent::Connected {}
}

#[tokio::test]
async fn every_message_is_published_or_failed_when_the_broker_is_killed_and_restarted() {
    let mut broker = Broker::start("");
    let (sender, mut events) = Sender::connect(options(broker.port));
    let (mut open, mut published, mut failed) = (HashSet::new(), 0, 0);
    let (mut token, mut kills, mut connects) = (0_u64, 0, 0);
    while published < 20_000 || !open.is_empty() {
        if published < 20_000 {
            while sender.try_publish(message(token), token).is_ok() {
                assert!(open.insert(token), "token {token} taken twice");
                token += 1;
            }
        }
        match next(&mut events).await {
            SenderEvent::Published(token) => {
                assert!(open.remove(&token), "token {token} answered twice");
                published += 1;
            }
            SenderEvent::Failed(token) => {
                assert!(open.remove(&token), "token {token} answered twice");
                failed += 1;
            }
            SenderEvent::Connected => connects += 1,
            SenderEvent::Disconnected { .. } => {}
            SenderEvent::Heard { .. } => panic!("nobody listens"),
        }
        if published == 5_000 * (kills + 1) && kills < 3 {
            kills += 1;
            broker.kill();
            broker.restart();
        }
    }
    assert_eq!(published + failed, token);
    assert!(connects > 3, "{connects} connects");
    assert!(failed > 0, "a kill under full load leaves something unanswered");
}

#[tokio::test]
async fn an_oversized_message_is_refused_and_those_behind_it_pass() {
    let broker = Broker::start("");
    let (sender, mut events) = Sender::connect(options(broker.port));
    assert_eq!(sender.try_publish(message(0), 0), Err(Refused::NotConnected));
    connected(&mut events).await;
    let large = |bytes: usize| Message { topic: "t".into(), payload: Bytes::from(vec![7; bytes]), retain: false };
    assert_eq!(sender.try_publish(large(MAX_PACKET_BYTES), 1), Err(Refused::TooLarge));
    sender.try_publish(large(MAX_PACKET_BYTES - 32), 2).unwrap();
    sender.try_publish(message(3), 3).unwrap();
    assert_eq!(next(&mut events).await, SenderEvent::Published(2));
    assert_eq!(next(&mut events).await, SenderEvent::Published(3));
}

/// Answers CONNECT with CONNACK, and then reads everything without ever answering.
async fn mute_broker() -> u16 {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut buffer = [0; 4096];
                let mut first = true;
                while matches!(socket.read(&mut buffer).await, Ok(n) if n > 0) {
                    if std::mem::take(&mut first) {
                        socket.write_all(&[0x20, 2, 0, 0]).await.unwrap();
                    }
                }
            });
        }
    });
    port
}

#[tokio::test]
async fn a_mute_peer_is_noticed_while_publishing() {
    let port = mute_broker().await;
    let (sender, mut events) = Sender::connect(Options { keep_alive_s: 2, ..options(port) });
    connected(&mut events).await;
    let started = Instant::now();
    let mut ticks = tokio::time::interval(Duration::from_millis(100));
    let mut token = 0;
    let reason = loop {
        tokio::select! {
            // Between the end of the connection and the event about it, publishing is refused.
            _ = ticks.tick() => token += u64::from(sender.try_publish(message(token), token).is_ok()),
            event = events.recv() => match event.unwrap() {
                SenderEvent::Failed(_) => {}
                SenderEvent::Disconnected { reason } => break reason,
                other => panic!("{other:?}"),
            },
        }
    };
    assert_eq!(reason.cause, Cause::Silent, "{reason}");
    // 2.5 times the keep-alive. The library alone would wait until 100 publishes are in flight.
    assert!(started.elapsed() < Duration::from_secs(9), "noticed after {:?}", started.elapsed());
    assert!(token < MAX_IN_FLIGHT as u64);
}

#[tokio::test]
async fn a_full_window_refuses_instead_of_growing() {
    let port = mute_broker().await;
    let (sender, mut events) = Sender::connect(options(port));
    connected(&mut events).await;
    let taken = (0..500).take_while(|token| sender.try_publish(message(*token), *token).is_ok()).count();
    assert_eq!(taken, MAX_IN_FLIGHT);
    assert_eq!(sender.try_publish(message(1000), 1000), Err(Refused::Full));
}

#[tokio::test]
async fn answers_nobody_reads_stop_the_sender_instead_of_growing() {
    let broker = Broker::start("");
    let (sender, mut events) = Sender::connect(options(broker.port));
    connected(&mut events).await;
    let mut taken = 0;
    let deadline = Instant::now() + Duration::from_millis(500);
    while Instant::now() < deadline {
        taken += u64::from(sender.try_publish(message(taken), taken).is_ok());
        tokio::task::yield_now().await;
    }
    assert_eq!(taken, MAX_IN_FLIGHT as u64);
    assert_eq!(next(&mut events).await, SenderEvent::Published(0));
    sender.try_publish(message(taken), taken).unwrap();
}

#[tokio::test]
async fn a_broker_that_is_not_there_is_named() {
    let (_sender, mut events) = Sender::connect(options(free_port()));
    let SenderEvent::Disconnected { reason } = next(&mut events).await else { panic!("not down") };
    assert_eq!(reason.cause, Cause::Unreachable);
    assert!(reason.to_string().contains("is the broker running there?"), "{reason}");
}

#[tokio::test]
async fn a_goodbye_delivers_what_is_in_flight_and_holds_back_the_last_will() {
    let broker = Broker::start("");
    let will = Message { topic: "test/will".into(), payload: Bytes::from_static(b"gone"), retain: true };
    let (sender, mut events) = Sender::connect(Options { last_will: Some(will), ..options(broker.port) });
    connected(&mut events).await;
    for token in 0..50 {
        sender.try_publish(Message { topic: format!("test/kept/{token}"), retain: true, ..message(token) }, token).unwrap();
    }
    sender.shutdown(Duration::from_secs(5));
    let mut published = 0;
    while let Some(event) = timeout(PATIENCE, events.recv()).await.unwrap() {
        published += u32::from(matches!(event, SenderEvent::Published(_)));
    }
    assert_eq!(published, 50);
    let filters = vec!["test/will".into(), "test/kept/#".into()];
    let mut intake = hearth_mqtt::Intake::connect(Options::new("reader", "127.0.0.1", broker.port), filters, Default::default());
    let mut kept = 0;
    while kept < 50 {
        if let hearth_mqtt::IntakeEvent::Delivery(delivery) = timeout(PATIENCE, intake.recv()).await.unwrap().unwrap() {
            assert_ne!(delivery.topic, "test/will");
            delivery.ack();
            kept += 1;
        }
    }
}

/// A gateway has one connection: it sends nothing before it can hear the answer, and a full window of publishes does not
/// hold up answers.
#[tokio::test]
async fn who_listens_hears_every_answer_whatever_is_under_way() {
    let broker = Broker::start("max_inflight_messages 5");
    let (home, mut events) = Sender::listening(options(broker.port), vec!["test/answers".into()]);
    connected(&mut events).await;
    let (hub, mut fates) = Sender::connect(Options::new("answering", "127.0.0.1", broker.port));
    connected(&mut fates).await;
    let (mut answers, mut published, mut sent, mut answered) = (0, 0, 0, 0);
    while answers < 500 || published < 500 {
        while sent < 500 && home.try_publish(message(sent), sent).is_ok() {
            sent += 1;
        }
        while answered < 500 && hub.try_publish(Message { topic: "test/answers".into(), ..message(answered) }, answered).is_ok() {
            answered += 1;
        }
        tokio::select! {
            event = next(&mut events) => match event {
                SenderEvent::Heard { topic, .. } => {
                    assert_eq!(topic, "test/answers");
                    answers += 1;
                }
                SenderEvent::Published(_) => published += 1,
                other => panic!("{other:?}"),
            },
            fate = next(&mut fates) => assert!(matches!(fate, SenderEvent::Published(_)), "{fate:?}"),
        }
    }
    assert_eq!((answers, published), (500, 500));
}
