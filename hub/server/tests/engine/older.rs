//! A gateway older than its hub is understood: what one of before codes wrote goes over the intake and the loop, into a real
//! PostgreSQL. The files are kept as such a gateway wrote them (24 to 29 November 2026), and are never written anew.

use super::count;
use super::rig::{Rig, home, nurse, store};
use bytes::Bytes;
use hearth_alerts::Now;
use hearth_hub::clock::Clock;
use hearth_hub::feed::topic::{Scope, Subject, Topic as FeedTopic};
use hearth_hub::ingest::state;
use hearth_mqtt::Message;
use hearth_vitals::topic::{Channel, Shard, Topic};
use hearth_vitals::{DeviceId, GatewayId, Vital, WallMs};
use std::sync::OnceLock;

const NUMERICS: &str = include_str!("../../../../vitals/tests/golden/numerics.hex");
const EVENTS: &str = include_str!("../../../../vitals/tests/golden/events.hex");
/// Before problems had parameters and links said since when.
const STATE: &[u8] = include_bytes!("golden/state-before-codes.json");
/// When the gateway sent them.
const SENT: WallMs = WallMs(1_795_000_000_000);
/// How many records each batch holds, and the number of its first.
const NUMERIC: u64 = 3;
const EVENT: u64 = 10;
const FIRST: u64 = 1_000;

/// A clock that shows a second after the batches were sent, and goes on.
fn then() -> Now {
    static STARTED: OnceLock<Now> = OnceLock::new();
    let now = Clock::SYSTEM.now();
    let started = STARTED.get_or_init(|| now);
    Now { wall: SENT.plus(1_000 + (now.mono.0 - started.mono.0).cast_signed()), mono: now.mono }
}

fn bytes(hex: &str) -> Bytes {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

fn message(gateway: &GatewayId, hex: &str) -> Message {
    let topic = Topic { shard: Shard::of(gateway), gateway: gateway.clone(), channel: Channel::Live }.to_string();
    Message { topic, payload: bytes(hex), retain: false }
}

#[tokio::test]
async fn what_a_gateway_of_before_codes_measured_is_held_charted_and_receipted() {
    let (_cluster, store) = store().await;
    let nurse = nurse(&store, "ana").await;
    let from = SENT.plus(-3_600_000);
    let home = home(&store, 1, nurse, from).await;
    for (device, driver) in [("oxi-001", "nonin-df2"), ("oxi-002", "gatt-2a1c")] {
        let device = DeviceId::new(device).unwrap();
        store.add_device(&device, "kit-0001", "Nonin", driver, "1").await.unwrap();
        assert!(store.bind_device(uuid::Uuid::now_v7(), &device, home.episode, from, nurse).await.unwrap());
    }
    let mut rig = Rig::start_by(&store, Clock(then)).await;
    let mut send = rig.broker();
    for (hex, records) in [(EVENTS, EVENT), (NUMERICS, NUMERIC)] {
        assert!(send(message(&home.gateway, hex)));
        rig.receipted(&home, FIRST + records).await;
    }
    rig.stop().await;
    assert_eq!(count(&store, "SELECT count(*) FROM quarantine").await, 0);
    assert_eq!(count(&store, "SELECT count(*) FROM frames").await, NUMERIC.cast_signed());
    let trend = async |vital| store.trend(home.episode, vital, from, SENT.plus(60_000), 500).await.unwrap().1;
    let (spo2, fever, pulse) = (trend(Vital::Spo2).await, trend(Vital::Temperature).await, trend(Vital::PulseRate).await);
    assert_eq!((spo2.len(), spo2[0].min, fever[0].max), (1, 970, 3_830), "a sensor that is off is no value");
    assert_eq!((pulse[0].min, pulse[0].count), (720, 1), "nor is a pulse of 0, which such a gateway sent as one");
    assert_eq!(count(&store, "SELECT count(*) FROM losses").await, 1, "what it could not keep is known");
}

#[tokio::test]
async fn what_is_wrong_with_a_gateway_of_before_codes_is_told_in_its_own_words() {
    let (_cluster, store) = store().await;
    let nurse = nurse(&store, "ana").await;
    let home = home(&store, 1, nurse, SENT.plus(-3_600_000)).await;
    let rig = Rig::start(&store).await;
    let mut viewer = rig.feed.join(Scope::Patients).await.unwrap();
    viewer.subscribe(Subject::Whole(FeedTopic::Gateways), Scope::Patients).await;
    let said = state::read(STATE).expect("a report of version 1");
    assert_eq!((said.gateway.clone(), said.links[1].since, said.problems[0].params.len()), (home.gateway.clone(), None, 0));
    assert!(said.links[0].up && !said.links[1].up && said.links[1].reason.starts_with("/dev/ttyUSB1 is not there"));
    rig.says(said).await;
    let told = async {
        loop {
            let message = viewer.next().await.unwrap();
            if message.contains("port_missing") {
                return message;
            }
        }
    };
    let told = tokio::time::timeout(std::time::Duration::from_secs(60), told).await.expect("the problem reaches the screens");
    assert!(told.contains("device oxi-002: /dev/ttyUSB1 is not there: plug the device in"), "{told}");
    rig.stop().await;
}
