//! The feed as its viewers see it, without a socket.

use super::frame::{Body, Kind, PAGE_BYTES_MAX, VERSION};
use super::message::GatewayBrief;
use super::outbox::MESSAGES_MAX;
use super::state::Update;
use super::topic::{Refusal, Scope, Subject, Topic};
use super::{Feed, Viewer, socket};
use crate::clock;
use axum::extract::ws::Utf8Bytes;
use hearth_vitals::{MonoMs, WaveformBlock, WaveformKind};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

const GATEWAYS: Subject = Subject::Whole(Topic::Gateways);

fn gateway(number: u32, online: bool) -> Vec<Update> {
    let id = format!("home-{number:04}");
    vec![Update::Gateway(GatewayBrief { id, online, last_heard_at: None, problems: vec![], episode_ids: vec![] })]
}

async fn follower(feed: &Feed, subject: Subject, scope: Scope) -> Viewer {
    let viewer = feed.join(scope).await.unwrap();
    viewer.subscribe(subject, scope).await;
    viewer
}

/// The next message of a kind, and what it says.
async fn next(viewer: &mut Viewer, kind: &str) -> (Utf8Bytes, Value) {
    loop {
        let text = viewer.next().await.unwrap();
        let message: Value = serde_json::from_str(&text).unwrap();
        if message["type"] == kind {
            return (text, message);
        }
    }
}

/// The gateways that are online after so many messages of the topic, each of which must follow on the one before.
async fn online(viewer: &mut Viewer, messages: usize) -> Vec<String> {
    let (mut online, mut seq) = (BTreeMap::new(), None);
    for taken in 0..messages {
        let (_, message) = next(viewer, if taken == 0 { "snapshot" } else { "delta" }).await;
        assert_eq!(message["after"].as_u64(), seq, "no delta is missing and none comes twice");
        seq = message["seq"].as_u64();
        for item in message["items"].as_array().unwrap() {
            online.insert(item["key"].as_str().unwrap().to_owned(), item["gateway"]["online"].as_bool().unwrap());
        }
    }
    online.into_iter().filter(|(_, online)| *online).map(|(id, _)| id).collect()
}

#[tokio::test]
async fn who_joins_soon_after_another_shares_the_snapshot_and_misses_nothing() {
    let (feed, _task) = Feed::start();
    feed.publish(gateway(1, true)).await;
    let mut first = follower(&feed, GATEWAYS, Scope::Patients).await;
    // Each change is a round of its own, because joining leaves no change waiting.
    feed.publish(gateway(2, true)).await;
    let mut second = follower(&feed, GATEWAYS, Scope::Patients).await;
    feed.publish(gateway(1, false)).await;
    let mut third = follower(&feed, GATEWAYS, Scope::Patients).await;
    feed.publish(gateway(3, true)).await;
    let _flushed = feed.join(Scope::Patients).await.unwrap();
    assert_eq!(online(&mut first, 4).await, ["home-0002", "home-0003"]);
    assert_eq!(online(&mut second, 4).await, ["home-0002", "home-0003"], "what changed before it came is told behind");
    assert_eq!(online(&mut third, 4).await, ["home-0002", "home-0003"]);
}

#[tokio::test]
async fn everybody_with_the_same_scope_is_sent_the_same_bytes() {
    let (feed, _task) = Feed::start();
    let mut viewers = Vec::new();
    for _ in 0..50 {
        viewers.push(follower(&feed, GATEWAYS, Scope::Patients).await);
    }
    let mut technician = follower(&feed, GATEWAYS, Scope::Equipment).await;
    feed.publish(gateway(1, true)).await;
    let mut places = std::collections::BTreeSet::new();
    for viewer in &mut viewers {
        let snapshot = next(viewer, "snapshot").await.0;
        let delta = next(viewer, "delta").await.0;
        places.insert((snapshot.as_ptr(), delta.as_ptr()));
    }
    assert_eq!(places.len(), 1, "encoded once");
    let other = (next(&mut technician, "snapshot").await.0.as_ptr(), next(&mut technician, "delta").await.0.as_ptr());
    assert!(!places.contains(&other), "other rights, other bytes");
}

#[tokio::test]
async fn who_shares_a_snapshot_is_told_what_time_it_is_now() {
    let (feed, _task) = Feed::start();
    let mut first = follower(&feed, GATEWAYS, Scope::Patients).await;
    let made = next(&mut first, "snapshot").await.0;
    let before = clock::wall_ms().0;
    while clock::wall_ms().0 < before + 50 {
        tokio::task::yield_now().await;
    }
    let mut second = follower(&feed, GATEWAYS, Scope::Patients).await;
    let first: Value = serde_json::from_str(&second.next().await.unwrap()).unwrap();
    assert_eq!(first["type"], "heartbeat");
    assert!(first["server_time"].as_i64().unwrap() >= before + 50, "{first}");
    assert_eq!(next(&mut second, "snapshot").await.0.as_ptr(), made.as_ptr(), "made 50 ms ago");
}

#[tokio::test]
async fn the_heartbeat_states_where_each_topic_stands() {
    let (feed, _task) = Feed::start();
    let mut viewer = follower(&feed, GATEWAYS, Scope::Patients).await;
    viewer.subscribe(Subject::Whole(Topic::Alerts), Scope::Patients).await;
    feed.publish(gateway(1, true)).await;
    let delta = next(&mut viewer, "delta").await.1;
    let beat = next(&mut viewer, "heartbeat").await.1;
    assert_eq!((&beat["positions"]["gateways"], &beat["positions"]["alerts"]), (&delta["seq"], &delta["after"]));
    assert_eq!((&beat["seq"], &beat["alerts_hash"], &beat["alerts_open"]), (&delta["seq"], &"811c9dc5".into(), &0.into()));
}

#[tokio::test]
async fn a_waveform_is_encoded_only_while_somebody_looks() {
    let (feed, _task) = Feed::start();
    let stay = Uuid::from_u128(7);
    let (device, kind, samples) = ("oxi-1".parse().unwrap(), WaveformKind::Pleth, vec![1, 2, 3]);
    let block = WaveformBlock { device, kind, mono: MonoMs(1), period_us: 13_333, samples };
    let _wall = follower(&feed, GATEWAYS, Scope::Patients).await;
    assert!(!feed.looks_at(stay, "pleth"), "a wall does not");
    let mut page = follower(&feed, Subject::Waveform(stay, "pleth"), Scope::Patients).await;
    next(&mut page, "snapshot").await;
    assert!(feed.looks_at(stay, "pleth") && !feed.looks_at(Uuid::from_u128(8), "pleth") && !feed.looks_at(stay, "ecg"));
    feed.waveform(stay, &block, 5).await;
    let told = next(&mut page, "waveform").await.1;
    assert_eq!((&told["at"], &told["samples"]), (&5.into(), &serde_json::json!([1, 2, 3])));
    drop(page);
    while feed.looks_at(stay, "pleth") {
        tokio::task::yield_now().await;
    }
}

#[test]
fn the_document_names_every_topic_frame_item_and_refusal() {
    let document = include_str!("../../../../docs/feed.md");
    let word = |value: Value| value.as_str().unwrap().to_owned();
    let mut words: Vec<String> = Topic::all().map(|topic| topic.word().to_owned()).collect();
    words.extend(Kind::ALL.map(|kind| word(serde_json::to_value(kind).unwrap())));
    words.extend(Body::ALL.map(|body| word(serde_json::to_value(body).unwrap())));
    words.extend(Refusal::ALL.map(|why| why.code().to_owned()));
    words.extend(socket::ASKS.map(str::to_owned));
    let numbers = [VERSION as usize, socket::SUBSCRIPTIONS_MAX, usize::from(super::closing::RELOAD), MESSAGES_MAX, PAGE_BYTES_MAX / 1024];
    words.extend(numbers.map(|number| number.to_string()));
    let unnamed: Vec<&String> = words.iter().filter(|word| !document.contains(&format!("`{word}`"))).collect();
    assert!(unnamed.is_empty(), "docs/feed.md says nothing of {unnamed:?}");
}
